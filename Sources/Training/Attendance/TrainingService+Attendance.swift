import Access
package import Kernel
import Members
import Postgres
import SQLFiles
package import Sheets
package import Wire

/// Marks of attendance. A mark that is on file already changes nothing; another one is a correction and becomes the
/// next revision.
extension TrainingService {
    /// Enters the marks of one half-day, all or nothing.
    package func mark(
        _ order: MarksOrder, session: Int, of reference: Reference<TrainingClass>, caller: Caller
    ) async throws -> MarksWritten {
        try caller.require(.markAttendance)
        if let others = order.others {
            guard others != .onLeave, others != .madeUp else {
                throw AppError.invalidValue(
                    "others", others.rawValue,
                    expected: Text(zh: "present、late、left_early 或 absent", en: "present, late, left_early or absent"))
            }
        }
        let id = try await identifier(of: reference, caller: caller)
        var roster: ClassRoster?
        if order.others != nil || order.marks.contains(where: { $0.person.identifier == nil }) {
            roster = try await self.roster(id, naming: order.marks.map(\.person), caller: caller)
        }
        var marks = try order.marks.map { Marking($0, try person($0.person, roster), shownAs: $0.person.text) }
        if let others = order.others, let roster {
            let marked = Set(marks.compactMap(\.person))
            marks += roster.seats.filter { !marked.contains($0.person) }.map {
                Marking(MarkEntry(person: Reference($0.person), mark: others), $0.person, shownAs: $0.name ?? "")
            }
        }
        let written = marks
        return try await database.write(caller) { try await mark([session: written], of: id, $0) }
    }

    /// One entry with the person that it names; nil for nobody of the class.
    private struct Marking {
        let entry: MarkEntry
        let person: Identifier<Person>?
        let shownAs: String

        init(_ entry: MarkEntry, _ person: Identifier<Person>?, shownAs: String) {
            self.entry = entry
            self.person = person
            self.shownAs = shownAs
        }
    }

    /// An identifier needs no look-up: whether it is on the list is checked when the marks are written.
    private func person(_ reference: Reference<Person>, _ roster: ClassRoster?) throws -> Identifier<Person>? {
        if let id = reference.identifier { return id }
        return try roster?.person(reference)
    }

    private func mark(
        _ bySession: [Int: [Marking]], of id: Identifier<TrainingClass>, _ transaction: ScopedTransaction
    ) async throws -> MarksWritten {
        for marks in bySession.values {
            let strangers = marks.filter { $0.person == nil }
            guard strangers.isEmpty else { throw AppError.notEnrolled(strangers.map(\.shownAs)) }
            guard (1...Self.mostAtOnce).contains(marks.count), Set(marks.map(\.person)).count == marks.count else {
                throw AppError.invalidValue(
                    "marks", String(marks.count),
                    expected: Text(zh: "1 到 \(Self.mostAtOnce) 条，一人一条", en: "1 to \(Self.mostAtOnce), one a person"))
            }
        }
        let rows = try await transaction.pipeline([
            .shareClass(id: id), .classByID(id: id),
        ])
        guard try rows[0].single != nil, let row = try rows[1].single else {
            throw AppError.notFound(Self.classWord, id.description)
        }
        let current = try row.trainingClass()
        guard [.running, .reopened].contains(current.state) else {
            throw AppError.classState(current.state, allowed: [.running, .reopened])
        }
        var written = 0
        for (session, marks) in bySession.sorted(by: { $0.key < $1.key }) {
            written += try await write(marks, session: session, of: current, transaction)
        }
        return MarksWritten(count: written)
    }

