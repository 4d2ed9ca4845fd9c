import Composition
import HTTPTypes
import Points
import Wire

/// The routes of periods: closing, sheets, rankings, averages and proposals.
enum PeriodRoutes {
    static let all: [Endpoint] = [
        .list("/v1/points/periods", "Periods that were closed", PeriodQuery.self) { request, query, page in
            try await request.services.points.periods(query, page, caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/closings", "Close a period: freeze its sheet", takes: ClosingOrder.self
        ) { request, order in
            try await request.services.points.close(
                order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        }.resumable.long,
        .write(
            .post, "/v1/points/periods/{period}/reopening", "Reopen a closed period by a decision",
            takes: ReopeningOrder.self
        ) { request, order in
            try await request.services.points.reopen(
                request.reference("period"), order, on: request.today, caller: request.caller)
        },
        .list("/v1/points/periods/{period}/sheet", "The published sheet, by branch", PointsScope.self, export: .sheet) {
            request, query, page in
            try await request.services.points.sheet(
                of: request.reference("period"), query, page, caller: request.caller)
        },
        Endpoint(
            method: .get, path: "/v1/points/periods/{period}/sheet.csv",
            summary: "The published sheet in the columns of the scheme's file",
            query: QueryParameter.members(of: PointsScope.self), answer: .csv,
            sensitive: .sheet
        ) { request in
            let sheet = try await request.services.points.publicitySheet(
                of: request.reference("period"), request.decoded(PointsScope.self), caller: request.caller)
            return .text(
                type: "text/csv; charset=utf-8", sheet.csv(.title, in: request.language, mark: true))
        },
        .list("/v1/points/periods/{period}/ranking", "Ranks of a closed period", PointsScope.self, export: .ranking) {
            request, query, page in
            try await request.services.points.ranking(
                of: request.reference("period"), query, page, caller: request.caller)
        },
        .get("/v1/points/periods/{period}/averages", "The mean score of each branch", PointsScope.self) {
            request, query in
            try await request.services.points.averages(of: request.reference("period"), query, caller: request.caller)
        },
        .list(
            "/v1/points/schemes/{scheme}/ranking", "The ranking of a period that is still open", PointsPlace.self,
            export: .ranking
        ) {
            request, query, page in
            try await request.services.points.liveRanking(
                query, scheme: request.path("scheme"), page, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/points/schemes/{scheme}/proposals", "What low scores suggest; nothing follows by itself",
            PointsPlace.self
        ) { request, query in
            try await request.services.points.proposals(
                query, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        },
    ]
}
