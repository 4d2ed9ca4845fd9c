import Foundation
import TestSupport
import Testing

/// Each table has one feature that writes it. The head of every query file names its feature and the tables that
/// belong to it; other features read them or call the owner's verbs.
struct TableOwnershipTests {
    private struct QueryFile {
        let name: String
        let text: String
        let owner: String
        let tables: [String]
    }

    private static func files(_ folder: String, _ ending: String) throws -> [(name: String, text: String)] {
        let base = URL(fileURLWithPath: CommandRunner.repository + "/" + folder)
        let walk = try #require(FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
        var found: [(String, String)] = []
        for case let file as URL in walk where file.pathExtension == ending {
            found.append(
                (file.deletingPathExtension().lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
        }
        return found.sorted { $0.0 < $1.0 }
    }

    /// The head: comment lines before the first block, `-- owner: Training` and `-- tables: cycle duty …`, which may go
    /// on in lines indented further.
    private static func queryFiles() throws -> [QueryFile] {
        try files("sql/queries", "sql").map { name, text in
            var (owner, tables, list) = ("", [String](), "")
            for line in text.split(separator: "\n").prefix(while: { !$0.hasPrefix("-- name:") }) {
                var words = line.drop { $0 == "-" }.split(separator: " ").map(String.init)
                if !line.hasPrefix("--  "), let first = words.first, first.hasSuffix(":") {
                    list = first
                    words.removeFirst()
                }
                switch list {
                case "owner:": owner += words.joined(separator: " ")
                case "tables:": tables += words
                default: Issue.record("\(name).sql: \(line)")
                }
            }
            return QueryFile(name: name, text: text, owner: owner, tables: tables)
        }
    }

    /// The statements of a query file by their Swift names, each with the tables it writes.
    private static func statements(_ text: String) -> [(member: String, writes: Set<String>)] {
        text.split(separator: "-- name: ").compactMap { block in
            guard let name = block.prefixMatch(of: /[A-Z]\w*/)?.0 else { return nil }
            let sql = block.split(separator: "\n").dropFirst().filter { !$0.hasPrefix("--") }.joined(separator: "\n")
            let writes = sql.matches(of: /(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO)\s+([a-z_]+)/).map {
                String($0.1)
            }
            return (
                name.prefix(1).lowercased() + name.dropFirst(), Set(writes.filter { !$0.hasPrefix("staged_") })
            )
        }
    }

    @Test func everyTableAndEveryQueryFileHasOneOwner() throws {
        // The migrator's own table belongs to no feature.
        let schema = try String(contentsOfFile: CommandRunner.repository + "/sql/schema.sql", encoding: .utf8)
        let tables = schema.matches(of: /CREATE TABLE public\.(\w+)/).map { String($0.1) }
            .filter { $0 != "schema_migration" }
        #expect(tables.count > 50)
        let files = try Self.queryFiles()
        #expect(files.flatMap(\.tables).sorted() == tables.sorted())
        let targets = try FileManager.default.contentsOfDirectory(atPath: CommandRunner.repository + "/Sources")
        for file in files { #expect(targets.contains(file.owner), "\(file.name).sql: owner “\(file.owner)”") }
    }

    @Test func queryFilesWriteTheirOwnTablesAlone() throws {
        let files = try Self.queryFiles()
        for file in files {
            let own = Set(files.filter { $0.owner == file.owner }.flatMap(\.tables))
            for statement in Self.statements(file.text) {
                #expect(statement.writes.subtracting(own).isEmpty, "\(file.name).sql: \(statement.member)")
            }
        }
    }

    @Test func featuresCallTheirOwnWritingStatementsAlone() throws {
        let files = try Self.queryFiles()
        var writing: [String: String] = [:]
        for file in files {
            for statement in Self.statements(file.text) where !statement.writes.isEmpty {
                writing[statement.member] = file.owner
            }
        }
        #expect(writing.count > 80)
        for feature in Set(files.map(\.owner)) {
            for (name, text) in try Self.files("Sources/" + feature, "swift") {
                for match in text.matches(of: /(?:Statement|[\s(\[{])\.([a-z]\w+)/) {
                    let home = writing[String(match.1)]
                    #expect(home == nil || home == feature, "\(feature)/\(name).swift: \(match.1)")
                }
            }
        }
    }

    /// A statement that waited for a row sees every other table as it was before the wait (READ COMMITTED evaluates
    /// the locked row again, nothing else): what a rule reads besides is read by the next statement. Names are allowed.
    @Test func statementsThatLockReadNothingElseThatDecides() throws {
        var locking = 0
        for file in try Self.queryFiles() {
            for block in file.text.split(separator: "-- name: ") where block.contains(/FOR (NO KEY )?(UPDATE|SHARE)/) {
                locking += 1
                let joined = Set(block.matches(of: /JOIN\s+([a-z_]+)/).map { String($0.1) })
                #expect(
                    joined.subtracting(["person", "organisation"]).isEmpty,
                    "\(file.name).sql: \(block.prefix { $0 != " " }) locks and joins \(joined.sorted())")
            }
        }
        #expect(locking > 10)
    }
}
