import Civil
import Composition
import Foundation
import Kernel
import Members
import Policy
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

/// Plans that offices published, written with the product's own files and compared with what follows by hand.
struct PublishedPlanTests {
    private static let audience = """
                audience:
                  - {who: [secretary, first_secretary], fields: [rural, community], hours: 24, accepts: [city, county]}

        """

    private func cycle(_ key: String, _ opens: String, _ soft: String, hard: String, audience: String = audience)
        -> String
    {
        """
          - key: \(key)
            name: {zh: 轮训, en: rotation}
            opens: \(opens)
            soft_end: \(soft)
            hard_end: \(hard)
            source: {document: 公开报道, place: 正文}

        """ + audience.replacing("        audience", with: "    audience").replacing("          -", with: "      -")
    }

    @Test(arguments: PublishedPlan.all.map(\.key))
    func eachClassHasItsHours(key: String) async throws {
        let plan = try #require(PublishedPlan.all.first { $0.key == key })
        try await Fixture.with { fixture in
            let office = PlanOffice(fixture: fixture, training: fixture.services.training, villages: [])
            let sessions = try await office.create(
                "A", host: "610116", starts: plan.starts, ends: plan.ends, capacity: plan.classes[0], weekends: true,
                halfDays: plan.halfDays)
            #expect(sessions.map(\.hours).sum().description == plan.hours)
            #expect(sessions.first?.day == day(plan.starts) && sessions.last?.day == day(plan.ends))
            #expect(plan.classes.sum() * Set(sessions.map(\.day)).count == plan.personDays)
        }
    }

    /// Five classes of 160 for 800 people, exactly: village directors beside secretaries, without a seat to spare.
    @Test func eightHundredFitIntoFiveClassesOfAHundredAndSixty() async throws {
        let audience = """
            audience:
                  - {who: [secretary, first_secretary], hours: 40}
                  - {who: village_director, fields: [rural, community], hours: 40, accepts: [county]}

            """
        try await PlanOffice.with(
            counties: [400], cycle: "county-2017",
            entries: cycle("county-2017", "2017-05-01", "2017-12-31", hard: "2018-12-31", audience: "    " + audience)
        ) { office in
            try await office.add("village_director", since: "2017-03-01")
            let calendar = try await office.training.draftCalendar(
                CalendarOrder(
                    scope: "990101", from: day("2017-05-21"), through: day("2017-09-20"), capacity: 160, length: 5,
                    seatsPerHundred: 100, accept: true), on: day("2017-05-01"), caller: Fixture.root)
            #expect(calendar.duties == 800 && calendar.unplaced == 0 && calendar.short == 0)
            #expect(calendar.classes.map(\.capacity) == PublishedPlan.county2017.classes)
            #expect(calendar.classes.allSatisfy { $0.hours.description == "40" })
            #expect(calendar.months.map(\.personDays).sum() == PublishedPlan.county2017.personDays)
            let plan = try await office.plan("990101", asOf: "2017-05-20")
            #expect(plan.classes.map(\.people) == PublishedPlan.county2017.classes && plan.left.isEmpty)
        }
    }

    /// Three classes of 330, 335 and 335 in one autumn for a thousand.
    @Test func aThousandFitIntoThreeClasses() async throws {
        try await PlanOffice.with(
            counties: [500, 500], cycle: "xinyang-2009",
            entries: cycle("xinyang-2009", "2009-11-01", "2009-12-31", hard: "2010-12-31")
        ) { office in
            let days = [("2009-11-16", "2009-11-18"), ("2009-11-23", "2009-11-25"), ("2009-11-30", "2009-12-02")]
            for (number, (starts, ends)) in days.enumerated() {
                try await office.create(
                    "X\(number + 1)", host: "9901", starts: starts, ends: ends,
                    capacity: PublishedPlan.xinyang2009.classes[number])
            }
            let plan = try await office.plan("9901", asOf: "2009-11-10")
            #expect(plan.demands == 1000 && plan.left.isEmpty)
            #expect(plan.classes.map(\.people) == PublishedPlan.xinyang2009.classes)
        }
    }

