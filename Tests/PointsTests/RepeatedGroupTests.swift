import Civil
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Points

/// Posts that share a transaction are decided again when the database makes it be done again: each is entered once, and
/// one that is refused stays refused and takes nothing from the others.
struct RepeatedGroupTests {
    /// The first insertions fail as after a deadlock, whatever transaction they are in.
    private static func failing(_ times: Int) -> String {
        """
        CREATE SEQUENCE tries;
        CREATE FUNCTION once_more() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            IF nextval('tries') <= \(times) THEN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END IF;
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER once_more AFTER INSERT ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION once_more()
        """
    }

    @Test(arguments: [1, 2]) func aGroupThatIsDoneAgainEntersEachPostOnce(times: Int) async throws {
        try await PointsFixture.with(poolMaximum: 8) { fixture in
            try await fixture.fixture.owner.script(Self.failing(times))
            let outcomes = await withTaskGroup(of: String.self) { group in
                for index in 0..<30 {
                    group.addTask {
                        do {
                            // Every tenth is of another group of members and is refused each time.
                            let item = index % 10 == 9 ? "A4" : "A2"
                            let posted = try await fixture.post(item, index % 3, key: "g\(index)")
                            return posted.isNew ? "new" : "known"
                        } catch { return (error as? AppError)?.code ?? "\(error)" }
                    }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == "new" }.count == 27, "\(outcomes)")
            #expect(outcomes.filter { $0 == "points.other_group" }.count == 3)
            let tries: Int = try await fixture.fixture.owner.query("SELECT last_value AS n FROM tries")[0]["n"]
            #expect(tries > times)
            #expect(try await fixture.fixture.count("ledger_entry") == 27)
            // Numbers and hashes follow one another in each account, and every entry has its event.
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty && result.entries == 27)
            let lost = try await fixture.fixture.count(
                "ledger_entry e WHERE NOT EXISTS (SELECT FROM audit_event a WHERE a.id = e.audit_event_id)")
            #expect(lost == 0)
            // Again under the same keys: nothing is entered twice.
            #expect(try await !fixture.post("A2", 0, key: "g0").isNew)
            #expect(try await fixture.fixture.count("ledger_entry") == 27)
        }
    }
}
