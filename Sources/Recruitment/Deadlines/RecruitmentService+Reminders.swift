import Access
package import Civil
import Foundation
package import Kernel
package import Notices
import Policy
import Postgres
import SQLFiles

extension RecruitmentService {
    /// Writes a notice for everything whose lead has begun, late or not, once for each case, rule and due day. What is due is
    /// read anew at each run, so that a run that was missed loses nothing and one that is repeated tells nobody twice.
    /// - Returns: how many notices were new.
    package func remind(
        under scope: Scope?, over notices: NoticeService, on today: Day, caller: Caller
    ) async throws -> Int {
        try caller.require(.recordRecruitment)
        let scope = scope ?? caller.scope
        _ = try await refresh(under: scope, on: today, caller: caller)
        let channels = notices.channels.map(\.rawValue)
        guard !channels.isEmpty else { throw AppError.noChannels }
        var (written, after): (Int, DeadlineLine?) = (0, nil)
        while true {
            let key = after.map(DeadlineKey.init) ?? DeadlineKey.first
            let rows = try await database.read(
                caller,
                [
                    .preferIndexOrder,
                    .remindersDue(
                        low: scope.low, high: scope.high, afterPath: key.path, afterDue: key.due, afterCase: key.id,
                        afterRule: key.rule, dueBy: today.adding(days: reminders.longest), limit: 500,
                        channels: channels),
                ])[1]
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
            guard let last = lines.last, lines.count == 500 else { return written }
            after = last
        }
    }

    private func draft(_ line: DeadlineLine, on today: Day) -> NoticeDraft {
        let found = rule.rules.rule(line.rule, on: today)
        let (step, name) = (line.milestone.text, line.name)
        let about = found?.name ?? .verbatim(line.rule)
        let source = found?.source.text ?? .verbatim("")
        let place = line.organisationName ?? line.path
        let subject: Text
        switch (line.kind, line.due < today) {
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
            line.isProvisional
            ? Text(zh: "（当年放假安排未公布，暂定）", en: " (provisional until that year's holidays are announced)") : .verbatim("")
        let special = line.special.map { Text(zh: "特殊情况最迟 \($0)。", en: "In special cases by \($0).") } ?? .verbatim("")
        return NoticeDraft(
            person: line.person, key: "recruitment:\(line.recruitment.text):\(line.rule):\(line.due)", path: line.path,
            dueOn: line.due, subject: subject,
            body: Text(
                zh:
                    "\(place) \(name)：\(about.chinese)（\(source.chinese)）。最迟 \(line.due)\(mark.chinese)。\(special.chinese)依据：\(line.basis)。案卷 \(line.recruitment.text)。",
                en:
                    "\(name), \(place): \(about.english) (\(source.english)). By \(line.due)\(mark.english). \(special.english) Reckoned from: \(line.basis). Case \(line.recruitment.text)."
            ))
    }
}
