import Civil
import Foundation
import Kernel
import Testing

@testable import Planning

private func instance(_ name: String) throws -> Instance {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Instances")
    return try JSONDecoder().decode(
        Instance.self, from: Data(contentsOf: folder.appendingPathComponent(name + ".json")))
}

/// Counts a plan's cost from the format's words alone.
private func recount(_ plan: Plan, _ instance: Instance) -> Int {
    let courses = Dictionary(uniqueKeysWithValues: instance.classes.map { ($0.id, $0) })
    let places = Dictionary(uniqueKeysWithValues: instance.trainees.map { ($0.id, $0.place) })
    let chosen = Dictionary(uniqueKeysWithValues: plan.assignments.map { ($0.demand, $0.course) })
    var cost = 0
    for demand in instance.demands {
        guard let course = chosen[demand.id].flatMap({ courses[$0] }) else {
            cost +=
                instance.weights.unassigned * demand.priority + (demand.previous == nil ? 0 : instance.weights.moved)
            continue
        }
        let (place, host) = (places[demand.trainee] ?? "", course.host)
        let tier =
            [6, 4, 2].firstIndex { min(place.count, host.count) >= $0 && place.prefix($0) == host.prefix($0) } ?? 3
        cost +=
            instance.weights.latePerDay * demand.priority * max(0, course.end - demand.due)
            + instance.weights.travel[tier]
        if let previous = demand.previous, previous != course.id { cost += instance.weights.moved }
    }
    for id in Set(chosen.values) where !(courses[id]?.committed ?? false) { cost += courses[id]?.fixedCost ?? 0 }
    return cost
}

