import Civil
import Kernel
import Policy

/// Items and how their values are calculated.
extension SchemeReader {
    func item(_ node: RuleNode, lineOffset: Int = 0, isLocal: Bool = false) throws(AppError) -> Item {
        try node.only([
            "id", "block", "text", "value", "veto", "zero", "sets_grade", "groups", "limits", "validity", "repeat",
            "follows", "cause", "automatic", "process", "place", "scope",
        ])
        let value = try node.optional("value").map { node throws(AppError) in try self.value(node) } ?? .fixed(.zero)
        let isPenalty = value.isPenalty
        var limits: [ItemLimit] = []
        if node.has("limits") {
            for limit in try node.list("limits", atMost: 20) { limits.append(try self.limit(limit)) }
        }
        var automatic: [Automatic] = []
        if node.has("automatic") {
            for rule in try node.list("automatic", atMost: 50) { automatic.append(try self.automatic(rule)) }
        }
        let validity = try node.optional("validity").map { node throws(AppError) in try self.validity(node) }
        let repetition = try node.optional("repeat").map { node throws(AppError) in try self.repetition(node) }
        return Item(
            id: try key(node.node("id")), block: try node.text("block"), wording: try node.text("text"), value: value,
            effect: try effect(node), groups: try node.optionalWords("groups"),
            limits: limits.sorted {
                ($0.window?.months ?? draft.period.months) < ($1.window?.months ?? draft.period.months)
            },
            validity: validity ?? (isPenalty ? defaults.penaltyValidity : defaults.bonusValidity),
            // What repairs or tops up an earlier entry cannot be repeated misconduct.
            repetition: repetition ?? (isPenalty && !node.has("follows") ? defaults.repetition : nil),
            follows: try node.optional("follows").map { node throws(AppError) in try follows(node) },
            cause: try node.optional("cause").map { node throws(AppError) in try cause(node) }, automatic: automatic,
            process: try node.optional("process").map { node throws(AppError) in try process(node, onto: draft.process)
            }
                ?? draft.process,
            place: try node.optionalText("place") ?? "", isLocal: isLocal, line: node.line + lineOffset)
    }

    private func effect(_ node: RuleNode) throws(AppError) -> Item.Effect {
        if try node.flag("sets_grade") { return .grade }
        if let zero = node.optional("zero") {
            let target = try zero.text()
            return .zero(block: target == "total" ? nil : target)
        }
        guard let veto = node.optional("veto") else { return .points }
        try veto.only(["score", "grade", "until_corrected"])
        let word = try veto.text("score")
        return .veto(
            Item.Veto(
                score: word == "lowest" ? .lowestOfGrade : .value(try veto.amount("score")),
                grade: try veto.optionalText("grade"), untilCorrected: try veto.flag("until_corrected")))
    }

    private func value(_ node: RuleNode) throws(AppError) -> ValueRule {
        if let word = try? node.text() { return word == "undefined" ? .undefined : .fixed(try node.amount()) }
        if node.has("rate") { return .rate(try rate(node)) }
        if node.has("ladder") { return .ladder(try ladder(node)) }
        if node.has("levels") {
            var levels: [ValueRule.Level] = []
            try node.only(["levels"])
            for level in try node.list("levels", atMost: 200) {
                try level.only(["key", "name", "points", "valid"])
                levels.append(
                    ValueRule.Level(
                        key: try key(level.node("key")), name: try level.bothLanguages("name"),
                        value: try level.amount("points"),
                        validity: try level.optional("valid").map { node throws(AppError) in try node.term() }))
            }
            return .levels(levels)
        }
        if let evaluation = node.optional("evaluation") { return .evaluation(try self.evaluation(evaluation)) }
        try node.only(["from", "to", "step"])
        let (low, high) = (try node.amount("from"), try node.amount("to"))
        guard low < high else { throw node.problem(Text(zh: "from 应小于 to", en: "from must lie below to")) }
        return .range(low, high, step: try node.optionalPositive("step"))
    }

    private func rate(_ node: RuleNode, inLadder: Bool = false) throws(AppError) -> UnitRate {
        // In a ladder the step has the quantity and the unit, and one entry's ends would hold its part alone.
        try node.only(
            inLadder
                ? ["quantity", "rate", "per", "remainder"]
                : ["rate", "per", "unit", "remainder", "quantity", "at_least", "at_most"])
        let per = try node.node("per").positive()
        return UnitRate(
            points: try node.amount("rate"), per: per, unit: inLadder ? "" : try node.text("unit"),
            remainder: try node.choice("remainder", default: .drop),
            quantity: inLadder
                ? nil : try node.optional("quantity").map { node throws(AppError) in try node.interval() },
            atLeast: try node.optionalAmount("at_least"), atMost: try node.optionalAmount("at_most"))
    }

