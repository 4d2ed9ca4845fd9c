import Access
import Foundation
import Kernel
import TestSupport
import Testing

/// The most detailed log of a server shows no key and no password.
@Suite(.timeLimit(.minutes(10)))
struct DebugLogTests {
    @Test(arguments: ["debug", "trace"]) func aDetailedLogShowsNoKey(level: String) async throws {
        try await CommandRunner.with { runner in
            let (identity, audit) = (MasterKey.new(), MasterKey.new())
            let process = try runner.start(
                [
                    "serve", "--set", "http.port=0", "--set", "log.level=\(level)", "--set", "identity.key=\(identity)",
                    "--set", "audit.key=\(audit)",
                ], tag: "serve")
            for _ in 0..<1200 where !runner.written("serve", "err").contains("127.0.0.1:") {
                try await Task.sleep(for: .milliseconds(50))
            }
            kill(process, SIGTERM)
            #expect(await runner.wait(process) == 0)
            let log = runner.written("serve", "err") + runner.written("serve", "out")
            #expect(log.contains(" debug ") && log.contains("127.0.0.1:"))
            #expect(!log.contains(identity) && !log.contains(audit))
            // Nor the settings as a whole.
            #expect(log.utf8.count < 2_000_000, "\(log.utf8.count) bytes")
        }
    }
}
