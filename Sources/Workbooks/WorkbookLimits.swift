package import Kernel

/// What a workbook may have; each limit is checked while it is read, before more than that is kept.
package struct WorkbookLimits: Sendable {
    package var fileBytes = 256 << 20
    package var parts = 4096
    /// Bytes of all parts together, unpacked.
    package var unpackedBytes = 1 << 30
    /// How many times larger a part may become. Sheets are packed to a tenth, at best to a fortieth.
    package var ratio = 100
    /// Bytes of a part below which its ratio says nothing.
    package var smallPart = 8 << 20
    package var rows = 2_000_000
    package var columns = 200
    /// Bytes of one cell.
    package var cellBytes = 131_072
    /// Shared texts, of which a cell names one.
    package var texts = 4_000_000
    package var textBytes = 128 << 20
    package var formats = 65_536
    package var merges = 100_000
    package var sheets = 256
    /// How deep elements lie in one another.
    package var depth = 64
    /// Bytes of one tag: a name and its attributes.
    package var tagBytes = 1 << 20

    package init() {}
}

extension AppError {
    /// A workbook that cannot be read, with what is wrong with it.
    static func workbook(_ reason: Text) -> AppError {
        AppError(
            .invalid, "sheet.workbook",
            Text(zh: "工作簿无法读取：\(reason.chinese)。", en: "The workbook cannot be read: \(reason.english)."),
            hint: Text(
                zh: "请用表格软件打开，另存为新的 .xlsx 文件后重试；什么也没有导入。",
                en: "Open it in a spreadsheet program, save it as a new .xlsx file and try again; nothing was imported."
            ))
    }

    static var workbookDamaged: AppError { .workbook(Text(zh: "文件已损坏", en: "the file is damaged")) }

    static func workbookSize(_ reason: Text) -> AppError {
        AppError(
            .tooLarge, "sheet.size",
            Text(zh: "工作簿太大：\(reason.chinese)。", en: "The workbook is too large: \(reason.english)."),
            hint: Text(
                zh: "请删去多余的格式、图片和空行，或分成几个文件；什么也没有导入。",
                en: "Delete superfluous formats, pictures and empty rows, or split the file; nothing was imported."))
    }

    /// A file of another program or an older form.
    package static func workbookForm(_ what: Text) -> AppError {
        AppError(
            .invalid, "sheet.form",
            Text(zh: "不读取\(what.chinese)。", en: "This is \(what.english), which is not read."),
            hint: Text(
                zh: "请在表格软件中另存为 .xlsx 或「CSV UTF-8」后重试；什么也没有导入。",
                en: "Save it as .xlsx or “CSV UTF-8” in a spreadsheet program and try again; nothing was imported."))
    }
}
