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
        package var unavailable: [[Day]]?
        /// Classes that the trainee does not attend.
        package var excluded: [String]?

        package init(
            id: String, place: String, domain: String, unavailable: [[Day]], excluded: [String]? = nil
        ) {
            self.id = id
            self.place = place
            self.domain = domain
            self.unavailable = unavailable
            self.excluded = excluded
        }
    }

    package struct Demand: Codable, Sendable, Equatable {
        package let id: String
        package let trainee: String
        package let kind: String
        package internal(set) var earliest: Day
        package let due: Day
        package let hardDue: Bool?
        package let priority: Int
        package var pinned: String?
        package var previous: String?
        /// Levels of a class that settle it; nil for any.
        package let accepts: [String]?
        /// The fewest minutes of a class that settle it; nil where its length does not matter.
        package let minutes: Int?

        package init(
            id: String, trainee: String, kind: String, earliest: Day, due: Day, hardDue: Bool, priority: Int,
            pinned: String?, previous: String?, accepts: [String]? = nil, minutes: Int? = nil
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
            self.accepts = accepts
            self.minutes = minutes
        }

        enum CodingKeys: String, CodingKey {
            case id, trainee, kind, earliest, due
            case hardDue = "hard_due"
            case priority, pinned, previous, accepts, minutes
        }
    }

    /// Seats of a class that are kept for the people whose place begins with a scope.
    package struct Quota: Codable, Sendable, Equatable {
        package let scope: String
        package let seats: Int

        package init(scope: String, seats: Int) {
            self.scope = scope
            self.seats = seats
        }
    }

    package struct Course: Codable, Sendable, Equatable {
        package var id: String
        package let host: String
        package let scope: String
        package let domains: [String]
        package let kinds: [String]
        package var start: Day
        package var end: Day
        package let minimum: Int
        package var capacity: Int
        package let fixedCost: Int
        package var committed: Bool?
        /// Nil for a class that every demand accepts.
        package let level: String?
        /// What no quota keeps is open to everybody admitted.
        package let quotas: [Quota]?
        /// Of instruction; nil for a class that is long enough for every demand.
        package let minutes: Int?

        package init(
            id: String, host: String, scope: String, domains: [String], kinds: [String], start: Day, end: Day,
            minimum: Int, capacity: Int, fixedCost: Int, committed: Bool, level: String? = nil,
            quotas: [Quota]? = nil, minutes: Int? = nil
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
            self.level = level
            self.quotas = quotas
            self.minutes = minutes
        }

        enum CodingKeys: String, CodingKey {
            case id, host, scope, domains, kinds, start, end, minimum, capacity
            case fixedCost = "fixed_cost"
            case committed, level, quotas, minutes
        }
    }

    package struct Cover: Codable, Sendable, Equatable {
        package let id: String
        package var members: [String]
        /// At most this many of the members are away on any one day.
        package let limit: Int
        /// What each person above the limit costs on each day; nil where the limit must not be exceeded.
        package let excessCost: Int?

        package init(id: String, members: [String], limit: Int, excessCost: Int? = nil) {
            self.id = id
            self.members = members
            self.limit = limit
            self.excessCost = excessCost
        }

        enum CodingKeys: String, CodingKey {
            case id, members, limit
            case excessCost = "excess_cost"
        }
    }

    package let format: String
    package var name: String
    package var horizon: Span
    package let weights: Weights
    package var trainees: [Trainee]
    package var demands: [Demand]
    package var classes: [Course]
    package var covers: [Cover]?

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

extension Instance.Course {
    /// Whether a class of its level and length settles a demand.
    func suffices(for demand: Instance.Demand) -> Bool {
        (level.map { demand.accepts?.contains($0) ?? true } ?? true) && isLongEnough(for: demand)
    }

    func isLongEnough(for demand: Instance.Demand) -> Bool {
        guard let minutes, let least = demand.minutes else { return true }
        return minutes >= least
    }
}
