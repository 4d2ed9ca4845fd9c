import Audit
import Foundation
import Kernel
import Notices
import Settings
import Wire

/// The receivers of heads that the settings name, over the channels of notices.
enum HeadReceivers {
    /// A busy receiver gets as long as one of notices does.
    private static let seconds = 20

    /// - Throws: `value.invalid`.
    static func all(_ settings: Settings) throws(AppError) -> [any HeadReceiver] {
        var receivers: [any HeadReceiver] = []
        if !settings.audit.headsWebhook.isEmpty {
            receivers.append(
                HeadWebhook(
                    post: try IntranetPost(
                        url: settings.audit.headsWebhook, setting: "audit.heads_webhook", timeoutSeconds: seconds)))
        }
        if !settings.audit.headsMailTo.isEmpty {
            guard !settings.notices.smtpHost.isEmpty else {
                throw .invalidValue(
                    "audit.heads_mail_to", String(settings.audit.headsMailTo.prefix(60)),
                    expected: Text(zh: "同时设置 notices.smtp_host", en: "notices.smtp_host to be set as well"))
            }
            let sender = SMTPSender(
                host: settings.notices.smtpHost, port: settings.notices.smtpPort, sender: settings.notices.mailFrom,
                fallback: settings.audit.headsMailTo, timeoutSeconds: seconds)
            receivers.append(HeadMail(sender: sender, pause: .seconds(3600 * settings.audit.headsMailHours)))
        }
        return receivers
    }
}

/// Posts heads as JSON, those of one sealing at a time.
private struct HeadWebhook: HeadReceiver {
    let channel = HeadChannel.webhook
    let pause = Duration.zero
    let post: IntranetPost

    func take(_ heads: [AuditHead]) async throws(HeadFailure) {
        do {
            let body = try WireEncoder.document(HeadList(heads: heads))
            try await post.send(body, key: "audit-head-\(heads.last?.number ?? 0)")
        } catch {
            throw HeadFailure(kept: (error as? NoticeFailure)?.kept ?? NoticeFailure(.unreachable).kept)
        }
    }
}

/// Mails the newest head, which stands for all before it: its root holds every leaf.
private struct HeadMail: HeadReceiver {
    let channel = HeadChannel.mail
    let sender: SMTPSender
    let pause: Duration

    func take(_ heads: [AuditHead]) async throws(HeadFailure) {
        guard let newest = heads.last else { return }
        do {
            let json = String(decoding: try WireEncoder.document(HeadList(heads: [newest])), as: UTF8.self)
            let notice = Notice(
                id: Self.identifier(newest.signature), key: "audit.head", path: "0.", dueOn: ChinaTime.today(),
                subject: Text(zh: "审计日志树头 \(newest.number)", en: "Audit log head \(newest.number)"),
                body: Text(
                    zh: "请保存本邮件，核对时用 dangwu audit verify --heads。\n\n\(json)",
                    en: "Keep this mail; dangwu audit verify --heads compares with it.\n\n\(json)"),
                address: nil)
            try await sender.send(notice)
        } catch {
            throw HeadFailure(kept: (error as? NoticeFailure)?.kept ?? NoticeFailure(.unreachable).kept)
        }
    }

    /// The same for the same head, so that a mail sent twice is one message.
    private static func identifier(_ signature: String) -> UUID {
        let hex = Array(signature.prefix(32))
        guard hex.count == 32 else { return UUID() }
        let parts = [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]].map { String($0) }
        return UUID(uuidString: parts.joined(separator: "-")) ?? UUID()
    }
}
