import Civil
import Kernel

/// The days of an instance, cut where some class starts. Classes overlap if and only if they share a span: the later one
/// starts inside the other.
struct Calendar: Sendable {
    let spanCount: Int
    /// First and last span that each class touches.
    let firstSpan: [Int32]
    let lastSpan: [Int32]

    /// - Throws: `plan.instance` for a class that ends before it starts or lies outside the horizon.
    init(_ instance: Instance) throws(AppError) {
        let cuts = Set(instance.classes.lazy.map(\.start.number)).sorted()
        var first: [Int32] = []
        var last: [Int32] = []
        for item in instance.classes {
            guard item.start <= item.end, item.start >= instance.horizon.start, item.end <= instance.horizon.end else {
                throw .planInstance("class", item.id)
            }
            first.append(Self.span(of: item.start.number, cuts))
            last.append(Self.span(of: item.end.number, cuts))
        }
        spanCount = max(1, cuts.count)
        firstSpan = first
        lastSpan = last
    }

    /// The last cut on or before the day.
    private static func span(of day: Int, _ cuts: [Int]) -> Int32 {
        var (low, high) = (0, cuts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if cuts[middle] <= day { low = middle } else { high = middle - 1 }
        }
        return Int32(low)
    }
}
