import Civil
import Foundation
import Kernel
import Testing

@testable import Planning

func instance(_ name: String) throws -> Instance {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Instances")
    return try JSONDecoder().decode(
        Instance.self, from: Data(contentsOf: folder.appendingPathComponent(name + ".json")))
}

/// The same with a letter before every identifier, so that instances can be combined.
func instance(_ name: String, marked letter: String) throws -> Instance {
    let text = String(decoding: try JSONEncoder().encode(instance(name)), as: UTF8.self)
    let marked = text.replacing(#/"([tdcv])(\d)/#) { "\"\(letter)\($0.output.1)\($0.output.2)" }
    return try JSONDecoder().decode(Instance.self, from: Data(marked.utf8))
}

/// Calculates a plan's cost from the definition of the format alone.
func recount(_ plan: Plan, _ instance: Instance) -> Int {
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
    let owner = Dictionary(uniqueKeysWithValues: instance.demands.map { ($0.id, $0.trainee) })
    for cover in instance.covers ?? [] {
        var away: [Int: Int] = [:]
        for (demand, id) in chosen where cover.members.contains(owner[demand] ?? "") {
            guard let course = courses[id] else { continue }
            for day in course.start.number...course.end.number { away[day, default: 0] += 1 }
        }
        for count in away.values { cost += max(0, count - cover.limit) * (cover.excessCost ?? 0) }
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
        let reference = try #require(planner.firstCome())
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

    @Test(arguments: 0..<60)
    func quotasLevelsAndSoftCoversGetValidPlans(seed: UInt64) async throws {
        let instance = RandomInstance.limited(seed: seed)
        let plan = try await Planner(try Problem(instance)).plan(.init(steps: 100, seed: seed), progress: { 0 })
        #expect(PlanCheck.violations(plan, instance).map(\.english) == [], "seed \(seed)")
        #expect(plan.score.total == recount(plan, instance), "seed \(seed)")
    }

    @Test func invalidInstancesAreRefused() throws {
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
            // A demand with a cost in a class may enter it; a demand without must have an obstacle.
            #expect(left.course == nil && left.candidates.allSatisfy { !$0.obstacles.isEmpty })
            for remedy in left.remedies { #expect(!remedy.text.english.isEmpty && !remedy.text.chinese.isEmpty) }
        }
    }
}
