import Composition
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

    /// Lists of recruitment walk their indexes, with a stock that the planner of the server knows.
    @Test(arguments: [
        (
            "RecruitmentDeadlines", "text,text,text,date,uuid,text,date,text,date,int8",
            "'61.6101.','61.6101/','','-infinity','00000000-0000-0000-0000-000000000000','','2026-12-31',NULL,NULL,51",
            "recruitment_due_by_path"
        ),
        ("CasesToRefresh", "text,text,text,int8", "'2026:x','61.6101.','61.6101/',1", "recruitment_case_reckoned"),
        (
            "Cases", "text,text,text,uuid,int8,text,int8",
            "'61.6101.','61.6101/','','00000000-0000-0000-0000-000000000000',NULL,NULL,51", "recruitment_case_by_path"
        ),
    ]) func listsOfRecruitmentWalkTheirIndexes(block: String, types: String, values: String, index: String) async throws
    {
        try await Fixture.with { fixture in
            try await fixture.owner.script(Self.stock)
            let sql = Services.catalog
            let plan = try await fixture.services.pool.withConnection { connection in
                try await connection.transaction(.read, prelude: []) { transaction in
                    _ = try await transaction.query(
                        sql("SetScope", ["61.6101.".parameter, "61.6101/".parameter, "".parameter]))
                    _ = try await transaction.query(sql("PreferIndexOrder"))
                    try await transaction.connection.script("PREPARE page (\(types)) AS " + sql(block).sql)
                    return try await transaction.query(Statement(sql: "EXPLAIN EXECUTE page(\(values))"))
                        .map { $0.text("QUERY PLAN") ?? "" }
                }
            }
            #expect(plan.contains { $0.contains(index) }, "\(plan.joined(separator: "\n"))")
            #expect(!plan.contains { $0.contains("Seq Scan") }, "\(plan.joined(separator: "\n"))")
        }
    }

    /// Twenty thousand synthetic cases in a hundred branches, four deadlines each for half of them.
    private static let stock = """
        INSERT INTO act (id, account_id, account_name, door, action, subject_kind, path)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000000', 't', 'cli', 't', 't', '61.');
        INSERT INTO person (id, path, name, name_key, sex, born_on, synthetic, act_id)
            SELECT md5('p' || n)::uuid, '61.6101.' || (610100 + n % 100) || '.', '合成' || n, '合成' || n, 'female', '1990-01-01', true,
                '00000000-0000-0000-0000-000000000001' FROM generate_series(1, 20000) AS n;
        INSERT INTO recruitment_case (person_id, id, path, opened_on, rule_set, reckoned_by, act_id)
            SELECT id, md5('c' || id)::uuid, path, '2024-01-01', '2026', '2026:x', act_id FROM person WHERE name LIKE '合成%';
        INSERT INTO recruitment_due (person_id, case_id, path, rule, milestone, due_on, kind, basis)
            SELECT person_id, id, path, 'r' || n, 'talk', date '2024-01-01' + n, 'due', '' FROM recruitment_case, generate_series(1, 2) AS n;
        ANALYZE;
        """
}
