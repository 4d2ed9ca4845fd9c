import Kernel

/// Betters a plan step by step until its time is over: simulated annealing over single moves and swaps, with closing and
/// opening whole classes in between. Every state it passes through is valid.
struct LocalSearch {
    private(set) var board: Board
    private var random: SeededRandom
    /// The best seats seen at a step that was looked at, and their cost.
    private var best: (seats: [Int32], cost: Int)
    private let movable: [Int]
    private let openable: [Int]

    init(_ board: Board, seed: UInt64) {
        self.board = board
        best = (board.snapshot, board.cost)
        random = SeededRandom(seed: seed)
        movable = (0..<board.problem.demandCount).filter { board.problem.pinned[$0] < 0 && !board.options($0).isEmpty }
        openable = board.problem.courses.indices.filter { !board.problem.courses[$0].committed }
    }

    /// - Parameters:
    ///   - steps: the most single moves to try.
    ///   - progress: the share of the time that has gone, from 0 to 1, asked every 256 steps; 1 ends the search.
    mutating func run(steps: Int, progress: () -> Double) -> Board {
        guard !movable.isEmpty else { return board }
        // One class is some thousands; a journey some hundreds. Start by accepting a loss of a journey now and then.
        let (hot, cold) = (400.0, 4.0)
        var temperature = hot
        var step = 0
        while step < steps {
            if step % 256 == 0 {
                keepBest()
                let share = max(progress(), Double(step) / Double(steps))
                if share >= 1 { break }
                temperature = hot * pow2(share * log2Ratio(cold / hot))
            }
            switch random.below(1000) {
            case 0..<4: closeSomeClass()
            case 4..<8: openSomeClass()
            case 8..<200: swap(temperature)
            default: shift(temperature)
            }
            step += 1
        }
        keepBest()
        return best.cost < board.cost ? board.restored(best.seats) : board
    }

    private mutating func keepBest() {
        if board.cost < best.cost { best = (board.snapshot, board.cost) }
    }

    private func pow2(_ exponent: Double) -> Double { Self.power(exponent) }

