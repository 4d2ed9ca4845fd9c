import Access
package import Civil
package import Kernel
import Postgres
import SQLFiles

/// A scope as of a day: which places of that day are meant, and where what lay there lies now.
package struct ScopeOnDay: Sendable {
    /// Today's paths that are read; on a past day they may hold more than is meant.
    package let paths: Scope
    /// The places of the day that are meant.
    package let places: Scope
    /// The place of the day below which parts are counted.
    package let base: String
}

extension OrganisationService {
    /// The scope that a query names, or the caller's own, as it lay on a day. What has left it since belongs to it,
    /// as far as the caller may see it, and what came since does not.
    package func scope(
        _ reference: Reference<Organisation>?, on day: Day, today: Day, caller: Caller
    ) async throws -> ScopeOnDay {
        let scope = try await scope(reference, caller: caller)
        let base = scope == .everything ? "" : Scope.pathAbove(caller.places(in: scope))
        // Several places of a caller have no place in common; today's tree is the tree.
        guard day < today, scope != .everything, reference != nil || caller.ranges.count == 1,
            let place: String = try await database.read(caller, .placeOfPathOnDay(path: scope.low, day: day))
                .single?["place"]
        else { return ScopeOnDay(paths: scope, places: .everything, base: base) }
        let places = Scope(path: place)
        let row = try await database.read(
            caller, .pathsOfPlacesOnDay(low: places.low, high: places.high, day: day))[0]
        let (first, last): (String?, String?) = (try row["first"], try row["last"])
        let ends = [scope] + [first, last].compactMap(\.self).map(Scope.init(path:))
        func precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
        let low = ends.map(\.low).min(by: precedes) ?? scope.low
        let high = ends.map(\.high).max(by: precedes) ?? scope.high
        return ScopeOnDay(paths: Scope(low: low, high: high), places: places, base: place)
    }
}
