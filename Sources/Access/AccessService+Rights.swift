/// By which right of the caller something is given: what is given ends with it, and nobody gives it to themselves by
/// the right of another.
package import Civil
package import Foundation
package import Kernel
import Postgres
import SQLFiles

/// The right of the caller that bears an act.
package struct HeldRight: Sendable {
    /// The caller by this right and those that last as long.
    package let caller: Caller
    /// The first day without it; nil for a right that does not end.
    package let end: Day?
    /// Whether it is the caller's own, and not that of somebody in whose place they act.
    package let isOwn: Bool

    /// The earlier of a day and the end.
    package func cut(_ until: Day?) -> Day? {
        guard let end else { return until }
        return until.map { min($0, end) } ?? end
    }

    /// The earlier of a moment and the end, in China.
    func cut(_ date: Date) -> Date {
        guard let end else { return date }
        return min(date, Date(timeIntervalSince1970: Double(end.number) * 86_400 - 8 * 3600))
    }

    /// The end, where it makes something shorter.
    func shortening(_ until: Day?) -> Day? { cut(until) == until ? nil : end }

    func shortening(_ date: Date) -> Day? { cut(date) < date ? end : nil }

    /// - Throws: `access.right_ends` for what would begin when the right has ended.
    func requireBeginning(_ since: Day) throws(AppError) {
        if let end, since >= end { throw .rightEnds(end) }
    }
}

extension AccessService {
    /// The first of the caller's rights that suffices for something. Where none does, all of them: the verb says why.
    private func right(
        of caller: Caller, where suffices: (Caller) async throws -> Bool
    ) async throws -> HeldRight {
        let rights = caller.rights
        for (index, right) in rights.enumerated() {
            if index < rights.count - 1, try await !suffices(right.caller) { continue }
            let end: Day? = if case .day(let number) = right.end { Day(number: number) } else { nil }
            return HeldRight(caller: right.caller, end: end, isOwn: right.isOwn)
        }
        return HeldRight(caller: caller, end: nil, isOwn: true)
    }

    /// The right to give a role over a subtree.
    /// - Parameters:
    ///   - role: nil for an account without one.
    ///   - isNew: whether it goes to a new account, which is made with it.
    func right(
        toGive role: Role?, at path: String, toSelf: Bool = false, isNew: Bool, _ caller: Caller
    ) async throws -> HeldRight {
        try await right(of: caller) { candidate in
            do throws(AppError) {
                var manager = isNew ? try candidate.managingAccounts() : candidate
                if role != nil || !isNew { manager = try manager.managingGrants() }
                guard manager.covers(Scope(path: path)) else { return false }
                return !(toSelf || administers(role)) || manager.may(.administer, at: path)
            } catch { return false }
        }
    }

    /// The right to change an account: that of a scope in which it and all that it reaches lie.
    /// - Parameters:
    ///   - person: the one that it is to stand for, with all posts.
    ///   - narrowed: by the permission that it is changed with.
    package func right(
        toChange account: Identifier<Account>, person: UUID? = nil, _ caller: Caller,
        by narrowed: (Caller) throws(AppError) -> Caller
    ) async throws -> HeldRight {
        try await right(of: caller) { candidate in
            do {
                let manager = try narrowed(candidate)
                return try await database.snapshot(manager) { transaction in
                    try await transaction.requireOwn(account)
                    try await requireNotAbove(account, manager, transaction)
                    guard let person else { return true }
                    return try await transaction.query(.personIsWithin(person: person)).single?["person_is_within"]
                        == true
                }
            } catch is AppError { return false }
        }
    }

    func administers(_ role: Role?) -> Bool { role.flatMap { matrix[$0] }?.permissions.contains(.administer) == true }
}

extension ScopedTransaction {
    /// Nobody gives access to themselves by the right of another.
    /// - Throws: `access.own_substitution`.
    package func requireOthers(
        _ account: Identifier<Account>, person: UUID? = nil, by right: HeldRight
    ) async throws {
        guard !right.isOwn, try await concernsCaller(account, person: person) else { return }
        throw AppError.ownSubstitution
    }

    /// Whether an account is the caller's or of the same person, or a person is the caller's.
    func concernsCaller(_ account: Identifier<Account>, person: UUID? = nil) async throws -> Bool {
        try await query(.concernsCaller(account: account, person: person))[0]["concerns_caller"]
    }
}

extension Text {
    /// Of what ends with the right by which it was given.
    package func cut(to end: Day?) -> Text {
        guard let end else { return self }
        return followed(
            by: Text(
                zh: "您据以办理的权限到 \(end) 为止（不含），所给的也到此为止。",
                en: "The right by which you gave it ends before \(end), and it ends with that right."))
    }
}

extension AppError {
    static func rightEnds(_ end: Day) -> AppError {
        AppError(
            .forbidden, "access.right_ends",
            Text(
                zh: "您在此处的权限到 \(end) 为止（不含），不能给从这天起才开始的权限。",
                en: "Your own right here ends before \(end): you cannot give what begins on that day or later."),
            hint: Text(
                zh: "请改早开始日，或由权限不限期的管理员办理。",
                en: "Give an earlier day, or ask an administrator whose right does not end."))
    }

    static var ownSubstitution: AppError {
        AppError(
            .forbidden, "access.own_substitution",
            Text(
                zh: "代理他人期间，不能用代理的权限给自己（包括本人的其他账号）授权。",
                en: "Acting in place of another nobody gives access to themselves, nor to another account of theirs."),
            hint: Text(zh: "请由被代理人或另一名管理员办理。", en: "Ask the person you act for, or another administrator."))
    }
}
