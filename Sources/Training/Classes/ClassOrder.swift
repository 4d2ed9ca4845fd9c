package import Civil
package import Kernel
package import Organisations
package import Wire

/// A class to be drafted. What is left out is filled in by the service from the rules.
package struct ClassOrder: Codable, Described, Sendable {
    package let host: Reference<Organisation>
    package let code: String
    package let name: String
    package let level: Level?
    package let admits: Reference<Organisation>?
    package let fields: [Field]
    package let kinds: [DutyKind]?
    package let form: TrainingForm?
    package let course: String?
    package let filters: ClassFilters?
    package let starts: Day
    package let ends: Day
    package let minimum: Int?
    package let capacity: Int
    package let venue: String
    package let costPerPersonDay: Amount?
    package let attendanceRule: String?
    package let teacher: String?
    package let sessions: [ClassSession]?
    package let weekends: Bool?
    package let halfDays: Int?
    package let firstHalf: HalfDay?
    package let halfDayHours: Hours?
    package let evenings: Int?
    package let eveningHours: Hours?

    package init(
        host: Reference<Organisation>, code: String, name: String, level: Level? = nil,
        admits: Reference<Organisation>? = nil, fields: [Field], kinds: [DutyKind]? = nil, starts: Day, ends: Day,
        minimum: Int? = nil, capacity: Int, venue: String, costPerPersonDay: Amount? = nil,
        attendanceRule: String? = nil, teacher: String? = nil, sessions: [ClassSession]? = nil,
        weekends: Bool? = nil, form: TrainingForm? = nil, course: String? = nil, filters: ClassFilters? = nil,
        halfDays: Int? = nil, firstHalf: HalfDay? = nil, halfDayHours: Hours? = nil,
        evenings: Int? = nil, eveningHours: Hours? = nil
    ) {
        self.host = host
        self.code = code
        self.name = name
        self.level = level
        self.admits = admits
        self.fields = fields
        self.kinds = kinds
        self.form = form
        self.course = course
        self.filters = filters
        self.starts = starts
        self.ends = ends
        self.minimum = minimum
        self.capacity = capacity
        self.venue = venue
        self.costPerPersonDay = costPerPersonDay
        self.attendanceRule = attendanceRule
        self.teacher = teacher
        self.sessions = sessions
        self.weekends = weekends
        self.halfDays = halfDays
        self.firstHalf = firstHalf
        self.halfDayHours = halfDayHours
        self.evenings = evenings
        self.eveningHours = eveningHours
    }

    static let capacities = 1...5000
    /// Days for which sessions are laid out, two on each working day: as many as a class may have.
    static let mostDays = 200
    /// Fewer people than this are not worth a class.
    package static let usualMinimum = 10
    /// Who teaches a class for which nobody is named yet.
    package static let unnamedTeacher = "-"

    package static let memberLimits: [String: MemberLimit] = [
        "capacity": .count(capacities), "minimum": .count(0...capacities.upperBound),
        "fields": .items(1...Field.allCases.count), "half_days": .count(ClassLayout.halfDayLimits),
        "evenings": .count(ClassLayout.eveningLimits),
    ]

    package static let memberTexts = ClassChange.memberTexts.merging(ClassLayout.memberTexts) { $1 }.merging([
        "host": Text(zh: "主办的党组织", en: "The organisation that hosts it"),
        "code": Text(zh: "编号，主办组织内唯一", en: "Code, unique to the host"),
        "level": Text(zh: "层级，默认同主办组织", en: "Level, by default the host's"),
        "admits": Text(
            zh: "招收哪个党组织及其下级的人，默认主办组织", en: "The organisation whose subtree it admits, by default the host"),
        "fields": Text(zh: "招收的领域，可多个", en: "Fields that it admits; may be repeated"),
        "kinds": Text(
            zh: "抵作哪些任务，可多个，默认全部（自学班只抵年度学时）",
            en: "Kinds of duty that it settles; may be repeated, by default all, of self-study the hours of the year"),
        "minimum": Text(
            zh: "最少人数，默认 \(usualMinimum)，不超过容量",
            en: "Minimum number of people, by default \(usualMinimum) and not above the capacity"),
        "cost_per_person_day": Text(zh: "每人每天费用（元），默认按规则文件", en: "Yuan a person and day, by default as the rules say"),
        "attendance_rule": Text(
            zh: "考勤规则的键，默认规则文件的第一条；见 attendance rules",
            en: "Key of the attendance rule, by default the first of the rules; see attendance rules"),
        "teacher": Text(zh: "自动排出的课次由谁授课", en: "Who teaches the sessions that are laid out automatically"),
        "sessions": Text(zh: "课次，默认每个工作日上下午各一次", en: "Sessions, by default two half-days on each working day"),
        "weekends": Text(
            zh: "班期内有周末或节假日时：是则照常排课，否则这些天不排课",
            en: "Whether weekends and holidays within the class get sessions, too; needed where there are any"),
    ]) { $1 }
}

/// What may be done with a class besides closing and reopening it, which write credits.
package enum ClassMove: String, Choice {
    case announced, running, cancelled

    package var state: ClassState {
        switch self {
        case .announced: .announced
        case .running: .running
        case .cancelled: .cancelled
        }
    }

    package var text: Text { state.text }
}

package struct ClassMoveOrder: Codable, Described, Sendable {
    package let state: ClassMove
    package let on: Day?
    package let reason: String?

    package init(state: ClassMove, on: Day? = nil, reason: String? = nil) {
        self.state = state
        self.on = on
        self.reason = reason
    }

    package static let memberTexts = [
        "state": Text(zh: "announced（通知）、running（开班）或 cancelled（取消）", en: "announced, running or cancelled")
    ]
}

/// Which classes are wanted.
package struct ClassQuery: Codable, Described, Sendable {
    package var state: ClassState?
    package var scope: Reference<Organisation>?

    package init(state: ClassState? = nil, scope: Reference<Organisation>? = nil) {
        self.state = state
        self.scope = scope
    }

    package static let memberTexts = [
        "state": Text(zh: "只看一种状态", en: "Only one state"),
        "scope": Text(zh: "主办组织在此党组织及其下级", en: "Hosts that are this organisation or below it"),
    ]
}
