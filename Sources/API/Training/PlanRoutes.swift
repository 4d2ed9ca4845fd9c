import Composition
import HTTPTypes
import Kernel
import Training

/// The routes of plans and calendars.
enum PlanRoutes {
    static let all: [Endpoint] = [
        .write(
            .post, "/v1/plans/proposals", "Make a plan from the duties and classes on file; writes nothing",
            takes: PlanOrder.self
        ) { request, order in
            try await request.services.training.proposePlan(order, on: request.today, caller: request.caller).proposal
        }.long,
        .write(.post, "/v1/plans", "Accept a plan: write its enrolments", takes: PlanAcceptance.self) {
            request, order in
            try await request.services.training.acceptPlan(order, on: request.today, caller: request.caller)
        }.long,
        .write(
            .post, "/v1/calendars", "Draft the calendar of classes; written only when accepted",
            takes: CalendarOrder.self
        ) { request, order in
            try await request.services.training.draftCalendar(order, on: request.today, caller: request.caller)
        }.long,
        .list("/v1/plans", "Plans that were accepted") { request, page in
            try await request.services.training.plans(page, caller: request.caller)
        },
    ]
}
