package import Civil
package import Kernel
import Policy
package import Procedures
package import Wire

/// Which rules are wanted: all sets, or those in force on a day.
package struct RuleQuery: Codable, Described, Sendable {
    package var asOf: Day?

    package init(asOf: Day? = nil) { self.asOf = asOf }

    package static let memberTexts = [
        "as_of": Text(zh: "只看某日施行的，默认全部版本", en: "Only those in force on a day; every set by default")
    ]
}

/// A rule of one set: what it asks for and where it stands.
package struct RuleLine: Codable, Sendable {
    package let set: String
    package let id: String
    package let kind: Rule.Kind
    package let milestone: Milestone
    package let name: Text
    package let source: Text
    package let verified: Bool
    package let on: Bool
    /// Numbers of the facts that it implements.
    package let facts: [String]

    init(_ set: RecruitmentRules.RuleSet, _ rule: Rule) {
        self.set = set.key
        id = rule.id
        kind = rule.kind
        milestone = rule.milestone
        name = rule.name
        source = rule.source.text
        verified = rule.source.verified
        on = rule.isOn
        facts = rule.facts
    }
}

extension RuleLine: Tabular {
    package static let columns: [Column<RuleLine>] = [
        Column("set", zh: "版本", en: "Set", \.set),
        Column("id", zh: "规则", en: "Rule", \.id),
        Column("kind", zh: "性质", en: "Kind", \.kind),
        Column("milestone", zh: "步骤", en: "Step", \.milestone),
        Column("name", zh: "内容", en: "What it asks", \.name),
        Column("on", zh: "启用", en: "On", \.on),
        Column("verified", zh: "已核对原文", en: "Verified", \.verified),
        Column("source", zh: "出处", en: "Source", \.source),
    ]
}

extension RecruitmentService {
    /// The rules by which steps are judged, by set or those of one day.
    package func ruleList(_ query: RuleQuery, caller: Caller) throws(AppError) -> Page<RuleLine> {
        _ = try caller.with(.readRecruitment)
        var sets = rule.rules.sets
        if let day = query.asOf { sets = rule.rules.set(on: day).map { [$0] } ?? [] }
        return Page(whole: sets.flatMap { set in set.rules.map { RuleLine(set, $0) } })
    }
}
