import Civil
import Kernel

/// A plan under construction: who sits where, and what still fits. Keeps the conditions of the format but for the
/// minimum of a class, which `Repair` brings about.
struct Board {
    let problem: Problem
    /// Class of each demand, or -1.
    private(set) var seat: [Int32]
    /// What the demand's present seat costs, its unassigned cost when it has none.
    private(set) var seatCost: [Int]
    private(set) var size: [Int]
    /// Demands in each class.
    private(set) var members: [[Int32]]
    /// Position of each demand in its class's members.
    private var position: [Int32]
    /// People away, by cover and day.
    private var away: [Int16]
    private(set) var cost: Int

    init(_ problem: Problem) {
        self.problem = problem
        seat = [Int32](repeating: -1, count: problem.demandCount)
        seatCost = problem.unassignedCost
        size = [Int](repeating: 0, count: problem.courses.count)
        members = [[Int32]](repeating: [], count: problem.courses.count)
        position = [Int32](repeating: -1, count: problem.demandCount)
        away = [Int16](repeating: 0, count: problem.coverLimit.count * problem.days)
        cost = problem.unassignedCost.reduce(0, +)
    }

    /// Whether the demand could sit in the class beside what is there now; its own present seat is not in the way.
    func fits(_ demand: Int, _ course: Int, ignoringCapacity: Bool = false) -> Bool {
        let target = problem.courses[course]
        if !ignoringCapacity, size[course] >= target.capacity { return false }
        let trainee = Int(problem.trainee[demand])
        for other in problem.demandsOfTrainee[trainee] where Int(other) != demand {
            let held = seat[Int(other)]
            if held >= 0, problem.courses[Int(held)].start <= target.end, target.start <= problem.courses[Int(held)].end
            {
                return false
            }
        }
        let own = seat[demand]
        for cover in problem.coversOfTrainee[trainee] {
            let limit = problem.coverLimit[Int(cover)]
            let row = Int(cover) * problem.days
            for day in target.start...target.end {
                var count = Int(away[row + day])
                if own >= 0, problem.courses[Int(own)].start <= day, day <= problem.courses[Int(own)].end { count -= 1 }
                if count >= limit { return false }
            }
        }
        return true
    }

    /// Seats a demand, leaving its present seat. The caller has asked `fits`.
    mutating func put(_ demand: Int, _ course: Int, cost newCost: Int) {
        if seat[demand] >= 0 { take(demand) }
        let target = problem.courses[course]
        if size[course] == 0, !target.committed { cost += target.fixedCost }
        seat[demand] = Int32(course)
        position[demand] = Int32(members[course].count)
        members[course].append(Int32(demand))
        size[course] += 1
        cost += newCost - seatCost[demand]
        seatCost[demand] = newCost
        mark(demand, target, 1)
    }

    /// Takes a demand out of its class.
    mutating func take(_ demand: Int) {
        let course = Int(seat[demand])
        let place = Int(position[demand])
        let last = members[course].removeLast()
        if Int(last) != demand {
            members[course][place] = last
            position[Int(last)] = Int32(place)
        }
        size[course] -= 1
        if size[course] == 0, !problem.courses[course].committed { cost -= problem.courses[course].fixedCost }
        seat[demand] = -1
        position[demand] = -1
        cost += problem.unassignedCost[demand] - seatCost[demand]
        seatCost[demand] = problem.unassignedCost[demand]
        mark(demand, problem.courses[course], -1)
    }

    private mutating func mark(_ demand: Int, _ course: Problem.Course, _ change: Int16) {
        for cover in problem.coversOfTrainee[Int(problem.trainee[demand])] {
            let row = Int(cover) * problem.days
            for day in course.start...course.end { away[row + day] += change }
        }
    }

    func options(_ demand: Int) -> ArraySlice<Problem.Option> {
        problem.options[Int(problem.optionStart[demand])..<Int(problem.optionStart[demand + 1])]
    }

    func admitted(_ course: Int) -> ArraySlice<(demand: Int32, cost: Int32)> {
        problem.admitted[Int(problem.admittedStart[course])..<Int(problem.admittedStart[course + 1])]
    }

    /// Whether somebody may leave the class without bringing it below its minimum.
    func canSpare(_ course: Int) -> Bool {
        let target = problem.courses[course]
        return target.committed || size[course] - 1 >= target.minimum || size[course] == 1
    }

    /// Whether a class may have as many people as it has.
    func isSound(_ course: Int) -> Bool {
        let target = problem.courses[course]
        return target.committed || size[course] == 0 || size[course] >= target.minimum
    }

    /// The seats of a moment, to come back to.
    var snapshot: [Int32] { seat }

    /// The board with these seats.
    func restored(_ seats: [Int32]) -> Board {
        var board = Board(problem)
        for (demand, course) in seats.enumerated() where course >= 0 {
            let option = options(demand).first { $0.course == course }
            board.put(demand, Int(course), cost: option.map { Int($0.cost) } ?? 0)
        }
        return board
    }

    var plan: Plan {
        let instance = problem.instance
        var assignments: [Plan.Assignment] = []
        for (demand, course) in seat.enumerated() where course >= 0 {
            assignments.append(
                Plan.Assignment(demand: instance.demands[demand].id, course: instance.classes[Int(course)].id))
        }
        return Plan(assignments: assignments, score: score)
    }

    /// The cost by part, counted afresh.
    var score: Score {
        var score = Score()
        let instance = problem.instance
        for (number, demand) in instance.demands.enumerated() {
            let course = Int(seat[number])
            if course < 0 {
                score.unassigned += instance.weights.unassigned * demand.priority
            } else {
                let item = instance.classes[course]
                score.late += instance.weights.latePerDay * demand.priority * max(0, item.end - demand.due)
                score.travel +=
                    instance.weights.travel[
                        Problem.tier(instance.trainees[Int(problem.trainee[number])].place, item.host)]
            }
            if let previous = demand.previous, course < 0 || instance.classes[course].id != previous {
                score.moved += instance.weights.moved
            }
        }
        for (course, count) in size.enumerated() where count > 0 && !problem.courses[course].committed {
            score.opened += problem.courses[course].fixedCost
        }
        return score
    }
}
