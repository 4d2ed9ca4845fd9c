import CLibPQ
import Dispatch
import Synchronization

/// Asks the server to stop the statement under way, from any thread.
///
/// `@unchecked Sendable`: the pointer is set once and freed in `deinit`; libpq documents `PQcancel` as safe to call from
/// another thread than the connection's (PostgreSQL manual, section 34.7); the flag is behind a lock.
final class Canceller: @unchecked Sendable {
    private static let queue = DispatchQueue(label: "dangwu.postgres.cancel", attributes: .concurrent)
    private let handle: OpaquePointer?
    private let requested = Mutex(false)

    init(connection: OpaquePointer) { handle = PQgetCancel(connection) }

    deinit { PQfreeCancel(handle) }

    /// True once a cancel was asked for: the request may arrive late, so the connection is not used again.
    var wasRequested: Bool { requested.withLock { $0 } }

    func cancel() {
        requested.withLock { $0 = true }
        Self.queue.async {
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(self.handle, &message, Int32(message.count))
        }
    }
}
