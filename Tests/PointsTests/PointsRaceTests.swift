import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Postgres
import TestSupport
import Testing
import Wire

@testable import Points

/// Entries, claims and periods that twenty writers want at once.
@Suite(.serialized) struct PointsRaceTests {
    private func with(_ body: (PointsFixture) async throws -> Void) async throws {
        try await PointsFixture.with(poolMaximum: 20) { try await body($0) }
    }

    @Test func anEntryUnderOneKeyIsMadeOnce() async throws {
        try await with { fixture in
            let race = await Race.run { _ in try await fixture.post("A2", key: "one") }
            #expect(race.succeeded == 20)
            let found1 = try await fixture.fixture.count("ledger_entry WHERE item = 'A2'")
            #expect(found1 == 1)
        }
    }

    @Test func aCapHoldsForEntriesAtOnce() async throws {
        try await with { fixture in
            let race = await Race.run { writer in try await fixture.post("A1", key: "k\(writer)") }
            #expect(race.isClean)
            // Ten of the block, whatever was posted.
            let found2 = try await fixture.score().score
            #expect(found2 == Amount(80))
            let numbers: Int = try await fixture.fixture.owner.query(
                "SELECT max(number) - count(*) AS n FROM ledger_entry")[0]["n"]
            #expect(numbers == 0)
        }
    }

    @Test func aClaimIsMadeOnceAndReviewedOnce() async throws {
        try await with { fixture in
            let clerk = try await fixture.fixture.caller("610116001001", .clerk)
            let claims = await Race.run { _ in
                _ = try await fixture.points.claim(
                    ClaimOrder(
                        subject: Reference(fixture.people[0]), scheme: "test", item: "C1", on: day("2026-02-10"),
                        evidence: "照片", key: "c1"), on: PointsFixture.today, caller: clerk)
            }
            #expect(claims.isClean && claims.succeeded >= 1)
            let found3 = try await fixture.fixture.count("points_claim")
            #expect(found3 == 1)
            let id: Identifier<Claim> = try await fixture.fixture.owner.query("SELECT id FROM points_claim")[0]["id"]
            let reviewer = try await fixture.fixture.caller("610116001001", .reviewer)
            let reviews = await Race.run { _ in _ = try await fixture.points.review(id, by: reviewer) }
            #expect(reviews.succeeded == 1 && reviews.isClean)
            let found4 = try await fixture.fixture.count("points_claim_event WHERE step = 'review:branch'")
            #expect(found4 == 1)
        }
    }

    @Test func aPeriodIsClosedOnceAndNoEntryComesBetween() async throws {
        try await with { fixture in
            let race = await Race.run { writer in
                if writer % 2 == 0 {
                    _ = try await fixture.points.close("2026-02-01", "610116", on: "2026-04-02")
                } else {
                    try await fixture.post("A2", key: "k\(writer)", today: day("2026-04-02"))
                }
            }
            #expect(race.isClean)
            let found5 = try await fixture.fixture.count("points_period_event WHERE state = 'closed'")
            #expect(found5 == 1)
            let found6 = try await fixture.fixture.count("points_sheet WHERE revision > 1")
            #expect(found6 == 0)
        }
    }

    @Test func aSchemeIsMadeOnce() async throws {
        try await with { fixture in
            let text = TestScheme.ledger.replacing("key: test\n", with: "key: other\n")
            let race = await Race.run { _ in
                _ = try await fixture.points.importScheme(text, for: "610116")
            }
            #expect(race.succeeded >= 1 && race.isClean)
            let found7 = try await fixture.fixture.count("points_scheme WHERE key = 'other'")
            #expect(found7 == 1)
            let found8 = try await fixture.fixture.count(
                "points_edition e JOIN points_scheme s ON s.id = e.scheme_id WHERE s.key = 'other'")
            #expect(found8 == 1)
        }
    }

    @Test func participantsJoinOnce() async throws {
        try await with { fixture in
            let order = ParticipantsOrder(participants: [
                ParticipantOrder(
                    subject: Reference(fixture.people[0]), group: "ordinary", since: day("2020-01-01"),
                    until: day("2020-06-01"))
            ])
            let race = await Race.run { _ in
                _ = try await fixture.points.join(
                    order, scheme: "test", on: PointsFixture.today, caller: Fixture.root)
            }
            #expect(race.succeeded >= 1 && race.isClean)
            let found9 = try await fixture.fixture.count("points_participation WHERE since = '2020-01-01'")
            #expect(found9 == 1)
        }
    }
}
