import Organisations
import Access
import Composition
import Civil
import Foundation
import Kernel
import Members
import Points
import TestSupport

/// A small tree whose members take part in a scheme.
struct PointsFixture {
    let fixture: Fixture
    let people: [UUID]

    var points: PointsService { fixture.services.points }
    static let today = day("2026-03-20")

    /// Three members in one village, one in another of the township, one in another county.
    static let villages = ["610116001001", "610116001001", "610116001001", "610116001002", "610102001001"]

    static func with(
        _ text: String = TestScheme.ledger, group: String? = "ordinary", poolMaximum: Int = 8,
        _ body: (PointsFixture) async throws -> Void
    ) async throws {
        try await Fixture.with(poolMaximum: poolMaximum) { fixture in
            let table =
                "organisation,name,id_number,since,status,synthetic\n"
                + villages.enumerated().map { "\($1),党员\($0),\(Fixture.number($0)),2005-07-01,full,true" }
                .joined(separator: "\n") + "\n"
            _ = try await fixture.importPeople(table)
            let city = try await fixture.services.organisations.organisation("6101", caller: Fixture.root)
            let file = try SchemeFile(main: "test.yaml", texts: ["test.yaml": text])
            _ = try await fixture.services.points.importScheme(file, for: city, dryRun: false, caller: Fixture.root)
            var people: [UUID] = []
            for index in villages.indices { people.append(try await fixture.person(index).id.value) }
            let since = day("2025-01-01")
            _ = try await fixture.services.points.join(
                people.map { ParticipationDraft(subject: $0, group: group, since: since) }, scheme: file.scheme.key,
                caller: Fixture.root)
            try await body(PointsFixture(fixture: fixture, people: people))
        }
    }

    @discardableResult
    func post(
        _ item: String, _ person: Int = 0, on day: String = "2026-02-10", key: String = UUID().uuidString,
        seen: Observation = Observation(), follows: Int? = nil, continuing: Bool = false, caller: Caller = Fixture.root,
        today: Day = PointsFixture.today
    ) async throws -> Posted {
        try await points.post(
            [
                PostOrder(
                    subject: people[person], scheme: "test", item: item, happened: TestSupport.day(day), seen: seen,
                    follows: follows, isContinuing: continuing, evidence: "e", key: key)
            ], on: today, caller: caller)[0]
    }

    func score(_ person: Int = 0, on day: String = "2026-03-31", known: String = "2026-12-31") async throws
        -> ScoreSheet
    {
        try await points.score(
            of: people[person], scheme: "test", on: TestSupport.day(day), known: TestSupport.day(known), caller: Fixture.root
        ).sheet
    }
}
