package import Civil

/// Which credits a closed class gives one person. Pure.
package enum CompletionRule {
    package struct Award: Sendable, Equatable {
        package let earned: Day
        package let hours: Hours
        package let completions: Int
    }

    /// One award for each calendar year that the class touches, since hours count in the year in which they were given
    /// (domain practice: a class across the year's end is split); the completion belongs to the last.
    package static func awards(_ sessions: [(day: Day, hours: Hours, mark: Mark?)], ends: Day) -> [Award] {
        var hours: [Int: Hours] = [:]
        for session in sessions where session.mark?.attended ?? false {
            hours[session.day.year, default: .zero] = (hours[session.day.year] ?? .zero) + session.hours
        }
        var awards: [Award] = []
        for year in hours.keys.sorted() where year != ends.year {
            guard let last = Day(year: year, month: 12, day: 31) else { continue }
            awards.append(Award(earned: last, hours: hours[year] ?? .zero, completions: 0))
        }
        awards.append(Award(earned: ends, hours: hours[ends.year] ?? .zero, completions: 1))
        return awards
    }
}
