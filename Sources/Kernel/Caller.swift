package import Foundation

/// What a role may do. The matrix of roles stands in `Role.permissions`.
package enum Permission: String, Sendable, CaseIterable {
    case readRegistry, writeRegistry, decideMembership
    case readTraining, writeTraining, markAttendance, closeClass, grantRelief, acceptPlan
    case readPoints, claimPoints, reviewPoints, postPoints, closePoints, manageSchemes
    case readOwnPoints
    case readRecruitment, recordRecruitment, approveRecruitment
    case readIdentity, readAudit, administer
}

/// The roles that a grant can give.
package enum Role: String, Sendable, CaseIterable, Codable {
    case viewer, clerk, reviewer, registrar, auditor, administrator
    /// Somebody who sees and claims what is their own.
    case member

    package var permissions: Set<Permission> {
        switch self {
        case .viewer: [.readRegistry, .readTraining, .readPoints, .readRecruitment]
        case .clerk:
            [
                .readRegistry, .writeRegistry, .readTraining, .writeTraining, .markAttendance, .acceptPlan,
                .readIdentity,
                .readPoints, .claimPoints, .postPoints, .readRecruitment, .recordRecruitment,
            ]
        case .reviewer:
            [
                .readRegistry, .readTraining, .grantRelief, .acceptPlan, .readPoints, .reviewPoints, .closePoints,
                .readRecruitment, .recordRecruitment, .approveRecruitment, .decideMembership,
            ]
        case .registrar: [.readRegistry, .readTraining, .writeTraining, .markAttendance, .closeClass]
        case .auditor: [.readRegistry, .readTraining, .readPoints, .readRecruitment, .readAudit]
        case .administrator: Set(Permission.allCases)
        case .member: [.readOwnPoints]
        }
    }
}

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

/// Who asks, in which role, over which subtree: every use case takes one.
package struct Caller: Sendable {
    /// The account behind the token; the operator at the machine's own command line has the nil UUID.
    package let account: UUID
    package let name: String
    package let roles: Set<Role>
    package let scope: Scope
    /// Which door it came through: `cli`, `api`, `console`.
    package let door: String

    package init(account: UUID, name: String, roles: Set<Role>, scope: Scope, door: String) {
        self.account = account
        self.name = name
        self.roles = roles
        self.scope = scope
        self.door = door
    }

    package static let operatorAccount = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// The person at the command line of the private cluster: whoever owns its socket owns its data.
    package static func localOperator(scope: Scope = .everything) -> Caller {
        Caller(account: operatorAccount, name: "operator", roles: [.administrator], scope: scope, door: "cli")
    }

    package func may(_ permission: Permission) -> Bool { roles.contains { $0.permissions.contains(permission) } }

    /// Throws `access.forbidden` unless one of the caller's roles gives the permission.
    package func require(_ permission: Permission) throws(AppError) {
        guard may(permission) else { throw .forbidden(permission: permission, roles: roles) }
    }

    package func narrowed(to scope: Scope) -> Caller {
        Caller(account: account, name: name, roles: roles, scope: scope, door: door)
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
