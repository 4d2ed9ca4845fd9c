import Kernel

/// The cells of one sheet, handed over row by row.
final class SheetReader: ElementReader {
    private let texts: SharedTexts
    private let formats: [NumberFormat]
    private let since1904: Bool
    private let most: Int
    private let limits: WorkbookLimits
    private let take: (WorkbookRow) throws(AppError) -> Void

    private(set) var merges: [MergedCells] = []
    private(set) var isDone = false
    private var taken = 0
    // The row.
    private var (row, isHidden) = (0, false)
    private var cells: [String] = []
    private var faults: [Int: Text] = [:]
    // The cell.
    private var (column, isCell) = (-1, false)
    private var (kind, format) = (Kind.number, NumberFormat.amount)
    private var (isText, spoken, hasFormula) = (false, 0, false)
    private var content: [UInt8] = []

    /// Rows of a sheet of the format (ECMA-376).
    private static let lastRow = 1_048_576
    private static let lastColumn = 16_384

    private enum Kind { case number, shared, inline, result, flag, error, day }

    init(
        _ texts: SharedTexts, _ formats: [NumberFormat], since1904: Bool, most: Int, _ limits: WorkbookLimits,
        _ take: @escaping (WorkbookRow) throws(AppError) -> Void
    ) {
        (self.texts, self.formats, self.since1904) = (texts, formats, since1904)
        (self.most, self.limits, self.take) = (most, limits, take)
    }

    func begin(_ name: ElementName, _ attributes: ElementAttributes) throws(AppError) {
        switch name {
        case "c": try beginCell(attributes)
        case "v" where isCell: isText = true
        case "t" where isCell: isText = spoken == 0
        case "rPh": spoken += 1
        case "f" where isCell: hasFormula = true
        case "row": try beginRow(attributes)
        case "mergeCell": try merge(attributes)
        default: break
        }
    }

