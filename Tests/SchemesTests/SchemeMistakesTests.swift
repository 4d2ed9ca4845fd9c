import Civil
import Kernel
import Policy
import Schemes
import TestSupport
import Testing

/// Mistakes that show only when a whole file is read name their own line; what is allowed and hardly meant is warned
/// of.
struct SchemeMistakesTests {
    private func refused(_ old: String, _ new: String, at piece: String? = nil) throws {
        let changed = TestScheme.ledger.replacing(old, with: new)
        #expect(changed != TestScheme.ledger, "\(old)")
        let error = try #require(throws: AppError.self) { _ = try TestScheme.read(changed) }
        let lines = changed.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.lastIndex { $0.contains(piece ?? new) }) + 1
        #expect(error.message.english.contains("test.yaml:\(line)"), "\(error.message.english), wanted \(line)")
        #expect(error.hint != nil)
    }

    @Test(arguments: [
        ("shares:\n  - {grades: [excellent]", "shares:\n  - {grades: [excelent]", "excelent"),
        ("otherwise: qualified", "otherwise: good", "otherwise: good"),
        ("{id: A2, block", "{id: A1, block", "{id: A1, block: duty"),
        ("{key: duty, name", "{key: study, name", "en: duty"),
        ("{key: official, name", "{key: ordinary, name", "en: official"),
        ("{key: qualified, name", "{key: excellent, name", "en: qualified"),
        ("below: 60, periods: 1", "below: 60, groups: [nobody], periods: 1", "nobody"),
        ("below: 60, periods: 1", "grades: [worst], periods: 1", "worst"),
    ])
    func theMistakeNamesItsOwnLine(old: String, new: String, piece: String) throws {
        try refused(old, new, at: piece)
    }

    @Test func anItemOfALadderHasNoEndsOfItsOwn() throws {
        for more in ["at_least: 1", "at_most: 5", "unit: 元"] {
            let changed = TestScheme.arithmetic.replacing(
                "{quantity: \"> 1000\", rate: 1, per: 500}", with: "{quantity: \"> 1000\", rate: 1, per: 500, \(more)}")
            #expect(changed != TestScheme.arithmetic)
            #expect(throws: AppError.self) { _ = try TestScheme.read(changed) }
        }
    }

    @Test func aGapInTheValidityIsWarnedOf() throws {
        func warnings(_ bands: String) throws -> [SchemeWarning] {
            let text = TestScheme.ledger.replacing(
                "text: 缺席, value: -4}", with: "text: 缺席, value: -4, validity: {by_size: [\(bands)]}}")
            return try TestScheme.read(text).warnings.filter { $0.text.english.contains("validity") }
        }
        let fine = "{size: \"<= 40\", valid: {years: 1}}, {size: \"> 40\", valid: {years: 2}}"
        #expect(try warnings(fine).isEmpty)
        let gap = try warnings(fine.replacing("> 40", with: ">= 41"))
        #expect(gap.map(\.kind) == [.gap] && gap[0].text.english.contains("(40, 41)"))
    }

    @Test func anOfficesSheetKeepsTheColumnsThatARowNeeds() throws {
        try refused(
            "roll_up:", "sheets: {claims: [{key: subject, heading: 党员}, {key: on, heading: 日期}]}\nroll_up:",
            at: "sheets:")
    }

    @Test func aProposalOverTheYearNeedsARollUp() throws {
        let text = TestScheme.ledger.replacing("below: 60, periods", with: "below: 60, over: roll_up, periods")
        let scheme = try TestScheme.read(text)
        // One low quarter suggests nothing, the mean of the year does.
        #expect(scheme.proposals(group: nil, [(Amount(40), nil)]).isEmpty)
        #expect(scheme.proposals(group: nil, [], rolledUp: [(amount("59.9"), nil)]).count == 1)
        #expect(throws: AppError.self) {
            _ = try TestScheme.read(text.replacing("roll_up: {into: year, way: mean}\n", with: ""))
        }
    }

    @Test func aYearIsJudgedWhenItsLastPeriodIsClosed() throws {
        let scheme = try TestScheme.read(TestScheme.ledger)
        let quarters = [("2025-01-01", 50), ("2025-04-01", 60), ("2025-10-01", 70), ("2026-01-01", 90)]
        let results = Dictionary(uniqueKeysWithValues: quarters.map { (day($0.0), Amount($0.1)) })
        // The third quarter is missing: not in the scheme then, which is not zero.
        let closed = Set(results.keys)
        #expect(scheme.rolledUp(results, closed: closed, group: nil).map { $0.score } == [Amount(60)])
        #expect(scheme.rolledUp(results, closed: closed.subtracting([day("2025-10-01")]), group: nil).isEmpty)
    }

    /// Every refusal of an entry names the rule and what to do, in both languages.
    @Test func everyRefusalHasAHint() throws {
        let scheme = try TestScheme.read(TestScheme.ledger)
        let arithmetic = try TestScheme.read(TestScheme.arithmetic)
        func history(_ entries: [PointEntry] = [], group: String? = "ordinary") -> History {
            History(
                entries: entries,
                participations: [History.Participation(group: group, since: day("2025-01-01"), until: nil)])
        }
        let first = PointEntry(number: 1, item: "A2", value: Amount(2), happened: day("2026-02-10"))
        let back = PointEntry(
            number: 2, kind: .reversal, item: "A2", value: Amount(-2), happened: day("2026-02-11"), reverses: 1)
        let doubled = PointEntry(
            number: 2, kind: .followUp, item: "M1", value: .zero, happened: day("2026-02-11"), follows: 1)
        func request(
            _ item: String, on day: String = "2026-02-10", _ seen: Observation = Observation(), follows: Int? = nil,
            continuing: Bool = false, evidence: Bool = true
        ) -> EntryRule.Request {
            EntryRule.Request(
                item: item, happened: TestSupport.day(day), seen: seen, follows: follows, isContinuing: continuing,
                hasEvidence: evidence)
        }
        let wrong: [(String, Scheme, EntryRule.Request, History)] = [
            ("points.event_ahead", scheme, request("A1", on: "2026-04-01"), history()),
            ("points.not_in_force", scheme, request("A1", on: "1999-04-01"), history()),
            ("points.claimed_late", scheme, request("C1", on: "2025-02-01"), history()),
            ("points.evidence_missing", scheme, request("C1", evidence: false), history()),
            ("points.not_taking_part", scheme, request("A1", on: "2024-04-01"), history()),
            ("points.other_group", scheme, request("A4"), history()),
            ("points.cannot_continue", scheme, request("A1", continuing: true), history()),
            ("points.follows_nothing", scheme, request("A1", follows: 1), history([first])),
            ("points.follows_missing", scheme, request("M1"), history([first])),
            ("points.follows_other", scheme, request("M1", follows: 9), history([first])),
            // A reversal carries the item of what it takes back, and is nothing to build on.
            ("points.follows_other", scheme, request("M1", on: "2026-02-12", follows: 2), history([first, back])),
            ("points.follows_later", scheme, request("M1", on: "2026-02-01", follows: 1), history([first])),
            ("points.followed_twice", scheme, request("M1", on: "2026-02-12", follows: 1), history([first, doubled])),
            ("points.input_missing", arithmetic, request("U1"), history(group: "plain")),
            ("points.input_missing", arithmetic, request("B1"), history(group: "plain")),
            ("points.input_missing", arithmetic, request("E1"), history(group: "plain")),
            (
                "points.input_outside", arithmetic,
                request(
                    "E1",
                    Observation(
                        marks: ["self": Amount(101), "peers": .zero, "masses": .zero, "leader": .zero])),
                history(group: "plain")
            ),
            (
                "points.input_outside", arithmetic, request("B1", Observation(points: Amount(101))),
                history(group: "plain")
            ),
            (
                "points.input_no_step", arithmetic, request("L1", Observation(quantity: Amount(5))),
                history(group: "plain")
            ),
            ("points.input_not_asked", arithmetic, request("U1", Observation(level: "x")), history(group: "plain")),
        ]
        for (code, scheme, request, history) in wrong {
            let error = #expect(throws: AppError.self) {
                _ = try EntryRule(scheme).accept(request, history, today: day("2026-03-20"))
            }
            #expect(error?.code == code && error?.rule != nil, "\(code): \(error?.code ?? "-")")
            #expect(error?.hint?.chinese.isEmpty == false && error?.hint?.english.isEmpty == false, "\(code)")
        }
    }
}
