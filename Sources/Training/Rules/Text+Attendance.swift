import Civil
import Kernel

extension AttendanceRule.Condition {
    /// What the condition asks for.
    var text: Text {
        switch self {
        case .hoursShare(let ratio):
            Text(
                zh: "出勤不少于总学时的 \(ratio.numerator)/\(ratio.denominator)",
                en: "at least \(ratio.numerator)/\(ratio.denominator) of the hours attended")
        case .hoursAtLeast(let limit):
            Text(zh: "出勤不少于 \(limit) 学时", en: "\(limit) hours or more attended")
        case .absencesBelow(let limit):
            Text(zh: "无故缺勤少于 \(limit) 次", en: "fewer than \(limit) unexcused absences")
        case .lateBelow(let limit):
            Text(zh: "迟到早退少于 \(limit) 次", en: "late or early fewer than \(limit) times")
        case .leaveShare(let ratio):
            Text(
                zh: "请假不超过总学时的 \(ratio.numerator)/\(ratio.denominator)",
                en: "at most \(ratio.numerator)/\(ratio.denominator) of the hours on leave")
        case .leavesAtMost(let limit):
            Text(zh: "请假不超过 \(limit) 次", en: "at most \(limit) half-days of leave")
        case .sum(let sum): sum.text
        case .points(let points):
            Text(
                zh:
                    "从 \(Text.points(points.start)) 分起，缺勤扣 \(Text.points(points.absent)) 分，"
                    + "请假扣 \(Text.points(points.leave)) 分，迟到早退扣 \(Text.points(points.late)) 分，"
                    + "不低于 \(Text.points(points.pass)) 分",
                en:
                    "from \(Text.points(points.start)) points, less \(Text.points(points.absent)) for an absence, "
                    + "\(Text.points(points.leave)) for leave and \(Text.points(points.late)) for being late or "
                    + "early, \(Text.points(points.pass)) or more"
            )
        }
    }
}

extension AttendanceRule.Sum {
    /// `absent + left early below 3 half-days`.
    fileprivate var text: Text {
        let terms = Mark.allCases.compactMap { mark in
            weights[mark].map { weight in
                weight == 10
                    ? mark.text
                    : Text(
                        zh: "\(Text.points(weight))×\(mark.text.chinese)",
                        en: "\(Text.points(weight)) × \(mark.text.english)")
            }
        }
        let (chinese, english) = (terms.map(\.chinese), terms.map(\.english))
        let bound: Text
        switch limit {
        case .below(let tenths): bound = Text(zh: "少于 \(Text.points(tenths))", en: "below \(Text.points(tenths))")
        case .atMost(let tenths): bound = Text(zh: "不超过 \(Text.points(tenths))", en: "at most \(Text.points(tenths))")
        }
        return Text(
            zh: "\(chinese.joined(separator: "＋"))\(bound.chinese) \(unit.chinese)",
            en: "\(english.joined(separator: " + ")) \(bound.english) \(unit.english)")
    }

    fileprivate var unit: Text {
        byHours ? Text(zh: "学时", en: "hours") : Text(zh: "个半天", en: "half-days")
    }
}

extension Text {
    /// - Parameter total: in tenths.
    static func sumFailed(_ total: Int, _ sum: AttendanceRule.Sum) -> Text {
        Text(
            zh: "合计 \(points(total)) \(sum.unit.chinese)，要求\(sum.text.chinese)",
            en: "\(points(total)) \(sum.unit.english); the rule is \(sum.text.english)")
    }

    /// - Parameter tenths: of a point.
    fileprivate static func points(_ tenths: Int) -> String {
        (tenths < 0 ? "-" : "") + Hours(tenths: abs(tenths)).description
    }

    static func hoursShareFailed(_ attended: Hours, _ total: Hours, _ ratio: AttendanceRule.Ratio) -> Text {
        Text(
            zh: "出勤 \(attended) 学时，总学时 \(total)，不足 \(ratio.numerator)/\(ratio.denominator)",
            en: "\(attended) of \(total) hours attended, less than \(ratio.numerator)/\(ratio.denominator)")
    }

    static func hoursFailed(_ attended: Hours, _ limit: Hours) -> Text {
        Text(zh: "出勤 \(attended) 学时，不足 \(limit)", en: "\(attended) hours attended, less than \(limit)")
    }

    static func leaveShareFailed(_ leave: Hours, _ total: Hours, _ ratio: AttendanceRule.Ratio) -> Text {
        Text(
            zh: "请假 \(leave) 学时，超过总学时 \(total) 的 \(ratio.numerator)/\(ratio.denominator)",
            en: "\(leave) of \(total) hours on leave, more than \(ratio.numerator)/\(ratio.denominator)")
    }

    static func absencesFailed(_ count: Int, _ limit: Int) -> Text {
        Text(zh: "无故缺勤 \(count) 次，达到 \(limit) 次", en: "\(count) unexcused absences; \(limit) are too many")
    }

    static func lateFailed(_ count: Int, _ limit: Int) -> Text {
        Text(zh: "迟到早退 \(count) 次，达到 \(limit) 次", en: "late or early \(count) times; \(limit) are too many")
    }

    static func leavesFailed(_ count: Int, _ limit: Int) -> Text {
        Text(zh: "请假 \(count) 次，超过 \(limit) 次", en: "\(count) half-days of leave; \(limit) are allowed")
    }

    /// - Parameters: points in tenths.
    static func pointsFailed(_ score: Int, _ pass: Int) -> Text {
        Text(
            zh: "考勤得 \(points(score)) 分，不到 \(points(pass)) 分",
            en: "\(points(score)) points for attendance; \(points(pass)) are needed")
    }

    static let neverAttended = Text(zh: "一次也没有到课", en: "never attended")
}
