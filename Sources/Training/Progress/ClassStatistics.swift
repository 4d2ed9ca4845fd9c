import Access
package import Civil
package import Kernel
package import Organisations
import Postgres
import SQLFiles
package import Wire

/// What a table of classes is divided by.
package enum StatisticsGrouping: String, Choice {
    /// By the organisations directly below the scope that hosted them.
    case child
    case level, month
    /// By what the trainees are.
    case field, post, kind

    package var text: Text {
        switch self {
        case .child: ProgressGrouping.child.text
        case .level: ProgressGrouping.level.text
        case .month: Text(zh: "月份", en: "month")
        case .field: ProgressGrouping.field.text
        case .post: ProgressGrouping.post.text
        case .kind: ProgressGrouping.kind.text
        }
    }
}

/// Which classes are counted: those that ended between two days.
package struct StatisticsQuery: Codable, Described, Sendable {
    package var from: Day?
    package var through: Day?
    package var scope: Reference<Organisation>?
    package var by: StatisticsGrouping?

    package init(
        from: Day? = nil, through: Day? = nil, scope: Reference<Organisation>? = nil, by: StatisticsGrouping? = nil
    ) {
        self.from = from
        self.through = through
        self.scope = scope
        self.by = by
    }

    package static let memberTexts = [
        "from": Text(zh: "结束日期从哪天起，默认当年1月1日", en: "Ended on this day or later, by default 1 January of this year"),
        "through": Text(zh: "到哪天止，默认今天", en: "Ended by this day, by default today"),
        "by": Text(
            zh: "按主办的下级组织、层级、月份，或学员的领域、职务、任务分列，默认层级",
            en:
                "By hosting child, level or month, or field, post or kind of the trainees; by level by default"
        ),
    ]
}

/// Classes of one part: how many, who came how often, hours and cost.
package struct ClassStatistics: Codable, Sendable, Hashable {
    package let part: String
    package let name: Text
    package let classes: Int
    package let personTimes: Int
    package let people: Int
    package let completed: Int
    package let hours: Amount
    package let personDays: Int
    /// Yuan: days that people attended, by the rate of the class. What a class is budgeted for, with arrival, departure
    /// and lectures, is `ClassBudget.total`.
    package let cost: Amount

    init(part: String, name: Text, _ row: Row) throws {
        self.part = part
        self.name = name
        classes = try row["classes"]
        personTimes = try row["person_times"]
        people = try row["people"]
        completed = try row["completed"]
        hours = try row["hours"]
        personDays = try row["person_days"]
        cost = try row["cost"]
    }
}

extension ClassStatistics: Tabular {
    package static let columns: [Column<ClassStatistics>] = [
        Column("part", zh: "类别", en: "Part") { .word($0.part, $0.name) },
        Column("classes", zh: "期数", en: "Classes", \.classes),
        Column("person_times", zh: "人次", en: "Person-times", \.personTimes),
        Column("people", zh: "人数", en: "People", \.people),
        Column("completed", zh: "结业", en: "Completed", \.completed),
        Column("hours", zh: "学时", en: "Hours", \.hours),
        Column("person_days", zh: "人天", en: "Person-days", \.personDays),
        Column("cost", zh: "实到费用（元）", en: "Cost of days attended (yuan)", \.cost),
    ]
}

extension TrainingService {
    /// Classes that were held, by part. A class counts in each part that its trainees belong to.
    package func statistics(_ query: StatisticsQuery, on today: Day, caller: Caller) async throws
        -> Page<ClassStatistics>
    {
        let caller = try caller.with(.readTraining)
        let through = query.through ?? today
        let from = query.from ?? Day(year: through.year, month: 1, day: 1) ?? through
        try Plausible.day(from, "from")
        try Plausible.day(through, "through")
        let scope = try await organisations.scope(query.scope, caller: caller)
        return Page(
            whole: try await database.snapshot(caller) {
                try await statistics(from, through, scope, query.by ?? .level, $0)
            })
    }

    func statistics(
        _ from: Day, _ through: Day, _ scope: Scope, _ grouping: StatisticsGrouping, _ transaction: ScopedTransaction
    ) async throws -> [ClassStatistics] {
        let rows = try await transaction.query(
            .classStatistics(
                low: scope.low, high: scope.high, first: from, last: through, grouping: grouping.rawValue,
                base: scope == .everything ? "" : scope.low))
        let parts: [String] = try rows.map { try $0["part"] }
        var names: [String: Text] = [:]
        if grouping != .month, let like = ProgressGrouping(rawValue: grouping.rawValue) {
            names = try await partNames(parts, like, through, transaction)
        }
        return try zip(parts, rows).map { part, row in
            try ClassStatistics(part: part, name: names[part] ?? .verbatim(part), row)
        }
    }
}
