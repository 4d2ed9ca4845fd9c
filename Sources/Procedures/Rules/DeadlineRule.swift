package import Civil
package import Kernel

/// Something that a case has to have by a day.
package struct Deadline: Sendable, Hashable {
    package enum Kind: String, Choice {
        case due
        /// No legal day is left for the next step.
        case blocked
    }

    package let rule: Rule
    package let milestone: Milestone
    package let due: Day
    /// The last day in special cases.
    package let special: Day?
    package let kind: Kind
    package let facts: [AppError.Fact]
    /// The day rests on a year whose notice on holidays is not out yet.
    package internal(set) var isProvisional = false
}

extension CaseRule {
    /// What a case has to have, by the set in force on a day: every deadline that runs, and steps for which no day is
    /// left. Depends on the facts and the set alone, so that a reminder that was missed is there at the next reading.
    package func deadlines(_ facts: CaseFacts, on today: Day) -> [Deadline] {
        guard let set = rules.set(on: today) else { return [] }
        var reader = reader(facts, set)
        var found: [Deadline] = []
        for rule in set.rules where rule.isOn && (rule.kind == .deadline || rule.kind == .warning) {
            guard let deadline = running(rule, facts, &reader) else { continue }
            found.append(deadline)
        }
        for outlook in outlooks(facts, set, supposing: nil) {
            guard let closes = outlook.closes, let rule = outlook.closing else { continue }
            if outlook.isClosed {
                found.append(
                    Deadline(
                        rule: rule, milestone: outlook.milestone, due: closes, special: nil, kind: .blocked,
                        facts: [AppError.Fact("opens", outlook.opens.description)]))
            } else {
                found += notices(before: closes, of: outlook.milestone, set, facts)
            }
        }
        return found.sorted { ($0.due, $0.rule.id) < ($1.due, $1.rule.id) }
    }

    /// The last days on which missing notices can begin, so that the step after them is still in time.
    private func notices(
        before closes: Day, of milestone: Milestone, _ set: RecruitmentRules.RuleSet, _ facts: CaseFacts
    ) -> [Deadline] {
        set.rules(at: milestone).compactMap { rule in
            guard case .notice(let notice, let count) = rule.check, facts.last(notice) == nil else { return nil }
            var start = closes.adding(days: -count)
            while workingDays.day(count, from: start).value >= closes { start = start.adding(days: -1) }
            return Deadline(
                rule: rule, milestone: notice, due: start, special: nil, kind: .due,
                facts: [AppError.Fact(milestone.rawValue, closes.description)],
                isProvisional: workingDays.day(count, from: start).provisional)
        }
    }

    /// Whether a due day that is on file rests on working days of a year whose notice is not out yet.
    package func isProvisional(_ due: Day, by rule: Rule) -> Bool {
        guard case .notice(_, let count) = rule.check else { return false }
        return workingDays.day(count, from: due).provisional
    }

    private func running(_ rule: Rule, _ facts: CaseFacts, _ reader: inout ConstraintReader) -> Deadline? {
        // After the end only what follows a decision is due: notification and the archive.
        if facts.end != nil, !rule.milestone.followsDecision { return nil }
        switch rule.check {
        case .within(let base, _, _):
            guard let started = facts.last(base) else { return nil }
            if let done = facts.last(rule.milestone), done.date.last >= started.date.first { return nil }
        case .every(_, let from, let until):
            guard facts.has(from), !until.contains(where: { facts.has($0) }) else { return nil }
        case .probationEnded:
            guard let ended = reader.probationEnd else { return nil }
            if let met = facts.last(rule.milestone), met.date.last >= ended { return nil }
        case .fresh(let base, _):
            guard facts.has(base), !facts.has(rule.milestone) else { return nil }
        case .leaves:
            guard facts.leaves != nil, !facts.has(rule.milestone) else { return nil }
        default: return nil
        }
        guard case .notAfter(let day, let special, let basis) = reader.read(rule, rule.milestone, nil) else {
            return nil
        }
        return Deadline(
            rule: rule, milestone: rule.milestone, due: day, special: special, kind: .due, facts: basis)
    }
}

extension Milestone {
    fileprivate var followsDecision: Bool {
        switch self {
        case .fullNotification, .archive, .notification: true
        default: false
        }
    }
}
