import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes

extension PointsService {
    /// Closes a period for an organisation and everything below it: freezes the published sheet and writes the entries
    /// by which each ledger adds up to its score.
    ///
    /// The beginning is committed by itself, so that nothing is posted meanwhile; the rest is one transaction. A
    /// closing that was cut off is taken up by calling this again, with the same result.
    /// - Throws: `points.period_running`, `points.closed_before`, `points.later_closed`, `points.share_breach`.
    package func close(_ order: ClosingOrder, scheme key: String, on today: Day, caller: Caller) async throws
        -> PeriodClosed
    {
        let caller = try caller.with(.closePoints)
        try Plausible.day(order.day, "day")
        guard !order.decision.isEmpty else { throw AppError.reasonMissing }
        try Plausible.words(order.decision, "decision")
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        let (owned, edition, period) = try await scheme(key, for: organisation.path, closing: order.day)
        let scheme = edition.scheme
        guard today >= period.upperBound else { throw AppError.periodRunning(scheme, period, today) }
        guard scheme.parts.isEmpty else { throw AppError.combinationHasNoPeriod(scheme) }
        let waived = order.waived ?? []
        if let unknown = waived.first(where: { !scheme.shares.indices.contains($0) }) {
            throw AppError.shareUnknown(unknown, scheme)
        }
        let begun = try await begin(
            owned, edition.version, period, organisation, decision: order.decision, waived: waived, on: today,
            caller: caller)
        let closing = Closing(
            standings: standings(
                owned, owned.edition(begun.version) ?? edition, on: period.upperBound.adding(days: -1),
                known: begun.decided, waived: Set(begun.waived)),
            schemeID: owned.id, version: begun.version, periodID: begun.id, revision: begun.revision,
            decided: begun.decided)
        do {
            return try await finish(closing, organisation, begun, caller: caller)
        } catch let error as AppError where ["points.share_breach", "points.previous_open"].contains(error.code) {
            try await move(begun.id, to: "reopened", begun, decision: error.code, caller: caller)
            throw error
        }
    }

    private struct Begun: Sendable {
        let id: Identifier<PointsPeriod>
        let revision: Int
        let decided: Day
        let decision: String
        let waived: [Int]
        let path: String
        let version: String
    }

    private func begin(
        _ owned: OwnedScheme, _ version: String, _ period: Range<Day>, _ organisation: Organisation, decision: String,
        waived: [Int], on today: Day, caller: Caller
    ) async throws -> Begun {
        try await database.write(caller) { transaction in
            _ = try await transaction.query(.lockScheme(scheme: owned.id))
            let above = try await transaction.query(
                .periodsAbove(scheme: owned.id, startsOn: period.lowerBound, path: organisation.path))
            guard above.isEmpty else { throw AppError.closedBefore(period) }
            let known = try await transaction.query(
                .periodOf(scheme: owned.id, path: organisation.path, startsOn: period.lowerBound))
            var (id, revision) = (Identifier<PointsPeriod>.new(), 1)
            if let row = try known.single {
                id = try row["id"]
                guard let locked = try await transaction.query(.lockPeriod(id: id)).single else {
                    throw AppError.outsideScope
                }
                revision = try locked["revision"]
                switch try locked["state"] as String {
                case "closed": throw AppError.closedBefore(period)
                case "closing":
                    // Cut off before: what was decided then is carried out.
                    let events = try await transaction.query(.periodEvents(period: id))
                    guard let last = events.last else { throw AppError.closedBefore(period) }
                    return Begun(
                        id: id, revision: revision, decided: try last["decided_on"], decision: try last["decision"],
                        waived: try last["waived"], path: organisation.path, version: try last["version"])
                default: revision += 1
                }
            }
            // What a later period began with must not change behind it.
            if owned.editions.contains(where: { $0.scheme.carriesBase }),
                let later = try await transaction.query(
                    .laterPeriodsOf(scheme: owned.id, path: organisation.path, startsOn: period.lowerBound)
                ).single
            {
                throw AppError.laterClosedFirst(try later["starts_on"], period)
            }
            let auditEvent = try await transaction.record(
                "points.closing", "period", subject: id.value, path: organisation.path,
                after: JSONText(encoding: ["scheme": owned.key, "from": period.lowerBound.description]))
            if known.isEmpty {
                _ = try await transaction.query(
                    .insertPeriod(
                        id: id, scheme: owned.id, path: organisation.path, startsOn: period.lowerBound,
                        endsOn: period.upperBound, auditEvent: auditEvent))
            } else {
                _ = try await transaction.query(.setPeriod(id: id, state: "closing", revision: revision))
            }
            let begun = Begun(
                id: id, revision: revision, decided: today, decision: decision, waived: waived, path: organisation.path,
                version: version)
            try await event(begun, "closing", decision, auditEvent, transaction)
            return begun
        }
    }

