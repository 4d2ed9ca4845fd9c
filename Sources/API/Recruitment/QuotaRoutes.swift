import Composition
import HTTPTypes
import Kernel
import Recruitment

/// The routes of seats, structure and what follows from them.
enum QuotaRoutes {
    static let all: [Endpoint] = [
        .get(
            "/v1/recruitment/quotas/{organisation}",
            "A year's seats of an organisation and of those directly below it", QuotaQuery.self
        ) { request, query in
            try await request.services.recruitment.quota(
                of: request.reference("organisation"), query, on: request.today, caller: request.caller)
        },
        .write(.post, "/v1/recruitment/quotas", "Give seats or take some back", takes: QuotaOrder.self) {
            request, order in
            try await request.services.recruitment.changeQuota(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/bounds",
            "Guarantee an organisation seats of a year, and say how many it gets at most", takes: BoundOrder.self
        ) { request, order in
            try await request.services.recruitment.setBound(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/floors", "Ask for at least so many of a group in a year", takes: FloorOrder.self
        ) { request, order in
            try await request.services.recruitment.setFloor(order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/allocations", "Propose how to divide seats; nothing is given out by it",
            takes: AllocationOrder.self
        ) { request, order in
            try await request.services.recruitment.proposeAllocation(order, on: request.today, caller: request.caller)
        }.long,
        .write(
            .post, "/v1/recruitment/projections", "What admitting people would do to the shares of each group",
            takes: ProjectionOrder.self
        ) { request, order in
            try await request.services.recruitment.project(order, on: request.today, caller: request.caller)
        },
        .write(.put, "/v1/people/{person}/groups", "Say which groups a person is in", takes: GroupsOrder.self) {
            request, order in
            try await request.services.recruitment.setGroups(
                order, of: request.reference("person"), on: request.today, caller: request.caller)
        },
        .get("/v1/people/{person}/groups", "Which groups a person is in, those of the register included") { request in
            try await request.services.recruitment.groups(
                of: request.reference("person"), on: request.today, caller: request.caller)
        },
        .list("/v1/recruitment/idle-branches", "Branches that admitted nobody for years", IdleQuery.self) {
            request, query, page in
            try await request.services.recruitment.idleBranches(query, page, on: request.today, caller: request.caller)
        },
        .list(
            "/v1/recruitment/ageing",
            "Activists and targets who exceed the age of the young within the given number of months",
            AgeingQuery.self
        ) { request, query, page in
            try await request.services.recruitment.ageing(query, page, on: request.today, caller: request.caller)
        },
    ]
}
