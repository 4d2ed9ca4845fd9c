import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Postgres
import Schemes
import TestSupport
import Testing

/// What a closed period rests on, wherever its subjects are now, and how it is proved.
struct ClosedPeriodTests {
    private static let carried = TestScheme.ledger.replacing(
        "base: 60", with: "base: {carried: last_published, share: 50%, first: 60}")
    private let today = day("2026-10-08")

    private func close(
        _ fixture: PointsFixture, _ day: String, _ code: String = "610116", caller: Caller = Fixture.root
    ) async throws -> PeriodClosed {
        try await fixture.points.close(day, code, on: "2026-10-08", caller: caller)
    }

    private func lines(_ fixture: PointsFixture, _ outcome: PeriodClosed) async throws
        -> [Identifier<PointsSubject>: SheetLine]
    {
        let lines = try await fixture.points.sheet(of: outcome.period)
        return Dictionary(lines.map { ($0.subject, $0) }, uniquingKeysWith: { $1 })
    }

    private func move(_ fixture: PointsFixture, _ person: Int, to code: String, on day: String) async throws {
        let (move, day) = (MoveOrder(organisation: Reference(code), on: TestSupport.day(day)), TestSupport.day(day))
        _ = try await fixture.fixture.services.members.move(
            Reference(fixture.person(person)), move, on: day, caller: Fixture.root)
    }

    private func refused(_ code: String, _ body: () async throws -> Void) async {
        let error = await #expect(throws: AppError.self) { try await body() }
        #expect(error?.code == code && error?.hint != nil, "\(String(describing: error?.code))")
    }

    @Test func periodsThatCarryOnAreClosedInTheirOrderWithoutEntriesToo() async throws {
        try await PointsFixture.with(Self.carried) { fixture in
            let second = try await close(fixture, "2026-05-01")
            await refused("points.later_closed") { _ = try await close(fixture, "2026-02-01") }
            await refused("points.later_closed") { _ = try await close(fixture, "2026-02-01", "610116001001") }
            try await fixture.points.reopen(second.period, on: today)
            let first = try await close(fixture, "2026-02-01")
            #expect(try await lines(fixture, first)[fixture.people[0]]?.score == Amount(70))
            let again = try await close(fixture, "2026-05-01")
            // Half of 70, and 10. The base of the first revision had been 60.
            #expect(try await lines(fixture, again)[fixture.people[0]]?.score == Amount(45))
            #expect(try await fixture.points.verify().faults.isEmpty)
            let entries = try await fixture.points.entries(of: fixture.people[0])
            let bases = entries.filter { $0.kind == .base && $0.countsOn == day("2026-06-30") }
            #expect(bases.map(\.value).sum() == Amount(35))
        }
    }

    @Test func whoMovesBringsTheirPublishedScoreAlong() async throws {
        try await PointsFixture.with(Self.carried) { fixture in
            try await fixture.post("A2", 0, on: "2026-02-10", today: today)
            let published = try await close(fixture, "2026-02-01", "610116001001")
            #expect(try await lines(fixture, published)[fixture.people[0]]?.score == Amount(72))
            try await move(fixture, 0, to: "610102001001", on: "2026-04-03")
            // Those who work there see neither the village nor its period, but the score: 36 and 10.
            let there = try await fixture.fixture.caller("610102001001", .administrator)
            func score(_ day: String) async throws -> Amount {
                try await fixture.points.score(
                    of: fixture.people[0], on: TestSupport.day(day), known: today, caller: there
                ).score
            }
            #expect(try await score("2026-06-30") == Amount(46))
            let live = try await fixture.points.liveRanking(on: day("2026-06-30"), caller: there)
            #expect(live.first { $0.subject == fixture.people[0] }?.score == Amount(46))
            _ = try await close(fixture, "2026-02-01", "610102001001", caller: there)
            let next = try await close(fixture, "2026-05-01", "610102001001", caller: there)
            #expect(try await lines(fixture, next)[fixture.people[0]]?.score == Amount(46))
            #expect(try await fixture.points.verify().faults.isEmpty)
        }
    }

