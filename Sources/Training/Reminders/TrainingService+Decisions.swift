import Access
import Civil
import Foundation
import Kernel
import Members
import Notices
import Organisations
import Postgres
import SQLFiles

/// Notices of what was decided about people: leave from a class, absences, and offices that ask for training.
extension TrainingService {
    /// Everybody who is on leave from a half-day of a class that is held.
    func remindOfLeave(in current: TrainingClass, _ caller: Caller) async throws -> Int {
        guard [.running, .reopened].contains(current.state) else { return 0 }
        return try await database.write(caller) { transaction in
            let days = Dictionary(
                try await transaction.query(.sessions(class: current.id)).map { try $0.session() }.map {
                    ($0.number, $0.day)
                }, uniquingKeysWith: { first, _ in first })
            let drafts = try await transaction.query(.marksOfClass(class: current.id)).compactMap { row in
                let (mark, session): (Mark, Int) = (try row.choice("mark"), try row["session_number"])
                guard mark == .onLeave, let day = days[session] else { return NoticeDraft?.none }
                return Self.leave(
                    from: current, session, day, try row["person_id"], name: try row["person"] ?? "",
                    approver: try row["approver"], at: try row["path"],
                    copyTo: officeAbove(try row["path"], caller, host: current.path))
            }
            return try await write(drafts, "class.leave_notice", "class", current.id.value, current.path, transaction)
        }
    }

    private static func leave(
        from current: TrainingClass, _ session: Int, _ day: Day, _ person: Identifier<Person>, name: String,
        approver: String?, at path: String, copyTo above: String?
    ) -> NoticeDraft {
        let by = approver.map { Text(zh: "批准人 \($0)", en: "approved by \($0)") } ?? .verbatim("")
        return NoticeDraft(
            person: person, key: "class:\(current.id):leave:\(session)", path: path, dueOn: day,
            subject: Text(
                zh: "请假已批准：\(name)，\(current.name) 第 \(session) 课次",
                en: "Leave granted: \(name), \(current.name), session \(session)"),
            body: Text(
                zh: "\(name) 已获准在班次 \(current.code)「\(current.name)」第 \(session) 课次（\(day)）请假，\(by.chinese)。"
                    + "缺的课按本班结业规则补训。",
                en: "\(name) has leave from session \(session) (\(day)) of class \(current.code) “\(current.name)”, "
                    + "\(by.english). What is missed is made up as the rule of the class says."), copyTo: above)
    }

    /// Absences that are not over, and those that were taken back lately.
    func remindOfAbsences(_ order: TrainingReminderOrder, on today: Day, _ caller: Caller) async throws -> Int {
        let since = today.adding(days: -rules.classes.reminders.decidedDays)
        var (written, after): (Int, String?) = (0, nil)
        repeat {
            let page = try await absences(
                AbsenceQuery(scope: order.scope), PageRequest(limit: PageRequest.maximumLimit, after: after),
                caller: caller)
            let drafts = page.items.filter { absence in
                absence.withdrawn.map { $0 >= since } ?? (absence.until.map { $0 >= today } ?? true)
            }.map { $0.notice(copyTo: officeAbove($0.path, caller)) }
            if !drafts.isEmpty {
                written += try await database.write(caller) {
                    try await write(drafts, "absence.remind", "absence", nil, nil, $0)
                }
            }
            after = page.next
        } while after != nil
        return written
    }

    /// People who took an office lately and owe the training for it.
    func remindOfAppointments(_ order: TrainingReminderOrder, on today: Day, _ caller: Caller) async throws -> Int {
        let since = today.adding(days: -rules.classes.reminders.decidedDays)
        let filter = try await progressFilter(
            ProgressQuery(asOf: today, scope: order.scope, kind: .newlyAppointed), on: today, caller)
        var (written, after): (Int, String?) = (0, nil)
        repeat {
            let rows = try await dutyRows(
                filter, TraineeStanding.untrained.levels, PageRequest(limit: PageRequest.maximumLimit, after: after),
                caller)
            let drafts = try rows.items.compactMap { row in
                let (opened, path): (Day, String) = (try row["opened_on"], try row["path"])
                guard opened >= since else { return NoticeDraft?.none }
                return try appointment(row, opened, copyTo: officeAbove(path, caller))
            }
            if !drafts.isEmpty {
                written += try await database.write(caller) {
                    try await write(drafts, "duty.remind", "duty", nil, nil, $0)
                }
            }
            after = rows.next
        } while after != nil
        return written
    }

    private func appointment(_ row: Row, _ opened: Day, copyTo above: String?) throws -> NoticeDraft {
        let (id, due): (Identifier<Duty>, Day) = (try row["id"], try row["due_on"])
        let (name, organisation): (String, String) = (try row["person"], try row["organisation"])
        let post = (try row["subject"] as String?).map(rules.subject) ?? .verbatim("")
        return NoticeDraft(
            person: try row["person_id"], key: "appointed:\(id)", path: try row["path"], dueOn: due,
            subject: Text(
                zh: "新任职：\(name)，任职培训期限 \(due)", en: "Newly appointed: \(name), to be trained by \(due)"),
            body: Text(
                zh: "\(organisation) \(name) 自 \(opened) 起任\(post.chinese)，应于 \(due) 前完成任职培训。",
                en: "\(name), \(organisation), is \(post.english) from \(opened) on and has to be trained for it by "
                    + "\(due)."), copyTo: above)
    }

    private func write(
        _ drafts: [NoticeDraft], _ action: String, _ kind: String, _ subject: UUID?, _ path: String?,
        _ transaction: ScopedTransaction
    ) async throws -> Int {
        guard !drafts.isEmpty else { return 0 }
        let auditEvent = try await transaction.record(
            action, kind, subject: subject, path: path,
            after: JSONText(encoding: ["notices": String(drafts.count)]))
        return try await notices.put(drafts, auditEvent: auditEvent, transaction)
    }
}

extension Absence {
    fileprivate func notice(copyTo above: String?) -> NoticeDraft {
        let span = Text(
            zh: "\(since) 至 \(until?.description ?? "未定")", en: "\(since) to \(until?.description ?? "an open end")")
        let (subject, body) =
            if let withdrawn {
                (
                    Text(zh: "不在岗登记已撤回：\(personName)", en: "Absence withdrawn: \(personName)"),
                    Text(
                        zh: "\(personName) \(span.chinese)的\(kind.text.chinese)登记已于 \(withdrawn) 撤回，可以调训。",
                        en: "The absence of \(personName), \(span.english) (\(kind.text.english)), was withdrawn on "
                            + "\(withdrawn): classes may take them.")
                )
            } else {
                (
                    Text(zh: "\(kind.text.chinese)已登记：\(personName)", en: "Absence on file: \(personName)"),
                    Text(
                        zh: "\(personName) \(span.chinese) \(kind.text.chinese)（\(document)），其间不安排调训。",
                        en: "\(personName) is away from \(span.english), \(kind.text.english) (\(document)): no class "
                            + "takes them.")
                )
            }
        return NoticeDraft(
            person: person, key: "absence:\(id)" + (withdrawn == nil ? "" : ":withdrawn"), path: path,
            dueOn: withdrawn ?? since, subject: subject, body: body, copyTo: above)
    }
}
