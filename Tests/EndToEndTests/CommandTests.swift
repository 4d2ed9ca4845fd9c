import Foundation
import TestSupport
import Testing

/// The built program in an empty folder, as a newcomer has it.
struct CommandTests {
    private func write(_ text: String, _ runner: CommandRunner, _ name: String) throws -> String {
        let path = runner.state + "-" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// The lines of a list that was asked for as JSON.
    private func items(_ outcome: CommandRunner.Outcome) -> [[String: Any]] {
        let page = try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        return page?["items"] as? [[String: Any]] ?? []
    }

    @Test func theRegistryIsKeptByNames() async throws {
        try await CommandRunner.with { runner in
            let columns = try await runner.run(["import", "columns", "people", "--lang", "zh-Hans"])
            for word in ["身份证号", "公民身份号码", "development_target（发展对象）", "11010519491231002X"] {
                #expect(columns.output.contains(word), "\(columns)")
            }
            let keys = items(try await runner.run(["import", "columns", "organisations", "--format", "json"]))
            #expect(keys.compactMap { $0["key"] as? String }.first == "code")
            let unknown = try await runner.run(["import", "columns", "nothing"])
            #expect(unknown.status == 65 && unknown.errors.contains("people"), "\(unknown)")
            let tree = try write(
                "code,parent_code,level,name\n61,,province,陕西省\n6101,61,city,西安市\n610116,6101,county,长安区\n"
                    + "610116001,610116,township,韦曲街道\n610116001001,610116001,village,东社区\n"
                    + "610116001002,610116001,village,西社区\n", runner, "tree.csv")
            _ = try await runner.run(["org", "import", tree, "--divisions", "--since", "2000-01-01"])
            let people = try write(Fixture.secretaries(["610116001001"]), runner, "people.csv")
            _ = try await runner.run(["person", "import", people])
            // Every verb that writes says what it did, and nobody has to know an identifier.
            let steps: [(words: [String], says: String)] = [
                (["tenure", "end", "测试0", "--until", "2016-01-01"], "no longer"),
                (
                    [
                        "tenure", "begin", "测试0", "--organisation", "中共西社区支部委员会", "--title", "committee_member",
                        "--since", "2016-01-01",
                    ], "committee member"
                ),
                (["person", "transfer", "测试0", "--to", "610116001002", "--on", "2016-02-01"], "moved from"),
                (["transfer", "issue", "测试0", "--to", "610116001001", "--dues", "2026-09"], "610116001002-"),
                (
                    ["org", "change", "610116001002", "--since", "2016-03-01", "--name", "中共西区支部委员会"],
                    "is changed as of"
                ),
            ]
            for step in steps {
                let outcome = try await runner.run(step.words)
                #expect(outcome.status == 0 && outcome.output.contains(step.says), "\(step.words): \(outcome)")
            }
            let letters = items(try await runner.run(["transfer", "list", "--scope", "中共西区支部委员会", "--format", "json"]))
            let letter = try #require(letters.first?["letter"] as? String)
            let accepted = try await runner.run(["transfer", "accept", letter, "--receipt", "回1"])
            #expect(accepted.status == 0 && accepted.output.contains("is accepted"), "\(accepted)")
            let shown = try await runner.run(["person", "show", "测试0"])
            #expect(shown.output.contains("610116001001"), "\(shown)")
        }
    }

    @Test func theMainJobFromAnEmptyFolder() async throws {
        try await CommandRunner.with { runner in
            let empty = try await runner.run(["overdue"])
            #expect(empty.status == 0 && empty.output.contains("(none)"), "\(empty)")
            let tree = try write(
                "code,parent_code,level,name\n61,,province,陕西省\n6101,61,city,西安市\n610116,6101,county,长安区\n"
                    + "610116001,610116,township,韦曲街道\n610116001001,610116001,village,东社区\n", runner, "tree.csv")
            let dry = try await runner.run(["org", "import", tree, "--divisions", "--since", "2000-01-01", "--dry-run"])
            #expect(dry.output.contains("5 new") && dry.output.contains("Dry run"), "\(dry)")
            let first = try await runner.run(["org", "import", tree, "--divisions", "--since", "2000-01-01"])
            #expect(first.output.contains("5 new"), "\(first)")
            let repeated = try await runner.run(["org", "import", tree, "--divisions", "--since", "2000-01-01"])
            #expect(repeated.status == 73, "\(repeated)")
            let again = try await runner.run([
                "org", "import", tree, "--divisions", "--since", "2000-01-01", "--again",
            ])
            #expect(again.output.contains("0 new, 0 changed, 5 unchanged"), "\(again)")
            let people = try write(Fixture.secretaries(["610116001001"]), runner, "people.csv")
            #expect(try await runner.run(["person", "import", people]).status == 0)
            #expect(try await runner.run(["cycle", "open", "shaanxi-2014", "--for", "61"]).output.contains("1 duties"))
            let list = try await runner.run([
                "overdue", "--as-of", "2016-09-01", "--scope", "610116", "--format", "json",
            ])
            let page = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any]
            let lines = try #require(page?["items"] as? [[String: Any]], "\(list)")
            #expect(lines.count == 1 && lines[0]["level"] as? String == "overdue")
            let duty = try #require(lines[0]["duty"] as? String)
            let words = try await runner.run(["duty", "explain", duty, "--as-of", "2016-09-01", "--lang", "zh-Hans"])
            #expect(words.output.contains("逾期 115 天") && words.output.contains("陕办发〔2014〕7号"), "\(words)")
        }
    }

