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
    package var grants: GrantRules
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
        database: ScopedDatabase, matrix: RoleMatrix, rules: SignInRules, grants: GrantRules, vault: AccessVault,
        place: @escaping @Sendable (Reference<GrantedScope>, Caller) async throws -> String, logger: Logger
    ) {
        self.database = database
        self.place = place
        self.matrix = matrix
        self.rules = rules
        self.grants = grants
        self.vault = vault
        decoy = PasswordHash.decoy(cost: rules.passwordCost)
        self.logger = logger
    }

    /// Turns a token or a session into a caller. A grant whose role the matrix does not know gives nothing, and one
    /// whose role needs a second factor gives nothing without it.
    /// - Parameters:
    ///   - wanted: a path to work below; without it the caller works wherever a grant gives something.
    ///   - isPersonal: whether it is asked for what concerns the caller's own account alone, which is possible before
    ///     the password is changed and without any grant.
    /// - Throws: `access.token_*`, `access.no_grant`, `access.outside_scope`,
    ///   `access.password_change_needed`, `access.second_factor_needed`.
    package func authenticate(
        _ secret: String, wanted: String? = nil, isPersonal: Bool = false, on today: Day, door: String
    ) async throws -> Caller {
        let hash = Token.hash(secret)
        let key = CallerKey(token: hash.bytes, wanted: wanted, today: today, door: door, isPersonal: isPersonal)
        if let caller = cache.value(key) { return caller }
        let nobody = Statement.showToken(tokenHash: hash.hex)
        let (token, held, posts, state) = try await database.explained {
            let rows = try await database.pool.read(
                prelude: [nobody],
                [
                    .shownToken, .tokenState(hash: hash, everyMinutes: rules.noteEveryMinutes),
                    .shownGrants(day: today),
                ] + (grants.posts.isEmpty ? [] : [.shownPosts(day: today, secondPerson: grants.needsSecondPerson)]))
            return (try rows[0].single, rows[2], rows.dropFirst(3).first, try rows[1].single)
        }
        guard let token, let state else { throw AppError.tokenUnknown }
        let shown = try ShownToken(token, state)
        try shown.requireOpen()
        let roles = try held.map(grantedRole) + (posts?.compactMap(roleOfPost) ?? [])
        let found = granted(roles, to: shown)
        let admitted: Result<Caller, any Error> = Result {
            guard !shown.mustChange else { throw AppError.passwordChangeNeeded }
            return try admit(shown, found, wanted: wanted, door: door)
        }
        let caller: Caller
        var used: [UUID] = [shown.credential.token]
        switch admitted {
        case .success(let admitted):
            caller = admitted
            used += found.held.filter { !caller.places(in: Scope(path: $0.path)).isEmpty }.map(\.id)
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

    private func grantedRole(_ row: Row) throws -> HeldRole { try held(Role(try row["role"]), row) }

    /// The role that goes with a post; nil for one that brings none.
    private func roleOfPost(_ row: Row) throws -> HeldRole? {
        let post = HeldPost(title: try row["title"], level: try row["level"], kind: try row["kind"])
        return try grants.role(post).map { try held($0, row) }
    }

    private func held(_ role: Role, _ row: Row) throws -> HeldRole {
        let (holder, name): (Identifier<Account>?, String?) = (try row["holder_id"], try row["holder"])
        let path: String = try row["path"]
        let end: Caller.RightEnd = try (row["until"] as Day?).map { .day($0.number) } ?? .never
        let substitute = holder.map {
            Caller.SubstituteRole(role: role, holder: $0, holderName: name ?? $0.description, end: end)
        }
        return HeldRole(
            id: try row["id"], path: path, role: role,
            part: Caller.Part(
                scope: Scope(path: path), roles: substitute == nil ? [role] : [],
                ends: substitute == nil && end != .never ? [role: end] : [:],
                substitute: Set([substitute].compactMap(\.self))))
    }

    /// The grants that give something, and what was left out.
    private func granted(_ held: [HeldRole], to shown: ShownToken) -> Granted {
        var found = Granted()
        for grant in held {
            guard let entry = matrix[grant.role] else {
                found.unknown.insert(grant.role)
                continue
            }
            guard !entry.needsSecondFactor || shown.credential.hasSecondFactor else {
                found.weak.append(entry.name)
                continue
            }
            found.held.append(grant)
        }
        if !found.unknown.isEmpty {
            logger.warning(
                "grants name roles that roles.yaml does not list; they give nothing",
                metadata: ["account": "\(shown.account.description)", "roles": "\(found.unknown.sorted())"])
        }
        return found
    }

    /// Who a token stands for, wherever its grants give something or in what of that lies below a path.
    private func admit(_ shown: ShownToken, _ found: Granted, wanted: String?, door: String) throws -> Caller {
        guard !found.held.isEmpty else {
            throw found.weak.isEmpty ? AppError.noGrant(unknown: found.unknown) : .secondFactorNeeded(found.weak)
        }
        let caller = Caller(
            account: shown.account, name: shown.name,
            granted: found.held.map(\.part), matrix: matrix, door: door, credential: shown.credential)
        guard let wanted else { return caller }
        let path = wanted.hasSuffix(".") ? wanted : wanted + "."
        guard let narrowed = caller.narrowed(to: Scope(path: path)) else { throw AppError.outsideScope }
        return narrowed
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
                        guard try await $0.query(.scopeIsProven)[0]["proven"] as Bool else { throw AppError.keyRetired }
                    }
                } catch PostgresError.server(let error) {
                    logger.error("the database server is not usable", metadata: ["message": "\(error.message)"])
                    throw AppError.databaseUnusable
                }
            }
        }
    }
}

/// A role that an account has somewhere: its own, that of a post, or that of somebody in whose place it acts.
private struct HeldRole {
    /// What its use is noted for.
    let id: UUID
    let path: String
    let role: Role
    let part: Caller.Part
}

/// What grants give.
private struct Granted {
    var held: [HeldRole] = []
    /// Roles that the matrix does not know.
    var unknown: Set<Role> = []
    /// Names of roles that need a second factor which was not proved.
    var weak: [Text] = []
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
