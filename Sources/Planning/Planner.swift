import Kernel

/// Makes a plan for a problem and proves how far it can be from the best one.
package struct Planner: Sendable {
    package struct Limits: Sendable {
        /// Cores to use.
        package let threads: Int
        /// The most trials of each thread, rounded up to a whole turn of the regions where there are several: with no time
        /// limit reached, the same seed gives the same plan.
        package var steps: Int
        package var seed: UInt64

        package init(threads: Int = 1, steps: Int = .max, seed: UInt64 = 1) {
            self.threads = max(1, threads)
            self.steps = steps
            self.seed = seed
        }
    }

    /// Where the work stands.
    package struct Progress: Sendable {
        /// Cost of the best plan so far; nil before there is one.
        package let score: Int?
        /// No plan costs less.
        package let bound: Int

        /// How much of the score could at most be saved, in thousandths of it.
        package var gapPerMille: Int? {
            score.map { $0 <= 0 ? 0 : (($0 - bound) * 1000 + $0 - 1) / $0 }
        }
    }

    /// Steps after which prices hardly get better; a county takes a tenth of a second for them, a province some seconds.
    private static let priceSteps = 1000

    let problem: Problem

    package init(_ problem: Problem) { self.problem = problem }

    /// - Parameters:
    ///   - progress: the share of the allowed time that has gone, from 0 to 1; called from several threads. The planner
    ///     knows no other clock; it also ends when its task is cancelled.
    ///   - report: told whenever the plan or the bound is better.
    /// - Throws: `plan.pinned` when the pins contradict each other or a class with pins cannot reach its minimum.
    package func plan(
        _ limits: Limits, report: @escaping @Sendable (Progress) -> Void = { _ in },
        progress: @escaping @Sendable () -> Double
    ) async throws -> Plan {
        let model = problem.model
        var ascent = DualAscent(model, threads: limits.threads)
        // A fifth of the time at most goes into prices before there is a plan.
        let relaxation = await ascent.run(
            steps: Self.priceSteps, isOver: { Task.isCancelled || progress() > 0.2 })
        report(Progress(score: nil, bound: relaxation.bound))
        var board = Board(model)
        let construction = Construction(
            openShare: relaxation.openShare, threads: limits.threads, isOver: { Task.isCancelled || progress() >= 1 })
        guard await construction.run(&board) else { throw AppError.planPins }
        // Time may have ended before the first plan was complete: a clerk's is then the better one to go on from.
        if let clerks = clerksBoard(), clerks.cost < board.cost { board.adopt(clerks.seat) }
        return await improve(board, limits, relaxation.bound, thorough: true, report, progress)
    }

    /// Takes up a plan made for an instance that has changed since: keeps every seat that still holds, seats who has lost
    /// theirs, and betters the plan by single changes of a class, in a large problem by one round of regions. It then
    /// ends, whatever time is left. Where seats of before are `previous` classes, moving anybody has its cost, so that few
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
        guard pinned.allSatisfy({ board.seat[$0] >= 0 }), construction.makeSound(&board, &set) else {
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

    /// The plan of a clerk who goes down the list and puts each where there is a seat first: the reference to beat.
    /// - Returns: nil when a class with pinned people stays below its minimum that way.
    package func firstCome() -> Plan? { clerksBoard().map { problem.plan($0, bound: nil) } }

    private func clerksBoard() -> Board? {
        var board = Board(problem.model)
        let pinned = (0..<problem.demandCount).filter { board.model.fixed[$0] }
        for demand in pinned + (0..<problem.demandCount).filter({ !board.model.fixed[$0] }) {
            for place in board.model.options(demand) {
                let course = Int(board.model.optionCourse[place])
                guard board.hasSpace(course), board.groupsAllow(demand, course) else { continue }
                board.put(demand, course, cost: board.model.optionCost[place])
                break
            }
        }
        var set = OpenSet(problem.model)
        for course in 0..<board.model.courseCount where !board.isSound(course) {
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
                en:
                    "The pins as a whole leave no plan: some class is over its capacity or short of its minimum, or one person or cover has too many classes at once."
            ),
            hint: Text(
                zh: "用 dangwu plan check 查看各处冲突；请取消一些固定，或调整班次。",
                en: "`dangwu plan check` shows where they clash; unpin some, or change the classes."))
    }
}
