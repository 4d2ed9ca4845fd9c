import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Training
import Wire

/// Seats of a class that are kept for subtrees.
extension ClassCommand {
    struct Quota: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "为各党组织留的名额", en: "Seats that are kept for organisations"),
            subcommands: [Set.self, Remove.self, List.self], defaultSubcommand: Set.self)

        struct Set: SessionCommand {
            static let route = "POST /v1/classes/{class}/quotas"
            static let configuration = CommandConfiguration(
                abstract: localized(
                    zh: "为一个党组织及其下级留名额，或改变名额", en: "Keep seats for a subtree, or change how many"))
            @OptionGroup var shape: Shape
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @Option(name: .customLong("for"), help: member("organisation", of: ClassQuotaOrder.self))
            var organisation: Reference<Organisation>
            @Option(help: member("seats", of: ClassQuotaOrder.self)) var seats: Int
            @Option(help: member("release", of: ClassQuotaOrder.self)) var release: Day?
            @Option(help: member("reason")) var reason: String?

            func run(_ session: Session) async throws {
                let order = ClassQuotaOrder(
                    organisation: organisation, seats: seats, release: release, reason: reason)
                try shape.report(
                    try await session.services.training.setQuota(reference, order, caller: session.caller))
            }
        }

        struct Remove: SessionCommand {
            static let route = "POST /v1/classes/{class}/quotas/removals"
            static let configuration = CommandConfiguration(
                abstract: localized(zh: "不再留名额，席位放开", en: "Keep the seats no longer"))
            @OptionGroup var shape: Shape
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @Option(name: .customLong("for"), help: member("organisation", of: ClassQuotaRemoval.self))
            var organisation: Reference<Organisation>
            @Option(help: member("reason")) var reason: String?

            func run(_ session: Session) async throws {
                let order = ClassQuotaRemoval(organisation: organisation, reason: reason)
                try shape.report(
                    try await session.services.training.removeQuota(reference, order, caller: session.caller))
            }
        }

        struct List: SessionCommand {
            static let route = "GET /v1/classes/{class}/quotas"
            static let configuration = CommandConfiguration(
                abstract: localized(zh: "一个班次留的名额", en: "The quotas of a class"))
            @OptionGroup var shape: Shape
            @Argument(help: classHelp) var reference: Reference<TrainingClass>

            func run(_ session: Session) async throws {
                try shape.show(try await session.services.training.quotas(of: reference, caller: session.caller))
            }
        }
    }
}
