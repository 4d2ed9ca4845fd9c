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
    /// Columns that two headings name, with both.
    let doubled: [(String, String)]
    /// Positions below an empty heading, and those of ordinal numbers, are not read.
    let unnamed: Set<Int>

    /// Rows among which the headings are looked for: titles and groups stand above them.
    private static let searched = 20

    init(_ fields: [String], _ columns: [SheetColumn]) {
        self.fields = fields
        let names = columns.map { column in ([column.key] + column.headings).map { Heading($0) } }
        let wide = names.map { own in Set(own.flatMap(HeadingWords.synonyms)) }
        var (positions, unknown, doubled, unnamed): ([String: Int], [Int], [(String, String)], Set<Int>) =
            ([:], [], [], [])
        var matched: [Int: Int] = [:]
        // A column's own words go before the synonyms, and those before what brackets leave.
        let rounds: [(Int, Heading) -> Bool] = [
            { names[$0].contains($1) },
            { column, heading in names[column].contains { $0.whole == heading.whole } },
            { wide[$0].contains($1) },
            { column, heading in wide[column].contains { $0.whole == heading.bare || $0.bare == heading.bare } },
        ]
        let headings = fields.map { Heading($0) }
        for fits in rounds {
            for (index, heading) in headings.enumerated() where !heading.isEmpty && matched[index] == nil {
                guard let column = columns.indices.first(where: { fits($0, heading) }) else { continue }
                matched[index] = column
            }
        }
        for (index, heading) in headings.enumerated() {
            if heading.isEmpty {
                unnamed.insert(index)
            } else if let column = matched[index] {
                if let first = positions[columns[column].key] {
                    // A number of the row beside what it is about names nothing.
                    if HeadingWords.isOrdinal(heading) { continue }
                    if HeadingWords.isOrdinal(headings[first]) {
                        positions[columns[column].key] = index
                        continue
                    }
                    doubled.append((fields[first], fields[index]))
                } else {
                    positions[columns[column].key] = index
                }
            } else if !HeadingWords.isOrdinal(heading) {
                unknown.append(index)
            }
        }
        (self.positions, self.doubled, self.unnamed) = (positions, doubled, unnamed)
        (self.unknownPositions, self.unknown) = (unknown, unknown.map { fields[$0] })
    }

    /// The row that names most columns; of the first rows that name as many the first.
    static func find(in records: [CSVText.Record], _ columns: [SheetColumn]) -> (index: Int, header: SheetHeader)? {
        var best: (index: Int, header: SheetHeader)?
        for (index, record) in records.prefix(searched).enumerated() {
            let header = SheetHeader(record.fields, columns)
            if header.positions.count > best?.header.positions.count ?? -1 { best = (index, header) }
            if header.missing(columns).isEmpty { break }
        }
        return best
    }

    func missing(_ columns: [SheetColumn]) -> [SheetColumn] {
        columns.filter { $0.isRequired && positions[$0.key] == nil }
    }

    /// What is wrong with the headings, all of it at once; nil when nothing is.
    /// - Parameter keepsUnknown: whether columns that are not known are read all the same.
    func problem(_ columns: [SheetColumn], keepsUnknown: Bool = false) -> Text? {
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
        for (first, second) in doubled {
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
