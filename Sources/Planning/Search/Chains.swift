/// Finds the cheapest chain of moves: one demand enters a class, which displaces another into the next, until somebody
/// finds a free seat or is left out (ejection chains; Glover, Discrete Applied Mathematics 65, 1996; cyclic exchanges
/// over a graph of the classes; Ahuja, Orlin and Sharma, Operations Research Letters 31, 2003).
///
/// The nodes are classes, so the cost of a search depends on the members of the classes it visits, not on the problem.
/// Where a cover is at its limit, an entering demand must displace one of that cover from the class, or from another of
/// the same days: the cover's share of the class is a separate node with only its members. A person with several
/// demands is such a cover, too. Labels are corrected in queue order (Bellman, Ford, Moore); an ancestor is never
/// entered again, so that a label represents a simple chain.
struct Chains {
    /// One move of a chain; `to` is -1 for leaving a demand out.
    struct Move {
        let demand: Int32
        let to: Int32
        let cost: Int32

        static let none = Move(demand: -1, to: -1, cost: 0)
    }

    enum Goal {
        /// Any class with a free seat, or leaving somebody out.
        case anywhere
        /// Back to where the chain began, or anywhere when that class can spare one.
        case cycle(Int)
        case course(Int)

        /// What a prefix of a chain may cost. Pruning at the best total is exact when the rest of a chain never saves
        /// anything; for cycles a small allowance helps.
        @inline(__always) func limit(_ best: Int, _ detour: Int) -> Int {
            switch self {
            case .anywhere: best
            case .cycle: best + detour
            case .course: Chains.far
            }
        }
    }

    /// The cheapest way to enter a node.
    struct Label {
        var distance = Chains.far
        /// The demand that enters, and the node it leaves (-1 for none).
        var move = Move.none
        var parent: Int32 = -1
        /// Of a class: who leaves another class to make the move possible.
        var aside = Move.none
        /// Of a share: who could make room; nil when not yet computed.
        var offer: Move?
        var isRoot = false
        var isQueued = false
        var isTouched = false
    }

    static let far = Int.max / 4

    /// Of the classes, followed by those of the shares and of the pools of seats.
    var labels: [Label]
    private var touched: [Int32] = []
    private var queue: [Int32] = []
    /// Moves that made a whole chain invalid in this search.
    private var banned: [Int] = []
    var best = Chains.far
    /// The moves of the best chain, last first; empty when none was found.
    var moves: [Move] = []
    /// The chain under examination, last move first.
    var candidate: [Move] = []
    /// A move that invalidated a chain better than the best.
    var refused: Move?

    /// Nodes that one search expands at most: in a region several times the number of classes, because labels that
    /// improve each other repeatedly would never end; some in a whole province, where what is farther away is left to
    /// the regions. Counting classes alone finds no better plans under tight covers.
    let reach: Int
    /// Whether a search is truncated.
    let isFar: Bool
    /// How much more than the best a chain may cost before it closes a cycle.
    let detour: Int
    let model: Model
    /// The node of the first pool of seats.
    let firstPool: Int

    init(_ model: Model) {
        self.model = model
        labels = [Label](
            repeating: Label(), count: model.courseCount + model.shareGroup.count + model.pools.seats.count)
        firstPool = model.courseCount + model.shareGroup.count
        isFar = model.courseCount > 400
        reach = isFar ? 24 : 12 * model.courseCount + 24
        detour = model.grain
    }

    @inline(__always) func course(_ node: Int) -> Int {
        if node < model.courseCount { return node }
        return Int(
            node < firstPool ? model.shares.values[node - model.courseCount] : model.pools.course[node - firstPool])
    }

    /// The node at which a demand enters a class. Where quotas divide the seats, who is displaced depends on who comes;
    /// prices of one more seat and what is pulled into a class do not.
    @inline(__always) func entry(_ demand: Int, _ course: Int, _ goal: Goal) -> Int {
        let pool = model.pool(demand, course)
        if pool < 0 { return course }
        if case .course(let goal) = goal, goal < 0 || goal == course { return course }
        return firstPool + pool
    }

    // MARK: labels

    /// Whether a move was banned, so that another chain may be found.
    var isWorthAnotherSearch: Bool { refused != nil || !moves.isEmpty }

    mutating func restart() { banned.removeAll(keepingCapacity: true) }

    mutating func ban(_ move: Move) { banned.append(Int(move.demand) << 32 | Int(move.to)) }

    mutating func reset(limit: Int) {
        for node in touched { labels[Int(node)] = Label() }
        touched.removeAll(keepingCapacity: true)
        queue.removeAll(keepingCapacity: true)
        best = limit
        refused = nil
        moves.removeAll(keepingCapacity: true)
    }

