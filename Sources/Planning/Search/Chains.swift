/// Finds the cheapest chain of moves: one demand enters a class, which pushes another into the next, until somebody finds
/// a free seat or is left out (ejection chains; Glover, Discrete Applied Mathematics 65, 1996; cyclic exchanges over a
/// graph of the classes; Ahuja, Orlin and Sharma, Operations Research Letters 31, 2003).
///
/// The nodes are classes, so a search costs the members of the classes it looks at and not the demands of the problem.
/// Labels are corrected in order of a queue (Bellman, Ford, Moore); an ancestor is never entered again, so that a label
/// stands for a simple chain. Where a cover is at its limit, who enters makes one of that cover's own give way: two moves
/// make one arc. Whoever sits in the class that is entered is pushed out of it and carries the chain on; whoever sits in
/// another class of the same days steps aside to a free seat.
struct Chains {
    /// One move of a chain; `to` is -1 for who is left out.
    struct Move {
        let demand: Int32
        let to: Int32
        let cost: Int32
    }

    enum Goal {
        /// Any class with a free seat, or leaving somebody out.
        case anywhere
        /// Back to where the chain began, or anywhere when that class can spare one.
        case cycle(Int)
        case course(Int)

        /// What a chain may cost on its way. Who prunes at the best total is exact where what follows a label costs something;
        /// on the way to a cycle a little more helps.
        @inline(__always) func limit(_ best: Int, _ detour: Int) -> Int {
            switch self {
            case .anywhere: best
            case .cycle: best + detour
            case .course: Chains.far
            }
        }
    }

    /// Where a demand could step aside to; -1 for nowhere.
    private struct Aside {
        var search = 0
        var to: Int32 = -1
        var cost: Int32 = 0
    }

    /// How a class is entered at the least cost.
    struct Label {
        var distance = Chains.far
        /// Who enters, what the seat costs, and the class left to get here (-1 for none).
        var mover: Int32 = -1
        var cost: Int32 = 0
        var parent: Int32 = -1
        /// A second move of the arc, -1 for none: who pushed the mover out of `via`, or who steps aside to `via` for the
        /// mover; and what that seat costs.
        var pusher: Int32 = -1
        var via: Int32 = -1
        var viaCost: Int32 = 0
        var isRoot = false
        var isQueued = false
    }

    static let far = Int.max / 4

    private(set) var labels: [Label]
    private var asides: [Aside]
    /// Number of the present search.
    private var search = 0
    private var touched: [Int32] = []
    private var queue: [Int32] = []
    /// Moves that turned out not to fit a chain as a whole, in this search.
    private var banned: [Int] = []
    private(set) var best = Chains.far
    private(set) var isFound = false
    /// The last class of the best chain, -1 when it consists of `bestLast` alone, and the moves behind it.
    private var bestEnd = -1
    private var bestLast: [Move] = []
    var moves: [Move] = []
    /// Classes that the moves of a chain leave.
    var left: [Int32] = []

    /// Classes that one search looks into at most: all of them some times over in a region, for labels that better each
    /// other again and again would never end; some in a whole province, where what lies farther off is left to the regions.
    let reach: Int
    /// Whether a search does not see the whole.
    let isFar: Bool
    /// How much more than the best a chain may cost on its way to a cycle.
    private let detour: Int

    init(_ model: Model) {
        labels = [Label](repeating: Label(), count: model.courseCount)
        asides = [Aside](repeating: Aside(), count: model.demandCount)
        isFar = model.courseCount > 400
        reach = isFar ? 24 : 12 * model.courseCount + 24
        detour = model.grain
    }

    // MARK: labels

    mutating func startAnew() { banned.removeAll(keepingCapacity: true) }

    mutating func ban(_ demand: Int, _ course: Int) { banned.append(demand << 32 | course) }

    mutating func reset(limit: Int) {
        for course in touched { labels[Int(course)] = Label() }
        search += 1
        touched.removeAll(keepingCapacity: true)
        queue.removeAll(keepingCapacity: true)
        best = limit
        isFound = false
        bestEnd = -1
        bestLast.removeAll(keepingCapacity: true)
    }

    mutating func spread(_ board: Board, _ goal: Goal) {
        var head = 0
        while head < min(queue.count, reach) {
            let course = Int(queue[head])
            head += 1
            labels[course].isQueued = false
            relaxMembers(of: course, base: labels[course].distance, root: false, board, goal)
        }
    }

