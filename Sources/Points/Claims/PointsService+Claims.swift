import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes

extension PointsService {
    /// Makes a claim; one that is known by its key stays as it is.
    ///
    /// An item without reviews and publicity is in the ledger at once.
    /// - Throws: `points.*`; `points.claim_key_reused` for a key that belongs to another claim.
    package func claim(_ order: ClaimOrder, on today: Day, caller: Caller) async throws -> ClaimOutcome {
        let schemes = try await catalogue.schemes(order.scheme)
        let subject = try await subject(order.subject, schemes.first?.subject, caller: caller)
        let request = try order.request(of: subject)
        let caller = try await claimant(of: request, caller: caller)
        return try await database.write(caller) { transaction in
            try await self.claim(request, schemes, on: today, transaction)
        }
    }

    func claim(
        _ order: ClaimRequest, _ schemes: [OwnedScheme], on today: Day, _ transaction: ScopedTransaction
    ) async throws -> ClaimOutcome {
        let reader = SubjectReader(subjects: [order.subject], schemes: schemes, locks: true)
        let states = try reader.read(try await transaction.pipeline(reader.statements))
        guard let state = states[order.subject] else {
            throw AppError.notFound(.pointsSubject, order.subject.description)
        }
        guard order.happened <= today else { throw AppError.eventInFuture(order.item, order.happened, today) }
        let (owned, _, scheme) = try catalogue.scheme(schemes, key: order.scheme, for: state.path, on: order.happened)
        let content = order.content
        if let known = try await transaction.query(
            .claimByKey(subject: order.subject, scheme: owned.id, key: order.key)
        ).single {
            // What it was then is what counts: the rules may have refused it since.
            guard let item = scheme.item(try known["item"]), item.id == order.item,
                try known["happened_on"] == order.happened, try known.claimContent() == content
            else { throw AppError.claimKeyReused(order.key) }
            let (id, state): (Identifier<Claim>, ClaimState) = (try known["id"], try known.claimState())
            // One that was cut off before it was published goes on.
            guard state == .claimed, item.process.reviews.isEmpty,
                let made = try await transaction.query(.claimByID(id: id)).single
            else { return ClaimOutcome(id: id, item: order.item, state: state, isNew: false) }
            let after = try await publish(made.claim(), item, schemes, on: today, transaction)
            return ClaimOutcome(id: id, item: order.item, state: after, isNew: false)
        }
        let accepted = try await accept(order, state, owned, scheme, on: today, transaction)
        let id = Identifier<Claim>.new()
        let auditEvent = try await transaction.record(
            "claim.make", "claim", subject: id.value, path: state.path,
            after: JSONText(encoding: ["scheme": order.scheme, "item": order.item]))
        _ = try await transaction.query(
            .insertClaim(
                subject: order.subject, id: id, scheme: owned.id, path: state.path, item: order.item,
                happenedOn: order.happened, content: JSONText(encoding: content), value: accepted.calculation.value,
                formula: accepted.calculation.formula, claimant: order.claimant.rawValue,
                claimedBy: transaction.caller.account, claimedOn: today, key: order.key, auditEvent: auditEvent))
        try await event(
            order.subject, id, .claimed, "claim", on: today, reason: content.note, auditEvent: auditEvent, transaction)
        guard accepted.item.process.reviews.isEmpty,
            let made = try await transaction.query(.claimByID(id: id)).single
        else { return ClaimOutcome(id: id, item: order.item, state: .claimed, isNew: true) }
        let published = try await publish(made.claim(), accepted.item, schemes, on: today, transaction)
        return ClaimOutcome(id: id, item: order.item, state: published, isNew: true)
    }

    /// Whether the rules take a claim.
    private func accept(
        _ order: ClaimRequest, _ state: SubjectState, _ owned: OwnedScheme, _ scheme: Scheme, on today: Day,
        _ transaction: ScopedTransaction
    ) async throws -> EntryRule.Accepted {
        let content = order.content
        let accepted = try EntryRule(scheme).accept(
            EntryRule.Request(
                item: order.item, happened: order.happened, seen: content.seen, follows: content.follows,
                isContinuing: content.isContinuing, hasEvidence: content.evidence?.isEmpty == false,
                cause: content.cause, act: content.act), state.history(owned.id), today: today)
        let process = accepted.item.process
        guard process.claimants.contains(order.claimant) else {
            throw AppError.claimantNotAllowed(accepted.item, order.claimant)
        }
        if order.claimant == .department { try await owns(accepted.item, at: state.path, transaction) }
        let period = scheme.period.span(containing: order.happened)
        if process.closedPeriod == .reopen, state.isClosed(period, of: owned.id) {
            throw AppError.periodClosed(scheme, period, accepted.item)
        }
        if let cause = accepted.item.cause, cause.by == .organisation {
            guard let name = content.cause else { throw AppError.causeMissing(accepted.item) }
            let organisation = try await organisations.organisation(Reference(name), caller: transaction.caller)
            let holders = try await transaction.query(
                .holdersOnDay(organisation: organisation.id, titles: cause.posts, day: order.happened))
            try holds(holders, order.subject, accepted.item, organisation.name, order.happened)
        }
        return accepted
    }

