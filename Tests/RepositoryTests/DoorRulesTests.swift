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
                for rule in ["Plausible.", ".require(.", "caller.with(", "caller.may"] {
                    #expect(!line.contains(rule), "\(path): \(line)")
                }
            }
        }
    }

    /// A list in pages is shown by `shape.show(paging)`, which writes all of them to a file.
    @Test func noCommandReadsOnePageByItself() throws {
        for (path, text) in try sources("Commands") where !path.hasSuffix("/Shape.swift") {
            #expect(!text.contains("paging.request()"), "\(path)")
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

    /// Lists of people know the office of each row, so that as CSV they are recorded as an export (`SensitiveCommand`).
    /// What remains shows one person to who asked about that person, or says what was read or who has access.
    @Test(arguments: SourceTree.features)
    func listsOfPeopleKnowTheirOffices(_ feature: String) throws {
        let single: Set = ["DutyExplanation", "DutyReasons"]
        guard feature != "Access" else { return }
        var lists = 0
        for (path, text) in try sources(feature) {
            for part in text.components(separatedBy: "\nextension ").dropFirst() {
                guard let head = part.prefixMatch(of: /([\w.]+): Tabular/) else { continue }
                let columns = part.components(separatedBy: "\n}\n")[0]
                guard columns.contains("\"person_name\"") || columns.contains("zh: \"姓名\"") else { continue }
                let name = String(head.1.split(separator: ".").last ?? "")
                guard !single.contains(name) else { continue }
                lists += 1
                let declaration = try Regex("struct \(name): [^{]*Placed")
                #expect(text.contains(declaration), "\(path): \(name) shows people and is not Placed")
            }
        }
        #expect(feature != "Training" || lists > 8)
    }
}
