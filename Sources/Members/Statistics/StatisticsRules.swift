/// How member statistics are divided by age and by the time of admission, as the rule file says it.
package import Civil
package import Kernel
package import Policy

package struct StatisticsRules: Sendable {
    /// Groups as they were published from a day on.
    package struct Edition: Sendable {
        package let from: Day
        package let source: Citation
        /// The first year of age of every group but the first one.
        package let ages: [Int]
        /// The first day of every group but the first one.
        package let days: [Day]
        package let periods: [Text]
    }

    private let editions: [Edition]

    /// Reads `config/policy/membership/statistics.yaml`.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "editions"])
        var editions: [Edition] = []
        for node in try node.list("editions", atMost: 50) {
            let edition = try Edition(node)
            guard editions.last.map({ $0.from < edition.from }) ?? true else {
                throw try node.node("from").problem(Text(zh: "须从早到晚排列", en: "editions come in the order of their days"))
            }
            editions.append(edition)
        }
        guard !editions.isEmpty else { throw node.problem(Text(zh: "至少要有一版", en: "there has to be an edition")) }
        self.editions = editions
    }

    /// The edition of a day; before all of them, the first one.
    package func edition(on day: Day) -> Edition { editions.last { $0.from <= day } ?? editions[0] }
}

extension StatisticsRules.Edition {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(["from", "source", "ages", "joined"])
        var (ages, days, periods): ([Int], [Day], [Text]) = ([], [], [])
        for node in try node.list("ages", atMost: 30) {
            let age = try node.integer(1...150)
            guard ages.last.map({ $0 < age }) ?? true else { throw node.problem(Self.order) }
            ages.append(age)
        }
        for (index, node) in try node.list("joined", atMost: 30).enumerated() {
            try node.only(index == 0 ? ["name"] : ["from", "name"])
            periods.append(try node.bothLanguages("name"))
            guard index > 0 else { continue }
            let day = try node.day("from")
            guard days.last.map({ $0 < day }) ?? true else { throw node.problem(Self.order) }
            days.append(day)
        }
        guard !periods.isEmpty else { throw try node.node("joined").problem(Self.none) }
        self.init(
            from: try node.day("from"), source: try node.citation(), ages: ages, days: days, periods: periods)
    }

    private static let order = Text(zh: "须从小到大排列", en: "groups come in ascending order")
    private static let none = Text(zh: "至少要有一组", en: "there has to be a group")

    /// What a group of ages is called, by its number.
    package func ageGroup(_ number: Int) -> Text {
        guard let first = ages.first, let last = ages.last else { return Text(zh: "全部", en: "all") }
        if number <= 0 { return Text(zh: "\(first - 1)岁及以下", en: "\(first - 1) or younger") }
        guard number < ages.count else { return Text(zh: "\(last)岁及以上", en: "\(last) or older") }
        let (low, high) = (ages[number - 1], ages[number] - 1)
        return Text(zh: "\(low)至\(high)岁", en: "\(low) to \(high)")
    }
}
