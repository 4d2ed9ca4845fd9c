import ArgumentParser
import Composition
import Foundation
import Kernel
import Notices
import Organisations
import Recruitment
import Wire

/// Notices: reminders, what waits, and where mail goes.
struct NoticeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: localized(zh: "到期提醒与发送", en: "Reminders of what is due, and their delivery"),
        subcommands: [Remind.self, Deliver.self, List.self, Address.self])

    struct Remind: SessionCommand {
        static let route = "POST /v1/notices/reminders"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "为进入提醒期的事项各写一次提醒；重复运行不重复提醒",
                en: "Write a notice for everything due for a reminder; a second run writes nothing twice"))
        @OptionGroup var shape: Shape
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.recruitment.remind(
                    ReminderOrder(scope: scope), over: session.services.notices, on: session.today,
                    caller: session.caller))
        }
    }

    struct Deliver: SessionCommand {
        static let route = "POST /v1/notices/deliveries"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "发送待发提醒；没送达的以后再试", en: "Send what waits; what does not get through is tried again later"))
        @OptionGroup var shape: Shape
        @Option(help: member("limit", of: DeliveryOrder.self)) var limit: Int?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.notices.deliver(
                    DeliveryOrder(limit: limit), at: Date(), caller: session.caller))
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/notices"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "提醒及其发送情况", en: "Notices and what became of them"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("filter", of: NoticeQuery.self)) var filter: NoticeFilter?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.notices.notices(
                    NoticeQuery(scope: scope, filter: filter), $0, caller: session.caller)
            }
        }
    }

    struct Address: SessionCommand {
        static let route = "PUT /v1/organisations/{organisation}/notice-address"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "某组织及其下级的提醒邮件发到哪里", en: "Where mail about an organisation and what lies below goes")
        )
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Argument(help: member("address", of: NoticeAddressOrder.self)) var address: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.notices.setAddress(
                    NoticeAddressOrder(address: address), of: organisation, caller: session.caller))
        }
    }
}

extension NoticeFilter: WordOption {}
