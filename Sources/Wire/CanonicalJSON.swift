import Foundation

/// A JSON text written so that equal values have equal bytes, whatever wrote them: PostgreSQL gives `jsonb` back with
/// other blanks, another order of members and other numerals than it was given.
package enum CanonicalJSON {
    private static let deepest = 100

    /// - Returns: nil for what is no JSON.
    package static func bytes(_ text: String) -> [UInt8]? {
        var reader = Reader(rest: Array(text.utf8)[...])
        guard let value = reader.value(depth: deepest) else { return nil }
        reader.skipBlanks()
        return reader.rest.isEmpty ? value : nil
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func skipBlanks() {
            while let byte = rest.first, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { rest.removeFirst() }
        }

        private mutating func takes(_ letter: Character) -> Bool {
            skipBlanks()
            guard let byte = letter.asciiValue, rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        mutating func value(depth: Int) -> [UInt8]? {
            guard depth > 0 else { return nil }
            if takes("{") { return members(depth) }
            if takes("[") { return items(depth) }
            if takes("\"") { return string().map(Self.counted) }
            let word = rest.prefix(while: Self.isOfWord)
            rest = rest[word.endIndex...]
            switch String(decoding: word, as: UTF8.self) {
            case "true", "false", "null": return Array(word)
            default: return Self.number(word)
            }
        }

        /// Letters and digits, and the signs and the point of a number.
        private static func isOfWord(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x2B, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: false
            }
        }

        /// Members by name; of two with one name the last counts, as in `jsonb`.
        private mutating func members(_ depth: Int) -> [UInt8]? {
            var found: [[UInt8]: [UInt8]] = [:]
            if !takes("}") {
                repeat {
                    guard takes("\""), let name = string(), takes(":"), let value = value(depth: depth - 1) else {
                        return nil
                    }
                    found[name] = value
                } while takes(",")
                guard takes("}") else { return nil }
            }
            let sorted = found.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            return Array("{".utf8) + sorted.flatMap { Self.counted($0.key) + $0.value } + Array("}".utf8)
        }

        private mutating func items(_ depth: Int) -> [UInt8]? {
            var bytes = Array("[".utf8)
            if !takes("]") {
                repeat {
                    guard let value = value(depth: depth - 1) else { return nil }
                    bytes += value + Array(",".utf8)
                } while takes(",")
                guard takes("]") else { return nil }
            }
            return bytes + Array("]".utf8)
        }

        /// What stands between the quotes, after the first.
        private mutating func string() -> [UInt8]? {
            var bytes: [UInt8] = []
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): return bytes
                case UInt8(ascii: "\\"):
                    guard let escaped = escape() else { return nil }
                    bytes += escaped
                default: bytes.append(byte)
                }
            }
            return nil
        }

        private mutating func escape() -> [UInt8]? {
            guard let letter = rest.popFirst() else { return nil }
            switch letter {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
            case UInt8(ascii: "b"): return [0x08]
            case UInt8(ascii: "f"): return [0x0C]
            case UInt8(ascii: "n"): return [0x0A]
            case UInt8(ascii: "r"): return [0x0D]
            case UInt8(ascii: "t"): return [0x09]
            case UInt8(ascii: "u"):
                guard var unit = unit() else { return nil }
                if (0xD800...0xDBFF).contains(unit) {
                    guard rest.prefix(2).elementsEqual("\\u".utf8) else { return nil }
                    rest.removeFirst(2)
                    guard let low = self.unit(), (0xDC00...0xDFFF).contains(low) else { return nil }
                    unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
                }
                return Unicode.Scalar(unit).map { Array(String(Character($0)).utf8) }
            default: return nil
            }
        }

        private mutating func unit() -> UInt32? {
            let word = rest.prefix(4)
            guard word.count == 4 else { return nil }
            rest = rest[word.endIndex...]
            return UInt32(String(decoding: word, as: UTF8.self), radix: 16)
        }

        private static func counted(_ bytes: [UInt8]) -> [UInt8] { Array("\(bytes.count):".utf8) + bytes }

        /// The digits without zeros at either end, and the power of ten of the last one.
        private static func number(_ word: ArraySlice<UInt8>) -> [UInt8]? {
            let text = String(decoding: word, as: UTF8.self)
            let parts = text.split(separator: /[eE]/, maxSplits: 1, omittingEmptySubsequences: false)
            guard let mantissa = parts.first, parts.count < 2 || !parts[1].isEmpty else { return nil }
            guard var power = parts.count > 1 ? Int(parts[1]) : 0, abs(power) < 1_000_000 else { return nil }
            let isNegative = mantissa.hasPrefix("-")
            let halves = mantissa.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
            guard (1...2).contains(halves.count), halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isWholeNumber) })
            else { return nil }
            var digits = halves.joined().drop { $0 == "0" }
            if halves.count == 2 { power -= halves[1].count }
            while digits.last == "0" {
                digits.removeLast()
                power += 1
            }
            guard !digits.isEmpty else { return Array("0".utf8) }
            return Array("\(isNegative ? "-" : "")\(digits)e\(power)".utf8)
        }
    }
}
