import Civil
import Composition
import Foundation
import Kernel
import Organisations
import Points
import Schemes
import TestSupport
import Testing

/// What low scores suggest, out of sheets that were published.
struct ProposalTests {
    private func close(_ fixture: PointsFixture, _ day: String) async throws {
        try await fixture.points.close(day, on: "2026-04-02")
    }

    private func proposals(_ fixture: PointsFixture, on day: String) async throws -> [ProposalLine] {
        try await fixture.points.proposals(on: day)
    }

    private func penalties(_ fixture: PointsFixture, _ person: Int, _ count: Int, on day: String) async throws {
        for index in 0..<count { try await fixture.post("P2", person, on: day, key: "\(day) \(index)") }
    }

    @Test func whoIsNotGradedIsNoPartOfTheirBranchsMean() async throws {
        let text = TestScheme.ledger.replacing("below: 60, periods: 1", with: "below: 60, of: branch")
        try await PointsFixture.with(text) { fixture in
            // 70, 70 and 20: without the probationary member the branch has 70.
            try await penalties(fixture, 2, 10, on: "2026-02-10")
            _ = try await fixture.points.regroup(fixture.people[2], to: "probationary", on: "2026-02-15")
            // The other branch has one member, at 55.
            try await penalties(fixture, 3, 3, on: "2026-02-10")
            try await close(fixture, "2026-02-01")
            let lines = try await proposals(fixture, on: "2026-03-31")
            #expect(lines.count == 1 && lines[0].subject == nil && lines[0].scores == [Amount(55)])
        }
    }

    @Test func aYearIsJudgedByItsMeanWhenItIsOver() async throws {
        let text = TestScheme.ledger.replacing("below: 60, periods: 1", with: "below: 60, over: roll_up")
        try await PointsFixture.with(text) { fixture in
            // One bad quarter of four: 40, and 70 three times. Three of four: 45 three times, and 70.
            try await penalties(fixture, 0, 6, on: "2025-02-10")
            for day in ["2025-02-10", "2025-05-10", "2025-08-10"] { try await penalties(fixture, 3, 5, on: day) }
            for quarter in ["2025-02-01", "2025-05-01", "2025-08-01"] { try await close(fixture, quarter) }
            let early = try await proposals(fixture, on: "2025-09-30")
            #expect(early.isEmpty, "the year is not over")
            try await close(fixture, "2025-11-01")
            let lines = try await proposals(fixture, on: "2025-12-31")
            #expect(lines.map(\.subject) == [fixture.people[3]] && lines[0].scores == [Amount("51.3")])
            // The year before still counts in the quarter after.
            let later = try await proposals(fixture, on: "2026-03-31")
            #expect(later.map(\.subject) == [fixture.people[3]])
        }
    }

    @Test func aQuarterInWhichSomebodyWasNotThereIsNoPartOfTheYear() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.points.exempt(fixture.people[0], since: "2025-04-01", until: "2025-10-01")
            try await fixture.post("A2", on: "2025-02-10")
            try await fixture.post("A2", on: "2025-05-10")
            let year = try await fixture.points.score(
                of: fixture.people[0], on: day("2025-12-31"), known: day("2026-12-31"), rolledUp: true)
            // 72 and 70: the two quarters of the illness, whatever they contain, are left out.
            #expect(year.score == Amount(71) && year.lines.count { $0.text.english.contains("left out") } == 2)
        }
    }
}
