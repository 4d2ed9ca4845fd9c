package import Kernel
package import Sheets

/// What the import of a sheet did or, when dry, would do.
package struct ImportOutcome: Outcome, Equatable {
    package let rows: Int
    package let added: Int
    package let changed: Int
    package let unchanged: Int
    package let dryRun: Bool

    package init(rows: Int, added: Int, changed: Int = 0, unchanged: Int, dryRun: Bool) {
        self.rows = rows
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.dryRun = dryRun
    }

    package var summary: Text {
        let mode =
            dryRun ? Text(zh: "试运行（没有保存）：", en: "Dry run, nothing was saved: ") : Text(zh: "已导入：", en: "Imported: ")
        return Text(
            zh: "\(mode.chinese)共 \(rows) 行，新增 \(added)，变更 \(changed)，未变 \(unchanged)。",
            en: "\(mode.english)\(rows) rows, \(added) new, \(changed) changed, \(unchanged) unchanged.")
    }
}

/// How a sheet is imported.
package struct ImportOrder: Codable, Described, Sendable {
    package var dryRun: Bool?
    package var again: Bool?

    package init(dryRun: Bool? = nil, again: Bool? = nil) {
        self.dryRun = dryRun
        self.again = again
    }

    package static let memberTexts: [String: Text] = [:]
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

    /// The keys of a sheet's columns; none when there is no such sheet.
    package func keys(of name: String) -> [String] {
        sheets.first { $0.name == name }?.columns.map(\.key) ?? []
    }

    package var lines: Page<ImportLine> {
        Page(
            whole: sheets.map { sheet in
                ImportLine(
                    name: sheet.name, title: sheet.title, required: sheet.columns.filter(\.isRequired).map(\.key),
                    optional: sheet.columns.filter { !$0.isRequired }.map(\.key))
            })
    }

    /// - Throws: `value.invalid` with the existing sheets.
    package func columns(of name: String) throws(AppError) -> Page<ImportColumn> {
        guard let sheet = sheets.first(where: { $0.name == name }) else {
            throw .invalidValue(
                "name", name, expected: Text.listed(sheets.map { ($0.name, $0.title) }))
        }
        return Page(
            whole: sheet.columns.map { column in
                ImportColumn(
                    key: column.key, headings: column.headings, required: column.isRequired,
                    meaning: column.meaning, example: column.example,
                    words: column.words.map { ImportColumn.Word(word: $0.word, name: $0.name) })
            })
    }
}
