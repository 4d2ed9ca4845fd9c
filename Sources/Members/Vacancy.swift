import Access
package import Civil
package import Kernel
package import Organisations
import Postgres
import SQLFiles
package import Wire

/// An organisation without a secretary of its own on a day: nobody owes what its office would owe.
package struct Vacancy: Codable, Placed, Sendable {
    package let path: String
    package let code: String
    package let organisation: String
    package let level: Level
    package let kind: OrganisationKind
    package let field: Field?
    package let title: PostTitle
    /// The first day without a holder; where there never was one, the day on which the organisation began.
    package let since: Day
    /// Who held it last, if anybody.
    package let before: String?
    /// Who acts for the absent holder, and since when. Somebody acting owes nothing.
    package let acting: String?
    package let actingSince: Day?
}

extension Vacancy: Tabular {
    package static let columns: [Column<Vacancy>] = [
        Column("code", zh: "组织编码", en: "Code", \.code),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("level", zh: "层级", en: "Level", \.level),
        Column("kind", zh: "类别", en: "Kind", \.kind),
        Column("field", zh: "领域", en: "Field", \.field),
        Column("title", zh: "职务", en: "Post", \.title),
        Column("since", zh: "空缺自", en: "Vacant since", \.since),
        Column("before", zh: "前任", en: "Holder before", \.before),
        Column("acting", zh: "代理人", en: "Acting", \.acting),
        Column("acting_since", zh: "代理自", en: "Acting since", \.actingSince),
    ]
}

/// Which vacancies are asked for.
package struct VacancyQuery: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?
    package let level: Level?
    package let asOf: Day?

    package init(scope: Reference<Organisation>? = nil, level: Level? = nil, asOf: Day? = nil) {
        self.scope = scope
        self.level = level
        self.asOf = asOf
    }

    package static let memberTexts = [
        "level": Text(zh: "只列这一层级的党组织，默认全部", en: "Organisations of this level alone; all by default"),
        "as_of": Text(zh: "哪一天的空缺，默认今天", en: "Vacant on this day, by default today"),
    ]
}

extension MembersService {
    /// Organisations, groups aside, without a secretary in their own right, in the order of their paths.
    package func vacancies(_ query: VacancyQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<Vacancy>
    {
        let caller = try caller.with(.readRegistry)
        let day = query.asOf ?? today
        try Plausible.day(day, "as_of")
        let scope = try await organisations.scope(query.scope, on: day, today: today, caller: caller)
        let statement = Statement.vacancies(
            low: scope.paths.low, high: scope.paths.high, after: page.after ?? "", day: day,
            level: query.level?.rawValue, limit: page.limit + 1, placeLow: scope.places.low,
            placeHigh: scope.places.high)
        let found = try await database.readPage(caller, statement).map { row in
            Vacancy(
                path: try row["path"], code: try row["code"], organisation: try row["organisation"],
                level: try row.choice("level"), kind: try row.choice("kind"), field: try row.choice("field"),
                title: .secretary, since: try row["since"], before: try row["before"], acting: try row["acting"],
                actingSince: try row["acting_since"])
        }
        return Page(found, limit: page.limit, key: \.path)
    }
}
