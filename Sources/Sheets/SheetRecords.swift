package import Kernel
import Workbooks

/// The rows of a file as records, whatever program wrote it: found by what is in it, not by its name.
package struct SheetRecords: Sendable {
    package let records: [CSVText.Record]
    package let encoding: SheetEncoding
    /// The name of the sheet, of a workbook.
    let tab: String?

    /// Rows among which headings are looked for.
    private static let searched = 20
    /// Cells that merged ones may fill in all.
    private static let filledCells = 4_000_000

    /// - Parameters:
    ///   - choices: the sheet of a workbook, and what its columns are.
    ///   - columns: by which it is found where several have data and none is named.
    /// - Throws: `sheet.encoding`, `sheet.quote`, `sheet.rows`, `sheet.fields`, `sheet.cell`; of a workbook
    ///   `sheet.workbook`, `sheet.size`, `sheet.form`, `sheet.name`, `sheet.several`.
    package init(
        _ bytes: [UInt8], as choices: SheetChoices = .none, columns: [SheetColumn] = []
    ) throws(AppError) {
        let named = choices.sheet
        if Workbook.isPacked(bytes) {
            encoding = .workbook
            (tab, records) = try Workbook.read(bytes) { workbook throws(AppError) in
                guard let tab = try Self.tab(of: workbook, choices, columns) else { return (nil, []) }
                return (tab.name, try Self.records(of: workbook, tab))
            }
            return
        }
        if let form = Workbook.otherForm(bytes) { throw .workbookForm(form) }
        guard named == nil else { throw Self.noTabs }
        tab = nil
        let (text, encoding) = try SheetEncoding.decode(bytes)
        self.encoding = encoding
        records = try CSVText.records(text, separator: CSVText.separator(of: text))
    }

    /// The first rows, among which the headings are.
    static func head(
        _ bytes: [UInt8], as choices: SheetChoices, columns: [SheetColumn]
    ) throws(AppError) -> [CSVText.Record] {
        guard Workbook.isPacked(bytes) else {
            let (text, _) = try SheetEncoding.decode(bytes)
            return try CSVText.records(text, separator: CSVText.separator(of: text), most: searched)
        }
        return try Workbook.read(bytes) { workbook throws(AppError) in
            guard let tab = try tab(of: workbook, choices, columns) else { return [] }
            let head = Rows()
            try workbook.rows(of: tab, most: searched) { row throws(AppError) in
                head.records.append(CSVText.Record(row))
            }
            return head.records
        }
    }

    /// The other sheets of the workbook that are seen, so far as their cells are not too many.
    static func others(
        _ bytes: [UInt8], besides name: String?
    ) throws(AppError) -> [(name: String, records: [CSVText.Record])] {
        guard Workbook.isPacked(bytes) else { return [] }
        return try Workbook.read(bytes) { workbook throws(AppError) in
            var (others, left): ([(name: String, records: [CSVText.Record])], Int) = ([], filledCells)
            for tab in workbook.tabs where !tab.isHidden && tab.name != name {
                let own = try records(of: workbook, tab)
                left -= own.reduce(0) { $0 + $1.fields.count }
                guard left > 0 else { break }
                others.append((tab.name, own))
            }
            return others
        }
    }

    private static func records(of workbook: Workbook, _ tab: Workbook.Tab) throws(AppError) -> [CSVText.Record] {
        let rows = Rows()
        let merges = try workbook.rows(of: tab) { row throws(AppError) in rows.records.append(CSVText.Record(row)) }
        var records = rows.records
        try fill(merges, in: &records)
        return records
    }

    /// The sheet that is meant; nil when none has data.
    private static func tab(
        of workbook: Workbook, _ choices: SheetChoices, _ columns: [SheetColumn]
    ) throws(AppError) -> Workbook.Tab? {
        if let named = choices.sheet {
            let name = named.trimmingSpaces
            guard let tab = workbook.tabs.first(where: { $0.name.trimmingSpaces == name }) else {
                throw unknown(name, workbook.tabs)
            }
            return tab
        }
        var filled: [(tab: Workbook.Tab, head: [CSVText.Record])] = []
        for tab in workbook.tabs where !tab.isHidden {
            let head = Rows()
            try workbook.rows(of: tab, most: searched) { row throws(AppError) in
                head.records.append(CSVText.Record(row))
            }
            if !head.records.isEmpty { filled.append((tab, head.records)) }
        }
        if filled.count < 2 { return filled.first?.tab }
        // A sheet of notes names the columns, too, one below the other and among other words.
        let chosen = try HeadingChoices(choices, columns)
        let headed = filled.compactMap { sheet in
            SheetHeader.find(in: sheet.head, columns, chosen).map { (tab: sheet.tab, header: $0.header) }
        }
        let complete = headed.filter { $0.header.missing(columns).isEmpty }
        let exact = complete.filter { $0.header.problem(columns) == nil }
        let fitting = exact.isEmpty ? complete : exact
        guard !columns.isEmpty, fitting.count == 1 else {
            throw several(fitting.isEmpty ? filled.map(\.tab) : fitting.map(\.tab))
        }
        return fitting.first?.tab
    }

    /// What is merged downwards holds for each of its rows.
    private static func fill(_ merges: [MergedCells], in records: inout [CSVText.Record]) throws(AppError) {
        guard !merges.isEmpty else { return }
        let places = Dictionary(records.indices.map { (records[$0].line, $0) }, uniquingKeysWith: { first, _ in first })
        var left = filledCells
        for merge in merges {
            guard let first = places[merge.rows.lowerBound] else { continue }
            let (fields, column) = (records[first].fields, merge.column)
            guard column < fields.count, !fields[column].isEmpty else { continue }
            for index in (first + 1)..<max(first + 1, records.count) {
                guard records[index].line <= merge.rows.upperBound else { break }
                left -= 1
                guard left > 0 else { throw tooMuchMerged }
                while records[index].fields.count <= column { records[index].fields.append("") }
                if records[index].fields[column].isEmpty { records[index].fields[column] = fields[column] }
            }
        }
    }
}

