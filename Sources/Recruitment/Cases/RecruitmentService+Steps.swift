import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Postgres
import SQLFiles

/// A contact or introducer as a step names them: by the registry, or by name alone for people outside it.
package struct SponsorOrder: Sendable {
    package let person: UUID?
    package let name: String?
    /// Said by whoever records it; the registry decides where it knows the person.
    package let isFullMember: Bool?
    package let isUnderDiscipline: Bool

    package init(person: UUID?, name: String?, isFullMember: Bool?, isUnderDiscipline: Bool) {
        self.person = person
        self.name = name
        self.isFullMember = isFullMember
        self.isUnderDiscipline = isUnderDiscipline
    }
}

/// A step to be recorded.
package struct StepOrder: Sendable {
    package let milestone: Milestone
    package let date: StatedDate
    package let record: StepRecord
    package let people: [SponsorOrder]?
    package let evidence: Set<String>
    /// Why it is recorded although a gate is broken; nil for a step that has to be permitted.
    package let irregular: String?
    /// One key, one step of the case.
    package let key: String

    package init(
        milestone: Milestone, date: StatedDate, record: StepRecord = StepRecord(), people: [SponsorOrder]? = nil,
        evidence: Set<String> = [], irregular: String? = nil, key: String
    ) {
        self.milestone = milestone
        self.date = date
        self.record = record
        self.people = people
        self.evidence = evidence
        self.irregular = irregular
        self.key = key
    }
}

extension StepOrder {
    /// Nothing about the training is stated: its hours are those of the ledger.
    var takesHoursFromLedger: Bool { record.days == nil && record.hours == nil && record.exemption == nil }

    /// The key of a step that names none: its milestone and day.
    package static func usualKey(_ milestone: Milestone, extra: String?, _ date: StatedDate) -> String {
        "\(extra ?? milestone.rawValue):\(date)"
    }

    /// The same order, under the next key where nobody chose one and the step of the usual key was annulled.
    /// - Throws: `recruitment.step_annulled` for what says the same as the annulled step and nothing that stands.
    func freshly(_ step: CaseStep, after steps: [RecordedStep]) throws(AppError) -> StepOrder {
        let usual = Self.usualKey(milestone, extra: record.extra, date)
        guard key == usual else { return self }
        let same = steps.filter { repeats($0, step) }
        if let wrong = same.last, same.allSatisfy(\.isAnnulled) { throw .stepAnnulled(wrong) }
        var (key, number) = (usual, 1)
        while steps.contains(where: { $0.key == key && $0.isAnnulled }) {
            number += 1
            key = "\(usual)#\(number)"
        }
        return StepOrder(
            milestone: milestone, date: date, record: record, people: people, evidence: evidence, irregular: irregular,
            key: key)
    }

    /// Whether a step on file is what this order made: what was looked up then may be otherwise today.
    func repeats(_ known: RecordedStep, _ step: CaseStep) -> Bool {
        guard known.step.milestone == step.milestone, known.step.date == step.date,
            known.step.evidence == step.evidence, known.step.extra == step.extra,
            known.particulars == record.particulars,
            !known.step.isIrregular || irregular != nil
        else { return false }
        switch (known.step.content, step.content) {
        case (.training(let days, let hours, let exemption, let credited), .training(let d, let h, let e, _)):
            if takesHoursFromLedger { return days == 0 && exemption == nil && hours == credited ?? 0 }
            return (days, hours, exemption) == (d, h, e)
        case (.resolution(var before, let resolved), .resolution(let ballot, let outcome)):
            before.registered = ballot.registered
            return before == ballot && resolved == outcome
        default: return known.step.content == step.content
        }
    }
}

package struct StepOutcome: Sendable {
    package let number: Int
    package let isNew: Bool
    package let step: CaseStep
    package let verdict: Verdict
    package let stage: Milestone.Stage
    package let state: CaseState
    /// Seats of the year from the branch upwards, after a step that uses one; as far as the caller sees.
    package let seats: [SeatsLeft]
}

