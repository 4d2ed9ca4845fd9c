import Access
import Foundation
import Kernel
import Notices
package import Postgres
import SQLFiles
import Settings

/// Whether the audit log is sealed, and whether its heads reach the places outside that the settings name.
extension Doctor {
    func sealing(_ connection: Connection) async -> DoctorFinding {
        await attempt(.sealing) {
            guard try await !startup.existingAuditKey().isEmpty else {
                return .warning(
                    .sealing,
                    Text(
                        zh: "没有设置 audit.key：审计日志没有封存，改动看不出来",
                        en: "audit.key is not set: nothing is sealed, and nobody notices what is changed"),
                    Text(
                        zh: "用 openssl rand -base64 32 生成，写入 audit.key 或 audit.key_file。",
                        en: "Make one with openssl rand -base64 32 and set audit.key or audit.key_file."))
            }
            let key = try await startup.identityKey.find(isNeeded: true)
            let scope = ScopeSigner(try MasterKey(key)).statement(.everything)
            let row = try await connection.transaction(.read, prelude: [scope]) {
                try await $0.query(.firstUnsealedEvent)
            }[0]
            guard let waiting: Date = try row["at"] else {
                return .ok(.sealing, Text(zh: "全部已封存", en: "all is sealed"))
            }
            let hours = Self.hours(from: waiting, to: machine.now())
            let finding = Text(
                zh: "最早的未封存事件已等 \(hours) 小时", en: "the oldest event that is not sealed has waited \(hours) hours")
            // A worker that runs seals within minutes; by command, a day is the habit.
            return hours >= Self.hoursUnsealed
                ? .problem(
                    .sealing, finding,
                    Text(
                        zh: "启动服务，或运行 dangwu audit seal；失败的原因见服务日志。",
                        en: "Start the service, or run dangwu audit seal; the service's log says why it failed."))
                : .ok(.sealing, finding)
        }
    }

    private static let hoursUnsealed = 25

    static func hours(from date: Date, to now: Date) -> Int {
        let seconds = now.timeIntervalSince(date).rounded()
        return seconds.isFinite && abs(seconds) < 1e12 ? Int(seconds) / 3600 : 0
    }

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
