import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Training
import Wire

/// How far training is, and what was held.
struct ProgressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress", abstract: localized(zh: "培训进度与月报", en: "Progress of training, and monthly reports"),
        subcommands: [
            Show.self, People.self, Classes.self, Report.self, Reports.self, Sent.self, Print.self,
        ],
        defaultSubcommand: Show.self)

    struct Filter: ParsableArguments {
        @Option(help: member("as_of")) var asOf: Day?
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("cycle", of: ProgressQuery.self)) var cycle: Reference<Cycle>?
        @Option(help: member("kind", of: ProgressQuery.self)) var kind: DutyKind?
        @Option(help: member("field", of: ProgressQuery.self)) var field: Field?
        @Option(help: member("level", of: ProgressQuery.self)) var level: Level?
        @Option(help: member("post", of: ProgressQuery.self)) var post: String?

        func query(by: ProgressGrouping? = nil) -> ProgressQuery {
            ProgressQuery(
                asOf: asOf, scope: scope, by: by, cycle: cycle, kind: kind, field: field, level: level, post: post)
        }
    }

    struct Show: SessionCommand {
        static let route = "GET /v1/progress"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "应训、已训、未训、免训及每月需训人数，可按任何一天查询",
                en: "Due, trained, untrained and exempt, and how many a month are needed, as of any day"))
        @OptionGroup var shape: Shape
        @OptionGroup var filter: Filter
        @Option(help: member("by", of: ProgressQuery.self)) var by: ProgressGrouping?

        func run(_ session: Session) async throws {
            let table = try await session.services.training.progress(
                filter.query(by: by), on: session.today, caller: session.caller)
            try shape.show(table, parts: table.items.count > 1 ? table.items + [table.total] : table.items)
        }
    }

    struct People: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/trainees"
        static let sensitive = SensitiveRead.trainees
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "进度表背后的名单，默认未训人员", en: "The names behind the table, by default the untrained"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @OptionGroup var filter: Filter
        @Option(help: member("standing", of: TraineeQuery.self)) var standing: [TraineeStanding] = []

        func run(_ session: Session) async throws {
            let query = TraineeQuery(filter: filter.query(), standing: standing)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.training.trainees(query, $0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Classes: SessionCommand {
        static let route = "GET /v1/class-statistics"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "已办班次：期数、人次、学时、费用", en: "Classes held: person-times, hours and cost"))
        @OptionGroup var shape: Shape
        @Option(help: member("from", of: StatisticsQuery.self)) var from: Day?
        @Option(help: member("through", of: StatisticsQuery.self)) var through: Day?
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("by", of: StatisticsQuery.self)) var by: StatisticsGrouping?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.training.statistics(
                    StatisticsQuery(from: from, through: through, scope: scope, by: by), on: session.today,
                    caller: session.caller))
        }
    }

    struct Report: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/training-reports"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "生成月报并按报送时的样子存档，列出每个数与上次的增减；再看或导出用 progress sent",
                en:
                    "Make the report of a month and keep it as it is sent, each number beside the last one; see or "
                    + "export it again by progress sent"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("month", of: TrainingReportOrder.self)) var month: Month
        @Option(help: member("as_of", of: TrainingReportOrder.self)) var asOf: Day?
        @Option(help: member("document", of: TrainingReportOrder.self)) var document: String

        func run(_ session: Session) async throws {
            // Nothing is filed that could not be shown.
            if shape.format == .xlsx { try Terminal.requireFile() }
            let sent = try await session.services.training.report(
                TrainingReportOrder(month: month, asOf: asOf, document: document), of: organisation,
                on: session.today, caller: session.caller)
            Terminal.talk(sent.summary.localized)
            try shape.show(sent)
        }
    }

    struct Reports: SessionCommand {
        static let route = "GET /v1/organisations/{organisation}/training-reports"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "已报送的月报", en: "The monthly reports on file"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.training.sentReports(of: organisation, caller: session.caller))
        }
    }

    struct Sent: SessionCommand {
        static let route = "GET /v1/organisations/{organisation}/training-report"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个月的月报，按报送时的样子，每次相同；不另存",
                en: "The report of a month as it was sent, the same each time; nothing is filed"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("month", of: TrainingReportQuery.self)) var month: Month
        @Option(help: member("number", of: TrainingReportQuery.self)) var number: Int?

        func run(_ session: Session) async throws {
            let sent = try await session.services.training.sentReport(
                of: organisation, TrainingReportQuery(month: month, number: number), caller: session.caller)
            Terminal.talk(sent.summary.localized)
            try shape.show(sent)
        }
    }

    struct Print: ServiceCommand {
        static let route = "GET /v1/organisations/{organisation}/training-report.html"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "打印（HTML）：报送过的月报，每个数与上次的增减",
                en: "A report that was sent, ready to print as HTML, with the difference of each number"))
        @OptionGroup var globals: Globals
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("month", of: TrainingReportQuery.self)) var month: Month
        @Option(help: member("number", of: TrainingReportQuery.self)) var number: Int?

        func run(_ session: Session) async throws {
            Terminal.write(
                try await session.services.training.printedReport(
                    of: organisation, TrainingReportQuery(month: month, number: number), CommandLanguage.current,
                    caller: session.caller))
        }
    }
}

extension Shape {
    /// On the screen numbers that are nothing, then and now, are left out; a file has them all.
    fileprivate func show(_ sent: TrainingReportSent) throws {
        try show(sent, parts: format == .table ? sent.figures.filter { !$0.isEmpty } : sent.figures)
    }
}

extension ProgressGrouping: WordOption {}
extension StatisticsGrouping: WordOption {}
extension TraineeStanding: WordOption {}
