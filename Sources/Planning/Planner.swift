package import Kernel

/// Makes a plan for a problem: construction, repair, then search in parallel from several seeds.
package struct Planner: Sendable {
    package struct Limits: Sendable {
        /// Searches that run side by side, each from its own seed; the best plan is kept.
        package var threads: Int
        /// The most single moves of one search: with no time limit reached, the same seed gives the same plan.
        package var steps: Int
        package var seed: UInt64

        package init(threads: Int = 1, steps: Int = .max, seed: UInt64 = 1) {
            self.threads = threads
            self.steps = steps
            self.seed = seed
        }
    }

    private let problem: Problem

    package init(_ problem: Problem) { self.problem = problem }

    /// - Parameter progress: the share of the allowed time that has gone, from 0 to 1; called from several threads.
    /// - Throws: `plan.pinned` when the pins contradict each other.
    package func plan(_ limits: Limits, progress: @escaping @Sendable () -> Double) async throws -> Plan {
        var board = Board(problem)
        try Construction.run(&board)
        Repair.run(&board)
        guard limits.threads > 1 else { return search(board, limits.seed, limits.steps, progress).plan }
        let start = board
        let boards = await withTaskGroup(of: (UInt64, Board).self) { group in
            for number in 0..<UInt64(limits.threads) {
                group.addTask { (number, search(start, limits.seed &+ number, limits.steps, progress)) }
            }
            var found: [(UInt64, Board)] = []
            for await result in group { found.append(result) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return (boards.min { $0.cost < $1.cost } ?? start).plan
    }

    private func search(_ board: Board, _ seed: UInt64, _ steps: Int, _ progress: () -> Double) -> Board {
        var search = LocalSearch(board, seed: seed)
        return search.run(steps: steps, progress: progress)
    }

    /// The plan of a clerk who goes down the list and puts each where there is a seat first: the reference to beat.
    package func firstCome() throws(AppError) -> Plan {
        var board = Board(problem)
        for demand in 0..<problem.demandCount where problem.pinned[demand] >= 0 {
            if let option = board.options(demand).first, board.fits(demand, Int(option.course)) {
                board.put(demand, Int(option.course), cost: Int(option.cost))
            }
        }
        for demand in 0..<problem.demandCount where board.seat[demand] < 0 {
            for option in board.options(demand) where board.fits(demand, Int(option.course)) {
                board.put(demand, Int(option.course), cost: Int(option.cost))
                break
            }
        }
        for course in problem.courses.indices where !board.isSound(course) {
            for demand in board.members[course] { board.take(Int(demand)) }
        }
        return board.plan
    }
}

extension Problem {
    /// The plan in which everybody stays where they were before.
    package var previousPlan: Plan {
        var board = Board(self)
        let courses = Dictionary(uniqueKeysWithValues: instance.classes.enumerated().map { ($1.id, $0) })
        for (number, demand) in instance.demands.enumerated() {
            guard let course = demand.previous.flatMap({ courses[$0] }),
                let option = board.options(number).first(where: { Int($0.course) == course })
            else { continue }
            board.put(number, course, cost: Int(option.cost))
        }
        return board.plan
    }
}
