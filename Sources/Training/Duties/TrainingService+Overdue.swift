import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Organisations
import Postgres

/// What a list of overdue duties is asked for.
package struct OverdueQuery: Sendable {
    package var asOf: Day
    package var scope: Scope?
    package var levels: [OverdueLevel]
    package var field: Field?
    package var kind: DutyKind?

    package init(
        asOf: Day, scope: Scope? = nil, levels: [OverdueLevel] = OverdueLevel.allCases, field: Field? = nil,
        kind: DutyKind? = nil
    ) {
        self.asOf = asOf
        self.scope = scope
        self.levels = levels
        self.field = field
        self.kind = kind
    }
}

/// One line of the list: the duty, its office and why it stands where it stands.
package struct OverdueLine: Sendable {
    package let duty: Identifier<Duty>
    package let person: UUID
    package let personName: String
    package let organisationCode: String
    package let organisationName: String
    package let path: String
    package let kind: DutyKind
    package let field: Field?
    package let opened: Day
    package let due: Day
    package let hard: Day
    package let level: OverdueLevel
    package let hours: Hours
    package let requiredHours: Hours
    package let daysLate: Int
    package let reason: Text
}

package enum OverdueGrouping: String, Sendable, CaseIterable {
    case field, kind
    /// By the organisations directly below the scope.
    case child
}

package struct OverdueCount: Sendable {
    package let part: String
    package let name: Text
    package let counts: [OverdueLevel: Int]

    package var total: Int { counts.values.reduce(0, +) }
}

extension TrainingService {
    package func overdue(_ query: OverdueQuery, _ page: PageRequest, caller: Caller) async throws -> Page<OverdueLine> {
        try caller.require(.readTraining)
        let statement = try statement(query, after: page.after, limit: page.limit + 1, caller)
        let rows = try await database.read(caller, [database.sql("PreferIndexOrder"), statement])[1]
        let lines = try rows.map { try $0.overdueLine(asOf: query.asOf) }
        return Page(lines, limit: page.limit) { PathKey.write($0.path, $0.duty.value) }
    }

    /// How many stand where, by field, kind or the organisations below.
    package func countOverdue(_ query: OverdueQuery, by grouping: OverdueGrouping, caller: Caller) async throws
        -> [OverdueCount]
    {
        try caller.require(.readTraining)
        let scope = query.scope ?? caller.scope
        // Below everything the parts are the children of the single root.
        let base = scope == .everything ? "" : scope.low
        let rows = try await database.read(
            caller,
            database.sql(
                "OverdueCounts",
                [
                    query.asOf.parameter, rules.dueSoonDays.parameter, rules.forecastDays.parameter,
                    scope.low.parameter,
                    scope.high.parameter, grouping.rawValue.parameter, base.parameter,
                ]))
        var counts: [String: [OverdueLevel: Int]] = [:]
        for row in rows {
            let level: OverdueLevel = try row.choice("level")
            counts[try row["part"], default: [:]][level] = try row["count"]
        }
        let names = try await names(counts.keys.sorted(), grouping, caller)
        return counts.keys.sorted().map {
            OverdueCount(part: $0, name: names[$0] ?? .verbatim($0), counts: counts[$0] ?? [:])
        }
    }

    private func names(_ parts: [String], _ grouping: OverdueGrouping, _ caller: Caller) async throws -> [String: Text]
    {
        switch grouping {
        case .field: return Dictionary(uniqueKeysWithValues: parts.map { ($0, Field(rawValue: $0)?.text ?? .noField) })
        case .kind:
            return Dictionary(uniqueKeysWithValues: parts.map { ($0, DutyKind(rawValue: $0)?.text ?? .verbatim($0)) })
        case .child:
            let rows = try await database.read(caller, database.sql("NamesOfChildren", [parts.parameter]))
            return Dictionary(
                try rows.map { (try $0["code"], Text.verbatim(try $0["name"])) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    private func statement(_ query: OverdueQuery, after: String?, limit: Int, _ caller: Caller) throws -> Statement {
        let scope = query.scope ?? caller.scope
        let (path, id) = try PathKey.read(after)
        return database.sql(
            "Overdue",
            [
                query.asOf.parameter, rules.dueSoonDays.parameter, rules.forecastDays.parameter, scope.low.parameter,
                scope.high.parameter, path.parameter, id.parameter, query.levels.map(\.rawValue).parameter,
                query.field?.rawValue.parameter ?? String?.none.parameter,
                query.kind?.rawValue.parameter ?? String?.none.parameter,
                limit.parameter,
            ])
    }
}

extension Row {
    fileprivate func overdueLine(asOf: Day) throws -> OverdueLine {
        let level: OverdueLevel = try choice("level")
        let (due, hours, required): (Day, Hours, Hours) = (
            try self["due_on"], try self["hours"], try self["required_hours"]
        )
        let kind: DutyKind = try choice("kind")
        return OverdueLine(
            duty: try self["id"], person: try self["person_id"], personName: try self["person"],
            organisationCode: try self["organisation_code"], organisationName: try self["organisation"],
            path: try self["path"],
            kind: kind, field: try optionalChoice("field"), opened: try self["opened_on"], due: due,
            hard: try self["hard_on"],
            level: level, hours: hours, requiredHours: required, daysLate: max(0, asOf - due),
            reason: .overdueReason(
                kind: kind, level: level, opened: try self["opened_on"], due: due, hard: try self["hard_on"],
                hours: hours,
                required: required, seat: try self["seat"], lastClass: try self["last_class"],
                lastOn: try self["last_on"],
                asOf: asOf))
    }
}
