/// Swift source as text: finds calls, their arguments and string literals without a compiler, aware of nested
/// interpolations and comments. Enough for tests that derive lists from the sources.
struct SwiftSource {
    let path: String
    let bytes: [UInt8]

    init(path: String, text: String) {
        self.path = path
        bytes = Array(text.utf8)
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func line(_ position: Int) -> Int { bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1 }

    /// Positions just behind each occurrence of a word that begins where no identifier does, outside strings and
    /// comments.
    func positions(after word: String) -> [Int] {
        let pattern = Array(word.utf8)
        var found: [Int] = []
        var position = 0
        while position < bytes.count {
            if let end = skipped(from: position) {
                // An interpolation may hold calls, too, but none that a list is derived from.
                position = end
            } else if bytes[position] == pattern[0], bytes[position...].starts(with: pattern),
                position == 0 || !Self.isName(bytes[position - 1])
            {
                found.append(position + pattern.count)
                position += pattern.count
            } else {
                position += 1
            }
        }
        return found
    }

    /// The position behind the bracket that closes the one just before `start`.
    func end(of start: Int) -> Int {
        var depth = 1
        var position = start
        while position < bytes.count, depth > 0 {
            if let end = skipped(from: position) {
                position = end
                continue
            }
            switch bytes[position] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            position += 1
        }
        return position
    }

    /// The arguments between brackets: `start` lies behind the opening one.
    func arguments(from start: Int) -> [Range<Int>] {
        let end = self.end(of: start) - 1
        var found: [Range<Int>] = []
        var first = start
        var position = start
        while position < end {
            if let skipped = skipped(from: position) {
                position = skipped
            } else if [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{")].contains(bytes[position]) {
                position = self.end(of: position + 1)
            } else if bytes[position] == UInt8(ascii: ",") {
                found.append(first..<position)
                position += 1
                first = position
            } else {
                position += 1
            }
        }
        found.append(first..<end)
        return found.map(trimmed).filter { !$0.isEmpty }
    }

    /// The string literals of an expression outside inner brackets, as templates.
    func literals(in range: Range<Int>, anyDepth: Bool = false) -> [String] {
        var found: [String] = []
        var position = range.lowerBound
        while position < range.upperBound {
            if bytes[position] == UInt8(ascii: "\""), let end = skipped(from: position) {
                found.append(template(position..<end))
                position = end
            } else if let end = skipped(from: position) {
                position = end
            } else if !anyDepth, bytes[position] == UInt8(ascii: "(") {
                position = end(of: position + 1)
            } else {
                position += 1
            }
        }
        return found
    }

    /// The end of the string or comment that begins here, if one does.
    private func skipped(from start: Int) -> Int? {
        if bytes[start] == UInt8(ascii: "/") {
            guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "/") else { return nil }
            return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        }
        guard bytes[start] == UInt8(ascii: "\"") else { return nil }
        let isLong = isTripleQuote(start)
        var position = start + (isLong ? 3 : 1)
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\\") {
                let isInterpolation = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "(")
                position = isInterpolation ? end(of: position + 2) : position + 2
            } else if bytes[position] == UInt8(ascii: "\"") {
                if !isLong { return position + 1 }
                if isTripleQuote(position) { return position + 3 }
                position += 1
            } else {
                position += 1
            }
        }
        return bytes.count
    }

    private func isTripleQuote(_ position: Int) -> Bool {
        position + 2 < bytes.count && bytes[position...position + 2].allSatisfy { $0 == UInt8(ascii: "\"") }
    }

    /// A literal's text with `{name}` where it interpolates.
    private func template(_ literal: Range<Int>) -> String {
        var text: [UInt8] = []
        var position = literal.lowerBound + 1
        while position < literal.upperBound - 1 {
            guard bytes[position] == UInt8(ascii: "\\") else {
                text.append(bytes[position])
                position += 1
                continue
            }
            if bytes[position + 1] == UInt8(ascii: "(") {
                let end = self.end(of: position + 2)
                text += Array("{\(Self.name(of: self.text(position + 2..<end - 1)))}".utf8)
                position = end
            } else {
                text.append(bytes[position + 1] == UInt8(ascii: "n") ? UInt8(ascii: " ") : bytes[position + 1])
                position += 2
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What an interpolation is called in a template: its expression up to the language, or `…` for a longer one.
    private static func name(of expression: String) -> String {
        let plain = expression.replacing(".chinese", with: "").replacing(".english", with: "")
        return plain.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" } ? plain : "…"
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (first, last) = (range.lowerBound, range.upperBound)
        while first < last, Self.isBlank(bytes[first]) { first += 1 }
        while first < last, Self.isBlank(bytes[last - 1]) { last -= 1 }
        return first..<last
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

    static func isName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || byte >= 0x80
    }
}
