/// Seats that are kept for some, and covers whose limit may be exceeded at a cost.
extension Board {
    /// Whether the class has a seat that the demand may take.
    @inline(__always) func hasSpace(_ demand: Int, _ course: Int) -> Bool {
        guard hasSpace(course) else { return false }
        let pool = model.pool(demand, course)
        return pool < 0 || model.pools.free(from: pool, { load[$0] }) >= 0
    }

    /// Whether a member who leaves frees a seat that somebody may take who begins at a pool of the same class.
    func frees(_ member: Int, for pool: Int) -> Bool {
        var freed = Int(poolOfSeat[member])
        while freed >= 0, load[freed] > model.pools.seats[freed] { freed = Int(model.pools.parent[freed]) }
        var wanted = pool
        while wanted >= 0, wanted != freed { wanted = Int(model.pools.parent[wanted]) }
        return wanted >= 0
    }

    /// Whether everybody finds a seat if some leave a class with quotas and others enter it.
    /// - Parameter wider: open seats that are added.
    func seats(_ course: Int, leaving: [Int], entering: [Int], wider: Int) -> Bool {
        let range = model.pools.range(course)
        guard let root = range.first else { return true }
        var load = Array(load[range])
        func kept(_ pool: Int) -> Int32 { model.pools.seats[pool] + (pool == root ? Int32(wider) : 0) }
        for demand in leaving {
            var pool = Int(poolOfSeat[demand])
            while pool >= 0 {
                load[pool - root] -= 1
                // Before the seats are widened, nobody flows over from the open ones.
                if load[pool - root] < model.pools.seats[pool] { break }
                pool = Int(model.pools.parent[pool])
            }
        }
        for demand in entering {
            var pool = model.pool(demand, course)
            while pool >= 0 {
                load[pool - root] += 1
                if load[pool - root] <= kept(pool) { break }
                pool = Int(model.pools.parent[pool])
            }
            if pool < 0 { return false }
        }
        return true
    }

    /// What the covers would cost more if the demand, not counted in its present class, entered a class.
    @inline(__always) func crowding(_ demand: Int, _ course: Int) -> Int {
        guard !softUse.isEmpty else { return 0 }
        let (soft, own) = (model.soft, Int(seat[demand]))
        var sum = 0
        for place in soft.of.range(demand) {
            let cover = Int(soft.of.values[place])
            for span in soft.spans(course) {
                let use = Int(softUse[cover * soft.spanCount + span]) - (own >= 0 && soft.runs(own, span) ? 1 : 0)
                if use >= Int(soft.limit[cover]) { sum += Int(soft.cost[cover]) * Int(soft.days[span]) }
            }
        }
        return sum
    }

    /// What leaving its place would save: the seat, or being left out, and what covers cost because of it.
    @inline(__always) func value(_ demand: Int) -> Int {
        let cost = Int(seatCost[demand])
        let own = Int(seat[demand])
        guard !softUse.isEmpty, own >= 0 else { return cost }
        let soft = model.soft
        var sum = cost
        for place in soft.of.range(demand) {
            let cover = Int(soft.of.values[place])
            for span in soft.spans(own) where softUse[cover * soft.spanCount + span] > soft.limit[cover] {
                sum += Int(soft.cost[cover]) * Int(soft.days[span])
            }
        }
        return sum
    }

    /// By how much the covers cost more after some moves at once.
    func crowding(_ moves: [Chains.Move]) -> Int {
        guard !softUse.isEmpty else { return 0 }
        let soft = model.soft
        var changes: [Int: Int] = [:]
        for move in moves {
            let (demand, own) = (Int(move.demand), Int(seat[Int(move.demand)]))
            for place in soft.of.range(demand) {
                let row = Int(soft.of.values[place]) * soft.spanCount
                if own >= 0 { for span in soft.spans(own) { changes[row + span, default: 0] -= 1 } }
                if move.to >= 0 { for span in soft.spans(Int(move.to)) { changes[row + span, default: 0] += 1 } }
            }
        }
        // A sum of integers does not depend on the order.
        return changes.reduce(0) { sum, change in
            let (cover, span) = (change.key / soft.spanCount, change.key % soft.spanCount)
            let use = Int(softUse[change.key])
            return sum + soft.cost(cover, span, use + change.value) - soft.cost(cover, span, use)
        }
    }

    /// What exceeding the limits of covers costs.
    var crowdingCost: Int {
        let soft = model.soft
        return softUse.indices.reduce(0) { $0 + soft.cost($1 / soft.spanCount, $1 % soft.spanCount, Int(softUse[$1])) }
    }
}
