/// An open transaction: what its body may do with the connection.
package struct Transaction: Sendable {
    package let connection: Connection

    package func query(_ statement: Statement) async throws -> Rows { try await connection.query(statement) }

    package func pipeline(_ statements: [Statement]) async throws -> [Rows] {
        try await connection.pipeline(statements)
    }
}

/// The mode of a transaction.
package struct TransactionMode: Sendable {
    package enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    package var isolation: Isolation
    package var readOnly: Bool
    /// Rolls back although the body succeeded: a dry run.
    package var discard: Bool

    package init(isolation: Isolation = .readCommitted, readOnly: Bool = false, discard: Bool = false) {
        self.isolation = isolation
        self.readOnly = readOnly
        self.discard = discard
    }

    package static let write = TransactionMode()
    package static let read = TransactionMode(readOnly: true)
    package static let snapshot = TransactionMode(isolation: .repeatableRead, readOnly: true)

    var begin: Statement {
        Statement(sql: "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(readOnly ? " READ ONLY" : "")")
    }
}

extension Connection {
    /// Runs the body in one transaction, once. `prelude` is sent together with BEGIN: the session's scope.
    package nonisolated func transaction<Value: Sendable>(
        _ mode: TransactionMode = .write, prelude: [Statement] = [],
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        let value: Value
        do {
            _ = try await pipeline([mode.begin] + prelude)
            value = try await body(Transaction(connection: self))
        } catch {
            _ = await reset()
            throw error
        }
        if mode.discard {
            _ = try await query("ROLLBACK")
            return value
        }
        do {
            // If the body swallowed an error, the server answers COMMIT with ROLLBACK.
            guard try await query("COMMIT").tag == "COMMIT" || mode.readOnly else {
                throw PostgresError.misuse("a statement of the transaction failed, so it was rolled back")
            }
        } catch PostgresError.connectionLost(let message, _) {
            throw PostgresError.connectionLost(message, committing: !mode.readOnly)
        }
        return value
    }

    /// A transaction in two round trips: it reads together with BEGIN, decides, and writes
    /// together with COMMIT.
    package nonisolated func readThenWrite<Value: Sendable>(
        prelude: [Statement], opening: [Statement], discard: Bool,
        _ body: ([Rows]) throws -> (value: Value, closing: [Statement])
    ) async throws -> Value {
        var isCommitting = false
        do {
            let rows = try await pipeline([TransactionMode.write.begin] + prelude + opening)
            let (value, closing) = try body(Array(rows[(1 + prelude.count)...]))
            if discard {
                _ = try await pipeline(closing)
                _ = try await query("ROLLBACK")
                return value
            }
            isCommitting = true
            guard try await pipeline(closing + ["COMMIT"]).last?.tag == "COMMIT" else {
                throw PostgresError.misuse("a statement of the transaction failed, so it was rolled back")
            }
            return value
        } catch PostgresError.connectionLost(let message, _) {
            throw PostgresError.connectionLost(message, committing: isCommitting)
        } catch {
            _ = await reset()
            throw error
        }
    }
}
