package import Access
import Crypto
package import Foundation
import Kernel
import LocalPostgres
package import Postgres

/// Writes a backup: PostgreSQL's own dump in parallel, and beside it what the same state of the database contains, so
/// that a restore can be compared with it.
package struct BackupMaker: Sendable {
    private let owner: ConnectionSettings
    private let key: MasterKey
    private let recipient: String
    private let settings: [String: String]

    /// - Parameters:
    ///   - owner: of the schema: the application's role sees no rows without a scope.
    ///   - recipient: a public key in Base64; empty: the files are not encrypted.
    ///   - settings: without secrets.
    package init(owner: ConnectionSettings, key: MasterKey, recipient: String, settings: [String: String]) {
        self.owner = owner.statementTimeout(.zero)
        self.key = key
        self.recipient = recipient
        self.settings = settings
    }

    /// - Parameter parent: where the folder of the backup is made, named after the time.
    /// - Returns: its path.
    /// - Throws: `backup.*`, `local.client`; what was begun is removed.
    package func make(
        in parent: String, at now: Date = Date(), _ progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> (folder: String, manifest: BackupManifest) {
        let folder = parent + "/" + BackupFolder.name(at: now)
        let work = folder + ".part"
        let files = FileManager.default
        do {
            try files.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try? files.removeItem(atPath: work)
            try files.createDirectory(
                atPath: work, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw AppError.backupFile(work)
        }
        do {
            let manifest = try await write(to: work, at: now, progress)
            try manifest.write(work)
            guard rename(work, folder) == 0 else { throw AppError.backupFile(folder) }
            return (folder, manifest)
        } catch {
            try? files.removeItem(atPath: work)
            throw error
        }
    }

    private func write(
        to folder: String, at now: Date, _ progress: @escaping @Sendable (Double) -> Void
    ) async throws -> BackupManifest {
        let connection = try await Connection.connect(owner)
        let client = try ClientPrograms()
        let dump = folder + "/dump"
        let (tables, server, migration) = try await connection.transaction(.snapshot) { transaction in
            _ = try await transaction.query(TableSums.fixed)
            let row = try await transaction.query(
                """
                SELECT pg_export_snapshot() AS snapshot, current_setting('server_version') AS server,
                    (SELECT max(number) FROM schema_migration)::text AS migration
                """)[0]
            let snapshot: String = try row["snapshot"]
            // Two jobs, as many as the smallest machine has cores: the server goes on working meanwhile.
            try await client.run(
                "pg_dump",
                ["--format=directory", "--jobs=2", "--compress=1", "--snapshot=\(snapshot)", "--file=\(dump)"],
                on: owner)
            progress(0.5)
            let tables = try await TableSums.read(transaction) { progress(0.5 + $0 * 0.4) }
            return (tables, try row["server"] as String, try row["migration"] as String)
        }
        let encryption = try seal(dump, in: folder)
        let sums = try BackupFolder.files(of: folder)
        progress(1)
        return try BackupManifest(
            made: now, server: server, migration: migration, tables: tables, files: sums, encryption: encryption,
            settings: settings, key: key)
    }

    /// Puts an encrypted file in the place of each that pg_dump wrote.
    private func seal(_ dump: String, in folder: String) throws -> BackupManifest.Encryption? {
        guard !recipient.isEmpty else { return nil }
        let (fileKey, encryption) = try BackupKey.newFileKey(for: recipient)
        for name in try FileManager.default.contentsOfDirectory(atPath: dump) {
            let plain = URL(fileURLWithPath: dump + "/" + name)
            try FileCipher(fileKey: fileKey, name: name).seal(plain, to: plain.appendingPathExtension("sealed"))
            try FileManager.default.removeItem(at: plain)
        }
        return encryption
    }
}
