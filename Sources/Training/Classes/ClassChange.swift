package import Civil
package import Kernel
package import Organisations
package import Wire

/// A change of a class that is not closed; what is left out stays.
package struct ClassChange: Codable, Described, Sendable {
    package let code: String?
    package let name: String?
    package let level: Level?
    package let fields: [Field]?
    package let kinds: [DutyKind]?
    package let form: TrainingForm?
    package let course: String?
    package let filters: ClassFilters?
    package let admits: Reference<Organisation>?
    package let starts: Day?
    package let ends: Day?
    package let minimum: Int?
    package let capacity: Int?
    package let venue: String?
    package let costPerPersonDay: Amount?
    package let attendanceRule: String?
    package let sessions: [ClassSession]?
    package let anyway: Bool?
    package let reason: String?

    package init(
        code: String? = nil, name: String? = nil, level: Level? = nil, fields: [Field]? = nil,
        kinds: [DutyKind]? = nil, admits: Reference<Organisation>? = nil, starts: Day? = nil, ends: Day? = nil,
        minimum: Int? = nil, capacity: Int? = nil,
        venue: String? = nil, costPerPersonDay: Amount? = nil, attendanceRule: String? = nil,
        sessions: [ClassSession]? = nil, reason: String? = nil, form: TrainingForm? = nil, course: String? = nil,
        filters: ClassFilters? = nil, anyway: Bool? = nil
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.fields = fields
        self.kinds = kinds
        self.form = form
        self.course = course
        self.filters = filters
        self.admits = admits
        self.starts = starts
        self.ends = ends
        self.minimum = minimum
        self.capacity = capacity
        self.venue = venue
        self.costPerPersonDay = costPerPersonDay
        self.attendanceRule = attendanceRule
        self.sessions = sessions
        self.anyway = anyway
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = [
        "capacity": .count(ClassOrder.capacities), "minimum": .count(0...ClassOrder.capacities.upperBound),
    ]

    package static let memberTexts = [
        "code": Text(zh: "编号，主办组织内唯一", en: "Code, unique to the host"),
        "fields": Text(zh: "招收的领域，可多个", en: "Fields that it admits; may be repeated"),
        "kinds": Text(zh: "抵作哪些任务，可多个", en: "Kinds of duty that it settles; may be repeated"),
        "form": Text(
            zh: "形式：concentrated（集中）、online（网络）或 self_study（自学）",
            en: "Form: concentrated, online or self_study"),
        "course": Text(
            zh: "课程：规则文件 courses 的键，决定须先完成什么；\(noCourse) 表示没有",
            en: "Course: a key of the rule file's courses, which says what comes before it; \(noCourse) is none"),
        "filters": Text(
            zh: "对学员的要求，替换原有的全部要求；空的表示没有", en: "Demands on people, instead of all on file; an empty object is none"),
        "admits": Text(zh: "招收哪个党组织及其下级的人", en: "The organisation whose subtree it admits"),
        "starts": Text(zh: "开班日期", en: "First day"),
        "ends": Text(zh: "结束日期", en: "Last day"),
        "minimum": Text(zh: "最少人数", en: "Minimum number of people"),
        "capacity": Text(zh: "容量，1 到 5000", en: "Seats, 1 to 5000"),
        "venue": Text(zh: "地点", en: "Venue"),
        "cost_per_person_day": Text(zh: "每人每天费用（元）", en: "Yuan a person and day"),
        "attendance_rule": Text(
            zh: "考勤规则的键；见 attendance rules", en: "Key of the attendance rule; see attendance rules"),
        "sessions": Text(zh: "全部课次，替换原有的", en: "All sessions, instead of those on file"),
        "anyway": Text(
            zh: "名单上有人因此不再算数或不合要求，仍要修改；须写明理由",
            en: "Even where the class no longer counts for, or no longer suits, somebody on its list; needs a reason"),
        "reason": reasonText,
    ]

    /// Takes the course away.
    static let noCourse = "-"

    static let reasonText = Text(
        zh: "理由；开班后（规则文件可定为通知后）变更须写明",
        en: "Why; needed once the class has started, or once it is announced where the rule file says so")
}

extension ClassDraft {
    /// - Parameter admits: the path of the organisation that the change names.
    mutating func apply(_ change: ClassChange, admits path: String?) {
        admits = path ?? admits
        code = change.code ?? code
        name = change.name ?? name
        level = change.level ?? level
        fields = change.fields ?? fields
        kinds = change.kinds ?? kinds
        form = change.form ?? form
        if change.form != nil, change.kinds == nil {
            let kept = form.kinds.filter(kinds.contains)
            kinds = kept.isEmpty ? form.kinds : kept
        }
        course = change.course ?? course
        if course == ClassChange.noCourse { course = nil }
        filters = change.filters ?? filters
        starts = change.starts ?? starts
        ends = change.ends ?? ends
        minimum = change.minimum ?? minimum
        capacity = change.capacity ?? capacity
        venue = change.venue ?? venue
        costPerPersonDay = change.costPerPersonDay ?? costPerPersonDay
        attendanceRule = change.attendanceRule ?? attendanceRule
        sessions = change.sessions ?? sessions
    }
}

/// To another week: every session keeps its distance from the first day.
package struct ClassShiftOrder: Codable, Described, Sendable {
    package let to: Day
    package let reason: String?

    package init(to: Day, reason: String? = nil) {
        self.to = to
        self.reason = reason
    }

    package static let memberTexts = [
        "to": Text(zh: "新的开班日期，课次随之平移", en: "The new first day; sessions move along"),
        "reason": ClassChange.reasonText,
    ]
}

/// Where a class is after it was moved, and which of its half-days now fall on days off.
package struct ClassShifted: Outcome {
    package let code: String
    package let name: String
    package let starts: Day
    package let ends: Day
    package let sessions: Int
    package let daysOff: [Day]
    /// Whether some year has no notice on holidays, so that its days off are weekends alone.
    package let provisional: Bool
    package let version: Int

    package var summary: Text {
        var parts = [
            Text(
                zh: "班次 \(code)「\(name)」改为 \(starts) 至 \(ends)，\(sessions) 个课次随之平移。",
                en: "Class \(code) “\(name)” is now on \(starts) to \(ends); its \(sessions) sessions moved along.")
        ]
        if !daysOff.isEmpty {
            let days = daysOff.map(\.description)
            parts.append(
                Text(
                    zh: "其中 \(days.joined(separator: "、")) 是休息日。",
                    en: "Days off among them: \(days.joined(separator: ", "))."))
        }
        if provisional {
            parts.append(
                Text(
                    zh: "该年没有放假通知，休息日为暂定。",
                    en: "The year has no notice on holidays: days off are provisional."))
        }
        return .sentences(parts)
    }
}

/// One change of a class as it is kept.
package struct ClassChangeLine: Codable, Sendable {
    package let number: Int
    package let changed: Day
    package let state: ClassState
    package let reason: String?
    package let member: String
    package let before: String
    package let after: String
}

extension ClassChangeLine: Tabular {
    package static let columns: [Column<ClassChangeLine>] = [
        Column("number", zh: "次", en: "Change", \.number),
        Column("changed", zh: "日期", en: "Day", \.changed),
        Column("state", zh: "当时状态", en: "State then", \.state),
        Column("member", zh: "事项", en: "What") { .word($0.member, ClassDifference.name(of: $0.member)) },
        Column("before", zh: "原为", en: "Before", \.before),
        Column("after", zh: "改为", en: "After", \.after),
        Column("reason", zh: "理由", en: "Reason", \.reason),
    ]
}
