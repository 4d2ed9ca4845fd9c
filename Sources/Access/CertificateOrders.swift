package import Civil
package import Kernel
package import Wire

/// A client certificate of an account.
package enum AccountCertificate {}

/// A certificate that is to sign an account in.
package struct CertificateOrder: Codable, Described, Sendable {
    package let subject: String

    package init(subject: String) { self.subject = subject }

    package static let longest = 200

    package static let memberLimits: [String: MemberLimit] = ["subject": .length(longest)]

    package static let memberTexts = [
        "subject": Text(
            zh: "证书主体中由 access.certificate_part 指定的部分，如 CN 的值",
            en: "The part of its subject that access.certificate_part names, such as the value of CN")
    ]
}

package struct CertificateBound: Outcome {
    package let id: Identifier<AccountCertificate>
    package let account: Identifier<Account>
    package let subject: String
    /// The first day without the right by which it was bound, with which it ends.
    package let cutTo: Day?

    package var summary: Text {
        Text(
            zh: "证书「\(subject)」今后登录账号 \(account)。",
            en: "The certificate “\(subject)” signs in to account \(account) from now on."
        ).cut(to: cutTo)
    }
}

package struct CertificateUnbound: Outcome {
    package let id: Identifier<AccountCertificate>
    package let account: Identifier<Account>
    package let subject: String
    package let endedSessions: Int

    package var summary: Text {
        Text(
            zh: "证书「\(subject)」不再登录账号 \(account)；\(endedSessions) 处登录已结束。",
            en: "The certificate “\(subject)” no longer signs in to account \(account); \(endedSessions) sessions "
                + "were ended.")
    }
}

/// A certificate as the list of an account shows it.
package struct CertificateLine: Codable, Sendable {
    package let id: Identifier<AccountCertificate>
    package let account: Identifier<Account>
    package let subject: String
    package let bound: Moment
    /// The first day on which it signs nobody in any more.
    package let until: Day?
    package let ended: Moment?
}

extension CertificateLine: Tabular {
    package static let columns: [Column<CertificateLine>] = [
        Column("subject", zh: "证书主体", en: "Subject", \.subject),
        Column("bound", zh: "登记", en: "Bound", \.bound),
        Column("until", zh: "止", en: "Until", \.until),
        Column("ended", zh: "解除", en: "Ended", \.ended),
        Column("account", zh: "账号编号", en: "Account identifier", \.account),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// A sign-in by the certificate that the proxy checked.
package struct CertificateSignInOrder: Codable, Described, Sendable {
    /// Of the second factor, where there is one.
    package let code: String?

    package init(code: String? = nil) { self.code = code }

    package static let memberLimits: [String: MemberLimit] = ["code": .length(40)]

    package static let memberTexts = ["code": SignInOrder.memberTexts["code"] ?? .verbatim("")]
}
