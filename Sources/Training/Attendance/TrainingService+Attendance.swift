import Access
import Civil
package import Kernel
import Members
import Postgres
import SQLFiles
package import Sheets
package import Wire

/// Marks of attendance. A mark that is on file already changes nothing; another one is a correction and becomes the
/// next revision.
extension TrainingService {
    /// Enters the marks of one half-day, all or nothing. What everybody else gets never takes the place of a mark on
    /// file, unless that is asked for with a reason.
    package func mark(
        _ order: MarksOrder, session: Int, of reference: Reference<TrainingClass>, caller: Caller
    ) async throws -> MarksWritten {
        let caller = try caller.with(.markAttendance)
        try order.check()
        let id = try await identifier(of: reference, caller: caller)
        var roster: ClassRoster?
        var (marks, strangers): ([Marking], [String]) = ([], [])
        if order.others != nil || order.marks.contains(where: { $0.person.identifier == nil }) {
            let known = try await self.roster(id, naming: order.marks.map(\.person), caller: caller)
            let named = try known.people(order.marks, \.person)
            marks = named.found.map { Marking($0.entry, $0.person, shownAs: $0.shownAs, reason: order.reason) }
            (roster, strangers) = (known, named.strangers)
        } else {
            // An identifier needs no look-up: whether it is on the list is checked when the marks are written.
            marks = order.marks.compactMap { entry in
                entry.person.identifier.map {
                    Marking(entry, $0, shownAs: entry.person.text, reason: order.reason)
                }
            }
        }
        try await resolvePlaces(&marks, caller: caller)
        if let others = order.others, let roster {
            let marked = Set(marks.map(\.person))
            let keeps = !(order.overwrite ?? false)
            marks += roster.seats.filter { !marked.contains($0.person) }.map {
                Marking(
                    MarkEntry(person: Reference($0.person), mark: others), $0.person, shownAs: $0.name ?? "",
                    isOther: true, keeps: keeps, reason: order.reason)
            }
        }
        let (written, unknown) = (marks, strangers)
        return try await database.write(caller) {
            try await mark([session: written], strangers: unknown, of: id, $0)
        }
    }

    /// Reads where half-days were made up, and finds the other classes among those places.
    /// - Throws: `attendance.make_up`.
    func resolvePlaces(_ marks: inout [Marking], caller: Caller) async throws {
        var (known, problems): ([String: Identifier<TrainingClass>], [(String, Text)]) = ([:], [])
        for index in marks.indices {
            guard marks[index].entry.mark == .madeUp, let text = marks[index].entry.madeUpIn else { continue }
            guard let place = MakeUpPlace(text) else {
                problems.append((marks[index].shownAs, MakeUpPlace.memberText))
                continue
            }
            marks[index].place = place
            guard case .other(let name, _) = place else { continue }
            if known[name] == nil {
                do {
                    known[name] = try await identifier(of: Reference(name), caller: caller)
                } catch let error as AppError where error.kind == .notFound {
                    problems.append((marks[index].shownAs, error.message))
                }
            }
            marks[index].otherClass = known[name]
        }
        guard problems.isEmpty else { throw AppError.cannotMakeUp(problems) }
    }

    func mark(
        _ bySession: [Int: [Marking]], strangers: [String] = [], of id: Identifier<TrainingClass>,
        _ transaction: ScopedTransaction
    ) async throws -> MarksWritten {
        for marks in bySession.values where strangers.isEmpty {
            guard (1...Self.mostAtOnce).contains(marks.count), Set(marks.map(\.person)).count == marks.count else {
                throw AppError.invalidValue(
                    "marks", String(marks.count),
                    expected: Text(zh: "1 到 \(Self.mostAtOnce) 条，一人一条", en: "1 to \(Self.mostAtOnce), one a person"))
            }
        }
        let rows = try await transaction.pipeline([.shareClass(id: id), .classByID(id: id), .sessions(class: id)])
        guard let row = try rows[1].single else { throw AppError.notFound(Self.classWord, id.description) }
        let current = try row.trainingClass()
        guard try rows[0].single != nil else { throw AppError.classNotYours(current) }
        guard [.running, .reopened].contains(current.state) else {
            throw AppError.classState(current.state, allowed: [.running, .reopened])
        }
        guard strangers.isEmpty else { throw AppError.notEnrolled(strangers) }
        let writer = MarkWriter(
            transaction: transaction, current: current, sessions: try rows[2].map { try $0.session() })
        let written = try await writer.write(bySession)
        return MarksWritten(count: written.count, kept: written.kept, replaced: written.replaced)
    }