    mutating func spread(_ board: Board, _ goal: Goal) {
        var head = 0
        while head < min(queue.count, reach) {
            let node = Int(queue[head])
            head += 1
            labels[node].isQueued = false
            let base = labels[node].distance
            if node < model.courseCount {
                relaxMembers(of: node, base: base, root: false, board, goal)
                continue
            }
            if node >= firstPool {
                for place in board.members(course(node)) {
                    let demand = Int(board.members[place])
                    guard !model.fixed[demand], board.frees(demand, for: node - firstPool) else { continue }
                    relax(demand, from: node, base: base - board.value(demand), root: false, board, goal)
                }
                continue
            }
            let (group, course) = (Int(model.shareGroup[node - model.courseCount]), course(node))
            for place in model.groupDemands.range(group) {
                let demand = Int(model.groupDemands.values[place])
                let own = Int(board.seat[demand])
                guard own >= 0, !model.fixed[demand],
                    own == course || leavesRoom(demand, own, node, board, goal)
                else { continue }
                relax(demand, from: node, base: base - board.value(demand), root: false, board, goal)
            }
        }
    }

    @inline(__always)
    mutating func relaxMembers(of course: Int, base: Int, root: Bool, _ board: Board, _ goal: Goal) {
        for place in board.members(course) {
            let demand = Int(board.members[place])
            if model.fixed[demand] { continue }
            relax(demand, from: course, base: base - board.value(demand), root: root, board, goal)
        }
    }

    /// Tries every class that the demand could enter, and leaving it out.
    @inline(__always)
    mutating func relax(_ demand: Int, from: Int, base: Int, root: Bool, _ board: Board, _ goal: Goal) {
        let here = Int(board.seat[demand])
        switch goal {
        case .anywhere: if from >= 0 { leaveOut(demand, from, base, root, board) }
        case .cycle(let start): if board.canSpare(start) { leaveOut(demand, from, base, root, board) }
        case .course: break
        }
        for place in model.options(demand) {
            let cost = model.optionCost[place]
            var total = base + Int(cost)
            if total >= goal.limit(best, detour) { break }
            let course = Int(model.optionCourse[place])
            guard course != here, board.open[course] else { continue }
            total += board.crowding(demand, course)
            let move = Move(demand: Int32(demand), to: Int32(course), cost: cost)
            if case .cycle(let start) = goal, course == start {
                // A cycle ends where it began.
                if total < best, !root, !isBanned(demand, course),
                    blocker(demand, course, after: from, board) == Board.nothingBlocks
                {
                    found(end: from, move, board)
                }
                continue
            }
            // Entering at a higher cost than the class's label brings nothing: its members are already reached from the
            // label.
            let node = entry(demand, course, goal)
            guard total < labels[node].distance else { continue }
            if case .course(course) = goal, !board.hasSpace(demand, course), board.hasSpace(course) { continue }
            let blocker = blocker(demand, course, after: root ? -1 : from, board)
            if blocker == Board.nothingBlocks {
                enter(node, move, total, from, root, board, goal)
            } else if blocker >= 0, model.groupLimit[blocker] > 0 {
                let share = model.courseCount + model.share(blocker, course)
                stepAside(share, move, total, from, root, board, goal)
                if case .course(course) = goal { continue }
                if total < labels[share].distance { enter(share, move, total, from, root, board, goal) }
            }
        }
    }

    @inline(__always)
    mutating func enter(
        _ node: Int, _ move: Move, _ total: Int, _ from: Int, _ root: Bool, aside: Move = .none, _ board: Board,
        _ goal: Goal
    ) {
        guard !isBanned(Int(move.demand), Int(move.to)), root || !isAncestor(node, of: from) else { return }
        touch(node)
        labels[node].distance = total
        labels[node].move = move
        labels[node].parent = Int32(from)
        labels[node].isRoot = root
        if node < model.courseCount || node >= firstPool {
            labels[node].aside = aside
            let (demand, course) = (Int(move.demand), Int(move.to))
            switch goal {
            case .course(course): return
            case .course: break
            case .anywhere: if total < best, board.hasSpace(demand, course) { found(end: node, nil, board) }
            case .cycle(let start):
                if total < best, board.hasSpace(demand, course), board.canSpare(start) { found(end: node, nil, board) }
            }
        }
        if !labels[node].isQueued {
            labels[node].isQueued = true
            queue.append(Int32(node))
        }
    }

    @inline(__always)
    mutating func touch(_ node: Int) {
        guard !labels[node].isTouched else { return }
        labels[node].isTouched = true
        touched.append(Int32(node))
    }

    @inline(__always)
    private mutating func leaveOut(_ demand: Int, _ from: Int, _ base: Int, _ root: Bool, _ board: Board) {
        guard base + Int(model.unassignedCost[demand]) < best else { return }
        found(end: root ? -1 : from, Move(demand: Int32(demand), to: -1, cost: model.unassignedCost[demand]), board)
    }

    @inline(__always)
    func isBanned(_ demand: Int, _ course: Int) -> Bool {
        !banned.isEmpty && banned.contains(demand << 32 | course)
    }

    private func isAncestor(_ other: Int, of from: Int) -> Bool {
        var node = from
        while node >= 0 {
            if node == other { return true }
            // Nor does a chain return to where it began.
            if labels[node].isRoot { return Int(labels[node].parent) == other }
            node = Int(labels[node].parent)
        }
        return false
    }
}
