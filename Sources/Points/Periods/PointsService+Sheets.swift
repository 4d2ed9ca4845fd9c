import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes
package import Wire

extension PointsService {
    package func periods(_ query: PeriodQuery, _ page: PageRequest, caller: Caller) async throws -> Page<PointsPeriod> {
        let caller = try caller.with(.readPoints)
        let (path, id) = try PathKey.read(page.after, within: .everything)
        let rows = try await database.readPage(
            caller,
            .periods(
                schemeKey: query.scheme, low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id,
                limit: page.limit + 1))
        let lines = try rows.map { row -> (period: PointsPeriod, path: String) in
            (try row.pointsPeriod(), try row["path"])
        }
        let found = Page(lines, limit: page.limit) { PathKey.write($0.path, $0.period.id) }
        return Page(items: found.items.map(\.period), next: found.next)
    }

    /// A period by its identifier or as `scheme:organisation:day`, with any of its days.
    /// - Throws: `not_found`.
    func identifier(of reference: Reference<PointsPeriod>, caller: Caller) async throws -> Identifier<PointsPeriod> {
        if let id = reference.identifier { return id }
        let parts = reference.text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let day = Day(parts[2]) else {
            throw AppError.invalidValue(
                "period", reference.text,
                expected: Text(zh: "周期编号，或 办法:党组织:日期", en: "an identifier, or scheme:organisation:day"))
        }
        let path = try await organisations.organisation(Reference(parts[1]), caller: caller).path
        let named = Statement.periodNamed(schemeKey: parts[0], path: path, day: day)
        guard let row = try await database.read(caller, named).single else {
            throw AppError.notFound(.pointsPeriod, reference.text)
        }
        return try row["id"]
    }

    /// The published sheet (公示表) of a closed period, by branch.
    package func sheet(
        of reference: Reference<PointsPeriod>, _ query: PointsScope, _ page: PageRequest, caller: Caller
    ) async throws -> Page<SheetLine> {
        let caller = try caller.with(.readPoints)
        let scope = try await organisations.scope(query.scope, caller: caller)
        return try await sheet(published(reference, caller: caller), scope, page, caller: caller)
    }

    private func sheet(_ sheet: PublishedSheet, _ scope: Scope, _ page: PageRequest, caller: Caller) async throws
        -> Page<SheetLine>
    {
        let (path, id) = try PathKey.read(page.after, within: scope)
        let rows = try await database.readPage(
            caller,
            .sheetLines(
                period: sheet.period, revision: sheet.revision, low: scope.low, high: scope.high, afterPath: path,
                afterSubject: id, limit: page.limit + 1))
        return Page(try rows.map { try $0.sheetLine().named(by: sheet.scheme) }, limit: page.limit) {
            PathKey.write($0.path, $0.subject.value)
        }
    }

    /// The whole sheet as an office prints it: in the columns of the scheme's file.
    package func publicitySheet(of reference: Reference<PointsPeriod>, _ query: PointsScope, caller: Caller)
        async throws -> Table
    {
        let caller = try caller.with(.readPoints)
        let reading = try database.reading(.sheet, filters: query, caller: caller)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let published = try await published(reference, caller: caller)
        guard let scheme = published.scheme else { throw AppError.editionMissing(published.key, published.starts) }
        var (lines, after): ([SheetLine], String?) = ([], nil)
        repeat {
            let page = try await sheet(
                published, scope, PageRequest(limit: PageRequest.maximumLimit, after: after), caller: caller)
            lines += page.items
            after = page.next
        } while after != nil
        try await reading.keep(lines)
        return Table(lines, SheetLine.columns(of: scheme))
    }

    /// What was published last: while a period is open again, or a closing was refused, it still stands.
    private struct PublishedSheet {
        let period: Identifier<PointsPeriod>
        let revision: Int
        let key: String
        let starts: Day
        /// The edition that it was closed by, for the names of groups and grades.
        let scheme: Scheme?
    }

    private func published(_ reference: Reference<PointsPeriod>, caller: Caller) async throws -> PublishedSheet {
        let id = try await identifier(of: reference, caller: caller)
        guard let row = try await database.read(caller, .periodByID(id: id)).single else {
            throw AppError.notFound(.pointsPeriod, reference.text)
        }
        let (key, path, starts, version): (String, String, Day, String?) = (
            try row["key"], try row["path"], try row["starts_on"], try row["version"]
        )
        let owned = try catalogue.nearest(await catalogue.schemes(key), key: key, for: path)
        let edition = version.flatMap { owned.edition($0) } ?? owned.edition(closing: starts)?.edition
        return PublishedSheet(
            period: id, revision: try row["published"], key: key, starts: starts, scheme: edition?.scheme)
    }

    /// Ranks of a closed period; ties have one rank.
    package func ranking(
        of reference: Reference<PointsPeriod>, _ query: PointsScope, _ page: PageRequest, caller: Caller
    ) async throws -> Page<SheetLine> {
        let caller = try caller.with(.readPoints)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let sheet = try await published(reference, caller: caller)
        let position = try page.position()
        let lines = try await database.read(
            caller,
            [
                .walkIndexes,
                .sheetRanking(
                    period: sheet.period, revision: sheet.revision, low: scope.low, high: scope.high,
                    offset: position, limit: page.limit + 1),
            ])[1].map { try $0.sheetLine().named(by: sheet.scheme) }
        return Page(lines, limit: page.limit) { _ in String(position + page.limit) }
    }

