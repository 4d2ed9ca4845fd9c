package import Kernel
import Workbooks

/// A sheet that is handed back: as it came, with what is wrong in a column of its own and in colour. Corrected, it can
/// be imported as it is; nobody reads that column.
package enum MarkedSheet {
    /// - Parameters:
    ///   - named: the sheet of a workbook.
    ///   - columns: by which its headings are found.
    package static func write(
        _ bytes: [UInt8], named: String?, _ columns: [SheetColumn], _ errors: [CellError], in language: Language
    ) throws(AppError) -> [UInt8] {
        let records = try SheetRecords(bytes, named: named, columns: columns).records
        let (top, header) = SheetHeader.find(in: records, columns) ?? (-1, SheetHeader([], columns))
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
            return WorkbookSheet.Row(cells, marked: marked)
        }
        let made = headings.enumerated().map { index, heading in
            var column = WorkbookSheet.Column(heading)
            column.width = index == place ? 50 : min(max(width(of: heading, index, rows) + 2, 6), 40)
            return column
        }
        let title = records[..<max(top, 0)].first?.fields.first { !$0.isEmpty }
        return try WorkbookWriter.write([WorkbookSheet("数据", title: title, columns: made, rows: rows)])
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
