import Access
import Civil
import Composition
import Foundation
import Kernel
import Organisations
import Points
import Postgres
import SQLFiles
import TestSupport
import Testing

/// Rankings of a branch of a hundred and a county of thirty thousand are reached by indexes.
struct RankingPlanTests {
    @Test func rankingsWalkIndexes() async throws {
        try await PointsFixture.with { fixture in
            try await fill(fixture)
            let services = fixture.fixture.services
            for code in ["610116", "610116001002"] {
                let scope = try await services.organisations.scope(Reference(code), caller: Fixture.root)
                let (low, high, id) = (scope.low, scope.high, UUID())
                let statements: [Statement] = [
                    .closingParticipants(scheme: id, low: low, high: high),
                    .closingExemptions(scheme: id, low: low, high: high), .closingLedger(scheme: id, subjects: [id]),
                    .sheetRanking(period: id, revision: 1, low: low, high: high, offset: 0, limit: 50),
                ]
                for statement in statements {
                    let plan = try await explain(fixture, statement, scope)
                    #expect(!plan.contains("Seq Scan"), "\(code) \(statement.sql)\n\(plan)")
                    #expect(plan.contains("Index Scan"))
                }
            }
            let top = try await fixture.points.liveRanking(under: "610116", on: PointsFixture.today, limit: 50)
            #expect(top.count == 50 && top[0].rank == 1)
        }
    }

    /// However many entries the server has counted, those of a hundred members are not found by gathering the county.
    @Test func aBatchLooksUpItsSubjectsOneByOne() async throws {
        try await PointsFixture.with { fixture in
            try await fill(fixture)
            try await fixture.fixture.owner.script(
                """
                INSERT INTO ledger_entry (subject_id, number, scheme_id, version, kind, item, value, formula,
                        happened_on,
                        counts_on, posted_on, continuing, key, previous, hash, audit_event_id)
                    SELECT s.subject_id, g, p.id, e.version, 'award', 'A1', 1, '+1', '2026-01-01', '2026-01-01',
                        '2026-01-01', false, 'k' || g, sha256('a'), sha256('b'), s.audit_event_id
                    FROM (SELECT * FROM points_subject LIMIT 300) AS s, points_scheme p
                        JOIN points_edition e ON e.scheme_id = p.id, generate_series(1, 100) AS g;
                ANALYZE
                """)
            let county = try await fixture.fixture.services.organisations.scope("610116", caller: Fixture.root)
            let plan = try await explain(fixture, .ledgerOf(subjects: [UUID()]), county)
            #expect(
                !plan.contains("hashed") && !plan.contains("Seq Scan") && plan.contains("points_subject_pk"), "\(plan)")
        }
    }

    private func explain(_ fixture: PointsFixture, _ statement: Statement, _ scope: Scope) async throws -> String {
        try await fixture.fixture.services.pool.withConnection { connection in
            try await connection.transaction(.read, prelude: []) { transaction in
                _ = try await transaction.query(fixture.fixture.services.database.signer.statement(scope))
                _ = try await transaction.query(.walkIndexes)
                _ = try await transaction.query("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")
                return try await transaction.plan(statement)
            }
        }
    }

    /// A hundred more in one village, thirty thousand in another, each with a score and a published line.
    private func fill(_ fixture: PointsFixture) async throws {
        let owner = fixture.fixture.owner
        let act = UUID().uuidString
        for (code, count) in [("610116001002", 100), ("610116001200", 30_000)] {
            try await owner.script(
                """
                INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, path)
                    VALUES ('\(act)', '\(act)', 't', 'cli', 't', 't', '0.') ON CONFLICT DO NOTHING;
                WITH o AS (SELECT path FROM organisation WHERE code = '\(code)'),
                p AS (INSERT INTO person (id, path, name, name_key, sex, born_on, synthetic, audit_event_id)
                    SELECT gen_random_uuid(), o.path, 'n' || g, 'n' || g, 'male', '1970-01-01', true, '\(act)'
                    FROM o, generate_series(1, \(count)) AS g RETURNING id, path),
                s AS (INSERT INTO points_subject (subject_id, person_id, path, audit_event_id)
                    SELECT id, id, path, '\(act)' FROM p RETURNING subject_id, path)
                INSERT INTO points_participation (subject_id, id, scheme_id, path, group_key, since, audit_event_id)
                    SELECT s.subject_id, gen_random_uuid(), (SELECT id FROM points_scheme), s.path, 'ordinary',
                        '2025-01-01', '\(act)'
                    FROM s
                """)
        }
        try await owner.script(
            """
            INSERT INTO points_period (id, scheme_id, path, starts_on, ends_on, state, revision, audit_event_id)
                SELECT '\(act)', id, path, '2025-10-01', '2026-01-01', 'closed', 1, '\(act)' FROM points_scheme;
            INSERT INTO points_sheet (subject_id, period_id, revision, path, standing, base, score, rank, head, audit_event_id)
                SELECT subject_id, '\(act)', 1, path, 'scored', 60, 70, 1, 0, '\(act)' FROM points_participation;
            ANALYZE
            """)
    }
}
