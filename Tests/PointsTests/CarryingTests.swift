import Access
import Composition
import Civil
import Foundation
import Kernel
import Members
import Organisations
import Points
import Postgres
import TestSupport
import Testing

/// Scores that the next period begins with, and the standing of an open period.
struct CarryingTests {
    private static let scheme = TestScheme.ledger.replacing(
        "base: 60", with: "base: {carried: last_total, share: 50%, first: 60}")

    private func close(_ fixture: PointsFixture, _ day: String) async throws -> ClosingOutcome {
        let county = try await fixture.fixture.services.organisations.organisation("610116", caller: Fixture.root)
        return try await fixture.points.close(
            scheme: "test", for: county, day: TestSupport.day(day), decision: "纪要", on: TestSupport.day("2026-10-08"),
            caller: Fixture.root)
    }

    private func refused(_ code: String, _ body: () async throws -> Void) async {
        let error = await #expect(throws: AppError.self) { try await body() }
        #expect(error?.code == code && error?.hint != nil)
    }

    private let today = day("2026-10-08")

    @Test func periodsThatBuildOnEachOtherAreClosedInTheirOrder() async throws {
        try await PointsFixture.with(Self.scheme) { fixture in
            // 60 + 10 + 2; half of it + 10 + 1; half of that + 10.
            try await fixture.post("A2", on: "2026-02-10", today: today)
            try await fixture.post("A1", on: "2026-05-10", today: today)
            let scores = [("2026-03-31", "72"), ("2026-06-30", "47"), ("2026-09-30", "33.5")]
            for (day, score) in scores {
                #expect(try await fixture.score(on: day).score == Amount(score), "\(day) open")
            }
            await refused("points.previous_open") { _ = try await close(fixture, "2026-05-01") }
            #expect(try await fixture.fixture.count("points_sheet") == 0)
            let first = try await close(fixture, "2026-02-01")
            for day in ["2026-05-01", "2026-08-01"] { _ = try await close(fixture, day) }
            for (day, score) in scores {
                #expect(try await fixture.score(on: day).score == Amount(score), "\(day) closed")
            }
            let clean = try await fixture.points.verify(under: nil, caller: Fixture.root)
            #expect(clean.faults.isEmpty && clean.sheets == 12)
            // What later periods rest on is not opened below them.
            await refused("points.later_closed") {
                try await fixture.points.reopen(first.period, decision: "更正", on: today, caller: Fixture.root)
            }
        }
    }

    @Test func theRankingOfAnOpenPeriodIsWhatTheScoresSay() async throws {
        try await PointsFixture.with(Self.scheme) { fixture in
            try await fixture.post("A2", 0, on: "2026-02-10")
            try await fixture.post("V1", 1, on: "2026-02-10")
            try await fixture.post("A1", 3, on: "2026-02-10")
            let ill = ExemptionOrder(key: "ill", since: TestSupport.day("2026-04-05"), until: nil, reason: "病休", document: "决1")
            _ = try await fixture.points.exempt(ill, [fixture.people[2]], scheme: "test", caller: Fixture.root)
            let day = TestSupport.day("2026-05-20")
            let county = try await fixture.fixture.services.organisations.scope("610116", caller: Fixture.root)
            let lines = try await fixture.points.liveRanking(
                scheme: "test", under: county, on: day, offset: 0, limit: 10, caller: Fixture.root)
            // Nobody has an entry in this quarter; the exempt member has no rank, the veto of the last is half of nothing.
            #expect(lines.map(\.subject) == [fixture.people[0], fixture.people[3], fixture.people[1]])
            for line in lines {
                let person = try #require(fixture.people.firstIndex(of: line.subject))
                let score = try await fixture.score(person, on: "2026-05-20", known: "2026-05-20").score
                #expect(line.score == score)
            }
            #expect(lines.map(\.score) == [Amount(46), Amount("45.5"), Amount(10)])
            let second = try await fixture.points.liveRanking(
                scheme: "test", under: county, on: day, offset: 1, limit: 1, caller: Fixture.root)
            #expect(second.map(\.subject) == [fixture.people[3]] && second.first?.name == "党员3")
        }
    }

