import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// One more token of an account that exists.
package struct LabelledTokenOrder: Codable, Described, Sendable {
    package let label: String
    package let days: Int?

    package init(label: String, days: Int? = nil) {
        self.label = label
        self.days = days
    }

    package static let memberLimits: [String: MemberLimit] = [
        "label": .length(200), "days": .count(TokenOrder.daysAllowed),
    ]

    package static let memberTexts = [
        "label": Text(zh: "令牌的名称，如用它的程序", en: "What the token is for, such as the program that uses it"),
        "days": Text(zh: "有效天数，1 到 3650，默认 90", en: "Days it lasts, 1 to 3650, by default 90"),
    ]
}

/// A new secret for a token.
package struct RotationOrder: Codable, Described, Sendable {
    package let minutes: Int?
    package let days: Int?

    package init(minutes: Int? = nil, days: Int? = nil) {
        self.minutes = minutes
        self.days = days
    }

    package static let minutesAllowed = 0...10_080

    package static let memberLimits: [String: MemberLimit] = [
        "minutes": .count(minutesAllowed), "days": .count(TokenOrder.daysAllowed),
    ]

    package static let memberTexts = [
        "minutes": Text(
            zh: "旧令牌还有效多少分钟，0 到 10080，默认 0：立即失效",
            en: "Minutes that the old secret still holds, 0 to 10080, by default 0: it ends at once"),
        "days": Text(zh: "新令牌的有效天数，1 到 3650，默认 90", en: "Days the new one lasts, 1 to 3650, by default 90"),
    ]
}

extension AccessService {
    /// A further token of the caller's own account. It is as strong as what the caller came in with; one made with
    /// another token lasts no longer than that one and ends with it.
    package func issueOwn(_ order: LabelledTokenOrder, caller: Caller) async throws -> NewToken {
        let own = try await own(caller)
        return try await database.write(own.caller) { transaction in
            var origin: Origin?
            if let credential = caller.credential {
                let row = try await transaction.query(.tokenByID(id: Identifier<AccessToken>(credential.token))).single
                if let row, try row["kind"] as String == "api" {
                    origin = Origin(
                        tokens: try row["made_with"] as [UUID] + [credential.token], ends: try row["expires_at"])
                }
            }
            return try await insert(
                order, of: caller.account, own.path, isStrong: caller.credential?.hasSecondFactor ?? false, origin,
                nil, transaction)
        }
    }

    /// The token that another one was made with, after those that it was made with itself.
    private struct Origin {
        let tokens: [UUID]
        let ends: Date
    }

    /// A further token of an account, by an administrator. Nobody proved a second factor for it. Where a second person
    /// has a word, or duties are divided, nobody holds a key to the account of somebody who signs in.
    package func issue(
        _ order: LabelledTokenOrder, for account: Identifier<Account>, caller given: Caller
    ) async throws -> NewToken {
        let caller = try given.managingAccounts()
        let right = try await right(toChange: account, given) { who throws(AppError) in try who.managingAccounts() }
        return try await database.write(caller) { transaction in
            let found = try await transaction.requireOwn(account)
            guard
                !grants.needsSecondPerson && !grants.dividesDuties || found.signInName == nil
                    || account == caller.account
            else { throw AppError.tokenOfAnother }
            try await requireNotAbove(account, caller, transaction)
            return try await insert(order, of: account, found.path, isStrong: false, nil, right, transaction)
        }
    }

    private func insert(
        _ order: LabelledTokenOrder, of account: Identifier<Account>, _ path: String, isStrong: Bool,
        _ origin: Origin?, _ right: HeldRight?, _ transaction: ScopedTransaction
    ) async throws -> NewToken {
        try Plausible.words(order.label, "label", atMost: 200)
        let days = order.days ?? TokenOrder.usualDays
        try Plausible.count(days, "days", in: TokenOrder.daysAllowed)
        let (token, id) = (Token.new(), Identifier<AccessToken>.new())
        let wanted = Date().addingTimeInterval(Double(days) * 86_400)
        let lasting = min(wanted, origin?.ends ?? wanted)
        let expires = right?.cut(lasting) ?? lasting
        let auditEvent = try await transaction.record(
            "token.issue", "account", subject: account.value, path: path,
            after: JSONText(encoding: ["label": order.label, "token": id.description]))
        _ = try await transaction.query(
            .insertToken(
                id: id, account: account, path: path, hash: Token.hash(token.secret), label: order.label, kind: "api",
                idleMinutes: Int?.none, secondFactor: isStrong, expiresAt: expires, madeWith: origin?.tokens ?? [],
                auditEvent: auditEvent))
        return NewToken(
            id: id, account: account, secret: token.secret, expires: Moment(expires),
            cutTo: right?.shortening(lasting))
    }

