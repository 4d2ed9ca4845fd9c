package import Foundation

/// A range over the materialised path of organisations: everything from `low` up to, but without, `high`.
package struct Scope: Sendable, Hashable {
    package let low: String
    package let high: String

    /// The subtree below an organisation's path, which ends in `.`.
    package init(path: String) {
        low = path
        high = path.hasSuffix(".") ? String(path.dropLast()) + "/" : path + "/"
    }

    package func contains(_ path: String) -> Bool {
        Array(path.utf8).lexicographicallyPrecedes(Array(high.utf8))
            && !Array(path.utf8).lexicographicallyPrecedes(Array(low.utf8))
    }

    /// The path above another; nil above the top.
    package static func parent(of path: String) -> String? {
        guard let dot = path.dropLast().lastIndex(of: ".") else { return nil }
        return String(path[...dot])
    }

    package func contains(_ other: Scope) -> Bool { contains(other.low) }
}

/// Somebody or something that asks: a person at a desk or a program.
package enum Account {}

/// What a caller showed to come in: a session or a token.
package struct Credential: Sendable {
    package let token: UUID
    /// Whether the person proved a second factor for it.
    package let hasSecondFactor: Bool

    package init(token: UUID, hasSecondFactor: Bool) {
        self.token = token
        self.hasSecondFactor = hasSecondFactor
    }
}

/// Who asks, in which role, over which subtree: every use case takes one.
package struct Caller: Sendable {
    /// The account behind the token; the operator at the machine's own command line has the nil UUID.
    package let account: Identifier<Account>
    package let name: String
    package let roles: Set<Role>
    package let scope: Scope
    /// Which door it came through: `cli`, `api`, `console`.
    package let door: String
    /// What roles give. Nil for the operator, who may do everything: the owner of the cluster's socket owns its data.
    private let matrix: RoleMatrix?
    /// What was shown; nil for the operator and for the program itself.
    package let credential: Credential?

    package init(
        account: Identifier<Account>, name: String, roles: Set<Role>, matrix: RoleMatrix, scope: Scope, door: String,
        credential: Credential? = nil
    ) {
        self.init(account, name, roles, matrix, scope, door, credential)
    }

    private init(
        _ account: Identifier<Account>, _ name: String, _ roles: Set<Role>, _ matrix: RoleMatrix?, _ scope: Scope,
        _ door: String, _ credential: Credential? = nil
    ) {
        self.account = account
        self.name = name
        self.roles = roles
        self.matrix = matrix
        self.scope = scope
        self.door = door
        self.credential = credential
    }

    package static let operatorAccount = Identifier<Account>(
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))

    /// Somebody who has shown nothing yet.
    package static func unknown(door: String) -> Caller {
        Caller(unknownAccount, "-", [], .empty, Scope(path: "0."), door)
    }

    package static let unknownAccount = Identifier<Account>(
        UUID(uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)))

    /// The person at the command line of the private cluster.
    package static func localOperator(scope: Scope = .everything) -> Caller {
        Caller(operatorAccount, "operator", [], nil, scope, "cli")
    }

    package func may(_ permission: Permission) -> Bool { matrix?.gives(permission, to: roles) ?? true }

    /// - Throws: `access.forbidden` unless one of the caller's roles gives the permission.
    package func require(_ permission: Permission) throws(AppError) { try require(anyOf: permission) }

    /// - Throws: `access.forbidden`, which names the first permission, unless one of the roles gives one of them.
    package func require(anyOf first: Permission, _ others: Permission...) throws(AppError) {
        guard !may(first), !others.contains(where: may), let matrix else { return }
        throw .forbidden(first, roles: matrix.names(of: roles), able: matrix.roles(giving: first))
    }

    package func narrowed(to scope: Scope) -> Caller {
        Caller(account, name, roles, matrix, scope, door, credential)
    }
}

extension Scope {
    /// Every path there can be: paths are made of ASCII letters, digits, `-`, `_` and `.`.
    package static let everything = Scope(low: "!", high: "~")

    package init(low: String, high: String) {
        self.low = low
        self.high = high
    }
}
