import Crypto
import Foundation
import Kernel
import Postgres

/// Seals the secrets of second factors and hides the names that are tried at the door. The keys are derived from the
/// installation's key by HKDF (RFC 5869) and differ from those of ID numbers.
package struct AccessVault: Sendable {
    let ring: KeyRing

    package init(_ ring: KeyRing) { self.ring = ring }

    func seal(_ secret: [UInt8], for purpose: String) throws -> Bytes { try ring.newest.seal(secret, for: purpose) }

    /// Nil for what was sealed with none of the keys for this purpose.
    func open(_ sealed: Bytes, for purpose: String) -> [UInt8]? {
        for key in ring.all { if let secret = key.open(sealed, for: purpose) { return secret } }
        return nil
    }

    /// What attempts are counted under: the names that people mistype may be passwords.
    func hash(name: String) -> Bytes { ring.newest.hash(name: name) }
}

extension KeyRing.Key {
    /// AES-256-GCM, bound to what the secret is for.
    func seal(_ secret: [UInt8], for purpose: String) throws -> Bytes {
        let box = try AES.GCM.seal(Data(secret), using: self[.accessSeal], authenticating: Data(purpose.utf8))
        // `combined` is nil only for nonces of other than 12 bytes, which this one is not.
        return Bytes(box.combined ?? Data())
    }

    /// Nil for what was not sealed with this key for this purpose.
    func open(_ sealed: Bytes, for purpose: String) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: Data(sealed.bytes)),
            let secret = try? AES.GCM.open(box, using: self[.accessSeal], authenticating: Data(purpose.utf8))
        else { return nil }
        return [UInt8](secret)
    }

    func hash(name: String) -> Bytes {
        Bytes(HMAC<SHA256>.authenticationCode(for: Data(name.utf8), using: self[.accessName]))
    }
}
