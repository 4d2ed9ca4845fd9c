import Civil
import Foundation
import Kernel
import Testing

@testable import Planning

/// Instances and plans with mistakes, or unusual but valid ones.
struct OddInputTests {
    private let start = Day(number: 20_000)

    private func text(_ change: (inout String) -> Void) throws -> Instance {
        var text = String(decoding: try JSONEncoder().encode(instance("tiny")), as: UTF8.self)
        change(&text)
        return try JSONDecoder().decode(Instance.self, from: Data(text.utf8))
    }

    /// Twenty people of the county, and classes that begin one after the other.
    private func people(
        _ count: Int, _ classes: [(minimum: Int, capacity: Int, committed: Bool)], cover: Int? = nil,
        away: [[Day]] = []
    ) -> Instance {
        let people = (0..<count).map { "t\($0)" }
        return Instance(
            name: "people", horizon: .init(start: start, end: start.adding(days: 200)),
            weights: .init(unassigned: 20_000, latePerDay: 12, travel: [0, 150, 420, 1500], moved: 600),
            trainees: people.map {
                .init(id: $0, place: "610116001001", domain: "rural", unavailable: $0 == "t0" ? away : [])
            },
            demands: people.map {
                .init(
                    id: "d\($0)", trainee: $0, kind: "rotation", earliest: start, due: start.adding(days: 190),
                    hardDue: false, priority: 1, pinned: nil, previous: nil)
            },
            classes: classes.enumerated().map { number, item in
                .init(
                    id: "c\(number)", host: "610116", scope: "610116", domains: ["rural"], kinds: ["rotation"],
                    start: start.adding(days: 10 * number + 5), end: start.adding(days: 10 * number + 8),
                    minimum: item.minimum, capacity: item.capacity, fixedCost: item.committed ? 0 : 900,
                    committed: item.committed)
            }, covers: cover.map { [.init(id: "v", members: people, limit: $0)] } ?? [])
    }

    @Test(arguments: [
        ("\"priority\":", "\"priority\":1000000000000000"), ("\"unassigned\":", "\"unassigned\":9223372036854775807"),
        ("\"late_per_day\":", "\"late_per_day\":1000000000000000000"), ("\"moved\":", "\"moved\":-1"),
        ("\"capacity\":", "\"capacity\":-"), ("\"limit\":", "\"limit\":-"),
        ("\"fixed_cost\":", "\"fixed_cost\":99999999"),
    ])
    func figuresOutOfRangeAreNamed(key: String, mistake: String) throws {
        // The previous digits follow the mistake, which only makes the figure larger.
        let odd = try? text { $0 = $0.replacing(key, with: mistake) }
        guard let odd else { return }
        let error = #expect(throws: AppError.self) { try Problem(odd) }
        #expect(error?.code == "plan.instance")
        #expect(throws: AppError.self) { try odd.applying([.addSeats(course: odd.classes[0].id, seats: 1)]) }
    }

    @Test func absencesAreTwoDaysInOrder() throws {
        for away in [[start], [start.adding(days: 9), start], [start, start, start], []] as [[Day]] {
            let error = #expect(throws: AppError.self) { try Problem(people(2, [(0, 5, true)], away: [away])) }
            #expect(error?.message.english.contains("t0") == true)
        }
        _ = try Problem(people(2, [(0, 5, true)], away: [[start, start]]))
    }

