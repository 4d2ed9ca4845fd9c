import Dispatch
package import Foundation

/// Runs the built program as a person would, in a state folder of its own.
package struct CommandRunner: Sendable {
    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    package let state: String
    private static let queue = DispatchQueue(label: "dangwu.test.command", attributes: .concurrent)

    /// A folder that the server's unprivileged user can enter.
    package init() { state = "/tmp/dangwu-e2e-\(UUID().uuidString.prefix(8))" }

    /// Beside the test bundle, where the build puts every product.
    package static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("dangwu").path

    /// The repository, for the table of divisions.
    package static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../..").standardizedFileURL.path

    private var environment: [String] {
        [
            "DANGWU_STATE=\(state)", "DANGWU_LANG=en", "DANGWU_THROWAWAY=1", "HOME=/tmp",
            "PATH=" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
        ]
    }

    /// Starts the program and returns its process; its output goes to files of the state folder's name.
    package func start(_ arguments: [String], tag: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, path(tag, "out"), flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, path(tag, "err"), flags, 0o600)
        // Dispatch's threads block signals, and a server must hear SIGTERM.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([Self.program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for word in words + variables { free(word) } }
        var process = pid_t()
        let failure = posix_spawn(&process, Self.program, &actions, &attributes, &words, &variables)
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
        return process
    }

    /// Waits for the end: the exit status, or 128 and the signal.
    package func wait(_ process: pid_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            Self.queue.async {
                var status: Int32 = 0
                while waitpid(process, &status, 0) == -1, errno == EINTR {}
                continuation.resume(returning: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F))
            }
        }
    }

    package func run(_ arguments: [String]) async throws -> Outcome {
        let tag = UUID().uuidString
        let status = await wait(try start(arguments, tag: tag))
        defer { for end in ["out", "err"] { try? FileManager.default.removeItem(atPath: path(tag, end)) } }
        return Outcome(status: status, output: written(tag, "out"), errors: written(tag, "err"))
    }

    package func written(_ tag: String, _ end: String) -> String {
        (try? String(contentsOfFile: path(tag, end), encoding: .utf8)) ?? ""
    }

    private func path(_ tag: String, _ end: String) -> String { "\(state)-\(tag).\(end)" }

    /// Gives the body a runner of its own, which ends however the body does.
    package static func with(_ body: (CommandRunner) async throws -> Void) async throws {
        let runner = CommandRunner()
        do {
            try await body(runner)
            await runner.end()
        } catch {
            await runner.end()
            throw error
        }
    }

    /// Stops the private server and removes what the runs left.
    package func end() async {
        _ = try? await run(["local", "stop"])
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        let own = URL(fileURLWithPath: state).lastPathComponent
        for name in names where name.hasPrefix(own) { try? FileManager.default.removeItem(atPath: "/tmp/" + name) }
    }
}
