import Foundation
package import Kernel
import Postgres

extension AppError {
    static var tokenUnknown: AppError {
        AppError(
            .unauthenticated, "access.token_unknown", Text(zh: "令牌不对。", en: "This token is not known."),
            hint: Text(
                zh: "请检查是否完整复制；遗失的令牌不能找回，只能请管理员另发。",
                en:
                    "Check that it was copied whole; a lost token cannot be recovered, "
                    + "only replaced by an administrator."
            ))
    }

    static var tokenRevoked: AppError {
        AppError(
            .unauthenticated, "access.token_revoked", Text(zh: "令牌已被撤销。", en: "This token was revoked."),
            hint: Text(zh: "请联系管理员另发令牌。", en: "Ask an administrator for a new one."))
    }

    static func tokenExpired(at date: Date) -> AppError {
        AppError(
            .unauthenticated, "access.token_expired",
            Text(zh: "令牌已于 \(Instant.text(date)) 到期。", en: "This token expired at \(Instant.text(date))."),
            hint: Text(zh: "请联系管理员另发令牌。", en: "Ask an administrator for a new one."))
    }

    package static var tokenMissing: AppError {
        AppError(
            .unauthenticated, "access.token_missing", Text(zh: "没有提供令牌。", en: "No token was given."),
            hint: Text(
                zh: "请在请求头写 Authorization: Bearer <令牌>，命令行用环境变量 DANGWU_TOKEN。",
                en: "Send the header Authorization: Bearer <token>; at the command line set DANGWU_TOKEN."))
    }

    /// - Parameter unknown: roles that are granted and that the role matrix does not know.
    static func noGrant(unknown: Set<Role>) -> AppError {
        let hint =
            unknown.isEmpty
            ? Text(zh: "请联系管理员授权。", en: "Ask an administrator for a grant.")
            : Text(
                zh: "有授权，但角色不在 policy/access/roles.yaml 中，因此无效。请联系管理员。",
                en: "There are grants, but policy/access/roles.yaml does not list their roles, so they give nothing. "
                    + "Ask an administrator.")
        return AppError(
            .forbidden, "access.no_grant",
            Text(zh: "这个账号今天没有任何有效授权。", en: "This account has no grant that holds today."), hint: hint,
            facts: unknown.sorted().map { Fact("role", $0.key) })
    }

    /// For what is done in one place by its nature.
    package static func severalPlaces(_ places: [Scope]) -> AppError {
        AppError(
            .invalid, "access.several_places",
            Text(
                zh: "您在多个范围有授权，这项操作须指明其中一个。",
                en: "Your grants cover several places, and this is done in one of them."),
            hint: Text(zh: "请用 scope 写明党组织的编码。", en: "Name the organisation by its code with scope."),
            facts: places.map { Fact("scope", $0.low) })
    }

    static var databaseUnusable: AppError {
        AppError(
            .unavailable, "database.unusable",
            Text(zh: "数据库服务器不能执行函数。", en: "The database server cannot run functions."),
            hint: Text(
                zh: "软件包升级后请重启数据库服务器；日志中有它的说明。",
                en: "Restart the database server after an upgrade of its package; the log has what it answered."))
    }

    static func grantHeld(_ role: Role, _ path: String, _ grant: Identifier<Grant>) -> AppError {
        AppError(
            .conflict, "grant.held",
            Text(
                zh: "这个账号在 \(path) 已有角色 \(role)，日期重叠。",
                en: "The account is \(role) over \(path) already, on some of these days."),
            hint: Text(
                zh: "要改日期，请先撤销授权 \(grant)。", en: "To change its days, revoke the grant \(grant) first."))
    }

    package static func idempotencyReused(_ key: String) -> AppError {
        AppError(
            .conflict, "idempotency.reused",
            Text(
                zh: "Idempotency-Key「\(key)」已用于另一个请求。", en: "The Idempotency-Key “\(key)” belongs to another request."),
            hint: Text(zh: "每个新请求用新的键。", en: "Use a new key for each new request."))
    }
}

extension ConstraintTexts {
    package static let access = ConstraintTexts([
        "account_sign_in_name_unique": Entry(
            .conflict, Text(zh: "这个登录名已经有人用了。", en: "Another account has this sign-in name."),
            hint: Text(zh: "登录名全系统唯一，请换一个。", en: "Sign-in names are unique; choose another.")),
        "account_certificate_subject_once": Entry(
            .conflict, Text(zh: "这张证书已经登记给某个账号。", en: "An account has this certificate already."),
            hint: Text(zh: "请先解除原来的登记。", en: "Unbind it there first.")),
        "code_use_pk": Entry(
            .unauthenticated, Text(zh: "这个验证码已经用过。", en: "This code was used before."),
            hint: Text(zh: "请等验证器显示下一个。", en: "Wait for the next one of the authenticator.")),
        "token_replacement_pk": Entry(
            .conflict, Text(zh: "这个令牌已经换过。", en: "This token was replaced before."),
            hint: Text(zh: "请换最新的那个。", en: "Rotate its successor.")),
        "second_factor_key": Entry(
            .unavailable, Text(zh: "密钥刚刚更换，没有保存。", en: "The key was just changed; nothing was saved."),
            hint: Text(
                zh: "请重试；若仍出现，请用新旧两个密钥重新启动服务。",
                en: "Try again; if that does not help, start the service again with the new key and the old one.")),
        "revocation_pk": Entry(.conflict, Text(zh: "已经撤销过了。", en: "It was revoked before.")),
        "token_expiry": Entry(.invalid, Text(zh: "令牌的到期时间已经过去。", en: "The token would expire in the past.")),
        "access_grant_role": Entry(
            .invalid,
            Text(
                zh: "角色的键应以小写字母开头，只含小写字母、数字和 _。",
                en: "A role's key begins with a lower-case letter and has lower-case letters, digits and _.")),
        "grant_substitution_dates": Entry(
            .invalid, Text(zh: "代理的结束日应晚于开始日。", en: "A substitution must end after it begins.")),
        "grant_substitution_other": Entry(
            .invalid, Text(zh: "代理人应是另一个账号。", en: "Somebody else acts in place of an account.")),
        "grant_decision_pk": Entry(
            .conflict, Text(zh: "已经有人作出决定。", en: "Somebody has decided about it already.")),
        "access_grant_dates": Entry(.invalid, Text(zh: "授权的结束日应晚于开始日。", en: "A grant must end after it begins.")),
        "account_name_length": Entry(
            .invalid, Text(zh: "账号名称应为 1 到 200 个字。", en: "An account's name has 1 to 200 characters.")),
        "idempotency_pk": Entry(
            .conflict, Text(zh: "同一个请求正在处理。", en: "The same request is being handled."),
            hint: Text(zh: "请稍后重试。", en: "Try again in a moment.")),
    ])
}
