import Foundation
package import Kernel

/// Finds the installed server programs; none are shipped.
package struct ServerBinaries: Sendable {
    package let folder: String

    package func path(_ program: String) -> String { folder + "/" + program }

    /// Searches `PGBIN`, the Debian and Red Hat folders, newest version first, and `PATH`.
    /// - Throws: `local.binaries_missing` with the packages to install.
    package static func find(environment: [String: String] = ProcessInfo.processInfo.environment) throws(AppError)
        -> ServerBinaries
    {
        var candidates = [environment["PGBIN"] ?? ""].filter { !$0.isEmpty }
        if candidates.isEmpty {
            // For example /usr/lib/postgresql/17/bin, /usr/pgsql-17/bin and /opt/homebrew/opt/postgresql@17/bin.
            for (root, prefix) in [
                ("/usr/lib/postgresql", ""), ("/usr", "pgsql-"), ("/opt/homebrew/opt", "postgresql@"),
            ] {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
                let versions = names.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
                candidates += versions.sorted(by: >).map { "\(root)/\(prefix)\($0)/bin" }
            }
            candidates += (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        }
        let needed = ["initdb", "pg_ctl", "postgres"]
        for folder in candidates
        where needed.allSatisfy({ FileManager.default.isExecutableFile(atPath: folder + "/" + $0) }) {
            return ServerBinaries(folder: folder)
        }
        throw AppError(
            .unavailable, "local.binaries_missing",
            Text(
                zh: "没有找到 PostgreSQL 服务器程序（initdb、pg_ctl、postgres）。",
                en: "The PostgreSQL server programs (initdb, pg_ctl, postgres) were not found."),
            hint: Text(
                zh: "Debian/Ubuntu：apt-get install postgresql；已装在别处时用 PGBIN 指明文件夹；或用 DATABASE_URL 连接已有的数据库。",
                en:
                    "On Debian or Ubuntu: apt-get install postgresql. If they are installed elsewhere, set PGBIN "
                    + "to the folder; or set DATABASE_URL to use a running server."),
            facts: [.init("searched", candidates.prefix(6).joined(separator: " "))])
    }
}
