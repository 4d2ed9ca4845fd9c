import Access
package import Civil
package import Kernel
import Postgres
import SQLFiles
import Schemes
package import Wire

/// A decision that somebody is not rated for a time; the last day is not part of it.
package struct PointsExemption: Codable, Sendable {
    package let id: Identifier<PointsExemption>
    package let subject: Identifier<PointsSubject>
    /// The key of the scheme's rule.
    package let exemption: String
    package let since: Day
    package let until: Day?
    package let reason: String
    package let document: String
}

extension PointsExemption: Tabular {
    package static let columns: [Column<PointsExemption>] = [
        Column("exemption", zh: "情形", en: "Exemption", \.exemption),
        Column("since", zh: "起", en: "Since", \.since),
        Column("until", zh: "止（不含）", en: "Until", \.until),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("document", zh: "决定文号", en: "Document", \.document),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// One decision for several participants.
package struct ExemptionOrder: Codable, Described, Sendable {
    package let subjects: [Reference<PointsSubject>]
    package let exemption: String
    package let since: Day
    package let until: Day?
    package let reason: String
    package let document: String

    package init(
        subjects: [Reference<PointsSubject>], exemption: String, since: Day, until: Day? = nil, reason: String,
        document: String
    ) {
        self.subjects = subjects
        self.exemption = exemption
        self.since = since
        self.until = until
        self.reason = reason
        self.document = document
    }

    package static let memberLimits: [String: MemberLimit] = ["subjects": .items(1...100_000)]

    package static let memberTexts: [String: Text] = [
        "subjects": .subjectNamed,
        "exemption": Text(zh: "免予积分的情形：办法中的键", en: "Which exemption: its key in the scheme"),
        "since": Text(zh: "从哪一天起", en: "From which day"),
        "until": Text(zh: "到哪一天为止（不含），默认不限", en: "Until which day (exclusive); unlimited by default"),
        "document": Text(zh: "决定文号", en: "Number of the decision"),
    ]
}

package struct ExemptionsGranted: Outcome {
    package let items: [PointsExemption]

    package var summary: Text {
        Text(zh: "已决定 \(items.count) 个对象免予积分。", en: "\(items.count) subjects exempted.")
    }
}

package struct ExemptionEndOrder: Codable, Described, Sendable {
    package let on: Day

    package init(on: Day) { self.on = on }

    package static let memberTexts = [
        "on": Text(zh: "从哪一天起恢复积分", en: "The first day that counts again")
    ]
}

package struct ExemptionEnded: Outcome {
    package let exemption: PointsExemption

    package var summary: Text {
        let day = exemption.until?.description ?? ""
        return Text(
            zh: "免予积分（\(exemption.exemption)）结束，从 \(day) 起恢复积分。",
            en: "The exemption “\(exemption.exemption)” ends; points count again from \(day).")
    }
}

/// Who is not rated for a time.
extension PointsService {
    /// The exemptions of one subject under a scheme, the earliest first.
    package func exemptions(of reference: Reference<PointsSubject>, scheme key: String, caller: Caller) async throws
        -> Page<PointsExemption>
    {
        let schemes = try await catalogue.schemes(key)
        guard let kind = schemes.first?.subject else { throw AppError.schemeMissing(key) }
        let subject = try await subject(reference, kind, caller: caller)
        let caller = try await reader(of: subject, caller: caller)
        return Page(
            whole: try await database.read(caller, .pointsExemptions(subject: subject, schemes: schemes.map(\.id))).map
            {
                try $0.pointsExemption(of: subject)
            })
    }

    /// Exempts participants, one decision for all of them.
    package func exempt(_ order: ExemptionOrder, scheme key: String, caller: Caller) async throws -> ExemptionsGranted {
        let caller = try caller.with(.reviewPoints)
        try Plausible.day(order.since, "since")
        if let until = order.until { try Plausible.day(until, "until") }
        try Plausible.words(order.exemption, "exemption")
        try Plausible.words(order.reason, "reason")
        try Plausible.words(order.document, "document")
        let schemes = try await catalogue.schemes(key)
        try ExemptionOrder.requireLimit("subjects", order.subjects.count)
        let ids = try await subjects(order.subjects, schemes.first?.subject, caller: caller)
        try await refuseOwn(ids, caller: caller)
        return try await database.write(caller) { transaction in
            let states = try await transaction.query(.pointsSubjects(subjects: ids))
            guard states.count == Set(ids).count else {
                throw AppError.subjectsMissing(order.subjects.map(\.text), schemes.first?.subject ?? .person)
            }
            let auditEvent = try await transaction.record(
                "points.exempt", "scheme", touching: try states.map { try $0["path"] },
                after: JSONText(encoding: ["scheme": key, "exemption": order.exemption, "document": order.document]))
            var granted: [PointsExemption] = []
            for row in states {
                let (subject, path): (Identifier<PointsSubject>, String) = (try row["subject_id"], try row["path"])
                let (owned, _, scheme) = try catalogue.scheme(schemes, key: key, for: path, on: order.since)
                try await refuseClosed(
                    owned.id, scheme, path, of: subject, from: order.since, until: order.until, transaction)
                guard scheme.exemptions.contains(where: { $0.key == order.exemption }) else {
                    throw AppError.exemptionUnknown(order.exemption, scheme)
                }
                let id = Identifier<PointsExemption>.new()
                _ = try await transaction.query(
                    .insertPointsExemption(
                        subject: subject, id: id, scheme: owned.id, exemptionKey: order.exemption,
                        since: order.since, until: order.until, reason: order.reason, document: order.document,
                        auditEvent: auditEvent))
                granted.append(
                    PointsExemption(
                        id: id, subject: subject, exemption: order.exemption, since: order.since, until: order.until,
                        reason: order.reason, document: order.document))
            }
            return ExemptionsGranted(items: granted)
        }
    }

    /// Ends the exemption of a subject that has no end yet.
    /// - Throws: `points.exemption_ended`, `points.exemption_order`, `points.basis_closed`.
    package func endExemption(
        _ order: ExemptionEndOrder, of reference: Reference<PointsSubject>, scheme key: String, caller: Caller
    ) async throws -> ExemptionEnded {
        let caller = try caller.with(.reviewPoints)
        try Plausible.day(order.on, "on")
        let schemes = try await catalogue.schemes(key)
        guard let kind = schemes.first?.subject else { throw AppError.schemeMissing(key) }
        let subject = try await subject(reference, kind, caller: caller)
        try await refuseOwn([subject], caller: caller)
        return try await database.write(caller) { transaction in
            let missing = AppError.notFound(Text(zh: "免予积分", en: "exemption"), reference.text)
            let last = Statement.lastPointsExemption(subject: subject, schemes: schemes.map(\.id))
            guard let row = try await transaction.query(last).single else { throw missing }
            if let until: Day = try row["until"] { throw AppError.exemptionEnded(until) }
            let open = try row.pointsExemption(of: subject)
            guard open.since < order.on else { throw AppError.endsBeforeItBegins(open.since, order.on) }
            let (_, _, scheme) = try catalogue.scheme(schemes, key: key, for: try row["path"], on: order.on)
            try await refuseClosed(
                try row["scheme_id"], scheme, try row["path"], of: subject, from: order.on, until: nil, transaction)
            let auditEvent = try await transaction.record(
                "points.exemption_end", "exemption", subject: open.id.value, path: try row["path"])
            let ended = try await transaction.query(
                .endPointsExemption(subject: subject, id: open.id, until: order.on, auditEvent: auditEvent)
            ).affected
            guard ended == 1 else { throw missing }
            return ExemptionEnded(
                exemption: PointsExemption(
                    id: open.id, subject: subject, exemption: open.exemption, since: open.since, until: order.on,
                    reason: open.reason, document: open.document))
        }
    }
}

extension Row {
    fileprivate func pointsExemption(of subject: Identifier<PointsSubject>) throws -> PointsExemption {
        PointsExemption(
            id: try self["id"], subject: subject, exemption: try self["exemption_key"], since: try self["since"],
            until: try self["until"], reason: try self["reason"], document: try self["document"])
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
                en: known.isEmpty ? "It has none." : "Known exemptions: \(known)."))
    }

    static func exemptionEnded(_ until: Day) -> AppError {
        AppError(
            .conflict, "points.exemption_ended",
            Text(zh: "这项免予积分已于 \(until) 结束。", en: "This exemption ended on \(until)."),
            hint: Text(zh: "不需要再办理。", en: "Nothing more is needed."))
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
