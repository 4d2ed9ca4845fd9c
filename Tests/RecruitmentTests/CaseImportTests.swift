import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import Procedures
import Recruitment
import Sheets
import TestSupport
import Testing
import Wire

/// Paper files as a table.
struct CaseImportTests {
    /// The story as a row, up to a milestone.
    private func row(_ person: String, until end: Milestone, materials: String = "齐全", irregular: String = "") -> String
    {
        var cells: [Milestone: String] = [:]
        for (milestone, date) in Story.days {
            if milestone == end { break }
            switch milestone.shape {
            case .notice: cells[milestone] = "\(date)~\(day(date).adding(days: 6))"
            case .people: cells[milestone] = "\(date) 合成甲、合成乙"
            case .training: cells[milestone] = "\(date) 24h"
            case .resolution: cells[milestone] = "\(date) 12/10/9"
            default: cells[milestone] = date
            }
        }
        let steps = CaseSheet.milestones.map { cells[$0] ?? "" }
        return ([person] + steps + [materials, irregular]).map { "\"\($0)\"" }.joined(separator: ",")
    }

    private var head: String { CaseSheet.columns.map(\.headings[0]).joined(separator: ",") }

    private func take(_ cases: CaseFixture, _ rows: [String], dryRun: Bool = false) async throws -> (Int, Int) {
        let text = ([head] + rows).joined(separator: "\n") + "\n"
        let outcome = try await cases.service.importCases(
            Array(text.utf8), ImportOrder(dryRun: dryRun, again: true), on: CaseFixture.today, caller: Fixture.root)
        return (outcome.added, outcome.irregular)
    }

    @Test func aRowMakesTheCaseThatItsStepsWouldHaveMade() async throws {
        try await CaseFixture.with { cases in
            let recorded = try await cases.open(0)
            try await cases.record(until: .activistDecision, of: recorded)
            let dry = try await take(cases, [row(Fixture.number(1), until: .activistDecision)], dryRun: true)
            #expect(dry == (1, 0))
            #expect(try await cases.fixture.count("recruitment_case") == 1)
            let taken = try await take(
                cases,
                [
                    row(Fixture.number(1), until: .activistDecision),
                    row(cases.person(2).description, until: .talk),
                ])
            #expect(taken == (2, 0))
            let first = try await cases.service.file(recorded, on: CaseFixture.today, caller: Fixture.root)
            // The imported case is found by its person.
            let id = Reference<RecruitmentCase>(try await cases.person(1).description)
            let second = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(
                first.steps.map { [$0.step.milestone.rawValue, $0.step.date.description, $0.ruleSet] }
                    == second.steps.map { [$0.step.milestone.rawValue, $0.step.date.description, $0.ruleSet] })
            #expect(first.steps.map(\.step.content) == second.steps.map(\.step.content))
            let dues = try await cases.fixture.owner.query(
                "SELECT rule, due_on FROM recruitment_due WHERE case_id = \(second.recruitment.id.value) ORDER BY rule")
            let others = try await cases.fixture.owner.query(
                "SELECT rule, due_on FROM recruitment_due WHERE case_id = \(first.recruitment.id.value) ORDER BY rule")
            #expect(try dues.map { try $0["due_on"] as Day } == others.map { try $0["due_on"] as Day })
            // The case goes on like any other.
            let next = try await cases.service.record(
                CaseFixture.order(.activistDecision, "2024-09-20"), of: id, on: CaseFixture.today, caller: Fixture.root)
            #expect(next.isNew && next.number == second.steps.count + 1)
        }
    }