    @inline(__always)
    mutating func relaxMembers(of course: Int, base: Int, root: Bool, _ board: Board, _ goal: Goal) {
        for place in board.members(course) {
            let demand = Int(board.members[place])
            if board.model.fixed[demand] { continue }
            relax(demand, from: course, base: base - Int(board.seatCost[demand]), root: root, board, goal)
        }
    }

    /// Looks at every class that the demand could enter, and at leaving it out.
    @inline(__always)
    mutating func relax(_ demand: Int, from: Int, base: Int, root: Bool, _ board: Board, _ goal: Goal) {
        let model = board.model
        switch goal {
        case .anywhere: if from >= 0 { leaveOut(demand, from, base, root, model) }
        case .cycle(let start): if board.canSpare(start) { leaveOut(demand, from, base, root, model) }
        case .course: break
        }
        for place in model.options(demand) {
            let cost = model.optionCost[place]
            let total = base + Int(cost)
            if total >= goal.limit(best, detour) { break }
            let course = Int(model.optionCourse[place])
            guard course != from, board.open[course] else { continue }
            if case .cycle(let start) = goal, course == start {
                if total < best, !root, !isBanned(demand, course), board.groupsAllow(demand, course) {
                    found(total, end: from, Move(demand: Int32(demand), to: Int32(course), cost: cost))
                }
                continue
            }
            // Who comes dearer than the class's label brings nothing: its members are pushed on from the label already.
            guard total < labels[course].distance else { continue }
            let blocker = board.blocker(demand, course)
            if blocker == Board.nothingBlocks {
                guard !isBanned(demand, course), root || !isAncestor(course, of: from) else { continue }
                var label = Label()
                label.distance = total
                label.mover = Int32(demand)
                label.cost = cost
                label.parent = Int32(from)
                label.isRoot = root
                enter(course, label, board, goal)
            } else if blocker >= 0, !isBanned(demand, course), root || !isAncestor(course, of: from) {
                var label = Label()
                label.parent = Int32(from)
                label.isRoot = root
                label.pusher = Int32(demand)
                label.via = Int32(course)
                label.viaCost = cost
                makeWay(blocker, label, total, board, goal)
            }
        }
    }

    /// Makes one member of a group give way to another who enters the class `via`: by being pushed out of it, or by
    /// stepping aside.
    private mutating func makeWay(_ group: Int, _ arc: Label, _ base: Int, _ board: Board, _ goal: Goal) {
        let (model, via) = (board.model, Int(arc.via))
        var isWanted = false
        if case .course(let wanted) = goal { isWanted = wanted == via }
        var label = Label()
        label.distance = min(labels[via].distance, goal.limit(best, detour))
        for place in model.groupDemands.range(group) {
            let demand = Int(model.groupDemands.values[place])
            let own = Int(board.seat[demand])
            guard own >= 0, !model.fixed[demand] else { continue }
            if own == via {
                // Who wants one more in the class gains nothing by pushing.
                if !isWanted { push(demand, arc, base, board, goal) }
            } else if board.overlap(own, via), board.canSpare(own), let aside = aside(demand, board),
                aside.to != arc.via
            {
                let total = base + Int(aside.cost) - Int(board.seatCost[demand])
                guard total < label.distance, board.frees(group, Int(arc.pusher), via, leaving: demand) else {
                    continue
                }
                label.distance = total
                label.pusher = Int32(demand)
                label.via = aside.to
                label.viaCost = aside.cost
            }
        }
        guard label.pusher >= 0, label.distance < labels[via].distance else { return }
        label.mover = arc.pusher
        label.cost = arc.viaCost
        label.parent = arc.parent
        label.isRoot = arc.isRoot
        enter(via, label, board, goal)
    }

    /// Pushes a demand out of the class `via`.
    private mutating func push(_ demand: Int, _ arc: Label, _ base: Int, _ board: Board, _ goal: Goal) {
        let (model, via) = (board.model, Int(arc.via))
        let start = base - Int(board.seatCost[demand])
        pushOut(demand, arc, start, board, goal)
        for place in model.options(demand) {
            let cost = model.optionCost[place]
            let total = start + Int(cost)
            if total >= goal.limit(best, detour) { break }
            let course = Int(model.optionCourse[place])
            guard course != via, course != Int(arc.parent), board.open[course] else { continue }
            if case .cycle(let first) = goal, course == first { continue }
            guard total < labels[course].distance, !isBanned(demand, course), board.groupsAllow(demand, course),
                arc.isRoot || !isAncestor(course, of: Int(arc.parent))
            else { continue }
            var label = arc
            label.distance = total
            label.mover = Int32(demand)
            label.cost = cost
            enter(course, label, board, goal)
        }
    }

