package import Kernel

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