    @Test func whatAClosedPeriodRestsOnStays() async throws {
        try await PointsFixture.with { fixture in
            let ill = ExemptionOrder(key: "ill", since: day("2026-01-05"), until: nil, reason: "病休", document: "决1")
            let exemption = try await fixture.points.exempt(
                ill, [fixture.people[0]], scheme: "test", caller: Fixture.root)[0]
            _ = try await close(fixture, "2026-02-01")
            func end(_ day: String) async throws {
                try await fixture.points.endExemption(
                    exemption, of: fixture.people[0], on: TestSupport.day(day), caller: Fixture.root)
            }
            await refused("points.basis_closed") { try await end("2026-03-31") }
            await refused("points.exemption_order") { try await end("2026-01-05") }
            try await end("2026-04-01")
            await refused("points.exemption_ended") { try await end("2026-04-02") }
            await refused("not_found") {
                try await fixture.points.endExemption(UUID(), of: fixture.people[0], on: today, caller: Fixture.root)
            }
            func join(_ day: String) async throws {
                _ = try await fixture.points.regroup(
                    [fixture.people[3]], to: "official", on: TestSupport.day(day), scheme: "test", caller: Fixture.root)
            }
            await refused("points.basis_closed") { try await join("2026-03-31") }
            try await join("2026-04-01")
            await refused("points.not_taking_part") { try await join("2026-04-01") }
            // Whoever comes anew begins after the closed period.
            let number = 7
            _ = try await fixture.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n610116001001,党员\(number),\(Fixture.number(number)),2005-07-01,full,true\n"
            )
            let person = try await fixture.fixture.person(number).id.value
            func enter(_ day: String) async throws {
                _ = try await fixture.points.join(
                    [ParticipationDraft(subject: person, group: "ordinary", since: TestSupport.day(day))], scheme: "test",
                    caller: Fixture.root)
            }
            await refused("points.basis_closed") { try await enter("2026-03-31") }
            try await enter("2026-04-01")
            let result = try await fixture.points.verify(under: nil, caller: Fixture.root)
            #expect(result.faults.isEmpty)
        }
    }

    @Test func aRefusedClosingLeavesTheLastSheetToBeRead() async throws {
        try await PointsFixture.with(
            TestScheme.ledger.replacing("otherwise: qualified, ", with: "").replacing("minimum: 1, ", with: "")
        ) { fixture in
            let first = try await close(fixture, "2026-02-01")
            try await fixture.points.reopen(first.period, decision: "更正", on: today, caller: Fixture.root)
            for person in 0...1 {
                for index in 0..<10 { try await fixture.post("A1", person, key: "\(index)", today: today) }
            }
            await refused("points.share_breach") { _ = try await close(fixture, "2026-02-01") }
            let page = try await fixture.points.sheet(
                of: first.period, under: nil, PageRequest(limit: 10), caller: Fixture.root)
            #expect(page.items.count == 4 && page.items.allSatisfy { $0.score == Amount(70) })
        }
    }

    @Test func aSheetCanBeReadWhenSomebodyHasMovedAway() async throws {
        try await PointsFixture.with { fixture in
            let outcome = try await close(fixture, "2026-02-01")
            let services = fixture.fixture.services
            let away = try await services.organisations.organisation("610102001001", caller: Fixture.root)
            try await services.members.transfer(
                Identifier(fixture.people[0]), to: away, on: day("2026-04-03"), caller: Fixture.root)
            let county = try await fixture.fixture.caller("610116", .viewer)
            let lines = try await fixture.points.sheet(
                of: outcome.period, under: nil, PageRequest(limit: 10), caller: county
            ).items
            #expect(lines.count == 4 && lines.first { $0.subject == fixture.people[0] }?.name == "—")
            let csv = try await fixture.points.sheetCSV(of: outcome.period, under: nil, caller: county)
            #expect(csv.split(separator: "\n").count == 5)
            // Where they are now, what was published about them can be seen.
            let there = try await fixture.fixture.caller("610102001001", .viewer)
            let seen = try await fixture.points.score(
                of: fixture.people[0], scheme: "test", on: day("2026-03-31"), known: today, caller: there)
            #expect(seen.sheet.score == Amount(70))
        }
    }
}
