/// Questions about a plan that are answered by trying a change and undoing it.
extension OpenSet {
    /// The class in which one more seat would help the demand most, and how much more the demand and those who make
    /// room for it would then cost than they do now.
    mutating func cheapestExtraSeat(_ demand: Int, _ board: inout Board) -> (course: Int, cost: Int)? {
        // A demand that its class needs for the minimum cannot use a seat elsewhere.
        if board.seat[demand] >= 0, !board.canSpare(Int(board.seat[demand])) { return nil }
        return aside(demand, &board) { chains, board in
            chains.reachEverything(from: demand, board)
            let present = Int(board.seatCost[demand])
            // The cheapest first: the chain behind a label is validated as a whole before it is reported.
            let courses = (0..<board.model.courseCount).sorted {
                (chains.labels[$0].distance, $0) < (chains.labels[$1].distance, $1)
            }
            var best: (course: Int, cost: Int)?
            for course in courses where chains.labels[course].distance < best?.cost ?? Chains.far {
                guard let cost = chains.costOfSeat(course, board) else { continue }
                if cost + present < best?.cost ?? Chains.far { best = (course, cost + present) }
            }
            return best
        }
    }

    /// How much more the plan would cost with the demand in a full class, when somebody in it moves or is left out.
    /// - Returns: nil when nobody in it can make room.
    mutating func pushing(_ demand: Int, _ course: Int, _ board: inout Board) -> Int? {
        let before = board.cost
        let mark = board.mark
        guard let cost = board.model.cost(demand, course) else { return nil }
        if board.seat[demand] >= 0 { board.take(demand) }
        var best: Int?
        // A trial changes the order of the members; the class is closed so that nobody pushes the demand out again.
        let members = board.members(course).map { Int(board.members[$0]) }
        let isOpen = board.open[course]
        board.open[course] = false
        defer { board.open[course] = isOpen }
        for other in members where !board.model.fixed[other] {
            let inner = board.mark
            board.take(other)
            if board.groupsAllow(demand, course), board.hasSpace(demand, course) {
                board.put(demand, course, cost: Int32(cost))
                _ = insert(other, &board)
                // A cover may have moved the demand out again.
                if Int(board.seat[demand]) == course { best = min(best ?? .max, board.cost - before) }
            }
            board.undo(to: inner)
        }
        board.undo(to: mark)
        board.clearDirty()
        return best
    }

    /// How much more, or less, the plan would cost if the class ran with the demand in it.
    /// - Returns: nil when the class cannot reach its minimum.
    mutating func running(_ course: Int, with demand: Int, _ board: inout Board) -> Int? {
        let (before, mark) = (board.cost, board.mark)
        guard let cost = board.model.cost(demand, course), board.hasSpace(demand, course) else { return nil }
        board.open[course] = true
        if board.seat[demand] >= 0 { board.take(demand) }
        board.put(demand, course, cost: Int32(cost))
        let reached = fill(course, &board)
        let change = board.cost - before
        board.undo(to: mark)
        board.open[course] = false
        board.clearDirty()
        return reached ? change : nil
    }
}
