package import Kernel
package import Sheets

/// What the list of imports says of one: rows of the sheet, and how many of them were new or changed something.
package protocol ImportCounted: Sendable {
    var rows: Int { get }
    var added: Int { get }
    var changed: Int { get }
}

/// What the import of a sheet did or, when dry, would do.
package struct ImportOutcome: Outcome, Equatable, ImportCounted {
    package let rows: Int
    package let added: Int
    package let changed: Int
    package let unchanged: Int
    package let dryRun: Bool
    /// Rows of the file that are no records.
    package let passedOver: [PassedRow]
    /// Rows that are hidden in the workbook and were imported like the others.
    package let hiddenRows: [PassedRow]
    /// Columns of notes, which are not imported.
    package let passedColumns: [String]
    /// Cells of imported rows that were not kept, each with the reason.
    package let notes: [CellNote]
    /// What is wrong with rows that were left out; absent where none were.
    package private(set) var leftRows: [CellNote]?

    package init(
        rows: Int, added: Int, changed: Int = 0, unchanged: Int, dryRun: Bool, passedOver: [Sheet.Passed] = [],
        notes: [CellError] = []
    ) {
        self.notes = notes.map(CellNote.init)
        let rest = SheetRest(passedOver)
        self.passedOver = rest.passedOver
        hiddenRows = rest.hiddenRows
        passedColumns = rest.passedColumns
        self.rows = rows
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.dryRun = dryRun
    }

    package var summary: Text {
        let mode =
            dryRun ? Text(zh: "试运行（没有保存）：", en: "Dry run, nothing was saved: ") : Text(zh: "已导入：", en: "Imported: ")
        let counts = Text(
            zh: "\(mode.chinese)共 \(rows) 行，新增 \(added)，变更 \(changed)，未变 \(unchanged)。",
            en: "\(mode.english)\(rows) rows, \(added) new, \(changed) changed, \(unchanged) unchanged.")
        let rest = SheetRest(
            passedOver: passedOver, hiddenRows: hiddenRows, passedColumns: passedColumns, leftRows: leftRows)
        return .sentences([counts] + rest.sentences + (notes.isEmpty ? [] : [CellNote.sentence(notes)]))
    }
}

extension ImportOutcome: SheetOutcome {
    package mutating func leave(_ cells: [CellNote]) { leftRows = cells }
}

/// A cell of a row of a sheet, and what is to be known about it.
package struct CellNote: Codable, Sendable, Equatable {
    package let row: Int
    package let column: String
    package let text: Text

    package init(_ cell: CellError) { (row, column, text) = (cell.row, cell.column, cell.reason) }

    /// Rows named in one sentence; the others are counted.
    private static let named = 5

    static func sentence(_ notes: [CellNote]) -> Text {
        let first = notes.prefix(named)
        let more = notes.count > first.count
        let chinese = first.map { "第 \($0.row) 行「\($0.column)」\($0.text.chinese)" }.joined(separator: "；")
        let english = first.map { "row \($0.row) “\($0.column)” \($0.text.english)" }.joined(separator: "; ")
        return Text(zh: "\(chinese)\(more ? "等" : "")。", en: "\(english)\(more ? ", …" : "").")
    }
}

/// A row of a file that is no record: a sum, a note, a title.
package struct PassedRow: Codable, Sendable, Equatable {
    package let row: Int
    package let text: String
    /// How many rows it is for, from this one on: of very many the last ones are counted together.
    package let rows: Int
}

/// How a sheet is imported.
package struct ImportOrder: Codable, Described, Sendable {
    package var dryRun: Bool?
    package var again: Bool?
    /// Of a workbook.
    package var sheet: String?
    package var map: [String]?
    package var fill: [String]?
    package var leaveColumns: Bool?
    package var leaveRow: [Int]?
    package var goodRows: Bool?

    package init(
        dryRun: Bool? = nil, again: Bool? = nil, sheet: String? = nil, map: [String]? = nil, fill: [String]? = nil,
        leaveColumns: Bool? = nil, leaveRow: [Int]? = nil, goodRows: Bool? = nil
    ) {
        self.dryRun = dryRun
        self.again = again
        self.sheet = sheet
        self.map = map
        self.fill = fill
        self.leaveColumns = leaveColumns
        self.leaveRow = leaveRow
        self.goodRows = goodRows
    }

    package init(_ choices: SheetChoices, dryRun: Bool? = nil, again: Bool? = nil, goodRows: Bool? = nil) {
        self.init(
            dryRun: dryRun, again: again, sheet: choices.sheet, map: choices.map, fill: choices.fixed,
            leaveColumns: choices.leavesColumns, leaveRow: choices.leftRows.sorted(), goodRows: goodRows)
    }

    /// What was stated about the file.
    package var choices: SheetChoices {
        SheetChoices(sheet: sheet, map: map, fixed: fill, leavesColumns: leaveColumns, leftRows: leaveRow)
    }

    package static let memberLimits = SheetChoices.memberLimits
    package static let memberTexts: [String: Text] = [:]
}

