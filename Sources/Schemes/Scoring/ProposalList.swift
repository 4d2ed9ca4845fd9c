package import Civil
package import Kernel

/// What the results of a period suggest to those who decide. Nothing follows from a proposal by itself: discipline,
/// probation and handling have procedures of their own.
package struct Proposal: Sendable, Equatable {
    package let rule: Int
    package let text: Text
    /// The scores it rests on, the latest first.
    package let scores: [Amount]
}

extension Scheme {
    package typealias Result = (score: Amount, grade: String?)

    /// - Parameters:
    ///   - results: scores and grades of the periods, the latest first.
    ///   - rolledUp: those of the long periods that are complete, the latest first.
    package func proposals(group: String?, _ results: [Result], rolledUp: [Result] = []) -> [Proposal] {
        proposals(ofBranch: false, group: group, results, rolledUp)
    }

    /// - Parameter means: the mean scores of a branch, the latest first.
    package func proposals(ofBranch means: [Amount], rolledUp: [Amount] = []) -> [Proposal] {
        proposals(ofBranch: true, group: nil, means.map { ($0, nil) }, rolledUp.map { ($0, nil) })
    }

    private func proposals(ofBranch: Bool, group: String?, _ periods: [Result], _ rolledUp: [Result]) -> [Proposal] {
        proposals.enumerated().compactMap { index, rule in
            let results = rule.isRolledUp ? rolledUp : periods
            guard rule.ofBranch == ofBranch, results.count >= rule.periods,
                rule.groups.map({ $0.contains(group ?? "") }) ?? true
            else { return nil }
            let latest = results.prefix(rule.periods)
            let holds = latest.allSatisfy { result in
                (rule.below.map { result.score < $0 } ?? true)
                    && (rule.grades.isEmpty || rule.grades.contains(result.grade ?? ""))
            }
            return holds ? Proposal(rule: index, text: rule.text, scores: latest.map(\.score)) : nil
        }
    }

    /// The long periods of somebody, the latest first: those whose last short period has been closed.
    /// - Parameters:
    ///   - results: scores by the first day of their period.
    ///   - closed: the first days of all periods that were closed.
    package func rolledUp(_ results: [Day: Amount], closed: Set<Day>, group: String?) -> [Result] {
        guard let rollUp else { return [] }
        let long = Dictionary(grouping: results.keys) { rollUp.into.span(containing: $0).lowerBound }
        return long.keys.sorted(by: >).compactMap { start in
            let end = rollUp.into.span(containing: start).upperBound
            guard closed.contains(period.span(containing: end.adding(days: -1)).lowerBound),
                let score = rollUp.score((long[start] ?? []).sorted().compactMap { results[$0] }, places: places)
            else { return nil }
            return (score, grade(of: score, group: group)?.key)
        }
    }
}
