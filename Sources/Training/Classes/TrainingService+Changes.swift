import Access
import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Wire

/// Changes of classes. As long as a class is not closed everything about it can be changed; what it was before is kept
/// with the reason, and the people on its list are notified once it is announced.
extension TrainingService {
    /// - Parameter expected: the version that the caller has seen; nil when any will do.
    package func updateClass(
        _ reference: Reference<TrainingClass>, _ change: ClassChange, expected: Int?, caller: Caller
    ) async throws -> TrainingClass {
        let caller = try caller.with(.writeTraining)
        var path: String?
        if let admits = change.admits { path = try await organisations.organisation(admits, caller: caller).path }
        let admits = path
        let anyway = change.anyway ?? false
        guard !anyway || change.reason != nil else { throw AppError.missingValue("reason") }
        return try await revise(reference, expected, change.reason, caller, anyway: anyway) {
            $0.apply(change, admits: admits)
        }
    }

    /// Moves a class to another week.
    package func shiftClass(
        _ reference: Reference<TrainingClass>, _ order: ClassShiftOrder, expected: Int?, caller: Caller
    ) async throws -> ClassShifted {
        try Plausible.day(order.to, "to")
        let moved = try await revise(reference, expected, order.reason, caller) { draft in
            let first = order.to
            let days = first.number - draft.starts.number
            draft.starts = first
            draft.ends = draft.ends.adding(days: days)
            draft.sessions = draft.sessions.map { $0.on($0.day.adding(days: days)) }
        }
        let sessions = try await sessions(of: Reference(moved.id), caller: caller).items
        let answers = Set(sessions.map(\.day)).sorted().map { ($0, workingDays.isWorking($0)) }
        return ClassShifted(
            code: moved.code, name: moved.name, starts: moved.starts, ends: moved.ends, sessions: sessions.count,
            daysOff: answers.filter { !$0.1.value }.map(\.0), provisional: answers.contains { $0.1.provisional },
            version: moved.version)
    }

    package func addSession(
        _ order: SessionOrder, to reference: Reference<TrainingClass>, expected: Int?, caller: Caller
    ) async throws -> TrainingClass {
        try await revise(reference, expected, order.reason, caller) { draft in
            let next = [draft.sessions.map(\.number).max() ?? 0, 1].sum()
            draft.sessions.append(
                ClassSession(
                    number: order.number ?? next, day: order.day, half: order.half, topic: order.topic,
                    title: order.title, hours: order.hours ?? rules.classDefaults.halfDayHours,
                    teacher: order.teacher ?? ClassOrder.unnamedTeacher, venue: order.venue, fee: order.fee,
                    teacherTitle: order.teacherTitle))
        }
    }

    package func changeSession(
        _ number: Int, of reference: Reference<TrainingClass>, _ change: SessionChange, expected: Int?, caller: Caller
    ) async throws -> TrainingClass {
        try await revise(reference, expected, change.reason, caller) { draft in
            let place = try draft.place(of: number)
            draft.sessions[place] = draft.sessions[place].applying(change)
        }
    }

    package func removeSession(
        _ number: Int, of reference: Reference<TrainingClass>, _ order: SessionRemoval, expected: Int?, caller: Caller
    ) async throws -> TrainingClass {
        try await revise(reference, expected, order.reason, caller) { draft in
            draft.sessions.remove(at: try draft.place(of: number))
        }
    }

    /// Everything that was changed about a class, in the order in which it happened.
    package func changes(of reference: Reference<TrainingClass>, caller: Caller) async throws -> Page<ClassChangeLine> {
        let caller = try caller.with(.readTraining)
        let id = try await identifier(of: reference, caller: caller)
        let rows = try await database.read(caller, .classChanges(class: id))
        return Page(whole: try rows.flatMap { try $0.classChanges() })
    }

    // MARK: the one way to change a class

