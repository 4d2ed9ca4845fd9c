/// The numbers of a problem, laid out for search: demands, classes and groups are indices, and every
/// list of lists is one flat array with the places where its rows begin.
///
/// Time is cut at the days on which a class starts. A class is in every span between two cuts that it touches, and
/// two classes overlap if and only if they share a span, so that a few counters replace a thousand days.
/// A person with several demands is a group of limit one, like a cover: nobody is in two classes at once.
final class Model: Sendable {
    /// Admitting classes of demand `d`, cheapest first: places `optionStart[d]..<optionStart[d + 1]`.
    let optionStart: [Int32]
    let optionCourse: [Int32]
    /// What the seat costs: late and travel and, where the demand had another class before, moved.
    let optionCost: [Int32]
    /// What it costs to leave the demand without a class.
    let unassignedCost: [Int32]
    /// A cost that is small in this problem, the unit in which the search measures its tolerance: with the published
    /// weights about one journey to the city.
    let grain: Int
    /// Whether the demand stays where it is put first because it is pinned.
    let fixed: [Bool]

    /// Demands that class `c` admits: places `admittedStart[c]..<admittedStart[c + 1]`.
    let admittedStart: [Int32]
    let admittedDemand: [Int32]
    let admittedCost: [Int32]

    let capacity: [Int32]
    /// Fewest people in a class that runs; 0 for a committed class.
    let minimum: [Int32]
    /// Paid once anybody is in the class; 0 for a committed class.
    let fixedCost: [Int32]
    /// First and last span of the class, both included.
    let firstSpan: [Int32]
    let lastSpan: [Int32]
    let spanCount: Int

    /// Groups that a demand counts in: places `groupStart[d]..<groupStart[d + 1]`.
    let groupStart: [Int32]
    let groupOf: [Int32]
    let groupLimit: [Int32]
    /// Demands of group `g`.
    let groupDemands: FlatLists<Int32>
    /// Classes that admit anybody of group `g`, ascending; each is the group's share of that class.
    let shares: FlatLists<Int32>
    /// The group of each share.
    let shareGroup: [Int32]
    /// Groups of the demand that nest with each other, so that choosing the cheapest first under their limits is exact
    /// within one class: places `nestedStart[d]..<nestedStart[d + 1]` of `nestedOf`.
    let nestedStart: [Int32]
    let nestedOf: [Int32]
    /// Use of the groups by demands outside the model: `outsideUse[group * spanCount + span]`; empty when there is
    /// none.
    let outsideUse: [Int32]
    let pools: SeatPools
    let soft: SoftCovers

    var demandCount: Int { unassignedCost.count }
    var courseCount: Int { capacity.count }
    var groupCount: Int { groupLimit.count }

    struct Course {
        var capacity: Int32
        var minimum: Int32
        var fixedCost: Int32
        var firstSpan: Int32
        var lastSpan: Int32
    }

    init(
        options: FlatLists<Int32>, costs: [Int32], unassigned: [Int32], fixed: [Bool], courses: [Course], spans: Int,
        groups: FlatLists<Int32>, limits: [Int32], grain: Int, nested: FlatLists<Int32>? = nil,
        outsideUse: [Int32] = [],
        pools: SeatPools = .none, soft: SoftCovers = .none
    ) {
        optionStart = options.start
        optionCourse = options.values
        optionCost = costs
        unassignedCost = unassigned
        self.fixed = fixed
        var admittedCost = [Int32](repeating: 0, count: costs.count)
        let admitted = options.transposed(count: courses.count) { admittedCost[$0] = costs[$1] }
        admittedStart = admitted.start
        admittedDemand = admitted.values
        self.admittedCost = admittedCost
        capacity = courses.enumerated().map { number, course in
            min(course.capacity, admitted.start[number + 1] - admitted.start[number])
        }
        minimum = courses.map(\.minimum)
        fixedCost = courses.map(\.fixedCost)
        firstSpan = courses.map(\.firstSpan)
        lastSpan = courses.map(\.lastSpan)
        spanCount = spans
        self.grain = max(1, grain)
        groupStart = groups.start
        groupOf = groups.values
        groupLimit = limits
        let groupDemands = groups.transposed(count: limits.count)
        self.groupDemands = groupDemands
        (shares, shareGroup) = Self.shares(groupDemands, options, courses: courses.count)
        let nested = nested ?? Nesting.nested(groups, limits)
        nestedStart = nested.start
        nestedOf = nested.values
        self.outsideUse = outsideUse
        self.pools = pools
        self.soft = soft
    }

