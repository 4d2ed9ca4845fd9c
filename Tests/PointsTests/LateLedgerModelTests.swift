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

/// Random histories that go on while one quarter after the other is closed: late posts, late repairs, reversals of what
/// was published, doublings of an earlier quarter's entry and repetitions. The ledger and a naive model must say the
/// same.
struct LateLedgerModelTests {
    /// One member's entries, calculated from scratch each time and without regard to speed. Tenths of a point.
    struct Model {
        struct Entry {
            let number: Int
            let item: String
            let happened: Day
            let counts: Day
            let value: Int
            let follows: Int?
            let reverses: Int?
        }

        var entries: [Entry] = []
        let quarters: [Range<Day>]

        private func isAgain(_ entry: Entry, _ quarter: Range<Day>, without reversed: Set<Int>) -> Bool {
            entries.contains { first in
                first.item == "P1" && !reversed.contains(first.number) && first.counts < quarter.upperBound
                    && (first.happened, first.number) < (entry.happened, entry.number)
                    && entry.happened < first.happened.adding(months: 6)
            }
        }

        /// A quarter by itself, as if some entries had never been and some repairs had been known in time.
        private func plain(_ quarter: Range<Day>, on day: Day, without reversed: Set<Int>, late: Set<Int>) -> (
            sum: Int, vetoed: Bool
        ) {
            let live = entries.filter {
                $0.reverses == nil && !reversed.contains($0.number) && quarter.contains($0.counts) && $0.counts <= day
                    && $0.happened <= day
            }
            let repaired = Set(
                entries.filter {
                    $0.item == "R1" && $0.reverses == nil && !reversed.contains($0.number) && $0.happened <= day
                        && ($0.counts < quarter.upperBound || late.contains($0.number))
                }.compactMap(\.follows))
            var (study, duty, conduct, vetoed) = (0, 0, 100, false)
            for entry in live {
                switch entry.item {
                case "A1": study += 10
                case "A2": duty += 20
                case "A3": duty += entry.value
                case "M1": duty += entry.follows.map { reversed.contains($0) } ?? true ? 0 : 20
                case "P1": conduct -= isAgain(entry, quarter, without: reversed) ? 80 : 40
                case "P2": duty -= 50
                case "R1": conduct -= 200
                case "V1": vetoed = vetoed || !repaired.contains(entry.number)
                default: break
                }
            }
            return (clamp(600 + min(study, 100) + duty + max(conduct, 0)), vetoed)
        }

        private func clamp(_ score: Int) -> Int { min(1200, max(0, score)) }

        private func result(_ quarter: Range<Day>, without reversed: Set<Int>, late: Set<Int>) -> Int {
            let (sum, vetoed) = plain(
                quarter, on: quarter.upperBound.adding(days: -1), without: reversed, late: late)
            return vetoed ? 0 : sum
        }

        func score(_ quarter: Range<Day>, on day: Day) -> Int {
            let reversed = Set(entries.filter { $0.counts < quarter.upperBound }.compactMap(\.reverses))
            let (sum, vetoed) = plain(quarter, on: day, without: reversed, late: [])
            var corrected = sum
            for entry in entries where quarter.contains(entry.counts) && entry.counts <= day {
                if let number = entry.reverses {
                    guard let first = entries.first(where: { $0.number == number }), first.counts < quarter.lowerBound
                    else { continue }
                } else {
                    guard entry.item == "R1", entry.happened < quarter.lowerBound, !reversed.contains(entry.number),
                        let veto = entry.follows, !reversed.contains(veto)
                    else { continue }
                }
                for earlier in quarters where earlier.upperBound <= quarter.lowerBound {
                    var gone = Set(
                        entries.filter { $0.counts < earlier.upperBound || $0.number < entry.number }.compactMap(
                            \.reverses)
                    )
                    var late = Set(entries.filter { $0.item == "R1" && $0.number < entry.number }.map(\.number))
                    let before = result(earlier, without: gone, late: late)
                    if let number = entry.reverses { gone.insert(number) } else { late.insert(entry.number) }
                    corrected += result(earlier, without: gone, late: late) - before
                }
            }
            if corrected != sum { corrected = clamp(corrected) }
            return vetoed ? 0 : corrected
        }
    }

