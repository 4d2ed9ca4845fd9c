/// What covers allow along a chain, and who makes room where they are full.
extension Chains {
    /// The result of `Board.blocker` after the moves up to a node: the chain itself may fill a cover or make room in
    /// it.
    @inline(__always)
    func blocker(_ demand: Int, _ course: Int, after node: Int, _ board: Board) -> Int {
        for place in model.groups(demand) where isMoved(Int(model.groupOf[place]), node) {
            return board.blocker(demand, course) { group, span in change(group, span, node, board) }
        }
        return board.blocker(demand, course)
    }

    /// Passes the moves of a chain up to a node, last first, until the body returns true.
    @inline(__always)
    func anyMove(upTo end: Int, _ body: (Move) -> Bool) -> Bool {
        var node = end
        while node >= 0 {
            let label = labels[node]
            if body(label.move) || label.aside.demand >= 0 && body(label.aside) { return true }
            node = label.isRoot ? -1 : Int(label.parent)
        }
        return false
    }

    /// Whether a chain up to a node moves one of the group.
    private func isMoved(_ group: Int, _ node: Int) -> Bool {
        anyMove(upTo: node) { belongs($0.demand, group) }
    }

    private func belongs(_ demand: Int32, _ group: Int) -> Bool {
        model.groups(Int(demand)).contains { model.groupOf[$0] == Int32(group) }
    }

    /// By how many a chain up to a node changes the use of a group.
    private func change(_ group: Int, _ span: Int, _ node: Int, _ board: Board) -> Int {
        var sum = 0
        _ = anyMove(upTo: node) {
            sum += change(group, span, $0, board)
            return false
        }
        return sum
    }

    /// By how much one move changes the use of a group.
    @inline(__always)
    func change(_ group: Int, _ span: Int, _ move: Move, _ board: Board) -> Int {
        guard belongs(move.demand, group) else { return 0 }
        return (move.to >= 0 && model.runs(Int(move.to), span) ? 1 : 0) - (board.sits(Int(move.demand), span) ? 1 : 0)
    }

    /// Whether one of a cover's members could make room for an entry into its share of a class by leaving another of
    /// the same days.
    func leavesRoom(_ demand: Int, _ own: Int, _ share: Int, _ board: Board, _ goal: Goal) -> Bool {
        // Leaving the class that is to gain a member brings nothing.
        if case .course(own) = goal { return false }
        let (group, course) = (Int(model.shareGroup[share - model.courseCount]), course(share))
        return board.overlap(own, course) && board.canSpare(own)
            && board.hasSpace(Int(labels[share].move.demand), course)
            && board.frees(group, course, leaving: demand, for: Int(labels[share].move.demand))
    }

    /// Lets a member of a cover who is in another class of the same days make room by moving to a free seat.
    mutating func stepAside(
        _ share: Int, _ move: Move, _ total: Int, _ from: Int, _ root: Bool, _ board: Board, _ goal: Goal
    ) {
        let aside = labels[share].offer ?? cheapestAside(share, board, goal)
        touch(share)
        labels[share].offer = aside
        guard aside.demand >= 0, aside.demand != move.demand else { return }
        let whole = total + Int(aside.cost) - Int(board.seatCost[Int(aside.demand)])
        let node = entry(Int(move.demand), Int(move.to), goal)
        guard whole < min(labels[node].distance, goal.limit(best, detour)) else { return }
        enter(node, move, whole, from, root, aside: aside, board, goal)
    }

    private func cheapestAside(_ share: Int, _ board: Board, _ goal: Goal) -> Move {
        let (group, course) = (Int(model.shareGroup[share - model.courseCount]), course(share))
        var (best, least) = (Move.none, Self.far)
        for place in model.groupDemands.range(group) {
            let demand = Int(model.groupDemands.values[place])
            let own = Int(board.seat[demand])
            guard own >= 0, own != course, !model.fixed[demand], board.overlap(own, course), board.canSpare(own),
                board.frees(group, course, leaving: demand)
            else { continue }
            if case .course(own) = goal { continue }
            for place in model.options(demand) {
                let (to, cost) = (Int(model.optionCourse[place]), model.optionCost[place])
                if Int(cost) - Int(board.seatCost[demand]) >= least { break }
                guard to != course, to != own, board.open[to], board.hasSpace(demand, to), !isBanned(demand, to),
                    board.groupsAllow(demand, to)
                else { continue }
                least = Int(cost) - Int(board.seatCost[demand])
                best = Move(demand: Int32(demand), to: Int32(to), cost: cost)
                break
            }
        }
        return best
    }
}
