import Access
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

/// The ledger over a real database.
struct LedgerTests {
    @Test func entriesAreNumberedSealedAndExplained() async throws {
        try await PointsFixture.with { fixture in
            let first = try await fixture.post("A2")
            let second = try await fixture.post("P1")
            #expect(first.number == 1 && second.number == 2)
            #expect(first.counted == Amount(2) && second.counted == Amount(-4) && second.score == Amount(68))
            let sheet = try await fixture.score()
            #expect(sheet.score == Amount(68) && sheet.grade == "qualified")
            let entries = try await fixture.points.entries(of: fixture.people[0])
            #expect(entries.map(\.number) == [1, 2] && entries[1].previous == entries[0].hash)
            #expect(entries[0].version == "1" && entries[0].formula == "+2" && entries[0].evidence == "e")
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty && result.entries == 2 && result.subjects == 5)
        }
    }

    @Test func aKnownKeyMakesNothingTwice() async throws {
        try await PointsFixture.with { fixture in
            let first = try await fixture.post("A2", key: "k")
            let again = try await fixture.post("A2", key: "k")
            #expect(first.isNew && !again.isNew && again.number == first.number && again.score == Amount(72))
            let error = await #expect(throws: AppError.self) { try await fixture.post("A1", key: "k") }
            #expect(error?.code == "points.key_reused")
            #expect(try await fixture.fixture.count("ledger_entry") == 1)
        }
    }

    @Test func duplicateKeysAtOnceMakeOneEntry() async throws {
        try await PointsFixture.with(poolMaximum: 16) { fixture in
            let results = try await withThrowingTaskGroup(of: Posted.self) { group in
                for _ in 0..<20 { group.addTask { try await fixture.post("A2", key: "same") } }
                var all: [Posted] = []
                for try await posted in group { all.append(posted) }
                return all
            }
            #expect(results.filter(\.isNew).count == 1 && Set(results.map(\.number)) == [1])
        }
    }

    @Test func fiftyWritersShareOneCap() async throws {
        try await PointsFixture.with(poolMaximum: 16) { fixture in
            let results = try await withThrowingTaskGroup(of: Posted.self) { group in
                for index in 0..<50 { group.addTask { try await fixture.post("A1", key: "w\(index)") } }
                var all: [Posted] = []
                for try await posted in group { all.append(posted) }
                return all
            }
            // Ten points fit under the cap: ten of the fifty count, and those that do not say why.
            #expect(results.map(\.counted).sum() == Amount(10))
            #expect(results.filter { $0.counted == Amount(1) }.count == 10)
            #expect(results.filter { $0.counted == .zero }.allSatisfy { !$0.cuts.isEmpty })
            #expect(Set(results.map(\.number)) == Set(1...50))
            #expect(try await fixture.score().score == Amount(80))
            let result = try await fixture.points.verify()
            #expect(result.faults.isEmpty && result.entries == 50)
        }
    }

    @Test func aReversalRacedAgainstAnotherHappensOnce() async throws {
        try await PointsFixture.with(poolMaximum: 16) { fixture in
            let entry = try await fixture.post("A2")
            let outcomes = await withTaskGroup(of: String.self) { group in
                for index in 0..<12 {
                    group.addTask {
                        do {
                            let posted = try await fixture.points.reverse(
                                entry.number, of: fixture.people[0], key: "r\(index)")
                            return posted.isNew ? "done" : "known"
                        } catch let error as AppError {
                            return error.code
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                var all: [String] = []
                for await outcome in group { all.append(outcome) }
                return all
            }
            #expect(outcomes.filter { $0 == "done" }.count == 1)
            #expect(outcomes.filter { $0 == "points.reversed_before" }.count == 11)
            #expect(try await fixture.score().score == Amount(70))
            #expect(try await fixture.fixture.count("ledger_entry") == 2)
        }
    }

    @Test func aReversalMakesRoomUnderTheCap() async throws {
        try await PointsFixture.with { fixture in
            for index in 0..<11 { try await fixture.post("A1", key: "\(index)") }
            #expect(try await fixture.score().score == Amount(80))
            _ = try await fixture.points.reverse(1, of: fixture.people[0], key: "r", on: PointsFixture.today)
            // The eleventh, cut before, counts now.
            #expect(try await fixture.score().score == Amount(80))
            _ = try await fixture.points.reverse(2, of: fixture.people[0], key: "r2", on: PointsFixture.today)
            #expect(try await fixture.score().score == Amount(79))
        }
    }

    @Test func wrongEntriesAreRefusedByName() async throws {
        try await PointsFixture.with { fixture in
            func refused(_ code: String, _ body: () async throws -> Posted) async {
                let error = await #expect(throws: AppError.self) { _ = try await body() }
                #expect(error?.code == code && error?.rule != nil && error?.hint != nil, "\(code)")
            }
            await refused("points.item_unknown") { try await fixture.post("X9") }
            await refused("points.input_outside") {
                try await fixture.post("A3", points: Amount(11))
            }
            await refused("points.input_outside") {
                try await fixture.post("A3", points: Amount("1.2"))
            }
            await refused("points.input_missing") { try await fixture.post("A3") }
            await refused("points.event_ahead") { try await fixture.post("A1", on: "2026-03-21") }
            await refused("points.other_group") { try await fixture.post("A4") }
            await refused("points.not_taking_part") { try await fixture.post("A1", on: "2024-12-31") }
            await refused("points.not_direct") { try await fixture.post("C1") }
            await refused("points.follows_missing") { try await fixture.post("M1") }
            await refused("points.follows_other") { try await fixture.post("M1", follows: 7) }
            let written = try await fixture.fixture.count("ledger_entry")
            #expect(written == 0)
        }
    }

    @Test func aBatchIsAllOrNothing() async throws {
        try await PointsFixture.with { fixture in
            func order(_ item: String, _ person: Int, _ key: String) -> PostOrder {
                PostOrder(
                    subject: Reference(fixture.people[person]), scheme: "test", item: item, on: day("2026-02-10"),
                    key: key)
            }
            let posted = try await fixture.points.post(
                [order("A1", 0, "a"), order("A2", 1, "a"), order("A2", 0, "b"), order("P1", 4, "a")])
            #expect(posted.map(\.number) == [1, 1, 2, 1])
            await #expect(throws: AppError.self) {
                _ = try await fixture.points.post([order("A1", 0, "c"), order("X", 1, "c")])
            }
            #expect(try await fixture.fixture.count("ledger_entry") == 4)
            let county = try await fixture.fixture.caller("610116", .clerk)
            let error = await #expect(throws: AppError.self) {
                _ = try await fixture.points.post([order("A1", 0, "d"), order("A1", 4, "d")], caller: county)
            }
            #expect(error?.kind == .notFound)
            #expect(try await fixture.fixture.count("ledger_entry") == 4)
        }
    }

    @Test func vetoAndRepairFollowTheirOrder() async throws {
        try await PointsFixture.with { fixture in
            let veto = try await fixture.post("V1")
            #expect(veto.score == .zero)
            let later = try await fixture.post("A2", on: "2026-02-20")
            #expect(later.counted == .zero && later.cuts.contains { $0.english.contains("veto") })
            let repair = try await fixture.post("R1", on: "2026-03-01", follows: veto.number)
            // 60, conduct 10 - 20 held at nothing, and what was recorded meanwhile.
            #expect(repair.score == Amount(62))
            let again = await #expect(throws: AppError.self) {
                try await fixture.post("R1", on: "2026-03-02", follows: veto.number)
            }
            #expect(again?.code == "points.followed_twice")
        }
    }

    @Test func theRoleOfTheProgramCannotChangeTheLedger() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.post("A1")
            for statement in [
                "UPDATE ledger_entry SET value = 100", "UPDATE ledger_entry SET posted_on = '2000-01-01'",
                "DELETE FROM ledger_entry", "TRUNCATE ledger_entry", "UPDATE points_sheet SET score = 1",
                "DELETE FROM points_claim_event",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await fixture.fixture.services.pool.withConnection { connection in
                        try await connection.transaction(
                            prelude: [fixture.fixture.services.database.signer.statement(.everything)]
                        ) { try await $0.query(Statement(sql: statement)) }
                    }
                }
                #expect(error?.server?.state == .insufficientPrivilege, "\(statement)")
            }
        }
    }

    @Test func theCheckFindsWhatWasTamperedWith() async throws {
        try await PointsFixture.with { fixture in
            for index in 0..<5 { try await fixture.post("A2", key: "\(index)") }
            try await fixture.post("A2", 1)
            _ = try await fixture.fixture.owner.query("UPDATE ledger_entry SET value = 20 WHERE number = 3")
            _ = try await fixture.fixture.owner.query(
                "DELETE FROM ledger_entry WHERE subject_id = \(fixture.people[1]) AND number = 1")
            let result = try await fixture.points.verify()
            #expect(result.faults.count == 1)
            let fault = try #require(result.faults.first)
            #expect(fault.kind == .chain && fault.subject == fixture.people[0] && fault.number == 3)
            #expect(fault.name == "党员0")
        }
    }

    @Test func trainingHoursAndMeetingsMakeEntriesOnce() async throws {
        try await PointsFixture.with { fixture in
            let facts = [
                FactOrder(
                    subject: "党员0", fact: .attendance, name: "党员大会", outcome: "absent", on: day("2026-02-02"),
                    reference: "m1"),
                FactOrder(
                    subject: Reference(fixture.people[1]), fact: .trainingHours, on: day("2026-02-03"),
                    quantity: Amount(8), reference: "t1"),
            ]
            let recorded = try await fixture.points.record(
                FactsOrder(facts: facts), on: PointsFixture.today, caller: Fixture.root)
            #expect(recorded.count == 2)
            func run(_ day: String) async throws -> AutomaticOutcome {
                try await fixture.points.runAutomatic(asOf: day, on: TestSupport.day("2026-04-02"))
            }
            #expect(try await run("2026-03-20").made == 1)
            let end = try await run("2026-03-31")
            #expect(end.made == 1 && end.known == 1 && end.refused.isEmpty)
            let again = try await run("2026-03-31")
            #expect(again.made == 0 && again.known == 2)
            #expect(try await fixture.score(0).score == Amount(69))
            #expect(try await fixture.score(1).score == Amount(73))
        }
    }

    @Test func twoSchemesOnOnePersonAreCombined() async throws {
        try await PointsFixture.with { fixture in
            let other = TestScheme.ledger.replacing("key: test", with: "key: other").replacing(
                "base: 60", with: "base: 990"
            )
            .replacing("total: {floor: 0, cap: 120}", with: "total: {floor: 0, cap: 2000}")
            for text in [other, TestScheme.combined] {
                try await fixture.points.importScheme(text, for: "61")
            }
            try await fixture.points.join([fixture.people[0]], since: "2025-01-01", scheme: "other")
            try await fixture.post("A2")
            // 72 at 60 %, and 1000 of 1000 at 40 %.
            let sheet = try await fixture.points.score(
                of: fixture.people[0], "combined", on: day("2026-03-31"), known: PointsFixture.today)
            #expect(sheet.score == Amount("83.2") && sheet.lines.count == 3 && sheet.grade == "high")
            let year = try await fixture.points.score(
                of: fixture.people[0], on: day("2026-05-01"), known: PointsFixture.today, rolledUp: true)
            // The first quarter 72, the second so far 70.
            #expect(year.score == Amount(71) && year.lines.count == 3)
        }
    }

    @Test func theRankingOfAnOpenPeriodCountsThoseWithoutEntries() async throws {
        try await PointsFixture.with { fixture in
            try await fixture.post("A2", 0)
            try await fixture.post("P1", 1)
            let lines = try await fixture.points.liveRanking(under: "610116", on: PointsFixture.today)
            #expect(lines.map(\.score) == [Amount(72), Amount(70), Amount(70), Amount(66)])
            #expect(lines.map(\.rank) == [1, 2, 2, 4])
            let county = try await fixture.fixture.caller("610102", .viewer)
            let other = try await fixture.points.liveRanking(on: PointsFixture.today, caller: county)
            #expect(other.map(\.subject) == [fixture.people[4]])
        }
    }
}
