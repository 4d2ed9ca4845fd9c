import Crypto
package import Foundation
package import Kernel
package import Postgres
import SQLFiles

/// Signs the scope of a transaction, so that the database believes it: what the settings say counts under a proof alone
/// (function `scope_is_proven`). The database keeps the key where the application's role cannot read it.
package struct ScopeSigner: Sendable, Unshown {
    /// Longer than any transaction may take.
    package static let lifetime: TimeInterval = 3600

    private let key: SymmetricKey
    /// Which key a proof was made with: the first bytes of its SHA-256 in hexadecimal.
    private let id: String

    package init(_ master: MasterKey) {
        let bytes = master.derived(for: "dangwu scope 1")
        key = SymmetricKey(data: bytes)
        id = Bytes(SHA256.hash(data: bytes).prefix(8)).hex
    }

    /// The statement that begins every transaction of a caller.
    func statement(_ caller: Caller, at now: Date = Date()) -> Statement {
        statement(
            caller.scope, gaps: caller.gaps, account: caller.account.description, expires: now + Self.lifetime)
    }

    /// - Parameter gaps: what of the scope is left out, as `Caller.gaps` writes it.
    package func statement(
        _ scope: Scope, gaps: String = "", account: String = "", expires: Date = Date() + lifetime
    ) -> Statement {
        .setScope(
            low: scope.low, high: scope.high, gaps: gaps, account: account,
            proof: proof(scope, gaps: gaps, account: account, expires: expires))
    }

    /// What `scope_is_proven` checks: key, expiry in seconds since 1970 and signature, separated by dots.
    package func proof(
        _ scope: Scope, gaps: String = "", account: String = "", expires: Date = Date() + lifetime
    ) -> String {
        let expiry = String(Int(expires.timeIntervalSince1970))
        let signed = [scope.low, scope.high, gaps, account, expiry].joined(separator: "|")
        let signature = Bytes(HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: key)).hex
        return "\(id).\(expiry).\(signature)"
    }

    /// Makes the database take this key and no other. Needs the owner's connection.
    package func install(_ owner: Connection) async throws { try await Self.install([self], owner) }

    /// Makes the database take these keys and no others: two while the key is changed.
    package static func install(_ signers: [ScopeSigner], _ owner: Connection) async throws {
        try await owner.transaction { transaction in
            for signer in signers { try await signer.add(transaction) }
            _ = try await transaction.query(.deleteOtherScopeKeys(ids: signers.map(\.id)))
        }
    }

    /// Makes the database take this key besides the others.
    package func add(_ transaction: Transaction) async throws {
        // HMAC pads a short key to the block of 64 bytes and mixes it with a constant for each of its two rounds.
        let padded = key.withUnsafeBytes { Array($0) } + [UInt8](repeating: 0, count: 32)
        let (inner, outer) = (Bytes(padded.map { $0 ^ 0x36 }), Bytes(padded.map { $0 ^ 0x5C }))
        _ = try await transaction.query(.insertScopeKey(id: id, innerBlock: inner, outerBlock: outer))
    }
}
