import Access
import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles
import Wire

/// Days of joining that were entered wrongly.
extension TrainingService {
    /// - Throws: `enrolment.attended_before` when the person was at half-days before the day.
    package func correctJoining(
        of person: Reference<Person>, in reference: Reference<TrainingClass>, _ order: JoiningOrder, expected: Int?,
        caller: Caller
    ) async throws -> JoiningCorrected {
        let caller = try caller.with(.writeTraining)
        try Plausible.words(order.reason, "reason")
        if let day = order.on { try Plausible.day(day, "on") }
        let id = try await identifier(of: reference, caller: caller)
        let named = try await listed(person, in: id, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            let open: [ClassState] = [.announced, .running, .reopened]
            guard open.contains(current.state) else { throw AppError.classState(current.state, allowed: open) }
            guard let row = try await transaction.query(.enrolmentOfPerson(class: id, person: named)).single else {
                throw AppError.notFound(Self.enrolmentWord, person.text)
            }
            let version: Int = try row["version"]
            if let expected, expected != version {
                throw AppError.stale(Self.enrolmentWord, current: String(version))
            }
            let state: EnrolmentState = try row.choice("state")
            guard state == .enrolled else { throw AppError.leftList(try row["person"]) }
            let enrolment: Identifier<Enrolment> = try row["id"]
            if let day = order.on {
                guard (current.starts...current.ends).contains(day) else {
                    throw AppError.invalidValue(
                        "on", day.description,
                        expected: Text(
                            zh: "\(current.starts) 至 \(current.ends) 之间",
                            en: "a day from \(current.starts) to \(current.ends)"))
                }
                let attended: [Int] = try await transaction.query(
                    .attendedBefore(person: named, enrolment: enrolment, day: day)
                ).map { try $0["number"] }
                guard attended.isEmpty else { throw AppError.attendedBefore(day, attended) }
            }
            let before: Day? = try row["joined_on"]
            let auditEvent = try await transaction.record(
                "enrolment.joining", "enrolment", subject: enrolment.value,
                path: current.eventPath(of: try row["path"], for: caller),
                before: JSONText(encoding: ["joined": before?.description ?? ""]),
                after: JSONText(encoding: ["joined": order.on?.description ?? "", "reason": order.reason]))
            _ = try await transaction.query(
                .correctJoining(
                    person: named, enrolment: enrolment, joinedOn: order.on, reason: order.reason,
                    auditEvent: auditEvent))
            return JoiningCorrected(personName: try row["person"], before: before, joined: order.on)
        }
    }
}
