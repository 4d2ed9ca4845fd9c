import Composition
import ArgumentParser
import Foundation
import Kernel
import Notices
import Organisations
import Recruitment

extension NoticeFilter: ExpressibleByArgument {}

/// Notices: what people are told, what waits, and where mail goes.
struct NoticeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: localized(zh: "到期提醒与发送", en: "Reminders of what is due, and their delivery"),
        subcommands: [Remind.self, Deliver.self, List.self, Address.self])

    struct Remind: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "为进入提醒期的事项各写一次提醒；重复运行不重复提醒",
                en: "Write a notice for everything whose lead has begun; a second run writes nothing twice"))
        @OptionGroup var globals: Globals
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope:
            String?

        func run(_ session: Session) async throws {
            let written = try await session.services.recruitment.remind(
                under: session.scope(scope), over: session.services.notices, on: session.today, caller: session.caller)
            Terminal.talk(localized(zh: "新写 \(written) 条提醒。", en: "\(written) new notices."))
        }
    }

    struct Deliver: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "发送待发提醒；没送到的以后再试", en: "Send what waits; what does not get through is tried again later"))
        @OptionGroup var globals: Globals
        @Option(help: help(zh: "最多条数，\(Self.range)", en: "Notices at most, \(Self.range)"))
        var limit: Int?

        private static let range =
            "\(NoticeService.runLimits.lowerBound)…\(NoticeService.runLimits.upperBound) "
            + "[\(NoticeService.defaultRunLimit)]"

        func run(_ session: Session) async throws {
            let report = try await session.services.notices.deliver(
                at: Date(), atMost: limit, caller: session.caller)
            Terminal.talk(
                localized(
                    zh: "送到 \(report.sent) 条，没送到 \(report.failed) 条。",
                    en: "\(report.sent) sent, \(report.failed) failed."))
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "提醒及其发送情况", en: "Notices and what became of them"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope:
            String?
        @Option(help: ArgumentHelp(localized(zh: "all、waiting 或 sent", en: "all, waiting or sent")))
        var filter: NoticeFilter = .all

        func run(_ session: Session) async throws {
            let page = try await session.services.notices.notices(
                under: session.scope(scope), filter, paging.request(), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "due", title: Text(zh: "最迟", en: "Due")),
                .init(key: "channel", title: Text(zh: "渠道", en: "Channel")),
                .init(key: "subject", title: Text(zh: "事项", en: "Subject")),
                .init(key: "sent", title: Text(zh: "送到", en: "Sent")),
                .init(key: "tries", title: Text(zh: "次数", en: "Tries"), right: true),
                .init(key: "failure", title: Text(zh: "未送到原因", en: "Why not")),
            ])
            listing.rows = page.items.map { line in
                [
                    .day(line.dueOn), .word(line.channel.rawValue, line.channel.text), .both(line.subject),
                    line.sentAt == nil
                        ? .word("false", Text(zh: "否", en: "no")) : .word("true", Text(zh: "是", en: "yes")),
                    .number(line.tries),
                    line.failure.map { .word($0.reason.rawValue, $0.reason.text) } ?? .text(nil),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }

    struct Address: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "某组织及其下级的提醒邮件发到哪里", en: "Where mail about an organisation and what lies below goes")
        )
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "党组织编码", en: "Code of the organisation"))) var organisation: String
        @Argument(help: ArgumentHelp(localized(zh: "邮箱地址", en: "Mail address"))) var address: String

        func run(_ session: Session) async throws {
            let found = try await session.services.organisations.organisation(organisation, caller: session.caller)
            try await session.services.notices.setAddress(address, of: found, caller: session.caller)
            Terminal.talk(localized(zh: "已登记。", en: "Noted."))
        }
    }
}
