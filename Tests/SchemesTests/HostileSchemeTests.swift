import Civil
import ConfigFiles
import Foundation
import Kernel
import Points
import Policy
import Schemes
import TestSupport
import Testing

/// Scheme files whose figures are extreme: refused with their line, or scored without a trap and in little time.
struct HostileSchemeTests {
    private static let extremes = [
        "0", "-1", "1", "1000000000", "-1000000000", "0.0001", "999999999/999999937", "1/1000000000", "100000%",
        "9223372036854775807", "0001-01-01", "1921-07-01", "2200-12-31", "9999-12-31", "month", "\"\"", "x", "[0, 1]",
        "\"> -1000000000\"",
    ]

    /// Every scalar of a file once, with some extreme in its place.
    private static func changed(_ text: String, _ random: inout SeededRandom) -> String {
        let scalars = text.matches(of: /(?:[:,\[]|- ) *("[^"\n]*"|[-0-9A-Za-z.%\/]+)/).map(\.1)
        guard !scalars.isEmpty else { return text }
        var changed = text
        // From the end, so that the earlier places stay.
        let places = Set((0...random.below(2)).map { _ in random.below(scalars.count) }).sorted(by: >)
        for place in places {
            let scalar = scalars[place]
            changed.replaceSubrange(scalar.startIndex..<scalar.endIndex, with: extremes[random.below(extremes.count)])
        }
        return changed
    }

    private static let quantities = [
        "0", "0.0001", "1", "999", "1000000000", "999999999.9999", "-1", "-1000000000",
    ].compactMap { Amount($0) }

    /// Everything that is asked of a scheme once it was read.
    private func exercise(_ scheme: Scheme, _ random: inout SeededRandom) {
        _ = (scheme.warnings, SchemeTrial(scheme).run(), SchemeItem.all(of: scheme).count)
        var entries: [PointEntry] = []
        let day = scheme.inForce.from.adding(days: random.below(400))
        for item in scheme.items {
            for quantity in Self.quantities {
                let seen: [Observation] = [
                    Observation(), Observation(quantity: quantity), Observation(points: quantity),
                    Observation(marks: ["self": quantity]),
                ]
                for observation in seen {
                    guard let found = try? Arithmetic(item).value(observation) else { continue }
                    #expect(found.value.magnitude <= .limit)
                    entries.append(
                        PointEntry(
                            number: entries.count + 1, kind: item.follows == nil ? .award : .followUp, item: item.id,
                            value: found.value, happened: day, follows: item.follows == nil ? nil : 1))
                }
            }
            if entries.count > 60 { break }
        }
        let history = History(
            entries: entries, participations: [History.Participation(group: nil, since: Window.epoch, until: nil)],
            carried: .limit)
        let rule = ScoreRule(scheme)
        for asOf in [day, day.adding(months: 7)] {
            let sheet = rule.sheet(history, on: asOf)
            _ = (try? sheet.required(), sheet.lines.map(\.text.english))
            _ = rule.carried(
                history, published: [:], into: scheme.period.span(containing: asOf).lowerBound, known: asOf)
        }
        let list = RankingList(
            scheme,
            Self.quantities.enumerated().map { index, score in
                RankingList<Int>.Candidate(
                    key: index, branch: index % 2, group: nil, score: score,
                    grade: scheme.grade(of: score, group: nil)?.key)
            })
        #expect(list.placed.count == Self.quantities.count)
        _ = scheme.rollUp?.score(Array(repeating: .limit, count: 12), places: scheme.places)
        _ = scheme.combined(Dictionary(scheme.parts.map { ($0.scheme, Amount.limit) }, uniquingKeysWith: { $1 }))
    }

    @Test(arguments: ["ledger", "arithmetic", "branch-70-20-10", "village-10x5", "police-process", "hongtong-rural"])
    func extremesInAnyPlaceNeverTrap(name: String) throws {
        let texts = ["ledger": TestScheme.ledger, "arithmetic": TestScheme.arithmetic]
        let text = try texts[name] ?? PolicyLoader().text("policy/points/\(name).yaml")
        var random = SeededRandom(seed: 71)
        var read = 0
        let start = ContinuousClock.now
        let cases = max(40, FuzzSource.cases / 60)
        for _ in 0..<cases {
            let changed = Self.changed(text, &random)
            do {
                let file = try SchemeFile.gather("main.yaml", changed) {
                    try? PolicyLoader().text("policy/points/" + $0)
                }
                read += 1
                let began = ContinuousClock.now
                exercise(file.scheme, &random)
                let took = ContinuousClock.now - began
                #expect(took < .seconds(20), "\(took)")
            } catch { #expect(error.code.hasPrefix("policy.") || error.code == "value.missing", "\(error.code)") }
        }
        #expect(read > 0 && ContinuousClock.now - start < .seconds(600))
    }

    @Test(arguments: [
        ("value: {from: 1, to: 10, step: 0.5}", "value: {from: 1, to: 10, step: 0}", "more than zero"),
        ("in_force: {from: 2000-01-01}", "in_force: {from: 0001-01-01}", "1921-07-01"),
        ("in_force: {from: 2000-01-01}", "in_force: {from: 2000-01-01, until: 9999-12-31}", "2200-12-31"),
    ])
    func whatIsDividedByAndWhatIsCountedFromIsChecked(old: String, new: String, word: String) throws {
        let changed = TestScheme.ledger.replacing(old, with: new)
        #expect(changed != TestScheme.ledger)
        let error = #expect(throws: AppError.self) { try TestScheme.read(changed) }
        #expect(error?.message.english.contains(word) == true, "\(error?.message.english ?? "")")
    }

    /// It ended the process: the failures were changed by two at once.
    @Test func aListThatDoesNotHoldFailsTheExample() throws {
        let scheme = try SchemeFile.gather(
            "m",
            TestScheme.ledger + """

                examples:
                  - name: 名次
                    on: 2020-03-31
                    breaches: 7
                    list: [{score: 70, grade: excellent, rank: 9}, {score: 90, grade: unqualified, rank: 9}]

                """
        ) { _ in nil }.scheme
        let outcomes = SchemeTrial(scheme).run()
        #expect(outcomes.count == 1)
        #expect(outcomes.first?.failures.count == 5, "\(outcomes.first?.failures.map(\.english) ?? [])")
    }

    @Test func aHighRateOfAHighQuantityIsTooMuchAndNamesItsItem() throws {
        let text = TestScheme.ledger.replacing(
            "text: 参加学习, value: 1}", with: "text: 参加学习, value: {rate: 1000000000, per: 0.0001, unit: 元}}")
        let item = try #require(try TestScheme.read(text).item("A1"))
        let error = #expect(throws: AppError.self) { try Arithmetic(item).value(Observation(quantity: .limit)) }
        #expect(error?.code == "number.too_large" && error?.message.english.contains("A1") == true)
        #expect(try Arithmetic(item).value(Observation(quantity: .zero)).value == .zero)
    }

    @Test func blocksTablesAndItemsAreAsManyAsRulesCanCompare() throws {
        func error(_ text: String) -> AppError? { #expect(throws: AppError.self) { try TestScheme.read(text) } }
        let blocks = (1...30).map { "{key: b\($0), name: {zh: 块, en: b}, parent: b\($0 - 1)}" }
        let nested = TestScheme.ledger.replacing(
            "blocks:\n",
            with: "blocks:\n  - {key: b0, name: {zh: 块, en: b}}\n"
                + blocks.map { "  - \($0)\n" }.joined())
        #expect(error(nested)?.message.english.contains("20 deep") == true)
        let circle = TestScheme.ledger.replacing("{key: duty, name", with: "{key: duty, parent: duty, name")
        #expect(error(circle)?.message.english.contains("contain one another") == true)
        let tables =
            TestScheme.ledger + "\ninclude: [" + (1...21).map { "{file: t\($0)}" }.joined(separator: ", ") + "]\n"
        #expect(error(tables)?.message.english.contains("at most 20") == true)
    }
}
