/// The result of the relaxation: a proven lower bound, the price of each demand and the openness of each class.
struct Relaxation: Sendable {
    /// No plan costs less.
    var bound: Int
    /// Share of the late steps in which the class ran: near 1 for classes that belong to a good plan.
    var openShare: [Float]
}

/// Proves the lower bound by Lagrangian relaxation of "each demand sits in at most one class" and of the covers across
/// classes of the same days (Held and Karp, Operations Research 18, 1970; for location problems with capacities
/// Beasley, EJOR 65, 1993). The rest decomposes by class and is solved exactly by `ClassPricing` with capacity,
/// minimum, opening cost and the covers within the class. The prices, of the demands and behind them of the rows of
/// `Crowding`, are improved by the volume algorithm (Barahona and Anbil, Mathematical Programming 87, 2000), whose
/// averages also show which classes to open.
///
/// Every reported bound is the sum of integers at integer prices, so rounding cannot raise it above the true optimum.
struct DualAscent {
    private let model: Model
    private let crowding: Crowding
    private let scale: Int
    private let threads: Int
    /// The best prices so far, which steps start from, and the averaged direction.
    private var centre: [Double]
    private var direction: [Double]
    private var best: Relaxation
    /// Slices of the classes that are priced in parallel, with about as many pairs each.
    private let slices: [Range<Int>]

    private struct Pricing: Sendable {
        var total = 0
        var taken: [Int32] = []
        var opened: [Int32] = []
    }

    init(_ model: Model, threads: Int) {
        self.model = model
        crowding = Crowding(model)
        self.threads = threads
        let largest = Int(max(1, model.unassignedCost.max() ?? 1, model.optionCost.max() ?? 1))
        var scale = 64
        while scale > 1, largest * scale > 1 << 28 { scale /= 2 }
        self.scale = scale
        centre = Self.startingPrices(model, scale) + [Double](repeating: 0, count: crowding.limits.count)
        direction = []
        best = Relaxation(bound: 0, openShare: [Float](repeating: 0, count: model.courseCount))
        // Parallel work pays from some tens of thousands of pairs on.
        let parts = model.optionCourse.count > 40_000 ? threads : 1
        var slices: [Range<Int>] = []
        var first = 0
        for part in 1...max(1, parts) {
            let goal = model.optionCourse.count * part / max(1, parts)
            var last = first
            while last < model.courseCount, Int(model.admittedStart[last + 1]) <= goal || part == parts { last += 1 }
            slices.append(first..<last)
            first = last
        }
        self.slices = slices
    }

    /// The cheapest seat with its share of a full class's opening cost, somewhat more where few classes admit.
    private static func startingPrices(_ model: Model, _ scale: Int) -> [Double] {
        (0..<model.demandCount).map { demand in
            let unassigned = Int(model.unassignedCost[demand])
            var price = unassigned
            for place in model.options(demand) {
                let course = Int(model.optionCourse[place])
                let share = Int(model.fixedCost[course]) / max(1, Int(model.capacity[course]))
                price = min(price, Int(model.optionCost[place]) + share)
            }
            return Double(price * scale)
        }
    }

    /// - Parameters:
    ///   - steps: the maximum number of steps.
    ///   - isOver: asked at every step; true ends the ascent with the best so far.
    /// - Returns: the best bound found.
    mutating func run(steps: Int, isOver: () -> Bool) async -> Relaxation {
        var prices = rounded(centre)
        let first = await evaluate(prices)
        var value = first.bound
        best.bound = value
        direction = gradient(first.pricing, prices)
        // Step length after Barahona and Anbil: longer after good steps, shorter after twenty bad ones.
        var (lambda, sinceGood, average) = (0.1, 0, 0.1)
        // Somewhat above the bound, and positive even where all seats cost nothing and the bound begins at zero.
        let least = 0.001 * Double(scale) * model.unassignedCost.reduce(0.0) { $0 + Double($1) } + 1
        func above(_ value: Int) -> Double { Double(value) + max(0.05 * Double(value), least) }
        var target = above(value)
        var lastAverageCheck = value
        var trial = centre
        for step in 1...max(1, steps) {
            if isOver() { break }
            let norm = direction.reduce(0) { $0 + $1 * $1 }
            if norm < 1e-9 { break }
            if Double(value) > target * 0.97 || target - Double(value) < least / 2 {
                target = above(value)
            }
            let length = lambda * (target - Double(value)) / norm
            for demand in 0..<model.demandCount where !model.fixed[demand] {
                let most = Double(Int(model.unassignedCost[demand]) * scale)
                trial[demand] = min(most, centre[demand] + length * direction[demand])
            }
            for row in model.demandCount..<trial.count {
                let most = crowding.most[row - model.demandCount]
                let highest = most > 1 << 28 ? Double(1 << 28) : Double(most * scale)
                trial[row] = min(highest, max(0, centre[row] + length * direction[row]))
            }
            prices = rounded(trial)
            let found = await evaluate(prices)
            let slope = gradient(found.pricing, prices)
            let share = mix(slope, most: average)
            for course in best.openShare.indices { best.openShare[course] *= Float(1 - share) }
            for course in found.pricing.opened { best.openShare[Int(course)] += Float(share) }
            if found.bound > value {
                // Green when the new slope points the same way: the step could have been longer.
                let agreement = zip(slope, direction).reduce(0.0) { $0 + $1.0 * $1.1 }
                swap(&centre, &trial)
                value = found.bound
                best.bound = value
                if agreement > 0 { lambda = min(lambda * 1.1, 2) }
                sinceGood = 0
            } else {
                sinceGood += 1
                // The step is at its shortest and twenty more brought no gain: converged.
                if sinceGood >= 20, lambda <= 1e-4 { break }
                if sinceGood >= 20 {
                    lambda = max(lambda * 0.66, 1e-4)
                    sinceGood = 0
                }
            }
            for demand in direction.indices { direction[demand] += share * (slope[demand] - direction[demand]) }
            if step % 100 == 0 {
                if Double(value - lastAverageCheck) < 0.01 * Double(abs(value)) { average = max(average / 2, 0.005) }
                lastAverageCheck = value
            }
        }
        best.bound = (best.bound + scale - 1).quotientRoundedDown(scale)
        return best
    }

