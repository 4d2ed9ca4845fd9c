package import Kernel

/// What is stated about a file beside what is in it: which sheet of a workbook is meant, what its columns are, what
/// holds for every row, and which columns and rows are left out.
package struct SheetChoices: Sendable, Equatable {
    /// Of a workbook.
    package var sheet: String?
    /// `heading=key`: the column below the heading is that of the key. `#3` in place of the heading is the third
    /// column, `-` in place of the key leaves the column out.
    package var map: [String]
    /// `key=text`: what every row says in a column that the file does not have.
    package var fixed: [String]
    /// Whether columns that nothing reads are left out and named.
    package var leavesColumns: Bool
    /// Numbers of rows that are not read, as the file counts them.
    package var leftRows: Set<Int>

    /// More of one list is a mistake.
    package static let most = 200

    /// The number of a row, of the longest file that is read.
    package static let highestRow = 10_000_000

    package static let none = SheetChoices()

    package init(
        sheet: String? = nil, map: [String]? = nil, fixed: [String]? = nil, leavesColumns: Bool? = nil,
        leftRows: [Int]? = nil
    ) {
        (self.sheet, self.map, self.fixed) = (sheet, map ?? [], fixed ?? [])
        self.leavesColumns = leavesColumns ?? false
        self.leftRows = Set(leftRows ?? [])
    }

    /// The key of each heading that is mapped, for a list that is read in a way of its own.
    /// - Throws: `sheet.map`.
    package func keys(among columns: [SheetColumn]) throws(AppError) -> [String: String] {
        try HeadingChoices(self, columns).keys
    }

    /// - Throws: `value.invalid` for a row to be left out that the file does not have.
    func requireRows(_ records: ArraySlice<CSVText.Record>) throws(AppError) {
        guard let absent = leftRows.subtracting(records.map(\.line)).min() else { return }
        let most = records.last?.line ?? 0
        throw .invalidValue(
            "leave_row", "\(absent)",
            expected: Text(zh: "表头以下有内容的行号，最大 \(most)", en: "a row below the headings that is not empty, up to \(most)")
        )
    }

    /// The error for a heading that the file does not have.
    package static func absent(_ heading: String, _ columns: [SheetColumn]) -> AppError {
        .sheetMap(
            Text(zh: "文件没有表头「\(heading.quotable)」", en: "the file has no heading “\(heading.quotable)”"), columns)
    }

    /// Whether any of these keys is chosen, as the columns call it.
    package func chooses(_ keys: Set<String>, among columns: [SheetColumn]) -> Bool {
        let words = Set(columns.filter { keys.contains($0.key) }.flatMap { [$0.key] + $0.headings })
        let mapped = map.compactMap { $0.split(separator: "=").last.map { String($0).trimmingSpaces } }
        let given = fixed.compactMap { $0.split(separator: "=").first.map { String($0).trimmingSpaces } }
        return (mapped + given).contains { words.contains($0) }
    }
}

/// The choices of one file, their keys found among its columns.
struct HeadingChoices {
    enum Target: Equatable {
        case column(String)
        case leftOut
    }

    private struct Choice {
        let written: String
        let target: Target
    }

    private let choices: [Choice]
    /// By the keys of columns.
    let fixed: [String: String]
    let leavesColumns: Bool

    static let none = HeadingChoices()

    private init() { (choices, fixed, leavesColumns) = ([], [:], false) }

