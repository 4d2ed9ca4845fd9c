import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import SQLFiles
import Wire

/// Where a membership goes within the caller's scope, and when.
package struct MoveOrder: Codable, Described, Sendable {
    package let organisation: Reference<Organisation>
    package let on: Day

    package init(organisation: Reference<Organisation>, on: Day) {
        self.organisation = organisation
        self.on = on
    }

    package static let memberTexts = [
        "organisation": Text(zh: "转入组织：编码或唯一的名称", en: "Receiving organisation: its code or unique name"),
        "on": Text(zh: "转接日期，不晚于今天", en: "Day of the move, not after today"),
    ]
}

package struct MembershipMoved: Outcome {
    package let person: Identifier<Person>
    package let personName: String
    package let fromCode: String?
    package let fromName: String?
    package let toCode: String
    package let toName: String
    package let on: Day
    /// Seats in classes that went with the offices.
    package let seats: [SeatGivenUp]

    package var summary: Text {
        let from = fromName ?? ""
        return seats.added(
            to: Text(
                zh: "\(personName) 的组织关系已于 \(on) 由「\(from)」转到「\(toName)」。",
                en: "The membership of \(personName) moved from “\(from)” to “\(toName)” on \(on)."))
    }
}

extension MembersService {
    /// Moves a membership to another organisation inside the caller's scope from a day on.
    package func move(_ reference: Reference<Person>, _ order: MoveOrder, on today: Day, caller: Caller) async throws
        -> MembershipMoved
    {
        let caller = try caller.with(.writeRegistry)
        try Plausible.past(order.on, "on", today: today)
        let id = try await identifier(of: reference, caller: caller)
        let named = try await organisations.organisation(order.organisation, caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.lock(.organisations, [named.code])
            let organisation = try await transaction.openOrganisation(named.id)
            // Locked before it is looked at: what was decided meanwhile holds.
            let standing = try await lockedStanding(of: id, transaction)
            guard let row = try await transaction.query(.personByID(id: id)).single else {
                throw AppError.notFound(Self.word, id.description)
            }
            let person = try row.person()
            guard let membership: Identifier<Membership> = try standing["membership_id"], let status = person.status,
                let since: Day = try standing["since"]
            else { throw AppError.notFound(Text(zh: "党籍", en: "membership"), id.description) }
            guard order.on > since else { throw AppError.tenureDates(since: since, until: order.on) }
            guard status != .suspended else { throw AppError.suspendedStays(person.name) }
            if let letter: String = try standing["letter"] { throw AppError.inTransfer(letter) }
            let auditEvent = try await transaction.record(
                "membership.transfer", "person", subject: id.value, path: person.path,
                before: JSONText(encoding: ["organisation": person.organisationCode]),
                after: JSONText(encoding: ["organisation": organisation.code, "on": order.on.description]))
            _ = try await transaction.query(
                .endMembership(
                    person: id, id: membership, until: order.on, endedAs: MembershipEnding.transferred.rawValue))
            _ = try await transaction.query(
                .insertMembership(
                    person: id, id: Identifier<Membership>.new(), organisation: organisation.id,
                    path: organisation.path, status: status.rawValue, since: order.on, auditEvent: auditEvent,
                    beganAs: MembershipEnding.transferred.rawValue,
                    countsFrom: try standing["counts_from"] as Day? ?? since))
            _ = try await transaction.query(.movePerson(person: id, path: organisation.path))
            _ = try await transaction.query(
                .leavePlace(
                    person: id, from: person.path, to: organisation.path, day: order.on, auditEvent: auditEvent))
            try await standingsChanged(transaction, [id])
            return MembershipMoved(
                person: id, personName: person.name, fromCode: person.organisationCode,
                fromName: person.organisationName, toCode: organisation.code, toName: organisation.name, on: order.on,
                seats: try await seatsGivenUp(by: id, transaction))
        }
    }
}
