package import Civil
package import Kernel
import Members
import Planning
import Postgres

/// Collects duties, classes, seats, absences and decisions of a subtree into a planning instance. Everything is added
/// before the instance is asked for.
///
/// The present plan is all that the people hold. A seat in a class that this plan does not make (its host lies outside
/// the subtree, or it has begun) is fixed: it counts for the duty, for the person's days and for the covers, and stays.
/// A seat in one of the plan's classes without a duty of the plan takes the seat and the person's days.
struct InstanceBuilder: Sendable {
    let rules: TrainingRules
    let asOf: Day
    let selection: PlanSelection
    private(set) var classes: [PlannableClass] = []
    private(set) var duties: [PlannedDuty] = []
    /// By person, in order of their classes' first days.
    private(set) var held: [Identifier<Person>: [HeldSeat]] = [:]
    private(set) var absences: [Identifier<Person>: [ClosedRange<Day>]] = [:]
    private(set) var pins: [Identifier<Person>: [Identifier<TrainingClass>]] = [:]
    private(set) var exclusions: [Identifier<Person>: [Identifier<TrainingClass>]] = [:]
    /// Seats that a duty gets at least.
    private(set) var wanted: [Identifier<Duty>: Int]
    private var quotas: [Identifier<TrainingClass>: [KeptSeats]] = [:]
    /// Who sits in each of the plan's classes, by enrolment.
    private var seats: [Identifier<TrainingClass>: [(enrolment: Identifier<Enrolment>, path: String)]] = [:]

    /// Years for which an absence without an end lasts, as far as a plan looks.
    private static let openYears = 10

    init(rules: TrainingRules, asOf: Day, _ selection: PlanSelection) {
        self.rules = rules
        self.asOf = asOf
        self.selection = selection
        wanted = selection.given ?? [:]
    }

    /// More seats for duties whose long classes are full: more classes of fewer hours give them as well.
    mutating func want(_ seats: [Identifier<Duty>: Int]) { wanted.merge(seats) { max($0, $1) } }

    mutating func addClass(_ row: Row) throws { classes.append(try PlannableClass(row, rules)) }

    mutating func addDuty(_ row: Row) throws {
        let duty = try PlannedDuty(row)
        if selection.takes(duty) { duties.append(duty) }
    }

    /// Classes that ask for something that is on file of each person.
    var demanding: [PlannableClass] { classes.filter { !$0.offer.demands.isEmpty } }

    /// - Parameter rows: of the block `TraineeFacts`.
    mutating func addTrainees(_ rows: Rows) throws {
        var known: [Identifier<Person>: Admission.Trainee] = [:]
        for row in rows { known[try row["person_id"]] = try Admission.Trainee(row) }
        for index in duties.indices { duties[index].trainee = known[duties[index].person] }
    }

    mutating func addHeld(_ row: Row) throws {
        let seat = try HeldSeat(row)
        held[seat.person, default: []].append(seat)
    }

    mutating func addSeat(_ row: Row) throws {
        seats[try row["class_id"], default: []].append((try row["enrolment_id"], try row["path"]))
    }

    mutating func addQuota(_ row: Row) throws {
        quotas[try row["class_id"], default: []].append(
            KeptSeats(scope: Scope(path: try row["path"]), seats: try row["seats"]))
    }

    mutating func addAbsence(_ row: Row) throws {
        let (from, until): (Day, Day?) = (try row["from_on"], try row["until_on"])
        absences[try row["person_id"], default: []].append(
            from...max(from, until ?? max(from, asOf).adding(years: Self.openYears)))
    }

    mutating func addDecision(_ row: Row) throws {
        let kind: Seating.Kind = try row.choice("kind")
        let (person, course): (Identifier<Person>, Identifier<TrainingClass>) = (
            try row["person_id"], try row["class_id"]
        )
        switch kind {
        case .pinned: pins[person, default: []].append(course)
        case .excluded: exclusions[person, default: []].append(course)
        }
    }

    /// Opening a class costs what its days cost for a tenth of its seats: rooms and teachers, however many people come.
    static func openingCost(_ personDay: Amount, seats: Int, days: Int) -> Int {
        (personDay * seats * days).units / (10 * Amount.scale)
    }

