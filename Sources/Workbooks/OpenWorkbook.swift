import CXLSXWriter
import Foundation
import Kernel

/// A workbook that is being written to a file which goes away with it.
final class OpenWorkbook {
    private let file: TemporaryFile
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private let formats: Formats
    private let names = CStrings()
    private var lists = ChoiceLists()

    init(keepsRows: Bool) throws(AppError) {
        file = try TemporaryFile(keepsName: true)
        var options = lxw_workbook_options(constant_memory: keepsRows ? 0 : 1, tmpdir: nil, use_zip64: 0)
        guard let workbook = workbook_new_opt(file.path, &options) else {
            file.forgetName()
            throw .sheetUnwritten
        }
        // The same rows are the same bytes, whenever they are written.
        var properties = lxw_doc_properties()
        properties.created = 946_684_800
        workbook_set_properties(workbook, &properties)
        formats = Formats(workbook)
        self.workbook = workbook
    }

    /// One that is given up is closed as well, for only that closes the files of its sheets.
    deinit {
        if let workbook { workbook_close(workbook) }
        file.forgetName()
    }

    /// - Throws: `sheet.unwritten`.
    func page(_ sheet: WorkbookSheet) throws(AppError) -> WorkbookPage {
        guard let workbook, let page = workbook_add_worksheet(workbook, sheet.name) else { throw .sheetUnwritten }
        return WorkbookPage(sheet, on: page, formats, names, &lists)
    }

    /// - Throws: `sheet.unwritten`.
    func close() throws(AppError) -> TemporaryFile {
        guard let open = workbook else { throw .sheetUnwritten }
        if !lists.columns.isEmpty, let page = workbook_add_worksheet(open, ChoiceLists.name) {
            lists.write(to: page, formats)
            worksheet_hide(page)
        }
        workbook = nil
        guard workbook_close(open) == LXW_NO_ERROR else { throw .sheetUnwritten }
        return file
    }
}

/// Texts that a workbook refers to until it is closed.
final class CStrings {
    private var kept: [UnsafeMutablePointer<CChar>] = []

    func keep(_ text: String) -> UnsafeMutablePointer<CChar>? {
        guard let copy = strdup(text) else { return nil }
        kept.append(copy)
        return copy
    }

    deinit { for text in kept { free(text) } }
}

/// How cells look; each belongs to one workbook, which frees it.
struct Formats {
    let title: UnsafeMutablePointer<lxw_format>?
    let heading: UnsafeMutablePointer<lxw_format>?
    let required: UnsafeMutablePointer<lxw_format>?
    let marked: UnsafeMutablePointer<lxw_format>?
    private let text: UnsafeMutablePointer<lxw_format>?
    private let day: UnsafeMutablePointer<lxw_format>?

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
        func format(
            _ number: String? = nil, fill: lxw_color_t? = nil, bold: Bool = false
        ) -> UnsafeMutablePointer<lxw_format>? {
            guard let format = workbook_add_format(workbook) else { return nil }
            if let number { format_set_num_format(format, number) }
            if let fill { format_set_bg_color(format, fill) }
            if bold {
                format_set_bold(format)
                format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
                format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
            }
            return format
        }
        title = format(bold: true)
        format_set_font_size(title, 16)
        heading = format("@", fill: 0xD9E1F2, bold: true)
        required = format("@", fill: 0xFCE4D6, bold: true)
        for head in [heading, required] {
            format_set_text_wrap(head)
            format_set_border(head, UInt8(LXW_BORDER_THIN.rawValue))
        }
        marked = format("@", fill: 0xFFC7CE)
        format_set_text_wrap(marked)
        text = format("@")
        day = format("yyyy-mm-dd")
    }

    func of(_ kind: WorkbookSheet.Kind) -> UnsafeMutablePointer<lxw_format>? {
        switch kind {
        case .text: text
        case .number: nil
        case .day: day
        }
    }
}

/// What cells may hold, on a hidden sheet of its own: a list written into the rule of a cell takes 255 characters.
struct ChoiceLists {
    static let name = "词表"
    private(set) var columns: [[String]] = []

    mutating func offer(
        _ choices: [String], on page: UnsafeMutablePointer<lxw_worksheet>, below row: UInt32, _ column: UInt16,
        _ names: CStrings
    ) {
        let place = columns.firstIndex(of: choices) ?? columns.count
        if place == columns.count { columns.append(choices) }
        let letters = Self.letters(place)
        var rule = lxw_data_validation()
        rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
        rule.value_formula = names.keep("='\(Self.name)'!$\(letters)$1:$\(letters)$\(choices.count)")
        rule.error_title = names.keep("不在词表中")
        rule.error_message = names.keep("请从下拉列表中选择。 Choose from the list.")
        worksheet_data_validation_range(page, row + 1, column, 1_048_575, column, &rule)
    }

    func write(to page: UnsafeMutablePointer<lxw_worksheet>, _ formats: Formats) {
        for row in 0..<(columns.map(\.count).max() ?? 0) {
            for (column, choices) in columns.enumerated() where row < choices.count {
                worksheet_write_string(
                    page, UInt32(clamping: row), UInt16(clamping: column), choices[row], formats.of(.text))
            }
        }
    }

    private static func letters(_ column: Int) -> String {
        var (rest, letters) = (column + 1, "")
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }
}
