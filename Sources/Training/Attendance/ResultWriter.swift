import Access
import Civil
import Kernel
import Members
import Postgres
import SQLFiles
import Sheets

/// One result on its way to the database.
struct Assessing {
    let person: Identifier<Person>
    let shownAs: String
    let part: String?
    let sitting: Int
    let result: SittingResult
    var on: Day?
    var reason: String?
    /// Its line in a sheet.
    var line: Int?
}

/// Writes results of a class inside a transaction that holds its row: parts that the class has, sittings that can be,
/// people who are on the list. A result on file is corrected by the next revision and never lost.
struct ResultWriter {
    let transaction: ScopedTransaction
    let current: TrainingClass
    let completion: ClassCompletion
    let rule: AssessmentRule

    /// - Throws: `attendance.not_enrolled`, `assessment.refused`; `import.rejected` for rows of a sheet.
    func write(_ entries: [Assessing]) async throws -> ResultsWritten {
        let people = Dictionary(
            completion.attendance.people.filter { $0.left == nil }.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let strangers = entries.filter { people[$0.person] == nil }
        guard strangers.isEmpty else { throw AppError.notEnrolled(strangers.map(\.shownAs)) }
        var problems: [(entry: Assessing, why: Text)] = []
        var named: [Key: AssessmentRule.Part] = [:]
        var sittings: [Identifier<Person>: AssessmentRule.Sittings] = [:]
        for entry in entries.sorted(by: { $0.sitting < $1.sitting }) {
            let id = entry.person
            guard let person = people[id] else { continue }
            guard let part = part(entry.part) else {
                problems.append((entry, .noPart(entry.part, rule.entered)))
                continue
            }
            let known = sittings[id] ?? completion.results.sittings(of: id)
            if named.updateValue(part, forKey: Key(person: id, part: part.key, sitting: entry.sitting)) != nil {
                problems.append((entry, .twice))
            } else if let why = rule.objection(
                part, sitting: entry.sitting, entry.result, known, completion.standing(person))
            {
                problems.append((entry, why))
            }
            // What the same request says of the parts before counts, too.
            sittings[id] = known
            sittings[id]?[part.key, default: [:]][entry.sitting] = entry.result
        }
        try require(problems)
        return try await insert(entries, named: Dictionary(named.map { ($0.value.key, $0.value) }) { $1 })
    }

    private struct Key: Hashable {
        let person: Identifier<Person>
        let part: String
        let sitting: Int
    }

    /// By key or name; the one that is entered where there is no other.
    private func part(_ word: String?) -> AssessmentRule.Part? {
        guard let word else { return rule.entered.count == 1 ? rule.entered.first : nil }
        return rule.parts.first { $0.key == word || $0.name.chinese == word || $0.name.english == word }
    }

    private func require(_ problems: [(entry: Assessing, why: Text)]) throws {
        guard !problems.isEmpty else { return }
        guard problems.allSatisfy({ $0.entry.line != nil }) else {
            throw AppError.cannotAssess(problems.map { ($0.entry.shownAs, $0.why) })
        }
        var reader = CellReader()
        for problem in problems { reader.fail(line: problem.entry.line ?? 0, "result", problem.why) }
        try reader.finish()
    }

    private func insert(_ entries: [Assessing], named: [String: AssessmentRule.Part]) async throws -> ResultsWritten {
        let parts = entries.map { part($0.part)?.key ?? "" }
        let auditEvent = try await transaction.record(
            "class.assess", "class", subject: current.id.value, path: current.path,
            after: JSONText(encoding: ["results": entries.count]))
        let rows = try await transaction.query(
            .insertResults(
                class: current.id, people: entries.map(\.person), parts: parts,
                sittings: entries.map(\.sitting), scores: NullableArray(entries.map(\.result.score)),
                verdicts: NullableArray(entries.map { $0.result.verdict?.rawValue }),
                heldOn: NullableArray(entries.map(\.on)), reasons: NullableArray(entries.map(\.reason)),
                auditEvent: auditEvent))
        var outcomes: [Key: (outcome: MarkOutcome, before: SittingResult?)] = [:]
        for row in rows {
            let score: Amount? = try row["before_score"]
            let verdict: ResultVerdict? = try row.choice("before_verdict")
            outcomes[Key(person: try row["person_id"], part: try row["part"], sitting: try row["sitting"])] = (
                try row.choice("outcome"), score.map(SittingResult.score) ?? verdict.map(SittingResult.verdict)
            )
        }
        var (count, replaced): (Int, [ResultReplaced]) = (0, [])
        for (entry, key) in zip(entries, parts) {
            let person = entry.person
            guard let (outcome, before) = outcomes[Key(person: person, part: key, sitting: entry.sitting)],
                outcome != .same
            else { continue }
            count += 1
            guard let before else { continue }
            replaced.append(
                ResultReplaced(
                    person: person, personName: entry.shownAs == person.description ? nil : entry.shownAs,
                    part: named[key]?.key ?? key, sitting: entry.sitting, before: before.text,
                    after: entry.result.text))
        }
        return ResultsWritten(count: count, replaced: replaced)
    }
}

extension SittingResult {
    var score: Amount? { if case .score(let score) = self { score } else { nil } }
    var verdict: ResultVerdict? { if case .verdict(let verdict) = self { verdict } else { nil } }
}

extension Text {
    fileprivate static func noPart(_ word: String?, _ parts: [AssessmentRule.Part]) -> Text {
        let known = parts.map { "\($0.key)（\($0.name.chinese)）" }.joined(separator: "、")
        let listed = parts.map { "\($0.key) (\($0.name.english))" }.joined(separator: ", ")
        guard let word else {
            return Text(zh: "请写明是哪一项：\(known)", en: "name the part: one of \(listed)")
        }
        return Text(
            zh: "本班考核没有「\(word.quotable)」，应为 \(known)",
            en: "the assessment has no part “\(word.quotable)”: one of \(listed)")
    }

    fileprivate static var twice: Text {
        Text(zh: "同一人同一项登记了两次", en: "the same part of the same person is given twice")
    }
}
