import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// Access that goes with a post: it begins and ends with the tenure, and nobody gives it. It can be kept from somebody.
extension AccessService {
    /// Keeps from an account the access that goes with a tenure.
    package func suspend(
        _ tenure: Identifier<HeldTenure>, _ order: PostSuspensionOrder, caller: Caller
    ) async throws -> PostSuspended {
        let caller = try caller.managingGrants()
        try Plausible.words(order.reason, "reason")
        let id = Identifier<PostSuspension>.new()
        try await database.write(caller) { transaction in
            try await transaction.requireAccount(order.account)
            guard let row = try await transaction.query(.postAccess(tenure: tenure, account: order.account)).single
            else {
                throw AppError.notFound(Text(zh: "账号的职务", en: "post of the account"), tenure.description)
            }
            guard try row["suspension"] as UUID? == nil else { throw AppError.postSuspended }
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "grant.suspend", "account", subject: order.account.value, path: path,
                after: JSONText(encoding: ["tenure": tenure.description, "reason": order.reason]))
            _ = try await transaction.query(
                .insertPostSuspension(
                    id: id, account: order.account, tenure: tenure, path: path, reason: order.reason,
                    auditEvent: auditEvent))
        }
        cache.empty()
        return PostSuspended(id: id, account: order.account, suspended: true)
    }

    /// Ends a suspension.
    package func resume(_ id: Identifier<PostSuspension>, caller given: Caller) async throws -> PostSuspended {
        let caller = try given.managingGrants()
        let account: Identifier<Account> = try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.postSuspensionByID(id: id)).single else {
                throw AppError.notFound(Text(zh: "停用记录", en: "suspension"), id.description)
            }
            let (account, path): (Identifier<Account>, String) = (try row["account_id"], try row["path"])
            let right = try await right(toGive: .none, at: path, isNew: false, given)
            try await transaction.requireOthers(account, by: right)
            let auditEvent = try await transaction.record("grant.resume", "account", subject: account.value, path: path)
            _ = try await transaction.query(.insertRevocation(subject: id, path: path, auditEvent: auditEvent))
            return account
        }
        cache.empty()
        return PostSuspended(id: id, account: account, suspended: false)
    }
}

extension AppError {
    static var postSuspended: AppError {
        AppError(
            .conflict, "access.post_suspended",
            Text(
                zh: "这个账号随该职务的权限已经停用。", en: "The access that goes with this post is suspended already."))
    }
}
