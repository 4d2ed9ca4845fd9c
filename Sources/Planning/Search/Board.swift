/// A plan under construction: assignments, costs and what still fits. Capacity and groups hold at every moment;
/// minima are the responsibility of the code that opens and closes classes.
///
/// Changes since `mark` are recorded, so that undoing a trial costs no more than the trial.
struct Board: Sendable {
    let model: Model
    /// Class of each demand or -1, and what that costs (its unassigned cost when it has none).
    private(set) var seat: [Int32]
    private(set) var seatCost: [Int32]
    private(set) var size: [Int32]
    /// Demands of class `c`: places `memberStart[c]..<memberStart[c] + size[c]`.
    private(set) var members: [Int32]
    let memberStart: [Int32]
    private var position: [Int32]
    /// Demands in class, by group and span: `use[group * spanCount + span]`.
    private var use: [Int32]
    /// People who began at or flowed over to each pool of seats, and the pool at which each demand began.
    private(set) var load: [Int32]
    private(set) var poolOfSeat: [Int32]
    /// As `use`, of covers whose limit may be exceeded: `softUse[cover * soft.spanCount + span]`.
    private(set) var softUse: [Int32]
    /// Whether demands may be moved into the class.
    var open: [Bool]
    /// Classes that have changed since the list was read, in order of change.
    private(set) var dirty: [Int32] = []
    private var isDirty: [Bool]
    private(set) var cost: Int
    private var journal: [(demand: Int32, from: Int32, cost: Int32)] = []

    init(_ model: Model) {
        self.model = model
        seat = [Int32](repeating: -1, count: model.demandCount)
        seatCost = model.unassignedCost
        size = [Int32](repeating: 0, count: model.courseCount)
        var start: [Int32] = [0]
        start.reserveCapacity(model.courseCount + 1)
        for capacity in model.capacity { start.append(start[start.count - 1] + capacity) }
        memberStart = start
        members = [Int32](repeating: -1, count: Int(start[model.courseCount]))
        position = [Int32](repeating: -1, count: model.demandCount)
        use =
            model.outsideUse.isEmpty
            ? [Int32](repeating: 0, count: model.groupCount * model.spanCount) : model.outsideUse
        load = [Int32](repeating: 0, count: model.pools.seats.count)
        poolOfSeat = [Int32](repeating: -1, count: model.pools.isEmpty ? 0 : model.demandCount)
        softUse = model.soft.outsideUse
        // A class without opening cost and minimum needs no decision.
        open = (0..<model.courseCount).map { model.minimum[$0] == 0 && model.fixedCost[$0] == 0 }
        isDirty = [Bool](repeating: false, count: model.courseCount)
        cost = model.unassignedCost.reduce(0) { $0 + Int($1) }
    }

    @inline(__always) func members(_ course: Int) -> Range<Int> {
        Int(memberStart[course])..<Int(memberStart[course]) + Int(size[course])
    }

    @inline(__always) func hasSpace(_ course: Int) -> Bool { size[course] < model.capacity[course] }

    /// Whether a member may leave without bringing the class below its minimum.
    @inline(__always) func canSpare(_ course: Int) -> Bool { size[course] > model.minimum[course] }

    /// Whether the class needs no decision because it is always open.
    func isAlwaysOpen(_ course: Int) -> Bool { model.minimum[course] == 0 && model.fixedCost[course] == 0 }

    func reachesMinimum(_ course: Int) -> Bool { size[course] == 0 || size[course] >= model.minimum[course] }

    /// Whether the class has pinned members.
    func holdsFixed(_ course: Int) -> Bool { members(course).contains { model.fixed[Int(members[$0])] } }

    static let nothingBlocks = -1
    static let severalBlock = -2

