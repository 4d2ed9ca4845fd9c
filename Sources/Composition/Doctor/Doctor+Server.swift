import Foundation
import Kernel
import Postgres
import SQLFiles
import Settings

/// Checks of the database server as this program's connection finds it.
extension Doctor {
    func server(_ connection: Connection) async -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        do {
            let before = machine.now()
            guard let facts = try await connection.query(.serverFacts).first else { return findings }
            let after = machine.now()
            findings += [
                try version(facts), try encoding(facts), try collation(facts), await durability(connection),
                try encryption(facts), try connections(facts), try clock(facts, before, after),
            ]
        } catch {
            findings.append(await attempt(.version) { throw error })
        }
        return findings
    }

    private func version(_ facts: Row) throws -> DoctorFinding {
        let version: Int = try facts["version"]
        let finding = Text.verbatim("PostgreSQL \(version / 10_000).\(version % 10_000)")
        guard version >= ServerRequirements.oldestVersion else {
            return .problem(.version, finding, Text(zh: "请升级到 15 或更新。", en: "Upgrade to 15 or newer."))
        }
        return .ok(.version, finding)
    }

    private func encoding(_ facts: Row) throws -> DoctorFinding {
        let encoding: String = try facts["encoding"]
        guard encoding == "UTF8" else {
            return .problem(
                .encoding, .verbatim(encoding),
                Text(zh: "请另建 UTF8 的数据库并从备份恢复。", en: "Create a database in UTF8 and restore a backup into it."))
        }
        return .ok(.encoding, .verbatim(encoding))
    }

    /// The library that a collation comes from was upgraded: indexes in its order may be wrong.
    private func collation(_ facts: Row) throws -> DoctorFinding {
        let collation: String = try facts["collation"]
        let (kept, actual): (String?, String?) = (try facts["collation_version"], try facts["actual_version"])
        guard kept == actual || kept == nil else {
            return .problem(
                .collation,
                Text(
                    zh: "\(collation) 的版本由 \(kept ?? "") 变为 \(actual ?? "")",
                    en: "the version of \(collation) changed from \(kept ?? "") to \(actual ?? "")"),
                Text(
                    zh: "请运行 REINDEX DATABASE 和 ALTER DATABASE … REFRESH COLLATION VERSION。",
                    en: "Run REINDEX DATABASE and ALTER DATABASE … REFRESH COLLATION VERSION."))
        }
        return .ok(
            .collation, Text(zh: "\(collation)；列表按字节排序", en: "\(collation); lists are in byte order"))
    }

    private func durability(_ connection: Connection) async -> DoctorFinding {
        await attempt(.durability) {
            let off: [String] = try await connection.query(.riskySettings).map { try $0["name"] }
            guard off.isEmpty else {
                let names = off.joined(separator: ", ")
                return .problem(
                    .durability,
                    Text(zh: "已关闭 \(names)：断电会丢失已确认的记录", en: "\(names) off: a power cut loses what was acknowledged"),
                    Text(
                        zh: "请用 ALTER SYSTEM SET … = on 打开并重新加载。",
                        en: "Turn it on with ALTER SYSTEM SET … = on, and reload."))
            }
            return .ok(.durability, Text(zh: "已确认的记录断电不丢", en: "what was acknowledged survives a power cut"))
        }
    }

    private func encryption(_ facts: Row) throws -> DoctorFinding {
        let client: String? = try facts["client"]
        guard let client else { return .ok(.tls, Text(zh: "本机套接字", en: "a socket of this machine")) }
        let isLoopback = client.hasPrefix("127.") || client == "::1"
        guard try facts["tls"] == true else {
            let finding = Text(zh: "经 TCP 连接而未加密", en: "connected over TCP without encryption")
            let remedy = Text(
                zh: "请在服务器上打开 ssl，并在 database.url 加 sslmode=verify-full。",
                en: "Turn ssl on at the server, and add sslmode=verify-full to database.url.")
            return isLoopback ? .warning(.tls, finding, remedy) : .problem(.tls, finding, remedy)
        }
        let mode = ConnectionSettings(url: settings.database.url).parts?["sslmode"] ?? "prefer"
        guard mode == "verify-full" else {
            return .warning(
                .tls,
                Text(
                    zh: "已加密，但 sslmode=\(mode) 不核对服务器",
                    en: "encrypted, but sslmode=\(mode) does not verify the server"),
                Text(zh: "请改用 sslmode=verify-full 和 sslrootcert。", en: "Use sslmode=verify-full with sslrootcert."))
        }
        return .ok(.tls, Text(zh: "TLS，已核对服务器", en: "TLS, and the server is verified"))
    }

    /// Whether the pool fits beside the connections of others.
    private func connections(_ facts: Row) throws -> DoctorFinding {
        let (maximum, reserved, others): (Int, Int, Int) = (
            try facts["maximum"], try facts["reserved"], try facts["others"]
        )
        var left = max(0, maximum - reserved - others)
        for column in ["database_limit", "role_limit"] {
            let limit: Int = try facts[column]
            if limit >= 0 { left = min(left, limit) }
        }
        let wanted = settings.database.poolMaximum
        let finding = Text(
            zh: "可用 \(left)，database.pool_maximum 为 \(wanted)",
            en: "\(left) available, database.pool_maximum is \(wanted)")
        guard left >= wanted else {
            return .problem(
                .connections, finding,
                Text(
                    zh: "请调大 max_connections（或角色、数据库的限额），或调小 database.pool_maximum。",
                    en: "Raise max_connections (or the limit of the role or database), or lower database.pool_maximum.")
            )
        }
        return .ok(.connections, finding)
    }

    private func clock(_ facts: Row, _ before: Date, _ after: Date) throws -> DoctorFinding {
        let (theirs, zone): (Date, String) = (try facts["now"], try facts["zone"])
        // The server looked at its clock at some moment between the two.
        let ahead = theirs < before ? theirs.timeIntervalSince(before) : max(0, theirs.timeIntervalSince(after))
        let seconds = ahead.isFinite && abs(ahead) < 1e12 ? Int(ahead.rounded()) : 0
        let finding = Text(
            zh: "与数据库服务器相差 \(seconds) 秒（其时区 \(zone)）",
            en: "\(seconds) seconds from the database server's (its time zone is \(zone))")
        guard abs(seconds) > 5 else { return .ok(.clock, finding) }
        // A whole number of hours: local time was set as universal time somewhere.
        let isZone = abs(seconds) > 1500 && abs(abs(seconds) % 1800 - 900) > 840
        let remedy =
            isZone
            ? Text(zh: "像是时区设错：请核对两台机器的时区和硬件时钟。", en: "This looks like a wrong time zone: check it on both machines.")
            : Text(zh: "请在两台机器上启用时间同步（chrony）。", en: "Synchronise the clocks of both machines (chrony).")
        return abs(seconds) > 60 ? .problem(.clock, finding, remedy) : .warning(.clock, finding, remedy)
    }
}
