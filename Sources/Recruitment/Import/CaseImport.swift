import Civil
import Foundation
import Kernel
import Members
import Postgres
import Procedures

/// The person of a row, as the register has them.
struct CasePerson: Sendable {
    let id: UUID
    let name: String
    let path: String
    let born: Day
    let status: MembershipStatus?
    let hasOpenCase: Bool
    /// Days on which cases of the person were opened.
    let opened: [Day]
    /// Steps on file of each of those cases, annulled ones included: they were in the table.
    let recorded: [Int]
    /// Those steps.
    let steps: [FiledStep]
    /// Days on which the person came from another organisation.
    let transfers: [Day]
    /// Whether anything was ever decided about the person's membership.
    let wasDecidedAbout: Bool
}

/// Judges rows of a table as if their steps had been recorded one by one, and writes them for COPY. Pure.
struct CaseImport: Sendable {
    let rule: CaseRule
    let today: Day
    let auditEvent: UUID
    let recordedBy: String
    let caller: Caller

    /// Some thousand rows, judged.
    struct Share: Sendable {
        var cases = CopyText(reserving: 1 << 20)
        var steps = CopyText(reserving: 1 << 22)
        var dues = CopyText(reserving: 1 << 20)
        var errors: [CellError] = []
        var irregular = 0
    }

    static let shareSize = 2000

    func share(_ rows: ArraySlice<(entry: CaseEntry, person: CasePerson)>) throws -> Share {
        var share = Share()
        for (entry, person) in rows {
            try Wanted.check(every: 64, entry.line)
            try judge(entry, person, &share)
        }
        return share
    }

    private func judge(_ entry: CaseEntry, _ person: CasePerson, _ share: inout Share) throws {
        var facts = CaseFacts(born: StatedDate(person.born), transfers: person.transfers)
        // What came of it in fact, irregular steps included: somebody admitted against the rules is on the register.
        var actual = facts
        var lines: [(step: CaseStep, verdict: Verdict)] = []
        for step in entry.steps {
            if step.date.first > today {
                share.errors.append(
                    CellError(
                        row: entry.line, column: step.milestone.rawValue,
                        reason: AppError.stepAhead(step.milestone, step.date.first, today).message))
                return
            }
            if step.milestone.permission == .approveRecruitment, let above = Scope.parent(of: person.path),
                !caller.covers(above)
            {
                share.errors.append(
                    CellError(
                        row: entry.line, column: step.milestone.rawValue,
                        reason: AppError.committeeElsewhere(step.milestone, person.path).message))
                return
            }
            do throws(AppError) {
                try step.content.requirePlausible()
            } catch {
                share.errors.append(
                    CellError(row: entry.line, column: step.milestone.rawValue, reason: error.message))
                return
            }
            if case .people(let named) = step.content,
                named.contains(where: { Sponsor.isOwn(nil, $0.name, of: Identifier(person.id), person.name) })
            {
                let rule = Text.otherThanOwn(person.name)
                share.errors.append(
                    CellError(
                        row: entry.line, column: step.milestone.rawValue,
                        reason: Text(zh: "应为\(rule.chinese)", en: "expected \(rule.english)")))
                return
            }
            let verdict = rule.verdict(step, facts)
            var kept = step
            if !verdict.isPermitted {
                guard entry.irregular != nil, verdict.obstacle == nil else {
                    share.errors.append(
                        CellError(
                            row: entry.line, column: step.milestone.rawValue,
                            reason: AppError.refused(step, verdict).message))
                    return
                }
                kept = CaseStep(step.milestone, step.date, step.content, evidence: step.evidence, isIrregular: true)
                share.irregular += 1
            }
            facts.add(kept)
            actual.add(step)
            lines.append((kept, verdict))
        }
        let standing = standing(lines.map(\.step), facts)
        guard let status = person.status, status == standing || status == self.standing(entry.steps, actual) else {
            let known = person.status?.text ?? Text(zh: "没有登记", en: "nothing")
            share.errors.append(
                CellError(
                    row: entry.line, column: "person",
                    reason: Text(
                        zh: "登记簿上是\(known.chinese)，按所列步骤应是\(standing.text.chinese)",
                        en: "the register says \(known.english), the steps make a \(standing.text.english)")))
            return
        }
        try write(entry, person, facts, lines, &share)
    }

