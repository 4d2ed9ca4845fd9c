package import Kernel
package import Policy

/// One rule of recruitment: what it judges, how, and where it stands.
package struct Rule: Sendable, Hashable {
    package enum Kind: String, Choice {
        /// A step that breaks it is not valid.
        case gate
        /// A last day, or a rhythm. A late step is valid and called late.
        case deadline
        /// Stated with 「一般」, or by local practice.
        case warning
        /// Counted in reports only.
        case metric
    }

    package let id: String
    /// Its number in the table of facts, such as `R-021`.
    package let facts: [String]
    package let kind: Kind
    package let milestone: Milestone
    package let check: Check
    package let name: Text
    package let source: Citation
    /// Off by a switch of the policy; a rule whose wording is not verified says which.
    package let isOn: Bool

    package static func == (left: Rule, right: Rule) -> Bool { left.id == right.id && left.check == right.check }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A span by the calendar: months clamp at a month's end.
package struct Span: Sendable, Hashable {
    package let months: Int
    package let days: Int
    package let workingDays: Int

    package init(months: Int = 0, days: Int = 0, workingDays: Int = 0) {
        self.months = months
        self.days = days
        self.workingDays = workingDays
    }
}

/// The forms a rule can have.
package enum Check: Sendable, Hashable {
    /// At least so many years old.
    case age(Int)
    /// Younger than so many years.
    case ageBelow(Int)
    /// All of these are done, none later than the step.
    case requires([Milestone])
    /// At least so long after another; strictly after when the day itself is not yet enough.
    case after(Milestone, Span, isStrict: Bool)
    /// At most so long after another, in special cases longer.
    case within(Milestone, Span, special: Span?)
    /// Again and again from one until another.
    case every(Span, from: Milestone, until: [Milestone])
    /// Materials that have to be there.
    case evidence([String])
    /// So many people, full members, none of them under discipline that forbids it.
    case people(ClosedRange<Int>)
    /// A public notice of working days, the first and the last included, has ended the day before.
    case notice(Milestone, workingDays: Int)
    case quorum
    case majority
    case secret
    case single
    case excusal
    /// One of the two suffices.
    case training(days: Int, hours: Int)
    case approver([Approver])
    /// The result of another step is not older.
    case fresh(Milestone, Span)
    /// Does not leave the unit sooner.
    case leaves(Span)
    /// Probation of so many months, or its extension, has ended.
    case probation(months: Int)
    /// At most so long after the end of probation, or until the day to which the discussion was put off.
    case probationEnded(Span)
    /// The members of a ballot are those of the register.
    case base
    /// The hours that are stated are on the ledger of training, or a certificate is there.
    case credited
    /// At most so often, each within bounds of months from the end of probation.
    case prolongation(times: Int, months: ClosedRange<Int>)
    /// Discussion put off only for those who came from elsewhere, at most this number of months.
    case postponement(months: Int)
    /// The committee decides what the meeting resolved.
    case follows(Milestone)
    /// Steps that a locality adds, by key, none later than the step.
    case extras([String])
    /// Counted, not judged here.
    case counted
}
