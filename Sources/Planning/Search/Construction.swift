import Kernel

/// The first plan: pinned demands, then the others, hardest first, each in the cheapest class when the share of the
/// class's opening cost that a full class would put on one seat is added.
enum Construction {
    static func run(_ board: inout Board) throws(AppError) {
        let problem = board.problem
        for demand in 0..<problem.demandCount where problem.pinned[demand] >= 0 {
            let course = Int(problem.pinned[demand])
            guard let option = board.options(demand).first(where: { Int($0.course) == course }),
                board.fits(demand, course)
            else {
                throw .planPinned(problem.instance.demands[demand].id, problem.instance.classes[course].id)
            }
            board.put(demand, course, cost: Int(option.cost))
        }
        let order = (0..<problem.demandCount).filter { problem.pinned[$0] < 0 }.sorted { left, right in
            let (a, b) = (problem.instance.demands[left], problem.instance.demands[right])
            if a.priority != b.priority { return a.priority > b.priority }
            let (few, many) = (board.options(left).count, board.options(right).count)
            return few != many ? few < many : left < right
        }
        for demand in order { insertCheapest(demand, &board) }
    }

    /// Seats a demand where that costs least; does nothing when nothing fits or pays.
    @discardableResult
    static func insertCheapest(_ demand: Int, _ board: inout Board, openOnly: Bool = false) -> Bool {
        let problem = board.problem
        var best: (course: Int, cost: Int, estimate: Int)?
        for option in board.options(demand) {
            let course = Int(option.course)
            let target = problem.courses[course]
            if openOnly, board.size[course] == 0, !target.committed { continue }
            let share = target.committed ? 0 : target.fixedCost / max(1, target.capacity)
            let estimate = Int(option.cost) + share
            if let best, estimate >= best.estimate { continue }
            guard Int(option.cost) < problem.unassignedCost[demand], board.fits(demand, course) else { continue }
            best = (course, Int(option.cost), estimate)
        }
        guard let best else { return false }
        board.put(demand, best.course, cost: best.cost)
        return true
    }
}

extension AppError {
    static func planPinned(_ demand: String, _ course: String) -> AppError {
        AppError(
            .invalid, "plan.pinned",
            Text(
                zh: "任务「\(demand)」被固定在班次「\(course)」，但那里不合条件。",
                en: "The demand “\(demand)” is pinned to the class “\(course)”, which cannot take it."),
            hint: Text(zh: "请取消固定，或调整班次。", en: "Unpin it, or change the class."))
    }
}
