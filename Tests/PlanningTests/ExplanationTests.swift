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

    /// No class admitted the person, or only the limit on absences stood in the way: nothing was suggested.
    @Test(arguments: 0..<40)
    func everybodyLeftOutHasAChangeThatWouldHelp(seed: UInt64) async throws {
        for instance in [RandomInstance.make(seed: seed), RandomInstance.limited(seed: seed)] {
            let problem = try Problem(instance)
            let plan = try await Planner(problem).plan(.init(steps: 20), progress: { 0 })
            for entry in Explanation(plan, of: problem).unassigned {
                #expect(!entry.remedies.isEmpty, "seed \(seed) \(entry.demand)")
            }
        }
    }

    @Test func whereOnlyTheLimitBindsTheLimitIsNamed() async throws {
        let tiny = try instance("tiny")
        let place = tiny.trainees[0].place
        let (first, last) = (tiny.horizon.start, tiny.horizon.end)
        let trainees = ["a", "b"].map {
            Instance.Trainee(id: $0, place: place, domain: "rural", unavailable: [])
        }
        let demands = trainees.map {
            Instance.Demand(
                id: "d" + $0.id, trainee: $0.id, kind: "rotation", earliest: first, due: last, hardDue: false,
                priority: 1, pinned: nil, previous: nil)
        }
        let course = Instance.Course(
            id: "c", host: place, scope: "", domains: ["rural"], kinds: ["rotation"], start: first, end: first,
            minimum: 0, capacity: 2, fixedCost: 0, committed: true)
        let given = Instance(
            name: "limit", horizon: tiny.horizon, weights: tiny.weights, trainees: trainees, demands: demands,
            classes: [course], covers: [.init(id: "v", members: ["a", "b"], limit: 1)])
        let problem = try Problem(given)
        let plan = try await Planner(problem).plan(.init(steps: 20), progress: { 0 })
        let entry = try #require(Explanation(plan, of: problem).unassigned.first)
        #expect(entry.remedies.contains { $0.step == .raiseLimits(covers: ["v"], course: "c") })
    }

    /// A seat stood empty for somebody else, and the advice was one more seat or another class.
    @Test func whereOnlyAQuotaBindsItsReleaseIsAdvised() async throws {
        let tiny = try instance("tiny")
        let (first, last) = (tiny.horizon.start, tiny.horizon.end)
        let trainees = ["a", "b"].map {
            Instance.Trainee(id: $0, place: "610116002200", domain: "rural", unavailable: [])
        }
        let demands = trainees.map {
            Instance.Demand(
                id: "d" + $0.id, trainee: $0.id, kind: "rotation", earliest: first, due: last, hardDue: false,
                priority: 1, pinned: nil, previous: nil)
        }
        func given(_ quotas: [Instance.Quota]?) -> Instance {
            let course = Instance.Course(
                id: "c", host: "610116", scope: "", domains: ["rural"], kinds: ["rotation"], start: first, end: first,
                minimum: 0, capacity: 2, fixedCost: 0, committed: true, quotas: quotas)
            return Instance(
                name: "quota", horizon: tiny.horizon, weights: tiny.weights, trainees: trainees, demands: demands,
                classes: [course], covers: [])
        }
        let quoted = given([Instance.Quota(scope: "610116001", seats: 1)])
        let problem = try Problem(quoted)
        let plan = try await Planner(problem).plan(.init(steps: 20), progress: { 0 })
        let entry = try #require(Explanation(plan, of: problem).unassigned.first)
        let remedy = try #require(entry.remedies.first { $0.step == .releaseQuota(course: "c") })
        // What it promises holds.
        let after = try await Planner(try Problem(given(nil))).plan(.init(steps: 20), progress: { 0 })
        #expect(after.score.total <= plan.score.total + remedy.effect)
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
