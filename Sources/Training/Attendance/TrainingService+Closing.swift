import Organisations
import Access
package import Civil
import Foundation
package import Kernel
package import Members
import Postgres
import SQLFiles

/// What closing a class came to for one person.
package struct CompletionLine: Sendable {
    package let person: Identifier<Person>
    package let judgement: AttendanceRule.Judgement
}

extension TrainingService {
    /// Judges everybody enrolled by the class's attendance rule and credits who completed it.
    package func closeClass(_ id: Identifier<TrainingClass>, on day: Day, expected: Int?, caller: Caller) async throws
        -> [CompletionLine]
    {
        try caller.require(.closeClass)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            guard day >= current.ends else {
                throw AppError.invalidValue(
                    "on", day.description,
                    expected: Text(zh: "不早于结束日 \(current.ends)", en: "a day not before the end, \(current.ends)"))
            }
            try await enter(.closed, current, on: day, reason: nil, transaction)
            let (lines, awards) = try await judge(current, transaction)
            let auditEvent = try await transaction.record(
                "class.credit", "class", subject: id.value, path: current.path,
                after: JSONText(encoding: ["credits": awards.count]))
            _ = try await transaction.query(
                .insertCredits(
                    people: awards.map(\.person), paths: awards.map(\.path), earnedOn: awards.map(\.award.earned),
                    hours: awards.map(\.award.hours), completions: awards.map(\.award.completions), class: id,
                    className: current.name, level: current.level.rawValue,
                    kinds: Set(current.kinds.map(\.rawValue)).union(["annual"]).sorted(), countsFrom: day,
                    auditEvent: auditEvent))
            return lines
        }
    }

    /// Takes the credits of a closed class back, so that attendance can be corrected and the class closed again.
    package func reopenClass(
        _ id: Identifier<TrainingClass>, on day: Day, reason: String, expected: Int?, caller: Caller
    ) async throws -> TrainingClass {
        try caller.require(.closeClass)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            try await enter(.reopened, current, on: day, reason: reason, transaction)
            let auditEvent = try await transaction.record(
                "class.reverse", "class", subject: id.value, path: current.path)
            _ = try await transaction.query(.reverseClassCredits(class: id, countsFrom: day, auditEvent: auditEvent))
            return try await read(id, transaction)
        }
    }

    private struct Awarded {
        let person: Identifier<Person>
        let path: String
        let award: CompletionRule.Award
    }

    private func judge(
        _ current: TrainingClass, _ transaction: ScopedTransaction
    ) async throws -> (lines: [CompletionLine], awards: [Awarded]) {
        let rule = try rules.attendanceRule(current.attendanceRule)
        let id = current.id
        let facts = try await transaction.pipeline([
            .sessions(class: id), .enrolmentSeats(class: id),
            .marksOfClass(class: id),
        ])
        let sessions = try facts[0].map { try $0.session() }
        var marks: [Identifier<Person>: [Int: Mark]] = [:]
        for row in facts[2] {
            marks[try row["person_id"], default: [:]][try row["session_number"]] = try row.choice("mark") as Mark
        }
        var (lines, awards): ([CompletionLine], [Awarded]) = ([], [])
        for row in facts[1] where try row["state"] == "enrolled" {
            let person: Identifier<Person> = try row["person_id"]
            let own = marks[person] ?? [:]
            let judgement = rule.judge(sessions.map { AttendanceRule.HalfDay(hours: $0.hours, mark: own[$0.number]) })
            lines.append(CompletionLine(person: person, judgement: judgement))
            guard judgement.completed else { continue }
            let path: String = try row["path"]
            for award in CompletionRule.awards(sessions.map { ($0.day, $0.hours, own[$0.number]) }, ends: current.ends)
            {
                awards.append(Awarded(person: person, path: path, award: award))
            }
        }
        return (lines, awards)
    }
}
