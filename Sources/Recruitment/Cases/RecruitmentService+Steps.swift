import Access
package import Civil
import Foundation
package import Kernel
import Members
import Postgres
import Procedures
import SQLFiles

extension RecruitmentService {
    /// Records a step, judged by the rule set of its own day. A step that a gate refuses can be recorded as irregular
    /// with a reason: it is then a fact of the past, and nothing rests on it.
    /// - Throws: `recruitment.refused` with rule, dates, first permitted day and what to do; `recruitment.*`.
    package func record(
        _ order: StepOrder, of reference: Reference<RecruitmentCase>, on today: Day, dryRun: Bool = false,
        caller: Caller
    ) async throws -> StepOutcome {
        let caller = try caller.with(order.milestone.permission)
        try check(order)
        let key = try await key(of: reference, caller: caller)
        let people = try await sponsors(of: order, caller)
        return try await database.write(caller, dryRun: dryRun) { transaction in
            let store = CaseStore(transaction: transaction)
            let loaded = try await store.load(key, locks: true)
            let recruitment = loaded.recruitment
            try requireSuperior(order.milestone, recruitment, caller)
            let step = try await step(order, people, loaded, transaction)
            let key = try order.key(for: step, after: loaded.steps)
            if let known = loaded.steps.first(where: { $0.key == key }) {
                guard !known.isAnnulled else { throw AppError.stepKeyAnnulled(key) }
                guard order.repeats(known, step) else { throw AppError.stepKeyReused(key) }
                return StepOutcome(
                    number: known.number, milestone: known.step.milestone, isNew: false,
                    irregular: known.step.isIrregular, stage: recruitment.stage, state: recruitment.state,
                    dryRun: dryRun,
                    verdict: StepVerdict(rule.verdict(known.step, loaded.facts(before: known.number)), known.step),
                    seats: [])
            }
            try Self.requireAlive(recruitment)
            guard order.on.first <= today else { throw AppError.stepAhead(order.milestone, order.on.first, today) }
            let verdict = rule.verdict(step, loaded.facts)
            let recorded = try Self.admit(step, verdict, order)
            var facts = loaded.facts
            facts.add(recorded)
            let auditEvent = try await transaction.record(
                "recruitment.step", "recruitment", subject: recruitment.id.value, path: recruitment.path,
                after: JSONText(encoding: [
                    "milestone": order.milestone.rawValue, "on": order.on.description,
                    "irregular": recorded.isIrregular ? "true" : "false",
                ]))
            let number = (loaded.steps.last?.number ?? 0) + 1
            try await insert(
                recorded, number, key: key, order, verdict, recruitment, auditEvent: auditEvent, transaction)
            try await follow(recorded, facts, recruitment, auditEvent: auditEvent, transaction)
            try await store.keep(recruitment, facts, leaves: recruitment.leavesOn, rule, on: today)
            return StepOutcome(
                number: number, milestone: order.milestone, isNew: true, irregular: recorded.isIrregular,
                stage: facts.stage, state: CaseState(facts.end), dryRun: dryRun,
                verdict: StepVerdict(verdict, recorded),
                seats: try await seatsLeft(after: recorded, recruitment, transaction))
        }
    }

    /// What the rules would say, without recording anything.
    package func judge(
        _ order: StepOrder, of reference: Reference<RecruitmentCase>, caller: Caller
    ) async throws -> StepVerdict {
        let caller = try caller.with(.readRecruitment)
        try check(order)
        let key = try await key(of: reference, caller: caller)
        let people = try await sponsors(of: order, caller)
        return try await database.snapshot(caller) { transaction in
            let loaded = try await CaseStore(transaction: transaction).load(key, locks: false)
            let step = try await step(order, people, loaded, transaction)
            return StepVerdict(rule.verdict(step, loaded.facts), step)
        }
    }

