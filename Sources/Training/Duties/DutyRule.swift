package import Civil
import Foundation
package import Kernel
package import Members
package import Organisations

/// Which duties offices, categories and standings give rise to. Pure: facts, cycles and rule sets in, duties out.
package enum DutyRule {
    /// A tenure, or a category that a person belongs to, with what its organisation is.
    package struct Office: Sendable {
        package let tenure: Identifier<Tenure>?
        package let category: Identifier<CategoryEntry>?
        package let person: Identifier<Person>
        package let organisation: Identifier<Organisation>
        package let path: String
        package let level: Level
        package let field: Field?
        /// Nil for a category.
        package let title: PostTitle?
        package let nature: TenureNature
        package let since: Day
        package fileprivate(set) var until: Day?
        /// The words of the rule file that mean its holder, the closest first.
        package let words: [String]

        package init(
            tenure: Identifier<Tenure>, person: Identifier<Person>, organisation: Identifier<Organisation>,
            path: String, level: Level, field: Field?,
            title: PostTitle,
            nature: TenureNature, since: Day, until: Day?
        ) {
            self.tenure = tenure
            category = nil
            self.person = person
            self.organisation = organisation
            self.path = path
            self.level = level
            self.field = field
            self.title = title
            self.nature = nature
            self.since = since
            self.until = until
            words = title.words
        }

        package init(
            category: Identifier<CategoryEntry>, key: String, person: Identifier<Person>,
            organisation: Identifier<Organisation>, path: String, level: Level, field: Field?, since: Day, until: Day?
        ) {
            tenure = nil
            self.category = category
            self.person = person
            self.organisation = organisation
            self.path = path
            self.level = level
            self.field = field
            title = nil
            nature = .substantive
            self.since = since
            self.until = until
            words = [key]
        }

        /// The office of somebody who has died or left on a day; nil where it would begin then or later.
        func ending(by day: Day?) -> Office? {
            guard let day else { return self }
            guard since < day else { return nil }
            var office = self
            office.until = min(until ?? day, day)
            return office
        }
    }

    /// A cycle that was opened.
    package struct Cycle: Sendable {
        package let id: Identifier<Training.Cycle>
        package let opens: Day
        package let softEnd: Day
        package let hardEnd: Day
        package let audience: [CycleAudience]
        package let range: Scope
        /// The first day on which nothing is owed to it any more.
        package let withdrawn: Day?

        package init(
            id: Identifier<Training.Cycle>, opens: Day, softEnd: Day, hardEnd: Day, audience: [CycleAudience],
            range: Scope, withdrawn: Day? = nil
        ) {
            self.id = id
            self.opens = opens
            self.softEnd = softEnd
            self.hardEnd = hardEnd
            self.audience = audience
            self.range = range
            self.withdrawn = withdrawn
        }

        /// What it asks of the holder of an office: the first entry that means them.
        package func entry(for office: Office) -> (audience: CycleAudience, word: String)? {
            guard office.nature != .acting, let field = office.field, range.contains(office.path) else { return nil }
            for entry in audience where entry.levels.contains(office.level) && entry.fields.contains(field) {
                if let word = office.words.first(where: entry.who.contains) { return (entry, word) }
            }
            return nil
        }

        /// Whether somebody could owe both at once.
        package func overlaps(_ other: Cycle) -> Bool {
            (range.contains(other.range) || other.range.contains(range)) && runsBeside(other)
                && audience.contains { mine in
                    other.audience.contains { theirs in
                        !Set(mine.who).isDisjoint(with: theirs.who) && !Set(mine.levels).isDisjoint(with: theirs.levels)
                            && !Set(mine.fields).isDisjoint(with: theirs.fields)
                    }
                }
        }

        func runsBeside(_ other: Cycle) -> Bool { opens < other.hardEnd && other.opens < hardEnd }
    }

    /// A duty before it has an identifier.
    package struct Draft: Sendable, Equatable {
        package let kind: DutyKind
        package let subject: String
        package var cycle: Identifier<Training.Cycle>?
        package var year: Int?
        package var opened: Day
        package let due: Day
        package let hard: Day
        package var closed: Day?
        /// The days on which another cycle asked for it.
        package var rests: Range<Day>?
        package let requiredHours: Hours
        package let accepts: [Level]
        package var needs: [HoursNeed] = []
        package var caps: [TrainingForm: Hours] = [:]
        package let ruleSet: String

        /// The same, with what its hours must contain.
        func asking(_ forms: FormRule) -> Draft {
            var draft = self
            (draft.needs, draft.caps) = (forms.needs, forms.caps)
            return draft
        }
    }

    /// Everything that the offices and categories of one person give rise to.
    ///
    /// An office owes to one cycle at a time: where one lies below another, to the nearest. Somebody who owes a cycle
    /// by an office does not owe it again by a category.
    package static func duties(
        of offices: [Office], cycles: [Cycle], years: Years, rules: TrainingRules
    ) -> [(office: Office, draft: Draft)] {
        var found: [(office: Office, draft: Draft)] = []
        var yearly: [(office: Office, draft: Draft)] = []
        for office in continuing(offices) {
            let owed = owed(office, cycles).filter { cycle in
                office.category == nil
                    || !found.contains { $0.draft.cycle == cycle.id && meets($0.office, office) }
            }
            let drafts = apart(
                owed.compactMap { cycle in duty(office, to: cycle, rules: rules).map { (cycle, $0) } })
            found += drafts.map { (office, $0) }
            if !drafts.contains(where: { $0.kind == .newlyAppointed }),
                let draft = appointment(office, beside: owed, rules: rules)
            {
                found.append((office, draft))
            }
            yearly += years.drafts(office, rules).map { (office, $0) }
        }
        return found + onceAYear(yearly)
    }

    /// Somebody who is elected again, or whose entry follows the one before without a day between, goes on in the
    /// office: what the first tenure owes stays owed, and what was done for it stays done.
    package static func continuing(_ offices: [Office]) -> [Office] {
        var runs: [Office] = []
        for office in offices.sorted(by: precedes) {
            let before = runs.firstIndex {
                $0.until == office.since && $0.organisation == office.organisation && $0.words == office.words
                    && $0.nature == office.nature && ($0.category == nil) == (office.category == nil)
            }
            if let before { runs[before].until = office.until } else { runs.append(office) }
        }
        return runs
    }

    /// The hours of a year are the person's: of offices held at the same time the one that asks for most owes them, and
    /// another only before or after it.
    package static func onceAYear(
        _ drafts: [(office: Office, draft: Draft)]
    ) -> [(office: Office, draft: Draft)] {
        var kept: [(office: Office, draft: Draft)] = []
        for (_, ofYear) in Dictionary(grouping: drafts.enumerated(), by: \.element.draft.year) {
            var held: [Draft] = []
            let ordered = ofYear.sorted {
                ($1.element.draft.requiredHours, $0.offset) < ($0.element.draft.requiredHours, $1.offset)
            }
            for (_, (office, draft)) in ordered {
                guard let left = held.reduce(draft, { rest, other in rest.flatMap { $0.beside(other) } }) else {
                    continue
                }
                held.append(left)
                kept.append((office, left))
            }
        }
        return kept
    }

    /// Offices before categories, then by age: what is decided does not depend on the order of rows.
    private static func precedes(_ left: Office, _ right: Office) -> Bool {
        func key(_ office: Office) -> (Int, Int, String, String) {
            (
                office.category == nil ? 0 : 1, office.since.number, office.path,
                (office.tenure?.value ?? office.category?.value)?.uuidString ?? ""
            )
        }
        return key(left) < key(right)
    }

    private static func meets(_ left: Office, _ right: Office) -> Bool {
        (left.until.map { $0 > right.since } ?? true) && (right.until.map { $0 > left.since } ?? true)
    }

    /// The cycles that an office owes: of those that run beside each other the nearest one; withdrawn ones, which
    /// ended, give way to none and take nothing.
    package static func owed(_ office: Office, _ cycles: [Cycle]) -> [Cycle] {
        var chosen: [Cycle] = []
        let meant = cycles.filter { $0.entry(for: office) != nil }
        for cycle in meant.filter({ $0.withdrawn == nil }).sorted(by: isNearer) {
            if !chosen.contains(where: { $0.runsBeside(cycle) }) { chosen.append(cycle) }
        }
        return (chosen + meant.filter { $0.withdrawn != nil }).sorted { $0.opens < $1.opens }
    }

    /// As of any day an office owes one cycle: where another that is nearer was in force for a time, a duty rests. This
    /// happens where one of the two was withdrawn; of the others only the nearest is owed at all.
    private static func apart(_ owed: [(cycle: Cycle, draft: Draft)]) -> [Draft] {
        owed.compactMap { cycle, draft -> Draft? in
            var draft = draft
            for (other, nearer) in owed where other.runsBeside(cycle) && wasNearer(other, than: cycle) {
                guard let until = other.withdrawn ?? cycle.withdrawn, nearer.opened < until else { continue }
                let from = min(nearer.opened, draft.rests?.lowerBound ?? nearer.opened)
                draft.rests = from..<max(until, draft.rests?.upperBound ?? until)
            }
            guard let rests = draft.rests, rests.lowerBound <= draft.opened, let closed = draft.closed else {
                return draft
            }
            return rests.upperBound >= closed ? nil : draft
        }
    }

    /// Which of two cycles an office owed while both were in force. One that was opened again has the days of the
    /// one before it, which was owed until it was withdrawn.
    private static func wasNearer(_ left: Cycle, than right: Cycle) -> Bool {
        guard left.range.low == right.range.low, left.opens == right.opens else { return isNearer(left, than: right) }
        switch (left.withdrawn, right.withdrawn) {
        case (let one?, let other?): return (one, left.id.description) < (other, right.id.description)
        case (_?, nil): return true
        default: return false
        }
    }

    /// The longer path is nearer; of two for the same organisation the one that opened later.
    private static func isNearer(_ left: Cycle, than right: Cycle) -> Bool {
        let (one, other) = (left.range.low.utf8.count, right.range.low.utf8.count)
        if one != other { return one > other }
        return (left.opens, left.id.description) > (right.opens, right.id.description)
    }

    /// The duty that an office owes to a cycle, if any.
    ///
    /// Who held the office when the cycle opened owes the rotation by the soft end (陕办发〔2014〕7号 三(二)2). Who came
    /// later owes the training of the newly appointed, within the months of the rule set of the day of appointment, or
    /// the rotation where that has no rule for them. Somebody acting substitutes for a holder who still owes,
    /// and owes nothing.
    package static func duty(_ office: Office, to cycle: Cycle, rules: TrainingRules) -> Draft? {
        guard let (audience, word) = cycle.entry(for: office) else { return nil }
        if let until = office.until, until <= cycle.opens { return nil }
        guard office.since < cycle.hardEnd else { return nil }
        let opened = max(office.since, cycle.opens)
        if let withdrawn = cycle.withdrawn, withdrawn <= opened { return nil }
        let set = rules.set(on: opened)
        let closed = [office.until, cycle.withdrawn].compactMap(\.self).min()
        let (hours, accepts) = (audience.hours ?? set.rotationHours, audience.accepts ?? set.rotationAccepts)
        guard office.since > cycle.opens, let rule = set.appointment([word], office.field, office.level)?.rule else {
            let due = opened <= cycle.softEnd ? cycle.softEnd : cycle.hardEnd
            return Draft(
                kind: .rotation, subject: word, cycle: cycle.id, opened: opened, due: due, hard: cycle.hardEnd,
                closed: closed, requiredHours: hours, accepts: accepts, ruleSet: set.key
            ).asking(audience.forms ?? set.rotationForms)
        }
        let due = office.since.adding(months: rule.months)
        return Draft(
            kind: .newlyAppointed, subject: word, cycle: cycle.id, opened: opened, due: due,
            hard: max(due, cycle.hardEnd), closed: closed, requiredHours: audience.hours ?? rule.hours ?? hours,
            accepts: audience.accepts ?? rule.accepts ?? accepts, ruleSet: set.key
        ).asking(audience.forms ?? rule.forms ?? set.rotationForms)
    }

    /// What somebody owes who took an office while no cycle asked it of them, if the rule set of that day says so.
    /// A cycle that opened since asks for the rotation in its place.
    /// - Parameter owed: the cycles that the office owes; one that was open on the day asks for it itself.
    package static func appointment(_ office: Office, beside owed: [Cycle], rules: TrainingRules) -> Draft? {
        let set = rules.set(on: office.since)
        guard office.nature != .acting, office.field != nil,
            let (rule, word) = set.appointment(office.words, office.field, office.level)
        else { return nil }
        let stands: Bool =
            switch rule.stands {
            case .never: false
            case .afterCycle: owed.contains { $0.opens < office.since }
            case .always: true
            }
        guard stands, !owed.contains(where: { $0.opens >= office.since && $0.withdrawn == nil }),
            !owed.contains(where: {
                $0.opens < office.since && office.since < $0.hardEnd && ($0.withdrawn.map { $0 > office.since } ?? true)
            })
        else { return nil }
        let due = office.since.adding(months: rule.months)
        return Draft(
            kind: .newlyAppointed, subject: word, opened: office.since, due: due, hard: due, closed: office.until,
            requiredHours: rule.hours ?? set.rotationHours, accepts: rule.accepts ?? set.rotationAccepts,
            ruleSet: set.key
        ).asking(rule.forms ?? set.rotationForms)
    }

    /// The yearly hours that an office owes, by the rule set of the year's first day in it.
    package static func annual(_ office: Office, year: Int, rules: TrainingRules) -> Draft? {
        guard office.nature != .acting else { return nil }
        return annual(
            office.words, office.field, office.level, since: office.since, until: office.until, year: year, rules: rules
        )
    }

    static func annual(
        _ words: [String], _ field: Field?, _ level: Level?, since: Day, until: Day?, year: Int, rules: TrainingRules
    ) -> Draft? {
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31),
            since <= last, until.map({ $0 > first }) ?? true
        else { return nil }
        let opened = max(first, since)
        let set = rules.set(on: opened)
        guard let (rule, word) = set.annual(words, field, level) else { return nil }
        return Draft(
            kind: .annual, subject: word, year: year, opened: opened, due: last, hard: last,
            // What was left undone in a past year ends with the office too: nobody can make it up there.
            closed: until, requiredHours: rule.hours, accepts: rule.accepts, ruleSet: set.key
        ).asking(rule.forms)
    }
}

extension PostTitle {
    /// The words of a rule file that mean it: its own, and `committee_member` for everybody beside the secretary.
    package var words: [String] {
        switch self {
        case .secretary, .firstSecretary, .committeeMember: [rawValue]
        case .deputySecretary, .organisationCommissioner, .publicityCommissioner, .disciplineCommissioner,
            .youthCommissioner, .productionCommissioner, .unitedFrontCommissioner, .womenCommissioner,
            .massWorkCommissioner, .confidentialityCommissioner:
            [rawValue, PostTitle.committeeMember.rawValue]
        }
    }
}

extension DutyRule.Draft {
    /// What is left of it while another is owed: the time after that one, or before it where nothing is after.
    fileprivate func beside(_ other: DutyRule.Draft) -> DutyRule.Draft? {
        let (meets, ends) = (
            (other.closed.map { opened < $0 } ?? true) && (closed.map { other.opened < $0 } ?? true),
            other.closed.map { end in end <= due && (closed.map { end < $0 } ?? true) } ?? false
        )
        guard meets else { return self }
        var rest = self
        if ends, let end = other.closed {
            rest.opened = end
        } else if opened < other.opened {
            rest.closed = other.opened
        } else {
            return nil
        }
        return rest
    }
}
