import Access
import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Members

extension TransferFilter: ExpressibleByArgument {}
extension Sex: ExpressibleByArgument {}

private func letterIdentifier(_ text: String) throws -> UUID {
    let id: Identifier<Transfer> = try identifier(text, Text(zh: "介绍信", en: "letter"))
    return id.value
}

/// Transfers of membership with their letters of introduction.
struct TransferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: localized(zh: "组织关系转接与介绍信", en: "Transfers of membership and their letters"),
        subcommands: [
            Issue.self, Accept.self, Return.self, Cancel.self, Arrive.self, List.self, Letter.self,
        ])

    struct Which: ParsableArguments {
        @Argument(help: ArgumentHelp(localized(zh: "介绍信编号（transfer list 的第一列）", en: "Identifier of the letter")))
        var letter: String
        @Option(name: .customLong("on"), help: ArgumentHelp(localized(zh: "日期", en: "Day"))) var day: Day?

        var id: UUID { get throws { try letterIdentifier(letter) } }
    }

    struct Issue: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "开具介绍信；对方接收以前党籍不动", en: "Issue a letter; nothing moves before it is accepted"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifier of the person"))) var person: String
        @Option(help: ArgumentHelp(localized(zh: "转入组织编码（本系统内）", en: "Code of the receiving organisation"))) var to: String?
        @Option(help: ArgumentHelp(localized(zh: "转入组织名称（系统外）", en: "Name of a receiver elsewhere"))) var elsewhere: String?
        @Option(name: .customLong("on"), help: ArgumentHelp(localized(zh: "开具日期", en: "Day of issue"))) var day: Day?
        @Option(help: ArgumentHelp(localized(zh: "有效天数", en: "Days for which it holds"))) var days: Int?
        @Option(help: ArgumentHelp(localized(zh: "党费交至（当月第一天）", en: "First day of the month through which dues are paid")))
        var dues: Day?

        func validate() throws {
            guard (to == nil) != (elsewhere == nil) else {
                throw ValidationError(localized(zh: "--to 和 --elsewhere 填一个。", en: "Give one of --to and --elsewhere."))
            }
        }

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            let letter = try await session.services.members.issueTransfer(
                of: id, to: to.map { .organisation(code: $0) } ?? .elsewhere(name: elsewhere ?? ""),
                on: day ?? session.today, days: days, duesThrough: dues, today: session.today,
                caller: session.caller)
            Terminal.write(Listing.letters([letter], on: session.today).render(.table))
        }
    }

    struct Accept: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "接收介绍信；转往系统外的，登记对方回执", en: "Accept a letter, or enter the receipt from elsewhere"))
        @OptionGroup var globals: Globals
        @OptionGroup var which: Which
        @Option(help: ArgumentHelp(localized(zh: "回执编号", en: "Number of the receipt"))) var receipt: String

        func run(_ session: Session) async throws {
            try await session.services.members.acceptTransfer(
                which.id, receipt: receipt, on: which.day ?? session.today, today: session.today,
                caller: session.caller)
        }
    }

    struct Return: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "退回介绍信并说明原因", en: "Send a letter back, with the cause"))
        @OptionGroup var globals: Globals
        @OptionGroup var which: Which
        @Option(help: ArgumentHelp(localized(zh: "原因", en: "Cause"))) var reason: String

        func run(_ session: Session) async throws {
            try await session.services.members.returnTransfer(
                which.id, reason: reason, on: which.day ?? session.today, today: session.today,
                caller: session.caller)
        }
    }

    struct Cancel: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤销本方开具、尚未接收的介绍信", en: "Take back a letter that nobody has answered"))
        @OptionGroup var globals: Globals
        @OptionGroup var which: Which
        @Option(help: ArgumentHelp(localized(zh: "原因", en: "Cause"))) var reason: String

        func run(_ session: Session) async throws {
            try await session.services.members.cancelTransfer(
                which.id, reason: reason, on: which.day ?? session.today, today: session.today,
                caller: session.caller)
        }
    }

    struct Arrive: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "接收系统外转来的人员", en: "Take in somebody who comes from elsewhere"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "转入组织编码", en: "Code of the receiving organisation"))) var organisation:
            String
        @Option(help: ArgumentHelp(localized(zh: "姓名", en: "Name"))) var name: String
        @Option(help: ArgumentHelp(localized(zh: "身份证号", en: "ID number"))) var number: String?
        @Option(help: ArgumentHelp(localized(zh: "性别", en: "Sex"))) var sex: Sex?
        @Option(help: ArgumentHelp(localized(zh: "出生日期", en: "Birth date"))) var born: Day?
        @Option(help: ArgumentHelp(localized(zh: "党籍", en: "Standing"))) var status: MembershipStatus = .full
        @Option(help: ArgumentHelp(localized(zh: "转出组织名称", en: "Name of the organisation left"))) var from: String
        @Option(help: ArgumentHelp(localized(zh: "介绍信编号", en: "Number of the letter"))) var letter: String
        @Option(help: ArgumentHelp(localized(zh: "介绍信日期", en: "Day of the letter"))) var issued: Day
        @Option(name: .customLong("on"), help: ArgumentHelp(localized(zh: "接收日期", en: "Day of arrival"))) var day: Day?
        @Flag(help: ArgumentHelp(localized(zh: "合成数据", en: "A synthetic person"))) var synthetic = false

        func run(_ session: Session) async throws {
            let arrival = Arrival(
                organisation: organisation, name: name, sex: sex, born: born,
                number: try AppError.idNumber(number),
                status: status, isSynthetic: synthetic, from: from, letter: letter, issuedOn: issued,
                day: day ?? session.today)
            let transfer = try await session.services.members.receive(
                arrival, today: session.today, caller: session.caller)
            Terminal.write(Listing.letters([transfer], on: session.today).render(.table))
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "待接收、已过期或全部介绍信", en: "Letters on the way, those that ran out, or all"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option(help: ArgumentHelp(localized(zh: "open 待接收，expired 已过期，all 全部", en: "open, expired or all")))
        var state: TransferFilter = .open

        func run(_ session: Session) async throws {
            let page = try await session.services.members.transfers(
                under: session.scope(scope), state, on: session.today, paging.request(), caller: session.caller)
            shape.show(.letters(page.items, on: session.today))
            paging.more(page.next)
        }
    }

    struct Letter: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "打印介绍信（HTML：存根、介绍信、回执）", en: "A letter ready to print, as HTML"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "介绍信编号", en: "Identifier of the letter"))) var letter: String

        func run(_ session: Session) async throws {
            Terminal.write(
                try await session.services.members.letter(
                    letterIdentifier(letter), CommandLanguage.current, caller: session.caller))
        }
    }
}
