import Civil
import Kernel
import TestSupport
import Testing

struct AmountTests {
    @Test(arguments: [
        ("0", 0), ("4", 40_000), ("-0.5", -5000), ("+12.25", 122_500), ("0.0001", 1), ("1.50000", 15_000),
        ("1000000000", 10_000_000_000_000),
    ])
    func readsWhatSheetsWrite(text: String, units: Int) throws {
        #expect(Amount(text)?.units == units)
    }

    @Test(arguments: ["", "-", ".5", "1.", "1.23456", "1e3", "１", "--1", "1.2.3", "1000000001", "abc", " 1"])
    func refusesWhatIsNoAmount(text: String) {
        #expect(Amount(text) == nil)
    }

    @Test func printsWhatItReads() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<2000 {
            let amount = Amount(units: random.below(2_000_000_000) - 1_000_000_000)
            #expect(Amount(amount.description) == amount)
        }
        #expect((TestSupport.amount("0.1") + TestSupport.amount("0.2")).description == "0.3")
        #expect(TestSupport.amount("-0.05").description == "-0.05")
    }

    @Test func sharesAreExactAndRoundedHalfAwayFromZero() throws {
        #expect(amount("87.35") * ratio("20%") == Amount("17.47"))
        #expect(Amount(100) * ratio("1/3") == Amount("33.3333"))
        #expect(Amount(-100) * ratio("1/3") == Amount("-33.3333"))
        #expect(Amount(units: 5) * Ratio(1, 2) == Amount(units: 3))
        #expect(Amount(units: -5) * Ratio(1, 2) == Amount(units: -3))
        #expect(amount("2.5").rounded(places: 0) == Amount(3))
        #expect(amount("-2.5").rounded(places: 0) == Amount(-3))
        #expect(amount("2.44").rounded(places: 1) == Amount("2.4"))
        #expect(
            ratio("1/3").of(9) == 3 && ratio("1/3").of(8) == 2 && ratio("1/3").of(8, roundingUp: true) == 3)
        #expect(ratio("33%").adding(ratio("67%")) == .one)
        #expect(Amount(1_000_000_000) * Amount(1_000) == Amount(units: 10_000_000_000_000_000))
    }

    @Test(arguments: [
        ("[90, 95]", "90", true), ("[90, 95]", "95", true), ("(1040, 1060]", "1040", false),
        ("(1040, 1060]", "1060", true), ("> 1060", "1060", false), ("> 1060", "1060.1", true), ("<= 599", "599", true),
        ("≤ 800", "800.5", false), (">= 96", "96", true), ("< 60", "60", false), ("5", "5", true), ("5", "5.1", false),
    ])
    func intervalsHoldTheirEnds(interval: String, value: String, holds: Bool) throws {
        #expect(try #require(Interval(interval)).contains(try #require(Amount(value))) == holds)
    }

    @Test(arguments: ["[5, 4]", "(5, 5]", "[5", "5]", "[a, b]", "[1, 2, 3]", ">", "", "1..2"])
    func malformedIntervalsAreRefused(text: String) {
        #expect(Interval(text) == nil)
    }

    @Test func gapsAreFoundAtTheFinestStep() throws {
        let bands = ["[60, 69]", "[70, 79]", ">= 80"].compactMap { Interval($0) }
        #expect(bands.gapsAndOverlaps(step: Amount(1)).gaps.isEmpty)
        let half = bands.gapsAndOverlaps(step: try #require(Amount("0.5")))
        #expect(half.gaps.map(\.description) == ["(69, 70)", "(79, 80)"])
        let overlapping = ["[0, 10]", "[10, 20]"].compactMap { Interval($0) }
        #expect(overlapping.gapsAndOverlaps(step: Amount(1)).overlaps.count == 1)
        #expect(Interval("(95, 96)")?.least(step: amount("0.5")) == Amount("95.5"))
        #expect(Interval("(-3, 0)")?.least(step: Amount(1)) == Amount(-2))
    }
}
