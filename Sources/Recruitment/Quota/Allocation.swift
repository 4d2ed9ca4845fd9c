import Civil
package import Kernel
package import Wire

/// Groups that structure floors speak of; one person can be in several.
package enum StructureGroup: String, Choice {
    case women
    /// 35 years or younger.
    case young
    /// Junior college or above.
    case educated
    case frontLine = "front_line"
    case worker, farmer
    case youngIntellectual = "young_intellectual"
    case exServiceman = "ex_serviceman"
    case minority, student
    case nonPublic = "non_public"
    case socialOrganisation = "social_organisation"
}

/// A subordinate organisation that asks for seats.
package struct AllocationUnit: Sendable, Hashable {
    package let key: String
    package let name: String
    /// Seats of last year.
    package let base: Int
    package let applicants: Int
    package let activists: Int
    /// Seats that it is guaranteed (有保) and that it may have at most (有控).
    package let atLeast: Int
    package let atMost: Int
    /// How many of those who could be admitted are in which groups at once.
    package let pool: [Set<StructureGroup>: Int]

    package init(
        key: String, name: String, base: Int, applicants: Int, activists: Int, atLeast: Int = 0, atMost: Int,
        pool: [Set<StructureGroup>: Int] = [:]
    ) {
        self.key = key
        self.name = name
        self.base = base
        self.applicants = applicants
        self.activists = activists
        self.atLeast = atLeast
        self.atMost = atMost
        self.pool = pool
    }
}

/// At least so many of those admitted are of a group.
package struct StructureFloor: Codable, Limited, Sendable, Hashable {
    package let group: StructureGroup
    package let atLeast: Int

    package init(_ group: StructureGroup, atLeast: Int) {
        self.group = group
        self.atLeast = atLeast
    }

    package static let memberLimits: [String: MemberLimit] = ["at_least": .count(RecruitmentService.seatCounts)]
}

/// How much last year's seats, applicants and activists weigh, in hundredths.
package struct AllocationWeights: Sendable, Hashable {
    package let base: Int
    package let applicants: Int
    package let activists: Int

    package init(base: Int, applicants: Int, activists: Int) {
        self.base = base
        self.applicants = applicants
        self.activists = activists
    }
}

/// A proposal: nothing is given out by it.
package struct Allocation: Sendable {
    package struct Share: Sendable {
        package let unit: AllocationUnit
        /// What its weight alone would bring, before bounds and whole seats.
        package let exact: Double
        /// By the largest remainder, within its bounds.
        package let ideal: Int
        /// With the floors.
        package let seats: Int
    }

    package struct FloorOutcome: Sendable {
        package let floor: StructureFloor
        /// The most that can be had together with the floors before it.
        package let attainable: Int
        package var isMet: Bool { attainable >= floor.atLeast }
    }

    package let total: Int
    package let shares: [Share]
    /// In the order of the floors, which is that of their precedence.
    package let floors: [FloorOutcome]
    /// Seats that went to another unit than by weight alone, for the sake of floors.
    package var moved: Int { shares.map { max(0, $0.seats - $0.ideal) }.sum() }
}

