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

    /// - Parameter own: whose case it is: nobody is their own contact or introducer.
    func sponsors(
        _ references: [SponsorReference], of own: RecruitmentCase, on day: Day, _ transaction: ScopedTransaction
    ) async throws -> [Sponsor] {
        let ids = references.compactMap(\.person)
        var known: [Identifier<Person>: (name: String, isFull: Bool)] = [:]
        if !ids.isEmpty {
            for row in try await transaction.query(.standingOfPeople(people: ids, day: day)) {
                known[try row["person_id"]] = (try row["name"], try row["full_member"])
            }
        }
        for reference in references
        where Sponsor.isOwn(reference.person, reference.order.name, of: own.person, own.name) {
            throw AppError.invalidValue("people", own.name, expected: .otherThanOwn(own.name))
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

extension Sponsor {
    /// Whether somebody who is named for a case is the person of the case. By name alone nobody is distinguished from a
    /// namesake, who is named by number.
    static func isOwn(
        _ person: Identifier<Person>?, _ name: String?, of own: Identifier<Person>, _ ownName: String
    ) -> Bool {
        if let person { return person == own }
        return name.map { NameKey.of($0) == NameKey.of(ownName) } ?? false
    }
}

extension Text {
    /// Who can be a contact or an introducer: the Rules on the admission of members ask for others, who are members.
    static func otherThanOwn(_ name: String) -> Text {
        Text(
            zh: "本人以外的党员（不能是\(name)自己；同名的人请用身份证号登记该步骤）",
            en: "members other than the person themselves (\(name)); a namesake is named by ID number with the step")
    }
}
