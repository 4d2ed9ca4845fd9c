import Access
package import Civil
package import Kernel
package import Organisations
import Planning
import Postgres
import SQLFiles
package import Wire

/// A calendar of classes to be drafted for the duties of a subtree.
package struct CalendarOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?
    package let from: Day
    package let through: Day
    package let host: Level?
    package let capacity: Int?
    package let length: Int?
    package let seatsPerHundred: Int?
    package let accept: Bool?

    package init(
        scope: Reference<Organisation>? = nil, from: Day, through: Day, host: Level? = nil, capacity: Int? = nil,
        length: Int? = nil, seatsPerHundred: Int? = nil, accept: Bool? = nil
    ) {
        self.scope = scope
        self.from = from
        self.through = through
        self.host = host
        self.capacity = capacity
        self.length = length
        self.seatsPerHundred = seatsPerHundred
        self.accept = accept
    }

    package static let usualHost = Level.county
    /// Cycles last five years; a calendar may look at two.
    private static let mostYears = 10
    private static let usual = CalendarProposal.Settings()

    package static let memberLimits: [String: MemberLimit] = [
        "capacity": .count(1...1000), "length": .count(1...30), "seats_per_hundred": .count(1...1000),
    ]

    package static let memberTexts = [
        "scope": Text(zh: "为哪个党组织及其下级，默认全部", en: "The organisation whose subtree it is for; all by default"),
        "from": Text(zh: "从哪一天起开班", en: "The first day of the calendar"),
        "through": Text(zh: "到哪一天为止", en: "The last day of the calendar"),
        "host": Text(zh: "哪一级办班，默认县级", en: "Level of the hosts, by default county"),
        "capacity": Text(
            zh: "每班人数，1 到 1000，默认 \(usual.capacity)", en: "Seats of a class, 1 to 1000, by default \(usual.capacity)"),
        "length": Text(
            zh: "每班工作日数，1 到 30，默认 \(usual.length)",
            en: "Working days of a class, 1 to 30, by default \(usual.length)"),
        "seats_per_hundred": Text(
            zh: "每百项任务安排多少席位，默认 \(usual.seatsPerHundred)",
            en: "Seats for a hundred duties, by default \(usual.seatsPerHundred)"),
        "accept": Text(zh: "写入班次草案", en: "Write the drafts"),
    ]
}

extension CalendarOrder {
    /// - Throws: `value.invalid` with the range, `training_class_dates`.
    fileprivate func settings() throws(AppError) -> CalendarProposal.Settings {
        try Plausible.day(from, "from")
        try Plausible.day(through, "through")
        guard from <= through else { throw .classDates(from, through) }
        // Every host and audience looks at every week.
        let last = from.adding(years: Self.mostYears)
        guard through <= last else {
            throw .invalidValue(
                "through", through.description,
                expected: Text(
                    zh: "不晚于 \(last)：日历最多 \(Self.mostYears) 年",
                    en: "not after \(last): a calendar is drafted for \(Self.mostYears) years at most"))
        }
        let settings = CalendarProposal.Settings(
            capacity: capacity ?? Self.usual.capacity, length: length ?? Self.usual.length,
            seatsPerHundred: seatsPerHundred ?? Self.usual.seatsPerHundred)
        try CalendarOrder.requireLimit("capacity", settings.capacity)
        try CalendarOrder.requireLimit("length", settings.length)
        try CalendarOrder.requireLimit("seats_per_hundred", settings.seatsPerHundred)
        return settings
    }
}

/// The classes of a calendar, and what it leaves open.
package struct DraftedCalendar: Outcome {
    package struct Item: Codable, Sendable {
        package let host: String
        package let hostName: String
        package let code: String
        package let name: String
        package let fields: [Field]
        package let starts: Day
        package let ends: Day
        package let minimum: Int
        package let capacity: Int
        package let sessions: Int
    }

    package let classes: [Item]
    /// Duties for which no class was found.
    package let unplaced: Int
    /// Whether some year has no notice on holidays, so that its working days are weekdays alone.
    package let provisional: Bool
    /// Drafts that were written.
    package let written: Int

    package var summary: Text {
        var parts = [
            written > 0
                ? Text(zh: "写入 \(written) 个班次草案。", en: "\(written) drafts written.")
                : Text(zh: "共 \(classes.count) 个班次，没有写入。", en: "\(classes.count) classes; nothing written.")
        ]
        if unplaced > 0 {
            parts.append(Text(zh: "有 \(unplaced) 项任务没有合适的班次。", en: "\(unplaced) duties found no class."))
        }
        if provisional {
            parts.append(
                Text(
                    zh: "有的年份没有放假通知，工作日为暂定。",
                    en: "Some year has no notice on holidays: working days are provisional."))
        }
        return .sentences(parts)
    }
}

