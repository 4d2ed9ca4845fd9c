/// What distinguishes one plan from another of the same people.
package struct PlanDifference: Codable, Sendable {
    package struct Move: Codable, Sendable {
        package let demand: String
        /// Nil where there is no class.
        package let before: String?
        package let after: String?
    }

    /// Demands that are in both instances and sit elsewhere, in order of the later plan's instance.
    package let moves: [Move]
    /// The later plan's cost less the earlier one's; negative when the later one is better.
    package let score: Int

    package init(from earlier: Plan, _ earlierInstance: Instance, to later: Plan, _ laterInstance: Instance) {
        let before = Dictionary(earlier.assignments.map { ($0.demand, $0.course) }, uniquingKeysWith: { $1 })
        let after = Dictionary(later.assignments.map { ($0.demand, $0.course) }, uniquingKeysWith: { $1 })
        let known = Set(earlierInstance.demands.lazy.map(\.id))
        moves = laterInstance.demands.compactMap { demand in
            guard known.contains(demand.id), before[demand.id] != after[demand.id] else { return nil }
            return Move(demand: demand.id, before: before[demand.id], after: after[demand.id])
        }
        score = later.score.total - earlier.score.total
    }
}
