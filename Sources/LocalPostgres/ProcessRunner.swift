import Dispatch
import Foundation

/// Runs a program to completion and captures its output.
///
/// Not Foundation's `Process`, which waits until every descendant has closed an inherited socket, and `pg_ctl start`
/// leaves the server running.
package enum ProcessRunner {
    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String
    }

    private static let queue = DispatchQueue(label: "dangwu.local.process", attributes: .concurrent)

    /// - Parameter environment: the variables of the program; nil: those of this one.
    package static func run(_ command: [String], environment: [String: String]? = nil) async throws -> Outcome {
        // A file, not a pipe: the server keeps the descriptor open after pg_ctl has ended.
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("dangwu-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: log) }
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try spawn(command, environment, log: log.path) }) }
        }
        return Outcome(status: status, output: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }

    /// Of this process. One that is closed before the child starts does no harm.
    private static var openDescriptors: [Int32] {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.compactMap { Int32($0) } ?? []
    }

    private static func spawn(_ command: [String], _ environment: [String: String]?, log: String) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // A server that is started again would hold the listening socket and every connection of this program.
        for descriptor in openDescriptors where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // Dispatch's threads block every signal and a child inherits the mask: without this it would miss its own
        // alarms.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments = command.map { strdup($0) } + [nil]
        var variables = (environment ?? [:]).map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in arguments + variables { free(word) } }
        var process = pid_t()
        let failure =
            environment == nil
            ? posix_spawn(&process, command[0], &actions, &attributes, &arguments, environ)
            : posix_spawn(&process, command[0], &actions, &attributes, &arguments, &variables)
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1 {
            guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD) }
        }
        // Exit status, or 128 and the signal as shells write it.
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
