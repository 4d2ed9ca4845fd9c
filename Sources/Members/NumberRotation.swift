package import Access
import Civil
import Foundation
package import Kernel
package import Postgres
import SQLFiles

/// Brings ID numbers from one key under another, as the owner of the tables, in batches that change nothing else.
package struct NumberRotation: Sendable {
    private static let batch = 1000

    private let old: KeyRing.Key
    private let new: KeyRing.Key
    private let signer: EventSigner?

    package init(from old: KeyRing.Key, to new: KeyRing.Key, signer: EventSigner?) {
        self.old = old
        self.new = new
        self.signer = signer
    }

    /// Seals the next numbers again and adds the hash that finds them. What somebody else holds is left for the next
    /// round.
    /// - Returns: the last person of the batch and how many there were; nil behind the last one.
    /// - Throws: `identity.unreadable` for a number under a third key.
    package func step(
        after: Identifier<Person>, _ owner: Connection
    ) async throws -> (last: Identifier<Person>, count: Int)? {
        try await owner.transaction { transaction in
            let rows = try await transaction.query(
                .numbersToRotate(keyEdition: new.edition, after: after, limit: Self.batch))
            var (ids, ciphers, hashes): ([Identifier<Person>], [Bytes], [Bytes]) = ([], [], [])
            for row in rows {
                guard let number = old.number(in: try row["id_cipher"]) else { throw AppError.numberUnreadable }
                ids.append(try row["id"])
                ciphers.append(try new.seal(number))
                hashes.append(new.hash(number))
            }
            guard let last = ids.last else {
                try await corrections(transaction)
                return nil
            }
            _ = try await transaction.query(AuditStatement.keyStep("numbers", ids.count, signer))
            _ = try await transaction.query(
                .rotateNumbers(ids: ids.map(\.value), ciphers: ciphers, keyEdition: new.edition))
            _ = try await transaction.query(.addHashes(hashes: hashes, ids: ids.map(\.value), keyEdition: new.edition))
            return (last, ids.count)
        }
    }

    /// Numbers that corrections keep, the former and the new one: there are few.
    private func corrections(_ transaction: Transaction) async throws {
        while true {
            let rows = try await transaction.query(
                .correctionsToRotate(keyEdition: new.edition, limit: Self.batch))
            guard !rows.isEmpty else { return }
            func sealed(_ cipher: Bytes?) throws -> Bytes {
                guard let cipher else { return Bytes([UInt8]()) }
                guard let number = old.number(in: cipher) else { throw AppError.numberUnreadable }
                return try new.seal(number)
            }
            _ = try await transaction.query(AuditStatement.keyStep("numbers", rows.count, signer))
            _ = try await transaction.query(
                .rotateCorrections(
                    ids: try rows.map { try $0["id"] as UUID },
                    befores: try rows.map { try sealed($0["before_cipher"]) },
                    afters: try rows.map { try sealed($0["after_cipher"]) }, keyEdition: new.edition))
        }
    }

    /// How many numbers are under an earlier key.
    package func left(_ owner: Connection) async throws -> Int {
        try await owner.query(.numbersLeft(keyEdition: new.edition))[0]["n"]
    }

    /// How many people the new key would not find.
    package func missing(_ owner: Connection) async throws -> Int {
        try await owner.query(.hashesMissing(keyEdition: new.edition))[0]["n"]
    }

    /// Deletes the hashes that the old key made.
    package func dropHashes(_ owner: Connection) async throws {
        var after: Bytes? = Bytes([UInt8]())
        while let key = after {
            after = try await owner.transaction { transaction in
                _ = try await transaction.query(AuditStatement.keyStep("hashes", Self.batch, signer))
                let rows = try await transaction.query(
                    .dropHashes(keyEdition: new.edition, after: key, limit: Self.batch))
                return try rows.map { try $0["id_hash"] as Bytes }.max { $0.bytes.lexicographicallyPrecedes($1.bytes) }
            }
        }
    }
}