    private func ladder(_ node: RuleNode) throws(AppError) -> Ladder {
        try node.only(["ladder", "unit", "resolution", "steps"])
        var steps: [Ladder.Step] = []
        for step in try node.list("steps", atMost: 200) {
            let quantity = try step.node("quantity").interval()
            if step.has("rate") {
                steps.append(Ladder.Step(quantity: quantity, points: nil, rate: try rate(step, inLadder: true)))
            } else {
                try step.only(["quantity", "points"])
                steps.append(Ladder.Step(quantity: quantity, points: try step.amount("points"), rate: nil))
            }
        }
        guard !steps.isEmpty else { throw node.problem(Text(zh: "没有档次", en: "there are no steps")) }
        return Ladder(
            unit: try node.text("unit"), mode: try node.node("ladder").choice(Ladder.Mode.self),
            resolution: try node.optionalPositive("resolution") ?? Amount(1), steps: steps)
    }

    private func evaluation(_ node: RuleNode) throws(AppError) -> Evaluation {
        try node.only(["sources", "out_of", "into"])
        var sources: [Evaluation.Source] = []
        for source in try node.list("sources", atMost: 50) {
            try source.only(["key", "name", "weight"])
            sources.append(
                Evaluation.Source(
                    key: try key(source.node("key")), name: try source.bothLanguages("name"),
                    weight: try source.node("weight").ratio()))
        }
        guard sources.map(\.weight).isWhole else {
            throw try node.node("sources").problem(Text(zh: "权重之和应为 100%", en: "the weights must come to 100 %"))
        }
        let outOf = try node.node("out_of").positive()
        return Evaluation(sources: sources, outOf: outOf, into: try node.amount("into"))
    }

    private func limit(_ node: RuleNode) throws(AppError) -> ItemLimit {
        try node.only(["per", "cap", "floor", "bonus_cap", "penalty_cap", "times"])
        enum Per: String, CaseIterable { case day, month, quarter, half_year, year, period }
        let per = try node.choice("per", default: Per.period)
        let times = try node.optional("times")?.integer(1...1000)
        let bounds = try node.bounds()
        guard times != nil || !bounds.isEmpty else {
            throw node.problem(Text(zh: "没有写明限额", en: "it limits nothing"))
        }
        return ItemLimit(window: Window(rawValue: per.rawValue), bounds: bounds, times: times)
    }

    func validity(_ node: RuleNode) throws(AppError) -> ValidityRule {
        if node.has("by_size") {
            try node.only(["by_size"])
            var bands: [(Interval, Term)] = []
            for band in try node.list("by_size", atMost: 100) {
                try band.only(["size", "valid"])
                bands.append((try band.node("size").interval(), try band.node("valid").term()))
            }
            return .bySize(bands)
        }
        if node.has("by_level") {
            try node.only(["by_level"])
            return .byLevel(otherwise: try node.node("by_level").term())
        }
        return .term(try node.term())
    }

    func repetition(_ node: RuleNode) throws(AppError) -> Repetition {
        try node.only(["factor", "place"])
        return Repetition(factor: try node.node("factor").ratio(), place: try node.text("place"))
    }

    private func follows(_ node: RuleNode) throws(AppError) -> FollowUp {
        try node.only(["items", "multiply", "add", "repair", "correct", "counts"])
        enum Counts: String, CaseIterable { case own, with_first }
        let way: FollowUp.Way
        if let factor = node.optional("multiply") {
            way = .multiply(try factor.ratio())
        } else if let repair = node.optional("repair") {
            way = .repair((try? repair.text()) == nil ? try repair.term() : nil)
        } else if try node.flag("correct") {
            way = .correct
        } else if try node.flag("add") {
            way = .add
        } else {
            throw node.problem(
                Text(zh: "应写 multiply、add、repair 或 correct", en: "expected multiply, add, repair or correct"))
        }
        return FollowUp(
            items: try node.words("items"), way: way,
            countsWithFirst: try node.choice("counts", default: Counts.own) == .with_first)
    }

    private func cause(_ node: RuleNode) throws(AppError) -> Cause {
        try node.only(["by", "posts"])
        let by = try node.node("by").choice(Cause.By.self)
        let posts = try node.optionalWords("posts") ?? []
        guard (by == .organisation) == !posts.isEmpty else {
            throw node.problem(
                Text(zh: "by: organisation 要写 posts，其他不写", en: "posts belong to by: organisation, and to it alone"))
        }
        return Cause(by: by, posts: posts)
    }

    private func automatic(_ node: RuleNode) throws(AppError) -> Automatic {
        try node.only(["fact", "names", "outcomes", "never_made_up", "total"])
        let kind = try node.node("fact").choice(FactKind.self)
        let when: Automatic.When
        if node.has("outcomes") {
            when = .each(outcomes: try node.words("outcomes"))
        } else if let term = node.optional("never_made_up") {
            when = .neverMadeUp(within: try term.term())
        } else if let total = node.optional("total") {
            when = .total(try total.interval())
        } else {
            throw node.problem(
                Text(zh: "应写 outcomes、never_made_up 或 total", en: "expected outcomes, never_made_up or total"))
        }
        return Automatic(kind: kind, names: try node.optionalWords("names") ?? [], when: when)
    }
}
