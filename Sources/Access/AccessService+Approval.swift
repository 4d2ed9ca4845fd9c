package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// The word of a second person.
extension AccessService {
    /// What waits in the caller's scope: grants, substitutions, and access that goes with posts.
    package func waiting(_ page: PageRequest, on today: Day, caller: Caller) async throws -> Page<WaitingLine> {
        let caller = try caller.managingGrants()
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let rows = try await database.readPage(
            caller,
            .waitingGrants(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id, withPosts: postsWait,
                day: today, limit: page.limit + 1))
        let lines = try await database.explained { try rows.map(waitingLine) }
        let found = Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
        // A post that brings no role gives nothing to decide about.
        return Page(items: found.items.filter { $0.kind != .post || $0.role != nil }, next: found.next)
    }

    /// Whether the access that goes with posts needs somebody's word.
    private var postsWait: Bool { grants.needsSecondPerson && !grants.posts.isEmpty }

    private func waitingLine(_ row: Row) throws -> WaitingLine {
        let kind: WaitingKind = try row.choice("kind")
        return WaitingLine(
            id: try row["id"], kind: kind, account: try row["account"], accountName: try row["account_name"],
            inPlaceOf: try row["in_place_of"], role: try role(of: row, isPost: kind == .post), scope: try row["scope"],
            since: try row["since"],
            until: try row["until"], madeBy: try row["made_by"], at: Moment(try row["at"] as Date))
    }

    /// Puts in force what another administrator decided.
    /// - Parameter id: of the grant or substitution, or of the tenure whose access waits.
    /// - Throws: `access.second_person` for who decided it and for who gains by it, `not_found` for what does not wait.
    package func confirm(_ id: Identifier<Grant>, caller: Caller) async throws -> GrantDecided {
        try await decide(id, approves: true, reason: nil, caller)
    }

    /// Refuses what another administrator decided.
    package func refuse(_ id: Identifier<Grant>, _ order: RefusalOrder, caller: Caller) async throws -> GrantDecided {
        try Plausible.words(order.reason, "reason")
        return try await decide(id, approves: false, reason: order.reason, caller)
    }

    private func decide(
        _ id: Identifier<Grant>, approves: Bool, reason: String?, _ caller: Caller
    ) async throws -> GrantDecided {
        let caller = try caller.managingGrants()
        try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.waitingGrant(id: id, withPosts: postsWait)).single else {
                throw AppError.notFound(Text(zh: "待确认的授权", en: "waiting grant"), id.description)
            }
            let path: String = try row["path"]
            let parties: [Identifier<Account>] = [try row["made_by"], try row["account"]]
            let holder: Identifier<Account>? = try row["holder"]
            guard !parties.contains(caller.account), holder != caller.account else { throw AppError.secondPerson }
            guard try await !transaction.concernsCaller(parties[1]) else { throw AppError.secondPerson }
            let same: Bool = try await transaction.query(.oneHand(account: parties[0], other: caller.account))[0][
                "one_hand"]
            guard !same else { throw AppError.secondPerson }
            let auditEvent = try await transaction.record(
                approves ? "grant.confirm" : "grant.refuse", "account", subject: parties[1].value, path: path,
                after: JSONText(encoding: ["grant": id.description, "reason": reason ?? ""]))
            _ = try await transaction.query(
                .insertGrantDecision(
                    subject: id, path: path, account: caller.account, approved: approves, reason: reason,
                    auditEvent: auditEvent))
        }
        cache.empty()
        return GrantDecided(id: id, approved: approves)
    }
}

extension AppError {
    static var secondPerson: AppError {
        AppError(
            .forbidden, "access.second_person",
            Text(
                zh: "这项授权须由另一名管理员确认：不能是经办人、受益人，也不能是双方之一设置过令牌、证书或重置过密码的账号。",
                en: "Another administrator confirms this: neither who decided it nor who gains by it, nor an account "
                    + "whose token, certificate or password one of them set for the other."),
            hint: Text(zh: "请另一名管理员办理。", en: "Ask another administrator."))
    }
}
