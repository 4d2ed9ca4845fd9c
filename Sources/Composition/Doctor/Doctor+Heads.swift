import Access
import Foundation
import Kernel
import Notices
package import Postgres
import SQLFiles
import Settings

/// Whether the heads of the audit log reach the places outside that the settings name.
extension Doctor {
    func heads(_ connection: Connection) async -> DoctorFinding {
        await attempt(.heads) {
            try await heads(connection, key: try await startup.identityKey.find(isNeeded: true))
        }
    }

    /// - Parameter key: the key of the database, which the scope is proven with.
    package func heads(_ connection: Connection, key: String) async throws -> DoctorFinding {
        var wanted: [String] = []
        if !settings.audit.headsWebhook.isEmpty { wanted.append("webhook") }
        if !settings.audit.headsMailTo.isEmpty { wanted.append("mail") }
        guard !wanted.isEmpty else {
            guard let folder = startup.headsFolder else {
                return .warning(
                    .heads,
                    Text(
                        zh: "树头只在数据库里：数据库所有者清空审计日志不会被发现",
                        en: "heads are only in the database: nobody notices when its owner empties the log"),
                    Text(
                        zh: "请设置 audit.heads_folder，最好在另一台机器上；或设置 audit.heads_webhook、audit.heads_mail_to。",
                        en: "Set audit.heads_folder, best on another machine, or audit.heads_webhook or "
                            + "audit.heads_mail_to."))
            }
            return .ok(.heads, Text(zh: "在文件夹 \(folder) 中", en: "in the folder \(folder)"))
        }
        let scope = ScopeSigner(try MasterKey(key)).statement(.everything)
        let rows = try await connection.transaction(.read, prelude: [scope]) { try await $0.query(.headDeliveries) }
        for row in rows where wanted.contains(try row["channel"]) {
            guard let failure: String = try row["failure"] else { continue }
            let (channel, tries): (String, Int) = (try row["channel"], try row["tries"])
            let why = NoticeFailure(kept: failure)?.text ?? .verbatim(failure)
            return .problem(
                .heads,
                Text(
                    zh: "\(channel) 连续失败 \(tries) 次：\(why.chinese)",
                    en: "\(channel) failed \(tries) times: \(why.english)"),
                Text(
                    zh: "请检查 audit.heads_webhook、audit.heads_mail_to 和对方；每次封存会再试。",
                    en: "Check audit.heads_webhook, audit.heads_mail_to and the other side; each sealing tries again."))
        }
        let known: [String] = try rows.map { try $0["channel"] }
        guard wanted.allSatisfy(known.contains) else {
            return .warning(
                .heads, Text(zh: "还没有送出", en: "none was delivered yet"),
                Text(zh: "启动服务，或运行 dangwu audit seal。", en: "Start the service, or run dangwu audit seal."))
        }
        return .ok(.heads, Text(zh: "已送达", en: "delivered"))
    }
}
