import Access
import Foundation
import Kernel
import Postgres
import SQLFiles

/// Checks of the schema, its rights and what waits in it.
extension Doctor {
    func schema(_ connection: Connection) async -> [DoctorFinding] {
        var findings = [await migrations(connection), await key(connection)]
        findings.append(await role(connection))
        findings.append(await privileges(connection))
        findings.append(
            await none(
                .rowSecurity, connection, .unguardedTables,
                Text(zh: "没有行级安全的表", en: "tables without row-level security"),
                Text(
                    zh: "ALTER TABLE … ENABLE ROW LEVEL SECURITY，并查明是谁关的。",
                    en: "Run ALTER TABLE … ENABLE ROW LEVEL SECURITY, and find out who turned it off.")))
        findings.append(
            await none(
                .routines, connection, .publicRoutines,
                Text(zh: "人人可执行的函数", en: "functions that everybody may execute"),
                Text(
                    zh: "以所有者运行 CALL withdraw_public_execution()。",
                    en: "As the owner run CALL withdraw_public_execution().")))
        findings.append(
            await none(
                .indexes, connection, .unsafeRelations,
                Text(zh: "失效的索引或不记日志的表", en: "invalid indexes or unlogged tables"),
                Text(
                    zh: "REINDEX INDEX …；ALTER TABLE … SET LOGGED。",
                    en: "Run REINDEX INDEX … or ALTER TABLE … SET LOGGED.")))
        if startup.isLocal { findings.append(await accessRules(connection)) }
        findings.append(await officers(connection))
        findings.append(await notices(connection))
        findings.append(await sealing(connection))
        findings.append(await heads(connection))
        return findings
    }

    private func migrations(_ connection: Connection) async -> DoctorFinding {
        await attempt(.migrations) {
            do {
                let pending = try await Migrator(Services.migrations).status(connection).filter { $0.applied == nil }
                guard let first = pending.first else {
                    return .ok(.migrations, Text(zh: "全部已应用", en: "all are applied"))
                }
                return .problem(
                    .migrations,
                    Text(
                        zh: "\(pending.count) 个未应用，从 \(first.migration.name) 起",
                        en: "\(pending.count) pending, from \(first.migration.name) on"),
                    Text(zh: "以所有者运行 dangwu db migrate。", en: "As the owner run dangwu db migrate."))
            } catch PostgresError.migration(.unknown(let number)) {
                return .problem(
                    .migrations,
                    Text(
                        zh: "程序比数据库旧：不认识迁移 \(number)",
                        en: "the program is older than the database: migration \(number) is unknown"),
                    Text(zh: "请安装写入该数据库的版本或更新的版本。", en: "Install the version that wrote this database, or a newer one.")
                )
            } catch PostgresError.migration(let problem) {
                throw problem.appError
            }
        }
    }

    private func key(_ connection: Connection) async -> DoctorFinding {
        await attempt(.key) {
            let check = startup.identityKey.check
            let isKnown = try await check.isKnown(connection)
            // Never made here: an absent one is a finding.
            let key = try await startup.identityKey.find(isNeeded: true)
            guard isKnown else {
                return .warning(
                    .key, Text(zh: "数据库里还没有校验值", en: "the database has no check value yet"),
                    Text(zh: "运行 dangwu setup，或启动服务一次。", en: "Run dangwu setup, or start the service once."))
            }
            let (editions, unknown) = try await startup.keyEditions(connection)
            let needed = editions.filter { !$0.isRetired }
            guard needed.last?.text != nil else {
                return .problem(
                    .key, Text(zh: "与数据库不符", en: "is not the one that the database was written with"),
                    Text(zh: "请恢复该数据库的密钥。", en: "Restore the key of that database."))
            }
            if needed.count > 1 || unknown.contains(key) {
                return .warning(
                    .key, Text(zh: "密钥更换没有完成", en: "a change of the key is unfinished"),
                    Text(
                        zh: "运行 dangwu key rotate 完成；在此以前新旧两个密钥都要保留。",
                        en: "Finish it with dangwu key rotate; keep both keys until then."))
            }
            return .ok(.key, Text(zh: "与数据库相符", en: "agrees with the database"))
        }
    }

