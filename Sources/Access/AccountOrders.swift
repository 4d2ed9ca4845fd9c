package import Civil
package import Kernel
package import Wire

/// A session token that somebody signed in for, and a way to sign in.
package struct SignInOrder: Codable, Described, Sendable {
    package let name: String
    package let password: String
    /// Of the second factor, where there is one.
    package let code: String?

    package init(name: String, password: String, code: String? = nil) {
        self.name = name
        self.password = password
        self.code = code
    }

    package static let memberLimits: [String: MemberLimit] = [
        "name": .length(SignInName.longest), "password": .length(SignInRules.longestPassword), "code": .length(40),
    ]

    package static let memberTexts = [
        "name": Text(zh: "账号名", en: "Account name"),
        "password": Text(zh: "密码", en: "Password"),
        "code": Text(zh: "验证器显示的六位数字，或一个恢复码", en: "The six digits of the authenticator, or a recovery code"),
    ]
}

/// The first sign-in of an account: its one-time secret and the password that takes its place.
package struct FirstSignInOrder: Codable, Described, Sendable {
    package let name: String
    package let secret: String
    package let password: String
    /// Of the second factor, where there is one.
    package let code: String?

    package init(name: String, secret: String, password: String, code: String? = nil) {
        self.name = name
        self.secret = secret
        self.password = password
        self.code = code
    }

    package static let memberLimits: [String: MemberLimit] = SignInOrder.memberLimits.merging([
        "secret": .length(SignInRules.longestPassword)
    ]) { $1 }

    package static let memberTexts = SignInOrder.memberTexts.merging([
        "secret": Text(zh: "一次性密码（链接中冒号之后的部分）", en: "The one-time secret; in a link, what follows the colon"),
        "password": Text(zh: "新密码", en: "The new password"),
    ]) { $1 }
}

package struct NewSession: Outcome {
    package let id: Identifier<AccessToken>
    package let account: Identifier<Account>
    package let name: String
    /// Shown once; used as a bearer token.
    package let secret: String
    package let expires: Moment
    package let mustChangePassword: Bool
    package let hasSecondFactor: Bool

    package var summary: Text {
        let text = Text(zh: "\(name)，已登录，到期：\(expires)。", en: "Signed in as \(name), until \(expires).")
        guard mustChangePassword else { return text }
        return Text(
            zh: text.chinese + "请先修改密码：dangwu account password。",
            en: text.english + " Change the password first: dangwu account password.")
    }
}

/// Another password of the caller's own account.
package struct PasswordOrder: Codable, Described, Sendable {
    package let old: String
    package let new: String

    package init(old: String, new: String) {
        self.old = old
        self.new = new
    }

    package static let memberLimits: [String: MemberLimit] = [
        "old": .length(SignInRules.longestPassword), "new": .length(SignInRules.longestPassword),
    ]

    package static let memberTexts = [
        "old": Text(zh: "原密码", en: "The old password"), "new": Text(zh: "新密码", en: "The new password"),
    ]
}

package struct PasswordChanged: Outcome {
    package let account: Identifier<Account>
    package let endedSessions: Int

    package var summary: Text {
        Text(
            zh: "密码已修改；另外 \(endedSessions) 处登录已结束。",
            en: "The password was changed; \(endedSessions) other sessions were ended.")
    }
}

/// A new account of somebody who will sign in, with one grant or, where others give grants, without any.
package struct AccountOrder: Codable, Described, Sendable {
    package let name: String
    package let signInName: String
    package let role: Role?
    package let scope: Reference<GrantedScope>
    package let since: Day?
    package let until: Day?

    package init(
        name: String, signInName: String, role: Role? = nil, scope: Reference<GrantedScope>, since: Day? = nil,
        until: Day? = nil
    ) {
        self.name = name
        self.signInName = signInName
        self.role = role
        self.scope = scope
        self.since = since
        self.until = until
    }

    package static let memberLimits: [String: MemberLimit] = ["sign_in_name": .length(SignInName.longest)]

    package static let memberTexts = GrantOrder.memberTexts.merging(signInTexts) { $1 }

    static let signInTexts = [
        "name": Text(zh: "持有人姓名", en: "Name of the holder"),
        "sign_in_name": Text(
            zh: "登录名，全系统唯一：小写字母、数字、. _ -", en: "Name to sign in with, unique: letters, digits and . _ -"),
    ]
}

/// A one-time secret of an account, for its next sign-in.
package struct NewAccount: Outcome {
    package let account: Identifier<Account>
    package let signInName: String
    /// Of a new account.
    package let grant: Identifier<Grant>?
    /// Shown once.
    package let secret: String
    /// The page on which the secret is replaced by a password; nil while `http.public_address` is not set.
    package let link: String?
    package let expires: Moment
    /// The first day without the right by which it was made, where its grant or the secret ends with that.
    package let cutTo: Day?

    package var summary: Text {
        let text = Text(
            zh: "账号 \(signInName)（\(account)）的一次性密码只显示这一次，\(expires) 前登录有效，登录后须改密码。",
            en:
                "The one-time secret of \(signInName) (\(account)) is shown once. It lasts until \(expires) and "
                + "is replaced at the first sign-in."
        ).cut(to: cutTo)
        guard let link else {
            return Text(
                zh: text.chinese + "设密码：dangwu first-sign-in \(signInName)。",
                en: text.english + " Set the password with dangwu first-sign-in \(signInName).")
        }
        return Text(zh: text.chinese + "链接：\(link)", en: text.english + " Link: \(link)")
    }
}

/// What is to be different about an account; what is absent stays.
package struct AccountChangeOrder: Codable, Described, Sendable {
    package let name: String?
    package let signInName: String?
    package let active: Bool?

    package init(name: String? = nil, signInName: String? = nil, active: Bool? = nil) {
        self.name = name
        self.signInName = signInName
        self.active = active
    }

    package static let memberLimits = AccountOrder.memberLimits

    package static let memberTexts = AccountOrder.signInTexts.merging([
        "active": Text(zh: "false 停用，true 恢复", en: "false deactivates, true reactivates")
    ]) { $1 }
}

package struct AccountChanged: Outcome {
    package let account: Identifier<Account>
    package let name: String
    package let signInName: String?
    package let active: Bool

    package var summary: Text {
        let state = active ? Text(zh: "可用", en: "active") : Text(zh: "已停用", en: "deactivated")
        return Text(
            zh: "账号 \(account)：\(name)，登录名 \(signInName ?? "-")，\(state.chinese)。",
            en: "Account \(account): \(name), sign-in name \(signInName ?? "-"), \(state.english).")
    }
}

/// A new one-time secret for somebody who cannot sign in.
package struct ResetOrder: Codable, Described, Sendable {
    /// Whether the second factor is removed as well.
    package let secondFactor: Bool?

    package init(secondFactor: Bool? = nil) { self.secondFactor = secondFactor }

    package static let memberTexts = [
        "second_factor": Text(zh: "同时取消双因素登录（设备遗失时）", en: "Remove the second factor as well (device lost)")
    ]
}
