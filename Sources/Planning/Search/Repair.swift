/// Makes every class that is not committed either empty or large enough.
enum Repair {
    static func run(_ board: inout Board) {
        let problem = board.problem
        // The class that lacks most relative to its minimum first: closing it disturbs fewest.
        var small = problem.courses.indices.filter { !board.isSound($0) }
        small.sort { left, right in
            let (a, b) = (
                board.size[left] * problem.courses[right].minimum, board.size[right] * problem.courses[left].minimum
            )
            return a != b ? a < b : left < right
        }
        for course in small where !board.isSound(course) {
            if !fill(course, &board) { close(course, &board) }
        }
        // Closing moved people on; whatever is still too small is emptied for good.
        for course in problem.courses.indices where !board.isSound(course) { empty(course, &board) }
    }

    /// Brings a class up to its minimum with unassigned demands and with people whom other classes can spare, when that
    /// costs less than closing it would.
    private static func fill(_ course: Int, _ board: inout Board) -> Bool {
        let target = board.problem.courses[course]
        let missing = target.minimum - board.size[course]
        var candidates: [(demand: Int, cost: Int, gain: Int)] = []
        for entry in board.admitted(course) {
            let demand = Int(entry.demand)
            guard board.seat[demand] != Int32(course), board.problem.pinned[demand] < 0 else { continue }
            candidates.append((demand, Int(entry.cost), board.seatCost[demand] - Int(entry.cost)))
        }
        candidates.sort { $0.gain != $1.gain ? $0.gain > $1.gain : $0.demand < $1.demand }
        var moved: [(demand: Int, from: Int32, cost: Int)] = []
        var loss = 0
        for candidate in candidates where moved.count < missing {
            let from = board.seat[candidate.demand]
            if from >= 0, !board.canSpare(Int(from)) || board.size[Int(from)] == 1 { continue }
            guard board.fits(candidate.demand, course) else { continue }
            moved.append((candidate.demand, from, board.seatCost[candidate.demand]))
            loss -= candidate.gain
            board.put(candidate.demand, course, cost: candidate.cost)
        }
        if moved.count == missing, loss < target.fixedCost { return true }
        for (demand, from, cost) in moved.reversed() {
            if from >= 0 { board.put(demand, Int(from), cost: cost) } else { board.take(demand) }
        }
        return false
    }

    private static func close(_ course: Int, _ board: inout Board) {
        let leaving = board.members[course].map { Int($0) }
        guard !leaving.contains(where: { board.problem.pinned[$0] >= 0 }) else { return }
        for demand in leaving { board.take(demand) }
        for demand in leaving.sorted() { Construction.insertCheapest(demand, &board, openOnly: true) }
    }

    private static func empty(_ course: Int, _ board: inout Board) {
        for demand in board.members[course] { board.take(Int(demand)) }
    }
}
