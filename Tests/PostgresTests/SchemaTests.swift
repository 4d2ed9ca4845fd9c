import Foundation
import LocalPostgres
import Postgres
import SQLFiles
import TestSupport
import Testing

/// `sql/schema.sql` is the result of the migrations.
struct SchemaTests {
    /// Statements only: comments and session settings differ between versions of pg_dump.
    private func statements(_ dump: String) -> String {
        dump.split(separator: "\n")
            .filter { line in !["--", "SET ", "SELECT pg_catalog", "\\"].contains { line.hasPrefix($0) } }
            .joined(separator: "\n") + "\n"
    }

    @Test func theReadableSchemaIsTheResultOfTheMigrations() async throws {
        let cluster = TestCluster.shared
        let name = try await cluster.makeDatabase()
        let server = try await cluster.server()
        let dump = statements(try await server.runClient("pg_dump", ["--schema-only", "--no-owner", "-d", name]))
        try await server.dropDatabase(name)
        let path = CommandRunner.repository + "/sql/schema.sql"
        if ProcessInfo.processInfo.environment["DANGWU_UPDATE_GOLDEN"] == "1" {
            try dump.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == dump)
    }

    /// A routine that a migration makes is everybody's until `withdraw_public_execution` is called.
    @Test func nothingIsOpenToEverybody() async throws {
        try await Scratch.database(migrated: true) { settings in
            let connection = try await Connection.connect(settings)
            func names(_ statement: Statement) async throws -> [String] {
                try await connection.query(statement).map { try $0["name"] }
            }
            #expect(try await names(.publicRoutines) == [])
            #expect(try await names(.unguardedTables) == [])
            #expect(try await names(.unsafeRelations) == [])
            #expect(try await names(.unreadableTables(role: "dangwu_app")) == [])
            try await connection.script("CREATE FUNCTION made_later() RETURNS integer LANGUAGE sql RETURN 1")
            #expect(try await names(.publicRoutines) == ["made_later()"])
            try await connection.script("CALL withdraw_public_execution()")
            #expect(try await names(.publicRoutines) == [])
            let application = try await Connection.connect(settings.user("dangwu_app"))
            #expect(try await application.query("SELECT made_later() AS n")[0].text("n") == "1")
            await #expect(throws: PostgresError.self) {
                try await application.script("CALL guard_by_path('organisation')")
            }
            // The first check value only: a further one would stop every program.
            let insert = "INSERT INTO key_check (name, edition, value) VALUES ('identity', EDITION, sha256('x'))"
            try await application.script(insert.replacing("EDITION", with: "1"))
            await #expect(throws: PostgresError.self) {
                try await application.script(insert.replacing("EDITION", with: "2"))
            }
            await #expect(throws: PostgresError.self) { try await application.script("DELETE FROM key_check") }
        }
    }
}
