import Access
package import Civil
package import Kernel
package import Members
package import Organisations
import Postgres
import SQLFiles
package import Wire

/// Which overdue duties are wanted.
package struct OverdueQuery: Codable, Described, Sendable {
    package var asOf: Day?
    package var scope: Reference<Organisation>?
    package var level: [OverdueLevel]?
    package var field: Field?
    package var kind: DutyKind?

    package init(
        asOf: Day? = nil, scope: Reference<Organisation>? = nil, level: [OverdueLevel]? = nil, field: Field? = nil,
        kind: DutyKind? = nil
    ) {
        self.asOf = asOf
        self.scope = scope
        self.level = level
        self.field = field
        self.kind = kind
    }

    package static let memberTexts = [
        "level": Text(
            zh: "只看这些程度，可多个；默认除 open（未到期）外全部",
            en: "Only these levels; may be repeated; by default all but open, which is not due yet"),
        "field": Text(zh: "只看一个领域", en: "Only one field"),
        "kind": Text(zh: "只看一种任务", en: "Only one kind of duty"),
    ]
}

/// The same duties, counted.
package struct OverdueCountQuery: Decodable, Described, Sendable {
    package var filter: OverdueQuery
    package var by: OverdueGrouping?

    package init(filter: OverdueQuery, by: OverdueGrouping?) {
        self.filter = filter
        self.by = by
    }

    private enum CodingKeys: CodingKey { case by }

    package init(from decoder: any Decoder) throws {
        filter = try OverdueQuery(from: decoder)
        by = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(OverdueGrouping.self, forKey: .by)
    }

    package static let memberTexts = OverdueQuery.memberTexts.merging([
        "by": Text(zh: "按领域、任务或下级组织计数，默认领域", en: "Count by field, kind or child organisation; by field by default")
    ]) { first, _ in first }
}

/// One line of the list: the duty, its office and why it stands where it stands.
package struct OverdueLine: Codable, Placed, Sendable {
    package let duty: Identifier<Duty>
    package let person: Identifier<Person>
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
    /// Hours claimed from above that nobody has confirmed; they settle nothing.
    package let unconfirmedHours: Hours
    package let requiredHours: Hours
    package let daysLate: Int
    package let reason: Text
}

extension OverdueLine: Tabular {
    package static let columns: [Column<OverdueLine>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("field", zh: "领域", en: "Field", \.field),
        Column("kind", zh: "任务", en: "Kind", \.kind),
        Column("level", zh: "程度", en: "Level", \.level),
        Column("due", zh: "期限", en: "Due", \.due),
        Column("days_late", zh: "逾期天数", en: "Days late", \.daysLate),
        Column("hours", zh: "已修学时", en: "Hours", \.hours),
        Column("unconfirmed_hours", zh: "待确认学时", en: "Unconfirmed hours", \.unconfirmedHours),
        Column("reason", zh: "原因", en: "Reason", \.reason),
        Column("duty", zh: "任务编号", en: "Duty", \.duty),
    ]
}

package enum OverdueGrouping: String, Choice {
    case field, kind
    /// By the organisations directly below the scope.
    case child

    package var text: Text {
        switch self {
        case .field: Text(zh: "领域", en: "field")
        case .kind: Text(zh: "任务", en: "kind")
        case .child: Text(zh: "下级组织", en: "child organisation")
        }
    }
}

/// How many duties of one part stand where; the last line of a list is the sum of all parts.
package struct OverdueCount: Codable, Sendable {
    /// The word of a field or kind, or the code of an organisation.
    package let part: String
    package let name: Text
    package let dueSoon: Int
    package let forecastToMiss: Int
    package let overdue: Int
    package let pastHard: Int
    /// Only where they are asked for.
    package let open: Int
    package let total: Int

    init(part: String, name: Text, _ counts: [OverdueLevel: Int]) {
        self.part = part
        self.name = name
        open = counts[.open] ?? 0
        (dueSoon, forecastToMiss) = (counts[.dueSoon] ?? 0, counts[.forecastToMiss] ?? 0)
        (overdue, pastHard) = (counts[.overdue] ?? 0, counts[.pastHard] ?? 0)
        total = counts.values.sum()
    }
}

/// Parts and their sum.
package struct OverdueCounts: Codable, Sendable {
    package let items: [OverdueCount]
    package let total: OverdueCount
}

extension OverdueCount: Tabular {
    package static let columns: [Column<OverdueCount>] = [
        Column("part", zh: "类别", en: "Part") { .word($0.part, $0.name) },
        Column("due_soon", zh: OverdueLevel.dueSoon.text.chinese, en: "due soon", \.dueSoon),
        Column(
            "forecast_to_miss", zh: OverdueLevel.forecastToMiss.text.chinese, en: "forecast to miss", \.forecastToMiss),
        Column("overdue", zh: OverdueLevel.overdue.text.chinese, en: "overdue", \.overdue),
        Column("past_hard", zh: OverdueLevel.pastHard.text.chinese, en: "past the hard end", \.pastHard),
        Column("open", zh: OverdueLevel.open.text.chinese, en: "not yet due", \.open),
        Column("total", zh: "合计", en: "Total", \.total),
    ]
}

