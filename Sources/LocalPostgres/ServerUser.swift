import Foundation
import Kernel

/// The operating-system user that the server runs as. The server refuses root, so as root it runs as an unprivileged
/// user.
struct ServerUser: Sendable {
    /// Nil: the current user.
    let name: String?

    static func choose() throws(AppError) -> ServerUser {
        guard getuid() == 0 else { return ServerUser(name: nil) }
        for candidate in ["postgres", "nobody"] where getpwnam(candidate) != nil {
            return ServerUser(name: candidate)
        }
        throw AppError(
            .unavailable, "local.no_user",
            Text(
                zh: "以 root 运行时需要一个普通用户来启动 PostgreSQL，但系统里没有 postgres 或 nobody。",
                en: "PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run it as."),
            hint: Text(
                zh: "请新建用户 postgres，或以普通用户运行 dangwu。", en: "Add a user postgres, or run dangwu as an ordinary user."))
    }

    /// The command line that runs a program as this user.
    func command(_ program: String, _ arguments: [String]) -> [String] {
        guard let name else { return [program] + arguments }
        // That user may not have access to the folder in which this program was started.
        return ["/usr/bin/env", "-C", "/", "/usr/sbin/runuser", "-u", name, "--", program] + arguments
    }

    /// A single word of a shell command, with all characters quoted.
    static func quoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }

    func own(_ folder: String) throws {
        guard let name, let entry = getpwnam(name) else { return }
        guard chown(folder, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0 else {
            throw CocoaError(.fileWriteNoPermission)
        }
    }
}
