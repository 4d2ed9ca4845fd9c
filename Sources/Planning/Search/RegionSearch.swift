import Kernel

/// Betters the set of open classes of one region, trial by trial: descent over closing, opening and exchanging classes,
/// then a jolt of some random changes and descent again (iterated local search; Lourenço, Martin and Stützle, Handbook
/// of Metaheuristics, 2003). The best plan is kept, and what is done does not depend on how many trials are allowed.
struct RegionSearch {
    private let model: Model
    private(set) var board: Board
    private var set: OpenSet
    private var random: SeededRandom
    private(set) var best: [Int32]
    private(set) var bestCost: Int
    /// Trials left.
    private var trials: Int
    private let rivals: Rivals
    private let isOver: () -> Bool
    /// No plan costs less: who reaches it is done.
    private let bound: Int

    /// - Parameters:
    ///   - board: a sound board.
    ///   - isOver: asked at every trial.
    init(_ board: Board, seed: UInt64, trials: Int, bound: Int, isOver: @escaping () -> Bool) {
        model = board.model
        self.board = board
        set = OpenSet(board.model)
        random = SeededRandom(seed: seed)
        best = board.seat
        bestCost = board.cost
        self.trials = trials
        rivals = Rivals(board.model)
        self.isOver = isOver
        self.bound = bound
    }

    mutating func run() {
        set.polish(&board)
        descend()
        keep()
        var strength = 2
        while trials > 0, bestCost > bound, !isOver() {
            jolt(strength)
            descend()
            // A little worse is taken as the new place to stand, so that the search drifts over plateaus.
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

    /// Closes, opens and exchanges until nothing of that pays.
    private mutating func descend() {
        var improved = true
        while improved, trials > 0, !isOver() {
            improved = false
            for course in shuffled() where !board.isAlwaysOpen(course) {
                if board.size[course] > 0 {
                    if attempt(close: [course], open: []) {
                        improved = true
                        continue
                    }
                    for other in rivals.of(course) where board.size[other] == 0 && !board.isAlwaysOpen(other) {
                        if attempt(close: [course], open: [other]) {
                            improved = true
                            break
                        }
                    }
                } else if attempt(close: [], open: [course]) {
                    improved = true
                }
            }
        }
    }

    /// Some random changes whatever they cost.
    private mutating func jolt(_ strength: Int) {
        guard model.courseCount > 0 else {
            trials = 0
            return
        }
        var centre = random.below(model.courseCount)
        for _ in 0..<strength {
            if !board.isAlwaysOpen(centre) {
                if board.size[centre] > 0 {
                    let closed = rivals.of(centre).filter { board.size[$0] == 0 && !board.isAlwaysOpen($0) }
                    let open = closed.isEmpty || random.below(3) == 0 ? [] : [closed[random.below(closed.count)]]
                    _ = attempt(close: [centre], open: open, limit: .max)
                } else {
                    _ = attempt(close: [], open: [centre], limit: .max)
                }
            } else {
                trials -= 1
            }
            let near = rivals.of(centre)
            centre = near.isEmpty ? random.below(model.courseCount) : near[random.below(near.count)]
        }
    }

    private mutating func shuffled() -> [Int] {
        var order = Array(0..<model.courseCount)
        order.shuffle(using: &random)
        return order
    }
}
