import Demonstration
import Foundation
import Kernel
import TestSupport
import Testing

/// A server whose table of descriptors is nearly full closes new connections, logs it, uses no core meanwhile, keeps
/// some descriptors to itself, and goes on as soon as there is room.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct DescriptorTests {
    private func serve(_ runner: CommandRunner) async throws -> (process: pid_t, port: Int) {
        let process = try runner.start(["serve", "--set", "http.port=0"], tag: "serve")
        for _ in 0..<1200 {
            let words = runner.written("serve", "err")
            if let match = words.firstMatch(of: /127\.0\.0\.1:(\d+)/), let port = Int(match.1) {
                return (process, port)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw AppError.defect(runner.written("serve", "err"))
    }

    private func descriptors(_ process: pid_t) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
    }

    private func limit(_ process: pid_t, to number: Int) throws {
        let tool = Process()
        tool.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
        tool.arguments = ["--pid", String(process), "--nofile=\(number):"]
        try tool.run()
        tool.waitUntilExit()
        #expect(tool.terminationStatus == 0)
    }

    /// Seconds of processor time.
    private func processorTime(_ process: pid_t) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }
        return ((ticks.first ?? 0) + (ticks.last ?? 0)) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func connection(_ port: Int) -> Int32 {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return socket
    }

    private func isHealthy(_ port: Int) async -> Bool {
        (try? await LoopbackClient(port: port).send("GET", "/healthz").status) == 200
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit")))
    func aFullTableOfDescriptorsIsNoEnd() async throws {
        try await CommandRunner.with { runner in
            let (process, port) = try await serve(runner)
            #expect(await isHealthy(port))
            for round in 0..<2 {
                // Room for four connections above the sixteen descriptors that no connection gets.
                let most = try descriptors(process) + 20
                try limit(process, to: most)
                let held = (0..<64).map { _ in connection(port) }
                var isFull = false
                for _ in 0..<100 where !isFull {
                    try await Task.sleep(for: .milliseconds(100))
                    isFull = runner.written("serve", "err").contains("connections are shed")
                }
                #expect(isFull, "\(runner.written("serve", "err"))")
                let before = try processorTime(process)
                try await Task.sleep(for: .seconds(3))
                #expect(try processorTime(process) - before < 1.5, "round \(round): the server is busy with nothing")
                let open = try descriptors(process)
                #expect(open <= most - 12, "round \(round): \(open) of \(most) are open")
                for socket in held { close(socket) }
                // Room comes from what was closed, without anybody raising the limit.
                var isBack = false
                for _ in 0..<150 where !isBack {
                    isBack = await isHealthy(port)
                    if !isBack { try await Task.sleep(for: .milliseconds(200)) }
                }
                #expect(isBack, "round \(round): \(runner.written("serve", "err"))")
                try limit(process, to: 4096)
            }
            let lines = runner.written("serve", "err").components(separatedBy: "connections are shed").count - 1
            #expect(lines < 10, "\(lines) lines about one thing")
            #expect((try? await LoopbackClient(port: port).send("GET", "/readyz").status) == 200)
            kill(process, SIGTERM)
            #expect(await runner.wait(process) == 0)
        }
    }
}
