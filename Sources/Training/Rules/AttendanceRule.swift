package import Civil
package import Kernel
package import Policy

/// What happened in one half-day.
package enum Mark: String, Choice {
    case present, late
    case leftEarly = "left_early"
    case absent
    case onLeave = "on_leave"
    case madeUp = "made_up"

    /// Whether the hours of the half-day count.
    package var attended: Bool {
        switch self {
        case .present, .late, .leftEarly, .madeUp: true
        case .absent, .onLeave: false
        }
    }

    package var text: Text {
        switch self {
        case .present: Text(zh: "出勤", en: "present")
        case .late: Text(zh: "迟到", en: "late")
        case .leftEarly: Text(zh: "早退", en: "left early")
        case .absent: Text(zh: "缺勤", en: "absent")
        case .onLeave: Text(zh: "请假", en: "on leave")
        case .madeUp: Text(zh: "补训", en: "made up")
        }
    }
}

/// How a class judges attendance: conditions that must all hold, as its rule file says.
package struct AttendanceRule: Sendable {
    package struct Ratio: Sendable, Hashable {
        package let numerator: Int
        package let denominator: Int
    }

    /// Points are counted in tenths.
    package struct Points: Sendable, Hashable {
        let start: Int
        let absent: Int
        let leave: Int
        let late: Int
        let pass: Int
    }

    /// Marks added up, each with its weight in tenths: as half-days, or as the hours of the half-days.
    package struct Sum: Sendable, Hashable {
        package enum Limit: Sendable, Hashable {
            /// In tenths.
            case below(Int), atMost(Int)
        }

        let weights: [Mark: Int]
        let byHours: Bool
        let limit: Limit

        /// In tenths of a half-day, or of an hour.
        func total(_ halfDays: [HalfDay]) -> Int {
            halfDays.map { halfDay in
                guard halfDay.isExpected else { return 0 }
                let weight = weights[halfDay.mark ?? .absent] ?? 0
                return byHours ? halfDay.hours.weighted(byTenths: weight).tenths : weight
            }.sum()
        }

        func holds(_ total: Int) -> Bool {
            switch limit {
            case .below(let tenths): total < tenths
            case .atMost(let tenths): total <= tenths
            }
        }
    }

    package enum Condition: Sendable, Hashable {
        /// At least this share of the hours attended.
        case hoursShare(Ratio)
        /// At least so many hours attended.
        case hoursAtLeast(Hours)
        /// Fewer than this many half-days missed without leave.
        case absencesBelow(Int)
        /// Fewer than this many late arrivals and early departures.
        case lateBelow(Int)
        /// At most this share of the hours on leave.
        case leaveShare(Ratio)
        case leavesAtMost(Int)
        case sum(Sum)
        case points(Points)
    }

    package let key: String
    package let name: Text
    /// Empty only where something else is asked for.
    package let conditions: [Condition]
    package let assessment: AssessmentRule?
    package let source: Citation

    /// One half-day and what was marked. A half-day without a mark counts as absence once the class is closed, unless
    /// nobody expected the person: who joins a class late has missed nothing before. Its hours stay among those of
    /// the class, of which a share has to be attended.
    package struct HalfDay: Sendable {
        package let hours: Hours
        package let mark: Mark?
        package let isExpected: Bool

        package init(hours: Hours, mark: Mark?, isExpected: Bool = true) {
            self.hours = hours
            self.mark = mark
            self.isExpected = isExpected
        }

        fileprivate var isMissed: Bool { isExpected && (mark == .absent || mark == nil) }
    }

    package struct Judgement: Sendable, Equatable {
        package let completed: Bool
        package let attended: Hours
        package let total: Hours
        /// The conditions that did not hold, in words.
        package let failures: [Text]
    }

    /// Judges one person's half-days. Ratios are compared by cross-multiplication, so that nothing is rounded.
    package func judge(_ halfDays: [HalfDay]) -> Judgement {
        let total = halfDays.map(\.hours).sum()
        let attended = halfDays.filter { $0.mark?.attended ?? false }.map(\.hours).sum()
        let onLeave = halfDays.filter { $0.mark == .onLeave }
        let leave = onLeave.map(\.hours).sum()
        let absences = halfDays.filter(\.isMissed).count
        let late = halfDays.filter { $0.mark == .late || $0.mark == .leftEarly }.count
        var failures: [Text] = []
        for condition in conditions {
            switch condition {
            case .hoursShare(let ratio):
                if attended.isLess(than: ratio.numerator, ratio.denominator, of: total) {
                    failures.append(.hoursShareFailed(attended, total, ratio))
                }
            case .hoursAtLeast(let limit): if attended < limit { failures.append(.hoursFailed(attended, limit)) }
            case .absencesBelow(let limit): if absences >= limit { failures.append(.absencesFailed(absences, limit)) }
            case .lateBelow(let limit): if late >= limit { failures.append(.lateFailed(late, limit)) }
            case .leaveShare(let ratio):
                if total.isLess(than: ratio.denominator, ratio.numerator, of: leave) {
                    failures.append(.leaveShareFailed(leave, total, ratio))
                }
            case .leavesAtMost(let limit):
                if onLeave.count > limit { failures.append(.leavesFailed(onLeave.count, limit)) }
            case .sum(let sum):
                let total = sum.total(halfDays)
                if !sum.holds(total) { failures.append(.sumFailed(total, sum)) }
            case .points(let points):
                let score = points.score(halfDays)
                if score < points.pass { failures.append(.pointsFailed(score, points.pass)) }
            }
        }
        if failures.isEmpty, attended == .zero, !conditions.isEmpty { failures = [.neverAttended] }
        return Judgement(completed: failures.isEmpty, attended: attended, total: total, failures: failures)
    }

    /// What the attendance is worth in an assessment: the points of the rule, or the share of the hours attended in a
    /// hundred, in tenths that are never rounded up.
    func points(_ halfDays: [HalfDay]) -> Amount {
        for case .points(let points) in conditions {
            return Amount(units: min(max(0, points.score(halfDays)), 1000) * (Amount.scale / 10))
        }
        let total = halfDays.map(\.hours).sum().tenths
        let attended = halfDays.filter { $0.mark?.attended ?? false }.map(\.hours).sum().tenths
        guard total > 0 else { return .zero }
        let (product, overflows) = attended.multipliedReportingOverflow(by: 1000)
        return overflows ? .zero : Amount(units: product / total * (Amount.scale / 10))
    }
}

