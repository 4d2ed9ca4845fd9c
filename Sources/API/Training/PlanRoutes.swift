import Composition
import HTTPTypes
import Kernel
import Training

/// The routes of plans and calendars.
enum PlanRoutes {
    static let all = plans + decisions

    private static let plans: [Endpoint] = [
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
        .write(
            .post, "/v1/plans/previews", "Read a plan by name: who sits where, and what changes; writes nothing",
            takes: PlanPreview.self
        ) { request, order in
            try await request.services.training.previewPlan(order, on: request.today, caller: request.caller)
        }.long,
        .list("/v1/plans", "Plans that were accepted") { request, page in
            try await request.services.training.plans(page, caller: request.caller)
        },
        .list(
            "/v1/plans/{plan}/seats", "Who sits where in an accepted plan, and what changed, as filed",
            PlanSeatQuery.self, export: .seats
        ) { request, query, page in
            try await request.services.training.seats(
                of: request.reference("plan"), query, page, caller: request.caller)
        },
    ]

    /// What every plan heeds.
    private static let decisions: [Endpoint] = [
        .list("/v1/seatings", "Who is pinned to a class or excluded from one", SeatingQuery.self, export: .seats) {
            request, query, page in
            try await request.services.training.seatings(query, page, caller: request.caller)
        },
        .write(.post, "/v1/seatings", "Pin somebody to a class, or exclude them from it", takes: SeatingOrder.self) {
            request, order in
            try await request.services.training.decideSeating(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/seatings/withdrawals", "Withdraw a pin or an exclusion", takes: SeatingWithdrawal.self
        ) { request, order in
            try await request.services.training.withdrawSeating(order, on: request.today, caller: request.caller)
        },
        .list("/v1/absences", "Who is away for a time", AbsenceQuery.self, export: .absences) { request, query, page in
            try await request.services.training.absences(query, page, caller: request.caller)
        },
        .write(.post, "/v1/absences", "Record an absence", takes: AbsenceOrder.self) { request, order in
            try await request.services.training.recordAbsence(order, caller: request.caller)
        },
        .write(.post, "/v1/absences/withdrawals", "Withdraw an absence", takes: AbsenceWithdrawal.self) {
            request, order in
            try await request.services.training.withdrawAbsence(order, on: request.today, caller: request.caller)
        },
    ]
}
