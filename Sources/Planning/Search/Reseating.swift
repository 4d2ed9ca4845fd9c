import Kernel

/// Makes room under full covers: some of a cover's people give up their seats, who was kept out is seated first, and they
/// take what is left, in another order (ruin and recreate; Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, Journal of
/// Computational Physics 159, 2000). Chains stop where two covers at once are at their limit.
struct Reseating {
    /// Its own, so that where no cover keeps anybody out the search takes the way that it would take without.
    private var random: SeededRandom
    private static let attempts = 16
    private static let mostWhoRise = 8

    init(seed: UInt64) { random = SeededRandom(seed: seed ^ 0x7265_7365_6174) }

    /// Tries some times to seat somebody for whom there is a free seat, and keeps what costs no more than before.
    mutating func run(_ board: inout Board, _ set: inout OpenSet, isOver: () -> Bool) {
        var keptOut = Self.keptOut(board)
        for _ in 0..<Self.attempts {
            guard !keptOut.isEmpty, !isOver() else { return }
            // Also at the same cost somebody else may now be without a seat.
            if attempt(keptOut[random.below(keptOut.count)], &board, &set) { keptOut = Self.keptOut(board) }
        }
    }

    private struct Seat {
        let demand: Int
        let course: Int
    }

    /// Free seats for people without one: what keeps them apart is a cover at its limit, or the person's own other class.
    private static func keptOut(_ board: Board) -> [Seat] {
        let model = board.model
        var found: [Seat] = []
        for demand in board.seat.indices where board.seat[demand] < 0 {
            for place in model.options(demand) where model.optionCost[place] < model.unassignedCost[demand] {
                let course = Int(model.optionCourse[place])
                if board.open[course], board.hasSpace(course) { found.append(Seat(demand: demand, course: course)) }
            }
        }
        return found
    }

    /// - Returns: whether what was tried is kept.
    private mutating func attempt(_ wanted: Seat, _ board: inout Board, _ set: inout OpenSet) -> Bool {
        board.settle()
        board.clearDirty()
        let (mark, before) = (board.mark, board.cost)
        var rising: [Int] = []
        let groups = board.blockingGroups(wanted.demand, wanted.course)
        for group in groups {
            let people = board.model.groupDemands
            var seated = people.range(group).map { Int(people.values[$0]) }
                .filter { board.seat[$0] >= 0 && !board.model.fixed[$0] }
            let most = 1 + random.below(max(1, Self.mostWhoRise / groups.count))
            for _ in 0..<min(most, seated.count) {
                let place = random.below(seated.count)
                let demand = seated[place]
                seated.swapAt(place, seated.count - 1)
                seated.removeLast()
                guard board.canSpare(Int(board.seat[demand])) else { continue }
                board.take(demand)
                rising.append(demand)
            }
        }
        _ = set.insert(wanted.demand, &board)
        rising.shuffle(using: &random)
        for demand in rising { _ = set.insert(demand, &board) }
        let isKept = board.cost <= before
        if isKept { set.polish(&board) } else { board.undo(to: mark) }
        board.settle()
        board.clearDirty()
        return isKept
    }
}