    /// - Throws: `plan.pin` for a decision that cannot be kept.
    func plannable() throws(AppError) -> PlannableInstance {
        let roles = roles()
        var result = PlannableInstance(self)
        var trainees: [Identifier<Person>: Instance.Trainee] = [:]
        var order: [Identifier<Person>] = []
        var townships: [String: [String]] = [:]
        let known = Set(classes.map(\.id))
        for duty in duties {
            let slots = roles.slots[duty.id] ?? []
            guard !slots.isEmpty else { continue }
            if trainees[duty.person] == nil {
                trainees[duty.person] = Instance.Trainee(
                    id: duty.person.description, place: Places.place(duty.path), domain: duty.field.rawValue,
                    unavailable: unavailable(duty, roles),
                    excluded: excluded(duty, known))
                order.append(duty.person)
                townships[Places.parent(duty.path), default: []].append(duty.person.description)
            }
            result.slots += slots
        }
        result.demands = result.slots.map(demand)
        result.trainees = order.compactMap { trainees[$0] }
        try pin(&result)
        result.courses = classes.map { course($0, roles) } + fixedCourses(result.demands, roles)
        result.covers = covers(townships, roles)
        for person in Set(duties.map(\.person)) {
            let staying = roles.fixed(of: person) + (roles.occupied[person] ?? []).filter { !$0.isWaiting }
            if !staying.isEmpty { result.staying[person] = staying }
        }
        return result
    }

    /// Classes that somebody decided against, and those that the person is not admitted to.
    private func excluded(_ duty: PlannedDuty, _ known: Set<Identifier<TrainingClass>>) -> [String]? {
        let decided = (exclusions[duty.person] ?? []).filter(known.contains)
        let unfit = duty.trainee.map { trainee in
            demanding.filter { !Admission.objections($0.offer, trainee).isEmpty }.map(\.id)
        }
        let all = decided + (unfit ?? []).filter { !decided.contains($0) }
        return all.isEmpty ? nil : all.map(\.description)
    }

    private func demand(_ slot: PlannedSlot) -> Instance.Demand {
        let (duty, fixed) = (slot.duty, slot.fixed)
        let all = [duty] + slot.beside
        // No class counts for the hours of a year after it, whatever else it settles late.
        let isHard = duty.kind == .annual && fixed == nil
        let due = isHard ? duty.due : all.map(\.due).min() ?? duty.due
        return Instance.Demand(
            id: slot.id, trainee: duty.person.description, kind: duty.kind.rawValue,
            earliest: min(asOf.adding(days: 1), fixed?.starts ?? asOf.adding(days: 1)),
            // What is late already is late whatever the plan says: lateness is counted from the day of the plan on,
            // or the oldest debts would cost less unpaid.
            due: max(due, asOf), hardDue: isHard,
            priority: all.map { $0.kind == .newlyAppointed ? 3 : $0.hard < asOf ? 2 : 1 }.max() ?? 1,
            pinned: fixed?.course.description, previous: (fixed ?? slot.previous)?.course.description,
            accepts: fixed == nil ? slot.accepts.map(\.rawValue) : nil,
            minutes: fixed == nil ? slot.least?.minutes : nil)
    }

    /// Days on which no class takes the person: seasons, absences, and classes that this plan leaves alone. What
    /// overlaps a fixed seat is over or was allowed when the seat was given.
    private func unavailable(_ duty: PlannedDuty, _ roles: Roles) -> [[Day]] {
        var spans = away(duty)
        spans += (roles.occupied[duty.person] ?? []).filter(\.takesDays).map { $0.starts...$0.ends }
        let fixed = roles.fixed(of: duty.person)
        spans.removeAll { span in fixed.contains { $0.starts <= span.upperBound && span.lowerBound <= $0.ends } }
        return spans.map { [$0.lowerBound, $0.upperBound] }
    }

    /// Busy seasons and absences.
    func away(_ duty: PlannedDuty) -> [ClosedRange<Day>] {
        let seasons = (asOf.year...asOf.year + 3).flatMap { year in
            rules.busySeasons.filter { $0.field == duty.field }.compactMap { $0.days(in: year) }
        }
        return seasons + (absences[duty.person] ?? [])
    }

