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

/// Unusual courses of a case: people who move between vote and approval, cases that have ended, admissions against the
/// rules, and who may record what.
struct CaseCourseTests {
    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "done"
        } catch let error as AppError { return error.code } catch { return "\(error)" }
    }

    private func record(
        _ cases: CaseFixture, _ milestone: Milestone, _ day: String, of id: Reference<RecruitmentCase>,
        content: StepContent? = nil, irregular: String? = nil, caller: Caller = Fixture.root
    ) async throws {
        _ = try await cases.service.record(
            CaseFixture.order(milestone, day, content: content, irregular: irregular), of: id, on: CaseFixture.today,
            caller: caller)
    }

    private func move(_ cases: CaseFixture, to code: String, on date: String) async throws {
        _ = try await cases.fixture.services.members.move(
            Reference(cases.person()), MoveOrder(organisation: Reference(code), on: day(date)), on: CaseFixture.today,
            caller: Fixture.root)
    }

    @Test func anApprovalAfterATransferCountsFromTheVote() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .approvalTalk, of: id)
            try await move(cases, to: "610102001001", on: "2026-02-01")
            try await record(cases, .approvalTalk, "2026-02-10", of: id)
            try await record(cases, .approval, "2026-03-10", of: id)
            let rows = try await cases.memberships()
            #expect(rows.last?.status == .probationary && rows.last?.since == TestSupport.day("2026-02-02"))
            #expect(rows.last?.countsFrom == TestSupport.day("2026-01-10"))
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(file.probationEnd == TestSupport.day("2027-01-10"))
            // In probation to another branch again, after its end: the standing still counts from the end of probation.
            for step in [Milestone.oath, .fullApplication] {
                try await record(cases, step, step == .oath ? "2026-04-01" : "2026-12-20", of: id)
            }
            try await move(cases, to: "610116001002", on: "2027-02-01")
            for (milestone, day) in [
                (Milestone.fullOpinions, "2027-02-10"), (.fullCommitteeReview, "2027-02-12"),
                (.fullMeeting, "2027-02-20"), (.fullApproval, "2027-03-01"),
            ] { try await record(cases, milestone, day, of: id) }
            let full = try await cases.memberships().last
            #expect(full?.status == .full && full?.countsFrom == TestSupport.day("2027-01-10"))
        }
    }

    @Test func theSeatStaysWithTheBranchThatAdmitted() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .oath, of: id)
            let (before, after): (Reference<Organisation>, Reference<Organisation>) = ("610116", "610102")
            func used(_ organisation: Reference<Organisation>, by caller: Caller = Fixture.root) async throws -> Int {
                try await cases.service.quota(
                    of: organisation, QuotaQuery(year: 2026), on: CaseFixture.today, caller: caller
                ).own.used
            }
            #expect(try await used(before) == 1)
            try await move(cases, to: "610102001001", on: "2026-06-01")
            #expect(try await used(before) == 1)
            #expect(try await used(after) == 0)
            // A clerk of the old county, who does not see the person any more, sees the seat.
            let clerk = try await cases.fixture.caller("610116", .clerk)
            #expect(try await used(before, by: clerk) == 1)
            let idle = try await cases.service.idleBranches(
                IdleQuery(scope: before, years: 3), PageRequest(limit: 50), on: day("2027-01-01"), caller: clerk)
            #expect(!idle.items.map(\.code).contains("610116001001"))
            // Not recognised: the seat is free again, by a decision of the county where the person is now.
            let reviewer = try await cases.fixture.caller("610102", .reviewer)
            _ = try await cases.service.refuseRecognition(
                of: id, CaseRulingOrder(reason: "突击发展", document: "d", on: day("2026-07-01")), on: CaseFixture.today,
                caller: reviewer)
            #expect(try await used(before) == 0)
        }
    }

    @Test func moreSeatsThanThereAreAreNamedAndNotForbidden() async throws {
        try await CaseFixture.with { cases in
            let order = QuotaOrder(
                organisation: "610116", year: 2026, seats: 1, batch: 1, document: "d", reason: "r",
                on: day("2026-02-01"))
            _ = try await cases.service.changeQuota(order, on: CaseFixture.today, caller: Fixture.root)
            var seats: [[Int]] = []
            for index in 0...1 {
                let id = try await cases.open(index)
                try await cases.record(until: .approval, of: id)
                let outcome = try await cases.service.record(
                    CaseFixture.order(.approval, "2026-03-10"), of: id, on: CaseFixture.today, caller: Fixture.root)
                seats.append(outcome.seats.map(\.left))
            }
            #expect(seats == [[0], [-1]])
            let sheet = try await cases.service.quota(
                of: "610116", QuotaQuery(year: 2026), on: CaseFixture.today, caller: Fixture.root)
            #expect(sheet.changes.map(\.batch) == [1] && sheet.own.left == -1)
        }
    }

    @Test func aCaseThatARulingEndedTakesNothingMore() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .targetDecision, of: id)
            _ = try await cases.fixture.services.members.decide(
                DecisionOrder(
                    .die, ground: "death", groundSince: nil, on: day("2025-10-01"), document: "d", reason: "r"),
                about: Reference(cases.person()), on: CaseFixture.today, caller: Fixture.root)
            let refused = await code { try await record(cases, .targetDecision, "2025-09-26", of: id) }
            #expect(refused == "recruitment.ended")
            let annulled = await code {
                _ = try await cases.service.annul(
                    step: 8, of: id, StepAnnulmentOrder(reason: "r"), on: CaseFixture.today, caller: Fixture.root)
            }
            #expect(annulled == "recruitment.ended")
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(file.recruitment.state == .ended)
        }
    }

    @Test func aCancellationIsNotAnnulledWithTheMembershipGone() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .fullMeeting, of: id)
            try await record(cases, .fullMeeting, "2027-01-12", of: id, content: .resolution(Story.ballot, .cancel))
            try await record(
                cases, .fullApproval, "2027-02-01", of: id, content: .decision(.cancel, by: .primaryCommittee))
            let number = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root).steps.count
            let annulled = await code {
                _ = try await cases.service.annul(
                    step: number, of: id, StepAnnulmentOrder(reason: "r"), on: CaseFixture.today, caller: Fixture.root)
            }
            #expect(annulled == "recruitment.standing_rests")
            // After a cancellation a person applies again once registered, and the new case starts empty.
            _ = try await cases.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n610116001001,申请人0,\(Fixture.number(0)),2027-04-01,applicant,true\n",
                on: CaseFixture.today)
            let second = try await cases.open(on: "2027-04-01")
            let file = try await cases.service.file(second, on: CaseFixture.today, caller: Fixture.root)
            #expect(file.steps.isEmpty && file.recruitment.stage == .applicant && file.recruitment.state == .open)
        }
    }

    @Test func anIrregularAdmissionIsNotRecognisedEither() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .approvalTalk, of: id)
            // No talk was held before the committee approved.
            try await record(cases, .approval, "2026-03-10", of: id, irregular: "未谈话")
            #expect(try await cases.statuses().last?.0 == .developmentTarget)
            _ = try await cases.service.refuseRecognition(
                of: id, CaseRulingOrder(reason: "未履行程序", document: "组〔2026〕9号", on: day("2026-06-01")),
                on: CaseFixture.today, caller: Fixture.root)
            let file = try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root)
            #expect(file.recruitment.state == .unrecognised && file.steps.last?.step.isIrregular == true)
        }
    }

    @Test func committeesRecordFromAbove() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .activistFiling, of: id)
            let branch = try await cases.fixture.caller("610116001001", .reviewer)
            let township = try await cases.fixture.caller("610116001", .reviewer)
            let refused = await code { try await record(cases, .activistFiling, "2024-09-25", of: id, caller: branch) }
            #expect(refused == "recruitment.superior")
            let filed = await code { try await record(cases, .activistFiling, "2024-09-25", of: id, caller: township) }
            let named = await code { try await record(cases, .contacts, "2024-09-26", of: id, caller: branch) }
            #expect(filed == "done" && named == "done")
        }
    }

    @Test func aMistypedDayIsCorrectedAndTheStandingCountsFromTheRightOne() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .activistDecision, of: id)
            // Typed a week too late, and noticed before anything rested on it.
            try await record(cases, .activistDecision, "2024-09-27", of: id)
            let wrong = try #require(
                try await cases.service.file(id, on: CaseFixture.today, caller: Fixture.root).steps.last)
            func annul() async -> String {
                await code {
                    _ = try await cases.service.annul(
                        step: wrong.number, of: id, StepAnnulmentOrder(reason: "日期误登"), on: CaseFixture.today,
                        caller: Fixture.root)
                }
            }
            let alone = await annul()
            #expect(alone == "recruitment.standing_rests")
            try await record(cases, .activistDecision, "2024-09-20", of: id)
            let beside = await annul()
            #expect(beside == "done")
            let rows = try await cases.memberships()
            #expect(rows.map(\.status) == [.applicant, .activist] && rows.last?.countsFrom == day("2024-09-20"))
            try await record(cases, .activistFiling, "2024-09-25", of: id)
        }
    }

    @Test func whatAMeetingCannotResolveIsRefused() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .branchMeeting, of: id)
            for outcome in [
                Resolution.convert, .cancel, .extend(until: day("2027-01-01")), .postpone(until: day("2027-01-01")),
            ] {
                let answer = await code {
                    try await record(
                        cases, .branchMeeting, "2026-01-10", of: id, content: .resolution(Story.ballot, outcome))
                }
                #expect(answer == "value.invalid", "\(outcome)")
            }
            // Nine of twelve voted for it, which is not a refusal.
            let refusal = await code {
                try await record(
                    cases, .branchMeeting, "2026-01-10", of: id, content: .resolution(Story.ballot, .refuse))
            }
            #expect(refusal == "recruitment.refused")
        }
    }

    @Test func theMembersOfTheBallotAreComparedWithTheRegister() async throws {
        try await CaseFixture.with { cases in
            _ = try await cases.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + (20...22).map { "610116001001,党员\($0),\(Fixture.number($0)),2005-07-01,full,true\n" }.joined())
            let id = try await cases.open()
            try await cases.record(until: .branchMeeting, of: id)
            let outcome = try await cases.service.record(
                CaseFixture.order(.branchMeeting, "2026-01-10"), of: id, on: CaseFixture.today, caller: Fixture.root)
            let base = outcome.verdict.findings.first { $0.rule == "meeting.base" }
            #expect(base?.holds == false && base?.kind != .gate)
            #expect(base?.basis.contains("12 ≠ 3") == true)
        }
    }

    @Test func hoursThatAreStatedNeedTheLedgerOrACertificate() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .shortTraining, of: id)
            func broken(_ evidence: [String]) async throws -> [String] {
                var statement = StepStatement()
                statement.details.hours = 24
                let order = StepOrder(
                    .shortTraining, on: StatedDate(day("2025-12-03")), statement, evidence: evidence, key: "t")
                let verdict = try await cases.service.judge(order, of: id, caller: Fixture.root)
                #expect(verdict.permitted)
                return verdict.findings.filter { !$0.holds }.map(\.rule)
            }
            #expect(try await broken([]) == ["training.credited"])
            #expect(try await broken(["certificate"]).isEmpty)
        }
    }

    @Test func whatIsDueFollowsTheRulesInForceWithoutBeingAsked() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .talk, of: id)
            try await cases.fixture.owner.script(
                "UPDATE recruitment_case SET calculated_by = '0:other'; DELETE FROM recruitment_due")
            let viewer = try await cases.fixture.caller("610116", .viewer)
            let page = try await cases.service.deadlines(
                DeadlineQuery(days: 0), PageRequest(limit: 10), on: CaseFixture.today, caller: viewer)
            #expect(page.items.map(\.rule) == ["talk.month"] && page.items.map(\.due) == [day("2024-04-01")])
            let other = try await cases.fixture.caller("610102", .viewer)
            let empty = try await cases.service.deadlines(
                DeadlineQuery(days: 0), PageRequest(limit: 10), on: CaseFixture.today, caller: other)
            #expect(empty.items.isEmpty)
        }
    }

    @Test func probationThatEndedIsDue() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .fullApplication, of: id)
            func due(_ on: String) async throws -> [Deadline] {
                try await cases.service.file(id, on: day(on), caller: Fixture.root).deadlines
                    .filter { $0.rule.id == "full_meeting.in_time" }
            }
            #expect(try await due("2027-01-09").map(\.due) == [day("2027-02-10")])
            try await record(cases, .fullApplication, "2026-12-20", of: id)
            try await record(cases, .fullOpinions, "2027-01-05", of: id)
            try await record(cases, .fullCommitteeReview, "2027-01-08", of: id)
            try await record(
                cases, .fullMeeting, "2027-01-12", of: id,
                content: .resolution(Story.ballot, .extend(until: day("2027-07-10"))))
            #expect(try await due("2027-01-20").isEmpty)
            try await record(
                cases, .fullApproval, "2027-03-01", of: id,
                content: .decision(.extend(until: day("2027-07-10")), by: .primaryCommittee))
            #expect(try await due("2027-03-02").map(\.due) == [day("2027-08-10")])
        }
    }
}
