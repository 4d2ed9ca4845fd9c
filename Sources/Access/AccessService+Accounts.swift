package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

extension AccessService {
    /// Makes an account that signs in, with one grant. Its one-time secret is in the answer and nowhere else.
    package func add(_ order: AccountOrder, on today: Day, caller: Caller) async throws -> NewAccount {
        let makers = try caller.managingAccounts()
        let caller = order.role == nil ? makers : try makers.managingGrants()
        try Plausible.words(order.name, "name")
        let signInName = try SignInName.checked(order.signInName)
        if let role = order.role { try requireKnown(role) }
        let since = order.since ?? today
        try Plausible.day(since, "since")
        if let until = order.until { try Plausible.day(until, "until") }
        let path = try await grantedPath(order.scope, caller)
        let account = Identifier<Account>.new()
        if let role = order.role { try requireGrantable(role, to: account, at: path, caller) }
        let right = try await right(toGive: order.role, at: path, isNew: true, caller)
        try right.requireBeginning(order.role == nil ? today : since)
        let grant = order.role.map { _ in Identifier<Grant>.new() }
        let secret = SecretBytes.words(16)
        let hash = try await hashed(secret)
        let expires = right.cut(Date().addingTimeInterval(3600 * Double(rules.resetHours)))
        try await database.write(caller) { transaction in
            if let role = order.role { try await requireDivided([role], for: nil, transaction) }
            let auditEvent = try await transaction.record(
                "account.add", "account", subject: account.value, path: path,
                after: JSONText(encoding: [
                    "name": order.name, "sign_in_name": signInName, "role": order.role?.key ?? "", "scope": path,
                ]))
            var statements: [Statement] = [
                .insertAccount(
                    id: account, path: path, name: order.name, signInName: signInName, auditEvent: auditEvent),
                .insert(hash, of: account, path, expires: expires, auditEvent),
            ]
            if let grant, let role = order.role {
                statements.append(
                    .insertGrant(
                        id: grant, account: account, path: path, role: role.key, since: since,
                        until: right.cut(order.until), waits: waits(for: caller), auditEvent: auditEvent))
            }
            _ = try await transaction.pipeline(statements)
        }
        return NewAccount(
            account: account, signInName: signInName, grant: grant, secret: secret,
            link: rules.link(signInName, secret), expires: Moment(expires), cutTo: right.shortening(order.until))
    }

    /// Renames an account, deactivates it or takes it into use again.
    package func change(
        _ account: Identifier<Account>, _ order: AccountChangeOrder, caller given: Caller
    ) async throws -> AccountChanged {
        let caller = try given.managingAccounts()
        try Plausible.words(optional: order.name, "name")
        let wanted: String? = if let name = order.signInName { try SignInName.checked(name) } else { nil }
        guard order.name != nil || wanted != nil || order.active != nil else { throw AppError.missingValue("name") }
        let right = try await right(toChange: account, given) { who throws(AppError) in try who.managingAccounts() }
        let changed = try await database.write(caller) { transaction in
            let found = try await transaction.requireOwn(account)
            if order.active == true, !found.isActive { try await transaction.requireOthers(account, by: right) }
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
        let caller = try caller.with(anyOf: .administer, .manageAccounts, .manageGrants)
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
        let caller = try caller.managingGrants()
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let now = Date()
        let rows = try await database.readPage(
            caller,
            .accessReview(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id,
                failuresSince: rules.failuresSince(now), allowed: rules.failuresAllowed, day: today,
                withPosts: !grants.posts.isEmpty,
                secondPerson: grants.needsSecondPerson, limit: page.limit + 1))
        let lines = try await database.explained { try rows.map { try reviewed($0, now: now) } }
        let found = Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
        // A post that brings no role is nothing to review.
        return Page(items: found.items.filter { $0.kind != .post || $0.role != nil }, next: found.next)
    }

    private func reviewed(_ row: Row, now: Date) throws -> GrantReview {
        let kind: GrantKind = try row.choice("kind")
        let role = try role(of: row, isPost: kind == .post)
        let scope: String = try row["scope"]
        let (isWaiting, isSuspended): (Bool, Bool) = (try row["waiting"], try row["suspended"])
        let lastUsed: Date? = try row["last_used"]
        let person: Identifier<LinkedPerson>? = try row["person"]
        let facts = ReviewFacts(
            isKnownRole: role.map { matrix[$0] != nil } ?? true,
            needsSecondFactor: role.flatMap { matrix[$0]?.needsSecondFactor } ?? false,
            hasSecondFactor: try row["has_second_factor"], isActive: try row["active"],
            isLocked: try row["is_locked"], hasPerson: person != nil, posts: try row["posts"], scope: scope,
            idleDays: lastUsed.map { Int(now.timeIntervalSince($0) / 86_400) }, isWaiting: isWaiting,
            isSuspended: isSuspended, isByASubstitute: (try row["given_for"] as String?) != nil,
            isOwnHand: try row["given_to_self"])
        return GrantReview(
            id: try row["id"], kind: kind, inPlaceOf: try row["in_place_of"], account: try row["account"],
            accountName: try row["account_name"],
            signInName: try row["sign_in_name"], person: person, personName: try row["person_name"], role: role,
            scope: scope, since: try row["since"], until: try row["until"], givenFor: try row["given_for"],
            lastUsed: lastUsed.map(Moment.init),
            flags: facts.flags(unusedDays: rules.unusedDays))
    }

    /// The role of a grant, or the one that goes with a post; a substitution has those of somebody else.
    /// The role that a line of a review gives: that of its rule where it is a post.
    func role(of line: Row, isPost: Bool) throws -> Role? {
        guard isPost else { return try (line["role"] as String?).map { Role($0) } }
        return grants.role(
            HeldPost(title: try line["title"], level: try line["level"], kind: try line["organisation_kind"]))
    }
}
