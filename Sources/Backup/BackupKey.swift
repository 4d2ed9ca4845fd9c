import Crypto
import Foundation
package import Kernel

/// The pair of keys of a backup: who makes it knows the public one alone and cannot open it again.
package struct BackupKey: Sendable, Unshown {
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    private static let purpose = Data("dangwu backup 1".utf8)

    private let key: Curve25519.KeyAgreement.PrivateKey

    package init() { key = Curve25519.KeyAgreement.PrivateKey() }

    /// - Parameter text: the private key in Base64.
    /// - Throws: `backup.key`.
    package init(_ text: String) throws(AppError) {
        guard let data = Data(base64Encoded: text.filter { !$0.isWhitespace }),
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: data)
        else { throw .backupKey }
        self.key = key
    }

    /// Both in Base64, 32 bytes each.
    package var privateText: String { key.rawRepresentation.base64EncodedString() }
    package var recipient: String { key.publicKey.rawRepresentation.base64EncodedString() }

    /// A new random key of the files, and what the manifest says of it.
    /// - Throws: `backup.recipient` for a setting that is no public key.
    static func newFileKey(for recipient: String) throws -> (SymmetricKey, BackupManifest.Encryption) {
        guard let data = Data(base64Encoded: recipient),
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: data)
        else { throw AppError.backupRecipient }
        let fileKey = SymmetricKey(size: .bits256)
        var sender = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: purpose)
        let sealed = try sender.seal(fileKey.withUnsafeBytes { Data($0) })
        return (
            fileKey,
            BackupManifest.Encryption(
                recipient: recipient, encapsulatedKey: sender.encapsulatedKey, sealedKey: sealed)
        )
    }

    /// - Throws: `backup.key` when the backup was made for somebody else.
    func fileKey(_ encryption: BackupManifest.Encryption) throws -> SymmetricKey {
        guard
            var receiver = try? HPKE.Recipient(
                privateKey: key, ciphersuite: Self.suite, info: Self.purpose,
                encapsulatedKey: encryption.encapsulatedKey),
            let plain = try? receiver.open(encryption.sealedKey)
        else { throw AppError.backupKey }
        return SymmetricKey(data: plain)
    }
}
