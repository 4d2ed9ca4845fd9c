import Access
package import Civil
package import Foundation
package import Kernel
import Postgres
import SQLFiles

/// What an extension or exemption says; one order may concern many duties.
package struct ReliefOrder: Sendable {
    package let kind: Relief.Kind
    package let granted: Day
    package let expires: Day
    package let reason: String
    package let approver: String
    package let document: String

    package init(kind: Relief.Kind, granted: Day, expires: Day, reason: String, approver: String, document: String) {
        self.kind = kind
        self.granted = granted
        self.expires = expires
        self.reason = reason
        self.approver = approver
        self.document = document
    }
}

extension TrainingService {
    /// Grants one relief for each duty of the list, all or nothing.
    package func grant(_ order: ReliefOrder, to duties: [Identifier<Duty>], caller: Caller) async throws -> [UUID] {
        try caller.require(.grantRelief)
        guard (1...5000).contains(duties.count) else {
            throw AppError.invalidValue(
                "duties", String(duties.count), expected: Text(zh: "1 到 5000 项", en: "1 to 5000 of them"))
        }
        return try await database.write(caller) { transaction in
            var ids: [UUID] = []
            let auditEvent = try await transaction.record(
                "relief.grant", "relief",
                after: JSONText(encoding: [
                    "kind": order.kind.rawValue, "document": order.document, "duties": String(duties.count),
                ]))
            for id in duties {
                guard let row = try await transaction.query(.dutyByID(id: id)).single else {
                    throw AppError.notFound(Text(zh: "应训任务", en: "duty"), id.description)
                }
                let relief = Identifier<Relief>.new().value
                _ = try await transaction.query(
                    .insertRelief(
                        person: try row["person_id"] as UUID, id: relief, duty: id, path: try row["path"] as String,
                        kind: order.kind.rawValue, grantedOn: order.granted, expiresOn: order.expires,
                        reason: order.reason, approver: order.approver, document: order.document, auditEvent: auditEvent
                    ))
                ids.append(relief)
            }
            return ids
        }
    }

    /// Takes a relief back from a day on; what it did before that day stays.
    package func withdraw(relief id: UUID, on day: Day, reason: String, caller: Caller) async throws {
        try caller.require(.grantRelief)
        try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.reliefByID(id: id)).single else {
                throw AppError.notFound(Text(zh: "延期或免训", en: "relief"), id.text)
            }
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "relief.withdraw", "relief", subject: id, path: path, after: JSONText(encoding: ["reason": reason]))
            _ = try await transaction.query(
                .insertWithdrawal(
                    person: try row["person_id"] as UUID, relief: id, path: path, withdrawnOn: day, reason: reason,
                    auditEvent: auditEvent))
        }
    }

    package func reliefs(of duty: Identifier<Duty>, caller: Caller) async throws -> [Relief] {
        try caller.require(.readTraining)
        return try await database.read(caller, .reliefsOfDuty(duty: duty)).map { try $0.relief() }
    }
}
