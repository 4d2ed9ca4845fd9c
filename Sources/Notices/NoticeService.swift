package import Access
package import Foundation
import Civil
package import Kernel
import Members
package import Organisations
import Postgres

/// The outbox: notices are written with the facts they rest on and sent afterwards, each until it has got through once.
package struct NoticeService: Sendable {
    let database: ScopedDatabase
    let senders: [NoticeChannel: any NoticeSender]

    package init(database: ScopedDatabase, senders: [NoticeChannel: any NoticeSender]) {
        self.database = database
        self.senders = senders
    }

    /// Those that are set up.
    package var channels: [NoticeChannel] { NoticeChannel.allCases.filter { senders[$0] != nil } }

    /// Writes notices that are not there yet.
    /// - Returns: how many were new, a channel each.
    package func put(_ drafts: [NoticeDraft], auditEvent: UUID, _ transaction: ScopedTransaction) async throws -> Int {
        guard !drafts.isEmpty, !channels.isEmpty else { return 0 }
        return try await transaction.query(
            "InsertNotices",
            [
                drafts.map(\.person).parameter, drafts.map(\.key).parameter, drafts.map(\.path).parameter,
                drafts.map(\.dueOn).parameter, drafts.map(\.subject.chinese).parameter,
                drafts.map(\.subject.english).parameter, drafts.map(\.body.chinese).parameter,
                drafts.map(\.body.english).parameter, channels.map(\.rawValue).parameter, auditEvent.parameter,
            ]
        ).affected
    }

    /// Sends what waits. A notice is locked while it is sent and marked in the same transaction: several programs share the
    /// work, and one that dies leaves it to the next, which sends it under the same identifier.
    /// - Parameter now: what failed before is tried again once its time has come.
    package func deliver(at now: Date, atMost most: Int = 10_000, caller: Caller) async throws -> NoticeReport {
        try caller.require(.recordRecruitment)
        try Plausible.count(most, "limit", in: 1...1_000_000)
        guard !channels.isEmpty else { throw AppError.noChannels }
        var report = NoticeReport()
        while report.sent + report.failed < most, !Task.isCancelled {
            let outcome = try await database.write(caller) { transaction -> Bool? in
                try await deliverOne(at: now, transaction)
            }
            guard let got = outcome else { return report }
            if got { report.sent += 1 } else { report.failed += 1 }
        }
        return report
    }

    /// - Returns: whether it got through; nil when nothing waits.
    private func deliverOne(at now: Date, _ transaction: ScopedTransaction) async throws -> Bool? {
        let words = channels.map(\.rawValue)
        guard !words.isEmpty,
            let row = try await transaction.query("NextNotice", [now.parameter, words.parameter]).only
        else { return nil }
        let channel: NoticeChannel = try row.choice("channel")
        let (person, key, tries): (UUID, String, Int) = (try row["person_id"], try row["key"], try row["tries"])
        let which = [person.parameter, key.parameter, channel.rawValue.parameter]
        let notice = Notice(
            id: try row["id"], key: key, path: try row["path"], dueOn: try row["due_on"],
            subject: Text(zh: try row["subject_zh"], en: try row["subject_en"]),
            body: Text(zh: try row["body_zh"], en: try row["body_en"]), address: try row["address"])
        do {
            try await senders[channel]?.send(notice)
        } catch {
            let failure: NoticeFailure = error
            // A minute, then twice as long each time, six hours at most.
            let pause = min(360, 1 << min(tries, 9))
            _ = try await transaction.query(
                "NoticeFailed",
                which + [now.addingTimeInterval(Double(pause) * 60).parameter, failure.kept.parameter])
            return false
        }
        _ = try await transaction.query("NoticeSent", which + [now.parameter])
        return true
    }

    package func notices(
        under scope: Scope?, _ filter: NoticeFilter, _ page: PageRequest, caller: Caller
    ) async throws -> Page<NoticeLine> {
        try caller.require(.readRecruitment)
        let scope = scope ?? caller.scope
        let (path, id) = try PathKey.read(page.after)
        let rows = try await database.read(
            caller,
            database.sql(
                "Notices",
                [
                    scope.low.parameter, scope.high.parameter, path.parameter, id.parameter,
                    filter.rawValue.parameter, (page.limit + 1).parameter,
                ]))
        return Page(
            try rows.map { row in
                let failure: String? = try row["failure"]
                return NoticeLine(
                    id: try row["id"], channel: try row.choice("channel"), path: try row["path"],
                    dueOn: try row["due_on"], subject: Text(zh: try row["subject_zh"], en: try row["subject_en"]),
                    tries: try row["tries"], sentAt: try row["sent_at"],
                    failure: failure.flatMap { NoticeFailure(kept: $0) })
            }, limit: page.limit
        ) { PathKey.write($0.path, $0.id) }
    }

    /// Where mail about an organisation and everything below it goes from now on.
    /// - Throws: `notice_address_form` for what is no address.
    package func setAddress(_ address: String, of organisation: Organisation, caller: Caller) async throws {
        try caller.require(.writeRegistry)
        try Plausible.words(address, "address", atMost: 200)
        try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "notice.address", "organisation", subject: organisation.id.value, path: organisation.path)
            _ = try await transaction.query(
                "SetNoticeAddress",
                [
                    organisation.id.parameter, organisation.path.parameter, address.parameter, auditEvent.parameter,
                ])
        }
    }
}

/// What a delivery did.
package struct NoticeReport: Sendable, Equatable {
    package var sent = 0
    package var failed = 0

    package init() {}
}

extension ConstraintTexts {
    package static let notices = ConstraintTexts([
        "notice_address_form": Entry(
            .invalid, Text(zh: "收件地址不是一个邮箱地址。", en: "The address is no mail address."),
            hint: Text(zh: "如 zzb@example.gov.cn，一次一个。", en: "One address such as office@example.gov.cn."))
    ])
}

extension AppError {
    package static var noChannels: AppError {
        AppError(
            .invalid, "notice.no_channel",
            Text(zh: "没有设置提醒渠道。", en: "No channel for notices is set up."),
            hint: Text(
                zh: "请设置 notices.folder、notices.smtp_host 或 notices.webhook。",
                en: "Set notices.folder, notices.smtp_host or notices.webhook."))
    }
}
