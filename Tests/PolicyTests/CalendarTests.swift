import Civil
import Policy
import Testing

/// The calendars on file: every notice against the regulation behind it, and years without a notice.
struct CalendarTests {
    let days: WorkingDays

    init() throws { days = try PolicyLoader().workingDays() }

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    /// Working days of a year are its weekdays less the statutory days, each of which is made good when it falls on a
    /// weekend; 2015 had one day more and 2020 a prolonged Spring Festival. Days moved over the turn of the year count
    /// for the other one.
    @Test(arguments: [
        (2010, 250), (2011, 250), (2012, 249), (2013, 250), (2014, 250), (2015, 249), (2016, 250), (2017, 249),
        (2018, 250), (2019, 250), (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248),
        (2026, 248),
    ])
    func aYearHasAsManyWorkingDaysAsItsNoticeSays(_ year: Int, _ count: Int) throws {
        let answer = days.count(from: try day("\(year)-01-01"), through: try day("\(year)-12-31"))
        #expect(answer.value == count)
        #expect(!answer.provisional)
    }

    @Test(arguments: [
        // New Year 2019 begins in the year before; its exchange day, too.
        ("2018-12-29", true), ("2018-12-31", false),
        // Labour Day 2019 was lengthened by a second notice.
        ("2019-05-02", false), ("2019-05-05", true),
        ("2015-09-03", false), ("2015-09-06", true), ("2020-01-31", false),
        ("2014-02-07", true), ("2025-01-28", false), ("2026-10-10", true),
    ])
    func exchangedDaysAreTaken(_ text: String, _ works: Bool) throws {
        let answer = days.isWorking(try day(text))
        #expect(answer.value == works && !answer.provisional)
    }

    @Test(arguments: [
        ("2027-01-01", false, false), ("2027-02-05", false, false), ("2027-02-08", false, false),
        ("2027-05-02", false, false), ("2027-06-09", false, false), ("2027-09-15", false, false),
        ("2027-10-03", false, false), ("2027-10-04", true, true), ("2027-02-09", true, true),
        ("2027-03-06", false, true), ("2027-03-05", true, true),
    ])
    func aYearWithoutNoticeKeepsStatutoryDaysOffAndTheRestProvisional(
        _ text: String, _ works: Bool, _ provisional: Bool
    ) throws {
        let answer = days.isWorking(try day(text))
        #expect(answer.value == works)
        #expect(answer.provisional == provisional)
    }

    /// 2007 has no notice on file: three days of May by the edition of 1999, no Qingming.
    @Test func theEditionInForceOnTheDayDecides() throws {
        #expect(!days.isWorking(try day("2007-05-03")).value)
        #expect(days.isWorking(try day("2007-04-05")).value)
        #expect(!days.isWorking(try day("2008-04-04")).value)
        #expect(days.isWorking(try day("2008-05-02")).value)
    }
}
