import Composition
import Foundation
import Kernel

/// The session of `dangwu sign-in`: a file of the user's state folder that only the user reads.
struct KeptSession {
    private let path: String

    init(_ startup: Startup) { path = startup.stateFolder + "/session" }

    /// Nil when nobody is signed in.
    /// - Throws: `access.session_file` for a file that others can read.
    func read() throws -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else { throw problem }
        let secret = String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
        return secret.isEmpty ? nil : secret
    }

    /// Written under another name and moved, so that it is whole and never readable by others.
    func write(_ secret: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw problem }
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw problem }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data((secret + "\n").utf8))
            try handle.close()
        } catch { throw problem }
        guard rename(draft, path) == 0 else { throw problem }
    }

    func remove() throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw problem }
    }

    private var problem: AppError {
        AppError(
            .unavailable, "access.session_file",
            Text(zh: "不能使用登录文件 \(path)。", en: "The session file \(path) cannot be used."),
            hint: Text(
                zh: "它应归您所有，权限 0600；必要时删除后重新登录。",
                en: "It should belong to you with mode 0600; remove it if need be, and sign in again."))
    }
}
