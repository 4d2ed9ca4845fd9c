package import Kernel

/// What is answered at the door: the same for a name that does not exist and a password that is wrong.
extension AppError {
    static var signInRefused: AppError {
        AppError(
            .unauthenticated, "access.sign_in_refused",
            Text(zh: "账号名、密码或验证码不对。", en: "The account name, the password or the code is wrong."),
            hint: Text(
                zh: "请检查大小写和输入法；忘记密码请联系管理员重置。",
                en: "Check capitals and the keyboard; an administrator resets a forgotten password."))
    }

    static func signInLocked(minutes: Int) -> AppError {
        AppError(
            .unauthenticated, "access.sign_in_locked",
            Text(
                zh: "从这里用这个账号名登录，失败次数太多，暂时不能登录。",
                en: "There were too many failures for this account name from here; it is locked."),
            hint: Text(
                zh: "请 \(minutes) 分钟后再试，或联系管理员重置密码。",
                en: "Try again in \(minutes) minutes, or have an administrator reset the password."))
    }

    static var codeNeeded: AppError {
        AppError(
            .unauthenticated, "access.code_needed",
            Text(zh: "还需要验证码。", en: "A code of the second factor is needed as well."),
            hint: Text(
                zh: "请在 code 里给出验证器显示的六位数字，或一个恢复码。",
                en: "Give the six digits that the authenticator shows, or a recovery code, as code."))
    }

    static var signInBusy: AppError {
        .unavailable("access.busy", Text(zh: "同时登录的人太多。", en: "Too many people are signing in at once."))
    }

    static var passwordExpired: AppError {
        AppError(
            .unauthenticated, "access.secret_expired",
            Text(zh: "这个一次性密码已过期或已用过。", en: "This one-time secret has expired or was used before."),
            hint: Text(zh: "请联系管理员重置。", en: "Have an administrator reset the account."))
    }

    static var accountInactive: AppError {
        AppError(
            .unauthenticated, "access.account_inactive", Text(zh: "这个账号已停用。", en: "This account is deactivated."),
            hint: Text(zh: "请联系管理员。", en: "Ask an administrator."))
    }

    static var sessionIdle: AppError {
        AppError(
            .unauthenticated, "access.session_ended", Text(zh: "登录已过期。", en: "This session has ended."),
            hint: Text(zh: "请重新登录（dangwu sign-in）。", en: "Sign in again (dangwu sign-in)."))
    }

    static var passwordChangeNeeded: AppError {
        AppError(
            .forbidden, "access.password_change_needed",
            Text(zh: "请先修改密码。", en: "The password has to be changed first."),
            hint: Text(
                zh: "dangwu account password，或 POST /v1/me/password。",
                en: "Use dangwu account password, or POST /v1/me/password."))
    }

    static func secondFactorNeeded(_ roles: [Text]) -> AppError {
        AppError(
            .forbidden, "access.second_factor_needed",
            Text(
                zh: "您的角色（\(roles.map(\.chinese).joined(separator: "、"))）要求双因素登录。",
                en: "Your role (\(roles.map(\.english).joined(separator: ", "))) needs a second factor."),
            hint: Text(
                zh: "请用 dangwu account enrol 登记验证器，再带验证码重新登录；令牌须在这样的登录中自己签发。",
                en: "Enrol one with dangwu account enrol and sign in again with a code; make tokens in such a session.")
        )
    }

    static var noOwnAccount: AppError {
        AppError(
            .conflict, "access.no_own_account",
            Text(zh: "本机操作员没有自己的账号。", en: "The operator of this machine has no account of their own."),
            hint: Text(
                zh: "请用 dangwu account add 建账号，再用 dangwu sign-in 登录。",
                en: "Make one with dangwu account add, then use dangwu sign-in."))
    }

    static var noSignInName: AppError {
        AppError(
            .conflict, "access.no_sign_in_name",
            Text(zh: "这个账号没有登录名。", en: "This account has no name to sign in with."),
            hint: Text(
                zh: "请先用 dangwu account change --sign-in-name 设置。", en: "Give it one with dangwu account change."))
    }

