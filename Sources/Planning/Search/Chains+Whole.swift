/// Whether a chain holds as a whole.
extension Chains {
    /// Takes the chain that ends at a node, or with one more move behind it, as the best if it holds as a whole: labels on
    /// its way may have been bettered since, so that it now meets itself or fills a cover twice.
    mutating func found(end: Int, _ last: Move?, _ board: Board) {
        candidate.removeAll(keepingCapacity: true)
        if let last { candidate.append(last) }
        var node = end
        while node >= 0 {
            let label = labels[node]
            candidate.append(Move(demand: label.mover, to: Int32(course(node)), cost: label.cost))
            if node < model.courseCount, label.aside.demand >= 0 { candidate.append(label.aside) }
            node = label.isRoot ? -1 : Int(label.parent)
        }
        if let conflict = conflict(board) {
            refused = conflict
        } else {
            best = candidate.reduce(0) { $0 + Int($1.cost) - Int(board.seatCost[Int($1.demand)]) }
            swap(&moves, &candidate)
        }
    }

    /// Takes the chain to a class as the best, if it holds.
    mutating func choose(_ course: Int, _ board: Board) {
        if labels[course].distance < Self.far { found(end: course, nil, board) }
    }

    /// A move of the candidate that cannot be made together with the others.
    private func conflict(_ board: Board) -> Move? {
        for (number, move) in candidate.enumerated() {
            if let twice = candidate[(number + 1)...].first(where: { $0.demand == move.demand }) { return twice }
            let (demand, to, own) = (Int(move.demand), Int(move.to), Int(board.seat[Int(move.demand)]))
            if own >= 0, !board.canSpare(own) {
                let change = sizeChange(own, board)
                if change < 0, Int(board.size[own]) + change < Int(model.minimum[own]) { return move }
            }
            guard to >= 0 else { continue }
            if Int(board.size[to]) + sizeChange(to, board) > Int(model.capacity[to]) { return move }
            let blocker = board.blocker(demand, to) { group, span in
                candidate.reduce(0) {
                    $1.demand == move.demand ? $0 : $0 + change(group, span, $1.demand, $1.to, board)
                }
            }
            if blocker != Board.nothingBlocks { return move }
        }
        return nil
    }

    private func sizeChange(_ course: Int, _ board: Board) -> Int {
        candidate.reduce(0) {
            $0 + ($1.to == Int32(course) ? 1 : 0) - (board.seat[Int($1.demand)] == Int32(course) ? 1 : 0)
        }
    }
}