    /// The share of the new slope in the averaged direction that makes the direction shortest, within limits.
    private func mix(_ slope: [Double], most: Double) -> Double {
        var (product, square) = (0.0, 0.0)
        for demand in slope.indices {
            let change = slope[demand] - direction[demand]
            product -= direction[demand] * change
            square += change * change
        }
        guard square > 1e-12 else { return most }
        return min(most, max(most / 10, product / square))
    }

    /// Prices as integers; the price of a pinned demand is so high that its one class takes it first.
    private func rounded(_ values: [Double]) -> ClassPricing.Prices {
        func whole(_ value: Double) -> Int32 { Int32(max(-Double(1 << 28), min(Double(1 << 28), value.rounded()))) }
        return ClassPricing.Prices(
            demands: (0..<model.demandCount).map { model.fixed[$0] ? 1 << 29 : whole(values[$0]) },
            rows: values[model.demandCount...].map { max(0, whole($0)) })
    }

    private func gradient(_ pricing: Pricing, _ prices: ClassPricing.Prices) -> [Double] {
        let demands = model.demandCount
        var slope = [Double](repeating: 1, count: demands) + crowding.limits.map { -Double($0) }
        for place in pricing.taken {
            slope[Int(model.admittedDemand[Int(place)])] -= 1
            if !crowding.isEmpty { for row in crowding.rows(Int(place)) { slope[demands + Int(row)] += 1 } }
        }
        for demand in 0..<demands {
            // At its highest price a demand may as well be left out: that part fills what no class takes.
            let most = Int(model.unassignedCost[demand]) * scale
            if model.fixed[demand] || (slope[demand] > 0 && Int(prices.demands[demand]) >= most) { slope[demand] = 0 }
        }
        // Prices of rows that are not crowded do not fall below zero.
        for row in prices.rows.indices where prices.rows[row] == 0 {
            slope[demands + row] = max(0, slope[demands + row])
        }
        // Nor do they rise above what it costs to exceed a limit.
        for row in prices.rows.indices where crowding.most[row] <= Int(prices.rows[row]) / scale {
            slope[demands + row] = min(0, slope[demands + row])
        }
        return slope
    }

    private func evaluate(_ prices: ClassPricing.Prices) async -> (bound: Int, pricing: Pricing) {
        var total = 0
        for price in prices.demands { total += Int(price) }
        for (price, limit) in zip(prices.rows, crowding.limits) { total -= Int(price) * Int(limit) }
        var sum: Pricing
        if slices.count == 1 {
            sum = Self.price(model, crowding, scale, slices[0], prices)
        } else {
            let (model, crowding, scale, slices) = (model, crowding, scale, slices)
            let parts = await withTaskGroup(of: (Int, Pricing).self) { group in
                for (number, slice) in slices.enumerated() {
                    group.addTask { (number, Self.price(model, crowding, scale, slice, prices)) }
                }
                var parts: [(Int, Pricing)] = []
                for await part in group { parts.append(part) }
                return parts.sorted { $0.0 < $1.0 }.map(\.1)
            }
            sum = parts[0]
            for part in parts.dropFirst() {
                sum.total += part.total
                sum.taken += part.taken
                sum.opened += part.opened
            }
        }
        return (total + sum.total, sum)
    }

    private static func price(
        _ model: Model, _ crowding: Crowding, _ scale: Int, _ courses: Range<Int>, _ prices: ClassPricing.Prices
    ) -> Pricing {
        var pricing = ClassPricing(model, crowding, scale: scale)
        var sum = Pricing()
        for course in courses {
            if let value = pricing.value(course, prices), value < 0 {
                sum.total += value
                sum.taken += pricing.taken
                sum.opened.append(Int32(course))
            }
        }
        return sum
    }
}

extension Int {
    /// Quotient towards minus infinity.
    func quotientRoundedDown(_ divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