    @Test func aCaseFromTheApplicationToARecordAndAReminder() async throws {
        try await CommandRunner.with { runner in
            let tree = try write(
                "code,parent_code,level,name\n61,,province,陕西省\n6101,61,city,西安市\n610116,6101,county,长安区\n"
                    + "610116001,610116,township,韦曲街道\n610116001001,610116001,village,东社区\n", runner, "tree.csv")
            _ = try await runner.run(["org", "import", tree, "--divisions", "--since", "2000-01-01"])
            let people = try write(
                "organisation,name,id_number,since,status,synthetic\n610116001001,申请人,\(Fixture.number(0)),2026-03-01,applicant,true\n",
                runner, "people.csv")
            _ = try await runner.run(["person", "import", people])
            // Nobody has to know an identifier: the case is named by its person.
            let opened = try await runner.run(["recruitment", "open", "申请人", "--on", "2026-03-01"])
            #expect(opened.status == 0 && opened.output.contains("Opened a case for “申请人”"), "\(opened)")
            let own = ["recruitment", "list", "--person", "申请人", "--format", "json"]
            #expect(items(try await runner.run(own + ["--scope", "610116"])).count == 1)
            #expect(items(try await runner.run(own + ["--scope", "610116", "--stage", "target"])).isEmpty)
            #expect(items(try await runner.run(own + ["--scope", "610116", "--state", "refused"])).isEmpty)
            let step = try await runner.run([
                "recruitment", "step", "申请人", "application", "--on", "2026-03-01", "--evidence",
                "application_letter", "--content", "{\"actor\":\"本人\"}",
            ])
            #expect(step.status == 0 && step.output.contains("Recorded step 1"), "\(step)")
            // Both doors take the same fields: a word of another form is refused here as there.
            let wrong = try await runner.run([
                "recruitment", "step", "申请人", "contacts", "--on", "2026-03-02", "--content", "{\"people\":7}",
            ])
            #expect(wrong.status == 65 && wrong.errors.contains("[body"), "\(wrong)")
            let early = try await runner.run(["recruitment", "step", "申请人", "target_decision", "--on", "2026-09-26"])
            #expect(early.status == 73 && early.errors.contains("[recruitment.refused]"), "\(early)")
            let record = try await runner.run(["recruitment", "document", "申请人", "--lang", "zh-Hans"])
            #expect(record.output.contains("全程记实") && record.output.contains("本人"), "\(record)")
            let silent = try await runner.run(["notice", "remind"])
            #expect(silent.status == 65 && silent.errors.contains("[notice.no_channel]"), "\(silent)")
            let folder = runner.state + "-outbox"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let channel = ["--set", "notices.folder=\(folder)"]
            #expect(try await runner.run(["notice", "remind"] + channel).output.contains("1 new"))
            #expect(try await runner.run(["notice", "deliver"] + channel).output.contains("1 sent"))
            #expect(try await runner.run(["notice", "remind"] + channel).output.contains("0 new"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        }
    }

    @Test func wrongInputEndsWithAnExitStatusAndNoTrace() async throws {
        try await CommandRunner.with { runner in
            let missing = try await runner.run(["person", "import", "/nowhere.csv"])
            #expect(missing.status == 66 && missing.errors.contains("[file.missing]"), "\(missing)")
            let unknown = try await runner.run(["frobnicate"])
            #expect(unknown.status == 64, "\(unknown)")
            let day = try await runner.run(["overdue", "--as-of", "2016-02-30"])
            #expect(day.status == 64, "\(day)")
            let absent = try await runner.run(["duty", "explain", UUID().uuidString])
            #expect(absent.status == 66 && absent.errors.contains("[not_found]"), "\(absent)")
            let setting = try await runner.run(["config", "show", "--set", "http.prot=1"])
            #expect(setting.status == 65 && setting.errors.contains("[settings.unknown_key]"), "\(setting)")
            let huge = "9223372036854775807"
            var ranges: [CommandRunner.Outcome] = []
            for words in [
                ["recruitment", "deadlines", "--days", huge], ["recruitment", "overview", "--days", huge],
                ["recruitment", "deadlines", "--days=-5"], ["quota", "idle", "--years", huge],
                ["quota", "ageing", "--months", huge], ["notice", "deliver", "--limit", "0"],
            ] {
                let outcome = try await runner.run(words)
                #expect(outcome.status == 65 && outcome.errors.contains("[value.invalid]"), "\(words): \(outcome)")
                ranges.append(outcome)
            }
            for outcome in [missing, unknown, day, absent, setting] + ranges {
                #expect(!outcome.errors.contains("Fatal error") && !outcome.errors.contains(".swift:"))
            }
        }
    }

    @Test func twoProgramsThatStartAtOnceShareOneServer() async throws {
        try await CommandRunner.with { runner in
            let outcomes = try await withThrowingTaskGroup(of: CommandRunner.Outcome.self) { group in
                for _ in 0..<3 { group.addTask { try await runner.run(["db", "migrate"]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.allSatisfy { $0.status == 0 }, "\(outcomes)")
            #expect(outcomes.map(\.errors).joined().components(separatedBy: "0001-access").count <= 2)
        }
    }
}
