import Civil
import Kernel
import Policy
import Sheets

/// Groups, grades, shares, proposals, sheets and examples.
extension SchemeReader {
    mutating func groupsAndGrades(_ node: RuleNode) throws(AppError) {
        if node.has("groups") {
            for group in try node.list("groups", atMost: 200) {
                try group.only(["key", "name", "base", "graded", "ranked_as"])
                let key = try key(group.node("key"))
                draft.groups.append(
                    Group(
                        key: key, name: try group.bothLanguages("name"),
                        base: try group.optionalAmount("base"), isGraded: try group.optional("graded")?.flag() ?? true,
                        rankedAs: try group.optionalText("ranked_as") ?? key, line: group.line))
            }
        }
        if node.has("exemptions") {
            for rule in try node.list("exemptions", atMost: 200) {
                try rule.only(["key", "name", "treatment", "from_age", "place"])
                draft.exemptions.append(
                    ExemptionRule(
                        key: try key(rule.node("key")), name: try rule.bothLanguages("name"),
                        treatment: try rule.choice("treatment", default: .excluded),
                        fromAge: try rule.optional("from_age")?.integer(16...120), place: try rule.text("place")))
            }
        }
        if node.has("grades") {
            for grade in try node.list("grades", atMost: 100) {
                try grade.only(["key", "name", "score", "groups"])
                draft.grades.append(
                    Grade(
                        key: try key(grade.node("key")), name: try grade.bothLanguages("name"),
                        score: try grade.optional("score").map { node throws(AppError) in try node.interval() },
                        groups: try grade.optionalWords("groups"), line: grade.line))
            }
        }
    }

    mutating func rest(_ node: RuleNode) throws(AppError) {
        if let act = node.optional("one_act") {
            try act.only(["bonus", "penalty", "place"])
            draft.oneAct = OneActRule(
                bonus: try act.choice("bonus", default: .each), penalty: try act.choice("penalty", default: .each),
                place: try act.text("place"))
        }
        if node.has("shares") {
            for share in try node.list("shares", atMost: 100) { draft.shares.append(try self.share(share)) }
        }
        if let ranking = node.optional("ranking") {
            try ranking.only(["ties", "by_group"])
            draft.ranking = RankingRule(
                ties: try ranking.choice("ties", default: .competition), byGroup: try ranking.flag("by_group"))
        }
        if let rollUp = node.optional("roll_up") {
            try rollUp.only(["into", "way"])
            draft.rollUp = RollUp(
                into: try rollUp.node("into").choice(Window.self), way: try rollUp.node("way").choice(RollUp.Way.self))
        }
        if node.has("parts") {
            for part in try node.list("parts", atMost: 50) {
                try part.only(["scheme", "weight", "out_of"])
                draft.parts.append(
                    Part(
                        scheme: try part.text("scheme"), weight: try part.node("weight").ratio(),
                        outOf: try part.optionalPositive("out_of")))
            }
        }
        if node.has("proposals") {
            for rule in try node.list("proposals", atMost: 100) { draft.proposals.append(try self.proposal(rule)) }
        }
        if let local = node.optional("local") {
            try local.only(["bonus_items", "penalty_items", "value_at_most", "block", "place"])
            draft.local = LocalRule(
                bonusItems: try local.integer("bonus_items", 0...100),
                penaltyItems: try local.integer("penalty_items", 0...100),
                valueAtMost: try local.amount("value_at_most"), block: try local.text("block"),
                place: try local.text("place"))
        }
        try self.sheets(node)
        if node.has("open_questions") {
            for question in try node.list("open_questions", atMost: 500) {
                try question.only(["items", "question", "assumed"])
                draft.openQuestions.append(
                    OpenQuestion(
                        items: try question.optionalWords("items") ?? [],
                        question: try question.bothLanguages("question"), assumed: try question.bothLanguages("assumed")
                    ))
            }
        }
    }

