import Civil
import Procedures
import TestSupport
import Testing

/// Last days worked by hand: a late step is valid and called late from the day after its last day on.
struct GoldenDeadlineTests {
    struct Golden: CustomTestStringConvertible, Sendable {
        let name: String
        let rule: String
        let milestone: Milestone
        let day: String
        let changes: [Milestone: String]
        let isLate: Bool
        let local: [String]
        var testDescription: String { "\(name), \(day)" }
    }

    /// The day before the last, the last, and the day after.
    private static func around(
        _ name: String, _ rule: String, _ milestone: Milestone, _ last: String, _ changes: [Milestone: String] = [:],
        local: [String] = []
    ) -> [Golden] {
        [(-1, false), (0, false), (1, true)].map { shift, isLate in
            Golden(
                name: name, rule: rule, milestone: milestone,
                day: TestSupport.day(last).adding(days: shift).description,
                changes: changes, isLate: isLate, local: local)
        }
    }

    static let cases: [Golden] =
        around("the talk within a month", "talk.month", .talk, "2024-04-01")
        + around(
            "applied on 31 January: a month ends on 29 February", "talk.month", .talk, "2024-02-29",
            [.application: "2024-01-31"])
        + around("the meeting within a month of the pre-review", "meeting.month", .branchMeeting, "2026-01-20")
        + around("the approval within three months", "approval.months", .approval, "2026-04-10")
        + around(
            "voted on 30 November: three months end on 28 February", "approval.months", .approval, "2026-02-28",
            [
                .preReview: "2025-11-10", .form: "2025-11-12", .committeeReview: "2025-11-05",
                .shortTraining: "2025-11-04", .politicalReview: "2025-11-03", .branchMeeting: "2025-11-30",
                .approvalTalk: "2025-12-05",
            ])
        + around("the oath within a month of the approval", "oath.month", .oath, "2026-04-10")
        + around(
            "full membership within three months of the meeting", "full_approval.months", .fullApproval, "2027-04-12")
        + around("full membership discussed in time", "full_meeting.in_time", .fullMeeting, "2027-02-10")
        + around(
            "the political review is a year old", "meeting.fresh_review", .branchMeeting, "2026-11-20",
            [.preReview: "2026-10-30", .form: "2026-10-31"])
        + around(
            "locally the file is closed within a week", "tccu.archive_week", .archive, "2027-03-08",
            local: ["notice-at-every-stage"])

    @Test(arguments: cases)
    func aLastDay(golden: Golden) throws {
        let rule = try Story.rule(local: golden.local)
        let facts = Story.before(golden.milestone, golden.changes)
        let verdict = rule.verdict(Story.step(golden.milestone, golden.day), facts)
        let finding = try #require(verdict.findings.first { $0.rule.id == golden.rule })
        #expect(finding.isBroken == golden.isLate)
        // Late or not, it is valid.
        #expect(!finding.refuses)
    }

    @Test(arguments: [("2026-07-09", false), ("2026-07-10", false), ("2026-07-11", true)])
    func sixMonthsAreTheEndOfSpecialCases(day: String, isOver: Bool) throws {
        let verdict = try Story.rule().verdict(Story.step(.approval, day), Story.before(.approval))
        let finding = try #require(verdict.findings.first { $0.rule.id == "approval.months" })
        guard case .late(let last, let special) = finding.result else {
            Issue.record("late after three months")
            return
        }
        #expect(last == TestSupport.day("2026-04-10") && special == TestSupport.day("2026-07-10"))
        #expect((TestSupport.day(day) > TestSupport.day("2026-07-10")) == isOver)
    }

    @Test(arguments: [("2026-03-19", false), ("2026-03-20", false), ("2026-03-21", true)])
    func whoLeavesWithinThreeMonthsIsGenerallyNotAdmitted(leavesLessThreeMonths: String, isBroken: Bool) throws {
        var facts = Story.before(.preReview)
        facts.leaves = TestSupport.day("2026-06-20")
        let verdict = try Story.rule().verdict(Story.step(.preReview, leavesLessThreeMonths), facts)
        let finding = try #require(verdict.findings.first { $0.rule.id == "pre_review.leaving" })
        #expect(finding.isBroken == isBroken && verdict.isPermitted)
    }

    @Test(arguments: [
        ("2027-07-31", "2027-08-01", true), ("2027-08-01", "2027-08-01", true), ("2027-08-02", "2027-08-01", false),
    ])
    func aPostponementLastsSixMonthsFromTheArrivalOrTheEndOfProbation(until: String, last: String, permitted: Bool)
        throws
    {
        var facts = Story.before(.fullMeeting)
        facts.transfers = [TestSupport.day("2027-02-01")]
        let verdict = try Story.rule().verdict(
            Story.step(.fullMeeting, "2027-02-10", .resolution(Story.ballot, .postpone(until: TestSupport.day(until)))),
            facts)
        #expect(verdict.isPermitted == permitted)
        #expect(TestSupport.day("2027-02-01").adding(months: 6) == TestSupport.day(last))
    }

