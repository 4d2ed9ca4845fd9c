package import Kernel

/// Comma-separated values after RFC 4180, with LF or CRLF line ends.
package enum CSVText {
    package struct Record: Sendable {
        /// The line of the file on which the record begins; line 1 is the header.
        package let line: Int
        package let fields: [String]
    }

    /// - Throws: `sheet.quote` for a quotation mark that is not closed.
    package static func records(_ text: String) throws(AppError) -> [Record] {
        var records: [Record] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var (line, start) = (1, 1)
        var (quoted, wasQuoted, afterQuote) = (false, false, false)

        func endField() {
            let text = String(decoding: field, as: UTF8.self)
            fields.append(wasQuoted ? text : text.trimmingSpaces)
            field.removeAll(keepingCapacity: true)
            (wasQuoted, afterQuote) = (false, false)
        }
        func endRecord() throws(AppError) {
            try Wanted.check(every: 1024, line)
            endField()
            if fields.contains(where: { !$0.isEmpty }) { records.append(Record(line: start, fields: fields)) }
            fields = []
        }
        for byte in text.utf8 {
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
            case 0x2C: endField()
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

    /// One line without its end; fields are quoted where they must be. A field that a spreadsheet would interpret as a
    /// formula becomes a text by a leading apostrophe.
    package static func line(_ fields: [String]) -> String {
        fields.map { field in
            var safe = field
            if let first = field.utf8.first,
                [0x3D, 0x2B, 0x40, 0x09].contains(first)
                    || (first == 0x2D && Double(field) == nil)
            {
                safe = "'" + field
            }
            let needsQuotes = safe.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            guard needsQuotes else { return safe }
            return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }.joined(separator: ",")
    }
}

extension String {
    /// Without ASCII and ideographic spaces at both ends.
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        func isSpace(_ character: Character) -> Bool {
            character == " " || character == "\u{3000}" || character == "\t" || character == "\u{A0}"
        }
        while let first = text.first, isSpace(first) { text.removeFirst() }
        while let last = text.last, isSpace(last) { text.removeLast() }
        return String(text)
    }
}
