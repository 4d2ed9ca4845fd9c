import Access
package import Civil
package import Kernel
import Members
import Postgres
import SQLFiles
import Wire

/// Pages of a class ready for paper.
extension TrainingService {
    /// - Throws: `class.state` for what exists only once the class is closed.
    package func printed(
        _ kind: ClassPrint, of reference: Reference<TrainingClass>, _ language: Language, on today: Day, caller: Caller
    ) async throws -> String {
        let caller = try caller.with(.readTraining)
        let reading = try database.reading(.classPaper, filters: ["page": kind.rawValue], caller: caller)
        let id = try await identifier(of: reference, caller: caller)
        let paper = try await database.snapshot(caller) { transaction in
            let current = try await read(id, transaction)
            guard !kind.needsClosing || current.state == .closed else {
                throw AppError.classState(current.state, allowed: [.closed])
            }
            return try await collect(current, language, on: today, transaction)
        }
        try await reading.keep(paper.trainees)
        return paper.html(kind)
    }

    private func collect(
        _ current: TrainingClass, _ language: Language, on today: Day,
        _ transaction: ScopedTransaction
    ) async throws -> ClassPaper {
        let rows = try await transaction.pipeline([
            .paperOfClass(class: current.id), .hostOnPaper(class: current.id), .classChanges(class: current.id),
        ])
        let completion = try await ClassCompletion(
            of: current.id, by: try rules.attendanceRule(current.attendanceRule), transaction)
        var judged: [Int: ClassCompletion.Judgement] = [:]
        if current.state == .closed {
            for person in completion.attendance.people where person.left == nil {
                judged[person.number] = completion.judge(person)
            }
        }
        let trainees = try rows[0].map { row in
            let number: Int = try row["list_number"]
            return ClassPaper.Trainee(
                path: try row["path"], number: number, name: try row["person"] ?? "", sex: try row.choice("sex"),
                township: try row["township"] ?? "", organisation: try row["organisation"] ?? "",
                post: try row.choice("title"), joined: try row["joined_on"],
                completed: judged[number]?.completed ?? false, hours: judged[number]?.attended ?? .zero,
                score: judged[number]?.score, grade: judged[number]?.grade, failures: judged[number]?.failures ?? [])
        }
        return ClassPaper(
            course: current, host: try rows[1].single?["name"] ?? "", sessions: completion.attendance.sessions,
            trainees: trainees, changes: try rows[2].flatMap { try $0.classChanges() },
            groupSize: rules.classes.groupSize, closed: try rows[1].single?["closed_on"], today: today,
            language: language)
    }
}
