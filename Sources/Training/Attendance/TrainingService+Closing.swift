import Access
package import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles
package import Wire

/// Whether one person completed a class, and why not.
package struct Completion: Codable, Sendable {
    package let person: Identifier<Person>
    package let personName: String?
    package let organisationName: String?
    package let completed: Bool
    package let attendedHours: Hours
    package let totalHours: Hours
    /// The conditions of the attendance rule that were not met.
    package let failures: [Text]
}

extension Completion: Tabular {
    package static let columns: [Column<Completion>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("completed", zh: "结业", en: "Completed", \.completed),
        Column("attended_hours", zh: "出勤学时", en: "Hours attended", \.attendedHours),
        Column("total_hours", zh: "总学时", en: "Hours in all", \.totalHours),
        Column("failures", zh: "原因", en: "Why not") { Text.list($0.failures) },
        Column("person", zh: "人员编号", en: "Identifier", \.person),
    ]
}

package struct ClassClosing: Codable, Described, Sendable {
    package let on: Day?

    package init(on: Day? = nil) { self.on = on }

    package static let memberTexts = [
        "on": Text(zh: "结班日期，不早于结束日，默认今天", en: "The day of closing, not before the last day; by default today")
    ]
}

package struct ClassClosed: Outcome {
    package let code: String
    package let name: String
    package let completed: Int
    package let items: [Completion]

    package var summary: Text {
        Text(
            zh: "班次 \(code)「\(name)」已结班：\(items.count) 人中 \(completed) 人结业。",
            en: "Class \(code) “\(name)” is closed: \(completed) of \(items.count) people completed it.")
    }
}

package struct ClassReopening: Codable, Described, Sendable {
    package let on: Day?
    package let reason: String

    package init(on: Day? = nil, reason: String) {
        self.on = on
        self.reason = reason
    }

    package static let memberTexts: [String: Text] = [:]
}

/// The end of a class, which credits hours, and the way back.
extension TrainingService {
    /// Judges everybody enrolled by the class's attendance rule and credits those who completed it.
    /// - Parameter expected: the version that the caller has seen; nil when any will do.
    package func closeClass(
        _ reference: Reference<TrainingClass>, _ order: ClassClosing, expected: Int?, on today: Day, caller: Caller
    ) async throws -> ClassClosed {
        try caller.require(.closeClass)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            guard day >= current.ends else {
                throw AppError.invalidValue(
                    "on", day.description,
                    expected: Text(zh: "不早于结束日 \(current.ends)", en: "a day not before the end, \(current.ends)"))
            }
            try await enter(.closed, current, on: day, reason: nil, transaction)
            let (completions, awards) = try await judge(current, transaction)
            let auditEvent = try await transaction.record(
                "class.credit", "class", subject: id.value, path: current.path,
                after: JSONText(encoding: ["credits": awards.count]))
            _ = try await transaction.query(
                .insertCredits(
                    people: awards.map(\.person), paths: awards.map(\.path), earnedOn: awards.map(\.award.earned),
                    hours: awards.map(\.award.hours), completions: awards.map(\.award.completions), class: id,
                    className: current.name, level: current.level.rawValue,
                    kinds: Set(current.kinds.map(\.rawValue)).union([DutyKind.annual.rawValue]).sorted(),
                    countsFrom: day, auditEvent: auditEvent))
            return ClassClosed(
                code: current.code, name: current.name, completed: completions.count { $0.completed },
                items: completions)
        }
    }

    /// Reverses the credits of a closed class, so that attendance can be corrected and the class closed again.
    /// - Parameter expected: the version that the caller has seen; nil when any will do.
    package func reopenClass(
        _ reference: Reference<TrainingClass>, _ order: ClassReopening, expected: Int?, on today: Day, caller: Caller
    ) async throws -> TrainingClass {
        try caller.require(.closeClass)
        let day = order.on ?? today
        try Plausible.past(day, "on", today: today)
        try Plausible.words(order.reason, "reason")
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, expected, transaction)
            try await enter(.reopened, current, on: day, reason: order.reason, transaction)
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
    ) async throws -> (completions: [Completion], awards: [Awarded]) {
        let rule = try rules.attendanceRule(current.attendanceRule)
        let id = current.id
        let facts = try await transaction.pipeline([
            .sessions(class: id), .enrolledPeople(class: id), .marksOfClass(class: id),
        ])
        let sessions = try facts[0].map { try $0.session() }
        var marks: [Identifier<Person>: [Int: Mark]] = [:]
        for row in facts[2] {
            marks[try row["person_id"], default: [:]][try row["session_number"]] = try row.choice("mark") as Mark
        }
        var (completions, awards): ([Completion], [Awarded]) = ([], [])
        for row in facts[1] {
            let person: Identifier<Person> = try row["person_id"]
            let own = marks[person] ?? [:]
            let judgement = rule.judge(sessions.map { AttendanceRule.HalfDay(hours: $0.hours, mark: own[$0.number]) })
            completions.append(
                Completion(
                    person: person, personName: try row["person"], organisationName: try row["organisation"],
                    completed: judgement.completed, attendedHours: judgement.attended, totalHours: judgement.total,
                    failures: judgement.failures))
            guard judgement.completed else { continue }
            let path: String = try row["path"]
            for award in CompletionRule.awards(sessions.map { ($0.day, $0.hours, own[$0.number]) }, ends: current.ends)
            {
                awards.append(Awarded(person: person, path: path, award: award))
            }
        }
        return (completions, awards)
    }
}
