package import Civil
package import Kernel

/// What a rule says about a step.
package struct Finding: Sendable, Hashable {
    package enum Result: Sendable, Hashable {
        case holds
        case early(first: Day)
        case late(last: Day, special: Day?)
        case missing([Milestone])
        case breach
    }

    package let rule: Rule
    package let result: Result
    package let facts: [AppError.Fact]

    package var isBroken: Bool { result != .holds }
    /// Whether it prevents the step.
    package var refuses: Bool { isBroken && rule.kind == .gate }
}

/// The judgement of one step.
package struct Verdict: Sendable, Hashable {
    /// What prevents a step before any rule is asked.
    package enum Obstacle: Sendable, Hashable {
        /// The step needs other content.
        case content(StepContent.Shape)
        /// Nothing of the kind is resolved or decided there.
        case outcome(Resolution.Word)
        case ended(CaseFacts.End)
        /// A later decision rests on what was there; it cannot be made again.
        case sealed(Milestone)
        case noRules
    }

    package let set: String
    package let obstacle: Obstacle?
    package let findings: [Finding]
    /// The first day, from the step's own on, that the rules of time allow; nil when there is none, or when something
    /// else has to be done before.
    package let firstPermitted: Day?
    /// Rests on a year whose holidays are not known yet.
    package let isProvisional: Bool

    package var isPermitted: Bool { obstacle == nil && !findings.contains(where: \.refuses) }
    package var refusals: [Finding] { findings.filter(\.refuses) }
}

/// When a step that is not yet made could be made.
package struct Outlook: Sendable, Hashable {
    package let milestone: Milestone
    package let opens: Day
    /// The last day by the deadlines that run.
    package let closes: Day?
    package let opening: Rule?
    package let closing: Rule?
    package let isProvisional: Bool

    /// No legal day is left: the first permitted day is after the last.
    package var isClosed: Bool { closes.map { opens > $0 } ?? false }
}

