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

/// Closing, correcting and reopening periods.
struct ClosingTests {
    private static let after = day("2026-04-02")

    private func close(_ fixture: PointsFixture, _ code: String = "610116", waived: [Int]? = nil, today: Day = after)
        async throws -> PeriodClosed
    {
        try await fixture.points.close("2026-02-01", code, waived: waived, on: today.description)
    }

    private func sheet(_ fixture: PointsFixture, _ period: Identifier<PointsPeriod>) async throws
        -> [Identifier<PointsSubject>: SheetLine]
    {
        let lines = try await fixture.points.sheet(of: period)
        return Dictionary(lines.map { ($0.subject, $0) }, uniquingKeysWith: { $1 })
    }

    @Test func aClosingFreezesScoresGradesAndRanks() async throws {
        try await PointsFixture.with { fixture in
            for index in 0..<12 { try await fixture.post("A1", 0, key: "\(index)") }
            try await fixture.post("A3", 1, points: Amount("9.5"))
            try await fixture.post("A3", 1, points: Amount("4.5"), key: "x")
            let early = await #expect(throws: AppError.self) {
                _ = try await close(fixture, today: day("2026-03-31"))
            }
            #expect(early?.code == "points.period_running" && early?.hint?.english.contains("2026-04-01") == true)
            let outcome = try await close(fixture)
            #expect(outcome.subjects == 4 && outcome.revision == 1)
            let lines = try await sheet(fixture, outcome.period)
            // 60 + 10 held + 10; 60 + 14 + 10; 70; 70 in another branch.
            #expect(lines[fixture.people[0]]?.score == Amount(80) && lines[fixture.people[1]]?.score == Amount(84))
            // One of three may be excellent.
            #expect(lines[fixture.people[0]]?.grade == "qualified" && lines[fixture.people[1]]?.grade == "excellent")
            #expect(lines[fixture.people[1]]?.rank == 1 && lines[fixture.people[0]]?.rank == 2)
            #expect(lines[fixture.people[2]]?.rankInBranch == 3 && lines[fixture.people[3]]?.rankInBranch == 1)
            #expect(lines[fixture.people[2]]?.rank == 3 && lines[fixture.people[3]]?.rank == 3)
            #expect(lines[fixture.people[4]] == nil)
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty && result.sheets == 4)
            let twice = await #expect(throws: AppError.self) { _ = try await close(fixture) }
            #expect(twice?.code == "points.closed_before")
            let csv = try await fixture.points.sheetCSV(of: outcome.period)
            #expect(csv.hasPrefix("姓名,党组织,类别,基础分,得分,等次") && csv.contains("党员1") && csv.contains("优秀"))
            let means = try await fixture.points.averages(
                of: Reference(outcome.period), PointsScope(), caller: Fixture.root)
            #expect(means.items.map(\.mean) == [Amount(78), Amount(70)])
        }
    }

    @Test func theEntriesOfAClosedPeriodAddUpToItsScore() async throws {
        try await PointsFixture.with { fixture in
            for index in 0..<12 { try await fixture.post("A1", 0, key: "\(index)") }
            try await fixture.post("V1", 1)
            _ = try await close(fixture)
            for person in 0...3 {
                let entries = try await fixture.points.entries(of: fixture.people[person])
                let score = try await fixture.score(person).score
                #expect(entries.map(\.value).sum() == score, "person \(person)")
            }
            // Tampering with a published line is found.
            _ = try await fixture.fixture.owner.query(
                "UPDATE points_sheet SET score = score + 1 WHERE subject_id = \(fixture.people[2])")
            let result = try await fixture.points.verify()
            // The score, the sum of the entries and the seal of the sheet.
            #expect(result.faults.count == 3)
        }
    }

    @Test func whatBelongsToAClosedPeriodIsTakenIntoTheNext() async throws {
        try await PointsFixture.with { fixture in
            let first = try await fixture.post("A2", 0)
            _ = try await close(fixture)
            let late = try await fixture.post("A2", 0, today: Self.after)
            #expect(late.countsOn == Day("2026-04-01") && late.score == Amount(72))
            let refused = await #expect(throws: AppError.self) { try await fixture.post("P2", 0, today: Self.after) }
            #expect(refused?.code == "points.period_closed" && refused?.rule?.contains("P2") == true)
            let back = try await fixture.points.reverse(first.number, of: fixture.people[0], key: "r", on: Self.after)
            #expect(back.countsOn == Day("2026-04-01") && back.score == Amount(70))
            #expect(try await fixture.score(0).score == Amount(72))
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty)
            // A closing's own entries are not reversed one by one.
            let entries = try await fixture.points.entries(of: fixture.people[0])
            let base = try #require(entries.first { $0.kind == .base })
            let error = await #expect(throws: AppError.self) {
                _ = try await fixture.points.reverse(base.number, of: fixture.people[0], key: "rb", on: Self.after)
            }
            #expect(error?.code == "points.not_reversible")
        }
    }

    @Test func aReopenedPeriodIsClosedAgainAsTheNextRevision() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.post("A2", 0)
            let outcome = try await close(fixture)
            try await fixture.points.reopen(outcome.period, on: Self.after)
            try await fixture.post("P2", 0, today: Self.after)
            let again = try await close(fixture, today: day("2026-04-03"))
            #expect(again.revision == 2 && again.period == outcome.period && again.entries == 0)
            #expect(try await sheet(fixture, outcome.period)[fixture.people[0]]?.score == Amount(67))
            #expect(try await fixture.fixture.count("points_sheet") == 8, "the first revision stays")
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty)
            let events = try await fixture.fixture.owner.query("SELECT state FROM points_period_event ORDER BY number")
            let states: [String] = try events.map { try $0["state"] }
            #expect(states == ["closing", "closed", "reopened", "closing", "closed"])
        }
    }

    @Test func sharesThatDoNotHoldNeedADecision() async throws {
        try await PointsFixture.with(
            TestScheme.ledger.replacing("otherwise: qualified, ", with: "").replacing("minimum: 1, ", with: "")
        ) { fixture in
            for person in 0...1 {
                for index in 0..<11 { try await fixture.post("A1", person, key: "\(index)") }
            }
            let error = await #expect(throws: AppError.self) { _ = try await close(fixture) }
            #expect(error?.code == "points.share_breach" && error?.rule == "第九条" && error?.facts.count == 1)
            #expect(try await fixture.fixture.count("points_sheet") == 0)
            // The period is open again: entries go in.
            try await fixture.post("A2", 2, today: Self.after)
            let outcome = try await close(fixture, waived: [0])
            #expect(outcome.revision == 2 && outcome.subjects == 4)
        }
    }

    @Test func aBranchThatClosedForItselfIsLeftAlone() async throws {
        try await PointsFixture.with { fixture in
            let own = try await close(fixture, "610116001002")
            #expect(own.subjects == 1)
            let county = try await close(fixture)
            #expect(county.subjects == 3)
            let below = await #expect(throws: AppError.self) { _ = try await close(fixture, "610116001001") }
            #expect(below?.code == "points.closed_before")
        }
    }

    @Test func exemptAndUngradedMembersAreNotRanked() async throws {
        try await PointsFixture.with { fixture in
            _ = try await fixture.points.exempt(fixture.people[0], since: "2026-01-05")
            _ = try await fixture.points.regroup(fixture.people[1], to: "probationary", on: "2026-02-01")
            let outcome = try await close(fixture)
            let lines = try await sheet(fixture, outcome.period)
            #expect(lines[fixture.people[0]]?.standing == .exempt && lines[fixture.people[0]]?.rank == nil)
            #expect(lines[fixture.people[1]]?.standing == .ungraded && lines[fixture.people[1]]?.grade == nil)
            #expect(lines[fixture.people[2]]?.rank == 1)
            // What was published is not changed behind it.
            let error = await #expect(throws: AppError.self) {
                _ = try await fixture.points.exempt(fixture.people[2], since: "2026-01-05")
            }
            #expect(error?.code == "points.basis_closed")
        }
    }

    @Test func aVillagesOwnItemsCountAtTheClosing() async throws {
        let text = TestScheme.ledger.replacing(
            "roll_up:",
            with: "local: {bonus_items: 2, penalty_items: 0, value_at_most: 2, block: duty, place: 第六条}\nroll_up:")
        try await PointsFixture.with(text) { fixture in
            try await fixture.points.importLocal(
                "{id: N1, block: duty, text: 清扫, value: 2}", for: "610116001001")
            try await fixture.post("N1", 0)
            let error = await #expect(throws: AppError.self) { try await fixture.post("N1", 3) }
            #expect(error?.code == "points.item_unknown")
            let outcome = try await close(fixture)
            let lines = try await sheet(fixture, outcome.period)
            #expect(lines[fixture.people[0]]?.score == Amount(72))
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty)
        }
    }

    @Test func whoChangesBranchInMidPeriodTakesTheirPointsAlong() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.post("A2", 0)
            let services = fixture.fixture.services
            let other = try await services.organisations.organisation("610116001002", caller: Fixture.root)
            _ = try await services.members.move(
                Reference(fixture.person(0)), MoveOrder(organisation: Reference(other.code), on: day("2026-02-15")),
                on: day("2026-02-15"),
                caller: Fixture.root)
            try await fixture.post("A1", 0, on: "2026-03-01")
            let branch = try await fixture.fixture.caller("610116001002", .viewer)
            let lines = try await fixture.points.liveRanking(on: PointsFixture.today, caller: branch)
            #expect(lines.map(\.subject) == [fixture.people[0], fixture.people[3]] && lines[0].score == Amount(73))
            let outcome = try await close(fixture)
            let sheet = try await sheet(fixture, outcome.period)
            #expect(sheet[fixture.people[0]]?.organisation == other.name && sheet[fixture.people[0]]?.rankInBranch == 1)
            // A later move leaves what was published where it was published.
            let first = try await services.organisations.organisation("610116001001", caller: Fixture.root)
            _ = try await services.members.move(
                Reference(fixture.person(0)), MoveOrder(organisation: Reference(first.code), on: day("2026-04-03")),
                on: day("2026-04-03"),
                caller: Fixture.root)
            let after = try await self.sheet(fixture, outcome.period)
            #expect(after[fixture.people[0]]?.organisation == other.name)
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty)
        }
    }

    @Test func lowScoresSuggestAndNothingFollows() async throws {
        try await PointsFixture.with { fixture in
            for index in 0..<3 { try await fixture.post("P2", 0, key: "\(index)") }
            _ = try await close(fixture)
            let lines = try await fixture.points.proposals(
                on: "2026-03-31", caller: try await fixture.fixture.caller("6101", .viewer))
            #expect(lines.map(\.subject) == [fixture.people[0]] && lines[0].scores == [Amount(55)])
            #expect(try await fixture.fixture.count("membership") == 5)
        }
    }
}
