package import Access
import Crypto
import Foundation
package import Kernel
import Postgres

/// The keys that sign heads: the present one and earlier ones, which are only needed to check.
package struct AuditKeys: Sendable, Unshown {
    /// One key and the name by which heads refer to it, which gives nothing away.
    struct Key: Sendable, Unshown {
        let id: String
        private let secret: SymmetricKey

        init(secret: Data) {
            self.secret = SymmetricKey(data: secret)
            let digest = SHA256.hash(data: Data("dangwu audit key".utf8) + secret)
            id = String(Bytes(digest).hex.prefix(16))
        }

        /// The key for audit events that is derived from this one (HKDF, RFC 5869).
        var eventSigner: EventSigner {
            let derived = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: secret, info: Data("dangwu audit event 1".utf8), outputByteCount: 32)
            return EventSigner(id: Bytes(Array(id.utf8.prefix(EventSigner.idLength))), key: derived)
        }

        func sign(_ text: String) -> Bytes {
            Bytes(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: secret))
        }

        func holds(_ signature: Bytes, of text: String) -> Bool {
            HMAC<SHA256>.isValidAuthenticationCode(
                Data(signature.bytes), authenticating: Data(text.utf8), using: secret)
        }
    }

    let current: Key
    private let byID: [String: Key]

    /// - Parameter text: keys of 32 bytes in Base64, the present one first, separated by commas or white space.
    /// - Throws: `audit.key` for a key that is not one.
    package init(_ text: String) throws(AppError) {
        var keys: [Key] = []
        for word in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            guard let secret = Data(base64Encoded: String(word)), secret.count == 32 else { throw .auditKeyInvalid }
            keys.append(Key(secret: secret))
        }
        guard let first = keys.first else { throw .auditKeyInvalid }
        current = first
        byID = Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What signs the audit events of this program.
    package var eventSigner: EventSigner { current.eventSigner }

    /// By the name in front of a signature.
    var eventSigners: [Bytes: EventSigner] {
        Dictionary(byID.values.map { ($0.eventSigner.id, $0.eventSigner) }) { first, _ in first }
    }

    subscript(id: String) -> Key? { byID[id] }

    /// A new key as the settings spell it.
    package static func new() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
    }
}
