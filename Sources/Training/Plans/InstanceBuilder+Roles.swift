import Civil
import Kernel
import Members
package import Planning

extension InstanceBuilder {
    /// What each seat is to the plan.
    struct Roles {
        /// Seats of duties that stay, because the plan does not make their class.
        var fixed: [Identifier<Duty>: HeldSeat] = [:]
        /// Seats of duties in the plan's classes, which may change.
        var previous: [Identifier<Duty>: HeldSeat] = [:]
        /// Their enrolments.
        var movable: Set<Identifier<Enrolment>> = []
        /// Seats and places on waiting lists that only take the person's days.
        var occupied: [Identifier<Person>: [HeldSeat]] = [:]
        /// Duties for which nothing is planned: their fixed seat runs beside another of the same person, or the class
        /// for another duty of the person settles them, too.
        var settled: Set<Identifier<Duty>> = []
        /// By the duty that is planned, those that its class settles beside it.
        var beside: [Identifier<Duty>: [PlannedDuty]] = [:]
        /// Duties of each person.
        var owed: [Identifier<Person>: [Identifier<Duty>]] = [:]
    }

    func roles() -> Roles {
        var roles = Roles()
        let known = Set(classes.map(\.id))
        let planned = Set(duties.map(\.id))
        let owed = Dictionary(grouping: duties, by: \.person)
        roles.owed = owed.mapValues { $0.map(\.id) }
        for (person, all) in held {
            let seats = Self.purposes(of: all, owed: owed[person] ?? [])
            var fixed: [HeldSeat] = []
            // Seats that stay come first: a duty that has one needs no other.
            for seat in seats where !seat.isWaiting && !known.contains(seat.course) {
                guard let duty = seat.duty, planned.contains(duty), roles.fixed[duty] == nil else {
                    roles.occupied[person, default: []].append(seat)
                    continue
                }
                if fixed.contains(where: { $0.starts <= seat.ends && seat.starts <= $0.ends }) {
                    roles.settled.insert(duty)
                    continue
                }
                roles.fixed[duty] = seat
                fixed.append(seat)
            }
            for seat in seats where !seat.isWaiting && known.contains(seat.course) {
                guard let duty = seat.duty, planned.contains(duty), roles.fixed[duty] == nil,
                    roles.previous[duty] == nil, !roles.settled.contains(duty)
                else {
                    roles.occupied[person, default: []].append(seat)
                    continue
                }
                roles.previous[duty] = seat
                roles.movable.insert(seat.enrolment)
            }
            // A place that waits for a duty of the plan takes no days: the plan answers it.
            for seat in seats where seat.isWaiting {
                let isPlanned = seat.duty.map { planned.contains($0) && !roles.settled.contains($0) } ?? false
                if !isPlanned { roles.occupied[person, default: []].append(seat) }
            }
        }
        join(&roles)
        return roles
    }

    /// Seats with the duties that the plan knows. One from before its cycle was opened, or of a duty that is no longer
    /// owed, counts for the most urgent one that its class settles and that has no seat of its own.
    private static func purposes(of seats: [HeldSeat], owed: [PlannedDuty]) -> [HeldSeat] {
        let (ids, given) = (Set(owed.map(\.id)), Set(seats.compactMap(\.duty)))
        var own = owed.filter { !given.contains($0.id) }.sorted {
            ($0.due, $0.id.description) < ($1.due, $1.id.description)
        }
        return seats.map { seat in
            guard !seat.isWaiting, seat.duty.map({ !ids.contains($0) }) ?? true,
                let index = own.firstIndex(where: { $0.opened <= seat.ends && seat.counts(for: $0) })
            else { return seat }
            var seat = seat
            seat.duty = own.remove(at: index).id
            return seat
        }
    }

    /// Somebody who owes two duties gets one seat where each class that settles the one settles the other. Who has
    /// several seats already keeps them.
    private func join(_ roles: inout Roles) {
        for (person, own) in Dictionary(grouping: duties, by: \.person) where own.count > 1 {
            func hasSeat(_ duty: PlannedDuty) -> Bool {
                roles.fixed[duty.id] != nil || roles.previous[duty.id] != nil
            }
            // Those with a seat come first, then the most urgent.
            let ordered = own.filter { !roles.settled.contains($0.id) }.sorted {
                (hasSeat($0) ? 0 : 1, $0.due, $0.id.description) < (hasSeat($1) ? 0 : 1, $1.due, $1.id.description)
            }
            var kept: [PlannedDuty] = []
            for duty in ordered {
                if hasSeat(duty) || (pins[person] ?? []).count > 1 {
                    kept.append(duty)
                } else if let fixed = kept.first(where: { roles.fixed[$0.id]?.counts(for: duty) ?? false }) {
                    roles.settled.insert(duty.id)
                    roles.beside[fixed.id, default: []].append(duty)
                } else if let other = kept.first(where: { roles.fixed[$0.id] == nil && settles($0, duty) }) {
                    roles.settled.insert(duty.id)
                    roles.beside[other.id, default: []].append(duty)
                } else if let place = kept.firstIndex(where: { !hasSeat($0) && settles(duty, $0) }) {
                    let other = kept[place]
                    roles.settled.insert(other.id)
                    roles.beside[duty.id] = (roles.beside.removeValue(forKey: other.id) ?? []) + [other]
                    kept[place] = duty
                } else {
                    kept.append(duty)
                }
            }
        }
    }

