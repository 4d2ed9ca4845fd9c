package import Kernel
import Workbooks

/// A sheet that is handed back: as it came, each row at its number and beside its other sheets, with what is wrong in a
/// column of its own and in colour. Corrected, it can be imported as it is; nobody reads that column.
package enum MarkedSheet {
    /// - Parameters:
    ///   - choices: the sheet of a workbook, and what its columns are.
    ///   - columns: by which its headings are found.
    package static func write(
        _ bytes: [UInt8], as choices: SheetChoices, _ columns: [SheetColumn], _ errors: [CellError],
        in language: Language
    ) throws(AppError) -> [UInt8] {
        let file = try SheetRecords(bytes, as: choices, columns: columns)
        let records = file.records
        let found = SheetHeader.find(in: records, columns, try HeadingChoices(choices, columns))
        let (top, header) = found ?? (-1, SheetHeader([], columns))
        let known = header.fields.firstIndex { Heading($0) == Heading(HeadingWords.errors) }
        let whole = max(records.map(\.fields.count).max() ?? 0, header.fields.count)
        let place = known ?? whole
        let byLine = Dictionary(grouping: errors, by: \.row)
        var headings = header.fields
        while headings.count <= max(place, whole - 1) { headings.append("") }
        headings[place] = HeadingWords.errors
        let rows = records[(top + 1)...].map { record in
            var cells = record.fields
            while cells.count <= place { cells.append("") }
            let own = byLine[record.line] ?? []
            var marked = Set(own.compactMap { position(of: $0.column, in: header) })
            if !own.isEmpty { marked.insert(place) }
            cells[place] = own.map { described($0, in: language) }.joined(separator: "；")
            return WorkbookSheet.Row(cells, marked: marked, number: record.line)
        }
        let made = headings.enumerated().map { index, heading in
            var column = WorkbookSheet.Column(heading)
            column.width = index == place ? 50 : min(max(width(of: heading, index, rows) + 2, 6), 40)
            return column
        }
        var sheet = WorkbookSheet(file.tab ?? "数据", columns: made, rows: rows)
        sheet.above = records[..<max(top, 0)].map { WorkbookSheet.Row($0.fields, number: $0.line) }
        sheet.headingRow = top < 0 ? nil : records[top].line
        return try WorkbookWriter.write([sheet] + SheetRecords.others(bytes, besides: file.tab).map(copy))
    }

    /// Another sheet of the workbook, as texts.
    private static func copy(_ name: String, _ records: [CSVText.Record]) -> WorkbookSheet {
        let width = records.map(\.fields.count).max() ?? 0
        let first = records.first
        let columns = (0..<width).map { index in
            WorkbookSheet.Column(first.map { index < $0.fields.count ? $0.fields[index] : "" } ?? "")
        }
        var sheet = WorkbookSheet(
            name, columns: columns, rows: records.dropFirst().map { WorkbookSheet.Row($0.fields, number: $0.line) })
        sheet.headingRow = first?.line
        return sheet
    }

    /// Errors with the sheet's headings in place of keys, which its readers do not see.
    package static func named(
        _ error: AppError, _ bytes: [UInt8], as choices: SheetChoices, _ columns: [SheetColumn]
    ) -> AppError {
        // Only the refusal of a sheet has cells.
        guard error.cells.contains(where: { cell in columns.contains { $0.key == cell.column } }),
            let chosen = try? HeadingChoices(choices, columns),
            let records = try? SheetRecords.head(bytes, as: choices, columns: columns),
            let header = SheetHeader.find(in: records, columns, chosen)?.header
        else { return error }
        let cells = error.cells.map { cell in
            guard columns.contains(where: { $0.key == cell.column }) else { return cell }
            // A sheet may name an organisation instead of giving its code.
            let place = header.positions[cell.column] ?? header.positions[cell.column + "_name"]
            guard let place, !header.fields[place].isEmpty else { return cell }
            return CellError(row: cell.row, column: header.fields[place], reason: cell.reason)
        }
        return .rejected(cells)
    }

    /// Errors name a column as the sheet does, or by its key.
    private static func position(of column: String, in header: SheetHeader) -> Int? {
        if let place = header.positions[column] { return place }
        guard !column.isEmpty else { return nil }
        return header.fields.firstIndex { $0 == column }
    }

    private static func described(_ error: CellError, in language: Language) -> String {
        error.column.isEmpty
            ? error.reason(language)
            : Text(zh: "「\(error.column)」\(error.reason.chinese)", en: "“\(error.column)”: \(error.reason.english)")(
                language)
    }

    private static func width(of heading: String, _ index: Int, _ rows: [WorkbookSheet.Row]) -> Int {
        let cells = rows.prefix(200).map { $0.cells.indices.contains(index) ? $0.cells[index] : "" }
        return ([heading] + cells).map(\.halfWidths).max() ?? 0
    }
}

extension String {
    /// Columns of half width that it takes, roughly.
    var halfWidths: Int { unicodeScalars.count + unicodeScalars.filter { $0.value >= 0x1100 }.count }
}