extension AttendanceRule.Points {
    /// In tenths.
    fileprivate func score(_ halfDays: [AttendanceRule.HalfDay]) -> Int {
        let absences = halfDays.filter(\.isMissed).count
        let leaves = halfDays.count { $0.mark == .onLeave }
        let lates = halfDays.count { $0.mark == .late || $0.mark == .leftEarly }
        return start - absences * absent - leaves * leave - lates * late
    }
}

extension AttendanceRule {
    init(_ node: RuleNode) throws(AppError) {
        try node.only(["key", "name", "conditions", "assessment", "source"])
        key = try node.text("key")
        name = try node.bothLanguages("name")
        source = try node.citation()
        assessment = try node.optional("assessment").map { (node) throws(AppError) in try AssessmentRule(node) }
        var conditions: [Condition] = []
        for (key, value) in try node.optional("conditions")?.entries() ?? [] {
            switch key {
            case "hours_share": conditions.append(.hoursShare(try Self.ratio(value)))
            case "hours_at_least": conditions.append(.hoursAtLeast(try value.hours()))
            case "absences_below": conditions.append(.absencesBelow(try value.integer(1...100)))
            case "late_below": conditions.append(.lateBelow(try value.integer(1...100)))
            case "leave_share": conditions.append(.leaveShare(try Self.ratio(value)))
            case "leaves_at_most": conditions.append(.leavesAtMost(try value.integer(0...100)))
            case "sums": for element in try value.elements() { conditions.append(.sum(try Sum(element))) }
            case "points":
                try value.only(["start", "absent", "leave", "late", "pass"])
                func tenths(_ key: String) throws(AppError) -> Int { try value.node(key).hours().tenths }
                conditions.append(
                    .points(
                        Points(
                            start: try tenths("start"), absent: try tenths("absent"), leave: try tenths("leave"),
                            late: try tenths("late"), pass: try tenths("pass"))))
            default: throw value.problem(Text(zh: "没有这种条件", en: "there is no such condition"))
            }
        }
        guard !conditions.isEmpty || assessment != nil else {
            throw node.problem(
                Text(zh: "至少要有一个考勤条件，或写明考核", en: "at least one condition is needed, or an assessment"))
        }
        self.conditions = conditions
    }

    private static func ratio(_ node: RuleNode) throws(AppError) -> Ratio {
        let parts = try node.text().split(separator: "/").compactMap { Int($0) }
        guard parts.count == 2, parts[0] >= 0, parts[1] > 0, parts[0] <= parts[1] else {
            throw node.problem(Text(zh: "应写作分数，如 3/4", en: "write a fraction, such as 3/4"))
        }
        return Ratio(numerator: parts[0], denominator: parts[1])
    }
}

extension AttendanceRule.Sum {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(["marks", "below", "at_most", "by"])
        var weights: [Mark: Int] = [:]
        for (key, value) in try node.node("marks").entries() {
            guard let mark = Mark(rawValue: key) else {
                throw value.problem(Text(zh: "考勤应为 \(Mark.words)", en: "expected a mark: \(Mark.words)"))
            }
            weights[mark] = try value.hours().tenths
        }
        guard !weights.isEmpty else {
            throw node.problem(Text(zh: "至少要有一种考勤", en: "at least one mark is needed"))
        }
        self.weights = weights
        if let unit = node.optional("by") { byHours = try Self.isHours(unit) } else { byHours = false }
        switch (node.optional("below"), node.optional("at_most")) {
        case (let below?, nil): limit = .below(try below.hours().tenths)
        case (nil, let most?): limit = .atMost(try most.hours().tenths)
        default:
            throw node.problem(
                Text(zh: "应写 below 或 at_most，只写一个", en: "give below or at_most, one of the two"))
        }
    }

    private static func isHours(_ node: RuleNode) throws(AppError) -> Bool {
        switch try node.text() {
        case "hours": return true
        case "half_days": return false
        default: throw node.problem(Text(zh: "应为 half_days 或 hours", en: "expected half_days or hours"))
        }
    }
}
