package import Civil
package import Kernel

/// How half-days and evenings lie on the days of a class, for sessions that are laid out automatically. Pure.
package struct ClassLayout: Sendable {
    /// Mornings and afternoons in all; nil for both on each day.
    let halfDays: Int?
    let firstHalf: HalfDay
    let hours: Hours
    /// Evenings, from the first day on.
    let evenings: Int
    let eveningHours: Hours

    /// A half-day has so many hours.
    private static let most = Hours(tenths: 80)

    /// - Parameter usual: hours of a half-day where none are given.
    /// - Throws: `value.invalid`, `value.missing`.
    init(
        halfDays: Int? = nil, firstHalf: HalfDay? = nil, halfDayHours: Hours? = nil, evenings: Int? = nil,
        eveningHours: Hours? = nil, usual: Hours
    ) throws(AppError) {
        self.halfDays = halfDays
        self.firstHalf = firstHalf ?? .morning
        hours = halfDayHours ?? usual
        self.evenings = evenings ?? 0
        if let halfDays { try Plausible.count(halfDays, "half_days", in: Self.halfDayLimits) }
        try Plausible.count(self.evenings, "evenings", in: Self.eveningLimits)
        guard self.firstHalf != .evening else {
            throw .invalidValue(
                "first_half", HalfDay.evening.rawValue,
                expected: Text(zh: "morning 或 afternoon", en: "morning or afternoon"))
        }
        if let eveningHours {
            guard self.evenings > 0 else { throw .missingValue("evenings") }
            self.eveningHours = eveningHours
        } else {
            guard self.evenings == 0 else { throw .missingValue("evening_hours") }
            self.eveningHours = .zero
        }
        try Self.require(hours, "half_day_hours")
        if self.evenings > 0 { try Self.require(self.eveningHours, "evening_hours") }
    }

    static let halfDayLimits = 1...400
    static let eveningLimits = 0...200

    private static func require(_ hours: Hours, _ name: String) throws(AppError) {
        guard hours > .zero, hours <= most else {
            throw .invalidValue(name, hours.description, expected: Text(zh: "0.1 到 \(most)", en: "0.1 to \(most)"))
        }
    }

    /// Working days that the half-days take; nil where none are given.
    var days: Int? {
        halfDays.map { [$0, firstHalf == .afternoon ? 2 : 1].sum() / 2 }
    }

    /// Hours of a class of so many days.
    func hours(days: Int) -> Hours {
        let halves = halfDays ?? [days, days, firstHalf == .afternoon ? -1 : 0].sum()
        return [hours.times(halves), eveningHours.times(evenings)].sum()
    }

    /// The sessions of a class on its days, with the topics in turn.
    /// - Throws: `class_session.layout` where they do not fit.
    package func sessions(on days: [Day], teacher: String) throws(AppError) -> [ClassSession] {
        var meetings = days.flatMap { day in [HalfDay.morning, .afternoon].map { (day: day, half: $0) } }
        if firstHalf == .afternoon, !meetings.isEmpty { meetings.removeFirst() }
        if let halfDays {
            // The last day has its morning at least.
            let fitting = max(1, meetings.count - 1)...max(1, meetings.count)
            guard !meetings.isEmpty, fitting.contains(halfDays) else {
                throw .layout(halfDays, days: days.count, fitting)
            }
            meetings = Array(meetings.prefix(halfDays))
        }
        let afternoons = meetings.filter { $0.half == .afternoon }.map(\.day)
        guard evenings <= afternoons.count else {
            throw .invalidValue(
                "evenings", String(evenings),
                expected: Text(
                    zh: "不多于 \(afternoons.count)：晚间课排在有下午课的日子",
                    en: "\(afternoons.count) at most, since evenings follow afternoons"))
        }
        let late = Set(afternoons.prefix(evenings))
        var sessions: [ClassSession] = []
        func add(_ day: Day, _ half: HalfDay) {
            let topic = Topic.allCases[sessions.count % Topic.allCases.count]
            sessions.append(
                ClassSession(
                    number: sessions.count + 1, day: day, half: half, topic: topic, title: topic.text.chinese,
                    hours: half == .evening ? eveningHours : hours, teacher: teacher))
        }
        for (day, half) in meetings {
            add(day, half)
            if half == .afternoon, late.contains(day) { add(day, .evening) }
        }
        return sessions
    }

    /// What its members mean, for the orders that have them.
    static let memberTexts = [
        "half_days": Text(
            zh: "上午和下午共几个半天，默认每天两个；两天半为 5",
            en: "Mornings and afternoons in all, by default two a day; two and a half days are 5"),
        "first_half": Text(
            zh: "第一天从 morning（上午）还是 afternoon（下午）开始，默认上午",
            en: "Whether the first day begins in the morning or the afternoon, by default morning"),
        "half_day_hours": Text(
            zh: "每个半天的学时，默认按规则文件", en: "Hours of a half-day, by default as the rules say"),
        "evenings": Text(
            zh: "从第一天起有几个晚上上课，默认没有", en: "Evenings with a session, from the first day on; none by default"),
        "evening_hours": Text(zh: "每个晚上的学时", en: "Hours of an evening"),
    ]
}

extension AppError {
    static func layout(_ halfDays: Int, days: Int, _ fitting: ClosedRange<Int>) -> AppError {
        AppError(
            .invalid, "class_session.layout",
            Text(
                zh: "\(days) 天的班不能是 \(halfDays) 个半天，应为 \(fitting.lowerBound) 或 \(fitting.upperBound) 个。",
                en: "A class of \(days) days has \(fitting.lowerBound) or \(fitting.upperBound) half-days, "
                    + "not \(halfDays)."),
            hint: Text(
                zh: "改 half_days 或班期；隔天上课请逐一给出课次。",
                en: "Change half_days or the days of the class; for days without sessions give the sessions."))
    }
}
