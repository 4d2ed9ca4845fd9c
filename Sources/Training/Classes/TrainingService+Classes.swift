import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Wire

/// Classes: drafted, changed, moved on, listed.
extension TrainingService {
    /// Writes a class as a draft of its host.
    package func createClass(_ order: ClassOrder, on today: Day, caller: Caller) async throws -> TrainingClass {
        let caller = try caller.with(.writeTraining)
        let host = try await organisations.organisation(order.host, caller: caller)
        var draft = try draft(order, host: host)
        if let wider = order.admits {
            draft.admits = try await organisations.organisation(wider, caller: caller).path
        }
        let (id, written) = (Identifier<TrainingClass>.new(), draft)
        return try await database.write(caller) { transaction in
            try await transaction.lock(.organisations, [host.code])
            _ = try await transaction.openOrganisation(host.id)
            try await insert(written, id: id, host: host, on: today, transaction)
            var made = try await read(id, transaction)
            made.settles = try await settling(made, transaction)
            made.provisional = isProvisional(written)
            return made
        }
    }

    /// The order with every default filled in.
    private func draft(_ order: ClassOrder, host: Organisation) throws(AppError) -> ClassDraft {
        guard order.sessions == nil || order.teacher == nil else {
            throw .invalidValue(
                "teacher", order.teacher ?? "",
                expected: Text(zh: "已给出课次时不填", en: "nothing, since the sessions name their teachers"))
        }
        guard order.sessions == nil || order.weekends == nil else {
            throw .invalidValue(
                "weekends", String(order.weekends ?? false),
                expected: Text(zh: "已给出课次时不填", en: "nothing, since the sessions name their days"))
        }
        let laidOut: [(String, String?)] = [
            ("half_days", order.halfDays?.description), ("first_half", order.firstHalf?.rawValue),
            ("half_day_hours", order.halfDayHours?.description), ("evenings", order.evenings?.description),
            ("evening_hours", order.eveningHours?.description),
        ]
        if order.sessions != nil, let given = laidOut.first(where: { $0.1 != nil }) {
            throw .invalidValue(
                given.0, given.1 ?? "",
                expected: Text(zh: "已给出课次时不填", en: "nothing, since the sessions are given"))
        }
        let teacher = order.teacher ?? ClassOrder.unnamedTeacher
        try Plausible.day(order.starts, "starts")
        try Plausible.day(order.ends, "ends")
        // Checked before the sessions are laid out, which are as many as the days.
        guard order.starts <= order.ends else { throw .classDates(order.starts, order.ends) }
        let last = order.starts.adding(days: ClassOrder.mostDays - 1)
        guard order.sessions != nil || order.ends <= last else {
            throw .invalidValue(
                "ends", order.ends.description,
                expected: Text(
                    zh: "不晚于 \(last)：自动排课最多 \(ClassOrder.mostDays) 天",
                    en: "not after \(last): sessions are laid out for \(ClassOrder.mostDays) days at most"))
        }
        let sessions: [ClassSession]
        if let given = order.sessions { sessions = given } else { sessions = try halfDays(order, teacher: teacher) }
        let draft = ClassDraft(
            code: order.code, name: order.name, level: order.level ?? host.level, fields: order.fields,
            kinds: order.kinds ?? (order.form ?? .concentrated).kinds, admits: host.path,
            form: order.form ?? .concentrated,
            course: order.course, filters: order.filters ?? .none, starts: order.starts, ends: order.ends,
            minimum: order.minimum ?? min(ClassOrder.usualMinimum, order.capacity), capacity: order.capacity,
            venue: order.venue, costPerPersonDay: order.costPerPersonDay ?? usualCost,
            attendanceRule: order.attendanceRule ?? usualAttendanceRule,
            sessions: sessions)
        try draft.check(rules)
        guard ConfirmationRule.mayHost(host.level, classOf: draft.level) else {
            throw .classAboveHost(draft.level, host: host.name, host.level)
        }
        return draft
    }

