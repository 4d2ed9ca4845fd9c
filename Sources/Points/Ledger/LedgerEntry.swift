package import Civil
package import Foundation
package import Postgres

/// One entry of the ledger as it is kept: what it is worth, what it rests on, and its seal.
package struct LedgerEntry: Sendable, Equatable {
    package let subject: UUID
    package let number: Int
    package let scheme: UUID
    package let version: String
    package let kind: PointEntry.Kind
    package let item: String
    package let value: Amount
    package let formula: String
    package let happened: Day
    package let counts: Day
    package let posted: Day
    package let isContinuing: Bool
    package let act: String?
    package let level: String?
    package let cause: String?
    package let evidence: String?
    package let decision: String?
    package let follows: Int?
    package let reverses: Int?
    package let claim: UUID?
    package let key: String
    package let previous: Bytes
    package let hash: Bytes

    package var asRule: PointEntry {
        PointEntry(
            number: number, kind: kind, item: item, value: value, happened: happened, counts: counts, posted: posted,
            isContinuing: isContinuing, act: act, level: level, follows: follows, reverses: reverses)
    }
}

/// What is to become an entry, before it has a number and a seal.
struct EntryDraft: Sendable {
    let subject: UUID
    let scheme: UUID
    let version: String
    let kind: PointEntry.Kind
    let item: String
    let value: Amount
    let formula: String
    let happened: Day
    let counts: Day
    let posted: Day
    var isContinuing = false
    var act: String?
    var level: String?
    var cause: String?
    var evidence: String?
    var decision: String?
    var follows: Int?
    var reverses: Int?
    var claim: UUID?
    let key: String
}

/// Where a subject's chain stands.
struct LedgerHead: Sendable {
    let number: Int
    let hash: Bytes

    /// Before the first entry: a chain begins with the subject's own identifier, so that no two are alike.
    static func start(of subject: UUID) -> LedgerHead {
        LedgerHead(number: 0, hash: LedgerSeal.genesis(subject))
    }
}

extension Row {
    func ledgerEntry() throws -> LedgerEntry {
        LedgerEntry(
            subject: try self["subject_id"], number: try self["number"], scheme: try self["scheme_id"],
            version: try self["version"], kind: try entryKind(), item: try self["item"], value: try self["value"],
            formula: try self["formula"], happened: try self["happened_on"], counts: try self["counts_on"],
            posted: try self["posted_on"], isContinuing: try self["continuing"], act: try self["deed"],
            level: try self["level"], cause: try self["cause"], evidence: try self["evidence"],
            decision: try self["decision"], follows: try self["follows"], reverses: try self["reverses"],
            claim: try self["claim_id"], key: try self["key"], previous: try self["previous"], hash: try self["hash"])
    }

    func entryKind() throws -> PointEntry.Kind {
        let word: String = try self["kind"]
        guard let kind = PointEntry.Kind(rawValue: word) else { throw Row.unreadable("kind", "kind of entry", word) }
        return kind
    }
}
