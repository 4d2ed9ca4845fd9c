import Crypto
import Foundation
package import Kernel
package import Postgres

/// Answers kept by key: a request that is repeated is answered as it was the first time and done once.
package struct Idempotency: Sendable {
    package let key: String
    package let requestHash: Bytes

    /// - Parameter request: method, path and body, whose hash tells two requests under one key apart.
    /// - Throws: `value.invalid` for a key that is empty or longer than 200 characters.
    package init(key: String, request: [UInt8]) throws(AppError) {
        guard (1...200).contains(key.utf8.count) else {
            throw .invalidValue("Idempotency-Key", String(key.prefix(40)), expected: Text(zh: "1 到 200 个字符", en: "1 to 200 characters"))
        }
        self.key = key
        requestHash = Bytes(SHA256.hash(data: Data(request)))
    }

    package struct Answer: Sendable {
        package let status: Int
        package let body: String
    }

    /// The answer of before, if there is one.
    /// - Throws: `idempotency.reused` when the key belongs to another request.
    package func answered(_ database: ScopedDatabase, caller: Caller) async throws -> Answer? {
        let statement = database.sql("IdempotencyByKey", [caller.account.parameter, key.parameter])
        return try check(try await database.read(caller, statement).only)
    }

    private func check(_ row: Row?) throws -> Answer? {
        guard let row else { return nil }
        let hash: Bytes = try row["request_hash"]
        guard hash == requestHash else { throw AppError.idempotencyReused(key) }
        return Answer(status: try row["status"], body: try row["body"])
    }

    /// Keeps the answer in the same transaction as the facts.
    package func keep(_ answer: Answer, _ transaction: ScopedTransaction) async throws {
        let caller = transaction.caller
        let path = caller.scope == .everything ? "0." : caller.scope.low
        _ = try await transaction.query(
            "InsertIdempotency",
            [caller.account.parameter, key.parameter, path.parameter, requestHash.parameter, answer.status.parameter, answer.body.parameter])
    }
}
