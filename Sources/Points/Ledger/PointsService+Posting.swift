import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Schemes

extension PointsService {
    /// Enters items that need no claim, all or nothing, in the order given.
    /// - Throws: `points.*`; `points.not_direct` for an item that has to be claimed.
    package func post(_ order: PostsOrder, on today: Day, caller: Caller) async throws -> EntriesPosted {
        let caller = try caller.with(.postPoints)
        guard PostsOrder.entriesAllowed.contains(order.entries.count) else {
            let (least, most) = (PostsOrder.entriesAllowed.lowerBound, PostsOrder.entriesAllowed.upperBound)
            throw AppError.invalidValue(
                "entries", String(order.entries.count),
                expected: Text(zh: "\(least) 到 \(most) 条", en: "\(least) to \(most) of them"))
        }
        let postings = try await postings(order.entries, caller: caller)
        if postings.contains(where: { $0.cause != nil }) {
            try await checkCauses(postings, try await schemes(of: postings), caller: caller)
        }
        guard postings.count <= PostQueue.smallRequest, Idempotency.current == nil else {
            return EntriesPosted(
                items: try await write(postings, claims: [:], on: today, caller: caller, isDirect: true))
        }
        let posted = try await queue.submit(postings, on: today, caller: caller) { requests, today, caller in
            await self.write(together: requests, on: today, caller: caller)
        }
        return EntriesPosted(items: posted)
    }

    /// Orders with their subjects: those that are named by their identifiers, as a batch's are, need no look-up.
    private func postings(_ orders: [PostOrder], caller: Caller) async throws -> [Posting] {
        var postings: [Posting] = []
        postings.reserveCapacity(orders.count)
        for order in orders {
            guard let id = order.subject.identifier else { break }
            postings.append(try order.posting(of: id))
        }
        guard postings.count < orders.count else { return postings }
        let rest = orders[postings.count...]
        var found: [String: [Reference<PointsSubject>: Identifier<PointsSubject>]] = [:]
        for (key, orders) in Dictionary(grouping: rest, by: \.scheme) {
            let references = orders.map(\.subject)
            let kind = try await catalogue.schemes(key).first?.subject
            let ids = try await subjects(references, kind, caller: caller)
            found[key] = Dictionary(zip(references, ids), uniquingKeysWith: { $1 })
        }
        for order in rest {
            guard let id = found[order.scheme]?[order.subject] else {
                throw AppError.notFound(.pointsSubject, order.subject.text)
            }
            postings.append(try order.posting(of: id))
        }
        return postings
    }

    /// One transaction for several requests. One that is refused leaves no trace in the others; when the database
    /// refuses them all, each is tried by itself.
    private func write(together requests: [[Posting]], on today: Day, caller: Caller) async -> [PostQueue.Outcome] {
        func alone(_ orders: [Posting]) async -> PostQueue.Outcome {
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
                subjects: Array(Set(all.map(\.subject))), schemes: schemes.values.joined(),
                locks: true)
            let own = Statement.personOfAccount(account: caller.account)
            return try await database.readThenWrite(caller, opening: reader.statements + [own]) { rows in
                let own: Identifier<PointsSubject>? = try rows.last?.single?["person_id"]
                var writer = LedgerWriter(
                    catalogue: catalogue, schemes: schemes, states: try reader.read(rows), today: today)
                let outcomes = requests.map { orders -> Result<[Posted], any Error> in
                    let before = writer
                    do {
                        for order in orders {
                            guard order.subject != own else { throw AppError.decidesOwnPoints }
                            try writer.enter(order, claim: nil, isDirect: true)
                        }
                        return .success(Array(writer.posted.suffix(orders.count)))
                    } catch {
                        writer = before
                        return .failure(error)
                    }
                }
                return (
                    outcomes, writer.statements(caller: caller, signer: database.eventSigner, action: "points.post")
                )
            }
        } catch let error as AppError where error.kind == .unavailable {
            return requests.map { _ in .failure(error) }
        } catch {
            var outcomes: [PostQueue.Outcome] = []
            for orders in requests { outcomes.append(await alone(orders)) }
            return outcomes
        }
    }

    private func schemes(of orders: [Posting]) async throws -> [String: [OwnedScheme]] {
        var schemes: [String: [OwnedScheme]] = [:]
        for key in Set(orders.map(\.scheme)) { schemes[key] = try await catalogue.schemes(key) }
        return schemes
    }

    /// - Parameter claims: the claim that an order comes from, by its key, with what is written along with it.
    func write(
        _ orders: [Posting], claims: [String: ClaimPosting], on today: Day, caller: Caller, isDirect: Bool
    ) async throws -> [Posted] {
        let schemes = try await schemes(of: orders)
        let reader = SubjectReader(
            subjects: Array(Set(orders.map(\.subject))), schemes: schemes.values.joined(),
            locks: true)
        let locks = claims.values.map { Statement.lockClaim(id: $0.id) }
        let own = Statement.personOfAccount(account: caller.account)
        return try await database.readThenWrite(caller, opening: reader.statements + [own] + locks) {
            rows in
            for (claim, lock) in zip(claims.values, rows.suffix(locks.count)) {
                guard let row = try lock.single, try row["version"] == claim.version else {
                    throw AppError.claimChanged
                }
            }
            let rows = Array(rows.dropLast(locks.count))
            let own: Identifier<PointsSubject>? = try rows.last?.single?["person_id"]
            var writer = LedgerWriter(
                catalogue: catalogue, schemes: schemes, states: try reader.read(rows), today: today)
            for order in orders {
                guard !isDirect || order.subject != own else { throw AppError.decidesOwnPoints }
                try writer.enter(order, claim: claims[order.key], isDirect: isDirect)
            }
            let statements = writer.statements(
                caller: caller, signer: database.eventSigner, action: isDirect ? "points.post" : "points.settle")
            return (writer.posted, statements + claims.values.flatMap { $0.statements })
        }
    }
}

/// What is written with an entry that comes from a claim.
struct ClaimPosting: Sendable {
    let id: Identifier<Claim>
    /// The claim as it was read: one that was changed meanwhile is not posted.
    let version: Int
    let statements: [Statement]
}
