/// What others may sign an account in with ends when the account is given more than they administer.
package import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// How many one-time secrets, tokens and certificates were ended, with the sessions that they may have opened.
package struct EndedKeys: Codable, Sendable, Hashable {
    package let secrets: Int
    package let tokens: Int
    package let certificates: Int

    package static let none = EndedKeys(secrets: 0, tokens: 0, certificates: 0)
}

extension AccessService {
    /// Ends what was set for an account by others who do not administer all that it reaches by now: to be called after
    /// the account was given something, in the same transaction.
    package func endOutgrown(
        _ account: Identifier<Account>, by right: HeldRight, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> EndedKeys {
        let table = administration
        // An administrator who gives by a right of their own administers what they give.
        let isTrusted = right.isOwn && right.caller.mayAnywhere(.administer)
        let rows = try await transaction.query(
            .endOutgrown(
                account: account, roles: table.map(\.role), givers: table.map(\.giver),
                withPosts: !grants.posts.isEmpty,
                trusted: isTrusted ? right.caller.account : Caller.operatorAccount, auditEvent: auditEvent))
        return try rows.single.map {
            EndedKeys(secrets: try $0["secrets"], tokens: try $0["tokens"], certificates: try $0["certificates"])
        } ?? .none
    }

    /// Callers are found again from now on: to be called after what changes them.
    package func forgetCallers() { cache.empty() }

    /// Whether a post was entered after the one-time secret of an account that its maker does not administer.
    func isOutgrown(_ proof: SignInProof, _ transaction: ScopedTransaction) async throws -> Bool {
        guard proof.isTemporary, !grants.posts.isEmpty else { return false }
        let givers = administration.filter { $0.role.isEmpty }.map(\.giver)
        return try await transaction.query(.ownSecretIsOutgrown(givers: givers))[0]["own_secret_is_outgrown"]
    }

    /// Which role may set tokens, certificates and passwords of which: each role with one that administers it. The
    /// empty role stands for those that go with posts.
    private var administration: [(role: String, giver: String)] {
        let ofPosts = Set(grants.posts.map(\.role))
        return matrix.entries.flatMap { giver in
            let below = matrix.entries.filter { Self.administers(giver, $0) }.map(\.role)
            let withPosts = ofPosts.isSubset(of: below) ? [""] : []
            return (below.map(\.key) + withPosts).map { (role: $0, giver: giver.role.key) }
        }
    }

    private static func administers(_ giver: RoleMatrix.Entry, _ role: RoleMatrix.Entry) -> Bool {
        guard !giver.permissions.contains(.administer) else { return true }
        guard giver.permissions.contains(.manageAccounts) else { return false }
        let isAbove = role.officer != nil || role.permissions.contains(.administer)
        return !isAbove || Set(role.permissions).isSubset(of: giver.permissions)
    }
}

extension Text {
    /// What was ended, and what to do.
    package func followed(by ended: EndedKeys) -> Text {
        guard ended != .none else { return self }
        return followed(
            by: Text(
                zh: "他人为该账号（及其代理人）设置的一次性密码 \(ended.secrets) 个、令牌 \(ended.tokens) 个、证书 "
                    + "\(ended.certificates) 个已失效，因为设置人管不到新的范围。请重置密码，发新的首次登录链接；令牌和证书另行办理。",
                en: "\(ended.secrets) one-time secrets, \(ended.tokens) tokens and \(ended.certificates) certificates "
                    + "of the account or its substitutes were ended: who set them does not administer what it reaches "
                    + "now. Reset its password for a new first sign-in link; issue tokens and bind certificates again."
            ))
    }
}
