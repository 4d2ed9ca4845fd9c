import Civil
import Kernel
import Members
import Policy
import TestSupport
import Testing

@testable import Training

private func rules() throws -> TrainingRules { try TrainingRules(PolicyLoader().load("policy/training/training.yaml")) }

private func cycle(_ rules: TrainingRules) -> DutyRule.Cycle {
    let definition = rules.cycles[0]
    return DutyRule.Cycle(
        id: .new(), opens: definition.opens, softEnd: definition.softEnd, hardEnd: definition.hardEnd,
        audience: definition.audience, range: .everything)
}

private func office(
    since: String, until: String? = nil, title: PostTitle = .secretary, nature: TenureNature = .substantive,
    field: Field? = .rural
) throws -> DutyRule.Office {
    DutyRule.Office(
        tenure: .new(), person: .new(), organisation: .new(), path: "61.", level: .primary, field: field, title: title,
        nature: nature,
        since: day(since), until: until.map { day($0) })
}

/// Which duty an office owes to the cycle of 陕办发〔2014〕7号: 2014-05-09, two years, three years.
struct DutyRuleTests {
    @Test(arguments: [
        ("2014-05-08", DutyKind.rotation, "2016-05-09"), ("2014-05-09", .rotation, "2016-05-09"),
        ("2014-05-10", .newlyAppointed, "2015-05-10"),
    ])
    func theDayOfAppointmentDecides(since: String, kind: DutyKind, due: String) throws {
        let rules = try rules()
        let draft = try #require(DutyRule.duty(office(since: since), to: cycle(rules), rules: rules))
        #expect(draft.kind == kind)
        #expect(draft.due == (day(due)))
        #expect(draft.hard == (day("2017-05-09")))
    }

    @Test(arguments: [("2018-12-31", 12), ("2019-01-01", 6), ("2019-01-02", 6)])
    func monthsForTheNewlyAppointedFollowTheRuleSetInForce(day text: String, months: Int) throws {
        #expect(try rules().set(on: day(text)).newlyAppointed.map(\.months) == [months])
    }

    @Test(arguments: [("2014-05-08", false), ("2014-05-09", false), ("2014-05-10", true)])
    func whoLeftByTheOpeningOwesNothing(until: String, owes: Bool) throws {
        let rules = try rules()
        let draft = try DutyRule.duty(office(since: "2010-01-01", until: until), to: cycle(rules), rules: rules)
        #expect((draft != nil) == owes)
        if owes { #expect(draft?.closed == (day(until))) }
    }

    @Test func actingHoldersAndOtherPostsOweNoRotation() throws {
        let rules = try rules()
        #expect(try DutyRule.duty(office(since: "2013-01-01", nature: .acting), to: cycle(rules), rules: rules) == nil)
        #expect(
            try DutyRule.duty(office(since: "2013-01-01", title: .committeeMember), to: cycle(rules), rules: rules)
                == nil)
        #expect(try DutyRule.duty(office(since: "2013-01-01", field: nil), to: cycle(rules), rules: rules) == nil)
        #expect(
            try DutyRule.duty(office(since: "2013-01-01", nature: .concurrent), to: cycle(rules), rules: rules) != nil)
    }

    @Test(arguments: [
        (2013, Field.rural, "16"), (2013, .organ, "40"), (2013, .enterprisePrivate, "24"), (2018, .social, "24"),
        (2018, .rural, "16"), (2019, .rural, "56"), (2026, .organ, "56"),
    ])
    func yearlyHoursFollowTheRuleSetOfTheYear(year: Int, field: Field, hours: String) throws {
        let draft = try #require(
            try DutyRule.annual(office(since: "2010-01-01", field: field), year: year, rules: rules()))
        #expect(draft.requiredHours.description == hours)
        #expect(draft.due.description == "\(year)-12-31")
    }

    @Test func membersOweThirtyTwoHoursSince2019AndSixteenBefore() throws {
        let since = day("2010-07-01")
        #expect(
            try DutyRule.annual(member: .rural, since: since, until: nil, year: 2019, rules: rules())?.requiredHours
                .description == "32")
        #expect(
            try DutyRule.annual(member: .rural, since: since, until: nil, year: 2018, rules: rules())?.requiredHours
                .description == "16")
    }
}

/// Where a duty stands, the day before, the day and the day after.
struct OverdueRuleTests {
    private let rule = OverdueRule(dueSoonDays: 90, forecastDays: 60)

    private func duty(kind: DutyKind = .rotation, closed: String? = nil, hours: Int = 0) throws -> Duty {
        Duty(
            id: .new(), person: .new(), path: "61.", kind: kind, field: .rural, cycle: nil, year: nil,
            opened: day("2014-05-09"),
            due: day(kind == .annual ? "2014-12-31" : "2016-05-09"),
            hard: day(kind == .annual ? "2014-12-31" : "2017-05-09"),
            closed: closed.map { day($0) }, requiredHours: Hours(tenths: hours * 10),
            accepts: [.county, .city, .province], ruleSet: "x")
    }

