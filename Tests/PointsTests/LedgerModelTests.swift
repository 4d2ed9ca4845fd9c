import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Schemes
import TestSupport
import Testing

/// Two thousand random histories, done to the ledger and to a model so simple that it can be read at a glance. After
/// each entry, on random days, and when the quarters are closed, both must say the same.
struct LedgerModelTests {
    /// One member's points under the scheme of the tests, calculated from scratch each time. Tenths of a point.
    struct Model {
        struct Entry {
            let number: Int
            let item: String
            let day: Day
            let value: Int
            let follows: Int?
            var isReversed = false
        }

        var entries: [Entry] = []
        var count = 0

        func score(on day: Day, from start: Day) -> Int {
            let live = entries.filter { !$0.isReversed && $0.day >= start && $0.day <= day }
            let repaired = Set(live.filter { $0.item == "R1" }.compactMap(\.follows))
            if live.contains(where: { $0.item == "V1" && !repaired.contains($0.number) }) { return 0 }
            var (study, duty, conduct) = (0, 0, 100)
            for entry in live {
                switch entry.item {
                case "A1": study += 10
                case "A2": duty += 20
                case "A3": duty += entry.value
                case "M1": if live.contains(where: { $0.number == entry.follows }) { duty += 20 }
                case "P1": conduct -= 40
                case "P2": duty -= 50
                case "R1": conduct -= 200
                default: break
                }
            }
            return min(1200, max(0, 600 + min(study, 100) + duty + max(conduct, 0)))
        }

        /// An entry that nothing is about yet.
        func free(_ item: String, _ span: Range<Day>) -> Entry? {
            entries.first { entry in
                entry.item == item && !entry.isReversed && span.contains(entry.day)
                    && !entries.contains { $0.follows == entry.number && !$0.isReversed }
            }
        }
    }

    private static let today = TestSupport.day("2026-04-15")
    private static let quarters = (0..<4).map { TestSupport.day("2025-04-01").adding(months: 3 * $0) }
    private static let members = 500

    private func tenths(_ amount: Amount) -> Int { amount.units / 1000 }

    @Test func theLedgerAgreesWithANaiveModel() async throws {
        try await Fixture.with(poolMaximum: 4) { fixture in
            let people = try await members(fixture)
            var random = SeededRandom(seed: 20_260_415)
            var models = [Model](repeating: Model(), count: people.count)
            var posts = 0
            for round in 0..<24 {
                let (orders, owners) = orders(people, models, round, &random)
                let posted = try await fixture.services.points.post(orders, on: Self.today)
                for ((order, owner), entry) in zip(zip(orders, owners), posted) {
                    models[owner].count += 1
                    #expect(entry.number == models[owner].count)
                    models[owner].entries.append(
                        Model.Entry(
                            number: entry.number, item: order.item, day: order.on,
                            value: tenths(order.points ?? .zero), follows: order.follows))
                    let span = quarter(of: order.on)
                    let wanted = models[owner].score(on: span.upperBound.adding(days: -1), from: span.lowerBound)
                    #expect(tenths(entry.score) == wanted, "round \(round), \(order.item)")
                }
                posts += orders.count
                try await reverseSome(people, &models, &random, fixture)
            }
            #expect(posts > 8000)
            try await compare(people, models, &random, fixture)
        }
    }

    private func quarter(of day: Day) -> Range<Day> { Window.quarter.span(containing: day) }

    private func members(_ fixture: Fixture) async throws -> [Identifier<PointsSubject>] {
        let table =
            "organisation,name,id_number,since,status,synthetic\n"
            + (0..<Self.members).map { "610116001001,党员\($0),\(Fixture.number($0)),2005-07-01,full,true" }
            .joined(separator: "\n") + "\n"
        _ = try await fixture.importPeople(table)
        let points = fixture.services.points
        try await points.importScheme(TestScheme.ledger, for: "6101")
        _ = try await points.joinAll(
            EverybodyOrder(scope: "6101", statuses: [.full], group: "ordinary", since: Self.quarters[0]),
            scheme: "test", on: Self.today, caller: Fixture.root)
        var (people, after): ([Identifier<PointsSubject>], String?) = ([], nil)
        repeat {
            let page = try await points.participants(
                PointsPlace(), scheme: "test", PageRequest(limit: 500, after: after), on: Self.today,
                caller: Fixture.root)
            people += page.items.map(\.subject)
            after = page.next
        } while after != nil
        return people
    }

