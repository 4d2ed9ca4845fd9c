package import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// Is notified of a part of the tree that lies elsewhere from now on, in the same transaction.
package typealias SubtreeListener = @Sendable (ScopedTransaction, Scope) async throws -> Void

/// Is notified of people who came to another organisation or lost an office with the one that ended, in the same
/// transaction.
package typealias SettledListener = @Sendable (ScopedTransaction, [Identifier<AttachedPerson>]) async throws -> Void

/// Somebody who hangs on an organisation; the registry of people knows who it is.
package enum AttachedPerson {}

/// Who follows what happens to organisations.
package struct OrganisationListeners: Sendable {
    let subtreeMoved: SubtreeListener
    let peopleSettled: SettledListener

    package init(
        subtreeMoved: @escaping SubtreeListener = { _, _ in }, peopleSettled: @escaping SettledListener = { _, _ in }
    ) {
        self.subtreeMoved = subtreeMoved
        self.peopleSettled = peopleSettled
    }
}

/// The verbs of the tree.
package struct OrganisationService: Sendable {
    package let database: ScopedDatabase
    let divisions: DivisionMapping
    let listeners: OrganisationListeners

    /// A place somebody asked for, as a caller of these ranges sees it.
    struct ScopeKey: Hashable {
        let organisation: Reference<Organisation>
        let ranges: [Scope]
    }

    /// Where organisations lie; a move empties it.
    let scopes = ExpiringCache<ScopeKey, Scope>()

    func forgetPlaces() { scopes.empty() }

    /// - Parameter divisions: how an administrative division becomes an organisation.
    package init(
        database: ScopedDatabase, divisions: DivisionMapping,
        listeners: OrganisationListeners = OrganisationListeners()
    ) {
        self.database = database
        self.divisions = divisions
        self.listeners = listeners
    }
}

/// Which organisations are wanted.
package struct OrganisationQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var parent: Reference<Organisation>?
    package var asOf: Day?

    package init(scope: Reference<Organisation>? = nil, parent: Reference<Organisation>? = nil, asOf: Day? = nil) {
        self.scope = scope
        self.parent = parent
        self.asOf = asOf
    }

    package static let memberTexts = [
        "as_of": Text(
            zh: "按哪一天的名称、编码和隶属关系列出，默认今天", en: "With the names, codes and parents of which day, by default today"),
        "parent": Text(zh: "只看此党组织的直接下级", en: "Only what lies directly below this organisation"),
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
        let caller = try caller.with(.readRegistry)
        let scope = try await scope(query.scope, caller: caller)
        var parent: Identifier<Organisation>?
        if let reference = query.parent { parent = try await organisation(reference, caller: caller).id }
        if let day = query.asOf {
            return try await organisations(on: day, query.scope, below: parent, page, caller)
        }
        let statement = Statement.organisations(
            low: scope.low, high: scope.high, after: page.after ?? "", parent: parent, limit: page.limit + 1)
        let found = try await database.readPage(caller, statement).map { try $0.organisation() }
        return Page(found, limit: page.limit, key: \.path)
    }

    /// Organisations as they were on a day, in the order of where they lay.
    private func organisations(
        on day: Day, _ scope: Reference<Organisation>?, below parent: Identifier<Organisation>?, _ page: PageRequest,
        _ caller: Caller
    ) async throws -> Page<Organisation> {
        try Plausible.day(day, "as_of")
        var range = Scope.everything
        if let scope {
            let top = try await organisation(scope, caller: caller).id
            // One that was not entered yet lies nowhere.
            guard let row = try await database.read(caller, .placeOnDay(organisation: top, day: day)).single else {
                return Page(whole: [])
            }
            range = Scope(path: try row["place"])
        }
        let statement = Statement.organisationsOnDay(
            day: day, low: range.low, high: range.high, after: page.after ?? "", parent: parent,
            limit: page.limit + 1)
        let found = try await database.readPage(caller, statement).map { try $0.organisation() }
        return Page(found, limit: page.limit, key: \.path)
    }

    /// What an organisation was, from its founding to today.
    package func versions(of reference: Reference<Organisation>, caller: Caller) async throws
        -> Page<OrganisationVersion>
    {
        let caller = try caller.with(.readRegistry)
        let organisation = try await organisation(reference, caller: caller)
        return Page(
            whole: try await database.read(caller, .organisationVersions(organisation: organisation.id)).map {
                OrganisationVersion(
                    version: try $0["version"], since: try $0["since"], until: try $0["until"], name: try $0["name"],
                    code: try $0["code"], level: try $0.choice("level"), kind: try $0.choice("kind"),
                    field: try $0.choice("field"), parentCode: try $0["parent_code"])
            })
    }

    /// Units with an organisation of their own, by kind.
    package func coverage(_ query: CoverageQuery, caller: Caller) async throws -> Page<CoverageLine> {
        let caller = try caller.with(.readRegistry)
        let scope = try await scope(query.scope, caller: caller)
        return Page(
            whole: try await database.read(caller, .coverage(low: scope.low, high: scope.high)).map {
                CoverageLine(kind: try $0["kind"], units: try $0["units"], covered: try $0["covered"])
            })
    }
}
