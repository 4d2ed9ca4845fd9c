import Access
package import Civil
import Foundation
package import Kernel
import Members
import Notices
import Organisations
import Postgres
import SQLFiles
import Wire

/// Reminders of training. What is due is read again at each run, so that a run that was missed loses nothing and one
/// that is repeated notifies nobody twice.
extension TrainingService {
    /// - Throws: `notice.no_channel`.
    package func remind(_ order: TrainingReminderOrder, on today: Day, caller: Caller) async throws
        -> TrainingRemindersWritten
    {
        let caller = try caller.with(.writeTraining)
        guard !notices.channels.isEmpty else { throw AppError.noChannels }
        let scope = try await organisations.scope(order.scope, caller: caller)
        var (people, hosts, leaves): (Int, Int, Int) = (0, 0, 0)
        var after = PathKey.first
        var path = scope.low
        let states: [ClassState] = [.announced, .running, .reopened, .cancelled]
        while true {
            let classes = try await database.readPage(
                caller,
                .classes(
                    low: scope.low, high: scope.high, afterPath: path, afterID: after,
                    states: states.map(\.rawValue), admitted: String?.none, limit: 200)
            ).map { try $0.trainingClass() }
            for current in classes {
                let written = try await remind(of: current, on: today, caller)
                people += written.people
                hosts += written.hosts
                leaves += try await remindOfLeave(in: current, caller)
            }
            guard let last = classes.last, classes.count == 200 else { break }
            (path, after) = (last.path, last.id.value)
        }
        return TrainingRemindersWritten(
            people: people, hosts: hosts, duties: try await remindOfDuties(order, on: today, caller),
            leaves: leaves + (try await remindOfAbsences(order, on: today, caller)),
            appointed: try await remindOfAppointments(order, on: today, caller))
    }

    private func remind(of current: TrainingClass, on today: Day, _ caller: Caller) async throws -> (
        people: Int, hosts: Int
    ) {
        let rules = rules.classes.reminders
        var news: ClassNews?
        if current.state == .announced, current.starts >= today,
            current.starts.adding(days: -rules.calledUpDays) <= today
        {
            news = .calledUp
        }
        if current.state == .cancelled, current.starts >= today { news = .cancelled(nil) }
        let unmarked = try await unmarkedSessions(of: current, on: today, caller)
        let due = HostReminder.due(current, unmarked: unmarked, rules, on: today)
        guard news != nil || !due.isEmpty else { return (0, 0) }
        return try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "class.remind", "class", subject: current.id.value, path: current.path)
            var (people, hosts): (Int, Int) = (0, 0)
            if let news { people = try await notify(news, of: current, auditEvent, transaction) }
            if !due.isEmpty, let row = try await transaction.query(.answersForClass(class: current.id)).single {
                let person: Identifier<Person> = try row["person_id"]
                hosts = try await notices.put(
                    due.flatMap { $0.drafts(about: current, for: person) }, auditEvent: auditEvent, transaction)
            }
            return (people, hosts)
        }
    }

    /// Half-days that were held and in which somebody who was expected has no mark.
    private func unmarkedSessions(of current: TrainingClass, on today: Day, _ caller: Caller) async throws
        -> [ClassSession]
    {
        guard [.running, .reopened].contains(current.state) else { return [] }
        return try await database.snapshot(caller) { transaction in
            let attendance = try await ClassAttendance(of: current.id, transaction)
            let numbers = Set(attendance.gaps.flatMap(\.sessions))
            return attendance.sessions.filter { numbers.contains($0.number) && $0.day <= today }
        }
    }

    private func remindOfDuties(_ order: TrainingReminderOrder, on today: Day, _ caller: Caller) async throws -> Int {
        var (written, after): (Int, String?) = (0, nil)
        while true {
            let page = try await overdue(
                OverdueQuery(scope: order.scope), PageRequest(limit: PageRequest.maximumLimit, after: after), on: today,
                caller: caller)
            let drafts = page.items.map { $0.reminder(copyTo: officeAbove($0.path, caller)) }
            if !drafts.isEmpty {
                written += try await database.write(caller) { transaction in
                    let auditEvent = try await transaction.record(
                        "duty.remind", "duty", after: JSONText(encoding: ["notices": String(drafts.count)]))
                    return try await notices.put(drafts, auditEvent: auditEvent, transaction)
                }
            }
            guard let next = page.next else { return written }
            after = next
        }
    }
}

extension OverdueLine {
    /// Once for each duty and how it stands: what turns from due soon to late is another notice.
    fileprivate func reminder(copyTo above: String?) -> NoticeDraft {
        NoticeDraft(
            person: person, key: "duty:\(duty):\(level.rawValue):\(due)", path: path, dueOn: due,
            subject: Text(
                zh: "\(personName)：\(kind.text.chinese)\(level.text.chinese)（\(due)）",
                en: "\(personName): \(kind.text.english), \(level.text.english) (\(due))"),
            body: Text(
                zh: "\(organisationName) \(personName)：\(reason.chinese)。",
                en: "\(personName), \(organisationName): \(reason.english)."), copyTo: above)
    }
}
