package import Kernel

/// Comma-separated values after RFC 4180, with LF or CRLF line ends; also separated by semicolons or tabs.
package enum CSVText {
    package struct Record: Sendable {
        /// The line of the file on which the record begins; line 1 is the header.
        package let line: Int
        package internal(set) var fields: [String]
        /// What is wrong with fields, by their place: a formula of a workbook that fails.
        package var faults: [Int: Text] = [:]
        package var isHidden = false
    }

    /// What a file may have; each limit is checked while it is read, before more than that is kept.
    package struct Limits: Sendable {
        package var records = 2_000_001
        package var fields = 200
        /// Bytes of one field: more than a cell of a spreadsheet takes.
        package var fieldBytes = 131_072

        package init() {}
    }

    package static let comma: UInt8 = 0x2C
    private static let separators: [UInt8] = [comma, 0x3B, 0x09]

    /// What separates the fields: as `sep=;` in the first line says, or what stands most often in the first lines,
    /// quoted fields aside.
    package static func separator(of text: String) -> UInt8 {
        if let given = declared(text) { return given }
        var (counts, quoted, lines) = ([Int](repeating: 0, count: separators.count), false, 0)
        for byte in text.utf8 {
            if byte == 0x22 { quoted.toggle() }
            if quoted { continue }
            if byte == 0x0A { lines += 1 }
            if lines == 20 { break }
            if let index = separators.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return separators[counts.firstIndex(of: most) ?? 0]
    }

    private static func declared(_ text: String) -> UInt8? {
        let line = text.utf8.prefix(8)
        guard line.starts(with: "sep=".utf8), let mark = line.dropFirst(4).first, separators.contains(mark) else {
            return nil
        }
        return mark
    }

    /// - Parameter most: records after which the reading stops.
    /// - Throws: `sheet.quote` for a quotation mark that is not closed; `sheet.rows`, `sheet.fields`, `sheet.cell` for
    ///   more than is taken.
    package static func records(
        _ text: String, separator: UInt8 = comma, limits: Limits = Limits(), most: Int = .max
    ) throws(AppError) -> [Record] {
        var records: [Record] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var (line, start) = (1, 1)
        var (quoted, wasQuoted, afterQuote) = (false, false, false)

        func endField() throws(AppError) {
            guard fields.count < limits.fields else { throw .tooManyFields(line: start, limits.fields) }
            // What `line` puts before a formula is no part of the text.
            let guarded = isGuarded(field[...])
            let text = String(decoding: guarded ? field.dropFirst() : field[...], as: UTF8.self)
            fields.append(wasQuoted || guarded ? text : text.trimmingSpaces)
            field.removeAll(keepingCapacity: true)
            (wasQuoted, afterQuote) = (false, false)
        }
        func endRecord() throws(AppError) {
            try Wanted.check(every: 1024, line)
            try endField()
            if fields.contains(where: { !$0.isEmpty }) {
                guard records.count < limits.records else { throw .tooManyRows(limits.records - 1) }
                records.append(Record(line: start, fields: fields))
            }
            fields = []
        }
        // The line that names the separator is none of the table.
        let body = declared(text) == nil ? text.utf8[...] : text.utf8.drop { $0 != 0x0A }
        for byte in body {
            if records.count >= most { return records }
            guard field.count < limits.fieldBytes else { throw .cellTooLong(line: start, limits.fieldBytes) }
            if quoted {
                if byte == 0x22 {
                    quoted = false
                    afterQuote = true
                } else {
                    if byte == 0x0A { line += 1 }
                    field.append(byte)
                }
                continue
            }
            switch byte {
            case 0x22 where afterQuote:
                field.append(byte)
                quoted = true
            case 0x22 where field.isEmpty:
                quoted = true
                wasQuoted = true
            case separator: try endField()
            case 0x0A:
                try endRecord()
                line += 1
                start = line
            case 0x0D: break
            default: field.append(byte)
            }
            if byte != 0x22 { afterQuote = false }
        }
        if quoted {
            throw AppError(
                .invalid, "sheet.quote",
                Text(zh: "第 \(start) 行的引号没有结束。", en: "A quotation mark in line \(start) is not closed."))
        }
        if !field.isEmpty || !fields.isEmpty { try endRecord() }
        return records
    }

    private static let apostrophe: UInt8 = 0x27

    /// Whether a spreadsheet would interpret it as a formula.
    private static func isFormula(_ field: ArraySlice<UInt8>) -> Bool {
        guard let first = field.first else { return false }
        return [0x3D, 0x2B, 0x40, 0x09].contains(first)
            || (first == 0x2D && Double(String(decoding: field, as: UTF8.self)) == nil)
    }

    /// Whether apostrophes stand before what would be a formula without them.
    private static func isGuarded(_ field: ArraySlice<UInt8>) -> Bool {
        field.first == apostrophe && isFormula(field.drop { $0 == apostrophe })
    }

    /// One line without its end; fields are quoted where they must be. A field that a spreadsheet would interpret as a
    /// formula becomes a text by a leading apostrophe, which reading takes away.
    package static func line(_ fields: [String]) -> String {
        fields.map { field in
            let bytes = Array(field.utf8)
            let safe = isFormula(bytes[...]) || isGuarded(bytes[...]) ? "'" + field : field
            let needsQuotes = safe.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            guard needsQuotes else { return safe }
            return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }.joined(separator: ",")
    }
}

extension AppError {
    fileprivate static func tooManyRows(_ most: Int) -> AppError {
        AppError(
            .tooLarge, "sheet.rows",
            Text(zh: "文件超过 \(most) 行。", en: "The file has more than \(most) rows."))
    }

    fileprivate static func tooManyFields(line: Int, _ most: Int) -> AppError {
        AppError(
            .tooLarge, "sheet.fields",
            Text(zh: "第 \(line) 行超过 \(most) 列。", en: "Line \(line) has more than \(most) fields."))
    }

    fileprivate static func cellTooLong(line: Int, _ most: Int) -> AppError {
        AppError(
            .tooLarge, "sheet.cell",
            Text(
                zh: "第 \(line) 行有一格超过 \(most) 字节。", en: "A cell of line \(line) has more than \(most) bytes."),
            hint: Text(zh: "请检查引号是否成对。", en: "Look for a quotation mark that is not closed."))
    }
}

extension String {
    /// Without ASCII and ideographic spaces at both ends.
    var trimmingSpaces: String {
        var text = self[...]
        func isSpace(_ character: Character) -> Bool {
            character == " " || character == "\u{3000}" || character == "\t" || character == "\u{A0}"
        }
        while let first = text.first, isSpace(first) { text.removeFirst() }
        while let last = text.last, isSpace(last) { text.removeLast() }
        return String(text)
    }
}