    /// - Throws: `sheet.map` for a choice that is not of the form, a key that is none, and one of two for the same.
    init(_ given: SheetChoices, _ columns: [SheetColumn]) throws(AppError) {
        var (choices, fixed): ([Choice], [String: String]) = ([], [:])
        guard given.map.count <= SheetChoices.most, given.fixed.count <= SheetChoices.most else {
            throw .sheetMap(
                Text(zh: "最多 \(SheetChoices.most) 项", en: "\(SheetChoices.most) of them at most"), columns)
        }
        for text in given.map {
            // A heading may contain the sign, a key does not.
            guard let cut = text.lastIndex(of: "="), cut > text.startIndex else { throw .sheetMapForm(text, columns) }
            let heading = String(text[..<cut]).trimmingSpaces
            let word = String(text[text.index(after: cut)...]).trimmingSpaces
            let target = word == "-" ? Target.leftOut : .column(try Self.key(word, columns))
            let isDoubled = choices.contains {
                $0.written == heading || ($0.target == target && target != .leftOut)
            }
            guard !isDoubled else { throw .sheetMapTwice(text, columns) }
            choices.append(Choice(written: heading, target: target))
        }
        for text in given.fixed {
            guard let cut = text.firstIndex(of: "="), cut > text.startIndex else { throw .sheetMapForm(text, columns) }
            let key = try Self.key(String(text[..<cut]).trimmingSpaces, columns)
            let value = String(text[text.index(after: cut)...]).trimmingSpaces
            guard fixed.updateValue(value, forKey: key) == nil else { throw .sheetMapTwice(text, columns) }
        }
        (self.choices, self.fixed, leavesColumns) = (choices, fixed, given.leavesColumns)
    }

    /// The key of each heading that is mapped to one.
    var keys: [String: String] {
        var keys: [String: String] = [:]
        for choice in choices { if case .column(let key) = choice.target { keys[choice.written] = key } }
        return keys
    }

    private static func key(_ word: String, _ columns: [SheetColumn]) throws(AppError) -> String {
        if let column = columns.first(where: { $0.key == word }) { return column.key }
        let heading = Heading(word)
        guard let column = columns.first(where: { $0.headings.contains { Heading($0) == heading } }) else {
            throw .sheetMap(
                Text(zh: "没有「\(word.quotable)」这一列", en: "there is no column “\(word.quotable)”"), columns)
        }
        return column.key
    }

    /// What a column is by the choices, if they name it: by its place, its heading as it is written, or one like it.
    func target(_ fields: [String], _ index: Int) -> Target? {
        if let choice = choices.first(where: { $0.written == "#\(index + 1)" }) { return choice.target }
        let written = fields[index]
        guard !written.isEmpty else { return nil }
        if let choice = choices.first(where: { $0.written == written }) { return choice.target }
        let heading = Heading(written)
        return choices.first { !$0.written.hasPrefix("#") && Heading($0.written) == heading }?.target
    }

    /// - Throws: `sheet.map` for a heading that the file does not have, and a fixed text for a column that it has.
    func requireUsed(_ header: SheetHeader, _ columns: [SheetColumn]) throws(AppError) {
        for choice in choices {
            let isThere = header.fields.indices.contains { index in
                choice.written == "#\(index + 1)" || choice.written == header.fields[index]
                    || (!choice.written.hasPrefix("#") && Heading(choice.written) == Heading(header.fields[index]))
            }
            guard isThere else { throw SheetChoices.absent(choice.written, columns) }
        }
        for key in fixed.keys.sorted() {
            guard header.positions[key] == nil else {
                throw .sheetMap(Text(zh: "文件已有「\(key)」这一列", en: "the file has the column \(key) already"), columns)
            }
        }
    }
}

extension AppError {
    fileprivate static func sheetMap(_ reason: Text, _ columns: [SheetColumn]) -> AppError {
        let keys = columns.map(\.key).joined(separator: ", ")
        return AppError(
            .invalid, "sheet.map",
            Text(zh: "列的对应不对：\(reason.chinese)。", en: "The columns are mapped wrongly: \(reason.english)."),
            hint: Text(
                zh: "写成 --map '表头=键'（不导入的列写 '表头=-'）或 --fill '键=值'。可用的键：\(keys)。",
                en: "Write --map 'heading=key' ('heading=-' to leave a column out) or --fill 'key=text'. Keys: \(keys)."
            )
        )
    }

    fileprivate static func sheetMapForm(_ text: String, _ columns: [SheetColumn]) -> AppError {
        sheetMap(Text(zh: "「\(text.quotable)」里没有等号", en: "“\(text.quotable)” has no equals sign"), columns)
    }

    fileprivate static func sheetMapTwice(_ text: String, _ columns: [SheetColumn]) -> AppError {
        sheetMap(Text(zh: "「\(text.quotable)」重复了", en: "“\(text.quotable)” comes twice"), columns)
    }
}