/// Judges the steps of a case. Pure: rules, holidays and facts in, verdicts out.
package struct CaseRule: Sendable {
    package let rules: RecruitmentRules
    package let workingDays: WorkingDays
    private let mark: String

    package init(rules: RecruitmentRules, workingDays: WorkingDays) {
        self.rules = rules
        self.workingDays = workingDays
        mark = Self.mark(of: rules, workingDays)
    }

    /// What the deadlines of a case are calculated by on a day: the set in force and a mark that changes with any rule,
    /// switch, local addition or notice of holidays.
    package func digest(on day: Day) -> String { "\(rules.set(on: day)?.key ?? "-"):\(mark)" }

    /// FNV-1a over all that decides: not against forgers, but the same on every machine.
    private static func mark(of rules: RecruitmentRules, _ workingDays: WorkingDays) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func take(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        for set in rules.sets {
            take("\(set.key) \(set.from)")
            for rule in set.rules { take("\(rule.id) \(rule.kind) \(rule.milestone) \(rule.check) \(rule.isOn)") }
        }
        take(workingDays.signature)
        return String(hash, radix: 36)
    }

    func reader(_ facts: CaseFacts, _ set: RecruitmentRules.RuleSet) -> ConstraintReader {
        ConstraintReader(facts: facts, workingDays: workingDays, probationMonths: set.probationMonths)
    }

    /// The end of probation as it stands, from which standing in the Party counts (党龄); nil before the approval.
    package func probationEnd(_ facts: CaseFacts, on day: Day) -> Day? {
        rules.set(on: day).flatMap { reader(facts, $0).probationEnd }
    }

    /// Judges a step by the rule set in force on its day.
    package func verdict(_ step: CaseStep, _ facts: CaseFacts) -> Verdict {
        guard let set = rules.set(on: step.date.first) else {
            return Verdict(set: "", obstacle: .noRules, findings: [], firstPermitted: nil, isProvisional: false)
        }
        var reader = reader(facts, set)
        let findings = set.rules(at: step.milestone).map { rule in
            finding(rule, reader.read(rule, step.milestone, step), step.date)
        }
        let obstacle = obstacle(step, facts)
        let isPermitted = obstacle == nil && !findings.contains(where: \.refuses)
        return Verdict(
            set: set.key, obstacle: obstacle, findings: findings,
            firstPermitted: isPermitted ? step.date.first : firstPermitted(step, facts),
            isProvisional: reader.isProvisional)
    }

    private func finding(_ rule: Rule, _ constraint: Constraint, _ date: StatedDate) -> Finding {
        switch constraint {
        case .holds: return Finding(rule: rule, result: .holds, facts: [])
        case .notBefore(let day, let facts):
            return Finding(rule: rule, result: date.first < day ? .early(first: day) : .holds, facts: facts)
        case .notAfter(let day, let special, let facts):
            // A gate is read strictly; nobody is called late while the month leaves room for doubt.
            let stated = rule.kind == .gate ? date.last : date.first
            return Finding(
                rule: rule, result: stated > day ? .late(last: day, special: special) : .holds, facts: facts)
        case .missing(let milestones): return Finding(rule: rule, result: .missing(milestones), facts: [])
        case .breach(let facts): return Finding(rule: rule, result: .breach, facts: facts)
        }
    }

    private func obstacle(_ step: CaseStep, _ facts: CaseFacts) -> Verdict.Obstacle? {
        if step.content.shape != step.milestone.shape { return .content(step.milestone.shape) }
        if let word = step.content.outcome?.word, !step.milestone.outcomes.contains(word) { return .outcome(word) }
        if case .notice(let through, _) = step.content, through < step.date.first { return .content(.notice) }
        if let end = facts.end, !Self.afterEnd.contains(step.milestone) { return .ended(end) }
        guard !step.milestone.repeats, !step.milestone.isReplaceable else { return nil }
        let order = Milestone.allCases
        guard let position = order.firstIndex(of: step.milestone) else { return nil }
        for seal in [Milestone.approval, .targetListing] {
            guard let sealed = order.firstIndex(of: seal), position <= sealed, facts.has(seal) else { continue }
            return .sealed(seal)
        }
        return nil
    }

    private static let afterEnd: Set<Milestone> = [.fullNotification, .archive, .notification]

    /// Each set has one window for a step; the first day of the earliest that has one.
    private func firstPermitted(_ step: CaseStep, _ facts: CaseFacts) -> Day? {
        for set in rules.sets {
            if let until = set.until, until <= step.date.first { continue }
            guard let window = window(set, step.milestone, step, facts) else { continue }
            let lower = max(window.lower, max(set.from, step.date.first))
            let upper = min(window.upper ?? lower, set.until.map { $0.adding(days: -1) } ?? lower)
            if lower <= upper { return lower }
        }
        return nil
    }

    /// The days that the gates of one set leave; nil when something other than time is in the way.
    private func window(
        _ set: RecruitmentRules.RuleSet, _ milestone: Milestone, _ step: CaseStep?, _ facts: CaseFacts
    ) -> (lower: Day, upper: Day?)? {
        var reader = reader(facts, set)
        var (lower, upper): (Day, Day?) = (set.from, nil)
        for rule in set.rules(at: milestone) where rule.kind == .gate {
            switch reader.read(rule, milestone, step) {
            case .holds: continue
            case .notBefore(let day, _): lower = max(lower, day)
            case .notAfter(let day, _, _): upper = min(upper ?? day, day)
            case .missing, .breach: return nil
            }
        }
        return (lower, upper)
    }

    // MARK: looking ahead

    /// When the steps that come next can be made, and whether a legal day is left for them.
    /// - Parameter today: missing notices are supposed to begin on it.
    package func outlook(_ facts: CaseFacts, on today: Day) -> [Outlook] {
        rules.set(on: today).map { outlooks(facts, $0, supposing: today) } ?? []
    }

    /// - Parameter today: nil leaves missing notices out, so that the answer rests on the facts alone.
    func outlooks(_ facts: CaseFacts, _ set: RecruitmentRules.RuleSet, supposing today: Day?) -> [Outlook] {
        guard facts.end == nil else { return [] }
        return Milestone.allCases.compactMap { milestone in
            guard !milestone.repeats, isNext(milestone, facts, set) else { return nil }
            return outlook(milestone, facts, set, today)
        }
    }

    private func isNext(_ milestone: Milestone, _ facts: CaseFacts, _ set: RecruitmentRules.RuleSet) -> Bool {
        let step = CaseStep(milestone, StatedDate(set.from), Self.blank(milestone))
        guard obstacle(step, facts) == nil, !set.rules(at: milestone).isEmpty else { return false }
        switch milestone {
        case .fullMeeting: return facts.last(.fullMeeting) == nil || facts.last(.fullApproval) != nil
        case .fullApproval:
            guard let meeting = facts.last(.fullMeeting) else { return false }
            return facts.last(.fullApproval).map { $0.date.first < meeting.date.first } ?? true
        default: return !facts.has(milestone)
        }
    }

    /// - Parameter today: nil leaves missing notices out.
    private func outlook(
        _ milestone: Milestone, _ facts: CaseFacts, _ set: RecruitmentRules.RuleSet, _ today: Day?
    ) -> Outlook? {
        var reader = reader(facts, set)
        let latest = facts.steps.last?.date.last ?? set.from
        var opening: (day: Day, rule: Rule?) = (facts.steps.first?.date.first ?? set.from, nil)
        var closing: (day: Day, rule: Rule)?
        for rule in set.rules(at: milestone) where rule.kind == .gate || rule.kind == .deadline {
            // A notice that has not begun could begin today.
            switch reader.read(rule, milestone, nil, supposed: today.map { max($0, latest) }) {
            case .holds, .breach: continue
            case .notBefore(let day, _):
                guard rule.kind == .gate else { continue }
                if day > opening.day || opening.rule == nil { opening = (max(day, opening.day), rule) }
            case .notAfter(let day, let special, _):
                let last = special ?? day
                if closing.map({ last < $0.day }) ?? true { closing = (last, rule) }
            case .missing(let milestones):
                // Notices are supposed; anything else comes first.
                if milestones.contains(where: { $0.shape != .notice }) { return nil }
            }
        }
        return Outlook(
            milestone: milestone, opens: opening.day, closes: closing?.day, opening: opening.rule,
            closing: closing?.rule, isProvisional: reader.isProvisional)
    }

    private static func blank(_ milestone: Milestone) -> StepContent {
        switch milestone.shape {
        case .plain: .plain
        case .people: .people([])
        case .notice: .notice(through: Day(number: 1_000_000), isObjected: false)
        case .conclusion: .conclusion(passed: true)
        case .training: .training(days: 0, hours: 0, exemption: nil)
        case .resolution:
            .resolution(Ballot(members: 1, present: 1, yes: 1), milestone == .branchMeeting ? .admit : .convert)
        case .decision: .decision(milestone == .approval ? .admit : .convert, by: .primaryCommittee)
        }
    }
}