    private func course(_ item: PlannableClass, _ roles: Roles) -> Instance.Course {
        // Who sits there for another reason keeps the seat.
        var left = quotas[item.id] ?? []
        var capacity = item.capacity
        var others = 0
        for seat in seats[item.id] ?? [] where !roles.movable.contains(seat.enrolment) {
            others += 1
            capacity -= 1
            if let quota = KeptSeats.smallest(of: left, for: seat.path, least: 1) { left[quota].seats -= 1 }
        }
        // Where others took the seats before the quotas were set, these keep what is left.
        var free = max(0, capacity)
        let kept = left.compactMap { quota -> Instance.Quota? in
            let seats = min(quota.seats, free)
            free -= seats
            return seats > 0 ? Instance.Quota(scope: Places.place(quota.scope.low), seats: seats) : nil
        }
        return Instance.Course(
            id: item.id.description, host: Places.place(item.path), scope: Places.place(item.offer.admits.low),
            domains: item.offer.fields.map(\.rawValue), kinds: item.offer.kinds.map(\.rawValue), start: item.starts,
            end: item.ends, minimum: max(0, item.minimum - others), capacity: max(0, capacity),
            fixedCost: Self.openingCost(item.cost, seats: item.capacity, days: item.ends - item.starts + 1),
            committed: item.isAnnounced, level: item.offer.level.rawValue, quotas: kept.isEmpty ? nil : kept,
            minutes: item.hours.minutes)
    }

    /// Classes in which the plan changes nothing, with the seats that its people have there.
    private func fixedCourses(_ demands: [Instance.Demand], _ roles: Roles) -> [Instance.Course] {
        let (kinds, fields) = (DutyKind.allCases.map(\.rawValue), Field.allCases.map(\.rawValue))
        let sizes = Dictionary(grouping: roles.slots.values.joined().compactMap(\.fixed), by: \.course)
        return sizes.keys.sorted { $0.description < $1.description }.compactMap { id in
            guard let all = sizes[id], let seat = all.first else { return nil }
            return Instance.Course(
                id: id.description, host: "", scope: "", domains: fields, kinds: kinds, start: seat.starts,
                end: seat.ends, minimum: 0, capacity: all.count, fixedCost: 0, committed: true)
        }
    }

    private func covers(_ townships: [String: [String]], _ roles: Roles) -> [Instance.Cover] {
        let weights = rules.planning
        return townships.keys.sorted().compactMap { path in
            guard let members = townships[path], members.count > 2 else { return nil }
            var limit = max(1, members.count * weights.awayShare / 100)
            // What fixed seats exceed already is no reason to make no plan at all.
            if weights.awayCost == nil { limit = max(limit, mostAway(members, roles)) }
            return Instance.Cover(id: "v" + path, members: members, limit: limit, excessCost: weights.awayCost)
        }
    }

    private func mostAway(_ members: [String], _ roles: Roles) -> Int {
        let seats = members.compactMap { Identifier<Person>($0) }.flatMap { roles.fixed(of: $0) }
        return seats.map { seat in seats.count { $0.starts <= seat.starts && seat.starts <= $0.ends } }.max() ?? 0
    }
}

/// Which duties a plan is for, and what is known of its seats beforehand.
package struct PlanSelection: Sendable {
    /// The cycles whose duties alone are planned; nil for every duty.
    let cycles: Set<Identifier<Cycle>>?
    /// Whether the hours of the year are planned, too.
    let yearly: Bool
    /// Hours of classes that are still to be drafted; nil where none are.
    let drafted: Hours?
    /// Seats that a plan gives to each duty already.
    let given: [Identifier<Duty>: Int]?

    package init(
        cycles: Set<Identifier<Cycle>>? = nil, yearly: Bool = false, drafted: Hours? = nil,
        given: [Identifier<Duty>: Int]? = nil
    ) {
        self.cycles = cycles
        self.yearly = yearly
        self.drafted = drafted
        self.given = given
    }

    fileprivate func takes(_ duty: PlannedDuty) -> Bool {
        if duty.kind == .annual { return yearly }
        guard let cycles else { return true }
        return duty.cycle.map(cycles.contains) ?? false
    }
}

extension Hours {
    var minutes: Int { Int(clamping: Int128(tenths) * 6) }
}
