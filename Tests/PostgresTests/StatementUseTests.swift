import Foundation
import SQLFiles
import TestSupport
import Testing

/// How the sources use the query blocks: by typed calls only, and reading declared columns.
struct StatementUseTests {
    private static let features = SourceTree.features

    private func sources(_ folder: String) throws -> [(path: String, text: String)] {
        let base = URL(fileURLWithPath: CommandRunner.repository + "/" + folder)
        let walk = try #require(FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
        var found: [(String, String)] = []
        for case let file as URL in walk where file.pathExtension == "swift" {
            let path = String(file.path.dropFirst(CommandRunner.repository.count + 1))
            found.append((path, try String(contentsOf: file, encoding: .utf8)))
        }
        return found
    }

    /// Columns that a source reads from rows of the database: what stands directly behind `try`, and what is read from
    /// `row` or a row just found. Rows of sheets and dictionaries are read by the same subscript, but cannot throw: in
    /// a file that reads sheets, only the first counts.
    static func columns(_ text: String) -> [String] {
        let readsSheets = ["sheet.rows", "SheetReader", "Sheet {", "Sheet.Row"].contains { text.contains($0) }
        var found = text.matches(of: /(\w+|[\])?])\["([A-Za-z_]+)"\]/).filter { match in
            if !readsSheets, ["row", "closed", "]", ")", "?"].contains(match.1) { return true }
            let before = text[..<match.range.lowerBound].suffix(40) + match.1
            return before.firstMatch(of: /try (?:await )?!?\(?[\w$.?\[\]]*$/) != nil
        }.map { String($0.2) }
        found += text.matches(of: /\bchoice\("([a-z_]+)"\)/).map { String($0.1) }
        found += text.matches(of: /(?:\brow|\$0|\bself)\.text\("([a-z_]+)"\)/).map { String($0.1) }
        return found
    }

    @Test func everyColumnThatIsReadIsDeclared() throws {
        let declared = Set(QueryBlock.all.flatMap(\.columns))
        var count = 0
        for feature in Self.features {
            for (path, text) in try sources("Sources/" + feature) {
                for column in Self.columns(text) {
                    #expect(declared.contains(column), "\(path) reads the column \(column), which no block returns")
                    count += 1
                }
            }
        }
        #expect(count > 700)
    }

    @Test func aMisspeltColumnIsFound() {
        #expect(
            Self.columns("let a: Int = try row[\"no_such\"]; try rows[0].choice(\"x\"); try $0.text(\"y\")")
                == ["no_such", "x", "y"])
        #expect(Self.columns("for row in sheet.rows { use(row[\"a\"], try found[\"b\"]) }") == ["b"])
    }

    /// A block's name in quotes would be a call that the compiler cannot check. Names of one word are words as well.
    @Test func noBlockIsCalledByItsName() throws {
        let names = Set(QueryBlock.all.map(\.name).filter { name in name.dropFirst().contains(where: \.isUppercase) })
        for (path, text) in try sources("Sources") {
            for literal in text.matches(of: /"([A-Z][A-Za-z]+)"/) {
                #expect(!names.contains(String(literal.1)), "\(path) names the block \(literal.1)")
            }
        }
    }

    /// Features hold calls and no SQL: every statement comes from the query files.
    @Test func featuresHoldNoStatements() throws {
        for folder in Self.features + ["API", "Commands", "Console", "Server"] {
            for (path, text) in try sources("Sources/" + folder) {
                for call in text.matches(of: /(?:\.query|\.sql|\.read|\.pipeline|Statement)\((?:sql: )?\[?\s*"/) {
                    Issue.record("\(path) writes a statement: \(call.0)")
                }
            }
        }
    }

    @Test func everyBlockIsUsed() throws {
        let texts = try sources("Sources").map(\.text) + (try sources("Tests")).map(\.text)
        var used: Set<String> = []
        for text in texts { used.formUnion(text.matches(of: /\.([a-z]\w+)/).map { String($0.1) }) }
        for block in QueryBlock.all {
            let member = block.name.prefix(1).lowercased() + block.name.dropFirst()
            #expect(used.contains(member), "\(block.name) of \(block.file) is called nowhere")
        }
    }
}