    @Test func classesOutsideTheHorizonCoversTwiceAndOtherFormatsAreRefused() throws {
        #expect(throws: AppError.self) {
            try Problem(text { $0 = $0.replacing("rotation-instance\\/1", with: "rotation-instance\\/9") })
        }
        #expect(throws: AppError.self) {
            try text { $0 = $0.replacing("rotation-instance\\/1", with: "rotation-instance\\/9") }.applying([])
        }
        let plan = "{\"format\":\"rotation-plan/9\",\"assignments\":[]}"
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Plan.self, from: Data(plan.utf8)) }
        let bare = plan.replacing("/9", with: "/1")
        #expect(try JSONDecoder().decode(Plan.self, from: Data(bare.utf8)).score == Score())
    }

    @Test func codesMayBeWordsOfAnyScript() async throws {
        let instance = try text {
            $0 = $0.replacing("\"61", with: "\"陕西")
        }
        let plan = try await Planner(try Problem(instance)).plan(.init(steps: 20), progress: { 0 })
        let plain = try await Planner(try Problem(text { _ in })).plan(.init(steps: 20), progress: { 0 })
        #expect(plan.assignments.count == plain.assignments.count && plan.assignments.count > 0)
    }

    /// If all seats are free, the bound begins at zero and has to rise.
    @Test func theBoundOfCommittedClassesIsTheOptimum() async throws {
        let plan = try await Planner(try Problem(people(20, [(0, 10, true)]))).plan(.init(steps: 5), progress: { 0 })
        #expect(plan.score.total == 200_000)
        #expect(try #require(plan.bound) >= 198_000)
    }

    @Test func aCoverMayBeLargerThanAnArmy() async throws {
        let instance = people(33_000, [(0, 33_000, true)], cover: 32_900)
        let plan = try await Planner(try Problem(instance)).plan(.init(steps: 0), progress: { 0 })
        #expect(plan.assignments.count == 32_900)
    }

    @Test(arguments: 0..<40)
    func classesWithoutSeatsAreExplainedToo(seed: UInt64) async throws {
        let given = RandomInstance.make(seed: seed)
        var random = SeededRandom(seed: seed)
        let instance = Instance(
            name: "odd", horizon: given.horizon, weights: given.weights, trainees: given.trainees,
            demands: given.demands,
            classes: given.classes.map { item in
                .init(
                    id: item.id, host: item.host, scope: item.scope, domains: item.domains, kinds: item.kinds,
                    start: item.start, end: item.end, minimum: item.minimum,
                    capacity: random.below(3) == 0 ? 0 : item.capacity, fixedCost: item.fixedCost,
                    committed: item.committed ?? false)
            }, covers: given.covers ?? [])
        let problem = try Problem(instance)
        let plan = try await Planner(problem).plan(.init(steps: 20, seed: seed), progress: { 0 })
        #expect(PlanCheck.violations(plan, instance).isEmpty)
        let explanation = Explanation(plan, of: problem)
        let empty = Set(instance.classes.filter { $0.capacity == 0 }.map(\.id))
        for entry in explanation.unassigned + explanation.late {
            for remedy in entry.remedies {
                if case .run(let course) = remedy.step { #expect(!empty.contains(course), "seed \(seed)") }
            }
        }
    }

    /// A remedy that adds a class promises no more than planning again with that class saves.
    @Test(arguments: 0..<60)
    func aNewClassSavesWhatItPromises(seed: UInt64) async throws {
        let instance = RandomInstance.make(seed: seed &+ 3000, people: 3, more: 4)
        let problem = try Problem(instance)
        let plan = try await Planner(problem).plan(.init(steps: 60, seed: seed), progress: { 0 })
        for entry in Explanation(plan, of: problem).unassigned {
            for remedy in entry.remedies {
                guard case .newClass(_, _, let week, let like) = remedy.step else { continue }
                let changed = try instance.applying([.addClass(id: "new", like: like, start: week)])
                let replanned = try await Planner(try Problem(changed)).plan(
                    .init(steps: 200, seed: seed), progress: { 0 })
                #expect(replanned.score.total <= plan.score.total + remedy.effect, "seed \(seed) \(entry.demand)")
            }
        }
    }

    /// One seat, taken by somebody without another class: using it leaves that person out.
    @Test func whyNotCountsWhoMakesRoom() async throws {
        var instance = people(2, [(0, 1, true), (0, 5, true)])
        instance = Instance(
            name: instance.name, horizon: instance.horizon, weights: instance.weights, trainees: instance.trainees,
            demands: instance.demands.map { demand in
                // t0 must be done before the second class ends.
                .init(
                    id: demand.id, trainee: demand.trainee, kind: demand.kind, earliest: demand.earliest,
                    due: start.adding(days: demand.trainee == "t0" ? 9 : 190), hardDue: demand.trainee == "t0",
                    priority: 1, pinned: nil, previous: nil)
            }, classes: instance.classes, covers: [])
        let problem = try Problem(instance)
        let plan = Plan(
            assignments: [.init(demand: "dt0", course: "c0"), .init(demand: "dt1", course: "c1")], score: Score())
        var explainer = Explainer(plan, of: problem)
        let found = explainer.whyNot("dt1", "c0")
        #expect(found?.contains(.costsMore(by: 20_000)) == true, "\(found ?? [])")
    }

    @Test func changesSayWhatTheyLack() throws {
        let instance = try text { _ in }
        for (words, part) in [
            (["add-seats", "c1=abc"], "add-seats c12=10"), (["add-seats", "c1=1000000"], "100000"),
            (["add-class", "new=c99@2024-03-04"], "c99"), (["add-class", "c1=c2@2024-03-04"], "exists"),
            (["move-leave", "t1=2024-03-10..2024-03-01"], "before it begins"),
            (["move-leave", "t1=2024-03-01.2024-03-10"], "written"), (["fly", "c1"], "written"),
            (["move-leave", "t1=2024-03-01..2024-03-02"], "no leave"),
        ] {
            let error = #expect(throws: AppError.self) { try instance.applying(try Change.parse(words)) }
            #expect(error?.code == "plan.change" && error?.message.english.contains(part) == true, "\(words)")
        }
    }
}
