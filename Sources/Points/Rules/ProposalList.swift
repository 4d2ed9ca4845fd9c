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
    /// - Parameter results: scores and grades of the periods, the latest first.
    package func proposals(group: String?, _ results: [(score: Amount, grade: String?)]) -> [Proposal] {
        proposals(ofBranch: false, group: group, results)
    }

    /// - Parameter means: the mean scores of a branch, the latest first.
    package func proposals(ofBranch means: [Amount]) -> [Proposal] {
        proposals(ofBranch: true, group: nil, means.map { ($0, nil) })
    }

    private func proposals(ofBranch: Bool, group: String?, _ results: [(score: Amount, grade: String?)]) -> [Proposal] {
        proposals.enumerated().compactMap { index, rule in
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
}
