package import Kernel
package import Sheets

/// What of a sheet is no record, and what was read although it is hidden: the answer to an import names it.
package struct SheetRest: Codable, Sendable, Equatable {
    /// Rows that are no records.
    package let passedOver: [PassedRow]
    /// Rows that are hidden in the workbook and were read like the others.
    package let hiddenRows: [PassedRow]
    /// Columns of notes, which are not imported.
    package let passedColumns: [String]
    /// What is wrong with rows that were left out; absent where none were.
    package var leftRows: [CellNote]?

    package init(_ passed: [Sheet.Passed]) {
        func rows(_ kind: Sheet.Passed.Kind) -> [PassedRow] {
            passed.filter { $0.kind == kind }.map { PassedRow(row: $0.line, text: $0.text, rows: $0.rows) }
        }
        self.init(
            passedOver: rows(.row), hiddenRows: rows(.hiddenRow),
            passedColumns: passed.filter { $0.kind == .column }.map(\.text))
    }

    package init(
        passedOver: [PassedRow], hiddenRows: [PassedRow], passedColumns: [String], leftRows: [CellNote]? = nil
    ) {
        (self.passedOver, self.hiddenRows, self.passedColumns) = (passedOver, hiddenRows, passedColumns)
        self.leftRows = leftRows
    }

    package var sentences: [Text] {
        var sentences: [Text] = []
        if let leftRows, !leftRows.isEmpty {
            let (count, named) = (Set(leftRows.map(\.row)).count, CellNote.sentence(leftRows))
            sentences.append(
                Text(
                    zh: "有 \(count) 行有错误，没有导入：\(named.chinese)",
                    en: "\(count) rows are wrong and were left out: \(named.english)"))
        }
        if !passedOver.isEmpty {
            let (named, count) = (Self.named(passedOver), Self.count(passedOver))
            sentences.append(
                Text(
                    zh: "有 \(count) 行不是记录，没有导入：\(named.chinese)。",
                    en: "\(count) rows are no records and were passed over: \(named.english)."))
        }
        if !passedColumns.isEmpty {
            sentences.append(
                Text(
                    zh: "没有导入的列：" + passedColumns.map { "「\($0)」" }.joined(separator: "、") + "。",
                    en: "Columns that were not imported: " + passedColumns.map { "“\($0)”" }.joined(separator: ", ")
                        + "."))
        }
        if !hiddenRows.isEmpty {
            let (named, count) = (Self.named(hiddenRows), Self.count(hiddenRows))
            sentences.append(
                Text(
                    zh: "有 \(count) 行在工作簿中是隐藏的，也算在内：\(named.chinese)。",
                    en: "\(count) rows are hidden in the workbook and count as well: \(named.english)."))
        }
        return sentences
    }

    /// Rows named in one sentence; the others are counted.
    private static let namedRows = 5

    private static func count(_ rows: [PassedRow]) -> Int { rows.reduce(0) { $0 + $1.rows } }

    private static func named(_ rows: [PassedRow]) -> Text {
        let named = rows.prefix(namedRows)
        let more = rows.count > named.count
        let chinese = named.map { "第 \($0.row) 行「\($0.text)」" }.joined(separator: "、") + (more ? "等" : "")
        let english = named.map { "\($0.row) “\($0.text)”" }.joined(separator: ", ") + (more ? ", …" : "")
        return Text(zh: chinese, en: english)
    }
}
