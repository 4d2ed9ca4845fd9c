package import Civil
package import Kernel

/// One line of a subject's ledger, as the rules see it.
package struct PointEntry: Sendable, Equatable {
    package enum Kind: String, Choice {
        case award
        /// On top of an earlier entry.
        case followUp = "follow_up"
        /// Ends a veto or an uncorrected misdeed.
        case repair
        /// Written when a period is closed: what everybody starts from.
        case base
        /// Written when a period is closed: what limits and vetoes changed, so that the entries add up to the score.
        case adjustment
        /// Cancels one earlier entry.
        case reversal

        package var text: Text {
            switch self {
            case .award: Text(zh: "记分", en: "award")
            case .followUp: Text(zh: "追加", en: "follow-up")
            case .repair: Text(zh: "修复", en: "repair")
            case .base: Text(zh: "基础分", en: "base")
            case .adjustment: Text(zh: "结账调整", en: "adjustment")
            case .reversal: Text(zh: "冲销", en: "reversal")
            }
        }
    }

    package let number: Int
    package let kind: Kind
    package let item: String
    /// What the item's arithmetic gave, before any limit.
    package let value: Amount
    /// The day of the event.
    package let happened: Day
    /// The day by which it is counted: that of the event, or the first of the next open period.
    package let counts: Day
    /// The day from which it is in the ledger.
    package let posted: Day
    /// Something that goes on until it is corrected.
    package let isContinuing: Bool
    /// Names the deed, where several items fit one.
    package let act: String?
    /// The level of the award or grade.
    package let level: String?
    /// The earlier entry that a follow-up or repair is about.
    package let follows: Int?
    package let reverses: Int?

    package init(
        number: Int, kind: Kind = .award, item: String, value: Amount, happened: Day, counts: Day? = nil,
        posted: Day? = nil, isContinuing: Bool = false, act: String? = nil, level: String? = nil, follows: Int? = nil,
        reverses: Int? = nil
    ) {
        self.number = number
        self.kind = kind
        self.item = item
        self.value = value
        self.happened = happened
        self.counts = counts ?? happened
        self.posted = posted ?? happened
        self.isContinuing = isContinuing
        self.act = act
        self.level = level
        self.follows = follows
        self.reverses = reverses
    }
}

/// Everything about a subject that a score depends on.
package struct History: Sendable {
    /// In which group from when to when; the last day is not part of it.
    package struct Participation: Sendable, Equatable {
        package let group: String?
        package let since: Day
        package let until: Day?

        package init(group: String?, since: Day, until: Day?) {
            self.group = group
            self.since = since
            self.until = until
        }

        package func contains(_ day: Day) -> Bool { since <= day && until.map { day < $0 } ?? true }
    }

    package struct Exemption: Sendable, Equatable {
        package let key: String
        package let since: Day
        package let until: Day?

        package init(key: String, since: Day, until: Day?) {
            self.key = key
            self.since = since
            self.until = until
        }

        package func contains(_ day: Day) -> Bool { since <= day && until.map { day < $0 } ?? true }
    }

    package let entries: [PointEntry]
    package let participations: [Participation]
    package let exemptions: [Exemption]
    /// For exemptions by age.
    package let born: Day?
    /// What the period before ended with, for bases that are carried on.
    package let carried: Amount?

    package init(
        entries: [PointEntry], participations: [Participation] = [], exemptions: [Exemption] = [], born: Day? = nil,
        carried: Amount? = nil
    ) {
        self.entries = entries
        self.participations = participations
        self.exemptions = exemptions
        self.born = born
        self.carried = carried
    }

    package func group(on day: Day) -> String? { participations.first { $0.contains(day) }?.group ?? nil }
}
