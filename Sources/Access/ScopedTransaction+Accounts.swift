package import Kernel
import Postgres
import SQLFiles

/// Accounts that an order names.
extension ScopedTransaction {
    /// The table's key alone would give no reason, and it does not look at the caller's scope.
    /// - Throws: `not_found` for an account outside the caller's scope.
    package func requireAccount(_ account: Identifier<Account>) async throws {
        guard try await query(.accountByID(id: account)).single != nil else {
            throw AppError.notFound(Text(zh: "账号", en: "account"), account.description)
        }
    }
}
