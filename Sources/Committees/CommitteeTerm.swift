package import Civil
package import Kernel
package import Organisations
package import Wire

/// How far the term of a committee has come on a day.
package enum TermState: String, Choice {
    case running, soon, overdue, missing

    package var text: Text {
        switch self {
        case .running: Text(zh: "任期内", en: "running")
        case .soon: Text(zh: "即将届满", en: "ends soon")
        case .overdue: Text(zh: "届满未换", en: "overdue")
        case .missing: Text(zh: "没有登记", en: "none on file")
        }
    }
}

/// An organisation that elects, with the term of its committee on a day.
package struct CommitteeTerm: Codable, Sendable {
    package let organisation: Identifier<Organisation>
    package let code: String
    package let organisationName: String
    package let path: String
    package let kind: OrganisationKind
    /// What the committee is called, such as 第五届委员会.
    package let name: String?
    package let since: Day?
    /// The day of the next election by the length of the term.
    package let due: Day?
    /// The day to which the superior moved it.
    package let extended: Day?
    package let document: String?
    package let state: TermState
    /// Whole months since the election was due; nil unless it is overdue.
    package let monthsOver: Int?
}

extension CommitteeTerm: Tabular {
    package static let columns: [Column<CommitteeTerm>] = [
        Column("code", zh: "组织编码", en: "Code", \.code),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("kind", zh: "类型", en: "Kind", \.kind),
        Column("name", zh: "届次", en: "Committee", \.name),
        Column("since", zh: "当选", en: "Elected", \.since),
        Column("due", zh: "应换届", en: "Due", \.due),
        Column("extended", zh: "延期至", en: "Moved to", \.extended),
        Column("state", zh: "状态", en: "State", \.state),
        Column("months_over", zh: "超期（月）", en: "Months over", \.monthsOver),
        Column("document", zh: "文号", en: "Document", \.document),
    ]
}

/// Which terms are wanted.
package struct TermQuery: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?
    package let state: [TermState]?
    package let asOf: Day?

    package init(scope: Reference<Organisation>? = nil, state: [TermState]? = nil, asOf: Day? = nil) {
        self.scope = scope
        self.state = state
        self.asOf = asOf
    }

    package static let memberTexts = [
        "state": Text(
            zh: "running（任期内）、soon（六个月内届满）、overdue（届满未换）或 missing（没有登记），可多选",
            en: "running, soon (ends within six months), overdue or missing; several may be given"),
        "as_of": Text(zh: "按哪一天计算，默认今天", en: "As of which day, by default today"),
    ]
}

/// A committee was elected.
package struct TermOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let since: Day
    package let due: Day?
    package let name: String?
    package let document: String
    package let reason: String?

    package init(
        organisation: Reference<Organisation>, since: Day, due: Day? = nil, name: String? = nil, document: String,
        reason: String? = nil
    ) {
        self.organisation = organisation
        self.since = since
        self.due = due
        self.name = name
        self.document = document
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = [
        "name": .length(200), "document": .length(200), "reason": .length(500),
    ]

    package static let memberTexts = [
        "since": Text(zh: "当选日期，任期从这一天起", en: "Day of the election, from which the term counts"),
        "due": Text(zh: "应换届日期，默认按任期规则推算", en: "Day of the next election, by default as the rules of terms say"),
        "name": Text(zh: "届次，如第五届委员会", en: "What the committee is called, such as 第五届委员会"),
        "reason": Text(zh: "提前或延期超过一年时的理由", en: "Why it was held more than a year early or late"),
    ]
}

package struct TermBegun: Outcome {
    package let organisationName: String
    package let name: String?
    package let since: Day
    package let due: Day
    /// By how many months the election was early (below zero) or late; nil for the first term on file.
    package let shiftedMonths: Int?

    package var summary: Text {
        let begun = Text(
            zh: "\(organisationName)\(name ?? "本届委员会")自 \(since) 起任职，\(due) 应换届。",
            en: "The committee of \(organisationName) serves from \(since); the next election is due on \(due).")
        guard let shiftedMonths, shiftedMonths != 0 else { return begun }
        return .sentences([
            begun,
            shiftedMonths < 0
                ? Text(
                    zh: "比上届届满提前 \(-shiftedMonths) 个月，须经上级批准。",
                    en: "It was \(-shiftedMonths) months early, which the superior has to approve.")
                : Text(
                    zh: "比上届届满推迟 \(shiftedMonths) 个月，须经上级批准。",
                    en: "It was \(shiftedMonths) months late, which the superior has to approve."),
        ])
    }
}

/// The superior moves the election of the present committee to a later day.
package struct TermExtensionOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let until: Day
    package let document: String
    package let reason: String
    package let anyway: Bool?

    package init(
        organisation: Reference<Organisation>, until: Day, document: String, reason: String, anyway: Bool? = nil
    ) {
        self.organisation = organisation
        self.until = until
        self.document = document
        self.reason = reason
        self.anyway = anyway
    }

    package static let memberLimits: [String: MemberLimit] = ["document": .length(200), "reason": .length(500)]

    package static let memberTexts = [
        "until": Text(zh: "延期到哪一天换届", en: "The day of the election"),
        "anyway": Text(zh: "超过一年也登记", en: "Also by more than a year"),
    ]
}

package struct TermExtended: Outcome {
    package let organisationName: String
    package let due: Day
    package let until: Day

    package var summary: Text {
        Text(
            zh: "\(organisationName)应于 \(due) 换届，经批准延期至 \(until)。",
            en: "The election of \(organisationName), due on \(due), is moved to \(until).")
    }
}

/// A term that was entered by mistake.
package struct TermWithdrawal: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let since: Day?
    package let reason: String

    package init(organisation: Reference<Organisation>, since: Day? = nil, reason: String) {
        self.organisation = organisation
        self.since = since
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = ["reason": .length(500)]

    package static let memberTexts = [
        "since": Text(zh: "撤回哪一天起的那一届，默认最近一届", en: "Which term, by its first day; by default the last")
    ]
}

package struct TermWithdrawn: Outcome {
    package let organisationName: String
    package let since: Day

    package var summary: Text {
        Text(
            zh: "已撤回\(organisationName)自 \(since) 起的一届。",
            en: "Withdrew the term of \(organisationName) from \(since) on.")
    }
}
