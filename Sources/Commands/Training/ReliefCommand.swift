import ArgumentParser
import Civil
import Composition
import Kernel
import Training
import Wire

/// Extensions and exemptions.
struct ReliefCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relief", abstract: localized(zh: "延期与免训", en: "Extensions and exemptions"),
        subcommands: [Grant.self, Withdraw.self, List.self])

    struct Grant: SessionCommand {
        static let route = "POST /v1/reliefs"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "批准一项或多项任务的延期或免训", en: "Grant one for one duty or a list of them"))
        @OptionGroup var shape: Shape
        @Argument(help: member("duties", of: ReliefOrder.self)) var duties: [Reference<Duty>]
        @Option(help: member("duty_kind", of: ReliefOrder.self)) var dutyKind: DutyKind?
        @Option(help: member("kind", of: ReliefOrder.self)) var kind: Relief.Kind
        @Option(help: member("granted", of: ReliefOrder.self)) var granted: Day?
        @Option(help: member("expires", of: ReliefOrder.self)) var expires: Day
        @Option(help: member("reason")) var reason: String
        @Option(help: member("approver")) var approver: String
        @Option(help: member("document")) var document: String

        func run(_ session: Session) async throws {
            let order = ReliefOrder(
                duties: duties, dutyKind: dutyKind, kind: kind, granted: granted, expires: expires, reason: reason,
                approver: approver, document: document)
            try shape.report(
                try await session.services.training.grant(order, on: session.today, caller: session.caller))
        }
    }

    struct Withdraw: SessionCommand {
        static let route = "POST /v1/reliefs/{relief}/withdraw"
        static let configuration = CommandConfiguration(abstract: localized(zh: "撤回", en: "Withdraw one"))
        @OptionGroup var shape: Shape
        @Argument(
            help: help(
                zh: "有延期或免训的人员（有几项时加 --kind、--duty-kind 或 --document），或其编号（见 relief list）",
                en:
                    "A person who has one (of several the one of --kind, --duty-kind or --document), or its "
                    + "identifier, see relief list"))
        var relief: Reference<Relief>
        @Option(help: member("duty_kind", of: ReliefWithdrawal.self)) var dutyKind: DutyKind?
        @Option(help: member("kind", of: ReliefWithdrawal.self)) var kind: Relief.Kind?
        @Option(help: member("document", of: ReliefWithdrawal.self)) var document: String?
        @Option(help: member("on", of: ReliefWithdrawal.self)) var on: Day?
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.withdraw(
                    relief,
                    ReliefWithdrawal(
                        on: on, reason: reason, kind: kind, dutyKind: dutyKind, document: document),
                    on: session.today, caller: session.caller))
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/duties/{duty}/reliefs"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一项任务的延期与免训", en: "Extensions and exemptions of a duty"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: DutyOptions

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.training.reliefs(
                    of: subject.duty, subject.query, on: session.today, caller: session.caller))
        }
    }
}

extension Relief.Kind: WordOption {}
