import Civil

/// The days of an instance, cut where a class starts. Classes overlap if and only if they share a span: the later one
/// starts inside the other.
struct Calendar: Sendable {
    let spanCount: Int
    /// First and last span that each class touches.
    let firstSpan: [Int32]
    let lastSpan: [Int32]
    /// Days on which some class starts, in order.
    private let cuts: [Int]

    /// - Parameter instance: its classes are within the horizon.
    init(_ instance: Instance) {
        let cuts = Set(instance.classes.lazy.map(\.start.number)).sorted()
        var first: [Int32] = []
        var last: [Int32] = []
        for item in instance.classes {
            first.append(Self.span(of: item.start.number, cuts))
            last.append(Self.span(of: item.end.number, cuts))
        }
        self.cuts = cuts
        spanCount = max(1, cuts.count)
        firstSpan = first
        lastSpan = last
    }

    func spans(from start: Day, through end: Day) -> ClosedRange<Int> {
        guard !cuts.isEmpty else { return 0...0 }
        let first = Int(Self.span(of: start.number, cuts))
        return first...max(first, Int(Self.span(of: end.number, cuts)))
    }

    /// The last cut on or before the day, or the first.
    private static func span(of day: Int, _ cuts: [Int]) -> Int32 {
        var (low, high) = (0, cuts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if cuts[middle] <= day { low = middle } else { high = middle - 1 }
        }
        return Int32(low)
    }
}
