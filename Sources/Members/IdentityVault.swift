package import Access
import Civil
import Crypto
import Foundation
import Kernel
package import Postgres

/// Guards ID numbers: AES-256-GCM at rest, HMAC-SHA-256 to find them, under the keys that the program holds.
package struct IdentityVault: Sendable {
    let ring: KeyRing

    package init(_ ring: KeyRing) { self.ring = ring }

    /// A number in clear, for a reading that was recorded.
    func open(_ cipher: Bytes, for receipt: Reading.Receipt) throws -> IDNumber {
        withExtendedLifetime(receipt) {}
        for key in ring.all { if let number = key.number(in: cipher) { return number } }
        // Another program may have just begun a rotation.
        throw AppError.numberUnreadable
    }

    /// A number for a comparison within the program: nothing of it leaves. Nil under a key that is not here.
    func opened(_ cipher: Bytes) -> IDNumber? {
        for key in ring.all { if let number = key.number(in: cipher) { return number } }
        return nil
    }

    /// Whether a number was kept with one of the keys.
    package func opens(_ cipher: Bytes) -> Bool { ring.all.contains { $0.number(in: cipher) != nil } }

    /// Tells birth dates apart without naming them.
    func hash(birth: Day) -> Bytes { ring.finding.hash("birth \(birth)") }

    func hash(_ number: IDNumber) -> Bytes { ring.finding.hash(number) }
}

extension KeyRing.Key {
    func seal(_ number: IDNumber) throws -> Bytes {
        let box = try AES.GCM.seal(Data(number.characters.utf8), using: self[.numberSeal])
        // `combined` is nil only for nonces of other than 12 bytes, which this one is not.
        return Bytes(box.combined ?? Data())
    }

    /// Nil for what was sealed with another key.
    func number(in cipher: Bytes) -> IDNumber? {
        guard let box = try? AES.GCM.SealedBox(combined: Data(cipher.bytes)),
            let text = try? AES.GCM.open(box, using: self[.numberSeal])
        else { return nil }
        return IDNumber(kept: String(decoding: text, as: UTF8.self))
    }

    func hash(_ number: IDNumber) -> Bytes { hash(number.characters) }

    func hash(_ text: String) -> Bytes {
        Bytes(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: self[.numberFind]))
    }
}

extension AppError {
    static var numberUnreadable: AppError {
        AppError(
            .internal, "identity.unreadable",
            Text(
                zh: "身份证号解不开：密钥与数据不符。",
                en: "An ID number cannot be read: the key is not the one it was kept with."),
            hint: Text(
                zh: "密钥正在更换时，请用新旧两个密钥重新启动；否则请恢复原来的 identity.key。",
                en: "While the key is changed, start again with the new and the old one; otherwise restore the "
                    + "identity.key of then."))
    }
}
