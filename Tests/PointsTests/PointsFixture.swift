import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import TestSupport

/// A small tree whose members take part in a scheme.
struct PointsFixture {
    let fixture: Fixture
    let people: [Identifier<PointsSubject>]

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
            let imported = try await fixture.services.points.importScheme(text, for: "6101")
            var people: [Identifier<PointsSubject>] = []
            for index in villages.indices { people.append(Identifier(try await fixture.person(index).id)) }
            try await fixture.services.points.join(
                people, group: group, since: "2025-01-01", scheme: imported.edition.scheme)
            try await body(PointsFixture(fixture: fixture, people: people))
        }
    }

    /// The person that a subject is.
    func person(_ index: Int) -> Identifier<Person> { Identifier(people[index].value) }

    @discardableResult
    func post(
        _ item: String, _ person: Int = 0, on day: String = "2026-02-10", points: Amount? = nil,
        act: String? = nil, follows: Int? = nil, continuing: Bool = false, cause: String? = nil,
        key: String = UUID().uuidString, caller: Caller = Fixture.root, today: Day = PointsFixture.today
    ) async throws -> Posted {
        let order = PostOrder(
            subject: Reference(people[person]), scheme: "test", item: item, on: TestSupport.day(day), points: points,
            act: act,
            follows: follows, continuing: continuing, evidence: "e", cause: cause, key: key)
        return try await self.points.post([order], on: today, caller: caller)[0]
    }

    func score(_ person: Int = 0, on day: String = "2026-03-31", known: String = "2026-12-31") async throws
        -> PointsScore
    {
        try await points.score(of: people[person], on: TestSupport.day(day), known: TestSupport.day(known))
    }
}
