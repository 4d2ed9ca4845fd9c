import CXLSXWriter
import Civil
import Kernel

/// A sheet of an open workbook, below whose headings rows are added.
struct WorkbookPage {
    /// Rows of a sheet of the format, without those of title and headings.
    static let mostRows = 1_048_576 - 2
    /// Characters of a cell; one takes 32,767 units of UTF-16.
    private static let longest = 16_000

    private let page: UnsafeMutablePointer<lxw_worksheet>
    private let columns: [WorkbookSheet.Column]
    private let formats: Formats
    private let top: UInt32
    private var row: UInt32

    private var last: UInt16 { UInt16(clamping: max(0, columns.count - 1)) }

    /// Writes title and headings.
    init(
        _ sheet: WorkbookSheet, on page: UnsafeMutablePointer<lxw_worksheet>, _ formats: Formats, _ names: CStrings,
        _ lists: inout ChoiceLists
    ) {
        (self.page, columns, self.formats) = (page, sheet.columns, formats)
        let next = sheet.title == nil ? 0 : 1
        top = UInt32(clamping: max(next, min((sheet.headingRow ?? 1) - 1, Self.mostRows)))
        row = top
        for (index, column) in columns.enumerated() {
            let place = UInt16(clamping: index)
            worksheet_set_column(page, place, place, Double(min(max(column.width, 4), 80)), formats.of(column.kind))
        }
        if let title = sheet.title {
            worksheet_set_row(page, 0, 28, nil)
            if last > 0 {
                worksheet_merge_range(page, 0, 0, 0, last, Self.clean(title), formats.title)
            } else {
                worksheet_write_string(page, 0, 0, Self.clean(title), formats.title)
            }
        }
        for line in sheet.above {
            guard let number = line.number, number > 0, number <= top else { continue }
            for (index, cell) in line.cells.enumerated() where !cell.isEmpty {
                worksheet_write_string(
                    page, UInt32(clamping: number - 1), UInt16(clamping: index), Self.clean(cell), formats.of(.text))
            }
        }
        for (index, column) in columns.enumerated() where !column.heading.isEmpty || sheet.headingRow == nil {
            let place = UInt16(clamping: index)
            worksheet_write_string(
                page, top, place, Self.clean(column.heading), column.isRequired ? formats.required : formats.heading)
            if let note = column.note { Self.write(note, to: page, top, place, names) }
            if !column.choices.isEmpty { lists.offer(column.choices, on: page, below: top, place, names) }
        }
    }

    mutating func add(_ line: WorkbookSheet.Row) {
        row = max(row + 1, UInt32(clamping: (line.number ?? 1) - 1))
        for (index, cell) in line.cells.enumerated() where index < columns.count {
            let isMarked = line.marked.contains(index)
            guard !cell.isEmpty || isMarked else { continue }
            Self.write(
                cell, columns[index].kind, to: page, row, UInt16(clamping: index),
                isMarked ? formats.marked : formats.of(columns[index].kind), isPlain: isMarked)
        }
    }

    /// How it is shown and printed.
    func finish() {
        worksheet_freeze_panes(page, top + 1, 0)
        worksheet_repeat_rows(page, top, top)
        worksheet_print_area(page, 0, 0, max(row, top + 1), last)
        worksheet_set_paper(page, 9)
        worksheet_set_landscape(page)
        worksheet_fit_to_pages(page, 1, 0)
    }

    private static func write(
        _ cell: String, _ kind: WorkbookSheet.Kind, to page: UnsafeMutablePointer<lxw_worksheet>, _ row: UInt32,
        _ column: UInt16, _ format: UnsafeMutablePointer<lxw_format>?, isPlain: Bool
    ) {
        switch kind {
        case .number where !isPlain && cell.utf8.count <= 15:
            if let number = Double(cell), number.isFinite {
                worksheet_write_number(page, row, column, number, format)
                return
            }
        case .day where !isPlain:
            if let (year, month, day) = Day(iso: cell)?.components, year >= 1901 {
                var moment = lxw_datetime(
                    year: Int32(year), month: Int32(month), day: Int32(day), hour: 0, min: 0, sec: 0)
                worksheet_write_datetime(page, row, column, &moment, format)
                return
            }
        default: break
        }
        worksheet_write_string(page, row, column, clean(cell), format)
    }

    private static func write(
        _ note: String, to page: UnsafeMutablePointer<lxw_worksheet>, _ row: UInt32, _ column: UInt16,
        _ names: CStrings
    ) {
        var options = lxw_comment_options()
        options.author = names.keep("dangwu")
        options.width = 260
        options.height = UInt16(clamping: 40 + note.count / 16 * 20)
        worksheet_write_comment_opt(page, row, column, clean(note), &options)
    }

    /// Without what XML cannot hold, and no longer than a cell.
    private static func clean(_ text: String) -> String {
        let legal = text.unicodeScalars.filter {
            ($0.value >= 0x20 || $0 == "\n" || $0 == "\t") && $0.value != 0xFFFE && $0.value != 0xFFFF
                && $0.value != 0x7F
        }
        let clean = String(String.UnicodeScalarView(legal))
        return clean.utf16.count <= longest ? clean : String(clean.unicodeScalars.prefix(longest / 2)) + "…"
    }
}
