package import Kernel

/// Writes workbooks: headings that stay in view and are printed on every page, columns as wide as what they hold, texts
/// as texts. Nothing that is written becomes a formula, whatever it begins with.
package enum WorkbookWriter {
    package static let mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    /// - Throws: `sheet.rows` for more rows than a sheet has; `sheet.unwritten` when there is no room for the file.
    package static func write(_ sheets: [WorkbookSheet]) throws(AppError) -> [UInt8] {
        for sheet in sheets {
            let last = max(sheet.rows.count, sheet.rows.last?.number ?? 0)
            guard last <= WorkbookPage.mostRows else { throw .tooManyRows }
        }
        // Rows go out as they are written, except below notes, which need all of them.
        let hasNotes = sheets.contains { $0.columns.contains { $0.note != nil } }
        let workbook = try OpenWorkbook(keepsRows: hasNotes)
        for sheet in sheets {
            var page = try workbook.page(sheet)
            for row in sheet.rows { page.add(row) }
            page.finish()
        }
        return try workbook.close().whole()
    }
}

/// A workbook of one sheet, written piece after piece in the memory of one of them.
package final class WorkbookStream {
    private let workbook: OpenWorkbook
    private var page: WorkbookPage
    private var rows = 0

    /// - Parameter sheet: its rows are the first ones.
    /// - Throws: `sheet.unwritten`.
    package init(_ sheet: WorkbookSheet) throws(AppError) {
        workbook = try OpenWorkbook(keepsRows: false)
        page = try workbook.page(sheet)
        try add(sheet.rows)
    }

    /// - Throws: `sheet.rows` for more than a sheet has.
    package func add(_ more: [WorkbookSheet.Row]) throws(AppError) {
        rows += more.count
        guard rows <= WorkbookPage.mostRows else { throw .tooManyRows }
        for row in more { page.add(row) }
    }

    /// - Throws: `sheet.unwritten`.
    package func close() throws(AppError) -> TemporaryFile {
        page.finish()
        return try workbook.close()
    }
}

extension AppError {
    static var tooManyRows: AppError {
        AppError(
            .tooLarge, "sheet.rows",
            Text(
                zh: "一张工作表最多 \(WorkbookPage.mostRows) 行。", en: "A sheet has \(WorkbookPage.mostRows) rows at most."),
            hint: Text(zh: "请缩小范围分开导出，或导出为 CSV。", en: "Ask for a part of the tree, or for CSV."))
    }

    static var sheetUnwritten: AppError {
        AppError(
            .unavailable, "sheet.unwritten", Text(zh: "无法写出工作簿。", en: "The workbook cannot be written."),
            hint: Text(zh: "请检查临时目录的空间和权限。", en: "Check the room and the permissions of the temporary folder."))
    }
}
