package import Civil
package import Kernel
package import Organisations
import Planning
package import Wire

/// A calendar of classes to be drafted for the duties of a subtree, over some months or a whole cycle.
package struct CalendarOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?
    package let from: Day?
    package let through: Day?
    package let cycle: String?
    package let host: Level?
    package let hosts: [Reference<Organisation>]?
    package let capacity: Int?
    package let length: Int?
    package let seatsPerHundred: Int?
    package let smallest: Int?
    package let weekends: Bool?
    package let accept: Bool?
    package let yearly: Bool?
    package let perMonth: Int?
    package let halfDays: Int?
    package let firstHalf: HalfDay?
    package let halfDayHours: Hours?
    package let evenings: Int?
    package let eveningHours: Hours?

    package init(
        scope: Reference<Organisation>? = nil, from: Day? = nil, through: Day? = nil, cycle: String? = nil,
        host: Level? = nil, hosts: [Reference<Organisation>]? = nil, capacity: Int? = nil, length: Int? = nil,
        seatsPerHundred: Int? = nil, smallest: Int? = nil, weekends: Bool? = nil, accept: Bool? = nil,
        yearly: Bool? = nil,
        perMonth: Int? = nil, halfDays: Int? = nil, firstHalf: HalfDay? = nil, halfDayHours: Hours? = nil,
        evenings: Int? = nil, eveningHours: Hours? = nil
    ) {
        self.scope = scope
        self.from = from
        self.through = through
        self.cycle = cycle
        self.host = host
        self.hosts = hosts
        self.capacity = capacity
        self.length = length
        self.seatsPerHundred = seatsPerHundred
        self.smallest = smallest
        self.weekends = weekends
        self.accept = accept
        self.yearly = yearly
        self.perMonth = perMonth
        self.halfDays = halfDays
        self.firstHalf = firstHalf
        self.halfDayHours = halfDayHours
        self.evenings = evenings
        self.eveningHours = eveningHours
    }

    package static let usualHost = Level.county
    /// Cycles last five years; a calendar may look at two.
    private static let mostYears = 10
    private static let usual = CalendarProposal.Settings()

    package static let memberLimits: [String: MemberLimit] = [
        "capacity": .count(1...1000), "length": .count(1...30), "seats_per_hundred": .count(1...1000),
        "smallest": .count(1...1000), "hosts": .items(1...500), "per_month": .count(1...50),
        "half_days": .count(1...60), "evenings": .count(0...30),
    ]

    package static let memberTexts = ClassLayout.memberTexts.merging([
        "scope": Text(zh: "为哪个党组织及其下级，默认全部", en: "The organisation whose subtree it is for; all by default"),
        "from": Text(
            zh: "从哪一天起开班；给出周期时默认今天或周期开始",
            en: "The first day of the calendar; with a cycle by default today or its beginning"),
        "through": Text(
            zh: "到哪一天为止；给出周期时默认其软期限", en: "The last day of the calendar; with a cycle by default its soft end"),
        "cycle": Text(zh: "排满整个轮训周期：周期的键", en: "Key of a cycle that is drafted as a whole"),
        "host": Text(zh: "哪一级办班，默认县级", en: "Level of the hosts, by default county"),
        "hosts": Text(
            zh: "由哪些党组织办班，可多个，默认该级中规则文件所列类型的全部",
            en: "Organisations that hold classes; by default all of the level whose kind the rule file names"),
        "capacity": Text(
            zh: "每班人数，1 到 1000，默认 \(usual.capacity)", en: "Seats of a class, 1 to 1000, by default \(usual.capacity)"),
        "length": Text(
            zh: "每班天数（工作日，含周末时连周末计），1 到 30，默认 \(usual.length)",
            en:
                "Working days of a class, weekends among them where they are used; 1 to 30, by default "
                + "\(usual.length)"),
        "seats_per_hundred": Text(
            zh: "每百项任务安排多少席位，默认 \(usual.seatsPerHundred)",
            en: "Seats for a hundred duties, by default \(usual.seatsPerHundred)"),
        "smallest": Text(
            zh: "少于多少人不单独办班，并入上级或同一单位的其他班，默认按规则文件",
            en: "Fewer people than this have no class of their own and join one above or another of the host, "
                + "by default as the rules say"),
        "weekends": Text(
            zh: "周末也排课，另起草以周日结束的班；节假日仍不排",
            en: "Use weekends too, with classes that end on a Sunday among the drafts; holidays stay off"),
        "accept": Text(zh: "写入班次草案", en: "Write the drafts"),
        "yearly": PlanOrder.yearlyText,
        "per_month": Text(
            zh: "每个办班单位的每类学员一个月最多几期，默认不限",
            en: "Classes of one audience that a host holds in a month at most, unlimited by default"),
    ]) { $1 }
}

extension CalendarOrder {
    /// How the half-days of each class lie.
    func layout(usual: Hours) throws(AppError) -> ClassLayout {
        if let halfDays { try CalendarOrder.requireLimit("half_days", halfDays) }
        if let evenings { try CalendarOrder.requireLimit("evenings", evenings) }
        return try ClassLayout(
            halfDays: halfDays, firstHalf: firstHalf, halfDayHours: halfDayHours, evenings: evenings,
            eveningHours: eveningHours, usual: usual)
    }

    /// - Parameter cycle: the first and last day of the cycle that the order names.
    /// - Throws: `value.missing`, `value.invalid` with the range, `training_class_dates`.
    func settings(
        _ cycle: ClosedRange<Day>?, _ layout: ClassLayout, smallest usualSmallest: Int, on today: Day
    ) throws(AppError) -> (settings: CalendarProposal.Settings, from: Day, through: Day) {
        guard let from = from ?? cycle.map({ max(today, $0.lowerBound) }) else { throw .missingValue("from") }
        guard let through = through ?? cycle?.upperBound else { throw .missingValue("through") }
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
        guard host == nil || hosts == nil else {
            throw .invalidValue(
                "host", host?.rawValue ?? "",
                expected: Text(zh: "已给出 hosts 时不填", en: "nothing, since hosts are named"))
        }
        if let length, let days = layout.days, length != days {
            throw .invalidValue(
                "length", String(length),
                expected: Text(zh: "\(days)：与 half_days 一致", en: "\(days), as half_days takes"))
        }
        if let perMonth { try CalendarOrder.requireLimit("per_month", perMonth) }
        let days = length ?? layout.days ?? Self.usual.length
        try CalendarOrder.requireLimit("length", days)
        let settings = CalendarProposal.Settings(
            capacity: capacity ?? Self.usual.capacity, length: days,
            seatsPerHundred: seatsPerHundred ?? Self.usual.seatsPerHundred, smallest: smallest ?? usualSmallest,
            perMonth: perMonth, minutes: layout.hours(days: days).minutes)
        try CalendarOrder.requireLimit("capacity", settings.capacity)
        try CalendarOrder.requireLimit("seats_per_hundred", settings.seatsPerHundred)
        try CalendarOrder.requireLimit("smallest", settings.smallest)
        return (settings, from, through)
    }
}
