import Foundation
import TestSupport
import Testing

/// The embedding tool refuses inconsistent query files, with file, line and reason.
struct EmbeddingTests {
    /// The first line of every query file.
    private static let head = "-- owner: Training\n"

    private func run(_ files: [String: String], head: String = Self.head) throws -> (
        status: Int32, output: String, errors: String
    ) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dangwu-\(UUID().uuidString)")
        let queries = folder.appendingPathComponent("queries")
        try FileManager.default.createDirectory(at: queries, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var paths: [String] = []
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let path = queries.appendingPathComponent(name)
            try (head + text).write(to: path, atomically: true, encoding: .utf8)
            paths.append(path.path)
        }
        let output = folder.appendingPathComponent("Statements.swift")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandRunner.program).deletingLastPathComponent()
            .appendingPathComponent("embed-files")
        process.arguments = ["statements", folder.path, output.path] + paths
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let diagnostics = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationStatus, (try? String(contentsOf: output, encoding: .utf8)) ?? "",
            String(decoding: diagnostics, as: UTF8.self).replacing(folder.path + "/", with: "")
        )
    }

    @Test func aBlockBecomesAFunctionWithItsParametersAsArguments() throws {
        let text = """
            -- A heading.
            -- name: ClassByID (id, class,
            --     after_id) -> code,
            --     name
            -- Why it is so.
            SELECT code, name FROM c WHERE id = $1 AND class = $2 AND id > $3;

            -- name: Ready
            SELECT 1
            """
        let (status, output, errors) = try run(["a.sql": text])
        #expect(status == 0 && errors.isEmpty)
        #expect(
            output.contains(
                "func `classByID`(`id`: any Bindable, `class`: any Bindable, `afterID`: any Bindable) -> Statement"))
        #expect(output.contains("parameters: [`id`.parameter, `class`.parameter, `afterID`.parameter]"))
        #expect(output.contains("var `ready`: Statement"))
        #expect(output.contains("ClassByID|queries/a.sql|id class after_id|code name\nReady|queries/a.sql||\n"))
        #expect(output.contains("\"\"\"\nSELECT code, name FROM c WHERE id = $1 AND class = $2 AND id > $3\n\"\"\""))
        #expect(!output.contains("Why it is so"))
    }

    @Test(arguments: [
        ("-- name: A (x)\nSELECT $1, $2", 1, "declares 1 parameters, but its highest is $2"),
        ("-- name: A (x, y)\nSELECT $1", 1, "declares 2 parameters, but its highest is $1"),
        ("-- name: A (x, y)\nSELECT $2", 1, "does not use $1 (x)"),
        ("\n-- name: A\nSELECT $1", 2, "uses $1 but declares no parameters"),
        ("-- name: A\nSELECT 1\n-- name: A\nSELECT 2", 3, "block A exists already at queries/a.sql:2"),
        ("-- name: A (x, x)\nSELECT $1, $2", 1, "names a parameter twice"),
        ("-- name: A (theX)\nSELECT $1", 1, "“theX” of A is not in snake_case"),
        ("-- name: A (x\nSELECT $1", 1, "header is not"),
        ("-- name: a\nSELECT 1", 1, "does not begin with a capital"),
        ("-- name: A -> x,, y\nSELECT 1", 1, "a column without a name"),
        ("-- name: A\n-- only words\n", 1, "has no statement"),
        ("SELECT 1\n", 1, "SQL before the first"),
    ]) func anInconsistentFileFailsTheBuild(text: String, line: Int, reason: String) throws {
        let (status, output, errors) = try run(["a.sql": text])
        #expect(status == 1 && output.isEmpty)
        #expect(errors.hasPrefix("queries/a.sql:\(line + 1): error: ") && errors.contains(reason), "\(errors)")
    }

    @Test func namesAreUniqueOverAllFiles() throws {
        let errors = try run(["a.sql": "-- name: A\nSELECT 1", "b.sql": "-- name: A\nSELECT 1"]).errors
        #expect(errors == "queries/b.sql:2: error: block A exists already at queries/a.sql:2\n")
    }

    @Test func everyFileNamesItsOwner() throws {
        let (status, output, errors) = try run(["a.sql": "-- name: A\nSELECT 1"], head: "-- tables: a\n")
        #expect(status == 1 && output.isEmpty)
        #expect(errors == "queries/a.sql:2: error: no “-- owner:” before the first block\n")
    }
}
