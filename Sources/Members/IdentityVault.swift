import Civil
import Crypto
import Foundation
package import Kernel
import Postgres

/// Guards ID numbers: AES-256-GCM at rest, HMAC-SHA-256 to find them. Both keys come from one by HKDF (RFC 5869).
package struct IdentityVault: Sendable {
    private let sealing: SymmetricKey
    private let finding: SymmetricKey

    /// - Parameter key: 32 bytes in Base64.
    /// - Throws: `identity.key` when it is not.
    package init(key: String) throws(AppError) {
        guard let bytes = Data(base64Encoded: key), bytes.count == 32 else {
            throw AppError(
                .invalid, "identity.key",
                Text(
                    zh: "设置 identity.key 应为 Base64 写的 32 字节。",
                    en: "The setting identity.key must be 32 bytes in Base64."),
                hint: Text(
                    zh: "可用 openssl rand -base64 32 生成；换了密钥，已存的身份证号就读不出来。",
                    en: "openssl rand -base64 32 makes one; with another key the numbers on file cannot be read."))
        }
        let root = SymmetricKey(data: bytes)
        sealing = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: root, info: Data("dangwu id seal 1".utf8), outputByteCount: 32)
        finding = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: root, info: Data("dangwu id find 1".utf8), outputByteCount: 32)
    }

    /// A new random key in Base64.
    package static func newKey() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
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

    /// Tells birth dates apart without naming them.
    func hash(birth: Day) -> Bytes {
        Bytes(HMAC<SHA256>.authenticationCode(for: Data("birth \(birth)".utf8), using: finding))
    }

    func hash(_ number: IDNumber) -> Bytes {
        Bytes(HMAC<SHA256>.authenticationCode(for: Data(number.characters.utf8), using: finding))
    }
}
