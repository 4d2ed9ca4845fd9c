import Civil
import Composition
import Kernel
import Members
import Organisations
import Planning
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

/// Duties that are settled by hours take as many classes as their hours need, within a year or a cycle.
struct PlanOfHoursTests {
    /// Secretaries of twenty villages owe so many hours to a cycle of a county.
    private func with(_ hours: Int, villages: Int = 20, _ body: (PlanOffice) async throws -> Void) async throws {
        let cycle = """
              - key: hours-2025
                name: {zh: 按学时轮训, en: rotation by hours}
                opens: 2025-01-01
                soft_end: 2025-12-31
                hard_end: 2026-12-31
                audience:
                  - {who: [secretary, first_secretary], hours: \(hours), accepts: [county, city]}
                source: {document: 公开报道, place: 正文}

            """
        try await PlanOffice.with(counties: [villages], cycle: "hours-2025", entries: cycle, body)
    }

    private func classes(
        _ office: PlanOffice, _ starts: [String], days: Int = 3, capacity: Int = 20, prefix: String = "K"
    ) async throws {
        for (index, starts) in starts.enumerated() {
            try await office.create(
                "\(prefix)\(index + 1)", host: "990101", starts: starts,
                ends: day(starts).adding(days: days - 1).description, capacity: capacity)
        }
    }

    private func accept(_ office: PlanOffice, _ plan: PlanProposal, name: String = "计划") async throws -> AcceptedPlan {
        try await office.training.acceptPlan(
            PlanAcceptance(name: name, scope: "990101", asOf: day("2025-01-02"), assignments: plan.assignments),
            on: day("2025-01-02"), caller: Fixture.root)
    }

    /// A plan gave one seat of 24 hours for 56 hours and called everybody placed.
    @Test func aDutyOfHoursGotOneSeat() async throws {
        try await with(56) { office in
            try await classes(office, ["2025-03-03", "2025-04-14", "2025-06-23"])
            let plan = try await office.plan("990101", asOf: "2025-01-02")
            #expect(plan.demands == 60 && plan.left.isEmpty && plan.short.isEmpty)
            #expect(plan.classes.map(\.people) == [20, 20, 20])
            // Nobody twice in one class.
            let seats = Dictionary(grouping: plan.seats, by: \.person).values
            #expect(seats.allSatisfy { Set($0.compactMap(\.afterCode)).count == 3 })
            _ = try await accept(office, plan)
            #expect(try await office.fixture.count("enrolment WHERE state = 'enrolled'") == 60)
            // What they have is kept, and nothing more is asked for.
            let again = try await office.plan("990101", asOf: "2025-01-02")
            #expect(again.demands == 60 && again.changes.isEmpty && again.short.isEmpty)
            _ = try await accept(office, again, name: "二")
            #expect(try await office.fixture.count("enrolment_event") == 60)
        }
    }

    /// Two classes of 24 hours leave eight of 56 hours open: by name, and with the class that is missing.
    @Test func whoseHoursFallShortIsNamed() async throws {
        try await with(56) { office in
            try await classes(office, ["2025-03-03", "2025-04-14"])
            let plan = try await office.plan("990101", asOf: "2025-01-02")
            #expect(plan.classes.map(\.people) == [20, 20])
            #expect(plan.short.count == 20 && plan.left.count == 20)
            let line = try #require(plan.short.first)
            #expect(line.missing.description == "56" && line.planned.description == "48")
            #expect(line.short.description == "8" && line.personName.hasPrefix("测试"))
            #expect(plan.left.allSatisfy { !$0.remedies.isEmpty })
            let needed = try #require(plan.needed)
            #expect(needed.left == 0 && needed.items.map(\.people).sum() == 20)
            let preview = try await office.training.previewPlan(
                PlanPreview(scope: "990101", asOf: day("2025-01-02"), assignments: plan.assignments),
                on: day("2025-01-02"), caller: Fixture.root)
            #expect(preview.short.map(\.person) == plan.short.map(\.person))
        }
    }

