package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// Somebody who may manage tokens and grants.
package struct Administrator: Sendable {
    package let account: Identifier<Account>
    package let name: String
    package let path: String
    /// Nil for one who was made before there were names to sign in with.
    package let signInName: String?
    /// Whether a token of theirs is still valid.
    package let isUsable: Bool
}

/// What the person of a new account signs in with for the first time.
struct FirstSecret {
    let signInName: String
    let hash: PasswordHash
    let expires: Date
}

extension AccessService {
    /// The role that setting-up gives: that of one of the three officers where the duties are divided.
    /// - Throws: `setup.officer_needed` where they are and none is named, `setup.officer_unwanted` where they are not.
    package func firstRole(_ officer: Officer?) throws(AppError) -> Role {
        guard grants.dividesDuties else {
            guard officer == nil else { throw .officerUnwanted }
            return Role("administrator")
        }
        guard let officer, let entry = matrix.entries.first(where: { $0.officer == officer }) else {
            throw .officerNeeded
        }
        return entry.role
    }

    /// Who manages access on a day, at most twenty.
    package func administrators(on today: Day, caller: Caller) async throws -> [Administrator] {
        let caller = try caller.with(.administer)
        let roles = matrix.entries.filter { $0.permissions.contains(.administer) || $0.officer != nil }.map(\.role.key)
        let rows = try await database.read(caller, .grantsOfRoles(roles: roles, day: today))
        return try rows.map {
            Administrator(
                account: try $0["account"], name: try $0["name"], path: try $0["path"],
                signInName: try $0["sign_in_name"], isUsable: try $0["is_usable"])
        }
    }

    /// Whether an account of the installation has a sign-in name already.
    package func isTaken(_ signInName: String, caller: Caller) async throws -> Bool {
        let caller = try caller.with(.administer)
        return try await database.read(caller, .signInNameTaken(name: signInName)).single?["taken"] ?? false
    }

    /// Makes an account that has a token for programs and a one-time secret for the person: an administrator's way in.
    package func admit(_ order: TokenOrder, as signInName: String, on today: Day, caller: Caller) async throws
        -> (token: NewToken, account: NewAccount)
    {
        let caller = try caller.with(.administer)
        let tokenExpires = try expiry(order)
        let secret = SecretBytes.words(16)
        let first = FirstSecret(
            signInName: try SignInName.checked(signInName), hash: try await hashed(secret),
            expires: Date().addingTimeInterval(3600 * Double(rules.resetHours)))
        let token = try await issue(order, since: today, expires: tokenExpires, caller, first)
        let account = NewAccount(
            account: token.account, signInName: first.signInName, grant: nil, secret: secret,
            link: rules.link(first.signInName, secret), expires: Moment(first.expires), cutTo: token.cutTo)
        return (token, account)
    }
}

extension AppError {
    static var officerNeeded: AppError {
        AppError(
            .invalid, "setup.officer_needed",
            Text(
                zh: "三员分立已启用，没有兼管一切的管理员。",
                en: "The duties are divided among three officers; there is no administrator of everything."),
            hint: Text(
                zh: "请加 --officer system、security、audit，为三个人各运行一次（后两次加 --another）。",
                en:
                    "Run setup for three people, with --officer system, security and audit, "
                    + "the later two with --another."
            ),
            rule: DivisionRule.source)
    }

    static var officerUnwanted: AppError {
        AppError(
            .invalid, "setup.officer_unwanted",
            Text(zh: "没有启用三员分立。", en: "The duties are not divided here."),
            hint: Text(
                zh: "请去掉 --officer，或先设置 access.three_officers: on。",
                en: "Leave --officer out, or set access.three_officers to on first."))
    }
}