extension RecruitmentService {
    /// Records a step, judged by the rule set of its own day. A step that a gate refuses can be recorded as irregular with
    /// a reason: it is then a fact of the past, and nothing rests on it.
    /// - Throws: `recruitment.refused` with rule, dates, first permitted day and what to do; `recruitment.*`.
    package func record(
        _ order: StepOrder, of id: Identifier<RecruitmentCase>, on today: Day, dryRun: Bool = false, caller: Caller
    ) async throws -> StepOutcome {
        try caller.require(order.milestone.permission)
        return try await database.write(caller, dryRun: dryRun) { transaction in
            let store = CaseStore(transaction: transaction)
            let loaded = try await store.load(id, locks: true)
            try superior(order.milestone, loaded.recruitment, caller)
            try checked(order)
            let step = try await step(order, loaded, transaction)
            let order = try order.freshly(step, after: loaded.steps)
            if let known = loaded.steps.first(where: { $0.key == order.key }) {
                guard !known.isAnnulled else { throw AppError.stepKeyAnnulled(order.key) }
                guard order.repeats(known, step) else { throw AppError.stepKeyReused(order.key) }
                return StepOutcome(
                    number: known.number, isNew: false, step: known.step,
                    verdict: rule.verdict(known.step, loaded.facts),
                    stage: loaded.recruitment.stage, state: loaded.recruitment.state, seats: [])
            }
            try Self.alive(loaded.recruitment)
            guard order.date.first <= today else { throw AppError.stepAhead(order.milestone, order.date.first, today) }
            let verdict = rule.verdict(step, loaded.facts)
            let recorded = try Self.admit(step, verdict, order)
            var facts = loaded.facts
            facts.add(recorded)
            let auditEvent = try await transaction.record(
                "recruitment.step", "recruitment", subject: id.value, path: loaded.recruitment.path,
                after: JSONText(encoding: [
                    "milestone": order.milestone.rawValue, "on": order.date.description,
                    "irregular": recorded.isIrregular ? "true" : "false",
                ]))
            let number = (loaded.steps.last?.number ?? 0) + 1
            try await insert(recorded, number, order, verdict, loaded.recruitment, auditEvent: auditEvent, transaction)
            try await follow(recorded, facts, loaded.recruitment, auditEvent: auditEvent, transaction)
            try await store.keep(
                loaded.recruitment, facts, leaves: loaded.recruitment.leavesOn, rule, on: today)
            return StepOutcome(
                number: number, isNew: true, step: recorded, verdict: verdict, stage: facts.stage,
                state: CaseState(facts.end),
                seats: try await seatsLeft(after: recorded, loaded.recruitment, transaction))
        }
    }

    /// What the rules would say, without recording anything.
    package func judge(_ order: StepOrder, of id: Identifier<RecruitmentCase>, caller: Caller) async throws -> (
        verdict: Verdict, step: CaseStep
    ) {
        try caller.require(.readRecruitment)
        return try await database.snapshot(caller) { transaction in
            let loaded = try await CaseStore(transaction: transaction).load(id, locks: false)
            try checked(order)
            let step = try await step(order, loaded, transaction)
            return (rule.verdict(step, loaded.facts), step)
        }
    }

    /// Finds that an entry was wrong: it stays on file and counts for nothing. What rests on it is annulled first.
    package func annul(
        step number: Int, of id: Identifier<RecruitmentCase>, reason: String, on today: Day, caller: Caller
    ) async throws {
        try caller.require(.approveRecruitment)
        try Plausible.words(reason, "reason", atMost: 500)
        try await database.write(caller) { transaction in
            let store = CaseStore(transaction: transaction)
            let loaded = try await store.load(id, locks: true)
            try Self.alive(loaded.recruitment)
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
            // What led to a standing is annulled once the right step stands beside it: the standing then counts from that one.
            let other = facts.last(wrong.step.milestone).flatMap {
                MembershipAdvance.standing(after: $0, facts, probationEnd: rule.probationEnd(facts, on: today))
            }
            if ended || led != nil && (other == nil || other?.0 != led?.0), !wrong.step.isIrregular {
                throw AppError.standingRests(wrong)
            }
            let auditEvent = try await transaction.record(
                "recruitment.annul", "recruitment", subject: id.value, path: loaded.recruitment.path,
                after: JSONText(encoding: ["step": String(number), "reason": reason]))
            _ = try await transaction.query(
                .annulStep(person: loaded.recruitment.person, case: id, number: number, auditEvent: auditEvent))
            if let (status, day) = other, led != nil, !wrong.step.isIrregular {
                try await MembershipAdvance(transaction: transaction).recount(
                    loaded.recruitment.person, status, from: day)
            }
            try await store.keep(loaded.recruitment, facts, leaves: loaded.recruitment.leavesOn, rule, on: today)
        }
    }

    // MARK: one step

    /// A case that a ruling ended takes nothing more.
    private static func alive(_ recruitment: RecruitmentCase) throws(AppError) {
        guard ![.withdrawn, .unrecognised, .ended].contains(recruitment.state) else {
            throw .caseEnded(recruitment.state)
        }
    }

    /// What a committee decides is recorded from above the branch.
    private func superior(_ milestone: Milestone, _ recruitment: RecruitmentCase, _ caller: Caller) throws(AppError) {
        guard milestone.permission == .approveRecruitment, let above = Scope.parent(of: recruitment.path),
            !caller.scope.contains(above)
        else { return }
        throw .committeeElsewhere(milestone, recruitment.organisationName ?? recruitment.path)
    }