    /// 2 to a power between -20 and 0, without the C library: halving, then a series.
    private static func power(_ exponent: Double) -> Double {
        var (value, left) = (1.0, exponent)
        while left <= -1 {
            value /= 2
            left += 1
        }
        let x = left * 0.693_147_180_559_945_3
        return value * (1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5)))))
    }

    private func log2Ratio(_ ratio: Double) -> Double {
        var (value, result) = (ratio, 0.0)
        while value < 0.5 {
            value *= 2
            result -= 1
        }
        return result - 2 * (1 - value)
    }

    private mutating func accepts(_ change: Int, _ temperature: Double) -> Bool {
        if change <= 0 { return true }
        let ratio = Double(change) / temperature
        if ratio > 12 { return false }
        return random.unit() < Self.power(-ratio * 1.442_695_040_888_963_4)
    }

    /// Moves one demand to another class, or into one when it has none.
    private mutating func shift(_ temperature: Double) {
        let demand = movable[random.below(movable.count)]
        let options = board.options(demand)
        let option = options[options.startIndex + random.below(options.count)]
        let (from, to) = (Int(board.seat[demand]), Int(option.course))
        guard from != to else { return }
        if from >= 0, !board.canSpare(from) { return }
        let target = board.problem.courses[to]
        // A class is opened by `openSomeClass`, with enough people at once.
        if board.size[to] == 0, !target.committed, target.minimum > 1 { return }
        var change = Int(option.cost) - board.seatCost[demand]
        if from >= 0, board.size[from] == 1, !board.problem.courses[from].committed {
            change -= board.problem.courses[from].fixedCost
        }
        if board.size[to] == 0, !target.committed { change += target.fixedCost }
        guard accepts(change, temperature), board.fits(demand, to) else { return }
        board.put(demand, to, cost: Int(option.cost))
    }

    /// Lets two demands change places.
    private mutating func swap(_ temperature: Double) {
        let first = movable[random.below(movable.count)]
        let options = board.options(first)
        let option = options[options.startIndex + random.below(options.count)]
        let (from, to) = (Int(board.seat[first]), Int(option.course))
        guard from != to, board.size[to] > 0 else { return }
        let second = Int(board.members[to][random.below(board.size[to])])
        guard board.problem.pinned[second] < 0 else { return }
        var back: Problem.Option?
        if from >= 0 {
            back = board.options(second).first { Int($0.course) == from }
            guard back != nil else { return }
        }
        let secondCost = back.map { Int($0.cost) } ?? board.problem.unassignedCost[second]
        let change = Int(option.cost) - board.seatCost[first] + secondCost - board.seatCost[second]
        guard accepts(change, temperature) else { return }
        let oldCosts = (board.seatCost[first], board.seatCost[second])
        board.take(second)
        if from >= 0 { board.take(first) }
        if board.fits(first, to) {
            board.put(first, to, cost: Int(option.cost))
            guard let back else { return }
            if board.fits(second, from) {
                board.put(second, from, cost: Int(back.cost))
                return
            }
            board.take(first)
        }
        board.put(second, to, cost: oldCosts.1)
        if from >= 0 { board.put(first, from, cost: oldCosts.0) }
    }

    /// Empties one class into the others; kept when that is cheaper.
    private mutating func closeSomeClass() {
        guard !openable.isEmpty else { return }
        let course = openable[random.below(openable.count)]
        guard board.size[course] > 0, !board.members[course].contains(where: { board.problem.pinned[Int($0)] >= 0 })
        else { return }
        let before = board.cost
        let leaving = board.members[course].map { ($0, board.seatCost[Int($0)]) }
        for (demand, _) in leaving { board.take(Int(demand)) }
        for (demand, _) in leaving { insertElsewhere(Int(demand), not: course) }
        if board.cost < before { return }
        for (demand, _) in leaving where board.seat[Int(demand)] >= 0 { board.take(Int(demand)) }
        for (demand, cost) in leaving { board.put(Int(demand), course, cost: cost) }
    }

    private mutating func insertElsewhere(_ demand: Int, not course: Int) {
        for option in board.options(demand) where Int(option.course) != course {
            let other = Int(option.course)
            guard board.size[other] > 0 || board.problem.courses[other].committed, board.fits(demand, other) else {
                continue
            }
            board.put(demand, other, cost: Int(option.cost))
            return
        }
    }

    /// Opens one empty class with the demands that gain most by it; kept when that is cheaper.
    private mutating func openSomeClass() {
        guard !openable.isEmpty else { return }
        let course = openable[random.below(openable.count)]
        guard board.size[course] == 0 else { return }
        let target = board.problem.courses[course]
        let before = board.cost
        var gains: [(gain: Int, demand: Int, cost: Int)] = []
        for entry in board.admitted(course) where board.problem.pinned[Int(entry.demand)] < 0 {
            let gain = board.seatCost[Int(entry.demand)] - Int(entry.cost)
            if gain > -150 { gains.append((gain, Int(entry.demand), Int(entry.cost))) }
        }
        guard gains.count >= target.minimum else { return }
        gains.sort { $0.gain != $1.gain ? $0.gain > $1.gain : $0.demand < $1.demand }
        var undo: [(demand: Int, from: Int, cost: Int)] = []
        for (gain, demand, cost) in gains {
            if board.size[course] >= target.capacity || (gain <= 0 && board.size[course] >= target.minimum) { break }
            let from = Int(board.seat[demand])
            if from >= 0, !board.canSpare(from) { continue }
            guard board.fits(demand, course) else { continue }
            undo.append((demand, from, board.seatCost[demand]))
            board.put(demand, course, cost: cost)
        }
        if board.size[course] >= target.minimum, board.cost < before { return }
        for (demand, from, cost) in undo.reversed() {
            if from >= 0 { board.put(demand, from, cost: cost) } else { board.take(demand) }
        }
    }
}
