import Civil
import Kernel

@testable import Planning

/// Small problems full of conflicts: pins, covers of one, hard due days, classes at the same time.
enum RandomInstance {
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
