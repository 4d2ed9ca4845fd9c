package import Civil
package import Kernel
package import Policy

/// A step that a locality adds to the national ones.
package struct ExtraStep: Sendable, Hashable {
    package let key: String
    package let stage: Milestone.Stage
    package let name: Text
}

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
        /// Steps that localities add.
        package let extras: [ExtraStep]
        /// Those that are on, by the milestone they judge.
        private let byMilestone: [Milestone: [Rule]]
        /// Months of probation; one year in every set.
        let probationMonths: Int

        init(
            key: String, from: Day, until: Day?, name: Text, source: Citation, rules: [Rule],
            extras: [ExtraStep] = []
        ) {
            self.key = key
            self.from = from
            self.until = until
            self.name = name
            self.source = source
            self.rules = rules
            self.extras = extras
            byMilestone = Dictionary(grouping: rules.filter(\.isOn), by: \.milestone)
            probationMonths =
                rules.lazy.compactMap { rule in
                    if case .probation(let months) = rule.check { months } else { nil }
                }.first ?? 12
        }

        func rules(at milestone: Milestone) -> [Rule] { byMilestone[milestone] ?? [] }
    }

    /// By their days, without a gap.
    package let sets: [RuleSet]

    package init(sets: [RuleSet]) { self.sets = sets }

    package func set(on day: Day) -> RuleSet? { sets.last { $0.from <= day } }

    package func rule(_ id: String, on day: Day) -> Rule? { set(on: day)?.rules.first { $0.id == id } }
}

extension RecruitmentRules.RuleSet {
    /// The national nodes: milestones on which a gate of the set rests, and the two decisions that end a case.
    package var nodes: Set<Milestone> {
        var nodes: Set<Milestone> = [.fullApproval, .archive]
        for rule in rules where rule.kind == .gate && rule.isOn {
            switch rule.check {
            case .requires(let milestones): nodes.formUnion(milestones)
            case .after(let milestone, _, _), .notice(let milestone, _), .follows(let milestone):
                nodes.insert(milestone)
            default: continue
            }
        }
        return nodes
    }
}