    /// Annuls a wrong entry: it stays on file and has no effect. What rests on it is annulled first.
    package func annul(
        step number: Int, of reference: Reference<RecruitmentCase>, _ order: StepAnnulmentOrder, on today: Day,
        caller: Caller
    ) async throws -> StepAnnulled {
        let caller = try caller.with(.approveRecruitment)
        try Plausible.words(order.reason, "reason")
        let key = try await key(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let store = CaseStore(transaction: transaction)
            let loaded = try await store.load(key, locks: true)
            let recruitment = loaded.recruitment
            try Self.requireAlive(recruitment)
            guard let wrong = loaded.steps.first(where: { $0.number == number }), !wrong.isAnnulled else {
                throw AppError.notFound(Text(zh: "步骤", en: "step"), String(number))
            }
            var facts = CaseFacts(
                born: loaded.facts.born, leaves: loaded.facts.leaves, transfers: loaded.facts.transfers)
            for recorded in loaded.steps where recorded.number != number && !recorded.isAnnulled {
                // In the order in which they were recorded, each has to stand as it stood.
                guard recorded.step.isIrregular || rule.verdict(recorded.step, facts).isPermitted else {
                    throw AppError.stepRests(recorded, on: wrong)
                }
                facts.add(recorded.step)
            }
            let probationEnd = rule.probationEnd(loaded.facts, on: today)
            let led = MembershipAdvance.standing(after: wrong.step, loaded.facts, probationEnd: probationEnd)
            let ended = wrong.step.milestone == .fullApproval && wrong.step.content.outcome == .cancel
            // What led to a standing is annulled once the right step is on file too: the standing then counts from that
            // one.
            let other = facts.last(wrong.step.milestone).flatMap {
                MembershipAdvance.standing(after: $0, facts, probationEnd: rule.probationEnd(facts, on: today))
            }
            if ended || led != nil && (other == nil || other?.0 != led?.0), !wrong.step.isIrregular {
                throw AppError.standingRests(wrong)
            }
            let auditEvent = try await transaction.record(
                "recruitment.annul", "recruitment", subject: recruitment.id.value, path: recruitment.path,
                after: JSONText(encoding: ["step": String(number), "reason": order.reason]))
            _ = try await transaction.query(
                .annulStep(person: recruitment.person, case: recruitment.id, number: number, auditEvent: auditEvent))
            if let (status, day) = other, led != nil, !wrong.step.isIrregular {
                try await MembershipAdvance(members: members, transaction: transaction).recount(
                    recruitment.person, status, from: day)
            }
            try await store.keep(recruitment, facts, leaves: recruitment.leavesOn, rule, on: today)
            return StepAnnulled(number: number, milestone: wrong.step.milestone, stage: facts.stage)
        }
    }

    // MARK: one step

    /// A case that a ruling ended takes nothing more.
    private static func requireAlive(_ recruitment: RecruitmentCase) throws(AppError) {
        guard ![.withdrawn, .unrecognised, .ended].contains(recruitment.state) else {
            throw .caseEnded(recruitment.state)
        }
    }

    /// What a committee decides is recorded from above the branch.
    private func requireSuperior(
        _ milestone: Milestone, _ recruitment: RecruitmentCase, _ caller: Caller
    ) throws(AppError) {
        guard milestone.permission == .approveRecruitment, let above = Scope.parent(of: recruitment.path),
            !caller.covers(above)
        else { return }
        throw .committeeElsewhere(milestone, recruitment.organisationName ?? recruitment.path)
    }

    /// The step that an order means: people looked up, hours taken from the training ledger where none are stated.
    private func step(
        _ order: StepOrder, _ people: [SponsorReference]?, _ loaded: CaseStore.Loaded, _ transaction: ScopedTransaction
    ) async throws -> CaseStep {
        var details = order.statement.details
        var sponsors: [Sponsor]?
        if let people {
            sponsors = try await self.sponsors(people, of: loaded.recruitment, on: order.on.first, transaction)
        }
        var (credited, registered): (Int?, Int?) = (nil, nil)
        if order.milestone.shape == .training, details.exemption == nil,
            let listed = loaded.facts.last(.targetListing), listed.date.first <= order.on.last
        {
            let hours = try await creditedHours(
                transaction, loaded.recruitment.person, listed.date.first...order.on.last)
            credited = hours.units / Amount.scale
            if details.takesHoursFromLedger { details.hours = credited }
        }
        if details.ballot != nil {
            // Those who should attend are members of the branch where the case lies now; an old vote elsewhere is not
            // compared.
            let isHere = loaded.facts.transfers.last.map { $0 <= order.on.first } ?? true
            let voters: Int = try await transaction.query(
                .votersOfBranch(path: loaded.recruitment.path, day: order.on.last))[0]["members"]
            if isHere, voters > 0 { registered = voters }
        }
        let content = try details.content(
            order.milestone.shape, people: sponsors, credited: credited, registered: registered)
        try content.requirePlausible()
        return CaseStep(
            order.milestone, order.on, content, evidence: Set(order.evidence ?? []), extra: details.extra)
    }

