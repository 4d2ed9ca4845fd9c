import Access
import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles
import Wire

/// Audit events against their signatures.
extension AuditService {
    private static let eventsAtATime = 2000

    /// Records once from which leaf on events have to be signed: where the log ends at the first sealing by a program
    /// that signs them.
    /// - Returns: whether it was recorded now, and so has to be sealed.
    func recordBoundary(_ keys: AuditKeys, relation: SealedRelation, size: Int) async throws -> Bool {
        if let row = try await database.read(Self.everybody, .auditBoundary).single {
            guard try AuditBoundary(row).isSigned(by: keys) else { throw AppError.auditBoundaryChanged }
            return false
        }
        // One that the log has and the table lacks was deleted. A new one would excuse whatever was forged since.
        let sealed = try await database.read(Self.everybody, .auditBoundarySealed(relation: relation.id)).single
        guard try sealed?["sealed"] == false else { throw AppError.auditBoundaryChanged }
        let boundary = AuditBoundary(treeSize: size, keys)
        try await database.write(Self.everybody) { transaction in
            let auditEvent = try await transaction.record(
                "audit.boundary", "audit", path: "0.", after: JSONText("{\"tree_size\":\(size)}"))
            _ = try await transaction.query(
                .insertAuditBoundary(
                    treeSize: size, key: boundary.key, signature: boundary.signature, auditEvent: auditEvent))
        }
        return true
    }

    /// Every event of some ranges, or those since a day. Events whose leaf lies before the boundary need no signature.
    func checkEvents(_ ranges: [Scope], since: Day?, _ keys: AuditKeys, _ tally: inout AuditTally) async throws {
        // Without a boundary nothing was sealed yet since events are signed.
        guard let row = try await database.read(Self.everybody, .auditBoundary).single else { return }
        let boundary = try AuditBoundary(row)
        guard boundary.isSigned(by: keys) else {
            return tally.add(AuditFault(.changed, table: "audit_boundary", key: "1"))
        }
        let events = try await relations().first { $0.label == "audit_event" }
        let begin = since.map { Date(timeIntervalSince1970: Double($0.number * 86_400 - 8 * 3600)) }
        for range in ranges {
            try await checkEvents(range, since: begin, of: events?.id ?? 0, boundary, keys.eventSigners, &tally)
        }
    }

    private func checkEvents(
        _ scope: Scope, since begin: Date?, of relation: Int, _ boundary: AuditBoundary,
        _ signers: [Bytes: EventSigner], _ tally: inout AuditTally
    ) async throws {
        var after = PathKey.first
        while true {
            let page = try await database.read(
                Self.everybody,
                .eventsToVerify(
                    after: after, low: scope.low, high: scope.high, since: begin, relation: relation,
                    limit: Self.eventsAtATime))
            for row in page {
                after = try row["id"]
                guard try !isProven(row, boundary, signers) else { continue }
                if tally.isFull {
                    tally.count(1)
                } else {
                    let id = Identifier<AuditEvent>(after).description
                    tally.add(AuditFault(.unsigned, table: "audit_event", key: id, event: id))
                }
            }
            try Task.checkCancellation()
            guard page.count == Self.eventsAtATime else { return }
        }
    }

    private func isProven(_ row: Row, _ boundary: AuditBoundary, _ signers: [Bytes: EventSigner]) throws -> Bool {
        guard let mac: Bytes = try row["mac"] else {
            let leaf: Int? = try row["leaf"]
            return leaf.map { $0 < boundary.treeSize } ?? false
        }
        guard let signer = signers[Bytes(Array(mac.bytes.prefix(EventSigner.idLength)))] else { return false }
        let content = EventContent(
            id: try row["id"], account: try row["account_id"], accountName: try row["account_name"],
            door: try row["door"], action: try row["action"], subjectKind: try row["subject_kind"],
            subject: try row["subject_id"], path: try row["path"], before: try row["before"], after: try row["after"],
            onBehalfOf: try row["on_behalf_of"])
        return signer.holds(mac, of: content)
    }
}
