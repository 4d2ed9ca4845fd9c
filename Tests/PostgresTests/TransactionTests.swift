import TestSupport
import Testing

@testable import Postgres

/// Transactions: all or nothing, and retried when the server requests it.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct TransactionTests {
    private struct Refusal: Error {}

    /// A table of two rows that the body's transactions contend for.
    private func contended(_ body: (Pool, Connection) async throws -> Void) async throws {
        try await Scratch.database { settings in
            let observer = try await Connection.connect(settings)
            try await observer.script("CREATE TABLE account (id bigint PRIMARY KEY, sum bigint)")
            try await observer.script("INSERT INTO account VALUES (1, 0), (2, 0)")
            let pool = Scratch.pool(settings, maximum: 3)
            try await body(pool, observer)
            await pool.close()
        }
    }

    private func sum(_ id: Int, _ connection: Connection) async throws -> Int {
        try await connection.number("SELECT sum AS value FROM account WHERE id = \(id)")
    }

    @Test func aSerializationFailureIsRetried() async throws {
        try await contended { pool, other async throws in
            let attempts = Counter()
            try await pool.transaction(TransactionMode(isolation: .repeatableRead)) { transaction in
                let attempt = attempts.up()
                _ = try await transaction.query("SELECT sum FROM account WHERE id = 1")
                // Somebody else commits between the reading and the writing, but only in the first two rounds.
                if attempt <= 2 { _ = try await other.query("UPDATE account SET sum = sum + 10 WHERE id = 1") }
                _ = try await transaction.query("UPDATE account SET sum = sum + 1 WHERE id = 1")
            }
            #expect(attempts.value == 3)
            #expect(try await sum(1, other) == 21)
        }
    }

    @Test func aWriteSkewIsDetectedAndRetried() async throws {
        try await contended { pool, other async throws in
            let attempts = Counter()
            try await pool.transaction(TransactionMode(isolation: .serializable)) { transaction in
                _ = try await transaction.query("SELECT sum(sum) FROM account")
                if attempts.up() == 1 {
                    try await other.transaction(TransactionMode(isolation: .serializable)) { skew in
                        _ = try await skew.query("SELECT sum(sum) FROM account")
                        _ = try await skew.query("UPDATE account SET sum = 5 WHERE id = 1")
                    }
                }
                _ = try await transaction.query("UPDATE account SET sum = 6 WHERE id = 2")
            }
            #expect(attempts.value == 2)
        }
    }

    @Test func retriesAreLimited() async throws {
        try await contended { pool, other async throws in
            let attempts = Counter()
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(TransactionMode(isolation: .repeatableRead)) { transaction in
                    attempts.up()
                    _ = try await transaction.query("SELECT sum FROM account WHERE id = 1")
                    _ = try await other.query("UPDATE account SET sum = sum + 10 WHERE id = 1")
                    _ = try await transaction.query("UPDATE account SET sum = sum + 1 WHERE id = 1")
                }
            }
            #expect(error?.state == .serializationFailure)
            #expect(attempts.value == 5)
            #expect(try await sum(1, other) == 50)
        }
    }

    @Test func aDeadlockIsRetried() async throws {
        try await contended { pool, other async throws in
            let attempts = Counter()
            let gates = [Gate(), Gate()]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<2 {
                    group.addTask {
                        try await pool.transaction(prelude: ["SET LOCAL deadlock_timeout = '30ms'"]) { transaction in
                            attempts.up()
                            _ = try await transaction.query("UPDATE account SET sum = sum + 1 WHERE id = \(1 + index)")
                            await gates[index].open()
                            // Each updates the other's row only after the other has locked it.
                            await gates[1 - index].wait()
                            _ = try await transaction.query("UPDATE account SET sum = sum + 1 WHERE id = \(2 - index)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(attempts.value >= 3)
            #expect(try await sum(1, other) == 2)
            #expect(try await sum(2, other) == 2)
        }
    }

    @Test func otherErrorsAreNotRetried() async throws {
        try await contended { pool, other async throws in
            let attempts = Counter()
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction { transaction in
                    attempts.up()
                    _ = try await transaction.query("UPDATE account SET sum = 9")
                    _ = try await transaction.query("INSERT INTO account VALUES (1, 1)")
                }
            }
            #expect(error?.state == .uniqueViolation)
            await #expect(throws: Refusal.self) {
                try await pool.transaction { transaction in
                    attempts.up()
                    _ = try await transaction.query("UPDATE account SET sum = 9")
                    throw Refusal()
                }
            }
            #expect(attempts.value == 2)
            #expect(try await sum(1, other) == 0)
            #expect(await pool.gauge.idle == 1)
        }
    }

    @Test func aDryRunKeepsNothingAndReturnsItsResult() async throws {
        try await contended { pool, other async throws in
            let changed = try await pool.transaction(TransactionMode(discard: true)) { transaction in
                try await transaction.query("UPDATE account SET sum = 9").affected
            }
            #expect(changed == 2)
            #expect(try await sum(1, other) == 0)
        }
    }

    @Test func readOnlyIsEnforcedByTheServer() async throws {
        try await contended { pool, _ async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(.read) { try await $0.query("UPDATE account SET sum = 9") }
            }
            #expect(error?.state == SQLState("25006"))
        }
    }

    /// The server answers COMMIT with ROLLBACK in that case, and reports success.
    @Test func aSwallowedErrorIsNotReportedAsACommit() async throws {
        try await contended { pool, other async throws in
            await #expect(throws: PostgresError.self) {
                try await pool.transaction { transaction in
                    _ = try await transaction.query("UPDATE account SET sum = 9")
                    _ = try? await transaction.query("SELECT 1 / 0")
                }
            }
            #expect(try await sum(1, other) == 0)
        }
    }

    @Test func aPreludeThatFailsLeavesNoTransactionBehind() async throws {
        let connection = try await Scratch.connection()
        await #expect(throws: PostgresError.self) {
            try await connection.transaction(prelude: ["SELECT 1 / 0"]) { _ in }
        }
        #expect(await connection.isUsable())
    }

    @Test func aConnectionLostBeforeCommitIsRetriedOnAnother() async throws {
        try await contended { pool, other async throws in
            let attempts = Counter()
            try await pool.transaction { transaction in
                _ = try await transaction.query("UPDATE account SET sum = sum + 1 WHERE id = 1")
                if attempts.up() == 1 {
                    let process = await transaction.connection.serverProcess()
                    _ = try await other.query("SELECT pg_terminate_backend(\(process)::integer, 5000)")
                }
                _ = try await transaction.query("UPDATE account SET sum = sum + 1 WHERE id = 2")
            }
            #expect(attempts.value == 2)
            #expect(try await sum(1, other) == 1)
        }
    }
}
