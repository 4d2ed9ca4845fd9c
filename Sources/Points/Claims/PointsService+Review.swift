import Access
package import Civil
package import Kernel
import Postgres
import SQLFiles
import Schemes

/// The decisions about a claim.
extension PointsService {
    /// One level's decision. The last one publishes the claim, or posts it where nothing is published.
    /// - Throws: `claim.own` for the claimant and for the subject, `claim.reviewed_before` for a caller who has
    ///   reviewed
    ///   it already, `claim.level` for a reviewer of too low a level.
    package func review(
        _ reference: Reference<Claim>, _ order: ClaimReviewOrder, on today: Day, caller: Caller
    ) async throws -> ClaimOutcome {
        try Plausible.words(optional: order.reason, "reason")
        let (approves, reason) = (order.approves, order.reason)
        let id = try await identifier(of: reference, caller: caller)
        if Idempotency.current?.isReserved ?? false, let outcome = try await reviewed(id, caller: caller) {
            return outcome
        }
        let own = try await ownSubject(of: caller)
        return try await change(id, on: today, caller: caller, allowed: [.claimed]) {
            claim, item, steps, transaction in
            let reviews = item.process.reviews
            guard claim.level < reviews.count else { throw AppError.claimState(claim.state, [.claimed]) }
            let review = reviews[claim.level]
            if review.bySubject {
                guard own == claim.subject || (caller.may(.claimPoints, at: claim.path) && reason?.isEmpty == false)
                else {
                    throw AppError.signatureMissing(review)
                }
            } else {
                try caller.require(.reviewPoints, at: claim.path)
                guard caller.account != claim.claimedBy, own != claim.subject else { throw AppError.reviewsOwn(item) }
                guard !steps.contains(where: { $0.step.hasPrefix("review:") && $0.account == caller.account }) else {
                    throw AppError.reviewedBefore(review)
                }
                try await requireLevel(review, at: claim.path, transaction)
            }
            if !approves, !(review.bySubject && review.refusalIsNoted) {
                guard reason?.isEmpty == false else { throw AppError.reasonMissing }
                return Move(state: .rejected, step: "review:" + review.key, reason: reason)
            }
            let word =
                approves ? reason : Text(zh: "拒签", en: "refused to sign").chinese + (reason.map { "：" + $0 } ?? "")
            let passed = claim.level + 1
            guard passed == reviews.count else {
                return Move(state: .claimed, level: passed, step: "review:" + review.key, reason: word)
            }
            var move = publication(item, level: passed, on: today)
            move.step = "review:" + review.key
            move.reason = word
            return move
        }
    }

    /// What a review came to that was done before its request was cut off.
    private func reviewed(_ id: Identifier<Claim>, caller: Caller) async throws -> ClaimOutcome? {
        let (claim, steps) = try await claim(id, caller: caller)
        let isDone = steps.contains { $0.account == caller.account && $0.step.hasPrefix("review:") }
        return isDone ? ClaimOutcome(id: id, item: claim.item, state: claim.state, isNew: false) : nil
    }

    /// - Throws: `claim.level` when the caller's organisation is below the level that a review needs.
    private func requireLevel(
        _ review: ProcessRule.Review, at path: String, _ transaction: ScopedTransaction
    ) async throws {
        guard let wanted = review.from, transaction.caller.scope != .everything else { return }
        guard let level = try await level(of: path, transaction), level >= wanted else {
            throw AppError.levelTooLow(review, wanted)
        }
    }

    /// Begins the publicity of a claim that needs no review; without one, the claim is posted.
    func publish(
        _ claim: ClaimRecord, _ item: Item, _ schemes: [OwnedScheme], on today: Day, _ transaction: ScopedTransaction
    ) async throws -> ClaimState {
        let move = publication(item, level: claim.level, on: today)
        return try await carryOut(move, claim, item, schemes, on: today, transaction)
    }

    /// For a claim that everybody has agreed to.
    func begin(_ id: Identifier<Claim>, on today: Day, caller: Caller) async throws -> ClaimOutcome {
        try await change(id, on: today, caller: caller, allowed: [.claimed]) { claim, item, _, _ in
            publication(item, level: claim.level, on: today)
        }
    }

    func expire(_ id: Identifier<Claim>, on today: Day, caller: Caller) async throws -> ClaimOutcome {
        try await change(id, on: today, caller: caller, allowed: [.claimed]) { claim, _, _, _ in
            Move(state: .expired, level: claim.level, step: "expiry")
        }
    }

    private func publication(_ item: Item, level: Int, on today: Day) -> Move {
        let days = item.process.publicityWorkingDays
        guard days > 0 else { return Move(state: .published, level: level, step: "publish", published: today...today) }
        let end = workingDays.day(days, from: today)
        return Move(
            state: .published, level: level, step: "publish", published: today...end.value,
            isProvisional: end.provisional)
    }

    /// An objection against what is published: it stops the clock until it is decided.
    package func object(
        _ reference: Reference<Claim>, _ order: ClaimObjectionOrder, on today: Day, caller: Caller
    ) async throws -> ClaimOutcome {
        let caller = try caller.with(anyOf: .readPoints, .readOwnPoints)
        guard !order.reason.isEmpty else { throw AppError.reasonMissing }
        try Plausible.words(order.reason, "reason")
        let (id, reason) = (try await identifier(of: reference, caller: caller), order.reason)
        return try await change(id, on: today, caller: caller, allowed: [.published]) { claim, item, _, _ in
            if let through = claim.publishedThrough, today > through { throw AppError.publicityOver(through) }
            return Move(
                state: .objected, level: claim.level, step: "objection", published: claim.published,
                isProvisional: claim.isProvisional, reason: reason)
        }
    }