    private func write(
        _ marks: [Marking], session: Int, of current: TrainingClass, _ transaction: ScopedTransaction
    ) async throws -> Int {
        let auditEvent = AuditStatement(caller: transaction.caller).make(
            "attendance.mark", "class", subject: current.id.value, path: current.path,
            after: JSONText("{\"session\":\(session),\"marks\":\(marks.count)}"))
        let results = try await transaction.pipeline([
            .sessionExists(class: current.id, number: session), auditEvent.statement,
            .insertMarks(
                class: current.id, session: session, people: marks.compactMap(\.person),
                marks: marks.map(\.entry.mark.rawValue), approvers: NullableArray(marks.map(\.entry.approver)),
                madeUpIn: NullableArray(marks.map(\.entry.madeUpIn)), auditEvent: auditEvent.id),
        ])
        guard try results[0].single != nil else { throw AppError.sessionMissing(session) }
        let matched: Set<Identifier<Person>> = Set(try results[2][0]["matched"] as [Identifier<Person>])
        let strangers = marks.filter { $0.person.map { !matched.contains($0) } ?? true }
        guard strangers.isEmpty else { throw AppError.notEnrolled(strangers.map(\.shownAs).sorted()) }
        return try results[2][0]["written"]
    }

    package static let markColumns = [
        SheetColumn(
            "person", "姓名", "人员", "人员编号", "身份证号", required: true, zh: "本班学员：姓名、身份证号或人员编号",
            en: "Somebody of the class: name, ID number or identifier", example: "李建国"),
        SheetColumn("session", "课次", required: true, zh: "课次编号", en: "Number of the session", example: "1"),
        SheetColumn("mark", "考勤", required: true, zh: "考勤", en: "Mark", words: Mark.self, example: .present),
        SheetColumn(
            "approver", "批准人", zh: "请假由谁批准，只有请假填写", en: "Who approved a leave, and for a leave only", example: ""),
        SheetColumn(
            "made_up_in", "补训课次", zh: "补在哪一课次，只有补训填写", en: "Where it was made up, and for a make-up only",
            example: ""),
    ]

    /// Imports marks from a table, session by session, all or nothing.
    package func importMarks(
        _ bytes: [UInt8], _ order: ImportOrder, of reference: Reference<TrainingClass>, caller: Caller
    ) async throws -> ImportOutcome {
        try caller.require(.markAttendance)
        let sheet = try Sheet(bytes, columns: Self.markColumns)
        let id = try await identifier(of: reference, caller: caller)
        let roster = try await roster(id, naming: sheet.rows.map { Reference<Person>($0["person"]) }, caller: caller)
        var reader = CellReader()
        var bySession: [Int: [Marking]] = [:]
        for row in sheet.rows {
            let mark: Mark? = reader.choice(row, "mark") { [$0.text.chinese] }
            let approver = reader.optionalText(row, "approver")
            let madeUpIn = reader.optionalText(row, "made_up_in")
            let session = Int(row["session"])
            if session == nil {
                reader.fail(row, "session", Text(zh: "应为课次编号", en: "expected the number of a session"))
            }
            let reference = Reference<Person>(row["person"])
            guard let person = try roster.person(reference) else {
                reader.fail(row, "person", Text(zh: "不在本班名单", en: "not enrolled in this class"))
                continue
            }
            guard let mark, let session else { continue }
            bySession[session, default: []].append(
                Marking(
                    MarkEntry(person: reference, mark: mark, approver: approver, madeUpIn: madeUpIn), person,
                    shownAs: reference.text))
        }
        try reader.finish()
        let marks = bySession
        let written = try await database.importing(caller, "marks \(id)", bytes, order) {
            try await mark(marks, of: id, $0).count
        }
        let rows = sheet.rows.count
        return ImportOutcome(rows: rows, added: written, unchanged: rows - written, dryRun: order.dryRun ?? false)
    }

    /// The marks of a class as they are now, by person and session.
    package func marks(of reference: Reference<TrainingClass>, caller: Caller) async throws -> Page<AttendanceLine> {
        try caller.require(.readTraining)
        let id = try await identifier(of: reference, caller: caller)
        return Page(
            whole: try await database.read(caller, .marksOfClass(class: id)).map {
                AttendanceLine(
                    person: try $0["person_id"], personName: try $0["person"], session: try $0["session_number"],
                    mark: try $0.choice("mark"), approver: try $0["approver"], madeUpIn: try $0["made_up_in"],
                    revision: try $0["revision"])
            })
    }
}
