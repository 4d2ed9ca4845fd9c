package import Kernel

/// An exact decimal with four places: points, and the quantities that points are calculated from (yuan, hours, square
/// metres). Sums are exact; results of shares and rates are rounded half away from zero to the fourth place.
///
/// No arithmetic traps. What is larger than can be calculated becomes `isTooLarge` and stays so through everything that
/// is calculated from it, while a limit still holds it: the smaller of it and ten is ten. Code that keeps or sends a
/// result asks for it by `required`, which says of which value it was too much.
package struct Amount: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Ten-thousandths.
    package let units: Int

    package static let scale = 10_000
    package static let zero = Amount(units: 0)
    /// The largest value accepted from outside.
    package static let limit = Amount(1_000_000_000)
    /// The largest sum that is kept: ten digits and four places.
    private static let kept = Amount(units: 99_999_999_999_999)

    package init(units: Int) { self.units = max(units, -.max) }
    package init(_ whole: Int) { self.init(exactly: Int128(whole) * Int128(Self.scale)) }

    /// Ten-thousandths, of which there may be too many.
    private init(exactly units: Int128) {
        self.units = Int(min(max(units, -Int128(Int.max)), Int128(Int.max)))
    }

    /// Larger than can be kept, in either direction.
    package var isTooLarge: Bool { units == .max || units == -.max }

    /// - Parameter name: what the value is called where it is asked for.
    /// - Throws: `number.too_large`.
    package func required(_ name: String) throws(AppError) -> Amount {
        guard magnitude <= Self.kept else { throw .tooLarge(name) }
        return self
    }

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

    package static func + (left: Amount, right: Amount) -> Amount {
        if left.isTooLarge { return left }
        if right.isTooLarge { return right }
        return Amount(exactly: Int128(left.units) + Int128(right.units))
    }
    package static func - (left: Amount, right: Amount) -> Amount { left + -right }
    package static prefix func - (value: Amount) -> Amount { Amount(units: -value.units) }
    package static func += (left: inout Amount, right: Amount) { left = left + right }
    package static func * (left: Amount, right: Int) -> Amount { left * Ratio(right, 1) }
    package static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }

    package static func * (left: Amount, right: Amount) -> Amount {
        right.isTooLarge ? right * Ratio(left.units, scale) : left * Ratio(right.units, scale)
    }

    package static func * (left: Amount, right: Ratio) -> Amount {
        if left.isTooLarge { return right.numerator < 0 ? -left : left }
        let product = Int128(left.units) * Int128(right.numerator)
        let (divisor, size) = (Int128(right.denominator), product.magnitude)
        // Half away from zero.
        let (quotient, rest) = size.quotientAndRemainder(dividingBy: divisor.magnitude)
        let rounded = Int128(quotient) + (rest >= divisor.magnitude - rest ? 1 : 0)
        return Amount(exactly: product < 0 ? -rounded : rounded)
    }

    /// The exact quotient as a ratio.
    package func ratio(to divisor: Amount) -> Ratio { Ratio(units, divisor.units) }

    /// The integer quotient and the remainder; none of it goes into nothing.
    package func parts(of divisor: Amount) -> (times: Int, rest: Amount) {
        guard divisor != .zero else { return (0, self) }
        let (times, rest) = units.quotientAndRemainder(dividingBy: divisor.units)
        return (times, Amount(units: rest))
    }

    /// Rounded half away from zero to the given number of places.
    package func rounded(places: Int) -> Amount {
        guard places < 4, !isTooLarge else { return self }
        let step = (max(0, places)..<4).reduce(Int128(1)) { step, _ in step * 10 }
        let size = (Int128(abs(units)) + step / 2) / step * step
        return Amount(exactly: units < 0 ? -size : size)
    }

    package var isNegative: Bool { units < 0 }
    package var magnitude: Amount { Amount(units: abs(units)) }

    /// Without trailing zeros: `4`, `-0.5`, `12.25`.
    package var description: String {
        guard !isTooLarge else { return isNegative ? "-∞" : "∞" }
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
}

extension Sequence<Amount> {
    package func sum() -> Amount { reduce(.zero, +) }
}
