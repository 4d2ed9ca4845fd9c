/// The best a class can do at given prices: the subproblem of the Lagrangian relaxation, one class at a time.
///
/// A demand in a class earns its price and pays its cost and the prices of the days on which its covers are
/// crowded. A class takes the demands that earn most, up to its
/// capacity and at most as many of each nesting group as its limit, and runs if that pays its opening cost. If it takes
/// fewer than its minimum it must also take some that lose. All numbers are integers, so the sum is exact.
struct ClassPricing {
    /// Prices of the demands and of the crowded times, as integers.
    struct Prices: Sendable {
        var demands: [Int32]
        var rows: [Int32]
    }

    private let model: Model
    /// Costs are multiplied by this, so that prices have fractional digits.
    private let scale: Int
    private var used: [Int32]
    private var keys: [Int] = []
    private var touched: [Int32] = []
    private let crowding: Crowding
    /// After `value`: places, among the class's admitted demands, of those it takes if it runs.
    private(set) var taken: [Int32] = []
    private var load: [Int32]

    /// Which limits within the class are enforced: choosing the cheapest first is exact under the nested covers alone
    /// and under the quotas alone, and the more expensive of the two answers is the better bound.
    private enum Limits { case covers, quotas }

    init(_ model: Model, _ crowding: Crowding, scale: Int) {
        self.model = model
        self.crowding = crowding
        self.scale = scale
        used = [Int32](repeating: 0, count: model.groupCount)
        load = [Int32](repeating: 0, count: model.pools.seats.count)
    }

    /// What the class is worth if it runs: opening cost plus the sum of cost less price, negative when it pays to run;
    /// nil when it cannot reach its minimum. `taken` then holds its members.
    mutating func value(_ course: Int, _ prices: Prices) -> Int? {
        let first = value(course, prices, .covers)
        let pools = model.pools.range(course)
        guard !pools.isEmpty, let first else { return first }
        let members = taken
        for pool in pools { load[pool] = 0 }
        guard let second = value(course, prices, .quotas) else { return nil }
        if second <= first {
            taken = members
            return first
        }
        return second
    }

    private mutating func value(_ course: Int, _ prices: Prices, _ limits: Limits) -> Int? {
        let (capacity, minimum) = (Int(model.capacity[course]), Int(model.minimum[course]))
        guard minimum <= capacity else { return nil }
        var total = Int(model.fixedCost[course]) * scale
        taken.removeAll(keepingCapacity: true)
        collect(course, prices, negative: true)
        total += choose(upTo: capacity, course, limits)
        if taken.count < minimum, total < 0 || minimum > 0 {
            // Members that cost more than they earn only add to the total: a class that does not pay without them does
            // not pay.
            if total < 0 {
                collect(course, prices, negative: false)
                total += choose(upTo: minimum, course, limits)
            }
        }
        for group in touched { used[Int(group)] = 0 }
        touched.removeAll(keepingCapacity: true)
        return taken.count < minimum && total < 0 ? nil : total
    }

    private mutating func collect(_ course: Int, _ prices: Prices, negative: Bool) {
        keys.removeAll(keepingCapacity: true)
        for place in model.admitted(course) {
            let demand = Int(model.admittedDemand[place])
            var net = Int(model.admittedCost[place]) * scale - Int(prices.demands[demand])
            if !crowding.isEmpty { net += crowding.price(place, prices.rows) }
            // Net in the upper half, the place in the lower: one sort orders both. A value that does not fit is
            // reduced, which only lowers the bound.
            net = min(net, 1 << 31 - 1)
            if (net < 0) == negative { keys.append(net << 32 | place) }
        }
        keys.sort()
    }

    private mutating func choose(upTo count: Int, _ course: Int, _ limits: Limits) -> Int {
        var total = 0
        for key in keys {
            if taken.count >= count { break }
            let place = key & 0xFFFF_FFFF
            let demand = Int(model.admittedDemand[place])
            if limits == .quotas {
                if takesSeat(demand, course) {
                    taken.append(Int32(place))
                    total += key >> 32
                }
                continue
            }
            let range = Int(model.nestedStart[demand])..<Int(model.nestedStart[demand + 1])
            var fits = true
            for nested in range {
                let group = Int(model.nestedOf[nested])
                if used[group] >= model.groupLimit[group] { fits = false }
            }
            guard fits else { continue }
            for nested in range {
                let group = model.nestedOf[nested]
                if used[Int(group)] == 0 { touched.append(group) }
                used[Int(group)] += 1
            }
            taken.append(Int32(place))
            total += key >> 32
        }
        return total
    }

    private mutating func takesSeat(_ demand: Int, _ course: Int) -> Bool {
        let (pools, first) = (model.pools, model.pool(demand, course))
        let free = pools.free(from: first) { load[$0] }
        guard free >= 0 else { return false }
        var pool = first
        load[pool] += 1
        while pool != free {
            pool = Int(pools.parent[pool])
            load[pool] += 1
        }
        return true
    }
}
