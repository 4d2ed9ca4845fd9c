package import Civil
package import Kernel
package import Policy

/// The rules of recruitment by their day, and what localities add: a step is judged by the set in force on its own day.
package struct RecruitmentRules: Sendable {
    package struct RuleSet: Sendable {
        package let key: String
        package let from: Day
        /// The day on which the next set takes over.
        package let until: Day?
        package let name: Text
        package let source: Citation
        package let rules: [Rule]

        func rules(at milestone: Milestone) -> [Rule] { rules.filter { $0.milestone == milestone && $0.isOn } }

        /// Months of probation; one year in every set.
        var probationMonths: Int {
            for rule in rules {
                if case .probation(let months) = rule.check { return months }
            }
            return 12
        }
    }

    /// By their days, without a gap.
    package let sets: [RuleSet]

    package init(sets: [RuleSet]) { self.sets = sets }

    package func set(on day: Day) -> RuleSet? { sets.last { $0.from <= day } }

    package func rule(_ id: String, on day: Day) -> Rule? { set(on: day)?.rules.first { $0.id == id } }
}
