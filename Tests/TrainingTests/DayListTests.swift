import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

@testable import Training

/// Lists as of a past day: whatever changes after the day, they stay as they were on it.
struct DayListTests {
    /// Everything that the lists of a day say, without the paths by which rows are sorted.
    private struct Lists: Equatable {
        var overdue: [String]
        var counts: [String]
        var progress: [String]
        var trainees: [String]
        var duties: [String]
        var vacancies: [String]
        var reasons: [String]

        /// Which lists differ from another's.
        func differences(from other: Lists) -> [String] {
            func apart(_ name: String, _ member: KeyPath<Lists, [String]>) -> [String] {
                let (mine, theirs) = (Set(self[keyPath: member]), Set(other[keyPath: member]))
                return mine.symmetricDifference(theirs).map { "\(name): \($0)" }
            }
            return apart("overdue", \.overdue) + apart("counts", \.counts) + apart("progress", \.progress)
                + apart("trainees", \.trainees) + apart("duties", \.duties) + apart("vacancies", \.vacancies)
                + apart("reasons", \.reasons)
        }
    }

    private func lists(_ office: ClassOffice, _ asOf: Day, scope: Reference<Organisation>, people: Int) async throws
        -> Lists
    {
        let (training, today, root) = (office.training, office.today, Fixture.root)
        let overdue = try await training.overdue(
            OverdueQuery(asOf: asOf, scope: scope, level: OverdueLevel.allCases), PageRequest(limit: 500), on: today,
            caller: root
        ).items.map {
            "\($0.duty) \($0.personName) \($0.organisationCode) \($0.organisationName) \($0.field?.rawValue ?? "") "
                + "\($0.due) \($0.hard) \($0.level) \($0.hours) \($0.reason.chinese)"
        }
        var counts: [String] = []
        for by in OverdueGrouping.allCases {
            let table = try await training.countOverdue(
                OverdueCountQuery(
                    filter: OverdueQuery(asOf: asOf, scope: scope, level: OverdueLevel.allCases), by: by), on: today,
                caller: root)
            counts += table.items.map { "\(by) \($0.part) \($0.name.chinese) \($0.total) \($0.forecastToMiss)" }
        }
        var progress: [String] = []
        for by in ProgressGrouping.allCases {
            let table = try await training.progress(
                ProgressQuery(asOf: asOf, scope: scope, by: by), on: today, caller: root)
            progress += (table.items + [table.total]).map { "\(by) \($0)" }
        }
        let trainees = try await training.trainees(
            TraineeQuery(
                filter: ProgressQuery(asOf: asOf, scope: scope, level: .primary), standing: TraineeStanding.allCases),
            PageRequest(limit: 500), on: today, caller: root
        ).items.map {
            "\($0.duty) \($0.personName) \($0.organisationCode) \($0.organisationName) \($0.standing) \($0.due) "
                + "\($0.seat ?? "")"
        }
        var (duties, reasons): ([String], [String]) = ([], [])
        for index in 0..<people {
            let person = try await office.person(index)
            duties += try await training.duties(of: person, AsOfQuery(asOf: asOf), on: today, caller: root).items
                .filter { [.open, .dueSoon, .forecastToMiss, .overdue, .pastHard, .exempt].contains($0.standing) }
                .map { "\($0.id) \($0.due) \($0.hard) \($0.standing)" }
            reasons.append(
                try await training.reasons(for: person, AsOfQuery(asOf: asOf), on: today, caller: root).answer.chinese)
        }
        let vacancies = try await office.fixture.services.members.vacancies(
            VacancyQuery(scope: scope, asOf: asOf), PageRequest(limit: 500), on: today, caller: root
        ).items.map {
            "\($0.code) \($0.organisation) \($0.level) \($0.kind) \($0.field?.rawValue ?? "") \($0.since) "
                + "\($0.before ?? "")"
        }
        return Lists(
            overdue: overdue.sorted(), counts: counts.sorted(), progress: progress.sorted(),
            trainees: trainees.sorted(), duties: duties.sorted(), vacancies: vacancies.sorted(), reasons: reasons)
    }