    func end(_ name: ElementName) throws(AppError) {
        switch name {
        case "v", "t": isText = false
        case "c" where isCell:
            try endCell()
            isCell = false
        case "rPh": spoken -= 1
        case "row": try endRow()
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(AppError) {
        guard isText else { return }
        guard content.count + bytes.count <= limits.cellBytes else { throw tooLong }
        content.append(contentsOf: bytes)
    }

    private func beginRow(_ attributes: ElementAttributes) throws(AppError) {
        let number = attributes.number("r") ?? row + 1
        guard number <= Self.lastRow else {
            throw AppError(
                .tooLarge, "sheet.rows",
                Text(
                    zh: "一张工作表最多 \(Self.lastRow) 行，这里有第 \(number) 行。",
                    en: "A sheet has \(Self.lastRow) rows at most, and here is row \(number)."),
                hint: Text(
                    zh: "请分成几张工作表或几个文件，或用 CSV。", en: "Split it into several sheets or files, or use CSV."))
        }
        guard number > row else { throw .workbookDamaged }
        try Wanted.check(every: 1024, number)
        row = number
        isHidden = attributes.flag("hidden")
        column = -1
    }

    private func endRow() throws(AppError) {
        if !cells.isEmpty {
            taken += 1
            guard taken <= limits.rows else {
                throw AppError(
                    .tooLarge, "sheet.rows",
                    Text(zh: "文件超过 \(limits.rows) 行。", en: "The file has more than \(limits.rows) rows."))
            }
            try take(WorkbookRow(number: row, cells: cells, faults: faults, isHidden: isHidden))
            cells.removeAll(keepingCapacity: true)
            faults.removeAll()
            isDone = taken >= most
        }
    }

    private func beginCell(_ attributes: ElementAttributes) throws(AppError) {
        guard row > 0 else { throw .workbookDamaged }
        var next = column + 1
        if let reference = attributes.bytes("r") {
            guard let place = CellPlace(reference), place.row == row else { throw .workbookDamaged }
            next = place.column
        }
        guard next < Self.lastColumn else { throw tooManyColumns }
        guard next > column else { throw .workbookDamaged }
        (column, isCell, hasFormula, isText) = (next, true, false, false)
        kind = Self.kind(attributes.bytes("t"))
        // A format that the workbook does not have is none.
        let style = attributes.number("s") ?? 0
        format = formats.indices.contains(style) ? formats[style] : .amount
        content.removeAll(keepingCapacity: true)
    }

    private static func kind(_ word: UnsafePointer<CChar>?) -> Kind {
        guard let word else { return .number }
        let name = ElementName(word)
        return switch name {
        case "s": .shared
        case "inlineStr": .inline
        case "str": .result
        case "b": .flag
        case "e": .error
        case "d": .day
        default: .number
        }
    }

    private func endCell() throws(AppError) {
        guard !content.isEmpty else {
            if hasFormula, kind != .result { try put("", Self.uncalculated) }
            return
        }
        switch kind {
        case .inline, .result: try put(content[...].cellText)
        case .day: try put(Self.day(String(decoding: content, as: UTF8.self)))
        case .flag: try put(content == [0x31] ? "true" : "false")
        case .error:
            let word = String(decoding: content.prefix(20), as: UTF8.self)
            try put(word, Self.failed(word))
        case .shared:
            guard let number = Int(String(decoding: content, as: UTF8.self)), let text = texts[number] else {
                throw .workbookDamaged
            }
            guard text.count <= limits.cellBytes else { throw tooLong }
            try put(text.cellText)
        case .number:
            guard let number = CellNumber(String(decoding: content, as: UTF8.self)) else { throw .workbookDamaged }
            try put(number.text(format, since1904: since1904), number.isRounded ? Self.rounded : nil)
        }
    }

    private func put(_ text: String, _ fault: Text? = nil) throws(AppError) {
        guard !text.isEmpty || fault != nil else { return }
        guard column < limits.columns else { throw tooManyColumns }
        while cells.count < column { cells.append("") }
        cells.append(text)
        if let fault { faults[column] = fault }
    }

    /// `2014-05-09T00:00:00`: a day, with its time where it has one.
    private static func day(_ written: String) -> String {
        guard let cut = written.firstIndex(of: "T") else { return written }
        let time = written[cut...].dropFirst().prefix { $0.isNumber || $0 == ":" }
        return written[..<cut] + (time.allSatisfy { $0 == "0" || $0 == ":" } ? "" : " " + time)
    }

    private func merge(_ attributes: ElementAttributes) throws(AppError) {
        guard let reference = attributes.text("ref") else { throw .workbookDamaged }
        let ends = reference.split(separator: ":").map { CellPlace(String($0)) }
        guard ends.count == 2, let first = ends[0], let last = ends[1] else { return }
        guard first.row < last.row, last.row <= Self.lastRow else { return }
        guard merges.count < limits.merges else {
            throw .workbookSize(
                Text(
                    zh: "合并的单元格超过 \(limits.merges) 处", en: "more than \(limits.merges) cells are merged"))
        }
        merges.append(MergedCells(column: first.column, rows: first.row...last.row))
    }

    private var tooManyColumns: AppError {
        AppError(
            .tooLarge, "sheet.fields",
            Text(zh: "第 \(row) 行超过 \(limits.columns) 列。", en: "Line \(row) has more than \(limits.columns) fields."))
    }

    private var tooLong: AppError {
        AppError(
            .tooLarge, "sheet.cell",
            Text(
                zh: "第 \(row) 行有一格超过 \(limits.cellBytes) 字节。",
                en: "A cell of line \(row) has more than \(limits.cellBytes) bytes."))
    }

    private static let uncalculated = Text(
        zh: "公式没有保存结果：请用表格软件打开并保存，或改填数值",
        en: "the formula has no stored result: open and save the file in a spreadsheet program, or type the value")

    private static let rounded = Text(
        zh: "超过15位的数字存成了数值，末几位已丢失：请把这一列设为文本格式后重新录入",
        en: "a number of more than 15 digits was kept as an amount, and its last digits are lost: "
            + "format the column as text and type it again")

    private static func failed(_ word: String) -> Text {
        let word = word.quotable
        return Text(zh: "公式出错：\(word)，请改正公式或改填数值", en: "the formula fails with \(word): correct it or type the value")
    }
}

/// `AB12`: a column from 0 and a row from 1.
struct CellPlace: Equatable {
    let column: Int
    let row: Int

    init?(_ text: String) {
        guard let place = text.withCString({ CellPlace($0) }) else { return nil }
        self = place
    }

    init?(_ text: UnsafePointer<CChar>) {
        var (next, column, letters) = (text, 0, 0)
        while (0x41...0x5A).contains(next.pointee) {
            guard letters < 3 else { return nil }
            column = column * 26 + Int(next.pointee - 0x40)
            letters += 1
            next += 1
        }
        var (row, digits) = (0, 0)
        while (0x30...0x39).contains(next.pointee) {
            guard digits < 7 else { return nil }
            row = row * 10 + Int(next.pointee - 0x30)
            digits += 1
            next += 1
        }
        guard letters > 0, row > 0, next.pointee == 0 else { return nil }
        (self.column, self.row) = (column - 1, row)
    }
}
