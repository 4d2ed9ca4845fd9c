import Access
import Civil
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import SQLFiles

/// Makes duties agree with what gives rise to them: new ones are added, changed ones corrected, unfounded ones removed.
struct DutyRefresh {
    let transaction: ScopedTransaction
    let rules: TrainingRules

    struct Outcome: Sendable {
        let opened: Int
        let changed: Int
    }

    /// After tenures began, ended or were annulled.
    func tenures(_ ids: [Identifier<Tenure>]) async throws -> Outcome {
        // A cycle that opens now does not see these tenures, and these do not see the cycle: one of them waits.
        _ = try await transaction.query(.shareDuties)
        let cycles = try await cycles()
        let years: [Int] = try await transaction.query(.yearsOfTenures(tenures: ids)).map { try $0["year"] }
        let rows = try await transaction.query(.officesByTenures(tenures: ids))
        var drafts: [(DutyRule.Office, DutyRule.Draft)] = []
        for row in rows where try row["annulled"] == false {
            let office = try row.office()
            for cycle in cycles {
                if let draft = DutyRule.duty(office, to: cycle, rules: rules) { drafts.append((office, draft)) }
            }
            for year in years {
                if let draft = DutyRule.annual(office, year: year, rules: rules) { drafts.append((office, draft)) }
            }
        }
        return try await merge(drafts, vanishing: ids)
    }

    /// After a cycle was opened: every office in its range.
    func cycle(_ cycle: DutyRule.Cycle) async throws -> Outcome {
        _ = try await transaction.query(.lockDuties)
        let rows = try await transaction.query(.officesInScope(low: cycle.range.low, high: cycle.range.high))
        var drafts: [(DutyRule.Office, DutyRule.Draft)] = []
        for row in rows {
            let office = try row.office()
            if let draft = DutyRule.duty(office, to: cycle, rules: rules) { drafts.append((office, draft)) }
        }
        return try await merge(drafts, vanishing: [])
    }

    /// The yearly hours of every office and, where a rule sets them, every member of a subtree.
    func year(_ year: Int, in scope: Scope) async throws -> Outcome {
        _ = try await transaction.query(.lockDuties)
        var drafts: [(DutyRule.Office, DutyRule.Draft)] = []
        for row in try await transaction.query(.officesInScope(low: scope.low, high: scope.high)) {
            let office = try row.office()
            if let draft = DutyRule.annual(office, year: year, rules: rules) { drafts.append((office, draft)) }
        }
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31) else {
            throw AppError.invalidValue("year", String(year), expected: Text(zh: "年份", en: "a year"))
        }
        var members: [(Row, DutyRule.Draft)] = []
        for row in try await transaction.query(
            .membersInScope(low: scope.low, high: scope.high, first: first, last: last))
        {
            let draft = DutyRule.annual(
                member: try row.choice("field"), since: try row["since"], until: try row["until"], year: year,
                rules: rules)
            if let draft { members.append((row, draft)) }
        }
        return try await merge(drafts, members: members, vanishing: [])
    }

    func cycles() async throws -> [DutyRule.Cycle] {
        try await transaction.query(.cycles).map { row in
            let (levels, fields): ([String], [String]) = (try row["levels"], try row["fields"])
            return DutyRule.Cycle(
                id: try row["id"], opens: try row["opens"], softEnd: try row["soft_end"], hardEnd: try row["hard_end"],
                levels: Set(levels.compactMap(Level.init)), fields: Set(fields.compactMap(Field.init)),
                range: Scope(low: try row["path"], high: try row["path_end"]))
        }
    }

    private func merge(
        _ drafts: [(DutyRule.Office, DutyRule.Draft)], members: [(Row, DutyRule.Draft)] = [],
        vanishing tenures: [Identifier<Tenure>]
    ) async throws -> Outcome {
        var rows = CopyText(reserving: drafts.count * 200)
        func write(_ draft: DutyRule.Draft, _ field: Field?) {
            rows.value(draft.cycle)
            rows.value(draft.year)
            rows.value(draft.kind.rawValue)
            rows.value(field?.rawValue)
            rows.value(draft.opened)
            rows.value(draft.due)
            rows.value(draft.hard)
            rows.value(draft.closed)
            rows.value(draft.requiredHours)
            rows.value(draft.accepts.map(\.rawValue))
            rows.value(draft.ruleSet)
            rows.endRow()
        }
        for (office, draft) in drafts {
            rows.value(office.person)
            rows.value(office.path)
            rows.value(office.organisation)
            rows.value(office.tenure)
            write(draft, office.field)
        }
        for (row, draft) in members {
            rows.value(try row["person_id"] as Identifier<Person>)
            rows.value(try row["path"] as String)
            rows.value(try row["organisation_id"] as Identifier<Organisation>)
            rows.value(Identifier<Tenure>?.none)
            write(draft, try row.choice("field"))
        }
        let columns =
            "(person_id, path, organisation_id, tenure_id, cycle_id, year, kind, field, opened_on, due_on, hard_on, "
            + "closed_on, required_hours, accepts, rule_set)"
        try await transaction.stage(.stageDuties, table: "staged_duty \(columns)", rows: rows)
        if !tenures.isEmpty { _ = try await transaction.query(.deleteVanishedDuties(tenures: tenures)) }
        let changed = try await transaction.query(.updateStagedDuties).affected
        let opened = try await transaction.query(.insertStagedDuties).affected
        try await transaction.transaction.connection.script("DROP TABLE staged_duty")
        return Outcome(opened: opened, changed: changed)
    }
}

extension Row {
    fileprivate func office() throws -> DutyRule.Office {
        DutyRule.Office(
            tenure: try self["tenure_id"], person: try self["person_id"], organisation: try self["organisation_id"],
            path: try self["path"], level: try choice("level"), field: try choice("field"),
            title: try choice("title"),
            nature: try choice("nature"), since: try self["since"], until: try self["until"])
    }
}
