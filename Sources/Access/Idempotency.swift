import Crypto
import Foundation
package import Kernel
package import Postgres
import SQLFiles
import Synchronization
package import Wire

/// Answers kept by key: a request that is repeated is answered as it was the first time and done once.
package struct Idempotency: Sendable {
    /// Whether a transaction of the request has committed the reservation.
    private final class Reserved: Sendable {
        let isDone = Mutex(false)
    }

    package static let keyForm = TextForm.visible(atMost: 200)

    package let key: String
    package let requestHash: Bytes
    private let reserved = Reserved()

    /// - Parameter request: method, path and body, whose hash tells two requests under one key apart.
    /// - Throws: `value.invalid` for a key that has not the form.
    package init(key: String, request: [UInt8]) throws(AppError) {
        guard Self.keyForm.accepts(key) else {
            throw .invalidValue("Idempotency-Key", String(key.prefix(40)), expected: Self.keyForm.expected)
        }
        self.key = key
        requestHash = Bytes(SHA256.hash(data: Data(request)))
    }

    /// The request under way, if it carries a key: `ScopedDatabase.write` reserves the key in the transaction of its
    /// facts.
    @TaskLocal package static var current: Idempotency?

    package struct Answer: Sendable {
        package let status: Int
        package let body: String
        /// The request was begun, and the program ended before it could say how it went.
        package var isOpen: Bool { status == 202 }

        package init(status: Int, body: String) {
            self.status = status
            self.body = body
        }
    }

    /// The previous answer, if there is one. A reservation without an answer says that the first transaction of the
    /// request was done and the program ended before it could say so.
    /// - Throws: `idempotency.reused` when the key belongs to another request.
    package func answered(_ database: ScopedDatabase, caller: Caller) async throws -> Answer? {
        let statement = Statement.idempotencyByKey(account: caller.account, key: key)
        guard let row = try await database.read(caller, statement).single else { return nil }
        let hash: Bytes = try row["request_hash"]
        guard hash == requestHash else { throw AppError.idempotencyReused(key) }
        return Answer(status: try row["status"], body: try row["body"])
    }

    package var isReserved: Bool { reserved.isDone.withLock { $0 } }

    /// For a request that is taken up again: its reservation is there.
    package func markReserved() { reserved.isDone.withLock { $0 = true } }

    /// For the first transaction of a request; what it does afterwards belongs to the same reservation.
    func reservation(_ caller: Caller) -> Statement? {
        guard !isReserved else { return nil }
        let path = caller.scope.place
        return .reserveIdempotency(account: caller.account, key: key, path: path, requestHash: requestHash)
    }

    /// Keeps the answer beside the reservation; does nothing when the request wrote nothing.
    package func keep(_ answer: Answer, _ database: ScopedDatabase, caller: Caller) async throws {
        let statement = Statement.answerIdempotency(
            account: caller.account, key: key, status: answer.status, body: answer.body)
        func fill() async throws {
            _ = try await database.pool.transaction(prelude: database.prelude(caller)) { try await $0.query(statement) }
        }
        try await database.explained {
            do {
                try await fill()
            } catch PostgresError.connectionLost(_, committing: true) {
                // Whatever became of the first COMMIT: an answer that is there is not filled in again.
                try await fill()
            }
        }
    }
}
