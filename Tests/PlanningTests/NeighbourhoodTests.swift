import Civil
import Kernel
import Testing

@testable import Planning

/// Changes that a plan near the optimum needs and that are easily missed.
struct NeighbourhoodTests {
    /// Four people could sit in the committed class at no cost; a fifth, of the highest priority, has only the other
    /// one, which does not run with fewer than four.
    @Test(arguments: [(minimum: 4, opens: true), (minimum: 5, opens: true), (minimum: 6, opens: false)])
    func oneWhoHasNoOtherClassMayOpenItForAll(minimum: Int, opens: Bool) async throws {
        let start = Day(number: 20_000)
        let place = "610116001001"
        func course(_ id: String, _ days: Int, minimum: Int, committed: Bool) -> Instance.Course {
            Instance.Course(
                id: id, host: "610116", scope: "610116", domains: ["rural"], kinds: ["rotation"],
                start: start.adding(days: days), end: start.adding(days: days + 4), minimum: minimum, capacity: 8,
                fixedCost: committed ? 0 : 9_000, committed: committed)
        }
        let people = (0..<5).map { "t\($0)" }
        let instance = Instance(
            name: "one for all", horizon: .init(start: start, end: start.adding(days: 90)),
            weights: .init(unassigned: 20_000, latePerDay: 12, travel: [0, 150, 420, 1500], moved: 600),
            trainees: people.map { .init(id: $0, place: place, domain: "rural", unavailable: []) },
            demands: people.map { who in
                let isLast = who == "t4"
                return .init(
                    id: "d-\(who)", trainee: who, kind: "rotation", earliest: start.adding(days: isLast ? 30 : 0),
                    due: start.adding(days: isLast ? 80 : 10), hardDue: false, priority: isLast ? 3 : 1, pinned: nil,
                    previous: nil)
            },
            classes: [
                course("early", 1, minimum: 0, committed: true), course("late", 40, minimum: minimum, committed: false),
            ], covers: [])
        let problem = try Problem(instance)
        var board = Board(problem.model)
        let construction = Construction(openShare: [0, 0], threads: 1, isOver: { false })
        #expect(await construction.run(&board))
        var search = RegionSearch(board, seed: 1, trials: 10, bound: 0, isOver: { false })
        search.run(thorough: false)
        #expect((search.best[4] == 1) == opens)
        #expect(search.best.filter { $0 == 1 }.count == (opens ? minimum : 0))
    }

    /// HiGHS proves 1,141,491 and has a plan of 1,141,515. Chains that do not pass through a cover
    /// more than once end at 1,201,515: three people more stay out.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func tightCoversAreFilledAsFullAsTheyCanBe(seed: UInt64) async throws {
        let instance = try instance("county-610528-covers")
        let planner = Planner(try Problem(instance))
        let plan = try await planner.plan(.init(threads: 2, steps: 400, seed: seed), progress: { 0 })
        #expect(PlanCheck.violations(plan, instance).map(\.english) == [])
        #expect((1_141_491...1_152_930).contains(plan.score.total))
    }

    /// If no cover excludes anybody, nothing is done; otherwise the plan stays valid and costs no more.
    @Test(arguments: 0..<40)
    func reseatingKeepsAPlanValidAndCostsNoMore(seed: UInt64) async throws {
        let model = try Problem(RandomInstance.make(seed: seed)).model
        var board = Board(model)
        var set = OpenSet(model)
        let share = [Float](repeating: 1, count: model.courseCount)
        guard await Construction(openShare: share, threads: 1, isOver: { false }).run(&board) else { return }
        let before = board.cost
        var reseating = Reseating(seed: seed)
        for _ in 0..<20 { reseating.run(&board, &set, isOver: { false }) }
        #expect(board.cost <= before, "seed \(seed)")
        #expect((0..<model.courseCount).allSatisfy { board.reachesMinimum($0) }, "seed \(seed)")
        var again = Board(model)
        again.adopt(board.seat)
        #expect(again.cost == board.cost && again.size == board.size, "seed \(seed)")
    }
}
