package import Kernel

/// Sanity checks of input values: typing errors are refused with the allowed range,
/// and neither sums nor dates overflow.
package enum Plausible {
    /// From the founding of the Party to the last date that rule files may need.
    package static let days = Day(number: -17_716)...Day(number: 84_370)
    /// Years that plans, quotas and balances are made for.
    package static let years = 1990...2200
    /// Numbers that the database gives to the parts of a thing: entries, periods.
    package static let ordinals = 1...Int(Int32.max)
    /// Names in one request, each of which is looked up on its own.
    package static let named = 0...1000
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
        guard isPast(day, today: today) else {
            throw .invalidValue(field, day.description, expected: notAfter(today))
        }
    }

    /// The one rule of facts that have happened, for services, for cells of sheets and for corrections.
    package static func isPast(_ day: Day, today: Day) -> Bool { day <= today }

    /// What a day of the past has to be.
    package static func notAfter(_ today: Day) -> Text {
        Text(zh: "不晚于今天（\(today)）", en: "not after today (\(today))")
    }

    /// What the days of somebody's life have to be.
    package static func notBeforeBirth(_ born: some CustomStringConvertible) -> Text {
        Text(zh: "不早于出生日期 \(born)", en: "not before the day of birth, \(born)")
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

    /// Maximum length of a text by the name of its field, in characters as Unicode and the database count them.
    package static func length(of field: String) -> Int { lengths[field] ?? 500 }

    private static let lengths = [
        "code": 60, "letter": 60, "approver": 100, "teacher": 100, "actor": 200, "address": 200, "chair": 200,
        "document": 200, "elsewhere": 200, "from": 200, "key": 200, "name": 200, "outcome": 200, "place": 200,
        "title": 200, "venue": 200,
    ]

    /// - Parameter atMost: maximum number of characters; nil: as usual for a field of this name.
    /// - Throws: `value.missing` for an empty text, `value.invalid` for one that is too long or has characters that
    ///   control a terminal or the writing direction.
    package static func words(_ text: String, _ field: String, atMost: Int? = nil) throws(AppError) {
        let atMost = atMost ?? length(of: field)
        let scalars = text.unicodeScalars
        guard scalars.contains(where: { !$0.properties.isWhitespace }) else { throw .missingValue(field) }
        guard scalars.count <= atMost else {
            throw .invalidValue(
                field, text.quotable, expected: Text(zh: "\(atMost) 字以内", en: "\(atMost) characters at most"))
        }
        guard !scalars.contains(where: \.isControlOrDirection) else {
            throw .invalidValue(
                field, text.quotable, expected: Text(zh: "不含控制字符的文字", en: "a text without control characters"))
        }
    }

    /// The same for an optional text; an empty field of a form counts as absent.
    package static func words(optional text: String?, _ field: String, atMost: Int? = nil) throws(AppError) {
        guard let text else { return }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            guard text.unicodeScalars.count <= atMost ?? length(of: field) else {
                throw .invalidValue(field, "", expected: Text(zh: "较短的文字", en: "a shorter text"))
            }
            return
        }
        try words(text, field, atMost: atMost)
    }
}
