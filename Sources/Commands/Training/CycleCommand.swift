import ArgumentParser
import Composition
import Kernel
import Organisations
import Training
import Wire

/// Rotation cycles.
struct CycleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cycle", abstract: localized(zh: "轮训周期", en: "Rotation cycles"),
        subcommands: [
            Open.self, List.self, Definitions.self, Correct.self, Extend.self, Withdraw.self, Changes.self,
        ])

    struct Open: SessionCommand {
        static let route = "POST /v1/cycles"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "为一个党组织及其下级开启周期", en: "Open a cycle for an organisation and everything below"))
        @OptionGroup var shape: Shape
        @Argument(help: member("key", of: CycleOrder.self)) var key: String
        @Option(name: .customLong("for"), help: member("organisation", of: CycleOrder.self))
        var organisation: Reference<Organisation>
        @Flag(help: member("instead", of: CycleOrder.self)) var instead = false

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.openCycle(
                    CycleOrder(key: key, organisation: organisation, instead: instead), caller: session.caller))
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/cycles"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出周期", en: "List the cycles"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.training.cycles(caller: session.caller))
        }
    }

    struct Definitions: SessionCommand {
        static let route = "GET /v1/cycles/definitions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出规则文件里可开启的周期", en: "List the cycles of the rule file, which can be opened"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.show(try session.services.training.definedCycles(caller: session.caller))
        }
    }
}
