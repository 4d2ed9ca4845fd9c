import Kernel

/// Cuts a problem into regions of classes that compete with each other, differently each time, so that what was on a
/// border is inside later (POPMUSIC; Taillard and Voß, Essays and Surveys in Metaheuristics, 2002).
struct Partition {
    private let rivals: Rivals
    /// Approximate numbers of demands and classes in a region.
    private let mostDemands: Int
    private let mostCourses: Int

    init(_ rivals: Rivals, mostDemands: Int = 900, mostCourses: Int = 36) {
        self.rivals = rivals
        self.mostDemands = mostDemands
        self.mostCourses = mostCourses
    }

    /// Every class in one region; a region grows from a random class along the strongest competition.
    func regions(_ board: Board, _ random: inout SeededRandom) -> [[Int32]] {
        let count = board.model.courseCount
        var order = Array(0..<count)
        order.shuffle(using: &random)
        var isTaken = [Bool](repeating: false, count: count)
        var regions: [[Int32]] = []
        for seed in order where !isTaken[seed] {
            var region: [Int32] = [Int32(seed)]
            isTaken[seed] = true
            var demands = Int(board.size[seed])
            var head = 0
            while head < region.count, region.count < mostCourses, demands < mostDemands {
                for other in rivals.of(Int(region[head])) where !isTaken[other] {
                    guard region.count < mostCourses, demands < mostDemands else { break }
                    isTaken[other] = true
                    region.append(Int32(other))
                    demands += Int(board.size[other])
                }
                head += 1
            }
            regions.append(region)
        }
        return joined(regions, count)
    }

    /// Remainders between regions go to the smallest region that competes with them.
    private func joined(_ regions: [[Int32]], _ count: Int) -> [[Int32]] {
        var regions = regions
        var regionOf = [Int](repeating: -1, count: count)
        for (number, region) in regions.enumerated() {
            for course in region { regionOf[Int(course)] = number }
        }
        for number in regions.indices where regions[number].count < mostCourses / 3 {
            let near = Set(regions[number].flatMap { rivals.of(Int($0)) }.map { regionOf[$0] }).filter { $0 != number }
            guard let other = near.min(by: { (regions[$0].count, $0) < (regions[$1].count, $1) }),
                regions[other].count + regions[number].count <= mostCourses * 3 / 2
            else { continue }
            for course in regions[number] { regionOf[Int(course)] = other }
            regions[other] += regions[number]
            regions[number] = []
        }
        return regions.filter { !$0.isEmpty }
    }

    /// Demands without a class, each given to one region that has a class for it.
    func unassigned(_ board: Board, _ regions: [[Int32]]) -> [[Int32]] {
        var regionOf = [Int32](repeating: -1, count: board.model.courseCount)
        for (number, region) in regions.enumerated() {
            for course in region { regionOf[Int(course)] = Int32(number) }
        }
        var unassigned = [[Int32]](repeating: [], count: regions.count)
        for demand in board.seat.indices where board.seat[demand] < 0 {
            var votes: [Int32: Int] = [:]
            var best: Int32 = -1
            for place in board.model.options(demand) {
                let region = regionOf[Int(board.model.optionCourse[place])]
                votes[region, default: 0] += 1
                if best < 0 || votes[region, default: 0] > votes[best, default: 0] { best = region }
            }
            if best >= 0 { unassigned[Int(best)].append(Int32(demand)) }
        }
        return unassigned
    }
}
