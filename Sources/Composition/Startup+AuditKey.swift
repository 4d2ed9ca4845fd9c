import Access
import Audit
import Foundation
package import Kernel
import Settings

/// The key that signs the heads of the audit log: from where the settings say, or with the private cluster a file
/// beside the ID key.
extension Startup {
    /// Several keys stand one a line in a file, and behind commas in a setting.
    private static let separator = ","

    /// The file that the key is read from; nil where it is a setting, the output of a command, or none.
    private var auditKeyPath: String? {
        let source = settings.audit.source
        if !source.keyFile.isEmpty { return source.keyFile }
        return isLocal && source.isEmpty ? stateFolder + "/audit.key" : nil
    }

    /// The key that is there; empty for none. None is made.
    /// - Throws: `key.*`.
    func existingAuditKey() async throws(AppError) -> String {
        if let key = try await settings.audit.source.resolve("audit.key", separator: Self.separator) { return key }
        guard let path = auditKeyPath, FileManager.default.fileExists(atPath: path) else { return "" }
        return try KeySource.read(path, separator: Self.separator)
    }

    /// Empty where there is none: then nothing is sealed.
    /// - Throws: `key.*`, `audit.file`.
    func auditKey() async throws(AppError) -> String {
        let key = try await existingAuditKey()
        guard key.isEmpty, let path = auditKeyPath else { return key }
        // Made under another name and linked, so that of two programs that start at once both read one key. When the
        // file was lost, the last head names a key that is unknown, and sealing refuses.
        let draft = try writeDraft(AuditKeys.new(), beside: path)
        guard link(draft, path) == 0 || errno == EEXIST else { throw Self.unwritable(path) }
        unlink(draft)
        return try KeySource.read(path, separator: Self.separator)
    }

    /// Puts a new key before the present one, which stays for checking and signs one head together with the new one.
    /// - Throws: `audit.key_elsewhere` where the key is not in a file.
    package func rotateAuditKey() async throws(AppError) {
        let present = try await auditKey()
        guard let path = auditKeyPath else {
            throw AppError(
                .conflict, "audit.key_elsewhere",
                Text(zh: "密钥在设置里，不在文件里。", en: "The key is in the settings and not in a file."),
                hint: Text(
                    zh: "请把新密钥写在 audit.key 的最前面，旧密钥留在后面，用逗号分开，重启各个服务，再运行 dangwu audit seal。"
                        + "用 audit.key_file 时不必重启。",
                    en:
                        "Put the new key first in audit.key, keep the old one after a comma, start every service "
                        + "again, and run dangwu audit seal. With audit.key_file none has to be started again."
                ))
        }
        let draft = try writeDraft(
            ([AuditKeys.new()] + present.split(separator: ",").map(String.init)).joined(separator: "\n"),
            beside: path)
        guard rename(draft, path) == 0 else { throw Self.unwritable(path) }
    }

    private func writeDraft(_ text: String, beside path: String) throws(AppError) -> String {
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier)"
        guard
            FileManager.default.createFile(
                atPath: draft, contents: Data((text + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw Self.unwritable(draft) }
        return draft
    }

    private static func unwritable(_ path: String) -> AppError {
        .unavailable("audit.file", Text(zh: "不能写 \(path)。", en: "\(path) cannot be written."))
    }
}
