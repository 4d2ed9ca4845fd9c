import Civil
import Kernel
import Members
import Planning

/// A plan read by name: who sits where, whose seat changes and why, and the enrolments that have to change. Pure.
struct PlanReading: Sendable {
    /// In order of organisations.
    let seats: [PlanSeat]
    /// Seats and places on waiting lists that end.
    let ended: [HeldSeat]
    /// Duties with the class that each enters.
    let entered: [(duty: PlannedDuty, course: Identifier<TrainingClass>)]

    /// - Parameters:
    ///   - leftOut: why a duty has no class, where that is known.
    init(
        _ assignments: [Plan.Assignment], of plannable: PlannableInstance, leftOut: [String: Text] = [:]
    ) {
        let builder = plannable.builder
        let chosen = Dictionary(assignments.map { ($0.demand, $0.course) }, uniquingKeysWith: { $1 })
        let courses = Dictionary(builder.classes.map { ($0.id.description, $0) }, uniquingKeysWith: { $1 })
        let known = Set(plannable.demands.map(\.id))
        var (seats, ended): ([PlanSeat], [HeldSeat]) = ([], [])
        var entered: [(duty: PlannedDuty, course: Identifier<TrainingClass>)] = []
        for duty in builder.duties where known.contains(duty.id.description) {
            let fixed = plannable.fixed[duty.id]
            let present = fixed ?? plannable.previous[duty.id]
            let waiting = (builder.held[duty.person] ?? []).filter { $0.isWaiting && $0.duty == duty.id }
            let after = chosen[duty.id.description].flatMap { courses[$0] }
            let words = Words(builder, duty, present)
            let change: SeatChange
            var reason: Text
            if let fixed {
                (change, reason) = (.kept, words.fixed(fixed))
            } else if let after {
                if let present {
                    change = present.course == after.id ? .kept : .moved
                    reason = change == .kept ? words.kept : words.moved(from: present, to: after)
                } else {
                    (change, reason) = (.new, words.new(after))
                }
                if change != .kept {
                    if let present { ended.append(present) }
                    entered.append((duty, after.id))
                    // A place on another waiting list has been answered by the seat.
                    let answered = waiting.filter { $0.course != after.id }
                    ended += answered
                    if let first = answered.first { reason = words.noLongerWaiting(first, reason) }
                }
            } else {
                let why = leftOut[duty.id.description] ?? words.leftOut
                change = present == nil ? .leftOut : .withdrawn
                reason = why
                if let present { ended.append(present) }
            }
            let stays = fixed != nil || change == .kept
            seats.append(
                PlanSeat(
                    number: seats.count + 1, path: duty.path, person: duty.person, personName: duty.personName,
                    organisationName: duty.organisationName, dutyKind: duty.kind, change: change,
                    beforeCode: present?.code, beforeName: present?.name, beforeStarts: present?.starts,
                    afterCode: stays ? present?.code : after?.code, afterName: stays ? present?.name : after?.name,
                    afterStarts: stays ? present?.starts : after?.starts, reason: reason))
        }
        self.seats = seats
        self.ended = ended
        self.entered = entered
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
    let present: HeldSeat?

    init(_ builder: InstanceBuilder, _ duty: PlannedDuty, _ present: HeldSeat?) {
        self.builder = builder
        self.duty = duty
        self.present = present
    }

    func fixed(_ seat: HeldSeat) -> Text {
        seat.starts <= builder.asOf
            ? Text(zh: "班次已开，不变", en: "the class has begun; nothing changes")
            : Text(zh: "上级或别处的班次，不变", en: "a class that this plan does not make; nothing changes")
    }

    var kept: Text { Text(zh: "不变", en: "no change") }

    var leftOut: Text { Text(zh: "计划没有安排", en: "the plan has no seat") }

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
