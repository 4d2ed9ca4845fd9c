import Civil
import Kernel
import Testing

@testable import Planning

/// Explanations are verified: the suggested change is made, and helps.
struct ExplanationTests {
    @Test func oneMoreSeatKeepsItsPromise() async throws {
        let original = try instance("county-610116")
        let problem = try Problem(original)
        let plan = try await Planner(problem).plan(.init(steps: 40), progress: { 0 })
        let explanation = Explanation(plan, of: problem)
        #expect(explanation.unassigned.count == original.demands.count - plan.assignments.count)
        var tried = 0
        for entry in explanation.late + explanation.unassigned where tried < 5 {
            guard let remedy = entry.remedies.first(where: { if case .seat = $0.step { true } else { false } }),
                case .seat(let course) = remedy.step
            else { continue }
            tried += 1
            let changed = try original.applying([.addSeats(course: course, seats: 1)])
            let after = try await Planner(try Problem(changed)).replan(from: plan, .init(), progress: { 0 })
            #expect(after.score.total <= plan.score.total + remedy.effect, "\(entry.demand)")
        }
        #expect(tried > 0)
    }

    /// Also under full covers: the promised chain is valid as a whole.
    @Test func oneMoreSeatKeepsItsPromiseUnderCovers() async throws {
        var tried = 0
        for seed in 0..<150 as Range<UInt64> {
            let original = RandomInstance.make(seed: seed, people: 14, more: 30)
            let problem = try Problem(original)
            let plan = try await Planner(problem).plan(.init(steps: 20), progress: { 0 })
            let explanation = Explanation(plan, of: problem)
            for entry in explanation.late + explanation.unassigned {
                for case .seat(let course) in entry.remedies.map(\.step) {
                    let effect = entry.remedies.first { $0.step == .seat(course: course) }?.effect ?? 0
                    let changed = try original.applying([.addSeats(course: course, seats: 1)])
                    let after = try await Planner(try Problem(changed)).replan(from: plan, .init(), progress: { 0 })
                    #expect(after.score.total <= plan.score.total + effect, "seed \(seed) \(entry.demand)")
                    tried += 1
                }
            }
        }
        #expect(tried > 20)
    }

    @Test func obstaclesAreNamed() throws {
        let instance = RandomInstance.make(seed: 3)
        let problem = try Problem(instance)
        let empty = Plan(assignments: [], score: Score())
        var explainer = Explainer(empty, of: problem)
        for demand in instance.demands {
            for course in instance.classes {
                let answer = explainer.whyNot(demand.id, course.id)
                let obstacles = try #require(answer)
                if course.start < demand.earliest {
                    #expect(obstacles.contains { $0.key == "too_early" }, "\(demand.id) \(course.id)")
                }
                if !(course.committed ?? false), course.minimum > 0 {
                    #expect(obstacles.contains { $0.key == "minimum" || $0.key == "full" }, "\(demand.id) \(course.id)")
                }
            }
        }
        let unknown = explainer.whyNot("nobody", instance.classes[0].id)
        #expect(unknown == nil)
    }
}
