import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import SQLFiles

extension TrainingService {
    /// Writes a class as a draft of its host.
    package func createClass(_ draft: ClassDraft, host: Organisation, admits: Organisation?, caller: Caller)
        async throws -> TrainingClass
    {
        try caller.require(.writeTraining)
        try check(draft)
        let id = Identifier<TrainingClass>.new()
        return try await database.write(caller) { transaction in
            try await insert(draft, id: id, host: host, admits: (admits ?? host).scope, state: .draft, transaction)
            return try await read(id, transaction)
        }
    }

    func check(_ draft: ClassDraft) throws(AppError) {
        guard draft.starts <= draft.ends else { throw .classDates(draft.starts, draft.ends) }
        for session in draft.sessions where session.day < draft.starts || session.day > draft.ends {
            throw .sessionOutside(session.number, session.day, draft.starts, draft.ends)
        }
        _ = try rules.attendanceRule(draft.attendanceRule)
    }

    /// Writes a class with its sessions and first event inside a transaction.
    func insert(
        _ draft: ClassDraft, id: Identifier<TrainingClass>, host: Organisation, admits: Scope, state: ClassState,
        _ transaction: ScopedTransaction
    ) async throws {
        let auditEvent = try await transaction.record(
            "class.create", "class", subject: id.value, path: host.path,
            after: JSONText(encoding: [
                "name": draft.name, "starts": draft.starts.description, "ends": draft.ends.description,
            ]))
        var statements: [Statement] = [
            .insertClass(
                id: id, code: draft.code, name: draft.name, host: host.id, path: host.path, admits: admits.low,
                admitsEnd: admits.high, level: draft.level.rawValue, fields: draft.fields.map(\.rawValue),
                kinds: draft.kinds.map(\.rawValue), startsOn: draft.starts, endsOn: draft.ends, minimum: draft.minimum,
                capacity: draft.capacity, venue: draft.venue, costPerPersonDay: draft.costPerPersonDay,
                attendanceRule: draft.attendanceRule, auditEvent: auditEvent)
        ]
        for session in draft.sessions {
            statements.append(
                .insertSession(
                    class: id, number: session.number, path: host.path, heldOn: session.day,
                    half: session.half.rawValue, topic: session.topic.rawValue, title: session.title,
                    hours: session.hours, teacher: session.teacher, auditEvent: auditEvent))
        }
        statements.append(
            .insertClassEvent(
                class: id, path: host.path, state: state.rawValue, happenedOn: draft.starts, reason: String?.none,
                auditEvent: auditEvent))
        if state != .draft {
            statements.append(.setClassState(id: id, state: state.rawValue, auditEvent: auditEvent))
        }
        _ = try await transaction.pipeline(statements)
    }

    func read(_ id: Identifier<TrainingClass>, _ transaction: ScopedTransaction) async throws -> TrainingClass {
        guard let row = try await transaction.query(.classByID(id: id)).single else {
            throw AppError.notFound(Text(zh: "班次", en: "class"), id.description)
        }
        return try row.trainingClass()
    }

    package func trainingClass(_ id: Identifier<TrainingClass>, caller: Caller) async throws -> TrainingClass {
        try caller.require(.readTraining)
        guard let row = try await database.read(caller, .classByID(id: id)).single else {
            throw AppError.notFound(Text(zh: "班次", en: "class"), id.description)
        }
        return try row.trainingClass()
    }

    /// Classes that the caller hosts or is admitted to, oldest entry first.
    package func classes(state: ClassState?, under: Scope?, _ page: PageRequest, caller: Caller) async throws -> Page<
        TrainingClass
    > {
        try caller.require(.readTraining)
        let after = try page.after.map { try UUID.key($0) }
        let statement = Statement.classes(
            after: after, state: state?.rawValue, low: under?.low, high: under?.high, limit: page.limit + 1)
        let classes = try await database.read(caller, statement).map { try $0.trainingClass() }
        return Page(classes, limit: page.limit, key: \.id.description)
    }

