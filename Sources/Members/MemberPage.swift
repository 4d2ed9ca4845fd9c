import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
package import Wire

/// What the register holds of one person.
package struct MemberPage: Sendable {
    package let person: Person
    package let attributes: [AttributeFact]
    /// Nil where the reader may not read ID numbers.
    package let contacts: [AttributeFact]?
    package let memberships: [Membership]
    package let decisions: [MembershipDecision]
    package let tenures: [Tenure]
    package let transfers: [Transfer]
    package let changes: [PersonChange]
}

/// Something that was written about a person: when, who by, by which door.
package struct PersonChange: Codable, Sendable {
    package let at: Moment
    package let account: String
    /// In whose place it was done, where it was.
    package let onBehalfOf: String?
    package let door: String
    package let action: String
}

extension MembersService {
    /// Changes that the page of a person shows, the newest first.
    private static let changesShown = 50

    /// Everything that the register holds of a person, on one page. Each reading is audited, and the person's office
    /// sees it.
    package func page(of reference: Reference<Person>, on today: Day, caller: Caller) async throws -> MemberPage {
        let caller = try caller.with(.readRegistry)
        let reading = try database.reading(.page, caller: caller)
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.personByID(id: id)).single else {
                throw AppError.notFound(Self.word, id.description)
            }
            let person = try row.person()
            _ = try await reading.keep(about: id.value, at: person.path, transaction)
            let parts = try await transaction.pipeline([
                .attributesOfPerson(person: id, asOf: today), .membershipsOfPerson(person: id),
                .decisionsOfPerson(person: id), .tenuresOfPerson(person: id), .transfersOfPerson(person: id),
                .changesOfPerson(person: id, limit: Self.changesShown),
            ])
            let facts = try parts[0].map { try attributes.fact($0) }
            return MemberPage(
                person: person, attributes: facts.filter { !attributes.isPersonal($0.key) },
                contacts: caller.may(.readIdentity, at: person.path)
                    ? facts.filter { attributes.isPersonal($0.key) } : nil,
                memberships: try parts[1].map { try $0.membership() },
                decisions: try parts[2].map { try $0.membershipDecision(life) },
                tenures: try parts[3].map { try $0.tenure() },
                transfers: try parts[4].map { try $0.letter(on: today).transfer },
                changes: try parts[5].map { row in
                    PersonChange(
                        at: Moment(try row["at"]), account: try row["account"], onBehalfOf: try row["on_behalf_of"],
                        door: try row["door"], action: try row["action"])
                })
        }
    }
}