    /// The columns of an office's own sheets.
    private mutating func sheets(_ node: RuleNode) throws(AppError) {
        guard let sheets = node.optional("sheets") else { return }
        for (name, columns) in try sheets.entries() {
            guard let known = SheetLayout.columns[name] else {
                throw columns.problem(
                    Text(
                        zh: "没有这种表；可用：\(SheetLayout.columns.keys.sorted().joined(separator: ", "))",
                        en: "no such sheet; known are \(SheetLayout.columns.keys.sorted().joined(separator: ", "))")
                )
            }
            var layout: [SheetLayoutColumn] = []
            for column in try columns.elements() {
                try column.only(["key", "heading"])
                let key = try column.text("key")
                guard known.contains(where: { $0.key == key }) else {
                    throw try column.node("key").problem(
                        Text(
                            zh: "没有这一列；可用：\(known.map(\.key).joined(separator: ", "))",
                            en: "no such column; known are \(known.map(\.key).joined(separator: ", "))"))
                }
                layout.append(SheetLayoutColumn(key: key, heading: try column.text("heading")))
            }
            // Without them no row could be read.
            for column in known where column.isRequired && !layout.contains(where: { $0.key == column.key }) {
                throw columns.problem(
                    Text(zh: "缺少必需的列 \(column.key)", en: "the required column \(column.key) is missing"))
            }
            draft.sheets[name] = layout
        }
    }

    private func share(_ node: RuleNode) throws(AppError) -> ShareRule {
        try node.only(["grades", "at_most", "at_least", "otherwise", "within", "minimum", "rounds_up", "ties", "place"])
        let most = try node.optional("at_most").map { node throws(AppError) in try node.ratio() }
        let least = try node.optional("at_least").map { node throws(AppError) in try node.ratio() }
        guard (most == nil) != (least == nil) else {
            throw node.problem(Text(zh: "应写 at_most 或 at_least 之一", en: "expected one of at_most and at_least"))
        }
        return ShareRule(
            grades: try node.words("grades"), atMost: most, atLeast: least,
            otherwise: try node.optionalText("otherwise"),
            within: try node.choice("within", default: .branch),
            minimum: try node.optional("minimum")?.integer(0...1000) ?? 0,
            roundsUp: try node.flag("rounds_up"), ties: try node.choice("ties", default: .together),
            place: try node.text("place"), line: node.line)
    }

    private func proposal(_ node: RuleNode) throws(AppError) -> ProposalRule {
        try node.only(["text", "below", "grades", "groups", "of", "over", "periods", "place"])
        enum Of: String, CaseIterable { case subject, branch }
        enum Over: String, CaseIterable { case period, roll_up }
        let over = try node.choice("over", default: Over.period)
        guard over == .period || draft.rollUp != nil else {
            throw try node.node("over").problem(
                Text(zh: "办法没有写明汇总 roll_up", en: "the scheme has no roll_up"))
        }
        return ProposalRule(
            text: try node.bothLanguages("text"), below: try node.optionalAmount("below"),
            grades: try node.optionalWords("grades") ?? [], groups: try node.optionalWords("groups"),
            ofBranch: try node.choice("of", default: Of.subject) == .branch, isRolledUp: over == .roll_up,
            periods: try node.optional("periods")?.integer(1...20) ?? 1, place: try node.text("place"), line: node.line)
    }

