package import Civil

/// A planning problem in the exchange format `rotation-instance/1`: the demands, the classes, and
/// their limits. Days are inclusive at both ends; costs are integers; places are division codes whose prefix is the
/// parent's.
package struct Instance: Codable, Sendable, Equatable {
    package struct Span: Codable, Sendable, Equatable {
        package let start: Day
        package let end: Day

        package init(start: Day, end: Day) {
            self.start = start
            self.end = end
        }
    }

    package struct Weights: Codable, Sendable, Equatable {
        /// Cost of leaving a demand of priority 1 without a class.
        package let unassigned: Int
        /// Cost of each day by which the class ends after the due day, times priority.
        package let latePerDay: Int
        /// By nearness of place and host: same county, same city, same province, none of them.
        package let travel: [Int]
        /// Cost of ending anywhere but in the previous class.
        package let moved: Int

        package init(unassigned: Int, latePerDay: Int, travel: [Int], moved: Int) {
            self.unassigned = unassigned
            self.latePerDay = latePerDay
            self.travel = travel
            self.moved = moved
        }

        enum CodingKeys: String, CodingKey {
            case unassigned
            case latePerDay = "late_per_day"
            case travel, moved
        }
    }

    package struct Trainee: Codable, Sendable, Equatable {
        package let id: String
        package let place: String
        package let domain: String
        package let unavailable: [[Day]]?

        package init(id: String, place: String, domain: String, unavailable: [[Day]]) {
            self.id = id
            self.place = place
            self.domain = domain
            self.unavailable = unavailable
        }
    }

    package struct Demand: Codable, Sendable, Equatable {
        package let id: String
        package let trainee: String
        package let kind: String
        package let earliest: Day
        package let due: Day
        package let hardDue: Bool?
        package let priority: Int
        package let pinned: String?
        package let previous: String?

        package init(
            id: String, trainee: String, kind: String, earliest: Day, due: Day, hardDue: Bool, priority: Int,
            pinned: String?,
            previous: String?
        ) {
            self.id = id
            self.trainee = trainee
            self.kind = kind
            self.earliest = earliest
            self.due = due
            self.hardDue = hardDue
            self.priority = priority
            self.pinned = pinned
            self.previous = previous
        }

        enum CodingKeys: String, CodingKey {
            case id, trainee, kind, earliest, due
            case hardDue = "hard_due"
            case priority, pinned, previous
        }
    }

    package struct Course: Codable, Sendable, Equatable {
        package let id: String
        package let host: String
        package let scope: String
        package let domains: [String]
        package let kinds: [String]
        package let start: Day
        package let end: Day
        package let minimum: Int
        package let capacity: Int
        package let fixedCost: Int
        package let committed: Bool?

        package init(
            id: String, host: String, scope: String, domains: [String], kinds: [String], start: Day, end: Day,
            minimum: Int,
            capacity: Int, fixedCost: Int, committed: Bool
        ) {
            self.id = id
            self.host = host
            self.scope = scope
            self.domains = domains
            self.kinds = kinds
            self.start = start
            self.end = end
            self.minimum = minimum
            self.capacity = capacity
            self.fixedCost = fixedCost
            self.committed = committed
        }

        enum CodingKeys: String, CodingKey {
            case id, host, scope, domains, kinds, start, end, minimum, capacity
            case fixedCost = "fixed_cost"
            case committed
        }
    }

    package struct Cover: Codable, Sendable, Equatable {
        package let id: String
        package let members: [String]
        /// At most this many of the members are away on any one day.
        package let limit: Int

        package init(id: String, members: [String], limit: Int) {
            self.id = id
            self.members = members
            self.limit = limit
        }
    }

    package let format: String
    package let name: String
    package let horizon: Span
    package let weights: Weights
    package let trainees: [Trainee]
    package let demands: [Demand]
    package let classes: [Course]
    package let covers: [Cover]?

    package static let format = "rotation-instance/1"

    package init(
        format: String = Instance.format, name: String, horizon: Span, weights: Weights, trainees: [Trainee],
        demands: [Demand], classes: [Course],
        covers: [Cover]
    ) {
        self.format = format
        self.name = name
        self.horizon = horizon
        self.weights = weights
        self.trainees = trainees
        self.demands = demands
        self.classes = classes
        self.covers = covers
    }
}

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

    package init() {}

    package var total: Int { unassigned + late + travel + opened + moved }
}