/// Rows as they come.
private final class Rows {
    var records: [CSVText.Record] = []
}

extension CSVText.Record {
    init(_ row: WorkbookRow) {
        self.init(
            line: row.number, fields: row.cells.map(\.trimmingSpaces), faults: row.faults, isHidden: row.isHidden)
    }
}

extension SheetRecords {
    private static var noTabs: AppError {
        AppError(
            .invalid, "sheet.name",
            Text(zh: "CSV 文件没有工作表。", en: "A CSV file has no sheets to name."),
            hint: Text(zh: "请去掉工作表的名称。", en: "Leave the name of the sheet out."))
    }

    private static func unknown(_ name: String, _ tabs: [Workbook.Tab]) -> AppError {
        AppError(
            .invalid, "sheet.name",
            Text(
                zh: "工作簿里没有工作表「\(name.quotable)」。", en: "The workbook has no sheet “\(name.quotable)”."),
            hint: Text(zh: "其中的工作表：\(list(tabs))。", en: "Its sheets: \(list(tabs))."))
    }

    private static func several(_ tabs: [Workbook.Tab]) -> AppError {
        AppError(
            .invalid, "sheet.several",
            Text(
                zh: "工作簿里有几张工作表有数据：\(list(tabs))。",
                en: "Several sheets of the workbook have data: \(list(tabs))."),
            hint: Text(zh: "请用 --sheet 名称（接口：sheet）指明一张。", en: "Name one with --sheet NAME (in the API: sheet)."))
    }

    private static var tooMuchMerged: AppError {
        AppError(
            .tooLarge, "sheet.size",
            Text(zh: "合并的单元格太多。", en: "The sheet has too many merged cells."),
            hint: Text(zh: "请取消合并后重试。", en: "Split them and try again."))
    }

    private static func list(_ tabs: [Workbook.Tab]) -> String {
        let named = tabs.prefix(10).map(\.name.quotable).joined(separator: ", ")
        return tabs.count > 10 ? named + ", …" : named
    }
}
