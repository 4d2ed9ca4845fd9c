package import Kernel
package import Postgres
import SQLFiles

/// How many ID numbers an account may ask for on a day. A caller who knows a birth date has some hundred numbers
/// left to try, so those of one birth date are counted apart: an office never needs many of them.
package struct LookupLimits: Sendable {
    package let aDay: Int
    package let aBirthDate: Int

    package init(aDay: Int, aBirthDate: Int) {
        self.aDay = aDay
        self.aBirthDate = aBirthDate
    }
}

/// An ID number that somebody asks for, as keyed hashes.
package struct LookedUp: Sendable {
    package let number: Bytes
    package let birth: Bytes

    package init(number: Bytes, birth: Bytes) {
        self.number = number
        self.birth = birth
    }
}

extension ScopedDatabase {
    /// Counts ID numbers before any answer about them, in a transaction of its own: what was asked stays
    /// counted, however the request ends. A number that was asked for before costs nothing.
    /// - Parameters:
    ///   - purpose: what they are asked for, for the audit trail.
    ///   - isAudited: false for what leaves audit events of its own.
    /// - Throws: `identity.lookup_limit`. The operator of the machine, who holds the key of the numbers, has no limit.
    package func count(
        _ numbers: [LookedUp], for purpose: String, within limits: LookupLimits, isAudited: Bool = true,
        caller: Caller
    ) async throws {
        guard !numbers.isEmpty else { return }
        let edition = keys.finding.edition
        let passed = try await apart(caller) { transaction in
            try await keys.follow(transaction)
            let isOver = try await transaction.isOver(numbers, limits, edition)
            if isAudited || isOver {
                try await transaction.record(
                    isOver ? "identity.lookup_refused" : "identity.lookup", "person",
                    after: JSONText(encoding: ["numbers": String(numbers.count), "for": purpose]))
            }
            return isOver
        }
        if passed { throw AppError.lookupLimit(limits) }
    }

    /// A transaction that stands whatever becomes of the request, and outside its idempotency key.
    private func apart<Value: Sendable>(
        _ caller: Caller, _ body: (ScopedTransaction) async throws -> Value
    ) async throws -> Value {
        try await explained {
            try await pool.transaction(.write, prelude: prelude(caller)) { transaction in
                try await body(ScopedTransaction(transaction: transaction, caller: caller, eventSigner: eventSigner))
            }
        }
    }
}

extension ScopedTransaction {
    /// Keeps the numbers, and says whether there are too many of them now.
    fileprivate func isOver(_ numbers: [LookedUp], _ limits: LookupLimits, _ edition: Int) async throws -> Bool {
        guard caller.account != Caller.operatorAccount else { return false }
        try await lock(.imports, ["lookups \(caller.account)"])
        let births = numbers.map(\.birth)
        _ = try await query(
            .keepLookups(
                account: caller.account, path: caller.scope.low, hashes: numbers.map(\.number), births: births,
                keyEdition: edition))
        let counts = try await query(.countLookups(account: caller.account, births: births))[0]
        let (all, ofOneDay): (Int, Int) = (try counts["numbers"], try counts["of_one_day"])
        return all > limits.aDay || ofOneDay > limits.aBirthDate
    }
}

extension AppError {
    static func lookupLimit(_ limits: LookupLimits) -> AppError {
        AppError(
            .forbidden, "identity.lookup_limit",
            Text(
                zh: "今天查询的身份证号太多：每个账号每天 \(limits.aDay) 个，同一出生日期 \(limits.aBirthDate) 个。",
                en:
                    "Too many ID numbers were asked for today: an account may ask for \(limits.aDay) a day, and for "
                    + "\(limits.aBirthDate) of one birth date."),
            hint: Text(
                zh: "请明天再查，或改用姓名、人员编号；确有需要，由管理员调整设置 identity.lookups_per_day 和 identity.lookups_per_birth_date。",
                en: "Ask again tomorrow, or use names or identifiers; an administrator can raise "
                    + "identity.lookups_per_day and identity.lookups_per_birth_date."))
    }
}
