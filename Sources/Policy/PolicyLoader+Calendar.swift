package import Civil
package import Kernel

/// Reads `config/calendar`: the State Council's yearly notices and the regulation behind them.
extension PolicyLoader {
    private static let statutoryFile = "calendar/statutory"

    /// Working days by every notice on file, and by the regulation for years without one.
    package func workingDays() throws(AppError) -> WorkingDays {
        var notices: [WorkingDays.Notice] = []
        for name in names("calendar/") where "calendar/" + name != Self.statutoryFile {
            notices.append(try Self.notice(load("calendar/\(name).yaml")))
        }
        return WorkingDays(notices, statutory: try Self.statutoryDays(load(Self.statutoryFile + ".yaml")))
    }

    private static func notice(_ node: RuleNode) throws(AppError) -> WorkingDays.Notice {
        try node.only(["format", "year", "source", "off", "working"])
        let year = try node.integer("year", 1990...2200)
        var off: Set<Day> = []
        for range in try node.list("off") {
            try range.only(["from", "through"])
            let (first, last) = (try range.day("from"), try range.day("through"))
            guard first <= last, first.year >= year - 1, last.year <= year else {
                throw range.problem(Text(zh: "日期先后或年份不对", en: "the days are in the wrong order or year"))
            }
            off.formUnion((first.number...last.number).map { Day(number: $0) })
        }
        var working: Set<Day> = []
        for element in try node.list("working") {
            let day = try element.day()
            guard day.isWeekend, !off.contains(day) else {
                throw element.problem(Text(zh: "不是周末，或者已列为放假", en: "it is no weekend day, or is listed as off"))
            }
            working.insert(day)
        }
        return WorkingDays.Notice(year: year, document: try node.citation().document, off: off, working: working)
    }

    private static func statutoryDays(_ node: RuleNode) throws(AppError) -> StatutoryDays {
        try node.only(["format", "editions", "festivals"])
        var editions: [StatutoryDays.Edition] = []
        for edition in try node.list("editions") { editions.append(try Self.edition(edition)) }
        var festivals: [Int: [StatutoryDays.Festival: Day]] = [:]
        for line in try node.list("festivals") {
            try line.only(Set(StatutoryDays.Festival.allCases.map(\.rawValue)))
            var days: [StatutoryDays.Festival: Day] = [:]
            for festival in StatutoryDays.Festival.allCases { days[festival] = try line.day(festival.rawValue) }
            guard let year = days[.springFestival]?.year, Set(days.values.map(\.year)) == [year] else {
                throw line.problem(Text(zh: "四个日子不在同一年", en: "the four days lie in different years"))
            }
            festivals[year] = days
        }
        return StatutoryDays(editions: editions, festivals: festivals)
    }

    private static func edition(_ node: RuleNode) throws(AppError) -> StatutoryDays.Edition {
        try node.only(["since", "source", "fixed", "around"])
        var fixed: [(month: Int, day: Int)] = []
        for element in try node.list("fixed") {
            let parts = try element.text().split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            // A leap year has every day that there can be.
            guard parts.count == 2, let month = parts[0], let day = parts[1],
                Day(year: 2000, month: month, day: day) != nil
            else { throw element.problem(Text(zh: "应为月-日，如 10-01", en: "expected month-day such as 10-01")) }
            fixed.append((month, day))
        }
        var around: [StatutoryDays.Festival: [Int]] = [:]
        for (key, value) in try node.node("around").entries() {
            guard let festival = StatutoryDays.Festival(rawValue: key) else {
                throw value.problem(Text(zh: "没有这个节日", en: "there is no such festival"))
            }
            var days: [Int] = []
            for element in try value.elements() { days.append(try element.integer(-3...3)) }
            around[festival] = days
        }
        return StatutoryDays.Edition(
            since: try node.day("since"), document: try node.citation().document, fixed: fixed, around: around)
    }
}
