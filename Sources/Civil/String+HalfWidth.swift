/// Texts as offices type them: full-width letters, digits and signs, characters that nobody sees.
extension String {
    /// Full-width forms of ASCII (U+FF01 to U+FF5E) and the ideographic space as ASCII, without characters that have no
    /// width: what a spreadsheet or a chat program leaves between digits.
    package var halfWidth: String {
        guard utf8.contains(where: { $0 >= 0x80 || $0 < 0x20 }) else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: scalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            case 0x3000, 0xA0, 0x2000...0x200A, 0x202F, 0x205F: scalars.append(" ")
            case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: continue
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// Without white space at both ends.
    package var trimmed: String {
        guard let first = unicodeScalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = unicodeScalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(unicodeScalars[first...last])
    }

    /// Whether a cell says in words or signs that it has nothing: 无, —, /.
    package var saysNothing: Bool { Self.nothing.contains(halfWidth.trimmed.lowercased()) }

    private static let nothing: Set = [
        "", "无", "没有", "暂无", "空", "-", "--", "---", "—", "——", "–", "―", "─", "/", "\\", "n/a", "na", "null", "none",
    ]
}
