package import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import Sheets

/// The verbs of the tree.
package struct OrganisationService: Sendable {
    package let database: ScopedDatabase

    /// A place somebody asked for, as that scope sees it.
    private struct ScopeKey: Hashable {
        let organisation: String
        let scope: Scope
    }

    /// Where organisations lie; a move empties it.
    private let scopes = ExpiringCache<ScopeKey, Scope>()

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

    /// - Parameter key: a code or an identifier.
    package func organisation(_ key: String, caller: Caller) async throws -> Organisation {
        let statement =
            UUID(uuidString: key).map { database.sql("OrganisationByID", [$0.parameter]) }
            ?? database.sql("OrganisationByCode", [key.parameter])
        guard let row = try await database.read(caller, statement).only else {
            throw AppError.notFound(Text(zh: "组织", en: "organisation"), key)
        }
        return try row.organisation()
    }

    /// The scope below an organisation, which must lie inside the caller's.
    package func scope(_ key: String, caller: Caller) async throws -> Scope {
        let asked = ScopeKey(organisation: key, scope: caller.scope)
        if let known = scopes.value(asked) { return known }
        let scope = try await organisation(key, caller: caller).scope
        scopes.keep(scope, asked)
        return scope
    }

    /// - Parameters:
    ///   - under: a subtree; nil for the caller's whole scope.
    ///   - childrenOf: only the direct children of this organisation.
    package func organisations(
        under: Scope?, childrenOf: Identifier<Organisation>? = nil, _ page: PageRequest, caller: Caller
    ) async throws -> Page<Organisation> {
        try caller.require(.readRegistry)
        let scope = under ?? caller.scope
        let statement = database.sql(
            "Organisations",
            [
                scope.low.parameter, scope.high.parameter, (page.after ?? "").parameter, childrenOf.parameter,
                (page.limit + 1).parameter,
            ])
        let found = try await database.read(caller, statement).map { try $0.organisation() }
        return Page(found, limit: page.limit, key: \.path)
    }

    package func history(_ key: String, caller: Caller) async throws -> [OrganisationVersion] {
        try caller.require(.readRegistry)
        let organisation = try await organisation(key, caller: caller)
        return try await database.read(caller, database.sql("OrganisationVersions", [organisation.id.parameter])).map {
            OrganisationVersion(
                version: try $0["version"], since: try $0["since"], until: try $0["until"],
                parentCode: try $0["parent_code"],
                level: try $0.choice("level"), kind: try $0.choice("kind"), field: try $0.optionalChoice("field"),
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
        return try await database.read(caller, database.sql("Coverage", [scope.low.parameter, scope.high.parameter]))
            .map {
                CoverageLine(kind: try $0["kind"], units: try $0["units"], covered: try $0["covered"])
            }
    }
}
