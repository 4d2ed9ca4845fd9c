import Access
package import Civil
package import Kernel
package import Members
package import Wire

/// A duty whose hours the classes of a plan do not reach.
package struct ShortOfHours: Codable, Placed, Sendable {
    package let duty: Identifier<Duty>
    package let person: Identifier<Person>
    package let path: String
    package let personName: String
    package let organisationName: String?
    package let dutyKind: DutyKind
    package let due: Day
    /// Hours that are not credited yet, and what classes give of them.
    package let missing: Hours
    package let planned: Hours
    /// What would still be missing.
    package let short: Hours

    init(_ duty: PlannedDuty, planned: Hours) {
        self.duty = duty.id
        person = duty.person
        path = duty.path
        personName = duty.personName
        organisationName = duty.organisationName
        dutyKind = duty.kind
        due = duty.due
        missing = duty.missingHours
        self.planned = planned
        short = duty.missingHours - planned
    }
}

extension ShortOfHours: Tabular {
    package static let columns: [Column<ShortOfHours>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("duty_kind", zh: "任务", en: "Duty", \.dutyKind),
        Column("due", zh: "到期", en: "Due", \.due),
        Column("missing", zh: "所差学时", en: "Missing", \.missing),
        Column("planned", zh: "班次学时", en: "Planned", \.planned),
        Column("short", zh: "仍差", en: "Short", \.short),
    ]
}