    /// Shares of the participants are calculated on other threads while the database reads and writes the shares before
    /// and after them; a share's entries are written before the ranks of all are known, since they do not depend on
    /// them.
    private func finish(
        _ closing: Closing, _ organisation: Organisation, _ begun: Begun, caller: Caller
    ) async throws -> PeriodClosed {
        let (scheme, scope, period) = (closing.schemeID, organisation.scope, closing.period)
        return try await database.write(caller) { transaction in
            guard let locked = try await transaction.query(.lockPeriod(id: begun.id)).single,
                try locked["state"] == "closing", try locked["revision"] == closing.revision
            else { throw AppError.closedBefore(closing.period) }
            _ = try await transaction.pipeline([
                .sortInMemory,
                .lockParticipants(
                    scheme: scheme, low: scope.low, high: scope.high, startsOn: period.lowerBound,
                    endsOn: period.upperBound),
            ])
            var statements: [Statement] = [
                .closingParticipants(scheme: scheme, low: scope.low, high: scope.high),
                .closingExemptions(scheme: scheme, low: scope.low, high: scope.high),
                .periodsBelow(scheme: scheme, startsOn: period.lowerBound, low: scope.low, high: scope.high),
                .publishedElsewhere(
                    scheme: scheme, low: scope.low, high: scope.high, startsOn: period.lowerBound,
                    endsOn: period.upperBound, period: begun.id),
            ]
            if closing.scheme.carriesBase {
                statements.append(
                    .closingPublished(scheme: scheme, low: scope.low, high: scope.high, startsOn: period.lowerBound))
            }
            let rows = try await transaction.pipeline(statements)
            let participants = rows[0]
            let reader = try StandingsReader(
                period: closing.period, closedBelow: rows[2], elsewhere: rows[3], exemptions: rows[1],
                published: rows.count > 4 ? rows[4] : nil)
            let auditEvent = try await transaction.record(
                "points.close", "period", subject: begun.id.value, path: organisation.path,
                after: JSONText("{\"revision\":\(closing.revision)}"))
            var shares: [Task<Closing.Share, any Error>] = []
            for part in StandingsReader.shares(participants, of: Standings.shareSize) {
                let ids: [Identifier<PointsSubject>] = try participants[part].map { try $0["subject_id"] }
                let ledger = try await transaction.query(.closingLedger(scheme: scheme, subjects: ids))
                shares.append(Task { try closing.share(reader.subjects(participants[part], ledger: ledger)) })
            }
            let calculated = shares
            async let ranked = Task {
                var lines: [Standings.Line] = []
                for share in calculated { lines += try await share.value.lines }
                return closing.result(lines)
            }.value
            var entries = 0
            _ = try await transaction.query(.stageClosingEntries)
            for share in shares {
                try await write(try await share.value, closing, begun, auditEvent, transaction)
                entries += try await share.value.count
            }
            let result = try await ranked
            guard result.list.breaches.isEmpty else { throw AppError.shareBreach(result.list, closing.scheme) }
            try await transaction.stage(.stageSheets, table: "staged_sheet", rows: result.sheet, isSampled: false)
            _ = try await transaction.query(
                .insertSheets(period: begun.id, revision: closing.revision, auditEvent: auditEvent))
            _ = try await transaction.query(.setPeriod(id: begun.id, state: "closed", revision: closing.revision))
            try await event(begun, "closed", begun.decision, auditEvent, transaction, seal: result.hash)
            return PeriodClosed(
                period: begun.id, scheme: closing.scheme.key, organisation: organisation.name,
                from: period.lowerBound, until: period.upperBound, revision: closing.revision,
                subjects: result.subjects, entries: entries)
        }
    }

