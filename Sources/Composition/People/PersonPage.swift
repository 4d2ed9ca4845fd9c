package import Civil
package import Kernel
package import Members
package import Points
package import Recruitment
package import Training
package import Wire

/// One person on one page: what every feature holds of them, as far as the reader may read it.
package struct PersonPage: Codable, Sendable {
    package let person: Person
    package let attributes: [AttributeFact]
    /// Telephone, address and what else is personal; absent for a reader who may not read ID numbers.
    package let contacts: [AttributeFact]?
    package let memberships: [Membership]
    package let decisions: [MembershipDecision]
    package let transfers: [Transfer]
    package let tenures: [Tenure]
    /// Absent, with the hours and categories, for a reader who may not read training.
    package let duties: [DutyLine]?
    package let credits: [CreditLine]?
    package let categories: [CategoryEntry]?
    /// Absent for a reader who may not read points.
    package let points: [PersonPoints]?
    /// Absent, with the groups, for a reader who may not read recruitment.
    package let cases: [RecruitmentCase]?
    package let groups: [StructureGroup]?
    /// Who changed what, the newest first.
    package let changes: [PersonChange]
}

extension Services {
    /// Everything that is on file about a person. The reading is recorded, and the person's office sees it.
    package func page(of reference: Reference<Person>, on today: Day, caller: Caller) async throws -> PersonPage {
        let held = try await members.page(of: reference, on: today, caller: caller)
        let (id, path) = (held.person.id, held.person.path)
        let named = Reference<Person>(id)
        let trains = caller.may(.readTraining, at: path)
        let recruits = caller.may(.readRecruitment, at: path)
        let all = try PageRequest(limit: PageRequest.maximumLimit)
        return PersonPage(
            person: held.person, attributes: held.attributes, contacts: held.contacts, memberships: held.memberships,
            decisions: held.decisions, transfers: held.transfers, tenures: held.tenures,
            duties: trains ? try await training.duties(of: named, AsOfQuery(), on: today, caller: caller).items : nil,
            credits: trains ? try await training.credits(of: named, caller: caller).items : nil,
            categories: trains ? try await training.categories(of: named, caller: caller).items : nil,
            points: caller.may(.readPoints, at: path)
                ? try await points.scores(of: id, on: today, caller: caller) : nil,
            cases: recruits ? try await recruitment.cases(CaseQuery(person: named), all, caller: caller).items : nil,
            groups: recruits ? try await recruitment.groups(of: named, on: today, caller: caller).items : nil,
            changes: held.changes)
    }
}

/// A line of the page as a person reads it.
package struct PersonPageLine: Sendable {
    let section: Text
    let since: String
    let until: String
    let text: Text
}

extension PersonPageLine: Tabular {
    package static let columns: [Column<PersonPageLine>] = [
        Column("section", zh: "类别", en: "Section", \.section),
        Column("since", zh: "自", en: "Since", \.since),
        Column("until", zh: "至", en: "Until", \.until),
        Column("text", zh: "内容", en: "Content", \.text),
    ]
}
