import Foundation
package import Kernel

/// The operating-system user that the server runs as. The server refuses root, so as root it runs as an unprivileged
/// user.
package struct ServerUser: Sendable {
    /// Nil: the current user.
    package let name: String?

    package static func choose() throws(AppError) -> ServerUser {
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
    package func command(_ program: String, _ arguments: [String]) -> [String] {
        guard let name else { return [program] + arguments }
        // That user may not have access to the folder in which this program was started.
        return ["/usr/bin/env", "-C", "/", "/usr/sbin/runuser", "-u", name, "--", program] + arguments
    }

    /// A single word of a shell command, with all characters quoted.
    package static func quoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }

    /// Its numbers; nil for the current user.
    var ids: (user: uid_t, group: gid_t)? {
        guard let name, let entry = getpwnam(name) else { return nil }
        return (entry.pointee.pw_uid, entry.pointee.pw_gid)
    }

    /// The name of this program's user as the server sees it.
    static var current: String {
        guard let entry = getpwuid(getuid()) else { return String(getuid()) }
        return String(cString: entry.pointee.pw_name)
    }
}
