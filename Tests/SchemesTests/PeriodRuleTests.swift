import Civil
import Kernel
import Schemes
import Testing

struct PeriodRuleTests {
    @Test(arguments: [
        (1, "2016-02-29", "2016-02-01", "2016-03-01"), (3, "2016-03-31", "2016-01-01", "2016-04-01"),
        (3, "2016-04-01", "2016-04-01", "2016-07-01"), (6, "2016-07-01", "2016-07-01", "2017-01-01"),
        (12, "2016-12-31", "2016-01-01", "2017-01-01"), (24, "2015-12-31", "2014-01-01", "2016-01-01"),
        (24, "2016-01-01", "2016-01-01", "2018-01-01"), (24, "2013-12-31", "2012-01-01", "2014-01-01"),
    ])
    func periodsBeginAndEndByTheCalendar(months: Int, day: String, start: String, end: String) throws {
        let rule = PeriodRule(months: months, anchor: try #require(Day("2014-01-01")))
        let span = rule.span(containing: try #require(Day(day)))
        #expect(span.lowerBound.description == start && span.upperBound.description == end)
    }

    @Test func everyDayLiesInThePeriodItIsGiven() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2000 {
            let day = Day(number: 5_000 + random.below(20_000))
            for months in [1, 3, 6, 12, 24] {
                let rule = PeriodRule(months: months, anchor: Window.epoch)
                let span = rule.span(containing: day)
                #expect(span.contains(day))
                #expect(rule.previous(to: span.lowerBound).upperBound == span.lowerBound)
            }
            for window in Window.allCases { #expect(window.span(containing: day).contains(day)) }
        }
    }
}
