package import Access
import Foundation
import Kernel
import LocalPostgres
package import Postgres

/// Restores a backup into an empty database and compares what is there afterwards with what was there then.
package struct BackupRestorer: Sendable {
    private let folder: String
    private let manifest: BackupManifest
    private let backupKey: BackupKey?

    /// Checks the backup as a whole before anything is touched.
    /// - Throws: `backup.*`.
    package init(_ folder: String, key: MasterKey, backupKey: BackupKey?) throws {
        self.folder = folder
        manifest = try BackupManifest.read(folder, key: key)
        try BackupFolder.check(folder, manifest)
        if manifest.encryption != nil, backupKey == nil { throw AppError.backupKey }
        self.backupKey = backupKey
    }

    /// - Parameters:
    ///   - owner: of the empty database.
    ///   - work: an own folder for the opened files; needed for an encrypted backup, and removed afterwards.
    /// - Throws: `restore.not_empty`, `local.client`; `restore.differs` when the restored rows are not those of then.
    package func restore(
        into owner: ConnectionSettings, name: String, work: String,
        _ progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> [TableComparison] {
        let owner = owner.statementTimeout(.zero)
        let connection = try await Connection.connect(owner)
        let isEmpty =
            try await connection.query(
                """
                SELECT NOT EXISTS (SELECT FROM pg_class c
                    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r') AS empty
                """)[0]["empty"] as Bool
        guard isEmpty else { throw AppError.restoreTarget(name) }
        try await Self.makeRole(connection)
        progress(0.1)
        // Also what was opened in part: it has ID numbers in clear.
        defer { if isEncrypted { try? FileManager.default.removeItem(atPath: work) } }
        let dump = try opened(in: work)
        try await ClientPrograms().run(
            "pg_restore",
            ["--dbname=", "--jobs=2", "--no-owner", "--exit-on-error", dump], on: owner)
        progress(0.7)
        let compared = try await compare(with: owner) { progress(0.7 + 0.3 * $0) }
        let different = compared.filter { !$0.isEqual }.map(\.table)
        guard different.isEmpty else { throw AppError.restoreDiffers(different) }
        return compared
    }

    /// Every table of then and now.
    package func compare(with owner: ConnectionSettings, _ progress: (Double) -> Void = { _ in }) async throws
        -> [TableComparison]
    {
        let connection = try await Connection.connect(owner.statementTimeout(.zero))
        let now = try await connection.transaction(.snapshot) { try await TableSums.read($0, progress) }
        return TableComparison.compare(manifest.tables, now)
    }

    /// The dump names the application's role; a new server has none yet.
    private static func makeRole(_ connection: Connection) async throws {
        try await connection.script(
            """
            DO $$ BEGIN
                CREATE ROLE dangwu_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$
            """)
    }

    private var isEncrypted: Bool { manifest.encryption != nil }

    /// The folder of the dump in clear.
    private func opened(in work: String) throws -> String {
        let dump = folder + "/dump"
        guard let encryption = manifest.encryption, let backupKey else { return dump }
        let fileKey = try backupKey.fileKey(encryption)
        do {
            try FileManager.default.createDirectory(
                atPath: work, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw AppError.backupFile(work)
        }
        for sealed in try FileManager.default.contentsOfDirectory(atPath: dump) {
            let name = (sealed as NSString).deletingPathExtension
            try FileCipher(fileKey: fileKey, name: name).open(
                URL(fileURLWithPath: dump + "/" + sealed), to: URL(fileURLWithPath: work + "/" + name))
        }
        return work
    }
}
