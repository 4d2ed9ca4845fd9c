package import Civil
package import Kernel
package import Members
package import Wire

/// The obligation that an office, or a member, owes to a cycle or a year.
package struct Duty: Sendable, Hashable {
    package let id: Identifier<Duty>
    package let person: Identifier<Person>
    package let path: String
    package let kind: DutyKind
    package let field: Field?
    package let cycle: Identifier<Cycle>?
    package let year: Int?
    package let opened: Day
    package let due: Day
    package let hard: Day
    /// The day from which the office was another's; nil while it is held.
    package let closed: Day?
    /// The days on which the office owed to a nearer cycle, which was withdrawn since.
    package let rests: Range<Day>?
    package let requiredHours: Hours
    package let accepts: [Level]
    package let ruleSet: String
    /// The word of the rule file for who owes it: a post, a standing or a category.
    package let subject: String?
    /// What founded it proved to be wrong; it has no effect.
    package let annulled: Day?
    package let needs: [HoursNeed]
    /// The limit of hours of a form.
    package let caps: [TrainingForm: Hours]

    package init(
        id: Identifier<Duty>, person: Identifier<Person>, path: String, kind: DutyKind, field: Field?,
        cycle: Identifier<Cycle>?, year: Int?, opened: Day, due: Day, hard: Day, closed: Day?, rests: Range<Day>? = nil,
        requiredHours: Hours,
        accepts: [Level], ruleSet: String, subject: String? = nil, annulled: Day? = nil, needs: [HoursNeed] = [],
        caps: [TrainingForm: Hours] = [:]
    ) {
        self.id = id
        self.person = person
        self.path = path
        self.kind = kind
        self.field = field
        self.cycle = cycle
        self.year = year
        self.opened = opened
        self.due = due
        self.hard = hard
        self.closed = closed
        self.rests = rests
        self.requiredHours = requiredHours
        self.accepts = accepts
        self.ruleSet = ruleSet
        self.subject = subject
        self.annulled = annulled
        self.needs = needs
        self.caps = caps
    }
}

/// Hours that count, as a judgement sees them.
package struct Credit: Sendable, Hashable {
    package let id: Identifier<Credit>
    package let className: String
    package let level: Level
    package let form: TrainingForm
    package let kinds: Set<DutyKind>
    package let earned: Day
    package let countsFrom: Day
    package let hours: Hours
    /// 1 for a completion, -1 for its reversal.
    package let completions: Int
    /// Entered by an office below the level of the training.
    package let isClaimed: Bool
    /// The proof that was named.
    package let document: String?
    package let decision: CreditDecision?

    package init(
        id: Identifier<Credit>, className: String, level: Level, kinds: Set<DutyKind>, earned: Day, countsFrom: Day,
        hours: Hours, completions: Int, isClaimed: Bool = false, document: String? = nil,
        decision: CreditDecision? = nil, form: TrainingForm = .concentrated
    ) {
        self.id = id
        self.className = className
        self.level = level
        self.form = form
        self.kinds = kinds
        self.earned = earned
        self.countsFrom = countsFrom
        self.hours = hours
        self.completions = completions
        self.isClaimed = isClaimed
        self.document = document
        self.decision = decision
    }
}

/// An extension of a deadline or an exemption, for one duty.
package struct Relief: Codable, Sendable, Hashable {
    package enum Kind: String, Choice {
        case extension_ = "extension"
        case exemption

        package var text: Text {
            switch self {
            case .extension_: Text(zh: "延期", en: "extension")
            case .exemption: Text(zh: "免训", en: "exemption")
            }
        }
    }

    package let id: Identifier<Relief>
    package let kind: Kind
    package let granted: Day
    /// The last day on which it has effect.
    package let expires: Day
    package let reason: String
    package let approver: String
    package let document: String
    package let withdrawn: Day?

    package init(
        id: Identifier<Relief>, kind: Kind, granted: Day, expires: Day, reason: String, approver: String,
        document: String, withdrawn: Day?
    ) {
        self.id = id
        self.kind = kind
        self.granted = granted
        self.expires = expires
        self.reason = reason
        self.approver = approver
        self.document = document
        self.withdrawn = withdrawn
    }

    /// In force on a day: granted by then and not withdrawn by then.
    func isInForce(on day: Day) -> Bool { granted <= day && (withdrawn.map { $0 > day } ?? true) }
}

extension Relief: Tabular {
    package static let columns: [Column<Relief>] = [
        Column("kind", zh: "类型", en: "Kind", \.kind),
        Column("granted", zh: "批准日期", en: "Granted", \.granted),
        Column("expires", zh: "有效至", en: "Expires", \.expires),
        Column("withdrawn", zh: "撤回日期", en: "Withdrawn", \.withdrawn),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("approver", zh: "批准人", en: "Approver", \.approver),
        Column("document", zh: "文号", en: "Document", \.document),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// A place in a class that is not closed.
package struct Seat: Sendable, Hashable {
    package let className: String
    package let classEnds: Day
    package let kinds: Set<DutyKind>
    package let level: Level
    /// Marked as present: once the class is closed it may count.
    package let attended: Bool
    /// Somebody has entered marks, whatever they are.
    package let marked: Bool

    package init(
        className: String, classEnds: Day, kinds: Set<DutyKind>, level: Level, attended: Bool = false,
        marked: Bool = false
    ) {
        self.className = className
        self.classEnds = classEnds
        self.kinds = kinds
        self.level = level
        self.attended = attended
        self.marked = marked
    }
}