    /// Classes of a day are of no use for 24 hours where one of three days has room; where it has none, three are.
    @Test func whereTheLongClassIsFullThreeShortOnesDo() async throws {
        try await with(24) { office in
            try await classes(office, ["2025-03-03"], capacity: 5, prefix: "L")
            try await classes(office, ["2025-05-12", "2025-06-23", "2025-07-14"], days: 1, prefix: "S")
            let plan = try await office.plan("990101", asOf: "2025-01-02")
            #expect(plan.short.isEmpty && plan.left.isEmpty, "\(plan.short.count) short")
            let long = Set(plan.seats.filter { $0.afterCode == "L1" }.map(\.person))
            #expect(long.count == 5)
            #expect(plan.seats.allSatisfy { long.contains($0.person) == ($0.afterCode == "L1") })
            #expect(plan.classes.map(\.people) == [5, 15, 15, 15])
            _ = try await accept(office, plan)
            #expect(try await office.fixture.count("enrolment WHERE state = 'enrolled'") == 50)
        }
    }

    /// Classes that run at the same time are one for a person, however many they are.
    @Test func classesOfTheSameDaysAreOneForAPerson() async throws {
        try await with(48, villages: 4) { office in
            try await classes(office, ["2025-03-03", "2025-03-03", "2025-04-14"], capacity: 4)
            let plan = try await office.plan("990101", asOf: "2025-01-02")
            #expect(plan.short.isEmpty && plan.left.isEmpty && plan.demands == 8)
            #expect(plan.seats.filter { $0.afterCode == "K3" }.count == 4)
        }
    }

    /// Half of the hours are on file: half of the classes are asked for.
    @Test func hoursOnFileAreNotPlannedAgain() async throws {
        try await with(48, villages: 4) { office in
            try await classes(office, ["2025-03-03", "2025-04-14"], capacity: 4)
            let table =
                "id_number,class,level,kinds,ended_on,hours\n"
                + (0..<2).map { "\(Fixture.number($0)),市班,city,rotation,2025-01-01,24\n" }.joined()
            _ = try await office.training.importPast(
                Array(table.utf8), ImportOrder(), on: ChinaTime.today(), caller: Fixture.root)
            let plan = try await office.plan("990101", asOf: "2025-01-02")
            #expect(plan.demands == 6 && plan.short.isEmpty && plan.left.isEmpty)
        }
    }

