import Access
package import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes
import Sheets
package import Wire

/// A fact whose subject was found.
private struct KnownFact {
    let subject: Identifier<PointsSubject>
    let fact: PointsFact
}

extension PointsService {
    /// Records facts; one that is known by its reference stays as it is.
    /// - Throws: `points.fact_changed` for one that is known with other content.
    package func record(_ order: FactsOrder, on today: Day, caller: Caller) async throws -> FactsRecorded {
        let caller = try caller.with(.claimPoints)
        try FactsOrder.requireLimit("facts", order.facts.count)
        for fact in order.facts {
            try Plausible.past(fact.on, "on", today: today)
            try Plausible.words(optional: fact.name, "name")
            try Plausible.words(optional: fact.outcome, "outcome")
        }
        let ids = try await subjects(order.facts.map(\.subject), nil, caller: caller)
        let facts = zip(order.facts, ids).map { fact, id in
            KnownFact(
                subject: id,
                fact: PointsFact(
                    kind: fact.fact, name: fact.name ?? "", outcome: fact.outcome ?? "", happened: fact.on,
                    quantity: fact.quantity, reference: fact.reference))
        }
        return FactsRecorded(
            count: facts.isEmpty ? 0 : try await database.write(caller) { try await record(facts, $0) }, dryRun: false)
    }

    private func record(_ known: [KnownFact], _ transaction: ScopedTransaction) async throws -> Int {
        guard !known.isEmpty else { return 0 }
        let ids = Array(Set(known.map(\.subject)))
        let seen = try await transaction.query(.pointsSubjects(subjects: ids))
        guard seen.count == ids.count else {
            let found: Set<Identifier<PointsSubject>> = Set(try seen.map { try $0["subject_id"] })
            throw AppError.subjectsMissing(ids.filter { !found.contains($0) }.map(\.description), .person)
        }
        let auditEvent = try await transaction.record(
            "points.facts", "ledger", touching: try seen.map { try $0["path"] },
            after: JSONText("{\"facts\":\(known.count)}"))
        let (subjects, facts) = (known.map(\.subject), known.map(\.fact))
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

    /// Facts of a table, all or nothing.
    package func importFacts(
        _ bytes: [UInt8], _ order: ImportOrder = ImportOrder(), scheme key: String, on today: Day, caller: Caller
    ) async throws -> FactsRecorded {
        let caller = try caller.with(.claimPoints)
        let (scheme, _) = try await sheetScheme(key, on: today, caller: caller)
        let sheet = try Sheet(bytes, columns: SheetLayout.columns("facts", of: scheme), as: order.choices)
        var reader = CellReader()
        let names = try await named(sheet.rows.map { $0["subject"] }, scheme.subject, caller: caller)
        var facts: [KnownFact] = []
        for row in sheet.rows {
            try Wanted.check(every: 256, row.line)
            let kind: FactKind? = reader.choice(row, "fact") { [$0.text.chinese] }
            let day = reader.pastDay(row, "on", today: today)
            let reference = reader.text(row, "reference")
            let quantity = reader.amount(row, "quantity")
            guard let subject = names.found[row["subject"]] else {
                reader.fail(row, "subject", names.reason(row["subject"], scheme.subject))
                continue
            }
            guard let kind, let day, let reference else { continue }
            facts.append(
                KnownFact(
                    subject: subject,
                    fact: PointsFact(
                        kind: kind, name: row["name"], outcome: row["outcome"], happened: day, quantity: quantity,
                        reference: reference)))
        }
        try reader.finish()
        let known = facts
        let count = try await database.importing(caller, "facts \(key)", bytes, order, rows: known.count) {
            try await record(known, $0)
        }
        return FactsRecorded(count: count, dryRun: order.dryRun ?? false, rest: SheetRest(sheet.passed))
    }

    /// Turns what is known into entries, for everybody of a scheme below an organisation; a run that is repeated makes
    /// nothing twice. Facts are those recorded here, and the hours and attendance of training.
    package func runAutomatic(_ order: AutomaticOrder, scheme key: String, on today: Day, caller: Caller) async throws
        -> AutomaticOutcome
    {
        let caller = try caller.with(.postPoints)
        let asOf = order.asOf ?? today
        try Plausible.day(asOf, "as_of")
        let scope = try await organisations.place(order.scope, caller: caller)
        let (_, _, scheme) = try await self.scheme(key, under: [scope], on: asOf)
        let period = scheme.period.span(containing: asOf)
        let rule = AutomaticRule(scheme)
        var (made, known) = (0, 0)
        var refused: [PointsRefusal] = []
        var after: String?
        repeat {
            let page = try await participants(
                of: key, under: scope, on: asOf, PageRequest(limit: 200, after: after), caller: caller)
            after = page.next
            let ids = page.items.map(\.subject)
            guard !ids.isEmpty else { break }
            let names = Dictionary(page.items.map { ($0.subject, $0.name) }, uniquingKeysWith: { $1 })
            // A make-up may come after the period, and an absence at its end lapse in the next.
            let rows = try await database.read(
                caller,
                .pointsFactsOf(
                    subjects: ids, first: period.lowerBound.adding(months: -12),
                    end: period.upperBound.adding(months: 12)))
            var facts: [Identifier<PointsSubject>: [PointsFact]] = [:]
            for row in rows { facts[try row["subject_id"], default: []].append(try row.pointsFact()) }
            for id in ids {
                for entry in rule.entries(facts[id] ?? [], in: period, asOf: asOf) {
                    guard scheme.item(entry.item)?.process.claimants.contains(.fact) ?? false else { continue }
                    let posting = Posting(
                        subject: id, scheme: key, item: entry.item, happened: entry.happened, seen: entry.seen,
                        evidence: entry.because.chinese, cause: entry.cause, key: entry.key)
                    do {
                        let posted = try await write([posting], claims: [:], on: today, caller: caller, isDirect: false)
                        if posted.allSatisfy(\.isNew) { made += 1 } else { known += 1 }
                    } catch let error as AppError where error.concernsOne {
                        refused.append(PointsRefusal(name: names[id], item: entry.item, subject: id, error))
                    }
                }
            }
        } while after != nil
        return AutomaticOutcome(made: made, known: known, refused: refused)
    }
}

extension Row {
    func pointsFact() throws -> PointsFact {
        PointsFact(
            kind: try choice("kind"), name: try self["name"], outcome: try self["outcome"],
            happened: try self["happened_on"],
            quantity: try self["quantity"], reference: try self["reference"])
    }
}
