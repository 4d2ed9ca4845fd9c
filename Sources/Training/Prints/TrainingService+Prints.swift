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
    /// - Parameter letter: for a letter alone.
    package func printed(
        _ kind: ClassPrint, of reference: Reference<TrainingClass>, letter: ClassLetterQuery = ClassLetterQuery(),
        _ language: Language, on today: Day, caller: Caller
    ) async throws -> String {
        let caller = try caller.with(.readTraining)
        try Plausible.words(optional: letter.document, "document")
        if let document = letter.document, !kind.isLetter {
            throw AppError.invalidValue(
                "document", document, expected: Text(zh: "只有通知有文号", en: "nothing: letters alone have a number"))
        }
        let reading = try database.reading(.classPaper, filters: ["page": kind.rawValue], caller: caller)
        let id = try await identifier(of: reference, caller: caller)
        let paper = try await database.snapshot(caller) { transaction in
            let current = try await read(id, transaction)
            guard !kind.needsClosing || current.state == .closed else {
                throw AppError.classState(current.state, allowed: [.closed])
            }
            return try await collect(kind, current, letter, language, on: today, transaction)
        }
        try await reading.keep(paper.trainees)
        let reached = paper.trainees.filter { $0.phone != nil }
        if !reached.isEmpty { try await database.reading(.contacts, caller: caller).keep(reached) }
        return paper.html(kind)
    }

    private func collect(
        _ kind: ClassPrint, _ current: TrainingClass, _ letter: ClassLetterQuery, _ language: Language, on today: Day,
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
        // Telephones are for those who may read them where the person is.
        let readable: [Identifier<Person>] = try (kind.showsPhones ? Array(rows[0]) : []).filter { row in
            transaction.caller.may(.readIdentity, at: try row["path"])
        }.map { try $0["person_id"] }
        let phones = try await members.phones(of: readable, on: today, transaction)
        let trainees = try rows[0].map { row in
            let (number, person): (Int, Identifier<Person>) = (try row["list_number"], try row["person_id"])
            return ClassPaper.Trainee(
                path: try row["path"], number: number, name: try row["person"] ?? "", sex: try row.choice("sex"),
                township: try row["township"] ?? "", organisation: try row["organisation"] ?? "",
                post: try row.choice("title"), joined: try row["joined_on"], phone: phones[person],
                completed: judged[number]?.completed ?? false, hours: judged[number]?.attended ?? .zero,
                score: judged[number]?.score, grade: judged[number]?.grade, failures: judged[number]?.failures ?? [])
        }
        return ClassPaper(
            course: current, host: try rows[1].single?["name"] ?? "", hostCode: try rows[1].single?["code"] ?? "",
            document: letter.document, sessions: completion.attendance.sessions,
            trainees: trainees, changes: try rows[2].flatMap { try $0.classChanges() },
            groupSize: rules.classes.groupSize, closed: try rows[1].single?["closed_on"], today: today,
            language: language)
    }
}
