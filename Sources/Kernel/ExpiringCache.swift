import Synchronization

/// Answers that were found a moment ago, so that a burst of requests does not ask the database the same before each. An
/// entry lives for one second at most; code of this program that changes its source empties the cache, and a change
/// made by another program takes effect within that second.
package final class ExpiringCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let until: ContinuousClock.Instant
    }

    private let lifetime = Duration.seconds(1)
    private let maximum = 4096
    private let entries = Mutex<[Key: Entry]>([:])

    package init() {}

    package func value(_ key: Key) -> Value? {
        let now = ContinuousClock.now
        return entries.withLock { entries in
            guard let entry = entries[key], entry.until > now else { return nil }
            return entry.value
        }
    }

    /// - Parameter left: how long the answer holds at most.
    package func keep(_ value: Value, _ key: Key, atMost left: Duration = .seconds(1)) {
        let entry = Entry(value: value, until: .now + min(lifetime, max(.zero, left)))
        entries.withLock { entries in
            if entries.count >= maximum { entries.removeAll(keepingCapacity: true) }
            entries[key] = entry
        }
    }

    package func empty() { entries.withLock { $0.removeAll(keepingCapacity: true) } }
}