    /// One entry each for most members, in a quarter of its own.
    private func orders(
        _ people: [Identifier<PointsSubject>], _ models: [Model], _ round: Int, _ random: inout SeededRandom
    ) -> ([PostOrder], [Int]) {
        var (orders, owners): ([PostOrder], [Int]) = ([], [])
        for (owner, person) in people.enumerated() where random.below(5) > 0 && orders.count < 500 {
            let start = Self.quarters[random.below(4)]
            let span = quarter(of: start)
            var day = start.adding(days: random.below(span.upperBound - start))
            var item = ["A1", "A1", "A1", "A2", "A2", "A3", "P1", "P2", "V1", "R1", "M1"][random.below(11)]
            var follows: Int?
            if item == "V1", random.below(3) > 0 { item = "A1" }
            for (follower, first) in [("R1", "V1"), ("M1", "A2")] where item == follower {
                if let entry = models[owner].free(first, span) {
                    follows = entry.number
                    day = entry.day.adding(days: random.below(span.upperBound - entry.day))
                } else {
                    item = "A1"
                }
            }
            let points = item == "A3" ? Amount(units: (2 + random.below(19)) * 5000) : nil
            orders.append(
                PostOrder(
                    subject: Reference(person), scheme: "test", item: item, on: day, points: points, follows: follows,
                    key: "round \(round)"))
            owners.append(owner)
        }
        return (orders, owners)
    }

    private func reverseSome(
        _ people: [Identifier<PointsSubject>], _ models: inout [Model], _ random: inout SeededRandom, _ fixture: Fixture
    ) async throws {
        for _ in 0..<8 {
            let owner = random.below(people.count)
            let open = models[owner].entries.indices.filter { !models[owner].entries[$0].isReversed }
            guard !open.isEmpty else { continue }
            let index = open[random.below(open.count)]
            let entry = models[owner].entries[index]
            let posted = try await fixture.services.points.reverse(entry.number, of: people[owner], on: Self.today)
            models[owner].count += 1
            models[owner].entries[index].isReversed = true
            let span = quarter(of: entry.day)
            let wanted = models[owner].score(on: span.upperBound.adding(days: -1), from: span.lowerBound)
            #expect(posted.number == models[owner].count && tenths(posted.score) == wanted)
        }
    }

    private func compare(
        _ people: [Identifier<PointsSubject>], _ models: [Model], _ random: inout SeededRandom, _ fixture: Fixture
    ) async throws {
        let points = fixture.services.points
        // As of random days, lines included.
        for _ in 0..<300 {
            let owner = random.below(people.count)
            let day = Self.quarters[0].adding(days: random.below(365))
            let sheet = try await points.score(of: people[owner], on: day, known: Self.today)
            #expect(tenths(sheet.score) == models[owner].score(on: day, from: quarter(of: day).lowerBound), "\(day)")
            let lines = sheet.lines.filter { $0.step != .subtotal && $0.step != .total }.map(\.counts).sum()
            #expect(lines == sheet.score)
        }
        // Closed: the sheet, and the sum of the entries.
        for start in Self.quarters {
            let outcome = try await points.close(start.description, "6101", on: Self.today.description)
            let lines = try await points.sheet(of: outcome.period)
            let scores = Dictionary(lines.map { ($0.subject, $0.score) }, uniquingKeysWith: { $1 })
            let last = quarter(of: start).upperBound.adding(days: -1)
            for (owner, person) in people.enumerated() {
                #expect(scores[person].map(tenths) == models[owner].score(on: last, from: start))
            }
        }
        let result = try await points.verify()
        #expect(result.faults.isEmpty && result.sheets == people.count * 4)
    }
}
