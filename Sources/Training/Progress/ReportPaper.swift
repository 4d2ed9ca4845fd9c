import Civil
import Kernel

/// A monthly report as a page to print: each number, that of the report before and the difference. Pure.
struct ReportPaper {
    let sent: TrainingReportSent
    let language: Language

    private func say(_ chinese: String, _ english: String) -> String { Text(zh: chinese, en: english)(language) }

    var html: String {
        let report = sent.report
        let title = say(
            "\(report.organisationName)党员教育培训月报（\(report.month)）",
            "Training report of \(report.organisationName), \(report.month)")
        let content: [Markup] =
            [.tag("h1", title), .tag("p", head, style: "plain")]
            + tables.flatMap { [Markup.tag("h2", $0.name), table($0.figures)] }
            + [
                .tag("p", report.organisationName, style: "sign"),
                .tag("p", report.asOf.description, style: "sign"),
            ]
        return
            "<!doctype html>\n<html lang=\"\(language.rawValue)\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
            + Markup.escaped(title) + "</title>\n<style>\n\(PaperStyle.landscape)\(PaperStyle.common)</style>\n"
            + "</head>\n<body class=\"report\">\n" + content.map(\.html).joined() + "</body>\n</html>\n"
    }

    private var head: String {
        let compared =
            sent.previous.map {
                say("；括号内为 \($0) 月报的数和增减", "; in brackets the number of \($0) and the difference")
            } ?? ""
        return say(
            "\(sent.document)，第 \(sent.number) 次报送，统计截至 \(sent.report.asOf)\(compared)",
            "\(sent.document), report number \(sent.number), as of \(sent.report.asOf)\(compared)")
    }

    /// In the order of the report.
    private var tables: [(name: String, figures: [ReportFigure])] {
        var order: [String] = []
        var groups: [String: [ReportFigure]] = [:]
        for figure in sent.figures {
            if groups[figure.table] == nil { order.append(figure.table) }
            groups[figure.table, default: []].append(figure)
        }
        return order.map { key in
            let figures = groups[key] ?? []
            return (figures.first?.tableName(language) ?? key, figures)
        }
    }

    /// A line for each part, a column for each measure.
    private func table(_ figures: [ReportFigure]) -> Markup {
        let used = Set(figures.map(\.measure))
        let measures = ReportMeasure.allCases.filter(used.contains)
        var parts: [String] = []
        var cells: [String: [ReportMeasure: String]] = [:]
        var names: [String: String] = [:]
        for figure in figures {
            if cells[figure.part] == nil { parts.append(figure.part) }
            cells[figure.part, default: [:]][figure.measure] = cell(figure)
            names[figure.part] = figure.name(language)
        }
        return .table(
            [say("类别", "Part")] + measures.map { $0.text(language) },
            parts.map { part in [names[part] ?? part] + measures.map { cells[part]?[$0] ?? "" } })
    }

    private func cell(_ figure: ReportFigure) -> String {
        let now = figure.now?.description ?? "—"
        guard let difference = figure.difference else { return now }
        let before = figure.before?.description ?? "—"
        return say("\(now)（\(before)，\(difference.signed)）", "\(now) (\(before), \(difference.signed))")
    }
}
