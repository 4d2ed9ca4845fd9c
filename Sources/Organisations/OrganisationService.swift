package import Access
import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// The verbs of the tree.
package struct OrganisationService: Sendable {
    package let database: ScopedDatabase
    let divisions: DivisionMapping

    /// A place somebody asked for, as that scope sees it.
    struct ScopeKey: Hashable {
        let organisation: Reference<Organisation>
        let scope: Scope
    }

    /// Where organisations lie; a move empties it.
    let scopes = ExpiringCache<ScopeKey, Scope>()

    func forgetPlaces() { scopes.empty() }

    /// - Parameter divisions: how an administrative division becomes an organisation.
    package init(database: ScopedDatabase, divisions: DivisionMapping) {
        self.database = database
        self.divisions = divisions
    }
}

/// Which organisations are wanted.
package struct OrganisationQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var parent: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil, parent: Reference<Organisation>? = nil) {
        self.scope = scope
        self.parent = parent
    }

    package static let memberTexts = [
        "parent": Text(zh: "只看此党组织的直接下级", en: "Only what lies directly below this organisation")
    ]
}

/// Which units are counted.
package struct CoverageQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

/// Units of one kind, and how many of them have an organisation of their own.
package struct CoverageLine: Codable, Sendable {
    /// As the mapping of divisions calls it, such as `village`.
    package let kind: String
    package let units: Int
    package let covered: Int
}

extension CoverageLine: Tabular {
    package static let columns: [Column<CoverageLine>] = [
        Column("kind", zh: "单位类别", en: "Kind of unit", \.kind),
        Column("units", zh: "单位", en: "Units", \.units),
        Column("covered", zh: "已覆盖", en: "Covered", \.covered),
    ]
}

extension OrganisationService {
    /// Organisations of a subtree in the order of their paths.
    package func organisations(_ query: OrganisationQuery, _ page: PageRequest, caller: Caller) async throws
        -> Page<Organisation>
    {
        try caller.require(.readRegistry)
        let scope = try await scope(query.scope, caller: caller)
        var parent: Identifier<Organisation>?
        if let reference = query.parent { parent = try await organisation(reference, caller: caller).id }
        let statement = Statement.organisations(
            low: scope.low, high: scope.high, after: page.after ?? "", parent: parent, limit: page.limit + 1)
        let found = try await database.readPage(caller, statement).map { try $0.organisation() }
        return Page(found, limit: page.limit, key: \.path)
    }

    /// What an organisation was, from its founding to today.
    package func versions(of reference: Reference<Organisation>, caller: Caller) async throws
        -> Page<OrganisationVersion>
    {
        try caller.require(.readRegistry)
        let organisation = try await organisation(reference, caller: caller)
        return Page(
            whole: try await database.read(caller, .organisationVersions(organisation: organisation.id)).map {
                OrganisationVersion(
                    version: try $0["version"], since: try $0["since"], until: try $0["until"], name: try $0["name"],
                    level: try $0.choice("level"), kind: try $0.choice("kind"), field: try $0.choice("field"),
                    parentCode: try $0["parent_code"])
            })
    }

    /// Units with an organisation of their own, by kind.
    package func coverage(_ query: CoverageQuery, caller: Caller) async throws -> Page<CoverageLine> {
        try caller.require(.readRegistry)
        let scope = try await scope(query.scope, caller: caller)
        return Page(
            whole: try await database.read(caller, .coverage(low: scope.low, high: scope.high)).map {
                CoverageLine(kind: try $0["kind"], units: try $0["units"], covered: try $0["covered"])
            })
    }
}
