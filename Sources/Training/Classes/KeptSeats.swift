import Kernel

/// Seats of a class that a quota keeps for a subtree, as plans and nominations count them. Who gets a seat is decided
/// by the database function `seating_of` alone.
struct KeptSeats: Sendable {
    let scope: Scope
    var seats: Int

    /// The smallest subtree that somebody lies in, of those with a seat: its path is the longest.
    static func smallest(of quotas: [KeptSeats], for path: String, least: Int = 0) -> Int? {
        quotas.indices.filter { quotas[$0].scope.contains(path) && quotas[$0].seats >= least }
            .max { quotas[$0].scope.low.utf8.count < quotas[$1].scope.low.utf8.count }
    }
}
