import Kernel

/// Improves a whole plan: a small one by independent parallel searches, a large one region by region, round after
/// round. What happens depends on the seed and the number of threads, never on which thread is faster.
struct Improvement {
    private(set) var board: Board
    private let limits: Planner.Limits
    private let bound: Int
    /// False to descend once and stop, as after a small change.
    private let thorough: Bool
    /// A problem of at most this many classes is one region.
    private static let mostCoursesInOne = 60
    /// Regions per thread in one batch.
    private static let regionsForEach = 4

    init(_ board: Board, _ limits: Planner.Limits, bound: Int, thorough: Bool) {
        self.thorough = thorough
        self.board = board
        self.limits = limits
        self.bound = bound
    }

    mutating func run(isOver: @escaping @Sendable () -> Bool, report: @Sendable (Int) -> Void) async {
        if board.model.courseCount <= Self.mostCoursesInOne {
            await searchWhole(isOver, report)
        } else {
            await searchRegions(isOver, report)
        }
    }

    private mutating func searchWhole(_ isOver: @escaping @Sendable () -> Bool, _ report: @Sendable (Int) -> Void) async
    {
        let (start, limits, bound, thorough) = (board, limits, bound, thorough)
        let found = await withTaskGroup(of: (number: Int, cost: Int, seats: [Int32]).self) { group in
            for number in 0..<(thorough ? limits.threads : 1) {
                group.addTask {
                    var search = RegionSearch(
                        start, seed: limits.seed &+ UInt64(number), trials: limits.steps, bound: bound, isOver: isOver)
                    search.run(thorough: thorough)
                    return (number, search.bestCost, search.best)
                }
            }
            var found: [(number: Int, cost: Int, seats: [Int32])] = []
            for await result in group { found.append(result) }
            return found.sorted { ($0.cost, $0.number) < ($1.cost, $1.number) }
        }
        if let best = found.first, best.cost < board.cost {
            board.adopt(best.seats)
            report(board.cost)
        }
    }

    private mutating func searchRegions(
        _ isOver: @escaping @Sendable () -> Bool, _ report: @Sendable (Int) -> Void
    ) async {
        var random = SeededRandom(seed: limits.seed)
        let partition = Partition(Rivals(board.model))
        var map = RegionMap(board.model)
        var set = OpenSet(board.model)
        var left = limits.steps
        var round = 0
        while left > 0, !isOver(), thorough || round == 0 {
            let courses = partition.regions(board, &random)
            let unassigned = partition.unassigned(board, courses)
            var number = 0
            // Some regions at a time, so that no thread waits long; the next batch sees the results of this one.
            while number < courses.count, left > 0, !isOver() {
                let batch = number..<min(courses.count, number + Self.regionsForEach * limits.threads)
                let regions = batch.map { index in
                    Region(
                        board, courses: courses[index],
                        unassigned: unassigned[index].filter { board.seat[Int($0)] < 0 },
                        map: &map)
                }
                // Always the same number, and the last regions are searched completely: the work before the trials run
                // out does not depend on how many there are.
                let trials = round == 0 ? 120 : 250
                left -= trials * ((batch.count + limits.threads - 1) / limits.threads)
                let seeds = batch.map { _ in random.next() }
                let found = await Self.search(regions, seeds, trials, thorough, limits.threads, isOver)
                for (region, seats) in zip(regions, found) { merge(region, seats, &set) }
                report(board.cost)
                number = batch.upperBound
            }
            round += 1
        }
    }

    private static func search(
        _ regions: [Region], _ seeds: [UInt64], _ trials: Int, _ thorough: Bool, _ threads: Int,
        _ isOver: @escaping @Sendable () -> Bool
    ) async -> [[Int32]] {
        await withTaskGroup(of: (Int, [Int32]).self) { group in
            var found = [[Int32]](repeating: [], count: regions.count)
            for (number, region) in regions.enumerated() {
                if number >= threads, let (done, seats) = await group.next() { found[done] = seats }
                let seed = seeds[number]
                group.addTask {
                    var search = RegionSearch(region.board, seed: seed, trials: trials, bound: 0, isOver: isOver)
                    search.run(thorough: thorough)
                    return (number, search.best)
                }
            }
            for await (done, seats) in group { found[done] = seats }
            return found
        }
    }

    /// Applies a region's seats. Regions of one batch may together exceed a cover: a demand that does not fit is
    /// seated elsewhere, and everything is undone if that does not pay.
    private mutating func merge(_ region: Region, _ seats: [Int32], _ set: inout OpenSet) {
        board.settle()
        board.clearDirty()
        let (mark, before) = (board.mark, board.cost)
        var changed: [(demand: Int, course: Int)] = []
        for (number, seat) in seats.enumerated() where seat != region.seats[number] {
            let demand = Int(region.demands[number])
            if board.seat[demand] >= 0 { board.take(demand) }
            if seat >= 0 { changed.append((demand, Int(region.courses[Int(seat)]))) }
        }
        for course in region.courses { board.open[Int(course)] = true }
        var displaced: [Int] = []
        for (demand, course) in changed {
            guard board.hasSpace(demand, course), board.groupsAllow(demand, course),
                let cost = board.model.cost(demand, course)
            else {
                displaced.append(demand)
                continue
            }
            board.put(demand, course, cost: Int32(cost))
        }
        close(region.courses)
        for demand in displaced { _ = set.insert(demand, &board) }
        // A displaced demand may have displaced others from classes of other regions.
        if board.cost > before || !board.dirty.allSatisfy({ board.reachesMinimum(Int($0)) }) { board.undo(to: mark) }
        close(region.courses + board.dirty)
        board.settle()
        board.clearDirty()
    }

    private mutating func close(_ courses: [Int32]) {
        for course in courses.lazy.map({ Int($0) }) {
            board.open[course] = board.size[course] > 0 || board.isAlwaysOpen(course)
        }
    }
}
