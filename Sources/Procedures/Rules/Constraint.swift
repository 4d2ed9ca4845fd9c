package import Civil
package import Kernel

/// What one rule asks of a step, given everything before it.
package enum Constraint: Sendable, Hashable {
    case holds
    /// The step's day is this one at the earliest.
    case notBefore(Day, [AppError.Fact])
    /// This one at the latest; in special cases the other.
    case notAfter(Day, special: Day?, [AppError.Fact])
    /// Other steps come first.
    case missing([Milestone])
    /// What is recorded about the step breaks the rule, whatever its day.
    case breach([AppError.Fact])
}

/// Reads one rule against a case. Pure.
struct ConstraintReader {
    let facts: CaseFacts
    let workingDays: WorkingDays
    /// By the set that judges.
    let probationMonths: Int
    /// Set by answers that rest on a year without a notice of holidays.
    private(set) var isProvisional = false

    init(facts: CaseFacts, workingDays: WorkingDays, probationMonths: Int) {
        self.facts = facts
        self.workingDays = workingDays
        self.probationMonths = probationMonths
    }

    /// - Parameters:
    ///   - supposed: the day on which a missing public notice could begin; its consequences are then shown in advance.
    mutating func read(_ rule: Rule, _ milestone: Milestone, _ step: CaseStep?, supposed: Day? = nil) -> Constraint {
        switch rule.check {
        case .age(let years):
            return .notBefore(facts.born.last.adding(years: years), [AppError.Fact("born", "+\(years)a")])
        case .ageBelow(let years):
            return .notAfter(
                facts.born.first.adding(years: years).adding(days: -1), special: nil,
                [AppError.Fact("born", "+\(years)a")])
        case .requires(let milestones):
            let missing = milestones.filter { !facts.has($0) }
            guard missing.isEmpty else { return .missing(missing) }
            // Of what happens again and again the first suffices: one that came later takes nothing back.
            let latest = milestones.compactMap { $0.repeats || $0.isReplaceable ? facts.first($0) : facts.last($0) }
                .max { $0.date.last < $1.date.last }
            guard let latest else { return .holds }
            return .notBefore(latest.date.last, [Self.fact(latest)])
        case .extras(let keys):
            let lacking = keys.filter { facts.last(extra: $0) == nil }
            guard lacking.isEmpty else { return .breach([AppError.Fact("extras", lacking.joined(separator: ", "))]) }
            let latest = keys.compactMap { facts.last(extra: $0) }.max { $0.date.last < $1.date.last }
            return latest.map { .notBefore($0.date.last, [Self.fact($0)]) } ?? .holds
        case .after(let other, let span, let isStrict):
            guard let base = facts.last(other) else { return .missing([other]) }
            let day = end(of: span, from: base.date.last)
            return .notBefore(isStrict ? day.adding(days: 1) : day, [Self.fact(base, span)])
        case .within(let other, let span, let special):
            guard let base = facts.last(other) else { return .holds }
            return .notAfter(
                end(of: span, from: base.date.last), special: special.map { end(of: $0, from: base.date.last) },
                [Self.fact(base, span)])
        case .every(let span, let from, _):
            guard let base = facts.last(milestone) ?? facts.last(from) else { return .holds }
            return .notAfter(end(of: span, from: base.date.last), special: nil, [Self.fact(base, span)])
        case .fresh(let other, let span):
            guard let base = facts.last(other) else { return .holds }
            return .notAfter(end(of: span, from: base.date.last), special: nil, [Self.fact(base, span)])
        case .notice(let notice, let count): return read(notice: notice, count, supposed)
        case .leaves(let span):
            guard let leaves = facts.leaves else { return .holds }
            // The day by which it would have to happen to be that long before leaving.
            return .notAfter(
                leaves.adding(months: -span.months).adding(days: -span.days), special: nil,
                [AppError.Fact("leaves", leaves.description)])
        case .probation:
            switch step?.content.outcome {
            case .cancel?, .postpone?, .refuse?: return .holds
            default: break
            }
            guard let end = probationEnd else { return .missing([.approval]) }
            return .notBefore(end, [AppError.Fact("probation_ends", end.description)])
        case .probationEnded(let span):
            guard let ended = probationEnd else { return .holds }
            let last = max(end(of: span, from: ended), facts.postponed ?? ended)
            return .notAfter(last, special: nil, [AppError.Fact("probation_ends", ended.description)])
        case .evidence, .people, .quorum, .majority, .secret, .single, .excusal, .training, .approver, .prolongation,
            .postponement, .follows, .counted, .base, .credited:
            guard let step else { return .holds }
            return content(rule.check, step)
        }
    }

    /// The end of probation as it stands, with what extended it.
    var probationEnd: Day? { facts.probationBegan.map { facts.extended ?? $0.adding(months: probationMonths) } }

    private mutating func read(notice: Milestone, _ count: Int, _ supposed: Day?) -> Constraint {
        if let step = facts.last(notice), case .notice(let through, _) = step.content {
            let needed = workingDays.day(count, from: step.date.last)
            isProvisional = isProvisional || needed.provisional
            // One that was taken down too early was not long enough, however much time has gone by since.
            guard through >= needed.value else {
                return .breach([AppError.Fact(notice.rawValue, "\(step.date)–\(through) < \(needed.value), \(count)wd")]
                )
            }
            return .notBefore(
                through.adding(days: 1), [AppError.Fact(notice.rawValue, "\(step.date)–\(through), \(count)wd")])
        }
        guard let supposed else { return .missing([notice]) }
        let needed = workingDays.day(count, from: supposed)
        isProvisional = isProvisional || needed.provisional
        return .notBefore(
            needed.value.adding(days: 1), [AppError.Fact(notice.rawValue, "\(supposed)–\(needed.value)?, \(count)wd")])
    }

