/// An exact share: a third, 20 %, 0.6.
package struct Ratio: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let numerator: Int
    package let denominator: Int

    package static let zero = Ratio(0, 1)
    package static let one = Ratio(1, 1)

    /// A share of nothing is larger than everything.
    package init(_ numerator: Int, _ denominator: Int) {
        guard let ratio = Ratio(exactly: Int128(numerator), Int128(denominator)) else {
            self.numerator = numerator.signum() * .max
            self.denominator = 1
            return
        }
        self = ratio
    }

    /// Nil when it cannot be kept, even reduced.
    private init?(exactly numerator: Int128, _ denominator: Int128) {
        var (first, second) = (numerator.magnitude, denominator.magnitude)
        while second != 0 { (first, second) = (second, first % second) }
        guard denominator != 0, first != 0, let top = Int(exactly: numerator.magnitude / first),
            let bottom = Int(exactly: denominator.magnitude / first)
        else { return nil }
        self.numerator = (numerator < 0) != (denominator < 0) ? -top : top
        self.denominator = bottom
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

    /// The exact sum; nil where its terms are larger than can be kept, as with many odd denominators.
    package func adding(_ other: Ratio) -> Ratio? {
        // Each product fits; their sum does not always.
        let (sum, overflows) = (Int128(numerator) * Int128(other.denominator)).addingReportingOverflow(
            Int128(other.numerator) * Int128(denominator))
        return overflows ? nil : Ratio(exactly: sum, Int128(denominator) * Int128(other.denominator))
    }

    package static func < (left: Ratio, right: Ratio) -> Bool {
        Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator) * Int128(left.denominator)
    }

    /// The share of a count, rounded down or up.
    package func of(_ count: Int, roundingUp: Bool = false) -> Int {
        let (share, rest) = (Int128(numerator) * Int128(count)).quotientAndRemainder(dividingBy: Int128(denominator))
        let rounded = share + (roundingUp && rest != 0 ? 1 : 0)
        return Int(clamping: rounded)
    }

    /// In percent when that is exact, else as a fraction.
    package var description: String {
        let percent = Int128(numerator) * 100
        return percent % Int128(denominator) == 0
            ? "\(percent / Int128(denominator))%" : "\(numerator)/\(denominator)"
    }
}

extension Sequence<Ratio> {
    /// Whether shares are parts of one whole: nothing is missing and nothing is too much.
    package var isWhole: Bool { reduce(Ratio?.some(.zero)) { sum, share in sum?.adding(share) } == .one }
}
