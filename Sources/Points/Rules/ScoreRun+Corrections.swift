import Civil
import Kernel

/// Step 8: a reversal that came after the period of its entry was closed leaves that period as it was published, and takes
/// back in its own what the entry had brought there: not its value, but the difference that it made.
extension ScoreRun {
    /// The score with the corrections of this period; limits of the total hold again.
    mutating func corrected(_ score: Amount, _ entries: [PointEntry]) -> Amount {
        guard scheme.counting == .period else { return score }
        var corrected = score
        for reversal in entries where reversal.kind == .reversal && period.contains(reversal.counts) {
            guard reversal.counts <= day, let first = entries.first(where: { $0.number == reversal.reverses }),
                first.counts < period.lowerBound, let item = scheme.item(first.item)
            else { continue }
            let change = closedPeriods(of: first, item).map { difference(reversal, in: $0, entries) }.sum()
            line(
                .correction, entry: reversal.number, item: item.id, block: item.block, day: first.happened,
                value: reversal.value, counts: change, .takenBack(first.number))
            corrected += change
        }
        return corrected == score ? score : held(corrected, scheme.total, block: nil, .totalName)
    }

    /// The closed periods in which an entry counted: its own, and for what went on all until this one.
    private func closedPeriods(of entry: PointEntry, _ item: Item) -> [Range<Day>] {
        let own = scheme.period.span(containing: entry.counts)
        guard entry.rollsOn(item) else { return [own] }
        return scheme.period.spans(in: own.lowerBound..<period.lowerBound)
    }

    /// What a closed period's score would change without the entry, after what other reversals had taken from it before.
    private func difference(_ reversal: PointEntry, in closed: Range<Day>, _ entries: [PointEntry]) -> Amount {
        // What was reversed in the period itself or, before this, after it.
        let before = Set(
            entries.lazy.filter { $0.counts < closed.upperBound || $0.number < reversal.number }.compactMap(\.reverses))
        func score(_ reversed: Set<Int>) -> Amount {
            var run = ScoreRun(
                scheme: scheme, history: history, period: closed, day: closed.upperBound.adding(days: -1),
                explains: false)
            let bases = history.entries.filter { $0.kind == .base && closed.contains($0.counts) }
            if !bases.isEmpty { run.settledBase = bases.map(\.value).sum() }
            return run.sheet(entries.filter { $0.kind != .reversal }, reversed: reversed).score
        }
        return score(before.union([reversal.reverses].compactMap { $0 })) - score(before)
    }
}
