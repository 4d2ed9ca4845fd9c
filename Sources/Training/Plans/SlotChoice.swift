import Civil
import Kernel
import Members

/// Which seats the duties of one person need. Pure.
///
/// A duty needs one seat. One that asks for hours needs the fewest classes that give them: for two classes each of them
/// has at least half of the hours that are missing, for three a third, so that whichever the plan chooses suffice. What
/// classes give that the person has, or comes to have for another duty, is not asked for again.
struct SlotChoice {
    let classes: [PlannableClass]
    /// Hours of classes that are still to be drafted; nil where none are.
    let drafted: Hours?
    /// Hours of a class where none is on file.
    let usual: Hours
    /// Seats that a duty gets at least: a plan names them already, or fewer and longer classes are full.
    let wanted: [Identifier<Duty>: Int]
    /// Whether the seats are those that a plan names, whatever the hours of their classes.
    let isGiven: Bool
    /// Days on which a duty's person is called up for no class.
    let away: @Sendable (PlannedDuty) -> [ClosedRange<Day>]
    /// Classes that the person is pinned to.
    let pinned: [PlannableClass]
    /// What the person has and no plan changes, for whichever duty; those of them that are for a duty of the plan, and
    /// what may change.
    let staying: [HeldSeat]
    let fixed: [Identifier<Duty>: [HeldSeat]]
    let previous: [Identifier<Duty>: [HeldSeat]]

    /// What a duty still asks for.
    private struct Rest {
        var hours: Hours
        var needs: [(levels: [Level], times: Int)]
        /// Whether any class at all is asked for.
        var isSeat: Bool

        var isNone: Bool { !isSeat && hours <= .zero && needs.allSatisfy { $0.times <= 0 } }

        mutating func take(_ amount: Hours, _ isOf: ([Level]) -> Bool) {
            hours = hours - amount
            isSeat = false
            for index in needs.indices where isOf(needs[index].levels) { needs[index].times -= 1 }
        }
    }

    /// - Parameter duties: of one person, those without an answer yet.
    func slots(_ duties: [PlannedDuty]) -> [PlannedSlot] {
        var kept: [PlannedSlot] = []
        for duty in ordered(duties) {
            let has = hasSeat(duty)
            var rest = rest(of: duty)
            if !has, wanted[duty.id] == nil || !isGiven, pinned.count < 2 {
                let before = rest
                let helping = helpers(&rest, duty, kept)
                // Half a class is none: what only helps a duty that asks for one seat settles it.
                if rest.isNone || rest.hours != before.hours {
                    for index in helping { kept[index].beside.append(duty) }
                }
                if rest.isNone { continue }
            }
            var own = own(duty, rest)
            if !has { takeOver(&own, &kept) }
            kept += own
        }
        return kept
    }

    private func hasSeat(_ duty: PlannedDuty) -> Bool { fixed[duty.id] != nil || previous[duty.id] != nil }

    /// Those with a seat come first, then the most urgent.
    private func ordered(_ duties: [PlannedDuty]) -> [PlannedDuty] {
        guard duties.count > 1 else { return duties }
        return duties.sorted {
            (hasSeat($0) ? 0 : 1, $0.due, $0.id.description) < (hasSeat($1) ? 0 : 1, $1.due, $1.id.description)
        }
    }

    private func rest(of duty: PlannedDuty) -> Rest {
        var rest = Rest(hours: duty.missingHours, needs: duty.needs.map { ($0.levels, $0.times) }, isSeat: true)
        guard duty.isByHours else {
            if hasSeat(duty) { rest.isSeat = false }
            return rest
        }
        let held = staying + (previous[duty.id] ?? [])
        for seat in held where seat.counts(for: duty) { rest.take(seat.hours) { $0.contains(seat.level) } }
        return rest
    }

    /// Seats for other duties whose classes settle this one, or help to; fixed ones first.
    private func helpers(_ rest: inout Rest, _ duty: PlannedDuty, _ kept: [PlannedSlot]) -> [Int] {
        var found: [Int] = []
        let order = kept.indices.filter { kept[$0].fixed != nil } + kept.indices.filter { kept[$0].fixed == nil }
        for index in order where settles(kept[index], duty) {
            if rest.isNone { break }
            // Fixed seats of the person have been counted for hours already.
            if duty.isByHours, kept[index].fixed != nil { continue }
            rest.take(hours(of: kept[index])) { Set(kept[index].accepts).isSubset(of: $0) }
            found.append(index)
        }
        return found
    }

