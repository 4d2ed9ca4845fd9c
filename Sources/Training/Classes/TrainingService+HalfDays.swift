import Civil
import Kernel

/// Lays out the sessions of a class on its days.
extension TrainingService {
    /// - Throws: `class_session.days_off` where the class lies over days off and the order does not say what becomes of
    ///   them; `class_session.layout` where the half-days do not fit.
    func halfDays(_ order: ClassOrder, teacher: String) throws(AppError) -> [ClassSession] {
        let layout = try ClassLayout(
            halfDays: order.halfDays, firstHalf: order.firstHalf, halfDayHours: order.halfDayHours,
            evenings: order.evenings, eveningHours: order.eveningHours, usual: rules.classDefaults.halfDayHours)
        let days = workingDays.split(from: order.starts, through: order.ends)
        let (working, off) = days.value
        if off.isEmpty || order.weekends == true {
            return try layout.sessions(on: (working + off).sorted(), teacher: teacher)
        }
        guard order.weekends == false, !working.isEmpty else {
            throw .daysOff(off, provisional: days.provisional)
        }
        return try layout.sessions(on: working, teacher: teacher)
    }

    /// Whether some year of a class has no notice on holidays, so that its days off are not certain.
    func isProvisional(_ draft: ClassDraft) -> Bool {
        draft.sessions.contains { workingDays.isWorking($0.day).provisional }
    }
}

extension AppError {
    /// Days named in one error; the others are counted.
    private static let daysShown = 8

    fileprivate static func daysOff(_ days: [Day], provisional: Bool) -> AppError {
        let shown = days.prefix(daysShown).map(\.description)
        let more = days.count > shown.count
        let basis =
            provisional
            ? Text(
                zh: "该年放假通知尚未收录，按周末和法定节假日暂定。",
                en: " The notice on holidays of that year is not on file: weekends and statutory days are taken.")
            : Text(zh: "", en: "")
        let (chinese, english) = (shown.joined(separator: "、"), shown.joined(separator: ", "))
        return AppError(
            .invalid, "class_session.days_off",
            Text(
                zh: "班期内有 \(days.count) 天是周末或节假日：\(chinese)\(more ? "等" : "")。\(basis.chinese)",
                en: "Of the class \(days.count) days are off: \(english)\(more ? ", …" : "").\(basis.english)"),
            hint: Text(
                zh: "照常排课请加 --weekends（weekends: true），这些天不排课请加 --no-weekends（weekends: false），也可逐一给出课次。",
                en:
                    "--weekends (weekends: true) holds sessions on them, --no-weekends (weekends: false) leaves "
                    + "them out; or give the sessions."))
    }
}
