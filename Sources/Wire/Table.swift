package import Kernel
import Sheets
import Workbooks

/// A list of values under their columns: as a table for a terminal, as CSV or as a workbook.
package struct Table: Sendable {
    /// The first line of CSV.
    package enum Headings: String, Choice {
        /// The titles in the language asked for.
        case title
        /// The keys, with words as JSON spells them: for programs.
        case key

        package var text: Text {
            switch self {
            case .title: Text(zh: "标题", en: "titles")
            case .key: Text(zh: "键", en: "keys")
            }
        }
    }

    private let title: Text?
    private let columns: [(key: String, title: Text, isNumeric: Bool, isDay: Bool)]
    private let rows: [[Cell]]

    package init<Value: Tabular>(_ values: [Value]) { self.init(values, Value.columns, title: Value.title) }

    package init<Value>(_ values: [Value], _ columns: [Column<Value>], title: Text? = nil) {
        self.title = title
        self.columns = columns.map { ($0.key, $0.title, $0.isNumeric, $0.isDay) }
        rows = values.map { value in columns.map { $0.cell(value) } }
    }

    /// - Parameter mark: begins with the byte order mark, without which Excel takes UTF-8 for the system's own
    ///   encoding.
    package func csv(_ headings: Headings, in language: Language, mark: Bool) -> String {
        (mark ? "\u{FEFF}" : "") + headLine(headings, in: language) + lines(headings, in: language)
    }

    /// The first line of CSV.
    func headLine(_ headings: Headings, in language: Language) -> String {
        CSVText.line(columns.map { headings == .key ? $0.key : $0.title(language) }) + "\r\n"
    }

    /// The lines below it.
    func lines(_ headings: Headings, in language: Language) -> String {
        shown(headings, in: language).map { CSVText.line($0) + "\r\n" }.joined()
    }

    private func shown(_ headings: Headings, in language: Language) -> [[String]] {
        rows.map { $0.map { headings == .key ? $0.raw(in: language) : $0.shown(in: language) } }
    }

    /// The same as a workbook: a title, days and amounts as such, everything else as text.
    package func workbook(_ headings: Headings, in language: Language) throws(AppError) -> [UInt8] {
        try WorkbookWriter.write([workbookSheet(headings, in: language)])
    }

    /// As the sheet of a workbook, with columns as wide as what these rows hold.
    func workbookSheet(_ headings: Headings, in language: Language) -> WorkbookSheet {
        let isForPrograms = headings == .key
        let shown = shown(headings, in: language)
        return WorkbookSheet(
            Text(zh: "表", en: "Sheet")(language), title: isForPrograms ? nil : title?(language),
            columns: columns.enumerated().map { index, column in
                var made = WorkbookSheet.Column(isForPrograms ? column.key : column.title(language))
                made.kind = column.isNumeric ? .number : column.isDay ? .day : .text
                // The first rows say how wide a column is.
                let widest = shown.prefix(500).map { DisplayWidth.of($0[index]) }.max() ?? 0
                made.width = min(max(DisplayWidth.of(made.heading), widest) + 2, 60)
                return made
            }, rows: shown.map { WorkbookSheet.Row($0) })
    }

    /// Columns that line up; empty columns are left out.
    package func text(in language: Language) -> String {
        if rows.isEmpty { return Text(zh: "（没有）", en: "(none)")(language) + "\n" }
        let shown = rows.map { $0.map { Self.line($0.shown(in: language)) } }
        let used = columns.indices.filter { column in shown.contains { !$0[column].isEmpty } }
        let titles = columns.map { $0.title(language) }
        let widths = columns.indices.map { column in
            max(DisplayWidth.of(titles[column]), shown.map { DisplayWidth.of($0[column]) }.max() ?? 0)
        }
        func line(_ values: [String]) -> String {
            var text = ""
            for index in used {
                let (value, isLast, isNumeric) = (values[index], index == used.last, columns[index].isNumeric)
                text += isLast && !isNumeric ? value : DisplayWidth.pad(value, to: widths[index], right: isNumeric)
                if !isLast { text += "  " }
            }
            return text + "\n"
        }
        return line(titles) + line(widths.map { String(repeating: "─", count: $0) }) + shown.map(line).joined()
    }

    /// One value with a column a line, as a single thing is shown.
    package func card(in language: Language) -> String {
        let width = columns.map { DisplayWidth.of($0.title(language)) }.max() ?? 0
        return rows.map { row in
            zip(columns, row).compactMap { column, cell in
                let text = Self.line(cell.shown(in: language))
                return text.isEmpty ? nil : "\(DisplayWidth.pad(column.title(language), to: width))  \(text)\n"
            }.joined()
        }.joined(separator: "\n")
    }

    /// A text in one line without control characters, which could change the state of a terminal.
    private static func line(_ text: String) -> String {
        guard
            text.unicodeScalars.contains(where: { $0.isControlOrDirection || $0.properties.isWhitespace && $0 != " " })
        else {
            return text
        }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.compactMap { $0.isControlOrDirection ? nil : $0.properties.isWhitespace ? " " : $0 }
            ))
    }
}
