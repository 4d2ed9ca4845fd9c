import Civil
import Kernel
import Schemes
import TestSupport
import Testing

/// The order of the rules, each case worked by hand.
struct ScoreRuleTests {
    private static func day(_ text: String) -> Day { TestSupport.day(text) }

    private func entries(_ list: [(String, String, String)]) -> [PointEntry] {
        list.enumerated().map { index, entry in
            PointEntry(number: index + 1, item: entry.0, value: amount(entry.2), happened: Self.day(entry.1))
        }
    }

    private func sheet(
        _ list: [(String, String, String)], on day: String, group: String? = "plain", carried: Amount? = nil,
        exemptions: [History.Exemption] = [], born: Day? = nil
    ) throws -> ScoreSheet {
        let scheme = try TestScheme.read(TestScheme.arithmetic)
        let history = History(
            entries: entries(list),
            participations: [History.Participation(group: group, since: Self.day("2000-01-01"), until: nil)],
            exemptions: exemptions, born: born, carried: carried)
        let sheet = ScoreRule(scheme).sheet(history, on: Self.day(day))
        let lines = sheet.lines.filter { $0.step != .subtotal && $0.step != .total }.map(\.counts).sum()
        #expect(lines == sheet.score, "the lines add up")
        return sheet
    }

    @Test func theBaseIsAShareOfWhatWasPublished() throws {
        #expect(try sheet([], on: "2020-01-31").score == Amount(80))
        #expect(try sheet([], on: "2020-02-29", carried: Amount("87.5")).score == Amount("43.75"))
    }

    @Test func aMonthlyAndAYearlyLimitWorkTogether() throws {
        let january = (1...3).map { ("W1", "2020-01-0\($0)", "1") }
        let later =
            january + [
                ("W1", "2020-02-01", "1"), ("W1", "2020-02-02", "1"), ("W1", "2020-03-01", "1"),
                ("W1", "2020-03-02", "1"),
            ]
        #expect(try sheet(january, on: "2020-01-31").score == Amount(82))
        #expect(try sheet(later, on: "2020-02-29").score == Amount(82))
        // Two in January and two in February leave one of the five of the year.
        #expect(try sheet(later, on: "2020-03-31").score == Amount(81))
        #expect(try sheet(later + [("W1", "2021-01-01", "1")], on: "2021-01-31").score == Amount(81))
    }

