/// A part of a problem that is searched alone: some classes, their members and some demands without a class.
/// The use of covers by all others is subtracted from the limits.
struct Region: Sendable {
    let model: Model
    /// The whole's numbers of the region's classes and demands.
    let courses: [Int32]
    let demands: [Int32]
    /// Present class of each demand, in the region's numbers, or -1.
    let seats: [Int32]

    /// - Parameters:
    ///   - courses: the classes of the region, in the whole's numbers.
    ///   - unassigned: demands without a class that the region may seat.
    init(_ board: Board, courses: [Int32], unassigned: [Int32], map: inout RegionMap) {
        let whole = board.model
        self.courses = courses
        for (number, course) in courses.enumerated() { map.course[Int(course)] = Int32(number) }
        var demands: [Int32] = []
        for course in courses { demands += board.members[board.members(Int(course))] }
        demands += unassigned
        demands.sort()
        var seats: [Int32] = []
        var options = FlatLists<Int32>()
        var costs: [Int32] = []
        var places: [Int] = []
        var groups = FlatLists<Int32>()
        var wholeGroups: [Int32] = []
        for demand in demands.lazy.map({ Int($0) }) {
            seats.append(board.seat[demand] < 0 ? -1 : map.course[Int(board.seat[demand])])
            for place in whole.options(demand) where map.course[Int(whole.optionCourse[place])] >= 0 {
                options.values.append(map.course[Int(whole.optionCourse[place])])
                costs.append(whole.optionCost[place])
                if !whole.pools.isEmpty { places.append(place) }
            }
            options.endRow()
            for place in whole.groups(demand) {
                let group = Int(whole.groupOf[place])
                if map.group[group] < 0 {
                    map.group[group] = Int32(wholeGroups.count)
                    wholeGroups.append(Int32(group))
                }
                groups.values.append(map.group[group])
            }
            groups.endRow()
        }
        self.demands = demands
        self.seats = seats
        let spans = whole.spanCount
        var use = [Int32](repeating: 0, count: wholeGroups.count * spans)
        for (number, group) in wholeGroups.enumerated() {
            for span in 0..<spans { use[number * spans + span] = board.usage(Int(group), span) }
        }
        for (number, seat) in seats.enumerated() where seat >= 0 {
            let course = Int(courses[Int(seat)])
            for place in groups.range(number) {
                let row = Int(groups.values[place]) * spans
                for span in Int(whole.firstSpan[course])...Int(whole.lastSpan[course]) { use[row + span] -= 1 }
            }
        }
        let softUse = Self.softUse(board, demands)
        model = Model(
            options: options, costs: costs, unassigned: demands.map { whole.unassignedCost[Int($0)] },
            fixed: demands.map { whole.fixed[Int($0)] },
            courses: courses.lazy.map { Int($0) }.map {
                Model.Course(
                    capacity: whole.capacity[$0], minimum: whole.minimum[$0], fixedCost: whole.fixedCost[$0],
                    firstSpan: whole.firstSpan[$0], lastSpan: whole.lastSpan[$0])
            },
            spans: spans, groups: groups, limits: wholeGroups.map { whole.groupLimit[Int($0)] }, grain: whole.grain,
            nested: FlatLists(start: [Int32](repeating: 0, count: demands.count + 1), values: []), outsideUse: use,
            pools: SeatPools(whole.pools, courses: courses, places: places),
            soft: SoftCovers(whole.soft, demands: demands, courses: courses) {
                softUse[$0 * whole.soft.spanCount + $1]
            })
        for course in courses { map.course[Int(course)] = -1 }
        for group in wholeGroups { map.group[Int(group)] = -1 }
    }

    /// Use of covers whose limit may be exceeded, by all but the region's demands.
    private static func softUse(_ board: Board, _ demands: [Int32]) -> [Int32] {
        var use = board.softUse
        let soft = board.model.soft
        for demand in demands.lazy.map({ Int($0) }) where !use.isEmpty && board.seat[demand] >= 0 {
            for place in soft.of.range(demand) {
                for span in soft.spans(Int(board.seat[demand])) {
                    use[Int(soft.of.values[place]) * soft.spanCount + span] -= 1
                }
            }
        }
        return use
    }

    /// The region with its people where they sit.
    var board: Board {
        var board = Board(model)
        board.adopt(seats)
        return board
    }
}

/// The region's numbers of the whole's classes and groups; -1 where there is none. Kept, so that it is not allocated
/// again.
struct RegionMap {
    var course: [Int32]
    var group: [Int32]

    init(_ model: Model) {
        course = [Int32](repeating: -1, count: model.courseCount)
        group = [Int32](repeating: -1, count: model.groupCount)
    }
}
