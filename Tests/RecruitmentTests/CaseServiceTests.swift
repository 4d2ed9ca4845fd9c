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
import TestSupport
import Testing

/// Cases in the database: what is recorded, refused, corrected, and what follows for the person.
struct CaseServiceTests {
    private func refused(_ code: String, _ body: () async throws -> Void) async -> AppError? {
        let error = await #expect(throws: AppError.self) { try await body() }
        #expect(error?.code == code && error?.hint != nil, "\(code)")
        return error
    }

    @Test func fromTheApplicationToFullMembership() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(of: id)
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(file.recruitment.state == .admitted && file.steps.count == Story.days.count)
            #expect(file.steps.allSatisfy { !$0.step.isIrregular && !$0.isAnnulled })
            #expect(file.probationEnd == Day("2027-01-10"))
            // Each standing begins on its own day: the vote, and the end of probation (not the approvals).
            let statuses = try await cases.statuses()
            #expect(statuses.map(\.0) == [.applicant, .activist, .developmentTarget, .probationary, .full])
            #expect(
                statuses.map(\.1) == ["2024-03-01", "2024-09-20", "2025-10-20", "2026-01-10", "2027-01-10"])
            // Each step was judged by the set of its own day.
            #expect(file.steps.map(\.ruleSet).contains("2014") && file.steps.last?.ruleSet == "2026")
            let again = await refused("recruitment.member") { _ = try await cases.open() }
            #expect(again?.kind == .conflict)
        }
    }

    @Test func aRefusalNamesRuleDayAndRemedy() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .targetDecision, of: id)
            let early = await refused("recruitment.refused") {
                _ = try await cases.service.record(
                    CaseFixture.order(.targetDecision, "2025-09-24"), of: id, on: CaseFixture.today,
                    caller: Fixture.root)
            }
            // Filed on 2024-09-25: a year later is the first day.
            #expect(early?.hint?.english.contains("2025-09-25") == true && early?.rule?.contains("第十三条") == true)
            #expect(early?.facts.contains { $0.name == "first_permitted" && $0.value == "2025-09-25" } == true)
            let judged = try await cases.service.judge(
                CaseFixture.order(.branchMeeting, "2026-01-10"), of: id, caller: Fixture.root)
            #expect(!judged.permitted && judged.hint?.chinese.contains("预审") == true)
            _ = await refused("recruitment.ahead") {
                _ = try await cases.service.record(
                    CaseFixture.order(.targetDecision, "2025-09-26"), of: id, on: day("2025-09-25"),
                    caller: Fixture.root)
            }
            _ = await refused("recruitment.content") {
                _ = try await cases.service.record(
                    StepOrder(.contacts, on: StatedDate(day("2025-01-01")), key: "c"), of: id,
                    on: CaseFixture.today, caller: Fixture.root)
            }
            let count = try await cases.fixture.count("recruitment_step")
            #expect(count == 8, "nothing that was refused is there")
        }
    }

    @Test func anIrregularStepIsAFactOnWhichNothingRests() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .targetDecision, of: id)
            let order = CaseFixture.order(.targetDecision, "2025-09-01", irregular: "档案如此")
            let outcome = try await cases.service.record(order, of: id, on: CaseFixture.today, caller: Fixture.root)
            #expect(outcome.irregular && outcome.stage == .activist)
            let next = await refused("recruitment.refused") {
                _ = try await cases.service.record(
                    CaseFixture.order(.targetFiling, "2025-10-09"), of: id, on: CaseFixture.today,
                    caller: Fixture.root)
            }
            #expect(next?.message.english.contains("decision on the development target") == true)
            // Done again in time, the case goes on.
            _ = try await cases.service.record(
                CaseFixture.order(.targetDecision, "2025-09-26"), of: id, on: CaseFixture.today, caller: Fixture.root)
            _ = try await cases.service.record(
                CaseFixture.order(.targetFiling, "2025-10-09"), of: id, on: CaseFixture.today, caller: Fixture.root)
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            let irregular = file.steps.filter(\.step.isIrregular)
            #expect(irregular.count == 1 && irregular[0].reason == "档案如此")
            #expect(irregular[0].broken == ["target.one_year", "target.order"])
        }
    }

    @Test func aWrongEntryIsAnnulledUnlessSomethingRestsOnIt() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .targetDecision, of: id)
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            let talk = try #require(file.steps.first { $0.step.milestone == .talk })
            let rests = await refused("recruitment.rests") {
                _ = try await cases.service.annul(
                    step: talk.number, of: id, StepAnnulmentOrder(reason: "记错"), on: CaseFixture.today,
                    caller: Fixture.root)
            }
            #expect(rests?.message.chinese.contains("推荐") == true)
            let decision = try #require(file.steps.first { $0.step.milestone == .activistDecision })
            let opinions = try #require(file.steps.first { $0.step.milestone == .opinions })
            _ = await refused("recruitment.rests") {
                _ = try await cases.service.annul(
                    step: decision.number, of: id, StepAnnulmentOrder(reason: "记错"), on: CaseFixture.today,
                    caller: Fixture.root)
            }
            _ = try await cases.service.annul(
                step: opinions.number, of: id, StepAnnulmentOrder(reason: "记错"), on: CaseFixture.today,
                caller: Fixture.root)
            let after = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(after.steps.count == file.steps.count && !after.facts.has(.opinions))
            // Under a key that somebody chose nothing else is recorded; where nobody chose one the next key is free.
            _ = try await cases.service.record(
                CaseFixture.order(.opinions, "2025-09-23", key: "k"), of: id, on: CaseFixture.today,
                caller: Fixture.root)
            let wrong = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            _ = try await cases.service.annul(
                step: try #require(wrong.steps.last?.number), of: id, StepAnnulmentOrder(reason: "又记错"),
                on: CaseFixture.today, caller: Fixture.root)
            _ = await refused("recruitment.key_annulled") {
                _ = try await cases.service.record(
                    CaseFixture.order(.opinions, "2025-09-23", key: "k"), of: id, on: CaseFixture.today,
                    caller: Fixture.root)
            }
            // The very step that was annulled, sent again by a program, is not recorded; with another content it is.
            let same = CaseFixture.order(.opinions, "2025-09-24")
            _ = await refused("recruitment.step_annulled") {
                _ = try await cases.service.record(same, of: id, on: CaseFixture.today, caller: Fixture.root)
            }
            var statement = same.statement
            statement.details.place = "会议室"
            let other = StepOrder(
                same.milestone, on: same.on, statement, evidence: same.evidence, key: same.key)
            for isNew in [true, false] {
                let again = try await cases.service.record(
                    other, of: id, on: CaseFixture.today, caller: Fixture.root)
                #expect(again.isNew == isNew)
            }
            let file2 = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(file2.steps.last?.key == "opinions:2025-09-24#2")
        }
    }

    @Test func aStepIsRecordedOnce() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            let order = CaseFixture.order(.application, "2024-03-01", key: "a")
            let first = try await cases.service.record(order, of: id, on: CaseFixture.today, caller: Fixture.root)
            let second = try await cases.service.record(order, of: id, on: CaseFixture.today, caller: Fixture.root)
            #expect(first.isNew && !second.isNew && second.number == first.number)
            _ = await refused("recruitment.key_reused") {
                _ = try await cases.service.record(
                    CaseFixture.order(.application, "2024-03-02", key: "a"), of: id, on: CaseFixture.today,
                    caller: Fixture.root)
            }
            let dry = try await cases.service.record(
                CaseFixture.order(.talk, "2024-03-15"), of: id, on: CaseFixture.today, dryRun: true,
                caller: Fixture.root)
            #expect(dry.isNew)
            #expect(try await cases.fixture.count("recruitment_step") == 1)
            // Writers of one case come one after the other.
            let service = cases.service
            try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<10 {
                    group.addTask {
                        try await service.record(
                            CaseFixture.order(.talk, "2024-03-15", key: "t\(index % 2)"), of: id,
                            on: CaseFixture.today, caller: Fixture.root
                        ).number
                    }
                }
                var numbers: Set<Int> = []
                for try await number in group { numbers.insert(number) }
                #expect(numbers == [2, 3])
            }
        }
    }

    @Test func anApplicationAfterACancellationIsANewCase() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            _ = await refused("recruitment_case_one_open") { _ = try await cases.open() }
            _ = try await cases.service.withdraw(
                id, CaseRulingOrder(reason: "本人撤回", document: "说明1", on: day("2024-05-01")), on: CaseFixture.today,
                caller: Fixture.root)
            _ = await refused("recruitment.ended") {
                _ = try await cases.service.record(
                    CaseFixture.order(.application, "2024-03-01"), of: id, on: CaseFixture.today, caller: Fixture.root)
            }
            let second = try await cases.open()
            #expect(second != id)
            let own = CaseQuery(person: Reference(try await cases.person()))
            let all = try await cases.service.cases(own, PageRequest(), caller: Fixture.root)
            #expect(all.items.map(\.state) == [.withdrawn, .open])
        }
    }

    @Test func anAdmissionAgainstTheRulesIsNotRecognisedAndNothingIsErased() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .fullApplication, of: id)
            let steps = try await cases.fixture.count("recruitment_step")
            _ = await refused("recruitment.probation") {
                _ = try await cases.service.withdraw(
                    id, CaseRulingOrder(reason: "r", document: "d", on: CaseFixture.today), on: CaseFixture.today,
                    caller: Fixture.root)
            }
            _ = try await cases.service.refuseRecognition(
                of: id, CaseRulingOrder(reason: "突击发展", document: "组〔2026〕9号", on: day("2026-06-01")),
                on: CaseFixture.today, caller: Fixture.root)
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(file.recruitment.state == .unrecognised && file.ruling?.document == "组〔2026〕9号")
            #expect(file.deadlines.isEmpty)
            #expect(try await cases.fixture.count("recruitment_step") == steps)
            let memberships = try await cases.memberships()
            #expect(memberships.last?.endedAs == .cancelled && memberships.last?.until == Day("2026-06-01"))
        }
    }

    @Test func whoIsCancelledIsNoMemberAndMayApplyAgainAfterRegistration() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .fullMeeting, of: id)
            for (milestone, date, content) in [
                (Milestone.fullMeeting, "2027-01-12", StepContent.resolution(Story.ballot, .cancel)),
                (.fullApproval, "2027-02-01", .decision(.cancel, by: .primaryCommittee)),
            ] {
                _ = try await cases.service.record(
                    CaseFixture.order(milestone, date, content: content), of: id, on: CaseFixture.today,
                    caller: Fixture.root)
            }
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(file.recruitment.state == .cancelled)
            let last = try await cases.memberships().last
            #expect(last?.status == .probationary && last?.endedAs == .cancelled)
        }
    }

    @Test func aCaseMovesWithThePersonAndItsStepsContinueToCount() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .targetDecision, of: id)
            let services = cases.fixture.services
            _ = try await services.members.move(
                Reference(cases.person()), MoveOrder(organisation: "610102001001", on: day("2025-06-01")),
                on: CaseFixture.today, caller: Fixture.root)
            let there = try await cases.fixture.caller("610102", .clerk)
            let here = try await cases.fixture.caller("610116", .clerk)
            // The year runs from the filing at the old branch.
            let outcome = try await cases.service.record(
                CaseFixture.order(.targetDecision, "2025-09-26"), of: id, on: CaseFixture.today, caller: there)
            #expect(outcome.isNew)
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: there)
            #expect(file.facts.transfers == [day("2025-06-01")] && file.recruitment.organisationCode == "610102001001")
            _ = await refused("not_found") {
                _ = try await cases.service.file(id, on: CaseFixture.today, caller: here)
            }
        }
    }

    @Test func sponsorsAreLookedUpAndHoursComeFromTheTrainingLedger() async throws {
        try await CaseFixture.with { cases in
            _ = try await cases.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + (10...12).map {
                        "610116001001,党员\($0),\(Fixture.number($0)),\($0 == 12 ? "2026-01-01,probationary" : "2005-07-01,full"),true\n"
                    }.joined())
            let id = try await cases.open()
            try await cases.record(until: .introducers, of: id)
            func introduce(_ people: [Int], key: String) async throws -> StepOutcome {
                var orders: [SponsorOrder] = []
                for person in people {
                    orders.append(
                        SponsorOrder(person: Reference(try await cases.person(person)), fullMember: true))
                }
                return try await cases.service.record(
                    StepOrder(
                        .introducers, on: StatedDate(TestSupport.day("2025-10-21")), StepStatement(people: orders),
                        key: key),
                    of: id, on: CaseFixture.today, caller: Fixture.root)
            }
            // The register knows better than the form: somebody is no full member yet.
            let error = await refused("recruitment.refused") { _ = try await introduce([10, 12], key: "x") }
            #expect(error?.facts.first?.name == "introducers.two")
            _ = try await introduce([10, 11], key: "y")
            let introduced = try await cases.service.details(of: id, on: CaseFixture.today, caller: Fixture.root)
            #expect(introduced.steps.last?.people == ["党员10", "党员11"])
            _ = try await cases.service.record(
                CaseFixture.order(.politicalReview, "2025-11-20"), of: id, on: CaseFixture.today, caller: Fixture.root)
            func train(_ key: String) async throws -> StepOutcome {
                try await cases.service.record(
                    StepOrder(.shortTraining, on: StatedDate(TestSupport.day("2025-12-03")), key: key), of: id,
                    on: CaseFixture.today, caller: Fixture.root)
            }
            _ = await refused("recruitment.refused") { _ = try await train("h") }
            let person = try await cases.person()
            for (day, hours) in [("2025-10-19", 40), ("2025-11-01", 16), ("2025-12-03", 8), ("2025-12-04", 40)] {
                try await cases.fixture.owner.script(
                    """
                    INSERT INTO credit (person_id, id, path, source, class_name, level, kinds, earned_on, counts_from,
                        hours, completions, audit_event_id)
                    SELECT id, gen_random_uuid(), path, 'import', '班\(day)', 'county', '{annual}', '\(day)',
                        '\(day)', \(hours), 1, audit_event_id FROM person WHERE id = '\(person)'
                    """)
            }
            // Sixteen and eight between the listing and the day; what came before or after does not count.
            _ = try await train("h")
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(file.steps.last?.step.content == .training(days: 0, hours: 24, exemption: nil, credited: 24))
        }
    }

    @Test func whoMayDoWhat() async throws {
        try await CaseFixture.with { cases in
            let clerk = try await cases.fixture.caller("610116", .clerk)
            let viewer = try await cases.fixture.caller("610116", .viewer)
            let neighbour = try await cases.fixture.caller("610102", .clerk)
            let id = try await cases.open(caller: clerk)
            let forbidden = await #expect(throws: AppError.self) { _ = try await cases.open(1, caller: viewer) }
            #expect(forbidden?.code == "access.forbidden")
            _ = await refused("not_found") { _ = try await cases.open(1, caller: neighbour) }
            _ = await refused("not_found") {
                _ = try await cases.service.record(
                    CaseFixture.order(.application, "2024-03-01"), of: id, on: CaseFixture.today, caller: neighbour)
            }
            for (milestone, date) in Story.days.prefix(4) {
                _ = try await cases.service.record(
                    CaseFixture.order(milestone, date), of: id, on: CaseFixture.today, caller: clerk)
            }
            // The committee's answer is not the branch's to record.
            let filing = await #expect(throws: AppError.self) {
                _ = try await cases.service.record(
                    CaseFixture.order(.activistFiling, "2024-09-25"), of: id, on: CaseFixture.today, caller: clerk)
            }
            #expect(filing?.code == "access.forbidden")
            let page = try await cases.service.cases(
                CaseQuery(stage: .activist, state: .open), PageRequest(limit: 10), caller: viewer)
            #expect(page.items.map(\.id) == [id.identifier])
        }
    }
}
