/// Workbooks of parts that a test writes by hand, packed without compression, so that every oddity of other programs
/// can be had.
package struct WorkbookParts: Sendable {
    /// By their names, in order.
    package var parts: [(name: String, text: String)]
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    /// - Parameters:
    ///   - sheets: by name, the XML of `sheetData` and what follows it; a name with a leading `!` is hidden.
    ///   - strings: the XML of the shared strings.
    ///   - styles: number formats by code; a cell of style 1 has the first, and so on.
    package init(
        _ sheets: [(name: String, xml: String)], strings: String = "", styles: [String] = [], since1904: Bool = false
    ) {
        var (list, relations, own): (String, String, [(String, String)]) = ("", "", [])
        for (index, sheet) in sheets.enumerated() {
            let number = index + 1
            let isHidden = sheet.name.hasPrefix("!")
            let name = isHidden ? String(sheet.name.dropFirst()) : sheet.name
            list += "<sheet name=\"\(name)\" sheetId=\"\(number)\"\(isHidden ? " state=\"hidden\"" : "")"
            list += " r:id=\"rId\(number)\"/>"
            relations += Self.relation("rId\(number)", "worksheet", "worksheets/sheet\(number).xml")
            own.append(
                ("xl/worksheets/sheet\(number).xml", "<worksheet xmlns=\"\(Self.main)\">\(sheet.xml)</worksheet>"))
        }
        let formats = styles.enumerated().map {
            "<numFmt numFmtId=\"\($0.offset + 164)\" formatCode=\"\($0.element)\"/>"
        }
        let cells = (0...styles.count).map { "<xf numFmtId=\"\($0 == 0 ? 0 : $0 + 163)\"/>" }
        relations += Self.relation("rId901", "styles", "styles.xml") + Self.relation("rId902", "sharedStrings", "s.xml")
        parts = [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", Self.relations(Self.relation("rId1", "officeDocument", "xl/workbook.xml"))),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\">"
                    + "<workbookPr date1904=\"\(since1904 ? 1 : 0)\"/><sheets>\(list)</sheets></workbook>"
            ),
            ("xl/_rels/workbook.xml.rels", Self.relations(relations)),
            (
                "xl/styles.xml",
                "<styleSheet><numFmts>\(formats.joined())</numFmts><cellXfs>\(cells.joined())</cellXfs></styleSheet>"
            ),
            ("xl/s.xml", "<sst>\(strings)</sst>"),
        ]
        parts += own
    }

    /// One sheet of rows of texts.
    package init(rows: [[String]]) {
        let xml = rows.enumerated().map { row, cells in
            "<row r=\"\(row + 1)\">" + cells.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
        }
        self.init([("表", "<sheetData>\(xml.joined())</sheetData>")])
    }

    private static func relation(_ id: String, _ type: String, _ target: String) -> String {
        "<Relationship Id=\"\(id)\" Type=\"\(office)/\(type)\" Target=\"\(target)\"/>"
    }

    private static func relations(_ list: String) -> String { "<Relationships>\(list)</Relationships>" }

    package var bytes: [UInt8] { Self.packed(parts.map { ($0.name, Array($0.text.utf8), 0, nil) }) }

    /// - Parameter size: what the part says it is unpacked, where that is not what it has.
    package static func packed(_ parts: [(name: String, bytes: [UInt8], method: Int, size: Int?)]) -> [UInt8] {
        var (file, list): ([UInt8], [UInt8]) = ([], [])
        for part in parts {
            let name = Array(part.name.utf8)
            let offset = file.count
            let form =
                little(20, 2) + little(0, 2) + little(part.method, 2) + little(0, 2) + little(0x21, 2)
                + little(Int(checksum(part.bytes)), 4) + little(part.bytes.count, 4)
                + little(part.size ?? part.bytes.count, 4) + little(name.count, 2) + little(0, 2)
            file += little(0x0403_4B50, 4) + form + name + part.bytes
            list += little(0x0201_4B50, 4) + little(20, 2) + form + little(0, 2) + little(0, 2) + little(0, 2)
            list += little(0, 4) + little(offset, 4) + name
        }
        let start = file.count
        return file + list + little(0x0605_4B50, 4) + little(0, 4) + little(parts.count, 2) + little(parts.count, 2)
            + little(list.count, 4) + little(start, 4) + little(0, 2)
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static let table: [UInt32] = (0..<256).map { start in
        (0..<8).reduce(UInt32(start)) { value, _ in value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes { value = (value >> 8) ^ table[Int((value ^ UInt32(byte)) & 0xFF)] }
        return value ^ 0xFFFF_FFFF
    }

    /// As much as that of one byte, packed as tightly as the fixed code of RFC 1951 allows: 158 bytes into one.
    package static func deflated(repeating byte: UInt8, times: Int) -> [UInt8] {
        var (bytes, bits, count): ([UInt8], UInt32, UInt32) = ([], 0, 0)
        func put(_ value: UInt32, _ width: UInt32) {
            bits |= value << count
            count += width
            while count >= 8 {
                bytes.append(UInt8(bits & 0xFF))
                bits >>= 8
                count -= 8
            }
        }
        // Codes are packed from their highest bit on.
        func code(_ value: UInt32, _ width: UInt32) {
            for place in stride(from: Int(width) - 1, through: 0, by: -1) { put((value >> UInt32(place)) & 1, 1) }
        }
        put(1, 1)
        put(1, 2)
        code(0x30 + UInt32(min(byte, 143)), 8)
        for _ in 0..<max(0, (times - 1) / 258) {
            code(0b1100_0101, 8)
            code(0, 5)
        }
        code(0, 7)
        if count > 0 { put(0, 8 - count) }
        return bytes
    }
}
