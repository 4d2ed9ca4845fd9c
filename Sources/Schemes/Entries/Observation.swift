package import Civil

/// What was observed: the numbers and words that an item's value is calculated from.
package struct Observation: Sendable, Equatable, Codable {
    /// How many units.
    package var quantity: Amount?
    /// The points chosen, for items with a range.
    package var points: Amount?
    /// The level of the award or grade.
    package var level: String?
    /// The mean mark of each source of an evaluation.
    package var marks: [String: Amount]?

    package init(
        quantity: Amount? = nil, points: Amount? = nil, level: String? = nil, marks: [String: Amount]? = nil
    ) {
        self.quantity = quantity
        self.points = points
        self.level = level
        self.marks = marks
    }
}
