import Composition
package import Kernel

/// The shipped roles by name, and callers who hold them.
extension Role {
    package static let viewer = Role("viewer")
    package static let clerk = Role("clerk")
    package static let reviewer = Role("reviewer")
    package static let registrar = Role("registrar")
    package static let auditor = Role("auditor")
    package static let administrator = Role("administrator")
    package static let member = Role("member")
}

extension Caller {
    /// Under the shipped role matrix.
    package init(account: Identifier<Account>, name: String, roles: Set<Role>, scope: Scope, door: String) {
        self.init(account: account, name: name, roles: roles, matrix: .shipped, scope: scope, door: door)
    }
}

extension RoleMatrix {
    /// What `config/policy/access/roles.yaml` says; knows no role where that file cannot be read, which
    /// `RoleMatrixTests` finds.
    package static let shipped = (try? Fixture.policies.get().roles) ?? .empty
}
