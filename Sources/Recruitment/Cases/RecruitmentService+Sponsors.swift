import Access
import Civil
import Kernel
import Members
import Postgres
import Procedures
import SQLFiles

/// The people that a step names: by the registry, which decides whether they are full members, or by name alone.
extension RecruitmentService {
    /// A sponsor whose reference is resolved.
    struct SponsorReference: Sendable {
        let order: SponsorOrder
        let person: Identifier<Person>?
    }

    /// Before the transaction, since a name is looked up over all that the caller sees.
    func sponsors(of order: StepOrder, _ caller: Caller) async throws -> [SponsorReference]? {
        guard let orders = order.statement.people else { return nil }
        var found: [SponsorReference] = []
        for order in orders {
            var person: Identifier<Person>?
            if let reference = order.person { person = try await members.identifier(of: reference, caller: caller) }
            found.append(SponsorReference(order: order, person: person))
        }
        return found
    }

    func sponsors(_ references: [SponsorReference], on day: Day, _ transaction: ScopedTransaction) async throws
        -> [Sponsor]
    {
        let ids = references.compactMap(\.person)
        var known: [Identifier<Person>: (name: String, isFull: Bool)] = [:]
        if !ids.isEmpty {
            for row in try await transaction.query(.standingOfPeople(people: ids, day: day)) {
                known[try row["person_id"]] = (try row["name"], try row["full_member"])
            }
        }
        return try references.map { reference in
            let (order, isUnderDiscipline) = (reference.order, reference.order.underDiscipline ?? false)
            guard let id = reference.person else {
                guard let name = order.name, !name.isEmpty else { throw AppError.missingValue("people.name") }
                return Sponsor(
                    name: name, isFullMember: order.fullMember ?? false, isUnderDiscipline: isUnderDiscipline)
            }
            guard let found = known[id] else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), order.person?.text ?? id.description)
            }
            return Sponsor(
                name: found.name, person: Identifier(id.value), isFullMember: found.isFull,
                isUnderDiscipline: isUnderDiscipline)
        }
    }
}
