import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Postgres
import SQLFiles

/// What a check of the ledger found.
package struct Verification: Sendable {
    package enum Fault: Sendable {
        /// The chain breaks at this number: an entry is missing, was changed or put in.
        case chain(subject: UUID, number: Int)
        /// A published line that its entries do not give.
        case sheet(subject: UUID, period: UUID, published: Amount, reckoned: Amount)
        /// A closed period whose entries do not add up to its score.
        case sum(subject: UUID, period: UUID, published: Amount, sum: Amount)
        /// A published line whose standing, base or grade its entries do not give.
        case line(subject: UUID, period: UUID, field: String)
        /// A sheet that is not the one that was published: a line was changed, is missing or was put in.
        case seal(period: UUID, revision: Int)
        /// A claim that was posted, without its entry.
        case unposted(subject: UUID, claim: UUID)
    }

    package var subjects = 0
    package var entries = 0
    package var sheets = 0
    package var faults: [Fault] = []
}

extension PointsService {
    /// Walks every subject's chain below a scope and reckons every published line anew.
    /// - Parameter progress: called with the number of subjects that were looked at.
    package func verify(under scope: Scope?, caller: Caller, progress: (Int) -> Void = { _ in }) async throws
        -> Verification
    {
        try caller.require(.readAudit)
        let scope = scope ?? caller.scope
        var result = Verification()
        var after = PathKey.first
        var keys: [UUID: String] = [:]
        while true {
            let ids: [UUID] = try await database.read(
                caller,
                .subjectsToVerify(low: scope.low, high: scope.high, after: after, limit: 500)
            ).map { try $0["subject_id"] }
            guard let last = ids.last else { break }
            after = last
            result.subjects += ids.count
            let rows = try await database.read(
                caller,
                [
                    .ledgerToVerify(subjects: ids), .sheetsToVerify(subjects: ids),
                    .postedWithoutEntry(subjects: ids),
                ])
            var entries: [UUID: [LedgerEntry]] = [:]
            for row in rows[0] {
                let entry = try row.ledgerEntry()
                entries[entry.subject, default: []].append(entry)
                result.entries += 1
            }
            for id in ids { checkChain(id, entries[id] ?? [], &result) }
            for row in rows[1] { keys[try row["scheme_id"]] = try row["key"] as String }
            if !rows[1].isEmpty { try await checkSheets(rows[1], ids, entries, keys, &result, caller: caller) }
            for row in rows[2] {
                result.faults.append(.unposted(subject: try row["subject_id"], claim: try row["id"]))
            }
            progress(result.subjects)
        }
        try await checkSeals(scope, &result, caller: caller)
        return result
    }

    /// Every published sheet against its seal, earlier revisions too.
    private func checkSeals(_ scope: Scope, _ result: inout Verification, caller: Caller) async throws {
        let seals = try await database.read(
            caller, .sealsToVerify(low: scope.low, high: scope.high))
        for row in seals {
            let (period, revision): (UUID, Int) = (try row["period_id"], try row["revision"])
            var seal = SheetSeal(period: period, revision: revision)
            var last: UUID? = PathKey.first
            while let after = last {
                let lines = try await database.read(
                    caller,
                    .sheetToVerify(period: period, revision: revision, after: after))
                for line in lines { seal.add(try line.sealedLine()) }
                last = try lines.last?["subject_id"]
            }
            if try seal.finish() != row["sheet_hash"] {
                result.faults.append(.seal(period: period, revision: revision))
            }
        }
    }

    private func checkChain(_ subject: UUID, _ entries: [LedgerEntry], _ result: inout Verification) {
        var head = LedgerHead.start(of: subject)
        for entry in entries {
            guard LedgerSeal.holds(entry, number: head.number + 1, previous: head.hash) else {
                result.faults.append(.chain(subject: subject, number: head.number + 1))
                return
            }
            head = LedgerHead(number: entry.number, hash: entry.hash)
        }
    }

    private func checkSheets(
        _ sheets: Rows, _ ids: [UUID], _ entries: [UUID: [LedgerEntry]], _ keys: [UUID: String],
        _ result: inout Verification, caller: Caller
    ) async throws {
        let names = Array(Set(keys.values)).sorted()
        var schemes: [String: [OwnedScheme]] = [:]
        for name in names { schemes[name] = try await shelf.schemes(name) }
        let reader = SubjectReader(subjects: ids, schemes: schemes.values.joined(), locks: false)
        let states = try reader.read(try await database.read(caller, reader.statements))
        for row in sheets {
            let (subject, period, id): (UUID, UUID, UUID) = (
                try row["subject_id"], try row["period_id"], try row["scheme_id"]
            )
            guard let state = states[subject], let key = keys[id] else { continue }
            let (head, start, end): (Int, Day, Day) = (try row["head"], try row["starts_on"], try row["ends_on"])
            let published: Amount = try row["score"]
            result.sheets += 1
            // The edition that the closing went by, whatever was taken in since.
            guard let owned = schemes[key]?.first(where: { $0.id == id }),
                let edition = owned.edition(try row["version"])
            else {
                result.faults.append(.line(subject: subject, period: period, field: "edition"))
                continue
            }
            let scheme = shelf.extended(owned, edition, try row["path"], end.adding(days: -1))
            let last = entries[subject]?.last?.number ?? 0
            if head > last { result.faults.append(.chain(subject: subject, number: last + 1)) }
            let known = (entries[subject] ?? []).filter { $0.scheme == id && $0.number <= head }
            let rule = ScoreRule(scheme)
            let history = History(
                entries: known.map(\.asRule), participations: state.participations[id] ?? [],
                exemptions: state.exemptions[id] ?? [], born: state.born)
            let carried = rule.carried(
                history, published: state.published[id] ?? [:], into: start, known: .distantFuture)
            let sheet = rule.sheet(
                history.beginning(with: carried), on: end.adding(days: -1), known: .distantFuture, explains: false)
            if sheet.score != published {
                result.faults.append(
                    .sheet(subject: subject, period: period, published: published, reckoned: sheet.score))
            }
            let (standing, base, grade): (String, Amount, String?) = (
                try row["standing"], try row["base"], try row["grade"]
            )
            if sheet.standing.word != standing {
                result.faults.append(.line(subject: subject, period: period, field: "standing"))
            }
            if sheet.base != base { result.faults.append(.line(subject: subject, period: period, field: "base")) }
            // A grade that a share has moved follows from everybody's, as ranks do: the seal holds those.
            if row.text("moved_by") == nil, sheet.grade != grade {
                result.faults.append(.line(subject: subject, period: period, field: "grade"))
            }
            guard scheme.counting == .period else { continue }
            // The closing's own entries come after the head.
            let closing = (entries[subject] ?? []).filter {
                $0.scheme == id && $0.number > head && ($0.kind == .base || $0.kind == .adjustment)
                    && $0.key.hasSuffix(":\(period.text):\(row.text("revision") ?? "")")
            }
            let sum = (known + closing).filter { (start..<end).contains($0.counts) }.map(\.value).sum()
            if sum != published {
                result.faults.append(.sum(subject: subject, period: period, published: published, sum: sum))
            }
        }
    }
}
