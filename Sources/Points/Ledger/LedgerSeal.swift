import Civil
import Crypto
import Kernel
import Postgres
import Schemes

/// The hash chain of a subject's entries: each is sealed with SHA-256 over the seal before it and every field of its
/// own, so that nothing can be changed, left out or put in between without the chain showing it.
enum LedgerSeal {
    static func genesis(_ subject: Identifier<PointsSubject>) -> Bytes {
        Bytes(SHA256.hash(data: Array("dangwu ledger \(subject)".utf8)))
    }

    static func hash(_ previous: Bytes, _ entry: EntryDraft, number: Int) -> Bytes {
        var text = Canonical()
        text.add(entry.subject.description)
        text.add(String(number))
        text.add(entry.scheme.description)
        text.add(entry.version)
        text.add(entry.kind.rawValue)
        text.add(entry.item)
        text.add(entry.value.description)
        text.add(entry.formula)
        text.add(entry.happened.description)
        text.add(entry.counts.description)
        text.add(entry.posted.description)
        text.add(entry.isContinuing ? "1" : "0")
        text.add(entry.act)
        text.add(entry.level)
        text.add(entry.cause)
        text.add(entry.evidence)
        text.add(entry.decision)
        text.add(entry.follows.map(String.init))
        text.add(entry.reverses.map(String.init))
        text.add(entry.claim?.description)
        text.add(entry.key)
        var hasher = SHA256()
        hasher.update(data: previous.bytes)
        hasher.update(data: text.bytes)
        return Bytes(hasher.finalize())
    }

    /// The entries with numbers and seals, going on after a head.
    static func sealed(_ drafts: [EntryDraft], after head: LedgerHead) -> [LedgerEntry] {
        var (number, previous) = (head.number, head.hash)
        return drafts.map { draft in
            number += 1
            let hash = hash(previous, draft, number: number)
            defer { previous = hash }
            return LedgerEntry(
                subject: draft.subject, number: number, scheme: draft.scheme, version: draft.version, kind: draft.kind,
                item: draft.item, value: draft.value, formula: draft.formula, happened: draft.happened,
                counts: draft.counts, posted: draft.posted, isContinuing: draft.isContinuing, act: draft.act,
                level: draft.level, cause: draft.cause, evidence: draft.evidence, decision: draft.decision,
                follows: draft.follows, reverses: draft.reverses, claim: draft.claim, key: draft.key,
                previous: previous, hash: hash)
        }
    }

    /// Whether an entry is the one that was sealed after `previous`.
    static func holds(_ entry: LedgerEntry, number: Int, previous: Bytes) -> Bool {
        guard entry.number == number, entry.previous == previous else { return false }
        let draft = EntryDraft(
            subject: entry.subject, scheme: entry.scheme, version: entry.version, kind: entry.kind, item: entry.item,
            value: entry.value, formula: entry.formula, happened: entry.happened, counts: entry.counts,
            posted: entry.posted, isContinuing: entry.isContinuing, act: entry.act, level: entry.level,
            cause: entry.cause, evidence: entry.evidence, decision: entry.decision, follows: entry.follows,
            reverses: entry.reverses, claim: entry.claim, key: entry.key)
        return hash(previous, draft, number: number) == entry.hash
    }

    /// Fields with their length before them, so that no two lists of fields have one text.
    private struct Canonical {
        var bytes: [UInt8] = []

        init() { bytes.reserveCapacity(512) }

        mutating func add(_ text: String?) {
            guard let text else {
                bytes.append(0x2D)
                return
            }
            bytes.append(contentsOf: String(text.utf8.count).utf8)
            bytes.append(0x3A)
            bytes.append(contentsOf: text.utf8)
        }
    }
}