    /// The cheapest free seat that a seated demand could move to by itself; the same throughout a search.
    private mutating func aside(_ demand: Int, _ board: Board) -> Aside? {
        if asides[demand].search != search {
            asides[demand] = Aside(search: search)
            for place in board.model.options(demand) {
                let course = Int(board.model.optionCourse[place])
                guard board.open[course], board.hasSpace(course), course != Int(board.seat[demand]),
                    !isBanned(demand, course), board.groupsAllow(demand, course)
                else { continue }
                asides[demand].to = Int32(course)
                asides[demand].cost = board.model.optionCost[place]
                break
            }
        }
        return asides[demand].to < 0 ? nil : asides[demand]
    }

    private mutating func enter(_ course: Int, _ label: Label, _ board: Board, _ goal: Goal) {
        if labels[course].distance == Self.far { touched.append(Int32(course)) }
        let isQueued = labels[course].isQueued
        labels[course] = label
        labels[course].isQueued = isQueued
        switch goal {
        case .course(let wanted):
            if course == wanted { return }
        case .anywhere:
            if label.distance < best, board.hasSpace(course) { found(label.distance, end: course, nil) }
        case .cycle(let start):
            if label.distance < best, board.hasSpace(course), board.canSpare(start) {
                found(label.distance, end: course, nil)
            }
        }
        if !isQueued {
            labels[course].isQueued = true
            queue.append(Int32(course))
        }
    }

    private mutating func found(_ total: Int, end: Int, _ last: Move?) {
        best = total
        isFound = true
        bestEnd = end
        bestLast.removeAll(keepingCapacity: true)
        if let last { bestLast.append(last) }
    }

    @inline(__always)
    private mutating func leaveOut(_ demand: Int, _ from: Int, _ base: Int, _ root: Bool, _ model: Model) {
        let total = base + Int(model.unassignedCost[demand])
        if total < best { found(total, end: root ? -1 : from, Move(demand: Int32(demand), to: -1, cost: 0)) }
    }

    private mutating func pushOut(_ demand: Int, _ arc: Label, _ base: Int, _ board: Board, _ goal: Goal) {
        let total = base + Int(board.model.unassignedCost[demand])
        guard total < best else { return }
        switch goal {
        case .course: return
        case .cycle(let start):
            guard board.canSpare(start) else { return }
        case .anywhere: break
        }
        found(total, end: arc.isRoot ? -1 : Int(arc.parent), Move(demand: Int32(demand), to: -1, cost: 0))
        bestLast.append(Move(demand: arc.pusher, to: arc.via, cost: arc.viaCost))
    }

    @inline(__always)
    private func isBanned(_ demand: Int, _ course: Int) -> Bool {
        !banned.isEmpty && banned.contains(demand << 32 | course)
    }

    private func isAncestor(_ course: Int, of from: Int) -> Bool {
        var node = from
        while node >= 0 {
            let label = labels[node]
            if node == course || Int(label.via) == course { return true }
            node = Int(label.parent)
            if label.isRoot { return node == course }
        }
        return false
    }

    // MARK: the chain

    /// Takes a label's chain as the best.
    mutating func choose(_ course: Int) { found(labels[course].distance, end: course, nil) }

    /// Writes the moves of the best chain, last first.
    /// - Returns: false when labels were bettered so that the chain now meets itself.
    mutating func collect() -> Bool {
        moves.removeAll(keepingCapacity: true)
        moves += bestLast
        var node = bestEnd
        while node >= 0 {
            let label = labels[node]
            moves.append(Move(demand: label.mover, to: Int32(node), cost: label.cost))
            if label.pusher >= 0 { moves.append(Move(demand: label.pusher, to: label.via, cost: label.viaCost)) }
            if label.isRoot || moves.count > 2 * labels.count { break }
            node = Int(label.parent)
        }
        for (number, move) in moves.enumerated() {
            for other in moves[(number + 1)...] where other.demand == move.demand {
                ban(Int(other.demand), Int(other.to))
                return false
            }
        }
        return true
    }
}
