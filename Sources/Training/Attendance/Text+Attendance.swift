import Civil
import Kernel

extension Text {
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
        func points(_ tenths: Int) -> String { (tenths < 0 ? "-" : "") + Hours(tenths: abs(tenths)).description }
        return Text(
            zh: "考勤得 \(points(score)) 分，不到 \(points(pass)) 分",
            en: "\(points(score)) points for attendance; \(points(pass)) are needed")
    }

    static let neverAttended = Text(zh: "一次也没有到课", en: "never attended")
}
