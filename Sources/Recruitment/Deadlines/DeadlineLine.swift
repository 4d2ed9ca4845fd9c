import Access
package import Civil
package import Kernel
package import Members
package import Organisations
package import Procedures
package import Wire

/// One line of what is due.
package struct DeadlineLine: Codable, Placed, Sendable {
    package let recruitment: Identifier<RecruitmentCase>
    package let person: Identifier<Person>
    package let name: String
    package let path: String
    package let organisationName: String?
    package let rule: String
    package let ruleName: Text
    package let milestone: Milestone
    package let due: Day
    /// The last day in special cases.
    package let special: Day?
    package let kind: Deadline.Kind
    package let late: Bool
    package let daysLate: Int
    /// The steps and spans from which it was calculated.
    package let basis: String
    /// The day depends on a year whose holidays are not announced yet.
    package let provisional: Bool
}

extension DeadlineLine: Tabular {
    package static let columns: [Column<DeadlineLine>] = [
        Column("due", zh: "到期", en: "Due", \.due),
        Column("days_late", zh: "逾期天数", en: "Days late", isNumeric: true) { .text($0.late ? "\($0.daysLate)" : "") },
        Column("provisional", zh: "暂定", en: "Provisional", \.provisional),
        Column("kind", zh: "情形", en: "Kind", \.kind),
        Column("name", zh: "姓名", en: "Name", \.name),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("milestone", zh: "步骤", en: "Step", \.milestone),
        Column("rule", zh: "规则", en: "Rule") { .word($0.rule, $0.ruleName) },
        Column("recruitment", zh: "案卷编号", en: "Case", \.recruitment),
    ]
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

/// Which part of what is due is wanted.
package struct DeadlineQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var filter: DeadlineFilter?
    package var days: Int?

    package init(scope: Reference<Organisation>? = nil, filter: DeadlineFilter? = nil, days: Int? = nil) {
        self.scope = scope
        self.filter = filter
        self.days = days
    }

    package static let memberLimits: [String: MemberLimit] = ["days": .count(RecruitmentService.daysRange)]

    package static let memberTexts = [
        "filter": Text(zh: "只看逾期的或无合法日期的，默认全部", en: "Only what is late or blocked; all by default"),
        "days": RecruitmentService.daysText,
    ]
}

package struct OverviewQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var days: Int?

    package init(scope: Reference<Organisation>? = nil, days: Int? = nil) {
        self.scope = scope
        self.days = days
    }

    package static let memberLimits: [String: MemberLimit] = ["days": .count(RecruitmentService.daysRange)]

    package static let memberTexts = ["days": RecruitmentService.daysText]
}

package struct DeadlineCount: Codable, Sendable {
    package let rule: String
    package let ruleName: Text
    package let kind: Deadline.Kind
    package let late: Int
    package let due: Int
    package let first: Day?
}

extension DeadlineCount: Tabular {
    package static let columns: [Column<DeadlineCount>] = [
        Column("rule", zh: "规则", en: "Rule") { .word($0.rule, $0.ruleName) },
        Column("kind", zh: "情形", en: "Kind", \.kind),
        Column("late", zh: "逾期", en: "Late", \.late),
        Column("due", zh: "将到期", en: "Due", \.due),
        Column("first", zh: "最早", en: "First", \.first),
    ]
}

package struct StageCount: Codable, Sendable {
    package let stage: Milestone.Stage
    package let state: CaseState
    package let cases: Int
}

extension StageCount: Tabular {
    package static let columns: [Column<StageCount>] = [
        Column("stage", zh: "阶段", en: "Stage", \.stage),
        Column("state", zh: "状态", en: "State", \.state),
        Column("cases", zh: "案卷数", en: "Cases", \.cases),
    ]
}

package struct RecruitmentOverview: Codable, Sendable {
    package let stages: [StageCount]
    package let deadlines: [DeadlineCount]
}

/// Below which organisation deadlines are calculated again.
package struct CaseRefreshOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

package struct CasesRefreshed: Outcome {
    package let cases: Int

    package var summary: Text { Text(zh: "已重算 \(cases) 件案卷。", en: "Recalculated \(cases) cases.") }
}
