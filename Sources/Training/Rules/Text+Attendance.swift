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

extension Text {
    /// - Parameter tenths: of a point.
    fileprivate static func points(_ tenths: Int) -> String {
        (tenths < 0 ? "-" : "") + Hours(tenths: abs(tenths)).description
    }

    static func hoursShareFailed(_ attended: Hours, _ total: Hours, _ ratio: AttendanceRule.Ratio) -> Text {
        Text(
            zh: "出勤 \(attended) 学时，总学时 \(total)，不足 \(ratio.numerator)/\(ratio.denominator)",
            en: "\(attended) of \(total) hours attended, less than \(ratio.numerator)/\(ratio.denominator)")
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
