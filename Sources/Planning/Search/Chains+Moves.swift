/// What chains are used for. Each carries out the cheapest chain of its kind, if one pays.
extension Chains {
    /// Seats a demand that has no seat.
    /// - Parameter opening: true leaves it to the others of a class to pay for its opening.
    /// - Returns: whether it has a seat now; false when leaving it out is as cheap.
    mutating func insert(_ demand: Int, opening: Bool = false, _ board: inout Board) -> Bool {
        startAnew()
        for _ in 0..<8 {
            reset(limit: Int(board.model.unassignedCost[demand]))
            relax(demand, from: -1, base: 0, root: true, board, .anywhere)
            spread(board, .anywhere)
            guard isFound else { return false }
            if collect(), apply(limit: 0, opening: opening, &board) { return board.seat[demand] >= 0 }
        }
        return false
    }

    /// Brings one more into a class, if that costs less than `limit`.
    mutating func pull(_ course: Int, limit: Int, _ board: inout Board) -> Bool {
        startAnew()
        for _ in 0..<4 {
            reset(limit: Self.far)
            for place in board.model.admitted(course) {
                let demand = Int(board.model.admittedDemand[place])
                let from = Int(board.seat[demand])
                let isNear = isFar && from >= 0 && from != course && board.canSpare(from)
                if from < 0 || isNear, !board.model.fixed[demand] {
                    relax(demand, from: from, base: -Int(board.seatCost[demand]), root: true, board, .course(course))
                }
            }
            if !isFar {
                for other in board.open.indices where board.open[other] && other != course && board.canSpare(other) {
                    relaxMembers(of: other, base: 0, root: true, board, .course(course))
                }
            }
            spread(board, .course(course))
            guard labels[course].distance < limit else { return false }
            choose(course)
            if collect(), apply(limit: limit, opening: true, &board) { return true }
        }
        return false
    }

    /// Labels every class with the cheapest way to bring one more into it, wherever that begins.
    mutating func reachEverything(_ board: Board) {
        startAnew()
        reset(limit: Self.far)
        for demand in board.seat.indices where board.seat[demand] < 0 {
            relax(demand, from: -1, base: -Int(board.seatCost[demand]), root: true, board, .course(-1))
        }
        for course in board.open.indices where board.open[course] && board.canSpare(course) {
            relaxMembers(of: course, base: 0, root: true, board, .course(-1))
        }
        spread(board, .course(-1))
    }

    /// Labels every class with the cheapest chain that begins with the demand, which has no seat, and ends there.
    mutating func reachEverything(from demand: Int, _ board: Board) {
        startAnew()
        reset(limit: Self.far)
        relax(demand, from: -1, base: 0, root: true, board, .course(-1))
        spread(board, .course(-1))
    }

    /// Carries out chains and cycles that begin in a changed class, until none pays.
    mutating func polish(_ board: inout Board, rounds: Int = 1000, isOver: () -> Bool = { false }) {
        var left = rounds
        while left > 0, !isOver(), let course = board.popDirty() {
            guard board.size[course] > 0 else { continue }
            startAnew()
            for _ in 0..<6 {
                left -= 1
                reset(limit: 0)
                relaxMembers(of: course, base: 0, root: true, board, .cycle(course))
                spread(board, .cycle(course))
                guard isFound else { break }
                if collect() { _ = apply(limit: 0, &board) }
            }
        }
    }

    /// Takes everybody out and puts them in again one by one; a chain that the groups do not bear as a whole, or that
    /// costs the limit or more, is taken back and its offending move is not tried again.
    /// - Parameter opening: the opening cost of an empty class is no part of the chain.
    private mutating func apply(limit: Int, opening: Bool = false, _ board: inout Board) -> Bool {
        let mark = board.mark
        var before = board.cost
        for move in moves where opening && move.to >= 0 && board.size[Int(move.to)] == 0 {
            before += Int(board.model.fixedCost[Int(move.to)])
        }
        left.removeAll(keepingCapacity: true)
        for move in moves where board.seat[Int(move.demand)] >= 0 {
            left.append(board.seat[Int(move.demand)])
            board.take(Int(move.demand))
        }
        for move in moves where move.to >= 0 {
            let (demand, course) = (Int(move.demand), Int(move.to))
            guard board.hasSpace(course), board.groupsAllow(demand, course) else {
                board.undo(to: mark)
                ban(demand, course)
                return false
            }
            board.put(demand, course, cost: move.cost)
        }
        // Who steps aside makes a class smaller; several may have left the same one.
        for course in left where board.size[Int(course)] < board.model.minimum[Int(course)] {
            guard moves.count(where: { $0.to == course }) < left.count(where: { $0 == course }) else { continue }
            board.undo(to: mark)
            for move in moves where board.seat[Int(move.demand)] == course { ban(Int(move.demand), Int(move.to)) }
            return false
        }
        // A label of the chain may have been bettered since, or a class that everybody had left is opened anew.
        if limit == 0, board.cost >= before {
            board.undo(to: mark)
            if let last = moves.last { ban(Int(last.demand), Int(last.to)) }
            return false
        }
        return true
    }
}
