package import Civil
package import Kernel

/// How late a duty is on a day.
package enum OverdueLevel: String, Choice {
    case dueSoon = "due_soon"
    case forecastToMiss = "forecast_to_miss"
    case overdue
    case pastHard = "past_hard"

    package var text: Text {
        switch self {
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
    case settled(on: Day)
    /// The office passed to another before it was settled.
    case closed(on: Day)
    case exempt(Relief)
    case open(OverdueLevel?)
}

/// Judges one duty as of a day. Pure; the database function `duty_standing` says the same, and a property test
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
        package let seat: Seat?
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
        let seat = seats.filter { Self.fits($0.kinds, $0.level, duty) && $0.classEnds <= due }.min {
            $0.classEnds < $1.classEnds
        }
        let state = state(duty, counted, inForce, due: due, hard: hard, seat: seat, asOf: asOf)
        return Judgement(
            state: state, due: due, hard: hard, extensionInForce: longest, counted: counted, refused: refused,
            hours: counted.map(\.hours).sum(),
            unconfirmed: refused.filter { $0.1 == .unconfirmed }.map(\.0.hours).sum(), seat: seat)
    }

    private func state(
        _ duty: Duty, _ counted: [Credit], _ inForce: [Relief], due: Day, hard: Day, seat: Seat?, asOf: Day
    ) -> DutyState {
        if duty.opened > asOf { return .notYetOpen }
        if let day = Self.settledOn(duty, counted) { return .settled(on: day) }
        if let closed = duty.closed, closed <= asOf { return .closed(on: closed) }
        if let exemption = inForce.first(where: { $0.kind == .exemption && $0.expires >= asOf }) {
            return .exempt(exemption)
        }
        if asOf > hard { return .open(.pastHard) }
        if asOf > due { return .open(.overdue) }
        let left = due - asOf
        if left <= forecastDays, seat == nil { return .open(.forecastToMiss) }
        return .open(left <= dueSoonDays ? .dueSoon : nil)
    }

    private func refusal(_ credit: Credit, _ duty: Duty, _ asOf: Day) -> Refusal? {
        if credit.countsFrom > asOf { return .notYetKnown }
        if !credit.kinds.contains(duty.kind) { return .wrongKind }
        if !duty.accepts.contains(credit.level) { return .lowLevel }
        if credit.earned < duty.opened { return .beforeOpening }
        if duty.kind == .annual, credit.earned > duty.due { return .afterYear }
        switch credit.standing(on: asOf) {
        case .counted: return nil
        case .waiting: return .unconfirmed
        case .refused: return .notConfirmed
        }
    }

    private static func fits(_ kinds: Set<DutyKind>, _ level: Level, _ duty: Duty) -> Bool {
        kinds.contains(duty.kind) && duty.accepts.contains(level)
    }

    /// The day on which completions and hours first sufficed and still do, reversals included.
    private static func settledOn(_ duty: Duty, _ counted: [Credit]) -> Day? {
        let completions = counted.map(\.completions).sum()
        guard completions >= 1, counted.map(\.hours).sum() >= duty.requiredHours else { return nil }
        var (hours, done) = (Hours.zero, 0)
        var since: Day?
        for credit in counted.sorted(by: { ($0.earned, $1.completions) < ($1.earned, $0.completions) }) {
            hours = hours + credit.hours
            done += credit.completions
            if done >= 1, hours >= duty.requiredHours {
                since = since ?? credit.earned
            } else {
                since = nil
            }
        }
        return since
    }
}
