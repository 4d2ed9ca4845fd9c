import Civil
import Kernel

/// Steps 5 and 6: the limits of items, then those of blocks from the inside out.
extension ScoreRun {
    /// What was added and what was taken away, which some limits hold apart.
    private struct Sum {
        var bonus = Amount.zero
        var penalty = Amount.zero

        var net: Amount { bonus + penalty }

        init(_ amount: Amount = .zero) { add(amount) }

        mutating func add(_ amount: Amount) { if amount.isNegative { penalty += amount } else { bonus += amount } }

        mutating func add(_ other: Sum) {
            bonus += other.bonus
            penalty += other.penalty
        }

        func held(_ bounds: Bounds) -> Sum {
            var held = self
            if let cap = bounds.bonusCap, held.bonus > cap { held.bonus = cap }
            if let cap = bounds.penaltyCap, held.penalty < -cap { held.penalty = -cap }
            if let cap = bounds.cap, held.net > cap { held.bonus = cap - held.penalty }
            if let floor = bounds.floor, held.net < floor { held.penalty = floor - held.bonus }
            return held
        }
    }

    /// The entries of the period by item, those of one block side by side in the order of the file.
    private struct Ledger {
        private(set) var items: [(item: Item, block: Int, entries: [Weighed])] = []

        init(_ counted: [Weighed], _ scheme: Scheme) {
            for weighed in counted {
                if let index = items.firstIndex(where: { $0.item === weighed.item }) {
                    items[index].entries.append(weighed)
                } else {
                    // Of an earlier edition, whose block is gone too: behind all others.
                    let block = scheme.position(ofBlock: weighed.item.block) ?? scheme.blocks.count
                    items.append((weighed.item, block, [weighed]))
                }
            }
            items.sort { ($0.block, $0.item.line) < ($1.block, $1.item.line) }
        }

        func of(_ block: Int) -> ArraySlice<(item: Item, block: Int, entries: [Weighed])> {
            guard let first = items.firstIndex(where: { $0.block >= block }) else { return [] }
            return items[first...].prefix { $0.block == block }
        }
    }

    /// The sum of all blocks, with a line for everything that changed it.
    mutating func tree(_ counted: [Weighed], group: String?) -> Amount {
        let ledger = Ledger(counted, scheme)
        var total = Sum()
        for block in scheme.rootBlocks { total.add(sum(of: block, ledger)) }
        for (item, _, entries) in ledger.of(scheme.blocks.count) { total.add(sum(of: item, entries)) }
        let held = total.held(Bounds(bonusCap: scheme.total.bonusCap, penaltyCap: scheme.total.penaltyCap))
        if held.net != total.net {
            line(
                .limit, value: total.net, counts: held.net - total.net,
                .held(.totalName, sum: total.net, at: held.net))
        }
        return held.net
    }

    /// - Parameter number: of the block in the scheme.
    private mutating func sum(of number: Int, _ ledger: Ledger) -> Sum {
        let block = scheme.blocks[number]
        var sum = Sum(block.start)
        if block.start != .zero {
            line(.base, block: block.key, value: block.start, counts: block.start, .blockStart(block))
        }
        for (item, _, entries) in ledger.of(number) { sum.add(self.sum(of: item, entries)) }
        for child in scheme.childBlocks[number] { sum.add(self.sum(of: child, ledger)) }
        let held = sum.held(block.bounds)
        if held.net != sum.net {
            line(
                .limit, block: block.key, value: sum.net, counts: held.net - sum.net,
                .held(block.name, sum: sum.net, at: held.net))
        }
        var result = held
        // A zeroing of this block may belong to any block.
        if held.net > .zero, let zero = ledger.items.first(where: { $0.item.effect == .zero(block: block.key) })?.item {
            line(
                .zero, item: zero.id, block: block.key, value: held.net, counts: -held.net,
                .zeroed(block.name, by: zero))
            result = Sum()
        }
        if scheme.blocks.count > 1 {
            line(.subtotal, block: block.key, value: result.net, counts: .zero, block.name)
        }
        return result
    }

    private mutating func sum(of item: Item, _ entries: [Weighed]) -> Sum {
        for weighed in entries {
            line(
                .entry, entry: weighed.entry.number, item: item.id, block: item.block, day: weighed.entry.happened,
                value: weighed.entry.value, counts: weighed.value, .entryLine(item, notes: weighed.notes))
        }
        let now = entries.map { Dated(day: $0.entry.counts, sum: Sum($0.value)) }
        guard let used = earlier[item.id], !used.isEmpty else { return hold(now, item, writes: true) }
        // A yearly limit in a monthly scheme: what the months before used up is no longer there.
        let before = used.map { Dated(day: $0.entry.counts, sum: Sum($0.value)) }
        var result = hold(before + now, item, writes: false)
        let taken = hold(before, item, writes: false)
        result.bonus = result.bonus - taken.bonus
        result.penalty = result.penalty - taken.penalty
        let plain = now.reduce(into: Sum()) { $0.add($1.sum) }
        if result.net != plain.net {
            line(
                .limit, item: item.id, block: item.block, value: plain.net, counts: result.net - plain.net,
                .usedBefore(item, taken.net))
        }
        return result
    }

    private struct Dated {
        let day: Day
        let sum: Sum
    }

    private mutating func hold(_ entries: [Dated], _ item: Item, writes: Bool) -> Sum {
        var parts = entries
        for limit in item.limits {
            if let times = limit.times { parts = keepingFirst(times, limit, item, parts, writes: writes) }
            guard !limit.bounds.isEmpty else { continue }
            var windows: [(span: Range<Day>, sum: Sum)] = []
            for part in parts {
                let span = window(limit, part.day)
                if let index = windows.firstIndex(where: { $0.span == span }) {
                    windows[index].sum.add(part.sum)
                } else {
                    windows.append((span, part.sum))
                }
            }
            parts = []
            for (span, sum) in windows {
                let held = sum.held(limit.bounds)
                if writes, held.net != sum.net {
                    line(
                        .limit, item: item.id, block: item.block, day: span.lowerBound, value: sum.net,
                        counts: held.net - sum.net, .itemHeld(item, span, limit, sum: sum.net, at: held.net))
                }
                parts.append(Dated(day: span.lowerBound, sum: held))
            }
        }
        return parts.reduce(into: Sum()) { $0.add($1.sum) }
    }

    /// The stretch whose entries share a limit; where none is named, the period that the entry itself belongs to.
    private func window(_ limit: ItemLimit, _ day: Day) -> Range<Day> {
        if let window = limit.window { return window.span(containing: day) }
        return period.contains(day) ? period : scheme.period.span(containing: day)
    }

    private mutating func keepingFirst(
        _ times: Int, _ limit: ItemLimit, _ item: Item, _ parts: [Dated], writes: Bool
    ) -> [Dated] {
        var seen: [Range<Day>: Int] = [:]
        var kept: [Dated] = []
        for part in parts.sorted(by: { $0.day < $1.day }) {
            let span = window(limit, part.day)
            let count = (seen[span] ?? 0) + 1
            seen[span] = count
            if count <= times {
                kept.append(part)
            } else if writes {
                line(
                    .limit, item: item.id, block: item.block, day: part.day, value: part.sum.net,
                    counts: -part.sum.net, .timesHeld(item, span, times))
            }
        }
        return kept
    }
}
