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
    /// - Parameter completes: false for people who left before the end or did not complete it; they keep what was
    ///   attended.
    package static func awards(
        _ sessions: [(day: Day, hours: Hours, mark: Mark?)], ends: Day, completes: Bool = true
    ) -> [Award] {
        var hours: [Int: Hours] = [:]
        for session in sessions where session.mark?.attended ?? false {
            hours[session.day.year, default: .zero] = (hours[session.day.year] ?? .zero) + session.hours
        }
        var awards: [Award] = []
        for year in hours.keys.sorted() where year != ends.year {
            guard let last = Day(year: year, month: 12, day: 31) else { continue }
            awards.append(Award(earned: last, hours: hours[year] ?? .zero, completions: 0))
        }
        let last = hours[ends.year] ?? .zero
        if completes || last > .zero {
            awards.append(Award(earned: ends, hours: last, completions: completes ? 1 : 0))
        }
        return awards
    }
}
