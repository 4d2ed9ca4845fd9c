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
        let (courses, unplaced) = try await CalendarProposal.draft(
            instance, hosts: ["610116"], audiences: [["rural"]],
            days: .init(
                from: instance.horizon.start, through: instance.horizon.end, isWorking: { !$0.isWeekend },
                isBusy: { _, day in day.components.month == 4 }),
            settings: .init(capacity: 50, length: 5), openingCost: { seats, days in seats * days * 10 })
        #expect(unplaced == 0)
        // Forty of one township, ten at a time: four classes at least.
        #expect(courses.count >= 4)
        for course in courses {
            #expect(course.end - course.start == 4 && course.start.weekday == 1)
            #expect(course.start.components.month != 4 && course.end.components.month != 4)
        }
    }

    @Test func fewerSeatsThanPeopleKeepTheFullestClasses() async throws {
        let instance = try owed(120)
        let (courses, unplaced) = try await CalendarProposal.draft(
            instance, hosts: ["610116", "610117"], audiences: [["rural"]],
            days: .init(
                from: instance.horizon.start, through: instance.horizon.end, isWorking: { !$0.isWeekend },
                isBusy: { _, _ in false }),
            settings: .init(capacity: 30, length: 5, seatsPerHundred: 50), openingCost: { _, _ in 1000 })
        #expect(!courses.isEmpty && courses.reduce(0) { $0 + $1.capacity } <= 90)
        #expect(unplaced > 0)
    }
}
