import Access
package import Civil
package import Kernel
package import Organisations
package import Wire

/// What a table of progress is divided by.
package enum ProgressGrouping: String, Choice {
    /// By the organisations directly below the scope.
    case child
    case field, level, post, kind

    package var text: Text {
        switch self {
        case .child: Text(zh: "下级组织", en: "child organisation")
        case .field: Text(zh: "领域", en: "field")
        case .level: Text(zh: "层级", en: "level")
        case .post: Text(zh: "职务或类别", en: "post or category")
        case .kind: Text(zh: "任务", en: "kind")
        }
    }
}

/// Whose progress is wanted, and as of which day.
package struct ProgressQuery: Codable, Described, Sendable {
    package var asOf: Day?
    package var scope: Reference<Organisation>?
    package var by: ProgressGrouping?
    package var cycle: Reference<Cycle>?
    package var kind: DutyKind?
    package var field: Field?
    package var level: Level?
    package var post: String?

    package init(
        asOf: Day? = nil, scope: Reference<Organisation>? = nil, by: ProgressGrouping? = nil,
        cycle: Reference<Cycle>? = nil, kind: DutyKind? = nil, field: Field? = nil, level: Level? = nil,
        post: String? = nil
    ) {
        self.asOf = asOf
        self.scope = scope
        self.by = by
        self.cycle = cycle
        self.kind = kind
        self.field = field
        self.level = level
        self.post = post
    }

    package static let memberTexts = [
        "by": Text(
            zh: "按下级组织、领域、层级、职务或任务分列，默认下级组织",
            en: "By child organisation, field, level, post or kind; by child organisation by default"),
        "cycle": Text(zh: "只看一个周期", en: "Only one cycle"),
        "kind": Text(zh: "只看一种任务", en: "Only one kind of duty"),
        "field": Text(zh: "只看一个领域", en: "Only one field"),
        "level": Text(zh: "只看一个层级的组织", en: "Only organisations of one level"),
        "post": Text(zh: "只看一种职务或人员类别", en: "Only one post or category of people"),
    ]
}

/// How far one part is, and whether it will be done in time.
package struct Progress: Codable, Sendable, Hashable {
    /// The code of an organisation, or the word of a field, level, post or kind.
    package let part: String
    package let name: Text
    package let due: Int
    package let trained: Int
    package let untrained: Int
    package let exempt: Int
    /// Trained of those who are not exempt, in tenths of a hundredth: 667 are 66.7 %.
    package let ratePerMille: Int
    /// Untrained who have a seat in time, or wait for a class to be closed.
    package let seated: Int
    package let overdue: Int
    package let pastHard: Int
    package let softEnd: Day?
    package let hardEnd: Day?
    /// So many a month would suffice for the soft and the hard end; nil when it has passed or nobody is left.
    package let perMonthToSoftEnd: Int?
    package let perMonthToHardEnd: Int?
    /// How many will be trained by the soft end at the pace so far.
    package let forecast: Int

    /// One row of a count: a state, how many, how many of them with a seat, and between which days.
    package struct Count: Sendable {
        let level: String
        let count: Int
        let seated: Int
        let opened: Day
        let due: Day
        let hard: Day

        package init(level: String, count: Int, seated: Int, opened: Day, due: Day, hard: Day) {
            self.level = level
            self.count = count
            self.seated = seated
            self.opened = opened
            self.due = due
            self.hard = hard
        }
    }

    /// Pure: counts of a part and a day in, its progress out.
    package init(part: String, name: Text, _ counts: [Count], asOf: Day) {
        func sum(_ levels: Set<String>) -> Int { counts.filter { levels.contains($0.level) }.map(\.count).sum() }
        let done: Set<String> = [DutyStanding.settled.rawValue, DutyStanding.exempt.rawValue]
        self.part = part
        self.name = name
        due = counts.map(\.count).sum()
        trained = sum([DutyStanding.settled.rawValue])
        exempt = sum([DutyStanding.exempt.rawValue])
        untrained = due - trained - exempt
        let asked = due - exempt
        ratePerMille = asked == 0 ? 0 : (trained * 1000 + asked / 2) / asked
        seated = counts.filter { !done.contains($0.level) }.map(\.seated).sum()
        overdue = sum([OverdueLevel.overdue.rawValue, OverdueLevel.pastHard.rawValue])
        pastHard = sum([OverdueLevel.pastHard.rawValue])
        softEnd = counts.map(\.due).max()
        hardEnd = counts.map(\.hard).max()
        perMonthToSoftEnd = Self.perMonth(untrained, from: asOf, to: softEnd)
        perMonthToHardEnd = Self.perMonth(untrained, from: asOf, to: hardEnd)
        forecast = Self.forecast(
            trained, of: asked, since: counts.map(\.opened).min(), asOf: asOf, end: softEnd)
    }

    /// Days of a month on the average of four years, in hundredths.
    private static let monthDays = (days: 1461, months: 48)

    /// Rounded up: so many a month suffice.
    private static func perMonth(_ left: Int, from: Day, to end: Day?) -> Int? {
        guard let end, end > from, left > 0 else { return nil }
        let days = end - from
        // left / (days / 30.4375)
        let (work, overflows) = left.multipliedReportingOverflow(by: monthDays.days)
        let time = days * monthDays.months
        return overflows ? nil : min(left, (work + time - 1) / time)
    }

    private static func forecast(_ trained: Int, of asked: Int, since: Day?, asOf: Day, end: Day?) -> Int {
        guard let since, let end, asOf > since, end > asOf else { return trained }
        let (work, overflows) = trained.multipliedReportingOverflow(by: end - since)
        return overflows ? asked : min(asked, work / (asOf - since))
    }
}

