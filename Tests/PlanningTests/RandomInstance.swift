import Civil
import Kernel

@testable import Planning

/// Small problems full of conflicts: pins, covers of one, hard due days, classes at the same time.
enum RandomInstance {
    /// The same with quotas, levels, lengths, exclusions and covers that may be exceeded.
    static func limited(seed: UInt64, people: Int = 8, more: Int = 20) -> Instance {
        var random = SeededRandom(seed: seed &+ 77)
        var lengths = SeededRandom(seed: seed &+ 78)
        var instance = make(seed: seed, people: people, more: more)
        instance.trainees = instance.trainees.enumerated().map { number, trainee in
            let place = ["610116001001", "610116001002", "610116002001", "610102001001"][random.below(4)]
            return Instance.Trainee(
                id: trainee.id, place: place, domain: trainee.domain, unavailable: trainee.unavailable ?? [],
                excluded: random.below(5) == 0 ? ["c1"] : nil)
        }
        instance.demands = instance.demands.map {
            Instance.Demand(
                id: $0.id, trainee: $0.trainee, kind: $0.kind, earliest: $0.earliest, due: $0.due,
                hardDue: $0.hardDue ?? false, priority: $0.priority, pinned: nil, previous: $0.previous,
                accepts: random.below(3) == 0 ? ["county", "city"] : nil,
                minutes: lengths.below(3) == 0 ? 1440 : nil)
        }
        instance.classes = instance.classes.map { item in
            var left = item.capacity
            let quotas = ["610116001001", "610116001", "610116", "610102"].compactMap { scope -> Instance.Quota? in
                let seats = random.below(2) == 0 ? 0 : min(left, 1 + random.below(3))
                left -= seats
                return seats > 0 ? Instance.Quota(scope: scope, seats: seats) : nil
            }
            return Instance.Course(
                id: item.id, host: item.host, scope: item.scope, domains: item.domains, kinds: item.kinds,
                start: item.start, end: item.end, minimum: item.minimum, capacity: item.capacity,
                fixedCost: item.fixedCost, committed: item.committed ?? false,
                level: ["township", "county", nil][random.below(3)],
                quotas: random.below(3) == 0 || quotas.isEmpty ? nil : quotas,
                minutes: [480, 1440, nil][lengths.below(3)])
        }
        let members = instance.trainees.map(\.id)
        instance.covers = [
            Instance.Cover(id: "v", members: Array(members.prefix(5)), limit: 1 + random.below(2)),
            Instance.Cover(
                id: "w", members: Array(members.suffix(6)), limit: 1 + random.below(2),
                excessCost: 1 + random.below(3000)),
            Instance.Cover(id: "x", members: Array(members.prefix(8)), limit: 2, excessCost: 300),
        ]
        return instance
    }

    static func make(seed: UInt64, people: Int = 8, more: Int = 20) -> Instance {
        var random = SeededRandom(seed: seed)
        let start = Day(number: 19_000)
        func day() -> Day { start.adding(days: random.below(60)) }
        var trainees: [Instance.Trainee] = []
        var demands: [Instance.Demand] = []
        for index in 0..<(people + random.below(more)) {
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
