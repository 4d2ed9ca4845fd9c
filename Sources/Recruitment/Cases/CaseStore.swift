import Access
import Civil
import Foundation
import Kernel
import Postgres

/// A case as it lies in the database, locked or not, and what writes it back.
struct CaseStore {
    let transaction: ScopedTransaction

    struct Loaded {
        let recruitment: RecruitmentCase
        let steps: [RecordedStep]
        var facts: CaseFacts
    }

    /// - Throws: `not_found`.
    func load(_ id: Identifier<RecruitmentCase>, locks: Bool) async throws -> Loaded {
        let sql = transaction.sql
        if locks {
            guard try await transaction.query("LockCase", [id.parameter]).only != nil else { throw Self.missing(id) }
        }
        guard let row = try await transaction.query("CaseByID", [id.parameter]).only else { throw Self.missing(id) }
        let recruitment = try row.recruitmentCase()
        let rows = try await transaction.pipeline([
            sql("CaseSteps", [recruitment.person.parameter, id.parameter]),
            sql("CaseTransfers", [recruitment.person.parameter]),
        ])
        let steps = try rows[0].map { try $0.recordedStep() }
        let transfers: [Day] = try rows[1].map { try $0["since"] }
        return Loaded(
            recruitment: recruitment, steps: steps,
            facts: Self.facts(recruitment, steps, leaves: recruitment.leavesOn, transfers: transfers))
    }

    /// What the rules see: steps that stand, in the order of their days and then of recording.
    static func facts(
        _ recruitment: RecruitmentCase, _ steps: [RecordedStep], leaves: Day?, transfers: [Day]
    ) -> CaseFacts {
        var facts = CaseFacts(born: StatedDate(recruitment.born), leaves: leaves, transfers: transfers)
        for recorded in steps where !recorded.isAnnulled { facts.add(recorded.step) }
        return facts
    }

    /// Writes what follows from the facts: stage, state and what is due.
    func keep(
        _ recruitment: RecruitmentCase, _ facts: CaseFacts, state: CaseState? = nil, leaves: Day?, _ rule: CaseRule,
        on today: Day
    ) async throws {
        let sql = transaction.sql
        let state = state ?? CaseState(facts.end)
        let key = [recruitment.person.parameter, recruitment.id.parameter]
        let set = rule.rules.set(on: today)?.key ?? recruitment.ruleSet
        let dues =
            state == .open || state == .admitted
            ? Dictionary(
                rule.deadlines(facts, on: today).map { ("\($0.rule.id) \($0.milestone.rawValue)", $0) },
                uniquingKeysWith: { first, _ in first }
            ).sorted { $0.key < $1.key }.map(\.value) : []
        var statements = [
            sql(
                "SetCase",
                key + [
                    facts.stage.rawValue.parameter, state.rawValue.parameter, leaves.parameter, set.parameter,
                    rule.digest(on: today).parameter,
                ]), sql("ClearDues", key),
        ]
        // What a decision on the person ended used its seat; what is withdrawn or not recognised did not.
        if state != .ended {
            let admissions = [.open, .admitted, .cancelled].contains(state) ? facts.admissions : []
            statements.append(
                sql(
                    "KeepAdmissions",
                    key + [admissions.map(\.milestone.rawValue).parameter, admissions.map(\.day).parameter]))
        }
        if !dues.isEmpty {
            statements.append(
                sql(
                    "InsertDues",
                    key + [
                        recruitment.path.parameter, dues.map(\.rule.id).parameter,
                        dues.map(\.milestone.rawValue).parameter, dues.map(\.due).parameter,
                        NullableArray(dues.map(\.special)).parameter, dues.map(\.kind.rawValue).parameter,
                        dues.map { $0.facts.map { "\($0.name) \($0.value)" }.joined(separator: "; ") }.parameter,
                    ]))
        }
        _ = try await transaction.pipeline(statements)
    }

    static func missing(_ id: Identifier<RecruitmentCase>) -> AppError {
        .notFound(Text(zh: "发展党员案卷", en: "recruitment case"), id.description)
    }
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
