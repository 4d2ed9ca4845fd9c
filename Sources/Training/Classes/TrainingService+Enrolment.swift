import Access
import Civil
import Foundation
package import Kernel
package import Members
import Postgres
import SQLFiles
package import Wire

/// A person on the list of a class.
package struct Enrolment: Codable, Sendable {
    package let id: Identifier<Enrolment>
    package let person: Identifier<Person>
    package let personName: String
    package let organisationName: String?
    package let duty: Identifier<Duty>?
    package let state: EnrolmentState
    package let version: Int
}

extension Enrolment: Tabular {
    package static let columns: [Column<Enrolment>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("state", zh: "状态", en: "State", \.state),
        Column("version", zh: "版本", en: "Version", \.version),
        Column("person", zh: "人员编号", en: "Identifier", \.person),
    ]
}

/// People to be put on the list of a class.
package struct EnrolmentOrder: Codable, Described, Sendable {
    package let people: [Reference<Person>]

    package init(people: [Reference<Person>]) { self.people = people }

    package static let memberLimits: [String: MemberLimit] = ["people": .items(1...TrainingService.mostAtOnce)]

    package static let memberTexts: [String: Text] = [:]
}

package struct Enrolled: Outcome {
    package let enrolled: Int
    package let waiting: Int

    package var summary: Text {
        Text(zh: "调训 \(enrolled) 人，候补 \(waiting) 人。", en: "\(enrolled) enrolled, \(waiting) waiting.")
    }
}

/// Why somebody leaves the list of a class.
package struct DropOrder: Codable, Described, Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package static let memberTexts: [String: Text] = [:]
}

package struct Dropped: Outcome {
    package let personName: String?
    /// Who entered from the waiting list, if anybody.
    package let entered: Identifier<Person>?
    package let enteredName: String?

    package var summary: Text {
        let name = personName ?? ""
        guard entered != nil else {
            return Text(zh: "\(name)已退出，没有人递补。", en: "\(name) has left the list; nobody was waiting for the seat.")
        }
        let next = enteredName ?? ""
        return Text(zh: "\(name)已退出，由\(next)递补。", en: "\(name) has left the list; \(next) took the seat.")
    }
}

