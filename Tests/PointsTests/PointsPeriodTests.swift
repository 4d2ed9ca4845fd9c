import Civil
import Kernel
import Points
import Testing

struct PointsPeriodTests {
    @Test(arguments: [
        (PointsPeriod.month, "2016-02-29", "2016-02-01", "2016-03-01"),
        (.quarter, "2016-03-31", "2016-01-01", "2016-04-01"),
        (.quarter, "2016-04-01", "2016-04-01", "2016-07-01"), (.halfYear, "2016-07-01", "2016-07-01", "2017-01-01"),
        (.year, "2016-12-31", "2016-01-01", "2017-01-01"),
    ])
    func periodsBeginAndEndByTheCalendar(period: PointsPeriod, day: String, start: String, end: String) throws {
        let span = period.span(containing: try #require(Day(day)))
        #expect(span.lowerBound.description == start && span.upperBound.description == end)
    }

    @Test func everyDayLiesInThePeriodItIsGiven() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2000 {
            let day = Day(number: 10_000 + random.below(20_000))
            for period in PointsPeriod.allCases { #expect(period.span(containing: day).contains(day)) }
        }
    }
}
