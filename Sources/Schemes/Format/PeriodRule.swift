package import Civil
package import Kernel

/// The periods by which a scheme counts, as half-open spans of days: months, quarters, halves and years by the
/// calendar, or cycles of several years from a first one on.
package struct PeriodRule: Sendable, Hashable {
    package let months: Int
    /// The first day of some period; the others follow from it.
    package let anchor: Day

    package init(months: Int, anchor: Day) {
        self.months = months
        self.anchor = anchor
    }

    /// The period that a day lies in: its first day and the first day of the next. The day of the event decides, not
    /// that of the entry.
    package func span(containing day: Day) -> Range<Day> {
        let (year, month, _) = day.components
        let (firstYear, firstMonth, _) = anchor.components
        let distance = (year - firstYear) * 12 + month - firstMonth
        let index = (distance >= 0 ? distance : distance - months + 1) / months
        let start = anchor.adding(months: index * months)
        return start..<start.adding(months: months)
    }

    /// The period before the one that begins on a day.
    package func previous(to start: Day) -> Range<Day> { span(containing: start.adding(days: -1)) }

    /// The periods that lie in a span, in order.
    package func spans(in range: Range<Day>) -> [Range<Day>] {
        var spans: [Range<Day>] = []
        var day = range.lowerBound
        while day < range.upperBound {
            let span = span(containing: day)
            spans.append(span)
            day = span.upperBound
        }
        return spans
    }
}

/// A named stretch of the calendar, for periods and for the windows of limits.
package enum Window: String, Sendable, CaseIterable {
    case day, month, quarter
    case halfYear = "half_year"
    case year

    /// Zero for a day.
    package var months: Int {
        switch self {
        case .day: 0
        case .month: 1
        case .quarter: 3
        case .halfYear: 6
        case .year: 12
        }
    }

    package func span(containing day: Day) -> Range<Day> {
        if self == .day { return day..<day.adding(days: 1) }
        return PeriodRule(months: months, anchor: Self.epoch).span(containing: day)
    }

    /// 2000-01-01: the first day of a month, quarter, half and year alike.
    package static let epoch = Day(number: 10_957)

    package var text: Text {
        switch self {
        case .day: Text(zh: "日", en: "day")
        case .month: Text(zh: "月", en: "month")
        case .quarter: Text(zh: "季度", en: "quarter")
        case .halfYear: Text(zh: "半年", en: "half-year")
        case .year: Text(zh: "年", en: "year")
        }
    }
}

/// A length of time by the calendar: so many years, months or days, or working days.
package struct Term: Sendable, Hashable {
    package let months: Int
    package let days: Int

    package init(months: Int = 0, days: Int = 0) {
        self.months = months
        self.days = days
    }

    /// The first day after the term that begins on a day.
    package func end(from day: Day) -> Day { day.adding(months: months).adding(days: days) }

    package var text: Text {
        if months > 0, months % 12 == 0, days == 0 { return Text(zh: "\(months / 12)年", en: "\(months / 12) years") }
        if days == 0 { return Text(zh: "\(months)个月", en: "\(months) months") }
        return Text(zh: "\(days)天", en: "\(days) days")
    }
}
