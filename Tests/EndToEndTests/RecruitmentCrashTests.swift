import Foundation
import Kernel
import TestSupport
import Testing

/// Cases and reminders survive whatever is killed: nothing by half, nothing twice, nobody forgotten.
struct RecruitmentCrashTests {
    private static let count = 1500

    @Test func importsAndDeliveriesThatAreKilledLeaveNothingByHalf() async throws {
        try await CommandRunner.with(run)
    }

    private func run(_ runner: CommandRunner) async throws {
        func done(_ arguments: [String]) async throws -> String {
            let outcome = try await runner.run(arguments)
            #expect(outcome.status == 0, "\(arguments): \(outcome)")
            return outcome.output
        }
        func write(_ name: String, _ text: String) throws -> String {
            let path = runner.state + "-" + name
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }
        _ = try await done(["org", "import", write("tree.csv", Fixture.tree), "--divisions", "--since", "2000-01-01"])
        let codes = ["610116001001", "610116001002", "610116001200", "610116002200"]
        var people = "organisation,name,id_number,since,status,synthetic\n"
        var cases = "person,application,materials\n"
        for index in 0..<Self.count {
            let number = Fixture.number(index)
            people += "\(codes[index % 4]),申请人\(index),\(number),2024-03-01,applicant,true\n"
            cases += "\(number),2024-03-01,齐全\n"
        }
        _ = try await done(["person", "import", write("people.csv", people)])
        try await killImports(runner, write("cases.csv", cases))
        try await killDeliveries(runner)
    }

    private func cases(_ runner: CommandRunner) async throws -> Int {
        let outcome = try await runner.run(["recruitment", "overview", "--format", "json"])
        try #require(outcome.status == 0, "\(outcome)")
        let page = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        let stages = page?["stages"] as? [[String: Any]] ?? []
        return stages.reduce(0) { $0 + (($1["cases"] as? Int) ?? 0) }
    }

    private func killImports(_ runner: CommandRunner, _ file: String) async throws {
        let arguments = ["recruitment", "import", file]
        var killed = 0
        for milliseconds in [100, 200, 300, 450, 600, 800, 1000] {
            let process = try runner.start(arguments, tag: "cases")
            try await Task.sleep(for: .milliseconds(milliseconds))
            kill(process, SIGKILL)
            if await runner.wait(process) == 128 + SIGKILL { killed += 1 }
            #expect([0, Self.count].contains(try await cases(runner)))
        }
        #expect(killed > 0)
        let whole = try await runner.run(arguments)
        // One that was killed behind its last step has done it.
        #expect(whole.status == 0 || whole.errors.contains("[import.repeated]"), "\(whole)")
        #expect(try await cases(runner) == Self.count)
    }

    private func killDeliveries(_ runner: CommandRunner) async throws {
        let folder = runner.state + "-notices"
        func found() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }
        func files() -> [String] { found().filter { !$0.hasPrefix(".") } }
        let channel = ["--set", "notices.folder=\(folder)"]
        // Killed or not, a reminder run writes each notice once.
        for milliseconds in [150, 300] {
            let process = try runner.start(["notice", "remind"] + channel, tag: "remind")
            try await Task.sleep(for: .milliseconds(milliseconds))
            kill(process, SIGKILL)
            _ = await runner.wait(process)
        }
        let reminded = try await runner.run(["notice", "remind"] + channel)
        #expect(reminded.status == 0, "\(reminded)")
        var killed = 0
        for milliseconds in [200, 350, 500, 700] {
            let process = try runner.start(["notice", "deliver"] + channel, tag: "deliver")
            try await Task.sleep(for: .milliseconds(milliseconds))
            kill(process, SIGKILL)
            if await runner.wait(process) == 128 + SIGKILL { killed += 1 }
        }
        #expect(killed > 0)
        var left = true
        while left {
            let run = try await runner.run(["notice", "deliver"] + channel)
            try #require(run.status == 0 && run.output.contains(" sent, 0 failed."), "\(run)")
            left = !run.output.hasPrefix("0 sent")
        }
        // What a killed run had leased waits for the end of its lease, and nothing else does.
        let waiting = try await runner.run(["notice", "list", "--filter", "waiting", "--format", "json"])
        try #require(waiting.status == 0, "\(waiting)")
        let page = try JSONSerialization.jsonObject(with: Data(waiting.output.utf8)) as? [String: Any]
        let leased = (page?["items"] as? [Any])?.count ?? 0
        #expect(leased <= killed, "\(waiting)")
        // One whole file for each notice, under its own key, and beside them hidden halves of leased ones at most.
        #expect(found().count - files().count <= leased)
        let keys = try files().map { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            let notice = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any], "\(name)")
            return try #require(notice["key"] as? String)
        }
        let repeated = Dictionary(grouping: zip(keys, files()).map { $0 }, by: \.0).values.filter { $0.count > 1 }
        #expect(keys.count + leased >= Self.count && repeated.isEmpty, "\(repeated)")
        let cases = Set(keys.compactMap { $0.split(separator: ":").dropFirst().first }).count
        #expect((Self.count - leased...Self.count).contains(cases))
    }
}