    /// The mean score of each branch in a closed period.
    package func averages(of reference: Reference<PointsPeriod>, _ query: PointsScope, caller: Caller) async throws
        -> Page<BranchAverage>
    {
        let caller = try caller.with(.readPoints)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let sheet = try await published(reference, caller: caller)
        let averages = try await database.read(
            caller,
            .branchAverages(period: sheet.period, revision: sheet.revision, low: scope.low, high: scope.high)
        ).map {
            BranchAverage(
                path: try $0["path"], organisation: try $0["organisation"], members: try $0["members"],
                mean: try $0["mean"], lowest: try $0["lowest"], highest: try $0["highest"])
        }
        return Page(whole: averages)
    }

    /// What the closed periods up to a day suggest, by the scheme's own rules. Shown to people; it changes nothing.
    package func proposals(_ query: PointsPlace, scheme key: String, on today: Day, caller: Caller) async throws
        -> Page<ProposalLine>
    {
        let caller = try caller.with(.readPoints)
        let day = query.asOf ?? today
        try Plausible.day(day, "as_of")
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (owned, _, scheme) = try await self.scheme(key, under: caller.places(in: scope), on: day)
        let months = scheme.proposals.map { rule in
            rule.periods * (rule.isRolledUp ? scheme.rollUp?.into.months ?? 0 : scheme.period.months)
        }
        guard let most = months.max() else { return Page(whole: []) }
        let last = scheme.period.span(containing: day).lowerBound
        // A long period that ended some time ago may begin as much earlier again.
        let first = last.adding(months: -most - (scheme.rollUp?.into.months ?? 0))
        let rows = try await database.read(
            caller,
            .sheetHistory(scheme: owned.id, first: first, last: last, low: scope.low, high: scope.high))
        var people = Tally<Identifier<PointsSubject>>()
        var branches = Tally<String>()
        var closed: Set<Day> = []
        for row in rows {
            let (score, start): (Amount, Day) = (try row["score"], try row["starts_on"])
            let organisation: String? = try row["organisation"]
            people.add(
                try row["subject_id"], name: try row["name"] ?? SheetLine.elsewhere, organisation: organisation,
                group: try row["group_key"], start: start, score: score, grade: try row["grade"])
            closed.insert(start)
            // As in the averages: those who are not graded are no part of their branch's mean.
            guard try row["standing"] == "scored" else { continue }
            branches.add(
                try row["path"], name: organisation ?? "", organisation: organisation, group: nil, start: start,
                score: score, grade: nil)
        }
        var lines: [ProposalLine] = []
        for (id, record) in people.sorted {
            let long = scheme.rolledUp(record.means, closed: closed, group: record.group)
            for proposal in scheme.proposals(group: record.group, record.results, rolledUp: long) {
                lines.append(record.line(proposal, subject: id, scheme))
            }
        }
        for (_, record) in branches.sorted {
            let long = scheme.rolledUp(record.means, closed: closed, group: nil).map(\.score)
            for proposal in scheme.proposals(ofBranch: record.results.map(\.score), rolledUp: long) {
                lines.append(record.line(proposal, subject: nil, scheme))
            }
        }
        return Page(whole: lines)
    }
}

/// Scores by subject or branch and period; a branch's is the mean.
private struct Tally<Key: Hashable> {
    struct Record {
        let name: String
        let organisation: String?
        let group: String?
        var periods: [Day: (sum: Amount, count: Int, grade: String?)] = [:]

        var means: [Day: Amount] { periods.mapValues { $0.sum * Ratio(1, $0.count) } }

        /// The latest first.
        var results: [(score: Amount, grade: String?)] {
            periods.sorted { $0.key > $1.key }.map { ($0.value.sum * Ratio(1, $0.value.count), $0.value.grade) }
        }

        func line(_ proposal: Proposal, subject: Identifier<PointsSubject>?, _ scheme: Scheme) -> ProposalLine {
            ProposalLine(
                subject: subject, name: name, organisation: organisation, scores: proposal.scores, text: proposal.text,
                place: scheme.proposals[proposal.rule].place)
        }
    }

    private var records: [Key: Record] = [:]

    mutating func add(
        _ key: Key, name: String, organisation: String?, group: String?, start: Day, score: Amount, grade: String?
    ) {
        var record = records[key] ?? Record(name: name, organisation: organisation, group: group)
        let known = record.periods[start] ?? (.zero, 0, nil)
        record.periods[start] = (known.sum + score, known.count + 1, grade)
        records[key] = record
    }

    var sorted: [(Key, Record)] {
        records.sorted { ($0.value.organisation ?? "", $0.value.name) < ($1.value.organisation ?? "", $1.value.name) }
            .map { ($0.key, $0.value) }
    }
}

extension Text {
    static let pointsPeriod = Text(zh: "积分周期", en: "period")
}
