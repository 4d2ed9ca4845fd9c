import Access
package import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes
import Wire

/// What settling a scheme's claims did.
package struct Settlement: Outcome {
    package let posted: [Posted]
    package let expired: Int
    /// Claims whose publicity is over and that the ledger refused, with the reason.
    package let refused: [PointsRefusal]

    package var summary: Text {
        PointsRefusal.listed(
            Text(
                zh: "记账 \(posted.count) 笔，失效 \(expired) 件，未能记账 \(refused.count) 件。",
                en: "\(posted.count) posted, \(expired) lapsed, \(refused.count) refused."),
            refused)
    }
}

/// What becomes of claims with time: posted when their publicity is over, lapsed when nobody decided.
extension PointsService {
    /// Posts every claim whose publicity is over and lets those lapse that nobody decided in time. Can be run at any
    /// time and again: what was settled stays as it is.
    package func settle(_ order: PointsScope, scheme key: String, on today: Day, caller: Caller) async throws
        -> Settlement
    {
        let caller = try caller.with(.reviewPoints)
        let scope = try await organisations.place(order.scope, caller: caller)
        let owned = try await self.scheme(key, under: [scope], on: today).owned
        var posted: [Posted] = []
        var refused: [PointsRefusal] = []
        var after: (path: String, day: Day, id: Identifier<Claim>)? =
            (scope.low, .distantPast, Identifier(PathKey.first))
        while let last = after {
            let due = try await database.readPage(
                caller,
                .claimsToSettle(
                    scheme: owned.id, low: scope.low, high: scope.high, today: today, afterPath: last.path,
                    afterDay: last.day, afterID: last.id))
            after = try due.last.map { (try $0["path"], try $0["happened_on"], try $0["id"]) }
            for row in due {
                do {
                    let claim = try await claim(row["id"], caller: caller).claim
                    do {
                        posted += try await post(claim: claim, on: today, caller: caller)
                    } catch let error as AppError where error.concernsOne {
                        refused.append(PointsRefusal(claim, error))
                    }
                } catch let error as AppError where error.concernsOne {
                    refused.append(PointsRefusal(claim: try row["id"], error))
                }
            }
        }
        let lapsed = try await lapse(key, owned.id, scope, on: today, caller: caller)
        return Settlement(posted: posted, expired: lapsed.expired, refused: refused + lapsed.refused)
    }

    /// Lets claims lapse that nobody decided in time, each by its own edition and its village's own items.
    private func lapse(
        _ key: String, _ id: Identifier<Scheme>, _ scope: Scope, on today: Day, caller: Caller
    ) async throws -> (expired: Int, refused: [PointsRefusal]) {
        let schemes = try await catalogue.schemes(key)
        var expired = 0
        var refused: [PointsRefusal] = []
        var after: (path: String, id: Identifier<Claim>)? = (scope.low, Identifier(PathKey.first))
        while let last = after {
            let waiting = try await database.readPage(
                caller,
                .claimsWaiting(
                    scheme: id, low: scope.low, high: scope.high, before: today, afterPath: last.path,
                    afterID: last.id))
            after = try waiting.last.map { (try $0["path"], try $0["id"]) }
            for id: Identifier<Claim> in try waiting.map({ try $0["id"] }) {
                do {
                    if try await lapse(claim(id, caller: caller).claim, schemes, on: today, caller: caller) == .expired
                    {
                        expired += 1
                    }
                } catch let error as AppError where error.concernsOne {
                    refused.append(PointsRefusal(claim: id, error))
                }
            }
        }
        return (expired, refused)
    }

    private func lapse(_ claim: ClaimRecord, _ schemes: [OwnedScheme], on today: Day, caller: Caller) async throws
        -> ClaimState
    {
        let (_, _, scheme) = try catalogue.scheme(schemes, key: claim.scheme, for: claim.path, on: claim.happened)
        guard let process = scheme.judging(claim.item)?.process else { throw AppError.itemUnknown(claim.item, scheme) }
        if claim.level >= process.reviews.count {
            // Everybody has agreed, and the program was stopped before the publicity began.
            return try await begin(claim.id, on: today, caller: caller).state
        }
        guard let term = process.expiresAfter, today >= term.end(from: claim.claimedOn) else { return claim.state }
        return try await expire(claim.id, on: today, caller: caller).state
    }

    /// One transaction of its own: what was published is posted when its time is over.
    private func post(claim: ClaimRecord, on today: Day, caller: Caller) async throws -> [Posted] {
        let (order, posting) = posting(of: claim, on: today, caller: caller)
        return try await write([order], claims: [order.key: posting], on: today, caller: caller, isDirect: false)
    }

    /// Within the transaction that decided about it.
    func post(
        _ claim: ClaimRecord, _ schemes: [OwnedScheme], on today: Day, _ transaction: ScopedTransaction
    ) async throws -> [Posted] {
        let (order, posting) = posting(of: claim, on: today, caller: transaction.caller)
        let reader = SubjectReader(subjects: [claim.subject], schemes: schemes, locks: true)
        let states = try reader.read(try await transaction.pipeline(reader.statements))
        var writer = LedgerWriter(catalogue: catalogue, schemes: [claim.scheme: schemes], states: states, today: today)
        try writer.enter(order, claim: posting, isDirect: false)
        _ = try await transaction.pipeline(
            writer.statements(
                caller: transaction.caller, signer: transaction.eventSigner, action: "points.settle")
                + posting.statements)
        return writer.posted
    }

    private func posting(of claim: ClaimRecord, on today: Day, caller: Caller) -> (Posting, ClaimPosting) {
        let auditEvent = AuditStatement(caller: caller, signer: database.eventSigner).make(
            "claim.post", "claim", subject: claim.id.value, path: claim.path)
        let order = Posting(
            subject: claim.subject, scheme: claim.scheme, item: claim.item, happened: claim.happened,
            seen: claim.content.seen, act: claim.content.act, follows: claim.content.follows,
            isContinuing: claim.content.isContinuing, evidence: claim.content.evidence,
            decision: "claim \(claim.id)", cause: claim.content.cause, claimed: claim.claimedOn,
            key: "claim:\(claim.id)")
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

extension PointsRefusal {
    fileprivate init(_ claim: ClaimRecord, _ error: AppError) {
        self.init(name: claim.name, item: claim.item, subject: claim.subject, claim: claim.id, error)
    }
}

extension AppError {
    /// About the one thing it was thrown for: the others of a run go on.
    var concernsOne: Bool {
        switch kind {
        case .invalid, .conflict, .notFound, .forbidden, .stale: true
        case .malformed, .mediaType, .unconditional, .unauthenticated, .wrongMethod: false
        case .tooLarge, .tooSlow, .tooMany, .unavailable, .internal: false
        }
    }
}
