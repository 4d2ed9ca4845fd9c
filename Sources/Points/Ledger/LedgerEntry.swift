import Civil
import Kernel
import Postgres
import Schemes

/// One entry of the ledger as it is stored: its value, what it rests on, and its seal.
struct LedgerEntry: Sendable, Equatable {
    let subject: Identifier<PointsSubject>
    let number: Int
    let scheme: Identifier<Scheme>
    let version: String
    let kind: PointEntry.Kind
    let item: String
    let value: Amount
    let formula: String
    let happened: Day
    let counts: Day
    let posted: Day
    let isContinuing: Bool
    let act: String?
    let level: String?
    let cause: String?
    let evidence: String?
    let decision: String?
    let follows: Int?
    let reverses: Int?
    let claim: Identifier<Claim>?
    let key: String
    let previous: Bytes
    let hash: Bytes

    var asRule: PointEntry {
        PointEntry(
            number: number, kind: kind, item: item, value: value, happened: happened, counts: counts, posted: posted,
            isContinuing: isContinuing, act: act, level: level, follows: follows, reverses: reverses)
    }
}

/// What is to become an entry, before it has a number and a seal.
struct EntryDraft: Sendable {
    let subject: Identifier<PointsSubject>
    let scheme: Identifier<Scheme>
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
    var claim: Identifier<Claim>?
    let key: String
}

/// The end of a subject's chain.
struct LedgerHead: Sendable {
    let number: Int
    let hash: Bytes

    /// Before the first entry: a chain begins with the subject's own identifier, so that no two are alike.
    static func start(of subject: Identifier<PointsSubject>) -> LedgerHead {
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