extension DraftedCalendar.Item: Tabular {
    package static let columns: [Column<DraftedCalendar.Item>] = [
        Column("code", zh: "编号", en: "Code", \.code),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("host_name", zh: "主办", en: "Host", \.hostName),
        Column("starts", zh: "开班", en: "Starts", \.starts),
        Column("ends", zh: "结束", en: "Ends", \.ends),
        Column("minimum", zh: "最少人数", en: "Minimum", \.minimum),
        Column("capacity", zh: "容量", en: "Capacity", \.capacity),
    ]
}

/// Calendars of classes.
extension TrainingService {
    /// Which fields train together.
    private static let audiences: [[Field]] = [
        [.rural, .community], [.organ, .institution], [.enterpriseState, .enterprisePrivate, .social], [.university],
    ]

    /// Drafts a calendar for the duties of a subtree: each host holds classes for its own, beside those it has already.
    /// Written, all or nothing, only when the order says so.
    package func draftCalendar(_ order: CalendarOrder, on today: Day, caller: Caller) async throws -> DraftedCalendar {
        let accepts = order.accept ?? false
        try caller.require(accepts ? .writeTraining : .readTraining)
        let settings = try order.settings()
        let level = order.host ?? CalendarOrder.usualHost
        let scope = try await organisations.scope(order.scope, caller: caller)
        let hosts = try await database.read(
            caller, .hostsOfLevel(level: level.rawValue, low: scope.low, high: scope.high)
        ).map { try $0.organisation() }
        let owed = try await instance(for: scope, asOf: order.from, caller: caller).instance(named: "")
        let (busy, working, cost) = (rules.busySeasons, workingDays, usualCost)
        let days = CalendarProposal.Days(
            from: order.from, through: order.through, isWorking: { working.isWorking($0).value },
            isBusy: { field, day in
                busy.contains { $0.field.rawValue == field && ($0.days(in: day.year)?.contains(day) ?? false) }
            })
        let (courses, unplaced) = try await CalendarProposal.draft(
            owed, hosts: hosts.map { Places.place($0.path) }, audiences: Self.audiences.map { $0.map(\.rawValue) },
            days: days, settings: settings,
            openingCost: { seats, days in InstanceBuilder.openingCost(cost, seats: seats, days: days) })
        let byPlace = Dictionary(hosts.map { (Places.place($0.path), $0) }, uniquingKeysWith: { $1 })
        let drafts = courses.compactMap { course in byPlace[course.host].map { ($0, draft(course, $0, level)) } }
        let written = accepts ? try await write(drafts, on: today, caller: caller) : 0
        return DraftedCalendar(
            classes: drafts.map { host, draft in
                DraftedCalendar.Item(
                    host: host.code, hostName: host.name, code: draft.code, name: draft.name, fields: draft.fields,
                    starts: draft.starts, ends: draft.ends, minimum: draft.minimum, capacity: draft.capacity,
                    sessions: draft.sessions.count)
            },
            unplaced: unplaced, provisional: workingDays.count(from: order.from, through: order.through).provisional,
            written: written)
    }

    private func draft(_ course: CalendarProposal.Course, _ host: Organisation, _ level: Level) -> ClassDraft {
        let fields = course.fields.compactMap(Field.init)
        let audience = fields.map(\.text.chinese).joined(separator: "、")
        return ClassDraft(
            code: "\(course.start.year)-\(host.code)-\(course.number)",
            name: "\(course.start.year)年\(audience)党组织书记轮训班第\(course.number)期",
            level: level, fields: fields, kinds: DutyKind.allCases, starts: course.start, ends: course.end,
            minimum: course.minimum, capacity: course.capacity, venue: "\(host.name)党校", costPerPersonDay: usualCost,
            attendanceRule: usualAttendanceRule,
            sessions: halfDays(from: course.start, through: course.end, teacher: ClassOrder.unnamedTeacher))
    }

    private func write(_ drafts: [(host: Organisation, draft: ClassDraft)], on today: Day, caller: Caller) async throws
        -> Int
    {
        for (_, draft) in drafts { try draft.check(rules) }
        try await database.write(caller) { transaction in
            for (host, draft) in drafts {
                try await insert(draft, id: .new(), host: host, admits: host.scope, on: today, transaction)
            }
        }
        return drafts.count
    }
}
