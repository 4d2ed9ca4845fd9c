import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Points
import Wire

/// Rankings, periods and their sheets.
extension PointsCommand {
    /// The closed period that a command is about.
    struct Named: ParsableArguments {
        @Argument(
            help: help(
                zh: "周期：办法:党组织:其中任一天，如 wendeng-village:610116:2026-01-01，或编号",
                en:
                    "Period: scheme:organisation:any of its days, such as wendeng-village:610116:2026-01-01, "
                    + "or identifier"
            ))
        var period: Reference<PointsPeriod>
    }

    struct Ranking: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/points/schemes/{scheme}/ranking"
        static let sensitive = SensitiveRead.ranking
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "未结账周期的排名", en: "The ranking of a period that is still open"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var place: PlaceOptions
        @OptionGroup var purpose: PurposeOption

        func run(_ session: Session) async throws {
            try await shape.show(paging, Self.sensitive, place.place, session) {
                try await session.services.points.liveRanking(
                    place.place, scheme: place.scheme, $0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Proposals: SessionCommand {
        static let route = "GET /v1/points/schemes/{scheme}/proposals"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "低分建议：只供决定参考", en: "What low scores suggest; people decide"))
        @OptionGroup var shape: Shape
        @OptionGroup var place: PlaceOptions

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.points.proposals(
                    place.place, scheme: place.scheme, on: session.today, caller: session.caller))
        }
    }

    struct Close: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/closings"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "结账：定等、排名、固定公示表", en: "Close a period: grades, ranks, and a sheet that stays"))
        @OptionGroup var shape: Shape
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("organisation", of: ClosingOrder.self)) var organisation: Reference<Organisation>
        @Option(help: member("day", of: ClosingOrder.self)) var day: Day
        @Option(help: member("decision", of: ClosingOrder.self)) var decision: String
        @Option(help: member("waived", of: ClosingOrder.self)) var waive: [Int] = []

        func run(_ session: Session) async throws {
            let order = ClosingOrder(
                organisation: organisation, day: day, decision: decision, waived: waive.isEmpty ? nil : waive)
            try shape.report(
                try await session.services.points.close(
                    order, scheme: scheme.scheme, on: session.today, caller: session.caller))
        }
    }

    struct Reopen: SessionCommand {
        static let route = "POST /v1/points/periods/{period}/reopening"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "依决定重开周期", en: "Reopen a period by a decision"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @Option(help: member("decision", of: ReopeningOrder.self)) var decision: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.reopen(
                    named.period, ReopeningOrder(decision: decision), on: session.today, caller: session.caller))
        }
    }

    struct Periods: SessionCommand {
        static let route = "GET /v1/points/periods"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "结过账的周期", en: "Periods that were closed"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scheme", of: PeriodQuery.self)) var scheme: String?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.points.periods(PeriodQuery(scheme: scheme), $0, caller: session.caller)
            }
        }
    }

    struct Sheet: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/points/periods/{period}/sheet, GET /v1/points/periods/{period}/sheet.csv"
        static let sensitive = SensitiveRead.sheet
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "公示表；csv、xlsx 且不分页时为整表，按办法规定的列",
                en: "The published sheet; as CSV or xlsx without paging the whole of it, in the scheme's own columns"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var named: Named
        @OptionGroup var scope: ScopeOption
        @OptionGroup var purpose: PurposeOption

        func run(_ session: Session) async throws {
            let points = session.services.points
            if shape.format.isExport, paging.limit == nil, paging.after == nil {
                let sheet = try await points.publicitySheet(of: named.period, scope.part, caller: session.caller)
                return try shape.write(sheet)
            }
            try await shape.show(paging, Self.sensitive, scope.part, session) {
                try await points.sheet(of: named.period, scope.part, $0, caller: session.caller)
            }
        }
    }

    struct Ranks: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/points/periods/{period}/ranking"
        static let sensitive = SensitiveRead.ranking
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "已结账周期的排名", en: "The ranks of a closed period"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var named: Named
        @OptionGroup var scope: ScopeOption
        @OptionGroup var purpose: PurposeOption

        func run(_ session: Session) async throws {
            try await shape.show(paging, Self.sensitive, scope.part, session) {
                try await session.services.points.ranking(of: named.period, scope.part, $0, caller: session.caller)
            }
        }
    }

    struct Averages: SessionCommand {
        static let route = "GET /v1/points/periods/{period}/averages"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "各支部平均分", en: "The mean score of each branch"))
        @OptionGroup var shape: Shape
        @OptionGroup var named: Named
        @OptionGroup var scope: ScopeOption

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.points.averages(of: named.period, scope.part, caller: session.caller))
        }
    }
}
