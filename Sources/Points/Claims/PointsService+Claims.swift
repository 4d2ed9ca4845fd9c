import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Sheets

/// What became of one claim, and of those it brought about.
package struct ClaimOutcome: Sendable {
    package let id: UUID
    package let state: ClaimState
    package let isNew: Bool
}

extension PointsService {
    /// Makes a claim; one that is known by its key stays as it is.
    ///
    /// An item without reviews and publicity is in the ledger at once.
    /// - Throws: `points.*`; `points.claim_key_reused` for a key that belongs to another claim.
    package func claim(_ order: ClaimOrder, on today: Day, caller: Caller) async throws -> ClaimOutcome {
        try await mayClaim(order, caller: caller)
        let schemes = try await shelf.schemes(order.scheme)
        return try await database.write(caller) { transaction in
            try await self.claim(order, schemes, on: today, transaction)
        }
    }

    private func claim(
        _ order: ClaimOrder, _ schemes: [OwnedScheme], on today: Day, _ transaction: ScopedTransaction
    ) async throws -> ClaimOutcome {
        let reader = SubjectReader(subjects: [order.subject], schemes: schemes, locks: true)
        let states = try reader.read(try await transaction.pipeline(reader.statements))
        guard let state = states[order.subject] else {
            throw AppError.notFound(Text(zh: "积分对象", en: "subject of points"), order.subject.text)
        }
        guard order.happened <= today else { throw AppError.eventInFuture(order.item, order.happened, today) }
        let (owned, _, scheme) = try shelf.scheme(schemes, key: order.scheme, for: state.path, on: order.happened)
        let content = order.content
        if let known = try await transaction.query(
            .claimByKey(subject: order.subject, scheme: owned.id, key: order.key)
        ).single {
            // What it was then is what counts: the rules may have refused it since.
            guard let item = scheme.item(try known["item"]), item.id == order.item,
                try known["happened_on"] == order.happened, try known.claimContent() == content
            else { throw AppError.claimKeyReused(order.key) }
            let (id, state): (UUID, ClaimState) = (try known["id"], try known.claimState())
            // One that was cut off before it was published goes on.
            guard state == .claimed, item.process.reviews.isEmpty,
                let made = try await transaction.query(.claimByID(id: id)).single
            else { return ClaimOutcome(id: id, state: state, isNew: false) }
            let after = try await publish(made.claim(), item, schemes, on: today, transaction)
            return ClaimOutcome(id: id, state: after, isNew: false)
        }
        let accepted = try await accept(order, state, owned, scheme, on: today, transaction)
        let id = Identifier<Claim>.new().value
        let auditEvent = try await transaction.record(
            "claim.make", "claim", subject: id, path: state.path,
            after: JSONText(encoding: ["scheme": order.scheme, "item": order.item]))
        _ = try await transaction.query(
            .insertClaim(
                subject: order.subject, id: id, scheme: owned.id, path: state.path, item: order.item,
                happenedOn: order.happened, content: JSONText(encoding: content), value: accepted.reckoning.value,
                formula: accepted.reckoning.formula, claimant: order.claimant.rawValue,
                claimedBy: transaction.caller.account, claimedOn: today, key: order.key, auditEvent: auditEvent))
        try await event(
            order.subject, id, .claimed, "claim", on: today, reason: content.note, auditEvent: auditEvent, transaction)
        guard accepted.item.process.reviews.isEmpty,
            let made = try await transaction.query(.claimByID(id: id)).single
        else { return ClaimOutcome(id: id, state: .claimed, isNew: true) }
        let published = try await publish(made.claim(), accepted.item, schemes, on: today, transaction)
        return ClaimOutcome(id: id, state: published, isNew: true)
    }

    /// Whether the rules take a claim.
    private func accept(
        _ order: ClaimOrder, _ state: SubjectState, _ owned: OwnedScheme, _ scheme: Scheme, on today: Day,
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
        if order.claimant == .department { try await owns(accepted.item, transaction) }
        let period = scheme.period.span(containing: order.happened)
        if process.closedPeriod == .reopen, state.isClosed(period, of: owned.id) {
            throw AppError.periodClosed(scheme, period, accepted.item)
        }
        if let cause = accepted.item.cause, cause.by == .organisation {
            guard let name = content.cause else { throw AppError.causeMissing(accepted.item) }
            let organisation = try await organisations.organisation(name, caller: transaction.caller)
            let holders = try await transaction.query(
                .holdersOnDay(organisation: organisation.id, titles: cause.posts, day: order.happened))
            try holds(holders, order.subject, accepted.item, organisation.name, order.happened)
        }
        return accepted
    }

    /// A member claims what is their own; others need the permission to.
    private func mayClaim(_ order: ClaimOrder, caller: Caller) async throws {
        if caller.may(.claimPoints) { return }
        try caller.require(.readOwnPoints)
        guard order.claimant == .member, try await person(of: caller) == order.subject else {
            throw AppError.notOwn
        }
    }

