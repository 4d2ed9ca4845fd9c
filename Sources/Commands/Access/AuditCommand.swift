import Access
import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Points
import Postgres

/// The audit trail, and the proof that the ledger is whole.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: localized(zh: "审计", en: "Audit"), subcommands: [List.self, Verify.self],
        defaultSubcommand: List.self)

    struct List: SessionCommand {
        static let route = "GET /v1/audit"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "审计记录，新的在前", en: "The audit trail, newest first"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("subject", of: AuditQuery.self)) var subject: Identifier<AuditSubject>?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.access.auditEvents(
                    AuditQuery(subject: subject), paging.request(), caller: session.caller))
        }
    }

    struct Verify: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "核对积分账：哈希链、公布分、分录之和", en: "Check the ledger: hash chains, published scores, sums"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?

        func run(_ session: Session) async throws {
            let result = try await session.services.points.verify(
                under: session.scope(scope), caller: session.caller,
                progress: { count in
                    guard Terminal.isWatched else { return }
                    Terminal.talk(Text(zh: "已核对 \(count) 个对象", en: "\(count) subjects checked").localized)
                })
            var listing = Listing(columns: [
                .init(key: "fault", title: Text(zh: "问题", en: "Fault")),
                .init(key: "subject", title: Text(zh: "对象", en: "Subject")),
                .init(key: "what", title: Text(zh: "说明", en: "What")),
            ])
            listing.rows = result.faults.map { fault in
                switch fault {
                case .chain(let subject, let number):
                    [
                        .text("chain"), .text(subject.text),
                        .both(Text(zh: "第 \(number) 号起断链", en: "the chain breaks at entry \(number)")),
                    ]
                case .sheet(let subject, let period, let published, let reckoned):
                    [
                        .text("sheet"), .text(subject.text),
                        .both(
                            Text(
                                zh: "周期 \(period.text)：公布 \(published)，重算 \(reckoned)",
                                en: "period \(period.text): published \(published), reckoned \(reckoned)")),
                    ]
                case .sum(let subject, let period, let published, let sum):
                    [
                        .text("sum"), .text(subject.text),
                        .both(
                            Text(
                                zh: "周期 \(period.text)：公布 \(published)，分录之和 \(sum)",
                                en: "period \(period.text): published \(published), the entries come to \(sum)")),
                    ]
                case .line(let subject, let period, let field):
                    [
                        .text("line"), .text(subject.text),
                        .both(
                            Text(
                                zh: "周期 \(period.text)：\(field) 与重算不符",
                                en: "period \(period.text): \(field) is not what it is reckoned to be")),
                    ]
                case .seal(let period, let revision):
                    [
                        .text("seal"), .text(nil),
                        .both(
                            Text(
                                zh: "周期 \(period.text) 第 \(revision) 版公示表被改动、缺行或多行",
                                en:
                                    "period \(period.text), revision \(revision): lines were changed, are missing or were put in"
                            )),
                    ]
                case .unposted(let subject, let claim):
                    [
                        .text("unposted"), .text(subject.text),
                        .both(
                            Text(
                                zh: "申报 \(claim.text) 已记账，却没有分录", en: "claim \(claim.text) was posted and has no entry")
                        ),
                    ]
                }
            }
            if !result.faults.isEmpty { shape.show(listing) }
            Terminal.talk(
                Text(
                    zh:
                        "核对对象 \(result.subjects) 个、记账 \(result.entries) 笔、公布分 \(result.sheets) 行，问题 \(result.faults.count) 处",
                    en:
                        "\(result.subjects) subjects, \(result.entries) entries and \(result.sheets) published lines checked: \(result.faults.count) faults"
                ).localized)
            guard result.faults.isEmpty else {
                throw AppError(
                    .conflict, "audit.faults",
                    Text(zh: "积分账有 \(result.faults.count) 处不符。", en: "The ledger has \(result.faults.count) faults."),
                    hint: Text(zh: "请保留现场并核对数据库备份。", en: "Keep everything as it is and compare with the backups."))
            }
        }
    }
}
