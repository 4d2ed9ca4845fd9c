import Kernel

/// Makes room under full covers: some members of a cover give up their seats, the excluded demand is seated first, and
/// they are seated again in another order (ruin and recreate; Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, Journal
/// of Computational Physics 159, 2000). Chains stop where two covers at once are at their limit.
struct Reseating {
    /// A separate generator, so that the search is unchanged where no cover excludes anybody.
    private var random: SeededRandom
    private static let attempts = 16
    private static let mostReseated = 8

    init(seed: UInt64) { random = SeededRandom(seed: seed ^ 0x7265_7365_6174) }

    /// Tries several times to seat a demand that has a free seat, and keeps a result that costs no more than
    /// before.
    mutating func run(_ board: inout Board, _ set: inout OpenSet, isOver: () -> Bool) {
        if !board.softUse.isEmpty { spreadCrowds(&board, &set, isOver: isOver) }
        var keptOut = Self.keptOut(board)
        for _ in 0..<Self.attempts {
            guard !keptOut.isEmpty, !isOver() else { return }
            // At the same cost, somebody else may now be without a seat.
            if attempt(keptOut[random.below(keptOut.count)], &board, &set) { keptOut = Self.keptOut(board) }
        }
    }

    /// Members of covers that are exceeded, or of any that may be, give up their seats together and are seated again in
    /// another order: chains move one after the other, and each alone may not pay.
    private mutating func spreadCrowds(_ board: inout Board, _ set: inout OpenSet, isOver: () -> Bool) {
        let (soft, demands) = (board.model.soft, board.model.soft.members)
        for _ in 0..<Self.attempts {
            guard !isOver() else { return }
            let crowded = soft.limit.indices.filter { cover in
                (0..<soft.spanCount).contains { board.softUse[cover * soft.spanCount + $0] > soft.limit[cover] }
            }
            guard !crowded.isEmpty else { return }
            let cover = crowded[random.below(crowded.count)]
            var seated = demands.range(cover).map { Int(demands.values[$0]) }
                .filter { board.seat[$0] >= 0 && !board.model.fixed[$0] }
            guard !seated.isEmpty else { continue }
            seated.shuffle(using: &random)
            var removed = Array(seated.prefix(2 + random.below(3)))
            removed += board.seat.indices.filter { board.seat[$0] < 0 && random.below(4) == 0 }.prefix(2)
            board.settle()
            board.clearDirty()
            let (mark, before) = (board.mark, board.cost)
            for demand in removed where board.seat[demand] >= 0 && board.canSpare(Int(board.seat[demand])) {
                board.take(demand)
            }
            removed.shuffle(using: &random)
            for demand in removed where board.seat[demand] < 0 { _ = set.insert(demand, &board) }
            if board.cost <= before { set.polish(&board) } else { board.undo(to: mark) }
            board.settle()
            board.clearDirty()
        }
    }

    private struct Seat {
        let demand: Int
        let course: Int
    }

    /// Free seats for people without one that are blocked by a cover at its limit or by the person's own other class.
    private static func keptOut(_ board: Board) -> [Seat] {
        let model = board.model
        var found: [Seat] = []
        for demand in board.seat.indices where board.seat[demand] < 0 {
            for place in model.options(demand) where model.optionCost[place] < model.unassignedCost[demand] {
                let course = Int(model.optionCourse[place])
                if board.open[course], board.hasSpace(demand, course) {
                    found.append(Seat(demand: demand, course: course))
                }
            }
        }
        return found
    }

    /// - Returns: whether the trial is kept.
    private mutating func attempt(_ wanted: Seat, _ board: inout Board, _ set: inout OpenSet) -> Bool {
        board.settle()
        board.clearDirty()
        let (mark, before) = (board.mark, board.cost)
        var removed: [Int] = []
        let groups = board.blockingGroups(wanted.demand, wanted.course)
        for group in groups {
            let people = board.model.groupDemands
            var seated = people.range(group).map { Int(people.values[$0]) }
                .filter { board.seat[$0] >= 0 && !board.model.fixed[$0] }
            let most = 1 + random.below(max(1, Self.mostReseated / groups.count))
            for _ in 0..<min(most, seated.count) {
                let place = random.below(seated.count)
                let demand = seated[place]
                seated.swapAt(place, seated.count - 1)
                seated.removeLast()
                guard board.canSpare(Int(board.seat[demand])) else { continue }
                board.take(demand)
                removed.append(demand)
            }
        }
        _ = set.insert(wanted.demand, &board)
        removed.shuffle(using: &random)
        for demand in removed { _ = set.insert(demand, &board) }
        let isKept = board.cost <= before
        if isKept { set.polish(&board) } else { board.undo(to: mark) }
        board.settle()
        board.clearDirty()
        return isKept
    }
}
