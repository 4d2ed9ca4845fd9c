package import Kernel
import Postgres
import SQLFiles

/// An account that an order names, as it is before it is changed.
package struct NamedAccount: Sendable {
    package let path: String
    package let name: String
    package let signInName: String?
    package let isActive: Bool
}

/// Accounts that an order names.
extension ScopedTransaction {
    /// The table's key alone would give no reason, and it does not look at the caller's scope.
    /// - Throws: `not_found` for an account outside the caller's scope.
    @discardableResult
    package func requireAccount(_ account: Identifier<Account>) async throws -> NamedAccount {
        guard let row = try await query(.accountByID(id: account)).single else {
            throw AppError.notFound(Text(zh: "账号", en: "account"), account.description)
        }
        return NamedAccount(
            path: try row["path"], name: try row["name"], signInName: try row["sign_in_name"],
            isActive: try row["active"])
    }

    /// An account that is the caller's to change: it and every grant of it lie within their scope.
    /// - Throws: `not_found`, `access.account_beyond_scope`.
    @discardableResult
    package func requireOwn(_ account: Identifier<Account>) async throws -> NamedAccount {
        let found = try await requireAccount(account)
        guard try await query(.accountIsWithin(account: account)).single?["account_is_within"] == true else {
            throw AppError.accountBeyondScope
        }
        return found
    }
}