    private func role(_ connection: Connection) async -> DoctorFinding {
        await attempt(.role) {
            let name = try await judgedRole(connection)
            let faults = try await RoleFaults(role: name).read(connection)
            guard faults.isEmpty else {
                let list = Text.list(faults.map(\.text))
                return .problem(
                    .role, Text(zh: "\(name)：\(list.chinese)", en: "\(name): \(list.english)"),
                    .verbatim(faults.map(\.remedy).joined(separator: "; ")))
            }
            return .ok(.role, Text(zh: "\(name) 没有多余的权限", en: "\(name) has no right too many"))
        }
    }

    private func privileges(_ connection: Connection) async -> DoctorFinding {
        await attempt(.privileges) {
            let name = try await judgedRole(connection)
            let rows = try await connection.query(.unreadableTables(role: name))
            return try judge(
                .privileges, rows, Text(zh: "\(name) 读不了的表", en: "tables that \(name) cannot read"),
                Text(
                    zh: "请恢复被收回的 GRANT；dangwu_app 的权限来自迁移。",
                    en: "Restore what was revoked; the migrations granted it to dangwu_app."))
        }
    }

    private func none(
        _ check: DoctorCheck, _ connection: Connection, _ statement: Statement, _ what: Text, _ remedy: Text
    ) async -> DoctorFinding {
        await attempt(check) { try judge(check, try await connection.query(statement), what, remedy) }
    }

    /// Nothing is well; each row is a fault by its name.
    private func judge(_ check: DoctorCheck, _ rows: Rows, _ what: Text, _ remedy: Text) throws -> DoctorFinding {
        let names: [String] = try rows.map { try $0["name"] }
        guard !names.isEmpty else {
            return .ok(check, Text(zh: "没有\(what.chinese)", en: "no \(what.english)"))
        }
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
        return .problem(
            check,
            Text(zh: "\(what.chinese) \(names.count) 个：\(shown)", en: "\(names.count) \(what.english): \(shown)"),
            remedy)
    }

    private func accessRules(_ connection: Connection) async -> DoctorFinding {
        await attempt(.access) {
            let lines: [Int] = try await connection.query(.trustingRules).map { try $0["line"] }
            guard lines.isEmpty else {
                let list = lines.map(String.init).joined(separator: ", ")
                return .problem(
                    .access,
                    Text(
                        zh: "pg_hba.conf 第 \(list) 行不核对身份", en: "pg_hba.conf, line \(list): people are let in unchecked"
                    ),
                    Text(zh: "运行 dangwu local start，会改回。", en: "Run dangwu local start, which writes it again."))
            }
            return .ok(.access, Text(zh: "只许本机本用户", en: "only this user of this machine gets in"))
        }
    }

    private func notices(_ connection: Connection) async -> DoctorFinding {
        await attempt(.notices) {
            // A key that is not the database's is its own finding.
            guard let ring = try? await startup.keyRing(connection) else {
                return .ok(.notices, Text(zh: "密钥不符，未检查", en: "not looked at: the key is not the database's"))
            }
            let scope = ring.newest.signer.statement(.everything)
            let rows = try await connection.transaction(.read, prelude: [scope]) { try await $0.query(.noticeBacklog) }
            guard let row = rows.first else { return .ok(.notices, Text(zh: "没有积压", en: "none waits")) }
            let (waiting, failing): (Int, Int) = (try row["waiting"], try row["failing"])
            let oldest: Date? = try row["oldest"]
            let finding = Text(
                zh: "待发 \(waiting) 条，其中发送失败 \(failing) 条", en: "\(waiting) waiting, \(failing) of them failed before")
            if failing > 0 {
                return .problem(
                    .notices, finding,
                    Text(
                        zh: "dangwu notice list 显示原因；请检查邮件服务器或网址。",
                        en: "dangwu notice list shows why; check the mail server or URL."))
            }
            let isOld = oldest.map { machine.now().timeIntervalSince($0) > 86_400 } ?? false
            if isOld {
                return .warning(
                    .notices, finding,
                    Text(
                        zh: "一天以上未发：请检查服务是否在运行、notices 的设置。",
                        en: "For more than a day: check that the service runs, and the settings of notices."))
            }
            return .ok(.notices, finding)
        }
    }
}