    /// The city trains 200 of 1,608 and the seven counties the other 1,408: seats that the city keeps for a county are
    /// not held a second time in the county.
    @Test func aCascadeTrainsEverybodyOnce() async throws {
        let counties = [229, 229, 229, 229, 229, 229, 234]
        try await PlanOffice.with(
            counties: counties, cycle: "luzhou-2014",
            entries: cycle("luzhou-2014", "2014-01-01", "2014-06-30", hard: "2014-12-31")
        ) { office in
            try await office.create("C", host: "9901", starts: "2014-03-11", ends: "2014-03-14", capacity: 200)
            for (index, seats) in [28, 28, 28, 28, 28, 28, 32].enumerated() {
                _ = try await office.training.setQuota(
                    "C", ClassQuotaOrder(organisation: Reference(String(990_101 + index)), seats: seats),
                    caller: Fixture.root)
            }
            @Sendable func draft() async throws -> DraftedCalendar {
                try await office.training.draftCalendar(
                    CalendarOrder(
                        scope: "9901", from: day("2014-02-01"), through: day("2014-06-30"), host: .county,
                        capacity: 110, length: 3, seatsPerHundred: 100), on: day("2014-01-10"), caller: Fixture.root)
            }
            // Before anybody is named, the seats kept for each county count.
            let before = try await draft()
            #expect(before.duties == 1608 && before.unplaced == 0 && before.existing > 0)
            let plan = try await office.plan("9901", asOf: "2014-01-20")
            #expect(plan.classes.map(\.people) == [200])
            _ = try await office.training.acceptPlan(
                PlanAcceptance(name: "示范班", scope: "9901", asOf: day("2014-01-20"), assignments: plan.assignments),
                on: day("2014-01-20"), caller: Fixture.root)
            let after = try await draft()
            #expect(after.unplaced == 0 && after.late == 0 && after.existing == 200)
            #expect(after.classes.map(\.people).sum() == 1408)
            #expect(after.hosts.map(\.people) == [201, 201, 201, 201, 201, 201, 202])
            #expect(after.classes.allSatisfy { $0.ends <= day("2014-06-30") && $0.hours.description == "24" })
        }
    }

