/// Who could take the seats, as an integer program: seats of each unit within its bounds, people by unit and groups,
/// and the floors held so far. Solved exactly by branch and bound over its linear relaxation (A. H. Land and A. G.
/// Doig, 1960).
struct AllocationModel {
    private var program = LinearProgram()
    private let seatsOf: [Int]
    /// Variables of people, with the groups they are in.
    private let people: [(variable: Int, groups: Set<StructureGroup>)]

    init(_ total: Int, _ units: [AllocationUnit], _ ideal: [Int]) {
        var seatsOf: [Int] = []
        var people: [(variable: Int, groups: Set<StructureGroup>)] = []
        var all = LinearProgram.Row(terms: [], equals: Double(total))
        for (unit, wanted) in zip(units, ideal) {
            let seats = program.add(Double(unit.atLeast), Double(max(unit.atLeast, unit.atMost)))
            seatsOf.append(seats)
            all.terms.append((seats, 1))
            // A seat for which nobody is known yet is of no group.
            var row = LinearProgram.Row(terms: [(program.add(0, Double(total)), 1), (seats, -1)], equals: 0)
            let pool = unit.pool.filter { $0.value > 0 && !$0.key.isEmpty }
                .sorted { $0.key.map(\.rawValue).sorted().joined() < $1.key.map(\.rawValue).sorted().joined() }
            for (groups, count) in pool {
                let variable = program.add(0, Double(count))
                people.append((variable, groups))
                row.terms.append((variable, 1))
            }
            program.rows.append(row)
            let (more, fewer) = (program.add(0, Double(total), cost: 1), program.add(0, Double(total), cost: 1))
            program.rows.append(
                LinearProgram.Row(terms: [(seats, 1), (more, -1), (fewer, 1)], equals: Double(wanted)))
        }
        program.rows.append(all)
        self.seatsOf = seatsOf
        self.people = people
    }

    /// Holds a floor from now on.
    mutating func hold(_ group: StructureGroup, atLeast: Int) {
        guard atLeast > 0 else { return }
        let surplus = program.add(0, .infinity)
        var row = LinearProgram.Row(terms: [(surplus, -1)], equals: Double(atLeast))
        for person in people where person.groups.contains(group) { row.terms.append((person.variable, 1)) }
        program.rows.append(row)
    }

    /// The most people of a group that can have a seat beside the floors that are held.
    func most(of group: StructureGroup) -> Int {
        var search = program
        for index in search.variables.indices { search.variables[index].cost = 0 }
        for person in people where person.groups.contains(group) { search.variables[person.variable].cost = -1 }
        return solve(search).map { -Int($0.cost.rounded()) } ?? 0
    }

    /// The seats that move as few as possible from where they would be by weight.
    func seats() -> [Int] {
        guard let best = solve(program) else { return [] }
        return seatsOf.map { Int(best.values[$0].rounded()) }
    }

    /// The best whole solution; costs are whole as well, so that a branch whose bound rounds up to the best is done.
    private func solve(_ start: LinearProgram) -> (values: [Double], cost: Double)? {
        let whole = seatsOf + people.map(\.variable)
        var best: (values: [Double], cost: Double)?
        var open = [start]
        while let node = open.popLast() {
            guard case .solved(let values, let cost) = node.solve() else { continue }
            if let best, (cost - 1e-6).rounded(.up) >= best.cost - 1e-6 { continue }
            guard let split = whole.max(by: { Self.distance(values[$0]) < Self.distance(values[$1]) }),
                Self.distance(values[split]) > 1e-5
            else {
                best = (values, cost)
                continue
            }
            var (below, above) = (node, node)
            below.variables[split].upper = values[split].rounded(.down)
            above.variables[split].lower = values[split].rounded(.up)
            // The nearer side is looked at first.
            open += values[split] - values[split].rounded(.down) < 0.5 ? [above, below] : [below, above]
        }
        return best
    }

    private static func distance(_ value: Double) -> Double { abs(value - value.rounded()) }
}
