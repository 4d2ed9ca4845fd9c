import Access
package import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes

extension PointsService {
    /// The ranking of a period that is still open, as of a day: everybody's score is calculated from the ledger, since
    /// time alone ends vetoes, terms and exemptions.
    package func liveRanking(
        _ query: PointsPlace, scheme key: String, _ page: PageRequest, on today: Day, caller: Caller
    ) async throws -> Page<SheetLine> {
        let caller = try caller.with(.readPoints)
        let (day, position) = (query.asOf ?? today, try page.position())
        try Plausible.day(day, "as_of")
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (owned, version, scheme) = try await self.scheme(key, under: caller.places(in: scope), on: day)
        guard let edition = owned.edition(version) else { throw AppError.editionMissing(key, day) }
        guard scheme.parts.isEmpty else { throw AppError.combinationHasNoPeriod(scheme) }
        let standings = standings(owned, edition, on: day, known: day, waived: [])
        let lines = try await database.snapshot(caller) { transaction in
            let lines = try await self.calculate(standings, owned.id, scope, transaction)
            let placed = zip(lines, standings.list(lines).placed).filter { $0.1.rank != nil }
                .sorted { ($0.1.rank ?? 0, $0.0.subject.id) < ($1.1.rank ?? 0, $1.0.subject.id) }
                .dropFirst(position).prefix(page.limit + 1)
            let names = try await self.names(placed.map(\.0.subject.id), transaction)
            return placed.map { line, place in
                SheetLine(
                    subject: line.subject.id, name: names[line.subject.id]?.name ?? SheetLine.elsewhere,
                    organisation: names[line.subject.id]?.organisation, group: line.sheet.group,
                    standing: line.sheet.standing.word, base: line.sheet.base, score: line.sheet.score,
                    grade: place.grade?.isEmpty == false ? place.grade : nil, rank: place.rank,
                    rankInBranch: place.rankInBranch, path: line.subject.path
                ).named(by: scheme)
            }
        }
        return Page(lines, limit: page.limit) { _ in String(position + page.limit) }
    }

    func standings(
        _ owned: OwnedScheme, _ edition: OwnedScheme.Edition, on day: Day, known: Day, waived: Set<Int>
    ) -> Standings {
        Standings(
            scheme: edition.scheme, period: edition.scheme.period.span(containing: day), day: day, known: known,
            waived: waived, local: { [catalogue] path in catalogue.extended(owned, edition, path, day) })
    }

    /// Calculates one share while the database reads the next.
    private func calculate(
        _ standings: Standings, _ scheme: Identifier<Scheme>, _ scope: Scope, _ transaction: ScopedTransaction
    ) async throws -> [Standings.Line] {
        _ = try await transaction.pipeline([.walkIndexes, .sortInMemory])
        var statements: [Statement] = [
            .closingParticipants(scheme: scheme, low: scope.low, high: scope.high),
            .closingExemptions(scheme: scheme, low: scope.low, high: scope.high),
        ]
        if standings.scheme.carriesBase {
            statements.append(
                .closingPublished(
                    scheme: scheme, low: scope.low, high: scope.high, startsOn: standings.period.lowerBound))
        }
        let rows = try await transaction.pipeline(statements)
        let participants = rows[0]
        let reader = try StandingsReader(
            period: standings.period, closedBelow: nil, elsewhere: nil, exemptions: rows[1],
            published: rows.count > 2 ? rows[2] : nil)
        var shares: [Task<[Standings.Line], any Error>] = []
        for part in StandingsReader.shares(participants, of: Standings.shareSize) {
            let ids: [Identifier<PointsSubject>] = try participants[part].map { try $0["subject_id"] }
            let ledger = try await transaction.query(.closingLedger(scheme: scheme, subjects: ids))
            shares.append(
                Task {
                    try reader.subjects(participants[part], ledger: ledger)
                        .filter { subject in subject.participations.contains { $0.contains(standings.day) } }
                        .map { try standings.line($0, isFinal: false) }
                })
        }
        var lines: [Standings.Line] = []
        for share in shares { lines += try await share.value }
        return lines
    }

    private func names(_ subjects: [Identifier<PointsSubject>], _ transaction: ScopedTransaction) async throws
        -> [Identifier<PointsSubject>: (name: String?, organisation: String?)]
    {
        var names: [Identifier<PointsSubject>: (name: String?, organisation: String?)] = [:]
        for row in try await transaction.query(.pointsNames(subjects: subjects)) {
            names[try row["subject_id"]] = (try row["name"], try row["organisation"])
        }
        return names
    }
}
