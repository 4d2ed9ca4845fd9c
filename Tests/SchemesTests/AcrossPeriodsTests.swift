import Civil
import ConfigFiles
import Kernel
import Points
import Policy
import Schemes
import TestSupport
import Testing

/// Entries that have to do with others in an earlier period, each worked by hand.
struct AcrossPeriodsTests {
    private func sheet(_ entries: [PointEntry], on day: String, _ scheme: Scheme) -> ScoreSheet {
        let group = scheme.groups.first?.key
        let history = History(
            entries: entries,
            participations: [History.Participation(group: group, since: TestSupport.day("2000-01-01"), until: nil)])
        let sheet = ScoreRule(scheme).sheet(history, on: TestSupport.day(day), known: TestSupport.day("2030-12-31"))
        let lines = sheet.lines.filter { $0.step != .subtotal && $0.step != .total }.map(\.counts).sum()
        #expect(lines == sheet.score, "the lines add up")
        return sheet
    }

    private func entry(
        _ number: Int, _ item: String, _ value: Int, _ day: String, counts: String? = nil,
        kind: PointEntry.Kind = .award,
        act: String? = nil, follows: Int? = nil, reverses: Int? = nil
    ) -> PointEntry {
        PointEntry(
            number: number, kind: kind, item: item, value: Amount(value), happened: TestSupport.day(day),
            counts: counts.map { TestSupport.day($0) }, act: act, follows: follows, reverses: reverses)
    }

    private func shipped(_ name: String) throws -> Scheme { try SchemeFile.open(name, PolicyLoader()).scheme }

    private func ledger(_ changes: (String, String)...) throws -> Scheme {
        try TestScheme.read(changes.reduce(TestScheme.ledger) { $0.replacing($1.0, with: $1.1) })
    }

    @Test func whatIsDoubledInALaterYearIsWorthItsFirst() throws {
        let scheme = try shipped("branch-70-20-10")
        let first = entry(1, "C3", 1, "2020-11-01")
        let doubled = entry(2, "C3b", 0, "2021-02-01", kind: .followUp, follows: 1)
        #expect(sheet([first, doubled], on: "2021-12-31", scheme).score == Amount(71))
        // Taken back, the first is worth nothing any more, and neither is its doubling.
        let back = entry(3, "C3", -1, "2021-03-01", kind: .reversal, reverses: 1)
        let taken = sheet([first, doubled, back], on: "2021-12-31", scheme)
        #expect(taken.lines.first { $0.entry == 2 }?.counts == .zero)
    }

    @Test func aRepetitionStaysOneWhenTheFirstHasRunOut() throws {
        let scheme = try shipped("wendeng-district")
        let first = entry(1, "W163", -5, "2020-02-01")
        let again = entry(2, "W163", -5, "2020-10-01")
        #expect(sheet([first, again], on: "2021-06-30", scheme).score == Amount(990))
        // When the first had run out before the second, there was no repetition.
        #expect(sheet([first, entry(2, "W163", -5, "2021-03-01")], on: "2021-06-30", scheme).score == Amount(995))
    }

    @Test func aRepetitionOfAnEarlierPeriodIsSeen() throws {
        let scheme = try ledger(
            (
                "text: 缺席, value: -4}",
                "text: 缺席, value: -4, repeat: {factor: 2, place: 第八条}, validity: {months: 6}}"
            ))
        let both = [entry(1, "P1", -4, "2025-12-01"), entry(2, "P1", -4, "2026-02-01")]
        #expect(sheet(both, on: "2026-03-31", scheme).score == Amount(62))
        // One that belongs to the next period, since it came late, does not reach back.
        let late = [entry(1, "P1", -4, "2026-02-20"), entry(2, "P1", -4, "2026-02-01", counts: "2026-04-01")]
        #expect(sheet(late, on: "2026-03-31", scheme).score == Amount(66))
    }

    @Test func twoRecordsOfOneDeedAreNoRepetition() throws {
        let scheme = try shipped("wendeng-district")
        let twice = [entry(1, "W163", -5, "2020-02-01", act: "a"), entry(2, "W163", -5, "2020-02-02", act: "a")]
        #expect(sheet(twice, on: "2020-12-31", scheme).score == Amount(995))
        // Of one deed the larger item, before anything is doubled: -50 and not twice -20.
        let act = [
            entry(1, "W201", -20, "2020-03-01"), entry(2, "W201", -20, "2020-04-04", act: "b"),
            entry(3, "W202", -50, "2020-04-04", act: "b"),
        ]
        #expect(sheet(act, on: "2020-12-31", scheme).score == Amount(930))
    }

    @Test func aRepairIsNotDoubled() throws {
        let scheme = try shipped("wendeng-district")
        #expect(scheme.item("R1")?.repetition == nil && scheme.item("W163")?.repetition != nil)
        let entries = [
            entry(1, "W129", 0, "2020-05-01"), entry(2, "W155", 0, "2020-05-02"),
            entry(3, "R1", -50, "2020-07-01", kind: .repair, follows: 1),
            entry(4, "R1", -50, "2020-08-01", kind: .repair, follows: 2),
        ]
        #expect(sheet(entries, on: "2020-12-31", scheme).score == Amount(900))
    }

    @Test func aLimitOfThePeriodIsNotUsedUpByTheOneBefore() throws {
        let scheme = try ledger(
            ("period: quarter", "period: month"),
            ("text: 完成任务, value: 2}", "text: 完成任务, value: 1, limits: [{per: period, cap: 2}, {per: year, cap: 5}]}"))
        let days = ["01-05", "01-06", "01-07", "02-05", "02-06", "02-07", "03-05", "03-06"]
        let entries = days.enumerated().map { entry($0.offset + 1, "A2", 1, "2026-\($0.element)") }
        // Two in January, two in February, and one of the year is left for March.
        for (day, score) in [("2026-01-31", 72), ("2026-02-28", 72), ("2026-03-31", 71)] {
            #expect(sheet(entries, on: day, scheme).score == Amount(score), "\(day)")
        }
        #expect(scheme.item("A2")?.limits.map(\.window) == [nil, .year])
    }

