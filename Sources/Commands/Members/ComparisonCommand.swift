import Access
import ArgumentParser
import Composition
import Kernel
import Members
import Organisations
import Sheets
import Wire

/// The register compared with the export of another one, and the decisions about what differs.
struct ComparisonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "comparison",
        abstract: localized(
            zh: "与上级系统导出的名册对照，逐条处理", en: "Compare the register with another one's export, and decide line by line"),
        subcommands: [Make.self, List.self, Lines.self, Decide.self])

    struct Make: SessionCommand {
        static let route = "POST /v1/comparisons"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "与一份人员表对照，不改动名册", en: "Compare with a sheet of people; nothing is changed"))
        @OptionGroup var shape: Shape
        @OptionGroup var input: SheetFile
        @Option(help: member("fill")) var fill: [String] = []
        @Flag(help: member("leave_columns")) var leaveColumns = false
        @Option(help: member("source", of: ComparisonOrder.self)) var source: String
        @Option(help: member("scope", of: ComparisonOrder.self)) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            let choices = SheetChoices(
                sheet: input.sheet, map: input.map, fixed: fill, leavesColumns: leaveColumns)
            let order = ComparisonOrder(scope: scope, source: source, dryRun: input.dryRun, choices)
            try shape.report(
                try await input.read(as: "people", session, choices) {
                    try await session.services.members.compare($0, order, on: session.today, caller: session.caller)
                })
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/comparisons"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出做过的对照", en: "List comparisons"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.members.comparisons(
                    ComparisonQuery(scope: scope), $0, caller: session.caller)
            }
        }
    }

    struct Lines: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/comparisons/{comparison}/lines"
        static let sensitive = SensitiveRead.comparison
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一次对照的差异，逐条", en: "What differs, line by line"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Argument(help: comparisonHelp) var comparison = Reference<Comparison>("latest")
        @Option(help: member("kind", of: ComparisonLineQuery.self)) var kind: ComparisonKind?
        @Option(help: member("field", of: ComparisonLineQuery.self)) var field: String?
        @Flag(help: member("open", of: ComparisonLineQuery.self)) var open = false

        func run(_ session: Session) async throws {
            let query = ComparisonLineQuery(kind: kind, field: field, open: open)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.members.comparisonLines(
                    of: comparison, query, $0, caller: session.caller)
            }
        }
    }

    struct Decide: SessionCommand {
        static let route = "POST /v1/comparisons/{comparison}/decisions"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "处理差异：采用对方（taken）、保留本库（kept）、另行办理（handled）",
                en: "Decide about lines: taken over, kept, or handled by another verb"))
        @OptionGroup var shape: Shape
        @Argument(help: member("decision", of: ComparisonDecisionOrder.self)) var decision: ComparisonVerdict
        @Argument(help: member("lines", of: ComparisonDecisionOrder.self)) var lines: [Int]
        @Option(help: comparisonHelp) var comparison = Reference<Comparison>("latest")
        @Option(help: member("reason")) var reason: String
        @Option(help: member("document")) var document: String?

        func run(_ session: Session) async throws {
            let order = ComparisonDecisionOrder(
                lines: lines, decision: decision, reason: reason, document: document)
            try shape.report(
                try await session.services.members.decide(
                    comparison, order, on: session.today, caller: session.caller))
        }
    }
}

extension ComparisonKind: WordOption {}
extension ComparisonVerdict: WordOption {}

private let comparisonHelp = help(zh: "对照的编号，默认最近一次", en: "The comparison, by default the newest one")
