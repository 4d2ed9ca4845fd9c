import Civil
package import Kernel
import Policy

extension Finding {
    /// What the rule found, in a sentence without the rule's name.
    package var words: Text {
        switch result {
        case .holds: Text(zh: "符合", en: "holds")
        case .early(let first): Text(zh: "最早 \(first)", en: "not before \(first)")
        case .late(let last, nil): Text(zh: "最迟 \(last)", en: "not after \(last)")
        case .late(let last, let special?):
            Text(zh: "最迟 \(last)，特殊情况 \(special)", en: "not after \(last), in special cases \(special)")
        case .missing(let milestones):
            Text(
                zh: "缺少：\(Text.list(milestones.map(\.text)).chinese)",
                en: "missing: \(Text.list(milestones.map(\.text)).english)")
        case .breach: Text(zh: "登记内容不符合", en: "what is recorded breaks it")
        }
    }

    /// The facts that were compared.
    package var basis: String { facts.map { "\($0.name) \($0.value)" }.joined(separator: "; ") }

    package var sentence: Text {
        let basis = basis.isEmpty ? "" : " (\(basis))"
        return Text(
            zh: "\(rule.name.chinese)：\(words.chinese)\(basis)", en: "\(rule.name.english): \(words.english)\(basis)")
    }
}

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

extension Verdict {
    /// What can be done about a refusal.
    package func hint(for step: CaseStep) -> Text {
        var steps: [Text] = []
        var missing: [Milestone] = []
        for finding in refusals {
            if case .missing(let milestones) = finding.result {
                for milestone in milestones where !missing.contains(milestone) { missing.append(milestone) }
            }
        }
        if let firstPermitted, firstPermitted > step.date.first {
            let mark =
                isProvisional
                ? Text(zh: "（当年放假安排未公布，暂定）", en: " (provisional until that year's holidays are announced)")
                : Text.verbatim("")
            steps.append(
                Text(
                    zh: "最早可在 \(firstPermitted) 办理\(mark.chinese)。",
                    en: "The first permitted day is \(firstPermitted)\(mark.english)."))
        }
        if !missing.isEmpty {
            let names = Text.list(missing.map(\.text))
            steps.append(Text(zh: "请先登记：\(names.chinese)。", en: "Record first: \(names.english)."))
        }
        if steps.isEmpty {
            steps.append(
                Text(zh: "请核对登记内容后重新登记，或重新办理这一步。", en: "Correct what is recorded, or do the step again properly."))
        }
        steps.append(
            Text(
                zh: "确已发生的，可写明理由按不规范步骤登记，但后续步骤不能以它为依据。",
                en: "If it did happen, record it as irregular with a reason; no later step can rest on it."))
        return .sentences(steps)
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
