import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// Transfers of membership with their letters of introduction.
struct TransferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: localized(zh: "组织关系转接与介绍信", en: "Transfers of membership and their letters"),
        subcommands: [
            Issue.self, Accept.self, Return.self, Cancel.self, Arrive.self, List.self, Show.self, Letter.self,
        ])

    /// A letter as it is named.
    struct Named: ParsableArguments {
        @Argument(help: help(zh: "介绍信编号", en: "Number or identifier of the letter")) var letter: Reference<Transfer>
    }

    struct Issue: SessionCommand {
        static let route = "POST /v1/transfers"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "开具介绍信；对方接收以前党籍不动", en: "Issue a letter; nothing moves before it is accepted"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("organisation", of: LetterOrder.self)) var to: Reference<Organisation>?
        @Option(help: member("elsewhere", of: LetterOrder.self)) var elsewhere: String?
        @Option(help: member("on", of: LetterOrder.self)) var on: Day?
        @Option(help: member("days", of: LetterOrder.self)) var days: Int?
        @Option(help: member("dues_through", of: LetterOrder.self)) var dues: Month?

        func run(_ session: Session) async throws {
            let order = LetterOrder(
                person: person, organisation: to, elsewhere: elsewhere, on: on, days: days, duesThrough: dues)
            try shape.report(
                try await session.services.members.issueTransfer(order, on: session.today, caller: session.caller))
        }
    }

    struct Accept: SessionCommand {
        static let route = "POST /v1/transfers/{letter}/acceptance"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "接收介绍信；转往系统外的，登记对方回执", en: "Accept a letter, or record the receipt from elsewhere"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @Option(help: member("receipt", of: ReceiptOrder.self)) var receipt: String
        @Option(help: member("on")) var on: Day?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.acceptTransfer(
                    named.letter, ReceiptOrder(receipt: receipt, on: on), on: session.today, caller: session.caller))
        }
    }

    struct Return: SessionCommand {
        static let route = "POST /v1/transfers/{letter}/return"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "退回介绍信并说明原因", en: "Return a letter, with the cause"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @Option(help: member("reason")) var reason: String
        @Option(help: member("on")) var on: Day?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.returnTransfer(
                    named.letter, LetterReason(reason: reason, on: on), on: session.today, caller: session.caller))
        }
    }

    struct Cancel: SessionCommand {
        static let route = "POST /v1/transfers/{letter}/cancellation"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤销本方开具、尚未接收的介绍信", en: "Cancel a letter that nobody has answered"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @Option(help: member("reason")) var reason: String
        @Option(help: member("on")) var on: Day?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.cancelTransfer(
                    named.letter, LetterReason(reason: reason, on: on), on: session.today, caller: session.caller))
        }
    }

    struct Arrive: SessionCommand {
        static let route = "POST /v1/arrivals"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "接收系统外转来的人员", en: "Register somebody who comes from elsewhere"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation", of: ArrivalOrder.self)) var organisation: Reference<Organisation>
        @Option(help: member("name", of: ArrivalOrder.self)) var name: String
        @Option(help: member("number", of: ArrivalOrder.self)) var number: String?
        @Option(help: member("sex", of: ArrivalOrder.self)) var sex: Sex?
        @Option(help: member("born", of: ArrivalOrder.self)) var born: Day?
        @Option(help: member("status", of: ArrivalOrder.self)) var status: MembershipStatus
        @Option(help: member("from", of: ArrivalOrder.self)) var from: String
        @Option(help: member("letter", of: ArrivalOrder.self)) var letter: String
        @Option(help: member("issued_on", of: ArrivalOrder.self)) var issued: Day
        @Option(help: member("on", of: ArrivalOrder.self)) var on: Day?
        @Flag(help: member("synthetic", of: ArrivalOrder.self)) var synthetic = false

        func run(_ session: Session) async throws {
            let order = ArrivalOrder(
                organisation: organisation, name: name, sex: sex, born: born, number: number, status: status,
                synthetic: synthetic, from: from, letter: letter, issuedOn: issued, on: on)
            try shape.report(
                try await session.services.members.receive(order, on: session.today, caller: session.caller))
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/transfers"
        static let sensitive = SensitiveRead.transfers
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "未办结、已过期或全部介绍信", en: "Open, expired or all letters"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("state", of: TransferQuery.self)) var state: TransferFilter?

        func run(_ session: Session) async throws {
            let query = TransferQuery(scope: scope, state: state)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.members.transfers(query, $0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Show: SessionCommand {
        static let route = "GET /v1/transfers/{letter}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一封介绍信及其办理情况", en: "One letter and what became of it"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named

        func run(_ session: Session) async throws {
            try shape.show(
                one: try await session.services.members.transfer(
                    named.letter, on: session.today, caller: session.caller))
        }
    }

    struct Letter: SensitiveCommand {
        static let route = "GET /v1/transfers/{letter}/letter.html"
        static let sensitive = SensitiveRead.letter
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "打印介绍信（HTML：存根、介绍信、回执）", en: "A letter ready to print, as HTML"))
        @OptionGroup var globals: Globals
        @OptionGroup var named: Named
        @OptionGroup var purpose: PurposeOption

        func run(_ session: Session) async throws {
            Terminal.write(
                try await session.services.members.printedLetter(
                    named.letter, CommandLanguage.current, on: session.today, caller: session.caller))
        }
    }
}

extension TransferFilter: WordOption {}
extension Sex: WordOption {}
