package import Civil
package import Kernel
package import Organisations
import Policy
package import Wire

/// What the number of members of an organisation asks for.
package struct SizeFinding: Codable, Sendable, Equatable {
    package enum Kind: String, Choice {
        case becomeGeneralBranch = "become_general_branch"
        case becomeCommittee = "become_committee"
        case joinOthers = "join_others"
        case electCommittee = "elect_committee"
        case needNoCommittee = "need_no_committee"
        case tooManyOfficers = "too_many_officers"

        package var text: Text {
            switch self {
            case .becomeGeneralBranch: Text(zh: "提请设党总支或分设", en: "set up a general branch, or divide it")
            case .becomeCommittee: Text(zh: "提请设党委", en: "set up a committee")
            case .joinOthers: Text(zh: "提请与邻近单位成立联合党支部", en: "form a joint branch with others nearby")
            case .electCommittee: Text(zh: "应选举支部委员会", en: "elect a committee")
            case .needNoCommittee: Text(zh: "不设支部委员会，设书记一名", en: "no committee, a secretary only")
            case .tooManyOfficers: Text(zh: "支部委员会人数过多", en: "the committee is too large")
            }
        }
    }

    package let organisation: Identifier<Organisation>
    package let code: String
    package let organisationName: String
    package let path: String
    package let finding: Kind
    /// How many there are, and the limit.
    package let count: Int
    package let limit: Int
    /// Who might join, by name.
    package let neighbours: [String]
    /// The rule in words.
    package let rule: Text

    init(_ finding: Kind, _ size: OrganisationSize, _ count: Int, _ limit: Int, _ source: Citation) {
        organisation = size.organisation
        code = size.code
        organisationName = size.organisationName
        path = size.path
        self.finding = finding
        self.count = count
        self.limit = limit
        neighbours = finding == .joinOthers ? size.neighbours : []
        rule = source.text
    }
}

extension SizeFinding: Tabular {
    package static let columns: [Column<SizeFinding>] = [
        Column("code", zh: "组织编码", en: "Code", \.code),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("finding", zh: "建议", en: "Proposal", \.finding),
        Column("count", zh: "现有", en: "Now", \.count),
        Column("limit", zh: "界限", en: "Limit", \.limit),
        Column("neighbours", zh: "可联合的邻近支部", en: "Others nearby") { $0.neighbours.joined(separator: "、") },
        Column("rule", zh: "依据", en: "Rule", \.rule),
    ]
}

/// Whose sizes are wanted.
package struct SizeQuery: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?
    package let asOf: Day?

    package init(scope: Reference<Organisation>? = nil, asOf: Day? = nil) {
        self.scope = scope
        self.asOf = asOf
    }

    package static let memberTexts = ["as_of": Text(zh: "按哪一天计算，默认今天", en: "As of which day, by default today")]
}
