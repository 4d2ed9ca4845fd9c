package import Civil
package import Foundation
package import Kernel

/// Something to be entered in the ledger.
package struct PostOrder: Sendable {
    package let subject: UUID
    /// The key of the scheme; which owner's it is follows from where the subject lies.
    package let scheme: String
    package let item: String
    package let happened: Day
    package let seen: Observation
    package let act: String?
    package let follows: Int?
    package let isContinuing: Bool
    package let evidence: String?
    package let decision: String?
    package let cause: String?
    /// The day of the claim that it settles.
    package let claimed: Day?
    /// Makes a repetition harmless: one key, one entry of that subject.
    package let key: String

    package init(
        subject: UUID, scheme: String, item: String, happened: Day, seen: Observation = Observation(),
        act: String? = nil,
        follows: Int? = nil, isContinuing: Bool = false, evidence: String? = nil, decision: String? = nil,
        cause: String? = nil, claimed: Day? = nil, key: String
    ) {
        self.subject = subject
        self.scheme = scheme
        self.item = item
        self.happened = happened
        self.seen = seen
        self.act = act
        self.follows = follows
        self.isContinuing = isContinuing
        self.evidence = evidence
        self.decision = decision
        self.cause = cause
        self.claimed = claimed
        self.key = key
    }
}

extension PostOrder {
    /// Whether it asks for what an entry under its key already says; an item that an edition has lost is taken at its word.
    func isSame(as entry: PointEntry, _ scheme: Scheme) -> Bool {
        guard entry.item == item, entry.happened == happened, entry.act == act, entry.level == seen.level,
            entry.follows == follows, entry.isContinuing == isContinuing, entry.reverses == nil
        else { return false }
        guard let rule = scheme.item(item) else { return true }
        return (try? Arithmetic(rule).value(seen))?.value == entry.value
    }
}

/// What became of an order.
package struct Posted: Sendable {
    package let subject: UUID
    package let number: Int
    package let value: Amount
    /// What it changed in the score when it was posted: less than its value where a limit holds.
    package let counted: Amount
    package let score: Amount
    package let counts: Day
    /// False: the key was known, and nothing was written.
    package let isNew: Bool
    /// The limits that cut it.
    package let cuts: [Text]
}
