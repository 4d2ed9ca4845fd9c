import Demonstration
import Foundation
import Kernel
import Synchronization
import TestSupport
import Testing

/// What was acknowledged survives whatever is killed, and nothing is there twice or by half.
struct CrashTests {
    private static let divisions = CommandRunner.repository + "/config/codes/divisions-shaanxi.csv"

    private func organisations(_ runner: CommandRunner) async throws -> Int {
        let outcome = try await runner.run(["org", "coverage", "--format", "csv"])
        return outcome.output.split(whereSeparator: \.isNewline).dropFirst().reduce(0) {
            $0 + (Int($1.split(separator: ",")[1]) ?? 0)
        }
    }

    @Test func anImportThatIsKilledLeavesNothingOrEverything() async throws {
        try await CommandRunner.with { runner in
            #expect(try await runner.run(["db", "migrate"]).status == 0)
            let arguments = ["org", "import", Self.divisions, "--divisions", "--since", "2000-01-01"]
            var killed = 0
            for milliseconds in [150, 400, 900, 1500, 2200] {
                let process = try runner.start(arguments, tag: "import")
                try await Task.sleep(for: .milliseconds(milliseconds))
                kill(process, SIGKILL)
                if await runner.wait(process) == 128 + SIGKILL { killed += 1 }
                #expect([0, 19_912].contains(try await organisations(runner)))
            }
            #expect(killed > 0)
            let whole = try await runner.run(arguments)
            // One that was killed behind its last step has done it.
            #expect(whole.status == 0 || whole.errors.contains("[import.repeated]"), "\(whole)")
            #expect(try await organisations(runner) == 19_912)
        }
    }

    /// A class of four people, its server, and a token.
    private struct Stage {
        let token: String
        let course: String
        let people: [String]
    }

