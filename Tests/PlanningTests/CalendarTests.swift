import Civil
import Kernel
import Testing

@testable import Planning

/// A calendar is the set of candidates that the planner opens.
struct CalendarTests {
    private func owed(_ people: Int) throws -> Instance {
        let (first, last) = (try #require(Day("2026-03-02")), try #require(Day("2026-05-29")))
        let trainees = (0..<people).map {
            Instance.Trainee(id: "t\($0)", place: "610116001\(100 + $0)", domain: "rural", unavailable: [])
        }
        return Instance(
            name: "calendar", horizon: .init(start: first, end: last),
            weights: .init(unassigned: 20_000, latePerDay: 12, travel: [0, 150, 420, 1500], moved: 600),
            trainees: trainees,
            demands: trainees.map {
                Instance.Demand(
                    id: "d" + $0.id, trainee: $0.id, kind: "rotation", earliest: first, due: last, hardDue: false,
                    priority: 1, pinned: nil, previous: nil)
            },
            classes: [], covers: [.init(id: "v", members: trainees.prefix(40).map(\.id), limit: 10)])
    }

    @Test func everybodyFindsASeatOutsideBusyDaysAndUnderTheCover() async throws {
        let instance = try owed(120)
        let draft = try await CalendarProposal.draft(
            instance, hosts: [.init(place: "610116")], audiences: [["rural"]],
            days: .init(
                from: instance.horizon.start, through: instance.horizon.end, isWorking: { !$0.isWeekend },
                isBusy: { _, day in day.components.month == 4 }),
            settings: .init(capacity: 50, length: 5), openingCost: { seats, days in seats * days * 10 })
        let courses = draft.courses
        #expect(draft.unplaced == 0 && draft.late == 0)
        // Forty of one township, ten at a time: four classes at least.
        #expect(courses.count >= 4)
        for course in courses {
            #expect(course.end - course.start == 4 && course.start.weekday == 1)
            #expect(course.start.components.month != 4 && course.end.components.month != 4)
        }
    }

    @Test func fewerSeatsThanPeopleKeepTheFullestClasses() async throws {
        let instance = try owed(120)
        let draft = try await CalendarProposal.draft(
            instance, hosts: [.init(place: "610116"), .init(place: "610117")], audiences: [["rural"]],
            days: .init(
                from: instance.horizon.start, through: instance.horizon.end, isWorking: { !$0.isWeekend },
                isBusy: { _, _ in false }),
            settings: .init(capacity: 30, length: 5, seatsPerHundred: 50), openingCost: { _, _ in 1000 })
        #expect(!draft.courses.isEmpty && draft.courses.reduce(0) { $0 + $1.capacity } <= 90)
        #expect(draft.unplaced > 0)
    }

    private func days(_ instance: Instance) -> CalendarProposal.Days {
        .init(
            from: instance.horizon.start, through: instance.horizon.end, isWorking: { !$0.isWeekend },
            isBusy: { _, _ in false })
    }

    /// Asked for classes from a Monday on, the week of that Monday was left out: a plan calls people up from the next
    /// day on, and a calendar took that over.
    @Test func theFirstDayIsADayForClasses() async throws {
        var instance = try owed(20)
        instance.covers = []
        let first = instance.horizon.start
        for index in instance.demands.indices { instance.demands[index].earliest = first.adding(days: 1) }
        let draft = try await CalendarProposal.draft(
            instance, hosts: [.init(place: "610116")], audiences: [["rural"]],
            days: .init(
                from: first, through: first.adding(days: 4), isWorking: { !$0.isWeekend }, isBusy: { _, _ in false }),
            settings: .init(capacity: 30, length: 5), openingCost: { seats, days in seats * days * 10 })
        #expect(draft.courses.map(\.start) == [first] && draft.unplaced == 0)
    }

    /// Four secretaries of a working committee got a class of their own.
    @Test func smallAudiencesGoToTheNextHostAbove() async throws {
        let instance = try owed(60)
        // The first four sit below a host of their own.
        let draft = try await CalendarProposal.draft(
            instance, hosts: (["610116"] + (100..<104).map { "610116001\($0)" }).map { .init(place: $0) },
            audiences: [["rural"]], days: days(instance), settings: .init(capacity: 30, length: 3, smallest: 20),
            openingCost: { seats, days in seats * days * 10 })
        #expect(Set(draft.courses.map(\.host)) == ["610116"])
        #expect(draft.unplaced == 0)
        #expect(draft.courses.map(\.people).sum() == 60)
    }

    /// 400 villages, secretary and director each: five classes of five days and 160 seats (a county, 2017), no seat to
    /// spare.
    @Test func fiveClassesOfAHundredAndSixtyTakeEightHundred() async throws {
        let first = try #require(Day("2017-05-22"))
        var instance = try owed(800)
        instance.horizon = .init(start: first, end: first.adding(days: 60))
        instance.covers = []
        instance.demands = instance.demands.map {
            Instance.Demand(
                id: $0.id, trainee: $0.trainee, kind: $0.kind, earliest: first, due: first.adding(days: 60),
                hardDue: false, priority: 1, pinned: nil, previous: nil)
        }
        let draft = try await CalendarProposal.draft(
            instance, hosts: [.init(place: "610116")], audiences: [["rural"]], days: days(instance),
            settings: .init(capacity: 160, length: 5, seatsPerHundred: 100), openingCost: { _, _ in 9000 })
        #expect(draft.unplaced == 0 && draft.late == 0)
        #expect(draft.courses.map(\.people) == [160, 160, 160, 160, 160])
        #expect(draft.courses.allSatisfy { $0.end - $0.start == 4 })
    }

    /// A thousand a year in three classes.
    @Test func threeClassesTakeAThousand() async throws {
        let instance = try owed(1000).withoutCovers
        let draft = try await CalendarProposal.draft(
            instance, hosts: [.init(place: "610116")], audiences: [["rural"]], days: days(instance),
            settings: .init(capacity: 335, length: 3, seatsPerHundred: 100), openingCost: { _, _ in 9000 })
        #expect(draft.unplaced == 0 && draft.courses.count == 3)
        #expect(draft.courses.map(\.people).sum() == 1000)
    }

    @Test func smallAudiencesOfOneHostTrainTogether() async throws {
        var instance = try owed(40)
        instance.trainees = instance.trainees.enumerated().map { number, item in
            Instance.Trainee(id: item.id, place: item.place, domain: number < 3 ? "organ" : "rural", unavailable: [])
        }
        let draft = try await CalendarProposal.draft(
            instance, hosts: [.init(place: "610116")], audiences: [["rural"], ["organ"]], days: days(instance),
            settings: .init(capacity: 40, length: 3, smallest: 10), openingCost: { _, _ in 5000 })
        #expect(draft.unplaced == 0)
        #expect(draft.courses.allSatisfy { $0.fields == ["rural", "organ"] })
    }

    /// Three people of a small field joined a large one, and the weeks in which they are busy were lost to all.
    @Test func weeksAreFreeForTheLargestFieldOfAClass() async throws {
        var instance = try owed(40).withoutCovers
        instance.trainees = instance.trainees.enumerated().map { number, item in
            Instance.Trainee(id: item.id, place: item.place, domain: number < 3 ? "organ" : "rural", unavailable: [])
        }
        func draft(_ isBusy: @escaping @Sendable (String, Day) -> Bool) async throws -> CalendarProposal.Draft {
            try await CalendarProposal.draft(
                instance, hosts: [.init(place: "610116")], audiences: [["rural", "community"], ["organ"]],
                days: .init(
                    from: instance.horizon.start, through: instance.horizon.end, isWorking: { !$0.isWeekend },
                    isBusy: isBusy),
                settings: .init(capacity: 40, length: 3, smallest: 10), openingCost: { _, _ in 5000 })
        }
        // The small field is busy all the time, the large one in March.
        let busy = try await draft { field, day in field == "organ" || day.components.month == 3 }
        #expect(busy.unplaced == 0 && !busy.courses.isEmpty)
        #expect(busy.courses.allSatisfy { $0.start.components.month != 3 })
        // A field that nobody is of has no season to heed, and is not among those who come.
        let absent = try await draft { field, _ in field == "community" }
        #expect(absent.unplaced == 0 && Set(absent.courses.flatMap(\.present)) == ["rural", "organ"])
        // Where there are weeks that suit everybody, those are used.
        let quiet = try await draft { field, day in field == "organ" && day.components.month != 5 }
        #expect(quiet.unplaced == 0 && quiet.courses.allSatisfy { $0.start.components.month == 5 })
    }

    /// A township's calendar was drafted for duties that accept a county's classes alone.
    @Test func classesThatDoNotCountAreNotDrafted() async throws {
        var instance = try owed(30)
        instance.demands = instance.demands.map {
            Instance.Demand(
                id: $0.id, trainee: $0.trainee, kind: $0.kind, earliest: $0.earliest, due: $0.due, hardDue: false,
                priority: 1, pinned: nil, previous: nil, accepts: ["county", "city"])
        }
        let townships = instance.trainees.map(\.place).map { CalendarProposal.Host(place: $0, level: "township") }
        let below = try await CalendarProposal.draft(
            instance, hosts: townships, audiences: [["rural"]], days: days(instance),
            settings: .init(capacity: 10, length: 3), openingCost: { _, _ in 100 })
        #expect(below.courses.isEmpty && below.unaccepted == 30 && below.unplaced == 30)
        let both = try await CalendarProposal.draft(
            instance, hosts: townships + [.init(place: "610116", level: "county")], audiences: [["rural"]],
            days: days(instance), settings: .init(capacity: 10, length: 3), openingCost: { _, _ in 100 })
        #expect(both.unplaced == 0 && Set(both.courses.map(\.host)) == ["610116"])
    }

    @Test func whatIsMissingIsCounted() async throws {
        let instance = try owed(100)
        let empty = Plan(assignments: [], score: Score())
        let hosts = [CalendarProposal.Host(place: "610116")]
        let missing = try await Shortfall.of(
            empty, instance, hosts: hosts, audiences: [["rural"]], days: days(instance),
            settings: .init(capacity: 50, length: 5), openingCost: { _, _ in 9000 })
        let shortfall = try #require(missing)
        #expect(shortfall.left == 0)
        #expect(shortfall.added.map(\.people).sum() == 100)
        // Ten of forty at a time: four classes at least, with others beside them.
        #expect(shortfall.added.map(\.classes).sum() >= 4)
    }
}

extension Instance {
    fileprivate var withoutCovers: Instance {
        var instance = self
        instance.covers = []
        return instance
    }
}
