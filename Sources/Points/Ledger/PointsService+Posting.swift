import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles

extension PointsService {
    package static let mostOrders = 500

    /// Enters items that need no claim, all or nothing, in the order given.
    /// - Throws: `points.*`; `points.not_direct` for an item that has to be claimed.
    package func post(_ orders: [PostOrder], on today: Day, caller: Caller, dryRun: Bool = false) async throws
        -> [Posted]
    {
        try caller.require(.postPoints)
        if orders.contains(where: { $0.cause != nil }) {
            try await checkCauses(orders, try await schemes(of: orders), caller: caller)
        }
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
                subjects: Array(Set(all.map(\.subject))), schemes: schemes.values.joined(),
                locks: true)
            let own = Statement.personOfAccount(account: caller.account)
            return try await database.readThenWrite(caller, opening: reader.statements + [own]) { rows in
                let own: UUID? = try rows.last?.single?["person_id"]
                var writer = LedgerWriter(shelf: shelf, schemes: schemes, states: try reader.read(rows), today: today)
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
                return (outcomes, writer.statements(caller: caller, action: "points.post"))
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
            subjects: Array(Set(orders.map(\.subject))), schemes: schemes.values.joined(),
            locks: true)
        let locks = claims.values.map { Statement.lockClaim(id: $0.id) }
        let own = Statement.personOfAccount(account: caller.account)
        return try await database.readThenWrite(caller, dryRun: dryRun, opening: reader.statements + [own] + locks) {
            rows in
            for (claim, lock) in zip(claims.values, rows.suffix(locks.count)) {
                guard let row = try lock.single, try row["version"] == claim.version else {
                    throw AppError.claimChanged
                }
            }
            let rows = Array(rows.dropLast(locks.count))
            let own: UUID? = try rows.last?.single?["person_id"]
            var writer = LedgerWriter(shelf: shelf, schemes: schemes, states: try reader.read(rows), today: today)
            for order in orders {
                guard !isDirect || order.subject != own else { throw AppError.decidesOwnPoints }
                try writer.enter(order, claim: claims[order.key], isDirect: isDirect)
            }
            let statements = writer.statements(
                caller: caller, action: isDirect ? "points.post" : "points.settle")
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
