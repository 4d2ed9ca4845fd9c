package import Civil
package import Kernel
package import Organisations
package import Wire

/// What is decided about the budget of a class. What is left out stays as it was, or as the rules say.
package struct ClassBudgetOrder: Codable, Described, Sendable {
    package let standard: String?
    package let arrivalDays: Int?
    package let departureDays: Int?
    package let ceiling: Amount?
    package let reason: String?

    package init(
        standard: String? = nil, arrivalDays: Int? = nil, departureDays: Int? = nil, ceiling: Amount? = nil,
        reason: String? = nil
    ) {
        self.standard = standard
        self.arrivalDays = arrivalDays
        self.departureDays = departureDays
        self.ceiling = ceiling
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = [
        "arrival_days": .count(0...30), "departure_days": .count(0...30),
    ]

    package static let memberTexts = [
        "standard": Text(zh: "综合定额标准的键，默认规则文件的第一个", en: "Key of the standard, by default the first of the rules"),
        "arrival_days": Text(
            zh: "开班前报到占几天：不计学时，计入费用", en: "Days of arrival before the class: no hours, but part of the cost"),
        "departure_days": Text(
            zh: "结束后返程占几天：不计学时，计入费用", en: "Days of departure after the class: no hours, but part of the cost"),
        "ceiling": Text(zh: "批准的总额（元）", en: "The sum that was approved, in yuan"),
    ]
}

/// Which classes are counted: those that start between two days.
package struct BudgetQuery: Codable, Described, Sendable {
    package var from: Day?
    package var through: Day?
    package var scope: Reference<Organisation>?

    package init(from: Day? = nil, through: Day? = nil, scope: Reference<Organisation>? = nil) {
        self.from = from
        self.through = through
        self.scope = scope
    }

    package static let memberTexts = [
        "from": Text(zh: "开班日期从哪天起，默认当年1月1日", en: "Starting on this day or later, by default 1 January of this year"),
        "through": Text(zh: "到哪天止，默认当年12月31日", en: "Starting by this day, by default 31 December of that year"),
    ]
}

/// What one class costs: people by days at its rate, and the lectures.
package struct ClassBudget: Codable, Sendable, Hashable {
    package let code: String
    package let name: String
    package let host: String
    package let hostName: String
    package let state: ClassState
    package let starts: Day
    package let ends: Day
    /// Everybody on the list; the seats while nobody is.
    package let people: Int
    /// Days that are counted, arrival and departure among them.
    package let days: Int
    package let personDays: Int
    /// Yuan for a person and day.
    package let rate: Amount
    package let standard: String
    /// What the standard allows for a person and day.
    package let standardRate: Amount
    /// Rooms, meals, places, material and transport of everybody.
    package let living: Amount
    package let lectures: Amount
    package let total: Amount
    package let ceiling: Amount?
    /// What is above the standard or the ceiling, or cannot be compared.
    package let warnings: [Text]
}

extension ClassBudget: Tabular {
    package static let columns: [Column<ClassBudget>] = [
        Column("code", zh: "编号", en: "Code", \.code),
        Column("name", zh: "班次", en: "Class", \.name),
        Column("host_name", zh: "主办", en: "Host", \.hostName),
        Column("starts", zh: "开班", en: "Starts", \.starts),
        Column("people", zh: "人数", en: "People", \.people),
        Column("days", zh: "计费天数", en: "Days", \.days),
        Column("person_days", zh: "人天", en: "Person-days", \.personDays),
        Column("rate", zh: "元/人天", en: "Yuan a day", \.rate),
        Column("living", zh: "综合定额（元）", en: "Living (yuan)", \.living),
        Column("lectures", zh: "讲课费（元）", en: "Lectures (yuan)", \.lectures),
        Column("total", zh: "预算合计（元）", en: "Budget (yuan)", \.total),
        Column("ceiling", zh: "批准额（元）", en: "Ceiling (yuan)", \.ceiling),
        Column("warnings", zh: "提示", en: "Warnings") { Text.list($0.warnings) },
    ]
}

/// Classes of a host, of a year, or all of them.
package struct BudgetSum: Codable, Sendable, Hashable {
    package let part: String
    package let name: Text
    package let classes: Int
    package let people: Int
    package let personDays: Int
    package let living: Amount
    package let lectures: Amount
    package let total: Amount
    /// Classes with a warning.
    package let warned: Int
}

extension BudgetSum: Tabular {
    package static let columns: [Column<BudgetSum>] = [
        Column("part", zh: "分项", en: "Part") { .word($0.part, $0.name) },
        Column("classes", zh: "班数", en: "Classes", \.classes),
        Column("people", zh: "人数", en: "People", \.people),
        Column("person_days", zh: "人天", en: "Person-days", \.personDays),
        Column("living", zh: "综合定额（元）", en: "Living (yuan)", \.living),
        Column("lectures", zh: "讲课费（元）", en: "Lectures (yuan)", \.lectures),
        Column("total", zh: "预算合计（元）", en: "Budget (yuan)", \.total),
        Column("warned", zh: "有提示的班", en: "With warnings", \.warned),
    ]
}

/// The budget of classes, with sums by host and year.
package struct BudgetTable: Codable, Sendable {
    package let from: Day
    package let through: Day
    package let items: [ClassBudget]
    package let hosts: [BudgetSum]
    package let years: [BudgetSum]
    package let total: BudgetSum

    init(_ items: [ClassBudget], from: Day, through: Day) {
        self.from = from
        self.through = through
        self.items = items
        func sums(_ part: (ClassBudget) -> (String, Text)) -> [BudgetSum] {
            let groups = Dictionary(grouping: items) { part($0).0 }
            return groups.keys.sorted().compactMap { key in
                groups[key].flatMap { own in own.first.map { BudgetSum(key, part($0).1, own) } }
            }
        }
        hosts = sums { ($0.host, .verbatim($0.hostName)) }
        years = sums { (String($0.starts.year), .verbatim(String($0.starts.year))) }
        total = BudgetSum("total", Text(zh: "合计", en: "Total"), items)
    }
}

extension BudgetSum {
    init(_ part: String, _ name: Text, _ items: [ClassBudget]) {
        self.init(
            part: part, name: name, classes: items.count, people: items.map(\.people).sum(),
            personDays: items.map(\.personDays).sum(), living: items.map(\.living).sum(),
            lectures: items.map(\.lectures).sum(), total: items.map(\.total).sum(),
            warned: items.count { !$0.warnings.isEmpty })
    }
}

extension ClassBudget: Outcome {
    package var summary: Text {
        let chinese = warnings.map { "\($0.chinese)。" }.joined()
        let english = warnings.map { " \($0.english)." }.joined()
        return Text(
            zh: "班次 \(code)「\(name)」：\(people) 人 × \(days) 天，综合定额 \(living) 元，讲课费 \(lectures) 元，"
                + "合计 \(total) 元。\(chinese)",
            en: "Class \(code) “\(name)”: \(people) people on \(days) days, living \(living) yuan, lectures "
                + "\(lectures) yuan, \(total) yuan in all.\(english)")
    }
}
