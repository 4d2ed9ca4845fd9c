import Civil
import Kernel
import Planning

/// More and shorter classes for those whose hours no class gives at once.
extension PlannableInstance {
    private static let mostRounds = 4

    /// Where the classes that give the hours of a duty at once are full, more classes of fewer hours may give them: the
    /// seats that first come, first served leaves open are asked for as more and shorter ones.
    func withEnoughSeats(_ name: String) throws(AppError) -> PlannableInstance {
        var current = self
        for _ in 0..<Self.mostRounds {
            let shorter = current.shorterSeats
            guard !shorter.isEmpty,
                let plan = try Planner(Problem(current.instance(named: name))).firstCome()
            else { break }
            let placed = Set(plan.assignments.map(\.demand))
            let more = shorter.filter { !placed.contains($0.key) }.values
            guard !more.isEmpty else { break }
            var builder = current.builder
            builder.want(Dictionary(more.map { ($0.id, $0.seats) }, uniquingKeysWith: { max($0, $1) }))
            current = try builder.plannable()
        }
        return current
    }

    /// Demands that shorter classes could answer if there were more of them, with how many seats their duty has then.
    private var shorterSeats: [String: (id: Identifier<Duty>, seats: Int)] {
        var found: [String: (id: Identifier<Duty>, seats: Int)] = [:]
        let counts = Dictionary(grouping: slots, by: \.duty.id).mapValues(\.count)
        for slot in slots where slot.fixed == nil && slot.previous == nil {
            guard let least = slot.least, let count = counts[slot.duty.id], count < PlannedSlot.most,
                builder.classes.contains(where: { $0.hours > .zero && $0.hours < least && slot.duty.fits($0) })
            else { continue }
            found[slot.id] = (slot.duty.id, count + 1)
        }
        return found
    }
}