    func example(_ node: RuleNode) throws(AppError) -> Example {
        try node.only([
            "name", "on", "group", "groups", "born", "carried", "exemptions", "events", "facts", "score", "grade",
            "explains", "refused", "list", "breaches", "roll_up", "parts", "proposals",
        ])
        let on = try node.day("on")
        var events: [Example.Event] = []
        if node.has("events") {
            for event in try node.list("events", atMost: 300) { events.append(try self.event(event)) }
        }
        var facts: [PointsFact] = []
        if node.has("facts") {
            for (index, fact) in try node.list("facts", atMost: 300).enumerated() {
                try fact.only(["fact", "name", "outcome", "on", "quantity", "reference"])
                facts.append(
                    PointsFact(
                        kind: try fact.node("fact").choice(FactKind.self), name: try fact.optionalText("name") ?? "",
                        outcome: try fact.optionalText("outcome") ?? "", happened: try fact.day("on"),
                        quantity: try fact.optionalAmount("quantity"),
                        reference: try fact.optionalText("reference") ?? "f\(index + 1)"))
            }
        }
        var list: [Example.Listed] = []
        if node.has("list") {
            for (index, line) in try node.list("list", atMost: 500).enumerated() {
                try line.only(["branch", "score", "rated", "grade", "rank"])
                list.append(
                    Example.Listed(
                        key: "s\(index + 1)", branch: try line.optionalText("branch") ?? "-",
                        score: try line.amount("score"), rated: try line.optionalText("rated"),
                        grade: try line.optionalText("grade"), rank: try line.optional("rank")?.integer()))
            }
        }
        var parts: [String: Amount] = [:]
        if let given = node.optional("parts") {
            for (key, value) in try given.entries() { parts[key] = try value.amount() }
        }
        var rollUp: [Amount] = []
        if node.has("roll_up") {
            for score in try node.list("roll_up", atMost: 500) { rollUp.append(try score.amount()) }
        }
        return Example(
            name: try node.text("name"), on: on, history: try history(node), events: events, facts: facts,
            score: try node.optionalAmount("score"), grade: try node.optionalText("grade"),
            explains: try node.optionalWords("explains") ?? [], refused: try node.optionalText("refused"), list: list,
            breaches: try node.optional("breaches")?.integer() ?? 0, rollUp: rollUp, parts: parts,
            proposals: try node.optional("proposals")?.integer(), line: node.line)
    }

    private func history(_ node: RuleNode) throws(AppError) -> History {
        var participations: [History.Participation] = []
        if let group = try node.optionalText("group") {
            participations = [History.Participation(group: group, since: Window.epoch, until: nil)]
        }
        if node.has("groups") {
            for line in try node.list("groups", atMost: 200) {
                try line.only(["group", "since", "until"])
                participations.append(
                    History.Participation(
                        group: try line.optionalText("group"), since: try line.day("since"),
                        until: try line.optional("until")?.day()))
            }
        }
        for line in participations {
            if let group = line.group, !draft.groups.contains(where: { $0.key == group }) {
                throw node.problem(Text(zh: "没有类别「\(group)」", en: "there is no group “\(group)”"))
            }
        }
        var exemptions: [History.Exemption] = []
        if node.has("exemptions") {
            for line in try node.list("exemptions", atMost: 200) {
                try line.only(["key", "since", "until"])
                exemptions.append(
                    History.Exemption(
                        key: try line.text("key"), since: try line.day("since"),
                        until: try line.optional("until")?.day()))
            }
        }
        return History(
            entries: [], participations: participations, exemptions: exemptions, born: try node.optional("born")?.day(),
            carried: try node.optionalAmount("carried"))
    }

    private func event(_ node: RuleNode) throws(AppError) -> Example.Event {
        try node.only([
            "item", "on", "posted", "quantity", "points", "level", "marks", "act", "follows", "reverses", "continuing",
        ])
        var marks: [String: Amount]?
        if let given = node.optional("marks") {
            var values: [String: Amount] = [:]
            for (key, value) in try given.entries() { values[key] = try value.amount() }
            marks = values
        }
        return Example.Event(
            item: try node.optionalText("item") ?? "", on: try node.day("on"),
            posted: try node.optional("posted")?.day(),
            seen: Observation(
                quantity: try node.optionalAmount("quantity"), points: try node.optionalAmount("points"),
                level: try node.optionalText("level"), marks: marks),
            act: try node.optionalText("act"), follows: try node.optional("follows")?.integer(),
            reverses: try node.optional("reverses")?.integer(), isContinuing: try node.flag("continuing"),
            line: node.line)
    }
}
