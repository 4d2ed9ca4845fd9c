package import Civil
import Kernel

/// The periods by which schemes reckon, as half-open spans of days.
package enum PointsPeriod: String, Sendable, CaseIterable {
    case month, quarter
    case halfYear = "half_year"
    case year

    private var months: Int {
        switch self {
        case .month: 1
        case .quarter: 3
        case .halfYear: 6
        case .year: 12
        }
    }

    /// The period that a day lies in: its first day and the first day of the next. The day of the event decides, not
    /// that of the entry.
    package func span(containing day: Day) -> Range<Day> {
        let (year, month, _) = day.components
        let first = (month - 1) / months * months + 1
        let start = Day(year: year, month: first, day: 1) ?? day
        return start..<start.adding(months: months)
    }
}