    @Test func wholeOrNotAtAll() async throws {
        try await CaseFixture.with { cases in
            func refused(_ rows: [String]) async -> AppError? {
                await #expect(throws: AppError.self) { _ = try await take(cases, rows) }
            }
            let number = Fixture.number(0)
            let fine = row(number, until: .activistDecision)
            // A target's steps of somebody who is an applicant by the register.
            let standing = await refused([fine, row(Fixture.number(1), until: .introducers)])
            #expect(standing?.cells.map(\.row) == [3] && standing?.cells.first?.column == "person")
            let early = await refused([fine.replacing("2024-09-10", with: "2024-03-10")])
            #expect(early?.cells.first?.column == "recommendation")
            let unknown = await refused([row(Fixture.number(30), until: .talk)])
            #expect(unknown?.cells.first?.reason.english == "nobody on the register")
            let twice = await refused([fine, fine])
            #expect(twice?.cells.first?.reason.english.contains("row 2") == true)
            let person = try await cases.person(0).description
            let twiceOtherwise = await refused([fine, fine.replacing(number, with: person)])
            #expect(twiceOtherwise?.cells.first?.reason.english.contains("row 2") == true)
            let shape = await refused([fine.replacing("2024-03-15", with: "三月")])
            #expect(shape?.cells.first?.column == "党组织派人谈话")
            let bare = await refused([row(number, until: .talk, materials: "")])
            #expect(bare?.cells.first?.column == "application")
            #expect(try await cases.fixture.count("recruitment_case") == 0)
            // With a reason what a gate refuses is taken as irregular.
            let irregular = try await take(
                cases, [row(number, until: .talk, materials: "", irregular: "档案缺申请书")])
            #expect(irregular == (1, 1))
            // The same file again changes nothing; further steps of a case on file are not passed over in silence; a
            // second case beside the open one is an error.
            #expect(
                try await take(cases, [row(number, until: .talk, materials: "", irregular: "档案缺申请书")]) == (0, 0))
            let more = await refused([fine])
            #expect(more?.cells.first?.reason.english.contains("steps: 1") == true)
            #expect(try await cases.fixture.count("recruitment_case") == 1)
            let again = await refused([fine.replacing("2024-03-01", with: "2024-03-02")])
            #expect(again?.cells.first?.reason.english == "a case is open already")
        }
    }

    @Test func whoMayNotApplyYetIsRefusedWithTheDay() async throws {
        try await CaseFixture.with { cases in
            func register(since day: String, _ status: MembershipStatus) async throws {
                _ = try await cases.fixture.importPeople(
                    "organisation,name,id_number,since,status,synthetic\n"
                        + "610116001001,测试,\(Fixture.number(9)),\(day),\(status.rawValue),true\n")
            }
            // Expelled, and registered again as an applicant when the five years were over.
            try await register(since: "2005-07-01", .full)
            _ = try await cases.fixture.services.members.decide(
                DecisionOrder(
                    .expel, ground: "discipline", groundSince: nil, on: day("2019-09-01"), document: "决",
                    reason: "r"),
                about: Reference(cases.fixture.person(9).id), on: CaseFixture.today, caller: Fixture.root)
            try await register(since: "2024-09-01", .applicant)
            func applied(_ day: String) -> String {
                row(Fixture.number(9), until: .talk).replacing("2024-03-01", with: day)
            }
            let refusal = await #expect(throws: AppError.self) { _ = try await take(cases, [applied("2024-08-31")]) }
            let cell = try #require(refusal?.cells.first)
            #expect(cell.column == "person" && cell.reason.english.contains("2024-09-01"), "\(cell)")
            #expect(try await take(cases, [applied("2024-09-01")]) == (1, 0))
        }
    }

    /// By name alone nobody is distinguished from a namesake, who has a number.
    @Test(arguments: [Milestone.contacts, .introducers])
    func nobodyIsTheirOwnContactOrIntroducer(_ milestone: Milestone) async throws {
        try await CaseFixture.with { cases in
            _ = try await cases.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + "610116001001,申请人0,\(Fixture.number(40)),2005-07-01,full,true\n")
            let own = try await cases.person(0)
            let date = try #require(Story.days.first { $0.0 == milestone }?.1)
            func order(_ sponsor: SponsorOrder) -> StepOrder {
                StepOrder(
                    milestone, on: StatedDate(day(date)),
                    StepStatement(
                        people: [sponsor, SponsorOrder(name: "合成乙", fullMember: true)]))
            }
            let recorded = try await cases.open(0)
            for sponsor in [
                SponsorOrder(person: Reference(own)), SponsorOrder(person: Reference(Fixture.number(0))),
                SponsorOrder(name: "申请人0", fullMember: true), SponsorOrder(name: "申请人 0", fullMember: true),
            ] {
                let error = await #expect(throws: AppError.self) {
                    _ = try await cases.service.judge(order(sponsor), of: recorded, caller: Fixture.root)
                }
                #expect(error?.code == "value.invalid" && error?.message.chinese.contains("本人以外") == true)
            }
            // The namesake, named by number.
            _ = try await cases.service.judge(
                order(SponsorOrder(person: Reference(Fixture.number(40)))), of: recorded, caller: Fixture.root)
            let sheet = row(Fixture.number(1), until: .politicalReview).replacing("合成甲", with: "申请人1")
            let refusal = await #expect(throws: AppError.self) { _ = try await take(cases, [sheet]) }
            #expect(refusal?.cells.map(\.row) == [2])
            #expect(refusal?.cells.first?.reason.chinese.contains("本人以外") == true, "\(String(describing: refusal))")
        }
    }
}
