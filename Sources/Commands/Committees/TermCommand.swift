import Access
import ArgumentParser
import Civil
import Committees
import Composition
import Kernel
import Organisations
import Wire

/// Committees and their terms (换届).
struct TermCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "term",
        abstract: localized(zh: "换届和设置：各届委员会的任期、人数与设置", en: "Committees: their terms, and forms that fit their size"),
        subcommands: [List.self, Sizes.self, Begin.self, Extend.self, Withdraw.self, Import.self])

    struct List: SessionCommand {
        static let route = "GET /v1/terms"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "谁即将届满、谁届满未换、谁没有登记", en: "Whose term ends soon, is over, or is not on file"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("state", of: TermQuery.self)) var state: [TermState] = []
        @Option(help: member("as_of", of: TermQuery.self)) var asOf: Day?

        func run(_ session: Session) async throws {
            let query = TermQuery(scope: scope, state: state.isEmpty ? nil : state, asOf: asOf)
            try await shape.show(paging) {
                try await session.services.terms.terms(query, $0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Sizes: SessionCommand {
        static let route = "GET /v1/sizes"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "人数与设置不符的党组织：该设总支、党委、联合支部或支委会的",
                en: "Organisations whose form no longer fits their number of members"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("as_of", of: SizeQuery.self)) var asOf: Day?

        func run(_ session: Session) async throws {
            let query = SizeQuery(scope: scope, asOf: asOf)
            try await shape.show(paging) {
                try await session.services.terms.sizes(query, $0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Begin: SessionCommand {
        static let route = "POST /v1/terms"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记换届选举；上一届随之结束", en: "Enter an election; the term before ends with it"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("since", of: TermOrder.self)) var since: Day
        @Option(help: member("due", of: TermOrder.self)) var due: Day?
        @Option(help: member("name", of: TermOrder.self)) var name: String?
        @Option(help: member("document")) var document: String
        @Option(help: member("reason", of: TermOrder.self)) var reason: String?

        func run(_ session: Session) async throws {
            let order = TermOrder(
                organisation: organisation, since: since, due: due, name: name, document: document, reason: reason)
            try shape.report(
                try await session.services.terms.begin(order, on: session.today, caller: session.caller))
        }
    }

    struct Extend: SessionCommand {
        static let route = "POST /v1/terms/extensions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记经批准的延期换届", en: "Enter that the superior moved an election to a later day"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("until", of: TermExtensionOrder.self)) var until: Day
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String
        @Flag(help: member("anyway", of: TermExtensionOrder.self)) var anyway = false

        func run(_ session: Session) async throws {
            let order = TermExtensionOrder(
                organisation: organisation, until: until, document: document, reason: reason,
                anyway: anyway ? true : nil)
            try shape.report(try await session.services.terms.extend(order, caller: session.caller))
        }
    }

    struct Withdraw: SessionCommand {
        static let route = "POST /v1/terms/withdrawals"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤回登记有误的一届", en: "Withdraw a term that was entered by mistake"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("since", of: TermWithdrawal.self)) var since: Day?
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            let order = TermWithdrawal(organisation: organisation, since: since, reason: reason)
            try shape.report(try await session.services.terms.withdraw(order, caller: session.caller))
        }
    }

    struct Import: SessionCommand {
        static let route = "POST /v1/imports/terms"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入各届任期", en: "Import terms from CSV"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: ImportFile

        func run(_ session: Session) async throws {
            try shape.report(
                try await input.imported(as: "terms", session) {
                    try await session.services.terms.importTerms($0, $1, on: session.today, caller: session.caller)
                })
        }
    }
}

extension TermState: WordOption {}
