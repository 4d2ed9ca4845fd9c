import Civil
package import Kernel
package import Policy

/// Reads a scheme's file into a value; every error names file, line and key. What one item refers to is looked up at
/// the end, so that the order of a file's parts is free.
package struct SchemeReader {
    /// Rules compare items and tables with each other.
    static let mostItems = 3000
    static let mostTables = 20
    private let include: (String) throws(AppError) -> RuleNode
    var draft = Scheme()
    var defaults = ItemDefaults()

    /// What items get that say nothing of their own, by the sign of their value.
    struct ItemDefaults {
        var bonusValidity: ValidityRule?
        var penaltyValidity: ValidityRule?
        var repetition: Repetition?
    }

    /// - Parameter include: finds a file that the scheme names, such as a table of items that two schemes share.
    package init(include: @escaping (String) throws(AppError) -> RuleNode) { self.include = include }

    package static func read(_ node: RuleNode, include: @escaping (String) throws(AppError) -> RuleNode)
        throws(AppError) -> Scheme
    {
        var reader = SchemeReader(include: include)
        return try reader.scheme(node)
    }

    mutating func scheme(_ node: RuleNode) throws(AppError) -> Scheme {
        try node.only([
            "format", "key", "version", "name", "source", "subject", "in_force", "period", "counting", "places", "base",
            "total", "blocks", "items", "include", "defaults", "one_act", "groups", "exemptions", "grades", "shares",
            "ranking", "roll_up", "parts", "process", "proposals", "local", "sheets", "open_questions", "examples",
        ])
        guard try node.text("format") == "points-scheme/1" else {
            throw try node.node("format").problem(Text(zh: "应为 points-scheme/1", en: "expected points-scheme/1"))
        }
        draft.key = try key(node.node("key"))
        draft.version = try node.text("version")
        draft.name = try node.bothLanguages("name")
        draft.source = try node.citation()
        draft.subject = try node.choice("subject", default: .person)
        draft.inForce = try inForce(node.node("in_force"))
        draft.period = try period(node.node("period"))
        draft.counting = try node.choice("counting", default: .period)
        draft.places = try node.optional("places")?.integer(0...4) ?? 4
        if let base = node.optional("base") { draft.base = try self.base(base) }
        if let total = node.optional("total") {
            try total.only(["cap", "floor", "bonus_cap", "penalty_cap"])
            draft.total = try total.bounds()
        }
        if let defaults = node.optional("defaults") { try read(defaults: defaults) }
        if let process = node.optional("process") { draft.process = try self.process(process, onto: ProcessRule()) }
        try groupsAndGrades(node)
        if node.has("blocks") {
            for block in try node.list("blocks", atMost: 500) { draft.blocks.append(try self.block(block)) }
        }
        if node.has("items") {
            for item in try node.list("items", atMost: Self.mostItems) {
                try Wanted.check(every: 32, draft.items.count)
                draft.items.append(try self.item(item))
            }
        }
        if node.has("include") {
            for table in try node.list("include", atMost: Self.mostTables) { try included(table) }
        }
        try rest(node)
        try check(node)
        if node.has("examples") {
            for example in try node.list("examples", atMost: 500) { draft.examples.append(try self.example(example)) }
        }
        draft.index()
        return draft
    }

    func key(_ node: RuleNode) throws(AppError) -> String {
        let key = try node.text()
        let fits = key.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x41 && $0 <= 0x5A) || $0 == 0x2D
                || $0 == 0x5F
        }
        guard fits, (1...40).contains(key.utf8.count) else {
            throw node.problem(
                Text(zh: "应为 1 到 40 个字母、数字、- 或 _", en: "expected 1 to 40 letters, digits, - or _"))
        }
        return key
    }

    private func inForce(_ node: RuleNode) throws(AppError) -> (Day, Day?) {
        try node.only(["from", "until"])
        let (from, until) = (try node.day("from"), try node.optional("until")?.day())
        if let until, until <= from { throw node.problem(Text(zh: "止日不晚于起日", en: "it ends before it begins")) }
        return (from, until)
    }

    private func period(_ node: RuleNode) throws(AppError) -> PeriodRule {
        if let word = try? node.text() {
            guard let window = Window(rawValue: word), window != .day else {
                throw node.problem(
                    Text(
                        zh: "应为 month、quarter、half_year、year，或 {months, from}",
                        en: "expected month, quarter, half_year, year, or {months, from}"))
            }
            return PeriodRule(months: window.months, anchor: Window.epoch)
        }
        try node.only(["months", "from"])
        let from = try node.day("from")
        guard from.components.day == 1 else {
            throw try node.node("from").problem(Text(zh: "应为某月一日", en: "expected the first of a month"))
        }
        return PeriodRule(months: try node.integer("months", 1...120), anchor: from)
    }

    private func base(_ node: RuleNode) throws(AppError) -> BaseRule {
        if (try? node.text()) != nil { return .fixed(try node.amount()) }
        try node.only(["carried", "share", "first"])
        return .carried(
            from: try node.node("carried").choice(BaseRule.Carried.self), share: try node.node("share").ratio(),
            first: try node.amount("first"))
    }

    private mutating func read(defaults node: RuleNode) throws(AppError) {
        try node.only(["bonus_validity", "penalty_validity", "penalty_repeat"])
        defaults.bonusValidity = try node.optional("bonus_validity").map { node throws(AppError) in try validity(node) }
        defaults.penaltyValidity = try node.optional("penalty_validity").map { node throws(AppError) in
            try validity(node)
        }
        defaults.repetition = try node.optional("penalty_repeat").map { node throws(AppError) in try repetition(node) }
    }

    private func block(_ node: RuleNode) throws(AppError) -> Block {
        try node.only(["key", "name", "parent", "start", "cap", "floor", "bonus_cap", "penalty_cap"])
        return Block(
            key: try key(node.node("key")), name: try node.bothLanguages("name"),
            parent: try node.optionalText("parent"),
            start: try node.optionalAmount("start") ?? .zero, bounds: try node.bounds(), line: node.line)
    }

    /// A table of items in a file of its own, of which a scheme takes those of some scopes.
    private mutating func included(_ node: RuleNode) throws(AppError) {
        try node.only(["file", "scopes"])
        let name = try node.text("file")
        guard !name.contains("/"), !name.contains("..") else {
            throw try node.node("file").problem(Text(zh: "只能写同一文件夹的文件名", en: "expected a file of the same folder"))
        }
        let table = try include(name)
        try table.only(["format", "source", "items"])
        guard try table.text("format") == "points-items/1" else {
            throw try table.node("format").problem(Text(zh: "应为 points-items/1", en: "expected points-items/1"))
        }
        let scopes = try node.optionalWords("scopes")
        for item in try table.list("items", atMost: Self.mostItems) {
            if let scopes {
                guard scopes.contains(try item.text("scope")) else { continue }
            }
            draft.items.append(try self.item(item, lineOffset: 100_000))
        }
    }

    func process(_ node: RuleNode, onto base: ProcessRule) throws(AppError) -> ProcessRule {
        try node.only([
            "direct", "claimants", "owner", "evidence", "reviews", "publicity_working_days", "answer_working_days",
            "expires_after", "claim_within", "closed_period", "place",
        ])
        var rule = base
        if let direct = node.optional("direct") { rule.isDirect = try direct.flag() }
        if node.has("claimants") { rule.claimants = try node.choices("claimants", ProcessRule.Claimant.self) }
        if let owner = node.optional("owner") {
            try owner.only(["level", "organisation"])
            if let code = try owner.optionalText("organisation") {
                rule.owner = .organisation(code)
            } else {
                rule.owner = .level(try owner.node("level").choice(Level.self))
            }
        }
        if let evidence = node.optional("evidence") { rule.needsEvidence = try evidence.flag() }
        if node.has("reviews") {
            rule.reviews = []
            for review in try node.list("reviews") { rule.reviews.append(try self.review(review)) }
        }
        if let days = node.optional("publicity_working_days") { rule.publicityWorkingDays = try days.integer(0...60) }
        if let days = node.optional("answer_working_days") { rule.answerWorkingDays = try days.integer(0...60) }
        if let term = node.optional("expires_after") { rule.expiresAfter = try term.term() }
        if let term = node.optional("claim_within") { rule.claimWithin = try term.term() }
        rule.closedPeriod = try node.choice("closed_period", default: rule.closedPeriod)
        if let place = try node.optionalText("place") { rule.place = place }
        return rule
    }

    private func review(_ node: RuleNode) throws(AppError) -> ProcessRule.Review {
        try node.only(["key", "name", "by", "from", "refusal"])
        enum By: String, CaseIterable { case subject, reviewer }
        enum Refusal: String, CaseIterable { case rejects, noted }
        return ProcessRule.Review(
            key: try key(node.node("key")), name: try node.bothLanguages("name"),
            bySubject: try node.choice("by", default: By.reviewer) == .subject,
            from: try node.optional("from")?.choice(Level.self),
            refusalIsNoted: try node.choice("refusal", default: Refusal.rejects) == .noted)
    }
}
