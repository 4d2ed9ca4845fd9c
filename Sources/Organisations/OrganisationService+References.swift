import Access
package import Kernel
import Postgres
import SQLFiles

/// Organisations as people name them: by code, present or former, by a name that is unique in the caller's scope, in
/// full or without 中共 and the kind of committee, or by identifier.
extension OrganisationService {
    /// - Throws: `not_found`; `reference.ambiguous` with the codes of those who share the name.
    package func organisation(_ reference: Reference<Organisation>, caller: Caller) async throws -> Organisation {
        let text = reference.text
        if let id = reference.identifier {
            if let row = try await database.read(caller, .organisationByID(id: id)).single {
                return try row.organisation()
            }
            throw AppError.notFound(Self.word, text)
        }
        if let row = try await database.read(caller, .organisationByCode(code: text)).single {
            return try row.organisation()
        }
        if let former = try await database.read(caller, .organisationByFormerCode(code: text)).single {
            let id: Identifier<Organisation> = try former["id"]
            if let row = try await database.read(caller, .organisationByID(id: id)).single {
                return try row.organisation()
            }
        }
        let (low, high) = (caller.scope.low, caller.scope.high)
        let limit = AppError.candidatesShown + 1
        var rows = try await database.read(
            caller, .organisationsByName(name: text, low: low, high: high, limit: limit))
        if rows.isEmpty {
            rows = try await database.read(
                caller, .organisationsByShortName(name: text, low: low, high: high, limit: limit))
        }
        let named = try rows.map { try $0.organisation() }
        guard let first = named.first else { throw AppError.notFound(Self.word, text) }
        guard named.count == 1 else {
            throw AppError.ambiguous(Self.word, text, candidates: named.map { ($0.code, $0.name) })
        }
        return first
    }

    /// The scope below an organisation, which must lie inside the caller's.
    package func scope(_ reference: Reference<Organisation>, caller: Caller) async throws -> Scope {
        let asked = ScopeKey(organisation: reference, ranges: caller.ranges)
        if let known = scopes.value(asked) { return known }
        let scope = try await organisation(reference, caller: caller).scope
        scopes.keep(scope, asked)
        return scope
    }

    /// The one subtree that something is done in: what the order names, or the only place where the caller works.
    /// - Throws: `access.several_places`.
    package func place(_ reference: Reference<Organisation>?, caller: Caller) async throws -> Scope {
        guard reference != nil || caller.ranges.count == 1 else { throw AppError.severalPlaces(caller.ranges) }
        return try await scope(reference, caller: caller)
    }

    /// The scope that a query names; the caller's own when it names none, which may have gaps.
    package func scope(_ reference: Reference<Organisation>?, caller: Caller) async throws -> Scope {
        guard let reference else { return caller.scope }
        return try await scope(reference, caller: caller)
    }

    static let word = Text(zh: "党组织", en: "organisation")
}
