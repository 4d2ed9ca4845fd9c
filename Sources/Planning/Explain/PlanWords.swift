import Civil
package import Kernel

// Plans and explanations in words and sums, as doors and result files show them; the planner itself works with numbers.

/// What a plan costs, by part.
package struct PlanScore: Codable, Sendable, Equatable {
    /// Demands with a class, and those without.
    package let assigned: Int
    package let left: Int
    package let total: Int
    package let unassigned: Int
    package let late: Int
    package let travel: Int
    package let opened: Int
    package let moved: Int
    package let away: Int

    package init(_ plan: Plan, demands: Int) {
        assigned = plan.assignments.count
        left = demands - plan.assignments.count
        total = plan.score.total
        unassigned = plan.score.unassigned
        late = plan.score.late
        travel = plan.score.travel
        opened = plan.score.opened
        moved = plan.score.moved
        away = plan.score.away
    }

    /// The proven bound and what of the cost could at most be saved.
    package func proof(_ bound: Int) -> Text {
        let hundredths = total <= 0 ? 0 : (total - bound) * 10_000 / total
        let gap = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
        return Text(
            zh: "已证明任何计划的总代价不低于 \(bound)；本计划最多还能省 \(gap)。",
            en: "Proven: no plan costs less than \(bound); at most \(gap) of this one's cost could be saved.")
    }
}

/// A change that would place a demand, and by how much it changes the score.
package struct SuggestedChange: Codable, Sendable, Equatable {
    package let change: Text
    package let effect: Int

    /// - Parameter names: of classes, by identifier; a class without one is shown by its identifier.
    package init(_ remedy: Remedy, names: [String: String] = [:]) {
        change =
            switch remedy.step {
            case .seat(let course) where names[course] != nil:
                Text(
                    zh: "班次「\(names[course] ?? course)」增加一个席位",
                    en: "one more seat in class “\(names[course] ?? course)”")
            case .run(let course) where names[course] != nil:
                Text(zh: "开办班次「\(names[course] ?? course)」", en: "run class “\(names[course] ?? course)”")
            case .releaseQuota(let course) where names[course] != nil:
                Text(
                    zh: "释放班次「\(names[course] ?? course)」为别处保留的一个名额",
                    en: "release one of the seats in class “\(names[course] ?? course)” that quotas keep for others")
            case .moveLeave(let from, let through, let course) where names[course] != nil:
                Text(
                    zh: "改期 \(from) 至 \(through) 的请假，进「\(names[course] ?? course)」",
                    en: "move the leave of \(from) to \(through), for “\(names[course] ?? course)”")
            case .raiseLimits(_, let course) where names[course] != nil:
                Text(
                    zh: "放宽本乡镇同时在外人数上限，进「\(names[course] ?? course)」",
                    en: "let one more of the township be away, for “\(names[course] ?? course)”")
            case .newClass(let field, let county, let week, let like) where names[like] != nil:
                Text(
                    zh: "在 \(county) 于 \(week) 起的一周为领域 \(field) 增办一班（同「\(names[like] ?? like)」）",
                    en: "a class of field \(field) in the week of \(week) in \(county) (like “\(names[like] ?? like)”)")
            default: remedy.text
            }
        effect = remedy.effect
    }

    package var text: Text {
        let sign = effect > 0 ? "+" : ""
        return Text(zh: "\(change.chinese)（总代价 \(sign)\(effect)）", en: "\(change.english) (score \(sign)\(effect))")
    }
}

extension Explanation {
    /// - Throws: `value.invalid` for a number of entries out of range.
    package static func of(_ plan: Plan, _ problem: Problem, most: Int) throws(AppError) -> Explanation {
        try Plausible.count(most, "most", in: 0...1_000_000)
        return Explanation(plan, of: problem, most: most)
    }
}

/// Why a demand is left out or late.
package struct ExplainedDemand: Codable, Sendable {
    package let demand: String
    package let trainee: String
    package let `class`: String?
    package let daysLate: Int
    package let cost: Int
    package let reason: Text
    /// The most favourable first.
    package let changes: [SuggestedChange]

    package init(_ entry: Explanation.Entry) {
        demand = entry.demand
        trainee = entry.trainee
        `class` = entry.course
        daysLate = entry.daysLate
        cost = entry.cost
        reason = entry.reason
        changes = entry.remedies.map { SuggestedChange($0) }
    }
}

/// What keeps a demand out of a class.
package struct ExplainedClass: Codable, Sendable {
    package let `class`: String
    /// What the seat would cost.
    package let cost: Int?
    package let obstacles: [String]
    package let why: Text

    package init(_ course: String, cost: Int?, _ obstacles: [Obstacle]) {
        `class` = course
        self.cost = cost
        self.obstacles = obstacles.map(\.key)
        why = .list(obstacles.map(\.text))
    }
}
