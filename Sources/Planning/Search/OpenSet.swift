/// Opens and closes classes on a board and reseats people by chains: a trial is kept only if it pays.
struct OpenSet {
    private var chains: Chains
    /// How much polishing can be expected to save: twice its recent saving, with a small minimum.
    private var polishable = Double.infinity
    private var pulls: [(gain: Int, demand: Int32, cost: Int32)] = []

    init(_ model: Model) { chains = Chains(model) }

    // MARK: a trial

    /// Closes some classes and opens others.
    /// - Parameter limit: the trial is kept if the plan then costs less than this.
    mutating func tryChange(close: [Int], open: [Int], limit: Int, _ board: inout Board) -> Bool {
        let mark = board.mark
        board.clearDirty()
        for course in close where board.holdsFixed(course) { return false }
        if change(close: close, open: open, limit: limit, &board), board.cost < limit {
            for course in close + open { board.open[course] = board.size[course] > 0 || board.isAlwaysOpen(course) }
            if !open.isEmpty {
                seatOthers(&board)
                chains.polish(&board)
            }
            board.clearDirty()
            return true
        }
        board.undo(to: mark)
        for course in close { board.open[course] = board.size[course] > 0 || board.isAlwaysOpen(course) }
        for course in open { board.open[course] = board.size[course] > 0 || board.isAlwaysOpen(course) }
        board.clearDirty()
        return false
    }

    private mutating func change(close: [Int], open: [Int], limit: Int, _ board: inout Board) -> Bool {
        var unassigned: [(old: Int32, demand: Int32)] = []
        for course in close {
            board.open[course] = false
            for place in board.members(course) {
                let demand = board.members[place]
                unassigned.append((board.seatCost[Int(demand)], demand))
            }
        }
        for (_, demand) in unassigned { board.take(Int(demand)) }
        for course in open { board.open[course] = true }
        // A demand that lost its seat hardly finds a cheaper one: the rest of the limit decides when to give up.
        let model = board.model
        var expected = unassigned.reduce(0) { $0 + Int($1.old) - Int(model.unassignedCost[Int($1.demand)]) }
        unassigned.sort { left, right in
            let (a, b) = (model.unassignedCost[Int(left.demand)], model.unassignedCost[Int(right.demand)])
            return a != b ? a > b : left.demand < right.demand
        }
        let isSwap = !open.isEmpty
        for (old, demand) in unassigned {
            expected -= Int(old) - Int(model.unassignedCost[Int(demand)])
            _ = chains.insert(Int(demand), &board)
            if !isSwap, board.cost + expected >= limit { return false }
        }
        for course in open where !fill(course, &board) { return false }
        return polish(&board, under: limit)
    }

    /// Polishes what costs less than the limit, or little enough more for polishing to bring it below.
    private mutating func polish(_ board: inout Board, under limit: Int) -> Bool {
        let before = board.cost
        guard Double(before) - Double(limit) < polishable else { return false }
        chains.polish(&board)
        if before > limit {
            let gain = 2 * Double(before - board.cost) + 7 * Double(board.model.grain)
            polishable = polishable == .infinity ? gain : max(0.95 * polishable, gain)
        }
        return true
    }

    /// Seats the demands without a class that can be seated at a gain.
    mutating func seatOthers(_ board: inout Board, isOver: () -> Bool = { false }) {
        for demand in board.seat.indices where board.seat[demand] < 0 && !board.model.options(demand).isEmpty {
            if isOver() { return }
            _ = chains.insert(demand, &board)
        }
    }

    mutating func update(_ estimates: inout Estimates, _ board: Board) { estimates.update(board, &chains) }

    mutating func polish(_ board: inout Board, isOver: () -> Bool = { false }) {
        chains.polish(&board, isOver: isOver)
    }

    /// Evaluates with the demand taken out of its seat, and puts it back.
    mutating func aside<Answer>(
        _ demand: Int, _ board: inout Board, _ ask: (inout Chains, Board) -> Answer
    ) -> Answer {
        let mark = board.mark
        if board.seat[demand] >= 0 { board.take(demand) }
        let answer = ask(&chains, board)
        board.undo(to: mark)
        board.clearDirty()
        return answer
    }

    mutating func insert(_ demand: Int, opening: Bool = false, _ board: inout Board) -> Bool {
        chains.insert(demand, opening: opening, &board)
    }

    /// Brings those who gain into an open class, and enough others for its minimum.
    /// - Returns: whether it has its minimum.
    mutating func fill(_ course: Int, _ board: inout Board) -> Bool {
        pulls.removeAll(keepingCapacity: true)
        for place in board.model.admitted(course) {
            let demand = Int(board.model.admittedDemand[place])
            guard board.seat[demand] != Int32(course), !board.model.fixed[demand] else { continue }
            let gain = board.value(demand) - Int(board.model.admittedCost[place]) - board.crowding(demand, course)
            if gain > 0 { pulls.append((gain, Int32(demand), board.model.admittedCost[place])) }
        }
        pulls.sort { $0.gain != $1.gain ? $0.gain > $1.gain : $0.demand < $1.demand }
        for (_, number, cost) in pulls {
            guard board.hasSpace(course) else { break }
            let demand = Int(number)
            let from = Int(board.seat[demand])
            guard from < 0 || board.canSpare(from), board.groupsAllow(demand, course), board.hasSpace(demand, course),
                board.softUse.isEmpty || board.value(demand) > Int(cost) + board.crowding(demand, course)
            else { continue }
            if from >= 0 { board.take(demand) }
            board.put(demand, course, cost: cost)
        }
        while board.hasSpace(course), chains.pull(course, limit: 0, &board) {}
        while board.size[course] < board.model.minimum[course] {
            guard board.hasSpace(course), chains.pull(course, limit: 1 << 29, &board) else { return false }
        }
        return true
    }
}
