import Access
import Civil
import Kernel
import Postgres
import SQLFiles
import Schemes

/// What a published score rests on, and whose own it is.
extension PointsService {
    /// Nobody decides about their own points.
    func refuseOwn(_ subjects: [Identifier<PointsSubject>], caller: Caller) async throws {
        if let own = try await ownSubject(of: caller), subjects.contains(own) { throw AppError.decidesOwnPoints }
    }

    /// What a published score rests on is not changed behind it.
    /// - Parameter until: the first day that is not affected; nil for all days from the first on.
    func refuseClosed(
        _ id: Identifier<Scheme>, _ scheme: Scheme, _ path: String, of subject: Identifier<PointsSubject>? = nil,
        from day: Day,
        until: Day?, _ transaction: ScopedTransaction
    ) async throws {
        // A closing that begins meanwhile waits until this is written; what it has begun is seen below.
        _ = try await transaction.query(.shareScheme(scheme: id))
        let closed = try await transaction.query(.closedBetween(scheme: id, path: path, first: day, end: until)).single
        if let closed { throw AppError.basisClosed(scheme, try closed["starts_on"]..<closed["ends_on"]) }
        if let subject { try await refusePublished(id, scheme, [(subject, day, until)], transaction) }
    }

    /// The same for those whose score was published where they lay before.
    func refusePublished(
        _ id: Identifier<Scheme>, _ scheme: Scheme,
        _ spans: [(subject: Identifier<PointsSubject>, since: Day, until: Day?)],
        _ transaction: ScopedTransaction
    ) async throws {
        guard let first = spans.map(\.since).min() else { return }
        let rows = try await transaction.query(
            .publishedBetween(subjects: Array(Set(spans.map(\.subject))), scheme: id, first: first))
        guard !rows.isEmpty else { return }
        let published = Dictionary(
            grouping: try rows.map { row -> (subject: Identifier<PointsSubject>, period: Range<Day>) in
                (try row["subject_id"], try row["starts_on"]..<row["ends_on"])
            }, by: \.subject)
        for span in spans {
            for (_, period) in published[span.subject] ?? []
            where period.upperBound > span.since && span.until.map({ period.lowerBound < $0 }) ?? true {
                throw AppError.basisClosed(scheme, period)
            }
        }
    }
}
