/// An upper bound of what opening and closing classes can save, from the prices of seats and without trying it.
///
/// Chains give every full class the price of one more seat; a demand's price is its seat's cost and the price of its
/// class. Prices are a solution of the dual of the assignment, so by weak duality no change saves more than they say
/// (except for covers and minima, which the prices reflect only in part): what cannot pay is not tried.
struct Estimates {
    private let model: Model
    /// Price of one more seat of each class, and of each demand.
    private(set) var seatPrice: [Int]
    private var demandPrice: [Int]
    /// Price of each demand if its class were closed.
    private var elsewhere: [Int]
    private var gains: [Int] = []
    private var losses: [Int] = []

    init(_ model: Model) {
        self.model = model
        seatPrice = [Int](repeating: 0, count: model.courseCount)
        demandPrice = [Int](repeating: 0, count: model.demandCount)
        elsewhere = demandPrice
    }

    mutating func update(_ board: Board, _ chains: inout Chains) {
        chains.reachEverything(board)
        for course in seatPrice.indices {
            let distance = chains.labels[course].distance
            seatPrice[course] = board.open[course] && !board.hasSpace(course) ? max(0, -distance) : 0
        }
        for demand in demandPrice.indices {
            let own = Int(board.seat[demand])
            demandPrice[demand] = board.value(demand) + (own >= 0 ? seatPrice[own] : 0)
            elsewhere[demand] = demandPrice[demand]
            guard own >= 0 else { continue }
            var least = Int(model.unassignedCost[demand])
            for place in model.options(demand) {
                let cost = Int(model.optionCost[place])
                if cost >= least { break }
                let course = Int(model.optionCourse[place])
                if course != own, board.open[course] { least = min(least, cost + seatPrice[course]) }
            }
            elsewhere[demand] = max(least, demandPrice[demand])
        }
    }

    /// The saving of what is impossible.
    static let never = Int.min / 4

    /// The most that closing the class can save.
    func closing(_ course: Int, _ board: Board) -> Int {
        var saved = Int(model.fixedCost[course])
        for place in board.members(course) {
            let demand = Int(board.members[place])
            if model.fixed[demand] { return Self.never }
            saved -= elsewhere[demand] - Int(board.seatCost[demand])
        }
        return saved
    }

    /// The most that opening a class can save, when `closed` (or -1) is closed at the same time; if that is at most
    /// `limit`, any figure below it is enough.
    mutating func opening(_ course: Int, closing closed: Int, above limit: Int, _ board: Board) -> Int {
        gains.removeAll(keepingCapacity: true)
        losses.removeAll(keepingCapacity: true)
        for place in model.admitted(course) {
            let demand = Int(model.admittedDemand[place])
            if model.fixed[demand] { continue }
            let price = closed >= 0 && Int(board.seat[demand]) == closed ? elsewhere[demand] : demandPrice[demand]
            let gain = price - Int(model.admittedCost[place])
            if gain > 0 { gains.append(gain) } else { losses.append(gain) }
        }
        let (capacity, minimum) = (Int(model.capacity[course]), Int(model.minimum[course]))
        if gains.count > capacity {
            gains.sort(by: >)
            gains.removeSubrange(capacity...)
        }
        let saved = gains.reduce(-Int(model.fixedCost[course]), +)
        guard saved > limit, gains.count < minimum else { return saved }
        // The cheapest demands make up the minimum; one person without another class may pay for all of them.
        let missing = minimum - gains.count
        guard losses.count >= missing, capacity >= minimum else { return Self.never }
        losses.sort(by: >)
        return losses[..<missing].reduce(saved, +)
    }
}