    var usualCost: Amount { Amount(rules.classDefaults.costPerPersonDay) }

    /// Writes a class with its sessions and first event inside a transaction.
    func insert(
        _ draft: ClassDraft, id: Identifier<TrainingClass>, host: Organisation, on today: Day,
        _ transaction: ScopedTransaction
    ) async throws {
        let auditEvent = try await transaction.record(
            "class.create", "class", subject: id.value, path: host.path, after: try Self.facts(draft))
        var statements: [Statement] = [
            .insertClass(
                id: id, code: draft.code, name: draft.name, host: host.id, path: host.path, admits: draft.admits,
                admitsEnd: Scope(path: draft.admits).high, level: draft.level.rawValue,
                fields: draft.fields.map(\.rawValue),
                kinds: draft.kinds.map(\.rawValue), startsOn: draft.starts, endsOn: draft.ends, minimum: draft.minimum,
                capacity: draft.capacity, venue: draft.venue, costPerPersonDay: draft.costPerPersonDay,
                attendanceRule: draft.attendanceRule, form: draft.form.rawValue, course: draft.course,
                filters: try JSONText(encoding: draft.filters), auditEvent: auditEvent)
        ]
        statements += draft.sessions.map { $0.insertion(into: id, path: host.path, auditEvent) }
        statements.append(
            .insertClassEvent(
                class: id, path: host.path, state: ClassState.draft.rawValue, happenedOn: today, reason: String?.none,
                auditEvent: auditEvent))
        _ = try await transaction.pipeline(statements)
    }

    /// What the audit trail keeps of a class.
    static func facts(_ draft: ClassDraft) throws -> JSONText {
        try JSONText(encoding: [
            "name": draft.name, "starts": draft.starts.description, "ends": draft.ends.description,
        ])
    }

    func read(_ id: Identifier<TrainingClass>, _ transaction: ScopedTransaction) async throws -> TrainingClass {
        guard let row = try await transaction.query(.classByID(id: id)).single else {
            throw AppError.notFound(Self.classWord, id.description)
        }
        return try row.trainingClass()
    }

    package func trainingClass(_ reference: Reference<TrainingClass>, caller: Caller) async throws -> TrainingClass {
        let caller = try caller.with(.readTraining)
        let id = try await identifier(of: reference, caller: caller)
        guard let row = try await database.read(caller, .classByID(id: id)).single else {
            throw AppError.notFound(Self.classWord, reference.text)
        }
        return try row.trainingClass()
    }

    /// Classes that the caller hosts or is admitted to, by host; those of one host, the oldest entry first.
    package func classes(_ query: ClassQuery, _ page: PageRequest, caller: Caller) async throws -> Page<TrainingClass> {
        let caller = try caller.with(.readTraining)
        let (path, id) = try PathKey.read(page.after, within: .everything)
        let scope = try await organisations.scope(query.scope, caller: caller)
        // Classes hosted elsewhere are shown to those they admit, unless one part of the tree is asked for.
        let admitted = query.scope == nil ? caller.ranges.map(\.low) : []
        let states = query.state.map { [$0] } ?? ClassState.allCases
        let classes = try await database.readPage(
            caller,
            .classes(
                low: scope.low, high: scope.high, afterPath: path, afterID: id, states: states.map(\.rawValue),
                admitted: admitted, limit: page.limit + 1)
        ).map { try $0.trainingClass() }
        return Page(classes, limit: page.limit) { PathKey.write($0.path, $0.id) }
    }

    /// The half-days of a class.
    package func sessions(of reference: Reference<TrainingClass>, caller: Caller) async throws -> Page<ClassSession> {
        let caller = try caller.with(.readTraining)
        let id = try await identifier(of: reference, caller: caller)
        return Page(whole: try await database.read(caller, .sessions(class: id)).map { try $0.session() })
    }

