import Composition
import Civil
import Kernel
import Foundation
import LocalPostgres
import Postgres
import SQLFiles
import TestSupport
import Testing

/// `sql/schema.sql` is the result of the migrations, and the most frequent page uses its index.
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
        if ProcessInfo.processInfo.environment["DANGWU_UPDATE_SNAPSHOTS"] == "1" {
            try dump.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == dump)
    }

    private func plan(_ statement: Statement, under scope: Scope, _ fixture: Fixture) async throws -> String {
        try await fixture.services.pool.withConnection { connection in
            try await connection.transaction(.read, prelude: []) { transaction in
                _ = try await transaction.query(.setScope(low: scope.low, high: scope.high, account: ""))
                _ = try await transaction.query(.preferIndexOrder)
                return try await transaction.plan(statement)
            }
        }
    }

    @Test func theOverduePageUsesItsIndex() async throws {
        try await Fixture.with { fixture in
            let scope = Scope(path: "61.")
            let page = Statement.overdue(
                asOf: Parameter("2016-09-01", type: TypeOID.date), dueSoonDays: 90, forecastDays: 60, low: scope.low,
                high: scope.high, afterPath: "",
                afterID: UUID(), levels: ["overdue"], field: String?.none, kind: String?.none, limit: 51)
            let plan = try await plan(page, under: scope, fixture)
            #expect(plan.contains("Index Scan using duty_by_path"), "\(plan)")
            #expect(!plan.contains("Seq Scan"), "\(plan)")
        }
    }

    private static let prefecture = Scope(path: "61.6101.")
    private static let first = "00000000-0000-0000-0000-000000000000"

    /// Lists of recruitment use their indexes, with data that the server has analysed.
    @Test(arguments: [
        (
            Statement.recruitmentDeadlines(
                low: prefecture.low, high: prefecture.high, afterPath: "",
                afterDue: Parameter("-infinity", type: TypeOID.date),
                afterCase: Parameter(first, type: TypeOID.uuid), afterRule: "",
                dueBy: Parameter("2026-12-31", type: TypeOID.date), kind: String?.none, dueBefore: Day?.none,
                limit: 51),
            "recruitment_due_by_path"
        ),
        (
            .casesToRefresh(digest: "2026:x", low: prefecture.low, high: prefecture.high, limit: 1),
            "recruitment_case_reckoned"
        ),
        (
            .cases(
                low: prefecture.low, high: prefecture.high, afterPath: "",
                afterCase: Parameter(first, type: TypeOID.uuid),
                stage: Int?.none, state: String?.none, limit: 51), "recruitment_case_by_path"
        ),
    ]) func listsOfRecruitmentUseTheirIndexes(page: Statement, index: String) async throws {
        try await Fixture.with { fixture in
            try await fixture.owner.script(Self.stock)
            let plan = try await plan(page, under: Self.prefecture, fixture)
            #expect(plan.contains(index), "\(plan)")
            #expect(!plan.contains("Seq Scan"), "\(plan)")
        }
    }

    /// Twenty thousand synthetic cases in a hundred branches, four deadlines each for half of them.
    private static let stock = """
        INSERT INTO act (id, account_id, account_name, door, action, subject_kind, path)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000000', 't', 'cli', 't', 't',
                '61.');
        INSERT INTO person (id, path, name, name_key, sex, born_on, synthetic, act_id)
            SELECT md5('p' || n)::uuid, '61.6101.' || (610100 + n % 100) || '.', '合成' || n, '合成' || n, 'female',
                '1990-01-01', true, '00000000-0000-0000-0000-000000000001' FROM generate_series(1, 20000) AS n;
        INSERT INTO recruitment_case (person_id, id, path, opened_on, rule_set, reckoned_by, act_id)
            SELECT id, md5('c' || id)::uuid, path, '2024-01-01', '2026', '2026:x', act_id
            FROM person WHERE name LIKE '合成%';
        INSERT INTO recruitment_due (person_id, case_id, path, rule, milestone, due_on, kind, basis)
            SELECT person_id, id, path, 'r' || n, 'talk', date '2024-01-01' + n, 'due', ''
            FROM recruitment_case, generate_series(1, 2) AS n;
        ANALYZE;
        """
}