    /// Claims of a table, all or nothing; errors name the rows.
    /// - Returns: how many are new.
    package func importClaims(
        _ bytes: [UInt8], scheme key: String, claimant: ProcessRule.Claimant, on today: Day, dryRun: Bool,
        caller: Caller
    ) async throws -> Int {
        try caller.require(.claimPoints)
        let (scheme, _) = try await sheetScheme(key, on: today, caller: caller)
        let sheet = try Sheet(bytes, columns: SheetLayout.columns("claims", of: scheme))
        var reader = CellReader()
        let found = try await subjects(named: sheet.rows.map { $0["subject"] }, scheme.subject, caller: caller)
        var orders: [(line: Int, order: ClaimOrder)] = []
        for row in sheet.rows {
            let day = reader.day(row, "on")
            let item = reader.text(row, "item")
            var seen = Observation()
            seen.points = reader.amount(row, "points")
            seen.quantity = reader.amount(row, "quantity")
            seen.level = reader.optionalText(row, "level")
            seen.marks = reader.marks(row, "marks")
            let follows = reader.number(row, "follows")
            let isContinuing = reader.flag(row, "continuing")
            guard let subject = found[row["subject"]] else {
                reader.fail(row, "subject", .noSubject(scheme.subject))
                continue
            }
            guard let item else { continue }
            if let rule = scheme.item(item) {
                do {
                    _ = try Arithmetic(rule).value(seen)
                } catch {
                    reader.fail(row, "item", error.cellText)
                }
            } else if scheme.local == nil {
                // A village may have an item of its own, which is looked up with its subject.
                reader.fail(row, "item", Text(zh: "办法没有这个项目", en: "the scheme has no such item"))
            }
            guard let day else { continue }
            orders.append(
                (
                    row.line,
                    ClaimOrder(
                        subject: subject, scheme: key, item: item, happened: day,
                        content: ClaimContent(
                            seen: seen, evidence: reader.optionalText(row, "evidence"),
                            note: reader.optionalText(row, "note"), act: reader.optionalText(row, "act"),
                            follows: follows, isContinuing: isContinuing, cause: reader.optionalText(row, "cause")),
                        claimant: claimant, key: reader.optionalText(row, "key") ?? Self.key(row, item, day))
                ))
        }
        try reader.finish()
        let schemes = try await shelf.schemes(key)
        let made = try await database.write(caller, dryRun: dryRun) { transaction in
            var cells: [CellError] = []
            var made: [ClaimOutcome] = []
            for (line, order) in orders {
                do {
                    made.append(try await self.claim(order, schemes, on: today, transaction))
                } catch let error as AppError where error.concernsOne {
                    cells.append(CellError(row: line, column: "item", reason: error.cellText))
                }
            }
            guard cells.isEmpty else { throw AppError.rejected(cells) }
            return made
        }
        return dryRun ? orders.count : made.count(where: \.isNew)
    }

    /// The key of a row that has none: what it says, so that a table can be taken again.
    private static func key(_ row: Sheet.Row, _ item: String, _ day: Day) -> String {
        let old = "\(item):\(day):\(row["act"]):\(row["points"]):\(row["quantity"]):\(row["level"])"
        let more = ["follows", "cause", "marks"].map { row[$0] }
        return more.allSatisfy(\.isEmpty) ? old : old + ":" + more.joined(separator: ":")
    }

    // MARK: reading

    package func claim(_ id: UUID, caller: Caller) async throws -> (claim: Claim, events: [ClaimEvent]) {
        let rows = try await database.read(
            caller, [.claimByID(id: id), .claimEvents(claim: id)])
        guard let row = try rows[0].single else { throw AppError.notFound(Text(zh: "申报", en: "claim"), id.text) }
        let claim = try row.claim()
        try await mayRead(claim.subject, caller: caller)
        return (claim, try rows[1].map { try $0.claimEvent() })
    }

    package func claims(
        scheme key: String?, state: ClaimState?, subject: UUID? = nil, under scope: Scope?, _ page: PageRequest,
        caller: Caller
    ) async throws -> Page<Claim> {
        if let subject { try await mayRead(subject, caller: caller) } else { try caller.require(.readPoints) }
        var scheme: UUID?
        if let key {
            let low = (scope ?? caller.scope).low
            let owners = try await shelf.schemes(key)
            let near = owners.filter { low.hasPrefix($0.path) }.max { $0.path.count < $1.path.count }
            guard let owner = near ?? owners.first(where: { (scope ?? caller.scope).contains($0.path) }) else {
                throw AppError.schemeMissing(key)
            }
            scheme = owner.id
        }
        let scope = scope ?? caller.scope
        let after = try page.after.map { try UUID.key($0) }
        let rows = try await database.read(
            caller,
            .claims(
                scheme: scheme, state: state?.rawValue, low: scope.low, high: scope.high, subject: subject,
                after: after, limit: page.limit + 1))
        return Page(try rows.map { try $0.claim() }, limit: page.limit) { $0.id.text }
    }

    // MARK: who

    /// The person that an account stands for.
    func person(of caller: Caller) async throws -> UUID? {
        try await database.read(caller, .personOfAccount(account: caller.account)).single?["person_id"]
    }

    /// Says which person an account stands for.
    package func link(account: UUID, to person: UUID, caller: Caller) async throws {
        try caller.require(.administer)
        let found = try await members.person(Identifier(person), caller: caller)
        try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "account.person", "account", subject: account, path: found.path)
            _ = try await transaction.query(
                .insertAccountPerson(account: account, person: person, path: found.path, auditEvent: auditEvent))
        }
    }

    /// Everybody who reads points reads their scope's; a member reads their own.
    func mayRead(_ subject: UUID, caller: Caller) async throws {
        if caller.may(.readPoints) { return }
        try caller.require(.readOwnPoints)
        guard try await person(of: caller) == subject else { throw AppError.notOwn }
    }

    func event(
        _ subject: UUID, _ claim: UUID, _ state: ClaimState, _ step: String, on day: Day, reason: String?,
        auditEvent: UUID,
        _ transaction: ScopedTransaction
    ) async throws {
        _ = try await transaction.query(
            .insertClaimEvent(
                subject: subject, claim: claim, state: state.rawValue, step: step, happenedOn: day,
                account: transaction.caller.account, accountName: transaction.caller.name, reason: reason,
                auditEvent: auditEvent))
    }
}

extension Day {
    /// Before and after every day that a rule file can name.
    static let distantPast = Day(number: -100_000)
    static let distantFuture = Day(number: 100_000)
}
