package import Access
import Civil
package import Foundation
package import Kernel
import Members
package import Organisations
import Postgres
import SQLFiles
package import Wire

/// The outbox: notices are written with the facts they rest on and sent afterwards, each until it has got through.
package struct NoticeService: Sendable {
    let database: ScopedDatabase
    let organisations: OrganisationService
    let senders: [NoticeChannel: any NoticeSender]
    /// How long a run holds a notice that it sends, in whole seconds. Senders give up after twenty seconds, so that two
    /// minutes are ample; what a killed program held waits so long for the next run.
    let leaseDuration: Duration

    package init(
        database: ScopedDatabase, organisations: OrganisationService, senders: [NoticeChannel: any NoticeSender],
        leaseDuration: Duration = .seconds(120)
    ) {
        self.database = database
        self.organisations = organisations
        self.senders = senders
        self.leaseDuration = leaseDuration
    }

    /// The channels that are set up.
    package var channels: [NoticeChannel] { NoticeChannel.allCases.filter { senders[$0] != nil } }

    /// Writes the notices that do not exist yet, and their copies to offices above.
    /// - Returns: how many were new, counted once for each channel, copies left out.
    package func put(_ drafts: [NoticeDraft], auditEvent: UUID, _ transaction: ScopedTransaction) async throws -> Int {
        let written = try await insert(drafts.map { (notice: $0, copied: String?.none) }, auditEvent, transaction)
        let copies = drafts.compactMap { draft in
            draft.copyTo.map { place in
                (
                    notice: NoticeDraft(
                        person: draft.person, key: draft.key + ":above", path: place, dueOn: draft.dueOn,
                        subject: draft.subject, body: draft.body, isAboutPerson: draft.isAboutPerson),
                    copied: String?.some(draft.path)
                )
            }
        }
        _ = try await insert(copies, auditEvent, transaction)
        return written
    }

    /// - Parameter drafts: each with the place of the notice that it is a copy of.
    private func insert(
        _ drafts: [(notice: NoticeDraft, copied: String?)], _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> Int {
        guard !drafts.isEmpty, !channels.isEmpty else { return 0 }
        let notices = drafts.map(\.notice)
        return try await transaction.query(
            .insertNotices(
                people: notices.map(\.person), keys: notices.map(\.key), paths: notices.map(\.path),
                dueOn: notices.map(\.dueOn), subjectsZh: notices.map(\.subject.chinese),
                subjectsEn: notices.map(\.subject.english), bodiesZh: notices.map(\.body.chinese),
                bodiesEn: notices.map(\.body.english), personal: notices.map(\.isAboutPerson),
                copied: NullableArray(drafts.map(\.copied)), channels: channels.map(\.rawValue),
                auditEvent: auditEvent)
        ).affected
    }

    package func notices(_ query: NoticeQuery, _ page: PageRequest, caller: Caller) async throws -> Page<NoticeLine> {
        let caller = try caller.with(.readNotices)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let rows = try await database.readPage(
            caller,
            .notices(
                low: scope.low, high: scope.high, afterPath: path, afterID: id,
                filter: (query.filter ?? .all).rawValue, limit: page.limit + 1))
        return Page(
            try rows.map { row in
                let (failure, sentAt): (String?, Date?) = (try row["failure"], try row["sent_at"])
                return NoticeLine(
                    id: try row["id"], channel: try row.choice("channel"), path: try row["path"],
                    due: try row["due_on"], subject: Text(zh: try row["subject_zh"], en: try row["subject_en"]),
                    tries: try row["tries"], sent: sentAt != nil, sentAt: sentAt.map { Moment($0) },
                    failure: failure.flatMap { NoticeFailure(kept: $0) }?.text, void: try row.choice("void"))
            }, limit: page.limit
        ) { PathKey.write($0.path, $0.id.value) }
    }

    /// Where mail about an organisation and everything below it goes from now on.
    /// - Throws: `notice_address_form` for what is no address.
    package func setAddress(
        _ order: NoticeAddressOrder, of reference: Reference<Organisation>, caller: Caller
    ) async throws -> NoticeAddressSet {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.address, "address")
        let organisation = try await organisations.organisation(reference, caller: caller)
        return try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "notice.address", "organisation", subject: organisation.id.value, path: organisation.path)
            _ = try await transaction.query(
                .setNoticeAddress(
                    organisation: organisation.id, path: organisation.path, address: order.address,
                    auditEvent: auditEvent))
            return NoticeAddressSet(code: organisation.code, name: organisation.name, address: order.address)
        }
    }
}

/// How many notices one run sends, sent or failed.
package struct DeliveryOrder: Codable, Described, Sendable {
    package let limit: Int?

    package init(limit: Int? = nil) { self.limit = limit }

    package static let memberLimits: [String: MemberLimit] = ["limit": .count(NoticeService.runLimits)]

    package static let memberTexts = [
        "limit": Text(
            zh:
                "本次最多条数，\(NoticeService.runLimits.lowerBound) 到 \(NoticeService.runLimits.upperBound)，"
                + "默认 \(NoticeService.defaultRunLimit)",
            en:
                "Notices of this run at most, \(NoticeService.runLimits.lowerBound) to "
                + "\(NoticeService.runLimits.upperBound), by default \(NoticeService.defaultRunLimit)"
        )
    ]
}

/// What a delivery did.
package struct NoticeReport: Outcome, Equatable {
    package internal(set) var sent = 0
    package internal(set) var failed = 0
    /// Not sent, because they have no point any more.
    package internal(set) var void = 0

    package init() {}

    package var summary: Text {
        Text(
            zh: "送达 \(sent) 条，未送达 \(failed) 条" + (void > 0 ? "，不再发送 \(void) 条。" : "。"),
            en: "\(sent) sent, \(failed) failed" + (void > 0 ? ", \(void) void." : "."))
    }

    package mutating func add(_ other: NoticeReport) {
        sent += other.sent
        failed += other.failed
        void += other.void
    }
}

extension ConstraintTexts {
    package static let notices = ConstraintTexts([
        "notice_address_form": Entry(
            .invalid, Text(zh: "收件地址不是一个邮箱地址。", en: "The address is not a mail address."),
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
