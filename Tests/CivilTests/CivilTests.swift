import Civil
import Kernel
import Testing

private func day(_ text: String) throws -> Day { try #require(Day(text)) }

/// Calendar arithmetic at its edges.
struct DayTests {
    @Test(arguments: [
        ("2014-01-31", 1, "2014-02-28"), ("2016-01-31", 1, "2016-02-29"), ("2016-02-29", 12, "2017-02-28"),
        ("2014-05-09", 24, "2016-05-09"), ("2014-08-31", 6, "2015-02-28"), ("2014-03-31", -1, "2014-02-28"),
    ])
    func monthsAreCalendarMonthsWithMonthEndClamping(from: String, months: Int, to: String) throws {
        #expect(try day(from).adding(months: months) == day(to))
    }

    @Test(arguments: ["2014-02-30", "2014-13-01", "2014-00-10", "2015-02-29", "not a day", "", "2014-5", "20140230"])
    func daysThatAreNoneAreRefused(text: String) { #expect(Day(text) == nil) }

    @Test(arguments: ["2014-05-09", "2014/5/9", "2014.5.9", "20140509", "2014年5月9日"])
    func officeSpellingsOfOneDay(text: String) throws { #expect(try day(text).description == "2014-05-09") }

    @Test func everyDayOfFourCenturiesComesBack() {
        var number = Day(year: 1900, month: 1, day: 1)?.number ?? 0
        let last = Day(year: 2300, month: 1, day: 1)?.number ?? 0
        while number <= last {
            let (year, month, day) = Day(number: number).components
            #expect(Day(year: year, month: month, day: day)?.number == number)
            number += 1
        }
    }

    @Test func agesTurnOnTheBirthday() throws {
        let born = try day("1990-05-09")
        #expect(try day("2008-05-08").age(bornOn: born) == 17)
        #expect(try day("2008-05-09").age(bornOn: born) == 18)
        #expect(try day("2008-05-10").age(bornOn: born) == 18)
        #expect(try day("2017-02-28").age(bornOn: day("2000-02-29")) == 16)
        #expect(try day("2017-03-01").age(bornOn: day("2000-02-29")) == 17)
    }

    @Test func weekdays() throws {
        #expect(try day("2014-05-09").weekday == 5)
        #expect(try day("1970-01-01").weekday == 4)
    }
}

struct IDNumberTests {
    @Test func theExampleOfTheStandardIsRight() throws {
        // GB 11643-1999, section 5, example.
        #expect(try IDNumber("11010519491231002X").characters == "11010519491231002X")
        #expect(try IDNumber("11010519491231002x").birth == day("1949-12-31"))
    }

    @Test func eachDefectIsNamed() {
        func defect(_ text: String) -> IDNumber.Defect? {
            do {
                _ = try IDNumber(text)
                return nil
            } catch { return error }
        }
        if case .checkDigit = defect("110105194912310021") {} else { Issue.record("check digit") }
        if case .birthDate = defect("11010519490231002X") {} else { Issue.record("birth date") }
        if case .length(17) = defect("1101051949123100") {
        } else if case .length = defect("1101051949123100") {
        } else {
            Issue.record("length")
        }
        if case .character = defect("1101051949123100AX") {} else { Issue.record("character") }
    }

    @Test func changingAnyDigitIsNoticed() throws {
        let right = Array("11010519491231002X")
        for position in 0..<17 {
            for digit in "0123456789" where digit != right[position] {
                var wrong = right
                wrong[position] = digit
                #expect(throws: IDNumber.Defect.self) { try IDNumber(String(wrong)) }
            }
        }
    }

    @Test func descriptionsAreMasked() throws {
        #expect("\(try IDNumber("11010519491231002X"))" == "****")
    }
}

struct CivilValueTests {
    @Test func workingDaysFollowTheNoticeAndSayWhenThereIsNone() throws {
        let notice = WorkingDays.Notice(
            year: 2026, document: "n", off: [try day("2026-10-01"), try day("2026-10-02")],
            working: [try day("2026-10-10")])
        let days = WorkingDays([notice])
        #expect(days.isWorking(try day("2026-10-01")).value == false)
        #expect(days.isWorking(try day("2026-10-10")).value == true)
        #expect(days.isWorking(try day("2026-10-11")).value == false)
        #expect(days.isWorking(try day("2027-10-11")).provisional)
        #expect(days.day(2, from: try day("2026-09-30")).value.description == "2026-10-05")
    }

    @Test func hoursAreExactTenths() {
        #expect(Hours("4.5")?.tenths == 45)
        #expect(Hours("4.55") == nil)
        for sign in ["-1", "+4", "-0", "", "."] { #expect(Hours(sign) == nil) }
        #expect((Hours(tenths: -85)).description == "-8.5")
        #expect([Hours(tenths: 1), Hours(tenths: 2)].sum().description == "0.3")
    }

    @Test func creditCodesAreChecked() {
        // The code of the standard's appendix and the same with two characters changed places.
        #expect(CreditCode("91350100M000100Y43") != nil)
        #expect(CreditCode("91350100M000100Y34") == nil)
    }
}
