import Kernel

/// Makes a plan for a problem and proves how far it can be from the optimum.
package struct Planner: Sendable {
    package struct Limits: Sendable {
        /// Cores to use.
        package let threads: Int
        /// The maximum number of trials of each thread, rounded up to a whole round of the regions: if no time
        /// limit is reached, the same seed gives the same plan.
        package var steps: Int
        package var seed: UInt64

        package init(threads: Int = 1, steps: Int = .max, seed: UInt64 = 1) {
            self.threads = max(1, threads)
            self.steps = steps
            self.seed = seed
        }
    }

    /// The progress of a run.
    package struct Progress: Sendable {
        /// Cost of the best plan so far; nil before there is one.
        package let score: Int?
        /// No plan costs less.
        package let bound: Int

        /// The part of the score that could at most be saved, in thousandths.
        package var gapPerMille: Int? {
            score.map { $0 <= 0 ? 0 : (($0 - bound) * 1000 + $0 - 1) / $0 }
        }
    }

    /// Steps after which prices hardly improve; a county takes a tenth of a second for them, a province some seconds.
    private static let priceSteps = 1000

    let problem: Problem

    package init(_ problem: Problem) { self.problem = problem }

    /// - Parameters:
    ///   - progress: the share of the allowed time that has elapsed, from 0 to 1; called from several threads. The
    ///     planner has no other clock; it also ends when its task is cancelled.
    ///   - report: called whenever the plan or the bound improves.
    /// - Throws: `plan.pinned` when the pins contradict each other or a class with pins cannot reach its minimum.
    package func plan(
        _ limits: Limits, report: @escaping @Sendable (Progress) -> Void = { _ in },
        progress: @escaping @Sendable () -> Double
    ) async throws -> Plan {
        let model = problem.model
        var ascent = DualAscent(model, threads: limits.threads)
        // At most a fifth of the time is spent on prices before there is a plan.
        let relaxation = await ascent.run(
            steps: Self.priceSteps, isOver: { Task.isCancelled || progress() > 0.2 })
        report(Progress(score: nil, bound: relaxation.bound))
        var board = Board(model)
        let construction = Construction(
            openShare: relaxation.openShare, threads: limits.threads, isOver: { Task.isCancelled || progress() >= 1 })
        guard await construction.run(&board) else { throw AppError.planPins }
        // The time may be over before the first plan is complete: the greedy one is then the better starting point.
        if let greedy = greedyBoard(), greedy.cost < board.cost { board.adopt(greedy.seat) }
        return await improve(board, limits, relaxation.bound, thorough: true, report, progress)
    }

    /// Adapts a plan made for an instance that has changed since: keeps every valid seat, seats those who lost theirs,
    /// and improves the plan by single changes of a class, in a large problem by one round of regions. It then ends,
    /// even if there is time left. Where former seats are `previous` classes, moving anybody has a cost, so that few
    /// move (see `Instance.following`).
    /// - Throws: `plan.pinned` as `plan(_:report:progress:)` does.
    package func replan(
        from plan: Plan, _ limits: Limits, report: @escaping @Sendable (Progress) -> Void = { _ in },
        progress: @escaping @Sendable () -> Double
    ) async throws -> Plan {
        var board = problem.board(plan)
        var set = OpenSet(problem.model)
        let pinned = board.model.fixed.indices.filter { board.model.fixed[$0] }
        let construction = Construction(
            openShare: [], threads: limits.threads, isOver: { Task.isCancelled || progress() >= 1 })
        guard pinned.allSatisfy({ board.seat[$0] >= 0 }), construction.enforceMinimums(&board, &set) else {
            throw AppError.planPins
        }
        var ascent = DualAscent(problem.model, threads: limits.threads)
        let relaxation = await ascent.run(
            steps: Self.priceSteps, isOver: { Task.isCancelled || progress() > 0.4 })
        return await improve(board, limits, relaxation.bound, thorough: false, report, progress)
    }

    private func improve(
        _ board: Board, _ limits: Limits, _ bound: Int, thorough: Bool,
        _ report: @escaping @Sendable (Progress) -> Void,
        _ progress: @escaping @Sendable () -> Double
    ) async -> Plan {
        report(Progress(score: board.cost, bound: bound))
        var improvement = Improvement(board, limits, bound: bound, thorough: thorough)
        await improvement.run(isOver: { Task.isCancelled || progress() >= 1 }) {
            report(Progress(score: $0, bound: bound))
        }
        return problem.plan(improvement.board, bound: bound)
    }

    /// The greedy plan: goes down the list and puts each demand into the first class with a seat. The reference to
    /// beat.
    /// - Returns: nil when a class with pinned people stays below its minimum that way.
    package func firstCome() -> Plan? { greedyBoard().map { problem.plan($0, bound: nil) } }

    private func greedyBoard() -> Board? {
        var board = Board(problem.model)
        let pinned = (0..<problem.demandCount).filter { board.model.fixed[$0] }
        for demand in pinned + (0..<problem.demandCount).filter({ !board.model.fixed[$0] }) {
            for place in board.model.options(demand) {
                let course = Int(board.model.optionCourse[place])
                guard board.hasSpace(demand, course), board.groupsAllow(demand, course) else { continue }
                board.put(demand, course, cost: board.model.optionCost[place])
                break
            }
        }
        var set = OpenSet(problem.model)
        for course in 0..<board.model.courseCount where !board.reachesMinimum(course) {
            if board.holdsFixed(course) {
                board.open[course] = true
                guard set.fill(course, &board) else { return nil }
            } else {
                for demand in board.members(course).map({ Int(board.members[$0]) }) { board.take(demand) }
            }
        }
        return board
    }
}

extension AppError {
    fileprivate static var planPins: AppError {
        AppError(
            .invalid, "plan.pinned",
            Text(
                zh: "固定的任务合在一起没有可行的计划：某班次超过容量或凑不够最少人数，或同一人、同一缺勤上限的班次同期。",
                en: "The pins cannot be satisfied together: some class is over its capacity or short of its minimum, "
                    + "or one person or cover has too many classes at once."),
            hint: Text(
                zh: "用 dangwu plan check 查看各处冲突；请取消一些固定，或调整班次。",
                en: "`dangwu plan check` shows where they clash; unpin some, or change the classes."))
    }
}
