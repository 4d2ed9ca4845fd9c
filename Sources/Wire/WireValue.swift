package import Civil
package import Foundation
package import Kernel

/// A value that is one text outside the program, with its form and a sample: days, hours, amounts, identifiers.
package protocol WireValue: Codable, Sendable {
    static var form: TextForm? { get }
    static var sample: Self { get }
}

extension Day: WireValue {
    package static var form: TextForm? {
        TextForm(
            "date", example: "2026-03-02", expected: Text(zh: "日期，如 2014-05-09", en: "a day such as 2014-05-09")
        ) { Day(iso: $0) != nil }
    }
    package static var sample: Day { Day(number: 20_514) }
}

extension Month: WireValue {
    package static var form: TextForm? {
        TextForm(
            "month", keywords: "\"pattern\":\"\(pattern)\"", example: "2026-03",
            expected: Text(zh: "月份，如 2014-05", en: "a month such as 2014-05")
        ) { Day(iso: $0 + "-01") != nil }
    }
    /// As a pattern: the year is not 0000.
    package static let pattern = "^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)-(0[1-9]|1[0-2])$"
    package static var sample: Month { Month(of: .sample) }
}

extension Hours: WireValue {
    package static var form: TextForm? {
        TextForm(
            "hours", keywords: "\"pattern\":\"^-?[0-9]{1,4}(\\\\.[0-9])?$\"", example: "4.5",
            expected: Text(zh: "学时，如 4 或 4.5", en: "hours such as 4 or 4.5")
        ) { text in
            let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
            return digits.isDecimal(whole: 4, places: 1) && Hours(String(digits)) != nil
        }
    }
    package static var sample: Hours { Hours(tenths: 45) }
}

extension Amount: WireValue {
    package static var form: TextForm? {
        TextForm(
            "decimal", keywords: "\"pattern\":\"^[+-]?[0-9]{1,9}(\\\\.[0-9]{1,4})?$\"", example: "2.5",
            expected: Text(zh: "数，最多四位小数", en: "a number of four decimals at most")
        ) { text in
            let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
            return digits.isDecimal(whole: 9, places: 4) && Amount(text) != nil
        }
    }
    package static var sample: Amount { .zero }
}

extension Identifier: WireValue {
    package static var form: TextForm? {
        TextForm(
            "uuid", example: "01930b6e-7c00-7000-8000-000000000001",
            expected: Text(zh: "编号（UUID）", en: "an identifier (UUID)")
        ) { Identifier($0) != nil }
    }
    package static var sample: Self { Self(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }
}

extension Reference: WireValue {
    package static var form: TextForm? { .words(atMost: 200) }
    package static var sample: Self { Self("text") }
}

extension Role: WireValue {
    package static var form: TextForm? {
        TextForm(
            "role", keywords: "\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"", example: "clerk",
            expected: Text(zh: "角色的键，如 clerk", en: "the key of a role such as clerk")
        ) { Role($0).isWellFormed }
    }
    package static var sample: Role { Role("clerk") }
}

extension Substring {
    /// Digits, and after a point one to `places` more.
    fileprivate func isDecimal(whole: Int, places: Int) -> Bool {
        let parts = utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { return false }
        return parts.allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } } && (1...whole).contains(parts[0].count)
            && (parts.count == 1 || (1...places).contains(parts[1].count))
    }
}

/// A point in time, as the audit trail and tokens show it: ISO 8601 in UTC, `2014-05-09T08:30:00.123456Z`.
package struct Moment: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let date: Date

    package init(_ date: Date) { self.date = date }

    package var description: String {
        let micros = (date.timeIntervalSince1970 * 1_000_000).rounded()
        let seconds = (micros / 1_000_000).rounded(.down)
        let day = (seconds / 86_400).rounded(.down)
        let inDay = Int(seconds - day * 86_400)
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let time = [inDay / 3600, inDay / 60 % 60, inDay % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(Day(number: Int(day)))T\(time).\(padded(Int(micros - seconds * 1_000_000), 6))Z"
    }

    package static func < (left: Moment, right: Moment) -> Bool { left.date < right.date }
}

extension Moment: WireValue {
    package static var form: TextForm? {
        TextForm(
            "date-time", example: "2026-03-02T08:30:00Z",
            expected: Text(zh: "时间，如 2026-03-02T08:30:00Z", en: "a time such as 2026-03-02T08:30:00Z")
        ) { (try? Date($0, strategy: .iso8601)) != nil || (try? Date($0, strategy: fractional)) != nil }
    }
    package static var sample: Moment { Moment(Date(timeIntervalSince1970: 0)) }

    private static var fractional: Date.ISO8601FormatStyle { .init(includingFractionalSeconds: true) }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard
            let date = (try? Date(text, strategy: .iso8601)) ?? (try? Date(text, strategy: Self.fractional))
        else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time") }
        self.init(date)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
