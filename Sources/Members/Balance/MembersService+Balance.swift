import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import SQLFiles

extension MembersService {
    /// The yearly balance of an organisation and everything below it, from the history of memberships; up to today
    /// while the year is not over.
    package func balance(
        of reference: Reference<Organisation>, year: Int, on today: Day, caller: Caller
    ) async throws -> Balance {
        let caller = try caller.with(.readRegistry)
        let (last, end) = try Self.days(year, today: today)
        let organisation = try await organisations.organisation(reference, caller: caller)
        // Of one state of the database, or a count could miss what a movement says.
        return try await database.snapshot(caller) { transaction in
            let counts = try await transaction.query(
                .membersOnDay(organisation: organisation.id, openingDay: last, closingDay: end))[0]
            let moves = try await transaction.query(
                .balanceMovements(organisation: organisation.id, openingDay: last, closingDay: end))
            let reported = try await transaction.query(.reportedBalances(organisation: organisation.id, year: year))
            func report(of year: Int) throws -> Balance.Submission? {
                var last: Balance.Submission?
                for row in reported where try row["year"] as Int == year {
                    last = Balance.Submission(closing: try row["closing"], document: try row["document"])
                }
                return last
            }
            return Balance(
                of: (organisation.code, organisation.name), year: year, opening: try counts["opening"],
                closing: try counts["closing"],
                lines: try moves.map { row in
                    Balance.Line(
                        Movement(
                            begins: try row["begins"], status: try row.choice("status"), word: try row["word"],
                            beside: try row.choice("beside")),
                        people: try row["people"], examples: try row["examples"])
                },
                reportedLastYear: try report(of: year - 1), reported: try report(of: year))
        }
    }

    /// Keeps a balance as it is sent. One that does not add up, or holds what nothing explains, is not sent.
    /// - Throws: `balance.unbalanced`, `balance.year_open`.
    package func report(
        _ order: BalanceReport, of reference: Reference<Organisation>, year: Int, on today: Day, caller: Caller
    ) async throws -> BalanceReported {
        let caller = try caller.with(.decideMembership)
        try Plausible.words(order.document, "document")
        try Plausible.count(year, "year", in: Plausible.years)
        guard let end = Day(year: year, month: 12, day: 31), end <= today else { throw AppError.yearOpen(year, today) }
        let organisation = try await organisations.organisation(reference, caller: caller)
        let balance = try await balance(of: reference, year: year, on: today, caller: caller)
        guard balance.balanced else { throw AppError.unbalanced(balance) }
        try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "balance.report", "organisation", subject: organisation.id.value, path: organisation.path,
                after: JSONText(encoding: ["year": String(year), "document": order.document]))
            let lines = try JSONText(
                encoding: Dictionary(
                    uniqueKeysWithValues: balance.lines.map { ($0.movement.rawValue, String($0.people)) }))
            _ = try await transaction.query(
                .insertBalance(
                    organisation: organisation.id, year: year, path: organisation.path, opening: balance.opening,
                    closing: balance.closing, lines: lines, document: order.document, auditEvent: auditEvent))
        }
        return BalanceReported(balance: try await self.balance(of: reference, year: year, on: today, caller: caller))
    }

    private static func days(_ year: Int, today: Day) throws -> (last: Day, end: Day) {
        try Plausible.count(year, "year", in: Plausible.years)
        guard let last = Day(year: year - 1, month: 12, day: 31), let end = Day(year: year, month: 12, day: 31),
            last < today
        else { throw AppError.yearOpen(year, today) }
        return (last, min(end, today))
    }
}

extension AppError {
    static func yearOpen(_ year: Int, _ today: Day) -> AppError {
        AppError(
            .conflict, "balance.year_open",
            Text(zh: "\(year) 年尚未结束，今天是 \(today)。", en: "The year \(year) is not over; today is \(today)."),
            hint: Text(
                zh: "可随时查看当年的平衡表，年后再上报。", en: "Look at a year's balance at any time; report it once the year is over."))
    }

    static func unbalanced(_ balance: Balance) -> AppError {
        AppError(
            .conflict, "balance.unbalanced",
            Text(
                zh:
                    "「\(balance.organisationName)」\(balance.year) 年不平：上年末 \(balance.opening)，"
                    + "增 \(balance.increases)，减 \(balance.decreases)，应为 \(balance.expected)，实有 \(balance.closing)；"
                    + "与上年上报数相差 \(balance.offReportOfLastYear)，原因不明 \(balance.unexplained) 人。",
                en:
                    "The year \(balance.year) of “\(balance.organisationName)” does not balance: "
                    + "\(balance.opening) before, \(balance.increases) more, \(balance.decreases) fewer, "
                    + "\(balance.expected) expected, \(balance.closing) there; "
                    + "\(balance.offReportOfLastYear) off what was reported a year ago, "
                    + "\(balance.unexplained) without a reason on file."
            ),
            hint: Text(
                zh: "平衡表列有这些人的姓名和日期；请逐人补登原因后再上报；上年数有更正的，请先重报上年。",
                en:
                    "The balance names them with their days: enter the reason for each of them first; "
                    + "where last year was corrected, report that year again."
            ))
    }
}
