import Civil
import Kernel

/// Who gets a seat and who waits. Pure.
///
/// A seat that is kept for a subtree goes to its people alone; what no quota keeps is open to everybody admitted.
/// People below a quota that is full take an open seat, as long as there is one.
enum SeatRule {
    struct Quota: Sendable {
        let scope: Scope
        let seats: Int
    }

    /// - Parameters:
    ///   - taken: the paths of those who have a seat.
    ///   - wanted: the paths of those who want one, in the order in which they asked.
    /// - Returns: for each of the wanted whether there is a seat.
    static func seats(capacity: Int, quotas: [Quota], taken: [String], wanted: [String]) -> [Bool] {
        var left = quotas.map(\.seats)
        var open = capacity - quotas.map(\.seats).sum()
        func sit(_ path: String) -> Bool {
            // The smallest subtree that fits: its path is the longest.
            let fitting = quotas.indices.filter { quotas[$0].scope.contains(path) && left[$0] > 0 }
            if let quota = fitting.max(by: { quotas[$0].scope.low.utf8.count < quotas[$1].scope.low.utf8.count }) {
                left[quota] -= 1
                return true
            }
            guard open > 0 else { return false }
            open -= 1
            return true
        }
        for path in taken { _ = sit(path) }
        return wanted.map(sit)
    }
}