    private func write(
        _ share: Closing.Share, _ closing: Closing, _ begun: Begun, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        guard share.count > 0 else { return }
        try await transaction.fill("staged_closing_entry", rows: share.entries)
        _ = try await transaction.query(
            .insertClosingEntries(
                scheme: closing.schemeID, version: closing.version,
                happenedOn: closing.period.upperBound.adding(days: -1), postedOn: begun.decided,
                decision: closing.decision, auditEvent: auditEvent))
        _ = try await transaction.query(.clearClosingEntries)
    }

    private func event(
        _ begun: Begun, _ state: String, _ decision: String, _ auditEvent: UUID, _ transaction: ScopedTransaction,
        seal: Bytes? = nil
    )
        async throws
    {
        _ = try await transaction.query(
            .insertPeriodEvent(
                period: begun.id, path: begun.path, state: state, revision: begun.revision, decidedOn: begun.decided,
                decision: decision, waived: begun.waived, version: begun.version, sheetHash: seal,
                auditEvent: auditEvent))
    }

    private func move(
        _ id: Identifier<PointsPeriod>, to state: String, _ begun: Begun, decision: String, caller: Caller
    ) async throws {
        try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "points.reopen", "period", subject: id.value, path: begun.path)
            _ = try await transaction.query(.setPeriod(id: id, state: state, revision: begun.revision))
            try await event(begun, state, decision, auditEvent, transaction)
        }
    }

    /// Reopens a closed period by a decision. What was published stays; closing it again makes the next revision.
    package func reopen(
        _ reference: Reference<PointsPeriod>, _ order: ReopeningOrder, on today: Day, caller: Caller
    ) async throws -> PeriodReopened {
        let caller = try caller.with(.closePoints)
        let decision = order.decision
        guard !decision.isEmpty else { throw AppError.reasonMissing }
        try Plausible.words(decision, "decision")
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            guard let locked = try await transaction.query(.lockPeriod(id: id)).single,
                let row = try await transaction.query(.periodByID(id: id)).single
            else { throw AppError.notFound(.pointsPeriod, reference.text) }
            guard try locked["state"] == "closed" else { throw AppError.notClosed }
            // What a later period begins with must not change behind it.
            let owned = try await catalogue.schemes(row["key"]).first { try $0.id == row["scheme_id"] }
            if owned?.editions.contains(where: { $0.scheme.carriesBase }) ?? false,
                let later = try await transaction.query(.laterPeriods(period: id)).single
            {
                throw AppError.laterClosed(try later["starts_on"])
            }
            let begun = Begun(
                id: id, revision: try row["revision"], decided: today, decision: decision, waived: [],
                path: try row["path"], version: "")
            let auditEvent = try await transaction.record(
                "points.reopen", "period", subject: id.value, path: begun.path,
                after: JSONText(encoding: ["decision": decision]))
            _ = try await transaction.query(.setPeriod(id: id, state: "reopened", revision: begun.revision))
            try await event(begun, "reopened", decision, auditEvent, transaction)
            let before = try row.pointsPeriod()
            return PeriodReopened(
                period: PointsPeriod(
                    id: id, scheme: before.scheme, organisation: before.organisation,
                    organisationCode: before.organisationCode, from: before.from, until: before.until,
                    state: .reopened, revision: before.revision))
        }
    }
}

extension AppError {
    static func shareUnknown(_ index: Int, _ scheme: Scheme) -> AppError {
        .invalidValue(
            "waived", String(index),
            expected: scheme.shares.isEmpty
                ? Text(zh: "空：办法没有等次比例", en: "nothing: the scheme has no shares")
                : Text(zh: "0 到 \(scheme.shares.count - 1) 的序号", en: "an index from 0 to \(scheme.shares.count - 1)"))
    }
}