    private static let today = day("2026-04-15")
    private static let quarters = (0..<5).map {
        Window.quarter.span(containing: day("2025-04-01").adding(months: 3 * $0))
    }
    private static let members = 40
    private static let scheme = TestScheme.ledger.replacing(
        "text: 缺席, value: -4}", with: "text: 缺席, value: -4, repeat: {factor: 2, place: 第八条}, validity: {months: 6}}")

    private func tenths(_ amount: Amount) -> Int { amount.units / 1000 }

    @Test func theLedgerAgreesWithANaiveModelBeyondTheClosings() async throws {
        try await Fixture.with(poolMaximum: 4) { fixture in
            let people = try await members(fixture)
            var random = SeededRandom(seed: 20_261_125)
            var models = [Model](repeating: Model(quarters: Self.quarters), count: people.count)
            var (late, corrections, crossing) = (0, 0, 0)
            for closed in 0...4 {
                for round in 0..<6 {
                    for (owner, person) in people.enumerated() where random.below(3) > 0 {
                        if random.below(6) == 0 {
                            corrections += try await reverse(person, &models[owner], closed, &random, fixture)
                        } else {
                            let order = order(person, models[owner], closed, "\(closed)/\(round)", &random)
                            let posted = try await fixture.services.points.post([order], on: Self.today)[0]
                            let wanted = counts(order.on, closed)
                            #expect(posted.countsOn == wanted)
                            if posted.countsOn != order.on { late += 1 }
                            if order.item == "M1",
                                let first = models[owner].entries.first(where: { $0.number == order.follows }),
                                first.counts < Window.quarter.span(containing: wanted).lowerBound
                            {
                                crossing += 1
                            }
                            models[owner].entries.append(
                                Model.Entry(
                                    number: posted.number, item: order.item, happened: order.on, counts: wanted,
                                    value: tenths(order.points ?? .zero), follows: order.follows, reverses: nil))
                        }
                    }
                }
                try await compare(people, models, "\(closed) closed", fixture)
                guard closed < 4 else { break }
                let outcome = try await fixture.services.points.close(
                    Self.quarters[closed].lowerBound.description, "6101", on: Self.today.description)
                try await compare(outcome.period, people, models, Self.quarters[closed], fixture)
                for index in models.indices { try await numbers(people[index], &models[index], fixture) }
            }
            #expect(late > 60 && corrections > 12 && crossing > 6, "\(late) late, \(corrections), \(crossing)")
            let result = try await fixture.services.points.verify()
            #expect(result.faults.isEmpty && result.sheets == people.count * 4)
        }
    }

    private func members(_ fixture: Fixture) async throws -> [Identifier<PointsSubject>] {
        _ = try await fixture.importPeople(
            "organisation,name,id_number,since,status,synthetic\n"
                + (0..<Self.members).map { "610116001001,党员\($0),\(Fixture.number($0)),2005-07-01,full,true" }
                .joined(separator: "\n") + "\n")
        let points = fixture.services.points
        try await points.importScheme(Self.scheme, for: "6101")
        let since = Self.quarters[0].lowerBound
        _ = try await points.joinAll(
            EverybodyOrder(scope: "6101", statuses: [.full], group: "ordinary", since: since), scheme: "test",
            on: Self.today, caller: Fixture.root)
        return try await points.participants(
            PointsPlace(), scheme: "test", PageRequest(limit: 500), on: Self.today, caller: Fixture.root
        ).items.map(\.subject)
    }

    /// The day by which something counts: that of the event, or the first of the first quarter that is open.
    private func counts(_ happened: Day, _ closed: Int) -> Day { max(happened, Self.quarters[closed].lowerBound) }

