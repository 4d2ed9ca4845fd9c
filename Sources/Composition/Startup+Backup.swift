import Access
package import Backup
package import Foundation
package import Kernel
import LocalPostgres
import Postgres
import Settings

/// Backups as the owner of the schema, who alone sees every row.
extension Startup {
    /// Where backups lie: as asked, or the setting, or with the private cluster a folder beside it.
    package func backupFolder(_ asked: String?) throws(AppError) -> String {
        if let asked, !asked.isEmpty { return asked }
        if !settings.backup.folder.isEmpty { return settings.backup.folder }
        guard isLocal else {
            throw AppError(
                .invalid, "backup.folder", Text(zh: "没有设置 backup.folder。", en: "The setting backup.folder is empty."),
                hint: Text(zh: "请设置，或用 --folder 指明。", en: "Set it, or name a folder with --folder."))
        }
        return stateFolder + "/backups"
    }

    /// Makes a backup and removes the oldest beyond `backup.keep`.
    package func backup(
        in folder: String? = nil, at now: Date = Date(), _ progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> (folder: String, manifest: BackupManifest) {
        let parent = try backupFolder(folder)
        let shown = SettingsKey.all.filter { !$0.isSecret }.map { ($0.name, $0.get(settings)) }
        let owner = try await owner()
        let key = try await Self.explained { try await newestKey(Connection.connect(owner)) }
        let maker = BackupMaker(
            owner: owner, key: key, recipient: settings.backup.recipient,
            settings: Dictionary(shown) { $1 })
        let made = try await Self.explained { try await maker.make(in: parent, at: now, progress) }
        _ = try BackupFolder.prune(parent, keeping: settings.backup.keep)
        return made
    }

    /// With the key that the backup was made under: of two, either may be.
    private func restorer(_ folder: String, backupKey: BackupKey?) async throws -> BackupRestorer {
        var refusal: AppError?
        for text in try await heldKeys() {
            do {
                return try BackupRestorer(folder, key: MasterKey(text), backupKey: backupKey)
            } catch let error as AppError where error.code == "backup.other_key" {
                refusal = refusal ?? error
            }
        }
        throw refusal ?? identityKey.wrong
    }

    /// Restores into a new database of the private cluster, or into the empty one of the owner's URI.
    package func restore(
        _ folder: String, into name: String?, backupKey: BackupKey?, onlyComparing: Bool,
        _ progress: @escaping @Sendable (Double) -> Void
    ) async throws -> [TableComparison] {
        // A new machine has the key in its settings; with the private cluster its file was copied there first.
        let restorer = try await restorer(folder, backupKey: backupKey)
        let database = name ?? settings.database.name
        var owner: ConnectionSettings
        if isLocal {
            let server = try localServer()
            try await server.start()
            if !onlyComparing { try await server.ensureDatabase(database) }
            owner = server.owner(database: database)
        } else {
            owner = try await self.owner()
            if let name { owner = try owner.inDatabase(name) }
        }
        let target = owner
        return try await Self.explained {
            onlyComparing
                ? try await restorer.compare(with: target, progress)
                : try await restorer.restore(
                    into: target, name: database, work: folder + ".opened-\(ProcessInfo.processInfo.processIdentifier)",
                    progress)
        }
    }
}
