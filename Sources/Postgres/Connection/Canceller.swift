import CLibPQ
import Dispatch
import Foundation
import Synchronization

/// Ends the current statement, from any thread: it asks the server to cancel it, and closes the line to a server that
/// does not answer that within some seconds, for libpq waits for an answer without an end.
///
/// `@unchecked Sendable`: the pointer is set once and freed in `deinit`; libpq documents `PQcancel` as safe to call
/// from another thread than the connection's (PostgreSQL manual, section 34.7); the state is behind a lock.
final class Canceller: @unchecked Sendable {
    private static let queue = DispatchQueue(label: "dangwu.postgres.cancel", attributes: .concurrent)
    /// How long the server has for its answer to a cancellation.
    static let grace = Duration.seconds(3)

    private let handle: OpaquePointer?
    /// The socket under a number of its own: libpq may have closed its own number, which then is another file's.
    private let line: Int32
    private let state = Mutex(State())

    private struct State {
        var requested = false
        var callsUnderWay = 0
    }

    init(connection: OpaquePointer) {
        handle = PQgetCancel(connection)
        line = fcntl(PQsocket(connection), F_DUPFD_CLOEXEC, 0)
    }

    deinit {
        PQfreeCancel(handle)
        if line >= 0 { close(line) }
    }

    /// True once a cancel was requested: the request may arrive late, so the connection is not used again.
    var wasRequested: Bool { state.withLock(\.requested) }

    func begin() { state.withLock { $0.callsUnderWay += 1 } }

    func end() { state.withLock { $0.callsUnderWay -= 1 } }

    func cancel() {
        state.withLock { $0.requested = true }
        Self.queue.async { self.send(again: 20) }
        // A request to cancel has a connection of its own and may wait as well, so this one does not wait for it.
        let milliseconds = Int(Self.grace / .milliseconds(1))
        Self.queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { self.hangUp() }
    }

    /// Nothing is sent on the connection any more, and what waits for its answer sees the end of it.
    private func hangUp() {
        guard state.withLock({ $0.callsUnderWay > 0 }), line >= 0 else { return }
        shutdown(line, Int32(SHUT_RDWR))
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
