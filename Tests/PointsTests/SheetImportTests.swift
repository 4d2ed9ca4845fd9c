import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import TestSupport
import Testing
import Wire

/// Tables that come in: participants, facts with their make-ups, claims; and an office's own order of columns.
struct SheetImportTests {
    @Test func participantsComeAsTables() async throws {
        try await PointsFixture.with(group: "ordinary") { fixture in
            _ = try await fixture.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + (10...11).map { "610116001001,新党员\($0),\(Fixture.number($0)),2005-07-01,full,true\n" }.joined())
            func take(_ text: String, dryRun: Bool = false) async throws -> Int {
                try await fixture.points.importParticipants(
                    Array(text.utf8), ImportOrder(dryRun: dryRun, again: true), scheme: "test", on: PointsFixture.today,
                    caller: Fixture.root
                ).count
            }
            let id = Identifier<PointsSubject>(try await fixture.fixture.person(11).id)
            let table =
                "起,对象,类别,止\n2026-01-01,\(Fixture.number(10)),骨干党员,\n2026/2/1,\(id),probationary,2026-03-01\n"
            let tried = try await take(table, dryRun: true)
            let before = try await fixture.fixture.count("points_participation")
            let taken = try await take(table)
            let after = try await fixture.fixture.count("points_participation")
            #expect(tried == 2 && taken == 2 && before == 5 && after == 7)
            let wrong = await #expect(throws: AppError.self) {
                _ = try await take("对象,起\n\(Fixture.number(10)),2026-02-30\n不存在,2026-01-01\n")
            }
            #expect(wrong?.cells.map(\.row) == [2, 3])
            let lines = try await fixture.points.participants(
                PointsPlace(asOf: day("2026-02-15")), scheme: "test", PageRequest(limit: 50),
                on: PointsFixture.today, caller: Fixture.root
            ).items
            #expect(lines.count == 7 && lines.first { $0.subject == id }?.group == "probationary")
        }
    }

    private static let missed = TestScheme.ledger.replacing(
        "  - {id: F1,",
        with: """
              - {id: F3, block: duty, text: 请假未补, value: -2, automatic: [{fact: attendance, names: [党课],
                    never_made_up: {days: 30}}]}
              - {id: F1,
            """)

    @Test func anExcusedAbsenceCostsOnlyIfItWasNeverMadeUp() async throws {
        try await PointsFixture.with(Self.missed) { fixture in
            func take(_ rows: String) async throws -> Int {
                try await fixture.points.importFacts(
                    Array(("对象,事实,日期,编号,名称,结果\n" + rows).utf8), ImportOrder(again: true), scheme: "test",
                    on: PointsFixture.today, caller: Fixture.root
                ).count
            }
            let people = (0...1).map { Fixture.number($0) }
            let first = try await take(
                people.map { "\($0),考勤,2026-01-10,x1,党课,excused\n" }.joined()
                    + "\(people[0]),补课,2026-02-08,x1,党课,\n\(people[1]),补课,2026-02-09,x1,党课,\n")
            #expect(first == 4)
            func run(_ day: String) async throws -> AutomaticOutcome {
                try await fixture.points.runAutomatic(asOf: day)
            }
            // Thirty days from 10 January end on 9 February: the one was in time, the other a day late.
            #expect(try await run("2026-02-08").made == 0)
            #expect(try await run("2026-02-09").made == 1)
            #expect(try await fixture.score(0).score == Amount(70))
            #expect(try await fixture.score(1).score == Amount(68))
            let changed = await #expect(throws: AppError.self) {
                _ = try await take("\(people[0]),考勤,2026-01-10,x1,党课,absent\n")
            }
            #expect(changed?.code == "points.fact_changed")
        }
    }

    private static let evaluated = TestScheme.ledger.replacing(
        "  - {id: F1,",
        with: """
              - {id: E1, block: duty, text: 民主评议, process: {direct: false},
                    value: {evaluation: {sources: [{key: self, name: {zh: 自评, en: self}, weight: 40%},
                    {key: peers, name: {zh: 互评, en: peers}, weight: 60%}], out_of: 100, into: 10}}}
              - {id: G1, block: conduct, text: 持续不改, value: -3, process: {direct: false}}
              - {id: G2, block: conduct, text: 已改, process: {direct: false}, follows: {items: [G1], correct: true}}
              - {id: H1, block: duty, text: 家人受表彰, value: 2, process: {direct: false}, cause: {by: family}}
              - {id: F1,
            """)

    @Test func everythingThatAClaimCanContainFitsIntoASheet() async throws {
        let text = Self.evaluated.replacing(
            "roll_up:",
            with: """
                sheets:
                  claims: [{key: on, heading: 何时}, {key: item, heading: 何事}, {key: subject, heading: 何人},
                      {key: marks, heading: 评分}, {key: follows, heading: 依据}, {key: continuing, heading: 持续},
                      {key: cause, heading: 谁}]
                roll_up:
                """)
        try await PointsFixture.with(text) { fixture in
            func take(_ rows: String) async throws -> Int {
                try await fixture.points.importClaims(
                    Array(("何时,何事,何人,评分,依据,持续,谁\n" + rows).utf8), ImportOrder(again: true), scheme: "test",
                    on: PointsFixture.today, caller: Fixture.root
                ).count
            }
            let (one, two) = (Fixture.number(0), Fixture.number(1))
            let table =
                "2026-02-01,E1,\(one),self=90；peers=80,,,\n2026-01-05,G1,\(one),,,是,\n2026-02-20,H1,\(two),,,,女儿\n"
            #expect(try await take(table) == 3)
            #expect(try await take(table) == 0)
            #expect(try await take("2026-03-01,G2,\(one),,2,,\n") == 1)
            // 8.4 for the review, 3 less for what went on; and 2 for the daughter.
            #expect(try await fixture.score(0).score == Amount("75.4"))
            #expect(try await fixture.score(1).score == Amount(72))
            let entries = try await fixture.points.entries(of: fixture.people[0])
            #expect(entries.map(\.item) == ["E1", "G1", "G2"] && entries[1].continuing && entries[2].follows == 2)
            #expect(entries[0].formula == "(90 × 2/5 + 80 × 3/5) × 10 ÷ 100" || entries[0].value == Amount("8.4"))
            let wrong = await #expect(throws: AppError.self) {
                _ = try await take(
                    "2026-02-01,E1,\(two),self:90,,,\n2026-02-01,G2,\(two),,二,,\n2026-02-01,G1,\(two),,,也许,\n"
                        + "2026-02-01,E1,\(two),self=90,,,\n"
                )
            }
            #expect(Set(wrong?.cells.map(\.column) ?? []) == ["评分", "依据", "持续", "何事"])
            // The cell repeats the rule and what to do.
            let reason = wrong?.cells.first { $0.row == 5 }?.reason
            #expect(reason?.english.contains("marks.peers") == true && reason?.english.contains("E1") == true)
        }
    }
}
