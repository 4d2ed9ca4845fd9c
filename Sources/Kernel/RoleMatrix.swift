/// One of the three administrators who share the care of a system (三员), so that none of them can do
/// something and hide it.
package enum Officer: String, Sendable, CaseIterable {
    /// Accounts, settings, backups.
    case system
    /// Grants and their review.
    case security
    /// Reads what everybody did.
    case audit

    package var text: Text {
        switch self {
        case .system: Text(zh: "系统管理员", en: "system administrator")
        case .security: Text(zh: "安全管理员", en: "security administrator")
        case .audit: Text(zh: "审计管理员", en: "audit administrator")
        }
    }
}

/// Which role gives which permissions: a value, read from `config/policy/access/roles.yaml` when the program starts.
package struct RoleMatrix: Sendable {
    package struct Entry: Sendable {
        package let role: Role
        package let name: Text
        /// Who the role is for.
        package let purpose: Text
        /// In the order of the file.
        package let permissions: [Permission]
        /// Whether it gives nothing to who has not proved a second factor.
        package let needsSecondFactor: Bool
        /// The one of three separate duties that it is, where it is one.
        package let officer: Officer?

        package init(
            role: Role, name: Text, purpose: Text, permissions: [Permission], needsSecondFactor: Bool = false,
            officer: Officer? = nil
        ) {
            self.role = role
            self.name = name
            self.purpose = purpose
            self.permissions = permissions
            self.needsSecondFactor = needsSecondFactor
            self.officer = officer
        }
    }

    /// In the order of the file.
    package let entries: [Entry]
    private let permissions: [Role: Set<Permission>]

    /// - Precondition: each role appears once.
    package init(_ entries: [Entry]) {
        self.entries = entries
        permissions = Dictionary(uniqueKeysWithValues: entries.map { ($0.role, Set($0.permissions)) })
    }

    /// Knows no role.
    package static let empty = RoleMatrix([])

    package subscript(_ role: Role) -> Entry? { entries.first { $0.role == role } }

    /// A role that the matrix does not know gives nothing.
    package func gives(_ permission: Permission, to roles: Set<Role>) -> Bool {
        roles.contains { permissions[$0]?.contains(permission) == true }
    }

    /// The roles that give a permission, by name.
    package func roles(giving permission: Permission) -> [Text] {
        entries.filter { $0.permissions.contains(permission) }.map(\.name)
    }

    /// The names of roles, in the order of the matrix.
    package func names(of roles: Set<Role>) -> [Text] {
        entries.filter { roles.contains($0.role) }.map(\.name)
    }

    /// What a role can be, for an error about one that is none of them.
    package var choices: Text { .listed(entries.map { ($0.role.key, $0.name) }) }
}