    /// Announces, starts or cancels a class.
    /// - Parameter expected: the version that the caller has seen; nil when any will do.
    package func move(
        _ reference: Reference<TrainingClass>, _ order: ClassMoveOrder, expected: Int?, on today: Day, caller: Caller
    ) async throws -> TrainingClass {
        let caller = try caller.with(.writeTraining)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        try Plausible.words(optional: order.reason, "reason")
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            let auditEvent = try await enter(order.state.state, current, on: day, reason: order.reason, transaction)
            let moved = try await read(id, transaction)
            if moved.state == .running { try await fill(id, transaction) }
            if moved.state == .cancelled, current.state != .draft {
                _ = try await notify(.cancelled(order.reason), of: moved, auditEvent, transaction)
            }
            return moved
        }
    }

    func lock(_ id: Identifier<TrainingClass>, _ expected: Int?, _ transaction: ScopedTransaction) async throws
        -> TrainingClass
    {
        guard try await transaction.query(.lockClass(id: id)).single != nil else {
            // What is seen and cannot be locked is hosted by an office above.
            throw AppError.classNotYours(try await read(id, transaction))
        }
        let current = try await read(id, transaction)
        if let expected, expected != current.version {
            throw AppError.stale(Self.classWord, current: String(current.version))
        }
        return current
    }

    @discardableResult
    func enter(
        _ state: ClassState, _ current: TrainingClass, on day: Day, reason: String?, _ transaction: ScopedTransaction
    ) async throws -> UUID {
        guard current.state.next.contains(state) else {
            throw AppError.classState(current.state, allowed: ClassState.allCases.filter { $0.next.contains(state) })
        }
        if state == .announced {
            // A draft may have been written before levels were checked, or its host may have become a lower one.
            try await requireHost(of: current.level, for: current, transaction)
            let sessions = try await transaction.query(.sessions(class: current.id)).map { try $0.session() }
            try await requireFreeTeachers(current, sessions, transaction)
        }
        let auditEvent = try await transaction.record(
            "class.\(state.rawValue)", "class", subject: current.id.value, path: current.path,
            before: JSONText(encoding: ["state": current.state.rawValue]),
            after: JSONText(encoding: ["state": state.rawValue]))
        _ = try await transaction.pipeline([
            .insertClassEvent(
                class: current.id, path: current.path, state: state.rawValue, happenedOn: day, reason: reason,
                auditEvent: auditEvent),
            .setClassState(id: current.id, state: state.rawValue, auditEvent: auditEvent),
        ])
        return auditEvent
    }

    func requireHost(of level: Level, for current: TrainingClass, _ transaction: ScopedTransaction) async throws {
        guard let row = try await transaction.query(.hostOfClass(class: current.id)).single else { return }
        let hostLevel: Level = try row.choice("level")
        guard ConfirmationRule.mayHost(hostLevel, classOf: level) else {
            throw AppError.classAboveHost(level, host: try row["name"], hostLevel)
        }
    }

    /// A class by its identifier or its code, which must then be unique in the caller's scope.
    func identifier(of reference: Reference<TrainingClass>, caller: Caller) async throws -> Identifier<TrainingClass> {
        if let id = reference.identifier { return id }
        let named = try await database.read(
            caller, .classesByCode(code: reference.text, limit: AppError.candidatesShown + 1))
        guard let first = named.first else { throw AppError.notFound(Self.classWord, reference.text) }
        guard named.count == 1 else {
            throw AppError.ambiguous(
                Self.classWord, reference.text,
                candidates: try named.map { row in
                    let (id, starts): (Identifier<TrainingClass>, Day) = (try row["id"], try row["starts_on"])
                    return (id.description, "\(try row["name"] as String) \(starts), \(try row["path"] as String)")
                })
        }
        return try first["id"]
    }

    static let classWord = Text(zh: "班次", en: "class")
}
