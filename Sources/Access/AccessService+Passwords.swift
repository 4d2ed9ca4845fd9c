import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// The caller's own account, which may lie outside the scope that they work in.
struct OwnAccount {
    let path: String
    let name: String
    let signInName: String?
    let caller: Caller
}

extension AccessService {
    /// - Throws: `access.no_own_account` for the operator.
    func own(_ caller: Caller) async throws -> OwnAccount {
        guard let own = try await ownIfAny(caller) else { throw AppError.noOwnAccount }
        return own
    }

    /// Nil for the operator, who has none.
    func ownIfAny(_ caller: Caller) async throws -> OwnAccount? {
        let nowhere = Caller(
            account: caller.account, name: caller.name, roles: [], matrix: .empty, scope: Scope(path: "0."),
            door: caller.door, credential: caller.credential)
        guard let row = try await database.read(nowhere, .ownAccount).single else { return nil }
        let path: String = try row["path"]
        let own = Caller(
            account: caller.account, name: caller.name, roles: [], matrix: .empty, scope: Scope(path: path),
            door: caller.door, credential: caller.credential)
        return OwnAccount(path: path, name: try row["name"], signInName: try row["sign_in_name"], caller: own)
    }

    /// Changes the caller's own password and ends their other sessions.
    /// - Throws: `password.*`, and what a sign-in throws.
    package func changePassword(_ order: PasswordOrder, caller: Caller) async throws -> PasswordChanged {
        let own = try await own(caller)
        guard let signInName = own.signInName else { throw AppError.noSignInName }
        guard order.new != order.old else { throw AppError.passwordUnchanged }
        try rules.check(order.new, name: own.name, signInName: signInName)
        let proof = try await prove(
            signInName, order.old, door: caller.door, from: .session, refusal: .oldPasswordWrong)
        let hash = try await hashed(order.new)
        let ended = try await database.write(own.caller) { transaction in
            let auditEvent = try await transaction.record(
                "password.change", "account", subject: caller.account.value, path: own.path)
            let rows = try await transaction.pipeline([
                .insert(hash, of: caller.account, own.path, expires: nil, auditEvent),
                .endSessions(
                    account: caller.account, except: caller.credential?.token ?? PathKey.first,
                    auditEvent: auditEvent),
                .finishSignIn(attempt: proof.attempt, outcome: "succeeded"),
            ])
            return rows[1].affected
        }
        cache.empty()
        return PasswordChanged(account: caller.account, endedSessions: ended)
    }

    func hashed(_ password: String) async throws -> PasswordHash {
        let cost = rules.passwordCost
        return try await work.admit {
            try await work.run { () throws(AppError) in try PasswordHash.make(password, cost: cost) }
        }
    }

    /// Gives an account a one-time secret for its next sign-in and ends its sessions.
    package func reset(
        _ account: Identifier<Account>, _ order: ResetOrder, caller given: Caller
    ) async throws -> NewAccount {
        let caller = try given.managingAccounts()
        let right = try await right(toChange: account, given) { who throws(AppError) in try who.managingAccounts() }
        let secret = SecretBytes.words(16)
        let wanted = Date().addingTimeInterval(3600 * Double(rules.resetHours))
        let expires = right.cut(wanted)
        let hash = try await hashed(secret)
        let removesFactor = order.secondFactor == true
        let name = try await database.write(caller) { transaction in
            let found = try await transaction.requireOwn(account)
            guard let name = found.signInName else { throw AppError.noSignInName }
            try await requireNotAbove(account, caller, transaction)
            let auditEvent = try await transaction.record(
                "password.reset", "account", subject: account.value, path: found.path,
                after: JSONText(encoding: ["second_factor": removesFactor ? "removed" : "kept"]))
            var statements: [Statement] = [
                .insert(hash, of: account, found.path, expires: expires, auditEvent),
                .endTokens(account: account, auditEvent: auditEvent),
            ]
            if removesFactor { statements.append(.endSecondFactors(account: account, auditEvent: auditEvent)) }
            _ = try await transaction.pipeline(statements)
            return name
        }
        cache.empty()
        return NewAccount(
            account: account, signInName: name, grant: nil, secret: secret, link: rules.link(name, secret),
            expires: Moment(expires), cutTo: right.shortening(wanted))
    }
}

extension Statement {
    /// A password of an account; one that expires is temporary.
    static func insert(
        _ hash: PasswordHash, of account: Identifier<Account>, _ path: String, expires: Date?, _ auditEvent: UUID
    ) -> Statement {
        .insertPassword(
            id: UUID(), account: account, path: path, salt: hash.salt, hash: hash.hash, cost: hash.cost,
            block: hash.block, lanes: hash.lanes, temporary: expires != nil, expiresAt: expires,
            auditEvent: auditEvent)
    }
}
