package import Civil
package import Kernel
package import Members
package import Organisations

/// What people owe who hold no office: yearly hours, and the training of new members.
extension DutyRule {
    /// A standing between two days.
    package struct Standing: Sendable {
        package let person: Identifier<Person>
        package let organisation: Identifier<Organisation>
        package let path: String
        package let level: Level
        package let field: Field?
        package let status: MembershipStatus
        package let since: Day
        package let until: Day?
        /// Reached by a step of recruitment, not registered as it was.
        package let isAdvanced: Bool

        package init(
            person: Identifier<Person>, organisation: Identifier<Organisation>, path: String, level: Level,
            field: Field?, status: MembershipStatus, since: Day, until: Day?, isAdvanced: Bool
        ) {
            self.person = person
            self.organisation = organisation
            self.path = path
            self.level = level
            self.field = field
            self.status = status
            self.since = since
            self.until = until
            self.isAdvanced = isAdvanced
        }
    }

    /// The duties of a member, at the organisation where the membership lies now. A move from one organisation to
    /// another interrupts nothing.
    /// - Parameters:
    ///   - standings: of one person, in the order of their days.
    ///   - offices: what the person holds: who owes a year by an office does not owe it as a member as well.
    package static func duties(
        of standings: [Standing], offices: [Office], years: Years, rules: TrainingRules
    ) -> [(standing: Standing, draft: Draft)] {
        var found: [(standing: Standing, draft: Draft)] = []
        for run in runs(standings) {
            guard let last = run.last, let since = run.first?.since else { continue }
            for year in years.ofMembers(at: last.path) where !holdsOffice(offices, in: year) {
                let draft = annual(
                    [StandingSubject.member.rawValue], last.field, last.level, since: since, until: last.until,
                    year: year, rules: rules)
                if let draft { found.append((last, draft)) }
            }
            found += newMember(run, rules).map { (last, $0) }
        }
        return found
    }

    /// The yearly hours that a member owes who holds no office.
    package static func annual(member field: Field?, since: Day, until: Day?, year: Int, rules: TrainingRules) -> Draft?
    {
        annual(
            [StandingSubject.member.rawValue], field, nil, since: since, until: until, year: year, rules: rules)
    }

    /// Standings that follow each other without a gap.
    private static func runs(_ standings: [Standing]) -> [[Standing]] {
        var runs: [[Standing]] = []
        for standing in standings {
            if let last = runs.last?.last, let until = last.until, until >= standing.since {
                runs[runs.count - 1].append(standing)
            } else {
                runs.append([standing])
            }
        }
        return runs
    }

    private static func holdsOffice(_ offices: [Office], in year: Int) -> Bool {
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31) else {
            return false
        }
        return offices.contains {
            $0.tenure != nil && $0.nature != .acting && $0.since <= last && ($0.until.map { $0 > first } ?? true)
        }
    }

    /// One training on probation, and one in the first year as a full member.
    private static func newMember(_ run: [Standing], _ rules: TrainingRules) -> [Draft] {
        var drafts: [Draft] = []
        let left = run.last?.until
        func add(_ subject: StandingSubject, from since: Day, months: (TrainingRuleSet.NewMembers) -> Int) {
            let set = rules.set(on: since)
            guard let rule = set.newMembers else { return }
            let due = since.adding(months: months(rule))
            // A year later nobody is new any more.
            let closed = [left, due.adding(months: 12)].compactMap(\.self).min()
            drafts.append(
                Draft(
                    kind: .newMember, subject: subject.rawValue, opened: since, due: due, hard: due, closed: closed,
                    requiredHours: .zero, accepts: rule.accepts, ruleSet: set.key
                ).asking(rule.forms))
        }
        if let probation = run.first(where: { $0.status == .probationary }) {
            add(.probationary, from: probation.since) { $0.probationMonths }
        }
        if let full = run.first(where: { $0.status == .full && $0.isAdvanced }) {
            add(.firstYear, from: full.since) { $0.firstYearMonths }
        }
        return drafts
    }
}
