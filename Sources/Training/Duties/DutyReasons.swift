package import Civil
package import Kernel
package import Members
package import Wire

/// Why a person is on the list of a day, or is not: everything they owe, in words, and what they do not owe.
package struct DutyReasons: Codable, Sendable {
    package let person: Identifier<Person>
    package let personName: String
    package let asOf: Day
    /// Whether the overdue list of the day names them.
    package let isListed: Bool
    package let answer: Text
    package let lines: [DutyExplanation.Line]
}

extension DutyReasons: Tabular {
    package static let columns: [Column<DutyReasons>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("as_of", zh: "日期", en: "As of", \.asOf),
        Column("is_listed", zh: "在名单上", en: "Listed", \.isListed),
        Column("answer", zh: "结论", en: "Answer", \.answer),
    ]
}

/// Why an office or category owes nothing to a cycle. Pure.
enum UnowedRule {
    static func reason(
        _ office: DutyRule.Office, _ cycle: DutyRule.Cycle, _ all: [DutyRule.Cycle], _ rules: TrainingRules
    )
        -> Text?
    {
        if office.nature == .acting {
            return Text(zh: "代理职务，任务仍由原任者承担", en: "acting; the absent holder still owes it")
        }
        guard cycle.range.contains(office.path) else {
            return Text(zh: "不在该周期的范围内", en: "outside the range of the cycle")
        }
        guard let field = office.field else {
            return Text(zh: "所在组织未注明领域", en: "the organisation has no field on file")
        }
        let meant = cycle.audience.filter { entry in office.words.contains(where: entry.who.contains) }
        guard !meant.isEmpty else {
            var words: [Text] = []
            for word in cycle.audience.flatMap(\.who) where !words.contains(rules.subject(word)) {
                words.append(rules.subject(word))
            }
            return Text(
                zh: "该周期的对象是\(Text.list(words).chinese)", en: "the cycle is for others: \(Text.list(words).english)")
        }
        guard meant.contains(where: { $0.levels.contains(office.level) }) else {
            return Text(
                zh: "\(office.level.text.chinese)组织不在该周期的层级内",
                en: "organisations of the level “\(office.level.text.english)” do not owe it")
        }
        guard cycle.entry(for: office) != nil else {
            return Text(
                zh: "该周期不含\(field.text.chinese)领域", en: "the cycle does not include the field “\(field.text.english)”")
        }
        if let until = office.until, until <= cycle.opens {
            return Text(
                zh: "周期 \(cycle.opens) 开始前已于 \(until) 离任", en: "left on \(until), before it opened on \(cycle.opens)")
        }
        if office.since >= cycle.hardEnd {
            return Text(
                zh: "\(office.since) 才任职，周期已于 \(cycle.hardEnd) 结束",
                en: "began on \(office.since), after the cycle ended on \(cycle.hardEnd)")
        }
        if let withdrawn = cycle.withdrawn, withdrawn <= max(office.since, cycle.opens) {
            return Text(zh: "周期已于 \(withdrawn) 撤销", en: "the cycle was withdrawn on \(withdrawn)")
        }
        if !DutyRule.owed(office, all).contains(where: { $0.id == cycle.id }) {
            return Text(zh: "由更近一级的周期承担", en: "a nearer cycle asks for it")
        }
        return nil
    }
}
