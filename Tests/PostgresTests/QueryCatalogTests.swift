import SQLFiles
import TestSupport
import Testing

@testable import Postgres

/// Every named block is one that the server understands over the present schema.
@Suite(.timeLimit(.minutes(1)))
struct QueryCatalogTests {
    /// The blocks that the server does not take, and why; after the migrations and all temporary tables.
    private func problems(_ catalog: QueryCatalog, _ settings: ConnectionSettings) async throws -> [String: SQLState] {
        let connection = try await Connection.connect(settings)
        var problems: [String: SQLState] = [:]
        try await connection.script("BEGIN")
        let (tables, others) = split(catalog)
        for name in tables + others {
            do {
                try await attempt(catalog(name).sql, connection)
            } catch let error as PostgresError {
                guard let state = error.state else { throw error }
                problems[name] = state
            }
        }
        try await connection.script("ROLLBACK")
        return problems
    }

    /// Those that make a temporary table, which others need, and those others.
    private func split(_ catalog: QueryCatalog) -> (tables: [String], others: [String]) {
        let tables = catalog.names.filter { catalog($0).sql.hasPrefix("CREATE TEMP TABLE") }
        return (tables, catalog.names.filter { !tables.contains($0) })
    }

    private func attempt(_ sql: String, _ connection: Connection) async throws {
        try await connection.script("SAVEPOINT block")
        do {
            if sql.hasPrefix("CREATE TEMP TABLE") || sql.hasPrefix("TRUNCATE staged_") {
                try await connection.script(sql)
            } else if sql.hasPrefix("CALL ") {
                try await checkProcedure(sql, connection)
            } else {
                try await connection.script("PREPARE block AS \(sql)")
                try await connection.script("DEALLOCATE block")
            }
        } catch {
            try await connection.script("ROLLBACK TO block")
            throw error
        }
        try await connection.script("RELEASE block")
    }

    /// CALL cannot be prepared by PREPARE; the protocol's own preparation looks the procedure up.
    private func checkProcedure(_ sql: String, _ connection: Connection) async throws {
        let name = sql.dropFirst(5).prefix { $0 != "(" }
        let count = sql.count { $0 == "$" }
        let found = try await connection.number(
            """
            SELECT count(*) AS value FROM pg_proc WHERE proname = \(String(name)) AND prokind = 'p'
                AND pronargs = \(count)
            """)
        guard found == 1 else {
            throw PostgresError.server(
                ServerError(
                    state: SQLState("42883"), message: "no such procedure", detail: nil, hint: nil, constraint: nil,
                    table: nil, column: nil))
        }
    }

    @Test func everyBlockIsUnderstoodByTheServer() async throws {
        let catalog = QueryCatalog(files: SQLFiles.queries)
        #expect(catalog.names.count > 100)
        try await Scratch.database(migrated: true) { settings in
            let found = try await problems(catalog, settings)
            #expect(found == [:])
        }
    }

    @Test func aBlockThatNamesWhatIsNotThereIsFound() async throws {
        let text = """
            -- name: StageThing
            CREATE TEMP TABLE staged_thing (n integer) ON COMMIT DROP
            -- name: Good
            SELECT s.n, p.name FROM staged_thing s JOIN person p ON p.id = $1;
            -- name: MissingColumn
            SELECT no_such FROM person WHERE id = $1
            -- name: MissingTable
            SELECT 1 FROM no_such
            -- name: MissingProcedure
            CALL no_such($1)
            """
        try await Scratch.database(migrated: true) { settings in
            let found = try await problems(QueryCatalog(files: [("queries/test.sql", text)]), settings)
            #expect(
                found == [
                    "MissingColumn": SQLState("42703"), "MissingTable": .undefinedTable,
                    "MissingProcedure": SQLState("42883"),
                ])
        }
    }

    @Test func blocksAreCutAtTheirNames() {
        let text = "-- heading\n-- name: One more\n-- a comment\nSELECT 1;\n\n-- name: Two\nSELECT\n  2\n"
        let catalog = QueryCatalog(files: [("a.sql", text)])
        #expect(catalog.names == ["One", "Two"])
        #expect(catalog("One").sql == "SELECT 1")
        #expect(catalog("Two", [1.parameter]).sql == "SELECT\n  2")
        #expect(catalog("Two", [1.parameter]).parameters == [1.parameter])
    }
}