    /// Whether every class that a plan may choose for a seat counts for another duty of the same person.
    private func settles(_ slot: PlannedSlot, _ other: PlannedDuty) -> Bool {
        if let seat = slot.fixed { return seat.counts(for: other) }
        // A class still to be drafted may lie in the next year.
        if drafted != nil, other.kind == .annual, slot.duty.kind != .annual { return false }
        return Set(slot.accepts).isSubset(of: other.accepts)
            && classes.allSatisfy {
                !slot.admits($0) || $0.offer.kinds.contains(other.kind) && other.isInTime($0.ends)
            }
            && pinned.allSatisfy { Admission.objections($0.offer, slot.duty.need).isEmpty }
    }

    /// Hours that a seat gives at least.
    private func hours(of slot: PlannedSlot) -> Hours {
        if let seat = slot.fixed { return seat.hours }
        let usable = classes.filter(slot.admits).map(\.hours) + [drafted].compactMap(\.self)
        return max(slot.least ?? .zero, usable.min() ?? .zero)
    }

    private func own(_ duty: PlannedDuty, _ rest: Rest) -> [PlannedSlot] {
        let (kept, others) = (fixed[duty.id] ?? [], previous[duty.id] ?? [])
        var slots: [PlannedSlot] = []
        for seat in kept { slots.append(PlannedSlot(duty, slots.count + 1, fixed: seat)) }
        // Who moves gets a class that is no shorter.
        let counting = duty.isByHours ? others.filter { $0.counts(for: duty) } : []
        for seat in counting {
            slots.append(PlannedSlot(duty, slots.count + 1, least: isGiven ? nil : seat.hours, previous: seat))
        }
        let useless = others.filter { seat in !counting.contains { $0.enrolment == seat.enrolment } }
        let wanted = max(0, (wanted[duty.id] ?? 0) - slots.count)
        var (count, least) = number(duty, rest.hours, atLeast: wanted)
        count = max(count, useless.count, wanted, rest.isSeat ? 1 : 0, rest.needs.map(\.times).max() ?? 0)
        for number in 0..<max(0, count) {
            var slot = PlannedSlot(
                duty, slots.count + 1, least: least, previous: number < useless.count ? useless[number] : nil)
            for need in rest.needs where number < need.times && !isGiven {
                let both = slot.accepts.filter(need.levels.contains)
                if !both.isEmpty { slot.accepts = both }
            }
            slots.append(slot)
        }
        return Array(slots.prefix(max(PlannedSlot.most, kept.count + others.count)))
    }

    /// The fewest classes, each with at least its share of the hours, of which there are enough that do not overlap.
    private func number(_ duty: PlannedDuty, _ hours: Hours, atLeast wanted: Int) -> (count: Int, least: Hours?) {
        guard hours > .zero, !isGiven else { return (0, nil) }
        let away = away(duty)
        let usable = classes.filter { course in
            course.hours > .zero && duty.fits(course)
                && !away.contains { $0.lowerBound <= course.ends && course.starts <= $0.upperBound }
        }.sorted { $0.ends < $1.ends }
        for count in max(1, wanted)...max(PlannedSlot.most, wanted) {
            let least = hours.shared(by: count)
            if let drafted, drafted >= least { return (count, least) }
            var (apart, last): (Int, Day?) = (0, nil)
            for course in usable where course.hours >= least && (last.map { $0 < course.starts } ?? true) {
                (apart, last) = (apart + 1, course.ends)
            }
            if apart >= count { return (count, least) }
        }
        let longest = (usable.map(\.hours) + [drafted].compactMap(\.self)).max() ?? usual
        var count = max(1, wanted)
        while count < PlannedSlot.most, longest.times(count) < hours { count += 1 }
        return (count, nil)
    }

    /// A duty without a seat that the new seats settle gets none of its own.
    private func takeOver(_ own: inout [PlannedSlot], _ kept: inout [PlannedSlot]) {
        guard pinned.count < 2 else { return }
        for duty in kept.map(\.duty) where kept.contains(where: { $0.duty.id == duty.id }) {
            let slots = kept.filter { $0.duty.id == duty.id }
            guard wanted[duty.id] == nil, slots.allSatisfy({ $0.fixed == nil && $0.previous == nil }) else { continue }
            var marks: [(slot: Int, duty: PlannedDuty)] = []
            let isSettled = ([duty] + slots.flatMap(\.beside)).allSatisfy { settled in
                var rest = rest(of: settled)
                marks += helpers(&rest, settled, own).map { ($0, settled) }
                return rest.isNone
            }
            guard isSettled else { continue }
            kept.removeAll { $0.duty.id == duty.id }
            for (slot, settled) in marks { own[slot].beside.append(settled) }
        }
    }
}

extension Hours {
    /// A part of them, rounded up to a tenth of an hour.
    fileprivate func shared(by count: Int) -> Hours { Hours(tenths: (tenths + count - 1) / max(1, count)) }
}