    /// The lists of a past day had today's names and tree, and no seat that was left, closed or cancelled since.
    @Test(arguments: ["61", "610116", "610116001"])
    func whateverChangesAfterADayItsListsStay(scope: String) async throws {
        try await ClassOffice.with { office in
            let asOf = day("2016-03-01")
            let (training, services, root) = (office.training, office.fixture.services, Fixture.root)
            // Three seats of different fates, in classes after the day.
            let closed = try await office.announced("A1", starts: "2016-04-11")
            try await office.enrol(0, 1, in: closed)
            let cancelled = try await office.announced("A2", starts: "2016-05-09")
            try await office.enrol(2, 3, in: cancelled)
            let before = try await lists(office, asOf, scope: Reference(scope), people: 6)
            #expect(before.trainees.contains { $0.contains("班次A1") } && !before.overdue.isEmpty)
            #expect(before.vacancies.count > 0)

            _ = try await training.drop(
                Reference("测试1"), from: closed, DropOrder(reason: "病", on: day("2016-04-12")), expected: nil,
                caller: root)
            _ = try await training.move(
                closed, ClassMoveOrder(state: .running, on: day("2016-04-11")), expected: nil, on: office.today,
                caller: root)
            for session in 1...6 { try await office.mark(closed, session, others: .present) }
            _ = try await training.closeClass(
                closed, ClassClosing(on: day("2016-04-15")), expected: nil, on: office.today, caller: root)
            _ = try await training.move(
                cancelled, ClassMoveOrder(state: .cancelled, on: day("2016-05-01"), reason: "r"), expected: nil,
                on: office.today, caller: root)
            _ = try await training.extendCycle(
                "shaanxi-2014",
                CycleExtension(
                    on: day("2016-05-20"), softEnd: day("2017-01-31"), hardEnd: day("2018-01-31"), document: "d",
                    reason: "r"), on: office.today, caller: root)
            _ = try await training.grant(
                ReliefOrder(
                    duties: [Reference("测试3")], dutyKind: .rotation, kind: .extension_, granted: day("2016-03-10"),
                    expires: day("2016-12-31"), reason: "r", approver: "a", document: "d"), on: office.today,
                caller: root)
            // The tree: a village goes to the neighbour, a township and another village get names, and one a field.
            func change(_ code: String, _ change: OrganisationChange) async throws {
                _ = try await services.organisations.change(
                    Reference(code), change, expected: nil, on: office.today, caller: root)
            }
            try await change("610116001001", OrganisationChange(since: day("2016-06-01"), parent: "610116002"))
            try await change("610116001", OrganisationChange(since: day("2016-06-02"), name: "中共新名街道工作委员会"))
            try await change("610116001002", OrganisationChange(since: day("2016-06-03"), name: "中共改名村支部委员会"))
            try await change("610116001200", OrganisationChange(since: day("2016-06-04"), field: .rural))
            // People: one leaves the office and the place, one dies, one takes an office that was vacant.
            _ = try await services.members.end("测试5", TenureEndOrder(until: day("2016-07-01")), caller: root)
            _ = try await services.members.decide(
                DecisionOrder(
                    .die, ground: "death", groundSince: nil, on: day("2016-07-02"), document: "d", reason: "病故"),
                about: Reference("测试4"), on: office.today, caller: root)
            let after = try await lists(office, asOf, scope: Reference(scope), people: 6)
            #expect(after == before, "\(after.differences(from: before))")
            // And today's lists have changed.
            let now = try await lists(office, office.today, scope: Reference(scope), people: 6)
            #expect(now.differences(from: before).count > 3)
        }
    }

