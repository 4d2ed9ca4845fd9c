import Foundation
import SQLFiles
import TestSupport
import Testing

@testable import Postgres

/// Every named block can be prepared against the current schema, and its header declares what the server reports.
@Suite(.timeLimit(.minutes(1)))
struct QueryBlockTests {
    /// The problems of the blocks, by name; after the migrations and all temporary tables.
    private func problems(_ blocks: [QueryBlock], _ settings: ConnectionSettings) async throws -> [String: String] {
        let connection = try await Connection.connect(settings)
        var problems: [String: String] = [:]
        try await connection.script("BEGIN")
        // Blocks that create a temporary table come first, because others need it.
        let tables = blocks.filter { $0.sql.hasPrefix("CREATE TEMP TABLE") }
        for block in tables + blocks.filter({ !$0.sql.hasPrefix("CREATE TEMP TABLE") }) {
            try await connection.script("SAVEPOINT block")
            do {
                problems[block.name] = try await problem(block, connection)
            } catch let error as PostgresError {
                guard let state = error.state else { throw error }
                problems[block.name] = state.code
                try await connection.script("ROLLBACK TO block")
            }
            try await connection.script("RELEASE block")
        }
        try await connection.script("ROLLBACK")
        return problems
    }

    private func problem(_ block: QueryBlock, _ connection: Connection) async throws -> String? {
        let (parameters, columns) = try await connection.describe(block.sql)
        if block.sql.hasPrefix("CREATE TEMP TABLE") || block.sql.hasPrefix("TRUNCATE staged_") {
            try await connection.script(block.sql)
        }
        if parameters.count != block.parameters.count { return "\(parameters.count) parameters" }
        if columns != block.columns { return "columns " + columns.joined(separator: ", ") }
        return misnamed(block).map { "parameter \($0)" }
    }

    /// In `INSERT INTO t (a, b_id) VALUES ($1, $2)` the parameters are named after the columns: another
    /// order in the header would write them into the wrong columns.
    private func misnamed(_ block: QueryBlock) -> String? {
        guard let insert = block.sql.firstMatch(of: /INSERT INTO \w+\s*\(([^)]*)\)\s*VALUES \(([^)]*)\)/) else {
            return nil
        }
        func list(_ text: Substring) -> [String] {
            text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        }
        for (column, value) in zip(list(insert.1), list(insert.2)) {
            guard value.first == "$", let number = Int(value.dropFirst()), number <= block.parameters.count else {
                continue
            }
            let name = block.parameters[number - 1]
            let expected =
                column.hasSuffix("_id") ? String(column.dropLast(3)) : column
            if name != expected { return "\(name) fills \(column)" }
        }
        return nil
    }

    @Test func everyBlockMatchesItsHeader() async throws {
        #expect(QueryBlock.all.count > 300)
        try await Scratch.database(migrated: true) { settings in
            let found = try await problems(QueryBlock.all, settings)
            #expect(found == [:])
        }
    }

    @Test func aMismatchOfTheHeaderIsFound() async throws {
        func block(
            _ name: String, _ parameters: [String], columns: [String] = [], _ sql: String
        ) -> QueryBlock {
            QueryBlock(name: name, file: "queries/test.sql", parameters: parameters, columns: columns, sql: sql)
        }
        let blocks = [
            block("StageThing", [], "CREATE TEMP TABLE staged_thing (n integer) ON COMMIT DROP"),
            block(
                "Good", ["id"], columns: ["n", "name"],
                "SELECT s.n, p.name FROM staged_thing s JOIN person p ON p.id = $1"),
            block("MissingColumn", ["id"], columns: ["no_such"], "SELECT no_such FROM person WHERE id = $1"),
            block("MissingTable", [], columns: ["n"], "SELECT 1 AS n FROM no_such"),
            block("MissingProcedure", ["id"], "CALL no_such($1)"),
            block("OtherColumns", [], columns: ["id"], "SELECT id, name FROM person"),
            block("UndeclaredColumns", [], "DELETE FROM staged_thing RETURNING n"),
            block("OtherCount", ["id"], columns: ["n"], "SELECT 1 AS n"),
            block(
                "Swapped", ["path", "subject", "audit_event"],
                "INSERT INTO revocation (subject_id, path, audit_event_id) VALUES ($1, $2, $3)"),
        ]
        try await Scratch.database(migrated: true) { settings in
            let found = try await problems(blocks, settings)
            #expect(
                found == [
                    "MissingColumn": "42703", "MissingTable": SQLState.undefinedTable.code,
                    "MissingProcedure": "42883", "OtherColumns": "columns id, name", "UndeclaredColumns": "columns n",
                    "OtherCount": "0 parameters", "Swapped": "parameter path fills subject_id",
                ])
        }
    }

    @Test func argumentsAreBoundInTheOrderOfTheHeader() {
        let statement = Statement.setPeriod(id: "a", state: 7, revision: String?.none)
        #expect(statement.parameters.map(\.text) == ["a", "7", nil])
        #expect(statement.parameters.map(\.type) == [TypeOID.text, TypeOID.int8, TypeOID.text])
        #expect(statement.sql.hasPrefix("UPDATE") && !statement.sql.contains("--"))
    }
}