    /// The caller where they may make a claim: a member claims what is their own; others need the permission to.
    private func claimant(of order: ClaimRequest, caller: Caller) async throws -> Caller {
        if caller.may(.claimPoints) { return caller }
        if caller.mayAnywhere(.readOwnPoints), order.claimant == .member,
            try await ownSubject(of: caller) == order.subject
        {
            return try caller.with(anyOf: .readOwnPoints, .claimPoints)
        }
        guard caller.mayAnywhere(.claimPoints) else {
            _ = try caller.with(.readOwnPoints)
            throw AppError.notOwn
        }
        return try caller.with(.claimPoints)
    }

    // MARK: reading

    /// One claim and everything that became of it.
    package func claim(_ reference: Reference<Claim>, caller: Caller) async throws -> Claim {
        let (record, steps) = try await claim(identifier(of: reference, caller: caller), caller: caller)
        var claim = record.shown
        claim.events = steps.map(\.event)
        return claim
    }

    func claim(_ id: Identifier<Claim>, caller: Caller) async throws -> (claim: ClaimRecord, steps: [ClaimStep]) {
        let rows = try await database.read(
            caller, [.claimByID(id: id), .claimEvents(claim: id)])
        guard let row = try rows[0].single else { throw AppError.notFound(.claim, id.description) }
        let claim = try row.claim()
        if !caller.may(.readPoints, at: claim.path) {
            try caller.require(.readOwnPoints, at: claim.path)
            guard try await ownSubject(of: caller) == claim.subject else { throw AppError.notOwn }
        }
        return (claim, try rows[1].map { try $0.claimStep() })
    }

    /// A claim by its identifier, or by its subject while that has one undecided claim only.
    /// - Throws: `not_found`; `reference.ambiguous` with the undecided claims of the subject.
    func identifier(of reference: Reference<Claim>, caller: Caller) async throws -> Identifier<Claim> {
        if let id = reference.identifier { return id }
        let subject = try await subject(Reference(reference.text), nil, caller: caller)
        let open = try await database.read(
            caller, .openClaimsOf(subject: subject, limit: AppError.candidatesShown + 1))
        let shown = reference.text
        guard let first = open.first else { throw AppError.notFound(.claim, shown) }
        guard open.count == 1 else {
            throw AppError.ambiguous(
                .claim, shown,
                candidates: try open.map { row in
                    let (id, state): (Identifier<Claim>, ClaimState) = (try row["id"], try row.claimState())
                    let (scheme, item, day): (String, String, Day) = (
                        try row["scheme"], try row["item"], try row["happened_on"]
                    )
                    return (id.description, "\(scheme) \(item) \(day) \(state.text.both)")
                })
        }
        return try first["id"]
    }

    /// Claims by branch; those of one branch, the oldest first.
    package func claims(_ query: ClaimQuery, _ page: PageRequest, caller: Caller) async throws -> Page<Claim> {
        var owners: [OwnedScheme]?
        if let key = query.scheme { owners = try await catalogue.schemes(key) }
        var about: Identifier<PointsSubject>?
        var reader = caller
        if let reference = query.subject {
            let found = try await subjectToRead(reference, owners?.first?.subject, caller: caller)
            (about, reader) = (found.subject, found.reader)
        } else {
            reader = try caller.with(.readPoints)
        }
        let caller = reader
        let scope = try await organisations.scope(query.scope, caller: caller)
        var owner: OwnedScheme?
        if let key = query.scheme, let owners {
            let low = caller.places(in: scope).first?.low ?? scope.low
            let near = owners.filter { low.hasPrefix($0.path) }.max { $0.path.count < $1.path.count }
            owner = near ?? owners.first(where: { scope.contains($0.path) && caller.covers($0.path) })
            guard owner != nil else { throw AppError.schemeMissing(key) }
        }
        let (path, id) = try PathKey.read(page.after, within: scope)
        let states = query.state.map { [$0] } ?? ClaimState.allCases
        let rows = try await database.readPage(
            caller,
            .claims(
                scheme: owner?.id, states: states.map(\.rawValue), low: scope.low, high: scope.high, subject: about,
                afterPath: path, afterID: id, limit: page.limit + 1))
        let claims = Page(try rows.map { try $0.claim() }, limit: page.limit) { PathKey.write($0.path, $0.id) }
        return Page(items: claims.items.map(\.shown), next: claims.next)
    }

    func event(
        _ subject: Identifier<PointsSubject>, _ claim: Identifier<Claim>, _ state: ClaimState, _ step: String,
        on day: Day, reason: String?, auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        _ = try await transaction.query(
            .insertClaimEvent(
                subject: subject, claim: claim, state: state.rawValue, step: step, happenedOn: day,
                account: transaction.caller.account, accountName: transaction.caller.name, reason: reason,
                auditEvent: auditEvent))
    }
}

extension Text {
    static let claim = Text(zh: "申报", en: "claim")
}
