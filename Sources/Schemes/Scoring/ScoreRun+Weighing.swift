import Civil
import Kernel

/// Which entries count, and with what value.
extension ScoreRun {
    /// Steps 1 to 4: what counts, and the vetoes that stand.
    mutating func weigh(_ entries: [PointEntry], reversed: Set<Int>) -> (counted: [Weighed], vetoes: [Weighed]) {
        let ended = endings(entries, reversed: reversed)
        var candidates: [Weighed] = []
        var vetoes: [Weighed] = []
        for entry in entries {
            guard entry.kind != .reversal else { continue }
            guard !reversed.contains(entry.number) else {
                if period.contains(entry.counts) { ignore(entry, .reversed) }
                continue
            }
            guard let item = scheme.judging(entry.item) else {
                ignore(entry, .unknownItem)
                continue
            }
            // What belongs to another period is no line of this one.
            guard counts(entry, item, ended: ended[entry.number]?.day) else { continue }
            if let reason = refusal(entry, item) {
                ignore(entry, reason)
                continue
            }
            if ended[entry.number]?.isReplaced ?? false {
                ignore(entry, .repaired)
                continue
            }
            if case .veto = item.effect {
                vetoes.append(Weighed(entry: entry, item: item, value: .zero, notes: []))
                line(
                    .entry, entry: entry.number, item: item.id, block: item.block, day: entry.happened,
                    value: .zero, counts: .zero, .vetoEntry(item))
            } else {
                candidates.append(Weighed(entry: entry, item: item, value: entry.value, notes: []))
            }
        }
        var kept = largestOfEachAct(candidates)
        multiply(&kept, Standing(entries: entries, reversed: reversed, ended: ended))
        return (kept, vetoes)
    }

    typealias Ending = (day: Day, isReplaced: Bool)

    /// The entries that stand, whether they count in this period or not, for those that are about them.
    struct Standing {
        let entries: [PointEntry]
        let reversed: Set<Int>
        let ended: [Int: Ending]
    }

    /// When something that went on was over, by the number of its entry, and whether a repair took its place.
    private func endings(_ entries: [PointEntry], reversed: Set<Int>) -> [Int: Ending] {
        var ended: [Int: Ending] = [:]
        for entry in entries where entry.kind == .repair && !reversed.contains(entry.number) {
            // One that came after the period was closed leaves it as it was published.
            guard let target = entry.follows, entry.happened <= day,
                entry.counts < period.upperBound || late.contains(entry.number)
            else { continue }
            var isReplaced = false
            if case .repair = scheme.judging(entry.item)?.follows?.way { isReplaced = true }
            let known = ended[target]
            ended[target] = (
                min(known?.day ?? entry.happened, entry.happened), isReplaced || known?.isReplaced ?? false
            )
        }
        return ended
    }

    /// Whether an entry belongs to the period on the day.
    private func counts(_ entry: PointEntry, _ item: Item, ended: Day?) -> Bool {
        guard entry.counts <= day, entry.happened <= day else { return false }
        if case .repair(let term?) = item.follows?.way { return day < term.end(from: entry.happened) }
        switch scheme.counting {
        case .period:
            if period.contains(entry.counts) { return true }
            // Rolls on until the period in which it was corrected.
            guard entry.rollsOn(item), entry.counts < period.lowerBound else { return false }
            return ended.map { $0 >= period.lowerBound } ?? true
        case .validity:
            if case .veto(let rule) = item.effect, rule.untilCorrected, ended == nil { return true }
            // Something that goes on is counted from the day it ends.
            if entry.isContinuing, ended == nil { return true }
            guard
                let until = validUntil(entry, item, from: entry.isContinuing ? ended ?? entry.happened : entry.happened)
            else { return period.contains(entry.counts) }
            return day < until
        }
    }

    /// The first day on which an entry does not count any more; nil without a rule.
    func validUntil(_ entry: PointEntry, _ item: Item, from start: Day) -> Day? {
        switch item.validity {
        case nil: return nil
        case .term(let term): return term.end(from: start)
        case .bySize(let bands): return bands.first { $0.0.contains(entry.value.magnitude) }?.1.end(from: start)
        case .byLevel(let otherwise):
            if case .levels(let levels) = item.value, let level = levels.first(where: { $0.key == entry.level }),
                let term = level.validity
            {
                return term.end(from: start)
            }
            return otherwise.end(from: start)
        }
    }

    /// Why an entry of the period does not count for this subject.
    func refusal(_ entry: PointEntry, _ item: Item) -> Ignored? {
        if let groups = item.groups {
            let group = history.group(on: entry.happened)
            guard groups.contains(group ?? "") else { return .otherGroup(group) }
        }
        if let rule = exemption(on: entry.happened), rule.treatment != .noPenalty || entry.value.isNegative {
            return .exempt(rule)
        }
        return nil
    }

    mutating func ignore(_ entry: PointEntry, _ reason: Ignored) {
        line(
            .ignored, entry: entry.number, item: entry.item, block: scheme.judging(entry.item)?.block,
            day: entry.happened,
            value: entry.value, counts: .zero, reason.text)
    }
}

extension PointEntry {
    /// Whether it counts in every period until it is corrected.
    func rollsOn(_ item: Item) -> Bool {
        if case .veto(let rule) = item.effect, rule.untilCorrected { return true }
        return isContinuing
    }
}
