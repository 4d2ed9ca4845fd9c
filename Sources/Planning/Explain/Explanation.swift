package import Kernel

/// Why demands were left without a class or are late: what stops each class that would admit them, and the change that
/// would cost least.
package struct Explanation: Sendable {
    package struct Candidate: Sendable {
        package let course: String
        /// What the seat would cost; what keeps the demand out of it.
        package let cost: Int?
        package let obstacles: [Obstacle]
    }

    package struct Entry: Sendable {
        package let demand: String
        package let trainee: String
        /// The class it is in, and by how many days that is late.
        package let course: String?
        package let daysLate: Int
        /// Its present cost.
        package let cost: Int
        package let candidates: [Candidate]
        /// Changes that would place it, or place it better, the most favourable first.
        package let remedies: [Remedy]
    }

    package let unassigned: [Entry]
    package let late: [Entry]

    /// - Parameter most: how many entries of each kind are analysed; the others are only counted.
    package init(_ plan: Plan, of problem: Problem, most: Int = .max) {
        var explainer = Explainer(plan, of: problem)
        var (left, late): ([Entry], [Entry]) = ([], [])
        for demand in 0..<problem.demandCount {
            if explainer.isUnassigned(demand) {
                if left.count < most { left.append(explainer.entry(demand)) }
            } else if late.count < most, explainer.daysLate(demand) > 0 {
                late.append(explainer.entry(demand))
            }
        }
        unassigned = left
        self.late = late
    }
}

extension Explanation.Entry {
    /// Counts of what stops the classes, in words.
    package var reason: Text {
        if candidates.isEmpty, course != nil {
            return Text(zh: "没有更合适的班次招收此人", en: "no class that suits better admits this person")
        }
        if candidates.isEmpty {
            return Text(zh: "没有招收此人的班次（层级、领域或类别）", en: "no class admits this person (level, field or kind)")
        }
        var counts: [String: (count: Int, text: Text)] = [:]
        for obstacle in candidates.compactMap(\.obstacles.first) {
            let name = obstacle.summary
            counts[obstacle.key, default: (0, name)].count += 1
        }
        let parts = counts.sorted {
            $0.value.count != $1.value.count ? $0.value.count > $1.value.count : $0.key < $1.key
        }
        let list = Text.list(
            parts.map { Text(zh: "\($1.count) 个\($1.text.chinese)", en: "\($1.count) \($1.text.english)") })
        return Text(
            zh: "有 \(candidates.count) 个班次招收：\(list.chinese)", en: "\(candidates.count) classes admit: \(list.english)")
    }
}

extension Obstacle {
    fileprivate var summary: Text {
        switch self {
        case .wrongAudience: Text(zh: "不招收", en: "not for this person")
        case .wrongLevel: Text(zh: "层级不符合任务要求", en: "of a level that does not count")
        case .tooShort: Text(zh: "学时不够", en: "of too few hours")
        case .excluded: Text(zh: "不安排此人", en: "from which the person is excluded")
        case .keptForOthers: Text(zh: "余额为别处保留", en: "with seats left for others alone")
        case .pinnedElsewhere: Text(zh: "固定在别处", en: "pinned elsewhere")
        case .startsBefore: Text(zh: "过早", en: "too early")
        case .endsAfterHardDue: Text(zh: "超过最后期限", en: "after the hard due day")
        case .unavailable: Text(zh: "本人不能参训", en: "during an absence")
        case .overlap: Text(zh: "与另一班次同期", en: "overlapping another class")
        case .cover: Text(zh: "到在外人数上限", en: "at the limit on absences")
        case .full: Text(zh: "满员", en: "full")
        case .notRunning: Text(zh: "人数不足未开", en: "not running for want of people")
        case .neededWhereItIs: Text(zh: "因所在班次只有最少人数", en: "blocked by the minimum of the present class")
        case .costsMore: Text(zh: "代价更高", en: "more expensive")
        }
    }
}