extension TrainingService {
    /// - Parameter today: the day to judge by when the query names none.
    package func overdue(_ query: OverdueQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<OverdueLine>
    {
        let caller = try caller.with(.readTraining)
        let (asOf, scope) = try await place(query, on: today, caller)
        let (path, id) = try PathKey.read(page.after, within: scope.paths)
        let statement = Statement.overdue(
            asOf: asOf, dueSoonDays: rules.dueSoonDays, forecastDays: rules.forecastDays, low: scope.paths.low,
            high: scope.paths.high, afterPath: path, afterID: id, levels: query.levels.map(\.rawValue),
            field: query.field?.rawValue, kind: query.kind?.rawValue, limit: page.limit + 1,
            placeLow: scope.places.low, placeHigh: scope.places.high)
        let rows = try await database.readPage(caller, statement)
        return Page(try rows.map { try $0.overdueLine(asOf: asOf) }, limit: page.limit) {
            PathKey.write($0.path, $0.duty.value)
        }
    }

    /// How many stand where, by field, kind or the organisations below.
    package func countOverdue(_ query: OverdueCountQuery, on today: Day, caller: Caller) async throws -> OverdueCounts {
        let caller = try caller.with(.readTraining)
        let (filter, grouping) = (query.filter, query.by ?? .field)
        let (asOf, scope) = try await place(filter, on: today, caller)
        let (rows, named) = try await database.snapshot(caller) { transaction in
            let rows = try await branching(grouping == .child && filter.scope == nil, from: scope.base) { base in
                try await transaction.query(
                    .overdueCounts(
                        asOf: asOf, dueSoonDays: rules.dueSoonDays, forecastDays: rules.forecastDays,
                        low: scope.paths.low, high: scope.paths.high, grouping: grouping.rawValue, base: base,
                        levels: filter.levels.map(\.rawValue), field: filter.field?.rawValue,
                        kind: filter.kind?.rawValue, placeLow: scope.places.low, placeHigh: scope.places.high))
            }
            let parts = Set(try rows.map { try $0["part"] as String }).sorted()
            return (rows, try await names(parts, grouping, asOf, transaction))
        }
        var counts: [String: [OverdueLevel: Int]] = [:]
        var sums: [OverdueLevel: Int] = [:]
        for row in rows {
            let (level, count): (OverdueLevel, Int) = (try row.choice("level"), try row["count"])
            counts[try row["part"], default: [:]][level] = count
            sums[level, default: 0] += count
        }
        return OverdueCounts(
            items: counts.keys.sorted().map {
                OverdueCount(part: $0, name: named[$0] ?? .verbatim($0), counts[$0] ?? [:])
            },
            total: OverdueCount(part: "total", name: Text(zh: "合计", en: "Total"), sums))
    }

    /// Counts by the parts below a place. Where nobody named it, a single part says nothing: the counts are those of
    /// the first place below that has more than one.
    func branching(
        _ descends: Bool, from base: String, _ rows: (_ below: String) async throws -> Rows
    ) async throws -> Rows {
        var (base, found) = (base, try await rows(base))
        while descends, let part: String = try found.first?["part"], !part.isEmpty,
            try found.allSatisfy({ try $0["part"] == part })
        {
            base += part + "."
            let deeper = try await rows(base)
            // The place itself: everything lies directly at it.
            guard try deeper.contains(where: { try ($0["part"] as String).isEmpty == false }) else { break }
            found = deeper
        }
        return found
    }

    private func place(_ query: OverdueQuery, on today: Day, _ caller: Caller) async throws -> (
        asOf: Day, scope: ScopeOnDay
    ) {
        let asOf = query.asOf ?? today
        try Plausible.day(asOf, "as_of")
        try await openStanding(in: try await organisations.scope(query.scope, caller: caller), on: today, caller)
        return (asOf, try await organisations.scope(query.scope, on: asOf, today: today, caller: caller))
    }

    private func names(
        _ parts: [String], _ grouping: OverdueGrouping, _ day: Day, _ transaction: ScopedTransaction
    ) async throws -> [String: Text] {
        switch grouping {
        case .field: return Dictionary(uniqueKeysWithValues: parts.map { ($0, Field(rawValue: $0)?.text ?? .noField) })
        case .kind:
            return Dictionary(uniqueKeysWithValues: parts.map { ($0, DutyKind(rawValue: $0)?.text ?? .verbatim($0)) })
        case .child:
            return try await namesOfChildren(parts, day, transaction)
        }
    }
}

extension OverdueQuery {
    fileprivate var levels: [OverdueLevel] {
        level.flatMap { $0.isEmpty ? nil : $0 } ?? OverdueLevel.allCases.filter { $0 != .open }
    }
}

extension Row {
    fileprivate func overdueLine(asOf: Day) throws -> OverdueLine {
        let level: OverdueLevel = try choice("level")
        let (due, hours, required): (Day, Hours, Hours) = (
            try self["due_on"], try self["hours"], try self["required_hours"]
        )
        let unconfirmed: Hours = try self["unconfirmed"]
        let kind: DutyKind = try choice("kind")
        return OverdueLine(
            duty: try self["id"], person: try self["person_id"], personName: try self["person"],
            organisationCode: try self["organisation_code"], organisationName: try self["organisation"],
            path: try self["path"],
            kind: kind, field: try choice("field"), opened: try self["opened_on"], due: due,
            hard: try self["hard_on"],
            level: level, hours: hours, unconfirmedHours: unconfirmed, requiredHours: required,
            daysLate: max(0, asOf - due),
            reason: .overdueReason(
                kind: kind, level: level, opened: try self["opened_on"], due: due, hard: try self["hard_on"],
                hours: hours, unconfirmed: unconfirmed,
                required: required,
                place: .place(
                    seat: try self["seat"], ends: try self["seat_ends"], due: due, attended: try self["attended"],
                    unmarked: try self["unmarked"]),
                lastClass: try self["last_class"], lastOn: try self["last_on"], asOf: asOf))
    }
}
