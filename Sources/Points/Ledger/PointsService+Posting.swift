import Access
package import Civil
package import Foundation
package import Kernel
import Postgres

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

extension PointsService {
    package static let mostOrders = 500

    /// Enters items that need no claim, all or nothing, in the order given.
    /// - Throws: `points.*`; `points.not_direct` for an item that has to be claimed.
    package func post(_ orders: [PostOrder], on today: Day, caller: Caller, dryRun: Bool = false) async throws
        -> [Posted]
    {
        try caller.require(.postPoints)
        guard !dryRun, !orders.isEmpty, orders.count <= PostQueue.smallRequest, Idempotency.current == nil else {
            return try await write(orders, claims: [:], on: today, caller: caller, dryRun: dryRun, isDirect: true)
        }
        return try await queue.submit(orders, on: today, caller: caller) { requests, today, caller in
            await self.write(together: requests, on: today, caller: caller)
        }
    }

    /// One transaction for several requests. One that is refused leaves no trace in the others; when the database refuses
    /// them all, each is tried by itself.
    private func write(together requests: [[PostOrder]], on today: Day, caller: Caller) async -> [PostQueue.Outcome] {
        func alone(_ orders: [PostOrder]) async -> PostQueue.Outcome {
            do {
                return .success(
                    try await write(orders, claims: [:], on: today, caller: caller, isDirect: true))
            } catch {
                return .failure(error)
            }
        }
        guard requests.count > 1 else { return [await alone(requests[0])] }
        do {
            let all = Array(requests.joined())
            let schemes = try await schemes(of: all)
            let reader = SubjectReader(
                sql: database.sql, subjects: Array(Set(all.map(\.subject))), schemes: schemes.values.joined(),
                locks: true)
            return try await database.exchange(caller, opening: reader.statements) { rows in
                var writer = LedgerWriter(shelf: shelf, schemes: schemes, states: try reader.read(rows), today: today)
                let outcomes = requests.map { orders -> Result<[Posted], any Error> in
                    let before = writer
                    do {
                        for order in orders { try writer.enter(order, claim: nil, isDirect: true) }
                        return .success(Array(writer.posted.suffix(orders.count)))
                    } catch {
                        writer = before
                        return .failure(error)
                    }
                }
                return (outcomes, writer.statements(database.sql, caller: caller, action: "points.post"))
            }
        } catch let error as AppError where error.kind == .unavailable {
            return requests.map { _ in .failure(error) }
        } catch {
            var outcomes: [PostQueue.Outcome] = []
            for orders in requests { outcomes.append(await alone(orders)) }
            return outcomes
        }
    }

    private func schemes(of orders: [PostOrder]) async throws -> [String: [OwnedScheme]] {
        var schemes: [String: [OwnedScheme]] = [:]
        for key in Set(orders.map(\.scheme)) { schemes[key] = try await shelf.schemes(key) }
        return schemes
    }

    /// - Parameter claims: the claim that an order comes from, by its key, with what is written along with it.
    func write(
        _ orders: [PostOrder], claims: [String: ClaimPosting], on today: Day, caller: Caller, dryRun: Bool = false,
        isDirect: Bool
    ) async throws -> [Posted] {
        guard (1...Self.mostOrders).contains(orders.count) else {
            throw AppError.invalidValue(
                "entries", String(orders.count),
                expected: Text(zh: "1 到 \(Self.mostOrders) 条", en: "1 to \(Self.mostOrders) of them"))
        }
        let schemes = try await schemes(of: orders)
        let reader = SubjectReader(
            sql: database.sql, subjects: Array(Set(orders.map(\.subject))), schemes: schemes.values.joined(),
            locks: true)
        let locks = claims.values.map { database.sql("LockClaim", [$0.id.parameter]) }
        return try await database.exchange(caller, dryRun: dryRun, opening: reader.statements + locks) { rows in
            for (claim, lock) in zip(claims.values, rows.suffix(locks.count)) {
                guard let row = lock.only, try row["version"] == claim.version else { throw AppError.claimChanged }
            }
            let rows = Array(rows.dropLast(locks.count))
            var writer = LedgerWriter(shelf: shelf, schemes: schemes, states: try reader.read(rows), today: today)
            for order in orders {
                try writer.enter(order, claim: claims[order.key], isDirect: isDirect)
            }
            let statements = writer.statements(
                database.sql, caller: caller, action: isDirect ? "points.post" : "points.settle")
            return (writer.posted, statements + claims.values.flatMap { $0.statements })
        }
    }
}

/// What is written with an entry that comes from a claim.
struct ClaimPosting: Sendable {
    let id: UUID
    /// The claim as it was read: one that was changed meanwhile is not posted.
    let version: Int
    let statements: [Statement]
}

extension Scheme {
    var carriesBase: Bool { if case .carried = base { true } else { false } }
}

/// Gathers the entries of one transaction: decides each on the state that the ones before it left.
struct LedgerWriter {
    let shelf: SchemeShelf
    let schemes: [String: [OwnedScheme]]
    var states: [UUID: SubjectState]
    let today: Day
    private(set) var posted: [Posted] = []
    private(set) var entries: [LedgerEntry] = []
    private var standings: [StandingKey: ScoreSheet] = [:]

    private struct StandingKey: Hashable {
        let subject: UUID
        let scheme: UUID
        let start: Day
    }

    init(shelf: SchemeShelf, schemes: [String: [OwnedScheme]], states: [UUID: SubjectState], today: Day) {
        self.shelf = shelf
        self.schemes = schemes
        self.states = states
        self.today = today
    }

