package import Civil
package import Kernel
package import Policy

/// What classes may cost, as the rule file says: a sum for a person and day by the standard of the class, and fees of
/// lectures by the title of the teacher.
package struct BudgetRules: Sendable {
    package struct Standard: Sendable {
        package let key: String
        package let name: Text
        /// Yuan.
        package let perPersonDay: Amount
    }

    package struct Title: Sendable {
        package let key: String
        package let name: Text
        /// Yuan for an hour, after tax.
        package let perHour: Amount
    }

    /// The first is that of classes that name none.
    package let standards: [Standard]
    package let titles: [Title]
    /// Days that count in full; each one beyond counts with a share.
    package let fullDays: Int
    package let beyondShare: Ratio
    /// Days of arrival, and of departure, that count at most.
    package let travelDays: Int
    /// Hours of a half-day for which a lecture is paid at most.
    package let paidHours: Hours
    package let source: Citation

    package func standard(_ key: String) throws(AppError) -> Standard {
        guard let found = standards.first(where: { $0.key == key }) else {
            let known = standards.map(\.key).joined(separator: ", ")
            throw .invalidValue("standard", key, expected: Text(zh: "其中之一：\(known)", en: "one of \(known)"))
        }
        return found
    }

    package func title(_ key: String) throws(AppError) -> Title {
        guard let found = titles.first(where: { $0.key == key }) else {
            let known = titles.map(\.key).joined(separator: ", ")
            throw .invalidValue("teacher_title", key, expected: Text(zh: "其中之一：\(known)", en: "one of \(known)"))
        }
        return found
    }
}

extension BudgetRules {
    /// Those of a rule file; those of the shipped one where it says nothing about budgets.
    init(in rules: RuleNode) throws(AppError) {
        if let own = rules.optional("budget") {
            try self.init(own)
        } else {
            try self.init(PolicyLoader().load("policy/training/training.yaml").node("budget"))
        }
    }

    private init(_ node: RuleNode) throws(AppError) {
        try node.only([
            "standards", "titles", "full_days", "beyond_percent", "travel_days", "paid_hours", "source",
        ])
        var standards: [Standard] = []
        for element in try node.list("standards", atMost: 100) {
            try element.only(["key", "name", "per_person_day"])
            standards.append(
                Standard(
                    key: try element.text("key"), name: try element.bothLanguages("name"),
                    perPersonDay: Amount(try element.integer("per_person_day", 0...100_000))))
        }
        guard !standards.isEmpty else {
            throw try node.node("standards").problem(Text(zh: "至少要有一个标准", en: "at least one standard is needed"))
        }
        self.standards = standards
        var titles: [Title] = []
        for element in try node.list("titles", atMost: 100) {
            try element.only(["key", "name", "per_hour"])
            titles.append(
                Title(
                    key: try element.text("key"), name: try element.bothLanguages("name"),
                    perHour: Amount(try element.integer("per_hour", 0...100_000))))
        }
        self.titles = titles
        fullDays = try node.integer("full_days", 1...366)
        beyondShare = Ratio(try node.integer("beyond_percent", 0...100), 100)
        travelDays = try node.integer("travel_days", 0...30)
        paidHours = try node.node("paid_hours").hours()
        source = try node.citation()
    }
}
