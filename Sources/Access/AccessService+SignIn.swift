import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles
import Wire

/// One attempt to sign in.
enum SignInAttempt {}

/// A person who knew the password of an account: what follows is done for that account alone.
struct SignInProof: Sendable {
    let attempt: Identifier<SignInAttempt>
    let account: Identifier<Account>
    let path: String
    let name: String
    let password: UUID
    let isTemporary: Bool
    /// A temporary password that was used or has run out.
    let isSpent: Bool
    let factor: (id: UUID, sealed: Bytes)?

    func caller(door: String) -> Caller {
        Caller(account: account, name: name, roles: [], matrix: .empty, scope: Scope(path: path), door: door)
    }
}

extension AccessService {
    /// Opens a session for who knows the password and, where the account has a second factor, its code.
    /// - Throws: `access.sign_in_refused` whatever of it is wrong, `access.sign_in_locked`, `access.code_needed`,
    ///   `access.secret_expired`, `access.busy`.
    package func signIn(_ order: SignInOrder, door: String, from source: SignInSource) async throws -> NewSession {
        try Plausible.words(order.name, "name", atMost: SignInName.longest)
        let proof = try await prove(order.name, order.password, door: door, from: source, refusal: .signInRefused)
        guard !proof.isSpent else { throw AppError.passwordExpired }
        let uses = try await codeUses(proof, order.code, door: door, refusal: .signInRefused)
        return try await open(
            proof, door: door, action: "session.open", mustChange: proof.isTemporary, after: { _ in uses })
    }

    /// Sets the password of an account by its one-time secret and opens a session: the first sign-in in one step.
    /// - Throws: what `signIn` throws; `access.sign_in_refused` for a password that is no one-time secret as well;
    ///   `password.*` for a new one that is refused, which leaves the secret as it was.
    package func signInFirst(
        _ order: FirstSignInOrder, door: String, from source: SignInSource
    ) async throws -> NewSession {
        try Plausible.words(order.name, "name", atMost: SignInName.longest)
        let proof = try await prove(order.name, order.secret, door: door, from: source, refusal: .signInRefused)
        guard proof.isTemporary else {
            try await noteRefusal(proof.account, proof.path, door: door)
            throw AppError.signInRefused
        }
        guard !proof.isSpent else { throw AppError.passwordExpired }
        do throws(AppError) {
            guard order.password != order.secret else { throw .passwordUnchanged }
            try rules.check(order.password, name: proof.name, signInName: SignInName.normalized(order.name))
        } catch {
            // The secret was right: choosing badly does not lock the name.
            try await finish(proof, "withdrawn")
            throw error
        }
        let uses = try await codeUses(proof, order.code, door: door, refusal: .signInRefused)
        let hash = try await hashed(order.password)
        let session = try await open(proof, door: door, action: "password.first", mustChange: false) { auditEvent in
            uses + [.insert(hash, of: proof.account, proof.path, expires: nil, auditEvent)]
        }
        cache.empty()
        return session
    }

    /// A session of who was proved. A one-time secret is used up by it; of two at once one gets through.
    /// - Parameter after: what is written with it.
    /// - Throws: `access.secret_expired` to the other.
    func open(
        _ proof: SignInProof, door: String, action: String, mustChange: Bool, after: (UUID) -> [Statement]
    ) async throws -> NewSession {
        let (token, id) = (Token.new(), Identifier<AccessToken>.new())
        let expires = Date().addingTimeInterval(3600 * Double(rules.sessionHours))
        let isOpened = try await database.write(proof.caller(door: door)) { transaction in
            if proof.isTemporary {
                guard try await !isOutgrown(proof, transaction) else { return false }
                let used = try await transaction.query(.useSecret(subject: proof.password, path: proof.path))
                guard used.affected == 1 else { return false }
            }
            let auditEvent = try await transaction.record(
                action, "account", subject: proof.account.value, path: proof.path,
                after: JSONText(encoding: ["second_factor": proof.factor == nil ? "none" : "proved"]))
            var statements = after(auditEvent)
            statements.append(
                .insertToken(
                    id: id, account: proof.account, path: proof.path, hash: Token.hash(token.secret), label: door,
                    kind: "session", idleMinutes: rules.sessionIdleMinutes, secondFactor: proof.factor != nil,
                    expiresAt: expires, madeWith: [UUID](), auditEvent: auditEvent))
            statements.append(.finishSignIn(attempt: proof.attempt, outcome: "succeeded"))
            _ = try await transaction.pipeline(statements)
            return true
        }
        guard isOpened else {
            // The secret was right: a second use does not lock the name for who came first.
            try await finish(proof, "withdrawn")
            throw AppError.passwordExpired
        }
        return NewSession(
            id: id, account: proof.account, name: proof.name, secret: token.secret, expires: Moment(expires),
            mustChangePassword: mustChange, hasSecondFactor: proof.factor != nil)
    }

