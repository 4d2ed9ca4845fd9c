import Civil
import Kernel
import Members
import Postgres

/// A seat, or a place on a waiting list, that somebody has in a class that is not over.
struct HeldSeat: Sendable {
    let enrolment: Identifier<Enrolment>
    let person: Identifier<Person>
    var duty: Identifier<Duty>?
    let course: Identifier<TrainingClass>
    let isWaiting: Bool
    let code: String
    let name: String
    let starts: Day
    let ends: Day
    /// Whether the class takes the person's days.
    let takesDays: Bool
    let kinds: [DutyKind]
    let level: Level
    /// Of the whole class.
    let hours: Hours

    init(_ row: Row) throws {
        let form: TrainingForm = try row.choice("form")
        let state: EnrolmentState = try row.choice("state")
        enrolment = try row["id"]
        person = try row["person_id"]
        duty = try row["duty_id"]
        course = try row["class_id"]
        isWaiting = state == .waiting
        code = try row["code"]
        name = try row["name"]
        starts = try row["starts_on"]
        ends = try row["ends_on"]
        takesDays = form == .concentrated
        let kinds: [String] = try row["kinds"]
        self.kinds = kinds.compactMap(DutyKind.init)
        level = try row.choice("level")
        hours = try row["hours"]
    }

    /// Whether completing the class counts for a duty, whichever one the seat was given for.
    func counts(for duty: PlannedDuty) -> Bool {
        kinds.contains(duty.kind) && duty.accepts.contains(level) && duty.isInTime(ends)
    }
}

/// A duty that a plan is made for.
struct PlannedDuty: Sendable {
    let id: Identifier<Duty>
    let person: Identifier<Person>
    let path: String
    let kind: DutyKind
    let field: Field
    let cycle: Identifier<Cycle>?
    let opened: Day
    let due: Day
    let hard: Day
    let accepts: [Level]
    /// Hours that it asks for and that are not credited yet.
    let missingHours: Hours
    /// Whether hours settle it, in whatever number of classes.
    let isByHours: Bool
    /// Completions that the hours must contain and do not yet.
    let needs: [HoursNeed]
    let personName: String
    let organisationName: String?
    /// Known where a class asks for it.
    var trainee: Admission.Trainee?

    init(_ row: Row) throws {
        let accepts: [String] = try row["accepts"]
        id = try row["id"]
        person = try row["person_id"]
        path = try row["path"]
        kind = try row.choice("kind")
        field = try row.choice("field")
        cycle = try row["cycle_id"]
        opened = try row["opened_on"]
        due = try row["due_on"]
        hard = try row["hard_on"]
        self.accepts = accepts.compactMap(Level.init)
        let required: Hours = try row["required_hours"]
        missingHours = max(.zero, try required - row["hours"])
        isByHours = required > .zero || kind == .annual
        needs = try row.json("needs")
        personName = try row["person"]
        organisationName = try row["organisation"]
    }

    /// Whether a class that ends on a day counts: hours of a year are earned in it.
    func isInTime(_ ends: Day) -> Bool { kind != .annual || ends <= due && ends.year == due.year }

    /// Whether a class counts for it, whatever it asks of people.
    func fits(_ course: PlannableClass) -> Bool {
        let offer = course.offer
        return offer.kinds.contains(kind) && accepts.contains(offer.level) && offer.fields.contains(field)
            && offer.admits.contains(path) && isInTime(course.ends)
    }

    var need: Admission.Need {
        Admission.Need(kind: kind, field: field, path: path, accepts: accepts, trainee: trainee)
    }
}

/// A class that a plan may use.
struct PlannableClass: Sendable {
    let id: Identifier<TrainingClass>
    let code: String
    let name: String
    let starts: Day
    let ends: Day
    let capacity: Int
    let minimum: Int
    let path: String
    let cost: Amount
    let isAnnounced: Bool
    /// Of its sessions.
    let hours: Hours
    let offer: Admission.Offer

    init(_ row: Row, _ rules: TrainingRules) throws {
        let (filters, course): (ClassFilters, String?) = (try row.json("filters"), try row["course"])
        let (fields, kinds): ([String], [String]) = (try row["fields"], try row["kinds"])
        let state: ClassState = try row.choice("state")
        id = try row["id"]
        code = try row["code"]
        name = try row["name"]
        starts = try row["starts_on"]
        ends = try row["ends_on"]
        capacity = try row["capacity"]
        minimum = try row["minimum"]
        path = try row["path"]
        cost = try row["cost_per_person_day"]
        isAnnounced = state == .announced
        hours = try row["hours"]
        offer = Admission.Offer(
            kinds: kinds.compactMap(DutyKind.init), fields: fields.compactMap(Field.init),
            admits: Scope(path: try row["admits"]), level: try row.choice("level"), starts: starts, filters: filters,
            after: rules.demands(filters, course: course))
    }
}
