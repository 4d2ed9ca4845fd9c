import Civil
import Kernel

/// Step 8: a reversal or a repair that came after a period was closed leaves that period as it was published, and
/// brings into its own what it would have changed there: not the value of the entry, but the difference that it makes.
extension ScoreRun {
    /// The score with the corrections of this period; limits of the total hold again.
    mutating func corrected(_ score: Amount, _ entries: [PointEntry], reversed: Set<Int>) -> Amount {
        guard scheme.counting == .period, corrects else { return score }
        var corrected = score
        for entry in entries where period.contains(entry.counts) && entry.counts <= day {
            guard let about = corrects(entry, entries, reversed), let item = scheme.judging(about.item) else {
                continue
            }
            let closed =
                entry.kind == .reversal
                ? closedPeriods(of: about, item, entries)
                : spans(from: entry.happened).filter { $0.upperBound > about.counts }
            let change = closed.map { difference(entry, in: $0, entries) }.sum()
            guard entry.kind == .reversal || change != .zero else { continue }
            line(
                .correction, entry: entry.number, item: item.id, block: item.block, day: about.happened,
                value: entry.kind == .reversal ? entry.value : change, counts: change,
                entry.kind == .reversal ? .takenBack(about.number) : .repairedLate(about.number))
            corrected += change
        }
        return corrected == score ? score : held(corrected, scheme.total, block: nil, .totalName)
    }

    /// The entry of a closed period that another one is about; nil when it changes nothing there.
    private func corrects(_ entry: PointEntry, _ entries: [PointEntry], _ reversed: Set<Int>) -> PointEntry? {
        switch entry.kind {
        case .reversal:
            return entries.first { $0.number == entry.reverses && $0.counts < period.lowerBound }
        case .repair:
            guard entry.happened < period.lowerBound, !reversed.contains(entry.number) else { return nil }
            return entries.first { $0.number == entry.follows && !reversed.contains($0.number) }
        default: return nil
        }
    }

    /// The periods before this one, from that of a day on.
    private func spans(from day: Day) -> [Range<Day>] {
        let start = scheme.period.span(containing: day).lowerBound
        return start < period.lowerBound ? scheme.period.spans(in: start..<period.lowerBound) : []
    }

    /// The closed periods whose score an entry had a part in: its own; for what went on, and for a repair of it, all
    /// until this one; and those with entries that share a limit with it, repeat it or are about its kind.
    private func closedPeriods(of entry: PointEntry, _ item: Item, _ entries: [PointEntry]) -> [Range<Day>] {
        let own = scheme.period.span(containing: entry.counts)
        let isRepair = entry.kind == .repair
        return spans(from: isRepair ? min(entry.happened, entry.counts) : entry.counts).filter { closed in
            if closed == own || isRepair || entry.rollsOn(item) { return true }
            return entries.contains { other in
                closed.contains(other.counts) && other.kind.isRule
                    && (other.item == entry.item
                        || scheme.judging(other.item)?.follows?.items.contains(entry.item) ?? false)
            }
        }
    }

    /// What a closed period's score would change by a correction, after what others had changed before it.
    private func difference(_ correction: PointEntry, in closed: Range<Day>, _ entries: [PointEntry]) -> Amount {
        // What was reversed or repaired in the period itself or, before this, after it.
        var reversed = Set(
            entries.lazy.filter { $0.counts < closed.upperBound || $0.number < correction.number }.compactMap(
                \.reverses))
        var late = Set(
            entries.lazy.filter { $0.kind == .repair && $0.number < correction.number }.map(\.number))
        func score() -> Amount {
            var run = ScoreRun(
                scheme: scheme, history: history, period: closed, day: closed.upperBound.adding(days: -1),
                explains: false)
            run.late = late
            run.corrects = false
            let bases = history.entries.filter { $0.kind == .base && closed.contains($0.counts) }
            // A base of nothing leaves no entry behind; one that is carried on was another in every period.
            if !bases.isEmpty || scheme.carriesBase { run.settledBase = bases.map(\.value).sum() }
            return run.sheet(entries.filter { $0.kind != .reversal }, reversed: reversed).score
        }
        let before = score()
        if let number = correction.reverses { reversed.insert(number) } else { late.insert(correction.number) }
        return score() - before
    }
}
