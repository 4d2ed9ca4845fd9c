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

        package init(
            role: Role, name: Text, purpose: Text, permissions: [Permission], needsSecondFactor: Bool = false
        ) {
            self.role = role
            self.name = name
            self.purpose = purpose
            self.permissions = permissions
            self.needsSecondFactor = needsSecondFactor
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
