import Access
package import Civil
package import Foundation
package import Kernel
import Postgres
import SQLFiles
import Sheets

/// A fact to be recorded.
package struct FactDraft: Sendable {
    package let subject: UUID
    package let fact: PointsFact

    package init(subject: UUID, fact: PointsFact) {
        self.subject = subject
        self.fact = fact
    }
}

/// What a run of the automatic items did.
package struct AutomaticOutcome: Sendable {
    /// Entries made in this run; those made before are not made again.
    package let made: Int
    package let known: Int
    /// Facts that the scheme would score, but that were refused, with the reason.
    package let refused: [(subject: UUID, item: String, error: AppError)]
}

extension PointsService {
    /// Records facts; one that is known by its reference stays as it is.
    /// - Returns: how many were new.
    /// - Throws: `points.fact_changed` for one that is known otherwise.
    package func record(_ drafts: [FactDraft], dryRun: Bool = false, caller: Caller) async throws -> Int {
        try caller.require(.claimPoints)
        guard !drafts.isEmpty else { return 0 }
        return try await database.write(caller, dryRun: dryRun) { transaction in
            let ids = Array(Set(drafts.map(\.subject)))
            let seen = try await transaction.query(.pointsSubjects(subjects: ids))
            guard seen.count == ids.count else {
                let known: Set<UUID> = Set(try seen.map { try $0["subject_id"] })
                throw AppError.subjectsMissing(ids.filter { !known.contains($0) }.map(\.text), .person)
            }
            let auditEvent = try await transaction.record(
                "points.facts", "ledger", after: JSONText("{\"facts\":\(drafts.count)}"))
            let (subjects, facts) = (drafts.map(\.subject), drafts.map(\.fact))
            let made = try await transaction.query(
                .insertPointsFacts(
                    subjects: subjects, kinds: facts.map(\.kind.rawValue), references: facts.map(\.reference),
                    names: facts.map(\.name), outcomes: facts.map(\.outcome), happenedOn: facts.map(\.happened),
                    quantities: NullableArray(facts.map(\.quantity)), auditEvent: auditEvent)
            ).affected
            let changed = try await transaction.query(
                .pointsFactsChanged(
                    subjects: subjects, kinds: facts.map(\.kind.rawValue), references: facts.map(\.reference),
                    names: facts.map(\.name), outcomes: facts.map(\.outcome), happenedOn: facts.map(\.happened),
                    quantities: NullableArray(facts.map(\.quantity))))
            guard changed.isEmpty else {
                throw AppError.factsChanged(
                    try changed.map { "\(try $0["kind"] as String) \(try $0["reference"] as String)" })
            }
            return made
        }
    }

    /// Takes a table of facts.
    package func importFacts(_ bytes: [UInt8], scheme key: String, on today: Day, dryRun: Bool, caller: Caller)
        async throws
        -> Int
    {
        let (scheme, _) = try await sheetScheme(key, on: today, caller: caller)
        let sheet = try Sheet(bytes, columns: SheetLayout.columns("facts", of: scheme))
        var reader = CellReader()
        let found = try await subjects(named: sheet.rows.map { $0["subject"] }, scheme.subject, caller: caller)
        var drafts: [FactDraft] = []
        for row in sheet.rows {
            let kind: FactKind? = reader.choice(row, "fact") { [$0.text.chinese] }
            let day = reader.day(row, "on")
            let reference = reader.text(row, "reference")
            let quantity = reader.amount(row, "quantity")
            guard let subject = found[row["subject"]] else {
                reader.fail(row, "subject", .noSubject(scheme.subject))
                continue
            }
            guard let kind, let day, let reference else { continue }
            drafts.append(
                FactDraft(
                    subject: subject,
                    fact: PointsFact(
                        kind: kind, name: row["name"], outcome: row["outcome"], happened: day, quantity: quantity,
                        reference: reference)))
        }
        try reader.finish()
        return try await record(drafts, dryRun: dryRun, caller: caller)
    }

    /// Turns what is known into entries, for everybody of a scheme below an organisation; a run that is repeated makes
    /// nothing twice. Facts are those recorded here, and the hours and attendance of training.
    package func runAutomatic(scheme key: String, under scope: Scope, asOf: Day, today: Day, caller: Caller)
        async throws
        -> AutomaticOutcome
    {
        try caller.require(.postPoints)
        let (_, _, scheme) = try await self.scheme(key, under: scope, on: asOf)
        let period = scheme.period.span(containing: asOf)
        let rule = AutomaticRule(scheme)
        var (made, known) = (0, 0)
        var refused: [(subject: UUID, item: String, error: AppError)] = []
        var after: String?
        repeat {
            let page = try await participants(
                scheme: key, under: scope, on: asOf, PageRequest(limit: 200, after: after), caller: caller)
            after = page.next
            let ids = page.items.map(\.subject)
            guard !ids.isEmpty else { break }
            // A make-up may come after the period, and an absence at its end lapse in the next.
            let rows = try await database.read(
                caller,
                .pointsFactsOf(
                    subjects: ids, first: period.lowerBound.adding(months: -12),
                    end: period.upperBound.adding(months: 12)))
            var facts: [UUID: [PointsFact]] = [:]
            for row in rows { facts[try row["subject_id"], default: []].append(try row.pointsFact()) }
            for id in ids {
                for entry in rule.entries(facts[id] ?? [], in: period, asOf: asOf) {
                    guard scheme.item(entry.item)?.process.claimants.contains(.fact) ?? false else { continue }
                    let order = PostOrder(
                        subject: id, scheme: key, item: entry.item, happened: entry.happened, seen: entry.seen,
                        evidence: entry.because.chinese, decision: nil, cause: entry.cause, key: entry.key)
                    do {
                        let posted = try await write([order], claims: [:], on: today, caller: caller, isDirect: false)
                        if posted[0].isNew { made += 1 } else { known += 1 }
                    } catch let error as AppError where error.concernsOne {
                        refused.append((id, entry.item, error))
                    }
                }
            }
        } while after != nil
        return AutomaticOutcome(made: made, known: known, refused: refused)
    }
}

extension Row {
    func pointsFact() throws -> PointsFact {
        let word: String = try self["kind"]
        guard let kind = FactKind(rawValue: word) else { throw Row.unreadable("kind", "kind of fact", word) }
        return PointsFact(
            kind: kind, name: try self["name"], outcome: try self["outcome"], happened: try self["happened_on"],
            quantity: try self["quantity"], reference: try self["reference"])
    }
}