    /// The decision on an objection: upheld, the claim is rejected; dismissed, it goes on.
    package func decide(
        _ reference: Reference<Claim>, _ order: ClaimDecisionOrder, on today: Day, caller: Caller
    ) async throws -> ClaimOutcome {
        let caller = try caller.with(.reviewPoints)
        guard !order.reason.isEmpty else { throw AppError.reasonMissing }
        try Plausible.words(order.reason, "reason")
        let (upholds, reason) = (order.upholds, order.reason)
        let id = try await identifier(of: reference, caller: caller)
        let own = try await ownSubject(of: caller)
        return try await change(id, on: today, caller: caller, allowed: [.objected]) {
            claim, item, steps, _ in
            guard caller.account != claim.claimedBy, own != claim.subject else { throw AppError.reviewsOwn(item) }
            guard steps.last(where: { $0.step == "objection" })?.account != caller.account else {
                throw AppError.decidesOwnObjection
            }
            return Move(
                state: upholds ? .rejected : .published, level: claim.level, step: upholds ? "upheld" : "dismissed",
                published: claim.published, isProvisional: claim.isProvisional, reason: reason)
        }
    }

    /// Takes a claim back before it is posted.
    package func withdraw(
        _ reference: Reference<Claim>, _ order: ClaimWithdrawalOrder, on today: Day, caller: Caller
    ) async throws -> ClaimOutcome {
        try Plausible.words(optional: order.reason, "reason")
        let (id, reason) = (try await identifier(of: reference, caller: caller), order.reason)
        let own = try await ownSubject(of: caller)
        return try await change(id, on: today, caller: caller, allowed: [.claimed, .published, .objected]) {
            claim, item, _, _ in
            // The subject takes back what was claimed as a member, not what others hold against them.
            let isOwn = own == claim.subject && claim.claimant == .member
            let mayClaim = caller.may(.claimPoints, at: claim.path)
            guard caller.account == claim.claimedBy || isOwn || (mayClaim && own != claim.subject)
            else { throw AppError.withdrawsOthers(item) }
            return Move(
                state: .withdrawn, level: claim.level, step: "withdrawal", published: claim.published,
                isProvisional: claim.isProvisional, reason: reason)
        }
    }

    // MARK: one step

    private struct Move {
        let state: ClaimState
        var level: Int?
        var step: String
        var published: ClosedRange<Day>?
        var isProvisional = false
        var reason: String?
    }

    /// Locks a claim, asks what is to become of it, and writes that with its event: all of it in one transaction, with
    /// the entry where nothing has to be published first.
    private func change(
        _ id: Identifier<Claim>, on today: Day, caller: Caller, allowed: [ClaimState],
        _ decide: (ClaimRecord, Item, [ClaimStep], ScopedTransaction) async throws -> Move
    ) async throws -> ClaimOutcome {
        guard
            let key = try await database.read(caller, .claimByID(id: id)).single?["scheme"]
                as String?
        else { throw AppError.notFound(.claim, id.description) }
        let schemes = try await catalogue.schemes(key)
        return try await database.write(caller) { transaction in
            let rows = try await transaction.pipeline([
                .lockClaim(id: id), .claimByID(id: id), .claimEvents(claim: id),
            ])
            guard let row = try rows[1].single else { throw AppError.notFound(.claim, id.description) }
            let claim = try row.claim()
            guard allowed.contains(claim.state) else { throw AppError.claimState(claim.state, allowed) }
            let (_, _, scheme) = try catalogue.scheme(schemes, key: key, for: claim.path, on: claim.happened)
            guard let item = scheme.judging(claim.item) else { throw AppError.itemUnknown(claim.item, scheme) }
            let move = try await decide(claim, item, try rows[2].map { try $0.claimStep() }, transaction)
            let state = try await carryOut(move, claim, item, schemes, on: today, transaction)
            return ClaimOutcome(id: id, item: claim.item, state: state, isNew: false)
        }
    }

    private func carryOut(
        _ move: Move, _ claim: ClaimRecord, _ item: Item, _ schemes: [OwnedScheme], on today: Day,
        _ transaction: ScopedTransaction
    ) async throws -> ClaimState {
        let auditEvent = try await transaction.record(
            "claim.\(move.step)", "claim", subject: claim.id.value, path: claim.path)
        _ = try await transaction.query(
            .setClaim(
                id: claim.id, state: move.state.rawValue, level: move.level ?? claim.level,
                publishedFrom: move.published?.lowerBound, publishedThrough: move.published?.upperBound,
                provisional: move.isProvisional))
        try await event(
            claim.subject, claim.id, move.state, move.step, on: today, reason: move.reason, auditEvent: auditEvent,
            transaction)
        guard move.state == .published, item.process.publicityWorkingDays == 0 else { return move.state }
        guard let after = try await transaction.query(.claimByID(id: claim.id)).single else {
            throw AppError.notFound(.claim, claim.id.description)
        }
        _ = try await post(after.claim(), schemes, on: today, transaction)
        return .posted
    }
}
