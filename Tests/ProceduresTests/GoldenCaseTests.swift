import Civil
import Procedures
import TestSupport
import Testing

/// Cases worked by hand: a step, its day, and either nothing in the way or the rule and the first permitted day.
struct GoldenCaseTests {
    struct Golden: CustomTestStringConvertible, Sendable {
        let name: String
        let milestone: Milestone
        let day: String
        var changes: [Milestone: String] = [:]
        var contents: [Milestone: StepContent] = [:]
        var content: StepContent?
        var born = "1998-06-15"
        var local: [String] = []
        /// The gates that refuse.
        var refusedBy: [String] = []
        var first: String?
        var testDescription: String { name }

        init(
            _ name: String, _ milestone: Milestone, _ day: String, _ changes: [Milestone: String] = [:],
            contents: [Milestone: StepContent] = [:], content: StepContent? = nil, born: String = "1998-06-15",
            local: [String] = [], refusedBy: [String] = [], first: String? = nil
        ) {
            self.name = name
            self.milestone = milestone
            self.day = day
            self.changes = changes
            self.contents = contents
            self.content = content
            self.born = born
            self.local = local
            self.refusedBy = refusedBy
            self.first = first
        }
    }

    @Test(arguments: ages + terms + notices + crossings + probation)
    func aStepOnItsDay(golden: Golden) throws {
        let rule = try Story.rule(local: golden.local)
        let facts = Story.before(golden.milestone, golden.changes, contents: golden.contents, born: golden.born)
        let verdict = rule.verdict(Story.step(golden.milestone, golden.day, golden.content), facts)
        #expect(verdict.obstacle == nil)
        #expect(verdict.refusals.map(\.rule.id).sorted() == golden.refusedBy.sorted())
        if let first = golden.first { #expect(verdict.firstPermitted?.description == first) }
    }

    // eighteen by the calendar.
    static let ages = [
        Golden(
            "17, the day before the birthday", .application, "2024-02-29", born: "2006-03-01",
            refusedBy: ["application.age"], first: "2024-03-01"),
        Golden("18 on the birthday", .application, "2024-03-01", born: "2006-03-01"),
        Golden("18 and a day", .application, "2024-03-02", born: "2006-03-01"),
        Golden(
            "born on 29 February, 27 February of a common year", .application, "2026-02-27", born: "2008-02-29",
            refusedBy: ["application.age"], first: "2026-02-28"),
        Golden("born on 29 February, 28 February of a common year", .application, "2026-02-28", born: "2008-02-29"),
        Golden(
            "only the month of birth is known: its last day counts", .application, "2024-03-30", born: "2006-03",
            refusedBy: ["application.age"], first: "2024-03-31"),
    ]

    // order and one year.
    static let terms = [
        Golden(
            "activist before anybody recommended", .activistDecision, "2024-09-20", [.recommendation: ""],
            refusedBy: ["activist.order"]),
        Golden(
            "activist a day before the recommendation", .activistDecision, "2024-09-09", refusedBy: ["activist.order"],
            first: "2024-09-10"),
        Golden("activist on the day of the recommendation", .activistDecision, "2024-09-10"),
        Golden(
            "target a day before one year", .targetDecision, "2025-09-24", [.opinions: "2025-09-01"],
            refusedBy: ["target.one_year"], first: "2025-09-25"),
        Golden("target on the anniversary", .targetDecision, "2025-09-25", [.opinions: "2025-09-01"]),
        Golden("target a day after the anniversary", .targetDecision, "2025-09-26", [.opinions: "2025-09-01"]),
        Golden(
            "filed on 29 February: the year ends on 28 February", .targetDecision, "2025-02-27",
            [
                .application: "2023-06-01", .talk: "2023-06-10", .recommendation: "2024-01-10",
                .activistDecision: "2024-02-20", .activistFiling: "2024-02-29", .contacts: "2024-03-01",
                .activistReview: "2024-08-29", .opinions: "2025-02-20",
            ], refusedBy: ["target.one_year"],
            first: "2025-02-28"),
        Golden(
            "filed on 29 February, on 28 February", .targetDecision, "2025-02-28",
            [
                .application: "2023-06-01", .talk: "2023-06-10", .recommendation: "2024-01-10",
                .activistDecision: "2024-02-20", .activistFiling: "2024-02-29", .contacts: "2024-03-01",
                .activistReview: "2024-08-29", .opinions: "2025-02-20",
            ]),
        Golden(
            "filed in a month: its last day counts", .targetDecision, "2025-09-29",
            [.activistFiling: "2024-09", .contacts: "2024-10-01"], refusedBy: ["target.one_year"], first: "2025-09-30"),
        Golden(
            "no review was made", .targetDecision, "2025-09-26", [.activistReview: ""], refusedBy: ["target.order"]),
        Golden("no opinions were heard", .targetDecision, "2025-09-26", [.opinions: ""], refusedBy: ["target.order"]),
        Golden(
            "three contacts", .contacts, "2024-09-26", content: .people(Story.members + [Sponsor(name: "合成丙")]),
            refusedBy: ["contacts.people"]),
        Golden("one contact", .contacts, "2024-09-26", content: .people([Sponsor(name: "合成甲")])),
        Golden("no contact", .contacts, "2024-09-26", content: .people([]), refusedBy: ["contacts.people"]),
        Golden(
            "a contact under probation", .contacts, "2024-09-26",
            content: .people([Sponsor(name: "合成甲", isFullMember: false)]), refusedBy: ["contacts.people"]),
        Golden(
            "one introducer", .introducers, "2025-10-21", content: .people([Sponsor(name: "合成甲")]),
            refusedBy: ["introducers.two"]),
        Golden("two introducers", .introducers, "2025-10-21"),
        Golden(
            "the same introducer twice", .introducers, "2025-10-21",
            content: .people([Sponsor(name: "合成甲"), Sponsor(name: "合成甲")]), refusedBy: ["introducers.two"]),
        Golden(
            "an introducer under discipline", .introducers, "2025-10-21",
            content: .people([Sponsor(name: "合成甲"), Sponsor(name: "合成乙", isUnderDiscipline: true)]),
            refusedBy: ["introducers.two"]),
        Golden(
            "two days and 23 hours of training", .shortTraining, "2025-12-03",
            content: .training(days: 2, hours: 23, exemption: nil), refusedBy: ["training.length"]),
        Golden(
            "two days but 24 hours", .shortTraining, "2025-12-03",
            content: .training(days: 2, hours: 24, exemption: nil)),
        Golden(
            "three days but 23 hours", .shortTraining, "2025-12-03",
            content: .training(days: 3, hours: 23, exemption: nil)),
        Golden(
            "excused from training for a reason", .shortTraining, "2025-12-03",
            content: .training(days: 0, hours: 0, exemption: "驻外工作，县委组织部同意")),
        Golden(
            "the review failed", .committeeReview, "2025-12-10",
            contents: [.politicalReview: .conclusion(passed: false)], refusedBy: ["examined.order"]),
        Golden(
            "no political review at all", .committeeReview, "2025-12-10", [.politicalReview: ""],
            refusedBy: ["examined.order"]),
        Golden(
            "no training at all", .committeeReview, "2025-12-10", [.shortTraining: ""], refusedBy: ["examined.order"]),
        Golden(
            "the form before the pre-review passed", .form, "2025-12-22",
            contents: [.preReview: .conclusion(passed: false)], refusedBy: ["form.order"]),
        Golden(
            "approved by a general branch", .approval, "2026-03-10",
            content: .decision(.admit, by: .generalBranch), refusedBy: ["approval.by"]),
        Golden(
            "approved by a village committee", .approval, "2026-03-10",
            content: .decision(.admit, by: .villageCommittee), refusedBy: ["approval.by"]),
        Golden(
            "approved by a Party group", .approval, "2026-03-10",
            content: .decision(.admit, by: .partyGroup), refusedBy: ["approval.by"]),
        Golden(
            "approved by a working committee", .approval, "2026-03-10",
            content: .decision(.admit, by: .workingCommittee)),
        Golden(
            "approved without the talk", .approval, "2026-03-10", [.approvalTalk: ""], refusedBy: ["approval.order"]),
        Golden(
            "locally six months of waiting, a day before", .activistDecision, "2024-09-09",
            [.recommendation: "2024-08-30", .application: "2024-03-10", .talk: "2024-03-20"],
            local: ["notice-at-every-stage"], refusedBy: ["tccu.activist_wait"], first: "2024-09-10"),
        Golden(
            "locally six months of waiting, the day", .activistDecision, "2024-09-10",
            [.recommendation: "2024-08-30", .application: "2024-03-10", .talk: "2024-03-20"],
            local: ["notice-at-every-stage"]),
        Golden(
            "applied on 31 August: six months end on 28 February", .activistDecision, "2025-02-27",
            [.application: "2024-08-31", .talk: "2024-09-05", .recommendation: "2025-01-05"],
            local: ["notice-at-every-stage"], refusedBy: ["tccu.activist_wait"], first: "2025-02-28"),
    ]

    /// A listing under the rules of 2026 after a notice that began on a day.
    private static func listing(
        _ name: String, noticed: String, through: String, on day: String, first: String? = nil, isShort: Bool = false
    ) -> Golden {
        Golden(
            name, .targetListing, day,
            [
                .activistFiling: "2024-09-25", .opinions: "2025-10-01", .targetDecision: "2026-01-05",
                .targetFiling: "2026-01-06", .targetNotice: noticed,
            ],
            contents: [.targetNotice: .notice(through: TestSupport.day(through), isObjected: false)],
            local: TestSupport.day(day) < TestSupport.day("2026-05-11") ? ["notice-at-every-stage"] : [],
            refusedBy: first == nil && !isShort
                ? [] : [TestSupport.day(day) < TestSupport.day("2026-05-11") ? "tccu.target_notice" : "notice.listing"],
            first: first)
    }

    // R-023 and the working days of 2026.
    static let notices = [
        listing(
            "from 24 September, on the fifth working day", noticed: "2026-09-24", through: "2026-10-08",
            on: "2026-10-08", first: "2026-10-09"),
        listing("from 24 September, the day after", noticed: "2026-09-24", through: "2026-10-08", on: "2026-10-09"),
        listing("from 24 September, a day later", noticed: "2026-09-24", through: "2026-10-08", on: "2026-10-10"),
        listing(
            "from a holiday, 26 September, on the fifth working day", noticed: "2026-09-26", through: "2026-10-09",
            on: "2026-10-09",
            first: "2026-10-10"),
        listing(
            "from a holiday, 26 September, the day after", noticed: "2026-09-26", through: "2026-10-09",
            on: "2026-10-10"),
        listing(
            "18 September with a working Sunday, fifth day", noticed: "2026-09-18", through: "2026-09-23",
            on: "2026-09-23",
            first: "2026-09-24"),
        listing(
            "18 September with a working Sunday, the day after", noticed: "2026-09-18", through: "2026-09-23",
            on: "2026-09-24"),
        listing(
            "30 April over Labour Day, the adjusted Saturday", noticed: "2026-04-30", through: "2026-05-09",
            on: "2026-05-09",
            first: "2026-05-10"),
        listing(
            "30 April over Labour Day, the day after", noticed: "2026-04-30", through: "2026-05-09", on: "2026-05-10"),
        listing(
            "10 February, the adjusted Saturday", noticed: "2026-02-10", through: "2026-02-14", on: "2026-02-14",
            first: "2026-02-15"),
        listing(
            "12 February over Spring Festival, fifth day", noticed: "2026-02-12", through: "2026-02-25",
            on: "2026-02-25", first: "2026-02-26"),
        listing(
            "12 February over Spring Festival, the day after", noticed: "2026-02-12", through: "2026-02-25",
            on: "2026-02-26"),
        listing(
            "from 24 September, taken down a day too early", noticed: "2026-09-24", through: "2026-10-07",
            on: "2026-10-20", isShort: true),
        listing(
            "from 24 September, left up for longer", noticed: "2026-09-24", through: "2026-10-12", on: "2026-10-12",
            first: "2026-10-13"),
        listing("left up for longer, the day after", noticed: "2026-09-24", through: "2026-10-12", on: "2026-10-13"),
        Golden(
            "an upheld objection", .targetListing, "2026-06-30",
            [.targetDecision: "2026-05-20", .targetFiling: "2026-05-25", .targetNotice: "2026-06-01"],
            contents: [.targetNotice: .notice(through: TestSupport.day("2026-06-10"), isObjected: true)],
            refusedBy: ["notice.listing"]),
    ]

    // Cases over two rule sets: each step by the rules of its own day.
    static let crossings = [
        Golden(
            "listed without a notice, the last day of the old rules", .targetListing, "2026-05-10",
            [.targetDecision: "2026-05-06", .targetFiling: "2026-05-08", .targetNotice: ""]),
        Golden(
            "listed without a notice, the first day of the new rules", .targetListing, "2026-05-11",
            [.targetDecision: "2026-05-06", .targetFiling: "2026-05-08", .targetNotice: ""],
            refusedBy: ["notice.listing"]),
        Golden(
            "listed under the old rules, introducers under the new", .introducers, "2026-05-12",
            [
                .targetDecision: "2026-05-06", .targetFiling: "2026-05-08", .targetNotice: "",
                .targetListing: "2026-05-10",
            ]),
        Golden(
            "one day of training under the trial rules", .shortTraining, "2014-05-27", trial,
            content: .training(days: 1, hours: 8, exemption: nil), refusedBy: ["training.length"]),
        Golden(
            "open vote under the trial rules", .branchMeeting, "2014-05-27", trial,
            content: .resolution(open, .admit)),
        Golden(
            "open vote on the first day of the rules of 2014", .branchMeeting, "2014-05-28", trial,
            content: .resolution(open, .admit), refusedBy: ["meeting.secret"]),
    ]

    private static let open: Ballot = {
        var ballot = Story.ballot
        ballot.isSecret = false
        return ballot
    }()

    private static let trial: [Milestone: String] = [
        .application: "2012-03-01", .talk: "2012-03-15", .recommendation: "2012-09-10", .activistDecision: "2012-09-20",
        .activistFiling: "2012-09-25", .contacts: "2012-09-26", .activistReview: "2013-03-25", .opinions: "2013-09-24",
        .targetDecision: "2013-09-26", .targetFiling: "2013-10-09", .targetNotice: "", .targetListing: "2013-10-20",
        .introducers: "2013-10-21", .politicalReview: "2013-11-20", .shortTraining: "2013-12-03",
        .committeeReview: "2014-04-10", .preReview: "2014-05-10", .form: "2014-05-12",
    ]

    private static let early: [Milestone: String] = [.fullOpinions: "2026-12-22", .fullCommitteeReview: "2026-12-28"]

    /// Voted on 29 February 2024.
    private static let leap: [Milestone: String] = [
        .application: "2021-03-01", .talk: "2021-03-15", .recommendation: "2021-09-10", .activistDecision: "2021-09-20",
        .activistFiling: "2021-09-25", .contacts: "2021-09-26", .activistReview: "2022-03-25", .opinions: "2022-09-24",
        .targetDecision: "2022-09-26", .targetFiling: "2022-10-09", .targetNotice: "", .targetListing: "2022-10-20",
        .introducers: "2022-10-21", .politicalReview: "2023-11-20", .shortTraining: "2023-12-03",
        .committeeReview: "2024-01-10", .preReview: "2024-02-10", .form: "2024-02-12", .branchMeeting: "2024-02-29",
        .approvalTalk: "2024-03-10", .approval: "2024-03-20", .oath: "", .fullApplication: "2025-02-10",
        .fullOpinions: "2025-02-12", .fullCommitteeReview: "2025-02-14",
    ]

    private static func extend(_ until: String) -> StepContent {
        .resolution(Story.ballot, .extend(until: TestSupport.day(until)))
    }

    // probation from the vote, extended once by six to twelve months.
    static let probation = [
        Golden(
            "the day before probation ends", .fullMeeting, "2027-01-09", early,
            refusedBy: ["full_meeting.probation"], first: "2027-01-10"),
        Golden("the day probation ends", .fullMeeting, "2027-01-10", early),
        Golden("the day after probation ends", .fullMeeting, "2027-01-11", early),
        Golden(
            "voted on 29 February, a year less a day", .fullMeeting, "2025-02-27", leap,
            refusedBy: ["full_meeting.probation"], first: "2025-02-28"),
        Golden("voted on 29 February, 28 February", .fullMeeting, "2025-02-28", leap),
        Golden(
            "cancelled in the middle of probation", .fullMeeting, "2027-01-08", early,
            content: .resolution(Story.ballot, .cancel)),
        Golden(
            "extended by six months less a day", .fullMeeting, "2027-01-12", content: extend("2027-07-09"),
            refusedBy: ["full_meeting.extension"]),
        Golden("extended by six months", .fullMeeting, "2027-01-12", content: extend("2027-07-10")),
        Golden("extended by twelve months", .fullMeeting, "2027-01-12", content: extend("2028-01-10")),
        Golden(
            "extended by twelve months and a day", .fullMeeting, "2027-01-12", content: extend("2028-01-11"),
            refusedBy: ["full_meeting.extension"]),
        Golden(
            "put off for somebody who did not come from elsewhere", .fullMeeting, "2027-01-12",
            content: .resolution(Story.ballot, .postpone(until: TestSupport.day("2027-03-01"))),
            refusedBy: ["full_meeting.postponed"]),
        Golden(
            "full membership that the meeting did not resolve", .fullApproval, "2027-03-01",
            contents: [.fullMeeting: extend("2027-07-10")], refusedBy: ["full_approval.applied"]),
        Golden(
            "full approval by a temporary organisation", .fullApproval, "2027-03-01",
            content: .decision(.convert, by: .temporary), refusedBy: ["full_approval.by"]),
    ]
}
