import Civil
import Kernel
import Members
import Planning

/// A plan read by name: who sits where, whose seat changes and why, and the enrolments that have to change. Pure.
struct PlanReading: Sendable {
    /// In order of organisations; one for each seat of a duty, and one for each that it lacks.
    private(set) var seats: [PlanSeat] = []
    /// Seats and places on waiting lists that end.
    private(set) var ended: [HeldSeat] = []
    /// Duties with the class that each enters.
    private(set) var entered: [(duty: PlannedDuty, course: Identifier<TrainingClass>)] = []
    /// Who would still lack hours.
    private(set) var short: [ShortOfHours] = []

    /// - Parameters:
    ///   - leftOut: why a demand has no class, where that is known.
    init(
        _ assignments: [Plan.Assignment], of plannable: PlannableInstance, leftOut: [String: Text] = [:]
    ) {
        let builder = plannable.builder
        let chosen = Dictionary(assignments.map { ($0.demand, $0.course) }, uniquingKeysWith: { $1 })
        let courses = Dictionary(builder.classes.map { ($0.id.description, $0) }, uniquingKeysWith: { $1 })
        let slots = Dictionary(grouping: plannable.slots, by: \.duty.id)
        for duty in builder.duties {
            guard let own = slots[duty.id] else { continue }
            let after = own.filter { $0.fixed == nil }.compactMap { slot in chosen[slot.id].flatMap { courses[$0] } }
            let left = own.filter { $0.fixed == nil && chosen[$0.id] == nil }.map { leftOut[$0.id] ?? Words.leftOut }
            read(duty, own, after, left: left, builder)
        }
        short = Self.short(assignments, plannable, courses)
    }

    /// What becomes of the seats of one duty: classes that it has stay, the others take the place of those that it has
    /// no more, in the order of their days.
    private mutating func read(
        _ duty: PlannedDuty, _ slots: [PlannedSlot], _ after: [PlannableClass], left: [Text],
        _ builder: InstanceBuilder
    ) {
        func add(_ change: SeatChange, _ before: HeldSeat?, _ after: (String, String, Day)?, _ reason: Text) {
            seats.append(
                PlanSeat(
                    number: seats.count + 1, path: duty.path, person: duty.person, personName: duty.personName,
                    organisationName: duty.organisationName, dutyKind: duty.kind, change: change,
                    beforeCode: before?.code, beforeName: before?.name, beforeStarts: before?.starts,
                    afterCode: after?.0, afterName: after?.1, afterStarts: after?.2, reason: reason))
        }
        func place(_ seat: HeldSeat) -> (String, String, Day) { (seat.code, seat.name, seat.starts) }
        for seat in slots.compactMap(\.fixed) { add(.kept, seat, place(seat), Words(builder, duty).fixed(seat)) }
        let held = slots.compactMap(\.previous)
        let stays = held.filter { seat in after.contains { $0.id == seat.course } }
        for seat in stays { add(.kept, seat, place(seat), Words.kept) }
        var leaves = held.filter { seat in !stays.contains { $0.course == seat.course } }
        let enters = after.filter { course in !stays.contains { $0.course == course.id } }
            .sorted { ($0.starts, $0.id.description) < ($1.starts, $1.id.description) }
        // A place on another waiting list has been answered once every seat is given.
        let answered =
            left.isEmpty && !enters.isEmpty
            ? (builder.held[duty.person] ?? []).filter { seat in
                seat.isWaiting && seat.duty == duty.id && !after.contains { $0.id == seat.course }
            } : []
        for (index, course) in enters.enumerated() {
            let words = Words(builder, duty)
            let before = leaves.isEmpty ? nil : leaves.removeFirst()
            var reason = before.map { words.moved(from: $0, to: course) } ?? words.new(course)
            if index == 0, let first = answered.first { reason = words.noLongerWaiting(first, reason) }
            add(before == nil ? .new : .moved, before, (course.code, course.name, course.starts), reason)
            if let before { ended.append(before) }
            entered.append((duty, course.id))
        }
        ended += answered
        var reasons = left[...]
        for seat in leaves {
            add(.withdrawn, seat, nil, reasons.popFirst() ?? Words.leftOut)
            ended.append(seat)
        }
        for reason in reasons { add(.leftOut, nil, nil, reason) }
    }

