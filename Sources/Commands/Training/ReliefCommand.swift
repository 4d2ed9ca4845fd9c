import ArgumentParser
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Training
import Wire

/// Extensions and exemptions.
struct ReliefCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relief", abstract: localized(zh: "延期与免训", en: "Extensions and exemptions"),
        subcommands: [Grant.self, Withdraw.self])

    struct Grant: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "批准一项或多项任务的延期或免训", en: "Grant one for one duty or a list of them"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "任务编号", en: "Identifiers of duties"))) var duties: [String]
        @Option(help: ArgumentHelp("extension | exemption")) var kind: Relief.Kind
        @Option(help: ArgumentHelp(localized(zh: "批准日期", en: "Day of the grant"))) var granted: Day?
        @Option(help: ArgumentHelp(localized(zh: "有效至（含当日）", en: "The last day on which it helps"))) var expires: Day
        @Option var reason: String
        @Option var approver: String
        @Option(help: ArgumentHelp(localized(zh: "文号", en: "Number of the document"))) var document: String

        func run(_ session: Session) async throws {
            let order = ReliefOrder(
                kind: kind, granted: granted ?? session.today, expires: expires, reason: reason, approver: approver,
                document: document)
            let ids = try await session.services.training.grant(
                order, to: duties.map { try identifier($0, Text(zh: "任务", en: "duty")) }, caller: session.caller)
            for id in ids { Terminal.write(id.text + "\n") }
        }
    }

    struct Withdraw: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "撤回", en: "Withdraw one"))
        @OptionGroup var globals: Globals
        @Argument var relief: String
        @Option(name: .customLong("on")) var day: Day?
        @Option var reason: String

        func run(_ session: Session) async throws {
            let id: Identifier<Relief> = try identifier(relief, Text(zh: "延期或免训", en: "relief"))
            try await session.services.training.withdraw(
                relief: id.value, on: day ?? session.today, reason: reason, caller: session.caller)
        }
    }
}

extension Relief.Kind: ExpressibleByArgument {}

/// Training that was completed elsewhere or before.
struct CreditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit", abstract: localized(zh: "学时", en: "Hours that count"), subcommands: [Import.self, List.self])

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入以往培训", en: "Take past training from a CSV file"))
        @OptionGroup var globals: Globals
        @Argument var file: String
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            try await session.services.training.importPast(
                readInput(file), members: session.services.members, dryRun: dryRun, caller: session.caller
            ).show()
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个人的学时", en: "The hours of one person"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var person: String

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            var listing = Listing(columns: [
                .init(key: "earned", title: Text(zh: "日期", en: "Day")),
                .init(key: "class", title: Text(zh: "班次", en: "Class")),
                .init(key: "level", title: Text(zh: "层级", en: "Level")),
                .init(key: "hours", title: Text(zh: "学时", en: "Hours"), right: true),
                .init(key: "source", title: Text(zh: "来源", en: "Source")),
            ])
            listing.rows = try await session.services.training.credits(of: id.value, caller: session.caller).map {
                [
                    .day($0.credit.earned), .text($0.credit.className),
                    .word($0.credit.level.rawValue, $0.credit.level.text),
                    .hours($0.credit.hours), .text($0.source),
                ]
            }
            shape.show(listing)
        }
    }
}
