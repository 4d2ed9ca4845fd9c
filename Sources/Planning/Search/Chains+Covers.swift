/// What covers allow on the way of a chain, and who makes way where they are full.
extension Chains {
    /// What `Board.blocker` says once the moves up to a node are done: the chain itself may fill a cover or make room in it.
    @inline(__always)
    func blocker(_ demand: Int, _ course: Int, after node: Int, _ board: Board) -> Int {
        for place in model.groups(demand) where node >= 0 {
            if isOnTheWay(Int(model.groupOf[place]), node) {
                return board.blocker(demand, course) { group, span in change(group, span, node, board) }
            }
        }
        return board.blocker(demand, course) { _, _ in 0 }
    }

    /// Whether a chain up to a node moves one of the group.
    func isOnTheWay(_ group: Int, _ end: Int) -> Bool {
        var node = end
        while node >= 0 {
            let label = labels[node]
            if belongs(label.mover, group) || node < model.courseCount && belongs(label.aside.demand, group) {
                return true
            }
            node = label.isRoot ? -1 : Int(label.parent)
        }
        return false
    }

    func belongs(_ demand: Int32, _ group: Int) -> Bool {
        demand >= 0 && model.groups(Int(demand)).contains { model.groupOf[$0] == Int32(group) }
    }

    /// By how many a chain up to a node changes the use of a group.
    func change(_ group: Int, _ span: Int, _ end: Int, _ board: Board) -> Int {
        var (node, sum) = (end, 0)
        while node >= 0 {
            let label = labels[node]
            sum += change(group, span, label.mover, Int32(course(node)), board)
            if node < model.courseCount { sum += change(group, span, label.aside.demand, label.aside.to, board) }
            node = label.isRoot ? -1 : Int(label.parent)
        }
        return sum
    }

    /// By how much one move changes the use of a group.
    @inline(__always)
    func change(_ group: Int, _ span: Int, _ demand: Int32, _ to: Int32, _ board: Board) -> Int {
        guard belongs(demand, group) else { return 0 }
        let own = Int(board.seat[Int(demand)])
        return (to >= 0 && model.runs(Int(to), span) ? 1 : 0) - (own >= 0 && model.runs(own, span) ? 1 : 0)
    }

    /// Whether one of a group could let another enter a class by leaving a class of the same days.
    func leavesRoom(
        _ demand: Int, _ own: Int, _ group: Int, _ course: Int, _ board: Board, _ goal: Goal
    ) -> Bool {
        // Who leaves the class that is to have one more brings nothing.
        if case .course(own) = goal { return false }
        return board.overlap(own, course) && board.hasSpace(course) && board.canSpare(own)
            && board.frees(group, leaving: demand, course)
    }

    /// Lets one of a cover's people who sits in another class of the same days make way by moving to a free seat.
    mutating func stepAside(
        _ share: Int, _ move: Move, _ total: Int, _ from: Int, _ root: Bool, _ board: Board, _ goal: Goal
    ) {
        if !labels[share].isAsideKnown {
            touch(share)
            labels[share].isAsideKnown = true
            labels[share].aside = cheapestAside(share, board, goal)
        }
        let aside = labels[share].aside
        guard aside.demand >= 0, aside.demand != move.demand else { return }
        let whole = total + Int(aside.cost) - Int(board.seatCost[Int(aside.demand)])
        guard whole < min(labels[Int(move.to)].distance, goal.limit(best, detour)) else { return }
        enter(Int(move.to), move, whole, from, root, aside: aside, board, goal)
    }

    private func cheapestAside(_ share: Int, _ board: Board, _ goal: Goal) -> Move {
        let (group, course) = (Int(model.shareGroup[share - model.courseCount]), course(share))
        var (best, least) = (Move.none, Self.far)
        for place in model.groupDemands.range(group) {
            let demand = Int(model.groupDemands.values[place])
            let own = Int(board.seat[demand])
            guard own >= 0, own != course, !model.fixed[demand], board.overlap(own, course), board.canSpare(own),
                board.frees(group, leaving: demand, course)
            else { continue }
            if case .course(own) = goal { continue }
            for place in model.options(demand) {
                let (to, cost) = (Int(model.optionCourse[place]), model.optionCost[place])
                if Int(cost) - Int(board.seatCost[demand]) >= least { break }
                guard to != course, to != own, board.open[to], board.hasSpace(to), !isBanned(demand, to),
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
