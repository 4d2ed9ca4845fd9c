/// Whether a chain is valid as a whole.
extension Chains {
    /// Takes the chain that ends at a node, or one move later, as the best if it is valid as a whole: labels along
    /// it may have improved since, so that it now meets itself or fills a cover twice.
    mutating func found(end: Int, _ last: Move?, _ board: Board) {
        collect(end, last)
        if let conflict = conflict(board) {
            // Leaving out cannot be banned.
            if conflict.to >= 0 { refused = conflict }
            return
        }
        let whole = cost(board)
        guard whole < best else { return }
        best = whole
        swap(&moves, &candidate)
        refused = nil
    }

    /// The cost of the chain to a full class with one more seat; nil when it is not valid as a whole.
    mutating func costOfSeat(_ course: Int, _ board: Board) -> Int? {
        guard labels[course].distance < Self.far else { return nil }
        collect(course, nil)
        return conflict(board, wider: course) == nil ? cost(board) : nil
    }

    private func cost(_ board: Board) -> Int {
        candidate.reduce(board.crowding(candidate)) { $0 + Int($1.cost) - Int(board.seatCost[Int($1.demand)]) }
    }

    private mutating func collect(_ end: Int, _ last: Move?) {
        var chain: [Move] = []
        swap(&chain, &candidate)
        chain.removeAll(keepingCapacity: true)
        if let last { chain.append(last) }
        _ = anyMove(upTo: end) {
            chain.append($0)
            return false
        }
        swap(&chain, &candidate)
    }

    /// Takes the chain to a class as the best, if it is valid.
    mutating func choose(_ course: Int, _ board: Board) { found(end: course, nil, board) }

    /// A move of the candidate that cannot be made together with the others.
    /// - Parameter wider: a class that gets one more seat, -1 for none.
    private func conflict(_ board: Board, wider: Int = -1) -> Move? {
        for (number, move) in candidate.enumerated() {
            if let twice = candidate[(number + 1)...].first(where: { $0.demand == move.demand }) { return twice }
            let (demand, to, own) = (Int(move.demand), Int(move.to), Int(board.seat[Int(move.demand)]))
            if own >= 0 {
                let change = sizeChange(own, board)
                if change < 0, Int(board.size[own]) + change < Int(model.minimum[own]) { return move }
            }
            guard to >= 0 else { continue }
            if Int(board.size[to]) + sizeChange(to, board) > Int(model.capacity[to]) + (to == wider ? 1 : 0) {
                return move
            }
            if !model.pools.isEmpty, !finds(to, board, wider: to == wider ? 1 : 0) { return move }
            let blocker = board.blocker(demand, to) { group, span in
                candidate.reduce(0) {
                    $1.demand == move.demand ? $0 : $0 + change(group, span, $1, board)
                }
            }
            if blocker != Board.nothingBlocks { return move }
        }
        return nil
    }

    /// Whether everybody who enters a class with the candidate finds a seat there that quotas allow.
    private func finds(_ course: Int, _ board: Board, wider: Int) -> Bool {
        board.seats(
            course,
            leaving: candidate.map { Int($0.demand) }.filter { board.seat[$0] == Int32(course) },
            entering: candidate.filter { $0.to == Int32(course) }.map { Int($0.demand) }, wider: wider)
    }

    private func sizeChange(_ course: Int, _ board: Board) -> Int {
        candidate.reduce(0) {
            $0 + ($1.to == Int32(course) ? 1 : 0) - (board.seat[Int($1.demand)] == Int32(course) ? 1 : 0)
        }
    }
}
