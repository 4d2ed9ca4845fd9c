package import Civil

/// One recorded event of a case.
package struct CaseStep: Sendable, Hashable {
    package let milestone: Milestone
    package let date: StatedDate
    package let content: StepContent
    /// The materials that are there: a key, or `key@day` for one with a day (or month) of its own.
    package let evidence: Set<String>
    /// Which of the steps that a locality adds, for the milestone `extra`.
    package let extra: String?
    /// Recorded against a gate, as a fact of the past: nothing can rest on it.
    package let isIrregular: Bool

    package init(
        _ milestone: Milestone, _ date: StatedDate, _ content: StepContent = .plain, evidence: Set<String> = [],
        extra: String? = nil, isIrregular: Bool = false
    ) {
        self.milestone = milestone
        self.date = date
        self.content = content
        self.evidence = evidence
        self.extra = extra
        self.isIrregular = isIrregular
    }

    package func has(material key: String) -> Bool {
        evidence.contains { $0 == key || $0.hasPrefix(key + "@") }
    }

    /// The material's own day, where one was recorded.
    package func date(ofMaterial key: String) -> StatedDate? {
        evidence.first { $0.hasPrefix(key + "@") }.flatMap { StatedDate(String($0.dropFirst(key.count + 1))) }
    }

    /// Whether a later step may rest on it.
    package var carries: Bool {
        guard !isIrregular else { return false }
        switch content {
        case .plain, .people, .training: return true
        case .notice(_, let isObjected): return !isObjected
        case .conclusion(let passed): return passed
        case .resolution(_, let outcome), .decision(let outcome, _):
            switch outcome {
            case .refuse, .postpone: return false
            case .admit, .convert, .extend, .cancel: return true
            }
        }
    }
}

/// Everything that the rules know of a case.
package struct CaseFacts: Sendable, Hashable {
    package var born: StatedDate
    /// By their days.
    package private(set) var steps: [CaseStep]
    /// Known to leave the unit on this day.
    package var leaves: Day?
    /// The days on which the case came from another branch.
    package var transfers: [Day]

    package init(born: StatedDate, steps: [CaseStep] = [], leaves: Day? = nil, transfers: [Day] = []) {
        self.born = born
        self.steps = steps.sorted { $0.date.first < $1.date.first }
        self.leaves = leaves
        self.transfers = transfers
    }

    package mutating func add(_ step: CaseStep) {
        let position = steps.lastIndex { $0.date.first <= step.date.first }.map { $0 + 1 } ?? 0
        steps.insert(step, at: position)
    }

    /// The last word on it, when a later step can rest on that: a failed review undoes the one that was passed before.
    package func last(_ milestone: Milestone) -> CaseStep? {
        steps.last { $0.milestone == milestone && !$0.isIrregular }.flatMap { $0.carries ? $0 : nil }
    }

    /// The first one on which a later step can rest.
    package func first(_ milestone: Milestone) -> CaseStep? { steps.first { $0.milestone == milestone && $0.carries } }

    /// The last one of a step that a locality adds.
    package func last(extra key: String) -> CaseStep? {
        steps.last { $0.milestone == .extra && $0.extra == key && !$0.isIrregular }
    }

    package func has(_ milestone: Milestone) -> Bool { last(milestone) != nil }

    /// The day probation began: that of the branch's vote, once it was approved.
    package var probationBegan: Day? {
        guard let approval = last(.approval), approval.content.outcome == .admit else { return nil }
        return steps.last {
            $0.milestone == .branchMeeting && $0.carries && $0.date.first <= approval.date.last
        }?.date.last
    }

    /// The end of the extension that was approved last.
    package var extended: Day? {
        steps.last { step in
            guard step.milestone == .fullApproval, !step.isIrregular, case .extend = step.content.outcome else {
                return false
            }
            return true
        }?.content.outcome?.until
    }

    /// The day to which the discussion of full membership was put off last, while nothing else was resolved since.
    package var postponed: Day? {
        guard
            case .postpone(let until)? = steps.last(where: { $0.milestone == .fullMeeting && !$0.isIrregular })?
                .content.outcome
        else { return nil }
        return until
    }

    /// Whether something on file admitted the person, in order or not: an approval that no later one took back.
    package var wasAdmitted: Bool {
        steps.last { $0.milestone == .approval }?.content.outcome == .admit
    }

    /// How often probation was extended.
    package var extensions: Int {
        steps.filter { step in
            guard step.milestone == .fullApproval, !step.isIrregular, case .extend = step.content.outcome else {
                return false
            }
            return true
        }.count
    }

    package enum End: String, Sendable, CaseIterable { case admitted, refused, cancelled }

    /// How the case ended; nil while it is open.
    package var end: End? {
        for step in steps.reversed() where !step.isIrregular {
            switch (step.milestone, step.content.outcome) {
            case (.approval, .refuse?): return .refused
            case (.fullApproval, .convert?): return .admitted
            case (.fullApproval, .cancel?): return .cancelled
            default: continue
            }
        }
        return nil
    }

    /// The vote and the approval that admitted the person, each with its day; none when the committee refused.
    package var admissions: [(milestone: Milestone, day: Day)] {
        guard end != .refused else { return [] }
        return [Milestone.branchMeeting, .approval].compactMap { milestone in
            guard let step = last(milestone), step.content.outcome == .admit else { return nil }
            return (milestone, step.date.last)
        }
    }

    /// The stage the person is in: what was reached, not what is being prepared.
    package var stage: Milestone.Stage {
        if has(.approval), probationBegan != nil { return .probation }
        if has(.preReview) { return .admission }
        if has(.targetListing) { return .target }
        if has(.activistFiling) || has(.activistDecision) { return .activist }
        return .applicant
    }
}
