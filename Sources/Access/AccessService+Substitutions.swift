package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// Acting in place of another.
extension AccessService {
    /// Lets an account act in the grants of another for some days: one's own grants, for somebody of the same
    /// organisation or below it, or as an administrator those of an account that is theirs to change.
    /// - Throws: `access.substitution_days`, `access.duties_united`; the constraints of dates and of two accounts.
    package func substitute(_ order: SubstitutionOrder, on today: Day, caller: Caller) async throws -> SubstitutionMade
    {
        try Plausible.words(order.reason, "reason")
        try Plausible.day(order.since, "since")
        try Plausible.day(order.until, "until")
        guard order.until > today, order.until <= order.since.adding(days: grants.substitutionDays) else {
            throw AppError.substitutionDays(most: grants.substitutionDays)
        }
        let holder = order.account ?? caller.account
        let isOwn = holder == caller.account
        let manager = try await isOwn ? own(caller).caller : caller.managingGrants()
        let right =
            try await isOwn
            ? HeldRight(caller: caller, end: nil, isOwn: true)
            : right(toChange: holder, caller) { candidate throws(AppError) in try candidate.managingGrants() }
        try right.requireBeginning(order.since)
        let until = right.cut(order.until) ?? order.until
        let (id, waits) = (Identifier<Substitution>.new(), waits(for: caller))
        let ended = try await database.write(manager) { transaction in
            let account =
                try await isOwn ? transaction.requireAccount(holder) : transaction.requireOwn(holder)
            try await transaction.requireAccount(order.substitute)
            try await transaction.requireOthers(order.substitute, by: right)
            try await transaction.lock(.grants, [order.substitute.description])
            if grants.dividesDuties {
                try await requireDivided(
                    await transaction.roles(of: holder), for: order.substitute, transaction)
            }
            let auditEvent = try await transaction.record(
                "grant.substitute", "account", subject: holder.value, path: account.path,
                after: JSONText(encoding: [
                    "substitute": order.substitute.description, "since": order.since.description,
                    "until": until.description, "reason": order.reason,
                ]))
            _ = try await transaction.query(
                .insertSubstitution(
                    id: id, account: holder, substitute: order.substitute, path: account.path, since: order.since,
                    until: until, reason: order.reason, waits: waits, auditEvent: auditEvent))
            return try await endOutgrown(order.substitute, by: right, auditEvent, transaction)
        }
        cache.empty()
        return SubstitutionMade(
            id: id, account: holder, substitute: order.substitute, since: order.since, until: until, waiting: waits,
            cutTo: right.shortening(order.until), ended: ended)
    }

    /// Ends a substitution before its time: one's own, on either side, or as an administrator any of the scope.
    package func endSubstitution(_ id: Identifier<Substitution>, caller: Caller) async throws -> Revoked {
        let unknown = AppError.notFound(Text(zh: "代理", en: "substitution"), id.description)
        // A holder sees it at their own account, and a substitute where they act.
        var party: Caller?
        for reader in [try await ownIfAny(caller)?.caller, caller].compactMap(\.self) where party == nil {
            guard let row = try await database.read(reader, .substitutionByID(id: id)).single else { continue }
            let parties: [Identifier<Account>] = [try row["account_id"], try row["substitute_id"]]
            if parties.contains(caller.account) { party = reader }
        }
        let path = try await database.write(try party ?? caller.managingGrants()) { transaction in
            guard let row = try await transaction.query(.substitutionByID(id: id)).single else { throw unknown }
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "grant.substitute_end", "account", subject: try row["account_id"], path: path)
            _ = try await transaction.query(.insertRevocation(subject: id, path: path, auditEvent: auditEvent))
            return path
        }
        cache.empty()
        return Revoked(id: id.description, path: path)
    }

    /// Who acts in place of accounts of the caller's scope.
    package func substitutions(_ page: PageRequest, caller: Caller) async throws -> Page<SubstitutionLine> {
        let caller = try caller.managingGrants()
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let lines = try await database.readPage(
            caller,
            .substitutions(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: SubstitutionLine.self)
        return Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
    }

    /// Whether what a caller decides waits for another. The operator at the machine makes the first administrators.
    func waits(for caller: Caller) -> Bool { grants.needsSecondPerson && caller.account != Caller.operatorAccount }

    /// - Throws: `access.duties_united` for roles that an account must not have beside those that it has.
    func requireDivided(
        _ roles: Set<Role>, for account: Identifier<Account>?, _ transaction: ScopedTransaction
    ) async throws {
        guard grants.dividesDuties else { return }
        var united = roles
        if let account { united.formUnion(try await transaction.roles(of: account)) }
        if let conflict = DivisionRule.conflict(united, in: matrix) { throw AppError.dutiesUnited(conflict) }
    }
}

/// What only an administrator of everything may do to access itself.
extension AccessService {
    /// Who gives an account a way in could act as it: so nobody does for an officer whose duty they do not have.
    /// - Throws: `access.account_above`.
    func requireNotAbove(
        _ account: Identifier<Account>, _ caller: Caller, _ transaction: ScopedTransaction
    ) async throws {
        guard account != caller.account, !caller.mayAnywhere(.administer) else { return }
        let roles = try await transaction.roles(of: account)
        let above = matrix.entries.first { entry in
            roles.contains(entry.role) && (entry.officer != nil || entry.permissions.contains(.administer))
                && entry.permissions.contains { !caller.mayAnywhere($0) }
        }
        if let above { throw AppError.accountAbove(above.name) }
    }

    /// - Throws: `access.own_grant` for a grant to oneself, `access.account_above` for one that gives everything.
    func requireGrantable(
        _ role: Role, to account: Identifier<Account>, at path: String, _ caller: Caller
    ) throws(AppError) {
        guard !caller.may(.administer, at: path) else { return }
        guard account != caller.account else { throw .ownGrant }
        if let entry = matrix[role], entry.permissions.contains(.administer) { throw .accountAbove(entry.name) }
    }
}

extension ScopedTransaction {
    /// The roles that an account has or will have, wherever they lie.
    func roles(of account: Identifier<Account>) async throws -> Set<Role> {
        Set(try await query(.rolesOf(account: account)).map { Role(try $0["role"]) })
    }
}

extension AppError {
    static func accountAbove(_ role: Text) -> AppError {
        AppError(
            .forbidden, "access.account_above",
            Text(
                zh: "角色「\(role.chinese)」的权限您没有，不能授予，也不能替这样的账号设置令牌、证书或密码。",
                en: "You do not hold the role “\(role.english)”: you cannot grant it, nor set a token, certificate or "
                    + "password of an account that has it."),
            hint: Text(zh: "请由该岗位的另一人或本机操作员办理。", en: "Ask another holder of it, or the operator of the machine."))
    }

    static var ownGrant: AppError {
        AppError(
            .forbidden, "access.own_grant",
            Text(zh: "不能给自己授权。", en: "Nobody grants a role to themselves."),
            hint: Text(zh: "请另一名安全管理员办理。", en: "Ask another security administrator."))
    }

    static func substitutionDays(most: Int) -> AppError {
        AppError(
            .invalid, "access.substitution_days",
            Text(
                zh: "代理应在今天以后结束，且至多 \(most) 天。",
                en: "A substitution ends after today and lasts \(most) days at most."),
            hint: Text(
                zh: "请改日期；期限由设置 access.substitution_days 决定，长期代理请另行授权。",
                en: "Correct the days; access.substitution_days sets the limit. For longer, give a grant of its own."))
    }
}
