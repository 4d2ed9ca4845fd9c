import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles

/// A decision that somebody is not rated for a time.
package struct ExemptionOrder: Sendable {
    package let key: String
    package let since: Day
    package let until: Day?
    package let reason: String
    package let document: String

    package init(key: String, since: Day, until: Day?, reason: String, document: String) {
        self.key = key
        self.since = since
        self.until = until
        self.reason = reason
        self.document = document
    }
}

/// An exemption as lists show it.
package struct ExemptionLine: Sendable {
    package let id: UUID
    package let key: String
    package let since: Day
    package let until: Day?
    package let reason: String
    package let document: String
}

/// Who is not rated for a time.
extension PointsService {
    /// The exemptions of one subject under a scheme, the earliest first.
    package func exemptions(of subject: UUID, scheme key: String, caller: Caller) async throws -> [ExemptionLine] {
        try await mayRead(subject, caller: caller)
        let ids = try await shelf.schemes(key).map(\.id)
        guard !ids.isEmpty else { throw AppError.schemeMissing(key) }
        return try await database.read(
            caller, .pointsExemptions(subject: subject, schemes: ids)
        ).map {
            ExemptionLine(
                id: try $0["id"], key: try $0["exemption_key"], since: try $0["since"], until: try $0["until"],
                reason: try $0["reason"], document: try $0["document"])
        }
    }

    /// Grants an exemption to participants, one decision for all of them.
    package func exempt(_ order: ExemptionOrder, _ subjects: [UUID], scheme key: String, caller: Caller) async throws
        -> [UUID]
    {
        try caller.require(.reviewPoints)
        try await refuseOwn(subjects, caller: caller)
        let schemes = try await shelf.schemes(key)
        return try await database.write(caller) { transaction in
            let states = try await transaction.query(.pointsSubjects(subjects: subjects))
            guard states.count == Set(subjects).count else {
                throw AppError.subjectsMissing(subjects.map(\.text), schemes.first?.subject ?? .person)
            }
            let auditEvent = try await transaction.record(
                "points.exempt", "scheme",
                after: JSONText(encoding: ["scheme": key, "exemption": order.key, "document": order.document]))
            var ids: [UUID] = []
            for row in states {
                let (owned, _, scheme) = try shelf.scheme(schemes, key: key, for: try row["path"], on: order.since)
                try await refuseClosed(
                    owned.id, scheme, try row["path"], of: try row["subject_id"], from: order.since, until: order.until,
                    transaction)
                guard scheme.exemptions.contains(where: { $0.key == order.key }) else {
                    throw AppError.exemptionUnknown(order.key, scheme)
                }
                let id = UUID()
                _ = try await transaction.query(
                    .insertPointsExemption(
                        subject: try row["subject_id"] as UUID, id: id, scheme: owned.id, exemptionKey: order.key,
                        since: order.since, until: order.until, reason: order.reason, document: order.document,
                        auditEvent: auditEvent))
                ids.append(id)
            }
            return ids
        }
    }

    /// Ends an exemption that had no end.
    /// - Throws: `points.exemption_ended`, `points.basis_closed`.
    package func endExemption(_ id: UUID, of subject: UUID, on day: Day, caller: Caller) async throws {
        try caller.require(.reviewPoints)
        try await refuseOwn([subject], caller: caller)
        try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.pointsExemption(subject: subject, id: id)).single
            else { throw AppError.notFound(Text(zh: "免予积分", en: "exemption"), id.text) }
            if let until: Day = try row["until"] { throw AppError.exemptionEnded(until) }
            let since: Day = try row["since"]
            guard since < day else { throw AppError.endsBeforeItBegins(since, day) }
            let key: String = try row["key"]
            let (owned, _, scheme) = try shelf.scheme(
                try await shelf.schemes(key), key: key, for: try row["path"], on: day)
            try await refuseClosed(
                owned.id, scheme, try row["path"], of: subject, from: day, until: nil, transaction)
            let auditEvent = try await transaction.record("points.exemption_end", "exemption", subject: id)
            let ended = try await transaction.query(
                .endPointsExemption(subject: subject, id: id, until: day, auditEvent: auditEvent)
            ).affected
            guard ended == 1 else { throw AppError.notFound(Text(zh: "未结束的免予积分", en: "open exemption"), id.text) }
        }
    }
}

extension AppError {
    static func exemptionUnknown(_ key: String, _ scheme: Scheme) -> AppError {
        let known = scheme.exemptions.map { "\($0.key)（\($0.name.chinese)）" }.joined(separator: ", ")
        return AppError(
            .invalid, "points.exemption_unknown",
            Text(zh: "办法没有免予积分情形「\(key)」。", en: "The scheme has no exemption “\(key)”."),
            hint: Text(
                zh: known.isEmpty ? "这个办法没有免予积分情形。" : "可用：\(known)。",
                en: known.isEmpty ? "It has none." : "Known are \(known)."))
    }

    static func exemptionEnded(_ until: Day) -> AppError {
        AppError(
            .conflict, "points.exemption_ended",
            Text(zh: "这项免予积分已于 \(until) 结束。", en: "This exemption ended on \(until)."),
            hint: Text(zh: "不需要再办理。", en: "Nothing is left to be done."))
    }

    static func endsBeforeItBegins(_ since: Day, _ day: Day) -> AppError {
        AppError(
            .invalid, "points.exemption_order",
            Text(
                zh: "这项免予积分从 \(since) 开始，不能在 \(day) 结束。",
                en: "This exemption begins on \(since) and cannot end on \(day)."),
            hint: Text(
                zh: "结束日要在 \(since) 之后；当天起恢复积分。",
                en: "Its end is later than \(since), and is the first day that counts again."))
    }
}
