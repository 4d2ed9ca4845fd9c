package import Kernel
package import Policy
package import Wire

/// What is decided about a membership besides recruitment (停止党籍, 恢复党籍, 退党, 劝退, 除名, 开除党籍, 死亡).
package enum LifeChange: String, Choice {
    case suspend, restore, withdraw, persuade, remove, expel, die

    package var text: Text {
        switch self {
        case .suspend: Text(zh: "停止党籍", en: "suspension of membership")
        case .restore: Text(zh: "恢复党籍", en: "restoration of membership")
        case .withdraw: Text(zh: "退党", en: "withdrawal")
        case .persuade: Text(zh: "劝其退党", en: "persuaded withdrawal")
        case .remove: Text(zh: "除名", en: "removal from the rolls")
        case .expel: Text(zh: "开除党籍", en: "expulsion")
        case .die: Text(zh: "死亡", en: "death")
        }
    }

    /// How the standing before it ended.
    var ending: MembershipEnding {
        switch self {
        case .suspend: .suspended
        case .restore: .restored
        case .withdraw: .withdrawn
        case .persuade: .persuaded
        case .remove: .removed
        case .expel: .expelled
        case .die: .died
        }
    }

    /// Nothing follows; posts and an open case end with it.
    package var isEnd: Bool { self != .suspend && self != .restore }
}

/// One ground on which a change may be decided.
package struct LifeGround: Sendable {
    package enum Start: String, Choice {
        case ground, suspension

        package var text: Text {
            switch self {
            case .ground: Text(zh: "情形发生之日", en: "the day the ground arose")
            case .suspension: Text(zh: "停止党籍之日", en: "the day of the suspension")
            }
        }
    }

    /// How long something must have been so.
    package struct Wait: Sendable {
        package let months: Int
        package let from: Start
        /// Only after the last day of the months, and not on the day they are full.
        package let isStrict: Bool
    }

    package let key: String
    package let name: Text
    package let from: [MembershipStatus]
    package let wait: Wait?
    package let source: Citation
}

/// The rules of one change with its grounds, as the policy file has them.
package struct LifeRule: Sendable {
    package let change: LifeChange
    package let name: Text
    /// Months after it in which no new application may be filed.
    package let noReturnMonths: Int?
    package let grounds: [LifeGround]
}

/// Every change with its grounds, and how long letters of introduction hold.
package struct LifeRules: Sendable {
    package let rules: [LifeRule]
    /// Days for which a letter holds when nothing else is stated, and the calendar months it holds at most.
    package let letterDays: Int
    package let letterMonthsAtMost: Int
    package let letterSource: Citation

    /// - Throws: `policy.*` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "changes", "letter"])
        var rules: [LifeRule] = []
        for entry in try node.list("changes") {
            let rule = try Self.rule(entry)
            guard !rules.contains(where: { $0.change == rule.change }) else {
                throw entry.problem(Text(zh: "重复的 key", en: "the key appears twice"))
            }
            rules.append(rule)
        }
        guard rules.count == LifeChange.allCases.count else {
            let missing = LifeChange.allCases.filter { change in !rules.contains { $0.change == change } }
            let words = missing.map(\.rawValue).joined(separator: ", ")
            throw node.problem(Text(zh: "缺少 \(words)", en: "\(words) is missing"))
        }
        self.rules = rules
        let letter = try node.node("letter")
        try letter.only(["days", "months_at_most", "source"])
        letterMonthsAtMost = try letter.integer("months_at_most", 1...12)
        letterDays = try letter.integer("days", 1...366)
        letterSource = try letter.citation()
    }

    private static func rule(_ node: RuleNode) throws(AppError) -> LifeRule {
        try node.only(["key", "name", "from", "no_return_months", "grounds"])
        let from = try node.choices("from", MembershipStatus.self)
        var grounds: [LifeGround] = []
        for entry in try node.list("grounds") { grounds.append(try ground(entry, from)) }
        var months: Int?
        if node.has("no_return_months") { months = try node.integer("no_return_months", 1...600) }
        return LifeRule(
            change: try node.node("key").choice(LifeChange.self), name: try node.bothLanguages("name"),
            noReturnMonths: months, grounds: grounds)
    }

    private static func ground(_ node: RuleNode, _ from: [MembershipStatus]) throws(AppError) -> LifeGround {
        try node.only(["key", "name", "months", "counted_from", "strictly_after", "from", "source"])
        var wait: LifeGround.Wait?
        if node.has("months") {
            wait = LifeGround.Wait(
                months: try node.integer("months", 1...600),
                from: try node.node("counted_from").choice(LifeGround.Start.self),
                isStrict: try node.optional("strictly_after")?.flag() ?? false)
        }
        return LifeGround(
            key: try node.text("key"), name: try node.bothLanguages("name"),
            from: node.has("from") ? try node.choices("from", MembershipStatus.self) : from, wait: wait,
            source: try node.citation())
    }

    package func rule(_ change: LifeChange) -> LifeRule? { rules.first { $0.change == change } }
}

/// A ground on which something can be decided, as doors list it.
package struct DecisionGround: Codable, Sendable {
    package let change: LifeChange
    package let ground: String
    package let name: Text
    package let from: [MembershipStatus]
    package let months: Int?
    package let countedFrom: LifeGround.Start?
    package let source: Text
}

extension DecisionGround: Tabular {
    package static let columns: [Column<DecisionGround>] = [
        Column("change", zh: "处理", en: "Change", \.change),
        Column("ground", zh: "依据", en: "Ground", \.ground),
        Column("name", zh: "说明", en: "Meaning", \.name),
        Column("months", zh: "须满月数", en: "Months", \.months),
        Column("counted_from", zh: "起算", en: "Counted from", \.countedFrom),
        Column("from", zh: "适用于", en: "For", \.from),
        Column("source", zh: "出处", en: "Source", \.source),
    ]
}

extension LifeRules {
    package var grounds: Page<DecisionGround> {
        Page(
            whole: rules.flatMap { rule in
                rule.grounds.map { ground in
                    DecisionGround(
                        change: rule.change, ground: ground.key, name: ground.name, from: ground.from,
                        months: ground.wait?.months, countedFrom: ground.wait?.from, source: ground.source.text)
                }
            })
    }

    /// What a ground is called; its key when the rules have it no longer.
    func name(of ground: String, _ change: LifeChange) -> Text {
        rule(change)?.grounds.first { $0.key == ground }?.name ?? .verbatim(ground)
    }
}
