/// Where a cover could be exceeded by classes of the same days together: for each cover and each such time one row,
/// whose price is paid by everybody who is away then. `ClassPricing` itself enforces the limit within one class.
///
/// Time is cut where a class of the cover begins; a row whose classes all continue into the next one is implied by
/// that one. People with several demands, and pairs, are left out, which keeps the bound valid. The price of a time at
/// which the limit may be exceeded is at most what that costs.
struct Crowding: Sendable {
    /// How many of the cover may be away.
    let limits: [Int32]
    /// The highest price of each row.
    let most: [Int]
    /// For each place of a class's admitted demands, the rows in which its demand counts.
    private let rows: FlatLists<Int32>

    private static let fewest = 3

    var isEmpty: Bool { limits.isEmpty }

    init(_ model: Model) {
        var limits: [Int32] = []
        // Rows of each share.
        var ofShare = FlatLists<Int32>()
        for group in 0..<model.groupCount {
            let range = model.shares.range(group)
            let classes = model.shares.values[range].map { Int($0) }
            let isCounted = model.groupDemands.range(group).count >= Self.fewest
            let times = isCounted ? Self.times(classes, model) : []
            for course in classes {
                for (number, span) in times.enumerated() where model.runs(course, Int(span)) {
                    ofShare.values.append(Int32(limits.count + number))
                }
                ofShare.endRow()
            }
            limits += [Int32](repeating: model.groupLimit[group], count: times.count)
        }
        let soft = SoftRows(model, first: limits.count)
        most = limits.map { _ in Int.max } + soft.most
        limits += soft.limits
        self.limits = limits
        rows = limits.isEmpty ? FlatLists() : Self.byPlace(ofShare, soft, model)
    }

    /// First spans of the classes at which several of them run and that the next one does not imply.
    private static func times(_ classes: [Int], _ model: Model) -> [Int32] {
        let starts = Set(classes.map { model.firstSpan[$0] }).sorted()
        return starts.indices.compactMap { number in
            let running = classes.filter { model.runs($0, Int(starts[number])) }
            guard running.count > 1 else { return nil }
            let end = running.map { model.lastSpan[$0] }.min() ?? 0
            return number + 1 < starts.count && end >= starts[number + 1] ? nil : starts[number]
        }
    }

    private static func byPlace(_ ofShare: FlatLists<Int32>, _ soft: SoftRows, _ model: Model) -> FlatLists<Int32> {
        var rows = FlatLists<Int32>()
        rows.start.reserveCapacity(model.admittedDemand.count + 1)
        for course in 0..<model.courseCount {
            for place in model.admitted(course) {
                for group in model.groups(Int(model.admittedDemand[place])) {
                    rows.values += ofShare.values[ofShare.range(model.share(Int(model.groupOf[group]), course))]
                }
                soft.append(Int(model.admittedDemand[place]), course, to: &rows.values, model)
                rows.endRow()
            }
        }
        return rows
    }

    /// The rows in which a place counts.
    @inline(__always) func rows(_ place: Int) -> ArraySlice<Int32> { rows.values[rows.range(place)] }

    /// The sum of their prices for a place.
    @inline(__always) func price(_ place: Int, _ prices: [Int32]) -> Int {
        var sum = 0
        for index in rows.range(place) { sum += Int(prices[Int(rows.values[index])]) }
        return sum
    }
}

/// The rows of covers whose limit may be exceeded: one for each of their spans in which a class may take anybody of
/// theirs.
private struct SoftRows {
    private(set) var limits: [Int32] = []
    private(set) var most: [Int] = []
    /// The row of a cover in a span, or -1.
    private var row: [Int32]

    init(_ model: Model, first: Int) {
        let soft = model.soft
        row = [Int32](repeating: -1, count: soft.limit.count * soft.spanCount)
        guard !soft.isEmpty else { return }
        var demands = [Int32](repeating: 0, count: soft.limit.count)
        for cover in soft.of.values { demands[Int(cover)] += 1 }
        for demand in 0..<model.demandCount {
            for place in soft.of.range(demand) {
                let cover = Int(soft.of.values[place])
                guard demands[cover] > soft.limit[cover] else { continue }
                for option in model.options(demand) {
                    for span in soft.spans(Int(model.optionCourse[option])) {
                        let index = cover * soft.spanCount + span
                        guard row[index] < 0 else { continue }
                        row[index] = Int32(first + limits.count)
                        limits.append(soft.limit[cover])
                        most.append(Int(soft.cost[cover]) * Int(soft.days[span]))
                    }
                }
            }
        }
    }

    func append(_ demand: Int, _ course: Int, to rows: inout [Int32], _ model: Model) {
        guard !limits.isEmpty else { return }
        let soft = model.soft
        for place in soft.of.range(demand) {
            for span in soft.spans(course) {
                let row = row[Int(soft.of.values[place]) * soft.spanCount + span]
                if row >= 0 { rows.append(row) }
            }
        }
    }
}
