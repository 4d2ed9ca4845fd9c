package import Access
package import Kernel

extension Permission {
    package static let readNotices = Permission("notices.read", zh: "查看提醒", en: "read notices")
    package static let sendNotices = Permission("notices.send", zh: "发送提醒", en: "send notices")
}

extension Feature {
    package static let notices = Feature(permissions: [.readNotices, .sendNotices], constraints: .notices)
}
