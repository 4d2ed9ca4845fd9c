package import Kernel

/// What nobody can mean: checked at the doors of every service, so that a slip of the keys is refused with the range and
/// neither a sum nor a calendar runs over.
package enum Plausible {
    /// From the founding of the Party to the end of the calendar that files look forward to.
    package static let days = Day(number: -17_716)...Day(number: 84_370)
    /// Members of one branch, seats of a year, days of a training: no count of people is larger.
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

    /// - Throws: `value.invalid` for a day that is still to come.
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

    /// - Parameter atMost: characters.
    /// - Throws: `value.missing` for nothing, `value.invalid` for too much and for characters that steer a terminal or
    ///   the direction of writing.
    package static func words(_ text: String, _ field: String, atMost: Int) throws(AppError) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw .missingValue(field) }
        guard text.count <= atMost else {
            throw .invalidValue(
                field, text.quotable, expected: Text(zh: "\(atMost) 字以内", en: "\(atMost) characters at most"))
        }
        guard !text.unicodeScalars.contains(where: \.steers) else {
            throw .invalidValue(
                field, text.quotable, expected: Text(zh: "不含控制字符的文字", en: "a text without control characters"))
        }
    }

    /// The same for what need not be there; a form that was left empty says nothing.
    package static func words(optional text: String?, _ field: String, atMost: Int) throws(AppError) {
        if let text, text.contains(where: { !$0.isWhitespace }) { try words(text, field, atMost: atMost) }
    }
}