    private func credit(
        _ on: String, level: Level = .county, kinds: Set<DutyKind> = [.rotation, .annual], hours: Int = 40,
        sign: Int = 1, from: String? = nil
    ) throws -> Credit {
        Credit(
            id: .new(), className: "c", level: level, kinds: kinds, earned: day(on),
            countsFrom: day(from ?? on),
            hours: Hours(tenths: hours * 10 * sign), completions: sign)
    }

    private func state(_ duty: Duty, _ asOf: String, credits: [Credit] = [], reliefs: [Relief] = [], seats: [Seat] = [])
        throws -> DutyState
    {
        rule.judge(duty, credits: credits, reliefs: reliefs, seats: seats, asOf: day(asOf)).state
    }

    @Test(arguments: [
        ("2014-05-08", DutyState.notYetOpen), ("2016-02-08", .open(.open)), ("2016-02-09", .open(.dueSoon)),
        ("2016-03-09", .open(.dueSoon)),
        ("2016-03-10", .open(.forecastToMiss)), ("2016-05-09", .open(.forecastToMiss)), ("2016-05-10", .open(.overdue)),
        ("2017-05-09", .open(.overdue)), ("2017-05-10", .open(.pastHard)),
    ])
    func levelsChangeOnTheirDays(asOf: String, expected: DutyState) throws {
        #expect(try state(duty(), asOf) == expected)
    }

    @Test func aSeatInTimeTurnsTheForecast() throws {
        let seat = Seat(className: "c", classEnds: day("2016-05-09"), kinds: [.rotation], level: .county)
        #expect(try state(duty(), "2016-04-01", seats: [seat]) == .open(.dueSoon))
        let late = Seat(className: "c", classEnds: day("2016-05-10"), kinds: [.rotation], level: .county)
        #expect(try state(duty(), "2016-04-01", seats: [late]) == .open(.forecastToMiss))
        let low = Seat(className: "c", classEnds: day("2016-05-01"), kinds: [.rotation], level: .township)
        #expect(try state(duty(), "2016-04-01", seats: [low]) == .open(.forecastToMiss))
    }

    @Test func creditsCountByKindLevelAndDay() throws {
        #expect(try state(duty(), "2016-09-01", credits: [credit("2014-05-09")]) == .settled(on: day("2014-05-09")))
        #expect(try state(duty(), "2016-09-01", credits: [credit("2014-05-08")]) == .open(.overdue))
        #expect(
            try state(duty(), "2016-09-01", credits: [credit("2015-01-01", level: .city)])
                == .settled(on: day("2015-01-01")))
        #expect(try state(duty(), "2016-09-01", credits: [credit("2015-01-01", level: .township)]) == .open(.overdue))
        #expect(try state(duty(), "2016-09-01", credits: [credit("2015-01-01", kinds: [.annual])]) == .open(.overdue))
        #expect(try state(duty(), "2016-09-01", credits: [credit("2016-09-02")]) == .open(.overdue))
    }

    @Test func aReversalCountsFromItsDecision() throws {
        let both = [try credit("2015-01-01"), try credit("2015-01-01", sign: -1, from: "2016-06-01")]
        #expect(try state(duty(), "2016-05-31", credits: both) == .settled(on: day("2015-01-01")))
        #expect(try state(duty(), "2016-06-01", credits: both) == .open(.overdue))
    }

    @Test func extensionsMoveTheDueDayUntilWithdrawn() throws {
        let relief = Relief(
            id: .new(), kind: .extension_, granted: day("2016-05-01"), expires: day("2016-08-31"), reason: "r",
            approver: "a",
            document: "d", withdrawn: day("2016-07-01"))
        #expect(try state(duty(), "2016-04-30", reliefs: [relief]) == .open(.forecastToMiss))
        #expect(try state(duty(), "2016-05-20", reliefs: [relief]) == .open(.open))
        #expect(try state(duty(), "2016-06-30", reliefs: [relief]) == .open(.dueSoon))
        #expect(try state(duty(), "2016-07-01", reliefs: [relief]) == .open(.overdue))
    }

    @Test func exemptionsEndOnTheirDay() throws {
        let relief = Relief(
            id: .new(), kind: .exemption, granted: day("2016-05-01"), expires: day("2016-08-31"), reason: "r",
            approver: "a",
            document: "d", withdrawn: nil)
        #expect(try state(duty(), "2016-08-31", reliefs: [relief]) == .exempt(relief))
        #expect(try state(duty(), "2016-09-01", reliefs: [relief]) == .open(.overdue))
    }

    @Test func whoLeftOfficeOwesUntilThatDay() throws {
        let left = try duty(closed: "2016-06-01")
        #expect(try state(left, "2016-05-31") == .open(.overdue))
        #expect(try state(left, "2016-06-01") == .closed(on: day("2016-06-01")))
    }

    @Test func yearlyHoursMustAddUpWithinTheYear() throws {
        let year = try duty(kind: .annual, hours: 56)
        let credits = [try credit("2014-06-01", hours: 40), try credit("2014-12-31", hours: 16)]
        #expect(try state(year, "2015-01-01", credits: credits) == .settled(on: day("2014-12-31")))
        let late = [try credit("2014-06-01", hours: 40), try credit("2015-01-01", hours: 16)]
        #expect(try state(year, "2015-02-01", credits: late) == .open(.pastHard))
    }
}

