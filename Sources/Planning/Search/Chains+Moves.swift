/// The uses of chains. Each performs the cheapest chain of its kind, if one pays.
extension Chains {
    /// Seats a demand that has no seat.
    /// - Parameter opening: true ignores the opening cost of a class, which others will pay.
    /// - Returns: whether it has a seat now; false when leaving it out is as cheap.
    mutating func insert(_ demand: Int, opening: Bool = false, _ board: inout Board) -> Bool {
        restart()
        for _ in 0..<8 {
            reset(limit: 0)
            relax(demand, from: -1, base: -board.value(demand), root: true, board, .anywhere)
            spread(board, .anywhere)
            if apply(limit: 0, opening: opening, &board) { return board.seat[demand] >= 0 }
            guard isWorthAnotherSearch else { return false }
        }
        return false
    }

    /// Brings one more into a class, if that costs less than `limit`.
    mutating func pull(_ course: Int, limit: Int, _ board: inout Board) -> Bool {
        restart()
        for _ in 0..<4 {
            reset(limit: Self.far)
            for place in board.model.admitted(course) {
                let demand = Int(board.model.admittedDemand[place])
                let from = Int(board.seat[demand])
                let isNear = isFar && from >= 0 && from != course && board.canSpare(from)
                if from < 0 || isNear, !board.model.fixed[demand] {
                    relax(demand, from: from, base: -board.value(demand), root: true, board, .course(course))
                }
            }
            if !isFar {
                for other in board.open.indices where board.open[other] && other != course && board.canSpare(other) {
                    relaxMembers(of: other, base: 0, root: true, board, .course(course))
                }
            }
            spread(board, .course(course))
            guard labels[course].distance < limit else { return false }
            choose(course, board)
            if apply(limit: limit, opening: true, &board) { return true }
        }
        return false
    }

    /// Labels every class with the cheapest way to bring one more member into it, from any start.
    mutating func reachEverything(_ board: Board) {
        restart()
        reset(limit: Self.far)
        for demand in board.seat.indices where board.seat[demand] < 0 {
            relax(demand, from: -1, base: -board.value(demand), root: true, board, .course(-1))
        }
        for course in board.open.indices where board.open[course] && board.canSpare(course) {
            relaxMembers(of: course, base: 0, root: true, board, .course(-1))
        }
        spread(board, .course(-1))
    }

    /// Labels every class with the cheapest chain that begins with the demand, which has no seat, and ends there.
    mutating func reachEverything(from demand: Int, _ board: Board) {
        restart()
        reset(limit: Self.far)
        relax(demand, from: -1, base: 0, root: true, board, .course(-1))
        spread(board, .course(-1))
    }

    /// Performs chains and cycles that begin in a changed class, until none pays.
    mutating func polish(_ board: inout Board, rounds: Int = 1000, isOver: () -> Bool = { false }) {
        var left = rounds
        while left > 0, !isOver(), let course = board.popDirty() {
            guard board.size[course] > 0 else { continue }
            restart()
            for _ in 0..<6 {
                left -= 1
                reset(limit: 0)
                relaxMembers(of: course, base: 0, root: true, board, .cycle(course))
                spread(board, .cycle(course))
                if !apply(limit: 0, &board), !isWorthAnotherSearch { break }
            }
        }
    }

    /// Makes the moves of the best chain, or bans the move that makes it invalid.
    /// - Parameter opening: the opening cost of an empty class is not part of the chain.
    /// - Returns: false when no chain pays.
    private mutating func apply(limit: Int, opening: Bool = false, _ board: inout Board) -> Bool {
        if let refused { ban(refused) }
        guard let first = moves.last else { return false }
        // A class that is open and empty, or that everybody has left, is opened again.
        let opened = Set(moves.map(\.to)).filter { $0 >= 0 && board.size[Int($0)] == 0 }
        if !opening, limit == 0, best + opened.reduce(0, { $0 + Int(board.model.fixedCost[Int($1)]) }) >= 0 {
            ban(first)
            return false
        }
        // First all out, then in one by one: meanwhile nothing is fuller than at the end.
        for move in moves where board.seat[Int(move.demand)] >= 0 { board.take(Int(move.demand)) }
        for move in moves where move.to >= 0 { board.put(Int(move.demand), Int(move.to), cost: move.cost) }
        return true
    }
}
