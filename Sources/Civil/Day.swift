/// A calendar day of the proleptic Gregorian calendar, without time or zone.
///
/// Arithmetic in days is exact; arithmetic in months is calendar arithmetic with month-end clamping
/// (31 January plus one month is the last day of February). Nothing traps: days end three million years from 1970,
/// which no sum of days and terms within four-digit years comes near.
package struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let number: Int

    private static let farthest = 1_000_000_000

    package init(number: Int) { self.number = min(max(number, -Self.farthest), Self.farthest) }

    /// Nil for a day that does not exist, such as 30 February.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.daysInMonth(year, month) else {
            return nil
        }
        number = Day.ordinal(year, month, day)
    }

    /// As offices write a day; nil for what is none (see `read`, which says why).
    package init?(_ text: String) {
        guard let day = try? Day.read(text) else { return nil }
        self = day
    }

    /// `2014-05-09` only; nil for every other spelling.
    package init?(iso text: String) {
        guard let day = Day.iso(text.utf8) else { return nil }
        self = day
    }

    private static func iso(_ text: String.UTF8View) -> Day? {
        guard text.count == 10 else { return nil }
        var (value, index) = (0, 0)
        for byte in text {
            if index == 4 || index == 7 {
                guard byte == 0x2D else { return nil }
            } else {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            index += 1
        }
        return Day(year: value / 10_000, month: value / 100 % 100, day: value % 100)
    }

    package var components: (year: Int, month: Int, day: Int) {
        // Days to civil date, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var year: Int { components.year }

    /// 1 is Monday, 7 is Sunday (ISO 8601).
    package var weekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }

    package var isWeekend: Bool { weekday >= 6 }

    package func adding(days: Int) -> Day {
        Day(number: number + min(max(days, -2 * Self.farthest), 2 * Self.farthest))
    }

    package func adding(months: Int) -> Day {
        let (year, month, day) = components
        let index = year * 12 + month - 1 + min(max(months, -Self.farthest), Self.farthest)
        let (newYear, newMonth) = (index >= 0 ? index / 12 : (index - 11) / 12, (index % 12 + 12) % 12 + 1)
        return Day(number: Day.ordinal(newYear, newMonth, min(day, Day.daysInMonth(newYear, newMonth))))
    }

    package func adding(years: Int) -> Day {
        adding(months: 12 * min(max(years, -Self.farthest), Self.farthest))
    }

    /// Age in full years on this day of a person born on `birth`; people born on 29 February become a year older on
    /// 1 March in common years.
    package func age(bornOn birth: Day) -> Int {
        let (year, month, day) = components
        let born = birth.components
        return year - born.year - ((month, day) < (born.month, born.day) ? 1 : 0)
    }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    package static func - (left: Day, right: Day) -> Int { left.number - right.number }

    /// `2014-05-09`, written byte by byte: lists print many thousands of days. Years of more digits are written with
    /// their sign (ISO 8601).
    package var description: String {
        let (year, month, day) = components
        guard (0...9999).contains(year) else {
            // Of a leap year, which has every month and day.
            let monthAndDay = Day(number: Day.ordinal(2000, month, day)).description.dropFirst(4)
            return (year < 0 ? "-" : "+") + String(abs(year)) + monthAndDay
        }
        return String(unsafeUninitializedCapacity: 10) { buffer in
            func put(_ value: Int, at end: Int, width: Int) {
                var rest = value
                for position in 0..<width {
                    buffer[end - position] = UInt8(0x30 + rest % 10)
                    rest /= 10
                }
            }
            put(year, at: 3, width: 4)
            put(month, at: 6, width: 2)
            put(day, at: 9, width: 2)
            buffer[4] = 0x2D
            buffer[7] = 0x2D
            return 10
        }
    }

    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    package static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func ordinal(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Day: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a valid date: \(text)")
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