/// The list of a class.
extension TrainingService {
    /// Puts people on the list of a class, in the order given: seats first, then the waiting list.
    package func enrol(_ order: EnrolmentOrder, in reference: Reference<TrainingClass>, caller: Caller) async throws
        -> Enrolled
    {
        try caller.require(.writeTraining)
        try Plausible.count(order.people.count, "people", in: 1...Self.mostAtOnce)
        let id = try await identifier(of: reference, caller: caller)
        let people = try await members.identifiers(of: order.people, caller: caller)
        guard Set(people).count == people.count else {
            throw AppError.invalidValue(
                "people", String(people.count), expected: Text(zh: "不重复的人", en: "people, none of them twice"))
        }
        return try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            guard [.announced, .running].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.announced, .running])
            }
            return try await enrol(people, in: current, transaction)
        }
    }

    private func enrol(
        _ people: [Identifier<Person>], in current: TrainingClass, _ transaction: ScopedTransaction
    ) async throws -> Enrolled {
        // What else they are on the list of is read below: one list at a time for each of them.
        try await transaction.lock(.people, people.map(\.description))
        let found = try await candidates(people, current, transaction)
        let seats = try await transaction.query(.enrolmentSeats(class: current.id))
        let taken: [String] = try seats.filter { try $0["state"] == "enrolled" }.map { try $0["path"] }
        let granted = SeatRule.seats(
            capacity: current.capacity, quotas: try await quotas(current.id, transaction), taken: taken,
            wanted: found.map(\.path))
        let auditEvent = try await transaction.record(
            "enrolment.add", "class", subject: current.id.value, path: current.path,
            after: JSONText(encoding: ["people": people.count]))
        let ids = found.map { _ in Identifier<Enrolment>.new() }
        _ = try await transaction.query(
            .insertEnrolments(
                people: found.map(\.person), ids: ids, duties: NullableArray(found.map(\.duty)),
                paths: found.map(\.path), class: current.id, auditEvent: auditEvent,
                states: granted.map { $0 ? "enrolled" : "waiting" }))
        _ = try await transaction.query(.insertEnrolmentEvents(ids: ids, reason: String?.none, auditEvent: auditEvent))
        let enrolled = granted.filter { $0 }.count
        return Enrolled(enrolled: enrolled, waiting: granted.count - enrolled)
    }

    private struct Candidate {
        let person: Identifier<Person>
        let path: String
        let duty: Identifier<Duty>?
    }

    private func candidates(
        _ people: [Identifier<Person>], _ current: TrainingClass, _ transaction: ScopedTransaction
    ) async throws -> [Candidate] {
        let kinds = current.kinds.map(\.rawValue)
        let rows = try await transaction.query(
            .peopleForEnrolment(people: people, class: current.id, dutyKinds: kinds, day: current.starts))
        var byID: [Identifier<Person>: Candidate] = [:]
        var known: [String] = []
        for row in rows {
            let candidate = Candidate(person: try row["id"], path: try row["path"], duty: try row["duty_id"])
            byID[candidate.person] = candidate
            if try row["known"] == true { known.append(try row["name"]) }
        }
        guard known.isEmpty else { throw AppError.alreadyEnrolled(known) }
        if let missing = people.first(where: { byID[$0] == nil }) {
            throw AppError.notFound(Text(zh: "人员", en: "person"), missing.description)
        }
        let admitted = Scope(path: current.admits)
        if let outside = people.first(where: { !admitted.contains(byID[$0]?.path ?? "") }) {
            throw AppError.invalidValue(
                "people", outside.description, expected: Text(zh: "本班招收范围内的人", en: "people that the class admits"))
        }
        let clashes = try await transaction.query(
            .overlappingClasses(people: people, except: current.id, startsOn: current.starts, endsOn: current.ends))
        guard clashes.isEmpty else {
            throw AppError.overlapping(
                try clashes.map { ((try $0["person_id"] as UUID).text, try $0["name"]) })
        }
        return people.compactMap { byID[$0] }
    }

    private func quotas(_ id: Identifier<TrainingClass>, _ transaction: ScopedTransaction) async throws -> [SeatRule
        .Quota]
    {
        try await transaction.query(.quotas(class: id)).map {
            SeatRule.Quota(scope: Scope(path: try $0["path"]), seats: try $0["seats"])
        }
    }

    /// Who is on the list stays on it: the seats suffice for them, and nobody comes to be in two classes at once.
    func requireRoom(for current: TrainingClass, as draft: ClassDraft, _ transaction: ScopedTransaction)
        async throws
    {
        let seats = try await transaction.query(.enrolmentSeats(class: current.id))
        let enrolled = try seats.count { try $0["state"] == "enrolled" }
        guard draft.capacity >= enrolled else {
            throw AppError.invalidValue(
                "capacity", String(draft.capacity),
                expected: Text(zh: "不少于已调训的 \(enrolled) 人", en: "\(enrolled) or more, since so many are enrolled"))
        }
        guard draft.starts != current.starts || draft.ends != current.ends else { return }
        let people: [Identifier<Person>] = try seats.filter { try ["enrolled", "waiting"].contains($0["state"]) }.map {
            try $0["person_id"]
        }
        try await transaction.lock(.people, people.map(\.description))
        let clashes = try await transaction.query(
            .overlappingClasses(people: people, except: current.id, startsOn: draft.starts, endsOn: draft.ends))
        guard clashes.isEmpty else {
            throw AppError.overlapping(try clashes.map { ((try $0["person_id"] as UUID).text, try $0["name"]) })
        }
    }

    /// Takes somebody off the list; the first on the waiting list who fits the seat enters.
    /// - Parameter expected: the version of the enrolment that the caller has seen; nil when any will do.
    package func drop(
        _ person: Reference<Person>, from reference: Reference<TrainingClass>, _ order: DropOrder, expected: Int?,
        caller: Caller
    ) async throws -> Dropped {
        try caller.require(.writeTraining)
        try Plausible.words(order.reason, "reason")
        let id = try await identifier(of: reference, caller: caller)
        let leaver = try await members.identifier(of: person, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            guard let row = try await transaction.query(.enrolmentOfPerson(class: id, person: leaver)).single else {
                throw AppError.notFound(Self.enrolmentWord, person.text)
            }
            let version: Int = try row["version"]
            if let expected, expected != version {
                throw AppError.stale(Self.enrolmentWord, current: String(version))
            }
            guard [.announced, .running].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.announced, .running])
            }
            let state: EnrolmentState = try row.choice("state")
            guard state == .enrolled || state == .waiting else {
                throw AppError(.conflict, "enrolment.state", Text(zh: "此人已不在名单。", en: "That person has left the list."))
            }
            let enrolment: Identifier<Enrolment> = try row["id"]
            let auditEvent = try await transaction.record(
                "enrolment.drop", "enrolment", subject: enrolment.value, path: try row["path"],
                after: JSONText(encoding: ["reason": order.reason]))
            try await set(enrolment, .dropped, reason: order.reason, auditEvent, transaction)
            let name: String? = try row["person"]
            guard state == .enrolled, let entered = try await promote(current, auditEvent, transaction) else {
                return Dropped(personName: name, entered: nil, enteredName: nil)
            }
            let entry = try await transaction.query(.enrolmentOfPerson(class: id, person: entered)).single
            return Dropped(personName: name, entered: entered, enteredName: try entry?["person"])
        }
    }

    private static let enrolmentWord = Text(zh: "调训记录", en: "enrolment")

    private func promote(_ current: TrainingClass, _ auditEvent: UUID, _ transaction: ScopedTransaction) async throws
        -> Identifier<Person>?
    {
        let rows = try await transaction.query(.enrolmentSeats(class: current.id))
        let taken: [String] = try rows.filter { try $0["state"] == "enrolled" }.map { try $0["path"] }
        let quotas = try await quotas(current.id, transaction)
        for row in rows where try row["state"] == "waiting" {
            guard
                SeatRule.seats(capacity: current.capacity, quotas: quotas, taken: taken, wanted: [try row["path"]]) == [
                    true
                ]
            else { continue }
            try await set(try row["id"], .enrolled, reason: nil, auditEvent, transaction)
            return try row["person_id"]
        }
        return nil
    }

    private func set(
        _ id: Identifier<Enrolment>, _ state: EnrolmentState, reason: String?, _ auditEvent: UUID,
        _ transaction: ScopedTransaction
    ) async throws {
        _ = try await transaction.query(.setEnrolmentState(id: id, state: state.rawValue))
        _ = try await transaction.query(.insertEnrolmentEvents(ids: [id], reason: reason, auditEvent: auditEvent))
    }

    /// Everybody on the list of a class, in the order of entry.
    package func enrolments(of reference: Reference<TrainingClass>, _ page: PageRequest, caller: Caller) async throws
        -> Page<Enrolment>
    {
        try caller.require(.readTraining)
        let after = try page.after.map { try UUID.key($0) } ?? PathKey.first
        let id = try await identifier(of: reference, caller: caller)
        let enrolments = try await database.readPage(
            caller, .enrolments(class: id, after: after, limit: page.limit + 1)
        ).map {
            Enrolment(
                id: try $0["id"], person: try $0["person_id"], personName: try $0["person"],
                organisationName: try $0["organisation"], duty: try $0["duty_id"], state: try $0.choice("state"),
                version: try $0["version"])
        }
        return Page(enrolments, limit: page.limit, key: \.id.description)
    }
}
