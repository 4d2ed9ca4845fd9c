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
        for session in sessions {
            try ClassSession.requireLimit("number", session.number)
            try Plausible.words(session.title, "title")
            try Plausible.words(session.teacher, "teacher")
            try check(session)
        }
    }

    /// - Throws: `class_session.day` for a session outside the days of the class.
    func check(_ session: ClassSession) throws(AppError) {
        guard session.day >= starts, session.day <= ends else {
            throw .sessionOutside(session.number, session.day, starts, ends)
        }
    }
}

extension ClassDraft {
    /// A class that has been written, before it is changed.
    init(_ current: TrainingClass) {
        self.init(
            code: current.code, name: current.name, level: current.level, fields: current.fields, kinds: current.kinds,
            starts: current.starts, ends: current.ends, minimum: current.minimum, capacity: current.capacity,
            venue: current.venue, costPerPersonDay: current.costPerPersonDay, attendanceRule: current.attendanceRule,
            sessions: [])
    }
}
