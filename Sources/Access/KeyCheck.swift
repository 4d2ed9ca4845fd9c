import Crypto
import Foundation
package import Postgres
import SQLFiles

/// Compares a key outside the database with the check value that the database holds of it.
package struct KeyCheck: Sendable {
    package enum Standing: Sendable, Equatable {
        /// The database was written with this key.
        case agrees
        case differs
        /// The database has no check value of it yet.
        case unknown
    }

    /// The name of the key in the settings, such as `identity`.
    package let name: String

    package init(_ name: String) { self.name = name }

    /// HMAC-SHA-256 of a fixed text under a key of its own (HKDF, RFC 5869): nothing can be computed from it.
    package func value(of key: String) -> Bytes {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(key.utf8)), info: Data("dangwu key check 1".utf8),
            outputByteCount: 32)
        return Bytes(HMAC<SHA256>.authenticationCode(for: Data(name.utf8), using: derived))
    }

    /// Whether the database holds a check value at all.
    package func isKnown(_ connection: Connection) async throws -> Bool {
        try await connection.query(.keyCheckValue(name: name)).first != nil
    }

    package func standing(of key: String, _ connection: Connection) async throws -> Standing {
        guard let row = try await connection.query(.keyCheckValue(name: name)).first else { return .unknown }
        let kept: Bytes = try row["value"]
        return kept.bytes == value(of: key).bytes ? .agrees : .differs
    }

    /// Writes the first check value. Another program may have been first: its value holds.
    package func keep(_ key: String, _ connection: Connection) async throws {
        _ = try await connection.query(.insertKeyCheck(name: name, edition: 1, value: value(of: key)))
    }
}
