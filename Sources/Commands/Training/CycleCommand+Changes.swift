import ArgumentParser
import Civil
import Composition
import Kernel
import Training
import Wire

/// Cycles after they were opened.
extension CycleCommand {
    private static let cycle = help(
        zh: "周期：规则文件里的键或编号", en: "The cycle: its key in the rule file, or its identifier")

    struct Correct: SessionCommand {
        static let route = "POST /v1/cycles/{cycle}/correction"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "更正登记错误的周期日期", en: "Correct days of a cycle that were entered wrongly"))
        @OptionGroup var shape: Shape
        @Argument(help: CycleCommand.cycle) var cycle: Reference<Cycle>
        @Option(name: .customLong("for"), help: member("organisation", of: CycleCorrection.self))
        var organisation: String?
        @Option(help: member("opens", of: CycleCorrection.self)) var opens: Day?
        @Option(help: member("soft_end", of: CycleCorrection.self)) var softEnd: Day?
        @Option(help: member("hard_end", of: CycleCorrection.self)) var hardEnd: Day?
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            let order = CycleCorrection(
                organisation: organisation, opens: opens, softEnd: softEnd, hardEnd: hardEnd, document: document,
                reason: reason)
            try shape.report(
                try await session.services.training.correctCycle(
                    cycle, order, on: session.today, caller: session.caller))
        }
    }

    struct Extend: SessionCommand {
        static let route = "POST /v1/cycles/{cycle}/extension"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "延长周期", en: "Give a cycle later ends"))
        @OptionGroup var shape: Shape
        @Argument(help: CycleCommand.cycle) var cycle: Reference<Cycle>
        @Option(name: .customLong("for"), help: member("organisation", of: CycleExtension.self))
        var organisation: String?
        @Option(help: member("on", of: CycleExtension.self)) var on: Day?
        @Option(help: member("soft_end", of: CycleExtension.self)) var softEnd: Day?
        @Option(help: member("hard_end", of: CycleExtension.self)) var hardEnd: Day
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            let order = CycleExtension(
                organisation: organisation, on: on, softEnd: softEnd, hardEnd: hardEnd, document: document,
                reason: reason)
            try shape.report(
                try await session.services.training.extendCycle(
                    cycle, order, on: session.today, caller: session.caller))
        }
    }

    struct Withdraw: SessionCommand {
        static let route = "POST /v1/cycles/{cycle}/withdrawal"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤销周期，任务随之终止", en: "Withdraw a cycle; its duties end"))
        @OptionGroup var shape: Shape
        @Argument(help: CycleCommand.cycle) var cycle: Reference<Cycle>
        @Option(name: .customLong("for"), help: member("organisation", of: CycleWithdrawal.self))
        var organisation: String?
        @Option(help: member("on", of: CycleWithdrawal.self)) var on: Day?
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            let order = CycleWithdrawal(organisation: organisation, on: on, document: document, reason: reason)
            try shape.report(
                try await session.services.training.withdrawCycle(
                    cycle, order, on: session.today, caller: session.caller))
        }
    }

    struct Changes: SessionCommand {
        static let route = "GET /v1/cycles/{cycle}/changes"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "周期的更正、延长与撤销", en: "Corrections, extensions and withdrawal of a cycle"))
        @OptionGroup var shape: Shape
        @Argument(help: CycleCommand.cycle) var cycle: Reference<Cycle>
        @Option(name: .customLong("for"), help: member("organisation", of: CycleQuery.self)) var organisation: String?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.training.changes(
                    of: cycle, CycleQuery(organisation: organisation), caller: session.caller))
        }
    }
}
