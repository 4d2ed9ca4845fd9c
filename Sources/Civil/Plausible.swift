package import Kernel

/// Sanity checks of input values: typing errors are refused with the allowed range,
/// and neither sums nor dates overflow.
package enum Plausible {
    /// From the founding of the Party to the last date that rule files may need.
    package static let days = Day(number: -17_716)...Day(number: 84_370)
    /// Upper limit of counts: members of a branch, seats of a year, days of a training.
    package static let people = 0...10_000_000

    /// - Throws: `value.invalid` for a day outside 1921-07-01 to 2200-12-31.
    package static func day(_ day: Day, _ field: String) throws(AppError) {
        guard days.contains(day) else {
            throw .invalidValue(
                field, day.description,
                expected: Text(
                    zh: "\(days.lowerBound) 到 \(days.upperBound)", en: "\(days.lowerBound) to \(days.upperBound)"))
        }
    }

    /// - Throws: `value.invalid` for a day in the future.
    package static func past(_ day: Day, _ field: String, today: Day) throws(AppError) {
        try Self.day(day, field)
        guard day <= today else {
            throw .invalidValue(
                field, day.description, expected: Text(zh: "不晚于今天（\(today)）", en: "not after today (\(today))"))
        }
    }

    /// - Throws: `value.invalid` with the range.
    package static func count(_ number: Int, _ field: String, in range: ClosedRange<Int> = people) throws(AppError) {
        guard range.contains(number) else {
            throw .invalidValue(
                field, String(number),
                expected: Text(
                    zh: "\(range.lowerBound) 到 \(range.upperBound) 的整数",
                    en: "a whole number from \(range.lowerBound) to \(range.upperBound)"))
        }
    }

    /// - Parameter atMost: maximum number of characters.
    /// - Throws: `value.missing` for an empty text, `value.invalid` for one that is too long or has characters that
    ///   control a terminal or the writing direction.
    package static func words(_ text: String, _ field: String, atMost: Int) throws(AppError) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw .missingValue(field) }
        guard text.count <= atMost else {
            throw .invalidValue(
                field, text.quotable, expected: Text(zh: "\(atMost) 字以内", en: "\(atMost) characters at most"))
        }
        guard !text.unicodeScalars.contains(where: \.isControlOrDirection) else {
            throw .invalidValue(
                field, text.quotable, expected: Text(zh: "不含控制字符的文字", en: "a text without control characters"))
        }
    }

    /// The same for an optional text; an empty field of a form counts as absent.
    package static func words(optional text: String?, _ field: String, atMost: Int) throws(AppError) {
        if let text, text.contains(where: { !$0.isWhitespace }) { try words(text, field, atMost: atMost) }
    }
}
