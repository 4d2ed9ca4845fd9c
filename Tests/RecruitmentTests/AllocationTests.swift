import Kernel
import Recruitment
import Testing

/// Seats by weight and floors, beside exhaustive search on small cases.
struct AllocationTests {
    private static let weights = AllocationWeights(base: 50, applicants: 20, activists: 30)

    private func unit(
        _ key: String, base: Int = 0, applicants: Int = 0, activists: Int = 0, least atLeast: Int = 0,
        most atMost: Int = 100,
        pool: [Set<StructureGroup>: Int] = [:]
    ) -> AllocationUnit {
        AllocationUnit(
            key: key, name: key, base: base, applicants: applicants, activists: activists, atLeast: atLeast,
            atMost: atMost, pool: pool)
    }

    @Test func theLargestRemainderGetsTheSeat() throws {
        // 7 seats by 5 : 3 : 2: 3.5, 2.1, 1.4; the seat that is over goes to the half.
        let units = [unit("a", base: 5), unit("b", base: 3), unit("c", base: 2)]
        let seats = try AllocationRule(Self.weights).allocate(7, units, floors: []).shares.map(\.seats)
        #expect(seats == [4, 2, 1])
        // Equal remainders: by the key.
        let even = [unit("b", base: 1), unit("a", base: 1)]
        #expect(try AllocationRule(Self.weights).allocate(3, even, floors: []).shares.map(\.seats) == [1, 2])
    }

