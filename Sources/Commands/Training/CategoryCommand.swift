import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Training
import Wire

/// Groups of trainees that are neither a post nor a standing.
struct CategoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "category", abstract: localized(zh: "人员类别", en: "Categories of people"),
        subcommands: [Add.self, End.self, List.self, Import.self])

    struct Add: SessionCommand {
        static let route = "POST /v1/categories"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记某人属于一个类别", en: "Enter that a person belongs to a category"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Argument(help: member("category", of: CategoryOrder.self)) var category: String
        @Option(help: member("organisation", of: CategoryOrder.self)) var organisation: Reference<Organisation>?
        @Option(help: member("since", of: CategoryOrder.self)) var since: Day
        @Option(help: member("until", of: CategoryOrder.self)) var until: Day?
        @Option(help: member("source", of: CategoryOrder.self)) var source: String

        func run(_ session: Session) async throws {
            let order = CategoryOrder(
                person: person, category: category, organisation: organisation, since: since, until: until,
                source: source)
            try shape.report(try await session.services.training.categorise(order, caller: session.caller))
        }
    }

    struct End: SessionCommand {
        static let route = "POST /v1/categories/end"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "终止或作废一项登记", en: "End an entry, or annul one that was wrong"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Argument(help: member("category", of: CategoryEnd.self)) var category: String
        @Option(help: member("organisation", of: CategoryEnd.self)) var organisation: Reference<Organisation>?
        @Option(help: member("until", of: CategoryEnd.self)) var until: Day?
        @Flag(help: member("wrong", of: CategoryEnd.self)) var wrong = false
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            let order = CategoryEnd(
                person: person, category: category, organisation: organisation, until: until, wrong: wrong,
                reason: reason)
            try shape.report(try await session.services.training.endCategory(order, caller: session.caller))
        }
    }

    struct List: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/categories"
        static let sensitive = SensitiveRead.categories
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出各类人员", en: "List who belongs to which category"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("category", of: CategoryQuery.self)) var category: String?

        func run(_ session: Session) async throws {
            let query = CategoryQuery(scope: scope, category: category)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.training.categories(query, $0, caller: session.caller)
            }
        }
    }

    struct Import: SessionCommand {
        static let route = "POST /v1/imports/categories"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入人员类别", en: "Import categories from a sheet"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: ImportFile

        func run(_ session: Session) async throws {
            try shape.report(
                try await input.imported(as: "categories", session) {
                    try await session.services.training.importCategories($0, $1, caller: session.caller)
                })
        }
    }
}
