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
    let rules: SignInRules
    let vault: AccessVault
    let work = PasswordWork()
    /// What an unknown name is compared with.
    let decoy: PasswordHash

    /// Who a token is, by token, place and day.
    struct CallerKey: Hashable {
        let token: [UInt8]
        let wanted: String?
        let today: Day
        let door: String
        let isPersonal: Bool
    }

    let cache = ExpiringCache<CallerKey, Caller>()
    private let readiness = Readiness()

    /// The path of an organisation that an order names; the registry of organisations stands above this feature.
    let place: @Sendable (Reference<GrantedScope>, Caller) async throws -> String

    package init(
        database: ScopedDatabase, matrix: RoleMatrix, rules: SignInRules, vault: AccessVault,
        place: @escaping @Sendable (Reference<GrantedScope>, Caller) async throws -> String, logger: Logger
    ) {
        self.database = database
        self.place = place
        self.matrix = matrix
        self.rules = rules
        self.vault = vault
        decoy = PasswordHash.decoy(cost: rules.passwordCost)
        self.logger = logger
    }

    /// Turns a token or a session into a caller. A grant whose role the matrix does not know gives nothing, and one
    /// whose role needs a second factor gives nothing without it.
    /// - Parameters:
    ///   - wanted: a path to work below; needed when the grants cover several subtrees.
    ///   - isPersonal: whether it is asked for what concerns the caller's own account alone, which is possible before
    ///     the password is changed and without any grant.
    /// - Throws: `access.token_*`, `access.no_grant`, `access.choose_scope`, `access.outside_scope`,
    ///   `access.password_change_needed`, `access.second_factor_needed`.
    package func authenticate(
        _ secret: String, wanted: String? = nil, isPersonal: Bool = false, on today: Day, door: String
    ) async throws -> Caller {
        let hash = Token.hash(secret)
        let key = CallerKey(token: hash.bytes, wanted: wanted, today: today, door: door, isPersonal: isPersonal)
        if let caller = cache.value(key) { return caller }
        let nobody = Statement.showToken(tokenHash: hash.hex)
        let (token, grants, state) = try await database.explained {
            let rows = try await database.pool.read(
                prelude: [nobody],
                [
                    .shownToken,
                    .shownGrants(day: today),
                    .tokenState(hash: hash, everyMinutes: rules.noteEveryMinutes),
                ])
            return (try rows[0].single, rows[1], try rows[2].single)
        }
        guard let token, let state else { throw AppError.tokenUnknown }
        let shown = try ShownToken(token, state)
        try shown.requireOpen()
        let found = try granted(grants, to: shown)
        let standing: Result<Standing, any Error> = Result {
            guard !shown.mustChange else { throw AppError.passwordChangeNeeded }
            return try choose(found, wanted: wanted)
        }
        let caller: Caller
        var used: [UUID] = [shown.credential.token]
        switch standing {
        case .success(let standing):
            used += standing.grants
            caller = Caller(
                account: shown.account, name: shown.name, roles: standing.roles, matrix: matrix,
                scope: standing.scope, door: door, credential: shown.credential)
        case .failure(let error):
            guard isPersonal else { throw error }
            caller = Caller(
                account: shown.account, name: shown.name, roles: [], matrix: .empty, scope: Scope(path: shown.path),
                door: door, credential: shown.credential)
        }
        try await note(used.filter(shown.stale.contains), hash)
        cache.keep(caller, key, atMost: .seconds(shown.expires.timeIntervalSinceNow))
        return caller
    }

    /// Notes the use of a token and of the grants that it worked with, every few minutes.
    private func note(_ used: [UUID], _ hash: Bytes) async throws {
        guard !used.isEmpty else { return }
        try await database.explained {
            _ = try await database.pool.transaction { try await $0.query(.noteUse(hash: hash, used: used)) }
        }
    }

    /// The grants that give something, by place, and what was left out.
    private func granted(_ grants: Rows, to shown: ShownToken) throws -> Granted {
        var found = Granted()
        for grant in grants {
            let path: String = try grant["path"]
            let role = Role(try grant["role"])
            guard let entry = matrix[role] else {
                found.unknown.insert(role)
                continue
            }
            guard !entry.needsSecondFactor || shown.credential.hasSecondFactor else {
                found.weak.append(entry.name)
                continue
            }
            if let last = found.places.indices.last, found.places[last].path == path {
                found.places[last].roles.insert(role)
                found.places[last].grants.append(try grant["id"])
            } else {
                found.places.append((path, [role], [try grant["id"]]))
            }
        }
        if !found.unknown.isEmpty {
            logger.warning(
                "grants name roles that roles.yaml does not list; they give nothing",
                metadata: ["account": "\(shown.account.description)", "roles": "\(found.unknown.sorted())"])
        }
        return found
    }

    private func choose(_ found: Granted, wanted: String?) throws -> Standing {
        guard !found.places.isEmpty else {
            throw found.weak.isEmpty ? AppError.noGrant(unknown: found.unknown) : .secondFactorNeeded(found.weak)
        }
        if let wanted {
            let scope = Scope(path: wanted)
            let fitting = found.places.filter { Scope(path: $0.path).contains(scope) }
            guard !fitting.isEmpty else { throw AppError.outsideScope }
            return Standing(
                scope: scope, roles: fitting.reduce(into: []) { $0.formUnion($1.roles) },
                grants: fitting.flatMap(\.grants))
        }
        // Grants within one another work together; the widest alone decides the range.
        let tops = found.places.filter { inner in
            !found.places.contains { $0.path != inner.path && Scope(path: $0.path).contains(inner.path) }
        }
        guard let top = tops.first, tops.count == 1 else { throw AppError.chooseScope(tops.map(\.path)) }
        return Standing(scope: Scope(path: top.path), roles: top.roles, grants: top.grants)
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

/// What grants give, by place.
private struct Granted {
    var places: [(path: String, roles: Set<Role>, grants: [UUID])] = []
    /// Roles that the matrix does not know.
    var unknown: Set<Role> = []
    /// Names of roles that need a second factor which was not proved.
    var weak: [Text] = []
}

/// Where a caller works, in which roles, by which grants.
private struct Standing {
    let scope: Scope
    let roles: Set<Role>
    let grants: [UUID]
}

/// A token that somebody showed, as the database knows it.
private struct ShownToken {
    let account: Identifier<Account>
    let name: String
    /// Where the account belongs.
    let path: String
    let expires: Date
    let credential: Credential
    let mustChange: Bool
    /// The token and the grants whose use is to be noted again.
    let stale: Set<UUID>
    private let isSession: Bool
    private let isActive: Bool
    private let isRevoked: Bool
    private let isExpired: Bool
    private let isIdle: Bool

    init(_ token: Row, _ state: Row) throws {
        account = try token["account_id"]
        name = try token["name"]
        path = try state["account_path"]
        expires = try token["expires_at"]
        isSession = try state["kind"] == "session"
        credential = Credential(token: try state["token_id"], hasSecondFactor: try state["second_factor"])
        let isTemporary: Bool = try state["must_change"]
        mustChange = isTemporary && isSession
        stale = Set(try state["stale"] as [UUID])
        isActive = try state["active"]
        let (revoked, replaced): (Bool, Bool) = (try token["revoked"], try state["replaced"])
        isRevoked = revoked || replaced
        isExpired = try token["expired"]
        isIdle = try state["idle"]
    }

    func requireOpen() throws(AppError) {
        guard !isSession || !(isRevoked || isExpired || isIdle) else { throw .sessionIdle }
        guard !isRevoked else { throw .tokenRevoked }
        guard !isExpired else { throw .tokenExpired(at: expires) }
        guard isActive else { throw .accountInactive }
    }
}

extension Page {
    /// A page out of one row more than was asked for.
    package init(_ items: [Item], limit: Int, key: (Item) -> String) {
        let page = Array(items.prefix(limit))
        self.init(items: page, next: items.count > limit ? page.last.map(key) : nil)
    }
}