    @Test func aLateRepairLeavesTheClosedPeriodAndCountsInTheNext() throws {
        let scheme = try ledger()
        let penalties = (1...8).map { entry($0, "P2", -5, "2026-02-0\($0)") }
        let veto = entry(9, "V1", 0, "2026-02-10")
        let late = entry(10, "R1", -20, "2026-03-01", counts: "2026-04-01", kind: .repair, follows: 9)
        let entries = penalties + [veto, late]
        #expect(sheet(entries, on: "2026-03-31", scheme).score == .zero)
        // 60, conduct 10 - 20 held at nothing, and the 30 that the veto had hidden.
        let next = sheet(entries, on: "2026-06-30", scheme)
        #expect(next.score == Amount(90))
        #expect(next.lines.first { $0.step == .correction }?.counts == Amount(30))
        // Known in time, it would have counted where it happened: 60 - 40, and conduct at nothing.
        let inTime = entry(10, "R1", -20, "2026-03-01", kind: .repair, follows: 9)
        #expect(sheet(penalties + [veto, inTime], on: "2026-03-31", scheme).score == Amount(20))
        // One that happened in the next period changes nothing in the closed one.
        let after = entry(10, "R1", -20, "2026-04-02", kind: .repair, follows: 9)
        #expect(sheet(penalties + [veto, after], on: "2026-06-30", scheme).score == Amount(60))
        // Taken back in the period after that, it gives both back: its own 10 and the 30.
        let back = entry(11, "R1", 20, "2026-07-01", counts: "2026-07-01", kind: .reversal, reverses: 10)
        #expect(sheet(entries + [back], on: "2026-09-30", scheme).score == Amount(50))
    }

    @Test func aCorrectionReachesEveryClosedPeriodOfALongLimit() throws {
        let scheme = try ledger(
            ("period: quarter", "period: month"),
            ("text: 完成任务, value: 2}", "text: 完成任务, value: 3, limits: [{per: year, cap: 5}]}"))
        let entries = [
            entry(1, "A2", 3, "2026-01-05"), entry(2, "A2", 3, "2026-02-05"),
            entry(3, "A2", -3, "2026-03-02", counts: "2026-03-01", kind: .reversal, reverses: 1),
        ]
        #expect(sheet(entries, on: "2026-01-31", scheme).score == Amount(73))
        #expect(sheet(entries, on: "2026-02-28", scheme).score == Amount(72))
        // January loses three; February gets back the one that January's had cut.
        #expect(sheet(entries, on: "2026-03-31", scheme).score == Amount(68))
    }

    @Test func aReversedFirstIsNoRepetitionInLaterClosedPeriods() throws {
        let scheme = try ledger(
            (
                "text: 缺席, value: -4}",
                "text: 缺席, value: -4, repeat: {factor: 2, place: 第八条}, validity: {months: 6}}"
            ))
        let entries = [
            entry(1, "P1", -4, "2025-12-01"), entry(2, "P1", -4, "2026-02-01"),
            entry(3, "P1", 4, "2026-04-01", kind: .reversal, reverses: 1),
        ]
        #expect(sheet(entries, on: "2026-03-31", scheme).score == Amount(62))
        // Four of the first, and four of the doubling of the second.
        #expect(sheet(entries, on: "2026-06-30", scheme).score == Amount(78))
    }

    @Test func aPeriodThatWasClosedTwiceIsLookedAtWithItsLastBase() throws {
        let scheme = try ledger(("total: {floor: 0, cap: 120}", "total: {floor: 0, cap: 80}"))
        // The first closing wrote a base of 60, the second one of 75: 75 + 10 + 2 was held at 80.
        let bases = [entry(2, "", 60, "2026-03-31", kind: .base), entry(3, "", 15, "2026-03-31", kind: .base)]
        let entries =
            [entry(1, "A2", 2, "2026-02-01")] + bases
            + [entry(4, "A2", -2, "2026-04-02", counts: "2026-04-01", kind: .reversal, reverses: 1)]
        // 85 is held at 80 as well, so that nothing is taken back.
        #expect(sheet(entries, on: "2026-06-30", scheme).score == Amount(70))
    }

    @Test func ofTwoRatingsOnOneDayTheLaterEntryStands() throws {
        let scheme = try shipped("hongtong-rural")
        func rating(_ number: Int, _ level: String) -> PointEntry {
            PointEntry(number: number, item: "H00", value: .zero, happened: day("2024-12-20"), level: level)
        }
        #expect(sheet([rating(1, "excellent"), rating(2, "basic")], on: "2024-12-31", scheme).grade == "basic")
        #expect(sheet([rating(2, "basic"), rating(1, "excellent")], on: "2024-12-31", scheme).grade == "basic")
    }

    @Test func aControlCharacterIsRefusedByName() throws {
        let scheme = try ledger()
        let history = History(
            entries: [],
            participations: [History.Participation(group: "ordinary", since: day("2000-01-01"), until: nil)])
        for text in ["a\u{1F}b", "a\u{1E}", "\u{7F}"] {
            let error = #expect(throws: AppError.self) {
                _ = try EntryRule(scheme).accept(
                    EntryRule.Request(item: "A1", happened: day("2026-02-01"), act: text), history,
                    today: day("2026-02-02"))
            }
            #expect(error?.code == "points.control_character" && error?.hint != nil && error?.rule != nil)
        }
    }
}
