import Civil
package import Kernel
package import Policy

extension TrainingRules {
    /// - Throws: `policy.bad_value` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only([
            "format", "cycles", "sets", "attendance", "windows", "planning", "busy_seasons", "class_defaults",
            "confirmation",
        ])
        var cycles: [CycleDefinition] = []
        for element in try node.list("cycles") { cycles.append(try CycleDefinition(element)) }
        self.cycles = cycles
        var sets: [TrainingRuleSet] = []
        for element in try node.list("sets") { sets.append(try TrainingRuleSet(element)) }
        guard !sets.isEmpty, zip(sets, sets.dropFirst()).allSatisfy({ $0.from < $1.from }) else {
            throw try node.node("sets").problem(
                Text(zh: "规则版本应按日期先后排列", en: "rule sets must be in the order of their days"))
        }
        self.sets = sets
        var attendance: [AttendanceRule] = []
        for element in try node.list("attendance") { attendance.append(try AttendanceRule(element)) }
        guard !attendance.isEmpty else {
            throw try node.node("attendance").problem(
                Text(zh: "至少要有一条考勤规则", en: "at least one attendance rule is needed"))
        }
        self.attendance = attendance
        let windows = try node.node("windows")
        try windows.only(["due_soon_days", "forecast_days", "source"])
        dueSoonDays = try windows.integer("due_soon_days", 1...730)
        forecastDays = try windows.integer("forecast_days", 1...730)
        planning = try PlanningWeights(try node.node("planning"))
        var seasons: [BusySeason] = []
        for element in try node.list("busy_seasons") { seasons.append(try BusySeason(element)) }
        busySeasons = seasons
        let defaults = try node.node("class_defaults")
        try defaults.only(["half_day_hours", "cost_per_person_day", "source"])
        classDefaults = ClassDefaults(
            halfDayHours: try defaults.node("half_day_hours").hours(),
            costPerPersonDay: try defaults.integer("cost_per_person_day"), source: try defaults.citation())
        let confirmation = try node.node("confirmation")
        try confirmation.only(["department", "source"])
        self.confirmation = ConfirmationRule(
            department: try confirmation.node("department").choice(Level.self), source: try confirmation.citation())
    }
}

extension CycleDefinition {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(["key", "name", "opens", "soft_end", "hard_end", "levels", "fields", "source"])
        key = try node.text("key")
        name = try node.bothLanguages("name")
        opens = try node.day("opens")
        softEnd = try node.day("soft_end")
        hardEnd = try node.day("hard_end")
        levels = try node.choices("levels", Level.self)
        fields = try node.choices("fields", Field.self)
        source = try node.citation()
        guard opens < softEnd, softEnd <= hardEnd else {
            throw node.problem(Text(zh: "周期日期先后不对", en: "the days of the cycle are in the wrong order"))
        }
    }
}

extension TrainingRuleSet {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(["key", "from", "newly_appointed", "rotation", "annual"])
        key = try node.text("key")
        from = try node.day("from")
        let newly = try node.node("newly_appointed")
        try newly.only(["months", "source"])
        newlyAppointedMonths = try newly.integer("months", 1...60)
        newlyAppointedSource = try newly.citation()
        let rotation = try node.node("rotation")
        try rotation.only(["accepts", "hours", "source"])
        rotationAccepts = try rotation.choices("accepts", Level.self)
        rotationHours = try rotation.node("hours").hours()
        rotationSource = try rotation.citation()
        var annual: [Annual] = []
        for element in try node.list("annual") {
            try element.only(["who", "fields", "hours", "source"])
            annual.append(
                Annual(
                    who: try element.node("who").choice(HoursSubject.self),
                    fields: Set(try element.choices("fields", Field.self)),
                    hours: try element.node("hours").hours(), source: try element.citation()))
        }
        self.annual = annual
    }
}

extension PlanningWeights {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(["unassigned", "late_per_day", "travel", "moved", "away_share", "source"])
        unassigned = try node.integer("unassigned")
        latePerDay = try node.integer("late_per_day")
        var travel: [Int] = []
        for element in try node.list("travel") { travel.append(try element.integer()) }
        guard travel.count == 4 else {
            throw try node.node("travel").problem(Text(zh: "应有4个值", en: "expected four values"))
        }
        self.travel = travel
        moved = try node.integer("moved")
        awayShare = try node.integer("away_share", 1...100)
    }
}

extension BusySeason {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(["field", "from", "through", "name"])
        field = try node.node("field").choice(Field.self)
        func monthDay(_ key: String) throws(AppError) -> (Int, Int) {
            let parts = try node.text(key).split(separator: "-").compactMap { Int($0) }
            guard parts.count == 2, Day(year: 2024, month: parts[0], day: parts[1]) != nil else {
                throw try node.node(key).problem(Text(zh: "应写作 月-日，如 06-01", en: "write month-day, such as 06-01"))
            }
            return (parts[0], parts[1])
        }
        (fromMonth, fromDay) = try monthDay("from")
        (throughMonth, throughDay) = try monthDay("through")
        name = try node.bothLanguages("name")
    }
}
