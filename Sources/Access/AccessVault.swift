import Crypto
import Foundation
import Kernel
import Postgres

/// Seals the secrets of second factors and hides the names that are tried at the door. The keys are derived from the
/// installation's key by HKDF (RFC 5869), apart from those of ID numbers.
package struct AccessVault: Sendable {
    private let sealing: SymmetricKey
    private let naming: SymmetricKey

    /// - Parameter key: 32 bytes in Base64, as everything that needs the key has checked before.
    package init(key: String) {
        let root = SymmetricKey(data: Data(base64Encoded: key) ?? Data())
        sealing = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: root, info: Data("dangwu access seal 1".utf8), outputByteCount: 32)
        naming = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: root, info: Data("dangwu access name 1".utf8), outputByteCount: 32)
    }

    /// AES-256-GCM, bound to what the secret is for.
    func seal(_ secret: [UInt8], for purpose: String) throws -> Bytes {
        let box = try AES.GCM.seal(Data(secret), using: sealing, authenticating: Data(purpose.utf8))
        // `combined` is nil only for nonces of other than 12 bytes, which this one is not.
        return Bytes(box.combined ?? Data())
    }

    /// Nil for what was not sealed with this key for this purpose.
    func open(_ sealed: Bytes, for purpose: String) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: Data(sealed.bytes)),
            let secret = try? AES.GCM.open(box, using: sealing, authenticating: Data(purpose.utf8))
        else { return nil }
        return [UInt8](secret)
    }

    /// What attempts are counted under: the names that people mistype may be passwords.
    func hash(name: String) -> Bytes {
        Bytes(HMAC<SHA256>.authenticationCode(for: Data(name.utf8), using: naming))
    }
}
