import Composition
import HTTPTypes
import Kernel
import Members

/// The routes of decisions about memberships and of yearly balances.
enum LifeRoutes {
    static let all: [Endpoint] = [
        .get("/v1/membership/grounds", "What can be decided about a membership, and on which grounds") { request in
            request.services.members.decisionGrounds
        },
        .get("/v1/people/{person}/decisions", "What was decided about a membership") { request in
            try await request.services.members.decisions(
                about: request.reference("person"), caller: request.caller)
        }.sensitive(.decisions),
        .write(
            .post, "/v1/people/{person}/decisions", "Record a decision about a membership, on a ground",
            takes: DecisionOrder.self
        ) { request, order in
            try await request.services.members.decide(
                order, about: request.reference("person"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/people/{person}/decisions/{decision}/annulment",
            "Annul a decision that ended a membership and was recorded by mistake", takes: DecisionAnnulment.self
        ) { request, order in
            try await request.services.members.annul(
                decision: request.reference("decision"), about: request.reference("person"), order,
                caller: request.caller)
        },
        .get(
            "/v1/organisations/{organisation}/statistics",
            "Members by sex, age, time of admission, field, child or an attribute, as of a day",
            MemberStatisticsQuery.self
        ) { request, query in
            try await request.services.members.statistics(
                of: request.reference("organisation"), query, on: request.today, caller: request.caller)
        },
        .list(
            "/v1/organisations/{organisation}/statistics/people", "The members of one part of a statistic",
            MemberPartQuery.self
        ) { request, query, page in
            try await request.services.members.people(
                ofPart: query, of: request.reference("organisation"), page, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/organisations/{organisation}/balances/{year}", "Members last year, what came and went, and members now"
        ) { request in
            try await request.services.members.balance(
                of: request.reference("organisation"), year: request.number("year"), on: request.today,
                caller: request.caller)
        },
        .write(
            .post, "/v1/organisations/{organisation}/balances/{year}", "Keep a year's balance as it is sent",
            takes: BalanceReport.self
        ) { request, order in
            try await request.services.members.report(
                order, of: request.reference("organisation"), year: request.number("year"), on: request.today,
                caller: request.caller)
        },
    ]
}
