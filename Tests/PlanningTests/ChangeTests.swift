import Civil
import Kernel
import Testing

@testable import Planning

/// Plans that change: dropouts, cancelled classes and hypothetical changes.
struct ChangeTests {
    @Test func aPlanIsAdjustedWithFewMoves() async throws {
        let original = try instance("county-610722-tight")
        let plan = try await Planner(try Problem(original)).plan(.init(steps: 60), progress: { 0 })
        let gone = plan.assignments[5]
        let cancelled = plan.assignments[100].course
        let trainee = try #require(original.demands.first { $0.id == gone.demand }?.trainee)
        let changed = try original.applying([.drop(trainee: trainee), .cancel(course: cancelled)]).following(plan)
        let adjusted = try await Planner(try Problem(changed)).replan(from: plan, .init(), progress: { 0 })
        #expect(PlanCheck.violations(adjusted, changed).map(\.english) == [])
        let held = plan.assignments.filter { $0.course == cancelled }.count
        let difference = PlanDifference(from: plan, original, to: adjusted, changed)
        #expect(difference.moves.contains { $0.before == cancelled })
        // Some of the others make room; most of the county stays.
        #expect(difference.moves.count <= held + original.demands.count / 10)
    }

    @Test(arguments: 0..<20)
    func adjustedPlansAreValid(seed: UInt64) async throws {
        let original = RandomInstance.make(seed: seed, people: 15, more: 15)
        let plan = try await Planner(try Problem(original)).plan(.init(steps: 20), progress: { 0 })
        let course = original.classes[Int(seed) % original.classes.count].id
        let changed = try original.applying([.drop(trainee: "t1"), .cancel(course: course)]).following(plan)
        let adjusted = try await Planner(try Problem(changed)).replan(from: plan, .init(), progress: { 0 })
        #expect(PlanCheck.violations(adjusted, changed).map(\.english) == [], "seed \(seed)")
        #expect(adjusted.score.total == recount(adjusted, changed), "seed \(seed)")
        #expect(adjusted.score.total >= adjusted.bound ?? .max, "seed \(seed)")
    }

    @Test func changesAreParsed() throws {
        let day = try #require(Day("2026-03-02"))
        #expect(
            try Change.parse([
                "add-seats", "c12=10", "remove-class", "c3", "add-class", "n=c12@2026-03-02", "move-leave",
                "t7=2026-03-02..2026-03-02", "drop-trainee", "t8",
            ]) == [
                .addSeats(course: "c12", seats: 10), .cancel(course: "c3"), .addClass(id: "n", like: "c12", start: day),
                .moveLeave(trainee: "t7", from: day, through: day), .drop(trainee: "t8"),
            ])
        #expect(
            try Change.parse([
                "add-seats", "a=b@c=10", "add-class", "n=a=b@c@2026-03-02", "move-leave", "t=7=2026-03-02..2026-03-02",
            ]) == [
                .addSeats(course: "a=b@c", seats: 10), .addClass(id: "n", like: "a=b@c", start: day),
                .moveLeave(trainee: "t=7", from: day, through: day),
            ])
        for wrong in [
            ["add-seats", "=3"], ["add-seats", "c12"], ["paint", "c1=2"], ["add-class"], ["move-leave", "t=x..y"],
        ] {
            #expect(throws: AppError.self) { try Change.parse(wrong) }
        }
        #expect(throws: AppError.self) { try RandomInstance.make(seed: 1).applying([.cancel(course: "none")]) }
    }

    @Test func moreSeatsNeverCostMore() async throws {
        let original = try instance("tiny")
        let before = try await Planner(try Problem(original)).plan(.init(steps: 40), progress: { 0 })
        let changed = try original.applying([.addSeats(course: original.classes[0].id, seats: 5)])
        let after = try await Planner(try Problem(changed)).replan(from: before, .init(), progress: { 0 })
        #expect(after.score.total <= before.score.total)
    }
}
