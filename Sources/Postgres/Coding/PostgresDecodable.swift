package import Civil
package import Foundation
package import Kernel

/// A Swift type that can be read from a column of one of its server types, in text form.
package protocol PostgresDecodable: Sendable {
    /// Whether a column of this server type can be read.
    static func canRead(_ type: UInt32) -> Bool
    init?(postgresText: String)
}

extension String: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.text || type == TypeOID.varchar || type == TypeOID.name || type == TypeOID.bpchar
            || type == TypeOID.json || type == TypeOID.jsonb
    }
    package init?(postgresText: String) { self = postgresText }
}

extension Bool: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.bool
    }
    package init?(postgresText: String) { self = postgresText == "t" }
}

extension Int: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.int2 || type == TypeOID.int4 || type == TypeOID.int8
    }
    package init?(postgresText: String) { self.init(postgresText) }
}

extension Double: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.float4 || type == TypeOID.float8
    }
    package init?(postgresText: String) { self.init(postgresText) }
}

extension Decimal: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.numeric || type == TypeOID.int2 || type == TypeOID.int4 || type == TypeOID.int8
    }
    package init?(postgresText: String) { self.init(string: postgresText, locale: Locale(identifier: "en_US_POSIX")) }
}

extension UUID: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.uuid
    }
    package init?(postgresText: String) { self.init(canonical: postgresText) }
}

extension Identifier: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.uuid
    }
    package init?(postgresText: String) { self.init(postgresText) }
}

extension Day: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.date
    }
    package init?(postgresText: String) {
        if let day = Day(postgresText) {
            self = day
            return
        }
        // `Day(_:)` parses office sheets, where the year 14 is a mistake; a column may contain it.
        let parts = postgresText.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

extension Hours: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.numeric
    }
    package init?(postgresText: String) {
        // Hours of a reversal are negative and sums are large, which input never is, so not `Hours(_:)`.
        let parts = postgresText.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }), parts.count <= 2 else { return nil }
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard let tenth = decimals.first?.wholeNumberValue, decimals.dropFirst().allSatisfy({ $0 == "0" }) else {
            return nil
        }
        self.init(tenths: (whole * 10 + tenth) * (postgresText.hasPrefix("-") ? -1 : 1))
    }
}

extension Amount: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.numeric
    }
    package init?(postgresText: String) { self.init(postgresText) }
}

extension Date: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.timestamptz
    }
    package init?(postgresText: String) {
        guard let date = Instant.date(postgresText) else { return nil }
        self = date
    }
}

extension Bytes: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.bytea
    }
    package init?(postgresText: String) {
        func nibble(_ byte: UInt8) -> UInt8 { byte <= 0x39 ? byte - 0x30 : byte - 0x61 + 10 }
        var text = postgresText
        let bytes = text.withUTF8 { text -> [UInt8]? in
            guard text.count >= 2, text[0] == 0x5C, text[1] == 0x78, text.count % 2 == 0 else { return nil }
            return [UInt8](unsafeUninitializedCapacity: text.count / 2 - 1) { buffer, count in
                count = text.count / 2 - 1
                for index in 0..<count {
                    buffer[index] = nibble(text[2 * index + 2]) << 4 | nibble(text[2 * index + 3])
                }
            }
        }
        guard let bytes else { return nil }
        self.init(bytes)
    }
}

extension JSONText: PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == TypeOID.json || type == TypeOID.jsonb
    }
    package init?(postgresText: String) { self.init(postgresText) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement & PostgresDecodable {
    package static func canRead(_ type: UInt32) -> Bool {
        type == Element.postgresArrayType
    }
    package init?(postgresText: String) {
        guard let elements = ArrayText.elements(postgresText) else { return nil }
        var result: [Element] = []
        for text in elements {
            guard let text, let element = Element(postgresText: text) else { return nil }
            result.append(element)
        }
        self = result
    }
}
