import Access
import Audit
import Foundation
package import Kernel
import Settings

/// The key that signs the heads of the audit log: the setting, or with the private cluster a file beside the ID key.
extension Startup {
    private var auditKeyPath: String { stateFolder + "/audit.key" }

    /// The key that is there; empty for none. None is made.
    func existingAuditKey() -> String {
        if !settings.audit.key.isEmpty || !isLocal { return settings.audit.key }
        let data = FileManager.default.contents(atPath: auditKeyPath) ?? Data()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Empty where there is none: then nothing is sealed.
    func auditKey() throws(AppError) -> String {
        if !settings.audit.key.isEmpty || !isLocal { return settings.audit.key }
        if let data = FileManager.default.contents(atPath: auditKeyPath) {
            return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        // Made under another name and linked, so that of two programs that start at once both read one key. When the
        // file was lost, the last head names a key that is unknown, and sealing refuses.
        let draft = try writeDraft(AuditKeys.new())
        guard link(draft, auditKeyPath) == 0 || errno == EEXIST else { throw Self.unwritable(auditKeyPath) }
        unlink(draft)
        guard let data = FileManager.default.contents(atPath: auditKeyPath) else { throw Self.unwritable(auditKeyPath) }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Puts a new key before the present one, which stays for checking and signs one head together with the new one.
    /// - Throws: `audit.key_elsewhere` where the key is a setting.
    package func rotateAuditKey() throws(AppError) {
        guard isLocal, settings.audit.key.isEmpty else {
            throw AppError(
                .conflict, "audit.key_elsewhere",
                Text(zh: "密钥在设置 audit.key 里，不在文件里。", en: "The key is in the setting audit.key and not in a file."),
                hint: Text(
                    zh: "请把新密钥写在 audit.key 的最前面，旧密钥留在后面，用逗号分开，再运行 dangwu audit seal。",
                    en: "Put the new key first in audit.key, keep the old one after a comma, and run dangwu audit seal."
                ))
        }
        let draft = try writeDraft(AuditKeys.new() + "\n" + auditKey())
        guard rename(draft, auditKeyPath) == 0 else { throw Self.unwritable(auditKeyPath) }
    }

    private func writeDraft(_ text: String) throws(AppError) -> String {
        let draft = auditKeyPath + ".\(ProcessInfo.processInfo.processIdentifier)"
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
