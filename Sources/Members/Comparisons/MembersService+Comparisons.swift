/// Compares the register with the export of another one, and carries out what is decided line by line. Nothing is
/// overwritten by a comparison itself.
import Access
package import Civil
import Crypto
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Sheets
import Wire

extension MembersService {
    /// More lines are no worklist.
    private static let mostLines = 50_000
    /// Lines that are decided about at once.
    private static let mostAtOnce = 500

    /// Compares everybody below an organisation with the rows of a sheet of people.
    /// - Throws: `import.rejected` for rows that cannot be read, `comparison.too_large`, what a sheet throws.
    package func compare(
        _ bytes: [UInt8], _ order: ComparisonOrder, on today: Day, caller: Caller
    ) async throws -> ComparisonMade {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.source, "source", atMost: 200)
        let scope = try await organisations.scope(order.scope, caller: caller)
        var wrong: [CellError] = []
        let read = try PeopleSheet.people(bytes, as: order.choices, attributes, on: today, wrong: &wrong)
        let misread = wrong
        try await count(read.entries.compactMap(\.number), for: "comparison", caller: caller)
        let (id, path, dryRun) = (Identifier<Comparison>.new(), scope.place, order.dryRun ?? false)
        return try await database.write(caller, dryRun: dryRun) { transaction in
            var wrong = misread
            let sheet = PeopleImport(transaction: transaction, vault: vault)
            let entries = try await sheet.coded(read.entries, &wrong)
            guard wrong.isEmpty else { throw AppError.rejected(wrong) }
            _ = try await sheet.stage(entries)
            _ = try await transaction.pipeline([
                .resolveStagedPeople, .matchStagedPeopleByNumber, .matchStagedPeopleByName,
                .matchComparedByName(low: scope.low, high: scope.high),
            ])
            let hints = try await sheet.resembling()
            let auditEvent = try await transaction.record(
                "comparison.make", "comparison", subject: id.value, path: path,
                after: JSONText(encoding: ["source": order.source, "rows": String(entries.count)]))
            _ = try await transaction.query(
                .insertComparison(
                    id: id, path: path, source: order.source, fileHash: Bytes(SHA256.hash(data: Data(bytes))),
                    rows: entries.count, auditEvent: auditEvent))
            var lines: [ComparisonKind: Int] = [:]
            for row in try await transaction.query(
                .insertComparisonLines(
                    comparison: id, path: path, low: scope.low, high: scope.high,
                    personal: attributes.attributes.map(\.key).filter { attributes.isPersonal($0) },
                    rows: hints.map(\.row), hints: hints.map(\.reason.chinese), limit: Self.mostLines + 1))
            { lines[try row.choice("kind")] = try row["lines"] }
            guard lines.values.sum() <= Self.mostLines else {
                throw AppError.comparisonTooLarge(most: Self.mostLines)
            }
            return ComparisonMade(
                id: id, rows: entries.count, differing: lines[.differs] ?? 0, onlyThere: lines[.onlyThere] ?? 0,
                onlyHere: lines[.onlyHere] ?? 0, dryRun: dryRun)
        }
    }

    /// Comparisons below an organisation, with how much of each is open.
    package func comparisons(_ query: ComparisonQuery, _ page: PageRequest, caller: Caller) async throws
        -> Page<Comparison>
    {
        let caller = try caller.with(.writeRegistry)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let found = try await database.readPage(
            caller,
            .comparisons(low: scope.low, high: scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: Comparison.self)
        return Page(found, limit: page.limit) { PathKey.write($0.path, $0.id) }
    }

    /// The lines of a comparison; of the newest one for the word `latest`.
    package func comparisonLines(
        of reference: Reference<Comparison>, _ query: ComparisonLineQuery, _ page: PageRequest, caller: Caller
    ) async throws -> Page<ComparisonLine> {
        let caller = try caller.with(.writeRegistry)
        let comparison = try await comparison(reference, caller)
        let after = try page.after.map { key throws(AppError) in
            guard let number = Int(key), number >= 0 else { throw .pageKey(key) }
            return number
        }
        let rows = try await database.readPage(
            caller,
            .comparisonLines(
                comparison: comparison.id, after: after ?? 0, kind: query.kind?.rawValue, field: query.field,
                open: query.open ?? false, limit: page.limit + 1))
        return Page(try rows.map { try line($0, of: comparison.path) }, limit: page.limit) { "\($0.number)" }
    }

    /// Decides about lines, all or none: what is taken over becomes a correction, which may wait for a second person.
    /// - Throws: `comparison.by_hand`, `comparison.taken`, `comparison.outdated`; what a correction throws.
    package func decide(
        _ reference: Reference<Comparison>, _ order: ComparisonDecisionOrder, on today: Day, caller: Caller
    ) async throws -> ComparisonDecided {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.reason, "reason")
        if let document = order.document { try Plausible.words(document, "document") }
        let comparison = try await comparison(reference, caller)
        try Plausible.count(order.lines.count, "lines", in: 1...Self.mostAtOnce)
        let numbers = Set(order.lines).sorted()
        return try await database.write(caller) { transaction in
            let rows = try await transaction.query(
                .lockComparisonLines(comparison: comparison.id, numbers: numbers))
            let found = Set(try rows.map { try $0["number"] as Int })
            if let absent = numbers.first(where: { !found.contains($0) }) { throw AppError.noComparisonLine(absent) }
            let auditEvent = try await transaction.record(
                "comparison.decide", "comparison", subject: comparison.id.value, path: comparison.path,
                after: JSONText(encoding: [
                    "decision": order.decision.rawValue, "lines": String(numbers.count), "reason": order.reason,
                ]))
            var corrected: [PersonCorrected] = []
            for row in rows {
                let number: Int = try row["number"]
                let before: String? = try row["decision"]
                if before == ComparisonVerdict.taken.rawValue {
                    throw AppError.comparisonTaken(number, try row["name"])
                }
                if order.decision == .taken { corrected.append(try await take(row, order, today, transaction)) }
                _ = try await transaction.query(
                    .insertComparisonDecision(
                        id: Identifier<ComparisonLine>.new(), comparison: comparison.id, number: number,
                        path: comparison.path, decision: order.decision.rawValue, reason: order.reason,
                        document: order.document, auditEvent: auditEvent))
            }
            return ComparisonDecided(lines: rows.count, decision: order.decision, corrected: corrected)
        }
    }

    private func comparison(_ reference: Reference<Comparison>, _ caller: Caller) async throws -> (
        id: Identifier<Comparison>, path: String
    ) {
        if reference.text == Self.latest {
            let last = Statement.lastComparison(low: caller.scope.low, high: caller.scope.high)
            guard let row = try await database.read(caller, last).single else { throw AppError.noComparison() }
            return (try row["id"], try row["path"])
        }
        guard let id = reference.identifier,
            let row = try await database.read(caller, .comparisonByID(id: id)).single
        else { throw AppError.notFound(Text(zh: "对照", en: "comparison"), reference.text) }
        return (id, try row["path"])
    }

    private static let latest = "latest"

    private func take(
        _ row: Row, _ order: ComparisonDecisionOrder, _ today: Day, _ transaction: ScopedTransaction
    ) async throws -> PersonCorrected {
        let (number, name): (Int, String) = (try row["number"], try row["name"])
        let kind: ComparisonKind = try row.choice("kind")
        guard let person: Identifier<Person> = try row["person"], let field: String = try row["field"],
            let there: String = try row["there"]
        else { throw AppError.comparisonByHand(number, name, .verb(kind, nil)) }
        let isCorrectable = attributes[field] != nil || KeyField(rawValue: field) != nil
        guard isCorrectable, there != Self.hidden else {
            throw AppError.comparisonByHand(number, name, .verb(kind, field))
        }
        let correction = CorrectionOrder(
            field: field, value: there, reason: order.reason, document: order.document)
        let done = try await correct(
            person, correctedField(correction, on: today), correction, on: today, transaction)
        // What is replaced is what was compared: a value that somebody corrected since is not lost.
        let here: String? = try row["here"]
        guard done.before.map(\.chinese) == here.map({ shown($0, of: field).chinese }) else {
            throw AppError.comparisonOutdated(number, name)
        }
        return done
    }

    /// What stands for personal data.
    private static let hidden = "****"

    private func shown(_ value: String, of field: String) -> Text {
        if value == Self.hidden { return .verbatim(value) }
        if let key = KeyField(rawValue: field) { return key.shown(value) }
        if field == "status" { return MembershipStatus(rawValue: value)?.text ?? .verbatim(value) }
        return attributes[field] == nil ? .verbatim(value) : attributes.shown(value, of: field)
    }

    private func line(_ row: Row, of path: String) throws -> ComparisonLine {
        let field: String? = try row["field"]
        let (here, there): (String?, String?) = (try row["here"], try row["there"])
        let decision: String? = try row["decision"]
        return ComparisonLine(
            path: path, number: try row["number"], kind: try row.choice("kind"), person: try row["person"],
            name: try row["name"],
            organisation: try row["organisation"], field: field,
            fieldName: field.map {
                KeyField(rawValue: $0)?.text ?? .compared($0) ?? attributes.name(of: $0)
            }, here: here.map { shown($0, of: field ?? "") }, there: there.map { shown($0, of: field ?? "") },
            row: try row["row"], decision: decision.flatMap(ComparisonVerdict.init), reason: try row["reason"],
            document: try row["document"], decidedOn: try row["decided_on"], account: try row["account"],
            earlier: try row["earlier"])
    }
}

extension Text {
    /// What deals with a line that is no correction.
    fileprivate static func verb(_ kind: ComparisonKind, _ field: String?) -> Text {
        switch (kind, field) {
        case (.onlyThere, _):
            Text(
                zh: "本库没有的人用 dangwu person import（可加 --good-rows）或 person add 登记，外单位转来的用 transfer",
                en: "Register who is not here with dangwu person import (--good-rows) or person add, or by a transfer")
        case (.onlyHere, _):
            Text(
                zh: "对方没有的人先核实，再用 transfer 转出或 membership 办理",
                en: "Find out about who is only here, then use transfer or membership")
        case (_, "organisation"):
            Text(zh: "党组织不同，用 dangwu transfer 转接", en: "Move them to the other organisation with dangwu transfer")
        case (_, "status"):
            Text(
                zh: "人员类别不同，用 dangwu membership 或 recruitment 办理",
                en: "Change the standing with dangwu membership or recruitment")
        default:
            Text(
                zh: "号码和电话等不随对照保存，用 dangwu person correct 更正",
                en: "Numbers are not kept with it: use dangwu person correct")
        }
    }
}
