package import Civil

/// A date as a paper states it: a day, or only a month, as in many old files. A rule reads it to the disadvantage of
/// the step that wants to rest on it, and of the deadline that wants to call somebody late.
package struct StatedDate: Sendable, Hashable, CustomStringConvertible {
    package let first: Day
    package let last: Day

    package init(_ day: Day) {
        first = day
        last = day
    }

    /// - Parameter text: a day or a month as offices write them, `2013-03-05`, `2013.3`; nil for anything else.
    package init?(_ text: String) {
        do throws(Day.Defect) {
            self.init(try Day.read(text))
        } catch {
            guard case .month(let month) = error else { return nil }
            self.init(first: month.first, last: month.first.adding(months: 1).adding(days: -1))
        }
    }

    package init(first: Day, last: Day) {
        self.first = first
        self.last = last
    }

    package var isExact: Bool { first == last }
    package var description: String { isExact ? first.description : String(first.description.prefix(7)) }
}

/// One text outside the program: `2013-03-05` or `2013-03`.
extension StatedDate: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let date = StatedDate(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no day or month")
        }
        self = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
