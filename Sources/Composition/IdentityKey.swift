package import Access
import Foundation
import Kernel
import Members
package import Postgres
import SQLFiles
package import Settings

/// The key of ID numbers: found where the settings say, or in a file of the state folder that is made once, and
/// compared with what the database was written with before anything is read or written.
package struct IdentityKey: Sendable {
    package static let check = KeyCheck("identity")

    let source: KeySource
    /// The file of the private cluster; nil with a database of one's own.
    let file: String?

    package init(source: KeySource, file: String?) {
        self.source = source
        self.file = file
    }

    /// - Parameter connection: of the owner, or of the application's role.
    /// - Throws: `identity.*`, `key.*`.
    package func verified(_ connection: Connection) async throws -> String {
        let isKnown = try await Self.check.isKnown(connection)
        let sample = isKnown ? nil : try await sealedNumber(connection)
        let key = try await find(isNeeded: isKnown || sample != nil)
        let vault = try IdentityVault(key: key)
        switch try await Self.check.standing(of: key, connection) {
        case .agrees: return key
        case .differs: throw Self.wrong
        case .unknown: break
        }
        // A database of an earlier version: one of its numbers says whether the key is right.
        if let sample, !vault.opens(sample) { throw Self.wrong }
        try await Self.check.keep(key, connection)
        guard try await Self.check.standing(of: key, connection) == .agrees else { throw Self.wrong }
        return key
    }

    /// The key as it is, without a look at the database.
    /// - Parameter isNeeded: whether the database has data under some key, so that none may be made.
    func find(isNeeded: Bool) async throws -> String {
        if let key = try await source.resolve("identity") { return key }
        guard let file else {
            throw AppError(
                .invalid, "identity.key", Text(zh: "没有设置 identity.key。", en: "The setting identity.key is empty."),
                hint: Text(
                    zh: "请用 openssl rand -base64 32 生成并妥善保存；也可用 identity.key_file 或 identity.key_command。",
                    en: "Make one with openssl rand -base64 32 and keep it safe; identity.key_file and "
                        + "identity.key_command take it from elsewhere."))
        }
        if FileManager.default.fileExists(atPath: file) { return try KeySource.read(file) }
        guard !isNeeded else {
            throw AppError(
                .unavailable, "identity.key_missing",
                Text(
                    zh: "密钥文件 \(file) 不见了，而数据库里有用它加密的数据。没有另建新密钥。",
                    en: "The key file \(file) is missing, and the database was written with it. No new key was made."),
                hint: Text(
                    zh: "请从另外保存的副本恢复该文件；没有它，已存的身份证号读不出来。",
                    en: "Restore the file from the copy that was kept elsewhere; without it the ID numbers on file "
                        + "cannot be read."))
        }
        return try make(file)
    }

    /// Made under another name and linked, so that of two programs that start at once both read one key.
    private func make(_ path: String) throws(AppError) -> String {
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier)"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        let bytes = Array(IdentityVault.newKey().utf8)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        defer { unlink(draft) }
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, link(draft, path) == 0 || errno == EEXIST else { throw Self.unwritable(path) }
        return try KeySource.read(path)
    }

    private func sealedNumber(_ connection: Connection) async throws -> Bytes? {
        let everything = Caller.localOperator()
        return try await connection.transaction(
            .read,
            prelude: [
                .setScope(
                    low: everything.scope.low, high: everything.scope.high, account: everything.account.description)
            ]
        ) { transaction in
            try await transaction.query(.sealedNumber).first.map { try $0["id_cipher"] }
        }
    }

    private static func unwritable(_ path: String) -> AppError {
        AppError(.unavailable, "identity.file", Text(zh: "不能写 \(path)。", en: "\(path) cannot be written."))
    }

    private static var wrong: AppError {
        AppError(
            .conflict, "identity.key_wrong",
            Text(
                zh: "身份证号的密钥与数据库不符：数据库是用另一个密钥写的。",
                en: "The key of ID numbers is not the one that the database was written with."),
            hint: Text(
                zh: "请恢复原来的密钥；不要改数据库里的校验值。",
                en: "Restore the key of that database; do not change the check value in it."))
    }
}
