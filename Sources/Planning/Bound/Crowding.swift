/// Where a cover could be exceeded by classes of the same days together: for each cover and each such time one row,
/// whose price is paid by everybody who is away then. `ClassPricing` itself enforces the limit within one class.
///
/// Time is cut where a class of the cover begins; a row whose classes all continue into the next one is implied by
/// that one. People with several demands, and pairs, are left out, which keeps the bound valid.
struct Crowding: Sendable {
    /// How many of the cover may be away.
    let limits: [Int32]
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
        self.limits = limits
        rows = limits.isEmpty ? FlatLists() : Self.byPlace(ofShare, model)
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

    private static func byPlace(_ ofShare: FlatLists<Int32>, _ model: Model) -> FlatLists<Int32> {
        var rows = FlatLists<Int32>()
        rows.start.reserveCapacity(model.admittedDemand.count + 1)
        for course in 0..<model.courseCount {
            for place in model.admitted(course) {
                for group in model.groups(Int(model.admittedDemand[place])) {
                    rows.values += ofShare.values[ofShare.range(model.share(Int(model.groupOf[group]), course))]
                }
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
