package import Civil
package import Kernel
import Members
package import Planning
import Postgres

/// A class that a plan may use.
package struct PlannableClass: Sendable {
    package let id: Identifier<TrainingClass>
    package let code: String
    package let name: String
    package let starts: Day
    package let capacity: Int
}

/// Collects duties and classes into a planning instance.
package struct InstanceBuilder: Sendable {
    private let rules: TrainingRules
    private let asOf: Day
    private(set) var people: [String: String] = [:]
    private(set) var classes: [PlannableClass] = []
    private var known: Set<String> = []
    private var trainees: [Instance.Trainee] = []
    private var demands: [Instance.Demand] = []
    private var courses: [Instance.Course] = []
    private var townships: [String: [String]] = [:]
    private var lastDay: Day

    init(rules: TrainingRules, asOf: Day) {
        self.rules = rules
        self.asOf = asOf
        lastDay = asOf.adding(days: 1)
    }

    mutating func addClass(_ row: Row) throws {
        let id: Identifier<TrainingClass> = try row["id"]
        let (start, end): (Day, Day) = (try row["starts_on"], try row["ends_on"])
        let (capacity, cost): (Int, Amount) = (try row["capacity"], try row["cost_per_person_day"])
        let key = id.description
        lastDay = max(lastDay, end)
        known.insert(key)
        classes.append(
            PlannableClass(id: id, code: try row["code"], name: try row["name"], starts: start, capacity: capacity))
        let state: ClassState = try row.choice("state")
        courses.append(
            Instance.Course(
                id: key, host: Places.place(try row["path"]), scope: Places.place(try row["admits"]),
                domains: try row["fields"],
                kinds: try row["kinds"], start: start, end: end, minimum: try row["minimum"], capacity: capacity,
                fixedCost: Self.openingCost(cost, seats: capacity, days: end - start + 1),
                committed: state == .announced))
    }

    /// Opening a class costs what its days cost for a tenth of its seats: rooms and teachers, however many people come.
    static func openingCost(_ personDay: Amount, seats: Int, days: Int) -> Int {
        (personDay * seats * days).units / (10 * Amount.scale)
    }

    mutating func addDuty(_ row: Row) throws {
        let person = (try row["person_id"] as Identifier<Person>).description
        let path: String = try row["path"]
        let (field, kind): (Field, DutyKind) = (try row.choice("field"), try row.choice("kind"))
        let (due, hard): (Day, Day) = (try row["due_on"], try row["hard_on"])
        if people.updateValue(try row["person"], forKey: person) == nil {
            trainees.append(
                Instance.Trainee(
                    id: person, place: Places.place(path), domain: field.rawValue, unavailable: busy(field)))
            townships[Places.parent(path), default: []].append(person)
        }
        let seat: Identifier<TrainingClass>? = try row["class_id"]
        let previous = (seat?.description).flatMap { known.contains($0) ? $0 : nil }
        demands.append(
            Instance.Demand(
                id: (try row["id"] as Identifier<Duty>).description, trainee: person, kind: kind.rawValue,
                earliest: asOf.adding(days: 1),
                // What is late already is late whatever the plan says: lateness is counted from the day of the plan on,
                // or the oldest debts would cost less unpaid.
                due: max(due, asOf), hardDue: false, priority: kind == .newlyAppointed ? 3 : hard < asOf ? 2 : 1,
                pinned: nil,
                previous: previous))
    }

    private func busy(_ field: Field) -> [[Day]] {
        (asOf.year...asOf.year + 3).flatMap { year in
            rules.busySeasons.filter { $0.field == field }.compactMap { $0.days(in: year) }.map {
                [$0.lowerBound, $0.upperBound]
            }
        }
    }

    package func instance(named name: String) -> Instance {
        let covers = townships.keys.sorted().compactMap { path -> Instance.Cover? in
            guard let members = townships[path], members.count > 2 else { return nil }
            return Instance.Cover(
                id: "v" + path, members: members, limit: max(1, members.count * rules.planning.awayShare / 100))
        }
        let weights = rules.planning
        return Instance(
            name: name, horizon: Instance.Span(start: asOf, end: lastDay),
            weights: Instance.Weights(
                unassigned: weights.unassigned, latePerDay: weights.latePerDay, travel: weights.travel,
                moved: weights.moved),
            trainees: trainees, demands: demands, classes: courses, covers: covers)
    }
}
