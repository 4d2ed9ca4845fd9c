import Foundation
import TestSupport
import Testing

/// Instances and plans as files: nothing that is there is lost, and nothing wrong is explained.
struct PlanFileTests {
    private static let instances = CommandRunner.repository + "/Tests/PlanningTests/Instances/"

    private func copy(_ name: String, _ runner: CommandRunner) throws -> String {
        let path = runner.state + "-" + name
        try FileManager.default.copyItem(atPath: Self.instances + name, toPath: path)
        return path
    }

    @Test func noFileThatIsReadIsWrittenOver() async throws {
        try await CommandRunner.with { runner in
            let tiny = try copy("tiny.json", runner)
            let plan = runner.state + "-tiny.plan"
            #expect(try await runner.run(["plan", "solve", tiny, "--seconds", "0.2", "--out", plan]).status == 0)
            let before = try Data(contentsOf: URL(fileURLWithPath: plan))
            let instance = try Data(contentsOf: URL(fileURLWithPath: tiny))
            for arguments in [
                ["--out", tiny], ["--changed-instance", tiny], ["--replan-from", plan, "--out", plan],
                ["--out", runner.state + "-same", "--changed-instance", runner.state + "-same"],
            ] {
                let refused = try await runner.run(["plan", "solve", tiny, "--seconds", "0.2"] + arguments)
                #expect(refused.status == 65 && refused.errors.contains("[value.invalid]"), "\(refused)")
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: plan)) == before)
            #expect(try Data(contentsOf: URL(fileURLWithPath: tiny)) == instance)
            let nowhere = try await runner.run(["plan", "solve", tiny, "--seconds", "30", "--out", "/nowhere/at/all"])
            #expect(nowhere.status == 75 && nowhere.errors.contains("[file.unwritable]"), "\(nowhere)")
        }
    }

    /// What is mistyped would count as not given, and a plan would break a condition without notice.
    @Test(arguments: [
        ("\"covers\":", "\"cover\":", "json.unknown"), ("\"hard_due\":", "\"hard_duty\":", "json.unknown"),
        ("\"committed\":", "\"commited\":", "json.unknown"), ("\"name\":", "\"format\":\"x\",\"name\":", "json.twice"),
        ("\"priority\":1", "\"priority\":\"1\"", "json.value"), ("\"demands\":[", "\"demands\":[,", "json.syntax"),
    ])
    func whatAnInstanceMayNotHaveIsNamed(right: String, wrong: String, code: String) async throws {
        try await CommandRunner.with { runner in
            let text = try String(contentsOfFile: Self.instances + "tiny.json", encoding: .utf8)
                .replacingOccurrences(of: " ", with: "")
            let changed = text.replacingOccurrences(of: right, with: wrong)
            #expect(changed != text)
            let path = runner.state + "-wrong.json"
            try changed.write(toFile: path, atomically: true, encoding: .utf8)
            for verb in [["solve", path], ["check", path, path], ["explain", path, path]] {
                let refused = try await runner.run(["plan"] + verb + ["--lang", "en"])
                #expect(refused.status == 65 && refused.errors.contains("[\(code)]"), "\(refused)")
                #expect(refused.errors.contains("wrong.json"), "\(refused)")
            }
        }
    }

    @Test func optionsThatPlansDoNotNeedAreLookedAtAllTheSame() async throws {
        try await CommandRunner.with { runner in
            let tiny = try copy("tiny.json", runner)
            for wrong in [["--lang", "xx"], ["--config", "/nowhere.yaml"], ["--set", "no.such=1"]] {
                for verb in [["solve", tiny], ["check", tiny, tiny], ["explain", tiny, tiny]] {
                    let refused = try await runner.run(["plan"] + verb + wrong)
                    #expect([65, 66].contains(refused.status), "\(refused)")
                }
            }
        }
    }

    @Test func linksAreFollowedAndPermissionsKept() async throws {
        try await CommandRunner.with { runner in
            let tiny = try copy("tiny.json", runner)
            let (plan, link) = (runner.state + "-real.plan", runner.state + "-link.plan")
            try Data("{}".utf8).write(to: URL(fileURLWithPath: plan))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: plan)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: plan)
            #expect(try await runner.run(["plan", "solve", tiny, "--seconds", "0.2", "--out", link]).status == 0)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == plan)
            let attributes = try FileManager.default.attributesOfItem(atPath: plan)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try String(contentsOfFile: plan, encoding: .utf8).contains("assignments"))
            #expect(mkfifo(runner.state + "-pipe", 0o600) == 0)
            let reader = Task.detached {
                let file = try #require(FileHandle(forReadingAtPath: runner.state + "-pipe"))
                return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
            }
            let piped = try await runner.run(
                ["plan", "solve", tiny, "--seconds", "0.2", "--out", runner.state + "-pipe"])
            #expect(try await reader.value.contains("assignments"), "\(piped)")
        }
    }

    @Test func aPlanThatBreaksAConditionIsNotExplainedAndItsRestIsPlannedAgain() async throws {
        try await CommandRunner.with { runner in
            let tiny = try copy("tiny.json", runner)
            let plan = runner.state + "-bad.plan"
            let text = "{\"format\":\"rotation-plan/1\",\"assignments\":[{\"demand\":\"nobody\",\"class\":\"c1\"}]}"
            try text.write(toFile: plan, atomically: true, encoding: .utf8)
            let explained = try await runner.run(["plan", "explain", tiny, plan])
            #expect(explained.status == 65 && explained.errors.contains("[plan.violations]"), "\(explained)")
            let adjusted = try await runner.run(["plan", "solve", tiny, "--replan-from", plan, "--seconds", "0.2"])
            #expect(adjusted.status == 0 && adjusted.errors.contains("do not hold"), "\(adjusted)")
            let unknown = try await runner.run(["plan", "solve", tiny, "--what-if", "add-seats", "c99=1"])
            #expect(unknown.status == 65 && unknown.errors.contains("no such class"), "\(unknown)")
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func whoAsksToStopGetsTheBestPlanSoFar(signal: Int32) async throws {
        try await CommandRunner.with { runner in
            let county = try copy("county-610722-tight.json", runner)
            let plan = runner.state + "-stopped.plan"
            let process = try runner.start(
                ["plan", "solve", county, "--seconds", "300", "--out", plan], tag: "stop")
            try await Task.sleep(for: .seconds(2))
            // From the signal on: on a busy machine the sleep above may take far longer than it says.
            let asked = ContinuousClock.now
            kill(process, signal)
            #expect(await runner.wait(process) == 0)
            #expect(ContinuousClock.now - asked < .seconds(30))
            #expect(runner.written("stop", "err").contains("Asked to stop"))
            #expect(try await runner.run(["plan", "check", county, plan]).status == 0)
        }
    }
}
