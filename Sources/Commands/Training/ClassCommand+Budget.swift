import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Training
import Wire

/// What classes cost.
extension ClassCommand {
    struct Budget: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "经费预算：标准、报到返程、批准额、汇总", en: "Budgets: standard, travel days, ceiling, sums"),
            subcommands: [Set.self, Show.self, Print.self])

        struct Set: SessionCommand {
            static let route = "POST /v1/classes/{class}/budget"
            static let configuration = CommandConfiguration(
                abstract: localized(zh: "定一个班次的预算", en: "Decide about the budget of a class"))
            @OptionGroup var shape: Shape
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @Option(help: member("standard", of: ClassBudgetOrder.self)) var standard: String?
            @Option(help: member("arrival_days", of: ClassBudgetOrder.self)) var arrivalDays: Int?
            @Option(help: member("departure_days", of: ClassBudgetOrder.self)) var departureDays: Int?
            @Option(help: member("ceiling", of: ClassBudgetOrder.self)) var ceiling: Amount?
            @Option(help: member("reason")) var reason: String?

            func run(_ session: Session) async throws {
                let order = ClassBudgetOrder(
                    standard: standard, arrivalDays: arrivalDays, departureDays: departureDays, ceiling: ceiling,
                    reason: reason)
                try shape.report(
                    try await session.services.training.setBudget(reference, order, caller: session.caller))
            }
        }

        struct Show: SessionCommand {
            static let route = "GET /v1/class-budgets"
            static let configuration = CommandConfiguration(
                abstract: localized(zh: "各班次费用，按主办单位和年度汇总", en: "What classes cost, with sums by host and year"))
            @OptionGroup var shape: Shape
            @OptionGroup var filter: BudgetOptions

            func run(_ session: Session) async throws {
                let table = try await session.services.training.budgets(
                    filter.query, on: session.today, caller: session.caller)
                try shape.show(table, parts: table.items)
                guard shape.format == .table, !table.items.isEmpty else { return }
                Terminal.write("\n")
                try shape.write(Table(table.hosts))
                Terminal.write("\n")
                try shape.write(Table(table.years + [table.total]))
            }
        }

        struct Print: ServiceCommand {
            static let route = "GET /v1/class-budgets.html"
            static let configuration = CommandConfiguration(
                abstract: localized(zh: "打印（HTML）：预算表", en: "The table ready to print, as HTML"))
            @OptionGroup var globals: Globals
            @OptionGroup var filter: BudgetOptions

            func run(_ session: Session) async throws {
                Terminal.write(
                    try await session.services.training.printedBudgets(
                        filter.query, CommandLanguage.current, on: session.today, caller: session.caller))
            }
        }
    }
}

struct BudgetOptions: ParsableArguments {
    @Option(help: member("from", of: BudgetQuery.self)) var from: Day?
    @Option(help: member("through", of: BudgetQuery.self)) var through: Day?
    @Option(help: member("scope")) var scope: Reference<Organisation>?

    var query: BudgetQuery { BudgetQuery(from: from, through: through, scope: scope) }
}