    private static func shares(
        _ groupDemands: FlatLists<Int32>, _ options: FlatLists<Int32>, courses: Int
    ) -> (shares: FlatLists<Int32>, groups: [Int32]) {
        var shares = FlatLists<Int32>()
        var groups: [Int32] = []
        var seenBy = [Int32](repeating: -1, count: courses)
        for group in 0..<groupDemands.count {
            let start = shares.values.count
            for place in groupDemands.range(group) {
                for course in options.values[options.range(Int(groupDemands.values[place]))]
                where seenBy[Int(course)] != Int32(group) {
                    seenBy[Int(course)] = Int32(group)
                    shares.values.append(course)
                    groups.append(Int32(group))
                }
            }
            shares.values[start...].sort()
            shares.endRow()
        }
        return (shares, groups)
    }

    @inline(__always) func options(_ demand: Int) -> Range<Int> {
        Int(optionStart[demand])..<Int(optionStart[demand + 1])
    }

    @inline(__always) func groups(_ demand: Int) -> Range<Int> {
        Int(groupStart[demand])..<Int(groupStart[demand + 1])
    }

    @inline(__always) func admitted(_ course: Int) -> Range<Int> {
        Int(admittedStart[course])..<Int(admittedStart[course + 1])
    }

    /// Place in `shares` of a group's share of a class that admits one of its demands.
    @inline(__always) func share(_ group: Int, _ course: Int) -> Int {
        var (low, high) = (Int(shares.start[group]), Int(shares.start[group + 1]))
        while high - low > 1 {
            let middle = (low + high) / 2
            if shares.values[middle] <= Int32(course) { low = middle } else { high = middle }
        }
        return low
    }

    @inline(__always) func runs(_ course: Int, _ span: Int) -> Bool {
        Int(firstSpan[course]) <= span && span <= Int(lastSpan[course])
    }

    /// The pool at which a demand begins in a class that admits it; -1 in a class without quotas.
    @inline(__always) func pool(_ demand: Int, _ course: Int) -> Int {
        guard !pools.isEmpty, !pools.range(course).isEmpty else { return -1 }
        for place in options(demand) where optionCourse[place] == Int32(course) { return Int(pools.ofOption[place]) }
        return -1
    }

    /// What the seat costs, or nil when the class does not admit the demand.
    func cost(_ demand: Int, _ course: Int) -> Int? {
        for place in options(demand) where optionCourse[place] == Int32(course) { return Int(optionCost[place]) }
        return nil
    }
}

/// A list of lists in two flat arrays.
struct FlatLists<Value: Sendable>: Sendable {
    var start: [Int32] = [0]
    var values: [Value] = []

    var count: Int { start.count - 1 }

    func range(_ row: Int) -> Range<Int> { Int(start[row])..<Int(start[row + 1]) }

    /// Ends the row that has been appended to `values`.
    mutating func endRow() { start.append(Int32(values.count)) }
}

extension FlatLists<Int32> {
    /// For each value the rows that hold it, in order.
    /// - Parameters:
    ///   - count: values are from 0 up to, but without, this.
    ///   - carry: called with the new position of each value, to move what belongs to it.
    func transposed(count: Int, _ carry: (_ new: Int, _ old: Int) -> Void = { _, _ in }) -> FlatLists {
        var start = [Int32](repeating: 0, count: count + 1)
        for value in values { start[Int(value) + 1] += 1 }
        for value in 0..<count { start[value + 1] += start[value] }
        var next = start
        var rows = [Int32](repeating: 0, count: values.count)
        for row in 0..<self.count {
            for place in range(row) {
                let value = Int(values[place])
                rows[Int(next[value])] = Int32(row)
                carry(Int(next[value]), place)
                next[value] += 1
            }
        }
        return FlatLists(start: start, values: rows)
    }
}
