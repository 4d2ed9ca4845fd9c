/// The first plan: opens the classes that the relaxation favours, seats everybody by the cheapest chain, and closes
/// or fills those below their minimum. Independent parts of the problem are solved in parallel.
struct Construction: Sendable {
    /// The openness of each class; those of at least a half are opened.
    let openShare: [Float]
    let threads: Int
    /// True once the time is over: demands without a seat then stay without one.
    let isOver: @Sendable () -> Bool

    /// - Returns: false when a class with pinned demands cannot reach its minimum.
    func run(_ board: inout Board) async -> Bool {
        let parts = Components(board.model).parts
        guard parts.count > 1 else { return run(&board, openShare) }
        var map = RegionMap(board.model)
        var seats = board.seat
        // A region is a copy of its part: one per thread at a time is enough.
        for first in stride(from: 0, to: parts.count, by: max(1, threads)) {
            let regions = parts[first..<min(parts.count, first + max(1, threads))].map {
                Region(board, courses: $0.courses, unassigned: $0.demands, map: &map)
            }
            guard let found = await construct(regions) else { return false }
            for (region, chosen) in zip(regions, found) {
                for (number, seat) in chosen.enumerated() where seat >= 0 {
                    seats[Int(region.demands[number])] = region.courses[Int(seat)]
                }
            }
        }
        board.adopt(seats)
        return true
    }

    /// Seats of each region, in its own numbers; nil when one has no valid plan.
    private func construct(_ regions: [Region]) async -> [[Int32]]? {
        await withTaskGroup(of: (Int, [Int32]?).self) { group in
            for (number, region) in regions.enumerated() {
                group.addTask {
                    var board = region.board
                    let isDone = run(&board, region.courses.map { openShare[Int($0)] })
                    return (number, isDone ? board.seat : nil)
                }
            }
            var found = [[Int32]](repeating: [], count: regions.count)
            for await (number, seats) in group {
                guard let seats else { return nil }
                found[number] = seats
            }
            return found
        }
    }

    private func run(_ board: inout Board, _ openShare: [Float]) -> Bool {
        let model = board.model
        var set = OpenSet(model)
        for demand in 0..<model.demandCount where model.fixed[demand] && board.seat[demand] < 0 {
            let place = model.options(demand).lowerBound
            let course = Int(model.optionCourse[place])
            guard board.hasSpace(demand, course), board.groupsAllow(demand, course) else { return false }
            board.put(demand, course, cost: model.optionCost[place])
            board.open[course] = true
        }
        for course in 0..<model.courseCount where openShare[course] >= 0.5 { board.open[course] = true }
        // Hardest first: a demand of high cost may displace a cheaper one from a full class, but should not have to.
        let order = (0..<model.demandCount).filter { board.seat[$0] < 0 }.sorted { left, right in
            let (a, b) = (model.unassignedCost[left], model.unassignedCost[right])
            if a != b { return a > b }
            let (few, many) = (model.options(left).count, model.options(right).count)
            return few != many ? few < many : left < right
        }
        for demand in order {
            if isOver() { break }
            _ = set.insert(demand, opening: true, &board)
        }
        return enforceMinimums(&board, &set)
    }

    /// Brings every class to its minimum or empties it; those with pinned people last, when the others have released
    /// those they could not keep.
    /// - Returns: false when a class with pinned people cannot reach its minimum.
    func enforceMinimums(_ board: inout Board, _ set: inout OpenSet) -> Bool {
        let model = board.model
        board.clearDirty()
        closeEmpty(&board)
        for isHeld in [false, true] {
            // A demand that lost its class may enter another one below its minimum: repeat until nothing changes.
            while let course = (0..<model.courseCount).first(where: {
                !board.reachesMinimum($0) && board.holdsFixed($0) == isHeld
            }
            ) {
                // Pinned people need their class, however late it is.
                let mark = board.mark
                if isHeld || !isOver(), set.fill(course, &board) { continue }
                board.undo(to: mark)
                if !isHeld {
                    close(course, &board, &set)
                } else if !gather(course, &board, &set) {
                    return false
                }
            }
        }
        closeEmpty(&board)
        set.seatOthers(&board, isOver: isOver)
        set.polish(&board, isOver: isOver)
        board.settle()
        return true
    }

    /// Closes empty classes, so that no chain enters them.
    private func closeEmpty(_ board: inout Board) {
        for course in 0..<board.model.courseCount where board.size[course] == 0 && !board.isAlwaysOpen(course) {
            board.open[course] = false
        }
    }

    private func close(_ course: Int, _ board: inout Board, _ set: inout OpenSet) {
        let members = board.members(course).map { Int(board.members[$0]) }
        board.open[course] = false
        for demand in members { board.take(demand) }
        for demand in members where !isOver() { _ = set.insert(demand, &board) }
    }

    /// Fills a class with pinned people by closing others without, those that share most people first.
    private func gather(_ course: Int, _ board: inout Board, _ set: inout OpenSet) -> Bool {
        let model = board.model
        var shared = [Int](repeating: 0, count: model.courseCount)
        for place in model.admitted(course) {
            let own = Int(board.seat[Int(model.admittedDemand[place])])
            if own >= 0, own != course { shared[own] += 1 }
        }
        let others = shared.indices.filter { shared[$0] > 0 && !board.isAlwaysOpen($0) && !board.holdsFixed($0) }
            .sorted { (shared[$1], $0) < (shared[$0], $1) }
        var unassigned: [Int] = []
        for other in others {
            let members = board.members(other).map { Int(board.members[$0]) }
            board.open[other] = false
            for demand in members { board.take(demand) }
            unassigned += members
            guard set.fill(course, &board) else { continue }
            for demand in unassigned where board.seat[demand] < 0 { _ = set.insert(demand, &board) }
            return true
        }
        return false
    }
}
