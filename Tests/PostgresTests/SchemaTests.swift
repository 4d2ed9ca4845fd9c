import App
import Foundation
import LocalPostgres
import Postgres
import SQLFiles
import TestSupport
import Testing

/// `sql/schema.sql` is what the migrations come to, to be read first; and the page that is read most walks its index.
struct SchemaTests {
    /// Statements alone: comments and session settings differ between versions of the dump program.
    private func statements(_ dump: String) -> String {
        dump.split(separator: "\n")
            .filter { line in !["--", "SET ", "SELECT pg_catalog", "\\"].contains { line.hasPrefix($0) } }
            .joined(separator: "\n") + "\n"
    }

    @Test func theReadableSchemaIsTheOneThatTheMigrationsMake() async throws {
        let cluster = TestCluster.shared
        let name = try await cluster.makeDatabase()
        let server = try await cluster.server()
        let dump = statements(try await server.runClient("pg_dump", ["--schema-only", "--no-owner", "-d", name]))
        try await server.dropDatabase(name)
        let path = CommandRunner.repository + "/sql/schema.sql"
        if ProcessInfo.processInfo.environment["DANGWU_UPDATE_SNAPSHOTS"] == "1" {
            try dump.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == dump)
    }

    @Test func theOverduePageWalksItsIndex() async throws {
        try await Fixture.with { fixture in
            let sql = Services.catalog
            let plan = try await fixture.services.pool.withConnection { connection in
                try await connection.transaction(.read, prelude: []) { transaction in
                    _ = try await transaction.query(sql("SetScope", ["61.".parameter, "61/".parameter, "".parameter]))
                    _ = try await transaction.query(sql("PreferIndexOrder"))
                    let types = "date,int8,int8,text,text,text,uuid,text[],text,text,int8"
                    try await transaction.connection.script("PREPARE page (\(types)) AS " + sql("Overdue").sql)
                    let values = "'2016-09-01',90,60,'61.','61/','','\(UUID())','{overdue}',NULL,NULL,51"
                    return try await transaction.query(Statement(sql: "EXPLAIN EXECUTE page(\(values))"))
                        .map { $0.text("QUERY PLAN") ?? "" }
                }
            }
            #expect(plan.contains { $0.contains("Index Scan using duty_by_path") })
            #expect(!plan.contains { $0.contains("Seq Scan") }, "\(plan.joined(separator: "\n"))")
        }
    }
}
