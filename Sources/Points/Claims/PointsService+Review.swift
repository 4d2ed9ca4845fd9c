import Members
import Access
package import Civil
package import Foundation
package import Kernel
import Organisations
import Postgres

/// What settling a scheme's claims did.
package struct SettleOutcome: Sendable {
    package let posted: [Posted]
    package let expired: Int
    /// Claims whose publicity is over and that the ledger refused, with the reason.
    package let refused: [(claim: UUID, error: AppError)]
}

extension PointsService {
    /// One level's decision. The last one publishes the claim, or posts it where nothing is published.
    /// - Throws: `claim.own` for whoever made the claim or whom it is about, `claim.reviewed_before` for whoever reviewed it
    ///   already, `claim.level` for a reviewer who stands too low.
    package func review(_ id: UUID, approves: Bool, reason: String?, on today: Day, caller: Caller) async throws
        -> ClaimOutcome
    {
        let own = try await person(of: caller)
        let outcome = try await change(id, on: today, caller: caller, allowed: [.claimed]) {
            claim, item, events, transaction in
            let reviews = item.process.reviews
            guard claim.level < reviews.count else { throw AppError.claimState(claim.state, [.claimed]) }
            let review = reviews[claim.level]
            if review.bySubject {
                guard own == claim.subject || (caller.may(.claimPoints) && reason?.isEmpty == false) else {
                    throw AppError.signatureMissing(review)
                }
            } else {
                try caller.require(.reviewPoints)
                guard caller.account != claim.claimedBy, own != claim.subject else { throw AppError.reviewsOwn(item) }
                guard !events.contains(where: { $0.step.hasPrefix("review:") && $0.account == caller.account }) else {
                    throw AppError.reviewedBefore(review)
                }
                try await stands(review, caller: caller, transaction)
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
        let (claim, item) = outcome
        guard claim.state == .published, item.process.publicityWorkingDays == 0 else {
            return ClaimOutcome(id: id, state: claim.state, isNew: false)
        }
        _ = try await post(claim: claim, on: today, caller: caller)
        return ClaimOutcome(id: id, state: .posted, isNew: false)
    }

    /// Whether the caller's organisation stands high enough for a level of review.
    private func stands(_ review: ProcessRule.Review, caller: Caller, _ transaction: ScopedTransaction) async throws {
        guard let wanted = review.from, caller.scope != .everything else { return }
        guard let row = try await transaction.query("LevelOfPath", [caller.scope.low.parameter]).only else {
            throw AppError.levelTooLow(review, wanted)
        }
        let level: Level = try row.choice("level")
        guard level >= wanted else { throw AppError.levelTooLow(review, wanted) }
    }

    /// Begins the publicity; without one, the claim is posted.
    func publish(_ id: UUID, on today: Day, caller: Caller) async throws -> ClaimOutcome {
        let (claim, item) = try await change(id, on: today, caller: caller, allowed: [.claimed]) { claim, item, _, _ in
            publication(item, level: claim.level, on: today)
        }
        guard item.process.publicityWorkingDays == 0 else {
            return ClaimOutcome(id: id, state: claim.state, isNew: true)
        }
        _ = try await post(claim: claim, on: today, caller: caller)
        return ClaimOutcome(id: id, state: .posted, isNew: true)
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
    package func object(_ id: UUID, reason: String, on today: Day, caller: Caller) async throws -> ClaimOutcome {
        guard caller.may(.readPoints) || caller.may(.readOwnPoints) else {
            throw AppError.forbidden(power: .readPoints, roles: caller.roles)
        }
        guard !reason.isEmpty else { throw AppError.reasonMissing }
        let (claim, _) = try await change(id, on: today, caller: caller, allowed: [.published]) { claim, item, _, _ in
            if let through = claim.publishedThrough, today > through { throw AppError.publicityOver(through) }
            return Move(
                state: .objected, level: claim.level, step: "objection", published: claim.published,
                isProvisional: claim.isProvisional, reason: reason)
        }
        return ClaimOutcome(id: id, state: claim.state, isNew: false)
    }

    /// The decision on an objection: upheld, the claim is rejected; dismissed, it goes on.
    package func decide(_ id: UUID, upholds: Bool, reason: String, on today: Day, caller: Caller) async throws
        -> ClaimOutcome
    {
        try caller.require(.reviewPoints)
        guard !reason.isEmpty else { throw AppError.reasonMissing }
        let own = try await person(of: caller)
        let (claim, _) = try await change(id, on: today, caller: caller, allowed: [.objected]) {
            claim, item, events, _ in
            guard caller.account != claim.claimedBy, own != claim.subject else { throw AppError.reviewsOwn(item) }
            guard events.last(where: { $0.step == "objection" })?.account != caller.account else {
                throw AppError.decidesOwnObjection
            }
            return Move(
                state: upholds ? .rejected : .published, level: claim.level, step: upholds ? "upheld" : "dismissed",
                published: claim.published, isProvisional: claim.isProvisional, reason: reason)
        }
        return ClaimOutcome(id: id, state: claim.state, isNew: false)
    }

    /// Takes a claim back before it is posted.
    package func withdraw(_ id: UUID, reason: String?, on today: Day, caller: Caller) async throws -> ClaimOutcome {
        let own = try await person(of: caller)
        let (claim, _) = try await change(id, on: today, caller: caller, allowed: [.claimed, .published, .objected]) {
            claim, item, _, _ in
            // Whom a claim is about takes back what was claimed as a member, not what others hold against them.
            let isOwn = own == claim.subject && claim.claimant == .member
            guard caller.account == claim.claimedBy || isOwn || (caller.may(.claimPoints) && own != claim.subject)
            else { throw AppError.withdrawsOthers(item) }
            return Move(
                state: .withdrawn, level: claim.level, step: "withdrawal", published: claim.published,
                isProvisional: claim.isProvisional, reason: reason)
        }
        return ClaimOutcome(id: id, state: claim.state, isNew: false)
    }

    /// Posts every claim whose publicity is over and lets those lapse that nobody decided in time. Can be run at any time
    /// and again: what was settled stays as it is.
    package func settle(scheme key: String, under scope: Scope?, on today: Day, caller: Caller) async throws
        -> SettleOutcome
    {
        try caller.require(.reviewPoints)
        let scope = scope ?? caller.scope
        let (scheme, owned) = try await sheetScheme(key, on: today, caller: caller)
        var posted: [Posted] = []
        var refused: [(claim: UUID, error: AppError)] = []
        let range = [owned.id.parameter, scope.low.parameter, scope.high.parameter, today.parameter]
        var after: (day: Day, id: UUID)? = (.distantPast, PathKey.first)
        while let last = after {
            let due = try await database.read(
                caller, database.sql("ClaimsToSettle", range + [last.day.parameter, last.id.parameter]))
            after = try due.last.map { (try $0["happened_on"], try $0["id"]) }
            for row in due {
                let id: UUID = try row["id"]
                do {
                    posted += try await post(claim: claim(id, caller: caller).claim, on: today, caller: caller)
                } catch let error as AppError where [.invalid, .conflict].contains(error.kind) {
                    refused.append((id, error))
                }
            }
        }
        let expired = try await lapse(scheme, range, on: today, caller: caller)
        return SettleOutcome(posted: posted, expired: expired, refused: refused)
    }

    /// Lets claims lapse that nobody decided in time.
    private func lapse(_ scheme: Scheme, _ range: [Parameter], on today: Day, caller: Caller) async throws -> Int {
        var expired = 0
        var waiting: [UUID] = []
        repeat {
            waiting = try await database.read(
                caller, database.sql("ClaimsWaiting", range + [(waiting.last ?? PathKey.first).parameter])
            ).map { try $0["id"] }
            for id in waiting {
                let found = try await claim(id, caller: caller).claim
                if let item = scheme.item(found.item), found.level >= item.process.reviews.count {
                    // Everybody has agreed, and the program was stopped before the publicity began.
                    _ = try await publish(id, on: today, caller: caller)
                    continue
                }
                guard let term = scheme.item(found.item)?.process.expiresAfter, today >= term.end(from: found.claimedOn)
                else {
                    continue
                }
                _ = try await change(id, on: today, caller: caller, allowed: [.claimed]) { claim, _, _, _ in
                    Move(state: .expired, level: claim.level, step: "expiry")
                }
                expired += 1
            }
        } while !waiting.isEmpty
        return expired
    }

    private func post(claim: Claim, on today: Day, caller: Caller) async throws -> [Posted] {
        let act = ActStatement(sql: database.sql, caller: caller).make(
            "claim.post", "claim", subject: claim.id, path: claim.path)
        let order = PostOrder(
            subject: claim.subject, scheme: claim.scheme, item: claim.item, happened: claim.happened,
            seen: claim.content.seen, act: claim.content.act, follows: claim.content.follows,
            isContinuing: claim.content.isContinuing, evidence: claim.content.evidence,
            decision: "claim \(claim.id.text)", cause: claim.content.cause, claimed: claim.claimedOn,
            key: "claim:\(claim.id.text)")
        let posting = ClaimPosting(
            id: claim.id, version: claim.version,
            statements: [
                act.statement,
                database.sql(
                    "SetClaim",
                    [
                        claim.id.parameter, ClaimState.posted.rawValue.parameter, claim.level.parameter,
                        claim.publishedFrom.parameter, claim.publishedThrough.parameter, claim.isProvisional.parameter,
                    ]),
                database.sql(
                    "InsertClaimEvent",
                    [
                        claim.subject.parameter, claim.id.parameter, ClaimState.posted.rawValue.parameter,
                        "post".parameter, today.parameter, caller.account.parameter, caller.name.parameter,
                        (nil as String?).parameter, act.id.parameter,
                    ]),
            ])
        return try await write([order], claims: [order.key: posting], on: today, caller: caller, isDirect: false)
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

    /// Locks a claim, asks what is to become of it, and writes that with its event.
    /// - Returns: the claim as it is afterwards, and its item.
    private func change(
        _ id: UUID, on today: Day, caller: Caller, allowed: [ClaimState],
        _ decide: (Claim, Item, [ClaimEvent], ScopedTransaction) async throws -> Move
    ) async throws -> (Claim, Item) {
        guard
            let key = try await database.read(caller, database.sql("ClaimByID", [id.parameter])).only?["scheme"]
                as String?
        else { throw AppError.notFound(Text(zh: "申报", en: "claim"), id.text) }
        let schemes = try await shelf.schemes(key)
        return try await database.write(caller) { transaction in
            let sql = transaction.sql
            let rows = try await transaction.pipeline([
                sql("LockClaim", [id.parameter]), sql("ClaimByID", [id.parameter]), sql("ClaimEvents", [id.parameter]),
            ])
            guard let row = rows[1].only else { throw AppError.notFound(Text(zh: "申报", en: "claim"), id.text) }
            let claim = try row.claim()
            guard allowed.contains(claim.state) else { throw AppError.claimState(claim.state, allowed) }
            let (_, _, scheme) = try shelf.scheme(schemes, key: key, for: claim.path, on: claim.happened)
            guard let item = scheme.item(claim.item) else { throw AppError.itemUnknown(claim.item, scheme) }
            let move = try await decide(claim, item, try rows[2].map { try $0.claimEvent() }, transaction)
            let act = try await transaction.record("claim.\(move.step)", "claim", subject: id, path: claim.path)
            _ = try await transaction.query(
                "SetClaim",
                [
                    id.parameter, move.state.rawValue.parameter, (move.level ?? claim.level).parameter,
                    (move.published?.lowerBound).parameter, (move.published?.upperBound).parameter,
                    move.isProvisional.parameter,
                ])
            try await event(
                claim.subject, id, move.state, move.step, on: today, reason: move.reason, act: act, transaction)
            guard let after = try await transaction.query("ClaimByID", [id.parameter]).only else {
                throw AppError.notFound(Text(zh: "申报", en: "claim"), id.text)
            }
            return (try after.claim(), item)
        }
    }
}

extension Claim {
    var published: ClosedRange<Day>? {
        guard let publishedFrom, let publishedThrough else { return nil }
        return publishedFrom...publishedThrough
    }
}