    /// The one group of the demand that is at its limit while the class runs, the demand's own present seat not
    /// counted; or `nothingBlocks`; or `severalBlock`, also for one group that is beyond its limit. Ignores capacity.
    @inline(__always) func blocker(_ demand: Int, _ course: Int) -> Int { blocker(demand, course) { _, _ in 0 } }

    /// - Parameter change: by how many the use of a group in a span will differ from now.
    @inline(__always) func blocker(_ demand: Int, _ course: Int, change: (_ group: Int, _ span: Int) -> Int) -> Int {
        let (first, last) = (Int(model.firstSpan[course]), Int(model.lastSpan[course]))
        var blocker = Self.nothingBlocks
        for place in model.groups(demand) {
            let group = Int(model.groupOf[place])
            let limit = Int(model.groupLimit[group])
            let row = group * model.spanCount
            for span in first...last {
                var count = Int(use[row + span])
                if sits(demand, span) { count -= 1 }
                count += change(group, span)
                if count >= limit {
                    if blocker != Self.nothingBlocks || count > limit { return Self.severalBlock }
                    blocker = group
                    break
                }
            }
        }
        return blocker
    }

    /// Whether the demand's groups allow it in the class. Ignores capacity.
    @inline(__always) func groupsAllow(_ demand: Int, _ course: Int) -> Bool {
        blocker(demand, course) == Self.nothingBlocks
    }

    /// Whether two classes have days in common.
    @inline(__always) func overlap(_ course: Int, _ other: Int) -> Bool {
        model.firstSpan[course] <= model.lastSpan[other] && model.firstSpan[other] <= model.lastSpan[course]
    }

    /// Whether a group has room for one more in the class once one of its members leaves a class.
    /// - Parameter mover: the demand that enters and also leaves its present class; -1 if unknown.
    func frees(_ group: Int, _ course: Int, leaving other: Int, for mover: Int = -1) -> Bool {
        let (limit, row) = (Int(model.groupLimit[group]), group * model.spanCount)
        return (Int(model.firstSpan[course])...Int(model.lastSpan[course])).allSatisfy { span in
            Int(use[row + span]) - (sits(other, span) ? 1 : 0) - (mover >= 0 && sits(mover, span) ? 1 : 0) < limit
        }
    }

    /// Whether the demand is in a class of the span.
    @inline(__always) func sits(_ demand: Int, _ span: Int) -> Bool {
        let own = Int(seat[demand])
        return own >= 0 && model.runs(own, span)
    }

    /// The groups of the demand that would exceed their limit in the class.
    func blockingGroups(_ demand: Int, _ course: Int) -> [Int] {
        model.groups(demand).map { Int(model.groupOf[$0]) }.filter { group in
            (Int(model.firstSpan[course])...Int(model.lastSpan[course])).contains { span in
                Int(use[group * model.spanCount + span]) - (sits(demand, span) ? 1 : 0)
                    >= Int(model.groupLimit[group])
            }
        }
    }

    /// Seats a demand that has no seat. The caller knows that it fits.
    mutating func put(_ demand: Int, _ course: Int, cost newCost: Int32) {
        journal.append((Int32(demand), -1, model.unassignedCost[demand]))
        place(demand, course, newCost)
    }

    /// Takes a demand out of its class.
    mutating func take(_ demand: Int) {
        journal.append((Int32(demand), seat[demand], seatCost[demand]))
        lift(demand)
    }

    private mutating func place(_ demand: Int, _ course: Int, _ newCost: Int32) {
        if size[course] == 0 { cost += Int(model.fixedCost[course]) }
        let slot = Int(memberStart[course]) + Int(size[course])
        members[slot] = Int32(demand)
        position[demand] = Int32(slot)
        size[course] += 1
        seat[demand] = Int32(course)
        cost += Int(newCost) - Int(seatCost[demand])
        seatCost[demand] = newCost
        if !load.isEmpty { load(demand, course) }
        count(demand, course, 1)
    }

