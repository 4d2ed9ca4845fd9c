import Kernel

/// Improves the set of open classes of one region, trial by trial: descent over closing, opening and exchanging
/// classes, then a perturbation by some random changes and descent again (iterated local search; Lourenço, Martin and
/// Stützle, Handbook of Metaheuristics, 2003). The best plan is kept, and the order of the work does not depend on how
/// many trials are allowed.
struct RegionSearch {
    private let model: Model
    private(set) var board: Board
    private var set: OpenSet
    private var random: SeededRandom
    private var reseating: Reseating
    private(set) var best: [Int32]
    private(set) var bestCost: Int
    /// Trials left.
    private var trials: Int
    private let rivals: Rivals
    private var estimates: Estimates
    /// Changes that did not pay although they promised this much.
    private var failed: [Int: Int] = [:]
    private let isOver: () -> Bool
    /// No plan costs less: the search ends when it is reached.
    private let bound: Int

    /// - Parameters:
    ///   - board: a valid plan.
    ///   - isOver: asked at every trial.
    init(_ board: Board, seed: UInt64, trials: Int, bound: Int, isOver: @escaping () -> Bool) {
        model = board.model
        self.board = board
        set = OpenSet(board.model)
        random = SeededRandom(seed: seed)
        reseating = Reseating(seed: seed)
        best = board.seat
        bestCost = board.cost
        self.trials = trials
        rivals = Rivals(board.model)
        estimates = Estimates(board.model)
        self.isOver = isOver
        self.bound = bound
    }

    /// - Parameter thorough: false ends with the first plan that no single change improves.
    mutating func run(thorough: Bool = true) {
        board.markAllDirty()
        set.polish(&board)
        descend()
        keep()
        guard thorough, trials > 0 else { return }
        reseating.run(&board, &set, isOver: isOver)
        keep()
        var strength = 2
        while trials > 0, bestCost > bound, !isOver() {
            perturb(strength)
            // A longer search would still be running here, so the intermediate result is not kept.
            guard trials > 0 else { break }
            descend()
            guard trials > 0 else {
                keep()
                break
            }
            reseating.run(&board, &set, isOver: isOver)
            // A slightly worse plan is accepted as the new starting point, so that the search crosses plateaus.
            let slack = max(1, bestCost / 2000)
            if board.cost < bestCost {
                keep()
                strength = 2
            } else if board.cost > bestCost + random.below(slack) {
                board.adopt(best)
                strength = strength % 4 + 1
            }
        }
    }

    private mutating func keep() {
        board.settle()
        guard board.cost < bestCost else { return }
        best = board.seat
        bestCost = board.cost
    }

    private mutating func attempt(close: [Int], open: [Int], limit: Int? = nil) -> Bool {
        guard trials > 0, !isOver() else { return false }
        trials -= 1
        let changed = set.tryChange(close: close, open: open, limit: limit ?? board.cost, &board)
        if changed { board.settle() }
        return changed
    }

    /// Closes, opens and exchanges until none of it pays, the most promising change first.
    private mutating func descend() {
        failed.removeAll(keepingCapacity: true)
        while trials > 0, !isOver(), improve() {}
    }

    /// Tries promising changes until one pays.
    private mutating func improve() -> Bool {
        set.update(&estimates, board)
        for change in changes(above: 0) {
            // What failed before is tried again only if it now promises more.
            if let before = failed[change.key], change.promise <= before + model.grain { continue }
            if attempt(close: change.closed, open: change.opened) { return true }
            if trials == 0 || isOver() { return false }
            failed[change.key] = change.promise
        }
        return false
    }

    /// Closing `close`, opening `open`, or both; -1 for none.
    private struct Change {
        let close: Int
        let open: Int
        let promise: Int

        var key: Int { (close + 1) << 32 | (open + 1) }
        var closed: [Int] { close < 0 ? [] : [close] }
        var opened: [Int] { open < 0 ? [] : [open] }
    }

    /// Changes that could save more than a limit, the most promising first.
    private mutating func changes(above limit: Int) -> [Change] {
        var found: [Change] = []
        for course in 0..<model.courseCount where !board.isAlwaysOpen(course) {
            if board.size[course] == 0 {
                let promise = estimates.opening(course, closing: -1, above: limit, board)
                if promise > limit { found.append(Change(close: -1, open: course, promise: promise)) }
                continue
            }
            let saved = estimates.closing(course, board)
            if saved == Estimates.never { continue }
            if saved > limit { found.append(Change(close: course, open: -1, promise: saved)) }
            for other in rivals.of(course) where board.size[other] == 0 && !board.isAlwaysOpen(other) {
                let promise = saved + estimates.opening(other, closing: course, above: limit - saved, board)
                if promise > limit { found.append(Change(close: course, open: other, promise: promise)) }
            }
        }
        return found.sorted { $0.promise != $1.promise ? $0.promise > $1.promise : $0.key < $1.key }
    }

    /// Random changes regardless of cost: half of the perturbations take the cheapest ones, half any that are close
    /// together.
    private mutating func perturb(_ strength: Int) {
        guard model.courseCount > 0 else {
            trials = 0
            return
        }
        if random.below(2) == 0 {
            for _ in 0..<strength {
                set.update(&estimates, board)
                let open = changes(above: -40 * model.grain)
                guard !open.isEmpty else { break }
                let change = open[random.below(open.count)]
                _ = attempt(close: change.closed, open: change.opened, limit: .max)
            }
        } else {
            wander(strength)
        }
    }

    /// Closes, opens or exchanges classes that compete with each other, one after the other.
    private mutating func wander(_ strength: Int) {
        var centre = random.below(model.courseCount)
        for _ in 0..<strength {
            if board.isAlwaysOpen(centre) {
                trials -= 1
            } else if board.size[centre] > 0 {
                let closed = rivals.of(centre).filter { board.size[$0] == 0 && !board.isAlwaysOpen($0) }
                let open = closed.isEmpty || random.below(3) == 0 ? [] : [closed[random.below(closed.count)]]
                _ = attempt(close: [centre], open: open, limit: .max)
            } else {
                _ = attempt(close: [], open: [centre], limit: .max)
            }
            let near = rivals.of(centre)
            centre = near.isEmpty ? random.below(model.courseCount) : near[random.below(near.count)]
        }
    }
}
