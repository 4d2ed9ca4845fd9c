import Civil
import Kernel
import Wire

/// A class as it is written: an order with every default filled in.
struct ClassDraft: Sendable {
    var code: String
    var name: String
    var level: Level
    var fields: [Field]
    var kinds: [DutyKind]
    /// The path of the organisation whose subtree it admits.
    var admits: String
    var form = TrainingForm.concentrated
    var course: String?
    var filters = ClassFilters.none
    var starts: Day
    var ends: Day
    var minimum: Int
    var capacity: Int
    var venue: String
    var costPerPersonDay: Amount
    var attendanceRule: String
    var sessions: [ClassSession]

    /// The sum that the table holds: whole fen below a hundred thousand yuan.
    private static let cost = Amount.zero...Amount(100_000)

    /// - Throws: `value.*` with the range, `training_class_dates`, `class_session.day`.
    func check(_ rules: TrainingRules) throws(AppError) {
        try Plausible.words(code, "code")
        try Plausible.words(name, "name")
        try Plausible.words(venue, "venue")
        try Plausible.day(starts, "starts")
        try Plausible.day(ends, "ends")
        guard starts <= ends else { throw .classDates(starts, ends) }
        guard !fields.isEmpty else { throw .missingValue("fields") }
        guard !kinds.isEmpty else { throw .missingValue("kinds") }
        try ClassOrder.requireLimit("capacity", capacity)
        try Plausible.count(minimum, "minimum", in: 0...capacity)
        guard Self.cost.contains(costPerPersonDay), costPerPersonDay.rounded(places: 2) == costPerPersonDay else {
            throw .invalidValue(
                "cost_per_person_day", costPerPersonDay.description,
                expected: Text(
                    zh: "0 到 \(Self.cost.upperBound)，最多两位小数",
                    en: "0 to \(Self.cost.upperBound), with two decimals at most"))
        }
        _ = try rules.attendanceRule(attendanceRule)
        guard form != .activity else {
            throw .invalidValue(
                "form", form.rawValue,
                expected: Text(zh: "concentrated、online 或 self_study", en: "concentrated, online or self_study"))
        }
        if let kind = kinds.first(where: { !form.kinds.contains($0) }) {
            throw .invalidValue("kinds", kind.rawValue, expected: form.completing)
        }
        if let course { _ = try rules.course(course) }
        try filters.check(rules)
        for session in sessions {
            try check(session)
            if let title = session.teacherTitle { _ = try rules.budget.title(title) }
        }
        let numbers = Set(sessions.map(\.number))
        guard numbers.count == sessions.count else {
            let doubled = sessions.first { session in sessions.count { $0.number == session.number } > 1 }
            throw .invalidValue(
                "number", String(doubled?.number ?? 0),
                expected: Text(zh: "每个课次一个编号", en: "a number for each session, none of them twice"))
        }
    }

    /// - Throws: `value.*`, or `class_session.day` for a session outside the days of the class.
    func check(_ session: ClassSession) throws(AppError) {
        try ClassSession.requireLimit("number", session.number)
        try Plausible.words(session.title, "title")
        try Plausible.words(session.teacher, "teacher")
        try Plausible.words(optional: session.venue, "venue")
        if let fee = session.fee, !Self.cost.contains(fee) || fee.rounded(places: 2) != fee {
            throw .invalidValue(
                "fee", fee.description,
                expected: Text(
                    zh: "0 到 \(Self.cost.upperBound)，最多两位小数",
                    en: "0 to \(Self.cost.upperBound), with two decimals at most"))
        }
        guard session.day >= starts, session.day <= ends else {
            throw .sessionOutside(session.number, session.day, starts, ends)
        }
    }
}

extension ClassDraft {
    /// A class that has been written, before it is changed.
    init(_ current: TrainingClass, _ sessions: [ClassSession]) {
        self.init(
            code: current.code, name: current.name, level: current.level, fields: current.fields, kinds: current.kinds,
            admits: current.admits, form: current.form, course: current.course, filters: current.filters ?? .none,
            starts: current.starts, ends: current.ends, minimum: current.minimum, capacity: current.capacity,
            venue: current.venue, costPerPersonDay: current.costPerPersonDay, attendanceRule: current.attendanceRule,
            sessions: sessions)
    }
}