    /// Duties for which the classes of a plan, and those that the people have, give fewer hours than are missing.
    private static func short(
        _ assignments: [Plan.Assignment], _ plannable: PlannableInstance, _ courses: [String: PlannableClass]
    ) -> [ShortOfHours] {
        let builder = plannable.builder
        let owing = builder.duties.filter { $0.missingHours > .zero }
        guard !owing.isEmpty else { return [] }
        var given: [Identifier<Person>: [PlannableClass]] = [:]
        let people = Dictionary(plannable.slots.map { ($0.id, $0.duty.person) }, uniquingKeysWith: { $1 })
        for item in assignments {
            if let person = people[item.demand], let course = courses[item.course] {
                given[person, default: []].append(course)
            }
        }
        return owing.compactMap { duty in
            let new = (given[duty.person] ?? []).filter(duty.fits).map(\.hours).sum()
            let stays = plannable.staying[duty.person] ?? []
            let planned = new + stays.filter { $0.counts(for: duty) }.map(\.hours).sum()
            guard planned < duty.missingHours else { return nil }
            return ShortOfHours(duty, planned: planned)
        }
    }

    /// Those whose seat is taken away without another.
    var withdrawn: [PlanSeat] { seats.filter { $0.change == .withdrawn } }

    /// Drafted classes that somebody enters, which are announced when the plan is accepted.
    func announced(among plannable: PlannableInstance) -> [AnnouncedClass] {
        let used = Set(entered.map(\.course))
        return plannable.builder.classes.filter { !$0.isAnnounced && used.contains($0.id) }.map(AnnouncedClass.init)
    }
}

/// Why a seat is what it is.
private struct Words {
    let builder: InstanceBuilder
    let duty: PlannedDuty

    init(_ builder: InstanceBuilder, _ duty: PlannedDuty) {
        self.builder = builder
        self.duty = duty
    }

    func fixed(_ seat: HeldSeat) -> Text {
        seat.starts <= builder.asOf
            ? Text(zh: "班次已开，不变", en: "the class has begun; nothing changes")
            : Text(zh: "上级或别处的班次，不变", en: "a class that this plan does not make; nothing changes")
    }

    static var kept: Text { Text(zh: "不变", en: "no change") }

    static var leftOut: Text { Text(zh: "计划没有安排", en: "the plan has no seat") }

    func new(_ after: PlannableClass) -> Text {
        isPinned(after.id) ?? late(after).map { days in
            Text(zh: "\(duty.due) 到期，晚 \(days) 天", en: "due \(duty.due), \(days) days late")
        } ?? Text(zh: "\(duty.due) 到期", en: "due \(duty.due)")
    }

    func noLongerWaiting(_ seat: HeldSeat, _ reason: Text) -> Text {
        Text(
            zh: "\(reason.chinese)；不再候补「\(seat.name)」",
            en: "\(reason.english); no longer waiting for “\(seat.name)”")
    }

    /// What no longer holds of the present seat, or what the other one is better at.
    func moved(from present: HeldSeat, to after: PlannableClass) -> Text {
        if let pinned = isPinned(after.id) { return pinned }
        if builder.exclusions[duty.person]?.contains(present.course) ?? false {
            return Text(zh: "已决定不进原班次", en: "excluded from the present class")
        }
        if let course = builder.classes.first(where: { $0.id == present.course }),
            let objection = Admission.objections(course.offer, duty.need).first
        {
            return Text(
                zh: "原班次不抵此任务：\(objection.text.chinese)",
                en: "the present class does not count: \(objection.text.english)")
        }
        if let span = (builder.absences[duty.person] ?? []).first(where: {
            $0.lowerBound <= present.ends && present.starts <= $0.upperBound
        }) {
            return Text(
                zh: "\(span.lowerBound) 至 \(span.upperBound) 不在岗",
                en: "absent from \(span.lowerBound) to \(span.upperBound)")
        }
        let (before, now) = (max(0, present.ends - due), max(0, after.ends - due))
        if now < before {
            return Text(zh: "早 \(before - now) 天完成", en: "completed \(before - now) days less late")
        }
        return Text(zh: "为他人让位或凑足人数，总代价更低", en: "makes room or fills a class; the whole costs less")
    }

    private var due: Day { max(duty.due, builder.asOf) }

    private func late(_ after: PlannableClass) -> Int? {
        after.ends > duty.due ? after.ends - duty.due : nil
    }

    private func isPinned(_ course: Identifier<TrainingClass>) -> Text? {
        builder.pins[duty.person]?.contains(course) ?? false
            ? Text(zh: "已决定进此班", en: "pinned to the class") : nil
    }
}
