import Civil
import Kernel

/// What an entry's value owes to others: the largest of one deed, repetitions, follow-ups.
extension ScoreRun {
    /// Step 3: of one deed that fits several items the largest alone, bonuses and penalties apart.
    mutating func largestOfEachAct(_ candidates: [Weighed]) -> [Weighed] {
        guard scheme.oneAct.bonus == .largest || scheme.oneAct.penalty == .largest else { return candidates }
        struct Key: Hashable {
            let act: String
            let isPenalty: Bool
        }
        var largest: [Key: Int] = [:]
        func key(_ candidate: Weighed) -> Key? {
            guard let act = candidate.entry.act, candidate.entry.kind == .award else { return nil }
            let isPenalty = candidate.value.isNegative
            guard (isPenalty ? scheme.oneAct.penalty : scheme.oneAct.bonus) == .largest else { return nil }
            return Key(act: act, isPenalty: isPenalty)
        }
        for (index, candidate) in candidates.enumerated() {
            guard let key = key(candidate) else { continue }
            if let best = largest[key], candidates[best].value.magnitude >= candidate.value.magnitude { continue }
            largest[key] = index
        }
        var dropped: Set<Int> = []
        var kept: [Weighed] = []
        for (index, candidate) in candidates.enumerated() {
            if let key = key(candidate), let best = largest[key], best != index {
                dropped.insert(candidate.entry.number)
                ignore(candidate.entry, .largerOfOneAct(candidates[best].entry.number, scheme.oneAct.place))
            } else if candidate.entry.kind == .followUp, let first = candidate.entry.follows, dropped.contains(first) {
                ignore(candidate.entry, .firstDropped(first))
            } else {
                kept.append(candidate)
            }
        }
        return kept
    }

    /// Step 4: what is doubled because it happened again, or because of what became known later. What it is about may
    /// lie in an earlier period, or have run out since.
    mutating func multiply(_ candidates: inout [Weighed], _ standing: Standing) {
        var needed: Set<String> = []
        for candidate in candidates {
            if candidate.item.repetition != nil { needed.insert(candidate.item.id) }
            if case .multiply = candidate.item.follows?.way { needed.formUnion(candidate.item.follows?.items ?? []) }
        }
        guard !needed.isEmpty else { return }
        let others = Dictionary(grouping: standing.entries.filter { needed.contains($0.item) && stands($0, standing) })
        {
            $0.item
        }
        for index in candidates.indices {
            let (entry, item) = (candidates[index].entry, candidates[index].item)
            guard let rule = item.repetition, isAgain(entry, item, others[item.id] ?? [], standing) else { continue }
            candidates[index].value = candidates[index].value * rule.factor
            candidates[index].notes.append(.repeated(rule))
        }
        var values: [Int: Amount] = [:]
        for candidate in candidates { values[candidate.entry.number] = candidate.value }
        for index in candidates.indices {
            guard case .multiply(let factor) = candidates[index].item.follows?.way,
                let first = candidates[index].entry.follows
            else { continue }
            let found = values[first] ?? worth(first, others, standing)
            let value = found ?? .zero
            candidates[index].value = value * factor - value
            candidates[index].notes.append(found == nil ? .firstDoesNotCount(first) : .multiplied(first, value, factor))
        }
    }

    /// Whether an entry was neither taken back, nor repaired, nor refused to this subject, as far as this period knows.
    private func stands(_ entry: PointEntry, _ standing: Standing) -> Bool {
        guard entry.kind.isRule, entry.counts < period.upperBound, !standing.reversed.contains(entry.number),
            !(standing.ended[entry.number]?.isReplaced ?? false), let item = scheme.judging(entry.item)
        else { return false }
        return refusal(entry, item) == nil
    }

    /// Whether the same happened before, on another occasion, and was still valid then. The days of the events decide,
    /// not the order of posting.
    private func isAgain(_ entry: PointEntry, _ item: Item, _ others: [PointEntry], _ standing: Standing) -> Bool {
        others.contains { first in
            guard (first.happened, first.number) < (entry.happened, entry.number),
                first.act == nil || first.act != entry.act
            else { return false }
            guard item.validity != nil else {
                return scheme.period.span(containing: entry.counts).contains(first.counts)
            }
            let ended = standing.ended[first.number]?.day
            if first.isContinuing, ended.map({ entry.happened < $0 }) ?? true { return true }
            let start = first.isContinuing ? ended ?? first.happened : first.happened
            return validUntil(first, item, from: start).map { entry.happened < $0 } ?? true
        }
    }

    /// What an entry of another period is worth there; nil when it does not count.
    private func worth(_ number: Int, _ others: [String: [PointEntry]], _ standing: Standing) -> Amount? {
        for entries in others.values {
            guard let entry = entries.first(where: { $0.number == number }), let item = scheme.judging(entry.item)
            else {
                continue
            }
            guard !isSmallerOfAct(entry, standing) else { return nil }
            guard let rule = item.repetition, isAgain(entry, item, entries, standing) else { return entry.value }
            return entry.value * rule.factor
        }
        return nil
    }

    /// Whether another entry of the same deed counted in its stead in that period.
    private func isSmallerOfAct(_ entry: PointEntry, _ standing: Standing) -> Bool {
        let rule = entry.value.isNegative ? scheme.oneAct.penalty : scheme.oneAct.bonus
        guard rule == .largest, let act = entry.act, entry.kind == .award, scheme.counting == .period else {
            return false
        }
        let own = scheme.period.span(containing: entry.counts)
        return standing.entries.contains { other in
            guard other.act == act, other.kind == .award, other.number != entry.number, own.contains(other.counts),
                other.value.isNegative == entry.value.isNegative, stands(other, standing),
                let item = scheme.judging(other.item)
            else { return false }
            if case .veto = item.effect { return false }
            let (size, mine) = (other.value.magnitude, entry.value.magnitude)
            return size > mine || (size == mine && other.number < entry.number)
        }
    }
}
