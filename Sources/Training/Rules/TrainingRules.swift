package import Civil
package import Kernel
package import Members
package import Policy

package enum DutyKind: String, Choice {
    case rotation
    case newlyAppointed = "newly_appointed"
    case annual

    package var text: Text {
        switch self {
        case .rotation: Text(zh: "轮训", en: "rotation")
        case .newlyAppointed: Text(zh: "任职培训", en: "newly appointed")
        case .annual: Text(zh: "年度学时", en: "yearly hours")
        }
    }
}

/// A rotation cycle as its document defines it.
package struct CycleDefinition: Sendable {
    package let key: String
    package let name: Text
    package let opens: Day
    package let softEnd: Day
    package let hardEnd: Day
    package let levels: [Level]
    package let fields: [Field]
    package let source: Citation
}

/// Whose yearly hours a rule sets.
package enum HoursSubject: String, Sendable, CaseIterable {
    case secretary
    case committeeMember = "committee_member"
    case member

    package init?(title: PostTitle) {
        switch title {
        case .secretary, .firstSecretary: self = .secretary
        case .deputySecretary, .organisationCommissioner, .publicityCommissioner, .disciplineCommissioner,
            .committeeMember:
            self = .committeeMember
        }
    }
}

/// The rules in force from one day until the next set's.
package struct TrainingRuleSet: Sendable {
    package struct Annual: Sendable {
        package let who: HoursSubject
        package let fields: Set<Field>
        package let hours: Hours
        package let source: Citation
    }

    package let key: String
    package let from: Day
    package let newlyAppointedMonths: Int
    package let newlyAppointedSource: Citation
    package let rotationAccepts: [Level]
    package let rotationHours: Hours
    package let rotationSource: Citation
    package let annual: [Annual]

    package func annual(_ who: HoursSubject, _ field: Field?) -> Annual? {
        annual.first { rule in rule.who == who && field.map { rule.fields.contains($0) } ?? true }
    }
}

/// A season in which a field's people are not called up.
package struct BusySeason: Sendable {
    package let field: Field
    package let fromMonth: Int
    package let fromDay: Int
    package let throughMonth: Int
    package let throughDay: Int
    package let name: Text

    package func days(in year: Int) -> ClosedRange<Day>? {
        guard let first = Day(year: year, month: fromMonth, day: fromDay),
            let last = Day(year: year, month: throughMonth, day: throughDay), first <= last
        else { return nil }
        return first...last
    }
}

package struct PlanningWeights: Sendable {
    package let unassigned: Int
    package let latePerDay: Int
    package let travel: [Int]
    package let moved: Int
    /// At most this many in a hundred of a township's secretaries away at once.
    package let awayShare: Int
}

/// What a drafted class is given unless somebody says otherwise.
package struct ClassDefaults: Sendable {
    package let halfDayHours: Hours
    /// Yuan.
    package let costPerPersonDay: Int
    package let source: Citation
}

/// `policy/training/….yaml` as values.
package struct TrainingRules: Sendable {
    package let cycles: [CycleDefinition]
    package let sets: [TrainingRuleSet]
    package let attendance: [AttendanceRule]
    package let dueSoonDays: Int
    package let forecastDays: Int
    package let planning: PlanningWeights
    package let busySeasons: [BusySeason]
    package let classDefaults: ClassDefaults
    package let confirmation: ConfirmationRule

    /// The set in force on a day; the first one before any.
    package func set(on day: Day) -> TrainingRuleSet {
        sets.last { $0.from <= day } ?? sets[0]
    }

    package func set(_ key: String) -> TrainingRuleSet? { sets.first { $0.key == key } }

    package func attendanceRule(_ key: String) throws(AppError) -> AttendanceRule {
        guard let rule = attendance.first(where: { $0.key == key }) else {
            let known = attendance.map(\.key).joined(separator: ", ")
            throw .invalidValue("attendance_rule", key, expected: Text(zh: "其中之一：\(known)", en: "one of \(known)"))
        }
        return rule
    }
}
