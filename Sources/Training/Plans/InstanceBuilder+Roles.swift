import Civil
import Kernel
import Members
package import Planning

extension InstanceBuilder {
    /// What each seat is to the plan.
    struct Roles {
        /// The seats that each duty has or needs; none where those for another duty of the person settle it.
        var slots: [Identifier<Duty>: [PlannedSlot]] = [:]
        /// Enrolments in the plan's classes, which may change.
        var movable: Set<Identifier<Enrolment>> = []
        /// Seats and places on waiting lists that only take the person's days.
        var occupied: [Identifier<Person>: [HeldSeat]] = [:]
        /// Duties of each person.
        var owed: [Identifier<Person>: [Identifier<Duty>]] = [:]

        /// Seats of duties that stay.
        func fixed(of person: Identifier<Person>) -> [HeldSeat] {
            (owed[person] ?? []).flatMap { slots[$0] ?? [] }.compactMap(\.fixed)
        }
    }

    /// What the seats that one person holds are to the duties.
    private struct Holding {
        var fixed: [Identifier<Duty>: [HeldSeat]] = [:]
        var previous: [Identifier<Duty>: [HeldSeat]] = [:]
        /// Duties whose fixed seat runs beside another of the same person.
        var settled: Set<Identifier<Duty>> = []
        var occupied: [HeldSeat] = []
    }

