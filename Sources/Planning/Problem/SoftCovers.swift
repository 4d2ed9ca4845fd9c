import Civil
import Kernel

/// Covers whose limit may be exceeded at a cost for each person and day. Time is cut where a class starts and after it
/// ends, so that as many people are away on every day of a span.
struct SoftCovers: Sendable {
    /// Covers of each demand.
    private(set) var of = FlatLists<Int32>()
    /// Demands of each cover.
    private(set) var members = FlatLists<Int32>()
    private(set) var limit: [Int32] = []
    /// Of one person above the limit on one day.
    private(set) var cost: [Int32] = []
    /// First and last span of each class.
    private(set) var firstSpan: [Int32] = []
    private(set) var lastSpan: [Int32] = []
    /// Days of each span.
    private(set) var days: [Int32] = []
    /// The first day of each span.
    private(set) var cuts: [Int] = []
    /// Use by demands outside the model: `outsideUse[cover * days.count + span]`.
    private(set) var outsideUse: [Int32] = []

    static let none = SoftCovers()

    var isEmpty: Bool { limit.isEmpty }
    var spanCount: Int { days.count }

    private init() {}

    /// - Throws: `plan.instance` for an unknown or repeated member.
    init(_ instance: Instance, trainee: [Int32], index: [String: Int32]) throws(AppError) {
        let covers = (instance.covers ?? []).filter { $0.excessCost ?? 0 > 0 }
        guard !covers.isEmpty else { return }
        var ofTrainee = [[Int32]](repeating: [], count: instance.trainees.count)
        for cover in covers {
            for member in cover.members {
                guard let who = index[member], !ofTrainee[Int(who)].contains(Int32(limit.count)) else {
                    throw .planInstance("cover", member)
                }
                ofTrainee[Int(who)].append(Int32(limit.count))
            }
            limit.append(Int32(cover.limit))
            cost.append(Int32(cover.excessCost ?? 0))
        }
        for who in trainee {
            of.values += ofTrainee[Int(who)]
            of.endRow()
        }
        members = of.transposed(count: limit.count)
        cuts = Set(instance.classes.flatMap { [$0.start.number, $0.end.number + 1] }).sorted()
        days = zip(cuts, cuts.dropFirst()).map { Int32($1 - $0) }
        let number = Dictionary(cuts.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { $1 })
        firstSpan = instance.classes.map { number[$0.start.number] ?? 0 }
        lastSpan = instance.classes.map { (number[$0.end.number + 1] ?? 1) - 1 }
        outsideUse = [Int32](repeating: 0, count: limit.count * days.count)
    }

    /// A part of the covers, for some of the demands and classes.
    /// - Parameter use: of a cover in a span by everybody outside the part.
    init(
        _ whole: SoftCovers, demands: [Int32], courses: [Int32], use: (_ cover: Int, _ span: Int) -> Int32
    ) {
        guard !whole.isEmpty else { return }
        var moved: [Int32: Int32] = [:]
        var covers: [Int32] = []
        for demand in demands {
            for place in whole.of.range(Int(demand)) {
                let cover = whole.of.values[place]
                if moved[cover] == nil {
                    moved[cover] = Int32(covers.count)
                    covers.append(cover)
                }
                of.values.append(moved[cover] ?? 0)
            }
            of.endRow()
        }
        members = of.transposed(count: covers.count)
        limit = covers.map { whole.limit[Int($0)] }
        cost = covers.map { whole.cost[Int($0)] }
        days = whole.days
        cuts = whole.cuts
        firstSpan = courses.map { whole.firstSpan[Int($0)] }
        lastSpan = courses.map { whole.lastSpan[Int($0)] }
        for cover in covers { for span in days.indices { outsideUse.append(use(Int(cover), span)) } }
    }

    @inline(__always) func spans(_ course: Int) -> ClosedRange<Int> { Int(firstSpan[course])...Int(lastSpan[course]) }

    @inline(__always) func runs(_ course: Int, _ span: Int) -> Bool {
        Int(firstSpan[course]) <= span && span <= Int(lastSpan[course])
    }

    /// What so many people above or below the limit of a cover cost in a span.
    @inline(__always) func cost(_ cover: Int, _ span: Int, _ use: Int) -> Int {
        max(0, use - Int(limit[cover])) * Int(cost[cover]) * Int(days[span])
    }

    /// The span of a day; nil when no class touches it.
    func span(of day: Int) -> Int? {
        var (low, high) = (0, cuts.count)
        while low < high {
            let middle = (low + high) / 2
            if cuts[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low > 0 && low <= days.count ? low - 1 : nil
    }
}