    private func stage(_ runner: CommandRunner) async throws -> Stage {
        let tree = runner.state + "-tree.csv"
        try Fixture.tree.write(toFile: tree, atomically: true, encoding: .utf8)
        #expect(try await runner.run(["org", "import", tree, "--divisions", "--since", "2000-01-01"]).status == 0)
        let people = runner.state + "-people.csv"
        let codes = ["610116001001", "610116001002", "610116001200", "610116002200"]
        try Fixture.secretaries(codes).write(toFile: people, atomically: true, encoding: .utf8)
        #expect(try await runner.run(["person", "import", people]).status == 0)
        let ids = try await runner.items(["person", "list"]).compactMap { $0["id"] as? String }
        #expect(ids.count == codes.count)
        let create = [
            "class", "create", "--host", "610116", "--code", "c", "--name", "c", "--field", "rural", "--field",
            "community",
            "--starts", "2014-09-01", "--ends", "2014-09-05", "--minimum", "1", "--capacity", "9", "--venue", "v",
        ]
        #expect(try await runner.run(create).output.contains("Class c"))
        #expect(try await runner.run(["class", "announce", "c"]).status == 0)
        #expect(try await runner.run(["class", "enrol", "c"] + ids).output.contains("4 enrolled"))
        #expect(try await runner.run(["class", "start", "c"]).status == 0)
        let issued = try await runner.json([
            "token", "issue", "--name", "t", "--role", "registrar", "--scope", "610116",
        ])
        return Stage(token: try #require(issued["secret"] as? String, "\(issued)"), course: "c", people: ids)
    }

    private func serve(_ runner: CommandRunner, _ tag: String) async throws -> (process: pid_t, port: Int) {
        let process = try runner.start(["serve", "--set", "http.port=0"], tag: tag)
        for _ in 0..<200 {
            let words = runner.written(tag, "err")
            if let range = words.range(of: #"127\.0\.0\.1:\d+"#, options: .regularExpression) {
                return (process, Int(words[range].split(separator: ":")[1]) ?? 0)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw AppError.defect(runner.written(tag, "err"))
    }

    private func mark(_ stage: Stage, port: Int, number: Int, client: LoopbackClient) async throws -> Int {
        // Every batch differs from the one before, so that each one written is one more revision.
        let mark = number % 2 == 0 ? "present" : "late"
        let marks = stage.people.map { "{\"person\":\"\($0)\",\"mark\":\"\(mark)\"}" }.joined(separator: ",")
        return try await client.send(
            "POST", "/v1/classes/\(stage.course)/sessions/1/marks",
            headers: ["Authorization": "Bearer \(stage.token)", "Idempotency-Key": "batch-\(number)"],
            body: Array("{\"marks\":[\(marks)]}".utf8)
        ).status
    }

    private func revisions(_ stage: Stage, _ runner: CommandRunner) async throws -> Set<Int> {
        Set(try await runner.items(["attendance", "list", stage.course]).compactMap { $0["revision"] as? Int })
    }

    @Test func aServerThatIsKilledLosesNothingItAcknowledged() async throws {
        try await CommandRunner.with { runner in
            let stage = try await stage(runner)
            var number = 0
            for round in 0..<3 {
                let (process, port) = try await serve(runner, "serve\(round)")
                let client = LoopbackClient(port: port)
                // Five batches are through before the kill, however busy the machine is; the next ones race with it.
                var killer: Task<Void, any Error>?
                var acknowledged = 0
                while let status = try? await mark(stage, port: port, number: number, client: client) {
                    #expect(status == 200)
                    guard status == 200 else { break }
                    number += 1
                    acknowledged += 1
                    if acknowledged == 5 {
                        killer = Task {
                            try await Task.sleep(for: .milliseconds(50))
                            kill(process, SIGKILL)
                        }
                    }
                }
                try await killer?.value
                kill(process, SIGKILL)
                _ = await runner.wait(process)
                // The batch under way may or may not have been written; sent again under its key, it is there once.
                let (again, newPort) = try await serve(runner, "again\(round)")
                let status = try await mark(stage, port: newPort, number: number, client: LoopbackClient(port: newPort))
                // Written, with its answer lost by the kill: 204.
                #expect([200, 204].contains(status))
                number += 1
                kill(again, SIGTERM)
                #expect(await runner.wait(again) == 0)
                #expect(try await revisions(stage, runner) == [number], "round \(round)")
            }
            #expect(number > 10)
        }
    }

    @Test func aDatabaseThatStopsAndStartsLosesNothingAcknowledged() async throws {
        try await CommandRunner.with { runner in
            let stage = try await stage(runner)
            let (process, port) = try await serve(runner, "serve")
            let stopped = Mutex(false)
            let stopper = Task {
                defer { stopped.withLock { $0 = true } }
                for _ in 0..<2 {
                    try await Task.sleep(for: .milliseconds(400))
                    #expect(try await runner.run(["local", "stop"]).status == 0)
                    try await Task.sleep(for: .milliseconds(200))
                    #expect(try await runner.run(["local", "start"]).status == 0)
                }
            }
            // However busy the machine is: through both stops, and on until enough batches and the one under way are
            // through. One refused while the database went away may have been written; under its key it is there once.
            var (number, last) = (0, 503)
            let client = LoopbackClient(port: port)
            let end = ContinuousClock.now + .seconds(120)
            while !stopped.withLock({ $0 }) || number <= 10 || last != 200, ContinuousClock.now < end {
                last = try await mark(stage, port: port, number: number, client: client)
                #expect([200, 204, 503].contains(last), "\(last)")
                if [200, 204].contains(last) { number += 1 }
            }
            try await stopper.value
            #expect(try await revisions(stage, runner) == [number])
            #expect(number > 10)
            kill(process, SIGTERM)
            #expect(await runner.wait(process) == 0)
        }
    }
}

extension CommandRunner {
    /// What a command answers as JSON.
    fileprivate func json(_ arguments: [String]) async throws -> [String: Any] {
        let outcome = try await run(arguments + ["--format", "json"])
        return try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any], "\(outcome)")
    }

    fileprivate func items(_ arguments: [String]) async throws -> [[String: Any]] {
        try await json(arguments)["items"] as? [[String: Any]] ?? []
    }
}
