package import Civil
package import Kernel
import Postgres
import SQLFiles

/// Somebody who may manage tokens and grants.
package struct Administrator: Sendable {
    package let account: Identifier<Account>
    package let name: String
    package let path: String
    /// Whether a token of theirs is still valid.
    package let isUsable: Bool
}

extension AccessService {
    /// Who manages access on a day, at most twenty.
    package func administrators(on today: Day, caller: Caller) async throws -> [Administrator] {
        try caller.require(.administer)
        let roles = matrix.entries.filter { $0.permissions.contains(.administer) }.map(\.role.key)
        let rows = try await database.read(caller, .grantsOfRoles(roles: roles, day: today))
        return try rows.map {
            Administrator(
                account: try $0["account"], name: try $0["name"], path: try $0["path"], isUsable: try $0["is_usable"])
        }
    }
}
