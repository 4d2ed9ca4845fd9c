import Civil
import Kernel
import TestSupport
import Testing

/// What nobody can mean, at the edge and on either side of it.
struct PlausibleTests {
    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? AppError)?.code ?? "\(error)" }
    }

    @Test(arguments: [
        ("1921-06-30", false), ("1921-07-01", true), ("1921-07-02", true), ("2200-12-30", true), ("2200-12-31", true),
        ("2201-01-01", false),
    ])
    func daysEndSomewhere(day: String, isPlausible: Bool) {
        #expect(code { try Plausible.day(TestSupport.day(day), "on") } == (isPlausible ? nil : "value.invalid"))
    }

    @Test(arguments: [("2026-11-24", true), ("2026-11-25", true), ("2026-11-26", false)])
    func whatHappenedLiesInThePast(day: String, isPlausible: Bool) {
        let today = TestSupport.day("2026-11-25")
        #expect(
            code { try Plausible.past(TestSupport.day(day), "on", today: today) }
                == (isPlausible ? nil : "value.invalid"))
    }

    @Test(arguments: [
        (Int.min, false), (-1, false), (0, true), (1, true), (9_999_999, true), (10_000_000, true), (10_000_001, false),
        (Int.max, false),
    ])
    func countsHaveARange(number: Int, isPlausible: Bool) {
        #expect(code { try Plausible.count(number, "n") } == (isPlausible ? nil : "value.invalid"))
    }

    @Test func wordsHaveAnEndAndSteerNothing() {
        for (text, expected) in [
            ("汉", nil), ("汉字", nil), ("汉字字", "value.invalid"), ("", "value.missing"), (" \n", "value.missing"),
            ("a\u{1B}", "value.invalid"), ("a\u{202E}", "value.invalid"), ("\u{0}", "value.invalid"), ("a\n", nil),
        ] as [(String, String?)] {
            #expect(code { try Plausible.words(text, "w", atMost: 2) } == expected, "\(text.debugDescription)")
        }
        #expect(
            code { try Plausible.words(optional: nil, "w", atMost: 2) } == nil
                && code { try Plausible.words(optional: " ", "w", atMost: 2) } == nil)
    }

    @Test func errorsRepeatLittleAndNoNumberOfAPerson() {
        #expect("陕西\u{202E}省\u{7}".quotable == "陕西省")
        #expect(String(repeating: "长", count: 41).quotable == String(repeating: "长", count: 40) + "…")
        #expect("610116001001".quotable == "610116001001")
        #expect("materials990001197803310115".quotable == "materials…")
        #expect(
            AppError.invalidValue("number", "990001197803310115", expected: .verbatim("x")).message.english.contains(
                "9900") == false)
    }
}
