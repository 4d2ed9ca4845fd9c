package import Civil
import Foundation
package import Kernel
package import Logging
import Postgres
import SQLFiles

/// The verbs of access: authentication, grants and the audit trail.
package struct AccessService: Sendable {
    let database: ScopedDatabase
    let matrix: RoleMatrix
    private let logger: Logger
    /// Who a token is, by token, place and day.
    struct CallerKey: Hashable {
        let token: [UInt8]
        let wanted: String?
        let today: Day
        let door: String
    }

    let cache = ExpiringCache<CallerKey, Caller>()
    private let readiness = Readiness()

    /// The path of an organisation that an order names; the registry of organisations stands above this feature.
    let place: @Sendable (Reference<GrantedScope>, Caller) async throws -> String

    package init(
        database: ScopedDatabase, matrix: RoleMatrix,
        place: @escaping @Sendable (Reference<GrantedScope>, Caller) async throws -> String, logger: Logger
    ) {
        self.database = database
        self.place = place
        self.matrix = matrix
        self.logger = logger
    }

    /// Turns a token into a caller. A grant whose role the matrix does not know gives nothing.
    /// - Parameter wanted: a path to work below; needed when the grants cover several subtrees.
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
                    .shownToken,
                    .shownGrants(day: today),
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
        let account: Identifier<Account> = try token["account_id"]
        if !unknown.isEmpty {
            logger.warning(
                "grants name roles that roles.yaml does not list; they give nothing",
                metadata: ["account": "\(account.description)", "roles": "\(unknown.sorted())"])
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

    /// Whether the database answers under a scope and can run a function. Over a new connection, because those of the
    /// pool keep working when the server can no longer be used by new ones.
    /// - Throws: `database.*`.
    package func ready() async throws {
        let nowhere = Caller(
            account: Caller.operatorAccount, name: "ready", roles: [], matrix: .empty, scope: Scope(path: "0."),
            door: "api")
        try await readiness.check {
            try await database.explained {
                let connection = try await database.pool.openBeside()
                do {
                    try await connection.transaction(.read, prelude: database.prelude(nowhere)) {
                        _ = try await $0.query(.ready)
                    }
                } catch PostgresError.server(let error) {
                    logger.error("the database server is not usable", metadata: ["message": "\(error.message)"])
                    throw AppError.databaseUnusable
                }
            }
        }
    }
}

extension Page {
    /// A page out of one row more than was asked for.
    package init(_ items: [Item], limit: Int, key: (Item) -> String) {
        let page = Array(items.prefix(limit))
        self.init(items: page, next: items.count > limit ? page.last.map(key) : nil)
    }
}
