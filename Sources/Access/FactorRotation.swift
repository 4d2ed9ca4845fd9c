package import Foundation
import Kernel
package import Postgres
import SQLFiles

/// Brings the secrets of second factors, and the names that attempts are counted under, from one key under another.
package struct FactorRotation: Sendable {
    private static let batch = 500

    private let old: KeyRing.Key
    private let new: KeyRing.Key
    private let signer: EventSigner?

    package init(from old: KeyRing.Key, to new: KeyRing.Key, signer: EventSigner?) {
        self.old = old
        self.new = new
        self.signer = signer
    }

    /// Seals the next secrets again.
    /// - Returns: the last one of the batch and how many there were; nil behind the last one.
    /// - Throws: `second_factor.unreadable` for one under a third key.
    package func step(after: UUID, _ owner: Connection) async throws -> (last: UUID, count: Int)? {
        try await owner.transaction { transaction in
            let rows = try await transaction.query(
                .factorsToRotate(keyEdition: new.edition, after: after, limit: Self.batch))
            var (ids, secrets): ([UUID], [Bytes]) = ([], [])
            for row in rows {
                let account: Identifier<Account> = try row["account_id"]
                guard let secret = old.open(try row["sealed"], for: account.description) else {
                    throw AppError.factorUnreadable
                }
                ids.append(try row["id"])
                secrets.append(try new.seal(secret, for: account.description))
            }
            guard let last = ids.last else { return nil }
            _ = try await transaction.query(AuditStatement.keyStep("second_factors", ids.count, signer))
            _ = try await transaction.query(.rotateFactors(ids: ids, secrets: secrets, keyEdition: new.edition))
            return (last, ids.count)
        }
    }

    package func left(_ owner: Connection) async throws -> Int {
        try await owner.query(.factorsLeft(keyEdition: new.edition))[0]["n"]
    }

    /// Failures of an account stay counted under the new key.
    /// - Parameter forgetsOthers: whether names without an account are made unreadable.
    package func attempts(_ owner: Connection, forgetsOthers: Bool) async throws {
        try await owner.transaction { transaction in
            var (accounts, hashes): ([Identifier<Account>], [Bytes]) = ([], [])
            for row in try await transaction.query(.triedAccounts) {
                accounts.append(try row["id"])
                hashes.append(new.hash(name: try row["sign_in_name"]))
            }
            _ = try await transaction.query(.rotateAttempts(accounts: accounts.map(\.value), hashes: hashes))
            if forgetsOthers { _ = try await transaction.query(.forgetAttempts(hashes: hashes)) }
        }
    }

    /// Deletes what accounts have asked for under the old key.
    package func dropLookups(_ owner: Connection) async throws {
        _ = try await owner.query(.dropLookups(keyEdition: new.edition))
    }
}

extension AuditStatement {
    /// What a rotation of keys did: the cause of what it changes.
    package static func keyStep(_ what: String, _ count: Int, _ signer: EventSigner?) throws -> Statement {
        AuditStatement(caller: .localOperator(), signer: signer).make(
            "key.rotate", "installation", after: try JSONText(encoding: [what: String(count)])
        ).statement
    }
}
