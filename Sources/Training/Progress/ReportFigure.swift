package import Civil
package import Kernel
package import Wire

/// What a number of a monthly report counts.
package enum ReportMeasure: String, Choice {
    case due, trained, untrained, exempt, rate, seated, overdue
    case pastHard = "past_hard"
    case forecast, classes
    case personTimes = "person_times"
    case people, completed, hours
    case personDays = "person_days"
    case cost

    package var text: Text {
        switch self {
        case .due: Text(zh: "应训", en: "due")
        case .trained: Text(zh: "已训", en: "trained")
        case .untrained: Text(zh: "未训", en: "untrained")
        case .exempt: Text(zh: "免训", en: "exempt")
        case .rate: Text(zh: "完成率（%）", en: "rate (%)")
        case .seated: Text(zh: "已安排", en: "seated")
        case .overdue: Text(zh: "逾期", en: "overdue")
        case .pastHard: Text(zh: "超过最后期限", en: "past the hard end")
        case .forecast: Text(zh: "按现进度到期可训", en: "forecast at the soft end")
        case .classes: Text(zh: "期数", en: "classes")
        case .personTimes: Text(zh: "人次", en: "person-times")
        case .people: Text(zh: "人数", en: "people")
        case .completed: Text(zh: "结业", en: "completed")
        case .hours: Text(zh: "学时", en: "hours")
        case .personDays: Text(zh: "人天", en: "person-days")
        case .cost: Text(zh: "费用（元）", en: "cost (yuan)")
        }
    }
}

/// One number of a monthly report, that of the report before, and the difference.
package struct ReportFigure: Codable, Sendable, Hashable {
    /// `kind`, the key of a cycle with what it is divided by, `classes month` or `classes year`.
    package let table: String
    package let tableName: Text
    package let part: String
    package let name: Text
    package let measure: ReportMeasure
    /// Nil where the report before had no such line, or there was none.
    package let before: Amount?
    /// Nil where this report has no such line any more.
    package let now: Amount?
    package let difference: Amount?

    package var isChanged: Bool { before != now }
    /// Nothing then and nothing now.
    package var isEmpty: Bool { (before ?? .zero) == .zero && (now ?? .zero) == .zero }
}

extension ReportFigure: Tabular {
    package static let columns: [Column<ReportFigure>] = [
        Column("table", zh: "表", en: "Table") { .word($0.table, $0.tableName) },
        Column("part", zh: "类别", en: "Part") { .word($0.part, $0.name) },
        Column("measure", zh: "指标", en: "Measure", \.measure),
        Column("before", zh: "上期", en: "Before", \.before),
        Column("now", zh: "本期", en: "Now", \.now),
        Column("difference", zh: "增减", en: "Difference", \.difference),
    ]
}

extension TrainingReport {
    /// Numbers of one part of one table.
    private struct Line {
        let table: String
        let tableName: Text
        let part: String
        let name: Text
        let numbers: [(measure: ReportMeasure, value: Amount)]

        var key: [String] { [table, part] }
    }

    private var lines: [Line] {
        func progress(_ key: String, _ name: Text, _ table: ProgressTable) -> [Line] {
            (table.items + [table.total]).map { line in
                Line(table: key, tableName: name, part: line.part, name: line.name, numbers: line.numbers)
            }
        }
        func classes(_ key: String, _ name: Text, _ table: [ClassStatistics]) -> [Line] {
            table.map { Line(table: key, tableName: name, part: $0.part, name: $0.name, numbers: $0.numbers) }
        }
        let cycleLines = cycles.flatMap { cycle in
            progress(
                "\(cycle.key) child",
                Text(zh: "「\(cycle.name.chinese)」按下级组织", en: "“\(cycle.name.english)” by child organisation"),
                cycle.byChild)
                + progress(
                    "\(cycle.key) field",
                    Text(zh: "「\(cycle.name.chinese)」按领域", en: "“\(cycle.name.english)” by field"), cycle.byField)
        }
        return progress("kind", Text(zh: "按任务", en: "By kind of duty"), byKind) + cycleLines
            + classes("classes month", Text(zh: "本月班次", en: "Classes of the month"), classesOfMonth)
            + classes("classes year", Text(zh: "本年班次", en: "Classes of the year"), classesOfYear)
    }

    /// Every number, beside that of the report before; lines that are gone follow. Pure.
    package func figures(beside before: TrainingReport?) -> [ReportFigure] {
        let (mine, theirs) = (lines, before?.lines ?? [])
        let old = Dictionary(theirs.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let kept = Set(mine.map(\.key))
        let current = mine.flatMap { line in
            let then = Dictionary(
                (old[line.key]?.numbers ?? []).map { ($0.measure, $0.value) }, uniquingKeysWith: { first, _ in first })
            return line.numbers.map { number in
                ReportFigure(
                    table: line.table, tableName: line.tableName, part: line.part, name: line.name,
                    measure: number.measure, before: then[number.measure], now: number.value,
                    difference: before == nil ? nil : number.value - (then[number.measure] ?? .zero))
            }
        }
        let gone = theirs.filter { !kept.contains($0.key) }.flatMap { line in
            line.numbers.map { number in
                ReportFigure(
                    table: line.table, tableName: line.tableName, part: line.part, name: line.name,
                    measure: number.measure, before: number.value, now: nil, difference: -number.value)
            }
        }
        return current + gone
    }
}

extension Progress {
    fileprivate var numbers: [(measure: ReportMeasure, value: Amount)] {
        [
            (.due, Amount(due)), (.trained, Amount(trained)), (.untrained, Amount(untrained)),
            (.exempt, Amount(exempt)), (.rate, Amount(units: ratePerMille * (Amount.scale / 10))),
            (.seated, Amount(seated)), (.overdue, Amount(overdue)), (.pastHard, Amount(pastHard)),
            (.forecast, Amount(forecast)),
        ]
    }
}

extension ClassStatistics {
    fileprivate var numbers: [(measure: ReportMeasure, value: Amount)] {
        [
            (.classes, Amount(classes)), (.personTimes, Amount(personTimes)), (.people, Amount(people)),
            (.completed, Amount(completed)), (.hours, hours), (.personDays, Amount(personDays)), (.cost, cost),
        ]
    }
}
