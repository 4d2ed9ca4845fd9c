import Audit
import Civil
import Composition
import Foundation
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Access

/// Rows that are kept for a time go when it is over, and no sooner.
struct TrimmingTests {
    @Test func countersOfNumbersGoByAgeAndYesterdaysStay() async throws {
        try await Fixture.with { fixture in
            try await fixture.owner.script(
                """
                INSERT INTO identity_lookup (account_id, day, id_hash, birth_hash, path)
                SELECT gen_random_uuid(), today_in_china() - d, sha256(d::text::bytea), 'x', '61.' FROM generate_series(0, 60) AS d
                """)
            let (access, today) = (fixture.services.access, ChinaTime.today())
            #expect(try await access.trimLookups(before: today.adding(days: -30), caller: Fixture.root) == 30)
            #expect(try await fixture.count("identity_lookup") == 31)
            // What the limits count is not for anybody to delete.
            #expect(try await access.trimLookups(before: today.adding(days: 10), caller: Fixture.root) == 29)
            #expect(try await fixture.count("identity_lookup WHERE day >= today_in_china() - 1") == 2)
            let clerk = try await fixture.caller("610116", .clerk)
            #expect(
                try await refusal { try await access.trimLookups(before: today, caller: clerk) } == "access.forbidden")
        }
    }

    @Test func recordsOfImportsGoByAgeAndTheLogSaysSo() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.services.audit.seal(caller: Fixture.root)
            try await fixture.owner.script(
                """
                WITH e AS (SELECT id FROM audit_event LIMIT 1)
                INSERT INTO import_run (path, kind, file_hash, day, number, audit_event_id)
                SELECT '61.', 'k', sha256(d::text::bytea), today_in_china() - d, 1, e.id FROM e, generate_series(0, 400, 10) AS d
                """)
            let before = ChinaTime.today().adding(days: -365)
            let had = try await fixture.count("import_run")
            #expect(try await fixture.services.access.trimImportRuns(before: before, caller: Fixture.root) == 4)
            #expect(try await fixture.count("import_run") == had - 4)
            #expect(try await fixture.services.access.trimImportRuns(before: before, caller: Fixture.root) == 0)
            #expect(try await fixture.count("audit_event WHERE action = 'import.trim'") == 1)
        }
    }
}
