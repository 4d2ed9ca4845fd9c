import Demonstration
import Foundation
import Kernel
import LocalPostgres
import Postgres
import TestSupport
import Testing

/// The private database under a running server: killed it comes back, stopped it stays stopped.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PrivateDatabaseTests {
    private func serve(_ runner: CommandRunner) async throws -> (process: pid_t, port: Int) {
        let process = try runner.start(["serve", "--set", "http.port=0"], tag: "serve")
        for _ in 0..<400 {
            let words = runner.written("serve", "err")
            if let match = words.firstMatch(of: /127\.0\.0\.1:(\d+)/), let port = Int(match.1) {
                return (process, port)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw AppError.defect(runner.written("serve", "err"))
    }

    private func postmaster(_ runner: CommandRunner) throws -> pid_t {
        let file = try String(contentsOfFile: runner.state + "/postgres/postmaster.pid", encoding: .utf8)
        return try #require(file.split(separator: "\n").first.flatMap { pid_t($0) })
    }

    private func ready(_ port: Int) async -> Int? {
        try? await LoopbackClient(port: port).send("GET", "/readyz").status
    }

    private func waitUntil(_ seconds: Int, _ condition: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<(seconds * 5) {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(200))
        }
        return false
    }

    @Test func aKilledDatabaseComesBackAndAStoppedOneDoesNot() async throws {
        try await CommandRunner.with { runner in
            let (process, port) = try await serve(runner)
            #expect(await ready(port) == 200)
            for _ in 0..<2 {
                let old = try postmaster(runner)
                kill(old, SIGKILL)
                #expect(try await waitUntil(60) { (try? postmaster(runner)).map { $0 != old } ?? false })
                #expect(try await waitUntil(30) { await ready(port) == 200 })
            }
            let log = runner.written("serve", "err")
            #expect(log.contains("the private database is down") && log.contains("is running again"), "\(log)")
            #expect(try await runner.run(["local", "stop"]).status == 0)
            #expect(try await waitUntil(10) { await ready(port) == 503 })
            try await Task.sleep(for: .seconds(3))
            #expect(try await runner.run(["local", "status"]).output.contains("stopped"))
            #expect(try await runner.run(["local", "start"]).status == 0)
            #expect(try await waitUntil(30) { await ready(port) == 200 })
            kill(process, SIGTERM)
            #expect(await runner.wait(process) == 0)
        }
    }

    @Test func aPrivateDatabaseIsSetUpOnce() async throws {
        try await CommandRunner.with { runner in
            let order = ["setup", "--root", "610116", "--name", "中共长安区委员会", "--administrator", "张三"]
            let first = try await runner.run(order)
            #expect(first.status == 0 && first.output.hasPrefix("dangwu_"), "\(first)")
            let second = try await runner.run(order)
            #expect(second.status == 0 && second.output.isEmpty, "\(second)")
            #expect(second.errors.contains("Nothing was changed."), "\(second)")
            let other = try await runner.run(order.dropLast() + ["李四", "--format", "json"])
            #expect(other.status == 73 && other.errors.contains("[setup.administrator_exists]"), "\(other)")
            let listed = try await runner.run(["org", "list", "--format", "csv"])
            #expect(listed.output.contains("中共长安区委员会"), "\(listed)")
        }
    }

    @Test func aLostKeyIsNotReplaced() async throws {
        try await CommandRunner.with { runner in
            #expect(try await runner.run(["org", "list"]).status == 0)
            try FileManager.default.removeItem(atPath: runner.state + "/identity.key")
            let lost = try await runner.run(["org", "list"])
            #expect(lost.status == 75 && lost.errors.contains("[key.missing]"), "\(lost)")
            let doctor = try await runner.run(["doctor"])
            #expect(doctor.status == 2 && doctor.output.contains("identity.key is missing"), "\(doctor)")
            let another = try await runner.run([
                "org", "list", "--set", "identity.key=\(Data(count: 32).base64EncodedString())",
            ])
            #expect(another.status == 73 && another.errors.contains("[key.wrong]"), "\(another)")
        }
    }

    /// The owner of the database has the socket and no key; the heads beside the key show what is gone.
    @Test func anEmptiedLogIsNotContinued() async throws {
        try await CommandRunner.with { runner in
            #expect(
                try await runner.run(["setup", "--root", "610116", "--name", "中共长安区委员会", "--administrator", "张三"])
                    .status == 0)
            #expect(try await runner.run(["audit", "seal"]).status == 0)
            let heads = runner.state + "/heads-dangwu"
            #expect(try FileManager.default.contentsOfDirectory(atPath: heads).count == 1)
            let backup = try await runner.run(["backup"])
            #expect(backup.status == 0, "\(backup)")
            let server = try LocalServer(folder: runner.state, throwaway: true)
            let owner = try await Connection.connect(server.owner(database: "dangwu"))
            try await owner.script("TRUNCATE audit_leaf, audit_tile, audit_head, audit_boundary, audit_note")
            let sealing = try await runner.run(["audit", "seal"])
            #expect(sealing.status == 73 && sealing.errors.contains("[audit.log_changed]"), "\(sealing)")
            #expect(sealing.errors.contains(heads), "\(sealing)")
            let check = try await runner.run(["audit", "verify"])
            #expect(check.status != 0 && check.output.contains("cut"), "\(check)")
            // What was backed up before goes on in its place.
            try await owner.script("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            let folder = try #require(
                FileManager.default.contentsOfDirectory(atPath: runner.state + "/backups").first)
            let restored = try await runner.run(["restore", runner.state + "/backups/" + folder])
            #expect(restored.status == 0 && restored.errors.contains("before-restore-"), "\(restored)")
            #expect(try await runner.run(["audit", "seal"]).status == 0)
            #expect(try await runner.run(["audit", "verify"]).status == 0)
        }
    }
}
