import Compute
import Kernel
import Synchronization

/// Where passwords are hashed: one at a time behind a gate of its own, so that neither the threads of the service nor
/// its memory are taken by a crowd at the door, and who signs in does not wait for a plan. A bounded number waits; who
/// comes after is sent away, and who gives up leaves the queue.
final class PasswordWork: Sendable {
    private let gate: ComputeGate
    private let inside = Mutex(0)
    private let most: Int

    /// - Parameter most: how many may be inside, waiting or at work.
    init(most: Int = 16) {
        self.most = most
        gate = ComputeGate(running: 1, waiting: most, on: .passwords)
    }

    /// Lets the body in, which may then `run` work; nobody waits who cannot be served.
    /// - Throws: `access.busy` when too many are inside.
    func admit<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let isAdmitted = inside.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { throw AppError.signInBusy }
        defer { inside.withLock { $0 -= 1 } }
        return try await body()
    }

    /// Work of a tenth of a second and more, off the cooperative threads.
    /// - Throws: `request.cancelled` when nobody waits for it any more.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws(AppError) -> Value) async throws -> Value {
        try await gate.run {
            try Wanted.check()
            return try work()
        }
    }
}