    private func order(
        _ person: Identifier<PointsSubject>, _ model: Model, _ closed: Int, _ key: String,
        _ random: inout SeededRandom
    ) -> PostOrder {
        let span = Self.quarters[random.below(5)]
        let end = min(span.upperBound, Self.today.adding(days: 1))
        var day = span.lowerBound.adding(days: random.below(end - span.lowerBound))
        var item = ["A1", "A1", "A2", "A2", "A3", "P1", "P1", "P2", "V1", "R1", "M1", "M1"][random.below(12)]
        if item == "V1", random.below(2) > 0 { item = "A1" }
        // What takes no late entries is left to the open quarters.
        if item == "P2", counts(day, closed) != day { item = "P1" }
        var follows: Int?
        let gone = Set(model.entries.compactMap(\.reverses))
        for (follower, first) in [("R1", "V1"), ("M1", "A2")] where item == follower {
            let free = model.entries.filter { entry in
                entry.item == first && entry.reverses == nil && !gone.contains(entry.number)
                    && !model.entries.contains { $0.follows == entry.number && !gone.contains($0.number) }
            }
            guard !free.isEmpty else {
                item = "A1"
                continue
            }
            let entry = free[random.below(free.count)]
            follows = entry.number
            day = entry.happened.adding(days: random.below(Self.today - entry.happened + 1))
        }
        let points = item == "A3" ? Amount(units: (2 + random.below(19)) * 5000) : nil
        return PostOrder(
            subject: Reference(person), scheme: "test", item: item, on: day, points: points, follows: follows, key: key)
    }

    /// - Returns: 1 when something of a closed quarter was taken back.
    private func reverse(
        _ person: Identifier<PointsSubject>, _ model: inout Model, _ closed: Int, _ random: inout SeededRandom,
        _ fixture: Fixture
    ) async throws -> Int {
        let gone = Set(model.entries.compactMap(\.reverses))
        let open = model.entries.filter { $0.reverses == nil && !gone.contains($0.number) && $0.item != "P2" }
        guard !open.isEmpty else { return 0 }
        let entry = open[random.below(open.count)]
        let posted = try await fixture.services.points.reverse(entry.number, of: person, on: Self.today)
        let counts = counts(entry.counts, closed)
        #expect(posted.countsOn == counts)
        model.entries.append(
            Model.Entry(
                number: posted.number, item: entry.item, happened: Self.today, counts: counts, value: 0, follows: nil,
                reverses: entry.number))
        return counts == entry.counts ? 0 : 1
    }

    /// A closing writes entries of its own, which the model has no use for; numbers go on after them.
    private func numbers(_ person: Identifier<PointsSubject>, _ model: inout Model, _ fixture: Fixture) async throws {
        let rows = try await fixture.services.points.rows(of: person, caller: Fixture.root)
        #expect(rows.filter { $0.kind != .base && $0.kind != .adjustment }.map(\.number) == model.entries.map(\.number))
        #expect(rows.map(\.number) == rows.indices.map { $0 + 1 })
    }

    private func compare(
        _ people: [Identifier<PointsSubject>], _ models: [Model], _ when: String, _ fixture: Fixture
    ) async throws {
        for (person, model) in zip(people, models) {
            for quarter in Self.quarters {
                let day = min(Self.today, quarter.upperBound.adding(days: -1))
                let sheet = try await fixture.services.points.score(of: person, on: day, known: Self.today)
                #expect(
                    tenths(sheet.score) == model.score(quarter, on: day),
                    "\(when), \(quarter.lowerBound): \(model.entries) \(sheet.lines.map(\.text.english))")
                let lines = sheet.lines.filter { $0.step != .subtotal && $0.step != .total }.map(\.counts).sum()
                #expect(lines == sheet.score)
            }
        }
    }

    private func compare(
        _ period: Identifier<PointsPeriod>, _ people: [Identifier<PointsSubject>], _ models: [Model],
        _ quarter: Range<Day>, _ fixture: Fixture
    ) async throws {
        let lines = try await fixture.services.points.sheet(of: period)
        let scores = Dictionary(lines.map { ($0.subject, $0.score) }, uniquingKeysWith: { $1 })
        for (person, model) in zip(people, models) {
            let wanted = model.score(quarter, on: quarter.upperBound.adding(days: -1))
            #expect(scores[person].map(tenths) == wanted, "\(quarter.lowerBound)")
        }
    }
}