    @Test func nobodyIsPublishedTwiceForOnePeriod() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.post("A2", 0, on: "2026-02-10", today: today)
            _ = try await close(fixture, "2026-02-01", "610116001002")
            _ = try await close(fixture, "2026-02-01", "610116001001")
            try await move(fixture, 0, to: "610102001001", on: "2026-04-03")
            // There the first quarter is open still, and closed for this member.
            await refused("points.basis_closed") {
                _ = try await fixture.points.exempt(fixture.people[0], since: "2026-02-05")
            }
            await refused("points.basis_closed") {
                _ = try await fixture.points.regroup(fixture.people[0], to: "official", on: "2026-03-31")
            }
            _ = try await fixture.points.exempt(fixture.people[4], since: "2026-02-05")
            let late = try await fixture.post("A1", 0, on: "2026-02-20", today: today)
            #expect(late.countsOn == Day("2026-04-01"))
            let there = try await close(fixture, "2026-02-01", "610102001001")
            let sheet = try await lines(fixture, there)
            #expect(Set(sheet.keys) == [fixture.people[4]])
            #expect(try await fixture.points.verify().faults.isEmpty)
        }
    }

    @Test func aDecisionAboutSomebodyWaitsForTheirClosing() async throws {
        try await PointsFixture.with(poolMaximum: 8) { fixture in
            // A closing that is under way holds what it rests on.
            let connection = fixture.fixture.owner
            let scheme: UUID = try await connection.query("SELECT id FROM points_scheme").map { try $0["id"] }[0]
            try await connection.script(
                "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('\(scheme.text)', 0))")
            async let outcome: String = {
                do {
                    _ = try await fixture.points.exempt(fixture.people[0], since: "2026-02-05")
                    return "done"
                } catch let error as AppError {
                    return error.code
                }
            }()
            // It queues before anything is read, so that it sees the period that begins to be closed.
            var (waits, asked) = (0, 0)
            while waits == 0, asked < 20_000 {
                asked += 1
                waits = try await connection.query(
                    "SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                ).map { try $0["n"] as Int }[0]
            }
            try await connection.script(
                """
                INSERT INTO points_period (id, scheme_id, path, starts_on, ends_on, state, revision, audit_event_id)
                SELECT gen_random_uuid(), '\(scheme.text)', path, '2026-01-01', '2026-04-01', 'closing', 1,
                    gen_random_uuid()
                FROM organisation WHERE code = '610116'
                """)
            try await connection.script("COMMIT")
            #expect(try await outcome == "points.basis_closed")
        }
    }

    @Test func aReversalLeavesAClosedPeriodOfValiditiesAsItWas() async throws {
        let text = TestScheme.ledger.replacing("places: 1", with: "places: 1\ncounting: validity").replacing(
            "text: 完成任务, value: 2}", with: "text: 完成任务, value: 2, validity: {years: 1}}")
        try await PointsFixture.with(text) { fixture in
            let first = try await fixture.post("A2", on: "2026-02-10", today: today)
            let outcome = try await close(fixture, "2026-02-01")
            #expect(try await lines(fixture, outcome)[fixture.people[0]]?.score == Amount(72))
            #expect(outcome.entries == 0, "what is valid is not summed by period")
            let back = try await fixture.points.reverse(first.number, of: fixture.people[0], key: "r", on: today)
            #expect(back.countsOn == Day("2026-04-01"))
            #expect(try await fixture.score(on: "2026-03-31").score == Amount(72))
            #expect(try await fixture.score(on: "2026-04-01").score == Amount(70))
            #expect(try await fixture.points.verify().faults.isEmpty)
        }
    }

    @Test func aControlCharacterOnFileStopsNobody() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.post("A2", on: "2026-02-10")
            _ = try await fixture.fixture.owner.query(
                "UPDATE ledger_entry SET deed = 'a' || chr(31) || 'b' || chr(30) || 'c'")
            let live = try await fixture.points.liveRanking(under: "610116", on: day("2026-03-31"))
            #expect(live.first?.score == Amount(72) && live.count == 4)
            #expect(try await close(fixture, "2026-02-01").subjects == 4)
        }
    }

    @Test func theCheckFindsWhatWasChangedInASheet() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.post("A2", 0, on: "2026-02-10", today: today)
            let outcome = try await close(fixture, "2026-02-01")
            try await fixture.points.reopen(outcome.period, on: today)
            _ = try await close(fixture, "2026-02-01")
            func faults(_ change: String, _ undo: String) async throws -> Set<String> {
                try await fixture.fixture.owner.script(change)
                let found = try await fixture.points.verify().faults
                try await fixture.fixture.owner.script(undo)
                return Set(
                    found.map { fault in
                        switch fault.kind {
                        case .line: fault.field ?? "?"
                        case .seal: "seal \(fault.number ?? 0)"
                        default: fault.kind.rawValue
                        }
                    })
            }
            let who = "subject_id = '\(fixture.people[0])'"
            let last = "\(who) AND revision = 2"
            #expect(try await faults("SELECT 1", "SELECT 1").isEmpty)
            #expect(
                try await faults(
                    "UPDATE points_sheet SET rank = 9 WHERE \(last)", "UPDATE points_sheet SET rank = 1 WHERE \(last)")
                    == ["seal 2"])
            #expect(
                try await faults(
                    "UPDATE points_sheet SET grade = 'excellent' WHERE \(last)",
                    "UPDATE points_sheet SET grade = 'qualified' WHERE \(last)") == ["grade", "seal 2"])
            #expect(
                try await faults(
                    "UPDATE points_sheet SET standing = 'exempt' WHERE \(last)",
                    "UPDATE points_sheet SET standing = 'scored' WHERE \(last)") == ["standing", "seal 2"])
            // The revision that a later one took the place of stays as it was, too.
            #expect(
                try await faults(
                    "UPDATE points_sheet SET score = 71 WHERE \(who) AND revision = 1",
                    "UPDATE points_sheet SET score = 72 WHERE \(who) AND revision = 1") == ["seal 1"])
            // The end of a chain, cut off: the sheet knows of more than is there.
            #expect(
                try await faults("DELETE FROM ledger_entry WHERE \(who)", "SELECT 1").isSuperset(of: ["chain", "sheet"])
            )
        }
    }
}
