import Civil
package import Kernel

/// Runs the worked cases of a scheme's own file.
package struct SchemeTrial: Sendable {
    package struct Outcome: Sendable {
        package let example: Example
        package let sheet: ScoreSheet?
        /// What came out otherwise than the case says; empty when it holds.
        package let failures: [Text]
    }

    private let scheme: Scheme

    package init(_ scheme: Scheme) { self.scheme = scheme }

    package func run() -> [Outcome] { scheme.examples.map(run) }

    package func run(_ example: Example) -> Outcome {
        var failures: [Text] = []
        func expect<Value: Equatable & CustomStringConvertible>(_ name: Text, _ wanted: Value?, _ found: Value?) {
            guard let wanted, wanted != found else { return }
            let shown = found.map(\.description) ?? "—"
            failures.append(
                Text(
                    zh: "\(name.chinese)应为 \(wanted)，得 \(shown)", en: "\(name.english) should be \(wanted), is \(shown)"
                ))
        }
        compounds(example, expect)
        if let count = example.proposals, !example.rollUp.isEmpty,
            let score = scheme.rollUp?.score(example.rollUp, places: scheme.places)
        {
            let group = example.history.group(on: example.on)
            let made = scheme.proposals(
                group: group, [], rolledUp: [(score, scheme.grade(of: score, group: group)?.key)])
            expect(Text(zh: "建议数", en: "the number of proposals"), count, made.count)
        }
        // `expect` adds to the failures itself, so that they are not passed beside it.
        if let breach = listed(example, expect) { failures.append(breach) }
        guard
            !example.events.isEmpty || !example.facts.isEmpty
                || (example.list.isEmpty && example.rollUp.isEmpty && example.parts.isEmpty)
        else { return Outcome(example: example, sheet: nil, failures: failures) }
        do {
            let history = try self.history(example)
            let sheet = ScoreRule(scheme).sheet(history, on: example.on)
            if let refused = example.refused {
                failures.append(Text(zh: "应被拒绝（\(refused)）", en: "it should have been refused (\(refused))"))
            }
            expect(Text(zh: "得分", en: "the score"), example.score, sheet.score)
            expect(Text(zh: "等次", en: "the grade"), example.grade, sheet.grade ?? "-")
            if let count = example.proposals {
                let made = scheme.proposals(group: sheet.group, [(sheet.score, sheet.grade)])
                expect(Text(zh: "建议数", en: "the number of proposals"), count, made.count)
            }
            let words = sheet.lines.flatMap { [$0.text.chinese, $0.text.english] }
            for piece in example.explains where !words.contains(where: { $0.contains(piece) }) {
                failures.append(Text(zh: "说明中没有「\(piece)」", en: "the explanation lacks “\(piece)”"))
            }
            let explained = sheet.lines.filter { $0.step != .subtotal && $0.step != .total }.map(\.counts).sum()
            expect(Text(zh: "逐行之和", en: "the sum of the lines"), sheet.score, explained)
            return Outcome(example: example, sheet: sheet, failures: failures)
        } catch {
            if error.code != example.refused {
                failures.append(
                    Text(
                        zh: "被拒绝：\(error.message.chinese)（\(error.code)）",
                        en: "refused: \(error.message.english) (\(error.code))"))
            }
            return Outcome(example: example, sheet: nil, failures: failures)
        }
    }

    /// The ledger that the example's events and facts make, numbered in their order.
    private func history(_ example: Example) throws(AppError) -> History {
        let given = example.history
        let participations =
            given.participations.isEmpty
            ? [History.Participation(group: nil, since: Window.epoch, until: nil)] : given.participations
        var entries: [PointEntry] = []
        func history() -> History {
            History(
                entries: entries, participations: participations, exemptions: given.exemptions, born: given.born,
                carried: given.carried)
        }
        for event in example.events {
            if let reverses = event.reverses {
                entries.append(
                    PointEntry(
                        number: entries.count + 1, kind: .reversal,
                        item: entries.first { $0.number == reverses }?.item ?? "", value: .zero, happened: event.on,
                        posted: event.posted, reverses: reverses))
                continue
            }
            let accepted = try EntryRule(scheme).accept(
                EntryRule.Request(
                    item: event.item, happened: event.on, seen: event.seen, follows: event.follows,
                    isContinuing: event.isContinuing, cause: "-", act: event.act), history(),
                today: event.posted ?? event.on)
            entries.append(
                PointEntry(
                    number: entries.count + 1, kind: accepted.kind, item: event.item, value: accepted.calculation.value,
                    happened: event.on, counts: accepted.counts, posted: event.posted, isContinuing: event.isContinuing,
                    act: event.act, level: event.seen.level, follows: event.follows))
        }
        let period = scheme.period.span(containing: example.on)
        for made in AutomaticRule(scheme).entries(example.facts, in: period, asOf: example.on) {
            let accepted = try EntryRule(scheme).accept(
                EntryRule.Request(item: made.item, happened: made.happened, seen: made.seen, cause: "-"), history(),
                today: example.on)
            entries.append(
                PointEntry(
                    number: entries.count + 1, item: made.item, value: accepted.calculation.value,
                    happened: made.happened,
                    level: made.seen.level))
        }
        return history()
    }

    private func compounds(_ example: Example, _ expect: (Text, Amount?, Amount?) -> Void) {
        if !example.rollUp.isEmpty {
            expect(
                Text(zh: "汇总分", en: "the rolled-up score"), example.score,
                scheme.rollUp?.score(example.rollUp, places: scheme.places))
        }
        if !example.parts.isEmpty {
            expect(Text(zh: "组合分", en: "the combined score"), example.score, scheme.combined(example.parts))
        }
    }

    /// - Returns: that the shares are broken more or less often than the case says.
    private func listed(_ example: Example, _ expect: (Text, String?, String?) -> Void) -> Text? {
        guard !example.list.isEmpty else { return nil }
        let list = RankingList(
            scheme,
            example.list.map { line in
                RankingList<String>.Candidate(
                    key: line.key, branch: line.branch, group: nil, score: line.score,
                    grade: line.rated ?? scheme.grade(of: line.score, group: nil)?.key ?? "-",
                    isGradeSet: line.rated != nil)
            })
        for (line, placed) in zip(example.list, list.placed) {
            expect(
                Text(zh: "\(line.score) 分的等次", en: "the grade of \(line.score)"), line.grade, placed.grade ?? "-")
            expect(
                Text(zh: "\(line.score) 分的名次", en: "the rank of \(line.score)"), line.rank.map(String.init),
                placed.rank.map(String.init) ?? "-")
        }
        guard list.breaches.count != example.breaches else { return nil }
        return Text(
            zh: "比例不符应有 \(example.breaches) 处，得 \(list.breaches.count)",
            en: "there should be \(example.breaches) breaches of shares, there are \(list.breaches.count)")
    }
}