extension ImportOrder: RowsOrder {
    package var takesGoodRows: Bool { goodRows ?? false }
}

extension SheetChoices {
    /// Limits of its members in an order.
    package static let memberLimits: [String: MemberLimit] = [
        "map": .items(0...most), "fill": .items(0...most), "leave_row": .count(1...highestRow),
    ]
}

/// A sheet that can be imported, as its feature declares it.
package struct ImportSheet: Sendable {
    package let name: String
    package let title: Text
    package let columns: [SheetColumn]

    package init(_ name: String, zh: String, en: String, columns: [SheetColumn]) {
        self.name = name
        title = Text(zh: zh, en: en)
        self.columns = columns
    }
}

/// A sheet that can be imported, as doors list it.
package struct ImportLine: Codable, Sendable {
    package let name: String
    package let title: Text
    /// Keys of the columns that every file must have.
    package let required: [String]
    package let optional: [String]
}

extension ImportLine: Tabular {
    package static let columns: [Column<ImportLine>] = [
        Column("name", zh: "表", en: "Sheet", \.name),
        Column("title", zh: "内容", en: "Content", \.title),
        Column("required", zh: "必填列", en: "Required columns") { $0.required.joined(separator: " ") },
        Column("optional", zh: "可填列", en: "Optional columns") { $0.optional.joined(separator: " ") },
    ]
}

/// One column of a sheet that can be imported.
package struct ImportColumn: Codable, Sendable {
    package struct Word: Codable, Sendable {
        package let word: String
        package let name: Text
    }

    package let key: String
    /// What the first line of the file may call it, the key aside.
    package let headings: [String]
    package let required: Bool
    package let meaning: Text
    package let example: String
    /// What a cell may say: the word or its name; empty where it is not a word.
    package let words: [Word]
}

extension ImportColumn: Tabular {
    package static let columns: [Column<ImportColumn>] = [
        Column("key", zh: "键", en: "Key", \.key),
        Column("headings", zh: "表头", en: "Headings") { $0.headings.joined(separator: " ") },
        Column("required", zh: "必填", en: "Required", \.required),
        Column("meaning", zh: "含义", en: "Meaning", \.meaning),
        Column("example", zh: "示例", en: "Example", \.example),
        Column("words", zh: "可用的值", en: "Words") { column in
            .word(
                column.words.map(\.word).joined(separator: " "), .listed(column.words.map { ($0.word, $0.name) }))
        },
    ]
}

/// Every sheet that can be imported.
package struct ImportCatalog: Sendable {
    private let sheets: [ImportSheet]

    package init(_ sheets: [ImportSheet]) { self.sheets = sheets }

    /// With further columns in one of the sheets.
    package func adding(_ columns: [SheetColumn], to name: String) -> ImportCatalog {
        ImportCatalog(
            sheets.map { sheet in
                sheet.name == name
                    ? ImportSheet(
                        name, zh: sheet.title.chinese, en: sheet.title.english, columns: sheet.columns + columns)
                    : sheet
            })
    }

    /// The keys of a sheet's columns; none when there is no such sheet.
    package func keys(of name: String) -> [String] { sheetColumns(of: name).map(\.key) }

    /// As they are declared.
    package func sheetColumns(of name: String) -> [SheetColumn] { sheets.first { $0.name == name }?.columns ?? [] }

    package var lines: Page<ImportLine> {
        Page(
            whole: sheets.map { sheet in
                ImportLine(
                    name: sheet.name, title: sheet.title, required: sheet.columns.filter(\.isRequired).map(\.key),
                    optional: sheet.columns.filter { !$0.isRequired }.map(\.key))
            })
    }

    private func sheet(_ name: String) throws(AppError) -> ImportSheet {
        guard let sheet = sheets.first(where: { $0.name == name }) else {
            throw .invalidValue(
                "name", name, expected: Text.listed(sheets.map { ($0.name, $0.title) }))
        }
        return sheet
    }

    /// An empty workbook for a sheet.
    /// - Throws: `value.invalid` with the existing sheets.
    package func template(of name: String, in language: Language) throws(AppError) -> [UInt8] {
        try SheetTemplate.write(sheet(name).columns, in: language)
    }

    /// - Throws: `value.invalid` with the existing sheets.
    package func columns(of name: String) throws(AppError) -> Page<ImportColumn> {
        let sheet = try sheet(name)
        return Page(
            whole: sheet.columns.map { column in
                ImportColumn(
                    key: column.key, headings: column.headings, required: column.isRequired,
                    meaning: column.meaning, example: column.example,
                    words: column.words.map { ImportColumn.Word(word: $0.word, name: $0.name) })
            })
    }
}