    @Test func aLimitOfTimesKeepsTheFirst() throws {
        #expect(
            try sheet([("W2", "2020-01-01", "4"), ("W2", "2020-01-31", "4")], on: "2020-01-31").score == Amount(84))
    }

    @Test func bonusesAndPenaltiesAreHeldApart() throws {
        // +40 held at 30, -20 held at 12.
        let both = [("B1", "2020-01-01", "40"), ("B2", "2020-01-02", "-20")]
        #expect(try sheet(both, on: "2020-01-31").score == Amount(98))
    }

    @Test func zeroingABlockLeavesTheOthers() throws {
        let list = [("B1", "2020-01-01", "20"), ("U1", "2020-01-02", "3"), ("Z1", "2020-01-03", "0")]
        #expect(try sheet(list, on: "2020-01-31").score == Amount(83))
        #expect(try sheet(list + [("Z2", "2020-01-04", "0")], on: "2020-01-31").score == .zero)
        // Zeroing takes nothing from what is below zero.
        #expect(
            try sheet([("B2", "2020-01-01", "-5"), ("Z1", "2020-01-03", "0")], on: "2020-01-31").score == Amount(75))
    }

    @Test func aBaseByDaysLeavesOutTheTimeAway() throws {
        let away = [History.Exemption(key: "away", since: Self.day("2020-04-16"), until: nil)]
        #expect(try sheet([("U1", "2020-04-20", "5")], on: "2020-04-30", exemptions: away).score == Amount(40))
        #expect(try sheet([("U1", "2020-04-15", "5")], on: "2020-04-30", exemptions: away).score == Amount(45))
    }

    @Test func agedMembersLoseNothing() throws {
        let born = Self.day("1950-04-10")
        let list = [("B2", "2020-04-09", "-5"), ("B1", "2020-04-09", "3")]
        #expect(try sheet(list, on: "2020-04-09", born: born).score == Amount(78))
        #expect(try sheet([("B2", "2020-04-10", "-5")], on: "2020-04-30", born: born).score == Amount(80))
        #expect(try sheet([("B2", "2020-04-09", "-5")], on: "2020-04-30", born: born).score == Amount(75))
    }

    @Test func aGroupHasItsOwnBaseAndThatOfTheLastDayCounts() throws {
        let scheme = try TestScheme.read(TestScheme.ledger)
        let history = History(
            entries: entries([("A4", "2020-01-10", "3"), ("A4", "2020-03-10", "3")]),
            participations: [
                History.Participation(group: "official", since: Self.day("2020-01-01"), until: Self.day("2020-03-01")),
                History.Participation(group: "ordinary", since: Self.day("2020-03-01"), until: nil),
            ])
        // The item is for officials: the group of the day of the event decides.
        let sheet = ScoreRule(scheme).sheet(history, on: Self.day("2020-03-31"))
        #expect(sheet.score == Amount(73) && sheet.group == "ordinary" && sheet.grade == "qualified")
    }

    @Test func aScoreIsKnownAsOfAnyDay() throws {
        let scheme = try TestScheme.read(TestScheme.ledger)
        let list = [
            PointEntry(
                number: 1, item: "A2", value: Amount(2), happened: Self.day("2020-01-05"),
                posted: Self.day("2020-01-20")),
            PointEntry(
                number: 2, kind: .reversal, item: "A2", value: Amount(-2), happened: Self.day("2020-02-01"),
                counts: Self.day("2020-01-05"), posted: Self.day("2020-02-01"), reverses: 1),
        ]
        let rule = ScoreRule(scheme)
        let history = History(entries: list)
        func score(_ day: String, known: String) -> Amount {
            rule.sheet(history, on: Self.day(day), known: Self.day(known)).score
        }
        #expect(score("2020-01-31", known: "2020-01-19") == Amount(70))
        #expect(score("2020-01-31", known: "2020-01-20") == Amount(72))
        #expect(score("2020-01-31", known: "2020-01-31") == Amount(72))
        #expect(score("2020-01-31", known: "2020-02-01") == Amount(70))
    }

    @Test func aReversalAfterTheClosingTakesBackInItsOwnPeriod() throws {
        let scheme = try TestScheme.read(TestScheme.ledger)
        let list = [
            PointEntry(number: 1, item: "A2", value: Amount(2), happened: Self.day("2020-03-05")),
            PointEntry(
                number: 2, kind: .reversal, item: "A2", value: Amount(-2), happened: Self.day("2020-05-01"),
                counts: Self.day("2020-04-01"), posted: Self.day("2020-05-01"), reverses: 1),
        ]
        let rule = ScoreRule(scheme)
        #expect(
            rule.sheet(History(entries: list), on: Self.day("2020-03-31"), known: Self.day("2020-12-31")).score
                == Amount(72))
        #expect(rule.sheet(History(entries: list), on: Self.day("2020-06-30")).score == Amount(68))
    }

    @Test func ranksShareTies() throws {
        let scheme = try TestScheme.read(TestScheme.ledger)
        func candidate(_ key: String, _ score: Int) -> RankingList<String>.Candidate {
            RankingList<String>.Candidate(
                key: key, branch: "x", group: nil, score: Amount(score),
                grade: scheme.grade(of: Amount(score), group: nil)?.key)
        }
        let list = RankingList(scheme, [candidate("a", 90), candidate("b", 85), candidate("c", 85)])
        #expect(list.placed.map(\.rank) == [1, 2, 2])
        // One of three may be excellent; the two who tie go down together.
        #expect(list.placed.map(\.grade) == ["excellent", "qualified", "qualified"])
        #expect(list.placed.map(\.movedBy) == [nil, 0, 0])
        let tied = RankingList(scheme, [candidate("a", 85), candidate("b", 85), candidate("c", 60)])
        #expect(tied.placed.map(\.grade) == ["qualified", "qualified", "qualified"])
    }

    @Test func aYearIsTheMeanOfItsQuarters() throws {
        let scheme = try TestScheme.read(TestScheme.ledger)
        #expect(scheme.rollUp?.score([70, 71, 73, 72].map { Amount($0) }, places: 1) == Amount("71.5"))
        let combined = try TestScheme.read(TestScheme.combined)
        #expect(combined.combined(["test": Amount(80), "other": Amount(1020)]) == Amount("88.8"))
        #expect(combined.combined(["test": Amount(80)]) == nil)
    }
}
