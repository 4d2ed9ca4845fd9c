package import Kernel

/// Who manages access: the administrator all of it, and where the duties are divided the system administrator accounts
/// and the security administrator grants.
extension Caller {
    package func managingAccounts() throws(AppError) -> Caller { try with(anyOf: .administer, .manageAccounts) }

    func managingGrants() throws(AppError) -> Caller { try with(anyOf: .administer, .manageGrants) }

    var managesAccounts: Bool { mayAnywhere(.administer) || mayAnywhere(.manageAccounts) }

    var managesGrants: Bool { mayAnywhere(.administer) || mayAnywhere(.manageGrants) }
}
