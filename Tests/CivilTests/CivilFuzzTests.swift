import Civil
import Kernel
import TestSupport
import Testing

/// Days, months, amounts, shares, hours, intervals and numbers from any text: nothing traps, and what is read is what
/// is written.
struct CivilFuzzTests {
    @Test func daysAndMonths() {
        var source = FuzzSource(
            seed: 11, valid: ["2014-05-09", "2014/5/9", "20140509", "2014年5月9日", "2014.5.9", "2026-10"],
            pieces: ["-", "/", ".", "年", "月", "日", "20", "1", "31", "02-30"], longest: 60)
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let text = source.text()
            clock.run(Array(text.utf8)) {
                if let day = Day(text) {
                    read += 1
                    #expect(Day(day.description) == day && Day(iso: day.description) == day, "\(text)")
                }
                if let month = Month(text) { #expect(Month(month.description) == month, "\(text)") }
            }
        }
        #expect(read > FuzzSource.cases / 100)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }

    @Test func amountsSharesAndHours() {
        var source = FuzzSource(
            seed: 12, valid: ["4", "-0.5", "+12.25", "1/3", "20%", "0.2", "4.50", "999999999.9999", "65535.9"],
            pieces: ["-", "+", ".", "/", "%", "0", "00", "9", ","], longest: 60)
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let text = source.text()
            clock.run(Array(text.utf8)) {
                if let amount = Amount(text) {
                    read += 1
                    #expect(Amount(amount.description) == amount && amount.magnitude <= .limit, "\(text)")
                }
                if let hours = Hours(text) { #expect(Hours(hours.description) == hours, "\(text)") }
                if let ratio = Ratio(text) {
                    #expect(ratio.denominator > 0, "\(text)")
                    _ = (ratio.description, ratio.of(.max), Amount.limit * ratio)
                }
            }
        }
        #expect(read > FuzzSource.cases / 100)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }

    @Test func intervals() {
        var source = FuzzSource(
            seed: 13, valid: ["[90, 95]", "(1040, 1060]", "> 1060", "<= 599", "7", "≥ 3", "[-1, 1)"],
            pieces: ["[", "]", "(", ")", ",", ">", "<", "=", "≥", "≤", "-"], longest: 60)
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let text = source.text()
            clock.run(Array(text.utf8)) {
                guard let interval = Interval(text) else { return }
                read += 1
                #expect(Interval(interval.description) == interval, "\(text): \(interval)")
                if let least = interval.least(step: Amount(units: 1)) { #expect(interval.contains(least), "\(text)") }
                _ = interval.least(step: .zero)
            }
        }
        #expect(read > FuzzSource.cases / 100)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }

    @Test func numbersOfPeopleAndOrganisations() throws {
        let number = try IDNumber(region: "610102", birth: Day(number: 7300), sequence: 17)
        var source = FuzzSource(
            seed: 14, valid: [number.characters, "11010519491231002X", "91350100M000100Y43"],
            pieces: ["X", "x", " ", "１", "610102", "19491231"], longest: 40)
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let text = source.text()
            clock.run(Array(text.utf8)) {
                if let number = try? IDNumber(text) {
                    read += 1
                    #expect((try? IDNumber(number.characters)) == number, "\(text)")
                    _ = (number.birth, number.isMale)
                }
                if let code = CreditCode(text) { #expect(CreditCode(code.characters) == code, "\(text)") }
            }
        }
        #expect(read > 0)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }
}