    /// What the steps make of the person.
    private func standing(_ steps: [CaseStep], _ facts: CaseFacts) -> MembershipStatus {
        steps.reduce(.applicant) { standing, step in
            let end = rule.probationEnd(facts, on: step.date.last)
            return MembershipAdvance.standing(after: step, facts, probationEnd: end)?.0 ?? standing
        }
    }

    private func write(
        _ entry: CaseEntry, _ person: CasePerson, _ facts: CaseFacts, _ lines: [(step: CaseStep, verdict: Verdict)],
        _ share: inout Share
    ) throws {
        let id = Identifier<RecruitmentCase>.new().value
        let state = CaseState(facts.end)
        share.cases.value(person.id)
        share.cases.value(id)
        share.cases.value(person.path)
        share.cases.value(entry.steps[0].date.first)
        share.cases.value(facts.stage.number)
        share.cases.value(state.rawValue)
        share.cases.value(rule.rules.set(on: today)?.key ?? "")
        share.cases.value(rule.digest(on: today))
        share.cases.value(auditEvent)
        share.cases.endRow()
        for (index, line) in lines.enumerated() {
            share.steps.value(person.id)
            share.steps.value(id)
            share.steps.value(index + 1)
            share.steps.value(person.path)
            share.steps.value(line.step.milestone.rawValue)
            share.steps.value(line.step.date.first)
            share.steps.value(line.step.date.last)
            share.steps.value(try JSONText(encoding: StepRecord(line.step)))
            share.steps.value(line.step.evidence.sorted().parameterText)
            share.steps.value(line.step.isIrregular)
            share.steps.value(line.step.isIrregular ? entry.irregular : nil)
            share.steps.value(line.verdict.findings.filter(\.isBroken).map(\.rule.id).parameterText)
            share.steps.value(line.verdict.set)
            share.steps.value("\(line.step.milestone.rawValue):\(line.step.date):\(index + 1)")
            share.steps.value(recordedBy)
            share.steps.value(auditEvent)
            share.steps.endRow()
        }
        var known: Set<String> = []
        for due in rule.deadlines(facts, on: today)
        where known.insert("\(due.rule.id) \(due.milestone.rawValue)").inserted {
            share.dues.value(person.id)
            share.dues.value(id)
            share.dues.value(person.path)
            share.dues.value(due.rule.id)
            share.dues.value(due.milestone.rawValue)
            share.dues.value(due.due)
            share.dues.value(due.special)
            share.dues.value(due.kind.rawValue)
            share.dues.value(due.facts.map { "\($0.name) \($0.value)" }.joined(separator: "; "))
            share.dues.endRow()
        }
    }
}

extension [String] {
    /// As an array of PostgreSQL is written.
    fileprivate var parameterText: String { NullableArray(map { $0 as String? }).postgresText }
}

/// A step on file as a row of a sheet may repeat it.
struct FiledStep: Sendable {
    let opened: Day
    let milestone: Milestone
    let date: StatedDate
    private let record: StepRecord

    /// - Parameter text: the day on which the case was opened, the milestone, its first and last day and its content.
    /// - Throws: for a text that the statement does not make.
    init(_ text: String) throws {
        let words = text.split(separator: " ", maxSplits: 4)
        guard words.count == 5, let opened = Day(iso: String(words[0])),
            let milestone = Milestone(rawValue: String(words[1])),
            let first = Day(iso: String(words[2])), let last = Day(iso: String(words[3]))
        else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "a step on file has no content"))
        }
        (self.opened, self.milestone, date) = (opened, milestone, StatedDate(first: first, last: last))
        record = try JSONDecoder().decode(StepRecord.self, from: Data(words[4].utf8))
    }

    /// Whether a step of a sheet says the same; the hours that the ledger had on the day of recording aside.
    func isSame(as step: CaseStep) throws -> Bool {
        guard milestone == step.milestone, date == step.date else { return false }
        let content = try record.content(milestone.shape)
        if case .training(let days, let hours, let exemption, _) = content,
            case .training(let own, let ownHours, let ownExemption, _) = step.content
        {
            return days == own && hours == ownHours && exemption == ownExemption
        }
        return content == step.content
    }

    /// Why a cell that says otherwise is not taken.
    var differs: Text {
        Text(
            zh: "登记的是 \(date) 或内容不同：更正请撤销该步骤（recruitment annul）后重新登记",
            en: "on file is \(date), or another content: annul the step (recruitment annul) and record it again")
    }
}
