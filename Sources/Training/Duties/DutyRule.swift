package import Civil
package import Kernel
package import Members
package import Organisations

/// Which duties a tenure gives rise to. Pure: tenures, cycles and rule sets in, duties out.
package enum DutyRule {
    /// A tenure with what its organisation is.
    package struct Office: Sendable {
        package let tenure: Identifier<Tenure>
        package let person: Identifier<Person>
        package let organisation: Identifier<Organisation>
        package let path: String
        package let level: Level
        package let field: Field?
        package let title: PostTitle
        package let nature: TenureNature
        package let since: Day
        package let until: Day?

        package init(
            tenure: Identifier<Tenure>, person: Identifier<Person>, organisation: Identifier<Organisation>,
            path: String, level: Level, field: Field?,
            title: PostTitle,
            nature: TenureNature, since: Day, until: Day?
        ) {
            self.tenure = tenure
            self.person = person
            self.organisation = organisation
            self.path = path
            self.level = level
            self.field = field
            self.title = title
            self.nature = nature
            self.since = since
            self.until = until
        }
    }

    /// A cycle that was opened.
    package struct Cycle: Sendable {
        package let id: Identifier<Training.Cycle>
        package let opens: Day
        package let softEnd: Day
        package let hardEnd: Day
        package let levels: Set<Level>
        package let fields: Set<Field>
        package let range: Scope

        package init(
            id: Identifier<Training.Cycle>, opens: Day, softEnd: Day, hardEnd: Day, levels: Set<Level>,
            fields: Set<Field>, range: Scope
        ) {
            self.id = id
            self.opens = opens
            self.softEnd = softEnd
            self.hardEnd = hardEnd
            self.levels = levels
            self.fields = fields
            self.range = range
        }
    }

    /// A duty before it has an identifier.
    package struct Draft: Sendable, Equatable {
        package let kind: DutyKind
        package let cycle: Identifier<Training.Cycle>?
        package let year: Int?
        package let opened: Day
        package let due: Day
        package let hard: Day
        package let closed: Day?
        package let requiredHours: Hours
        package let accepts: [Level]
        package let ruleSet: String
    }

    /// The duty that an office owes to a cycle, if any.
    ///
    /// Who held the office when the cycle opened owes the rotation by the soft end (陕办发〔2014〕7号 三(二)2). Who came
    /// later owes the training of the newly appointed, within the months of the rule set of the day of appointment.
    /// Somebody acting substitutes for a holder who still owes, and owes nothing.
    package static func duty(_ office: Office, to cycle: Cycle, rules: TrainingRules) -> Draft? {
        guard office.title == .secretary || office.title == .firstSecretary, office.nature != .acting,
            cycle.levels.contains(office.level), let field = office.field, cycle.fields.contains(field),
            cycle.range.contains(office.path)
        else { return nil }
        if let until = office.until, until <= cycle.opens { return nil }
        guard office.since < cycle.hardEnd else { return nil }
        let opened = max(office.since, cycle.opens)
        let set = rules.set(on: opened)
        if office.since <= cycle.opens {
            return Draft(
                kind: .rotation, cycle: cycle.id, year: nil, opened: opened, due: cycle.softEnd, hard: cycle.hardEnd,
                closed: office.until, requiredHours: set.rotationHours, accepts: set.rotationAccepts, ruleSet: set.key)
        }
        let due = office.since.adding(months: set.newlyAppointedMonths)
        return Draft(
            kind: .newlyAppointed, cycle: cycle.id, year: nil, opened: opened, due: due, hard: max(due, cycle.hardEnd),
            closed: office.until, requiredHours: set.rotationHours, accepts: set.rotationAccepts, ruleSet: set.key)
    }

    /// The yearly hours that an office owes, by the rule set of the year's first day in it.
    package static func annual(_ office: Office, year: Int, rules: TrainingRules) -> Draft? {
        guard office.nature != .acting, let who = HoursSubject(title: office.title) else { return nil }
        return annual(who, office.field, since: office.since, until: office.until, year: year, rules: rules)
    }

    /// The yearly hours that a member owes who holds no office.
    package static func annual(member field: Field?, since: Day, until: Day?, year: Int, rules: TrainingRules) -> Draft?
    {
        annual(.member, field, since: since, until: until, year: year, rules: rules)
    }

    private static func annual(
        _ who: HoursSubject, _ field: Field?, since: Day, until: Day?, year: Int, rules: TrainingRules
    ) -> Draft? {
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31),
            since <= last, until.map({ $0 > first }) ?? true
        else { return nil }
        let opened = max(first, since)
        let set = rules.set(on: opened)
        guard let rule = set.annual(who, field) else { return nil }
        return Draft(
            kind: .annual, cycle: nil, year: year, opened: opened, due: last, hard: last,
            closed: until.flatMap { $0 <= last ? $0 : nil },
            requiredHours: rule.hours, accepts: Level.allCases, ruleSet: set.key)
    }
}