    @Test func aSeatThatNoPlanGaveIsRefused() async throws {
        try await with(56, villages: 4) { office in
            try await classes(office, ["2025-03-03", "2025-04-14", "2025-06-23"], capacity: 4)
            let plan = try await office.plan("990101", asOf: "2025-01-02")
            let first = try #require(plan.assignments.first)
            let duty = try #require(PlannedSlot.read(first.demand)).duty
            for number in ["/13", "/1", "/x", "/"] {
                let order = PlanAcceptance(
                    name: "n", scope: "990101", asOf: day("2025-01-02"),
                    assignments: [.init(demand: "\(duty)\(number)", course: first.course)])
                let refused = try #require(
                    await #expect(throws: AppError.self) {
                        _ = try await office.training.acceptPlan(order, on: day("2025-01-02"), caller: Fixture.root)
                    })
                #expect(refused.code == "plan.invalid", "\(number)")
            }
        }
    }

    /// The second class of a duty of hours was refused: "has a seat for the same duty".
    @Test func aSecondClassForTheSameHoursIsNoMistake() async throws {
        let today = ChinaTime.today()
        let cycle = """
              - key: hours-now
                name: {zh: 按学时轮训, en: rotation by hours}
                opens: \(today.adding(days: -30))
                soft_end: \(today.adding(days: 300))
                hard_end: \(today.adding(days: 600))
                audience:
                  - {who: [secretary, first_secretary], hours: 48, accepts: [county, city]}
                source: {document: 公开报道, place: 正文}

            """
        try await PlanOffice.with(counties: [2], cycle: "hours-now", entries: cycle) { office in
            let people = [Reference<Person>(try await office.fixture.person(0).id)]
            for (index, code) in ["A", "B", "C"].enumerated() {
                let starts = today.adding(days: 30 + index * 14)
                _ = try await office.training.createClass(
                    ClassOrder(
                        host: "990101", code: code, name: code, fields: [.rural], starts: starts,
                        ends: starts.adding(days: 2), minimum: 1, capacity: 5, venue: "v", weekends: true), on: today,
                    caller: Fixture.root)
                _ = try await office.training.move(
                    Reference(code), ClassMoveOrder(state: .announced, on: today), expected: nil, on: today,
                    caller: Fixture.root)
            }
            for code in ["A", "B"] {
                let enrolled = try await office.training.enrol(
                    EnrolmentOrder(people: people), in: Reference(code), caller: Fixture.root)
                #expect(enrolled.enrolled == 1)
            }
            // Two classes of 24 hours are enough.
            let refused = try #require(
                await #expect(throws: AppError.self) {
                    _ = try await office.training.enrol(
                        EnrolmentOrder(people: people), in: "C", caller: Fixture.root)
                })
            #expect(refused.code == "enrolment.not_admitted")
        }
    }

    // MARK: the hours of a year

    private func yearly(_ body: (Fixture, TrainingService) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            _ = try await fixture.importPeople(
                Fixture.secretaries(["610116001001", "610116001002", "610116001200"]))
            _ = try await training.openYear(YearOrder(year: 2020), on: day("2020-01-02"), caller: Fixture.root)
            try await body(fixture, training)
        }
    }

    private func announce(
        _ training: TrainingService, _ code: String, host: Reference<Organisation>, starts: String, capacity: Int = 10
    ) async throws {
        _ = try await training.createClass(
            ClassOrder(
                host: host, code: code, name: "班" + code, fields: [.rural, .community], starts: day(starts),
                ends: day(starts).adding(days: 2), minimum: 1, capacity: capacity, venue: "v"), on: day("2020-01-02"),
            caller: Fixture.root)
    }

    private func plan(_ training: TrainingService, yearly: Bool?) async throws -> PlanProposal {
        try await training.proposePlan(
            PlanOrder(scope: "610116", asOf: day("2020-01-02"), yearly: yearly, steps: 200), on: day("2020-01-02"),
            caller: Fixture.root, progress: { 0 }
        ).proposal
    }

    /// 56 hours a year, one training of them at county level or above: three classes of the year, one of the county.
    @Test func theHoursOfAYearWereNotPlanned() async throws {
        try await yearly { fixture, training in
            try await announce(training, "C", host: "610116", starts: "2020-03-02")
            for (code, starts) in [("T1", "2020-04-13"), ("T2", "2020-05-11"), ("T3", "2020-09-14")] {
                try await announce(training, code, host: "610116001", starts: starts)
            }
            // The next year's class is not of this year's hours.
            try await announce(training, "N", host: "610116", starts: "2021-03-01")
            let without = try await plan(training, yearly: nil)
            #expect(without.demands == 0 && without.notice?.english.contains("--yearly") ?? false)
            let proposal = try await plan(training, yearly: true)
            #expect(proposal.demands == 9 && proposal.left.isEmpty && proposal.short.isEmpty)
            for (_, seats) in Dictionary(grouping: proposal.seats, by: \.person) {
                let codes = Set(seats.compactMap(\.afterCode))
                #expect(codes.count == 3 && codes.contains("C") && !codes.contains("N"), "\(codes)")
            }
            let accepted = try await training.acceptPlan(
                PlanAcceptance(
                    name: "年度", scope: "610116", asOf: day("2020-01-02"), assignments: proposal.assignments),
                on: day("2020-01-02"), caller: Fixture.root)
            #expect(accepted.assigned == 9)
            #expect(try await fixture.count("enrolment n JOIN duty d ON d.id = n.duty_id AND d.kind = 'annual'") == 9)
            // A plan without them leaves their seats alone.
            let other = try await plan(training, yearly: nil)
            _ = try await training.acceptPlan(
                PlanAcceptance(name: "空", scope: "610116", asOf: day("2020-01-02"), assignments: other.assignments),
                on: day("2020-01-02"), caller: Fixture.root)
            #expect(try await fixture.count("enrolment WHERE state = 'enrolled'") == 9)
        }
    }

    /// The rotation of a cycle and the hours of a year share a seat where the class counts for both.
    @Test func aSeatForTheCycleCountsForTheYear() async throws {
        try await yearly { fixture, training in
            _ = try await training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            _ = try await training.extendCycle(
                "shaanxi-2014",
                CycleExtension(
                    organisation: "61", softEnd: day("2020-12-31"), hardEnd: day("2021-12-31"), document: "d",
                    reason: "r"), on: day("2020-01-02"), caller: Fixture.root)
            for (code, starts) in [("C1", "2020-03-02"), ("C2", "2020-04-13"), ("C3", "2020-05-11")] {
                try await announce(training, code, host: "610116", starts: starts)
            }
            let proposal = try await plan(training, yearly: true)
            #expect(proposal.demands == 9 && proposal.left.isEmpty && proposal.short.isEmpty)
            #expect(try await plan(training, yearly: nil).demands == 3)
            _ = fixture
        }
    }

    @Test func aCalendarHoldsTheClassesOfAYear() async throws {
        try await yearly { _, training in
            let calendar = try await training.draftCalendar(
                CalendarOrder(
                    scope: "610116", from: day("2020-01-06"), through: day("2020-12-31"), length: 3, smallest: 1,
                    yearly: true), on: day("2020-01-02"), caller: Fixture.root)
            #expect(calendar.duties == 3 && calendar.seats == 9 && calendar.unplaced == 0)
            #expect(calendar.classes.count == 3 && calendar.classes.allSatisfy { $0.people == 3 })
            #expect(calendar.short == 3 && calendar.summary.english.contains("9 seats"))
            let none = try await training.draftCalendar(
                CalendarOrder(scope: "610116", from: day("2020-01-06"), through: day("2020-12-31"), length: 3),
                on: day("2020-01-02"), caller: Fixture.root)
            #expect(none.duties == 0 && none.classes.isEmpty)
        }
    }

    // MARK: demands of instances

    /// Whatever is planned, the checker agrees: a class with fewer minutes than a demand asks for does not hold it.
    @Test func aClassThatIsTooShortHoldsNoDemand() throws {
        func violations(_ minutes: Int?, _ least: Int?) -> Int {
            let instance = Instance(
                name: "", horizon: .init(start: day("2025-01-01"), end: day("2025-12-31")),
                weights: .init(unassigned: 1, latePerDay: 0, travel: [0, 0, 0, 0], moved: 0),
                trainees: [.init(id: "t", place: "61", domain: "rural", unavailable: [])],
                demands: [
                    .init(
                        id: "d", trainee: "t", kind: "rotation", earliest: day("2025-01-01"), due: day("2025-12-31"),
                        hardDue: false, priority: 1, pinned: nil, previous: nil, minutes: least)
                ],
                classes: [
                    .init(
                        id: "c", host: "61", scope: "61", domains: ["rural"], kinds: ["rotation"],
                        start: day("2025-02-01"), end: day("2025-02-02"), minimum: 0, capacity: 1, fixedCost: 0,
                        committed: true, minutes: minutes)
                ], covers: [])
            return PlanCheck.violations(
                Plan(assignments: [.init(demand: "d", course: "c")], score: Score()), instance
            ).count
        }
        #expect(violations(480, 1440) == 1 && violations(1440, 1440) == 0)
        #expect(violations(nil, 1440) == 0 && violations(480, nil) == 0)
    }
}
