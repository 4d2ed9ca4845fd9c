import Civil
package import Foundation

/// Points in time in ISO 8601, UTC, microseconds: `2014-05-09T08:30:00.123456Z`.
package enum Instant {
    package static func text(_ date: Date) -> String {
        let micros = Int((date.timeIntervalSince1970 * 1_000_000).rounded())
        let seconds = micros >= 0 ? micros / 1_000_000 : (micros - 999_999) / 1_000_000
        let fraction = micros - seconds * 1_000_000
        let dayNumber = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let inDay = seconds - dayNumber * 86_400
        func pad(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(Day(number: dayNumber))T\(pad(inDay / 3600, 2)):\(pad(inDay / 60 % 60, 2)):\(pad(inDay % 60, 2))"
            + ".\(pad(fraction, 6))Z"
    }

    /// Reads the server's form under `TimeZone=UTC`, `2014-05-09 08:30:00.123+00`, and the form that `text` writes.
    static func date(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        let date = String(decoding: bytes.prefix(10), as: UTF8.self)
        guard bytes.count >= 19, let day = Day(postgresText: date) else { return nil }
        func pair(_ index: Int) -> Int? {
            let (high, low) = (bytes[index], bytes[index + 1])
            guard (0x30...0x39).contains(high), (0x30...0x39).contains(low) else { return nil }
            return Int(high - 0x30) * 10 + Int(low - 0x30)
        }
        guard let hour = pair(11), let minute = pair(14), let second = pair(17) else { return nil }
        var fraction = 0.0
        var scale = 0.1
        var index = 19
        if index < bytes.count, bytes[index] == 0x2E {
            index += 1
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
                fraction += Double(bytes[index] - 0x30) * scale
                scale /= 10
                index += 1
            }
        }
        let zone = String(decoding: bytes[index...], as: UTF8.self)
        guard zone == "+00" || zone == "Z" || zone == "+00:00" else { return nil }
        return Date(
            timeIntervalSince1970: Double(day.number * 86_400 + hour * 3600 + minute * 60 + second) + fraction)
    }
}
