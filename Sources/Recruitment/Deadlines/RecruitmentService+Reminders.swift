import Access
package import Civil
import Foundation
package import Kernel
import Members
package import Notices
package import Organisations
import Policy
import Postgres
import Procedures
import SQLFiles
import Wire

/// Below which organisation reminders are written.
package struct ReminderOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

package struct RemindersWritten: Outcome {
    package let written: Int

    package var summary: Text { Text(zh: "新写 \(written) 条提醒。", en: "\(written) new notices.") }
}

extension RecruitmentService {
    /// Writes a notice for everything that is due for a reminder, late or not, once for each case, rule and due day.
    /// What is due is read again at each run, so that a run that was missed loses nothing and one that is repeated
    /// notifies nobody twice.
    package func remind(
        _ order: ReminderOrder, over notices: NoticeService, on today: Day, caller: Caller
    ) async throws -> RemindersWritten {
        let caller = try caller.with(.recordRecruitment)
        let scope = try await organisations.place(order.scope, caller: caller)
        try await recalculate(scope, on: today, atMost: .max, caller: caller)
        let channels = notices.channels.map(\.rawValue)
        guard !channels.isEmpty else { throw AppError.noChannels }
        var (written, after): (Int, DeadlineLine?) = (0, nil)
        while true {
            let key = after.map(DeadlineKey.init) ?? .first(within: scope)
            let rows = try await database.readPage(
                caller,
                .remindersDue(
                    low: scope.low, high: scope.high, afterPath: key.path, afterDue: key.due, afterCase: key.id,
                    afterRule: key.rule, dueBy: today.adding(days: reminders.longest), limit: 500, channels: channels))
            let lines = try rows.map { try $0.deadlineLine(rule, on: today) }
            let drafts = lines.filter { $0.due.adding(days: -reminders.lead($0.milestone)) <= today }
                .map { draft($0, on: today) }
            if !drafts.isEmpty {
                written += try await database.write(caller) { transaction in
                    let auditEvent = try await transaction.record(
                        "recruitment.remind", "recruitment",
                        after: JSONText(encoding: ["notices": String(drafts.count)]))
                    return try await notices.put(drafts, auditEvent: auditEvent, transaction)
                }
            }
            guard let last = lines.last, lines.count == 500 else { return RemindersWritten(written: written) }
            after = last
        }
    }

    private func draft(_ line: DeadlineLine, on today: Day) -> NoticeDraft {
        let (step, name, about) = (line.milestone.text, line.name, line.ruleName)
        let source = rule.rules.rule(line.rule, on: today)?.source.text ?? .verbatim("")
        let place = line.organisationName ?? line.path
        let subject: Text
        switch (line.kind, line.late) {
        case (.blocked, _):
            subject = Text(
                zh: "\(name)：「\(step.chinese)」已没有合法日期", en: "\(name): no legal day is left for “\(step.english)”")
        case (_, true):
            subject = Text(
                zh: "\(name)：「\(step.chinese)」已逾期（\(line.due)）", en: "\(name): “\(step.english)” is late (\(line.due))")
        case (_, false):
            subject = Text(
                zh: "\(name)：「\(step.chinese)」最迟 \(line.due)", en: "\(name): “\(step.english)” by \(line.due)")
        }
        let mark =
            line.provisional
            ? Text(zh: "（当年放假安排未公布，暂定）", en: " (provisional until that year's holidays are announced)") : .verbatim("")
        let special = line.special.map { Text(zh: "特殊情况最迟 \($0)。", en: "In special cases by \($0).") } ?? .verbatim("")
        return NoticeDraft(
            person: line.person, key: "recruitment:\(line.recruitment):\(line.rule):\(line.due)", path: line.path,
            dueOn: line.due, subject: subject,
            body: Text(
                zh:
                    "\(place) \(name)：\(about.chinese)（\(source.chinese)）。最迟 \(line.due)\(mark.chinese)。"
                    + "\(special.chinese)依据：\(line.basis)。案卷 \(line.recruitment)。",
                en:
                    "\(name), \(place): \(about.english) (\(source.english)). By \(line.due)\(mark.english). "
                    + "\(special.english) Calculated from: \(line.basis). Case \(line.recruitment)."
            ))
    }
}
