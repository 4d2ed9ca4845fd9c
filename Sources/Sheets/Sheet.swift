package import Kernel

/// A table with a heading row, its columns found by name in any order.
package struct Sheet: Sendable {
    package struct Row: Sendable {
        package let line: Int
        fileprivate let fields: [String]
        fileprivate let positions: [String: Int]
        fileprivate let header: [String]
        fileprivate let kept: [Int]
        fileprivate let fallbacks: [String: String]

        /// What stands below the headings that were kept, in their order.
        package var keptFields: [String] { kept.map { $0 < fields.count ? fields[$0] : "" } }

        /// A column as the sheet calls it, so that an error names what its reader sees.
        package func heading(_ key: String) -> String {
            guard let position = positions[key], position < header.count else { return key }
            return header[position].isEmpty ? "#\(position + 1)" : header[position]
        }

        /// Whether the sheet has the column, or one text was given for all of its rows.
        package func has(_ key: String) -> Bool { positions[key] != nil || fallbacks[key] != nil }

        /// The text below a column's key, empty when the column or the value is missing.
        package subscript(key: String) -> String {
            if let position = positions[key], position < fields.count, !fields[position].isEmpty {
                return fields[position]
            }
            return fallbacks[key] ?? ""
        }
    }

    /// What was not read: a row that is no record (a title, a sum, a note, the headings again on the next page), or a
    /// column of notes. And a row that is hidden.
    package struct Passed: Sendable, Equatable {
        package enum Kind: Sendable {
            case row, column
            /// Hidden in the workbook, and read as a record all the same.
            case hiddenRow
        }

        package let line: Int
        /// Its first words, or the heading.
        package let text: String
        package var kind = Kind.row
        /// How many rows it is for, from this one on: of very many the last ones are counted together.
        package var rows = 1

        /// Rows of one kind that are named one by one.
        fileprivate static let named = 200
    }

    /// The headings of columns that are none of those asked for and were kept.
    package let keptHeadings: [String]
    package let rows: [Row]
    package let encoding: SheetEncoding
    /// Rows that were passed over, below the headings, and hidden ones; columns of notes that hold something.
    package let passed: [Passed]

    /// - Parameters:
    ///   - choices: the sheet of a workbook, by default the only one that has data, or these columns; and what its
    ///     columns are where their headings do not say it.
    ///   - keepsUnknown: whether columns that are not known are read all the same, each by its heading.
    ///   - subheadings: words of a second row of headings, below cells that were merged.
    ///   - otherForm: what a table of these unknown headings is that is not read; nil for none.
    /// - Throws: `sheet.columns` for headings that are missing, unknown or given twice, all in one error; `sheet.map`
    ///   for choices that do not fit the file; `import.rejected` for values that no heading names and formulas without
    ///   a value; what `SheetRecords` throws.
    package init(
        _ bytes: [UInt8], columns: [SheetColumn], as choices: SheetChoices = .none, keepsUnknown: Bool = false,
        subheadings: Set<String> = [], otherForm: ([String]) -> Text? = { _ in nil }
    ) throws(AppError) {
        let chosen = try HeadingChoices(choices, columns)
        let file = try SheetRecords(bytes, as: choices, columns: columns)
        encoding = file.encoding
        var records = Self.joined(file.records, columns, subheadings)
        guard let (top, header) = SheetHeader.find(in: records, columns, chosen) else {
            throw Self.wrongColumns(Text(zh: "文件是空的", en: "the file is empty"), columns)
        }
        if let form = otherForm(header.unknown) { throw Self.wrongColumns(form, columns) }
        try chosen.requireUsed(header, columns)
        let doubled = header.contradictions(in: records[(top + 1)...])
        if let problem = header.problem(columns, doubled: doubled, keepsUnknown: keepsUnknown) {
            throw Self.wrongColumns(problem, columns)
        }
        for pair in header.doubled {
            for index in (top + 1)..<max(top + 1, records.count) {
                let fields = records[index].fields
                guard pair.second < fields.count, fields[pair.first].isEmpty else { continue }
                records[index].fields[pair.first] = fields[pair.second]
            }
        }
        try choices.requireRows(records[(top + 1)...])
        var (rows, passed): ([Row], PassedRows) = ([], PassedRows())
        rows.reserveCapacity(records.count)
        var unnamed: [CellError] = []
        let read = Set(header.positions.values).union(keepsUnknown ? header.unknownPositions : [])
        for record in records[(top + 1)...] where !choices.leftRows.contains(record.line) {
            if let words = Self.isNoRecord(record.fields, header) {
                passed.add(Passed(line: record.line, text: words))
                continue
            }
            if record.isHidden {
                let words = record.fields.first { !$0.isEmpty } ?? ""
                passed.add(Passed(line: record.line, text: words.quotable, kind: .hiddenRow))
            }
            for (place, fault) in record.faults where read.contains(place) && unnamed.count < CellReader.kept {
                unnamed.append(CellError(row: record.line, column: header.fields[place], reason: fault))
            }
            let lost = record.fields.indices.first {
                ($0 >= header.fields.count || header.unnamed.contains($0)) && !record.fields[$0].isEmpty
            }
            if let lost, unnamed.count < CellReader.kept {
                unnamed.append(Self.unnamed(record.line, lost + 1))
            }
            rows.append(
                Row(
                    line: record.line, fields: record.fields, positions: header.positions, header: header.fields,
                    kept: header.unknownPositions, fallbacks: header.fallbacks))
        }
        guard unnamed.isEmpty else { throw AppError.rejected(unnamed) }
        if rows.isEmpty, !choices.leftRows.isEmpty { throw AppError.noRowLeft }
        for place in header.leftOut + (keepsUnknown ? [] : header.notePositions)
        where rows.contains(where: { place < $0.fields.count && !$0.fields[place].isEmpty }) {
            let heading = header.fields[place].isEmpty ? "#\(place + 1)" : header.fields[place].quotable
            passed.add(Passed(line: records[top].line, text: heading, kind: .column))
        }
        (self.rows, self.passed, keptHeadings) = (rows, passed.all, header.unknown)
    }

    /// Collects what was passed over; of very many rows the last ones are counted together.
    private struct PassedRows {
        private(set) var all: [Passed] = []
        private var places: [Passed.Kind: [Int]] = [:]

        mutating func add(_ passed: Passed) {
            let known = places[passed.kind] ?? []
            if passed.kind != .column, known.count >= Passed.named, let last = known.last {
                all[last].rows += 1
                return
            }
            places[passed.kind] = known + [all.count]
            all.append(passed)
        }
    }

    /// The records with headings of two rows made one: 3月4日 over 上午 and 下午 is 3月4日上午 and 3月4日下午.
    private static func joined(
        _ records: [CSVText.Record], _ columns: [SheetColumn], _ subheadings: Set<String>
    ) -> [CSVText.Record] {
        guard !subheadings.isEmpty, let (top, header) = SheetHeader.find(in: records, columns),
            records.indices.contains(top + 1)
        else { return records }
        let known = Set(header.positions.values)
        let below = records[top + 1].fields
        var (names, group, isJoined) = (header.fields, "", false)
        for place in below.indices {
            let above = place < header.fields.count ? header.fields[place] : ""
            // A heading over both rows is empty in the second, or written again where its cells were merged.
            if below[place].isEmpty || below[place] == above {
                if known.contains(place) { group = "" }
                continue
            }
            guard subheadings.contains(below[place].filter { !$0.isWhitespace }), !known.contains(place) else {
                return records
            }
            if !above.isEmpty { group = above }
            while names.count <= place { names.append("") }
            names[place] = group + below[place]
            isJoined = true
        }
        guard isJoined else { return records }
        var joined = records
        joined[top].fields = names
        joined.remove(at: top + 1)
        return joined
    }

    private static let sums: Set = ["合计", "小计", "总计", "共计", "累计", "本页合计", "本页小计"]
    private static let notes = ["注：", "注:", "备注：", "备注:", "说明：", "说明:", "填表说明", "填表人", "制表", "审核人", "填报单位", "填报人"]

    /// The first words of a row that is no record; nil for a record.
    private static func isNoRecord(_ fields: [String], _ header: SheetHeader) -> String? {
        let filled = fields.filter { !$0.isEmpty }
        guard let first = filled.first else { return nil }
        let word = first.filter { !$0.isWhitespace }
        // 合计 may stand below the number or the name; a member's name is neither.
        let isSum = filled.prefix(2).contains { sums.contains($0.filter { !$0.isWhitespace }) }
        let isNote = notes.contains { word.hasPrefix($0) }
        let isHeader = filled.count > 1 && fields.map { Heading($0) } == header.fields.map { Heading($0) }
        // One cell alone in a wide table, the width of which it spans: a title or a group.
        let isTitle = filled.count == 1 && header.positions.count > 2 && fields.first?.isEmpty == false
        return isSum || isNote || isHeader || isTitle ? first.quotable : nil
    }

    private static func unnamed(_ line: Int, _ column: Int) -> CellError {
        CellError(
            row: line, column: "",
            reason: Text(
                zh: "第 \(column) 列有值，但表头是空的：请补上表头，或删去这一列",
                en: "column \(column) has a value and no heading: name the column or delete it"))
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
    /// Every row of a sheet was left out.
    package static var noRowLeft: AppError {
        AppError(
            .invalid, "sheet.no_row_left",
            Text(zh: "每一行都不导入，什么也没有做。", en: "Every row was left out; nothing was done."),
            hint: Text(zh: "请核对 leave_row 的行号。", en: "Check the numbers given as leave_row."))
    }

    /// Invalid cells: the whole import is refused.
    package static func rejected(_ all: [CellError]) -> AppError {
        let cells = Array(all.sorted { $0.row < $1.row }.prefix(CellReader.kept))
        let count = cells.count
        return AppError(
            .invalid, "import.rejected",
            count < CellReader.kept
                ? Text(zh: "有 \(count) 处错误，什么也没有导入。", en: "\(count) errors; nothing was imported.")
                : Text(
                    zh: "查到 \(count) 处错误后停止检查，什么也没有导入。",
                    en: "The check stopped after \(count) errors; nothing was imported."),
            hint: Text(
                zh: "请按行号改正后重新导入整个文件。", en: "Correct the rows listed and import the whole file again."),
            cells: cells)
    }
}
