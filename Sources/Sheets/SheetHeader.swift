import Kernel

/// The row of a table that names its columns, and which column is which.
struct SheetHeader {
    let fields: [String]
    /// Where each column stands, by its key.
    let positions: [String: Int]
    /// Headings that no column answers to, and where they stand.
    let unknown: [String]
    let unknownPositions: [Int]
    /// Those of them that are notes.
    var notePositions: [Int] { unknownPositions.filter { HeadingWords.isNote(Heading(fields[$0])) } }
    /// Columns that two headings name, with the places of both.
    let doubled: [(first: Int, second: Int)]
    /// Positions below an empty heading, and those of ordinal numbers, are not read.
    let unnamed: Set<Int>
    /// What an empty cell of a column says, by its key: as somebody chose or the heading has it (留空默认为委员).
    let fallbacks: [String: String]
    /// Places of columns that are left out by choice.
    let leftOut: [Int]

    /// Rows among which the headings are looked for: titles and groups stand above them.
    private static let searched = 20

    init(_ fields: [String], _ columns: [SheetColumn], _ choices: HeadingChoices = .none) {
        self.fields = fields
        let names = columns.map { column in ([column.key] + column.headings).map { Heading($0) } }
        let wide = names.map { own in Set(own.flatMap(HeadingWords.synonyms)) }
        var (positions, unknown, doubled, unnamed): ([String: Int], [Int], [(first: Int, second: Int)], Set<Int>) =
            ([:], [], [], [])
        var (matched, leftOut): ([Int: Int], [Int]) = ([:], [])
        for index in fields.indices {
            switch choices.target(fields, index) {
            case .column(let key)?: matched[index] = columns.firstIndex { $0.key == key }
            case .leftOut?: leftOut.append(index)
            case nil: break
            }
        }
        let chosen = Set(matched.values)
        // A column's own words go before the synonyms, and those before what brackets leave.
        let rounds: [(Int, Heading) -> Bool] = [
            { names[$0].contains($1) },
            { column, heading in names[column].contains { $0.whole == heading.whole } },
            { wide[$0].contains($1) },
            { column, heading in wide[column].contains { $0.whole == heading.bare || $0.bare == heading.bare } },
        ]
        let headings = fields.map { Heading($0) }
        for fits in rounds {
            for (index, heading) in headings.enumerated()
            where !heading.isEmpty && matched[index] == nil && !leftOut.contains(index) {
                let column = columns.indices.first { !chosen.contains($0) && fits($0, heading) }
                guard let column else { continue }
                matched[index] = column
            }
        }
        for (index, heading) in headings.enumerated() {
            if leftOut.contains(index) { continue }
            if heading.isEmpty, matched[index] == nil {
                unnamed.insert(index)
            } else if let column = matched[index] {
                if let first = positions[columns[column].key] {
                    // A number of the row beside what it is about names nothing.
                    if HeadingWords.isOrdinal(heading) { continue }
                    if HeadingWords.isOrdinal(headings[first]) {
                        positions[columns[column].key] = index
                        continue
                    }
                    doubled.append((first, index))
                } else {
                    positions[columns[column].key] = index
                }
            } else if !HeadingWords.isOrdinal(heading) {
                unknown.append(index)
            }
        }
        if choices.leavesColumns {
            leftOut += unknown
            unknown = []
        }
        (self.positions, self.doubled, self.unnamed) = (positions, doubled, unnamed)
        (self.unknownPositions, self.unknown) = (unknown, unknown.map { fields[$0] })
        self.leftOut = leftOut.sorted()
        fallbacks = positions.compactMapValues { Self.fallback(in: fields[$0]) }.merging(choices.fixed) { $1 }
    }

