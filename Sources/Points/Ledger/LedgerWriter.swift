import Access
import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles
import Schemes

/// Gathers the entries of one transaction: decides each on the state that the ones before it left.
struct LedgerWriter {
    let catalogue: SchemeCatalogue
    let schemes: [String: [OwnedScheme]]
    var states: [Identifier<PointsSubject>: SubjectState]
    let today: Day
    private(set) var posted: [Posted] = []
    private(set) var entries: [LedgerEntry] = []
    private var standings: [StandingKey: ScoreSheet] = [:]

    private struct StandingKey: Hashable {
        let subject: Identifier<PointsSubject>
        let scheme: Identifier<Scheme>
        let start: Day
    }

    init(
        catalogue: SchemeCatalogue, schemes: [String: [OwnedScheme]], states: [Identifier<PointsSubject>: SubjectState],
        today: Day
    ) {
        self.catalogue = catalogue
        self.schemes = schemes
        self.states = states
        self.today = today
    }

    mutating func enter(_ order: Posting, claim: ClaimPosting?, isDirect: Bool) throws {
        guard let state = states[order.subject] else {
            throw AppError.notFound(Text(zh: "积分对象", en: "subject of points"), order.subject.description)
        }
        guard order.happened <= today else { throw AppError.eventInFuture(order.item, order.happened, today) }
        let (owned, version, scheme) = try catalogue.scheme(
            schemes[order.scheme] ?? [], key: order.scheme, for: state.path, on: order.happened)
        if let (known, of, cause) = state.known(order.key) {
            guard of == owned.id, cause == order.cause, order.isSame(as: known, scheme) else {
                throw AppError.entryKeyReused(order.key)
            }
            let sheet = sheet(state, owned, scheme, in: scheme.period.span(containing: known.counts))
            posted.append(
                Posted(
                    subject: order.subject, number: known.number, value: known.value, counted: .zero,
                    score: sheet.score, countsOn: known.counts, isNew: false, cuts: []))
            return
        }
        let accepted = try EntryRule(scheme).accept(
            EntryRule.Request(
                item: order.item, happened: order.happened, seen: order.seen, follows: order.follows,
                isContinuing: order.isContinuing, hasEvidence: order.evidence?.isEmpty == false, cause: order.cause,
                act: order.act, claimed: order.claimed),
            state.history(owned.id), today: today)
        guard !isDirect || accepted.item.process.isDirect else { throw AppError.notDirect(accepted.item) }
        let counts = try open(accepted.counts, accepted.item, scheme, owned.id, state)
        let draft = EntryDraft(
            subject: order.subject, scheme: owned.id, version: version, kind: accepted.kind, item: order.item,
            value: accepted.calculation.value, formula: accepted.calculation.formula, happened: order.happened,
            counts: counts, posted: today, isContinuing: order.isContinuing, act: order.act, level: order.seen.level,
            cause: order.cause, evidence: order.evidence, decision: order.decision, follows: order.follows,
            claim: claim?.id, key: order.key)
        try append(draft, owned, scheme)
    }

    /// The reversal of one entry, in the period that the entry belongs to or in the next open one.
    mutating func reverse(
        _ number: Int, of subject: Identifier<PointsSubject>, key: String, scheme name: String, decision: String
    ) throws {
        guard let state = states[subject] else {
            throw AppError.notFound(Text(zh: "积分对象", en: "subject of points"), subject.description)
        }
        for (id, entries) in state.entries {
            guard let entry = entries.first(where: { $0.number == number }) else { continue }
            if let (known, _, _) = state.known(key) {
                guard known.reverses == number else { throw AppError.entryKeyReused(key) }
                let (owned, _, scheme) = try catalogue.scheme(
                    schemes[name] ?? [], key: name, for: state.path, on: entry.happened)
                let sheet = sheet(state, owned, scheme, in: scheme.period.span(containing: known.counts))
                posted.append(
                    Posted(
                        subject: subject, number: known.number, value: known.value, counted: .zero, score: sheet.score,
                        countsOn: known.counts, isNew: false, cuts: []))
                return
            }
            guard entry.kind.isRule else { throw AppError.notReversible(number, entry.kind) }
            guard !entries.contains(where: { $0.reverses == number }) else { throw AppError.reversedBefore(number) }
            let (owned, version, scheme) = try catalogue.scheme(
                schemes[name] ?? [], key: name, for: state.path, on: entry.happened)
            guard owned.id == id else { continue }
            let counts = try open(entry.counts, scheme.judging(entry.item), scheme, id, state)
            let draft = EntryDraft(
                subject: subject, scheme: id, version: version, kind: .reversal, item: entry.item, value: -entry.value,
                formula: "− \(number)", happened: today, counts: counts, posted: today, decision: decision,
                reverses: number, key: key)
            try append(draft, owned, scheme)
            return
        }
        throw AppError.notFound(Text(zh: "记账", en: "entry"), String(number))
    }

