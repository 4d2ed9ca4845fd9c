/// Who is secretary where, with what the file says of them; posts that are vacant stay in the list.
import Access
package import Civil
package import Kernel
package import Organisations
import Postgres
import SQLFiles
import Wire

/// An organisation with its secretary, or without.
package struct SecretaryHeld: Sendable {
    package let path: String
    package let code: String
    package let organisation: String
    package let level: Level
    package let kind: OrganisationKind
    package let field: Field?
    package let holder: Holder?
    package let vacantSince: Day?

    package struct Holder: Sendable {
        package let person: Identifier<Person>
        package let tenure: Identifier<Tenure>
        package let name: String
        /// Absent of somebody who is out of sight by now, as what follows.
        package let sex: Sex?
        package let born: Day?
        package let joined: Day?
        package let education: Text?
        /// Only for a reader who may read personal data, and asked for it.
        package let mobile: String?
        package let since: Day
        package let nature: TenureNature
    }
}

/// Which secretaries are wanted.
package struct SecretaryQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var level: Level?
    package var asOf: Day?
    package var phones: Bool?

    package init(
        scope: Reference<Organisation>? = nil, level: Level? = nil, asOf: Day? = nil, phones: Bool? = nil
    ) {
        (self.scope, self.level, self.asOf, self.phones) = (scope, level, asOf, phones)
    }

    package static let memberTexts = [
        "level": Text(zh: "只列这一层级的党组织，默认全部", en: "Organisations of this level alone; all by default"),
        "as_of": Text(zh: "哪一天在任，默认今天", en: "In office on this day, by default today"),
        "phones": Text(
            zh: "同时列出手机号（需有读取身份信息的权限）", en: "Give telephone numbers as well; needs the right to read personal data"),
    ]
}

extension MembersService {
    /// Organisations, groups aside, with their secretaries, in the order of their paths.
    package func secretaries(_ query: SecretaryQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<SecretaryHeld>
    {
        let phones = query.phones ?? false
        let caller = try phones ? caller.with(.readRegistry).with(.readIdentity) : caller.with(.readRegistry)
        let day = query.asOf ?? today
        try Plausible.day(day, "as_of")
        let scope = try await organisations.scope(query.scope, caller: caller)
        let rows = try await database.readPage(
            caller,
            .secretaries(
                low: scope.low, high: scope.high, after: page.after ?? "", day: day, level: query.level?.rawValue,
                limit: page.limit + 1))
        let found = try rows.map { row in
            SecretaryHeld(
                path: try row["path"], code: try row["code"], organisation: try row["organisation"],
                level: try row.choice("level"), kind: try row.choice("kind"), field: try row.choice("field"),
                holder: try holder(row, phones), vacantSince: try row["vacant_since"])
        }
        return Page(found, limit: page.limit, key: \.path)
    }

    private func holder(_ row: Row, _ phones: Bool) throws -> SecretaryHeld.Holder? {
        guard let tenure: Identifier<Tenure> = try row["tenure"] else { return nil }
        let education: String? = try row["education"]
        return SecretaryHeld.Holder(
            person: try row["person"], tenure: tenure, name: try row["name"], sex: try row.choice("sex"),
            born: try row["born"], joined: try row["joined"],
            education: education.map { attributes.shown($0, of: "education") },
            mobile: phones ? try row["mobile"] : nil, since: try row["since"], nature: try row.choice("nature"))
    }
}