    /// - Parameter anyway: whether the class may stop counting for people on its list.
    private func revise(
        _ reference: Reference<TrainingClass>, _ expected: Int?, _ reason: String?, _ caller: Caller,
        anyway: Bool = false, _ edit: (inout ClassDraft) throws -> Void
    ) async throws -> TrainingClass {
        let caller = try caller.with(.writeTraining)
        try Plausible.words(optional: reason, "reason")
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            let open: [ClassState] = [.draft, .announced, .running, .reopened]
            guard open.contains(current.state) else { throw AppError.classState(current.state, allowed: open) }
            guard reason != nil || !current.state.needsReason(rules.classes) else {
                throw AppError.changeNeedsReason(current.state, rules.classes.source)
            }
            let before = ClassDraft(current, try await transaction.query(.sessions(class: id)).map { try $0.session() })
            var draft = before
            try edit(&draft)
            try draft.check(rules)
            let difference = ClassDifference(before, draft)
            guard !difference.elements.isEmpty else { return current }
            try await requireChangeable(current, as: draft, difference, transaction)
            try await write(draft, of: current, difference, reason, transaction)
            if draft.capacity > current.capacity { try await fill(current.id, transaction) }
            var changed = try await read(id, transaction)
            if difference.touchesAdmission, !anyway { try await requireCounting(changed, as: current, transaction) }
            if difference.touchesSettling { changed.settles = try await settling(changed, transaction) }
            if difference.touchesDays { changed.provisional = isProvisional(draft) }
            return changed
        }
    }

    private func requireChangeable(
        _ current: TrainingClass, as draft: ClassDraft, _ difference: ClassDifference, _ transaction: ScopedTransaction
    ) async throws {
        if draft.level != current.level { try await requireHost(of: draft.level, for: current, transaction) }
        try await requireRoom(for: current, as: draft, transaction)
        if draft.admits != current.admits { try await requireAdmitted(to: current, as: draft, transaction) }
        let kept = try await quotas(current.id, transaction).map(\.seats).sum()
        guard kept <= draft.capacity else {
            throw AppError.invalidValue(
                "capacity", String(draft.capacity),
                expected: Text(zh: "不少于已留的名额 \(kept)", en: "\(kept) or more, since quotas keep so many seats"))
        }
        if !difference.removed.isEmpty {
            let marked: [Int] = try await transaction.query(
                .markedSessions(class: current.id, numbers: difference.removed)
            ).map { try $0["number"] }
            guard marked.isEmpty else { throw AppError.sessionsMarked(marked) }
        }
        if current.state != .draft {
            try await requireFreeTeachers(current, difference.added + difference.changed, transaction)
        }
    }

    /// People on the list, and those that seats are kept for, are still admitted.
    private func requireAdmitted(
        to current: TrainingClass, as draft: ClassDraft, _ transaction: ScopedTransaction
    ) async throws {
        let admits = Scope(path: draft.admits)
        let outside = try await listed(in: current.id, transaction).count { !admits.contains($0.path) }
        let kept = try await quotas(current.id, transaction).count { !admits.contains($0.scope) }
        guard outside == 0, kept == 0 else { throw AppError.classAdmits(outside, kept) }
    }

    /// Nobody teaches in two classes of a host at once.
    func requireFreeTeachers(
        _ current: TrainingClass, _ sessions: [ClassSession], _ transaction: ScopedTransaction
    ) async throws {
        let named = sessions.filter { $0.teacher != ClassOrder.unnamedTeacher }
        guard !named.isEmpty else { return }
        let engaged = try await transaction.query(
            .teachersEngaged(
                class: current.id, teachers: named.map(\.teacher), days: named.map(\.day),
                halves: named.map(\.half.rawValue)))
        guard engaged.isEmpty else {
            throw AppError.teachersEngaged(
                current.name,
                try engaged.map { row in
                    let (day, half): (Day, HalfDay) = (try row["held_on"], try row.choice("half"))
                    return (try row["teacher"], try row["name"], "\(day) \(half.text.both)")
                })
        }
    }

    private func write(
        _ draft: ClassDraft, of current: TrainingClass, _ difference: ClassDifference, _ reason: String?,
        _ transaction: ScopedTransaction
    ) async throws {
        let id = current.id
        let auditEvent = try await transaction.record(
            "class.update", "class", subject: id.value, path: current.path,
            before: try JSONText(
                encoding: Dictionary(difference.elements.map { ($0.member, $0.before) }, uniquingKeysWith: { $1 })),
            after: try JSONText(
                encoding: Dictionary(difference.elements.map { ($0.member, $0.after) }, uniquingKeysWith: { $1 })))
        var statements: [Statement] = [
            .updateClass(
                id: id, code: draft.code, name: draft.name, level: draft.level.rawValue,
                fields: draft.fields.map(\.rawValue), kinds: draft.kinds.map(\.rawValue), startsOn: draft.starts,
                endsOn: draft.ends, minimum: draft.minimum, capacity: draft.capacity, venue: draft.venue,
                costPerPersonDay: draft.costPerPersonDay, attendanceRule: draft.attendanceRule,
                form: draft.form.rawValue, course: draft.course, filters: try JSONText(encoding: draft.filters),
                admits: draft.admits, admitsEnd: Scope(path: draft.admits).high, auditEvent: auditEvent)
        ]
        if !difference.removed.isEmpty { statements.append(.deleteSessions(class: id, numbers: difference.removed)) }
        if !difference.changed.isEmpty {
            statements.append(ClassSession.update(difference.changed, of: id, auditEvent))
        }
        statements += difference.added.map { $0.insertion(into: id, path: current.path, auditEvent) }
        _ = try await transaction.pipeline(statements)
        let kept = try await transaction.query(
            .insertClassChange(
                class: id, path: current.path, state: current.state.rawValue, reason: reason,
                members: difference.elements.map(\.member), before: difference.elements.map(\.before),
                after: difference.elements.map(\.after), auditEvent: auditEvent))
        guard current.state != .draft else { return }
        let number: Int = try kept[0]["number"]
        _ = try await notify(
            .changed(number, difference.elements, reason), of: try await read(id, transaction), auditEvent, transaction)
    }
}

extension ClassState {
    /// Whether a change of a class in this state needs a reason. A draft is nobody's business but its host's.
    fileprivate func needsReason(_ rules: ClassRules) -> Bool {
        switch self {
        case .draft: false
        case .announced: rules.needsReasonOnceAnnounced
        case .running, .closed, .reopened, .cancelled: true
        }
    }
}

extension ClassDraft {
    /// - Throws: `class.no_session`.
    fileprivate func place(of number: Int) throws(AppError) -> Int {
        guard let place = sessions.firstIndex(where: { $0.number == number }) else {
            throw .noSession(number, sessions.map(\.number))
        }
        return place
    }
}

extension Row {
    /// One line for each element of a change.
    func classChanges() throws -> [ClassChangeLine] {
        let (members, before, after): ([String], [String], [String]) = (
            try self["members"], try self["before"], try self["after"]
        )
        let (number, changed, reason): (Int, Day, String?) = (
            try self["number"], try self["changed_on"], try self["reason"]
        )
        let state: ClassState = try choice("state")
        return zip(members, zip(before, after)).map { member, values in
            ClassChangeLine(
                number: number, changed: changed, state: state, reason: reason, member: member, before: values.0,
                after: values.1)
        }
    }
}
