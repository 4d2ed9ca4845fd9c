import Foundation
import TestSupport
import Testing

/// Rules belong to the services, identifiers are typed, and no command is silent.
struct DoorRulesTests {
    private func sources(_ folder: String) throws -> [(path: String, text: String)] {
        let base = URL(fileURLWithPath: CommandRunner.repository + "/Sources/" + folder)
        guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
        var found: [(String, String)] = []
        for case let file as URL in walk where file.pathExtension == "swift" {
            found.append((folder + "/" + file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
        }
        return found
    }

    /// Ranges, lengths, "not in the future" and permissions are checked by verbs, or another door would lack them.
    @Test(arguments: ["API", "Commands", "Console"])
    func doorsCheckNothing(_ door: String) throws {
        for (path, text) in try sources(door) {
            for line in text.split(separator: "\n") where !line.contains("///") {
                for rule in ["Plausible.", ".require(.", "caller.may(."] {
                    #expect(!line.contains(rule), "\(path): \(line)")
                }
            }
        }
    }

    /// What a feature shows or takes names its subject: an `Identifier<Person>` cannot be taken for a class. What
    /// records an event and what numbers a page have no subject.
    @Test(arguments: SourceTree.features.filter { !["Access", "Notices"].contains($0) } + ["Schemes", "Procedures"])
    func identifiersAreTyped(_ feature: String) throws {
        for (path, text) in try sources(feature) where !path.hasSuffix("PathKey.swift") {
            for line in text.split(separator: "\n") where line.contains("package ") && line.contains("UUID") {
                #expect(line.contains("auditEvent"), "\(path): \(line)")
            }
        }
    }

    /// Every command shows or writes something.
    @Test func noCommandIsSilent() throws {
        for (path, text) in try sources("Commands") {
            let verbs = text.components(separatedBy: "func run(_ session: Session) async throws {").dropFirst()
            for (number, verb) in verbs.enumerated() {
                // Up to the next type of the file.
                let body = verb.components(separatedBy: "static let configuration")[0]
                #expect(
                    ["shape.", "Terminal.", "show(", "report("].contains { body.contains($0) },
                    "\(path): verb \(number + 1) says nothing")
            }
        }
    }
}
