import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import SQLFiles

extension MembersService {
    /// Appoints somebody to a post, which is made when the organisation has none of that title and seat.
    package func appoint(
        _ person: Identifier<Person>, to title: PostTitle, seat: Int = 1, of organisation: Organisation,
        nature: TenureNature,
        since: Day, caller: Caller
    ) async throws -> Identifier<Tenure> {
        try caller.require(.writeRegistry)
        let id = Identifier<Tenure>.new()
        try await database.write(caller) { transaction in
            guard try await transaction.query(.personByID(id: person)).single != nil else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), person.description)
            }
            let auditEvent = try await transaction.record(
                "tenure.begin", "tenure", subject: id.value, path: organisation.path,
                after: JSONText(encoding: [
                    "person": person.description, "title": title.rawValue, "nature": nature.rawValue,
                    "since": since.description,
                ]))
            _ = try await transaction.query(
                .insertPost(
                    id: UUID(), organisation: organisation.id, path: organisation.path, title: title.rawValue,
                    seat: seat, since: since, auditEvent: auditEvent))
            let post: UUID = try await transaction.query(
                .postOf(organisation: organisation.id, title: title.rawValue, seat: seat))[0]["id"]
            _ = try await transaction.query(
                .insertTenure(
                    id: id, post: post, person: person, path: organisation.path, nature: nature.rawValue, since: since,
                    auditEvent: auditEvent))
            try await tenuresChanged(transaction, [id.value])
        }
        return id
    }

    /// Ends a tenure: `until` is the first day on which it is no longer held.
    package func end(_ tenure: Identifier<Tenure>, until: Day, caller: Caller) async throws {
        try caller.require(.writeRegistry)
        try await database.write(caller) { transaction in
            let row = try await lock(tenure, transaction)
            let since: Day = try row["since"]
            if let ended: Day = try row["until"] { throw AppError.tenureEnded(on: ended) }
            guard until > since else { throw AppError.tenureDates(since: since, until: until) }
            let auditEvent = try await transaction.record(
                "tenure.end", "tenure", subject: tenure.value, path: try row["path"],
                before: JSONText(encoding: ["since": since.description]),
                after: JSONText(encoding: ["until": until.description]))
            _ = try await transaction.query(.endTenure(id: tenure, until: until, auditEvent: auditEvent))
            try await tenuresChanged(transaction, [tenure.value])
        }
    }

    /// Finds an entry to be wrong: it stays on file and counts for nothing.
    package func annul(_ tenure: Identifier<Tenure>, reason: String, caller: Caller) async throws {
        try caller.require(.writeRegistry)
        try await database.write(caller) { transaction in
            let row = try await lock(tenure, transaction)
            let auditEvent = try await transaction.record(
                "tenure.annul", "tenure", subject: tenure.value, path: try row["path"],
                after: JSONText(encoding: ["reason": reason]))
            _ = try await transaction.query(.annulTenure(id: tenure, auditEvent: auditEvent))
            try await tenuresChanged(transaction, [tenure.value])
        }
    }

    /// Moves a membership to another organisation inside the caller's scope from a day on.
    package func transfer(_ id: Identifier<Person>, to organisation: Organisation, on day: Day, caller: Caller)
        async throws
    {
        try caller.require(.writeRegistry)
        try await database.write(caller) { transaction in
            // Locked before it is looked at: what was decided meanwhile holds.
            let standing = try await lockedStanding(of: id, transaction)
            guard let row = try await transaction.query(.personByID(id: id)).single else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), id.description)
            }
            let person = try row.person(vault)
            guard let membership = person.membership, let status = person.status, let since = person.memberSince else {
                throw AppError.notFound(Text(zh: "党籍", en: "membership"), id.description)
            }
            guard day > since else { throw AppError.tenureDates(since: since, until: day) }
            guard status != .suspended else { throw AppError.suspendedStays(person.name) }
            if let letter: String = try standing["letter"] { throw AppError.inTransfer(letter) }
            let auditEvent = try await transaction.record(
                "membership.transfer", "person", subject: id.value, path: person.path,
                before: JSONText(encoding: ["organisation": person.organisationCode]),
                after: JSONText(encoding: ["organisation": organisation.code, "on": day.description]))
            _ = try await transaction.query(
                .endMembership(person: id, id: membership, until: day, endedAs: "transferred"))
            _ = try await transaction.query(
                .insertMembership(
                    person: id, id: Identifier<Membership>.new(), organisation: organisation.id,
                    path: organisation.path, status: status.rawValue, since: day, auditEvent: auditEvent,
                    beganAs: "transferred", countsFrom: Day?.none))
            _ = try await transaction.query(.movePerson(person: id, path: organisation.path))
        }
    }

    private func lock(_ tenure: Identifier<Tenure>, _ transaction: ScopedTransaction) async throws -> Row {
        guard let row = try await transaction.query(.lockTenure(id: tenure)).single else {
            throw AppError.notFound(Text(zh: "任期", en: "tenure"), tenure.description)
        }
        return row
    }
}
