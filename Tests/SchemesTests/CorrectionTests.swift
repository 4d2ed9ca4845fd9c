import Civil
import Kernel
import Schemes
import TestSupport
import Testing

/// Reversals that came after the period of their entry was closed, each worked by hand.
struct CorrectionTests {
    /// Entries as item, day and value; a reversal names the number it is about.
    private func sheet(
        _ list: [(String, String, Int)], reversing: [Int], on day: String, scheme text: String = TestScheme.ledger
    ) throws -> ScoreSheet {
        let scheme = try TestScheme.read(text)
        var entries = list.enumerated().map { index, entry in
            PointEntry(number: index + 1, item: entry.0, value: Amount(entry.2), happened: TestSupport.day(entry.1))
        }
        for number in reversing {
            let first = entries[number - 1]
            entries.append(
                PointEntry(
                    number: entries.count + 1, kind: .reversal, item: first.item, value: -first.value,
                    happened: TestSupport.day("2026-04-10"), reverses: number))
        }
        let history = History(
            entries: entries,
            participations: [History.Participation(group: "ordinary", since: TestSupport.day("2020-01-01"), until: nil)]
        )
        let sheet = ScoreRule(scheme).sheet(history, on: TestSupport.day(day), known: TestSupport.day("2026-12-31"))
        let lines = sheet.lines.filter { $0.step != .subtotal && $0.step != .total }.map(\.counts).sum()
        #expect(lines == sheet.score, "the lines add up")
        return sheet
    }

    @Test func whatALimitHadCutIsNotTakenBack() throws {
        // Twelve of one point under a limit of ten: the first two reversals change nothing, the third takes one.
        let twelve = (1...12).map { ("A1", "2026-02-\($0 < 10 ? "0" : "")\($0)", 1) }
        for (reversed, score) in [([1], 70), ([1, 2], 70), ([1, 2, 3], 69), ([1, 2, 3, 4], 68)] {
            let sheet = try sheet(twelve, reversing: reversed, on: "2026-06-30")
            #expect(sheet.score == Amount(score), "\(reversed)")
            #expect(sheet.lines.count { $0.step == .correction } == reversed.count)
        }
        // The closed quarter stays as it was published.
        #expect(try sheet(twelve, reversing: [1, 2, 3], on: "2026-03-31").score == Amount(80))
    }

    @Test func aCorrectionUsesUpNoLimitOfItsOwnPeriod() throws {
        let list = [("A1", "2026-02-01", 1)] + (1...10).map { _ in ("A1", "2026-04-01", 1) }
        // Ten in the second quarter fill its limit; the correction takes one point beside it.
        #expect(try sheet(list, reversing: [1], on: "2026-06-30").score == Amount(79))
    }

    @Test func aReversedPenaltyGivesBackWhatAFloorHadLeft() throws {
        // 10 - 12 is held at 0: without one of them 10 - 8 = 2, without two 6, without three 10.
        let penalties = (1...3).map { ("P1", "2026-02-0\($0)", -4) }
        for (reversed, score) in [([3], 72), ([3, 2], 76), ([3, 2, 1], 80)] {
            #expect(try sheet(penalties, reversing: reversed, on: "2026-06-30").score == Amount(score), "\(reversed)")
        }
    }

    @Test func aReversedVetoGivesTheWholeScoreBack() throws {
        let list = [("A2", "2026-02-01", 2), ("V1", "2026-02-02", 0)]
        #expect(try sheet(list, reversing: [], on: "2026-03-31").score == .zero)
        // 72 had been set to 0; the limit of the total, 120, holds.
        #expect(try sheet(list, reversing: [2], on: "2026-06-30").score == Amount(120))
        #expect(try sheet(list, reversing: [2], on: "2026-03-31").score == .zero)
    }

    @Test func aRepetitionIsDoubledByTheDaysOfTheEvents() throws {
        let text = TestScheme.ledger.replacing(
            "text: 缺席, value: -4}", with: "text: 缺席, value: -4, repeat: {factor: 2, place: 第八条}, validity: {months: 6}}"
        )
        // The later event is the repetition, whichever was posted first.
        let inOrder = try sheet(
            [("P1", "2026-02-01", -4), ("P1", "2026-02-20", -4)], reversing: [], on: "2026-03-31", scheme: text)
        let late = try sheet(
            [("P1", "2026-02-20", -4), ("P1", "2026-02-01", -4)], reversing: [], on: "2026-03-31", scheme: text)
        #expect(inOrder.score == late.score && inOrder.score == Amount(60))
        #expect(inOrder.lines.filter { $0.step == .entry }.map(\.counts) == [Amount(-4), Amount(-8)])
        #expect(late.lines.filter { $0.step == .entry }.map(\.counts) == [Amount(-8), Amount(-4)])
    }
}