    private mutating func lift(_ demand: Int) {
        let course = Int(seat[demand])
        let (slot, last) = (Int(position[demand]), Int(memberStart[course]) + Int(size[course]) - 1)
        if slot != last {
            members[slot] = members[last]
            position[Int(members[slot])] = Int32(slot)
        }
        size[course] -= 1
        if size[course] == 0 { cost -= Int(model.fixedCost[course]) }
        if !load.isEmpty { unload(demand) }
        seat[demand] = -1
        position[demand] = -1
        cost += Int(model.unassignedCost[demand]) - Int(seatCost[demand])
        seatCost[demand] = model.unassignedCost[demand]
        count(demand, course, -1)
    }

    @inline(__always) private mutating func count(_ demand: Int, _ course: Int, _ change: Int32) {
        for place in model.groups(demand) {
            let row = Int(model.groupOf[place]) * model.spanCount
            for span in Int(model.firstSpan[course])...Int(model.lastSpan[course]) { use[row + span] += change }
        }
        if !softUse.isEmpty { crowd(demand, course, change) }
        if !isDirty[course] {
            isDirty[course] = true
            dirty.append(Int32(course))
        }
    }

    private mutating func load(_ demand: Int, _ course: Int) {
        var pool = model.pool(demand, course)
        poolOfSeat[demand] = Int32(pool)
        while pool >= 0 {
            load[pool] += 1
            if load[pool] <= model.pools.seats[pool] { return }
            pool = Int(model.pools.parent[pool])
        }
    }

    private mutating func unload(_ demand: Int) {
        var pool = Int(poolOfSeat[demand])
        while pool >= 0 {
            load[pool] -= 1
            if load[pool] < model.pools.seats[pool] { return }
            pool = Int(model.pools.parent[pool])
        }
    }

    private mutating func crowd(_ demand: Int, _ course: Int, _ change: Int32) {
        let soft = model.soft
        for place in soft.of.range(demand) {
            let cover = Int(soft.of.values[place])
            for span in soft.spans(course) {
                let index = cover * soft.spanCount + span
                cost -= soft.cost(cover, span, Int(softUse[index]))
                softUse[index] += change
                cost += soft.cost(cover, span, Int(softUse[index]))
            }
        }
    }

    /// Takes one changed class off the list.
    mutating func popDirty() -> Int? {
        guard let course = dirty.popLast() else { return nil }
        isDirty[Int(course)] = false
        return Int(course)
    }

    /// Puts every class on the list, so that all are examined.
    mutating func markAllDirty() {
        dirty = (0..<model.courseCount).reversed().map { Int32($0) }
        for course in isDirty.indices { isDirty[course] = true }
    }

    mutating func clearDirty() {
        for course in dirty { isDirty[Int(course)] = false }
        dirty.removeAll(keepingCapacity: true)
    }

    /// A position to return to.
    var mark: Int { journal.count }

    /// Undoes the changes since the mark.
    mutating func undo(to mark: Int) {
        while journal.count > mark {
            let entry = journal.removeLast()
            if entry.from < 0 { lift(Int(entry.demand)) } else { place(Int(entry.demand), Int(entry.from), entry.cost) }
        }
    }

    /// Commits the changes since the mark.
    mutating func settle() { journal.removeAll(keepingCapacity: true) }

    /// Gives every demand the seat of the list.
    mutating func adopt(_ seats: [Int32]) {
        for demand in seats.indices where seat[demand] >= 0 && seat[demand] != seats[demand] { lift(demand) }
        for demand in seats.indices where seats[demand] >= 0 && seat[demand] < 0 {
            guard let cost = model.cost(demand, Int(seats[demand])) else { continue }
            place(demand, Int(seats[demand]), Int32(cost))
        }
        for course in open.indices { open[course] = size[course] > 0 || isAlwaysOpen(course) }
        settle()
    }

    func usage(_ group: Int, _ span: Int) -> Int32 { use[group * model.spanCount + span] }
}
