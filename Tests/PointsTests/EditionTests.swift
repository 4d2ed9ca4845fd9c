import Civil
import Composition
import Foundation
import Kernel
import Organisations
import Points
import Postgres
import Schemes
import TestSupport
import Testing

/// Editions that follow one another, and the items of villages beside them.
struct EditionTests {
    private static let local = TestScheme.ledger.replacing(
        "roll_up:",
        with: "local: {bonus_items: 2, penalty_items: 0, value_at_most: 2, block: duty, place: 第六条}\nroll_up:")

    private func edition(
        _ fixture: PointsFixture, _ version: String, from: String, _ text: String = TestScheme.ledger,
        _ changes: (String, String)...
    ) async throws {
        let head = text.replacing("version: \"1\"", with: "version: \"\(version)\"").replacing(
            "in_force: {from: 2000-01-01}", with: "in_force: {from: \(from)}")
        try await fixture.points.importScheme(changes.reduce(head) { $0.replacing($1.0, with: $1.1) }, for: "6101")
    }

    private func list(_ fixture: PointsFixture, _ code: String, _ items: String, from: String = "2026-01-01")
        async throws
    {
        try await fixture.points.importLocal(items, for: code, from: from)
    }

    private func close(_ fixture: PointsFixture, _ day: String, _ code: String = "610116", on: String = "2026-04-02")
        async throws -> PeriodClosed
    {
        try await fixture.points.close(day, code, on: on)
    }

    private func refused(_ code: String, _ body: () async throws -> Void) async {
        let error = await #expect(throws: AppError.self) { try await body() }
        #expect(error?.code == code && error?.hint != nil, "\(String(describing: error?.code))")
    }

    private static let without: [(String, String)] = [
        ("  - {id: A2, block: duty, text: 完成任务, value: 2}\n", ""),
        ("  - {id: M1, block: duty, text: 任务加倍, follows: {items: [A2], multiply: 2}}\n", ""),
    ]

    @Test func whatWasPostedUnderALostItemCountsOn() async throws {
        try await PointsFixture.with { fixture in
            let first = try await fixture.post("A2", on: "2026-01-10")
            let text = Self.without.reduce(TestScheme.ledger) { $0.replacing($1.0, with: $1.1) }
                .replacing("version: \"1\"", with: "version: \"2\"")
                .replacing("in_force: {from: 2000-01-01}", with: "in_force: {from: 2026-02-01}")
            try await fixture.points.importScheme(text, for: "6101")
            let sheet = try await fixture.score()
            #expect(sheet.score == Amount(72) && sheet.lines.contains { $0.entry == first.number && $0.step == .entry })
            await refused("points.item_unknown") { try await fixture.post("A2", on: "2026-02-10") }
            #expect(try await fixture.post("A2", 1, on: "2026-01-12").value == Amount(2))
            // It can still be taken back, and the closing knows it as well.
            _ = try await fixture.points.reverse(first.number, of: fixture.people[0], key: "r", on: PointsFixture.today)
            let outcome = try await close(fixture, "2026-01-05")
            let lines = try await fixture.points.sheet(of: outcome.period)
            #expect(lines.first { $0.subject == fixture.people[0] }?.score == Amount(70))
            #expect(lines.first { $0.subject == fixture.people[1] }?.score == Amount(72))
            #expect(try await fixture.points.verify().faults.isEmpty)
        }
    }

    @Test func aPeriodIsClosedByTheEditionOfItsLastDay() async throws {
        try await PointsFixture.with { fixture in
            try await edition(fixture, "2", from: "2026-02-15", TestScheme.ledger, ("base: 60", "base: 50"))
            // Whichever day is typed: 50 and 10.
            let first = try await close(fixture, "2026-01-02", "610116001001")
            let second = try await close(fixture, "2026-03-30", "610116001002")
            for outcome in [first, second] {
                let lines = try await fixture.points.sheet(of: outcome.period)
                #expect(!lines.isEmpty && lines.allSatisfy { $0.score == Amount(60) })
            }
            let versions: [String] = try await fixture.fixture.owner.query(
                "SELECT DISTINCT version FROM points_period_event"
            ).map { try $0["version"] }
            #expect(versions == ["2"])
        }
    }

    @Test func aPeriodInWhichTheSchemeEndedIsClosedByItsLastEdition() async throws {
        let ended = TestScheme.ledger.replacing("{from: 2000-01-01}", with: "{from: 2000-01-01, until: 2026-02-15}")
        try await PointsFixture.with(ended) { fixture in
            try await fixture.post("A2", on: "2026-02-14")
            await refused("points.not_in_force") { try await fixture.post("A2", on: "2026-02-15") }
            let outcome = try await close(fixture, "2026-03-20")
            let lines = try await fixture.points.sheet(of: outcome.period)
            #expect(lines.first { $0.subject == fixture.people[0] }?.score == Amount(72))
            #expect(try await fixture.points.verify().faults.isEmpty)
            // There is nothing to close of a time in which it was not in force at all.
            await refused("points.not_in_force") { _ = try await close(fixture, "2026-05-01", on: "2026-07-02") }
        }
    }

