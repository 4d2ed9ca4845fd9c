import Foundation
import LocalPostgres
import Logging
import Postgres
import Synchronization
import TestSupport

/// Shared set-up of the tests of the database client.
enum Scratch {
    /// A database shared by all tests, which create only temporary tables in it.
    static func settings() async throws -> ConnectionSettings {
        try await TestCluster.shared.server().owner(database: "postgres")
    }

    static func connection() async throws -> Connection { try await Connection.connect(settings()) }

    /// A separate database for the body, dropped afterwards.
    static func database(migrated: Bool = false, _ body: (ConnectionSettings) async throws -> Void) async throws {
        let server = try await TestCluster.shared.server()
        let name = try await TestCluster.shared.makeDatabase(migrated: migrated)
        do {
            try await body(server.owner(database: name))
        } catch {
            try? await server.dropDatabase(name)
            throw error
        }
        try await server.dropDatabase(name)
    }

    static func pool(_ settings: ConnectionSettings, maximum: Int = 2, timeout: Duration = .seconds(20)) -> Pool {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return Pool(settings, settings: PoolSettings(maximum: maximum, acquireTimeout: timeout), logger: logger)
    }

    /// Polls until the condition holds, for states of the server without a signal.
    static func until(_ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while try await !condition() {
            guard ContinuousClock.now < deadline else { throw NeverHappened() }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    struct NeverHappened: Error {}
}

/// A gate that is opened once and stays open.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func wait() async {
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }
}

final class Counter: Sendable {
    private let count = Mutex(0)
    private let highest = Mutex(0)

    @discardableResult
    func up() -> Int {
        let now = count.withLock { value in
            value += 1
            return value
        }
        highest.withLock { $0 = max($0, now) }
        return now
    }

    func down() { count.withLock { $0 -= 1 } }

    var value: Int { count.withLock { $0 } }
    var peak: Int { highest.withLock { $0 } }
}

extension PostgresError {
    var isCancelled: Bool { if case .cancelled = self { true } else { false } }
    var isPoolExhausted: Bool { if case .poolExhausted = self { true } else { false } }
    var isPoolClosed: Bool { if case .poolClosed = self { true } else { false } }
    var isConnectionLost: Bool { if case .connectionLost = self { true } else { false } }
    var isConnect: Bool { if case .connect = self { true } else { false } }
    var isMisuse: Bool { if case .misuse = self { true } else { false } }
    var state: SQLState? { server?.state }
    var migration: MigrationError? { if case .migration(let error) = self { error } else { nil } }
    var decodedColumn: String? { if case .decode(let column, _, _) = self { column } else { nil } }
}

extension Connection {
    /// The first row's `value`.
    nonisolated func value<Value: PostgresDecodable>(_ statement: Statement) async throws -> Value {
        try await query(statement)[0]["value"]
    }

    nonisolated func number(_ statement: Statement) async throws -> Int { try await value(statement) }
}

extension Pool {
    nonisolated func number(_ statement: Statement) async throws -> Int {
        try await withConnection { try await $0.number(statement) }
    }
}
