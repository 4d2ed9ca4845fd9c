import CLibPQ
import Dispatch
import Synchronization

/// Asks the server to cancel the current statement, from any thread.
///
/// `@unchecked Sendable`: the pointer is set once and freed in `deinit`; libpq documents `PQcancel` as safe to call
/// from another thread than the connection's (PostgreSQL manual, section 34.7); the state is behind a lock.
final class Canceller: @unchecked Sendable {
    private static let queue = DispatchQueue(label: "dangwu.postgres.cancel", attributes: .concurrent)
    private let handle: OpaquePointer?
    private let state = Mutex(State())

    private struct State {
        var requested = false
        var callsUnderWay = 0
    }

    init(connection: OpaquePointer) { handle = PQgetCancel(connection) }

    deinit { PQfreeCancel(handle) }

    /// True once a cancel was requested: the request may arrive late, so the connection is not used again.
    var wasRequested: Bool { state.withLock(\.requested) }

    func begin() { state.withLock { $0.callsUnderWay += 1 } }

    func end() { state.withLock { $0.callsUnderWay -= 1 } }

    func cancel() {
        state.withLock { $0.requested = true }
        Self.queue.async { self.send(again: 20) }
    }

    /// The server ignores a request that arrives before the statement does, so it is repeated until the call has ended.
    private func send(again milliseconds: Int) {
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(handle, &message, Int32(message.count))
        guard state.withLock({ $0.callsUnderWay > 0 }) else { return }
        Self.queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
            guard self.state.withLock({ $0.callsUnderWay > 0 }) else { return }
            self.send(again: min(milliseconds * 2, 1000))
        }
    }
}
