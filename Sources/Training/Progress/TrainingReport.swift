package import Civil
package import Kernel
package import Wire

/// The monthly report to the superior: how far every cycle is at the end of a month, and what was held in it.
package struct TrainingReport: Codable, Sendable, Hashable {
    package struct Cycle: Codable, Sendable, Hashable {
        package let key: String
        package let name: Text
        package let byChild: ProgressTable
        package let byField: ProgressTable
    }

    package let organisationCode: String
    package let organisationName: String
    package let month: Month
    package let asOf: Day
    package let cycles: [Cycle]
    /// Everything that is due, whatever it is due for.
    package let byKind: ProgressTable
    /// Classes of the month, and of the year up to it.
    package let classesOfMonth: [ClassStatistics]
    package let classesOfYear: [ClassStatistics]
}

/// A report as it was sent, and what is different from the one before.
package struct TrainingReportSent: Outcome {
    package let report: TrainingReport
    /// A month may be reported again; the last one counts.
    package let number: Int
    package let document: String
    /// It had been made before, with the same figures and the same document.
    package let wasOnFile: Bool
    package let previous: Month?
    package let differences: [ReportDifference]

    package var summary: Text {
        let total = report.byKind.total
        return Text(
            zh:
                "「\(report.organisationName)」\(report.month) 月报（\(document)，第 \(number) 次）：应训 \(total.due)，"
                + "已训 \(total.trained)，未训 \(total.untrained)，免训 \(total.exempt)"
                + (previous.map { "；与 \($0) 相比有 \(differences.count) 项变化" } ?? "") + (wasOnFile ? "；已存档，没有另存" : "")
                + "。",
            en:
                "Report of “\(report.organisationName)” for \(report.month) (\(document), number \(number)): "
                + "\(total.due) due, \(total.trained) trained, \(total.untrained) untrained, \(total.exempt) exempt"
                + (previous.map { "; \(differences.count) differences to \($0)" } ?? "")
                + (wasOnFile ? "; on file already, not kept again" : "") + ".")
    }
}

/// One line that two reports have differently.
package struct ReportDifference: Codable, Sendable, Hashable {
    /// `kind`, or the key of a cycle with what it is divided by.
    package let table: String
    package let part: String
    package let name: Text
    package let due: Int
    package let trained: Int
    package let untrained: Int
    package let dueBefore: Int
    package let trainedBefore: Int
    package let untrainedBefore: Int
}

extension ReportDifference: Tabular {
    package static let columns: [Column<ReportDifference>] = [
        Column("table", zh: "表", en: "Table", \.table),
        Column("part", zh: "类别", en: "Part") { .word($0.part, $0.name) },
        Column("due", zh: "应训", en: "Due", \.due),
        Column("due_before", zh: "上期应训", en: "Due before", \.dueBefore),
        Column("trained", zh: "已训", en: "Trained", \.trained),
        Column("trained_before", zh: "上期已训", en: "Trained before", \.trainedBefore),
        Column("untrained", zh: "未训", en: "Untrained", \.untrained),
        Column("untrained_before", zh: "上期未训", en: "Untrained before", \.untrainedBefore),
    ]
}

extension TrainingReport {
    private var tables: [(key: String, table: ProgressTable)] {
        [("kind", byKind)]
            + cycles.flatMap { [("\($0.key) child", $0.byChild), ("\($0.key) field", $0.byField)] }
    }

    /// Lines that are not the same, in the order of this report; those that are gone follow. Pure.
    package func differences(from before: TrainingReport) -> [ReportDifference] {
        let old = Dictionary(before.tables.map { ($0.key, $0.table) }, uniquingKeysWith: { first, _ in first })
        let new = Dictionary(tables.map { ($0.key, $0.table) }, uniquingKeysWith: { first, _ in first })
        var differences: [ReportDifference] = []
        for key in tables.map(\.key) + before.tables.map(\.key).filter({ new[$0] == nil }) {
            func lines(_ table: ProgressTable?) -> [Progress] { table.map { $0.items + [$0.total] } ?? [] }
            let (now, then) = (lines(new[key]), lines(old[key]))
            for part in now.map(\.part) + then.map(\.part).filter({ part in !now.contains { $0.part == part } }) {
                let (line, last) = (now.first { $0.part == part }, then.first { $0.part == part })
                guard line?.due != last?.due || line?.trained != last?.trained || line?.untrained != last?.untrained
                else { continue }
                differences.append(
                    ReportDifference(
                        table: key, part: part, name: (line ?? last)?.name ?? .verbatim(part), due: line?.due ?? 0,
                        trained: line?.trained ?? 0, untrained: line?.untrained ?? 0, dueBefore: last?.due ?? 0,
                        trainedBefore: last?.trained ?? 0, untrainedBefore: last?.untrained ?? 0))
            }
        }
        return differences
    }
}

/// Which month is reported, under which document.
package struct TrainingReportOrder: Codable, Described, Sendable {
    package let month: Month
    package let asOf: Day?
    package let document: String

    package init(month: Month, asOf: Day? = nil, document: String) {
        self.month = month
        self.asOf = asOf
        self.document = document
    }

    package static let memberTexts = [
        "month": Text(zh: "月份，如 2026-10", en: "The month, such as 2026-10"),
        "as_of": Text(
            zh: "统计截止日，默认月末（当月为今天）", en: "Counted as of this day, by default the end of the month, or today within it"),
        "document": Text(zh: "报送文号", en: "The number of the document it is sent with"),
    ]
}

/// Which report is wanted.
package struct TrainingReportQuery: Codable, Described, Sendable {
    package var month: Month

    package init(month: Month) { self.month = month }

    package static let memberTexts = ["month": Text(zh: "月份，如 2026-10", en: "The month, such as 2026-10")]
}

/// One report on file.
package struct TrainingReportLine: Codable, Sendable {
    package let month: Month
    package let number: Int
    package let asOf: Day
    package let document: String
    package let due: Int
    package let trained: Int
    package let untrained: Int
    package let exempt: Int
}

extension TrainingReportLine: Tabular {
    package static let columns: [Column<TrainingReportLine>] = [
        Column("month", zh: "月份", en: "Month") { .text($0.month.description) },
        Column("number", zh: "报送次数", en: "Number", \.number),
        Column("as_of", zh: "截止日", en: "As of", \.asOf),
        Column("document", zh: "文号", en: "Document", \.document),
        Column("due", zh: "应训", en: "Due", \.due),
        Column("trained", zh: "已训", en: "Trained", \.trained),
        Column("untrained", zh: "未训", en: "Untrained", \.untrained),
        Column("exempt", zh: "免训", en: "Exempt", \.exempt),
    ]
}