/// Divides a superior's seats among its units.
package struct AllocationRule: Sendable {
    package let weights: AllocationWeights

    package init(_ weights: AllocationWeights) { self.weights = weights }

    /// Seats by weight with the largest remainder (Hamilton's method) within bounds; then as few seats as possible are
    /// moved so that every floor can be met out of the people who are there. Floors are held in their order: one that
    /// cannot be met beside those before it is held as far as it can be, and named.
    /// - Throws: `quota.bounds` when the units' guarantees exceed the total or their limits do not reach it.
    package func allocate(_ total: Int, _ units: [AllocationUnit], floors: [StructureFloor]) throws(AppError)
        -> Allocation
    {
        let least = units.map(\.atLeast).sum()
        let most = units.map { max($0.atLeast, $0.atMost) }.sum()
        guard total >= 0, least <= total, most >= total else {
            throw .quotaBounds(total: total, least: least, most: most)
        }
        let (exact, ideal) = byWeight(total, units)
        var model = AllocationModel(total, units, ideal)
        var outcomes: [Allocation.FloorOutcome] = []
        for floor in floors {
            let attainable = model.most(of: floor.group)
            outcomes.append(Allocation.FloorOutcome(floor: floor, attainable: attainable))
            model.hold(floor.group, atLeast: min(floor.atLeast, attainable))
        }
        let seats = model.seats()
        return Allocation(
            total: total,
            shares: units.indices.map {
                Allocation.Share(unit: units[$0], exact: exact[$0], ideal: ideal[$0], seats: seats[$0])
            }, floors: outcomes)
    }

    /// - Returns: exact shares and whole seats.
    private func byWeight(_ total: Int, _ units: [AllocationUnit]) -> ([Double], [Int]) {
        // Each measure counts as a share of its own sum; one that nobody has is left out.
        let measures: [(weight: Int, values: [Int])] = [
            (weights.base, units.map(\.base)), (weights.applicants, units.map(\.applicants)),
            (weights.activists, units.map(\.activists)),
        ].filter { measure in measure.values.contains { $0 > 0 } }
        let scale = measures.map(\.weight).sum()
        let exact = units.indices.map { index in
            guard scale > 0 else { return Double(total) / Double(max(1, units.count)) }
            return measures.reduce(0) { sum, measure in
                let whole = Double(measure.values.sum())
                return sum + Double(measure.weight * measure.values[index]) / whole / Double(scale) * Double(total)
            }
        }
        return (exact, Self.whole(total, units, exact))
    }

    /// Largest remainders within bounds: a unit that meets a bound stays there, the others share the rest again.
    private static func whole(_ total: Int, _ units: [AllocationUnit], _ exact: [Double]) -> [Int] {
        var fixed = [Int?](repeating: nil, count: units.count)
        while true {
            let free = units.indices.filter { fixed[$0] == nil }
            let left = Double(total - fixed.reduce(0) { $0 + ($1 ?? 0) })
            let weight = free.reduce(0) { $0 + exact[$1] }
            func quota(_ index: Int) -> Double {
                weight > 0 ? left * exact[index] / weight : left / Double(max(1, free.count))
            }
            let low = free.filter { quota($0) < Double(units[$0].atLeast) }
            let high = free.filter { quota($0) > Double(max(units[$0].atLeast, units[$0].atMost)) }
            // The side that gives more way goes first, so that the other may fit afterwards.
            let short = low.reduce(0) { $0 + Double(units[$1].atLeast) - quota($1) }
            let over = high.reduce(0) { $0 + quota($1) - Double(units[$1].atMost) }
            if low.isEmpty, high.isEmpty { return rounded(free.map { ($0, quota($0)) }, Int(left), fixed, units) }
            if short >= over {
                for index in low { fixed[index] = units[index].atLeast }
            } else {
                for index in high { fixed[index] = max(units[index].atLeast, units[index].atMost) }
            }
        }
    }

    private static func rounded(
        _ quotas: [(index: Int, quota: Double)], _ left: Int, _ fixed: [Int?], _ units: [AllocationUnit]
    ) -> [Int] {
        var seats = fixed.map { $0 ?? 0 }
        var rest = left
        for (index, quota) in quotas {
            seats[index] = Int(quota.rounded(.down))
            rest -= seats[index]
        }
        let order = quotas.sorted {
            let (a, b) = ($0.quota - $0.quota.rounded(.down), $1.quota - $1.quota.rounded(.down))
            return abs(a - b) > 1e-9 ? a > b : units[$0.index].key < units[$1.index].key
        }
        for (index, _) in order where rest > 0 && seats[index] < units[index].atMost {
            seats[index] += 1
            rest -= 1
        }
        return seats
    }
}
