import Access
import Civil
import Foundation
import Kernel
import Members
import Postgres
import Procedures
import SQLFiles

/// Which case is meant: itself, or its person's.
enum CaseKey: Sendable {
    case identifier(Identifier<RecruitmentCase>)
    case person(Identifier<Person>)
}

/// A case as it lies in the database, locked or not, and what writes it back.
struct CaseStore {
    let transaction: ScopedTransaction

    struct Loaded {
        let recruitment: RecruitmentCase
        let born: Day
        let ruling: CaseRuling?
        let steps: [RecordedStep]
        var facts: CaseFacts

        /// What the rules saw when a step was recorded: what is on file from before it and still stands.
        func facts(before number: Int) -> CaseFacts {
            var facts = CaseFacts(born: StatedDate(born), leaves: facts.leaves, transfers: facts.transfers)
            for recorded in steps where recorded.number < number && !recorded.isAnnulled { facts.add(recorded.step) }
            return facts
        }
    }

    /// - Throws: `not_found`; `reference.ambiguous` for a person with several cases, none of them open.
    func load(_ key: CaseKey, locks: Bool) async throws -> Loaded {
        switch key {
        case .person(let person): return try await load(of: person, named: person.description, locks: locks)
        case .identifier(let id):
            if let loaded = try await find(id, locks: locks) { return loaded }
            // No case: perhaps its person.
            return try await load(of: Identifier(id.value), named: id.description, locks: locks)
        }
    }

    func load(_ id: Identifier<RecruitmentCase>, locks: Bool) async throws -> Loaded {
        try await load(.identifier(id), locks: locks)
    }

    /// The person's open case, else the only one.
    private func load(of person: Identifier<Person>, named name: String, locks: Bool) async throws -> Loaded {
        let cases: [(id: Identifier<RecruitmentCase>, opened: Day, state: CaseState)] = try await transaction.query(
            .caseKeysOfPerson(person: person)
        ).map { (try $0["id"], try $0["opened_on"], try $0.choice("state")) }
        let meant = cases.first { $0.state == .open } ?? cases.first
        guard let meant else { throw Self.missing(name) }
        guard cases.count == 1 || meant.state == .open else {
            throw AppError.ambiguous(
                Self.word, name,
                candidates: cases.map { ($0.id.description, "\($0.opened) \($0.state.text.both)") })
        }
        guard let loaded = try await find(meant.id, locks: locks) else { throw Self.missing(name) }
        return loaded
    }

    private func find(_ id: Identifier<RecruitmentCase>, locks: Bool) async throws -> Loaded? {
        if locks {
            guard try await transaction.query(.lockCase(id: id)).single != nil else { return nil }
        }
        guard let row = try await transaction.query(.caseByID(id: id)).single else { return nil }
        let recruitment = try row.recruitmentCase()
        let rows = try await transaction.pipeline([
            .caseSteps(person: recruitment.person, case: id),
            .caseTransfers(person: recruitment.person),
        ])
        let steps = try rows[0].map { try $0.recordedStep() }
        let transfers: [Day] = try rows[1].map { try $0["since"] }
        let born: Day = try row["born_on"]
        return Loaded(
            recruitment: recruitment, born: born, ruling: try row.ruling(), steps: steps,
            facts: Self.facts(born: born, steps, leaves: recruitment.leavesOn, transfers: transfers))
    }

    /// What the rules see: steps that stand, in the order of their days and then of recording.
    private static func facts(
        born: Day, _ steps: [RecordedStep], leaves: Day?, transfers: [Day]
    ) -> CaseFacts {
        var facts = CaseFacts(born: StatedDate(born), leaves: leaves, transfers: transfers)
        for recorded in steps where !recorded.isAnnulled { facts.add(recorded.step) }
        return facts
    }

    /// Writes what follows from the facts: stage, state and what is due.
    func keep(
        _ recruitment: RecruitmentCase, _ facts: CaseFacts, state: CaseState? = nil, leaves: Day?, _ rule: CaseRule,
        on today: Day
    ) async throws {
        let state = state ?? CaseState(facts.end)
        let set = rule.rules.set(on: today)?.key ?? recruitment.ruleSet
        let dues =
            state == .open || state == .admitted
            ? Dictionary(
                rule.deadlines(facts, on: today).map { ("\($0.rule.id) \($0.milestone.rawValue)", $0) },
                uniquingKeysWith: { first, _ in first }
            ).sorted { $0.key < $1.key }.map(\.value) : []
        let person = recruitment.person
        var statements: [Statement] = [
            .setCase(
                person: person, id: recruitment.id, stage: facts.stage.number, state: state.rawValue,
                leavesOn: leaves, ruleSet: set, calculatedBy: rule.digest(on: today)),
            .clearDues(person: person, case: recruitment.id),
        ]
        // What a decision on the person ended used its seat; what is withdrawn or not recognised did not.
        if state != .ended {
            let admissions = [.open, .admitted, .cancelled].contains(state) ? facts.admissions : []
            statements.append(
                .keepAdmissions(
                    person: person, case: recruitment.id, milestones: admissions.map(\.milestone.rawValue),
                    days: admissions.map(\.day)))
        }
        if !dues.isEmpty {
            statements.append(
                .insertDues(
                    person: person, case: recruitment.id, path: recruitment.path, rules: dues.map(\.rule.id),
                    milestones: dues.map(\.milestone.rawValue), dueOn: dues.map(\.due),
                    specialOn: NullableArray(dues.map(\.special)), kinds: dues.map(\.kind.rawValue),
                    basis: dues.map { $0.facts.map { "\($0.name) \($0.value)" }.joined(separator: "; ") }))
        }
        _ = try await transaction.pipeline(statements)
    }

    private static let word = Text(zh: "发展党员案卷", en: "recruitment case")

    static func missing(_ name: String) -> AppError { .notFound(word, name) }
}

extension CaseState {
    init(_ end: CaseFacts.End?) {
        switch end {
        case nil: self = .open
        case .admitted: self = .admitted
        case .refused: self = .refused
        case .cancelled: self = .cancelled
        }
    }
}
