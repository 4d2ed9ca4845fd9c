import Crypto
package import Foundation
package import Kernel

/// The secret of an installation, from which every key for one purpose is derived (HKDF, RFC 5869).
package struct MasterKey: Sendable, Unshown {
    private let root: SymmetricKey

    /// - Parameter text: 32 bytes in Base64, the setting `identity.key`.
    /// - Throws: `identity.key` when it is not.
    package init(_ text: String) throws(AppError) {
        guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
            throw AppError(
                .invalid, "identity.key",
                Text(
                    zh: "设置 identity.key 应为 Base64 写的 32 字节。",
                    en: "The setting identity.key must be 32 bytes in Base64."),
                hint: Text(
                    zh: "可用 openssl rand -base64 32 生成；换了密钥，已存的身份证号就读不出来。",
                    en: "openssl rand -base64 32 makes one; with another key the numbers on file cannot be read."))
        }
        root = SymmetricKey(data: bytes)
    }

    /// A new random key in Base64.
    package static func new() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
    }

    /// For what nothing was ever kept under.
    static var random: MasterKey { MasterKey(root: SymmetricKey(size: .bits256)) }

    private init(root: SymmetricKey) { self.root = root }

    /// 32 bytes for one purpose; another purpose gives other ones, and none leads back.
    package func derived(for purpose: String) -> Data {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Data(purpose.utf8), outputByteCount: 32)
            .withUnsafeBytes { Data($0) }
    }
}
