import Civil
package import Kernel
import Organisations
package import Policy

/// How long committees serve and when they are reminded, from `config/policy/organisations/terms.yaml`. Pure.
package struct TermRules: Sendable {
    /// The length of the term of those it fits.
    struct Length: Sendable {
        let months: Int
        /// For terms that begin on this day or later.
        let from: Day?
        let kinds: Set<OrganisationKind>
        let levels: Set<Level>
        /// Of the fields; empty for all, those without one included.
        let fields: Set<Field>
        let source: Citation

        func fits(_ organisation: ElectingOrganisation, since: Day) -> Bool {
            (from.map { since >= $0 } ?? true) && (kinds.isEmpty || kinds.contains(organisation.kind))
                && (levels.isEmpty || levels.contains(organisation.level))
                && (fields.isEmpty || organisation.field.map(fields.contains) ?? false)
        }
    }

    let kinds: Set<OrganisationKind>
    let levels: Set<Level>
    /// Months before the end of a term in which the superior reminds.
    let remindMonths: Int
    /// By how many months an election may be moved as a rule (选举工作条例 2020, article 3).
    let shiftMonths: Int
    let shiftSource: Citation
    let lengths: [Length]

    /// - Throws: `policy.bad_value` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only([
            "format", "source", "kinds", "levels", "remind_months", "shift_months", "shift_source", "terms",
        ])
        _ = try node.citation()
        kinds = Set(try node.choices("kinds", OrganisationKind.self))
        levels = Set(try node.choices("levels", Level.self))
        remindMonths = try node.integer("remind_months", 0...60)
        shiftMonths = try node.integer("shift_months", 0...60)
        shiftSource = try node.citation("shift_source")
        var lengths: [Length] = []
        for entry in try node.list("terms", atMost: 100) {
            try entry.only(["months", "from", "kinds", "levels", "fields", "source"])
            lengths.append(
                Length(
                    months: try entry.integer("months", 1...240),
                    from: entry.has("from") ? try entry.day("from") : nil,
                    kinds: entry.has("kinds") ? Set(try entry.choices("kinds", OrganisationKind.self)) : [],
                    levels: entry.has("levels") ? Set(try entry.choices("levels", Level.self)) : [],
                    fields: entry.has("fields") ? Set(try entry.choices("fields", Field.self)) : [],
                    source: try entry.citation()))
        }
        self.lengths = lengths
    }

    /// Whether such an organisation elects.
    func elects(_ organisation: ElectingOrganisation) -> Bool {
        kinds.contains(organisation.kind) && levels.contains(organisation.level)
    }

    /// The months that a term which begins on a day lasts; nil where no rule says it.
    func months(_ organisation: ElectingOrganisation, since: Day) -> Int? {
        lengths.first { $0.fits(organisation, since: since) }?.months
    }
}

/// An organisation as far as the rules of terms ask about it.
struct ElectingOrganisation: Sendable {
    let id: Identifier<Organisation>
    let path: String
    let name: String
    let kind: OrganisationKind
    let level: Level
    let field: Field?
    let since: Day
    let until: Day?
}