    /// Sixty a class and one class a month: five months for three hundred.
    @Test func oneClassAMonthTakesFiveMonths() async throws {
        try await PlanOffice.with(
            counties: [300], cycle: "monthly",
            entries: cycle("monthly", "2026-01-01", "2026-12-31", hard: "2027-12-31")
        ) { office in
            func draft(_ through: String) async throws -> DraftedCalendar {
                try await office.training.draftCalendar(
                    CalendarOrder(
                        scope: "990101", from: day("2026-01-01"), through: day(through), capacity: 60,
                        seatsPerHundred: 100, perMonth: 1, halfDays: 9, halfDayHours: Hours(tenths: 30)),
                    on: day("2026-01-01"), caller: Fixture.root)
            }
            let year = try await draft("2026-12-31")
            #expect(year.classes.map(\.people) == [60, 60, 60, 60, 60] && year.unplaced == 0)
            #expect(year.months.count == 5 && year.months.allSatisfy { $0.classes == 1 })
            // Four and a half days of two half-days of three hours.
            #expect(year.classes.allSatisfy { $0.sessions == 9 && $0.hours.description == "27" })
            let quarter = try await draft("2026-03-31")
            #expect(quarter.classes.count == 3 && quarter.unplaced == 120)
            let refused = try #require(
                await #expect(throws: AppError.self) {
                    _ = try await office.training.draftCalendar(
                        CalendarOrder(
                            scope: "990101", from: day("2026-01-05"), through: day("2026-12-31"), length: 4,
                            halfDays: 9), on: day("2026-01-01"), caller: Fixture.root)
                })
            #expect(refused.code == "value.invalid")
        }
    }

    /// From Friday 26 to Sunday 28 December: the weekend is asked about, and used or left as was decided.
    @Test(arguments: [(true, "24", 6), (false, "8", 2)])
    func aClassOverAWeekendInDecember(weekends: Bool, hours: String, halfDays: Int) async throws {
        try await Fixture.with { fixture in
            let office = PlanOffice(fixture: fixture, training: fixture.services.training, villages: [])
            await #expect(throws: AppError.self) {
                try await office.create(
                    "D0", host: "610116", starts: "2025-12-26", ends: "2025-12-28", capacity: 150)
            }
            let sessions = try await office.create(
                "D1", host: "610116", starts: "2025-12-26", ends: "2025-12-28", capacity: 150, weekends: weekends)
            #expect(sessions.count == halfDays && sessions.map(\.hours).sum().description == hours)
            #expect(Set(sessions.map(\.day.weekday)) == (weekends ? [5, 6, 7] : [5]))
        }
    }

    /// Groups of people with hours of their own in one cycle, and the classes that they need together.
    @Test func groupsWithHoursOfTheirOwnShareClasses() async throws {
        let audience = """
                audience:
                  - {who: [secretary, first_secretary], fields: [rural, community], hours: 56}
                  - {who: village_director, fields: [rural, community], hours: 40, accepts: [county]}
                  - {who: reserve_cadre, hours: 16, accepts: [township, county]}
                  - {who: mobile_member, hours: 8, accepts: [primary, township, county]}
                  - {who: owner_member, fields: [enterprise_private], hours: 24}

            """
        try await PlanOffice.with(
            counties: [20], cycle: "groups-2025",
            entries: cycle("groups-2025", "2025-01-01", "2025-12-31", hard: "2026-12-31", audience: audience)
        ) { office in
            let groups = ["village_director", "reserve_cadre", "mobile_member", "owner_member"]
            for (index, group) in groups.enumerated() {
                try await office.add(group, since: "2024-03-01", first: 5000 + index * 100)
            }
            let rows = try await office.fixture.owner.query(
                """
                SELECT subject, required_hours::text AS hours, count(*) AS n FROM duty WHERE cycle_id IS NOT NULL
                GROUP BY subject, required_hours ORDER BY subject
                """)
            let owed = try rows.map { row in
                let (subject, hours, count): (String, String, Int) = (
                    try row["subject"], try row["hours"], try row["n"]
                )
                return "\(subject) \(hours) \(count)"
            }
            // Owners of enterprises are of no village.
            #expect(
                owed == [
                    "mobile_member 8.0 20", "reserve_cadre 16.0 20", "secretary 56.0 20", "village_director 40.0 20",
                ])
            let calendar = try await office.training.draftCalendar(
                CalendarOrder(
                    scope: "990101", cycle: "groups-2025", capacity: 40, length: 3, seatsPerHundred: 100, accept: true),
                on: day("2025-01-02"), caller: Fixture.root)
            #expect(calendar.duties == 80 && calendar.unplaced == 0 && calendar.late == 0)
            // 56 hours are three of these classes, 40 are two: 20 × 3 + 20 × 2 + 40.
            #expect(calendar.short == 40 && calendar.seats == 140 && calendar.classes.map(\.people).sum() == 140)
            #expect(calendar.classes.allSatisfy { $0.people <= 40 && $0.hours.description == "24" })
            let plan = try await office.plan("990101", asOf: "2025-01-02")
            #expect(plan.demands == 140 && plan.left.isEmpty && plan.short.isEmpty)
            let taken = Dictionary(grouping: plan.seats, by: \.person).values.map(\.count)
            #expect(Dictionary(grouping: taken) { $0 }.mapValues(\.count) == [3: 20, 2: 20, 1: 40])
        }
    }

    /// Township by township, a day each, everybody of the village at once.
    @Test func aClassAdmitsOneTownship() async throws {
        try await PlanOffice.with(
            counties: [40], cycle: "shangzhou-2010",
            entries: cycle(
                "shangzhou-2010", "2010-09-01", "2010-10-31", hard: "2010-12-31",
                audience: Self.audience.replacing("hours: 24", with: "hours: 8"))
        ) { office in
            for (code, starts, township) in [("T1", "2010-09-10", "990101001"), ("T2", "2010-09-13", "990101002")] {
                try await office.create(
                    code, host: "990101", starts: starts, ends: starts, capacity: 80, admits: Reference(township))
            }
            let plan = try await office.plan("990101", asOf: "2010-09-05")
            #expect(plan.classes.map(\.people) == [20, 20] && plan.left.isEmpty)
            let calendar = try await office.training.draftCalendar(
                CalendarOrder(
                    scope: "990101", from: day("2010-09-05"), through: day("2010-12-31"), length: 1),
                on: day("2010-09-01"), caller: Fixture.root)
            #expect(calendar.duties == 40 && calendar.short == 0 && calendar.unplaced == 0)
        }
    }

    /// Where 24 hours are owed, classes of a day are three for everybody.
    @Test func threeDaysMakeTwentyFourHours() async throws {
        try await PlanOffice.with(
            counties: [40], cycle: "shangzhou-2010",
            entries: cycle("shangzhou-2010", "2010-09-01", "2010-12-31", hard: "2010-12-31")
        ) { office in
            let calendar = try await office.training.draftCalendar(
                CalendarOrder(
                    scope: "990101", from: day("2010-09-05"), through: day("2010-12-31"), length: 1, accept: true),
                on: day("2010-09-01"), caller: Fixture.root)
            #expect(calendar.duties == 40 && calendar.short == 40 && calendar.seats == 120 && calendar.unplaced == 0)
            let plan = try await office.plan("990101", asOf: "2010-09-04")
            #expect(plan.demands == 120 && plan.left.isEmpty && plan.short.isEmpty)
        }
    }
}

