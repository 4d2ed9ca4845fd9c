import Organisations
import Access
import Civil
import Foundation
package import Kernel
package import Members
import Postgres
import SQLFiles
package import Sheets

/// One mark to be entered.
package struct MarkEntry: Sendable, Hashable {
    package let person: Identifier<Person>
    package let mark: Mark
    package let approver: String?
    package let madeUpIn: String?

    package init(person: Identifier<Person>, mark: Mark, approver: String? = nil, madeUpIn: String? = nil) {
        self.person = person
        self.mark = mark
        self.approver = approver
        self.madeUpIn = madeUpIn
    }
}

package struct AttendanceLine: Sendable {
    package let person: Identifier<Person>
    package let session: Int
    package let mark: Mark
    package let approver: String?
    package let madeUpIn: String?
    package let revision: Int
}

extension TrainingService {
    /// Enters the marks of one half-day, all or nothing. A mark that stands as it is changes nothing; another one is a
    /// correction and becomes the next revision.
    /// - Returns: marks written.
    package func mark(
        _ entries: [MarkEntry], session: Int, of id: Identifier<TrainingClass>, caller: Caller
    ) async throws -> Int {
        try await mark([session: entries], of: id, caller: caller)
    }

    private func mark(_ bySession: [Int: [MarkEntry]], of id: Identifier<TrainingClass>, caller: Caller) async throws
        -> Int
    {
        try caller.require(.markAttendance)
        for entries in bySession.values {
            guard (1...5000).contains(entries.count), Set(entries.map(\.person)).count == entries.count else {
                throw AppError.invalidValue(
                    "marks", String(entries.count), expected: Text(zh: "1 到 5000 条，一人一条", en: "1 to 5000, one a person")
                )
            }
        }
        return try await database.write(caller) { transaction in
            let rows = try await transaction.pipeline([
                .shareClass(id: id), .classByID(id: id),
            ])
            guard try rows[0].single != nil, let row = try rows[1].single else {
                throw AppError.notFound(Text(zh: "班次", en: "class"), id.description)
            }
            let current = try row.trainingClass()
            guard [.running, .reopened].contains(current.state) else {
                throw AppError.classState(current.state, allowed: [.running, .reopened])
            }
            var written = 0
            for (session, entries) in bySession.sorted(by: { $0.key < $1.key }) {
                written += try await write(entries, session: session, of: current, transaction)
            }
            return written
        }
    }

    private func write(
        _ entries: [MarkEntry], session: Int, of current: TrainingClass, _ transaction: ScopedTransaction
    ) async throws -> Int {
        let auditEvent = AuditStatement(caller: transaction.caller).make(
            "attendance.mark", "class", subject: current.id.value, path: current.path,
            after: JSONText("{\"session\":\(session),\"marks\":\(entries.count)}"))
        let results = try await transaction.pipeline([
            .sessionExists(class: current.id, number: session), auditEvent.statement,
            .insertMarks(
                class: current.id, session: session, people: entries.map(\.person), marks: entries.map(\.mark.rawValue),
                approvers: NullableArray(entries.map(\.approver)), madeUpIn: NullableArray(entries.map(\.madeUpIn)),
                auditEvent: auditEvent.id),
        ])
        guard try results[0].single != nil else { throw AppError.sessionMissing(session) }
        let matched: [Identifier<Person>] = try results[2][0]["matched"]
        let strangers = Set(entries.map(\.person)).subtracting(matched)
        guard strangers.isEmpty else { throw AppError.notEnrolled(strangers.map(\.description).sorted()) }
        return try results[2][0]["written"]
    }

    /// Marks everybody enrolled alike, but for the exceptions.
    package func markAll(
        _ mark: Mark, except entries: [MarkEntry], session: Int, of id: Identifier<TrainingClass>, caller: Caller
    ) async throws -> Int {
        guard mark != .onLeave, mark != .madeUp else {
            throw AppError.invalidValue(
                "mark", mark.rawValue,
                expected: Text(zh: "全班可用：出勤、迟到、早退、缺勤", en: "present, late, left_early or absent for everybody"))
        }
        let rows = try await database.read(caller, .enrolmentSeats(class: id))
        let enrolled: [Identifier<Person>] = try rows.filter { try $0["state"] == "enrolled" }.map {
            try $0["person_id"]
        }
        let special = Dictionary(entries.map { ($0.person, $0) }, uniquingKeysWith: { $1 })
        let all = enrolled.map { special[$0] ?? MarkEntry(person: $0, mark: mark) }
        let strangers = entries.filter { entry in !enrolled.contains(entry.person) }
        return try await self.mark(all + strangers, session: session, of: id, caller: caller)
    }

    package static let markColumns = [
        SheetColumn("person", "人员编号", required: true), SheetColumn("session", "课次", required: true),
        SheetColumn("mark", "考勤", required: true), SheetColumn("approver", "批准人"), SheetColumn("made_up_in", "补训课次"),
    ]

    /// Takes a table of marks, session by session, whole or not at all.
    package func importMarks(_ bytes: [UInt8], of id: Identifier<TrainingClass>, caller: Caller) async throws -> Int {
        let sheet = try Sheet(bytes, columns: Self.markColumns)
        var reader = CellReader()
        var bySession: [Int: [MarkEntry]] = [:]
        for row in sheet.rows {
            let mark: Mark? = reader.choice(row, "mark") { [$0.text.chinese] }
            guard let person = Identifier<Person>(row["person"]) else {
                reader.fail(row, "person", Text(zh: "不是人员编号", en: "no identifier of a person"))
                continue
            }
            guard let session = Int(row["session"]) else {
                reader.fail(row, "session", Text(zh: "应为课次编号", en: "expected the number of a session"))
                continue
            }
            guard let mark else { continue }
            bySession[session, default: []].append(
                MarkEntry(
                    person: person, mark: mark, approver: reader.optionalText(row, "approver"),
                    madeUpIn: reader.optionalText(row, "made_up_in")))
        }
        try reader.finish()
        return try await mark(bySession, of: id, caller: caller)
    }

    package func marks(of id: Identifier<TrainingClass>, caller: Caller) async throws -> [AttendanceLine] {
        try caller.require(.readTraining)
        return try await database.read(caller, .marksOfClass(class: id)).map {
            AttendanceLine(
                person: try $0["person_id"], session: try $0["session_number"], mark: try $0.choice("mark"),
                approver: try $0["approver"],
                madeUpIn: try $0["made_up_in"], revision: try $0["revision"])
        }
    }
}
