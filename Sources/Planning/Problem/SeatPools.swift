/// Seats of classes by who may take them: those that a quota keeps for a subtree, and the open ones.
///
/// A person takes a seat of the smallest subtree that has one left, otherwise one of a larger subtree, otherwise an
/// open one. The pools of a class are a tree whose root holds the open seats, so that what flows over does not depend
/// on the order in which people come. Classes without quotas have no pools.
struct SeatPools: Sendable {
    /// Pools of class `c`: `start[c]..<start[c + 1]`, the open seats first.
    private(set) var start: [Int32]
    private(set) var seats: [Int32] = []
    /// The pool that people pass on to; -1 from the open seats.
    private(set) var parent: [Int32] = []
    /// The class of each pool.
    private(set) var course: [Int32] = []
    /// The pool at which a demand begins, by place of its options; -1 in a class without quotas.
    private(set) var ofOption: [Int32] = []

    static let none = SeatPools(start: [])

    var isEmpty: Bool { seats.isEmpty }

    private init(start: [Int32]) { self.start = start }

    @inline(__always) func range(_ course: Int) -> Range<Int> {
        isEmpty ? 0..<0 : Int(start[course])..<Int(start[course + 1])
    }

    /// - Parameter places: of the trainee of each demand.
    init(_ instance: Instance, options: FlatLists<Int32>, places: [String]) {
        start = [0]
        guard instance.classes.contains(where: { !($0.quotas ?? []).isEmpty }) else {
            self = .none
            return
        }
        var scopes: [String] = []
        for (number, item) in instance.classes.enumerated() {
            // The largest subtree first: a pool's parent precedes it.
            let quotas = (item.quotas ?? []).sorted {
                ($0.scope.utf8.count, $0.scope) < ($1.scope.utf8.count, $1.scope)
            }
            if !quotas.isEmpty {
                let first = seats.count
                seats.append(Int32(quotas.reduce(item.capacity) { $0 - $1.seats }))
                parent.append(-1)
                scopes.append("")
                for quota in quotas {
                    let outer = (first..<seats.count).last { quota.scope.hasPrefix(scopes[$0]) } ?? first
                    seats.append(Int32(quota.seats))
                    parent.append(Int32(outer))
                    scopes.append(quota.scope)
                }
                course += [Int32](repeating: Int32(number), count: seats.count - first)
            }
            start.append(Int32(seats.count))
        }
        ofOption = [Int32](repeating: -1, count: options.values.count)
        for demand in 0..<options.count {
            for place in options.range(demand) {
                ofOption[place] = Int32(
                    range(Int(options.values[place])).last { places[demand].hasPrefix(scopes[$0]) } ?? -1)
            }
        }
    }

    /// The pools of some of the classes.
    /// - Parameter places: of the options that are kept.
    init(_ whole: SeatPools, courses: [Int32], places: [Int]) {
        start = [0]
        guard !whole.isEmpty, courses.contains(where: { !whole.range(Int($0)).isEmpty }) else {
            self = .none
            return
        }
        var moved: [Int: Int32] = [:]
        for (number, old) in courses.enumerated() {
            for pool in whole.range(Int(old)) {
                moved[pool] = Int32(seats.count)
                seats.append(whole.seats[pool])
                parent.append(whole.parent[pool] < 0 ? -1 : moved[Int(whole.parent[pool])] ?? -1)
                course.append(Int32(number))
            }
            start.append(Int32(seats.count))
        }
        ofOption = places.map { moved[Int(whole.ofOption[$0])] ?? -1 }
    }

    /// The pool whose seat somebody takes who begins at a pool, or -1 when none is left.
    @inline(__always) func free(from first: Int, _ load: (Int) -> Int32) -> Int {
        var pool = first
        while pool >= 0, load(pool) >= seats[pool] { pool = Int(parent[pool]) }
        return pool
    }
}
