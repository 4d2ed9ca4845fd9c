import Access
package import Civil
import Foundation
package import Kernel
import Members
import Postgres
import SQLFiles

/// What becomes of claims with time: posted when their publicity is over, lapsed when nobody decided.
extension PointsService {
    /// Posts every claim whose publicity is over and lets those lapse that nobody decided in time. Can be run at any time
    /// and again: what was settled stays as it is.
    package func settle(scheme key: String, under scope: Scope?, on today: Day, caller: Caller) async throws
        -> SettleOutcome
    {
        try caller.require(.reviewPoints)
        let scope = scope ?? caller.scope
        let owned = try await sheetScheme(key, on: today, caller: caller).owned
        var posted: [Posted] = []
        var refused: [(claim: UUID, error: AppError)] = []
        var after: (day: Day, id: UUID)? = (.distantPast, PathKey.first)
        while let last = after {
            let due = try await database.read(
                caller,
                .claimsToSettle(
                    scheme: owned.id, low: scope.low, high: scope.high, today: today, afterDay: last.day,
                    afterID: last.id))
            after = try due.last.map { (try $0["happened_on"], try $0["id"]) }
            for row in due {
                let id: UUID = try row["id"]
                do {
                    posted += try await post(claim: claim(id, caller: caller).claim, on: today, caller: caller)
                } catch let error as AppError where error.concernsOne {
                    refused.append((id, error))
                }
            }
        }
        let lapsed = try await lapse(key, owned.id, scope, on: today, caller: caller)
        return SettleOutcome(posted: posted, expired: lapsed.expired, refused: refused + lapsed.refused)
    }

    /// Lets claims lapse that nobody decided in time, each by its own edition and its village's own items.
    private func lapse(_ key: String, _ id: UUID, _ scope: Scope, on today: Day, caller: Caller) async throws -> (
        expired: Int, refused: [(claim: UUID, error: AppError)]
    ) {
        let schemes = try await shelf.schemes(key)
        var expired = 0
        var refused: [(claim: UUID, error: AppError)] = []
        var waiting: [UUID] = []
        repeat {
            waiting = try await database.read(
                caller,
                .claimsWaiting(
                    scheme: id, low: scope.low, high: scope.high, before: today, after: waiting.last ?? PathKey.first)
            ).map { try $0["id"] }
            for id in waiting {
                do {
                    if try await lapse(claim(id, caller: caller).claim, schemes, on: today, caller: caller) == .expired
                    {
                        expired += 1
                    }
                } catch let error as AppError where error.concernsOne {
                    refused.append((id, error))
                }
            }
        } while !waiting.isEmpty
        return (expired, refused)
    }

    private func lapse(_ claim: Claim, _ schemes: [OwnedScheme], on today: Day, caller: Caller) async throws
        -> ClaimState
    {
        let (_, _, scheme) = try shelf.scheme(schemes, key: claim.scheme, for: claim.path, on: claim.happened)
        guard let process = scheme.judging(claim.item)?.process else { throw AppError.itemUnknown(claim.item, scheme) }
        if claim.level >= process.reviews.count {
            // Everybody has agreed, and the program was stopped before the publicity began.
            return try await begin(claim.id, on: today, caller: caller).state
        }
        guard let term = process.expiresAfter, today >= term.end(from: claim.claimedOn) else { return claim.state }
        return try await expire(claim.id, on: today, caller: caller).state
    }

    /// One transaction of its own: what was published is posted when its time is over.
    private func post(claim: Claim, on today: Day, caller: Caller) async throws -> [Posted] {
        let (order, posting) = posting(of: claim, on: today, caller: caller)
        return try await write([order], claims: [order.key: posting], on: today, caller: caller, isDirect: false)
    }

    /// Within the transaction that decided about it.
    func post(_ claim: Claim, _ schemes: [OwnedScheme], on today: Day, _ transaction: ScopedTransaction) async throws
        -> [Posted]
    {
        let (order, posting) = posting(of: claim, on: today, caller: transaction.caller)
        let reader = SubjectReader(subjects: [claim.subject], schemes: schemes, locks: true)
        let states = try reader.read(try await transaction.pipeline(reader.statements))
        var writer = LedgerWriter(shelf: shelf, schemes: [claim.scheme: schemes], states: states, today: today)
        try writer.enter(order, claim: posting, isDirect: false)
        _ = try await transaction.pipeline(
            writer.statements(caller: transaction.caller, action: "points.settle") + posting.statements)
        return writer.posted
    }

    private func posting(of claim: Claim, on today: Day, caller: Caller) -> (PostOrder, ClaimPosting) {
        let auditEvent = AuditStatement(caller: caller).make(
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
                auditEvent.statement,
                .setClaim(
                    id: claim.id, state: ClaimState.posted.rawValue, level: claim.level,
                    publishedFrom: claim.publishedFrom, publishedThrough: claim.publishedThrough,
                    provisional: claim.isProvisional),
                .insertClaimEvent(
                    subject: claim.subject, claim: claim.id, state: ClaimState.posted.rawValue, step: "post",
                    happenedOn: today, account: caller.account, accountName: caller.name, reason: String?.none,
                    auditEvent: auditEvent.id),
            ])
        return (order, posting)
    }
}

extension AppError {
    /// About the one thing it was thrown for: the others of a run go on.
    var concernsOne: Bool {
        switch kind {
        case .invalid, .conflict, .notFound, .forbidden, .stale: true
        case .unauthenticated, .wrongMethod, .tooLarge, .unavailable, .internal: false
        }
    }
}
