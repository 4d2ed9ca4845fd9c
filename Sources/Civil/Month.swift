/// A calendar month, such as the one through which dues are paid; written `2026-10`.
package struct Month: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Its first day, as which the database keeps it.
    package let first: Day

    /// The month that a day lies in.
    package init(of day: Day) { first = day.adding(days: 1 - day.components.day) }

    /// Reads `2026-10` and nothing else.
    package init?(_ text: String) {
        guard text.utf8.count == 7, let first = Day(text + "-01"), text.dropFirst(4).first == "-" else { return nil }
        self.first = first
    }

    package var description: String { String(first.description.prefix(7)) }

    package static func < (left: Month, right: Month) -> Bool { left.first < right.first }
}

extension Month: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let month = Month(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no such month")
        }
        self = month
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
