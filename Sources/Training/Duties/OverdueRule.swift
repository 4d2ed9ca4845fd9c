package import Civil
package import Kernel

/// How late a duty is on a day.
package enum OverdueLevel: String, Choice {
    /// Owed, and not due yet.
    case open
    case dueSoon = "due_soon"
    case forecastToMiss = "forecast_to_miss"
    case overdue
    case pastHard = "past_hard"

    package var text: Text {
        switch self {
        case .open: Text(zh: "未到期", en: "not yet due")
        case .dueSoon: Text(zh: "即将到期", en: "due soon")
        case .forecastToMiss: Text(zh: "预计逾期", en: "forecast to miss")
        case .overdue: Text(zh: "逾期", en: "overdue")
        case .pastHard: Text(zh: "超过最后期限", en: "past the hard end")
        }
    }
}

/// The state of a duty on a day.
package enum DutyState: Sendable, Equatable {
    case notYetOpen
    /// The office owed to a nearer cycle on the day.
    case resting(Range<Day>)
    case settled(on: Day)
    /// The office passed to another before it was settled.
    case closed(on: Day)
    case exempt(Relief)
    case open(OverdueLevel)
    /// What founded it proved to be wrong.
    case annulled(on: Day)
}

/// Judges one duty as of a day. Pure; the database function `duty_judgement` says the same, and a property test
/// holds the two together.
package struct OverdueRule: Sendable {
    package let dueSoonDays: Int
    package let forecastDays: Int

    package init(dueSoonDays: Int, forecastDays: Int) {
        self.dueSoonDays = dueSoonDays
        self.forecastDays = forecastDays
    }

    /// Why a credit does not count for a duty.
    package enum Refusal: Sendable, Equatable {
        case wrongKind, lowLevel, beforeOpening, afterYear, notYetKnown
        /// Claimed from above: nobody has decided yet, or they were refused.
        case unconfirmed, notConfirmed
    }

    package struct Judgement: Sendable {
        package let state: DutyState
        /// The due day with the longest extension in force.
        package let due: Day
        package let hard: Day
        package let extensionInForce: Relief?
        package let counted: [Credit]
        package let refused: [(credit: Credit, why: Refusal)]
        package let hours: Hours
        /// Hours that would count if they were confirmed.
        package let unconfirmed: Hours
        /// A place in a class that is still to end, in time or late.
        package let seat: Seat?
        package let seatIsLate: Bool
        /// A class that is over, was attended and is not closed.
        package let awaited: Seat?
        /// A class that is over, of which nobody has entered anything.
        package let unmarked: Seat?
        /// What the hours must contain and do not yet.
        package let missing: [HoursNeed]
    }

    package func judge(_ duty: Duty, credits: [Credit], reliefs: [Relief], seats: [Seat], asOf: Day) -> Judgement {
        let inForce = reliefs.filter { $0.isInForce(on: asOf) }
        let longest = inForce.filter { $0.kind == .extension_ }.max { $0.expires < $1.expires }
        let due = max(duty.due, longest?.expires ?? duty.due)
        let hard = max(duty.hard, due)
        var counted: [Credit] = []
        var refused: [(Credit, Refusal)] = []
        for credit in credits {
            if let why = refusal(credit, duty, asOf) { refused.append((credit, why)) } else { counted.append(credit) }
        }
        let fitting = seats.filter { Self.fits($0.kinds, $0.level, duty) }.sorted { $0.classEnds < $1.classEnds }
        let seat = fitting.first { $0.classEnds >= asOf && (duty.kind != .annual || $0.classEnds <= due) }
        let isLate = seat.map { $0.classEnds > due } ?? false
        let over = fitting.filter {
            $0.classEnds < asOf && $0.classEnds >= duty.opened && (duty.kind != .annual || $0.classEnds <= duty.due)
        }
        let awaited = over.first(where: \.attended)
        let state = state(
            duty, counted, inForce, due: due, hard: hard, hasSeat: seat != nil && !isLate || awaited != nil, asOf: asOf)
        return Judgement(
            state: state, due: due, hard: hard, extensionInForce: longest, counted: counted, refused: refused,
            hours: Self.hours(counted, duty),
            unconfirmed: refused.filter { $0.1 == .unconfirmed }.map(\.0.hours).sum(), seat: seat, seatIsLate: isLate,
            awaited: awaited, unmarked: awaited == nil ? over.first { !$0.marked } : nil,
            missing: Self.missing(duty, counted))
    }

    private func state(
        _ duty: Duty, _ counted: [Credit], _ inForce: [Relief], due: Day, hard: Day, hasSeat: Bool, asOf: Day
    ) -> DutyState {
        if let annulled = duty.annulled { return .annulled(on: annulled) }
        if duty.opened > asOf { return .notYetOpen }
        if let rests = duty.rests, rests.contains(asOf) { return .resting(rests) }
        if let day = Self.settledOn(duty, counted) { return .settled(on: day) }
        if let closed = duty.closed, closed <= asOf { return .closed(on: closed) }
        if let exemption = inForce.first(where: { $0.kind == .exemption && $0.expires >= asOf }) {
            return .exempt(exemption)
        }
        if asOf > hard { return .open(.pastHard) }
        if asOf > due { return .open(.overdue) }
        let left = due - asOf
        if left <= forecastDays, !hasSeat { return .open(.forecastToMiss) }
        return .open(left <= dueSoonDays ? .dueSoon : .open)
    }

    private func refusal(_ credit: Credit, _ duty: Duty, _ asOf: Day) -> Refusal? {
        if credit.countsFrom > asOf { return .notYetKnown }
        if !credit.kinds.contains(duty.kind) { return .wrongKind }
        if !duty.accepts.contains(credit.level) { return .lowLevel }
        if credit.earned < Self.first(duty) { return .beforeOpening }
        if duty.kind == .annual, credit.earned > duty.due { return .afterYear }
        switch credit.standing(on: asOf) {
        case .counted: return nil
        case .waiting: return .unconfirmed
        case .refused: return .notConfirmed
        }
    }

    /// From which day on credits count: the hours of a year are the person's, whichever office asks for them.
    private static func first(_ duty: Duty) -> Day {
        guard duty.kind == .annual else { return duty.opened }
        return duty.year.flatMap { Day(year: $0, month: 1, day: 1) } ?? duty.opened
    }

    private static func fits(_ kinds: Set<DutyKind>, _ level: Level, _ duty: Duty) -> Bool {
        kinds.contains(duty.kind) && duty.accepts.contains(level)
    }

    /// Hours that count, no form of them with more than its cap.
    private static func hours(_ counted: [Credit], _ duty: Duty) -> Hours {
        Dictionary(grouping: counted, by: \.form).map { form, credits in
            let sum = credits.map(\.hours).sum()
            return duty.caps[form].map { min(sum, $0) } ?? sum
        }.sum()
    }

    private static func missing(_ duty: Duty, _ counted: [Credit]) -> [HoursNeed] {
        duty.needs.filter { need in
            let fitting = counted.filter { need.forms.contains($0.form) && need.levels.contains($0.level) }
            return fitting.map(\.completions).sum() < need.times || fitting.map(\.hours).sum() < need.hours
        }
    }

    private static func suffices(_ counted: [Credit], _ duty: Duty) -> Bool {
        counted.map(\.completions).sum() >= 1 && hours(counted, duty) >= duty.requiredHours
            && missing(duty, counted).isEmpty
    }

    /// The day on which completions and hours first sufficed and still do, reversals included.
    private static func settledOn(_ duty: Duty, _ counted: [Credit]) -> Day? {
        guard suffices(counted, duty) else { return nil }
        let ordered = counted.sorted { ($0.earned, $1.completions) < ($1.earned, $0.completions) }
        var since: Day?
        for (index, credit) in ordered.enumerated() {
            since = suffices(Array(ordered[...index]), duty) ? since ?? credit.earned : nil
        }
        return since
    }
}
