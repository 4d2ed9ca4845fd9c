package import Kernel
package import Policy

/// How an administrative division becomes an organisation: the rules of `policy/organisations/divisions.yaml`.
package struct DivisionMapping: Sendable {
    package enum DivisionLevel: String, Choice {
        case province, city, county, township, village

        package var text: Text {
            switch self {
            case .province: Text(zh: "省", en: "province")
            case .city: Text(zh: "市", en: "city")
            case .county: Text(zh: "县", en: "county")
            case .township: Text(zh: "乡镇", en: "township")
            case .village: Text(zh: "村", en: "village")
            }
        }

        /// As of ``Level``; a village is what stands lowest.
        package var officeWords: [String] { level.officeWords }

        var level: Level {
            switch self {
            case .province: .province
            case .city: .city
            case .county: .county
            case .township: .township
            case .village: .primary
            }
        }
    }

    struct Rule: Sendable {
        let level: DivisionLevel
        let contains: [String]
        let endsWith: [String]
        let kind: OrganisationKind
        let field: Field?
        let unit: String?
        let name: String
    }

    private let rules: [Rule]

    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "source", "rules"])
        var rules: [Rule] = []
        for rule in try node.list("rules") {
            try rule.only(["level", "contains", "ends_with", "kind", "field", "unit", "name"])
            rules.append(
                Rule(
                    level: try rule.node("level").choice(DivisionLevel.self),
                    contains: rule.has("contains") ? try rule.words("contains") : [],
                    endsWith: rule.has("ends_with") ? try rule.words("ends_with") : [],
                    kind: try rule.node("kind").choice(OrganisationKind.self),
                    field: try rule.optional("field")?.choice(Field.self), unit: try rule.optional("unit")?.text(),
                    name: try rule.text("name")))
        }
        self.rules = rules
    }

    struct Result: Sendable {
        let kind: OrganisationKind
        let field: Field?
        let unitKind: String?
        let name: String
    }

    func organisation(level: DivisionLevel, name: String) -> Result? {
        let rule = rules.first { rule in
            rule.level == level && (rule.contains.isEmpty || rule.contains.contains { name.contains($0) })
                && (rule.endsWith.isEmpty || rule.endsWith.contains { name.hasSuffix($0) })
        }
        return rule.map {
            Result(kind: $0.kind, field: $0.field, unitKind: $0.unit, name: $0.name.replacing("{name}", with: name))
        }
    }
}
