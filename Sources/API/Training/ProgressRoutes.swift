import Composition
import HTTPTypes
import Kernel
import Training
import Wire

/// The routes of progress, class statistics and monthly reports.
enum ProgressRoutes {
    static let all: [Endpoint] = [
        .get(
            "/v1/progress", "Due, trained, untrained and exempt by part, as of any day", ProgressQuery.self
        ) { request, query in
            try await request.services.training.progress(query, on: request.today, caller: request.caller)
        },
        .list("/v1/trainees", "The names behind a table of progress", TraineeQuery.self, export: .trainees) {
            request, query, page in
            try await request.services.training.trainees(query, page, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/class-statistics", "Classes held, person-times, hours and cost by part", StatisticsQuery.self
        ) { request, query in
            try await request.services.training.statistics(query, on: request.today, caller: request.caller)
        },
        .get("/v1/class-budgets", "What classes cost, with sums by host and year", BudgetQuery.self) { request, query in
            try await request.services.training.budgets(query, on: request.today, caller: request.caller)
        },
        Endpoint(
            method: .get, path: "/v1/class-budgets.html", summary: "The same, ready to print",
            query: QueryParameter.members(of: BudgetQuery.self), answer: .html
        ) { request in
            let text = try await request.services.training.printedBudgets(
                request.decoded(BudgetQuery.self), request.language, on: request.today, caller: request.caller)
            return .text(type: "text/html; charset=utf-8", text)
        },
        .write(
            .post, "/v1/classes/{class}/budget", "Decide about standard, travel days and ceiling of a class",
            takes: ClassBudgetOrder.self
        ) { request, order in
            try await request.services.training.setBudget(request.reference("class"), order, caller: request.caller)
        },
        .write(
            .post, "/v1/organisations/{organisation}/training-reports", "Keep the report of a month as it is sent",
            takes: TrainingReportOrder.self
        ) { request, order in
            try await request.services.training.report(
                order, of: request.reference("organisation"), on: request.today, caller: request.caller)
        },
        .get("/v1/organisations/{organisation}/training-reports", "The monthly reports on file, newest first") {
            request in
            try await request.services.training.sentReports(
                of: request.reference("organisation"), caller: request.caller)
        },
        .get(
            "/v1/organisations/{organisation}/training-report", "The report of a month as it was sent",
            TrainingReportQuery.self
        ) { request, query in
            try await request.services.training.sentReport(
                of: request.reference("organisation"), query, caller: request.caller)
        },
        Endpoint(
            method: .get, path: "/v1/organisations/{organisation}/training-report.html",
            summary: "The same, ready to print", query: QueryParameter.members(of: TrainingReportQuery.self),
            answer: .html
        ) { request in
            let text = try await request.services.training.printedReport(
                of: request.reference("organisation"), request.decoded(TrainingReportQuery.self), request.language,
                caller: request.caller)
            return .text(type: "text/html; charset=utf-8", text)
        },
    ]
}
