import Organisations
import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Postgres
import SQLFiles

/// One line of what is due.
package struct DeadlineLine: Sendable {
    package let recruitment: UUID
    package let person: UUID
    package let name: String
    package let path: String
    package let organisationName: String?
    package let rule: String
    package let milestone: Milestone
    package let due: Day
    package let special: Day?
    package let kind: Deadline.Kind
    /// The steps and spans it was reckoned from.
    package let basis: String
    /// The day rests on a year whose notice on holidays is not out yet.
    package let isProvisional: Bool

    package init(
        recruitment: UUID, person: UUID, name: String, path: String, organisationName: String?, rule: String,
        milestone: Milestone, due: Day, special: Day?, kind: Deadline.Kind, basis: String, isProvisional: Bool = false
    ) {
        self.recruitment = recruitment
        self.person = person
        self.name = name
        self.path = path
        self.organisationName = organisationName
        self.rule = rule
        self.milestone = milestone
        self.due = due
        self.special = special
        self.kind = kind
        self.basis = basis
        self.isProvisional = isProvisional
    }
}

/// Which part of the list is asked for.
package enum DeadlineFilter: String, Choice {
    case all, late, blocked

    package var text: Text {
        switch self {
        case .all: Text(zh: "全部", en: "all")
        case .late: Text(zh: "逾期", en: "late")
        case .blocked: Text(zh: "无合法日期", en: "no legal day left")
        }
    }
}

package struct DeadlineCount: Sendable {
    package let rule: String
    package let kind: Deadline.Kind
    package let late: Int
    package let due: Int
    package let first: Day?
}

package struct StageCount: Sendable {
    package let stage: Milestone.Stage
    package let state: CaseState
    package let cases: Int
}

package struct RecruitmentOverview: Sendable {
    package let stages: [StageCount]
    package let deadlines: [DeadlineCount]
}

extension RecruitmentService {
    /// Days that a list of what is due looks ahead when nobody says otherwise.
    package static let daysAhead = 30

    /// - Throws: `value.invalid` for a look into the past or beyond ten years.
    private static func last(within days: Int, of today: Day) throws(AppError) -> Day {
        try Plausible.count(days, "days", in: 0...3660)
        return today.adding(days: days)
    }

    /// What is late, blocked or due until a day below an organisation, by branch and day.
    /// - Parameters:
    ///   - days: what is due within so many days is shown; what is late and what is blocked is always in.
    package func deadlines(
        under scope: Scope?, _ filter: DeadlineFilter, within days: Int, on today: Day, _ page: PageRequest,
        caller: Caller
    ) async throws -> Page<DeadlineLine> {
        try caller.require(.readRecruitment)
        let scope = scope ?? caller.scope
        let after = try DeadlineKey(page.after)
        let last = try Self.last(within: days, of: today)
        let statements = [
            .preferIndexOrder,
            staleCases(scope, on: today, atMost: 1),
            .recruitmentDeadlines(
                low: scope.low, high: scope.high, afterPath: after.path, afterDue: after.due, afterCase: after.id,
                afterRule: after.rule, dueBy: last,
                kind: (filter == .blocked ? Deadline.Kind.blocked.rawValue : nil).parameter,
                dueBefore: (filter == .late ? today : nil).parameter, limit: page.limit + 1),
        ]
        var answer = try await database.read(caller, statements)
        if !answer[1].isEmpty {
            // Rules or holidays are others than when these cases were reckoned last: the list says what holds now.
            try await reckon(scope, on: today, atMost: Self.refreshedWhileReading, caller: caller)
            answer = try await database.read(caller, statements)
            guard answer[1].isEmpty else { throw AppError.deadlinesStale }
        }
        let rows = answer[2]
        return Page(try rows.map { try $0.deadlineLine(rule, on: today) }, limit: page.limit) { DeadlineKey($0).text }
    }