struct PlanningTests {
    @Test(arguments: ["tiny", "county-610116", "county-610528-replan", "county-610722-tight"])
    func plansAreValidCountedRightAndBetterThanFirstCome(name: String) async throws {
        let instance = try instance(name)
        let planner = Planner(try Problem(instance))
        let plan = try await planner.plan(.init(steps: 200), progress: { 0 })
        #expect(PlanCheck.violations(plan, instance).map(\.english) == [])
        #expect(plan.score.total == recount(plan, instance))
        let reference = try planner.firstCome()
        #expect(PlanCheck.violations(reference, instance).isEmpty)
        #expect(plan.score.total <= reference.score.total)
        if name != "tiny" { #expect(plan.score.total < reference.score.total) }
    }

    @Test func theSameSeedGivesTheSamePlan() async throws {
        let planner = Planner(try Problem(instance("county-610722-tight")))
        let one = try await planner.plan(.init(threads: 2, steps: 60, seed: 5), progress: { 0 })
        let other = try await planner.plan(.init(threads: 2, steps: 60, seed: 5), progress: { 0 })
        #expect(one == other)
    }

    @Test(arguments: 0..<40)
    func randomProblemsGetValidPlans(seed: UInt64) async throws {
        let instance = RandomInstance.make(seed: seed)
        let plan = try await Planner(try Problem(instance)).plan(.init(steps: 100, seed: seed), progress: { 0 })
        #expect(PlanCheck.violations(plan, instance).map(\.english) == [], "seed \(seed)")
        #expect(plan.score.total == recount(plan, instance), "seed \(seed)")
    }

    @Test func unsoundInstancesAreRefused() throws {
        var text = String(decoding: try JSONEncoder().encode(instance("tiny")), as: UTF8.self)
        text = text.replacing("rotation-instance\\/1", with: "rotation-instance\\/9")
        let other = try JSONDecoder().decode(Instance.self, from: Data(text.utf8))
        #expect(throws: AppError.self) { try Problem(other) }
    }

    @Test func theCheckerFindsEachViolation() throws {
        let instance = RandomInstance.make(seed: 3)
        let (demand, course) = (instance.demands[0], instance.classes[0])
        let twice = Plan(
            assignments: [.init(demand: demand.id, course: course.id), .init(demand: demand.id, course: course.id)],
            score: Score())
        #expect(PlanCheck.violations(twice, instance).contains { $0.english.contains("twice") })
        let unknown = Plan(assignments: [.init(demand: "nobody", course: course.id)], score: Score())
        #expect(PlanCheck.violations(unknown, instance).contains { $0.english.contains("unknown") })
        let all = Plan(assignments: instance.demands.map { .init(demand: $0.id, course: course.id) }, score: Score())
        #expect(PlanCheck.violations(all, instance).contains { $0.english.contains("capacity") })
    }

    @Test func explanationsNameEveryoneLeftOut() async throws {
        let instance = try instance("county-610722-tight")
        let problem = try Problem(instance)
        let plan = try await Planner(problem).plan(.init(steps: 50), progress: { 0 })
        let explanation = Explanation(plan, of: problem)
        #expect(explanation.unassigned.count == instance.demands.count - plan.assignments.count)
        for left in explanation.unassigned {
            #expect(left.full + left.tooSmall + left.otherwiseEngaged == left.admitting)
        }
    }

    @Test func calendarsSpreadClassesAndKeepOutOfBusyDays() throws {
        let (first, last) = (try #require(Day("2026-03-02")), try #require(Day("2026-05-29")))
        let (courses, short) = CalendarProposal.draft(
            [.init(host: "a", fields: ["rural"], people: 200)], from: first, through: last,
            settings: .init(capacity: 50, length: 5),
            isWorking: { !$0.isWeekend }, isBusy: { _, day in day.components.month == 4 })
        #expect(short == 0 && courses.reduce(0) { $0 + $1.capacity } >= 220)
        for course in courses {
            #expect(course.start >= first && course.end <= last && course.end - course.start == 4)
            #expect(course.start.components.month != 4 && course.end.components.month != 4)
        }
    }
}

/// Small problems full of conflicts: pins, covers of one, hard due days, classes at the same time.
private enum RandomInstance {
    static func make(seed: UInt64) -> Instance {
        var random = SeededRandom(seed: seed)
        let start = Day(number: 19_000)
        func day() -> Day { start.adding(days: random.below(60)) }
        var trainees: [Instance.Trainee] = []
        var demands: [Instance.Demand] = []
        for index in 0..<(8 + random.below(20)) {
            let away = random.below(4) == 0 ? [[day(), start.adding(days: 70)].sorted()] : []
            trainees.append(
                Instance.Trainee(
                    id: "t\(index)", place: random.below(2) == 0 ? "610116001001" : "610102001001",
                    domain: random.below(2) == 0 ? "rural" : "organ",
                    unavailable: away))
            for kind in 0...random.below(2) {
                demands.append(
                    Instance.Demand(
                        id: "d\(index)-\(kind)", trainee: "t\(index)", kind: kind == 0 ? "rotation" : "annual",
                        earliest: day(), due: day(),
                        hardDue: random.below(3) == 0, priority: 1 + random.below(3), pinned: nil,
                        previous: random.below(4) == 0 ? "c0" : nil))
            }
        }
        let classes = (0..<(2 + random.below(6))).map { index in
            let begin = day()
            return Instance.Course(
                id: "c\(index)", host: random.below(2) == 0 ? "610116" : "6101",
                scope: random.below(3) == 0 ? "610116" : "61",
                domains: random.below(3) == 0 ? ["rural"] : ["rural", "organ"], kinds: ["rotation", "annual"],
                start: begin,
                end: begin.adding(days: 1 + random.below(5)), minimum: random.below(5), capacity: 4 + random.below(6),
                fixedCost: random.below(9000), committed: random.below(4) == 0)
        }
        let covers = [Instance.Cover(id: "v", members: trainees.prefix(5).map(\.id), limit: 1 + random.below(2))]
        return Instance(
            name: "random", horizon: .init(start: start, end: start.adding(days: 80)),
            weights: .init(unassigned: 20_000, latePerDay: 12, travel: [0, 150, 420, 1500], moved: 600),
            trainees: trainees, demands: demands,
            classes: classes, covers: covers)
    }
}
