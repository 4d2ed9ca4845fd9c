import Civil
package import Kernel
import Organisations
package import Policy

extension TrainingRules {
    /// - Throws: `policy.bad_value` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only([
            "format", "cycles", "sets", "attendance", "windows", "planning", "hosts", "busy_seasons",
            "class_defaults",
            "confirmation", "categories", "courses", "conversions", "classes", "budget",
        ])
        var categories: [PersonCategory] = []
        for element in try node.optional("categories")?.elements() ?? [] {
            categories.append(try PersonCategory(element))
        }
        self.categories = categories
        var courses: [CourseDefinition] = []
        for element in try node.optional("courses")?.elements() ?? [] {
            courses.append(try CourseDefinition(element, known: courses.map(\.key)))
        }
        self.courses = courses
        var conversions: [HoursConversion] = []
        for element in try node.optional("conversions")?.elements() ?? [] {
            conversions.append(try HoursConversion(element))
        }
        self.conversions = conversions
        let subjects = RuleSubjects(categories: categories.map(\.key))
        var cycles: [CycleDefinition] = []
        for element in try node.list("cycles") { cycles.append(try CycleDefinition(element, subjects)) }
        self.cycles = cycles
        var sets: [TrainingRuleSet] = []
        for element in try node.list("sets") { sets.append(try TrainingRuleSet(element, subjects)) }
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
        let hosts = try node.node("hosts")
        try hosts.only(["kinds", "smallest", "source"])
        self.hosts = HostRule(
            kinds: try hosts.choices("kinds", OrganisationKind.self), smallest: try hosts.integer("smallest", 1...1000),
            source: try hosts.citation())
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
        classes = try ClassRules(try node.node("classes"))
        budget = try BudgetRules(in: node)
    }
}

extension PlanningWeights {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(["unassigned", "late_per_day", "travel", "moved", "away_share", "away_cost", "source"])
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
        // Left out, the limit must be kept.
        awayCost = try node.optional("away_cost")?.integer(1...100_000)
    }
}

extension CourseDefinition {
    fileprivate init(_ node: RuleNode, known: [String]) throws(AppError) {
        try node.only(["key", "name", "after", "source"])
        key = try node.text("key")
        name = try node.bothLanguages("name")
        source = try node.citation()
        guard (1...60).contains(key.count), !known.contains(key), key != ClassChange.noCourse else {
            throw try node.node("key").problem(
                Text(zh: "键不重复，最多 60 个字", en: "a key of its own, 60 characters at most"))
        }
        var after: [Prerequisite] = []
        for element in try node.optional("after")?.elements() ?? [] {
            try element.only(["course", "years"])
            let course = try element.text("course")
            guard known.contains(course) else {
                throw try element.node("course").problem(
                    Text(zh: "应为前面的课程之一", en: "expected the key of a course above"))
            }
            after.append(
                Prerequisite(course: course, years: try element.optional("years")?.integer(Prerequisite.mostYears)))
        }
        self.after = after
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
