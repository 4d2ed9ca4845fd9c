import Civil
import Kernel
import Testing

@testable import Planning

extension RandomInstance {
    /// More classes than one region holds, each small and hard to fill, with covers across them.
    static func many(seed: UInt64) -> Instance {
        var random = SeededRandom(seed: seed)
        let start = Day(number: 19_000)
        let (count, size) = (62 + random.below(6), 2)
        let people = (0..<(count * size)).map { "t\($0)" }
        let places = ["610116001001", "610102001001", "610302001001"]
        let classes = (0..<count).map { number in
            let first = start.adding(days: random.below(90))
            return Instance.Course(
                id: "c\(number)", host: ["610116", "6101", "610102", "6103"][random.below(4)], scope: "61",
                domains: ["rural"], kinds: ["rotation"], start: first, end: first.adding(days: 1 + random.below(9)),
                minimum: size, capacity: size + random.below(2), fixedCost: [0, 500, 2000][random.below(3)],
                committed: random.below(12) == 0)
        }
        let shuffled = people.shuffled(using: &random)
        let covers = stride(from: 0, to: people.count, by: 20).map { first in
            Instance.Cover(
                id: "v\(first)", members: Array(shuffled[first..<min(people.count, first + 6)]),
                limit: 1 + random.below(2))
        }
        return Instance(
            name: "many", horizon: .init(start: start, end: start.adding(days: 110)),
            weights: .init(unassigned: 20_000, latePerDay: 12, travel: [0, 150, 420, 1500], moved: 600),
            trainees: people.map { .init(id: $0, place: places[random.below(3)], domain: "rural", unavailable: []) },
            demands: people.map { who in
                .init(
                    id: "d-\(who)", trainee: who, kind: "rotation", earliest: start.adding(days: random.below(40)),
                    due: start.adding(days: random.below(100)), hardDue: false, priority: 1 + random.below(3),
                    pinned: nil, previous: nil)
            }, classes: classes, covers: covers)
    }

    /// The instance with some seats of a plan pinned, so that the pins can be satisfied.
    static func pinning(_ instance: Instance, _ plan: Plan, seed: UInt64) -> Instance {
        var random = SeededRandom(seed: seed)
        let chosen = Dictionary(uniqueKeysWithValues: plan.assignments.map { ($0.demand, $0.course) })
        return Instance(
            name: "pinned", horizon: instance.horizon, weights: instance.weights, trainees: instance.trainees,
            demands: instance.demands.map { demand in
                .init(
                    id: demand.id, trainee: demand.trainee, kind: demand.kind, earliest: demand.earliest,
                    due: demand.due, hardDue: demand.hardDue ?? false, priority: demand.priority,
                    pinned: random.below(3) == 0 ? chosen[demand.id] : nil, previous: demand.previous)
            }, classes: instance.classes, covers: instance.covers ?? [])
    }
}

/// Properties of the search with several regions, and of pins.
struct ManyClassesTests {
    @Test(arguments: 0..<3)
    func plansOfManyRegionsAreValidAndTheSameForTheSameSeed(seed: UInt64) async throws {
        let instance = RandomInstance.many(seed: seed)
        let planner = Planner(try Problem(instance))
        for threads in [1, 3] {
            let limits = Planner.Limits(threads: threads, steps: 1, seed: seed)
            let plan = try await planner.plan(limits, progress: { 0 })
            #expect(PlanCheck.violations(plan, instance).map(\.english) == [], "seed \(seed), \(threads) threads")
            #expect(try #require(plan.bound) <= plan.score.total)
            #expect(try await planner.plan(limits, progress: { 0 }) == plan, "seed \(seed), \(threads) threads")
        }
    }

    @Test(arguments: [0, 1] as [UInt64])
    func moreTrialsAreNeverWorse(seed: UInt64) async throws {
        let planner = Planner(try Problem(RandomInstance.many(seed: seed)))
        var last = Int.max
        for steps in [0, 1, 300] {
            let plan = try await planner.plan(.init(threads: 2, steps: steps, seed: seed), progress: { 0 })
            #expect(plan.score.total <= last, "seed \(seed), \(steps) trials")
            last = plan.score.total
        }
    }

    /// Merging regions whose people have moved in the meantime leaves no class below its minimum.
    @Test(arguments: 100..<112)
    func adjustedPlansOfManyRegionsAreValid(seed: UInt64) async throws {
        let instance = RandomInstance.many(seed: seed)
        let plan = try await Planner(try Problem(instance)).plan(.init(threads: 2, steps: 0), progress: { 0 })
        let gone = instance.trainees.prefix(12).map { Change.drop(trainee: $0.id) }
        let changed = try instance.applying(gone).following(plan)
        let adjusted = try await Planner(try Problem(changed)).replan(
            from: plan, .init(threads: 2, seed: seed), progress: { 0 })
        #expect(PlanCheck.violations(adjusted, changed).map(\.english) == [], "seed \(seed)")
    }

    @Test(arguments: 0..<60)
    func satisfiablePinsAreHonoured(seed: UInt64) async throws {
        let free = RandomInstance.make(seed: seed &+ 500)
        let plan = try await Planner(try Problem(free)).plan(.init(steps: 20, seed: seed), progress: { 0 })
        let instance = RandomInstance.pinning(free, plan, seed: seed)
        let pinned = try await Planner(try Problem(instance)).plan(.init(steps: 40, seed: seed), progress: { 0 })
        #expect(PlanCheck.violations(pinned, instance).map(\.english) == [], "seed \(seed)")
    }

    /// A pinned person's class lost a member, and only a class at its minimum has people for it: that class is closed.
    @Test func aPinnedClassTakesFromOneThatCannotSpare() async throws {
        let start = Day(number: 20_000)
        func course(_ id: String, _ days: Int) -> Instance.Course {
            .init(
                id: id, host: "6101", scope: "61", domains: ["rural"], kinds: ["rotation"],
                start: start.adding(days: days), end: start.adding(days: days + 4), minimum: 2, capacity: 4,
                fixedCost: 100, committed: false)
        }
        let people = ["t1", "t3", "t4"]
        let instance = Instance(
            name: "held", horizon: .init(start: start, end: start.adding(days: 60)),
            weights: .init(unassigned: 20_000, latePerDay: 12, travel: [0, 150, 420, 1500], moved: 600),
            trainees: people.map { .init(id: $0, place: "610116001001", domain: "rural", unavailable: []) },
            demands: people.map {
                .init(
                    id: "d\($0)", trainee: $0, kind: "rotation", earliest: start, due: start.adding(days: 50),
                    hardDue: false, priority: 1, pinned: $0 == "t1" ? "c0" : nil, previous: nil)
            }, classes: [course("c0", 10), course("c1", 30)], covers: [])
        let before = Plan(
            assignments: [
                .init(demand: "dt1", course: "c0"), .init(demand: "dt3", course: "c1"),
                .init(demand: "dt4", course: "c1"),
            ], score: Score())
        let plan = try await Planner(try Problem(instance)).replan(from: before, .init(), progress: { 0 })
        #expect(PlanCheck.violations(plan, instance).map(\.english) == [])
        #expect(plan.assignments.count == 3 && plan.score.total == 550)
    }
}
