import Civil
import ConfigFiles
import Kernel
import Policy
import Testing

/// Rule files: strict reading, errors with file, line and key.
struct PolicyTests {
    @Test func mistypedKeysAreRefused() throws {
        let node = try PolicyLoader.parse("a: 1\nbb: 2\n", file: "f.yaml")
        do {
            try node.only(["a", "b"])
            Issue.record("accepted")
        } catch { #expect(error.message.english.hasPrefix("f.yaml:2: bb")) }
    }

    @Test func badValuesAreNamed() throws {
        let node = try PolicyLoader.parse("x:\n  day: 2014-02-30\n  n: many\n", file: "f.yaml")
        #expect(throws: AppError.self) { try node.node("x").day("day") }
        do { _ = try node.node("x").integer("n") } catch { #expect(error.message.chinese.contains("f.yaml:3：x.n")) }
        #expect(throws: AppError.self) { try node.node("y") }
        #expect(throws: AppError.self) { try PolicyLoader.parse("a: [", file: "f.yaml") }
    }

    @Test func everyValueOfTheShippedRulesHasASource() throws {
        let rules = try PolicyLoader().load("policy/training/training.yaml")
        for key in ["cycles", "attendance"] {
            for element in try rules.list(key) { #expect(try element.citation().document != "") }
        }
    }
}