    private func content(_ check: Check, _ step: CaseStep) -> Constraint {
        func unless(_ holds: Bool, _ name: String, _ value: String) -> Constraint {
            holds ? .holds : .breach([AppError.Fact(name, value)])
        }
        switch check {
        case .evidence(let keys):
            let lacking = keys.filter { !step.has(material: $0) }
            return unless(lacking.isEmpty, "evidence", lacking.joined(separator: ", "))
        case .people(let count):
            guard case .people(let people) = step.content else { return unless(false, "people", "0") }
            let unfit = people.filter { !$0.isFullMember || $0.isUnderDiscipline }
            let isTwice = Set(people.map { $0.person?.description ?? $0.name }).count < people.count
            return unless(
                count.contains(people.count) && unfit.isEmpty && !isTwice, "people",
                "\(people.count) (\(count.lowerBound)–\(count.upperBound)), \(unfit.count) ✗")
        case .training(let days, let hours):
            guard case .training(let has, let hold, let exemption, _) = step.content else {
                return unless(false, "training", "0")
            }
            return unless(
                has >= days || hold >= hours || exemption?.isEmpty == false, "training",
                "\(has)/\(days)d, \(hold)/\(hours)h")
        case .credited:
            guard case .training(_, let hours, _, let credited?) = step.content else { return .holds }
            return unless(
                hours <= credited || step.has(material: "certificate"), "hours", "\(hours) > \(credited)")
        case .approver(let allowed):
            guard case .decision(_, let by) = step.content else { return unless(false, "approver", "?") }
            return unless(allowed.contains(by), "approver", by.rawValue)
        case .quorum, .majority, .secret, .single, .excusal, .base:
            guard let ballot = step.content.ballot else { return unless(false, "ballot", "?") }
            return self.ballot(check, ballot, step)
        case .prolongation(let times, let months):
            guard case .extend(let until)? = step.content.outcome else { return .holds }
            guard facts.extensions < times else { return unless(false, "extensions", "\(facts.extensions)") }
            guard let end = probationEnd else { return .missing([.approval]) }
            let bounds = end.adding(months: months.lowerBound)...end.adding(months: months.upperBound)
            return unless(bounds.contains(until), "until", "\(until): \(bounds.lowerBound)–\(bounds.upperBound)")
        case .postponement(let months):
            guard case .postpone(let until)? = step.content.outcome else { return .holds }
            guard let came = facts.transfers.last, let end = probationEnd else {
                return unless(false, "transfer", "–")
            }
            let last = max(came, end).adding(months: months)
            return unless(until <= last, "until", "\(until) > \(last)")
        case .follows(let meeting):
            guard let outcome = step.content.outcome else { return unless(false, "outcome", "?") }
            guard let resolved = facts.last(meeting)?.content.outcome else { return .missing([meeting]) }
            switch outcome {
            // A committee may refuse or cancel what the meeting did not.
            case .refuse, .cancel: return .holds
            default: return unless(outcome == resolved, "outcome", "\(outcome.word) ≠ \(resolved.word)")
            }
        default: return .holds
        }
    }

    private func ballot(_ check: Check, _ ballot: Ballot, _ step: CaseStep) -> Constraint {
        func unless(_ holds: Bool, _ name: String, _ value: String) -> Constraint {
            holds ? .holds : .breach([AppError.Fact(name, value)])
        }
        if let contradiction = ballot.contradiction { return unless(false, "ballot", contradiction) }
        switch check {
        case .quorum:
            return unless(ballot.hasQuorum, "present", "\(ballot.present)/\(ballot.expected) < \(ballot.quorum)")
        case .majority:
            if step.content.outcome == .refuse {
                return unless(!ballot.isCarried, "yes", "\(ballot.votesFor) ≥ \(ballot.needed)")
            }
            guard step.carries else { return .holds }
            return unless(
                ballot.isCarried, "yes", "\(ballot.yes) + \(ballot.writtenYes) < \(ballot.needed) (\(ballot.expected))")
        case .secret: return unless(ballot.isSecret, "ballot", "open")
        case .single: return unless(ballot.isSingle, "ballot", "several")
        case .excusal:
            return unless(
                ballot.excused.values.allSatisfy { $0 == 0 } || ballot.isExcusalApproved, "excused",
                "\(ballot.members - ballot.expected)")
        case .base:
            guard let registered = ballot.registered else { return .holds }
            return unless(registered == ballot.members, "members", "\(ballot.members) ≠ \(registered)")
        default: return .holds
        }
    }

    private mutating func end(of span: Span, from day: Day) -> Day {
        let day = day.adding(months: span.months).adding(days: span.days)
        guard span.workingDays > 0 else { return day }
        let answer = workingDays.day(span.workingDays, from: day.adding(days: 1))
        isProvisional = isProvisional || answer.provisional
        return answer.value
    }

    private static func fact(_ step: CaseStep, _ span: Span? = nil) -> AppError.Fact {
        var value = step.date.description
        if let span {
            if span.months > 0 { value += " +\(span.months)m" }
            if span.days > 0 { value += " +\(span.days)d" }
            if span.workingDays > 0 { value += " +\(span.workingDays)wd" }
        }
        return AppError.Fact(step.milestone.rawValue, value)
    }
}