/// Rule files of published plans: the examples of the page, read as they are printed.
struct PublishedRuleTests {
    /// The YAML examples of the page, by the key that each begins with.
    private func examples() throws -> [String: String] {
        let path = CommandRunner.repository + "/Sources/Server/Dangwu.docc/PublishedPlans.md"
        let blocks = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "```yaml\n").dropFirst()
        var found: [String: String] = [:]
        for block in blocks {
            let text = block.components(separatedBy: "```")[0]
            let key = String(text.prefix { $0 != ":" })
            found[key, default: ""] += text.drop { $0 != "\n" }.dropFirst()
        }
        return found
    }

    private func rules() throws -> TrainingRules {
        var text = try PolicyLoader().text("policy/training/training.yaml")
        for (key, entries) in try examples() where key != "sets" {
            text = text.replacing("\n\(key):\n", with: "\n\(key):\n\(entries)")
        }
        let sets = try #require(try examples()["sets"])
        text = text.replacing("\n# Attendance rules of classes.", with: sets + "\n# Attendance rules of classes.")
        return try TrainingRules(PolicyLoader.parse(text, file: "PublishedPlans.md"))
    }

    private func office(_ category: String, since: String, field: Field = .rural) -> DutyRule.Office {
        DutyRule.Office(
            category: .new(), key: category, person: .new(), organisation: .new(), path: "61.", level: .primary,
            field: field, since: day(since), until: nil)
    }

    @Test func nineCategoriesOweNineNumbersOfHours() throws {
        let rules = try rules()
        let definition = try #require(rules.cycles.first { $0.key == "nine-2026" })
        #expect(definition.audience.count == 9)
        let cycle = DutyRule.Cycle(
            id: .new(), opens: definition.opens, softEnd: definition.softEnd, hardEnd: definition.hardEnd,
            audience: definition.audience, range: .everything)
        func hours(_ category: String, _ field: Field) -> String? {
            DutyRule.duty(office(category, since: "2025-01-01", field: field), to: cycle, rules: rules)?
                .requiredHours.description
        }
        #expect(hours("village_director", .rural) == "40" && hours("reserve_cadre", .rural) == "16")
        #expect(hours("owner_member", .enterprisePrivate) == "24" && hours("social_backbone", .social) == "20")
        #expect(hours("mobile_member", .rural) == "8" && hours("student_official", .rural) == "32")
        let secretary = DutyRule.Office(
            tenure: .new(), person: .new(), organisation: .new(), path: "61.", level: .primary, field: .community,
            title: .secretary, nature: .substantive, since: day("2020-01-01"), until: nil)
        #expect(DutyRule.duty(secretary, to: cycle, rules: rules)?.requiredHours.description == "56")
    }

    /// Elected in March: three days within three months, and once a year afterwards (a district's method).
    @Test func theNewlyElectedOweThreeDaysWithinThreeMonths() throws {
        let rules = try rules()
        let none = DutyRule.Years(opened: [], known: [], current: 2027)
        let drafts = DutyRule.duties(
            of: [office("village_director", since: "2027-03-15")], cycles: [], years: none, rules: rules
        ).map(\.draft)
        let elected = try #require(drafts.first { $0.kind == .newlyAppointed })
        #expect(elected.due == day("2027-06-15") && elected.requiredHours.description == "24")
        #expect(elected.accepts == [.township, .county])
        // A secretary has six months and a class of the county or above.
        let secretary = DutyRule.Office(
            tenure: .new(), person: .new(), organisation: .new(), path: "61.", level: .primary, field: .rural,
            title: .secretary, nature: .substantive, since: day("2027-03-15"), until: nil)
        let appointed = try #require(
            DutyRule.duties(of: [secretary], cycles: [], years: none, rules: rules).map(\.draft)
                .first { $0.kind == .newlyAppointed })
        #expect(appointed.due == day("2027-09-15") && appointed.accepts == [.county, .city, .province])
    }

    /// Five years and 550 hours at county level and above, 90 hours a year below (T-016).
    @Test func cadresOweHoursOfFiveYearsOrOfOne() throws {
        let rules = try rules()
        let definition = try #require(rules.cycles.first { $0.key == "cadres-2026" })
        #expect(definition.audience.map(\.hours) == [Hours(tenths: 5500)])
        #expect(definition.softEnd == day("2030-12-31"))
        let set = rules.set(on: day("2027-01-01"))
        #expect(set.annual(["section_cadre"], .organ, .primary)?.rule.hours == Hours(tenths: 900))
        #expect(set.annual(["secretary"], .rural, .primary)?.rule.hours == Hours(tenths: 560))
        #expect(set.annual(["member"], .rural, .primary)?.rule.hours == Hours(tenths: 320))
    }

    @Test func attendanceOfRealClassesIsExpressed() throws {
        let rules = try rules()
        for key in ["school-2017", "school-2013"] { #expect(try rules.attendanceRule(key).key == key) }
    }
}
