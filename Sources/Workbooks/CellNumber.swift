import Civil
import Foundation

/// The number of a cell as it is shown: a day as a day, an amount in plain digits. Pure.
struct CellNumber {
    let value: Double
    /// As the file has it.
    let written: String

    /// The last day of the calendar of spreadsheets, 9999-12-31.
    private static let lastDay = 2_958_465.0
    private static let secondsOfDay = 86_400
    /// A spreadsheet keeps this many digits.
    private static let digits = 15

    init?(_ written: String) {
        guard let value = Double(written), value.isFinite else { return nil }
        self.value = value
        self.written = written
    }

    /// More digits than a spreadsheet keeps: those at the end are lost.
    var isRounded: Bool { value.magnitude >= 1e15 }

    /// - Parameter since1904: whether day 0 is 1904-01-01.
    func text(_ format: NumberFormat, since1904: Bool) -> String {
        switch format {
        case .amount: return plain
        case .digits(let count):
            let text = plain
            let isNatural = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return isNatural && text.utf8.count < count
                ? String(repeating: "0", count: count - text.utf8.count) + text : text
        case .day, .month, .year, .moment, .time, .elapsed: break
        }
        guard value >= 0, value <= Self.lastDay + 1 else { return plain }
        // Up to 2,958,466, so nothing here overflows.
        var (day, seconds) = (Int(value), 0)
        seconds = Int(((value - Double(day)) * Double(Self.secondsOfDay)).rounded())
        if seconds == Self.secondsOfDay { (day, seconds) = (day + 1, 0) }
        switch format {
        case .time: return Self.clock(seconds)
        case .elapsed: return Self.clock(day * Self.secondsOfDay + seconds)
        case .moment where seconds > 0: return "\(Self.day(day, since1904)) \(Self.clock(seconds))"
        case .month:
            let text = Self.day(day, since1904)
            return text.hasSuffix("-01") ? String(text.dropLast(3)) : text
        case .year:
            let text = Self.day(day, since1904)
            return text.hasSuffix("-01-01") ? String(text.dropLast(6)) : text
        default: return Self.day(day, since1904)
        }
    }

    /// Day 1 is 1900-01-01, and 1900 counts as a leap year; day 0 and day 60 are no days, as the text then says.
    private static func day(_ number: Int, _ since1904: Bool) -> String {
        if since1904 { return Day(year: 1904, month: 1, day: 1)?.adding(days: number).description ?? "" }
        switch number {
        case 0: return "1900-01-00"
        case 60: return "1900-02-29"
        default:
            return Day(year: 1899, month: 12, day: number < 60 ? 31 : 30)?.adding(days: number).description ?? ""
        }
    }

    private static func clock(_ seconds: Int) -> String {
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
        return parts.map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
    }

    /// Plain digits, 15 at most, without an exponent where that is possible.
    private var plain: String {
        let isShort = written.utf8.count <= Self.digits
        if isShort, written.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return written }
        let text = String(format: "%.\(Self.digits - 1)e", value)
        let parts = text.split(separator: "e")
        guard parts.count == 2, let stem = parts.first, let exponent = parts.last.flatMap({ Int($0) }),
            (-15...20).contains(exponent)
        else { return written }
        var digits = stem.filter { $0.isNumber }
        let sign = value < 0 ? "-" : ""
        if exponent < 0 {
            digits = String(repeating: "0", count: -exponent) + digits
        } else if digits.count <= exponent {
            digits += String(repeating: "0", count: exponent + 1 - digits.count)
        }
        let whole = exponent < 0 ? 1 : exponent + 1
        var fraction = String(digits.dropFirst(whole))
        while fraction.last == "0" { fraction.removeLast() }
        let amount = digits.prefix(whole) + (fraction.isEmpty ? "" : "." + fraction)
        return amount == "0" ? "0" : sign + amount
    }
}
