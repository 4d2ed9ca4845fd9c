package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

extension AccessService {
    /// Makes an account that signs in, with one grant. Its one-time secret is in the answer and nowhere else.
    package func add(_ order: AccountOrder, on today: Day, caller: Caller) async throws -> NewAccount {
        try caller.require(.administer)
        try Plausible.words(order.name, "name")
        let signInName = try SignInName.checked(order.signInName)
        try requireKnown(order.role)
        let since = order.since ?? today
        try Plausible.day(since, "since")
        if let until = order.until { try Plausible.day(until, "until") }
        let path = try await grantedPath(order.scope, caller)
        let (account, grant) = (Identifier<Account>.new(), Identifier<Grant>.new())
        let secret = SecretBytes.words(16)
        let hash = try await hashed(secret)
        let expires = Date().addingTimeInterval(3600 * Double(rules.resetHours))
        try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "account.add", "account", subject: account.value, path: path,
                after: JSONText(encoding: [
                    "name": order.name, "sign_in_name": signInName, "role": order.role.key, "scope": path,
                ]))
            _ = try await transaction.pipeline([
                .insertAccount(
                    id: account, path: path, name: order.name, signInName: signInName, auditEvent: auditEvent),
                .insertGrant(
                    id: grant, account: account, path: path, role: order.role.key, since: since, until: order.until,
                    auditEvent: auditEvent),
                .insert(hash, of: account, path, expires: expires, auditEvent),
            ])
        }
        return NewAccount(
            account: account, signInName: signInName, grant: grant, secret: secret, expires: Moment(expires))
    }

    /// Renames an account, deactivates it or takes it into use again.
    package func change(_ account: Identifier<Account>, _ order: AccountChangeOrder, caller: Caller) async throws
        -> AccountChanged
    {
        try caller.require(.administer)
        try Plausible.words(optional: order.name, "name")
        let wanted: String? = if let name = order.signInName { try SignInName.checked(name) } else { nil }
        guard order.name != nil || wanted != nil || order.active != nil else { throw AppError.missingValue("name") }
        let changed = try await database.write(caller) { transaction in
            let found = try await transaction.requireOwn(account)
            let after = AccountChanged(
                account: account, name: order.name ?? found.name, signInName: wanted ?? found.signInName,
                active: order.active ?? found.isActive)
            let auditEvent = try await transaction.record(
                "account.change", "account", subject: account.value, path: found.path,
                before: JSONText(
                    encoding: AccountChanged(
                        account: account, name: found.name, signInName: found.signInName, active: found.isActive)),
                after: JSONText(encoding: after))
            var statements: [Statement] = [
                .changeAccount(id: account, name: after.name, signInName: after.signInName, active: after.active)
            ]
            if !after.active {
                statements.append(.endSessions(account: account, except: PathKey.first, auditEvent: auditEvent))
            }
            _ = try await transaction.pipeline(statements)
            return after
        }
        cache.empty()
        return changed
    }

    /// The accounts of the caller's scope, with what a review looks at.
    package func accounts(_ page: PageRequest, caller: Caller) async throws -> Page<AccountLine> {
        try caller.require(.administer)
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let lines = try await database.readPage(
            caller,
            .accounts(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id,
                failuresSince: rules.failuresSince(Date()), allowed: rules.failuresAllowed, limit: page.limit + 1),
            as: AccountLine.self)
        return Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
    }

    /// Every grant of the caller's scope that holds today or later, with what speaks against it.
    package func review(_ page: PageRequest, on today: Day, caller: Caller) async throws -> Page<GrantReview> {
        try caller.require(.administer)
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let now = Date()
        let rows = try await database.readPage(
            caller,
            .accessReview(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id,
                failuresSince: rules.failuresSince(now), allowed: rules.failuresAllowed, day: today,
                limit: page.limit + 1))
        let lines = try await database.explained { try rows.map { try reviewed($0, now: now) } }
        return Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
    }

    private func reviewed(_ row: Row, now: Date) throws -> GrantReview {
        let role = Role(try row["role"])
        let scope: String = try row["scope"]
        let lastUsed: Date? = try row["last_used"]
        let person: Identifier<LinkedPerson>? = try row["person"]
        let facts = ReviewFacts(
            isKnownRole: matrix[role] != nil, needsSecondFactor: matrix[role]?.needsSecondFactor ?? false,
            hasSecondFactor: try row["has_second_factor"], isActive: try row["active"],
            isLocked: try row["is_locked"], hasPerson: person != nil, posts: try row["posts"], scope: scope,
            idleDays: lastUsed.map { Int(now.timeIntervalSince($0) / 86_400) })
        return GrantReview(
            id: try row["id"], account: try row["account"], accountName: try row["account_name"],
            signInName: try row["sign_in_name"], person: person, personName: try row["person_name"], role: role,
            scope: scope, since: try row["since"], until: try row["until"], lastUsed: lastUsed.map(Moment.init),
            flags: facts.flags(unusedDays: rules.unusedDays))
    }
}