    @Test func aSecondExtensionIsRefused() throws {
        var facts = Story.before(.fullMeeting)
        facts.add(
            Story.step(
                .fullMeeting, "2027-01-12", .resolution(Story.ballot, .extend(until: TestSupport.day("2027-07-10")))))
        facts.add(
            Story.step(
                .fullApproval, "2027-02-01",
                .decision(.extend(until: TestSupport.day("2027-07-10")), by: .primaryCommittee)))
        let again = try Story.rule().verdict(
            Story.step(
                .fullMeeting, "2027-07-12", .resolution(Story.ballot, .extend(until: TestSupport.day("2028-01-10")))),
            facts)
        #expect(again.refusals.map(\.rule.id) == ["full_meeting.extension"])
        for (day, permitted) in [("2027-07-09", false), ("2027-07-10", true), ("2027-07-11", true)] {
            let verdict = try Story.rule().verdict(Story.step(.fullMeeting, day), facts)
            #expect(verdict.isPermitted == permitted, "\(day)")
            if !permitted { #expect(verdict.firstPermitted == TestSupport.day("2027-07-10")) }
        }
    }

    @Test(arguments: [
        ("conclusion", Milestone.politicalReview, "2025-11-20", "political.conclusion"),
        ("application_letter", .application, "2024-03-01", "application.written"),
        ("full_application_letter", .fullApplication, "2026-12-20", "full_application.written"),
        ("training_register", .archive, "2027-03-05", "archive.five"),
    ])
    func aMaterialThatIsMissingRefuses(key: String, milestone: Milestone, day: String, rule id: String) throws {
        let rule = try Story.rule()
        let facts = Story.before(milestone)
        let whole = Story.step(milestone, day)
        let bare = CaseStep(milestone, whole.date, whole.content, evidence: whole.evidence.subtracting([key]))
        #expect(rule.verdict(whole, facts).isPermitted)
        #expect(rule.verdict(bare, facts).refusals.map(\.rule.id) == [id])
        // With a day of its own it is there as well.
        let dated = CaseStep(
            milestone, whole.date, whole.content, evidence: whole.evidence.subtracting([key]).union(["\(key)@2024-02"]))
        #expect(rule.verdict(dated, facts).isPermitted && dated.date(ofMaterial: key)?.description == "2024-02")
    }

    @Test func contactsAreReplacedAfterTheListing() throws {
        let rule = try Story.rule()
        var facts = Story.before(.introducers)
        let replaced = Story.step(.contacts, "2025-11-01", .people([Sponsor(name: "合成丙")]))
        #expect(rule.verdict(replaced, facts).isPermitted)
        facts.add(replaced)
        // What rested on the contacts before still stands.
        let decision = Story.step(.targetDecision, "2025-09-26")
        #expect(!rule.verdict(decision, facts).findings.contains { $0.rule.id == "target.order" && $0.isBroken })
        let second = Story.step(.recommendation, "2025-11-01")
        #expect(!rule.verdict(second, facts).isPermitted)
    }

    @Test func aLateReviewTakesNothingBack() throws {
        var facts = Story.before(.targetDecision)
        facts.add(Story.step(.activistReview, "2025-10-15"))
        #expect(try Story.rule().verdict(Story.step(.targetDecision, "2025-09-26"), facts).isPermitted)
    }

    @Test func localStepsAreAddedAndNothingIsTakenAway() throws {
        let rule = try Story.rule(local: ["campus-plan"])
        let plain = try Story.rule()
        var facts = Story.before(.preReview)
        let step = Story.step(.preReview, "2025-12-20")
        #expect(plain.verdict(step, facts).isPermitted)
        #expect(rule.verdict(step, facts).refusals.map(\.rule.id) == ["campus.plan_first"])
        func planned(_ day: String) -> CaseStep { CaseStep(.extra, StatedDate(TestSupport.day(day)), extra: "in_plan") }
        for (day, permitted) in [("2025-12-19", true), ("2025-12-20", true), ("2025-12-21", false)] {
            var facts = facts
            facts.add(planned(day))
            #expect(rule.verdict(step, facts).isPermitted == permitted, "\(day)")
        }
        facts.add(planned("2025-12-01"))
        #expect(
            rule.verdict(Story.step(.form, "2025-12-22"), facts).refusals.map(\.rule.id).contains("campus.drawn_first"))
    }

    /// A notice counted in working days of a year whose holidays nobody has announced yet.
    @Test(arguments: [
        ("2026-09-24", "notice.listing", false), ("2026-12-30", "notice.listing", true),
        ("2027-09-24", "notice.listing", true), ("2027-09-24", "talk.month", false),
    ])
    func daysOfAYearWithoutANoticeAreProvisional(due: String, by id: String, isProvisional: Bool) throws {
        let rule = try Story.rule()
        #expect(
            rule.isProvisional(
                TestSupport.day(due), by: try #require(rule.rules.rule(id, on: TestSupport.day("2026-06-01"))))
                == isProvisional)
    }

    @Test func whatAListSaysOfItsDaysIsWhatTheCaseSays() throws {
        let rule = try Story.rule()
        var seen = 0
        for (milestone, day) in Story.days {
            let today = TestSupport.day(day)
            for deadline in rule.deadlines(Story.before(milestone), on: today) where deadline.kind == .due {
                #expect(deadline.isProvisional == rule.isProvisional(deadline.due, by: deadline.rule))
                seen += 1
            }
        }
        #expect(seen > 20)
    }
}
