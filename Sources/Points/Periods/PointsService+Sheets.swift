import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Sheets

/// One line of a published sheet or of a ranking.
package struct SheetLine: Sendable {
    package let subject: UUID
    package let name: String
    package let path: String
    package let organisation: String?
    package let group: String?
    package let standing: String
    package let base: Amount
    package let score: Amount
    package let grade: String?
    package let rank: Int?
    package let rankInBranch: Int?
}

package struct BranchAverage: Sendable {
    package let path: String
    package let organisation: String?
    package let members: Int
    package let mean: Amount
    package let lowest: Amount
    package let highest: Amount
}

/// A low score and what it suggests; nothing follows from it by itself.
package struct ProposalLine: Sendable {
    /// Nil for proposals about a branch.
    package let subject: UUID?
    package let name: String
    package let organisation: String?
    package let scores: [Amount]
    package let text: Text
    package let place: String
}

extension PointsService {
    package func periods(scheme: String?, _ page: PageRequest, caller: Caller) async throws -> Page<PeriodLine> {
        try caller.require(.readPoints)
        let after = try page.after.map { try UUID.key($0) }
        let rows = try await database.read(
            caller, .periods(schemeKey: scheme, after: after, limit: page.limit + 1))
        return Page(
            try rows.map {
                PeriodLine(
                    id: try $0["id"], scheme: try $0["key"], path: try $0["path"], organisation: try $0["organisation"],
                    starts: try $0["starts_on"], ends: try $0["ends_on"], state: try $0["state"],
                    revision: try $0["revision"])
            }, limit: page.limit
        ) { $0.id.text }
    }

    /// The published sheet (公示表) of a closed period, by branch.
    package func sheet(of period: UUID, under scope: Scope?, _ page: PageRequest, caller: Caller) async throws
        -> Page<SheetLine>
    {
        try caller.require(.readPoints)
        let (revision, scope) = (try await published(period, caller: caller).revision, scope ?? caller.scope)
        let (path, id) = try PathKey.read(page.after)
        let rows = try await database.read(
            caller,
            .sheetLines(
                period: period, revision: revision, low: scope.low, high: scope.high, afterPath: path, afterSubject: id,
                limit: page.limit + 1))
        return Page(try rows.map { try $0.sheetLine() }, limit: page.limit) { PathKey.write($0.path, $0.subject) }
    }

    /// The same sheet as an office's CSV, in the columns of the scheme's file.
    package func sheetCSV(of period: UUID, under scope: Scope?, caller: Caller) async throws -> String {
        let row = try await published(period, caller: caller)
        let (owned, edition, _) = try await scheme(row.scheme, for: row.path, closing: row.starts)
        let scheme = (row.version.flatMap { owned.edition($0) } ?? edition).scheme
        let columns = SheetLayout.columns("publicity", of: scheme)
        var lines = [CSVText.line(columns.map(\.chinese))]
        var after: String?
        repeat {
            let page = try await sheet(of: period, under: scope, PageRequest(limit: 500, after: after), caller: caller)
            for line in page.items { lines.append(CSVText.line(columns.map { line.cell($0.key, scheme) })) }
            after = page.next
        } while after != nil
        return lines.joined(separator: "\n") + "\n"
    }

    private func published(_ period: UUID, caller: Caller) async throws -> (
        scheme: String, path: String, starts: Day, revision: Int, version: String?
    ) {
        guard let row = try await database.read(caller, .periodByID(id: period)).single else {
            throw AppError.notFound(Text(zh: "积分周期", en: "period"), period.text)
        }
        // While a period is open again, or a closing was refused, what was published last still stands.
        return (try row["key"], try row["path"], try row["starts_on"], try row["published"], try row["version"])
    }

    /// Ranks of a closed period; ties have one rank.
    package func ranking(
        of period: UUID, under scope: Scope?, offset: Int, limit: Int, caller: Caller
    ) async throws -> [SheetLine] {
        try caller.require(.readPoints)
        let (revision, scope) = (try await published(period, caller: caller).revision, scope ?? caller.scope)
        return try await database.read(
            caller,
            [
                .walkIndexes,
                .sheetRanking(
                    period: period, revision: revision, low: scope.low, high: scope.high, offset: offset, limit: limit),
            ])[1].map { try $0.sheetLine() }
    }

    /// The mean score of each branch in a closed period.
    package func averages(of period: UUID, under scope: Scope?, caller: Caller) async throws -> [BranchAverage] {
        try caller.require(.readPoints)
        let (revision, scope) = (try await published(period, caller: caller).revision, scope ?? caller.scope)
        return try await database.read(
            caller,
            .branchAverages(period: period, revision: revision, low: scope.low, high: scope.high)
        ).map {
            BranchAverage(
                path: try $0["path"], organisation: try $0["organisation"], members: try $0["members"],
                mean: try $0["mean"], lowest: try $0["lowest"], highest: try $0["highest"])
        }
    }

    /// What the closed periods up to a day suggest, by the scheme's own rules. Shown to people; it changes nothing.
    package func proposals(scheme key: String, under scope: Scope?, on day: Day, caller: Caller) async throws
        -> [ProposalLine]
    {
        try caller.require(.readPoints)
        let scope = scope ?? caller.scope
        let (scheme, owned) = try await sheetScheme(key, on: day, caller: caller)
        let months = scheme.proposals.map { rule in
            rule.periods * (rule.isRolledUp ? scheme.rollUp?.into.months ?? 0 : scheme.period.months)
        }
        guard let most = months.max() else { return [] }
        let last = scheme.period.span(containing: day).lowerBound
        // A long period that ended some time ago may begin as much earlier again.
        let first = last.adding(months: -most - (scheme.rollUp?.into.months ?? 0))
        let rows = try await database.read(
            caller,
            .sheetHistory(scheme: owned.id, first: first, last: last, low: scope.low, high: scope.high))
        var people = Tally<UUID>()
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
        return lines
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

        func line(_ proposal: Proposal, subject: UUID?, _ scheme: Scheme) -> ProposalLine {
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

extension SheetLine {
    /// In place of a name that lies outside the caller's scope since the member moved away.
    static let elsewhere = "—"

    /// The text of one column of the publicity sheet.
    package func cell(_ key: String, _ scheme: Scheme) -> String {
        switch key {
        case "name": name
        case "organisation": organisation ?? ""
        case "group": group.flatMap { scheme.group($0)?.name.chinese } ?? ""
        case "base": base.description
        case "score": score.description
        case "grade": grade.flatMap { scheme.grade($0)?.name.chinese } ?? ""
        case "rank": rank.map(String.init) ?? ""
        case "rank_in_branch": rankInBranch.map(String.init) ?? ""
        case "note": standing == "exempt" ? "免予积分" : ""
        default: ""
        }
    }
}

extension Row {
    func sheetLine() throws -> SheetLine {
        SheetLine(
            subject: try self["subject_id"], name: try self["name"] ?? SheetLine.elsewhere, path: try self["path"],
            organisation: try self["organisation"], group: try self["group_key"], standing: try self["standing"],
            base: try self["base"], score: try self["score"], grade: try self["grade"], rank: try self["rank"],
            rankInBranch: try self["rank_in_branch"])
    }
}
