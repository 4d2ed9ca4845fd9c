import Civil
import ConfigFiles
import Foundation
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

    /// A folder of rules whose files lay elsewhere than the program reads them had no effect, without a word.
    @Test(
        arguments: [
            ("policy/access/roles.yaml", nil), ("policy/training/own.yaml", nil), ("README.txt", nil),
            ("access/roles.yaml", "policy.unused"), ("roles.yaml", "policy.unused"),
            ("policy/access/roles.yml", "policy.unused"), ("policy/acess/roles.yaml", "policy.unused"),
        ] as [(String, String?)])
    func everyRuleFileOfAFolderIsRead(name: String, code: String?) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("a: 1\n".utf8).write(to: file)
        do {
            try PolicyLoader(folder: folder.path).requireUse()
            #expect(code == nil)
        } catch {
            #expect(error.code == code)
            if name == "roles.yaml" { #expect(error.hint?.english.contains("policy/access/roles.yaml") ?? false) }
        }
        #expect(throws: AppError.self) { try PolicyLoader(folder: folder.path + "/none").requireUse() }
        try PolicyLoader().requireUse()
    }

    @Test func everyValueOfTheShippedRulesHasASource() throws {
        let rules = try PolicyLoader().load("policy/training/training.yaml")
        for key in ["cycles", "attendance"] {
            for element in try rules.list(key) { #expect(try element.citation().document != "") }
        }
    }
}