    /// Whether every class that the plan may choose for a duty counts for another one of the same person.
    private func settles(_ duty: PlannedDuty, _ other: PlannedDuty) -> Bool {
        Set(duty.accepts).isSubset(of: other.accepts)
            && classes.allSatisfy { item in
                !item.offer.kinds.contains(duty.kind) || !duty.accepts.contains(item.offer.level)
                    || item.offer.kinds.contains(other.kind)
            }
            && (pins[duty.person] ?? []).allSatisfy { pin in
                classes.first { $0.id == pin }.map { Admission.objections($0.offer, duty.need).isEmpty } ?? true
            }
    }

    /// Pins each person's most urgent duty that the class settles.
    func pin(_ result: inout PlannableInstance) throws(AppError) {
        let courses = Dictionary(classes.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let places = Dictionary(result.demands.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { $1 })
        for person in pins.keys.sorted(by: { $0.description < $1.description }) {
            for course in (pins[person] ?? []).compactMap({ courses[$0] }) {
                let own = duties.filter { $0.person == person }
                guard let first = own.first else { continue }
                let open = own.filter { result.fixed[$0.id] == nil && places[$0.id.description] != nil }
                let fitting = open.sorted { ($0.due, $0.id.description) < ($1.due, $1.id.description) }.first { duty in
                    Admission.objections(course.offer, duty.need).isEmpty
                        && places[duty.id.description].map { result.demands[$0].pinned == nil } ?? false
                }
                guard let fitting, let place = places[fitting.id.description] else {
                    let objections = open.first.map { Admission.objections(course.offer, $0.need) } ?? []
                    throw .planPin(first.personName, course.name, objections.map(\.text))
                }
                if let span = result.trainees.first(where: { $0.id == person.description })?.unavailable?.first(
                    where: { $0[0] <= course.ends && course.starts <= $0[1] })
                {
                    throw .planPin(
                        first.personName, course.name,
                        [Text(zh: "本人 \(span[0]) 至 \(span[1]) 不能参训", en: "unavailable \(span[0]) to \(span[1])")])
                }
                result.demands[place].pinned = course.id.description
            }
        }
    }
}

/// A planning instance made of what is on file, with what connects it to the file.
package struct PlannableInstance: Sendable {
    let builder: InstanceBuilder
    var trainees: [Instance.Trainee] = []
    var demands: [Instance.Demand] = []
    var courses: [Instance.Course] = []
    var covers: [Instance.Cover] = []
    var fixed: [Identifier<Duty>: HeldSeat] = [:]
    var previous: [Identifier<Duty>: HeldSeat] = [:]

    init(_ builder: InstanceBuilder) { self.builder = builder }

    package func instance(named name: String) -> Instance {
        let weights = builder.rules.planning
        let days = courses.flatMap { [$0.start, $0.end] }
        return Instance(
            name: name,
            horizon: Instance.Span(
                start: min(builder.asOf, days.min() ?? builder.asOf),
                end: max(builder.asOf.adding(days: 1), days.max() ?? builder.asOf)),
            weights: Instance.Weights(
                unassigned: weights.unassigned, latePerDay: weights.latePerDay, travel: weights.travel,
                moved: weights.moved),
            trainees: trainees, demands: demands, classes: courses, covers: covers)
    }
}

extension AppError {
    /// A decision about a seat that no plan can keep.
    static func planPin(_ person: String, _ course: String, _ reasons: [Text]) -> AppError {
        let reasons = reasons.isEmpty ? [Text(zh: "没有待安排的任务", en: "nothing to plan for")] : reasons
        let why = Text.list(reasons)
        return AppError(
            .conflict, "plan.pin",
            Text(
                zh: "\(person) 固定在班次「\(course)」，但不成立：\(why.chinese)。",
                en: "\(person) is pinned to the class “\(course)”, which cannot be kept: \(why.english)."),
            hint: Text(
                zh: "用 dangwu plan unpin 撤回固定，或调整班次。",
                en: "Withdraw the pin with `dangwu plan unpin`, or change the class."))
    }
}