    /// Finds the account of a name whose password was given. The attempt counts as failed until it is finished, and
    /// takes as long for an unknown name as for a known one.
    func prove(
        _ name: String, _ password: String, door: String, from source: SignInSource, refusal: AppError
    ) async throws -> SignInProof {
        guard password.unicodeScalars.count <= SignInRules.longestPassword else { throw refusal }
        let (wanted, attempt, now) = (SignInName.normalized(name), Identifier<SignInAttempt>.new(), Date())
        let begin = Statement.beginSignIn(
            name: wanted, nameHash: vault.hash(name: wanted), source: vault.hash(name: source.text(with: wanted)),
            door: door, attempt: attempt, since: rules.failuresSince(now), allowed: rules.failuresAllowed,
            together: rules.failuresAllowedTogether,
            keptSince: now.addingTimeInterval(-86_400 * Double(rules.attemptDays)))
        let (row, matches) = try await work.admit {
            let row = try await database.explained {
                try await database.pool.transaction { try await $0.query(begin).single }
            }
            guard let row, try row["locked"] == false else { throw AppError.signInLocked(minutes: rules.lockMinutes) }
            let stored = try row.passwordHash() ?? decoy
            return (row, try await work.run { () throws(AppError) in try stored.matches(password) })
        }
        let account: Identifier<Account>? = try row["account_id"]
        let path: String? = try row["path"]
        guard matches, let account, let path, try row["active"] == true, let id: UUID = try row["password_id"] else {
            try await noteRefusal(account, path, door: door)
            throw refusal
        }
        let isTemporary: Bool = try row["temporary"]
        let (isExpired, isUsed): (Bool, Bool) = (try row["expired"], try row["used"])
        var factor: (UUID, Bytes)?
        if let id: UUID = try row["factor_id"] { factor = (id, try row["sealed"]) }
        return SignInProof(
            attempt: attempt, account: account, path: path, name: try row["name"], password: id,
            isTemporary: isTemporary, isSpent: isTemporary && (isExpired || isUsed), factor: factor)
    }

    /// The audit event of a refusal, the same work for an unknown name.
    func noteRefusal(_ account: Identifier<Account>?, _ path: String?, door: String) async throws {
        let place = path ?? "0."
        let caller = Caller.unknown(door: door, at: Scope(path: place))
        try await database.write(caller) { transaction in
            _ = try await transaction.record("session.refuse", "account", subject: account?.value, path: place)
        }
    }

    /// What marks the code of a second factor as used; nothing for an account without one.
    /// - Throws: the refusal for a wrong code, `access.code_needed` for none.
    func codeUses(
        _ proof: SignInProof, _ code: String?, door: String, refusal: AppError
    ) async throws -> [Statement] {
        guard let factor = proof.factor else { return [] }
        let code = (code ?? "").filter { !$0.isWhitespace && $0 != "-" }.lowercased()
        guard !code.isEmpty else {
            // The password was right: neither a failure nor a success, which would forget the failures before.
            try await finish(proof, "withdrawn")
            throw AppError.codeNeeded
        }
        guard let secret = vault.open(factor.sealed, for: proof.account.description) else {
            throw AppError.factorUnreadable
        }
        if code.utf8.count == TimeCode.digits {
            if let step = TimeCode.step(of: code, secret: secret, at: Date()) {
                return [.useCode(subject: factor.id, step: step, path: proof.path)]
            }
        } else {
            let find = Statement.recoveryCode(secondFactor: factor.id, hash: Token.hash(code))
            let found = try await database.read(proof.caller(door: door), find).single
            if let found { return [.useCode(subject: try found["id"] as UUID, step: 0, path: proof.path)] }
        }
        try await noteRefusal(proof.account, proof.path, door: door)
        throw refusal
    }

    /// Says what became of an attempt.
    func finish(_ proof: SignInProof, _ outcome: String) async throws {
        try await database.explained {
            _ = try await database.pool.transaction {
                try await $0.query(.finishSignIn(attempt: proof.attempt, outcome: outcome))
            }
        }
    }
}

extension Row {
    /// Nil where the account has no password.
    fileprivate func passwordHash() throws -> PasswordHash? {
        guard let salt: Bytes = try self["salt"] else { return nil }
        return PasswordHash(
            salt: salt, hash: try self["hash"], cost: try self["cost"], block: try self["block"],
            lanes: try self["lanes"])
    }
}
