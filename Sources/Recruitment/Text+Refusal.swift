import Civil
import Kernel
import Policy
import Procedures

extension AppError {
    /// Why a step is refused, by which rule, and when it would be permitted.
    static func refused(_ step: CaseStep, _ verdict: Verdict) -> AppError {
        let (name, day) = (step.milestone.text, step.date.description)
        if let obstacle = verdict.obstacle { return obstacle.refusal(step) }
        let broken = verdict.refusals
        return AppError(
            .conflict, "recruitment.refused",
            Text(
                zh: "「\(name.chinese)」不能记在 \(day)：\(broken.map(\.sentence.chinese).joined(separator: "；"))。",
                en:
                    "“\(name.english)” cannot be on \(day): \(broken.map(\.sentence.english).joined(separator: "; "))."
            ),
            hint: verdict.hint(for: step), rule: broken.map { $0.rule.source.text.chinese }.joined(separator: "；"),
            facts: broken.map { Fact($0.rule.id, $0.words.both) }
                + (verdict.firstPermitted.map { [Fact("first_permitted", $0.description)] } ?? []))
    }
}

extension Verdict.Obstacle {
    fileprivate func refusal(_ step: CaseStep) -> AppError {
        let name = step.milestone.text
        switch self {
        case .content(let shape):
            return .contentMissing(shape)
        case .outcome(let word):
            return .invalidValue(
                "outcome", word.rawValue,
                expected: Text.listed(
                    Resolution.Word.allCases.filter(step.milestone.outcomes.contains).map { ($0.rawValue, $0.text) }))
        case .ended(let end):
            return .caseEnded(CaseState(end))
        case .sealed(let seal):
            return AppError(
                .conflict, "recruitment.sealed",
                Text(
                    zh: "「\(seal.text.chinese)」已经登记，「\(name.chinese)」在它之前，不能再登记。",
                    en:
                        "“\(seal.text.english)” is recorded; “\(name.english)” comes before it and cannot be "
                        + "recorded any more."
                ),
                hint: Text(
                    zh: "登记有误的，请先更正「\(seal.text.chinese)」（dangwu recruitment annul）。",
                    en: "If the record is wrong, annul “\(seal.text.english)” first (dangwu recruitment annul)."))
        case .noRules: return .noRuleSet(step.date.first)
        }
    }
}
