import Access
package import Civil
package import Kernel
package import Members
package import Organisations
package import Procedures
package import Wire

/// Which groups a person is in.
package struct GroupsOrder: Codable, Described, Sendable {
    package let groups: [StructureGroup]
    package let since: Day?

    package init(groups: [StructureGroup], since: Day? = nil) {
        self.groups = groups
        self.since = since
    }

    package static let memberTexts = [
        "groups": Text(zh: "所属类别；未列出的即终止", en: "The groups; those left out end"),
        "since": Text(zh: "从哪一天起，默认今天", en: "From which day, by default today"),
    ]
}

package struct GroupsSet: Outcome {
    package let person: Identifier<Person>
    package let name: String
    package let groups: [StructureGroup]
    package let since: Day

    package var summary: Text {
        let list = groups.isEmpty ? Text(zh: "无", en: "none") : Text.list(groups.map(\.text))
        return Text(
            zh: "「\(name)」从 \(since) 起的类别：\(list.chinese)。", en: "Groups of “\(name)” from \(since): \(list.english).")
    }
}

extension StructureGroup: Tabular {
    package static let columns: [Column<StructureGroup>] = [Column("group", zh: "类别", en: "Group", \.self)]
}

/// Branches that admitted nobody.
package struct IdleQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var years: Int?

    package init(scope: Reference<Organisation>? = nil, years: Int? = nil) {
        self.scope = scope
        self.years = years
    }

    package static let memberLimits: [String: MemberLimit] = ["years": .count(1...50)]

    package static let memberTexts = [
        "years": Text(
            zh: "多少年没有发展党员，1 到 50，默认按规则",
            en: "Years without a new member, 1 to 50; by default as the policy says")
    ]
}

package struct IdleBranch: Codable, Sendable {
    package let organisation: Identifier<Organisation>
    package let code: String
    package let name: String
    package let path: String
    /// The last admission, if there ever was one on file.
    package let lastOn: Day?
}

extension IdleBranch: Tabular {
    package static let columns: [Column<IdleBranch>] = [
        Column("code", zh: "编码", en: "Code", \.code),
        Column("name", zh: "党组织", en: "Organisation", \.name),
        Column("last_on", zh: "最近一次", en: "Last admission", \.lastOn),
    ]
}

/// People who will exceed the age of the young.
package struct AgeingQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var months: Int?

    package init(scope: Reference<Organisation>? = nil, months: Int? = nil) {
        self.scope = scope
        self.months = months
    }

    package static let memberLimits: [String: MemberLimit] = ["months": .count(1...120)]

    package static let memberTexts = [
        "months": Text(
            zh: "多少个月内超龄，1 到 120，默认 \(RecruitmentService.ageingMonths)",
            en: "Within this many months, 1 to 120, by default \(RecruitmentService.ageingMonths)")
    ]
}

package struct AgeingCandidate: Codable, Placed, Sendable {
    package let recruitment: Identifier<RecruitmentCase>
    package let person: Identifier<Person>
    package let name: String
    package let organisationName: String?
    package let path: String
    package let stage: Milestone.Stage
    /// The first day on which the person is too old.
    package let leavesOn: Day
    /// Seats this year of the nearest organisation that has any; nil: none has.
    package let seats: Int?
    /// Open cases there that stand before this one.
    package let ahead: Int?
    /// Whether, at this year's number of seats, those before use them up until the person is too old.
    package let overtaken: Bool
}

extension AgeingCandidate {
    static func isOvertaken(seats: Int?, ahead: Int?, leavesOn: Day, on today: Day) -> Bool {
        guard let seats, let ahead else { return false }
        guard seats > 0 else { return true }
        let year = today.year + ahead / seats
        return Day(year: year, month: 1, day: 1).map { leavesOn <= $0 } ?? true
    }
}

extension AgeingCandidate: Tabular {
    package static let columns: [Column<AgeingCandidate>] = [
        Column("name", zh: "姓名", en: "Name", \.name),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("stage", zh: "阶段", en: "Stage", \.stage),
        Column("leaves_on", zh: "超龄日期", en: "Too old on", \.leavesOn),
        Column("seats", zh: "本年名额", en: "Seats", \.seats),
        Column("ahead", zh: "排在前面", en: "Ahead", \.ahead),
        Column("overtaken", zh: "轮不到", en: "Overtaken", \.overtaken),
        Column("recruitment", zh: "案卷编号", en: "Case", \.recruitment),
    ]
}
