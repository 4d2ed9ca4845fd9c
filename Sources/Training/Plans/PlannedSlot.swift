import Civil
import Kernel
import Members

/// One seat that a plan gives for a duty, or that somebody has for it. A duty takes one seat; one that is settled by
/// hours takes as many as its hours need.
struct PlannedSlot: Sendable {
    let duty: PlannedDuty
    let number: Int
    /// Levels of a class that may fill it.
    var accepts: [Level]
    /// The fewest hours of a class that may fill it; nil where its length does not matter.
    var least: Hours?
    /// A seat that stays, because the plan does not make its class.
    var fixed: HeldSeat?
    /// A seat in one of the plan's classes, which may change.
    var previous: HeldSeat?
    /// Other duties of the person that its class settles, or helps to settle.
    var beside: [PlannedDuty] = []

    init(_ duty: PlannedDuty, _ number: Int, least: Hours? = nil, fixed: HeldSeat? = nil, previous: HeldSeat? = nil) {
        self.duty = duty
        self.number = number
        accepts = duty.accepts
        self.least = least
        self.fixed = fixed
        self.previous = previous
    }

    /// The demand's identifier in instances and plans: that of the duty, and a number from the second seat on.
    var id: String { number == 1 ? duty.id.description : "\(duty.id)\(Self.mark)\(number)" }

    private static let mark: Character = "/"
    /// Seats that a plan looks for at most, for one duty.
    static let most = 12

    /// The duty and the number that an identifier of a demand stands for.
    static func read(_ id: String) -> (duty: Identifier<Duty>, number: Int)? {
        let parts = id.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
        guard let duty = parts.first.flatMap({ Identifier<Duty>(String($0)) }) else { return nil }
        guard parts.count > 1 else { return (duty, 1) }
        return Int(parts[1]).flatMap { (2...most).contains($0) ? (duty, $0) : nil }
    }

    /// How many seats assignments give to each duty that they name.
    static func counts(_ ids: some Sequence<String>) -> [Identifier<Duty>: Int] {
        var counts: [Identifier<Duty>: Int] = [:]
        for id in ids {
            if let (duty, number) = read(id) { counts[duty] = max(counts[duty] ?? 0, number) }
        }
        return counts
    }

    /// Whether a class may fill it.
    func admits(_ course: PlannableClass) -> Bool {
        course.offer.kinds.contains(duty.kind) && accepts.contains(course.offer.level)
            && (least.map { course.hours >= $0 } ?? true) && duty.isInTime(course.ends)
    }
}
