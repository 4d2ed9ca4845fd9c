import Access
import Civil
import Composition
import Foundation
import Kernel
import Organisations
import Postgres
import Procedures
import Recruitment
import TestSupport
import Testing

/// What is due, as a list over branches.
struct DeadlineListTests {
    private func lines(
        _ cases: CaseFixture, _ filter: DeadlineFilter = .all, on day: String, days: Int = 30,
        caller: Caller = Fixture.root
    ) async throws -> [String] {
        let today = TestSupport.day(day)
        return try await cases.service.deadlines(
            DeadlineQuery(filter: filter, days: days), PageRequest(limit: 100), on: today, caller: caller
        ).items.map { "\($0.rule) \($0.due)" }
    }

    @Test func theListFollowsTheCase() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            let service = cases.service
            func step(_ milestone: Milestone, _ date: String) async throws {
                _ = try await service.record(
                    CaseFixture.order(milestone, date), of: id, on: day(date), caller: Fixture.root)
            }
            try await step(.application, "2024-03-01")
            // One month after the application; thirty days before it is not yet in the list.
            #expect(try await lines(cases, on: "2024-03-01", days: 30) == [])
            #expect(try await lines(cases, on: "2024-03-02", days: 30) == ["talk.month 2024-04-01"])
            #expect(try await lines(cases, .late, on: "2024-04-01") == [])
            #expect(try await lines(cases, .late, on: "2024-04-02") == ["talk.month 2024-04-01"])
            try await step(.talk, "2024-04-03")
            #expect(try await lines(cases, on: "2024-04-03", days: 3000) == [])
            for (milestone, date) in Story.days
            where [
                .recommendation, .activistDecision, .activistFiling, .contacts,
            ].contains(milestone) {
                try await step(milestone, date)
            }
            #expect(try await lines(cases, on: "2025-03-01") == ["review.half_year 2025-03-25"])
            let county = try await cases.fixture.caller("610116", .viewer)
            let neighbour = try await cases.fixture.caller("610102", .viewer)
            #expect(try await lines(cases, on: "2025-03-01", caller: county).count == 1)
            #expect(try await lines(cases, on: "2025-03-01", caller: neighbour).isEmpty)
            let overview = try await service.overview(OverviewQuery(days: 6), on: day("2025-03-26"), caller: county)
            #expect(overview.deadlines.map(\.late) == [1] && overview.stages.map(\.cases) == [1])
            #expect(overview.stages.first?.stage == .activist)
        }
    }

    @Test func pagesGoOnWhereTheLastEnded() async throws {
        try await CaseFixture.with { cases in
            for person in 0..<4 {
                let id = try await cases.open(person)
                _ = try await cases.service.record(
                    CaseFixture.order(.application, "2024-03-0\(person + 1)"), of: id, on: day("2024-03-10"),
                    caller: Fixture.root)
            }
            let today = day("2024-03-20")
            var (found, after): ([Identifier<RecruitmentCase>], String?) = ([], nil)
            repeat {
                let page = try await cases.service.deadlines(
                    DeadlineQuery(), PageRequest(limit: 1, after: after), on: today, caller: Fixture.root)
                found += page.items.map(\.recruitment)
                after = page.next
            } while after != nil
            #expect(found.count == 4 && Set(found).count == 4)
            let bad = await #expect(throws: AppError.self) {
                _ = try await cases.service.deadlines(
                    DeadlineQuery(days: 0), PageRequest(limit: 1, after: "x~y"), on: today, caller: Fixture.root)
            }
            #expect(bad?.code == "value.invalid")
            for days in [-1, 3661, .max] {
                let far = await #expect(throws: AppError.self) {
                    _ = try await cases.service.overview(OverviewQuery(days: days), on: today, caller: Fixture.root)
                }
                #expect(far?.code == "value.invalid")
            }
        }
    }

    @Test func aNewRuleSetAppliesAfterARefresh() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            for (milestone, date) in Story.days {
                if milestone == .targetNotice { break }
                _ = try await cases.service.record(
                    CaseFixture.order(milestone, date), of: id, on: day("2025-10-09"), caller: Fixture.root)
            }
            #expect(
                try await cases.service.refresh(CaseRefreshOrder(), on: day("2026-05-10"), caller: Fixture.root).cases
                    == 0)
            #expect(
                try await cases.service.refresh(CaseRefreshOrder(), on: day("2026-05-11"), caller: Fixture.root).cases
                    == 1)
            #expect(
                try await cases.service.refresh(CaseRefreshOrder(), on: day("2026-05-12"), caller: Fixture.root).cases
                    == 0)
            let file = try await cases.service.file(id, on: day("2026-05-12"), caller: Fixture.root)
            #expect(file.recruitment.ruleSet == "2026")
        }
    }
}
