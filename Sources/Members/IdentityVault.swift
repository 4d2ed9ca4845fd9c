package import Access
import Civil
import Crypto
import Foundation
import Kernel
package import Postgres

/// Guards ID numbers: AES-256-GCM at rest, HMAC-SHA-256 to find them. Both keys come from one by HKDF (RFC 5869).
package struct IdentityVault: Sendable {
    private let sealing: SymmetricKey
    private let finding: SymmetricKey

    package init(_ master: MasterKey) {
        sealing = SymmetricKey(data: master.derived(for: "dangwu id seal 1"))
        finding = SymmetricKey(data: master.derived(for: "dangwu id find 1"))
    }

    func seal(_ number: IDNumber) throws -> Bytes {
        let box = try AES.GCM.seal(Data(number.characters.utf8), using: sealing)
        // `combined` is nil only for nonces of other than 12 bytes, which this one is not.
        return Bytes(box.combined ?? Data())
    }

    func open(_ cipher: Bytes) throws -> IDNumber {
        do {
            let box = try AES.GCM.SealedBox(combined: Data(cipher.bytes))
            return try IDNumber(String(decoding: try AES.GCM.open(box, using: sealing), as: UTF8.self))
        } catch {
            throw AppError(
                .internal, "identity.unreadable",
                Text(
                    zh: "身份证号解不开：密钥与数据不符。",
                    en: "An ID number cannot be read: the key is not the one it was kept with."),
                hint: Text(zh: "请恢复原来的 identity.key。", en: "Restore the identity.key of then."))
        }
    }

    /// Whether a number was kept with this key.
    package func opens(_ cipher: Bytes) -> Bool { (try? open(cipher)) != nil }

    /// Tells birth dates apart without naming them.
    func hash(birth: Day) -> Bytes {
        Bytes(HMAC<SHA256>.authenticationCode(for: Data("birth \(birth)".utf8), using: finding))
    }

    func hash(_ number: IDNumber) -> Bytes {
        Bytes(HMAC<SHA256>.authenticationCode(for: Data(number.characters.utf8), using: finding))
    }
}
