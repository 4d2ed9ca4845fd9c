package import Kernel

/// A table with a heading row, its columns found by name in any order.
package struct Sheet: Sendable {
    package struct Row: Sendable {
        package let line: Int
        fileprivate let fields: [String]
        fileprivate let positions: [String: Int]
        fileprivate let header: [String]

        /// A column as the sheet calls it, so that an error names what its reader sees.
        package func heading(_ key: String) -> String {
            guard let position = positions[key], position < header.count else { return key }
            return header[position]
        }

        /// The text below a column's key, empty when the column or the value is missing.
        package subscript(key: String) -> String {
            guard let position = positions[key], position < fields.count else { return "" }
            return fields[position]
        }
    }

    package let rows: [Row]
    package let encoding: SheetEncoding

    /// - Throws: `sheet.encoding`, `sheet.quote`, `sheet.rows`, `sheet.fields`, `sheet.cell`, or `sheet.columns` for
    ///   headings that are missing, unknown or given twice.
    package init(_ bytes: [UInt8], columns: [SheetColumn]) throws(AppError) {
        let (text, encoding) = try SheetEncoding.decode(bytes)
        self.encoding = encoding
        let records = try CSVText.records(text)
        guard let header = records.first else {
            throw Self.wrongColumns(Text(zh: "文件是空的", en: "the file is empty"), columns)
        }
        var positions: [String: Int] = [:]
        for (index, heading) in header.fields.enumerated() where !heading.isEmpty {
            let word = heading.lowercased()
            guard
                let column = columns.first(where: { $0.key == word || $0.headings.contains { $0.lowercased() == word } }
                )
            else {
                let shown = heading.quotable
                throw Self.wrongColumns(Text(zh: "不认识列「\(shown)」", en: "unknown column “\(shown)”"), columns)
            }
            guard positions.updateValue(index, forKey: column.key) == nil else {
                throw Self.wrongColumns(
                    Text(zh: "列「\(heading)」出现两次", en: "the column “\(heading)” appears twice"), columns)
            }
        }
        let missing = columns.filter { $0.isRequired && positions[$0.key] == nil }
        guard missing.isEmpty else {
            let names = Text(
                zh: missing.map(\.chinese).joined(separator: "、"), en: missing.map(\.key).joined(separator: ", "))
            throw Self.wrongColumns(Text(zh: "缺少列：\(names.chinese)", en: "missing columns: \(names.english)"), columns)
        }
        rows = records.dropFirst().map {
            Row(line: $0.line, fields: $0.fields, positions: positions, header: header.fields)
        }
        let width = header.fields.count
        let long = records.dropFirst().filter { $0.fields.count > width }.prefix(20)
        guard long.isEmpty else {
            throw AppError.rejected(
                long.map {
                    CellError(
                        row: $0.line, column: "",
                        reason: Text(
                            zh: "这一行有\($0.fields.count)个值，表头只有\(width)列",
                            en: "\($0.fields.count) values, but only \(width) columns"))
                })
        }
    }

    private static func wrongColumns(_ reason: Text, _ columns: [SheetColumn]) -> AppError {
        let chinese = columns.map { $0.chinese + ($0.isRequired ? "（必填）" : "") }.joined(separator: "、")
        let english = columns.map { $0.key + ($0.isRequired ? " (required)" : "") }.joined(separator: ", ")
        return AppError(
            .invalid, "sheet.columns", Text(zh: "列不对：\(reason.chinese)。", en: "Wrong columns: \(reason.english)."),
            hint: Text(
                zh: "可用的列：\(chinese)。各列的含义用 dangwu import columns 查看。",
                en: "Columns: \(english). See what each means with dangwu import columns."))
    }
}

extension AppError {
    /// Invalid cells: the whole import is refused.
    package static func rejected(_ cells: [CellError], total: Int? = nil) -> AppError {
        let count = total ?? cells.count
        return AppError(
            .invalid, "import.rejected",
            Text(zh: "有 \(count) 处错误，什么也没有导入。", en: "\(count) errors; nothing was imported."),
            hint: Text(
                zh: "请按行号改正后重新导入整个文件。", en: "Correct the rows listed and import the whole file again."),
            cells: cells)
    }
}
