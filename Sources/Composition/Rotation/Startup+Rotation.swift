import Access
import Audit
import Foundation
package import Kernel
import Postgres
import Settings

/// What a change of the key came to.
package struct KeyRotationReport: Sendable {
    package let edition: Int
    /// Where the old key is now; nil where it is a setting.
    package let oldFile: String?

    package var summary: Text {
        let place = oldFile.map { Text(zh: "（在 \($0)）", en: " (in \($0))") } ?? .verbatim("")
        return Text(
            zh: "密钥已更换为第 \(edition) 版。旧密钥\(place.chinese)不再使用，只有恢复此前的备份还要用它。",
            en: "The key was changed to edition \(edition). The old one\(place.english) is no longer used, except to "
                + "restore backups made before.")
    }
}

extension Startup {
    /// Changes the key of ID numbers while the program runs; goes on with a change that was cut off. With the private
    /// cluster the new key is made here; otherwise it is in the settings, with the old one as `identity.old_key`.
    /// - Throws: `key.*`.
    package func rotateKey(
        grace: Duration = KeyRotation.grace, _ progress: @Sendable (Double) throws -> Void = { _ in }
    ) async throws -> KeyRotationReport {
        let owner = try await owner().statementTimeout(.zero)
        return try await Self.explained {
            let connection = try await Connection.connect(owner)
            // A database that never had one gets its first value.
            _ = try await keyRing(connection)
            if let report = try await exchangeFiles(connection) { return report }
            let (old, new) = try await keysToChange(connection)
            let audit = try await existingAuditKey()
            let signer = audit.isEmpty ? nil : try AuditKeys(audit).eventSigner
            try await KeyRotation(
                connection, from: old.text, edition: old.edition, to: new, grace: grace, signer: signer
            ).run(progress)
            return try await exchangeFiles(connection) ?? KeyRotationReport(edition: old.edition + 1, oldFile: nil)
        }
    }

    /// The two keys of the change that is under way, or of the one to begin.
    private func keysToChange(_ connection: Connection) async throws -> (old: (text: String, edition: Int), new: String)
    {
        let (editions, unknown) = try await keyEditions(connection)
        let needed = editions.filter { !$0.isRetired }
        guard let first = needed.first, let last = needed.last else { throw identityKey.wrong }
        guard let oldText = first.text else { throw AppError.oldKeyMissing }
        if needed.count > 1 {
            guard let newText = last.text else { throw identityKey.wrong }
            return ((oldText, first.number), newText)
        }
        if let new = unknown.first { return ((oldText, first.number), new) }
        guard isLocal, settings.identity.isEmpty else { throw AppError.nothingToRotate }
        return ((oldText, first.number), try InstallationKey.make(nextKeyFile))
    }

    /// Puts the new key of the private cluster in the place of the old one, which is kept beside it. Both are names of
    /// files that exist all the time, so that a program that ends here leaves a key in its place.
    private func exchangeFiles(_ connection: Connection) async throws -> KeyRotationReport? {
        guard isLocal, settings.identity.isEmpty, let file = identityKey.file,
            FileManager.default.fileExists(atPath: nextKeyFile)
        else { return nil }
        let next = try KeySource.read(nextKeyFile)
        let needed = try await keyEditions(connection).editions.filter { !$0.isRetired }
        guard needed.count == 1, let only = needed.first, only.text == next else { return nil }
        let oldFile = oldKeyFile(only.number - 1)
        // It may have been linked by a run that ended before the next step.
        guard link(file, oldFile) == 0 || errno == EEXIST, rename(nextKeyFile, file) == 0 else {
            throw InstallationKey.unwritable(file)
        }
        return KeyRotationReport(edition: only.number, oldFile: oldFile)
    }
}

extension AppError {
    static var nothingToRotate: AppError {
        AppError(
            .invalid, "key.nothing_new",
            Text(zh: "没有新密钥：设置里只有数据库已有的密钥。", en: "There is no new key: the settings have only the present one."),
            hint: Text(
                zh: "请把新密钥（openssl rand -base64 32）设为 identity.key，现在的设为 identity.old_key，重新启动服务，再运行此命令。",
                en: "Set a new key (openssl rand -base64 32) as identity.key and the present one as identity.old_key, "
                    + "start the service again, and repeat this command."))
    }
}
