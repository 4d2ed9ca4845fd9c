package import Access
import Crypto
import Foundation
import Kernel
package import Postgres
package import Settings

/// A secret key of the installation: found where the settings say, or in a file of the state folder that is made once,
/// and compared with the check value in the database before anything is read or written under it.
package struct InstallationKey: Sendable {
    /// What a database of an earlier version, without a check value, holds under the key: whether a key opens it. Nil
    /// when there is nothing.
    package typealias Evidence = @Sendable (Connection) async throws -> (@Sendable (String) -> Bool)?

    /// As in the settings: `identity`.
    package let name: String
    let source: KeySource
    /// The file of the private cluster; nil with a database of one's own.
    let file: String?
    private let evidence: Evidence

    package init(
        _ name: String, source: KeySource, file: String?, evidence: @escaping Evidence = { _ in nil }
    ) {
        self.name = name
        self.source = source
        self.file = file
        self.evidence = evidence
    }

    package var check: KeyCheck { KeyCheck(name) }

    /// - Parameter connection: of the owner, or of the application's role.
    /// - Throws: `key.*`.
    package func verified(_ connection: Connection) async throws -> String {
        let isKnown = try await check.isKnown(connection)
        let opens = isKnown ? nil : try await evidence(connection)
        let key = try await find(isNeeded: isKnown || opens != nil)
        switch try await check.standing(of: key, connection) {
        case .agrees: return key
        case .differs: throw wrong
        case .unknown: break
        }
        if let opens, !opens(key) { throw wrong }
        try await check.keep(key, connection)
        // Another program may have been first.
        guard try await check.standing(of: key, connection) == .agrees else { throw wrong }
        return key
    }

    /// The key as it is, without a look at the database.
    /// - Parameter isNeeded: whether the database has data under some key, so that none may be made.
    func find(isNeeded: Bool) async throws -> String {
        if let key = try await source.resolve(name + ".key") { return key }
        guard let file else {
            throw AppError(
                .invalid, "key.unset", Text(zh: "没有设置 \(name).key。", en: "The setting \(name).key is empty."),
                hint: Text(
                    zh: "请用 openssl rand -base64 32 生成并妥善保存；也可用 \(name).key_file 或 \(name).key_command。",
                    en: "Make one with openssl rand -base64 32 and keep it safe; \(name).key_file and "
                        + "\(name).key_command take it from elsewhere."))
        }
        if FileManager.default.fileExists(atPath: file) { return try KeySource.read(file) }
        guard !isNeeded else {
            throw AppError(
                .unavailable, "key.missing",
                Text(
                    zh: "密钥文件 \(file) 不见了，而数据库里有用它加密的数据。没有另建新密钥。",
                    en: "The key file \(file) is missing, and the database was written with it. No new key was made."),
                hint: Text(
                    zh: "请从另外保存的副本恢复该文件；没有它，已存的数据读不出来。",
                    en: "Restore the file from the copy that was kept elsewhere; without it what is on file cannot be "
                        + "read."))
        }
        return try Self.make(file)
    }

    /// Made under another name and linked, so that of two programs that start at once both read one key.
    static func make(_ path: String) throws(AppError) -> String {
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier)"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        let text = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
        let bytes = Array(text.utf8)
        guard descriptor >= 0 else { throw unwritable(path) }
        defer { unlink(draft) }
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, link(draft, path) == 0 || errno == EEXIST else { throw unwritable(path) }
        return try KeySource.read(path)
    }

    static func unwritable(_ path: String) -> AppError {
        AppError(
            .unavailable, "key.unwritable",
            Text(zh: "不能写密钥文件 \(path)。", en: "The key file \(path) cannot be written."),
            hint: Text(zh: "请检查状态文件夹的权限和磁盘空间。", en: "Check the permissions of the state folder and its disk."))
    }

    var wrong: AppError {
        AppError(
            .conflict, "key.wrong",
            Text(
                zh: "密钥 \(name).key 与数据库不符：数据库是用另一个密钥写的。",
                en: "The key \(name).key is not the one that the database was written with."),
            hint: Text(
                zh: "请恢复原来的密钥；不要改数据库里的校验值。",
                en: "Restore the key of that database; do not change the check value in it."))
    }
}
