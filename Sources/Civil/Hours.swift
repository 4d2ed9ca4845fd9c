/// Class hours (学时) in exact tenths: a half-day is 4 hours, and sheets in use write 0.1. A sum never traps: it stays
/// at the largest number, which no office has hours for.
package struct Hours: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let tenths: Int

    package init(tenths: Int) { self.tenths = max(tenths, -.max) }

    package static let zero = Hours(tenths: 0)

    /// Parses `4`, `4.5`, `4.50`; nil for more than one significant decimal, a sign or anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let whole = UInt16(parts[0])
        else { return nil }
        var fraction = 0
        if parts.count == 2 {
            let digits = Array(parts[1].utf8)
            guard let first = digits.first, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                digits.dropFirst().allSatisfy({ $0 == 0x30 })
            else { return nil }
            fraction = Int(first - 0x30)
        }
        tenths = Int(whole) * 10 + fraction
    }

    package static func + (left: Hours, right: Hours) -> Hours { left.adding(right.tenths) }
    package static func - (left: Hours, right: Hours) -> Hours { left.adding(-right.tenths) }
    package static func < (left: Hours, right: Hours) -> Bool { left.tenths < right.tenths }

    private func adding(_ more: Int) -> Hours {
        let (sum, overflows) = tenths.addingReportingOverflow(more)
        return overflows ? Hours(tenths: more < 0 ? -.max : .max) : Hours(tenths: sum)
    }

    /// So many times these.
    package func times(_ count: Int) -> Hours { Hours(tenths: Int(clamping: Int128(tenths) * Int128(count))) }

    /// So many tenths of these, rounded down to a tenth of an hour.
    package func weighted(byTenths weight: Int) -> Hours {
        Hours(tenths: Int(clamping: Int128(tenths) * Int128(weight) / 10))
    }

    /// Whether these are less than a share of others, both taken exactly.
    package func isLess(than numerator: Int, _ denominator: Int, of whole: Hours) -> Bool {
        Int128(tenths) * Int128(denominator) < Int128(whole.tenths) * Int128(numerator)
    }

    package var description: String {
        let size = abs(tenths)
        let text = size % 10 == 0 ? String(size / 10) : "\(size / 10).\(size % 10)"
        return tenths < 0 ? "-" + text : text
    }
}

extension Sequence<Hours> {
    package func sum() -> Hours { reduce(.zero, +) }
}
