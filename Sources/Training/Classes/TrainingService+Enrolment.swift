import Organisations
import Access
import Civil
import Foundation
package import Kernel
package import Members
import Postgres
import SQLFiles

package enum EnrolmentState: String, Choice {
    case enrolled, waiting, dropped, replaced

    package var text: Text {
        switch self {
        case .enrolled: Text(zh: "已调训", en: "enrolled")
        case .waiting: Text(zh: "候补", en: "waiting")
        case .dropped: Text(zh: "退出", en: "dropped")
        case .replaced: Text(zh: "被替换", en: "replaced")
        }
    }
}

package struct Enrolment: Sendable {
    package let id: Identifier<Enrolment>
    package let person: Identifier<Person>
    package let personName: String
    package let organisationName: String?
    package let duty: Identifier<Duty>?
    package let path: String
    package let state: EnrolmentState
    package let version: Int
}

extension TrainingService {
    /// Puts people on the list of a class, in the order given: seats first, then the waiting list.
    package func enrol(_ people: [Identifier<Person>], in id: Identifier<TrainingClass>, caller: Caller) async throws
        -> (enrolled: Int, waiting: Int)
    {
        try caller.require(.writeTraining)
        guard (1...5000).contains(people.count), Set(people).count == people.count else {
            throw AppError.invalidValue(
                "people", String(people.count),
                expected: Text(zh: "1 到 5000 个不重复的人", en: "1 to 5000 people, none twice"))
        }
        return try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            guard [.announced, .running].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.announced, .running])
            }
            return try await enrol(people, in: current, transaction)
        }
    }

    func enrol(_ people: [Identifier<Person>], in current: TrainingClass, _ transaction: ScopedTransaction) async throws
        -> (enrolled: Int, waiting: Int)
    {
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
        return (enrolled, granted.count - enrolled)
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
                "people", outside.description, expected: Text(zh: "本班招收范围内的人", en: "people whom the class admits"))
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

    /// Takes somebody off the list; the first on the waiting list who fits the seat enters.
    /// - Returns: who entered, if anybody.
    @discardableResult
    package func drop(
        _ enrolment: Identifier<Enrolment>, reason: String, expected: Int?, caller: Caller
    ) async throws -> Identifier<Person>? {
        try caller.require(.writeTraining)
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.enrolmentByID(id: enrolment)).single else {
                throw AppError.notFound(Text(zh: "调训记录", en: "enrolment"), enrolment.description)
            }
            let current = try await lock(try row["class_id"], nil, transaction)
            let version: Int = try row["version"]
            if let expected, expected != version {
                throw AppError.stale(Text(zh: "调训记录", en: "enrolment"), current: String(version))
            }
            guard [.announced, .running].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.announced, .running])
            }
            let state: EnrolmentState = try row.choice("state")
            guard state == .enrolled || state == .waiting else {
                throw AppError(.conflict, "enrolment.state", Text(zh: "此人已不在名单。", en: "That person has left the list."))
            }
            let auditEvent = try await transaction.record(
                "enrolment.drop", "enrolment", subject: enrolment.value, path: try row["path"],
                after: JSONText(encoding: ["reason": reason]))
            try await set(enrolment, .dropped, reason: reason, auditEvent, transaction)
            return state == .enrolled ? try await promote(current, auditEvent, transaction) : nil
        }
    }

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

    package func enrolments(of id: Identifier<TrainingClass>, _ page: PageRequest, caller: Caller) async throws -> Page<
        Enrolment
    > {
        try caller.require(.readTraining)
        let after = try page.after.map { try UUID.key($0) }
        let rows = try await database.read(
            caller, .enrolments(class: id, after: after, limit: page.limit + 1))
        let enrolments = try rows.map {
            Enrolment(
                id: try $0["id"], person: try $0["person_id"], personName: try $0["person"],
                organisationName: try $0["organisation"],
                duty: try $0["duty_id"], path: try $0["path"], state: try $0.choice("state"), version: try $0["version"]
            )
        }
        return Page(enrolments, limit: page.limit, key: \.id.description)
    }
}
