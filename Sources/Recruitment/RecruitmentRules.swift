package import Civil
package import Kernel
package import Policy

/// The national rules of recruitment by their day: a step is judged by the set in force on its own day.
package struct RecruitmentRules: Sendable {
    package struct RuleSet: Sendable {
        package let key: String
        package let from: Day
        package let committeeDecidesWithinMonths: Int
        package let probationMonths: Int
        package let source: Citation
    }

    package let sets: [RuleSet]

    /// - Throws: `policy.bad_value` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "sets"])
        var sets: [RuleSet] = []
        for element in try node.list("sets") {
            try element.only(["key", "from", "committee_decides_within_months", "probation_months", "source"])
            sets.append(
                RuleSet(
                    key: try element.text("key"), from: try element.day("from"),
                    committeeDecidesWithinMonths: try element.integer("committee_decides_within_months", 1...60),
                    probationMonths: try element.integer("probation_months", 1...60), source: try element.citation()))
        }
        self.sets = sets
    }

    package func set(on day: Day) -> RuleSet? { sets.last { $0.from <= day } }

    /// The end of probation, which runs from the day of the branch's vote and ends by the calendar.
    package func probationEnds(votedOn day: Day) -> Day? { set(on: day).map { day.adding(months: $0.probationMonths) } }
}
