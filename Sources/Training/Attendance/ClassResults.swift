import Access
import Civil
import Kernel
import Members
import Postgres
import SQLFiles

/// The results of a class as they are now, and the judgement of attendance and results together.
struct ClassResults {
    struct Filed {
        let part: String
        let sitting: Int
        let result: SittingResult
        let on: Day?
        let reason: String?
        let revision: Int
    }

    let filed: [Identifier<Person>: [Filed]]

    init(of id: Identifier<TrainingClass>, _ transaction: ScopedTransaction) async throws {
        try self.init(try await transaction.query(.resultsOfClass(class: id)))
    }

    init(_ rows: Rows) throws {
        var filed: [Identifier<Person>: [Filed]] = [:]
        for row in rows {
            let (person, score): (Identifier<Person>, Amount?) = (try row["person_id"], try row["score"])
            let result: SittingResult
            if let score { result = .score(score) } else { result = .verdict(try row.choice("verdict")) }
            filed[person, default: []].append(
                Filed(
                    part: try row["part"], sitting: try row["sitting"], result: result, on: try row["held_on"],
                    reason: try row["reason"], revision: try row["revision"]))
        }
        self.filed = filed
    }

    func sittings(of person: Identifier<Person>) -> AssessmentRule.Sittings {
        var sittings: AssessmentRule.Sittings = [:]
        for line in filed[person] ?? [] { sittings[line.part, default: [:]][line.sitting] = line.result }
        return sittings
    }
}

/// Attendance and results of everybody in a class.
struct ClassCompletion {
    let attendance: ClassAttendance
    let results: ClassResults
    let rule: AttendanceRule

    struct Judgement {
        let completed: Bool
        let attended: Hours
        let total: Hours
        let failures: [Text]
        /// Points in all, where the rule has weights and nothing is missing.
        let score: Amount?
        /// Nil without an assessment, and for who has no result because of the attendance.
        let grade: Text?
        /// Parts of the assessment that lack a result.
        let missing: [AssessmentRule.Part]
    }

    init(of id: Identifier<TrainingClass>, by rule: AttendanceRule, _ transaction: ScopedTransaction) async throws {
        attendance = try await ClassAttendance(of: id, transaction)
        results = try await ClassResults(of: id, transaction)
        self.rule = rule
    }

    /// What attendance is to the assessment of somebody: half-days without a mark may still be attended.
    func standing(_ person: ClassAttendance.Participant) -> AssessmentRule.Attendance {
        AssessmentRule.Attendance(
            holds: rule.judge(attendance.halfDays(person, unmarked: .present)).completed,
            points: rule.points(attendance.halfDays(person)))
    }

    func assess(_ person: ClassAttendance.Participant) -> AssessmentRule.Judgement? {
        rule.assessment?.judge(results.sittings(of: person.id), standing(person))
    }

    /// Results are asked of those whose attendance suffices: nobody else can complete the class.
    func judge(_ person: ClassAttendance.Participant) -> Judgement {
        let attended = attendance.judge(person, by: rule)
        let assessed = person.left == nil && attended.completed ? assess(person) : nil
        return Judgement(
            completed: attended.completed && assessed?.passed ?? true, attended: attended.attended,
            total: attended.total, failures: attended.failures + (assessed?.failures ?? []), score: assessed?.total,
            grade: assessed?.grade, missing: (assessed?.missing ?? []).compactMap { rule.assessment?.part($0) })
    }
}
