package import Civil
package import Foundation
package import Kernel
package import Logging
package import Postgres
import SQLFiles

/// The verbs of access: who comes in, who is let in, and what was done.
package struct AccessService: Sendable {
    let database: ScopedDatabase
    let matrix: RoleMatrix
    private let logger: Logger
    /// Who a token is, by token, place and day.
    private struct CallerKey: Hashable {
        let token: [UInt8]
        let wanted: String?
        let today: Day
        let door: String
    }

    private let cache = ExpiringCache<CallerKey, Caller>()

    package init(database: ScopedDatabase, matrix: RoleMatrix, logger: Logger) {
        self.database = database
        self.matrix = matrix
        self.logger = logger
    }

    /// Turns a token into a caller.
    /// - Parameter wanted: a path to work below; needed when the grants cover several subtrees.
    /// A grant whose role the matrix does not know gives nothing.
    /// - Throws: `access.token_*`, `access.no_grant`, `access.choose_scope`, `access.outside_scope`.
    package func authenticate(_ secret: String, wanted: String? = nil, on today: Day, door: String) async throws
        -> Caller
    {
        let hash = Token.hash(secret)
        let key = CallerKey(token: hash.bytes, wanted: wanted, today: today, door: door)
        if let caller = cache.value(key) { return caller }
        let nobody = Statement.showToken(tokenHash: hash.hex)
        let (token, grants) = try await database.explained {
            let rows = try await database.pool.read(
                prelude: [nobody],
                [
                    .tokenByHash(hash: hash),
                    .grantsByToken(hash: hash, day: today),
                ])
            return (try rows[0].single, rows[1])
        }
        guard let token else { throw AppError.tokenUnknown }
        guard try token["revoked"] == false else { throw AppError.tokenRevoked }
        guard try token["expired"] == false else {
            throw AppError.tokenExpired(at: try token["expires_at"])
        }
        var (scopes, unknown): ([(path: String, roles: Set<Role>)], Set<Role>) = ([], [])
        for grant in grants {
            let path: String = try grant["path"]
            let role = Role(try grant["role"])
            guard matrix[role] != nil else {
                unknown.insert(role)
                continue
            }
            if let last = scopes.indices.last, scopes[last].path == path {
                scopes[last].roles.insert(role)
            } else {
                scopes.append((path, [role]))
            }
        }
        let account: UUID = try token["account_id"]
        if !unknown.isEmpty {
            logger.warning(
                "grants name roles that roles.yaml does not list; they give nothing",
                metadata: ["account": "\(account.text)", "roles": "\(unknown.sorted())"])
        }
        guard !scopes.isEmpty else { throw AppError.noGrant(unknown: unknown) }
        let (scope, roles) = try choose(scopes, wanted: wanted)
        let caller = Caller(
            account: account, name: try token["name"], roles: roles, matrix: matrix, scope: scope, door: door)
        let expires: Date = try token["expires_at"]
        cache.keep(caller, key, atMost: .seconds(expires.timeIntervalSinceNow))
        return caller
    }

    private func choose(_ scopes: [(path: String, roles: Set<Role>)], wanted: String?) throws -> (Scope, Set<Role>) {
        if let wanted {
            let scope = Scope(path: wanted)
            let fitting = scopes.filter { Scope(path: $0.path).contains(scope) }
            guard !fitting.isEmpty else { throw AppError.outsideScope }
            return (scope, fitting.reduce(into: []) { $0.formUnion($1.roles) })
        }
        // Grants within one another work together; the widest alone decides the range.
        let tops = scopes.filter { inner in
            !scopes.contains { $0.path != inner.path && Scope(path: $0.path).contains(inner.path) }
        }
        guard let top = tops.first, tops.count == 1 else { throw AppError.chooseScope(tops.map(\.path)) }
        return (Scope(path: top.path), top.roles)
    }

    package struct NewToken: Sendable {
        package let id: UUID
        package let account: UUID
        package let secret: String
        package let expires: Date
    }

    /// Makes an account with one grant and one token. The secret is in the answer and nowhere else.
    package func issue(
        name: String, role: Role, path: String, since: Day, until: Day?, expires: Date, caller: Caller
    ) async throws -> NewToken {
        try caller.require(.administer)
        try requireKnown(role)
        guard caller.scope.contains(Scope(path: path)) else { throw AppError.outsideScope }
        let token = Token.new()
        let (account, id, grant) = (UUID(), UUID(), UUID())
        try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "token.issue", "account", subject: account, path: path,
                after: JSONText(encoding: ["name": name, "role": role.key, "scope": path]))
            _ = try await transaction.query(.insertAccount(id: account, path: path, name: name, auditEvent: auditEvent))
            _ = try await transaction.query(
                .insertGrant(
                    id: grant, account: account, path: path, role: role.key, since: since, until: until,
                    auditEvent: auditEvent))
            _ = try await transaction.query(
                .insertToken(
                    id: id, account: account, path: path, hash: Token.hash(token.secret), label: name,
                    expiresAt: expires, auditEvent: auditEvent))
        }
        return NewToken(id: id, account: account, secret: token.secret, expires: expires)
    }

    /// Gives an account one more role over a subtree.
    package func grant(account: UUID, role: Role, path: String, since: Day, until: Day?, caller: Caller) async throws
        -> UUID
    {
        try caller.require(.administer)
        try requireKnown(role)
        guard caller.scope.contains(Scope(path: path)) else { throw AppError.outsideScope }
        let id = UUID()
        try await database.write(caller) { transaction in
            guard try await transaction.query(.accountByID(id: account)).single != nil else {
                throw AppError.notFound(Text(zh: "账号", en: "account"), account.text)
            }
            let auditEvent = try await transaction.record(
                "grant.give", "account", subject: account, path: path,
                after: JSONText(encoding: ["role": role.key, "scope": path]))
            _ = try await transaction.query(
                .insertGrant(
                    id: id, account: account, path: path, role: role.key, since: since, until: until,
                    auditEvent: auditEvent))
        }
        cache.empty()
        return id
    }

    /// Ends a token or a grant at once.
    package func revoke(_ id: UUID, caller: Caller) async throws {
        try caller.require(.administer)
        try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.tokenOrGrant(id: id)).first else {
                throw AppError.notFound(Text(zh: "令牌或授权", en: "token or grant"), id.text)
            }
            let path: String = try row["path"]
            let auditEvent = try await transaction.record("access.revoke", "token", subject: id, path: path)
            _ = try await transaction.query(.insertRevocation(subject: id, path: path, auditEvent: auditEvent))
        }
        cache.empty()
    }

    package struct TokenLine: Sendable {
        package let id: UUID
        package let account: String
        package let path: String
        package let created: Date
        package let expires: Date
        package let revoked: Bool
    }

    package func tokens(_ page: PageRequest, caller: Caller) async throws -> Page<TokenLine> {
        try caller.require(.administer)
        let after = try page.after.map { try UUID.key($0) }
        let rows = try await database.read(
            caller, .tokens(after: after, limit: page.limit + 1))
        let lines = try rows.map {
            TokenLine(
                id: try $0["id"], account: try $0["account"], path: try $0["path"], created: try $0["created_at"],
                expires: try $0["expires_at"], revoked: try $0["revoked"])
        }
        return Page(lines, limit: page.limit) { $0.id.text }
    }

    package struct AuditEvent: Sendable {
        package let id: UUID
        package let at: Date
        package let account: String
        package let door: String
        package let action: String
        package let kind: String
        package let subject: UUID?
        package let path: String
        package let before: JSONText?
        package let after: JSONText?
    }

    /// The audit trail, newest first.
    package func auditEvents(subject: UUID?, _ page: PageRequest, caller: Caller) async throws -> Page<AuditEvent> {
        try caller.require(.readAudit)
        let after = try page.after.map { try UUID.key($0) }
        let rows = try await database.read(
            caller, .acts(after: after, subject: subject, limit: page.limit + 1))
        let events = try rows.map {
            AuditEvent(
                id: try $0["id"], at: try $0["at"], account: try $0["account_name"], door: try $0["door"],
                action: try $0["action"], kind: try $0["subject_kind"], subject: try $0["subject_id"],
                path: try $0["path"],
                before: try $0["before"], after: try $0["after"])
        }
        return Page(events, limit: page.limit) { $0.id.text }
    }

    /// Whether the database answers under a scope: the cheapest scoped query there is.
    package func ready() async throws {
        let nowhere = Caller(
            account: Caller.operatorAccount, name: "ready", roles: [], matrix: .empty, scope: Scope(path: "0."),
            door: "api")
        _ = try await database.read(nowhere, .ready)
    }
}

extension Page {
    /// A page out of one row more than was asked for.
    package init(_ items: [Item], limit: Int, key: (Item) -> String) {
        let page = Array(items.prefix(limit))
        self.init(items: page, next: items.count > limit ? page.last.map(key) : nil)
    }
}

extension UUID {
    /// A page's key as it came back from the caller.
    package static func key(_ text: String) throws(AppError) -> UUID {
        guard let id = UUID(uuidString: text) else {
            throw .invalidValue(
                "after", String(text.prefix(60)), expected: Text(zh: "上一页给出的 next", en: "the next of the page before"))
        }
        return id
    }
}
