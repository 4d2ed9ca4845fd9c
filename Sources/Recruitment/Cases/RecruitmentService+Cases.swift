import Organisations
import Access
package import Civil
package import Foundation
package import Kernel
package import Members
import Postgres
import SQLFiles

extension RecruitmentService {
    /// Opens a case for somebody who has none open and is not in the Party yet; after a cancellation that is a new one.
    /// - Parameter day: on which it is opened; the application is a step of its own.
    /// - Throws: `recruitment.member`, `recruitment.no_membership`, `recruitment.case_open`.
    package func open(_ person: UUID, on day: Day, caller: Caller) async throws -> Identifier<RecruitmentCase> {
        try caller.require(.recordRecruitment)
        try Plausible.day(day, "on")
        let set = try rules(on: day)
        let id = Identifier<RecruitmentCase>.new()
        try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.recruitmentPerson(person: person)).single else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), person.text)
            }
            let status: MembershipStatus? = try row.choice("status")
            guard let status else { throw AppError.noMembership }
            guard !status.isMember else { throw AppError.memberAlready(status) }
            if let bar = try await members.barred(Identifier(person), on: day, transaction) {
                throw AppError.returnsTooEarly(bar)
            }
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "recruitment.open", "recruitment", subject: id.value, path: path,
                after: JSONText(encoding: ["person": person.text]))
            _ = try await transaction.query(
                .insertCase(
                    person: person, id: id, path: path, openedOn: day, ruleSet: set.key,
                    reckonedBy: rule.digest(on: day), auditEvent: auditEvent))
        }
        return id
    }

    func rules(on day: Day) throws(AppError) -> RecruitmentRules.RuleSet {
        guard let set = rule.rules.set(on: day) else { throw .noRuleSet(day) }
        return set
    }

    /// Notes that the person is known to leave the unit, or that this no longer holds.
    package func note(leaving day: Day?, _ id: Identifier<RecruitmentCase>, on today: Day, caller: Caller) async throws
    {
        try caller.require(.recordRecruitment)
        if let day { try Plausible.day(day, "on") }
        try await database.write(caller) { transaction in
            let store = CaseStore(transaction: transaction)
            var loaded = try await store.load(id, locks: true)
            guard loaded.recruitment.state == .open else { throw AppError.caseEnded(loaded.recruitment.state) }
            if let day, day < loaded.recruitment.openedOn {
                throw AppError.beforeOpening("on", day, loaded.recruitment.openedOn)
            }
            try await transaction.record(
                "recruitment.leaving", "recruitment", subject: id.value, path: loaded.recruitment.path,
                after: JSONText(encoding: ["leaves_on": day?.description ?? ""]))
            loaded.facts.leaves = day
            try await store.keep(loaded.recruitment, loaded.facts, leaves: day, rule, on: today)
        }
    }

    /// Ends a case that no decision ended: the person takes the application back, or leaves for good.
    package func withdraw(
        _ id: Identifier<RecruitmentCase>, reason: String, document: String, on day: Day, caller: Caller
    ) async throws {
        try caller.require(.recordRecruitment)
        try await rule(.withdrawn, id, reason: reason, document: document, on: day, caller: caller) { loaded, _ in
            guard loaded.recruitment.state == .open else { throw AppError.caseEnded(loaded.recruitment.state) }
            guard loaded.facts.stage != .probation else { throw AppError.probationCannotBeWithdrawn }
        }
    }

    /// Finds that an admission broke the rules and is not recognised (不予承认). Nothing is erased; a membership that came
    /// from it ends.
    package func refuseRecognition(
        _ id: Identifier<RecruitmentCase>, reason: String, document: String, on day: Day, caller: Caller
    ) async throws {
        try caller.require(.approveRecruitment)
        try await rule(.unrecognised, id, reason: reason, document: document, on: day, caller: caller) {
            loaded, transaction in
            // Recorded as irregular or not: what happened admitted somebody.
            guard [.admitted, .open].contains(loaded.recruitment.state), loaded.facts.wasAdmitted else {
                throw AppError.nothingToRecognise
            }
            try await MembershipAdvance(transaction: transaction).endAdmitted(
                loaded.recruitment.person, as: "cancelled", on: day)
        }
    }

    private func rule(
        _ state: CaseState, _ id: Identifier<RecruitmentCase>, reason: String, document: String, on day: Day,
        caller: Caller, _ check: (CaseStore.Loaded, ScopedTransaction) async throws -> Void
    ) async throws {
        try Plausible.words(reason, "reason", atMost: 500)
        try Plausible.words(document, "document", atMost: 200)
        try await database.write(caller) { transaction in
            let store = CaseStore(transaction: transaction)
            let loaded = try await store.load(id, locks: true)
            guard day >= loaded.recruitment.openedOn else {
                throw AppError.beforeOpening("on", day, loaded.recruitment.openedOn)
            }
            try await check(loaded, transaction)
            let recruitment = loaded.recruitment
            let auditEvent = try await transaction.record(
                "recruitment.\(state.rawValue)", "recruitment", subject: id.value, path: recruitment.path,
                after: JSONText(encoding: ["document": document]))
            _ = try await transaction.query(
                .insertRuling(
                    person: recruitment.person, case: id, path: recruitment.path, ruling: state.rawValue,
                    decidedOn: day, reason: reason, document: document, auditEvent: auditEvent))
            try await store.keep(
                recruitment, loaded.facts, state: state, leaves: recruitment.leavesOn, self.rule, on: day)
        }
    }

    /// A case on the way ends with the person's membership, or with the person.
    package static let membershipEnded: MembershipListener = { transaction, end in
        _ = try await transaction.query(
            .endCasesOfPerson(
                person: end.person, decidedOn: end.day, reason: end.reason, document: end.document,
                auditEvent: end.auditEvent))
    }

    // MARK: reading

    /// A case with all that is known about it, and what comes next as of a day.
    package func file(_ id: Identifier<RecruitmentCase>, on today: Day, caller: Caller) async throws -> CaseFile {
        try caller.require(.readRecruitment)
        return try await database.snapshot(caller) { transaction in
            let loaded = try await CaseStore(transaction: transaction).load(id, locks: false)
            let goesOn = loaded.recruitment.state == .open
            return CaseFile(
                recruitment: loaded.recruitment, steps: loaded.steps, facts: loaded.facts,
                outlook: goesOn ? rule.outlook(loaded.facts, on: today) : [],
                deadlines: goesOn || loaded.recruitment.state == .admitted
                    ? rule.deadlines(loaded.facts, on: today) : [],
                probationEnd: rule.probationEnd(loaded.facts, on: today),
                extraNames: Dictionary(
                    rule.rules.sets.flatMap { $0.extras.map { ($0.key, $0.name) } }, uniquingKeysWith: { $1 }))
        }
    }

    /// Cases by branch.
    package func cases(
        under scope: Scope?, stage: Milestone.Stage?, state: CaseState?, _ page: PageRequest, caller: Caller
    ) async throws -> Page<RecruitmentCase> {
        try caller.require(.readRecruitment)
        let scope = scope ?? caller.scope
        let (path, id) = try PathKey.read(page.after)
        let rows = try await database.read(
            caller,
            .cases(
                low: scope.low, high: scope.high, afterPath: path, afterCase: id, stage: stage?.number,
                state: state?.rawValue, limit: page.limit + 1))
        return Page(try rows.map { try $0.recruitmentCase() }, limit: page.limit) {
            PathKey.write($0.path, $0.id.value)
        }
    }

    /// All cases of one person, the first one first.
    package func cases(of person: UUID, caller: Caller) async throws -> [RecruitmentCase] {
        try caller.require(.readRecruitment)
        let found = try await database.snapshot(caller) { transaction in
            try await transaction.pipeline([
                .recruitmentPerson(person: person),
                .casesOfPerson(person: person),
            ])
        }
        guard try found[0].single != nil else { throw AppError.notFound(Text(zh: "人员", en: "person"), person.text) }
        return try found[1].map { try $0.recruitmentCase() }
    }
}