    /// Materials are keys, perhaps with a day; an added step is one that the rules of the day know; words are not
    /// endless.
    private func check(_ order: StepOrder) throws(AppError) {
        for entry in (order.evidence ?? []).sorted() {
            let parts = entry.split(separator: "@", omittingEmptySubsequences: false)
            let isKey = parts[0].utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
            }
            guard parts.count <= 2, !parts[0].isEmpty, parts[0].utf8.count <= 60, isKey,
                parts.count == 1 || StatedDate(String(parts[1])) != nil
            else {
                throw .invalidValue(
                    "evidence", String(entry.prefix(60)),
                    expected: Text(
                        zh: "材料代码，或 代码@日期，如 conclusion@2026-01-10",
                        en: "a key, or key@day such as conclusion@2026-01-10"))
            }
        }
        if let key = order.key { try Plausible.words(key, "key") }
        try Plausible.words(optional: order.irregular, "irregular")
        try Plausible.day(order.on.first, "on")
        try order.statement.check(for: order.milestone)
        guard order.milestone == .extra else { return }
        let (known, extra) = (rule.rules.set(on: order.on.first)?.extras ?? [], order.statement.details.extra)
        guard known.contains(where: { $0.key == extra }) else {
            throw .invalidValue(
                "extra", extra ?? "",
                expected: known.isEmpty
                    ? Text(
                        zh: "本地没有附加步骤（policy.recruitment_local）",
                        en: "no local addition declares steps (policy.recruitment_local)")
                    : Text.listed(known.map { ($0.key, $0.name) }))
        }
    }

    /// The step as it is recorded: regular when permitted, irregular when a reason was given.
    private static func admit(_ step: CaseStep, _ verdict: Verdict, _ order: StepOrder) throws -> CaseStep {
        if verdict.isPermitted { return step }
        guard verdict.obstacle == nil, let reason = order.irregular, !reason.isEmpty else {
            throw AppError.refused(step, verdict)
        }
        return CaseStep(
            step.milestone, step.date, step.content, evidence: step.evidence, extra: step.extra, isIrregular: true)
    }

    private func insert(
        _ step: CaseStep, _ number: Int, key: String, _ order: StepOrder, _ verdict: Verdict,
        _ recruitment: RecruitmentCase, auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        let broken = verdict.findings.filter(\.isBroken).map(\.rule.id)
        _ = try await transaction.query(
            .insertStep(
                person: recruitment.person, case: recruitment.id, number: number, path: recruitment.path,
                milestone: step.milestone.rawValue, heldFrom: step.date.first, heldThrough: step.date.last,
                content: JSONText(encoding: StepRecord(step, particulars: order.statement.details.particulars)),
                evidence: step.evidence.sorted(),
                irregular: step.isIrregular, reason: (step.isIrregular ? order.irregular : nil) as String?,
                broken: broken, ruleSet: verdict.set, key: key, recordedBy: transaction.caller.name,
                auditEvent: auditEvent))
    }

    /// What the step does to the membership.
    private func follow(
        _ step: CaseStep, _ facts: CaseFacts, _ recruitment: RecruitmentCase, auditEvent: UUID,
        _ transaction: ScopedTransaction
    ) async throws {
        guard step.carries else { return }
        let advance = MembershipAdvance(members: members, transaction: transaction)
        let end = rule.probationEnd(facts, on: step.date.last)
        if let (status, day) = MembershipAdvance.standing(after: step, facts, probationEnd: end) {
            try await advance.advance(recruitment.person, to: status, on: day, auditEvent: auditEvent)
        } else if step.milestone == .fullApproval, step.content.outcome == .cancel {
            try await advance.end(recruitment.person, as: .cancelled, on: step.date.last)
        }
    }
}

extension Milestone {
    /// Decisions of a committee take another permission than what a branch records.
    var permission: Permission {
        switch self {
        case .approval, .fullApproval, .preReview, .activistFiling, .targetFiling, .filedAbove: .approveRecruitment
        default: .recordRecruitment
        }
    }
}
