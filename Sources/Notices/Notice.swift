package import Civil
package import Foundation
package import Kernel
package import Members
package import Organisations
package import Wire

/// Delivery channels.
package enum NoticeChannel: String, Choice {
    /// One file per notice in a folder, for another program to send on.
    case file
    /// A mail server of the intranet.
    case smtp
    /// An HTTP address that takes each notice as JSON.
    case webhook

    package var text: Text {
        switch self {
        case .file: Text(zh: "文件", en: "file")
        case .smtp: Text(zh: "邮件", en: "mail")
        case .webhook: Text(zh: "网络回调", en: "webhook")
        }
    }
}

/// A notice about a person before it is written to the outbox, once for each channel.
package struct NoticeDraft: Sendable {
    package let person: Identifier<Person>
    /// What it is about: a second notice with the same key is not written.
    package let key: String
    package let path: String
    package let dueOn: Day
    package let subject: Text
    package let body: Text
    /// False for what a host is reminded of: it stands whatever becomes of the person.
    package let isAboutPerson: Bool
    /// The place of an office above that gets a copy.
    package let copyTo: String?

    package init(
        person: Identifier<Person>, key: String, path: String, dueOn: Day, subject: Text, body: Text,
        isAboutPerson: Bool = true, copyTo: String? = nil
    ) {
        self.person = person
        self.key = key
        self.path = path
        self.dueOn = dueOn
        self.subject = subject
        self.body = body
        self.isAboutPerson = isAboutPerson
        self.copyTo = copyTo
    }
}

/// Why a notice that waited was not sent: it has no point any more.
package enum NoticeVoid: String, Choice {
    case departed, unseated
    case notOwed = "not_owed"

    package var text: Text {
        switch self {
        case .departed: Text(zh: "本人已去世或离开，不再发送", en: "the person has died or left; not sent")
        case .unseated: Text(zh: "本人已不在班次名单，不再发送", en: "no seat in the class any more; not sent")
        case .notOwed: Text(zh: "任务已终止，不再发送", en: "the duty has ended; not sent")
        }
    }
}

/// One notice of the outbox, for one channel.
package struct Notice: Sendable {
    /// The same at every try, so that a receiver recognises a notice that it has already.
    package let id: UUID
    package let key: String
    package let path: String
    package let dueOn: Day
    package let subject: Text
    package let body: Text
    /// The mail address of the place; nil when none is recorded.
    package let address: String?

    package init(id: UUID, key: String, path: String, dueOn: Day, subject: Text, body: Text, address: String?) {
        self.id = id
        self.key = key
        self.path = path
        self.dueOn = dueOn
        self.subject = subject
        self.body = body
        self.address = address
    }
}

/// Why a notice did not get through; a short form is stored with it.
package struct NoticeFailure: Error, Equatable {
    package enum Reason: String, Choice {
        case unreachable, refused, timeout
        case noAddress = "no_address"
        case unwritable

        package var text: Text {
            switch self {
            case .unreachable: Text(zh: "无法连接", en: "cannot be reached")
            case .refused: Text(zh: "对方拒收", en: "was refused")
            case .timeout: Text(zh: "超时", en: "took too long")
            case .noAddress: Text(zh: "没有收件地址", en: "has no address to go to")
            case .unwritable: Text(zh: "无法写入文件夹", en: "cannot be written to the folder")
            }
        }
    }

    package let reason: Reason
    /// The reply of the other side, without anything personal.
    package let detail: String

    package init(_ reason: Reason, _ detail: String = "") {
        self.reason = reason
        self.detail = String(detail.prefix(200))
    }

    /// As it is kept: the word, and the detail after a space.
    package var kept: String { detail.isEmpty ? reason.rawValue : "\(reason.rawValue) \(detail)" }

    package init?(kept: String) {
        let parts = kept.split(separator: " ", maxSplits: 1)
        guard let word = parts.first, let reason = Reason(rawValue: String(word)) else { return nil }
        self.init(reason, parts.count > 1 ? String(parts[1]) : "")
    }
}

/// A notice as a list shows it.
package struct NoticeLine: Codable, Sendable {
    package let id: Identifier<NoticeLine>
    package let channel: NoticeChannel
    package let path: String
    package let due: Day
    package let subject: Text
    package let tries: Int
    package let sent: Bool
    package let sentAt: Moment?
    /// Why the last try failed.
    package let failure: Text?
    /// Why it is not sent any more.
    package let void: NoticeVoid?
}

extension NoticeLine: Tabular {
    package static let columns: [Column<NoticeLine>] = [
        Column("due", zh: "最迟", en: "Due", \.due),
        Column("channel", zh: "渠道", en: "Channel", \.channel),
        Column("subject", zh: "事项", en: "Subject", \.subject),
        Column("sent", zh: "已送达", en: "Sent") { line in
            .word(String(line.sent), line.sent ? Text(zh: "是", en: "yes") : Text(zh: "否", en: "no"))
        },
        Column("tries", zh: "次数", en: "Tries", \.tries),
        Column("failure", zh: "未送达原因", en: "Failure", \.failure),
        Column("void", zh: "不再发送", en: "Void", \.void),
        Column("path", zh: "范围", en: "Scope", \.path),
    ]
}

extension NoticeFailure {
    /// The reason with the reply of the other side.
    package var text: Text {
        let detail = detail.isEmpty ? "" : " (\(detail))"
        return Text(zh: reason.text.chinese + detail, en: reason.text.english + detail)
    }
}

/// Which notices are listed.
package enum NoticeFilter: String, Choice {
    case all, waiting, sent, void

    package var text: Text {
        switch self {
        case .all: Text(zh: "全部", en: "all")
        case .waiting: Text(zh: "待发", en: "waiting")
        case .sent: Text(zh: "已送达", en: "sent")
        case .void: Text(zh: "不再发送", en: "void")
        }
    }
}

package struct NoticeQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var filter: NoticeFilter?

    package init(scope: Reference<Organisation>? = nil, filter: NoticeFilter? = nil) {
        self.scope = scope
        self.filter = filter
    }

    package static let memberTexts = [
        "filter": Text(
            zh: "只看待发、已送达或不再发送的，默认全部", en: "Only what waits, was sent or is void; all by default")
    ]
}

/// Where mail about an organisation goes.
package struct NoticeAddressOrder: Codable, Described, Sendable {
    package let address: String

    package init(address: String) { self.address = address }

    package static let memberTexts = [
        "address": Text(zh: "邮箱地址，如 zzb@example.gov.cn", en: "Mail address, such as office@example.gov.cn")
    ]
}

package struct NoticeAddressSet: Outcome {
    package let code: String
    package let name: String
    package let address: String

    package var summary: Text {
        Text(
            zh: "「\(name)」及其下级的提醒邮件今后发到 \(address)。",
            en: "Mail about “\(name)” and everything below it goes to \(address) from now on.")
    }
}

/// Sends notices over one channel.
package protocol NoticeSender: Sendable {
    /// - Throws: why it did not get through; the notice is tried again later.
    func send(_ notice: Notice) async throws(NoticeFailure)
}
