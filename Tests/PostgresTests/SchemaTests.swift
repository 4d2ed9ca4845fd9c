import Foundation
import LocalPostgres
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
}
