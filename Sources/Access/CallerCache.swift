import Civil
import Foundation
import Kernel
import Synchronization

/// Callers whose token was looked up a moment ago, so that a burst of requests does not ask the database who is asking
/// before each. An entry lives for one second, and a revocation or grant made by this program empties the cache at once;
/// one made by another program on another node takes effect within that second.
final class CallerCache: Sendable {
    struct Key: Hashable {
        let token: [UInt8]
        let wanted: String?
        let today: Day
        let door: String
    }

    private struct Entry {
        let caller: Caller
        let until: ContinuousClock.Instant
    }

    private static let lifetime = Duration.seconds(1)
    private static let maximum = 4096
    private let entries = Mutex<[Key: Entry]>([:])

    func caller(_ key: Key) -> Caller? {
        let now = ContinuousClock.now
        return entries.withLock { entries in
            guard let entry = entries[key], entry.until > now else { return nil }
            return entry.caller
        }
    }

    /// - Parameter expires: the token's end, which an entry does not outlive.
    func keep(_ caller: Caller, _ key: Key, expires: Date) {
        let left = min(Self.lifetime, .seconds(max(0, expires.timeIntervalSinceNow)))
        let entry = Entry(caller: caller, until: .now + left)
        entries.withLock { entries in
            if entries.count >= Self.maximum { entries.removeAll(keepingCapacity: true) }
            entries[key] = entry
        }
    }

    func empty() { entries.withLock { $0.removeAll(keepingCapacity: true) } }
}
