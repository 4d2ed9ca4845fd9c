/// Who goes where, in the exchange format `rotation-plan/1`.
package struct Plan: Codable, Sendable, Equatable {
    package struct Assignment: Codable, Sendable, Equatable {
        package let demand: String
        package let course: String

        package init(demand: String, course: String) {
            self.demand = demand
            self.course = course
        }

        enum CodingKeys: String, CodingKey {
            case demand
            case course = "class"
        }
    }

    package let format: String
    package let assignments: [Assignment]
    package let score: Score
    /// No plan of the instance costs less; nil when nothing was proved.
    package let bound: Int?

    private static let format = "rotation-plan/1"

    /// For a plan made elsewhere, format and assignments are enough.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        format = try values.decode(String.self, forKey: .format)
        guard format == Self.format else {
            throw DecodingError.dataCorruptedError(forKey: .format, in: values, debugDescription: Self.format)
        }
        assignments = try values.decode([Assignment].self, forKey: .assignments)
        score = try values.decodeIfPresent(Score.self, forKey: .score) ?? Score()
        bound = try values.decodeIfPresent(Int.self, forKey: .bound)
    }

    package init(assignments: [Assignment], score: Score, bound: Int? = nil) {
        format = Self.format
        self.assignments = assignments
        self.score = score
        self.bound = bound
    }
}

/// What a plan costs, by part; smaller is better.
package struct Score: Codable, Sendable, Equatable {
    package var unassigned = 0
    package var late = 0
    package var travel = 0
    package var opened = 0
    package var moved = 0
    /// Days on which more members of a cover are away than its limit says, where that is allowed.
    package var away = 0

    package init() {}

    /// A part that the file of an earlier version does not name costs nothing.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        unassigned = try values.decodeIfPresent(Int.self, forKey: .unassigned) ?? 0
        late = try values.decodeIfPresent(Int.self, forKey: .late) ?? 0
        travel = try values.decodeIfPresent(Int.self, forKey: .travel) ?? 0
        opened = try values.decodeIfPresent(Int.self, forKey: .opened) ?? 0
        moved = try values.decodeIfPresent(Int.self, forKey: .moved) ?? 0
        away = try values.decodeIfPresent(Int.self, forKey: .away) ?? 0
    }

    package var total: Int { unassigned + late + travel + opened + moved + away }
}
