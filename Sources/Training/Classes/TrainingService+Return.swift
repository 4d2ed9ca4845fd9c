import Access
import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles
import Wire

/// Back on the list, and up from the waiting list.
extension TrainingService {
    /// Undoes a departure: somebody dropped by mistake is on the list as if nothing had happened, on a seat if one is
    /// free.
    package func restore(
        _ person: Reference<Person>, to reference: Reference<TrainingClass>, _ order: RestoreOrder, expected: Int?,
        caller: Caller
    ) async throws -> Restored {
        let caller = try caller.with(.writeTraining)
        try Plausible.words(order.reason, "reason")
        let id = try await identifier(of: reference, caller: caller)
        let returning = try await listed(person, in: id, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            guard [.announced, .running, .reopened].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.announced, .running, .reopened])
            }
            guard let row = try await transaction.query(.enrolmentOfPerson(class: id, person: returning)).single else {
                throw AppError.notFound(Self.enrolmentWord, person.text)
            }
            let version: Int = try row["version"]
            if let expected, expected != version {
                throw AppError.stale(Self.enrolmentWord, current: String(version))
            }
            let state: EnrolmentState = try row.choice("state")
            guard state == .dropped || state == .replaced else { throw AppError.stillOnList(state) }
            _ = try await transaction.query(.lockList(class: id, people: [returning]))
            try await requireFree([returning], for: current, transaction)
            let granted = try await seats(in: id, for: [(returning, try row["path"])], transaction)
            let next: EnrolmentState = granted == [true] ? .enrolled : .waiting
            let enrolment: Identifier<Enrolment> = try row["id"]
            let auditEvent = try await transaction.record(
                "enrolment.restore", "enrolment", subject: enrolment.value,
                path: current.eventPath(of: try row["path"], for: caller),
                after: JSONText(encoding: ["reason": order.reason]))
            _ = try await transaction.query(.restoreEnrolment(id: enrolment, state: next.rawValue))
            _ = try await transaction.query(
                .insertEnrolmentEvents(ids: [enrolment], reason: order.reason, auditEvent: auditEvent))
            return Restored(personName: try row["person"], state: next)
        }
    }

    /// Gives the seats that are free to those who wait.
    package func fillSeats(of reference: Reference<TrainingClass>, caller: Caller) async throws -> SeatsFilled {
        let caller = try caller.with(.writeTraining)
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let before = try await lock(id, nil, transaction)
            guard [.announced, .running].contains(before.state) else {
                throw AppError.classState(before.state, allowed: [.announced, .running])
            }
            try await fill(id, transaction)
            let after = try await read(id, transaction)
            return SeatsFilled(
                code: after.code, enrolled: after.enrolled, waiting: after.waiting,
                entered: after.enrolled - before.enrolled)
        }
    }

    /// - Throws: `enrolment.overlap` for people who are in another class at that time, where both meet in one place.
    func requireFree(
        _ people: [Identifier<Person>], for current: TrainingClass, _ transaction: ScopedTransaction
    ) async throws {
        guard current.form == .concentrated else { return }
        let clashes = try await transaction.query(
            .overlappingClasses(people: people, except: current.id, startsOn: current.starts, endsOn: current.ends))
        guard clashes.isEmpty else {
            throw try AppError.overlapping(clashes)
        }
    }
}
