package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// What lets an account in, until a day.
package enum AccessToken {}

/// A role of an account over a subtree.
package enum Grant {}

/// The organisation whose subtree a grant covers.
package enum GrantedScope {}

/// A new account with one grant and one token.
package struct TokenOrder: Codable, Described, Sendable {
    package let name: String
    package let role: Role
    package let scope: Reference<GrantedScope>
    package let days: Int?

    package static let usualDays = 90
    package static let daysAllowed = 1...3650

    package init(name: String, role: Role, scope: Reference<GrantedScope>, days: Int? = nil) {
        self.name = name
        self.role = role
        self.scope = scope
        self.days = days
    }

    package static let memberLimits: [String: MemberLimit] = ["days": .count(daysAllowed)]

    package static let memberTexts = [
        "name": Text(zh: "持有人", en: "Who it is for"),
        "role": Text(zh: "角色，见 dangwu token roles 或 /v1/roles", en: "Role; dangwu token roles or /v1/roles lists them"),
        "scope": Text(zh: "管辖的党组织：编码或唯一的名称", en: "The organisation whose subtree it covers: code or unique name"),
        "days": Text(zh: "有效天数，1 到 3650，默认 90", en: "Days it lasts, 1 to 3650, by default 90"),
    ]
}

package struct NewToken: Outcome {
    package let id: Identifier<AccessToken>
    package let account: Identifier<Account>
    /// Shown once.
    package let secret: String
    package let expires: Moment
    /// The first day without the right by which it was issued, where that made it shorter.
    package let cutTo: Day?

    package var summary: Text {
        Text(
            zh: "已发令牌，账号 \(account)。请现在保存，以后不能再显示；到期：\(expires)。",
            en: "Token issued to account \(account). Store it now: it cannot be shown again. It expires at \(expires)."
        ).cut(to: cutTo)
    }
}

/// One more grant of an account.
package struct GrantOrder: Codable, Described, Sendable {
    package let account: Identifier<Account>
    package let role: Role
    package let scope: Reference<GrantedScope>
    package let since: Day?
    package let until: Day?

    package init(
        account: Identifier<Account>, role: Role, scope: Reference<GrantedScope>, since: Day? = nil, until: Day? = nil
    ) {
        self.account = account
        self.role = role
        self.scope = scope
        self.since = since
        self.until = until
    }

    package static let memberTexts = TokenOrder.memberTexts.merging([
        "account": Text(zh: "账号编号", en: "Identifier of the account"),
        "since": Text(zh: "从哪一天起，默认今天", en: "From which day, by default today"),
        "until": Text(zh: "到哪一天为止（不含），默认不限", en: "Until which day (exclusive); unlimited by default"),
    ]) { $1 }
}

package struct NewGrant: Outcome {
    package let id: Identifier<Grant>
    package let account: Identifier<Account>
    package let role: Role
    package let path: String
    package let until: Day?
    package let waiting: Bool
    /// The first day without the right by which it was given, where that made it shorter.
    package let cutTo: Day?
    /// What others had set for the account and do not administer by now.
    package let ended: EndedKeys

    package var summary: Text {
        let text = Text(
            zh: "已授权：账号 \(account) 在 \(path) 任 \(role)（授权编号 \(id)）。",
            en: "Granted: account \(account) is \(role) over \(path) (grant \(id)).")
        return (waiting ? text.followed(by: .waiting) : text).cut(to: cutTo).followed(by: ended)
    }
}

package struct Revoked: Outcome {
    package let id: String
    package let path: String

    package var summary: Text { Text(zh: "已撤销 \(id)，立即生效。", en: "Revoked \(id), effective at once.") }
}

package struct TokenLine: Codable, Sendable {
    package let id: Identifier<AccessToken>
    package let account: String
    package let label: String
    package let scope: String
    package let created: Moment
    package let expires: Moment
    /// To a few minutes.
    package let lastUsed: Moment?
    package let revoked: Bool
}

