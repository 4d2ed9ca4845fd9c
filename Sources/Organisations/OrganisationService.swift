package import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Sheets

/// The verbs of the tree.
package struct OrganisationService: Sendable {
    package let database: ScopedDatabase

    /// A place somebody asked for, as that scope sees it.
    struct ScopeKey: Hashable {
        let organisation: Reference<Organisation>
        let scope: Scope
    }

    /// Where organisations lie; a move empties it.
    let scopes = ExpiringCache<ScopeKey, Scope>()

    func forgetPlaces() { scopes.empty() }

    package init(database: ScopedDatabase) { self.database = database }

    package enum ImportForm: Sendable {
        case organisations
        case divisions(DivisionMapping, since: Day)
    }

    /// Takes a whole file or nothing of it. Rows that stand in the registry as they are change nothing.
    package func importSheet(_ bytes: [UInt8], form: ImportForm, dryRun: Bool, caller: Caller) async throws
        -> ImportOutcome
    {
        try caller.require(.writeRegistry)
        let entries: [OrganisationEntry]
        let source: String
        switch form {
        case .organisations: (entries, source) = (try OrganisationSheet.entries(bytes), "organisations")
        case .divisions(let mapping, let since):
            (entries, source) = (
                try OrganisationSheet.entries(divisions: bytes, mapping: mapping, since: since), "divisions"
            )
        }
        return try await database.write(caller, dryRun: dryRun) { transaction in
            var work = OrganisationImport(transaction: transaction)
            let (added, unchanged) = try await work.apply(entries, source: source)
            return ImportOutcome(rows: entries.count, added: added, unchanged: unchanged, dryRun: dryRun)
        }
    }

    /// - Parameters:
    ///   - under: a subtree; nil for the caller's whole scope.
    ///   - childrenOf: only the direct children of this organisation.
    package func organisations(
        under: Scope?, childrenOf: Identifier<Organisation>? = nil, _ page: PageRequest, caller: Caller
    ) async throws -> Page<Organisation> {
        try caller.require(.readRegistry)
        let scope = under ?? caller.scope
        let statement = Statement.organisations(
            low: scope.low, high: scope.high, after: page.after ?? "", parent: childrenOf, limit: page.limit + 1)
        let found = try await database.read(caller, statement).map { try $0.organisation() }
        return Page(found, limit: page.limit, key: \.path)
    }

    package func history(_ key: Reference<Organisation>, caller: Caller) async throws -> [OrganisationVersion] {
        try caller.require(.readRegistry)
        let organisation = try await organisation(key, caller: caller)
        return try await database.read(caller, .organisationVersions(organisation: organisation.id)).map {
            OrganisationVersion(
                version: try $0["version"], since: try $0["since"], until: try $0["until"],
                parentCode: try $0["parent_code"],
                level: try $0.choice("level"), kind: try $0.choice("kind"), field: try $0.choice("field"),
                name: try $0["name"])
        }
    }

    package struct CoverageLine: Sendable {
        package let kind: String
        package let units: Int
        package let covered: Int
    }

    /// Units with an organisation of their own, by kind.
    package func coverage(under: Scope?, caller: Caller) async throws -> [CoverageLine] {
        try caller.require(.readRegistry)
        let scope = under ?? caller.scope
        return try await database.read(caller, .coverage(low: scope.low, high: scope.high))
            .map {
                CoverageLine(kind: try $0["kind"], units: try $0["units"], covered: try $0["covered"])
            }
    }
}