extension Progress: Tabular {
    package static let columns: [Column<Progress>] = [
        Column("part", zh: "类别", en: "Part") { .word($0.part, $0.name) },
        Column("due", zh: "应训", en: "Due", \.due),
        Column("trained", zh: "已训", en: "Trained", \.trained),
        Column("untrained", zh: "未训", en: "Untrained", \.untrained),
        Column("exempt", zh: "免训", en: "Exempt", \.exempt),
        Column("rate_per_mille", zh: "完成率", en: "Rate", isNumeric: true) {
            .text("\($0.ratePerMille / 10).\($0.ratePerMille % 10)%")
        },
        Column("seated", zh: "已安排", en: "Seated", \.seated),
        Column("overdue", zh: "逾期", en: "Overdue", \.overdue),
        Column("past_hard", zh: "超过最后期限", en: "Past the hard end", \.pastHard),
        Column("soft_end", zh: "应训期限", en: "Soft end", \.softEnd),
        Column("per_month_to_soft_end", zh: "到期前每月需训", en: "A month to the soft end", \.perMonthToSoftEnd),
        Column("hard_end", zh: "最后期限", en: "Hard end", \.hardEnd),
        Column("per_month_to_hard_end", zh: "最后期限前每月需训", en: "A month to the hard end", \.perMonthToHardEnd),
        Column("forecast", zh: "按现进度到期可训", en: "Forecast at the soft end", \.forecast),
    ]
}

/// Parts and their sum.
package struct ProgressTable: Codable, Sendable, Hashable {
    package let asOf: Day
    package let by: ProgressGrouping
    package let items: [Progress]
    package let total: Progress
}

/// The names behind a table of progress.
package struct TraineeQuery: Codable, Described, Sendable {
    package var filter: ProgressQuery
    package var standing: [TraineeStanding]?

    package init(filter: ProgressQuery, standing: [TraineeStanding]? = nil) {
        self.filter = filter
        self.standing = standing
    }

    private enum CodingKeys: CodingKey { case standing }

    package init(from decoder: any Decoder) throws {
        filter = try ProgressQuery(from: decoder)
        standing = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(
            [TraineeStanding].self, forKey: .standing)
    }

    package func encode(to encoder: any Encoder) throws {
        try filter.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(standing, forKey: .standing)
    }

    package static let memberTexts = ProgressQuery.memberTexts.filter { $0.key != "by" }.merging([
        "by": Text(zh: "名单不分列", en: "A list of names is not divided"),
        "standing": Text(
            zh: "已训、未训或免训，可多个，默认未训", en: "Trained, untrained or exempt; may be repeated; by default untrained"),
    ]) { first, _ in first }
}

package enum TraineeStanding: String, Choice {
    case trained, untrained, exempt

    package var text: Text {
        switch self {
        case .trained: Text(zh: "已训", en: "trained")
        case .untrained: Text(zh: "未训", en: "untrained")
        case .exempt: Text(zh: "免训", en: "exempt")
        }
    }

    /// The states of duties that it means.
    var levels: [String] {
        switch self {
        case .trained: [DutyStanding.settled.rawValue]
        case .untrained: OverdueLevel.allCases.map(\.rawValue)
        case .exempt: [DutyStanding.exempt.rawValue]
        }
    }
}

/// One duty in force, with the name of who owes it.
package struct Trainee: Codable, Placed, Sendable {
    package let duty: Identifier<Duty>
    package let personName: String
    package let organisationCode: String
    package let organisationName: String
    package let path: String
    package let kind: DutyKind
    package let field: Field?
    /// A post or category, as a word of the rule file.
    package let post: String?
    package let postName: Text
    package let standing: DutyStanding
    package let opened: Day
    package let due: Day
    package let hours: Hours
    package let requiredHours: Hours
    /// The class in which there is a seat.
    package let seat: String?
}

extension Trainee: Tabular {
    package static let columns: [Column<Trainee>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("post", zh: "职务或类别", en: "Post") { .word($0.post ?? "", $0.postName) },
        Column("field", zh: "领域", en: "Field", \.field),
        Column("kind", zh: "任务", en: "Kind", \.kind),
        Column("standing", zh: "状态", en: "State", \.standing),
        Column("due", zh: "期限", en: "Due", \.due),
        Column("hours", zh: "已修学时", en: "Hours", \.hours),
        Column("seat", zh: "已安排班次", en: "Seat", \.seat),
        Column("duty", zh: "任务编号", en: "Duty", \.duty),
    ]
}
