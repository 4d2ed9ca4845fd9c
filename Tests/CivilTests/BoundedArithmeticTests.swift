import Civil
import Foundation
import Kernel
import TestSupport
import Testing

/// No operation on values from outside traps, whatever the values are; where the result can be kept, it is exact.
struct BoundedArithmeticTests {
    private static let figures = [
        0, 1, -1, 2, 3, 7, 10_000, -10_000, 9_999, 1_000_000_007, .max, .min, .max - 1, .min + 1, .max / 2, 1 << 62,
        -(1 << 62), 10_000_000_000_000, -10_000_000_000_000, 3_037_000_500,
    ]

    private static func figure(_ random: inout SeededRandom) -> Int {
        let whole = Int(truncatingIfNeeded: random.next())
        switch random.below(3) {
        case 0: return figures[random.below(figures.count)]
        case 1: return whole >> random.below(64)
        default: return whole
        }
    }

    @Test func amountsNeverTrapAndAreExactWhereTheyFit() {
        var random = SeededRandom(seed: 1)
        var (large, exact) = (0, 0)
        for _ in 0..<20_000 {
            let (a, b) = (Amount(units: Self.figure(&random)), Amount(units: Self.figure(&random)))
            let (count, places) = (Self.figure(&random), random.below(8) - 2)
            let ratio = Ratio(Self.figure(&random), Self.figure(&random))
            let other = Ratio(Self.figure(&random), Self.figure(&random))
            for value in [a + b, a - b, -a, a * count, a * b, a * ratio, a.rounded(places: places), a.magnitude] {
                _ = (value.description, value.signed, value.isNegative, value < a)
                if value.isTooLarge { large += 1 }
            }
            let (times, rest) = a.parts(of: b)
            if b != .zero { #expect(Int128(times) * Int128(b.units) + Int128(rest.units) == Int128(a.units)) }
            _ = (
                a.ratio(to: b), ratio.description, ratio < other, ratio.adding(other), ratio.of(count, roundingUp: true)
            )
            let sum = Int128(a.units) + Int128(b.units)
            if !a.isTooLarge, !b.isTooLarge, let whole = Int(exactly: sum), whole > -.max, whole < .max {
                #expect((a + b).units == whole)
                exact += 1
            }
            _ = Interval(lower: .init(a, isIncluded: count > 0), upper: .init(b, isIncluded: true)).least(step: a)
        }
        #expect(large > 1000 && exact > 1000)
    }

    /// As far too much times nothing is still too much, while a limit holds it.
    @Test func whatIsTooLargeStaysSoUntilALimitHoldsIt() throws {
        let huge = Amount.limit * Amount.limit * Amount.limit
        #expect(huge.isTooLarge && huge.description == "∞" && (-huge).description == "-∞")
        #expect((huge - huge).isTooLarge && (huge + Amount(1)).isTooLarge && (huge * Ratio(1, 1_000_000)).isTooLarge)
        #expect(min(huge, Amount(10)) == Amount(10))
        let error = #expect(throws: AppError.self) { try huge.required("score") }
        #expect(error?.code == "number.too_large" && error?.message.english.contains("score") == true)
        #expect(throws: AppError.self) { try JSONEncoder().encode(["score": huge]) }
        #expect(try Amount.limit.required("score") == .limit)
    }

    @Test func daysNeverTrapAndKeepTheirOrder() {
        var random = SeededRandom(seed: 2)
        let near = Day(number: 16_000)
        for _ in 0..<20_000 {
            let (day, more) = (Day(number: Self.figure(&random)), Self.figure(&random))
            for other in [day.adding(days: more), day.adding(months: more), day.adding(years: more)] {
                _ = (other.description, other.components, other.weekday, other - day, other.age(bornOn: day))
                #expect(more >= 0 ? other >= day || day > near : other <= day || day < near)
            }
            _ = Month(of: day).description
        }
        #expect(Day(number: .max).adding(days: .max) == Day(number: .max))
        #expect(Day(number: 16_000).adding(days: -16_000) == Day(number: 0))
    }

    @Test func hoursNeverTrap() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<20_000 {
            let (a, b) = (Hours(tenths: Self.figure(&random)), Hours(tenths: Self.figure(&random)))
            for value in [a + b, a - b, [a, b, a, b].sum()] { _ = value.description }
            _ = a.isLess(than: Self.figure(&random), Self.figure(&random), of: b)
        }
        #expect(Hours(tenths: .max) + Hours(tenths: 1) == Hours(tenths: .max))
        #expect(Hours(tenths: 30).isLess(than: 3, 4, of: Hours(tenths: 41)))
        #expect(!Hours(tenths: 30).isLess(than: 3, 4, of: Hours(tenths: 40)))
    }

    /// Weights of many odd denominators come to a denominator that no number holds: their sum is no whole.
    @Test func sumsOfSharesThatCannotBeKeptAreNoWhole() {
        let primes = [999_999_937, 999_999_929, 999_999_893, 999_999_883]
        #expect(!primes.map { Ratio(1, $0) }.isWhole)
        #expect([Ratio(1, 3), Ratio(1, 3), Ratio(1, 3)].isWhole && [Ratio(20, 100), Ratio(4, 5)].isWhole)
        #expect(!primes.map { Ratio(1, $0) }.dropLast(2).isWhole)
    }
}
