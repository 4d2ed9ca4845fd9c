import Access
import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes

extension PointsService {
    /// Checks every subject's chain below a scope and calculates every published line again.
    /// - Parameter progress: called with the number of subjects that were looked at.
    package func verify(_ order: PointsScope, caller: Caller, progress: (Int) -> Void = { _ in }) async throws
        -> Verification
    {
        let caller = try caller.with(.readAudit)
        let scope = try await organisations.scope(order.scope, caller: caller)
        var tally = VerificationTally()
        var after = (path: scope.low, id: PathKey.first)
        var keys: [Identifier<Scheme>: String] = [:]
        while true {
            let page = try await database.readPage(
                caller,
                .subjectsToVerify(
                    low: scope.low, high: scope.high, afterPath: after.path, afterSubject: after.id, limit: 500))
            guard let last = page.last else { break }
            after = (try last["path"], try last["subject_id"])
            let ids: [Identifier<PointsSubject>] = try page.map { try $0["subject_id"] }
            tally.subjects += ids.count
            let rows = try await database.read(
                caller,
                [
                    .ledgerToVerify(subjects: ids), .sheetsToVerify(subjects: ids),
                    .postedWithoutEntry(subjects: ids),
                ])
            var entries: [Identifier<PointsSubject>: [LedgerEntry]] = [:]
            for row in rows[0] {
                let entry = try row.ledgerEntry()
                entries[entry.subject, default: []].append(entry)
                tally.entries += 1
            }
            for id in ids { checkChain(id, entries[id] ?? [], &tally) }
            for row in rows[1] { keys[try row["scheme_id"]] = try row["key"] as String }
            if !rows[1].isEmpty { try await checkSheets(rows[1], ids, entries, keys, &tally, caller: caller) }
            for row in rows[2] { tally.add(.unposted(try row["subject_id"], claim: try row["id"])) }
            progress(tally.subjects)
        }
        try await checkSeals(scope, &tally, caller: caller)
        if !tally.concerned.isEmpty {
            var names: [Identifier<PointsSubject>: String] = [:]
            for row in try await database.read(caller, .pointsNames(subjects: tally.concerned)) {
                names[try row["subject_id"]] = row.text("name")
            }
            tally.name(names)
        }
        return tally.verification
    }

    /// Every published sheet against its seal, earlier revisions too.
    private func checkSeals(_ scope: Scope, _ tally: inout VerificationTally, caller: Caller) async throws {
        let seals = try await database.read(
            caller, .sealsToVerify(low: scope.low, high: scope.high))
        for row in seals {
            let (period, revision): (Identifier<PointsPeriod>, Int) = (try row["period_id"], try row["revision"])
            var seal = SheetSeal(period: period, revision: revision)
            var last: Identifier<PointsSubject>? = Identifier(PathKey.first)
            while let after = last {
                let lines = try await database.readPage(
                    caller,
                    .sheetToVerify(period: period, revision: revision, after: after))
                for line in lines { seal.add(try line.sealedLine()) }
                last = try lines.last?["subject_id"]
            }
            if try seal.finish() != row["sheet_hash"] {
                tally.add(.seal(period, revision: revision))
            }
        }
    }

    private func checkChain(
        _ subject: Identifier<PointsSubject>, _ entries: [LedgerEntry], _ tally: inout VerificationTally
    ) {
        var head = LedgerHead.start(of: subject)
        for entry in entries {
            guard LedgerSeal.holds(entry, number: head.number + 1, previous: head.hash) else {
                tally.add(.chain(subject, number: head.number + 1))
                return
            }
            head = LedgerHead(number: entry.number, hash: entry.hash)
        }
    }

    private func checkSheets(
        _ sheets: Rows, _ ids: [Identifier<PointsSubject>], _ entries: [Identifier<PointsSubject>: [LedgerEntry]],
        _ keys: [Identifier<Scheme>: String], _ tally: inout VerificationTally, caller: Caller
    ) async throws {
        let names = Array(Set(keys.values)).sorted()
        var schemes: [String: [OwnedScheme]] = [:]
        for name in names { schemes[name] = try await catalogue.schemes(name) }
        let reader = SubjectReader(subjects: ids, schemes: schemes.values.joined(), locks: false)
        let states = try reader.read(try await database.read(caller, reader.statements))
        for row in sheets {
            let (subject, period, id): (Identifier<PointsSubject>, Identifier<PointsPeriod>, Identifier<Scheme>) = (
                try row["subject_id"], try row["period_id"], try row["scheme_id"]
            )
            guard let state = states[subject], let key = keys[id] else { continue }
            let (head, start, end): (Int, Day, Day) = (try row["head"], try row["starts_on"], try row["ends_on"])
            let published: Amount = try row["score"]
            tally.sheets += 1
            // The edition that the closing went by, whatever was imported since.
            guard let owned = schemes[key]?.first(where: { $0.id == id }),
                let edition = owned.edition(try row["version"])
            else {
                tally.add(.line(subject, period, field: "edition"))
                continue
            }
            let scheme = catalogue.extended(owned, edition, try row["path"], end.adding(days: -1))
            let last = entries[subject]?.last?.number ?? 0
            if head > last { tally.add(.chain(subject, number: last + 1)) }
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
                tally.add(.sheet(subject, period, published: published, calculated: sheet.score))
            }
            let (standing, base, grade): (String, Amount, String?) = (
                try row["standing"], try row["base"], try row["grade"]
            )
            if sheet.standing.word.rawValue != standing {
                tally.add(.line(subject, period, field: "standing"))
            }
            if sheet.base != base { tally.add(.line(subject, period, field: "base")) }
            // A grade that a share has moved follows from everybody's, as ranks do: the seal holds those.
            if row.text("moved_by") == nil, sheet.grade != grade {
                tally.add(.line(subject, period, field: "grade"))
            }
            guard scheme.counting == .period else { continue }
            // The closing's own entries come after the head.
            let closing = (entries[subject] ?? []).filter {
                $0.scheme == id && $0.number > head && ($0.kind == .base || $0.kind == .adjustment)
                    && $0.key.hasSuffix(":\(period):\(row.text("revision") ?? "")")
            }
            let sum = (known + closing).filter { (start..<end).contains($0.counts) }.map(\.value).sum()
            if sum != published {
                tally.add(.sum(subject, period, published: published, sum: sum))
            }
        }
    }
}
