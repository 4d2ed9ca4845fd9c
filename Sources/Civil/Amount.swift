/// An exact decimal with four places: points, and the quantities that points are calculated from (yuan, hours, square
/// metres). Sums are exact; results of shares and rates are rounded half away from zero to the fourth place.
package struct Amount: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Ten-thousandths.
    package let units: Int

    package static let scale = 10_000
    package static let zero = Amount(units: 0)
    /// The largest value accepted from outside; products of two such fit 128 bits.
    package static let limit = Amount(1_000_000_000)

    package init(units: Int) { self.units = units }
    package init(_ whole: Int) { units = whole * Self.scale }

    /// Reads `4`, `-0.5`, `+12.25`; nil for more than four places, anything else, or more than `limit`.
    package init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        var sign = 1
        if let first = bytes.first, first == 0x2B || first == 0x2D {
            sign = first == 0x2D ? -1 : 1
            bytes = bytes.dropFirst()
        }
        let parts = bytes.split(separator: 0x2E, maxSplits: 2, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Self.digits(parts[0], most: 10) else { return nil }
        var fraction = 0
        if parts.count == 2 {
            let places = parts[1].prefix(4)
            guard let value = Self.digits(places, most: 4), parts[1].dropFirst(4).allSatisfy({ $0 == 0x30 }) else {
                return nil
            }
            fraction = (places.count..<4).reduce(value) { value, _ in value * 10 }
        }
        let size = Int(whole) * Self.scale + fraction
        guard size <= Self.limit.units else { return nil }
        units = sign * size
    }

    private static func digits(_ bytes: ArraySlice<UInt8>, most: Int) -> Int? {
        guard (1...most).contains(bytes.count), bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    package static func + (left: Amount, right: Amount) -> Amount { Amount(units: left.units + right.units) }
    package static func - (left: Amount, right: Amount) -> Amount { Amount(units: left.units - right.units) }
    package static prefix func - (value: Amount) -> Amount { Amount(units: -value.units) }
    package static func += (left: inout Amount, right: Amount) { left = left + right }
    package static func * (left: Amount, right: Int) -> Amount { Amount(units: left.units * right) }
    package static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }

    package static func * (left: Amount, right: Amount) -> Amount {
        left * Ratio(right.units, scale)
    }

    package static func * (left: Amount, right: Ratio) -> Amount {
        Amount(units: divide(left.units.multipliedFullWidth(by: right.numerator), by: right.denominator))
    }

    /// The exact quotient as a ratio.
    package func ratio(to divisor: Amount) -> Ratio { Ratio(units, divisor.units) }

    /// The integer quotient and the remainder.
    package func parts(of divisor: Amount) -> (times: Int, rest: Amount) {
        let times = units / divisor.units
        return (times, Amount(units: units - times * divisor.units))
    }

    /// Rounded half away from zero to the given number of places.
    package func rounded(places: Int) -> Amount {
        guard places < 4 else { return self }
        let step = (max(0, places)..<4).reduce(1) { step, _ in step * 10 }
        let size = (abs(units) + step / 2) / step * step
        return Amount(units: units < 0 ? -size : size)
    }

    package var isNegative: Bool { units < 0 }
    package var magnitude: Amount { Amount(units: abs(units)) }

    /// Without trailing zeros: `4`, `-0.5`, `12.25`.
    package var description: String {
        let size = abs(units)
        var text = String(size / Self.scale)
        var rest = size % Self.scale
        if rest != 0 {
            var places = 4
            while rest % 10 == 0 {
                rest /= 10
                places -= 1
            }
            let digits = String(rest)
            text += "." + String(repeating: "0", count: places - digits.count) + digits
        }
        return units < 0 ? "-" + text : text
    }

    /// With its sign, as points are written: `+4`, `-0.5`, `0`.
    package var signed: String { units > 0 ? "+" + description : description }

    private static func divide(_ dividend: (high: Int, low: UInt), by divisor: Int) -> Int {
        let negative = (dividend.high < 0) != (divisor < 0)
        var (high, low) = (UInt(bitPattern: dividend.high), dividend.low)
        if dividend.high < 0 {
            low = ~low &+ 1
            high = ~high &+ (low == 0 ? 1 : 0)
        }
        let size = UInt(divisor.magnitude)
        let (quotient, rest) = size.dividingFullWidth((high, low))
        let rounded = Int(quotient) + (rest >= size - rest ? 1 : 0)
        return negative ? -rounded : rounded
    }
}

extension Sequence<Amount> {
    package func sum() -> Amount { reduce(.zero, +) }
}

/// An exact share: a third, 20 %, 0.6.
package struct Ratio: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let numerator: Int
    package let denominator: Int

    package static let zero = Ratio(0, 1)
    package static let one = Ratio(1, 1)

    /// - Precondition: the denominator is not zero.
    package init(_ numerator: Int, _ denominator: Int) {
        var (first, second) = (numerator.magnitude, denominator.magnitude)
        while second != 0 { (first, second) = (second, first % second) }
        let divisor = max(1, Int(first)) * (denominator < 0 ? -1 : 1)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// Reads `1/3`, `20%`, `0.2`, `2`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 {
            guard let top = Amount(parts[0]), let bottom = Amount(parts[1]), bottom > .zero else { return nil }
            self.init(top.units, bottom.units)
            return
        }
        let percent = text.hasSuffix("%")
        guard let value = Amount(percent ? String(text.dropLast()) : text) else { return nil }
        self.init(value.units, Amount.scale * (percent ? 100 : 1))
    }

    package static func + (left: Ratio, right: Ratio) -> Ratio {
        Ratio(
            left.numerator * right.denominator + right.numerator * left.denominator,
            left.denominator * right.denominator)
    }

    package static func < (left: Ratio, right: Ratio) -> Bool {
        left.numerator * right.denominator < right.numerator * left.denominator
    }

    /// The share of a count, rounded down or up.
    package func of(_ count: Int, roundingUp: Bool = false) -> Int {
        let product = numerator * count
        return product / denominator + (roundingUp && product % denominator != 0 ? 1 : 0)
    }

    /// In percent when that is exact, else as a fraction.
    package var description: String {
        let percent = numerator * 100
        return percent % denominator == 0 ? "\(percent / denominator)%" : "\(numerator)/\(denominator)"
    }
}
