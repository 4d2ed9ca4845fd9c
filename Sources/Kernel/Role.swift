/// The key of a role that a grant can give, such as `clerk`. Any key can be written down; whether there is such a role
/// is known to the role matrix.
package struct Role: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let key: String

    package init(_ key: String) { self.key = key }

    /// The form of keys, which the database checks as well: a lower-case letter, then letters, digits and `_`, at most
    /// 40.
    package var isWellFormed: Bool {
        guard let first = key.utf8.first, key.utf8.count <= 40 else { return false }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return letters.contains(first)
            && key.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
    }

    package var description: String { key }

    package static func < (left: Role, right: Role) -> Bool { left.key < right.key }
}

extension Role: Codable {
    package init(from decoder: any Decoder) throws {
        key = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(key)
    }
}
