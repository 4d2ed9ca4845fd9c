import Access
package import Civil
package import Kernel
package import Members
import Postgres
package import Wire

/// What a plan changes for somebody.
package enum SeatChange: String, Choice {
    case new, moved, withdrawn, kept
    case leftOut = "left_out"

    package var text: Text {
        switch self {
        case .new: Text(zh: "新安排", en: "new")
        case .moved: Text(zh: "改班", en: "moved")
        case .withdrawn: Text(zh: "退出", en: "withdrawn")
        case .kept: Text(zh: "不变", en: "kept")
        case .leftOut: Text(zh: "未安排", en: "left out")
        }
    }

    /// Whether somebody's seat is another than before.
    package var isChange: Bool { self == .new || self == .moved || self == .withdrawn }
}

/// One person of a plan by name: where they sit now, where they would sit, and why.
package struct PlanSeat: Codable, Placed, Sendable {
    package let number: Int
    /// Of the duty.
    package let path: String
    package let person: Identifier<Person>
    package let personName: String
    package let organisationName: String?
    package let dutyKind: DutyKind
    package let change: SeatChange
    package let beforeCode: String?
    package let beforeName: String?
    package let beforeStarts: Day?
    package let afterCode: String?
    package let afterName: String?
    package let afterStarts: Day?
    package let reason: Text
}

extension PlanSeat: Tabular {
    package static let columns: [Column<PlanSeat>] = [
        Column("number", zh: "序号", en: "No.", \.number),
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("duty_kind", zh: "任务", en: "Duty", \.dutyKind),
        Column("change", zh: "变动", en: "Change", \.change),
        Column("before_code", zh: "原班次编号", en: "Code before", \.beforeCode),
        Column("before_name", zh: "原班次", en: "Before", \.beforeName),
        Column("before_starts", zh: "原开班", en: "Started", \.beforeStarts),
        Column("after_code", zh: "班次编号", en: "Code", \.afterCode),
        Column("after_name", zh: "班次", en: "Class", \.afterName),
        Column("after_starts", zh: "开班", en: "Starts", \.afterStarts),
        Column("reason", zh: "理由", en: "Why", \.reason),
    ]
}

extension Row {
    func planSeat() throws -> PlanSeat {
        PlanSeat(
            number: try self["number"], path: try self["path"], person: try self["person_id"],
            personName: try self["person_name"], organisationName: try self["organisation_name"],
            dutyKind: try choice("duty_kind"), change: try choice("change"), beforeCode: try self["before_code"],
            beforeName: try self["before_name"], beforeStarts: try self["before_starts_on"],
            afterCode: try self["after_code"], afterName: try self["after_name"],
            afterStarts: try self["after_starts_on"],
            reason: Text(zh: try self["reason_zh"], en: try self["reason_en"]))
    }
}

/// Which lines of a filed plan are wanted.
package struct PlanSeatQuery: Codable, Described, Sendable {
    package let changed: Bool?

    package init(changed: Bool? = nil) { self.changed = changed }

    package static let memberTexts = [
        "changed": Text(zh: "只看有变动的人", en: "Only those whose seat is another than before")
    ]
}
