/// How long a server that stops waits for what still runs.
import Foundation
import Kernel
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10)))
struct StopTests {
    /// Connects and sends half of a request, whose rest never comes.
    private func half(_ port: Int) -> Int32 {
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
        let text =
            "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"
        _ = text.withCString { send(socket, $0, strlen($0), 0) }
        return socket
    }

    /// The setting was read and used by nothing: a server waited for the slowest client.
    @Test(arguments: [1, 8])
    func aServerWaitsAsLongAsTheSettingSays(seconds: Int) async throws {
        try await CommandRunner.with { runner in
            let process = try runner.start(
                [
                    "serve", "--set", "http.port=0", "--set", "http.shutdown_seconds=\(seconds)", "--set",
                    "http.request_timeout_seconds=300",
                ], tag: "serve")
            var port: Int?
            for _ in 0..<1200 where port == nil {
                try await Task.sleep(for: .milliseconds(50))
                port = runner.written("serve", "err").firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }
            }
            let socket = half(try #require(port))
            defer { close(socket) }
            try await Task.sleep(for: .milliseconds(500))
            let start = ContinuousClock.now
            kill(process, SIGTERM)
            #expect(await runner.wait(process) == 0, "\(runner.written("serve", "err"))")
            let took = ContinuousClock.now - start
            #expect(took >= .seconds(seconds - 1) && took < .seconds(seconds + 20), "\(took)")
        }
    }
}
