import Civil
import Kernel
import Synchronization
import Testing

@testable import Planning

/// Properties of the search for any instance.
struct SearchTests {
    @Test(arguments: [0, 1, 2, 3] as [UInt64])
    func aPlanNeverGetsWorseWithMoreTrials(seed: UInt64) async throws {
        let planner = Planner(try Problem(RandomInstance.make(seed: seed, people: 30, more: 30)))
        var last = Int.max
        for steps in [1, 5, 20, 80, 160] {
            let plan = try await planner.plan(.init(threads: 2, steps: steps, seed: seed), progress: { 0 })
            #expect(plan.score.total <= last, "seed \(seed), \(steps) trials")
            last = plan.score.total
        }
    }

    @Test(arguments: [10, 11, 12] as [UInt64])
    func theOrderOfTheInputChangesNothing(seed: UInt64) async throws {
        let given = RandomInstance.make(seed: seed, people: 20, more: 20)
        var random = SeededRandom(seed: seed)
        let shuffled = Instance(
            name: given.name, horizon: given.horizon, weights: given.weights,
            trainees: given.trainees.shuffled(using: &random), demands: given.demands.shuffled(using: &random),
            classes: given.classes.shuffled(using: &random), covers: (given.covers ?? []).shuffled(using: &random))
        let one = try await Planner(try Problem(given)).plan(.init(steps: 50), progress: { 0 })
        let other = try await Planner(try Problem(shuffled)).plan(.init(steps: 50), progress: { 0 })
        #expect(one == other)
    }

    @Test func aCancelledSearchEndsWithAValidPlan() async throws {
        let instance = try instance("county-610722-tight")
        let problem = try Problem(instance)
        let task = Task { try await Planner(problem).plan(.init(threads: 2), progress: { 0 }) }
        task.cancel()
        let plan = try await task.value
        #expect(PlanCheck.violations(plan, instance).isEmpty)
    }

    /// The time may be over at any check, also in the middle of the first plan.
    @Test(arguments: [1, 2, 5, 20, 80, 300, 1000, 3000])
    func thePlanIsValidHoweverShortTheTime(looks: Int) async throws {
        let instance = try instance("county-610722-tight")
        let left = Mutex(looks)
        let plan = try await Planner(try Problem(instance)).plan(.init(threads: 2)) {
            left.withLock {
                $0 -= 1
                return $0 > 0 ? 0 : 1
            }
        }
        #expect(PlanCheck.violations(plan, instance).isEmpty)
        #expect(try plan.score.total >= #require(plan.bound))
    }

    @Test func independentPartsAreSolvedAsIfAlone() async throws {
        let parts = try [("county-610722-tight", "a"), ("county-610116", "b")].map { try instance($0, marked: $1) }
        let whole = Instance(
            name: "both", horizon: parts[0].horizon, weights: parts[0].weights,
            trainees: parts.flatMap(\.trainees), demands: parts.flatMap(\.demands),
            classes: parts.flatMap(\.classes), covers: parts.flatMap { $0.covers ?? [] })
        let problem = try Problem(whole)
        let found = Components(problem.model).parts
        #expect(found.count > 1)
        #expect(found.map(\.demands.count).reduce(0, +) <= whole.demands.count)
        let courses = found.flatMap(\.courses)
        #expect(Set(courses).count == courses.count)
        var board = Board(problem.model)
        #expect(await Self.construct(&board))
        var apart = 0
        for part in parts {
            var alone = Board(try Problem(part).model)
            #expect(await Self.construct(&alone))
            apart += alone.cost
        }
        #expect(board.cost == apart)
        let plan = try await Planner(problem).plan(.init(threads: 2, steps: 100), progress: { 0 })
        #expect(PlanCheck.violations(plan, whole).isEmpty)
    }

    private static func construct(_ board: inout Board) async -> Bool {
        let share = [Float](repeating: 1, count: board.model.courseCount)
        return await Construction(openShare: share, threads: 2, isOver: { false }).run(&board)
    }

    @Test func scoresFallAndTheBoundHoldsDuringTheRun() async throws {
        let problem = try Problem(instance("county-610528-replan"))
        let seen = Mutex<[Planner.Progress]>([])
        let plan = try await Planner(problem).plan(
            .init(steps: 30), report: { progress in seen.withLock { $0.append(progress) } }, progress: { 0 })
        let scores = seen.withLock { $0.compactMap(\.score) }
        #expect(!scores.isEmpty && scores == scores.sorted(by: >))
        #expect(seen.withLock { $0.allSatisfy { $0.bound <= plan.score.total } })
    }

    @Test(arguments: 0..<20)
    func theBoardUndoesItsChanges(seed: UInt64) async throws {
        let problem = try Problem(RandomInstance.make(seed: seed))
        var board = Board(problem.model)
        var set = OpenSet(problem.model)
        #expect(await Self.construct(&board))
        let (seats, cost) = (board.seat, board.cost)
        let mark = board.mark
        for demand in seats.indices where board.seat[demand] >= 0 { board.take(demand) }
        for demand in seats.indices { _ = set.insert(demand, &board) }
        board.undo(to: mark)
        #expect(board.seat == seats && board.cost == cost)
        #expect(problem.score(board).total == cost)
    }
}
