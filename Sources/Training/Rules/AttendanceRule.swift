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

    package enum Condition: Sendable, Hashable {
        /// At least this share of the hours attended.
        case hoursShare(Ratio)
        /// Fewer than this many half-days missed without leave.
        case absencesBelow(Int)
        /// Fewer than this many late arrivals and early departures.
        case lateBelow(Int)
        /// At most this share of the hours on leave.
        case leaveShare(Ratio)
        case leavesAtMost(Int)
        case points(Points)
    }

    package let key: String
    package let name: Text
    package let conditions: [Condition]
    package let source: Citation

    /// One half-day and what was marked; a half-day without a mark counts as absence once the class is closed.
    package struct HalfDay: Sendable {
        package let hours: Hours
        package let mark: Mark?

        package init(hours: Hours, mark: Mark?) {
            self.hours = hours
            self.mark = mark
        }
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
        let absences = halfDays.filter { $0.mark == .absent || $0.mark == nil }.count
        let late = halfDays.filter { $0.mark == .late || $0.mark == .leftEarly }.count
        var failures: [Text] = []
        for condition in conditions {
            switch condition {
            case .hoursShare(let ratio):
                if attended.isLess(than: ratio.numerator, ratio.denominator, of: total) {
                    failures.append(.hoursShareFailed(attended, total, ratio))
                }
            case .absencesBelow(let limit): if absences >= limit { failures.append(.absencesFailed(absences, limit)) }
            case .lateBelow(let limit): if late >= limit { failures.append(.lateFailed(late, limit)) }
            case .leaveShare(let ratio):
                if total.isLess(than: ratio.denominator, ratio.numerator, of: leave) {
                    failures.append(.leaveShareFailed(leave, total, ratio))
                }
            case .leavesAtMost(let limit):
                if onLeave.count > limit { failures.append(.leavesFailed(onLeave.count, limit)) }
            case .points(let points):
                let score = points.start - absences * points.absent - onLeave.count * points.leave - late * points.late
                if score < points.pass { failures.append(.pointsFailed(score, points.pass)) }
            }
        }
        return Judgement(
            completed: failures.isEmpty && attended > .zero, attended: attended, total: total,
            failures: failures.isEmpty && attended == .zero ? [.neverAttended] : failures)
    }
}

extension AttendanceRule {
    init(_ node: RuleNode) throws(AppError) {
        try node.only(["key", "name", "conditions", "source"])
        key = try node.text("key")
        name = try node.bothLanguages("name")
        source = try node.citation()
        var conditions: [Condition] = []
        for (key, value) in try node.node("conditions").entries() {
            switch key {
            case "hours_share": conditions.append(.hoursShare(try Self.ratio(value)))
            case "absences_below": conditions.append(.absencesBelow(try value.integer(1...100)))
            case "late_below": conditions.append(.lateBelow(try value.integer(1...100)))
            case "leave_share": conditions.append(.leaveShare(try Self.ratio(value)))
            case "leaves_at_most": conditions.append(.leavesAtMost(try value.integer(0...100)))
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
        guard !conditions.isEmpty else {
            throw node.problem(Text(zh: "至少要有一个条件", en: "at least one condition is needed"))
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
