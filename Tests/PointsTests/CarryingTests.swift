import Access
import Civil
import Composition
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

    private func close(_ fixture: PointsFixture, _ day: String) async throws -> PeriodClosed {
        try await fixture.points.close(day, on: "2026-10-08")
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
            let clean = try await fixture.points.verify()
            #expect(clean.faults.isEmpty && clean.sheets == 12)
            // What later periods rest on is not opened below them.
            await refused("points.later_closed") {
                try await fixture.points.reopen(first.period, on: today)
            }
        }
    }

    @Test func theRankingOfAnOpenPeriodIsWhatTheScoresSay() async throws {
        try await PointsFixture.with(Self.scheme) { fixture in
            try await fixture.post("A2", 0, on: "2026-02-10")
            try await fixture.post("V1", 1, on: "2026-02-10")
            try await fixture.post("A1", 3, on: "2026-02-10")
            _ = try await fixture.points.exempt(fixture.people[2], since: "2026-04-05")
            let day = TestSupport.day("2026-05-20")
            let lines = try await fixture.points.liveRanking(under: "610116", on: day)
            // Nobody has an entry in this quarter; the exempt member has no rank, the veto of the last is half of
            // nothing.
            #expect(lines.map(\.subject) == [fixture.people[0], fixture.people[3], fixture.people[1]])
            for line in lines {
                let person = try #require(fixture.people.firstIndex(of: line.subject))
                let score = try await fixture.score(person, on: "2026-05-20", known: "2026-05-20").score
                #expect(line.score == score)
            }
            #expect(lines.map(\.score) == [Amount(46), Amount("45.5"), Amount(10)])
            let second = try await fixture.points.liveRanking(under: "610116", on: day, limit: 1, after: "1")
            #expect(second.map(\.subject) == [fixture.people[3]] && second.first?.name == "党员3")
        }
    }

    @Test func whatAClosedPeriodRestsOnStays() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.points.exempt(fixture.people[0], since: "2026-01-05")
            _ = try await close(fixture, "2026-02-01")
            func end(_ day: String) async throws {
                try await fixture.points.endExemption(of: fixture.people[0], on: day)
            }
            await refused("points.basis_closed") { try await end("2026-03-31") }
            await refused("points.exemption_order") { try await end("2026-01-05") }
            try await end("2026-04-01")
            await refused("points.exemption_ended") { try await end("2026-04-02") }
            await refused("not_found") {
                try await fixture.points.endExemption(of: fixture.people[1], on: "2026-10-08")
            }
            func join(_ day: String) async throws {
                _ = try await fixture.points.regroup(fixture.people[3], to: "official", on: day)
            }
            await refused("points.basis_closed") { try await join("2026-03-31") }
            try await join("2026-04-01")
            await refused("points.not_taking_part") { try await join("2026-04-01") }
            // A member who comes later begins after the closed period.
            let number = 7
            _ = try await fixture.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + "610116001001,党员\(number),\(Fixture.number(number)),2005-07-01,full,true\n"
            )
            let person = Identifier<PointsSubject>(try await fixture.fixture.person(number).id)
            func enter(_ day: String) async throws {
                try await fixture.points.join([person], since: day)
            }
            await refused("points.basis_closed") { try await enter("2026-03-31") }
            try await enter("2026-04-01")
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty)
        }
    }

    @Test func aRefusedClosingLeavesTheLastSheetToBeRead() async throws {
        try await PointsFixture.with(
            TestScheme.ledger.replacing("otherwise: qualified, ", with: "").replacing("minimum: 1, ", with: "")
        ) { fixture in
            let first = try await close(fixture, "2026-02-01")
            try await fixture.points.reopen(first.period, on: today)
            for person in 0...1 {
                for index in 0..<10 { try await fixture.post("A1", person, key: "\(index)", today: today) }
            }
            await refused("points.share_breach") { _ = try await close(fixture, "2026-02-01") }
            let lines = try await fixture.points.sheet(of: first.period)
            #expect(lines.count == 4 && lines.allSatisfy { $0.score == Amount(70) })
        }
    }

    @Test func aSheetCanBeReadWhenSomebodyHasMovedAway() async throws {
        try await PointsFixture.with { fixture in
            let outcome = try await close(fixture, "2026-02-01")
            let services = fixture.fixture.services
            let away = try await services.organisations.organisation("610102001001", caller: Fixture.root)
            _ = try await services.members.move(
                Reference(fixture.person(0)), MoveOrder(organisation: Reference(away.code), on: day("2026-04-03")),
                on: day("2026-04-03"),
                caller: Fixture.root)
            let county = try await fixture.fixture.caller("610116", .viewer)
            let lines = try await fixture.points.sheet(of: outcome.period, caller: county)
            #expect(lines.count == 4 && lines.first { $0.subject == fixture.people[0] }?.name == "—")
            let csv = try await fixture.points.sheetCSV(of: outcome.period, caller: county)
            #expect(csv.split(separator: "\r\n").count == 5)
            // Where they are now, what was published about them can be seen.
            let there = try await fixture.fixture.caller("610102001001", .viewer)
            let seen = try await fixture.points.score(
                of: fixture.people[0], on: day("2026-03-31"), known: today, caller: there)
            #expect(seen.score == Amount(70))
        }
    }
}
