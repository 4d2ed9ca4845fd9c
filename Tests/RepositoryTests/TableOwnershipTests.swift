import Foundation
import TestSupport
import Testing

/// Each table has one feature that writes it: `sql/tables.txt` says which, complete against the migrations.
struct TableOwnershipTests {
    private struct Owner {
        var tables: [String] = []
        var queries: [String] = []
        /// Statements of another feature that write and are called here all the same.
        var calls: [String] = []
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: CommandRunner.repository + "/" + path, encoding: .utf8)
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

    /// A feature at the margin, its lists indented, what goes on indented further.
    private static func owners() throws -> [String: Owner] {
        var owners: [String: Owner] = [:]
        var (feature, list) = ("", "")
        for line in try text("sql/tables.txt").split(separator: "\n") where !line.hasPrefix("#") {
            guard line.hasPrefix(" ") else {
                feature = String(line)
                owners[feature] = Owner()
                continue
            }
            var words = line.split(separator: " ").map(String.init)
            if let first = words.first, first.hasSuffix(":") {
                list = first
                words.removeFirst()
            }
            switch list {
            case "tables:": owners[feature]?.tables += words
            case "queries:": owners[feature]?.queries += words
            case "calls:": owners[feature]?.calls += words
            default: Issue.record("sql/tables.txt: \(line)")
            }
        }
        return owners
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
        var tables: Set<String> = []
        for migration in try Self.files("sql/migrations", "sql") {
            for match in migration.text.matches(of: /(CREATE TABLE|DROP TABLE)(?: IF (?:NOT )?EXISTS)? ([a-z_]+)/) {
                if match.1 == "CREATE TABLE" {
                    tables.insert(String(match.2))
                } else {
                    tables.remove(String(match.2))
                }
            }
        }
        #expect(tables.count > 50)
        let owners = try Self.owners()
        #expect(owners.values.flatMap(\.tables).sorted() == tables.sorted())
        #expect(owners.values.flatMap(\.queries).sorted() == (try Self.files("sql/queries", "sql").map(\.name)))
    }

    @Test func queryFilesWriteTheirOwnTablesAlone() throws {
        let owners = try Self.owners()
        for (name, text) in try Self.files("sql/queries", "sql") {
            let own = Set(try #require(owners.values.first { $0.queries.contains(name) }).tables)
            for statement in Self.statements(text) {
                #expect(statement.writes.subtracting(own).isEmpty, "\(name).sql: \(statement.member)")
            }
        }
    }

    @Test func featuresCallTheirOwnWritingStatementsAlone() throws {
        let owners = try Self.owners()
        var writing: [String: String] = [:]
        for (name, text) in try Self.files("sql/queries", "sql") {
            let owner = try #require(owners.first { $0.value.queries.contains(name) }).key
            for statement in Self.statements(text) where !statement.writes.isEmpty { writing[statement.member] = owner }
        }
        #expect(writing.count > 80)
        for (feature, owner) in owners {
            var others: Set<String> = []
            for (_, text) in try Self.files("Sources/" + feature, "swift") {
                for match in text.matches(of: /(?:Statement|[\s(\[{])\.([a-z]\w+)/) {
                    let member = String(match.1)
                    if let home = writing[member], home != feature { others.insert(member) }
                }
            }
            #expect(others.sorted() == owner.calls.sorted(), "\(feature)")
        }
    }
}