    /// What the county of a day held is what lay in it then: a township that came later is not in its lists.
    @Test func whatCameLaterIsNotInTheListsOfThePlace() async throws {
        try await ClassOffice.with { office in
            let asOf = day("2016-03-01")
            func due(_ scope: String, _ asOf: Day) async throws -> Int {
                try await office.training.progress(
                    ProgressQuery(asOf: asOf, scope: Reference(scope), kind: .rotation), on: office.today,
                    caller: Fixture.root
                ).total.due
            }
            let (old, neighbour) = (try await due("610116001", asOf), try await due("610116002", asOf))
            _ = try await office.fixture.services.organisations.change(
                "610116001001", OrganisationChange(since: day("2016-06-01"), parent: "610116002"), expected: nil,
                on: office.today, caller: Fixture.root)
            #expect(try await due("610116001", asOf) == old)
            #expect(try await due("610116002", asOf) == neighbour)
            #expect(try await due("610116001", day("2016-07-01")) == old - 1)
            #expect(try await due("610116002", day("2016-07-01")) == neighbour + 1)
        }
    }

    /// An extension that was decided later had not been made; a correction was always right.
    @Test func endsOfACycleAreThoseOfTheDay() async throws {
        try await ClassOffice.with { office in
            func ends(_ asOf: String) async throws -> [Day] {
                let lines = try await office.training.duties(
                    of: office.person(0), AsOfQuery(asOf: day(asOf)), on: office.today, caller: Fixture.root
                ).items.filter { $0.kind == .rotation }
                return lines.flatMap { [$0.due, $0.hard] }
            }
            func extend(_ on: String, _ soft: String, _ hard: String) async throws {
                _ = try await office.training.extendCycle(
                    "shaanxi-2014",
                    CycleExtension(
                        on: day(on), softEnd: day(soft), hardEnd: day(hard), document: "d", reason: "r"),
                    on: office.today, caller: Fixture.root)
            }
            try await extend("2016-05-20", "2016-12-31", "2017-12-31")
            try await extend("2017-02-01", "2017-06-30", "2018-06-30")
            #expect(try await ends("2016-05-19") == [day("2016-05-09"), day("2017-05-09")])
            #expect(try await ends("2016-05-20") == [day("2016-12-31"), day("2017-12-31")])
            #expect(try await ends("2017-03-01") == [day("2017-06-30"), day("2018-06-30")])
            _ = try await office.training.correctCycle(
                "shaanxi-2014",
                CycleCorrection(softEnd: day("2016-06-09"), document: "d", reason: "误登"), on: office.today,
                caller: Fixture.root)
            #expect(try await ends("2016-05-19") == [day("2016-06-09"), day("2017-05-09")])
        }
    }

    /// Seats: not before somebody was put on the list, and not after they left it.
    @Test func seatsAreThoseOfTheDay() async throws {
        try await ClassOffice.with { office in
            let starts = office.today.adding(days: 40)
            let made = try await office.training.createClass(
                ClassOrder(
                    host: "61", code: "A1", name: "班次A1", fields: [.rural, .community], starts: starts,
                    ends: starts.adding(days: 2), minimum: 1, capacity: 30, venue: "党校", weekends: true),
                on: office.today, caller: Fixture.root)
            try await office.move(Reference(made.id), .announced)
            try await office.enrol(0, in: Reference(made.id))
            func seat(_ asOf: Day, _ name: String = "测试0") async throws -> String? {
                try await office.training.trainees(
                    TraineeQuery(filter: ProgressQuery(asOf: asOf, kind: .rotation)), PageRequest(limit: 500),
                    on: office.today, caller: Fixture.root
                ).items.first { $0.personName == name }?.seat
            }
            #expect(try await seat(office.today) == "班次A1")
            #expect(try await seat(office.today.adding(days: -1)) == nil)
            // Entered after the class had begun: held since it was announced, until the day of leaving.
            let past = try await office.announced("A2", starts: "2016-04-11")
            try await office.enrol(1, in: past)
            _ = try await office.training.drop(
                Reference("测试1"), from: past, DropOrder(reason: "病", on: day("2016-04-01")), expected: nil,
                caller: Fixture.root)
            #expect(try await seat(day("2016-03-31"), "测试1") == "班次A2")
            #expect(try await seat(day("2016-04-01"), "测试1") == nil)
        }
    }
}