    static var accountBeyondScope: AppError {
        AppError(
            .forbidden, "access.account_beyond_scope",
            Text(
                zh: "这个账号还有您管辖范围以外的授权、代理或职务，您不能改它。",
                en:
                    "This account also has a grant, a substitution or a post outside your scope; "
                    + "it is not yours to change."
            ),
            hint: Text(
                zh: "请由范围更大的管理员办理。", en: "Ask an administrator whose scope includes all of its grants."))
    }

    /// A link gives the account what the posts of its person give.
    package static func personBeyondScope(_ name: String) -> AppError {
        AppError(
            .forbidden, "access.person_beyond_scope",
            Text(
                zh: "「\(name.quotable)」在您管辖范围以外任职，您不能把账号关联到此人。",
                en: "“\(name.quotable)” holds a post outside your scope, so you cannot link an account with them."),
            hint: Text(
                zh: "请由范围包含其全部职务的管理员办理。", en: "Ask an administrator whose scope includes all of their posts."))
    }

    static var tokenOfAnother: AppError {
        AppError(
            .forbidden, "access.token_of_another",
            Text(
                zh: "已启用第二人确认或三员分立：不能为会登录的他人账号签发令牌。",
                en: "With a second person's word or divided duties nobody issues tokens for somebody else who signs in."
            ),
            hint: Text(
                zh: "请本人登录后自行签发（dangwu token own）。", en: "They issue it themselves after signing in (token own)."))
    }

    static var oldPasswordWrong: AppError {
        AppError(
            .forbidden, "password.old_wrong", Text(zh: "原密码不对。", en: "The old password is wrong."),
            hint: Text(zh: "没有改动。", en: "Nothing was changed."))
    }

    static func passwordTooShort(least: Int) -> AppError {
        AppError(
            .invalid, "password.too_short",
            Text(zh: "密码至少 \(least) 个字符。", en: "A password has at least \(least) characters."),
            hint: Text(zh: "几个不相关的词连在一起最好记。", en: "Several unrelated words are the easiest to remember."))
    }

    static func passwordForm(most: Int) -> AppError {
        AppError(
            .invalid, "password.form",
            Text(
                zh: "密码至多 \(most) 个字符，不含控制字符。",
                en: "A password has at most \(most) characters and no control characters."))
    }

    static var passwordHoldsName: AppError {
        AppError(
            .invalid, "password.holds_name",
            Text(zh: "密码不能是账号名或姓名加几个字。", en: "A password is not the account's name with a few characters added."))
    }

    static var passwordCommon: AppError {
        AppError(
            .invalid, "password.common",
            Text(zh: "这个密码太常见，一猜就中。", en: "This password is among the first that are guessed."),
            hint: Text(zh: "请换一个。", en: "Choose another one."))
    }

    static var passwordUnchanged: AppError {
        AppError(
            .invalid, "password.unchanged", Text(zh: "新密码与原密码相同。", en: "The new password is the old one."))
    }

    static var enrolmentExpired: AppError {
        AppError(
            .invalid, "second_factor.enrolment_expired",
            Text(zh: "登记已失效，或不是这个账号的。", en: "This enrolment has expired or belongs to another account."),
            hint: Text(zh: "请重新登记。", en: "Enrol again."))
    }

    static var codeWrong: AppError {
        AppError(
            .invalid, "second_factor.code_wrong", Text(zh: "验证码不对。", en: "The code is wrong."),
            hint: Text(
                zh: "请输入当前显示的六位数字，并核对手机时间。",
                en: "Type the six digits that are shown at this moment, and check the device's clock."))
    }

    static var factorUnreadable: AppError {
        AppError(
            .internal, "second_factor.unreadable",
            Text(
                zh: "双因素密钥解不开：密钥与数据不符。",
                en: "A second factor cannot be read: the key is not the one it was kept with."),
            hint: Text(zh: "请恢复原来的 identity.key。", en: "Restore the identity.key of then."))
    }
}