    @Test func noEditionReachesIntoAClosedPeriod() async throws {
        try await PointsFixture.with(Self.local) { fixture in
            _ = try await close(fixture, "2026-02-01")
            await refused("points.edition_closed") { try await edition(fixture, "2", from: "2026-03-31", Self.local) }
            await refused("points.edition_closed") {
                try await list(fixture, "610116001001", "{id: N1, block: duty, text: 清扫, value: 2}", from: "2026-03-31")
            }
            // Above and beside what was closed the same holds only where it reaches.
            await refused("points.edition_closed") {
                try await list(fixture, "6101", "{id: N1, block: duty, text: 清扫, value: 2}", from: "2026-03-31")
            }
            try await list(fixture, "610102001001", "{id: N1, block: duty, text: 清扫, value: 2}", from: "2026-03-31")
            try await edition(fixture, "2", from: "2026-04-01", Self.local, ("base: 60", "base: 10"))
            // What was published is checked by the edition it was closed by.
            #expect(try await fixture.points.verify().faults.isEmpty)
            #expect(try await fixture.score().score == Amount(70))
            #expect(try await fixture.score(on: "2026-04-15").score == Amount(20))
        }
    }

    @Test func aNewEditionIsTriedWithTheListsOfTheVillages() async throws {
        try await PointsFixture.with(Self.local) { fixture in
            try await list(fixture, "610116001001", "{id: N1, block: duty, text: 清扫, value: 2}")
            try await fixture.post("N1", on: "2026-02-10")
            await refused("points.local_conflict") {
                try await edition(
                    fixture, "2", from: "2026-03-01", Self.local, ("value_at_most: 2", "value_at_most: 1"))
            }
            await refused("points.local_conflict") {
                try await edition(
                    fixture, "2", from: "2026-03-01", Self.local,
                    ("{id: A2,", "{id: N1, block: duty, text: 另一, value: 1}\n  - {id: A2,"))
            }
            #expect(try await fixture.score().score == Amount(72))
            try await edition(fixture, "2", from: "2026-03-01", Self.local)
            #expect(try await fixture.post("N1", on: "2026-03-10").score == Amount(74))
        }
    }

    @Test func otherPeriodsBeginWhereBothDo() async throws {
        try await PointsFixture.with { fixture in
            let monthly = ("period: quarter", "period: month")
            await refused("points.period_cut") {
                try await edition(fixture, "2", from: "2026-02-01", TestScheme.ledger, monthly)
            }
            await refused("points.period_cut") {
                try await edition(fixture, "2", from: "2026-04-15", TestScheme.ledger, monthly)
            }
            // The same periods may begin to be judged otherwise in their midst.
            try await edition(fixture, "2", from: "2026-02-01", TestScheme.ledger, ("base: 60", "base: 50"))
            try await edition(fixture, "3", from: "2026-04-01", TestScheme.ledger, monthly)
            let outcome = try await close(fixture, "2026-04-10", on: "2026-05-02")
            let period = try await fixture.points.periods(
                PeriodQuery(scheme: "test"), PageRequest(limit: 5), caller: Fixture.root
            ).items
            #expect(period.map(\.id) == [outcome.period] && period[0].until == Day("2026-05-01"))
        }
    }

    @Test func aListIsTriedWithThoseAboveAndBelow() async throws {
        try await PointsFixture.with(Self.local) { fixture in
            try await list(fixture, "610116001001", "{id: N1, block: duty, text: 清扫, value: 2}")
            await refused("points.local_conflict") {
                try await list(fixture, "610116", "{id: N1, block: duty, text: 巡逻, value: 1}")
            }
            try await list(fixture, "610116", "{id: N2, block: duty, text: 巡逻, value: 1}")
            await refused("points.local_conflict") {
                try await list(fixture, "610116001002", "{id: N2, block: duty, text: 值守, value: 1}")
            }
            #expect(try await fixture.post("N2", 3).value == Amount(1))
            // A village drops an item: what was posted stays, and nothing new is.
            try await fixture.post("N1")
            try await list(fixture, "610116001001", "{id: N3, block: duty, text: 宣讲, value: 1}", from: "2026-03-01")
            #expect(try await fixture.score().score == Amount(72))
            await refused("points.item_unknown") { try await fixture.post("N1", on: "2026-03-10") }
        }
    }

    @Test func aSchemeIsNoPartOfItself() async throws {
        let own = TestScheme.combined.replacing("{scheme: other,", with: "{scheme: combined,")
        #expect(throws: AppError.self) { try TestScheme.read(own) }
        try await PointsFixture.with { fixture in
            func take(_ key: String, _ parts: String) async throws {
                let text = TestScheme.combined.replacing("key: combined", with: "key: \(key)").replacing(
                    "{scheme: other,", with: "{scheme: \(parts),")
                try await fixture.points.importScheme(text, for: "6101")
            }
            try await take("first", "second")
            try await take("second", "third")
            await refused("points.parts_cycle") { try await take("third", "first") }
        }
    }
}
