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

/// A report as it was sent, with each of its numbers beside that of the one before.
package struct TrainingReportSent: Outcome {
    package let report: TrainingReport
    /// A month may be reported again; the last one counts.
    package let number: Int
    package let document: String
    /// It had been made before, with the same figures and the same document.
    package let wasOnFile: Bool
    /// The month of the report that it is compared with: the last one that was on file when it was made.
    package let previous: Month?
    package let figures: [ReportFigure]

    /// Those that are not the same as before.
    package var changed: [ReportFigure] { figures.filter(\.isChanged) }

    package var summary: Text {
        let total = report.byKind.total
        return Text(
            zh:
                "「\(report.organisationName)」\(report.month) 月报（\(document)，第 \(number) 次）：应训 \(total.due)，"
                + "已训 \(total.trained)，未训 \(total.untrained)，免训 \(total.exempt)"
                + (previous.map { "；与 \($0) 相比有 \(changed.count) 项变化" } ?? "") + (wasOnFile ? "；已存档，没有另存" : "")
                + "。",
            en:
                "Report of “\(report.organisationName)” for \(report.month) (\(document), number \(number)): "
                + "\(total.due) due, \(total.trained) trained, \(total.untrained) untrained, \(total.exempt) exempt"
                + (previous.map { "; \(changed.count) differences to \($0)" } ?? "")
                + (wasOnFile ? "; on file already, not kept again" : "") + ".")
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
    package var number: Int?

    package init(month: Month, number: Int? = nil) {
        self.month = month
        self.number = number
    }

    package static let memberLimits: [String: MemberLimit] = ["number": .count(1...10_000)]

    package static let memberTexts = [
        "month": Text(zh: "月份，如 2026-10", en: "The month, such as 2026-10"),
        "number": Text(zh: "第几次报送，默认最后一次", en: "Which report of the month, by default the last one"),
    ]
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