    /// The day by which it is counted: a closed period either refuses it or hands it to the next open one.
    private func open(_ counts: Day, _ item: Item?, _ scheme: Scheme, _ id: Identifier<Scheme>, _ state: SubjectState)
        throws -> Day
    {
        var day = counts
        while true {
            let period = scheme.period.span(containing: day)
            guard state.isClosed(period, of: id) else { return day }
            if let item, item.process.closedPeriod == .reopen { throw AppError.periodClosed(scheme, period, item) }
            day = period.upperBound
        }
    }

    /// - Throws: `number.too_large`.
    private mutating func append(_ draft: EntryDraft, _ owned: OwnedScheme, _ scheme: Scheme) throws(AppError) {
        // Taken out of the table while it changes, so that a long history is not copied for each entry.
        guard var state = states.removeValue(forKey: draft.subject) else {
            preconditionFailure("an entry of a subject that was not read")
        }
        let period = scheme.period.span(containing: draft.counts)
        let place = StandingKey(subject: state.id, scheme: owned.id, start: period.lowerBound)
        let before = standings[place]?.score ?? sheet(state, owned, scheme, in: period).score
        let sealed = LedgerSeal.sealed([draft], after: state.head)
        for entry in sealed {
            state.head = LedgerHead(number: entry.number, hash: entry.hash)
            state.entries[owned.id, default: []].append(entry.asRule)
            state.keys[entry.key] = SubjectState.KnownKey(
                number: entry.number, scheme: entry.scheme, cause: entry.cause)
            entries.append(entry)
            var after = try sheet(state, owned, scheme, in: period).required()
            let counted = after.score - before
            var cuts: [Text] = []
            if counted != entry.value {
                after = sheet(state, owned, scheme, in: period, explains: true)
                cuts = after.lines.filter { $0.step.cuts || ($0.step == .ignored && $0.entry == entry.number) }.map(
                    \.text)
            }
            standings[place] = after
            posted.append(
                Posted(
                    subject: state.id, number: entry.number, value: entry.value, counted: counted, score: after.score,
                    countsOn: draft.counts, isNew: true, cuts: cuts))
        }
        states[state.id] = state
    }

    /// The score of a period as far as it has come.
    private func sheet(
        _ state: SubjectState, _ owned: OwnedScheme, _ scheme: Scheme, in period: Range<Day>, explains: Bool = false
    ) -> ScoreSheet {
        let last = period.upperBound.adding(days: -1)
        let day = max(period.lowerBound, min(today, last))
        return ScoreRule(scheme).sheet(
            state.history(owned.id, scheme, into: period.lowerBound, known: today), on: day, known: today,
            explains: explains)
    }

    // MARK: statements

    func statements(caller: Caller, signer: EventSigner?, action: String) -> [Statement] {
        guard !entries.isEmpty else { return [] }
        let only = Set(entries.map(\.subject)).count == 1 ? entries.first?.subject : nil
        let auditEvent = AuditStatement(caller: caller, signer: signer).make(
            action, "ledger", subject: only?.value, path: only.flatMap { states[$0]?.path },
            after: JSONText("{\"entries\":\(entries.count)}"))
        return [auditEvent.statement, Self.insert(entries, auditEvent: auditEvent.id)]
    }

    static func insert(_ entries: [LedgerEntry], auditEvent: UUID) -> Statement {
        // Members that hardly any entry has: the server fills up a shorter list with NULL.
        func rare<Value: PostgresArrayElement>(_ values: [Value?]) -> NullableArray<Value> {
            NullableArray(values.allSatisfy { $0 == nil } ? [] : values)
        }
        return .insertLedgerEntries(
            subjects: entries.map(\.subject), numbers: entries.map(\.number), schemes: entries.map(\.scheme),
            versions: entries.map(\.version), kinds: entries.map(\.kind.rawValue), items: entries.map(\.item),
            values: entries.map(\.value), formulas: entries.map(\.formula), happenedOn: entries.map(\.happened),
            countsOn: entries.map(\.counts), postedOn: entries.map(\.posted), continuing: entries.map(\.isContinuing),
            deeds: rare(entries.map(\.act)), levels: rare(entries.map(\.level)), causes: rare(entries.map(\.cause)),
            evidence: rare(entries.map(\.evidence)), decisions: rare(entries.map(\.decision)),
            follows: rare(entries.map(\.follows)), reverses: rare(entries.map(\.reverses)),
            claims: rare(entries.map(\.claim)), keys: entries.map(\.key), previousHashes: entries.map(\.previous),
            hashes: entries.map(\.hash), auditEvent: auditEvent)
    }
}

extension ScoreSheet.Step {
    /// A line that took away from what an entry would have brought.
    var cuts: Bool { self == .limit || self == .veto || self == .zero }
}
