package import Access
import Crypto
package import Foundation
import Kernel

/// What a backup contains and how to check it: the last file that is written, so that a folder without it was cut off.
package struct BackupManifest: Codable, Sendable {
    /// A file of the backup as it lies in the folder.
    package struct File: Codable, Sendable, Equatable {
        package let name: String
        package let bytes: Int
        /// SHA-256 in hexadecimal.
        package let sha256: String
    }

    /// How the files were encrypted: with a random key that only the recipient can open (HPKE, RFC 9180).
    package struct Encryption: Codable, Sendable, Equatable {
        /// The public key of the recipient in Base64.
        package let recipient: String
        package let encapsulatedKey: Data
        package let sealedKey: Data
    }

    package static let name = "manifest.json"
    static let currentFormat = 1

    package let format: Int
    package let made: Date
    /// The version of the server that wrote it.
    package let server: String
    /// The last migration that the database had.
    package let migration: String
    package let tables: [TableSum]
    package let files: [File]
    package let encryption: Encryption?
    /// The settings of then, without secrets.
    package let settings: [String: String]
    /// Recognises the `identity.key` of then without telling it.
    package let identityCheck: Data
    /// HMAC-SHA-256 over all the rest under a key derived from `identity.key`: nobody else can write a manifest.
    package private(set) var signature: Data

    init(
        made: Date, server: String, migration: String, tables: [TableSum], files: [File], encryption: Encryption?,
        settings: [String: String], key: MasterKey
    ) throws {
        format = Self.currentFormat
        self.made = made
        self.server = server
        self.migration = migration
        self.tables = tables
        self.files = files
        self.encryption = encryption
        self.settings = settings
        identityCheck = Self.check(of: key)
        signature = Data()
        signature = try signature(under: key)
    }

    /// - Throws: `backup.incomplete` when there is none, `backup.damaged` when it cannot be read or was changed,
    ///   `backup.other_key` when it was written under another key.
    package static func read(_ folder: String, key: MasterKey) throws -> BackupManifest {
        guard let data = FileManager.default.contents(atPath: folder + "/" + name) else {
            throw AppError.backupIncomplete(folder)
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let manifest = try? decoder.decode(BackupManifest.self, from: data), manifest.format == currentFormat
        else { throw AppError.backupDamaged(name) }
        guard manifest.identityCheck == check(of: key) else { throw AppError.backupOtherKey }
        guard try manifest.signature == manifest.signature(under: key) else { throw AppError.backupDamaged(name) }
        return manifest
    }

    func write(_ folder: String) throws {
        let path = folder + "/" + Self.name
        do {
            try encoded().write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw AppError.backupFile(path)
        }
    }

    private func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(self)
    }

    private func signature(under key: MasterKey) throws -> Data {
        var unsigned = self
        unsigned.signature = Data()
        let secret = SymmetricKey(data: key.derived(for: "dangwu backup manifest 1"))
        return try Data(HMAC<SHA256>.authenticationCode(for: unsigned.encoded(), using: secret))
    }

    private static func check(of key: MasterKey) -> Data { key.derived(for: "dangwu backup check 1") }
}

/// The rows of one table: their number and a sum over their contents that does not depend on their order.
package struct TableSum: Codable, Sendable, Equatable {
    package let table: String
    package let rows: Int
    package let sum: String
}