    mutating func enter(_ order: PostOrder, claim: ClaimPosting?, isDirect: Bool) throws {
        guard let state = states[order.subject] else {
            throw AppError.notFound(Text(zh: "积分对象", en: "subject of points"), order.subject.text)
        }
        guard order.happened <= today else { throw AppError.eventInFuture(order.item, order.happened, today) }
        let (owned, version, scheme) = try shelf.scheme(
            schemes[order.scheme] ?? [], key: order.scheme, for: state.path, on: order.happened)
        if let (known, of, cause) = state.known(order.key) {
            guard of == owned.id, cause == order.cause, order.isSame(as: known, scheme) else {
                throw AppError.entryKeyReused(order.key)
            }
            let sheet = sheet(state, owned, scheme, in: scheme.period.span(containing: known.counts))
            posted.append(
                Posted(
                    subject: order.subject, number: known.number, value: known.value, counted: .zero,
                    score: sheet.score, counts: known.counts, isNew: false, cuts: []))
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
            value: accepted.reckoning.value, formula: accepted.reckoning.formula, happened: order.happened,
            counts: counts, posted: today, isContinuing: order.isContinuing, act: order.act, level: order.seen.level,
            cause: order.cause, evidence: order.evidence, decision: order.decision, follows: order.follows,
            claim: claim?.id, key: order.key)
        append(draft, state, owned, scheme)
    }

    /// The reversal of one entry, in the period that the entry belongs to or in the next open one.
    mutating func reverse(_ number: Int, of subject: UUID, key: String, scheme name: String, decision: String) throws {
        guard let state = states[subject] else {
            throw AppError.notFound(Text(zh: "积分对象", en: "subject of points"), subject.text)
        }
        for (id, entries) in state.entries {
            guard let entry = entries.first(where: { $0.number == number }) else { continue }
            if let (known, _, _) = state.known(key) {
                guard known.reverses == number else { throw AppError.entryKeyReused(key) }
                let (owned, _, scheme) = try shelf.scheme(
                    schemes[name] ?? [], key: name, for: state.path, on: entry.happened)
                let sheet = sheet(state, owned, scheme, in: scheme.period.span(containing: known.counts))
                posted.append(
                    Posted(
                        subject: subject, number: known.number, value: known.value, counted: .zero, score: sheet.score,
                        counts: known.counts, isNew: false, cuts: []))
                return
            }
            guard entry.kind.isRule else { throw AppError.notReversible(number, entry.kind) }
            guard !entries.contains(where: { $0.reverses == number }) else { throw AppError.reversedBefore(number) }
            let (owned, version, scheme) = try shelf.scheme(
                schemes[name] ?? [], key: name, for: state.path, on: entry.happened)
            guard owned.id == id else { continue }
            let counts = try open(entry.counts, scheme.judging(entry.item), scheme, id, state)
            let draft = EntryDraft(
                subject: subject, scheme: id, version: version, kind: .reversal, item: entry.item, value: -entry.value,
                formula: "− \(number)", happened: today, counts: counts, posted: today, decision: decision,
                reverses: number, key: key)
            append(draft, state, owned, scheme)
            return
        }
        throw AppError.notFound(Text(zh: "记账", en: "entry"), String(number))
    }

    /// The day by which it is reckoned: a closed period either refuses it or hands it to the next open one.
    private func open(_ counts: Day, _ item: Item?, _ scheme: Scheme, _ id: UUID, _ state: SubjectState) throws -> Day {
        var day = counts
        while true {
            let period = scheme.period.span(containing: day)
            guard state.isClosed(period, of: id) else { return day }
            if let item, item.process.closedPeriod == .reopen { throw AppError.periodClosed(scheme, period, item) }
            day = period.upperBound
        }
    }

    private mutating func append(
        _ draft: EntryDraft, _ state: SubjectState, _ owned: OwnedScheme, _ scheme: Scheme
    ) {
        var state = state
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
            var after = sheet(state, owned, scheme, in: period)
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
                    counts: draft.counts, isNew: true, cuts: cuts))
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

    func statements(_ sql: QueryCatalog, caller: Caller, action: String) -> [Statement] {
        guard !entries.isEmpty else { return [] }
        let only = Set(entries.map(\.subject)).count == 1 ? entries.first?.subject : nil
        let act = ActStatement(sql: sql, caller: caller).make(
            action, "ledger", subject: only, path: only.flatMap { states[$0]?.path },
            after: JSONText("{\"entries\":\(entries.count)}"))
        return [act.statement, Self.insert(entries, sql, act: act.id)]
    }

    static func insert(_ entries: [LedgerEntry], _ sql: QueryCatalog, act: UUID) -> Statement {
        sql(
            "InsertLedgerEntries",
            [
                entries.map(\.subject).parameter, entries.map(\.number).parameter, entries.map(\.scheme).parameter,
                entries.map(\.version).parameter, entries.map(\.kind.rawValue).parameter, entries.map(\.item).parameter,
                entries.map(\.value).parameter, entries.map(\.formula).parameter, entries.map(\.happened).parameter,
                entries.map(\.counts).parameter, entries.map(\.posted).parameter, entries.map(\.isContinuing).parameter,
                NullableArray(entries.map(\.act)).parameter, NullableArray(entries.map(\.level)).parameter,
                NullableArray(entries.map(\.cause)).parameter, NullableArray(entries.map(\.evidence)).parameter,
                NullableArray(entries.map(\.decision)).parameter, NullableArray(entries.map(\.follows)).parameter,
                NullableArray(entries.map(\.reverses)).parameter, NullableArray(entries.map(\.claim)).parameter,
                entries.map(\.key).parameter, entries.map(\.previous).parameter, entries.map(\.hash).parameter,
                act.parameter,
            ])
    }
}

extension ScoreSheet.Step {
    /// A line that took away from what an entry would have brought.
    var cuts: Bool { self == .limit || self == .veto || self == .zero }
}
