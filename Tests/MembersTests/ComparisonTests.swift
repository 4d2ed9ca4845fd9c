/// The register compared with another one's export: what differs, and what becomes of each line.
import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

private let east = "610116001001"
private let heading = "organisation,name,id_number,status,since,converted,education,mobile\n"

struct ComparisonTests {
    private func row(
        _ index: Int, organisation: String = east, name: String? = nil, number: String? = nil,
        status: String = "full", since: String = "2005-07-01", converted: String = "", education: String = "",
        mobile: String = ""
    ) -> String {
        "\(organisation),\(name ?? "试\(Self.digits[index])"),\(number ?? Fixture.number(index)),\(status),\(since),"
            + "\(converted),\(education),\(mobile)\n"
    }

    private static let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

    private func compare(_ fixture: Fixture, _ rows: String, caller: Caller = Fixture.root) async throws
        -> ComparisonMade
    {
        try await fixture.services.members.compare(
            Array((heading + rows).utf8), ComparisonOrder(source: "测试系统导出"), on: ChinaTime.today(), caller: caller)
    }

    private func lines(
        _ fixture: Fixture, _ query: ComparisonLineQuery = ComparisonLineQuery(), caller: Caller = Fixture.root
    ) async throws -> [ComparisonLine] {
        try await fixture.services.members.comparisonLines(
            of: "latest", query, PageRequest(limit: 500), caller: caller
        ).items
    }

    private func decide(
        _ fixture: Fixture, _ verdict: ComparisonVerdict, _ numbers: [Int], caller: Caller = Fixture.root
    ) async throws -> ComparisonDecided {
        try await fixture.services.members.decide(
            "latest", ComparisonDecisionOrder(lines: numbers, decision: verdict, reason: "按档案核实"),
            on: ChinaTime.today(), caller: caller)
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? AppError)?.code }
    }

    @Test func theSameListHasNoLines() async throws {
        try await Fixture.with { fixture in
            let rows = row(1, education: "大学") + row(2, status: "probationary", since: "2026-01-05")
            _ = try await fixture.importPeople(heading + rows)
            let made = try await compare(fixture, rows)
            let found = try await lines(fixture)
            #expect(made.differing == 0 && made.onlyThere == 0 && made.onlyHere == 0, "\(found)")
        }
    }

    /// Every field that both say, each on a line; people of one side only; a number with another digit.
    @Test func everyDifferenceHasALine() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                heading + row(1) + row(2, education: "大学") + row(3) + row(4) + row(5, mobile: "13900000001") + row(6))
            let mistyped = Fixture.number(3 + 2000)
            #expect(mistyped != Fixture.number(3))
            let made = try await compare(
                fixture,
                row(1, name: "试甲") + row(2, education: "研究生") + row(3, number: mistyped)
                    + row(4, organisation: "610116002200", since: "2006-07-01")
                    + row(5, status: "probationary", mobile: "13900000002") + row(7))
            let all = try await lines(fixture)
            let found = Set(all.map { "\($0.kind.rawValue) \($0.name) \($0.field ?? "-")" })
            #expect(
                found == [
                    "differs 试一 name", "differs 试二 education", "differs 试三 number", "differs 试四 organisation",
                    "differs 试四 joined", "differs 试五 status", "differs 试五 mobile", "only_there 试七 -",
                    "only_here 试六 -",
                ], "\(found)")
            #expect(made.differing == 7 && made.onlyThere == 1 && made.onlyHere == 1)
            // Numbers are in no line.
            let shown = all.flatMap { [$0.here, $0.there].compactMap { $0?.english } }
            #expect(!shown.contains { $0.contains("1390000") || $0.contains("990001") }, "\(shown)")
            // Nothing was changed.
            #expect(try await fixture.person(1).name == "试一")
        }
    }

    @Test func whatIsTakenOverIsACorrectionAndWhatIsKeptIsRememberedNextTime() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(heading + row(1) + row(2))
            let sheet = row(1, name: "试甲") + row(2, since: "2006-07-01")
            _ = try await compare(fixture, sheet)
            let all = try await lines(fixture)
            let name = try #require(all.first { $0.field == "name" }?.number)
            let joined = try #require(all.first { $0.field == "joined" }?.number)
            #expect(try await decide(fixture, .taken, [name]).corrected.map(\.field) == ["name"])
            #expect(try await fixture.person(1).name == "试甲")
            _ = try await decide(fixture, .kept, [joined])
            #expect(try await lines(fixture, ComparisonLineQuery(open: true)).isEmpty)
            #expect(await code { _ = try await decide(fixture, .kept, [name]) } == "comparison.taken")
            // The next export says the same: one line is left, with what was decided about it.
            _ = try await compare(fixture, sheet)
            let again = try await lines(fixture)
            #expect(again.map(\.field) == ["joined"] && again[0].earlier == "按档案核实" && again[0].decision == nil)
            // What was kept can still be taken.
            _ = try await decide(fixture, .taken, [again[0].number])
            let standing = try await fixture.services.members.memberships(
                of: Reference(try await fixture.person(2).id), caller: Fixture.root)
            #expect(standing.items.map(\.countsFrom) == [Day(iso: "2006-07-01")], "\(standing.items)")
        }
    }

    @Test func whatNeedsAnotherVerbIsNotTakenOver() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(heading + row(1) + row(2, mobile: "13900000001") + row(3))
            _ = try await compare(
                fixture,
                row(1, organisation: "610116002200", status: "probationary") + row(2, mobile: "13900000002") + row(4))
            for line in try await lines(fixture) {
                #expect(
                    await code { _ = try await decide(fixture, .taken, [line.number]) } == "comparison.by_hand",
                    "\(line)")
                _ = try await decide(fixture, .handled, [line.number])
            }
            #expect(try await lines(fixture, ComparisonLineQuery(open: true)).isEmpty)
            #expect(try await fixture.count("person_correction") == 0)
        }
    }

    /// A value that was corrected after the comparison is not overwritten, and nothing of the same decision is done.
    @Test func aLineThatIsOutdatedIsRefusedWithAllOthers() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(heading + row(1) + row(2))
            _ = try await compare(fixture, row(1, name: "试甲") + row(2, name: "试乙"))
            let numbers = try await lines(fixture).map(\.number)
            _ = try await fixture.services.members.correct(
                Reference(try await fixture.person(2).id),
                CorrectionOrder(field: "name", value: "试丙", reason: "核实"), on: ChinaTime.today(),
                caller: Fixture.root)
            #expect(await code { _ = try await decide(fixture, .taken, numbers) } == "comparison.outdated")
            #expect(try await fixture.person(1).name == "试一")
            #expect(await code { _ = try await decide(fixture, .kept, [99]) } == "not_found")
        }
    }

    /// A township sees and decides about comparisons of its own alone.
    @Test func aComparisonStaysInItsScope() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(heading + row(1))
            _ = try await compare(fixture, row(1, name: "试甲"))
            let township = try await fixture.caller("610116001", .clerk)
            #expect(await code { _ = try await lines(fixture, caller: township) } == "comparison.none")
            _ = try await compare(fixture, row(1, name: "试乙"), caller: township)
            #expect(try await lines(fixture, caller: township).map { $0.there?.chinese } == ["试乙"])
            let viewer = try await fixture.caller("610116001", .viewer)
            #expect(await code { _ = try await lines(fixture, caller: viewer) } == "access.forbidden")
        }
    }
}
