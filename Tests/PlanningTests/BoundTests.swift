import Civil
import Kernel
import Testing

@testable import Planning

/// The cheapest valid plan by exhaustive search: small instances only.
private struct Exhaustive {
    private let problem: Problem
    private var board: Board
    private var best = Int.max
    private var left = 3_000_000

    init(_ problem: Problem) {
        self.problem = problem
        board = Board(problem.model)
    }

    /// Nil when there are too many plans to try.
    mutating func optimum() -> Int? {
        visit(0, 0)
        return left > 0 ? best : nil
    }

    private mutating func visit(_ demand: Int, _ spent: Int) {
        left -= 1
        guard left > 0, spent < best else { return }
        let model = problem.model
        guard demand < model.demandCount else {
            if (0..<model.courseCount).allSatisfy({ board.reachesMinimum($0) }) { best = min(best, board.cost) }
            return
        }
        for place in model.options(demand) {
            let course = Int(model.optionCourse[place])
            guard board.hasSpace(demand, course), board.groupsAllow(demand, course) else { continue }
            board.put(demand, course, cost: model.optionCost[place])
            visit(demand + 1, spent + Int(model.optionCost[place]))
            board.take(demand)
        }
        visit(demand + 1, spent + Int(model.unassignedCost[demand]))
    }
}

/// The bound is below every plan, and the planner's plan is not below the optimum.
struct BoundTests {
    @Test(arguments: 0..<60, [(people: 3, more: 3), (people: 6, more: 0)])
    func theBoundNeverExceedsTheOptimumAndThePlanIsNeverBelowIt(
        seed: UInt64, size: (people: Int, more: Int)
    ) async throws {
        let instance = RandomInstance.make(seed: seed &+ 1000, people: size.people, more: size.more)
        let problem = try Problem(instance)
        var search = Exhaustive(problem)
        guard let optimum = search.optimum() else { return }
        let plan = try await Planner(problem).plan(.init(steps: 60, seed: seed), progress: { 0 })
        let bound = try #require(plan.bound)
        #expect(bound <= optimum, "seed \(seed)")
        #expect(plan.score.total >= optimum, "seed \(seed)")
        // On problems of this size the search is expected to find it.
        #expect(plan.score.total == optimum, "seed \(seed)")
    }

    @Test(arguments: 0..<120, [(people: 3, more: 3), (people: 6, more: 0)])
    func quotasLevelsAndSoftCoversKeepTheBoundBelowTheOptimum(
        seed: UInt64, size: (people: Int, more: Int)
    ) async throws {
        let instance = RandomInstance.limited(seed: seed &+ 1000, people: size.people, more: size.more)
        let problem = try Problem(instance)
        var search = Exhaustive(problem)
        guard let optimum = search.optimum() else { return }
        let plan = try await Planner(problem).plan(.init(steps: 60, seed: seed), progress: { 0 })
        #expect(try #require(plan.bound) <= optimum, "seed \(seed)")
        #expect(plan.score.total == recount(plan, instance), "seed \(seed)")
        // Prices of crowded days bind several moves together: the search misses the optimum of a few, never by much.
        #expect(plan.score.total >= optimum, "seed \(seed)")
        #expect((plan.score.total - optimum) * 100 <= optimum, "seed \(seed)")
    }

    /// Twelve people of one cover that allows two away: three classes of the same days seat no more than one does.
    @Test func classesOfTheSameDaysShareACover() async throws {
        var (options, groups) = (FlatLists<Int32>(), FlatLists<Int32>())
        for _ in 0..<12 {
            options.values += [0, 1, 2]
            options.endRow()
            groups.values.append(0)
            groups.endRow()
        }
        // All run in the third span, which implies the rows of the earlier ones.
        let model = Model(
            options: options, costs: [Int32](repeating: 0, count: 36),
            unassigned: [Int32](repeating: 20_000, count: 12), fixed: [Bool](repeating: false, count: 12),
            courses: [(0, 2), (1, 2), (2, 3)].map {
                .init(capacity: 10, minimum: 0, fixedCost: 0, firstSpan: $0.0, lastSpan: $0.1)
            }, spans: 4, groups: groups, limits: [2], grain: 100)
        #expect(Crowding(model).limits == [2])
        var ascent = DualAscent(model, threads: 1)
        let bound = await ascent.run(steps: 1000, isOver: { false }).bound
        #expect((199_000...200_000).contains(bound), "\(bound)")
    }

    @Test(arguments: ["county-610116", "county-610528-replan", "county-610528-covers"])
    func theBoundIsCloseToThePlanOfACounty(name: String) async throws {
        let plan = try await Planner(try Problem(instance(name))).plan(.init(steps: 300), progress: { 0 })
        let bound = try #require(plan.bound)
        #expect(bound <= plan.score.total)
        #expect((plan.score.total - bound) * 100 <= plan.score.total * 3)
    }
}
