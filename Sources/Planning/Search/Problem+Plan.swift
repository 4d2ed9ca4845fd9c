import Civil

/// From seats to plans and back.
extension Problem {
    /// The plan in which everybody stays where they were before.
    package var previousPlan: Plan {
        var board = Board(model)
        for demand in 0..<demandCount where previous[demand] >= 0 {
            let course = Int(previous[demand])
            guard let cost = model.cost(demand, course), board.hasSpace(demand, course) else { continue }
            board.put(demand, course, cost: Int32(cost))
        }
        return plan(board, bound: nil)
    }

    /// The valid part of the plan, with its cost recalculated.
    package func holding(_ given: Plan) -> Plan { plan(board(given), bound: nil) }

    /// The valid seats of a plan: assignments that the instance does not know, does not admit or has no
    /// room for are skipped. Classes may be below their minimum.
    func board(_ plan: Plan) -> Board {
        let demands = Dictionary(instance.demands.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { $1 })
        let courses = Dictionary(instance.classes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { $1 })
        var board = Board(model)
        var seats: [(demand: Int, course: Int)] = []
        for demand in 0..<demandCount where pinned[demand] >= 0 { seats.append((demand, Int(pinned[demand]))) }
        for assignment in plan.assignments {
            guard let demand = demands[assignment.demand], let course = courses[assignment.course], pinned[demand] < 0
            else { continue }
            seats.append((demand, course))
        }
        for (demand, course) in seats where board.seat[demand] < 0 {
            guard let cost = model.cost(demand, course), board.hasSpace(demand, course),
                board.groupsAllow(demand, course)
            else {
                continue
            }
            board.put(demand, course, cost: Int32(cost))
        }
        for course in board.size.indices { board.open[course] = board.size[course] > 0 || board.isAlwaysOpen(course) }
        board.settle()
        board.clearDirty()
        return board
    }

    /// The cost of a seat, ignoring conflicts of days.
    func seatCost(_ demand: Int, _ course: Int) -> Int {
        let (item, offer) = (instance.demands[demand], instance.classes[course])
        let place = instance.trainees[Int(trainee[demand])].place
        let late = instance.weights.latePerDay * item.priority * max(0, offer.end - item.due)
        let moved = item.previous != nil && item.previous != offer.id ? instance.weights.moved : 0
        return late + instance.weights.travel[Problem.tier(place, offer.host)] + moved
    }

    func plan(_ board: Board, bound: Int?) -> Plan {
        var assignments: [Plan.Assignment] = []
        assignments.reserveCapacity(board.seat.count)
        for (demand, course) in board.seat.enumerated() where course >= 0 {
            assignments.append(
                Plan.Assignment(demand: instance.demands[demand].id, course: instance.classes[Int(course)].id))
        }
        return Plan(assignments: assignments, score: score(board), bound: bound)
    }

    /// The cost by part, recalculated from the instance.
    func score(_ board: Board) -> Score {
        var score = Score()
        for (number, demand) in instance.demands.enumerated() {
            let course = Int(board.seat[number])
            if course < 0 {
                score.unassigned += instance.weights.unassigned * demand.priority
            } else {
                let item = instance.classes[course]
                score.late += instance.weights.latePerDay * demand.priority * max(0, item.end - demand.due)
                let place = instance.trainees[Int(trainee[number])].place
                score.travel += instance.weights.travel[Problem.tier(place, item.host)]
            }
            if let previous = demand.previous, course < 0 || instance.classes[course].id != previous {
                score.moved += instance.weights.moved
            }
        }
        for course in board.size.indices where board.size[course] > 0 {
            score.opened += Int(model.fixedCost[course])
        }
        score.away = board.crowdingCost
        return score
    }
}