    /// Cases by stage and state, and what is due by rule.
    package func overview(under scope: Scope?, within days: Int, on today: Day, caller: Caller) async throws
        -> RecruitmentOverview
    {
        try caller.require(.readRecruitment)
        let scope = scope ?? caller.scope
        let last = try Self.last(within: days, of: today)
        let rows = try await database.read(
            caller,
            [
                .recruitmentCounts(low: scope.low, high: scope.high),
                .deadlineCounts(low: scope.low, high: scope.high, today: today, dueBy: last),
            ])
        return RecruitmentOverview(
            stages: try rows[0].map { row in
                let stage: Int = try row["stage"]
                return StageCount(
                    stage: Milestone.Stage(number: stage) ?? .applicant, state: try row.choice("state"),
                    cases: try row["cases"])
            },
            deadlines: try rows[1].map {
                DeadlineCount(
                    rule: try $0["rule"], kind: try $0.choice("kind"), late: try $0["late"], due: try $0["due"],
                    first: try $0["first"])
            })
    }

    /// Cases that a reader of a list waits for; more are left to `refresh`.
    private static let refreshedWhileReading = 4000

    private func staleCases(_ scope: Scope, on today: Day, atMost count: Int) -> Statement {
        .casesToRefresh(digest: rule.digest(on: today), low: scope.low, high: scope.high, limit: count)
    }

    /// Reckons what is due anew for cases that were last reckoned by other rules or holidays: after a new set came into force,
    /// a switch, a local addition or a notice of holidays.
    /// - Returns: how many.
    package func refresh(under scope: Scope?, on today: Day, caller: Caller, progress: (Int) -> Void = { _ in })
        async throws -> Int
    {
        try caller.require(.recordRecruitment)
        return try await reckon(scope ?? caller.scope, on: today, atMost: .max, caller: caller, progress: progress)
    }

    /// Derives anew what follows from facts and rules; no decision, so whoever may read may cause it.
    @discardableResult
    private func reckon(
        _ scope: Scope, on today: Day, atMost most: Int, caller: Caller, progress: (Int) -> Void = { _ in }
    ) async throws -> Int {
        var done = 0
        while done < most {
            let ids: [UUID] = try await database.read(
                caller, [.preferIndexOrder, staleCases(scope, on: today, atMost: 200)]
            )[1].map { try $0["id"] }
            guard !ids.isEmpty else { return done }
            try await database.write(caller) { transaction in
                let store = CaseStore(transaction: transaction)
                try await transaction.record(
                    "recruitment.refresh", "recruitment", after: JSONText(encoding: ["cases": String(ids.count)]))
                for id in ids {
                    let loaded = try await store.load(Identifier(id), locks: true)
                    try await store.keep(
                        loaded.recruitment, loaded.facts, state: loaded.recruitment.state,
                        leaves: loaded.recruitment.leavesOn, rule, on: today)
                }
            }
            done += ids.count
            progress(done)
        }
        return done
    }
}

/// The key of the list of what is due: path, day, case and rule.
struct DeadlineKey {
    let path: String
    let due: Day
    let id: UUID
    let rule: String

    init(_ line: DeadlineLine) { (path, due, id, rule) = (line.path, line.due, line.recruitment, line.rule) }

    static let first = DeadlineKey(path: "", due: Day(number: -100_000), id: PathKey.first, rule: "")

    private init(path: String, due: Day, id: UUID, rule: String) {
        (self.path, self.due, self.id, self.rule) = (path, due, id, rule)
    }

    init(_ text: String?) throws(AppError) {
        guard let text else {
            self = .first
            return
        }
        let parts = text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let day = Day(parts[1]) else {
            throw .invalidValue(
                "after", String(text.prefix(60)), expected: Text(zh: "上一页给出的 next", en: "the next of the page before"))
        }
        (path, due, id, rule) = (parts[0], day, try UUID.key(parts[2]), parts[3])
    }

    var text: String { "\(path)~\(due)~\(id.text)~\(rule)" }
}

extension Row {
    /// - Parameter rule: says whether the day is provisional.
    func deadlineLine(_ rule: CaseRule, on today: Day) throws -> DeadlineLine {
        let (key, due): (String, Day) = (try self["rule"], try self["due_on"])
        return DeadlineLine(
            recruitment: try self["case_id"], person: try self["person_id"], name: try self["name"],
            path: try self["path"], organisationName: try self["organisation_name"], rule: key,
            milestone: try choice("milestone"), due: due, special: try self["special_on"],
            kind: try choice("kind"), basis: try self["basis"],
            isProvisional: rule.isProvisional(due, by: key, on: today))
    }
}