/// The five ways in which real classes judge attendance.
struct AttendanceRuleTests {
    /// Ten half-days of four hours: p present, l late, e early, a absent, v leave, m made up, - nothing.
    private func judge(_ key: String, _ marks: String) throws -> AttendanceRule.Judgement {
        let words: [Character: Mark] = [
            "p": .present, "l": .late, "e": .leftEarly, "a": .absent, "v": .onLeave, "m": .madeUp,
        ]
        return try rules().attendanceRule(key).judge(
            marks.map { AttendanceRule.HalfDay(hours: Hours(tenths: 40), mark: words[$0]) })
    }

    @Test(arguments: [
        ("share-three-quarters", "ppppppppvv", true), ("share-three-quarters", "pppppppvvv", false),
        ("share-three-quarters", "pppppvvvmm", false),
        ("share-three-quarters", "ppppppvvmm", true), ("absences-below-three", "ppppppppaa", true),
        ("absences-below-three", "pppppppaaa", false),
        ("absences-below-three", "pppppppaa-", false), ("absences-below-three", "pppppvvvvv", true),
        ("absent-once-or-late-twice", "pppppppppl", true),
        ("absent-once-or-late-twice", "ppppppppel", false), ("absent-once-or-late-twice", "pppppppppa", false),
        ("points-per-half-day", "pppppppppa", true), ("points-per-half-day", "ppppppppaa", false),
        ("points-per-half-day", "ppppppppvv", true),
        ("points-per-half-day", "pppppppvvv", false), ("leave-one-seventh", "pppppppppv", true),
        ("leave-one-seventh", "ppppppppvv", false),
        ("leave-one-seventh", "pppppppppa", false),
        // Absent or left early three times, not absent three times.
        ("absences-below-three", "ppppppppae", true), ("absences-below-three", "pppppppaae", false),
        ("absences-below-three", "pppppppeee", false),
        // Late arrivals and leave together make up a day at most.
        ("late-and-leave-one-day", "pppppppplv", true), ("late-and-leave-one-day", "pppppppvvv", false),
        ("late-and-leave-one-day", "pppppppllv", false), ("late-and-leave-one-day", "ppppppppva", false),
    ])
    func eachModelAtItsEdge(key: String, marks: String, completed: Bool) throws {
        let judgement = try judge(key, marks)
        #expect(judgement.completed == completed, "\(judgement.failures.map(\.english))")
        #expect(judgement.completed == judgement.failures.isEmpty)
    }

    /// A rule of one's own adds marks with weights, in half-days or in hours.
    @Test func sumsHaveWeightsAndUnits() throws {
        func rule(_ sum: String) throws -> AttendanceRule {
            let text = """
                key: own
                name: {zh: 自定, en: own}
                conditions: {sums: [\(sum)]}
                source: {document: 测试, place: 全文}
                """
            return try AttendanceRule(PolicyLoader.parse(text, file: "own.yaml"))
        }
        func completes(_ sum: String, _ marks: [Mark]) throws -> Bool {
            try rule(sum).judge(
                (marks + [.present]).map { AttendanceRule.HalfDay(hours: Hours(tenths: 40), mark: $0) }
            ).completed
        }
        let halves = "{marks: {late: 0.5, absent: 1}, at_most: 1.5}"
        #expect(try completes(halves, [.late, .absent]))
        #expect(try !completes(halves, [.late, .late, .absent]))
        let hours = "{marks: {on_leave: 1}, below: 8, by: hours}"
        #expect(try completes(hours, [.onLeave]))
        #expect(try !completes(hours, [.onLeave, .onLeave]))
        for wrong in [
            "{marks: {here: 1}, below: 3}", "{marks: {}, below: 3}", "{marks: {late: 1}}",
            "{marks: {late: 1}, below: 3, at_most: 3}", "{marks: {late: 1}, below: 3, by: weeks}",
        ] {
            #expect(throws: AppError.self, "\(wrong)") { try rule(wrong) }
        }
    }

    @Test func leaveOfExactlyOneSeventhIsAllowed() throws {
        // Seven half-days, one on leave: 1/7 is not more than 1/7.
        #expect(try judge("leave-one-seventh", "ppppppv").completed)
        #expect(try judge("leave-one-seventh", "pppppvv").completed == false)
    }

    @Test func nobodyCompletesWithoutHavingCome() throws {
        #expect(try judge("absences-below-three", "vvvvvvvvvv").completed == false)
    }

    @Test func aClassOverTheYearsEndIsSplit() throws {
        let hours = Hours(tenths: 40)
        let awards = CompletionRule.awards(
            [
                (day("2014-12-31"), hours, .present), (day("2015-01-04"), hours, .late),
                (day("2015-01-05"), hours, .absent),
            ],
            ends: day("2015-01-05"))
        #expect(awards.map(\.hours.description) == ["4", "4"])
        #expect(awards.map(\.completions) == [0, 1])
        #expect(awards.map(\.earned.description) == ["2014-12-31", "2015-01-05"])
    }
}