    /// The row that names most columns; of the first rows that name as many the first.
    static func find(
        in records: [CSVText.Record], _ columns: [SheetColumn], _ choices: HeadingChoices = .none
    ) -> (index: Int, header: SheetHeader)? {
        var best: (index: Int, header: SheetHeader)?
        for (index, record) in records.prefix(searched).enumerated() {
            let header = SheetHeader(record.fields, columns, choices)
            if header.positions.count > best?.header.positions.count ?? -1 { best = (index, header) }
            if header.missing(columns).isEmpty { break }
        }
        return best
    }

    /// What a heading says of empty cells: 职务（留空默认为委员）.
    private static func fallback(in heading: String) -> String? {
        guard let start = heading.firstRange(of: "留空默认为") else { return nil }
        let word = heading[start.upperBound...].prefix { !"）)，,；;。".contains($0) && !$0.isWhitespace }
        return word.isEmpty ? nil : String(word)
    }

    func missing(_ columns: [SheetColumn]) -> [SheetColumn] {
        columns.filter { $0.isRequired && positions[$0.key] == nil && fallbacks[$0.key] == nil }
    }

    /// Which of the columns that two headings name say different things in a row.
    func contradictions(in records: ArraySlice<CSVText.Record>) -> [(first: Int, second: Int)] {
        doubled.filter { pair in
            records.contains { record in
                guard record.fields.indices.contains(pair.first), record.fields.indices.contains(pair.second) else {
                    return false
                }
                let (first, second) = (record.fields[pair.first], record.fields[pair.second])
                return !first.isEmpty && !second.isEmpty && first != second
            }
        }
    }

    /// What is wrong with the headings, all of it at once; nil when nothing is.
    /// - Parameters:
    ///   - doubled: columns that two headings name and that say different things.
    ///   - keepsUnknown: whether columns that are not known are read all the same.
    func problem(
        _ columns: [SheetColumn], doubled: [(first: Int, second: Int)] = [], keepsUnknown: Bool = false
    ) -> Text? {
        var (chinese, english): ([String], [String]) = ([], [])
        let unknown = unknown.filter { !HeadingWords.isNote(Heading($0)) }
        if !unknown.isEmpty, !keepsUnknown {
            let known = columns.filter { positions[$0.key] == nil }
            let near = unknown.map { (name: $0.quotable, nearest: Self.nearest($0, known)) }
            chinese.append(
                "不认识列"
                    + near.map { "「\($0.name)」" + ($0.nearest.map { "（是否为「\($0.chinese)」）" } ?? "") }.joined(
                        separator: "、"))
            english.append(
                "unknown columns "
                    + near.map { "“\($0.name)”" + ($0.nearest.map { " (perhaps \($0.key))" } ?? "") }
                    .joined(separator: ", "))
        }
        for pair in doubled {
            let (first, second) = (fields[pair.first], fields[pair.second])
            if Heading(first) == Heading(second) {
                chinese.append("列「\(first.quotable)」出现两次")
                english.append("the column “\(first.quotable)” appears twice")
            } else {
                chinese.append("列「\(first.quotable)」和「\(second.quotable)」是同一列")
                english.append(
                    "the columns “\(first.quotable)” and “\(second.quotable)” are the same, which appears twice")
            }
        }
        let missing = missing(columns)
        if !missing.isEmpty {
            chinese.append("缺少列：" + missing.map(\.chinese).joined(separator: "、"))
            english.append("missing columns: " + missing.map(\.key).joined(separator: ", "))
        }
        return chinese.isEmpty
            ? nil : Text(zh: chinese.joined(separator: "；"), en: english.joined(separator: "; "))
    }

    private static func nearest(_ unknown: String, _ columns: [SheetColumn]) -> SheetColumn? {
        let heading = Heading(unknown)
        let ranked = columns.map { column in
            (column, ([column.key] + column.headings).map { Heading($0).likeness(heading) }.max() ?? 0)
        }
        guard let best = ranked.max(by: { $0.1 < $1.1 }), best.1 >= 0.5 else { return nil }
        return best.0
    }
}
