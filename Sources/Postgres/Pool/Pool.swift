package import Logging
import ServiceLifecycle

/// A bounded set of connections, each leased to one caller at a time. A `Service` that closes when the program shuts
/// down.
package actor Pool: Service {
    private struct Idle {
        let connection: Connection
        let since: ContinuousClock.Instant
    }

    private let connectionSettings: ConnectionSettings
    private let settings: PoolSettings
    private let logger: Logger
    private var state: PoolState<Idle>
    private var waiters: [Int: CheckedContinuation<Connection?, any Error>] = [:]
    private var nextTicket = 0

    package init(_ connection: ConnectionSettings, settings: PoolSettings = PoolSettings(), logger: Logger) {
        connectionSettings = connection
        self.settings = settings
        self.logger = logger
        state = PoolState(maximum: settings.maximum)
    }

    /// Counts for `/metrics`.
    package struct Gauge: Sendable {
        package let open: Int
        package let idle: Int
        package let waiting: Int
    }

    package var gauge: Gauge { Gauge(open: state.total, idle: state.idle.count, waiting: state.waiting.count) }

    package func run() async throws {
        try await gracefulShutdown()
        close()
    }

    package func close() {
        let (_, tickets) = state.close()
        for ticket in tickets { waiters.removeValue(forKey: ticket)?.resume(throwing: PostgresError.poolClosed) }
    }

    /// Leases a connection to the body. It is reset when it is returned, or dropped if it is no longer usable.
    package nonisolated func withConnection<Value: Sendable>(
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await lease()
        do {
            let value = try await body(connection)
            await release(connection)
            return value
        } catch {
            await release(connection)
            throw error
        }
    }

    /// Runs the body in a transaction; again, from the start, when the server reports a serialization failure or a
    /// deadlock, or when the connection broke before COMMIT was sent. The body must have no effects outside the
    /// database.
    package nonisolated func transaction<Value: Sendable>(
        _ mode: TransactionMode = .write, prelude: [Statement] = [],
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await withConnection { try await $0.transaction(mode, prelude: prelude, body) }
            } catch let error as PostgresError where error.isWorthAnotherTry && attempt < settings.attempts {
                // Exponential backoff with jitter, so that two transactions do not collide again.
                let pause = Duration.milliseconds((1 << attempt) * 5 + Int.random(in: 0..<10))
                try? await Task.sleep(for: pause)
                attempt += 1
            }
        }
    }

    /// A transaction in two round trips; runs the body again after a deadlock.
    package nonisolated func readThenWrite<Value: Sendable>(
        prelude: [Statement], opening: [Statement], discard: Bool = false,
        _ body: ([Rows]) throws -> (value: Value, closing: [Statement])
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await withConnection {
                    try await $0.readThenWrite(prelude: prelude, opening: opening, discard: discard, body)
                }
            } catch let error as PostgresError where error.isWorthAnotherTry && attempt < settings.attempts {
                try? await Task.sleep(for: .milliseconds((1 << attempt) * 5 + Int.random(in: 0..<10)))
                attempt += 1
            }
        }
    }

    /// Independent read-only statements after one prelude, all in one round trip.
    package nonisolated func read(prelude: [Statement] = [], _ statements: [Statement]) async throws -> [Rows] {
        let all = [TransactionMode.read.begin] + prelude + statements + ["COMMIT"]
        var attempt = 1
        while true {
            do {
                let rows = try await withConnection { try await $0.pipeline(all) }
                return Array(rows[(1 + prelude.count)..<(1 + prelude.count + statements.count)])
            } catch let error as PostgresError where error.isWorthAnotherTry && attempt < settings.attempts {
                attempt += 1
            }
        }
    }

    /// A new connection that is not one of the pool's, for questions about the server itself.
    package nonisolated func openBeside() async throws -> Connection {
        try await Connection.connect(connectionSettings)
    }

    private func lease() async throws -> Connection {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: settings.acquireTimeout)
        var pause = Duration.milliseconds(50)
        while true {
            try Task.checkCancelled()
            switch state.ask() {
            case .refuse: throw PostgresError.poolClosed
            case .lease(let idle):
                if await isAlive(idle, now: clock.now) { return idle.connection }
                lost()
            case .open:
                do {
                    return try await open()
                } catch {
                    lost()
                    // A server that is starting will answer soon: retry until the deadline.
                    guard clock.now.advanced(by: pause) < deadline else { throw error }
                    try? await Task.sleep(for: pause)
                    pause = min(pause * 2, .seconds(1))
                }
            case .wait:
                if let connection = try await wait(until: deadline) { return connection }
                // Woken because there is room, but cancelled at that moment: the next one is woken instead.
                if Task.isCancelled { wake(state.next()) }
            }
        }
    }

    /// A new connection. Nobody who is cancelled waits for it: one that comes later is closed.
    private nonisolated func open() async throws -> Connection {
        let settings = connectionSettings
        let (answers, answer) = AsyncStream.makeStream(of: Result<Connection, any Error>.self)
        Task.detached {
            do {
                answer.yield(.success(try await Connection.connect(settings)))
            } catch {
                answer.yield(.failure(error))
            }
        }
        // The stream ends for a reader that is cancelled.
        for await result in answers { return try result.get() }
        throw PostgresError.cancelled
    }

    private func isAlive(_ idle: Idle, now: ContinuousClock.Instant) async -> Bool {
        guard await idle.connection.isUsable() else { return false }
        guard idle.since.duration(to: now) > settings.idleBeforeCheck else { return true }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await idle.connection.query("SELECT 1") }
                // A server process that hangs is left alone; a new connection may well be answered.
                group.addTask { [limit = settings.checkTimeout] in
                    try await Task.sleep(for: limit)
                    throw PostgresError.cancelled
                }
                defer { group.cancelAll() }
                try await group.next()
            }
            return true
        } catch {
            logger.debug("an idle connection had been closed", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func wait(until deadline: ContinuousClock.Instant) async throws -> Connection? {
        let ticket = nextTicket
        nextTicket += 1
        let timer = Task { [settings] in
            try? await Task.sleep(until: deadline, clock: .continuous)
            if !Task.isCancelled { self.giveUp(ticket, PostgresError.poolExhausted(waited: settings.acquireTimeout)) }
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(throwing: PostgresError.cancelled)
                } else {
                    waiters[ticket] = continuation
                    state.enqueue(ticket)
                }
            }
        } onCancel: {
            Task { await self.giveUp(ticket, PostgresError.cancelled) }
        }
    }

    private func giveUp(_ ticket: Int, _ error: any Error) {
        state.forget(ticket)
        waiters.removeValue(forKey: ticket)?.resume(throwing: error)
    }

    private func release(_ connection: Connection) async {
        guard await connection.reset() else {
            lost()
            return
        }
        let idle = Idle(connection: connection, since: ContinuousClock().now)
        if let ticket = state.giveBack(idle) { waiters.removeValue(forKey: ticket)?.resume(returning: connection) }
    }

    private func lost() {
        wake(state.lose())
    }

    private func wake(_ ticket: Int?) {
        if let ticket { waiters.removeValue(forKey: ticket)?.resume(returning: nil) }
    }
}

extension PostgresError {
    /// Nothing was committed, and a retry may succeed.
    fileprivate var isWorthAnotherTry: Bool {
        switch self {
        case .server(let error): error.state.isRetryable
        case .connectionLost(_, let committing): !committing
        default: false
        }
    }
}

extension Task where Success == Never, Failure == Never {
    fileprivate static func checkCancelled() throws {
        if isCancelled { throw PostgresError.cancelled }
    }
}