    /// The step that an order means: people looked up, hours taken from the training ledger where none are given.
    private func step(
        _ order: StepOrder, _ loaded: CaseStore.Loaded, _ transaction: ScopedTransaction
    ) async throws -> CaseStep {
        var record = order.record
        if let people = order.people {
            record.people = try await sponsors(people, on: order.date.first, transaction)
        }
        record.credited = nil
        if order.milestone.shape == .training, record.exemption == nil,
            let listed = loaded.facts.last(.targetListing), listed.date.first <= order.date.last
        {
            let hours = try await creditedHours(
                transaction, loaded.recruitment.person, listed.date.first...order.date.last)
            record.credited = hours.units / Amount.scale
            if order.takesHoursFromLedger { record.hours = record.credited }
        }
        record.ballot?.registered = nil
        if record.ballot != nil {
            // Those who should attend are members of the branch where the case lies now; an old vote elsewhere is not compared.
            let isHere = loaded.facts.transfers.last.map { $0 <= order.date.first } ?? true
            let voters: Int = try await transaction.query(
                .votersOfBranch(path: loaded.recruitment.path, day: order.date.last))[0]["members"]
            if isHere, voters > 0 { record.ballot?.registered = voters }
        }
        let content = try record.content(order.milestone.shape)
        try content.requirePlausible()
        return CaseStep(order.milestone, order.date, content, evidence: order.evidence, extra: record.extra)
    }

    /// Materials are keys, perhaps with a day; an added step is one that the rules of the day know; words are not endless.
    private func checked(_ order: StepOrder) throws(AppError) {
        for entry in order.evidence.sorted() {
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
        for (name, value) in [
            ("actor", order.record.actor), ("place", order.record.place), ("chair", order.record.chair),
            ("document", order.record.document),
        ] { try Plausible.words(optional: value, name, atMost: 200) }
        try Plausible.words(order.key, "key", atMost: 200)
        try Plausible.words(optional: order.irregular, "irregular", atMost: 500)
        try Plausible.day(order.date.first, "on")
        if let name = order.record.foreign(to: order.milestone.shape, order.milestone)
            ?? (order.people != nil && order.milestone.shape != .people ? "people" : nil)
        {
            throw .contentForeign(name, order.milestone)
        }
        guard order.milestone == .extra else { return }
        let known = rule.rules.set(on: order.date.first)?.extras ?? []
        guard known.contains(where: { $0.key == order.record.extra }) else {
            throw .invalidValue(
                "extra", order.record.extra ?? "",
                expected: known.isEmpty
                    ? Text(
                        zh: "本地没有附加步骤（policy.recruitment_local）",
                        en: "no local addition declares steps (policy.recruitment_local)")
                    : Text.listed(known.map { ($0.key, $0.name) }))
        }
    }

    private func sponsors(_ orders: [SponsorOrder], on day: Day, _ transaction: ScopedTransaction) async throws
        -> [Sponsor]
    {
        let ids = orders.compactMap(\.person)
        var known: [UUID: (name: String, isFull: Bool)] = [:]
        if !ids.isEmpty {
            for row in try await transaction.query(.standingOfPeople(people: ids, day: day)) {
                known[try row["person_id"]] = (try row["name"], try row["full_member"])
            }
        }
        return try orders.map { order in
            guard let id = order.person else {
                guard let name = order.name, !name.isEmpty else { throw AppError.missingValue("people.name") }
                return Sponsor(
                    name: name, isFullMember: order.isFullMember ?? false, isUnderDiscipline: order.isUnderDiscipline)
            }
            guard let found = known[id] else { throw AppError.notFound(Text(zh: "人员", en: "person"), id.text) }
            return Sponsor(
                name: found.name, person: id, isFullMember: found.isFull, isUnderDiscipline: order.isUnderDiscipline)
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
        _ step: CaseStep, _ number: Int, _ order: StepOrder, _ verdict: Verdict, _ recruitment: RecruitmentCase,
        auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws {
        let broken = verdict.findings.filter(\.isBroken).map(\.rule.id)
        _ = try await transaction.query(
            .insertStep(
                person: recruitment.person, case: recruitment.id, number: number, path: recruitment.path,
                milestone: step.milestone.rawValue, heldFrom: step.date.first, heldThrough: step.date.last,
                content: JSONText(encoding: StepRecord(step, beside: order.record)), evidence: step.evidence.sorted(),
                irregular: step.isIrregular, reason: (step.isIrregular ? order.irregular : nil).parameter,
                broken: broken, ruleSet: verdict.set, key: order.key, recordedBy: transaction.caller.name,
                auditEvent: auditEvent))
    }

    /// What the step does to the membership.
    private func follow(
        _ step: CaseStep, _ facts: CaseFacts, _ recruitment: RecruitmentCase, auditEvent: UUID,
        _ transaction: ScopedTransaction
    ) async throws {
        guard step.carries else { return }
        let advance = MembershipAdvance(transaction: transaction)
        let end = rule.probationEnd(facts, on: step.date.last)
        if let (status, day) = MembershipAdvance.standing(after: step, facts, probationEnd: end) {
            try await advance.advance(recruitment.person, to: status, on: day, auditEvent: auditEvent)
        } else if step.milestone == .fullApproval, step.content.outcome == .cancel {
            try await advance.end(recruitment.person, as: "cancelled", on: step.date.last)
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