    package static let markColumns = MarksSheet.columns

    /// Imports marks from a table, session by session, all or nothing.
    package func importMarks(
        _ bytes: [UInt8], _ order: MarksImportOrder, of reference: Reference<TrainingClass>, caller: Caller
    ) async throws -> ImportOutcome {
        let caller = try caller.with(.markAttendance)
        try Plausible.words(optional: order.approver, "approver")
        let id = try await identifier(of: reference, caller: caller)
        let sessions = try await database.read(caller, .sessions(class: id)).map { try $0.session() }
        let sheet = try MarksSheet(bytes, as: order.choices, sessions)
        let roster = try await roster(id, naming: sheet.lines.map { Reference<Person>($0.person) }, caller: caller)
        var reader = CellReader()
        var bySession: [Int: [Marking]] = [:]
        for line in sheet.lines {
            let reference = Reference<Person>(line.person)
            guard let person = try roster.person(reference) else {
                reader.fail(line.row, "person", IDNumber.advice(line.person) ?? .notEnrolled)
                continue
            }
            let (mark, detail) = (line.mark.mark, line.mark.detail)
            let approver = line.approver ?? (mark == .onLeave ? detail ?? order.approver : nil)
            if mark == .onLeave, approver == nil {
                reader.fail(
                    line: line.row.line, line.column,
                    Text(
                        zh: "请假须写批准人，如「事假（王主任）」，或用 --approver 统一写明",
                        en: "a leave needs who approved it, as in “on leave (Wang)” or by --approver"))
            }
            bySession[line.session, default: []].append(
                Marking(
                    MarkEntry(
                        person: reference, mark: mark, approver: approver,
                        madeUpIn: line.madeUpIn ?? (mark == .madeUp ? detail : nil)), person,
                    shownAs: roster.seat(of: person)?.name ?? reference.text, reason: line.mark.kind))
        }
        try reader.finish()
        for session in bySession.keys { try await resolvePlaces(&bySession[session, default: []], caller: caller) }
        let marks = bySession
        let file = ImportOrder(dryRun: order.dryRun, again: order.again, sheet: order.sheet)
        let written = try await database.importing(caller, "marks \(id)", bytes, file, rows: sheet.lines.count) {
            try await mark(marks, of: id, $0).count
        }
        let count = sheet.lines.count
        return ImportOutcome(
            rows: count, added: written, unchanged: count - written, dryRun: order.dryRun ?? false,
            passedOver: sheet.passed, notes: sheet.notes)
    }

    /// The marks of a class as they are now, by person and session.
    package func marks(of reference: Reference<TrainingClass>, caller: Caller) async throws -> Page<AttendanceLine> {
        let caller = try caller.with(.readTraining)
        let id = try await identifier(of: reference, caller: caller)
        return Page(
            whole: try await database.read(caller, .marksOfClass(class: id)).map {
                AttendanceLine(
                    person: try $0["person_id"], path: try $0["path"], personName: try $0["person"],
                    session: try $0["session_number"], mark: try $0.choice("mark"),
                    approver: try $0["approver"], madeUpIn: try $0["made_up_in"],
                    reason: try $0["reason"], revision: try $0["revision"])
            })
    }
}
