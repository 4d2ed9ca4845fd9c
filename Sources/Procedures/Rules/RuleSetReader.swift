import Civil
package import Kernel
package import Policy

/// Reads rule sets from files. A set can take over the rules of the one before it, renaming each article; what a
/// locality adds comes on top of every national set and can only be further rules.
package struct RuleSetReader {
    private let switches: [String: Bool]

    /// - Parameter switches: settings of rules whose wording is not settled, by rule id.
    package init(switches: [String: Bool] = [:]) { self.switches = switches }

    /// - Parameters:
    ///   - national: files of the sets, by their days.
    ///   - local: files of additions.
    /// - Throws: `policy.bad_value` naming file, line and key.
    package func read(_ national: [RuleNode], local: [RuleNode] = []) throws(AppError) -> RecruitmentRules {
        var sets: [RecruitmentRules.RuleSet] = []
        for (index, node) in national.enumerated() {
            try node.only(["format", "key", "from", "name", "source", "takes_over", "articles", "drops", "rules"])
            let source = try node.citation()
            var rules: [Rule] = []
            for element in try node.list("rules") { rules.append(try rule(element, source.document)) }
            if node.has("takes_over") {
                guard let before = sets.last, before.key == (try node.text("takes_over")) else {
                    throw try node.node("takes_over").problem(
                        Text(zh: "应为前一个规则集", en: "expected the rule set before"))
                }
                rules = try takenOver(before, node, source.document, rules) + rules
            }
            let until = index + 1 < national.count ? try national[index + 1].day("from") : nil
            sets.append(
                RecruitmentRules.RuleSet(
                    key: try node.text("key"), from: try node.day("from"), until: until,
                    name: try node.bothLanguages("name"), source: source, rules: rules))
        }
        for (earlier, later) in zip(sets, sets.dropFirst()) where earlier.from >= later.from {
            throw national[0].problem(Text(zh: "规则集未按日期排列", en: "the rule sets are not in the order of their days"))
        }
        for node in local { sets = try adding(node, to: sets) }
        try checkSwitches(sets)
        for set in sets {
            let ids = set.rules.map(\.id)
            guard Set(ids).count == ids.count else {
                let twice = Dictionary(grouping: ids, by: { $0 }).filter { $1.count > 1 }.keys.sorted()
                throw national[0].problem(
                    Text(
                        zh: "\(set.key)：规则重复：\(twice.joined(separator: ", "))",
                        en: "\(set.key): rules given twice: \(twice.joined(separator: ", "))"))
            }
        }
        return RecruitmentRules(sets: sets)
    }

    /// Only what is not verified, or is off in the files, is a switch: a verified rule stays on.
    /// - Throws: `value.invalid`.
    private func checkSwitches(_ sets: [RecruitmentRules.RuleSet]) throws(AppError) {
        for (id, isOn) in switches.sorted(by: { $0.key < $1.key }) {
            let rules = sets.flatMap { $0.rules.filter { $0.id == id } }
            let allowed = rules.contains { !$0.source.verified || $0.kind == .warning }
            guard isOn && !rules.isEmpty || allowed else {
                throw .invalidValue(
                    "policy.recruitment_switches", id,
                    expected: rules.isEmpty
                        ? Text(
                            zh: "规则编号（dangwu recruitment rules 列出）",
                            en: "a rule's id (dangwu recruitment rules lists them)")
                        : Text(zh: "未核实的规则；已核实的规则不能关闭", en: "a rule that is not verified; a verified one stays on"))
            }
        }
    }

    /// The rules of the set before, cited by their new numbers, but those that are dropped or redefined.
    private func takenOver(
        _ before: RecruitmentRules.RuleSet, _ node: RuleNode, _ document: String, _ new: [Rule]
    ) throws(AppError) -> [Rule] {
        var places: [String: (place: String, verified: Bool)] = [:]
        for (id, value) in try node.node("articles").entries() {
            guard before.rules.contains(where: { $0.id == id }) else {
                throw value.problem(Text(zh: "前一个规则集没有这条规则", en: "the set before has no such rule"))
            }
            let text = try value.text()
            places[id] = (text.replacing("?", with: ""), !text.hasSuffix("?"))
        }
        let dropped = Set(node.has("drops") ? try node.words("drops") : [])
        let replaced = Set(new.map(\.id))
        var rules: [Rule] = []
        for rule in before.rules where !dropped.contains(rule.id) && !replaced.contains(rule.id) {
            var source = rule.source
            if let (place, verified) = places[rule.id] {
                source = Citation(document: document, place: place, verified: verified)
            } else if rule.source.document == before.source.document {
                throw try node.node("articles").problem(
                    Text(zh: "没有「\(rule.id)」的条款号", en: "the article of “\(rule.id)” is missing"))
            }
            rules.append(
                Rule(
                    id: rule.id, facts: rule.facts, kind: rule.kind, milestone: rule.milestone, check: rule.check,
                    name: rule.name, source: source, isOn: rule.isOn))
        }
        return rules
    }

    private func adding(_ node: RuleNode, to sets: [RecruitmentRules.RuleSet]) throws(AppError)
        -> [RecruitmentRules.RuleSet]
    {
        try node.only(["format", "key", "from", "until", "name", "source", "steps", "rules"])
        let document = try node.citation().document
        var extras: [ExtraStep] = []
        for element in try node.has("steps") ? node.list("steps") : [] { extras.append(try extra(element)) }
        let key = try node.text("key")
        let from = try node.day("from")
        let until = try node.optional("until")?.day()
        var added: [Rule] = []
        for element in try node.list("rules") { added.append(try rule(element, document, prefix: key + ".")) }
        // A local rule begins inside a national set: that is cut in two.
        var cut: [RecruitmentRules.RuleSet] = []
        for set in sets {
            var pieces = [set]
            for day in [from, until].compactMap({ $0 }) {
                pieces = pieces.flatMap { piece in
                    guard piece.from < day, piece.until.map({ day < $0 }) ?? true else { return [piece] }
                    return [
                        piece.with(from: piece.from, until: day, piece.rules),
                        piece.with(from: day, until: piece.until, piece.rules),
                    ]
                }
            }
            cut += pieces.map { piece in
                piece.from >= from && until.map { piece.from < $0 } ?? true
                    ? piece.with(
                        from: piece.from, until: piece.until, piece.rules + added, extras: piece.extras + extras)
                    : piece
            }
        }
        for set in cut {
            for rule in set.rules {
                guard case .extras(let keys) = rule.check,
                    let unknown = keys.first(where: { key in !set.extras.contains { $0.key == key } })
                else { continue }
                throw node.problem(
                    Text(
                        zh: "「\(rule.id)」要求的附加步骤「\(unknown)」没有定义",
                        en: "“\(rule.id)” asks for the step “\(unknown)”, which is not declared"))
            }
        }
        return cut
    }

    private func extra(_ node: RuleNode) throws(AppError) -> ExtraStep {
        try node.only(["key", "stage", "name"])
        let word = try node.text("stage")
        guard let stage = Milestone.Stage(rawValue: word) else {
            throw try node.node("stage").problem(Text.listed(Milestone.Stage.allCases.map { ($0.rawValue, $0.text) }))
        }
        return ExtraStep(key: try node.text("key"), stage: stage, name: try node.bothLanguages("name"))
    }

    private func rule(_ node: RuleNode, _ document: String, prefix: String = "") throws(AppError) -> Rule {
        try node.only(["id", "facts", "kind", "at", "check", "name", "article", "document", "verified", "on"])
        let id = prefix + (try node.text("id"))
        let isOn = try node.optional("on")?.flag() ?? true
        return Rule(
            id: id, facts: node.has("facts") ? try node.words("facts") : [],
            kind: try node.node("kind").choice(Rule.Kind.self),
            milestone: try node.node("at").choice(Milestone.self), check: try check(node.node("check")),
            name: try node.bothLanguages("name"),
            source: Citation(
                document: try node.optional("document")?.text() ?? document, place: try node.text("article"),
                verified: try node.optional("verified")?.flag() ?? true),
            isOn: switches[id] ?? isOn)
    }

    private func check(_ node: RuleNode) throws(AppError) -> Check {
        let entries = try node.entries()
        guard entries.count == 1, let (form, value) = entries.first else {
            throw node.problem(Text(zh: "应只有一种形式", en: "expected one form"))
        }
        switch form {
        case "age": return .age(try value.integer(1...120))
        case "age_below": return .ageBelow(try value.integer(1...120))
        case "requires": return .requires(try node.choices("requires", Milestone.self))
        case "evidence": return .evidence(try node.words("evidence"))
        case "extras": return .extras(try node.words("extras"))
        case "quorum": return .quorum
        case "majority": return .majority
        case "secret": return .secret
        case "single": return .single
        case "excusal": return .excusal
        case "counted": return .counted
        case "base": return .base
        case "credited": return .credited
        case "follows": return .follows(try value.choice(Milestone.self))
        case "approver": return .approver(try node.choices("approver", Approver.self))
        default: return try check(form, value)
        }
    }

    private func check(_ form: String, _ value: RuleNode) throws(AppError) -> Check {
        switch form {
        case "after":
            try value.only(["step", "months", "days", "working_days", "strict"])
            return .after(
                try value.node("step").choice(Milestone.self), try span(value),
                isStrict: try value.optional("strict")?.flag() ?? false)
        case "within":
            try value.only(["step", "months", "days", "working_days", "special_months"])
            return .within(
                try value.node("step").choice(Milestone.self), try span(value),
                special: try value.optional("special_months").map { node throws(AppError) in
                    Span(months: try node.integer(1...120))
                })
        case "every":
            try value.only(["months", "days", "from", "until"])
            return .every(
                try span(value), from: try value.node("from").choice(Milestone.self),
                until: try value.choices("until", Milestone.self))
        case "fresh":
            try value.only(["step", "months", "days"])
            return .fresh(try value.node("step").choice(Milestone.self), try span(value))
        case "leaves":
            try value.only(["months", "days"])
            return .leaves(try span(value))
        case "people":
            try value.only(["min", "max"])
            let least = try value.integer("min", 1...10)
            return .people(least...(try value.integer("max", least...10)))
        case "notice":
            try value.only(["step", "working_days"])
            return .notice(
                try value.node("step").choice(Milestone.self), workingDays: try value.integer("working_days", 1...60))
        case "training":
            try value.only(["days", "hours"])
            return .training(days: try value.integer("days", 1...100), hours: try value.integer("hours", 1...1000))
        case "probation":
            try value.only(["months"])
            return .probation(months: try value.integer("months", 1...60))
        case "probation_ended":
            try value.only(["months", "days", "working_days"])
            return .probationEnded(try span(value))
        case "extension":
            try value.only(["times", "min_months", "max_months"])
            let least = try value.integer("min_months", 1...60)
            return .prolongation(
                times: try value.integer("times", 1...9), months: least...(try value.integer("max_months", least...60)))
        case "postponement":
            try value.only(["months"])
            return .postponement(months: try value.integer("months", 1...60))
        default: throw value.problem(Text(zh: "没有这种规则形式", en: "there is no such form of rule"))
        }
    }

    private func span(_ node: RuleNode) throws(AppError) -> Span {
        let span = Span(
            months: try node.optional("months")?.integer(1...120) ?? 0,
            days: try node.optional("days")?.integer(1...3660) ?? 0,
            workingDays: try node.optional("working_days")?.integer(1...250) ?? 0)
        guard span != Span() else { throw node.problem(Text(zh: "缺少期限", en: "the span is missing")) }
        return span
    }
}

extension RecruitmentRules.RuleSet {
    fileprivate func with(from: Day, until: Day?, _ rules: [Rule], extras: [ExtraStep]? = nil) -> Self {
        Self(
            key: key, from: from, until: until, name: name, source: source, rules: rules,
            extras: extras ?? self.extras)
    }
}
