import Access
package import Civil
import Foundation
package import Kernel
import Members
import Organisations
import Postgres
import Procedures
import SQLFiles

/// What is due below an organisation: read as a list or counted, and recalculated when rules or holidays have changed.
extension RecruitmentService {
    /// Days that a list of what is due looks ahead by default.
    package static let daysAhead = 30
    static let daysRange = 0...3660

    static let daysText = Text(
        zh: "多少天内到期，\(daysRange.lowerBound) 到 \(daysRange.upperBound)，默认 \(daysAhead)",
        en: "Due within this many days, \(daysRange.lowerBound) to \(daysRange.upperBound), by default \(daysAhead)")

    /// - Throws: `value.invalid` for a look into the past or beyond ten years.
    private static func last(within days: Int?, of today: Day) throws(AppError) -> Day {
        let days = days ?? daysAhead
        try Plausible.count(days, "days", in: daysRange)
        return today.adding(days: days)
    }

    /// What is late, blocked or due until a day below an organisation, by branch and day. What is late and what is
    /// blocked is always listed.
    package func deadlines(
        _ query: DeadlineQuery, _ page: PageRequest, on today: Day, caller: Caller
    ) async throws -> Page<DeadlineLine> {
        let caller = try caller.with(.readRecruitment)
        let last = try Self.last(within: query.days, of: today)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let after = try DeadlineKey(page.after, within: scope)
        let filter = query.filter ?? .all
        let statements = [
            .preferIndexOrder,
            staleCases(scope, on: today, atMost: 1),
            .recruitmentDeadlines(
                low: scope.low, high: scope.high, afterPath: after.path, afterDue: after.due, afterCase: after.id,
                afterRule: after.rule, dueBy: last,
                kind: (filter == .blocked ? Deadline.Kind.blocked.rawValue : nil) as String?,
                dueBefore: (filter == .late ? today : nil) as Day?, limit: page.limit + 1),
        ]
        var answer = try await database.read(caller, statements)
        if !answer[1].isEmpty {
            // Rules or holidays have changed since these cases were calculated: the list shows what holds now.
            try await recalculate(scope, on: today, atMost: Self.refreshedWhileReading, caller: caller)
            answer = try await database.read(caller, statements)
            guard answer[1].isEmpty else { throw AppError.deadlinesStale }
        }
        let rows = answer[2]
        return Page(try rows.map { try $0.deadlineLine(rule, on: today) }, limit: page.limit) { DeadlineKey($0).text }
    }

    /// Cases by stage and state, and what is due by rule.
    package func overview(_ query: OverviewQuery, on today: Day, caller: Caller) async throws -> RecruitmentOverview {
        let caller = try caller.with(.readRecruitment)
        let last = try Self.last(within: query.days, of: today)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let rows = try await database.read(
            caller,
            [
                .recruitmentCounts(low: scope.low, high: scope.high),
                .deadlineCounts(low: scope.low, high: scope.high, today: today, dueBy: last),
            ])
        return RecruitmentOverview(
            stages: try rows[0].map {
                StageCount(stage: try $0.stage(), state: try $0.choice("state"), cases: try $0["cases"])
            },
            deadlines: try rows[1].map {
                let key: String = try $0["rule"]
                return DeadlineCount(
                    rule: key, ruleName: rule.rules.rule(key, on: today)?.name ?? .verbatim(key),
                    kind: try $0.choice("kind"), late: try $0["late"], due: try $0["due"], first: try $0["first"])
            })
    }

    /// Cases that a reader of a list waits for; more are left to `refresh`.
    private static let refreshedWhileReading = 4000

    private func staleCases(_ scope: Scope, on today: Day, atMost count: Int) -> Statement {
        .casesToRefresh(digest: rule.digest(on: today), low: scope.low, high: scope.high, limit: count)
    }

    /// Recalculates deadlines of cases that were last calculated by other rules or holidays: after a new set came into
    /// force, a switch, a local addition or a notice of holidays.
    package func refresh(
        _ order: CaseRefreshOrder, on today: Day, caller: Caller, progress: ((Int) -> Void)? = nil
    ) async throws -> CasesRefreshed {
        let caller = try caller.with(.recordRecruitment)
        let scope = try await organisations.place(order.scope, caller: caller)
        return CasesRefreshed(
            cases: try await recalculate(scope, on: today, atMost: .max, caller: caller, progress: progress))
    }

    /// Derives again what follows from facts and rules; no decision, so anybody who may read may cause it.
    @discardableResult
    func recalculate(
        _ scope: Scope, on today: Day, atMost most: Int, caller: Caller, progress: ((Int) -> Void)? = nil
    ) async throws -> Int {
        var done = 0
        while done < most {
            let ids: [Identifier<RecruitmentCase>] = try await database.read(
                caller, [.preferIndexOrder, staleCases(scope, on: today, atMost: 200)]
            )[1].map { try $0["id"] }
            guard !ids.isEmpty else { return done }
            try await database.write(caller) { transaction in
                let store = CaseStore(transaction: transaction)
                try await transaction.record(
                    "recruitment.refresh", "recruitment", after: JSONText(encoding: ["cases": String(ids.count)]))
                for id in ids {
                    let loaded = try await store.load(id, locks: true)
                    try await store.keep(
                        loaded.recruitment, loaded.facts, state: loaded.recruitment.state,
                        leaves: loaded.recruitment.leavesOn, rule, on: today)
                }
            }
            done += ids.count
            progress?(done)
        }
        return done
    }
}

/// The key of the list of what is due: path, day, case and rule.
struct DeadlineKey {
    let path: String
    let due: Day
    let id: Identifier<RecruitmentCase>
    let rule: String

    init(_ line: DeadlineLine) { (path, due, id, rule) = (line.path, line.due, line.recruitment, line.rule) }

    /// Before everything that is due below a scope.
    static func first(within scope: Scope) -> DeadlineKey {
        DeadlineKey(path: scope.low, due: Day(number: -100_000), id: Identifier(PathKey.first), rule: "")
    }

    private init(path: String, due: Day, id: Identifier<RecruitmentCase>, rule: String) {
        (self.path, self.due, self.id, self.rule) = (path, due, id, rule)
    }

    /// Where a list below a scope continues; never before the scope.
    init(_ text: String?, within scope: Scope) throws(AppError) {
        guard let text else {
            self = .first(within: scope)
            return
        }
        let parts = text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let day = Day(parts[1]) else { throw .pageKey(text) }
        let id = Identifier<RecruitmentCase>(try UUID.key(parts[2]))
        self =
            scope.isAfter(parts[0])
            ? .first(within: scope) : DeadlineKey(path: parts[0], due: day, id: id, rule: parts[3])
    }

    var text: String { "\(path)~\(due)~\(id)~\(rule)" }
}

extension Row {
    /// - Parameter rule: names the rule and says whether the day is provisional.
    func deadlineLine(_ rule: CaseRule, on today: Day) throws -> DeadlineLine {
        let (key, due): (String, Day) = (try self["rule"], try self["due_on"])
        let found = rule.rules.rule(key, on: today)
        return DeadlineLine(
            recruitment: try self["case_id"], person: try self["person_id"], name: try self["name"],
            path: try self["path"], organisationName: try self["organisation_name"], rule: key,
            ruleName: found?.name ?? .verbatim(key), milestone: try choice("milestone"), due: due,
            special: try self["special_on"], kind: try choice("kind"), late: due < today,
            daysLate: max(0, today - due), basis: try self["basis"],
            provisional: found.map { rule.isProvisional(due, by: $0) } ?? false)
    }
}
