import Foundation
import Kernel
import TestSupport
import Testing

/// A closing that is cut off is taken up again, with the same result.
struct ClosingCrashTests {
    private static let scheme = """
        format: points-scheme/1
        key: crash
        version: "1"
        name: {zh: 测试, en: test}
        source: {document: 测试, place: 全文}
        in_force: {from: 2000-01-01}
        period: year
        base: 60
        blocks: [{key: a, name: {zh: 甲, en: A}, cap: 3}]
        exemptions: [{key: ill, name: {zh: 病休, en: ill}, place: 二}]
        grades:
          - {key: high, name: {zh: 高, en: high}, score: ">= 62"}
          - {key: low, name: {zh: 低, en: low}, score: "< 62"}
        shares: [{grades: [high], at_most: 1/3, otherwise: low, within: branch, place: 一}]
        process: {evidence: false, publicity_working_days: 0}
        items: [{id: A, block: a, text: 甲, value: 2}]
        examples: [{name: 起始, on: 2020-12-31, score: 60}]
        """

    @Test func aClosingThatIsKilledIsTakenUpAgain() async throws {
        try await CommandRunner.with(run)
    }

    /// The values of a list written as JSON.
    private func items(_ output: String) -> [[String: Any]] {
        let page = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        return page?["items"] as? [[String: Any]] ?? []
    }

    /// A whole list, page by page.
    private func pages(_ runner: CommandRunner, _ arguments: [String]) async throws -> [[String: Any]] {
        var all: [[String: Any]] = []
        var after: [String] = []
        repeat {
            let outcome = try await runner.run(arguments + ["--limit", "500", "--format", "json"] + after)
            try #require(outcome.status == 0, "\(arguments): \(outcome)")
            all += items(outcome.output)
            let page = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
            after = (page?["next"] as? String).map { ["--after", $0] } ?? []
        } while !after.isEmpty && all.count < 100_000
        return all
    }

    private func run(_ runner: CommandRunner) async throws {
        func write(_ name: String, _ text: String) throws -> String {
            let path = runner.state + "-" + name
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }
        func done(_ arguments: [String]) async throws -> String {
            let outcome = try await runner.run(arguments)
            #expect(outcome.status == 0, "\(arguments): \(outcome)")
            return outcome.output
        }
        _ = try await done(["org", "import", write("tree.csv", Fixture.tree), "--divisions", "--since", "2000-01-01"])
        let codes = ["610116001001", "610116001002", "610116001200", "610116002200"]
        var people = "organisation,name,birth_date,sex,since,status,synthetic\n"
        for index in 0..<4000 {
            people += "\(codes[index % 4]),党员\(index),\(1940 + index % 47)-01-01,male,2005-07-01,full,true\n"
        }
        _ = try await done(["person", "import", write("people.csv", people)])
        _ = try await done(["scheme", "import", write("crash.yaml", Self.scheme), "--organisation", "610116"])
        let join = ["points", "join", "--scheme", "crash", "--scope", "610116", "--since", "2014-01-01"]
        _ = try await done(join + ["--dry-run"])
        let nobody = try await done(["points", "participants", "--scheme", "crash", "--format", "csv"])
        #expect(nobody.split(separator: "\n").count == 1, "a trial enters nobody")
        _ = try await done(join)
        let subjects = items(
            try await done(["points", "participants", "--scheme", "crash", "--limit", "500", "--format", "json"])
        )
        .compactMap { $0["subject"] as? String }
        try #require(subjects.count == 500)
        // Two entries of the same kind for some: the second is cut by the cap.
        var claims = "subject,item,on,key\n"
        for (index, subject) in subjects.enumerated() where index % 3 == 0 {
            claims += "\(subject),A,2024-03-01,a\n\(subject),A,2024-04-01,b\n"
        }
        _ = try await done(["claim", "import", write("claims.csv", claims), "--scheme", "crash"])

        let close = [
            "points", "close", "--scheme", "crash", "--organisation", "610116", "--day", "2024-06-01", "--decision",
            "纪要1号",
        ]
        var killed = 0
        for milliseconds in [120, 250, 350, 450, 550, 650, 750, 900, 1100] {
            let process = try runner.start(close, tag: "close\(milliseconds)")
            try await Task.sleep(for: .milliseconds(milliseconds))
            kill(process, SIGKILL)
            let status = await runner.wait(process)
            if status == 128 + SIGKILL { killed += 1 } else { break }
        }
        #expect(killed > 0)
        let last = try await runner.run(close)
        // Done by this run, or by the one that got through before.
        #expect(last.status == 0 || last.errors.contains("points.closed_before"), "\(last)")
        let periods = items(try await done(["points", "periods", "--format", "json"]))
        try #require(periods.count == 1, "\(periods)")
        #expect(periods[0]["state"] as? String == "closed" && periods[0]["revision"] as? Int == 1, "\(periods)")
        // A person names the period by its scheme, its organisation and a day of it.
        let period = "crash:610116:2024-03-01"
        let published = try await pages(runner, ["points", "sheet", period])
        #expect(published.count == 4000)
        let scores = published.compactMap { $0["score"] as? String }
        let rewarded = subjects.indices.filter { $0 % 3 == 0 }.count
        #expect(scores.filter { $0 == "63" }.count == rewarded && scores.filter { $0 == "60" }.count == 4000 - rewarded)
        try await lookUp(runner, period: period, best: subjects[0])
        let verified = try await runner.run(["audit", "ledger"])
        #expect(verified.status == 0 && verified.output.contains("4000"), "\(verified)")
    }

    /// Ranks of what was closed, exemptions and objections at the command line.
    private func lookUp(_ runner: CommandRunner, period: String, best: String) async throws {
        func json(_ arguments: [String]) async throws -> [[String: Any]] {
            let outcome = try await runner.run(arguments + ["--format", "json"])
            #expect(outcome.status == 0, "\(arguments): \(outcome)")
            return items(outcome.output)
        }
        let first = try await json(["points", "ranks", period, "--limit", "2"])
        #expect(first.count == 2 && first.allSatisfy { $0["score"] as? String == "63" })
        let granted = try await json([
            "points", "exempt", best, "--scheme", "crash", "--exemption", "ill", "--since", "2025-02-01", "--reason",
            "病休", "--document", "决1",
        ])
        let id = try #require(granted.first?["id"] as? String)
        let open = try await json(["points", "exemptions", best, "--scheme", "crash"])
        #expect(open.map { $0["id"] as? String } == [id] && !(open.first?["until"] is String), "\(open)")
        let ended = try await runner.run([
            "points", "end-exemption", best, "--scheme", "crash", "--on", "2025-05-01",
        ])
        #expect(ended.status == 0 && ended.output.contains("2025-05-01"), "\(ended)")
        let after = try await json(["points", "exemptions", best, "--scheme", "crash"])
        #expect(after.first?["until"] as? String == "2025-05-01", "\(after)")
        let objections = try await json(["claim", "objections", "--scheme", "crash"])
        #expect(objections.isEmpty)
        // What only a door itself can say is not declared.
        let declared = try await runner.run([
            "claim", "make", "--subject", best, "--scheme", "crash", "--item", "A", "--on", "2025-03-01", "--claimant",
            "import",
        ])
        #expect(declared.status == 64 && declared.errors.contains("member, branch, department"), "\(declared)")
    }
}
