package import Civil
package import Foundation
package import Kernel

/// Delivery channels.
package enum NoticeChannel: String, Sendable, CaseIterable {
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
    package let person: UUID
    /// What it is about: a second notice with the same key is not written.
    package let key: String
    package let path: String
    package let dueOn: Day
    package let subject: Text
    package let body: Text

    package init(person: UUID, key: String, path: String, dueOn: Day, subject: Text, body: Text) {
        self.person = person
        self.key = key
        self.path = path
        self.dueOn = dueOn
        self.subject = subject
        self.body = body
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
    package enum Reason: String, Sendable, CaseIterable {
        case unreachable, refused, timeout
        case noAddress = "no_address"
        case unwritable

        package var text: Text {
            switch self {
            case .unreachable: Text(zh: "连不上", en: "cannot be reached")
            case .refused: Text(zh: "对方拒收", en: "was refused")
            case .timeout: Text(zh: "超时", en: "took too long")
            case .noAddress: Text(zh: "没有收件地址", en: "has no address to go to")
            case .unwritable: Text(zh: "文件夹写不了", en: "cannot be written to the folder")
            }
        }
    }

    package let reason: Reason
    /// What the other side said, without anything personal.
    package let detail: String

    package init(_ reason: Reason, _ detail: String = "") {
        self.reason = reason
        self.detail = String(detail.prefix(200))
    }

    /// As it is kept: the word, and the detail after a space.
    var kept: String { detail.isEmpty ? reason.rawValue : "\(reason.rawValue) \(detail)" }

    init?(kept: String) {
        let parts = kept.split(separator: " ", maxSplits: 1)
        guard let word = parts.first, let reason = Reason(rawValue: String(word)) else { return nil }
        self.init(reason, parts.count > 1 ? String(parts[1]) : "")
    }
}

/// A notice as a list shows it.
package struct NoticeLine: Sendable {
    package let id: UUID
    package let channel: NoticeChannel
    package let path: String
    package let dueOn: Day
    package let subject: Text
    package let tries: Int
    package let sentAt: Date?
    package let failure: NoticeFailure?
}

/// Which notices are listed.
package enum NoticeFilter: String, Sendable, CaseIterable { case all, waiting, sent }

/// Sends notices over one channel.
package protocol NoticeSender: Sendable {
    /// - Throws: why it did not get through; the notice is tried again later.
    func send(_ notice: Notice) async throws(NoticeFailure)
}