    /// Replaces the secret of a token: one's own, or as an administrator another's. The old secret ends at once or some
    /// minutes later.
    package func rotate(_ id: Identifier<AccessToken>, _ order: RotationOrder, caller: Caller) async throws -> NewToken
    {
        let minutes = order.minutes ?? 0
        try Plausible.count(minutes, "minutes", in: RotationOrder.minutesAllowed)
        let days = order.days ?? TokenOrder.usualDays
        try Plausible.count(days, "days", in: TokenOrder.daysAllowed)
        let owner = try await owner(of: id, caller)
        let manager = try owner ?? caller.managingAccounts()
        var right: HeldRight?
        if owner == nil, let row = try await database.read(manager, .tokenByID(id: id)).single {
            right = try await self.right(toChange: try row["account_id"], caller) { who throws(AppError) in
                try who.managingAccounts()
            }
        }
        let rotated = try await database.write(manager) { [right] transaction in
            let old = try await transaction.requireToken(id, kinds: ["api"])
            if owner == nil {
                try await transaction.requireOwn(old.account)
                try await requireNotAbove(old.account, caller, transaction)
            }
            let (token, successor) = (Token.new(), Identifier<AccessToken>.new())
            let now = Date()
            let wanted = now.addingTimeInterval(Double(days) * 86_400)
            // What was made with another token lasts no longer, rotated or not.
            let lasting = old.madeWith.isEmpty ? wanted : min(wanted, old.expires)
            let expires = right?.cut(lasting) ?? lasting
            let auditEvent = try await transaction.record(
                "token.rotate", "token", subject: id.value, path: old.path,
                after: JSONText(encoding: ["successor": successor.description, "minutes": String(minutes)]))
            _ = try await transaction.pipeline([
                .insertToken(
                    id: successor, account: old.account, path: old.path, hash: Token.hash(token.secret),
                    label: old.label, kind: "api", idleMinutes: Int?.none,
                    secondFactor: owner != nil && old.isStrong, expiresAt: expires, madeWith: old.madeWith,
                    auditEvent: auditEvent),
                .replaceToken(
                    token: id, path: old.path, successor: successor,
                    endsAt: now.addingTimeInterval(60 * Double(minutes)), auditEvent: auditEvent),
            ])
            return NewToken(
                id: successor, account: old.account, secret: token.secret, expires: Moment(expires),
                cutTo: right?.shortening(lasting))
        }
        cache.empty()
        return rotated
    }

    /// Ends a session: one's own, or as an administrator another's.
    package func endSession(_ id: Identifier<AccessToken>, caller: Caller) async throws -> Revoked {
        let owner = try await owner(of: id, caller)
        let path = try await database.write(try owner ?? caller.managingAccounts()) { transaction in
            let session = try await transaction.requireToken(id, kinds: ["session"])
            let auditEvent = try await transaction.record("session.end", "token", subject: id.value, path: session.path)
            _ = try await transaction.query(
                .insertRevocation(subject: id, path: session.path, auditEvent: auditEvent))
            return session.path
        }
        cache.empty()
        return Revoked(id: id.description, path: path)
    }

    /// The caller over their own account, where a token or session is theirs; nil for another's.
    func owner(of id: Identifier<AccessToken>, _ caller: Caller) async throws -> Caller? {
        guard let own = try await ownIfAny(caller)?.caller else { return nil }
        let row = try await database.read(own, .tokenByID(id: id)).single
        return try row?["account_id"] == caller.account ? own : nil
    }

    /// Sessions of the caller's scope for who manages access, and otherwise the caller's own.
    package func sessions(_ page: PageRequest, caller: Caller) async throws -> Page<TokenLine> {
        guard caller.managesAccounts else { return try await ownTokens("session", page, caller) }
        let caller = try caller.managingAccounts()
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let lines = try await database.readPage(
            caller,
            .signInSessions(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: TokenLine.self)
        return Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
    }

    func ownTokens(_ kind: String, _ page: PageRequest, _ caller: Caller) async throws -> Page<TokenLine> {
        let own = try await own(caller).caller
        let (_, id) = try PathKey.read(page.after, within: own.scope)
        let lines = try await database.readPage(
            own, .tokensOfAccount(account: caller.account, kind: kind, afterID: id, limit: page.limit + 1),
            as: TokenLine.self)
        return Page(lines, limit: page.limit) { PathKey.write($0.scope, $0.id) }
    }
}

/// A token as it is before it is replaced or ended.
struct NamedToken {
    let account: Identifier<Account>
    let path: String
    let label: String
    let isStrong: Bool
    let expires: Date
    let madeWith: [UUID]
}

extension ScopedTransaction {
    /// - Throws: `not_found` for one that the scope does not hold, is of another kind or has ended.
    func requireToken(_ id: Identifier<AccessToken>, kinds: Set<String>) async throws -> NamedToken {
        guard let row = try await query(.tokenByID(id: id)).single, kinds.contains(try row["kind"]),
            try row["revoked"] == false
        else { throw AppError.notFound(Text(zh: "令牌或登录", en: "token or session"), id.description) }
        return NamedToken(
            account: try row["account_id"], path: try row["path"], label: try row["label"],
            isStrong: try row["second_factor"], expires: try row["expires_at"], madeWith: try row["made_with"])
    }
}
