import Access
package import Civil
import Foundation
package import Kernel
package import Members
import Organisations
import Postgres
import Procedures
import SQLFiles

extension RecruitmentService {
    /// Opens a case for somebody who has none open and is not in the Party yet; after a cancellation that is a new one.
    /// - Throws: `recruitment.member`, `recruitment.no_membership`, `recruitment.case_open`.
    package func open(_ order: CaseOrder, on today: Day, caller: Caller) async throws -> CaseOpened {
        let caller = try caller.with(.recordRecruitment)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        let set = try rules(on: day)
        let person = try await members.identifier(of: order.person, caller: caller)
        let id = Identifier<RecruitmentCase>.new()
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.recruitmentPerson(person: person)).single else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), order.person.text)
            }
            let status: MembershipStatus? = try row.choice("status")
            guard let status else { throw AppError.noMembership }
            guard !status.isMember else { throw AppError.memberAlready(status) }
            if let bar = try await members.barred(person, on: day, transaction) {
                throw AppError.returnsTooEarly(bar)
            }
            let path: String = try row["path"]
            let auditEvent = try await transaction.record(
                "recruitment.open", "recruitment", subject: id.value, path: path,
                after: JSONText(encoding: ["person": person.description]))
            _ = try await transaction.query(
                .insertCase(
                    person: person, id: id, path: path, openedOn: day, ruleSet: set.key,
                    calculatedBy: rule.digest(on: day), auditEvent: auditEvent))
            return CaseOpened(id: id, person: person, name: try row["name"], openedOn: day)
        }
    }

    /// Which case a caller means: by its identifier, or by its person as people name them.
    func key(of reference: Reference<RecruitmentCase>, caller: Caller) async throws -> CaseKey {
        if let id = reference.identifier { return .identifier(id) }
        return .person(try await members.identifier(of: Reference(reference.text), caller: caller))
    }

    func rules(on day: Day) throws(AppError) -> RecruitmentRules.RuleSet {
        guard let set = rule.rules.set(on: day) else { throw .noRuleSet(day) }
        return set
    }

    /// Notes that the person is known to leave the unit, or that this no longer holds.
    package func note(
        _ order: LeavingOrder, of reference: Reference<RecruitmentCase>, on today: Day, caller: Caller
    ) async throws -> LeavingNoted {
        let caller = try caller.with(.recordRecruitment)
        if let day = order.on { try Plausible.day(day, "on") }
        let key = try await key(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let store = CaseStore(transaction: transaction)
            var loaded = try await store.load(key, locks: true)
            let recruitment = loaded.recruitment
            guard recruitment.state == .open else { throw AppError.caseEnded(recruitment.state) }
            if let day = order.on, day < recruitment.openedOn {
                throw AppError.beforeOpening("on", day, recruitment.openedOn)
            }
            try await transaction.record(
                "recruitment.leaving", "recruitment", subject: recruitment.id.value, path: recruitment.path,
                after: JSONText(encoding: ["leaves_on": order.on?.description ?? ""]))
            loaded.facts.leaves = order.on
            try await store.keep(recruitment, loaded.facts, leaves: order.on, rule, on: today)
            return LeavingNoted(name: recruitment.name, leavesOn: order.on)
        }
    }

    /// Ends a case that no decision ended: the person takes the application back, or leaves for good.
    package func withdraw(
        _ reference: Reference<RecruitmentCase>, _ order: CaseRulingOrder, on today: Day, caller: Caller
    ) async throws -> CaseRuled {
        let caller = try caller.with(.recordRecruitment)
        return try await rule(.withdrawn, reference, order, on: today, caller: caller) { loaded, _, _ in
            guard loaded.recruitment.state == .open else { throw AppError.caseEnded(loaded.recruitment.state) }
            guard loaded.facts.stage != .probation else { throw AppError.probationCannotBeWithdrawn }
        }
    }

    /// Finds that an admission broke the rules and is not recognised (不予承认). Nothing is erased; a membership that came
    /// from it ends.
    package func refuseRecognition(
        of reference: Reference<RecruitmentCase>, _ order: CaseRulingOrder, on today: Day, caller: Caller
    ) async throws -> CaseRuled {
        let caller = try caller.with(.approveRecruitment)
        return try await rule(.unrecognised, reference, order, on: today, caller: caller) {
            loaded, transaction, day in
            // Recorded as irregular or not: what happened admitted somebody.
            guard [.admitted, .open].contains(loaded.recruitment.state), loaded.facts.wasAdmitted else {
                throw AppError.nothingToRecognise
            }
            try await MembershipAdvance(members: members, transaction: transaction).endAdmitted(
                loaded.recruitment.person, as: .cancelled, on: day)
        }
    }

    private func rule(
        _ state: CaseState, _ reference: Reference<RecruitmentCase>, _ order: CaseRulingOrder, on today: Day,
        caller: Caller, _ check: (CaseStore.Loaded, ScopedTransaction, Day) async throws -> Void
    ) async throws -> CaseRuled {
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        try Plausible.words(order.reason, "reason")
        try Plausible.words(order.document, "document")
        let key = try await key(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let store = CaseStore(transaction: transaction)
            let loaded = try await store.load(key, locks: true)
            let recruitment = loaded.recruitment
            guard day >= recruitment.openedOn else {
                throw AppError.beforeOpening("on", day, recruitment.openedOn)
            }
            try await check(loaded, transaction, day)
            let auditEvent = try await transaction.record(
                "recruitment.\(state.rawValue)", "recruitment", subject: recruitment.id.value, path: recruitment.path,
                after: JSONText(encoding: ["document": order.document]))
            _ = try await transaction.query(
                .insertRuling(
                    person: recruitment.person, case: recruitment.id, path: recruitment.path, ruling: state.rawValue,
                    decidedOn: day, reason: order.reason, document: order.document, auditEvent: auditEvent))
            try await store.keep(
                recruitment, loaded.facts, state: state, leaves: recruitment.leavesOn, self.rule, on: day)
            return CaseRuled(name: recruitment.name, state: state, decidedOn: day)
        }
    }

    /// An open case ends with the person's membership, or with the person.
    package static let membershipEnded: MembershipListener = { transaction, end in
        _ = try await transaction.query(
            .endCasesOfPerson(
                person: end.person, decidedOn: end.day, reason: end.reason, document: end.document,
                auditEvent: end.auditEvent))
    }

    // MARK: reading

    /// A case: what was done, what comes next and when, what is due. Each reading is audited, and the person's office
    /// sees it.
    package func details(
        of reference: Reference<RecruitmentCase>, _ query: CaseDayQuery = CaseDayQuery(), on today: Day, caller: Caller
    ) async throws -> CaseDetails {
        let day = query.asOf ?? today
        try Plausible.day(day, "as_of")
        let reading = try database.reading(.caseFile, filters: query, caller: caller)
        let file = try await file(reference, on: day, caller: caller)
        try await reading.keep(about: file.recruitment.person.value, at: file.recruitment.path)
        return CaseDetails(file)
    }

    /// The same as the rules see it: what documents and charts are filled from.
    package func file(_ reference: Reference<RecruitmentCase>, on day: Day, caller: Caller) async throws -> CaseFile {
        let caller = try caller.with(.readRecruitment)
        let key = try await key(of: reference, caller: caller)
        return try await database.snapshot(caller) { transaction in
            let loaded = try await CaseStore(transaction: transaction).load(key, locks: false)
            let goesOn = loaded.recruitment.state == .open
            return CaseFile(
                recruitment: loaded.recruitment, born: loaded.born, ruling: loaded.ruling, steps: loaded.steps,
                facts: loaded.facts, outlook: goesOn ? rule.outlook(loaded.facts, on: day) : [],
                deadlines: goesOn || loaded.recruitment.state == .admitted
                    ? rule.deadlines(loaded.facts, on: day) : [],
                probationEnd: rule.probationEnd(loaded.facts, on: day),
                extraNames: Dictionary(
                    rule.rules.sets.flatMap { $0.extras.map { ($0.key, $0.name) } }, uniquingKeysWith: { $1 }))
        }
    }

    /// Cases by branch; of one person, in the order in which they were opened.
    package func cases(_ query: CaseQuery, _ page: PageRequest, caller: Caller) async throws -> Page<RecruitmentCase> {
        let caller = try caller.with(.readRecruitment)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let (stage, state, limit) = (query.stage?.number, query.state?.rawValue, page.limit + 1)
        let rows: Rows
        if let reference = query.person {
            let person = try await members.identifier(of: reference, caller: caller)
            let found = try await database.read(
                caller,
                [
                    .recruitmentPerson(person: person),
                    .casesOfPerson(
                        person: person, low: scope.low, high: scope.high, afterPath: path, afterCase: id, stage: stage,
                        state: state, limit: limit),
                ])
            guard try found[0].single != nil else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), reference.text)
            }
            rows = found[1]
        } else {
            let isFiltered = stage != nil || state != nil
            let stages = query.stage.map { [$0] } ?? Milestone.Stage.allCases
            let states = query.state.map { [$0] } ?? CaseState.allCases
            rows = try await database.readPage(
                caller,
                .cases(
                    low: scope.low, high: scope.high, afterPath: path, afterCase: id,
                    stages: isFiltered ? stages.map(\.number) : nil,
                    states: isFiltered ? states.map(\.rawValue) : nil, limit: limit))
        }
        return Page(try rows.map { try $0.recruitmentCase() }, limit: page.limit) {
            PathKey.write($0.path, $0.id.value)
        }
    }
}
