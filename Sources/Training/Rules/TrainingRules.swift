package import Civil
package import Kernel
import Members
package import Organisations
package import Policy

package enum DutyKind: String, Choice {
    case rotation
    case newlyAppointed = "newly_appointed"
    case annual
    case newMember = "new_member"

    package var text: Text {
        switch self {
        case .rotation: Text(zh: "轮训", en: "rotation")
        case .newlyAppointed: Text(zh: "任职培训", en: "newly appointed")
        case .annual: Text(zh: "年度学时", en: "yearly hours")
        case .newMember: Text(zh: "新党员培训", en: "new member")
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
    package let audience: [CycleAudience]
    package let source: Citation

    package var levels: [Level] { Level.allCases.filter { level in audience.contains { $0.levels.contains(level) } } }
    package var fields: [Field] { Field.allCases.filter { field in audience.contains { $0.fields.contains(field) } } }
}

/// Some of those who owe a cycle, with what is asked of them: a plan of nine categories has nine.
package struct CycleAudience: Codable, Sendable, Hashable {
    /// Posts and categories, as words of the rule file.
    package let who: [String]
    package let levels: [Level]
    package let fields: [Field]
    /// Hours of their own; else those of the rule set.
    package let hours: Hours?
    /// Levels of classes that count for them; else those of the rule set.
    package let accepts: [Level]?
    /// What their hours must contain; else what the rule set says.
    package let forms: FormRule?

    package init(
        who: [String], levels: [Level], fields: [Field], hours: Hours? = nil, accepts: [Level]? = nil,
        forms: FormRule? = nil
    ) {
        self.who = who
        self.levels = levels
        self.fields = fields
        self.hours = hours
        self.accepts = accepts
        self.forms = forms
    }

    /// Those who owe a cycle that names nobody.
    package static let secretaries = [PostTitle.secretary.rawValue, PostTitle.firstSecretary.rawValue]
}

/// A group of trainees that is neither a post nor a standing, such as village directors.
package struct PersonCategory: Sendable, Hashable {
    package let key: String
    package let name: Text
    package let source: Citation
}

/// A kind of class that others build on.
package struct CourseDefinition: Sendable {
    package let key: String
    package let name: Text
    /// What has to be completed before it.
    package let after: [Prerequisite]
    package let source: Citation
}

/// The words of the rule file for those who owe something without an office.
package enum StandingSubject: String, Choice {
    case member, probationary
    case firstYear = "first_year"

    package var text: Text {
        switch self {
        case .member: Text(zh: "党员", en: "member")
        case .probationary: Text(zh: "预备党员", en: "probationary member")
        case .firstYear: Text(zh: "转正第一年党员", en: "member in the first year")
        }
    }
}

/// Whether an appointment founds a duty while no cycle is open: never, where there was a cycle before, or always.
package enum AppointmentStanding: String, Sendable, CaseIterable {
    case never
    case afterCycle = "after_cycle"
    case always
}

/// The rules in force from one day until the next set's.
package struct TrainingRuleSet: Sendable {
    package struct Annual: Sendable {
        package let who: [String]
        package let levels: Set<Level>
        package let fields: Set<Field>
        package let hours: Hours
        package let accepts: [Level]
        package let forms: FormRule
        /// Owed in every year without anybody opening it.
        package let isStanding: Bool
        package let source: Citation
    }

    /// Training that an appointment, or entering a category, asks for.
    package struct Appointment: Sendable {
        package let who: [String]
        package let levels: Set<Level>
        package let fields: Set<Field>
        package let months: Int
        /// Hours and levels of classes of their own; else those of the rotation.
        package let hours: Hours?
        package let accepts: [Level]?
        package let forms: FormRule?
        package let stands: AppointmentStanding
        package let source: Citation
    }

    package struct NewMembers: Sendable {
        package let probationMonths: Int
        package let firstYearMonths: Int
        package let accepts: [Level]
        package let forms: FormRule
        package let source: Citation
    }

    package let key: String
    package let from: Day
    package let newlyAppointed: [Appointment]
    package let rotationAccepts: [Level]
    package let rotationHours: Hours
    package let rotationForms: FormRule
    package let rotationSource: Citation
    package let newMembers: NewMembers?
    package let annual: [Annual]

    /// The first rule of appointments for one of the words, and the word.
    package func appointment(_ words: [String], _ field: Field?, _ level: Level?) -> (rule: Appointment, word: String)?
    {
        for rule in newlyAppointed {
            guard let word = words.first(where: rule.who.contains) else { continue }
            if let field, !rule.fields.contains(field) { continue }
            if let level, !rule.levels.contains(level) { continue }
            return (rule, word)
        }
        return nil
    }

    /// The first rule for one of the words, and the word.
    package func annual(_ words: [String], _ field: Field?, _ level: Level?) -> (rule: Annual, word: String)? {
        for rule in annual {
            guard let word = words.first(where: rule.who.contains) else { continue }
            if let field, !rule.fields.contains(field) { continue }
            if let level, !rule.levels.contains(level) { continue }
            return (rule, word)
        }
        return nil
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
    /// What each of them above that costs on each day; nil where the limit must be kept.
    package let awayCost: Int?
}

/// Who holds classes where a calendar is drafted.
package struct HostRule: Sendable {
    package let kinds: [OrganisationKind]
    /// Fewer people than this are no audience of their own.
    package let smallest: Int
    package let source: Citation
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
    package let hosts: HostRule
    package let busySeasons: [BusySeason]
    package let classDefaults: ClassDefaults
    package let confirmation: ConfirmationRule
    package let categories: [PersonCategory]
    package let courses: [CourseDefinition]
    package let conversions: [HoursConversion]
    package let classes: ClassRules
    package let budget: BudgetRules

    /// The set in force on a day; the first one before any.
    package func set(on day: Day) -> TrainingRuleSet {
        sets.last { $0.from <= day } ?? sets[0]
    }

    package func set(_ key: String) -> TrainingRuleSet? { sets.first { $0.key == key } }

    package func category(_ key: String) -> PersonCategory? { categories.first { $0.key == key } }

    /// What a word for those who owe something means: a post, a standing or a category.
    package func subject(_ word: String) -> Text {
        PostTitle(rawValue: word)?.text ?? StandingSubject(rawValue: word)?.text ?? category(word)?.name
            ?? .verbatim(word)
    }

    /// Whether some rule of a day lets something be owed without anybody opening it.
    package func stands(on day: Day) -> Bool {
        let set = set(on: day)
        return set.newlyAppointed.contains { $0.stands != .never } || set.newMembers != nil
            || set.annual.contains { $0.isStanding }
    }

    /// - Throws: `value.invalid` with the known keys.
    package func course(_ key: String) throws(AppError) -> CourseDefinition {
        guard let course = courses.first(where: { $0.key == key }) else {
            let known = courses.map(\.key).joined(separator: ", ")
            throw .invalidValue("course", key, expected: Text(zh: "其中之一：\(known)", en: "one of \(known)"))
        }
        return course
    }

    /// What a class of a course demands of people, those demands of its own instead of the course's where it has some.
    package func demands(_ filters: ClassFilters, course key: String?) -> [Admission.Demand] {
        let own = filters.after ?? courses.first { $0.key == key }?.after ?? []
        return own.map { prerequisite in
            Admission.Demand(
                course: prerequisite.course,
                name: courses.first { $0.key == prerequisite.course }?.name ?? .verbatim(prerequisite.course),
                years: prerequisite.years)
        }
    }

    package func attendanceRule(_ key: String) throws(AppError) -> AttendanceRule {
        guard let rule = attendance.first(where: { $0.key == key }) else {
            let known = attendance.map(\.key).joined(separator: ", ")
            throw .invalidValue("attendance_rule", key, expected: Text(zh: "其中之一：\(known)", en: "one of \(known)"))
        }
        return rule
    }
}
