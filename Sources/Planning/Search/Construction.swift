import Kernel

/// The first plan: opens the classes that the relaxation wants open, seats everybody by the cheapest chain, and closes
/// or fills what has stayed below its minimum.
enum Construction {
    /// - Parameter openShare: how much each class wants to be open; those of at least a half are opened.
    /// - Returns: false when a class with pinned demands cannot reach its minimum.
    static func run(_ board: inout Board, _ openShare: [Float], _ set: inout OpenSet) -> Bool {
        let model = board.model
        for demand in 0..<model.demandCount where model.fixed[demand] && board.seat[demand] < 0 {
            let place = model.options(demand).lowerBound
            let course = Int(model.optionCourse[place])
            guard board.hasSpace(course), board.groupsAllow(demand, course) else { return false }
            board.put(demand, course, cost: model.optionCost[place])
            board.open[course] = true
        }
        for course in 0..<model.courseCount where openShare[course] >= 0.5 { board.open[course] = true }
        // Hardest first: a dear demand that finds its class full pushes out a cheap one, but need not.
        let order = (0..<model.demandCount).filter { board.seat[$0] < 0 }.sorted { left, right in
            let (a, b) = (model.unassignedCost[left], model.unassignedCost[right])
            if a != b { return a > b }
            let (few, many) = (model.options(left).count, model.options(right).count)
            return few != many ? few < many : left < right
        }
        for demand in order { _ = set.insert(demand, &board) }
        return makeSound(&board, &set)
    }

    /// Brings every class to its minimum or empties it.
    static func makeSound(_ board: inout Board, _ set: inout OpenSet) -> Bool {
        let model = board.model
        board.clearDirty()
        for course in 0..<model.courseCount where !board.isSound(course) {
            let mark = board.mark
            if set.fill(course, &board) { continue }
            board.undo(to: mark)
            let members = board.members(course).map { Int(board.members[$0]) }
            if members.contains(where: { model.fixed[$0] }) { return false }
            board.open[course] = false
            for demand in members { board.take(demand) }
            for demand in members { _ = set.insert(demand, &board) }
        }
        // Filling one class may not have brought another below its minimum, for nobody leaves a class that cannot spare.
        for course in 0..<model.courseCount where board.size[course] == 0 && !board.isAlwaysOpen(course) {
            board.open[course] = false
        }
        set.seatOthers(&board)
        set.polish(&board)
        board.settle()
        return true
    }
}