    @Test func guaranteesAndLimitsHoldAndTheOthersShareTheRest() throws {
        let units = [unit("a", base: 80, most: 5), unit("b", base: 15), unit("c", base: 5, least: 4)]
        // a is held at 5, c guaranteed 4; b takes what is left.
        let shares = try AllocationRule(Self.weights).allocate(12, units, floors: []).shares
        #expect(shares.map(\.seats) == [5, 3, 4])
        #expect(shares.map { ($0.exact * 10).rounded() } == [96, 18, 6])
        for (total, code) in [(3, "quota.bounds"), (300, "quota.bounds")] {
            let error = #expect(throws: AppError.self) {
                _ = try AllocationRule(Self.weights).allocate(total, units, floors: [])
            }
            #expect(error?.code == code && error?.hint != nil)
        }
    }

    @Test func overlappingGroupsAreCountedOnceForEachFloor() throws {
        // Two women under 35 meet both floors of two; four people are not needed.
        let units = [unit("a", base: 1, pool: [[.women, .young]: 2]), unit("b", base: 1, pool: [[.women]: 5])]
        let floors = [StructureFloor(.women, atLeast: 2), StructureFloor(.young, atLeast: 2)]
        let allocation = try AllocationRule(Self.weights).allocate(2, units, floors: floors)
        #expect(allocation.floors.allSatisfy(\.isMet) && allocation.shares.map(\.seats) == [2, 0])
        #expect(allocation.moved == 1)
    }

    @Test func aFloorThatCannotBeMetIsNamedWithWhatCanBeHad() throws {
        let units = [unit("a", base: 1, pool: [[.women]: 1, [.farmer]: 3])]
        let allocation = try AllocationRule(Self.weights).allocate(
            3, units, floors: [StructureFloor(.farmer, atLeast: 3), StructureFloor(.women, atLeast: 1)])
        #expect(allocation.floors.map(\.attainable) == [3, 0] && allocation.floors.map(\.isMet) == [true, false])
        // The order of the floors is that of their precedence.
        let other = try AllocationRule(Self.weights).allocate(
            3, units, floors: [StructureFloor(.women, atLeast: 1), StructureFloor(.farmer, atLeast: 3)])
        #expect(other.floors.map(\.attainable) == [1, 2])
    }

    @Test(arguments: 0..<400) func agreesWithExhaustiveSearch(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let groups: [Set<StructureGroup>] = [[.women], [.young], [.women, .young], [.farmer, .young]]
        let units = (0..<Int.random(in: 1...3, using: &random)).map { index in
            var pool: [Set<StructureGroup>: Int] = [:]
            for group in groups where Bool.random(using: &random) {
                pool[group] = Int.random(in: 0...2, using: &random)
            }
            let least = Int.random(in: 0...1, using: &random)
            return unit(
                "u\(index)", base: Int.random(in: 0...9, using: &random),
                applicants: Int.random(in: 0...9, using: &random),
                activists: Int.random(in: 0...9, using: &random), least: least,
                most: least + Int.random(in: 0...4, using: &random), pool: pool)
        }
        let total = Int.random(in: 0...6, using: &random)
        let floors = [StructureGroup.women, .young, .farmer].filter { _ in Bool.random(using: &random) }
            .shuffled(using: &random).map { StructureFloor($0, atLeast: Int.random(in: 1...4, using: &random)) }
        let bounds = units.reduce(0) { $0 + $1.atLeast }...units.reduce(0) { $0 + $1.atMost }
        guard bounds.contains(total) else {
            #expect(throws: AppError.self) {
                _ = try AllocationRule(Self.weights).allocate(total, units, floors: floors)
            }
            return
        }
        let allocation = try AllocationRule(Self.weights).allocate(total, units, floors: floors)
        let seats = allocation.shares.map(\.seats)
        #expect(seats.reduce(0, +) == total)
        for (unit, seats) in zip(units, seats) { #expect((unit.atLeast...unit.atMost).contains(seats)) }
        #expect(allocation.shares.map(\.ideal).reduce(0, +) == total)
        // Every way to fill the seats, as how many of each group it gives.
        var ways: [[Int]: Set<[StructureGroup: Int]>] = [:]
        fill(units, total, [], [:], &ways)
        var held: [StructureFloor] = []
        for outcome in allocation.floors {
            let fitting = ways.values.joined().filter { counts in
                held.allSatisfy { counts[$0.group, default: 0] >= $0.atLeast }
            }
            let most = fitting.map { $0[outcome.floor.group, default: 0] }.max() ?? 0
            #expect(outcome.attainable == most, "\(outcome.floor)")
            held.append(StructureFloor(outcome.floor.group, atLeast: min(most, outcome.floor.atLeast)))
        }
        let ideal = allocation.shares.map(\.ideal)
        func distance(_ seats: [Int]) -> Int { zip(seats, ideal).reduce(0) { $0 + abs($1.0 - $1.1) } }
        func meets(_ seats: [Int]) -> Bool {
            ways[seats]?.contains { counts in held.allSatisfy { counts[$0.group, default: 0] >= $0.atLeast } } ?? false
        }
        #expect(meets(seats), "\(seats)")
        #expect(ways.keys.filter(meets).map(distance).min() == distance(seats))
    }

    /// All seats within bounds, and all people who could take them.
    private func fill(
        _ units: [AllocationUnit], _ left: Int, _ seats: [Int], _ counts: [StructureGroup: Int],
        _ ways: inout [[Int]: Set<[StructureGroup: Int]>]
    ) {
        guard seats.count < units.count else {
            if left == 0 { ways[seats, default: []].insert(counts) }
            return
        }
        let unit = units[seats.count]
        for share in unit.atLeast...unit.atMost where share <= left {
            for chosen in choices(Array(unit.pool), share) {
                var counts = counts
                for (groups, count) in chosen { for group in groups { counts[group, default: 0] += count } }
                fill(units, left - share, seats + [share], counts, &ways)
            }
        }
    }

    private func choices(
        _ pool: [(key: Set<StructureGroup>, value: Int)], _ most: Int
    ) -> [[(Set<StructureGroup>, Int)]] {
        guard let first = pool.first else { return [[]] }
        return (0...min(first.value, most)).flatMap { count in
            choices(Array(pool.dropFirst()), most - count).map { [(first.key, count)] + $0 }
        }
    }

    @Test func aCountyWithItsFloorsIsDividedAtOnce() throws {
        // The example of 490 seats with six floors over thirty townships.
        var random = SeededRandom(seed: 7)
        let tags: [StructureGroup] = [.women, .young, .educated, .frontLine, .farmer]
        let units = (0..<30).map { index in
            var pool: [Set<StructureGroup>: Int] = [:]
            for _ in 0..<60 {
                let groups = Set(tags.filter { _ in Double.random(in: 0..<1, using: &random) < 0.45 })
                pool[groups, default: 0] += 1
            }
            return unit(
                "t\(index)", base: Int.random(in: 5...30, using: &random),
                applicants: Int.random(in: 20...200, using: &random),
                activists: Int.random(in: 20...120, using: &random), least: 5, most: 40, pool: pool)
        }
        let floors = [
            StructureFloor(.women, atLeast: 160), StructureFloor(.young, atLeast: 330),
            StructureFloor(.educated, atLeast: 185), StructureFloor(.farmer, atLeast: 295),
            StructureFloor(.frontLine, atLeast: 280),
        ]
        let start = ContinuousClock.now
        let allocation = try AllocationRule(Self.weights).allocate(490, units, floors: floors)
        #expect(allocation.shares.map(\.seats).reduce(0, +) == 490 && allocation.floors.allSatisfy(\.isMet))
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