    func roles() -> Roles {
        var roles = Roles()
        let known = Set(classes.map(\.id))
        let courses = Dictionary(classes.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let owed = Dictionary(grouping: duties, by: \.person)
        roles.owed = owed.mapValues { $0.map(\.id) }
        let usual = rules.classDefaults.halfDayHours.times(Self.usualHalfDays)
        for person in Set(owed.keys).union(held.keys) {
            let own = owed[person] ?? []
            let holding = holding(held[person] ?? [], own, known)
            if !holding.occupied.isEmpty { roles.occupied[person] = holding.occupied }
            roles.movable.formUnion(holding.previous.values.joined().map(\.enrolment))
            let choice = SlotChoice(
                classes: classes, drafted: selection.drafted, usual: usual, wanted: wanted,
                isGiven: selection.given != nil, away: { away($0) },
                pinned: (pins[person] ?? []).compactMap { courses[$0] },
                staying: holding.fixed.values.joined() + holding.occupied.filter { !$0.isWaiting },
                fixed: holding.fixed, previous: holding.previous)
            for slot in choice.slots(own.filter { !holding.settled.contains($0.id) }) {
                roles.slots[slot.duty.id, default: []].append(slot)
            }
        }
        return roles
    }

    /// Half-days of a class where none is on file.
    private static let usualHalfDays = 10

    private func holding(
        _ all: [HeldSeat], _ owed: [PlannedDuty], _ known: Set<Identifier<TrainingClass>>
    ) -> Holding {
        var holding = Holding()
        guard !all.isEmpty else { return holding }
        let planned = Dictionary(owed.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let seats = Self.purposes(of: all, owed: owed)
        // Seats that stay come first: a duty that has one needs no other, unless it asks for hours.
        for seat in seats where !seat.isWaiting && !known.contains(seat.course) {
            guard let duty = seat.duty.flatMap({ planned[$0] }), duty.isByHours || holding.fixed[duty.id] == nil else {
                holding.occupied.append(seat)
                continue
            }
            let meets = holding.fixed.values.joined().contains { $0.starts <= seat.ends && seat.starts <= $0.ends }
            if meets, holding.fixed[duty.id] == nil {
                holding.settled.insert(duty.id)
            } else if meets {
                holding.occupied.append(seat)
            } else {
                holding.fixed[duty.id, default: []].append(seat)
            }
        }
        for seat in seats where !seat.isWaiting && known.contains(seat.course) {
            guard let duty = seat.duty.flatMap({ planned[$0] }), !holding.settled.contains(duty.id),
                duty.isByHours || holding.fixed[duty.id] == nil && holding.previous[duty.id] == nil
            else {
                holding.occupied.append(seat)
                continue
            }
            holding.previous[duty.id, default: []].append(seat)
        }
        // A place that waits for a duty of the plan takes no days: the plan answers it.
        for seat in seats where seat.isWaiting {
            let isPlanned = seat.duty.map { planned[$0] != nil && !holding.settled.contains($0) } ?? false
            if !isPlanned { holding.occupied.append(seat) }
        }
        return holding
    }

    /// Seats with the duties that the plan knows. One from before its cycle was opened, or of a duty that is no longer
    /// owed, counts for the most urgent one that its class settles and that has no seat of its own, or lacks hours.
    private static func purposes(of seats: [HeldSeat], owed: [PlannedDuty]) -> [HeldSeat] {
        let ids = Set(owed.map(\.id))
        var given = Dictionary(grouping: seats.filter { $0.duty != nil }, by: \.duty)
        let ordered = owed.sorted { ($0.due, $0.id.description) < ($1.due, $1.id.description) }
        func isOpen(_ duty: PlannedDuty) -> Bool {
            guard let own = given[duty.id] else { return true }
            guard duty.isByHours else { return false }
            return own.filter { !$0.isWaiting && $0.counts(for: duty) }.map(\.hours).sum() < duty.missingHours
        }
        return seats.map { seat in
            guard !seat.isWaiting, seat.duty.map({ !ids.contains($0) }) ?? true,
                let duty = ordered.first(where: { isOpen($0) && $0.opened <= seat.ends && seat.counts(for: $0) })
            else { return seat }
            var seat = seat
            seat.duty = duty.id
            given[duty.id, default: []].append(seat)
            return seat
        }
    }

    /// Pins each person's most urgent duty that the class settles.
    func pin(_ result: inout PlannableInstance) throws(AppError) {
        let courses = Dictionary(classes.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let places = Dictionary(grouping: result.slots.indices) { result.slots[$0].duty.id }
        for person in pins.keys.sorted(by: { $0.description < $1.description }) {
            for course in (pins[person] ?? []).compactMap({ courses[$0] }) {
                let own = duties.filter { $0.person == person }
                guard let first = own.first else { continue }
                func free(_ duty: PlannedDuty) -> Int? {
                    places[duty.id]?.first { result.slots[$0].fixed == nil && result.demands[$0].pinned == nil }
                }
                let open = own.filter { places[$0.id]?.contains { result.slots[$0].fixed == nil } ?? false }
                let fitting = open.sorted { ($0.due, $0.id.description) < ($1.due, $1.id.description) }.first { duty in
                    Admission.objections(course.offer, duty.need).isEmpty && duty.isInTime(course.ends)
                        && free(duty) != nil
                }
                guard let fitting, let place = free(fitting) else {
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
                // Who decided for the class decided for its hours and its level.
                result.slots[place].least = nil
                result.slots[place].accepts = fitting.accepts
                result.demands[place] = result.demands[place].pinned(to: course.id.description, fitting.accepts)
            }
        }
    }
}

/// A planning instance made of what is on file, with what connects it to the file.
package struct PlannableInstance: Sendable {
    let builder: InstanceBuilder
    var trainees: [Instance.Trainee] = []
    /// What the demands stand for, in the same order.
    var slots: [PlannedSlot] = []
    var demands: [Instance.Demand] = []
    var courses: [Instance.Course] = []
    var covers: [Instance.Cover] = []
    /// Seats that people have and no plan changes.
    var staying: [Identifier<Person>: [HeldSeat]] = [:]

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

extension Instance.Demand {
    fileprivate func pinned(to course: String, _ accepts: [Level]) -> Instance.Demand {
        Instance.Demand(
            id: id, trainee: trainee, kind: kind, earliest: earliest, due: due, hardDue: hardDue ?? false,
            priority: priority, pinned: course, previous: previous, accepts: accepts.map(\.rawValue))
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