extension TokenLine: Tabular {
    package static let columns: [Column<TokenLine>] = [
        Column("account", zh: "持有人", en: "Account", \.account),
        Column("label", zh: "名称", en: "Label", \.label),
        Column("scope", zh: "范围", en: "Scope", \.scope),
        Column("created", zh: "签发", en: "Issued", \.created),
        Column("expires", zh: "到期", en: "Expires", \.expires),
        Column("last_used", zh: "最近使用", en: "Last used", \.lastUsed),
        Column("revoked", zh: "撤销", en: "Revoked", \.revoked),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

package struct GrantLine: Codable, Sendable {
    package let id: Identifier<Grant>
    package let account: Identifier<Account>
    package let accountName: String
    package let role: Role
    package let scope: String
    package let since: Day
    package let until: Day?
    package let lastUsed: Moment?
    package let revoked: Bool
    /// For the word of a second person.
    package let waiting: Bool
    package let refused: Bool
}

extension GrantLine: Tabular {
    package static let columns: [Column<GrantLine>] = [
        Column("account_name", zh: "持有人", en: "Account", \.accountName),
        Column("role", zh: "角色", en: "Role", \.role.key),
        Column("scope", zh: "范围", en: "Scope", \.scope),
        Column("since", zh: "起", en: "Since", \.since),
        Column("until", zh: "止", en: "Until", \.until),
        Column("last_used", zh: "最近使用", en: "Last used", \.lastUsed),
        Column("revoked", zh: "撤销", en: "Revoked", \.revoked),
        Column("waiting", zh: "待确认", en: "Waiting", \.waiting),
        Column("refused", zh: "未确认", en: "Refused", \.refused),
        Column("account", zh: "账号编号", en: "Account identifier", \.account),
        Column("id", zh: "授权编号", en: "Grant identifier", \.id),
    ]
}

extension AccessService {
    /// Makes an account with one grant and one token. The secret is in the answer and nowhere else.
    package func issue(_ order: TokenOrder, on today: Day, caller: Caller) async throws -> NewToken {
        let caller = try caller.managingAccounts().managingGrants()
        return try await issue(order, since: today, expires: expiry(order), caller)
    }

    /// When the token of an order ends.
    func expiry(_ order: TokenOrder) throws(AppError) -> Date {
        try Plausible.count(order.days ?? TokenOrder.usualDays, "days", in: TokenOrder.daysAllowed)
        return Date().addingTimeInterval(Double(order.days ?? TokenOrder.usualDays) * 86_400)
    }

    /// The same with a lifetime in seconds, for tests of tokens that run out.
    package func issue(_ order: TokenOrder, on today: Day, lasting seconds: Double, caller: Caller) async throws
        -> NewToken
    {
        let caller = try caller.managingAccounts().managingGrants()
        return try await issue(order, since: today, expires: Date().addingTimeInterval(seconds), caller)
    }

    /// - Parameter first: for a person who signs in as well.
    func issue(
        _ order: TokenOrder, since: Day, expires: Date, _ caller: Caller, _ first: FirstSecret? = nil
    ) async throws -> NewToken {
        try Plausible.words(order.name, "name")
        try requireKnown(order.role)
        let path = try await grantedPath(order.scope, caller)
        let right = try await right(toGive: order.role, at: path, isNew: true, caller)
        try right.requireBeginning(since)
        let token = Token.new()
        let (account, id, grant) = (Identifier<Account>.new(), Identifier<AccessToken>.new(), Identifier<Grant>.new())
        try requireGrantable(order.role, to: account, at: path, caller)
        try await database.write(caller) { transaction in
            try await requireDivided([order.role], for: nil, transaction)
            let auditEvent = try await transaction.record(
                "token.issue", "account", subject: account.value, path: path,
                after: JSONText(encoding: ["name": order.name, "role": order.role.key, "scope": path]))
            _ = try await transaction.query(
                .insertAccount(
                    id: account, path: path, name: order.name, signInName: first?.signInName, auditEvent: auditEvent))
            if let first {
                _ = try await transaction.query(
                    .insert(first.hash, of: account, path, expires: right.cut(first.expires), auditEvent))
            }
            _ = try await transaction.query(
                .insertGrant(
                    id: grant, account: account, path: path, role: order.role.key, since: since, until: right.end,
                    waits: waits(for: caller), auditEvent: auditEvent))
            _ = try await transaction.query(
                .insertToken(
                    id: id, account: account, path: path, hash: Token.hash(token.secret), label: order.name,
                    kind: "api",
                    idleMinutes: Int?.none, secondFactor: false, expiresAt: right.cut(expires), madeWith: [UUID](),
                    auditEvent: auditEvent))
        }
        return NewToken(
            id: id, account: account, secret: token.secret, expires: Moment(right.cut(expires)), cutTo: right.end)
    }

    func grantedPath(_ scope: Reference<GrantedScope>, _ caller: Caller) async throws -> String {
        let path = try await place(scope, caller)
        guard caller.covers(Scope(path: path)) else { throw AppError.outsideScope }
        return path
    }

    /// Gives an account one more role over a subtree.
    package func grant(_ order: GrantOrder, on today: Day, caller: Caller) async throws -> NewGrant {
        let caller = try caller.managingGrants()
        try requireKnown(order.role)
        let path = try await grantedPath(order.scope, caller)
        let (id, since, waits) = (Identifier<Grant>.new(), order.since ?? today, waits(for: caller))
        try Plausible.day(since, "since")
        if let until = order.until { try Plausible.day(until, "until") }
        try requireGrantable(order.role, to: order.account, at: path, caller)
        let isSelf = order.account == caller.account
        let right = try await right(toGive: order.role, at: path, toSelf: isSelf, isNew: false, caller)
        try right.requireBeginning(since)
        let until = right.cut(order.until)
        // By the permission that bears it, so that the audit event says in whose place it was given.
        let giver = isSelf || administers(order.role) ? try caller.with(.administer) : caller
        let ended = try await database.write(giver) { transaction in
            try await transaction.requireAccount(order.account)
            try await transaction.requireOthers(order.account, by: right)
            try await transaction.lock(.grants, [order.account.description])
            try await requireDivided([order.role], for: order.account, transaction)
            let held = Statement.grantHeld(
                account: order.account, role: order.role.key, path: path, since: since, until: until)
            if let row = try await transaction.query(held).single {
                throw AppError.grantHeld(order.role, path, try row["id"])
            }
            let auditEvent = try await transaction.record(
                "grant.give", "account", subject: order.account.value, path: path,
                after: JSONText(encoding: ["role": order.role.key, "scope": path]))
            _ = try await transaction.query(
                .insertGrant(
                    id: id, account: order.account, path: path, role: order.role.key, since: since,
                    until: until, waits: waits, auditEvent: auditEvent))
            return try await endOutgrown(order.account, by: right, auditEvent, transaction)
        }
        cache.empty()
        return NewGrant(
            id: id, account: order.account, role: order.role, path: path, until: until, waiting: waits,
            cutTo: right.shortening(order.until), ended: ended)
    }

    /// Ends a token or a grant at once: as an administrator any of the scope, and otherwise a token of one's own.
    package func revoke(_ id: Identifier<AccessToken>, caller: Caller) async throws -> Revoked {
        let owner = try await owner(of: id, caller)
        let manager = try owner ?? caller.with(anyOf: .administer, .manageAccounts, .manageGrants)
        let path = try await database.write(manager) { transaction in
            guard let row = try await transaction.query(.tokenOrGrant(id: id)).single else {
                throw AppError.notFound(Text(zh: "令牌或授权", en: "token or grant"), id.description)
            }
            let path: String = try row["path"]
            if owner == nil, !manager.may(.administer, at: path) {
                try manager.require(try row["is_grant"] ? .manageGrants : .manageAccounts, at: path)
            }
            let auditEvent = try await transaction.record("access.revoke", "token", subject: id.value, path: path)
            _ = try await transaction.query(.insertRevocation(subject: id, path: path, auditEvent: auditEvent))
            return path
        }
        cache.empty()
        return Revoked(id: id.description, path: path)
    }

    /// API tokens of the caller's scope for who manages access, and otherwise the caller's own.
    package func tokens(_ page: PageRequest, caller: Caller) async throws -> Page<TokenLine> {
        guard caller.managesAccounts else { return try await ownTokens("api", page, caller) }
        let caller = try caller.managingAccounts()
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let lines = try await database.readPage(
            caller,
            .tokens(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: TokenLine.self)
        return Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
    }

    package func grants(_ page: PageRequest, caller: Caller) async throws -> Page<GrantLine> {
        let caller = try caller.managingGrants()
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let lines = try await database.readPage(
            caller,
            .grants(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: GrantLine.self)
        return Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
    }
}