    package func sessions(of id: Identifier<TrainingClass>, caller: Caller) async throws -> [ClassSession] {
        try caller.require(.readTraining)
        return try await database.read(caller, .sessions(class: id)).map { try $0.session() }
    }

    /// Announces, starts or cancels a class. Closing and reopening are verbs of their own, since they write credits.
    package func move(
        _ id: Identifier<TrainingClass>, to state: ClassState, on day: Day, reason: String?, expected: Int?,
        caller: Caller
    ) async throws -> TrainingClass {
        try caller.require(.writeTraining)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            try await enter(state, current, on: day, reason: reason, transaction)
            return try await read(id, transaction)
        }
    }

    func lock(_ id: Identifier<TrainingClass>, _ expected: Int?, _ transaction: ScopedTransaction) async throws
        -> TrainingClass
    {
        guard try await transaction.query(.lockClass(id: id)).single != nil else {
            throw AppError.notFound(Text(zh: "班次", en: "class"), id.description)
        }
        let current = try await read(id, transaction)
        if let expected, expected != current.version {
            throw AppError.stale(Text(zh: "班次", en: "class"), current: String(current.version))
        }
        return current
    }

    func enter(
        _ state: ClassState, _ current: TrainingClass, on day: Day, reason: String?, _ transaction: ScopedTransaction
    ) async throws {
        guard current.state.next.contains(state) else {
            throw AppError.classState(current.state, allowed: ClassState.allCases.filter { $0.next.contains(state) })
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
    }

    /// Changes what a draft or announced class is; sessions stay.
    package func updateClass(_ id: Identifier<TrainingClass>, _ draft: ClassDraft, expected: Int, caller: Caller)
        async throws -> TrainingClass
    {
        try caller.require(.writeTraining)
        try check(draft)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            guard [.draft, .announced].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.draft, .announced])
            }
            for session in try await transaction.query(.sessions(class: id)).map({ try $0.session() })
            where session.day < draft.starts || session.day > draft.ends {
                throw AppError.sessionOutside(session.number, session.day, draft.starts, draft.ends)
            }
            let auditEvent = try await transaction.record(
                "class.update", "class", subject: id.value, path: current.path,
                before: JSONText(encoding: [
                    "name": current.name, "starts": current.starts.description, "ends": current.ends.description,
                ]),
                after: JSONText(encoding: [
                    "name": draft.name, "starts": draft.starts.description, "ends": draft.ends.description,
                ]))
            _ = try await transaction.query(
                .updateClass(
                    id: id, name: draft.name, startsOn: draft.starts, endsOn: draft.ends, minimum: draft.minimum,
                    capacity: draft.capacity, venue: draft.venue, costPerPersonDay: draft.costPerPersonDay,
                    attendanceRule: draft.attendanceRule, auditEvent: auditEvent))
            return try await read(id, transaction)
        }
    }

    /// Keeps seats of a class for the people of a subtree.
    package func setQuota(_ id: Identifier<TrainingClass>, path: String, seats: Int, caller: Caller) async throws {
        try caller.require(.writeTraining)
        try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            let quotas: [Int] = try await transaction.query(.quotas(class: id)).map { try $0["seats"] }
            guard quotas.reduce(seats, +) <= current.capacity else {
                throw AppError.invalidValue(
                    "seats", String(seats),
                    expected: Text(zh: "名额合计不超过容量 \(current.capacity)", en: "quotas of \(current.capacity) in all"))
            }
            let auditEvent = try await transaction.record(
                "class.quota", "class", subject: id.value, path: current.path,
                after: JSONText(encoding: ["for": path, "seats": String(seats)]))
            _ = try await transaction.query(.insertQuota(class: id, path: path, seats: seats, auditEvent: auditEvent))
        }
    }
}

extension Row {
    func session() throws -> ClassSession {
        ClassSession(
            number: try self["number"], day: try self["held_on"], half: try choice("half"), topic: try choice("topic"),
            title: try self["title"], hours: try self["hours"], teacher: try self["teacher"])
    }
}
