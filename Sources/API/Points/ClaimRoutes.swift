import Composition
import HTTPTypes
import Points
import Wire

/// The routes of claims, from making one to settling what was published.
enum ClaimRoutes {
    static let all: [Endpoint] = [
        .write(.post, "/v1/points/claims", "Make a claim; a known key makes nothing twice", takes: ClaimOrder.self) {
            request, order in
            try await request.services.points.claim(order, on: request.today, caller: request.caller)
        }.resumable,
        .importing(
            "/v1/points/schemes/{scheme}/claims/import", "Import claims from a sheet",
            sheet: "claims", for: .claimPoints, ImportOrder.self
        ) { request, order in
            try await request.services.points.importClaims(
                request.bytes, order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        }.resumable,
        .list("/v1/points/claims", "Claims by branch, then by age", ClaimQuery.self, export: .claims) {
            request, query, page in
            try await request.services.points.claims(query, page, caller: request.caller)
        },
        .get("/v1/points/claims/{claim}", "One claim and everything that became of it") { request in
            try await request.services.points.claim(request.reference("claim"), caller: request.caller)
        },
        .write(.post, "/v1/points/claims/{claim}/reviews", "Decide one level of review", takes: ClaimReviewOrder.self) {
            request, order in
            try await request.services.points.review(
                request.reference("claim"), order, on: request.today, caller: request.caller)
        }.resumable,
        .write(
            .post, "/v1/points/claims/{claim}/objections", "Object to what is published",
            takes: ClaimObjectionOrder.self
        ) { request, order in
            try await request.services.points.object(
                request.reference("claim"), order, on: request.today, caller: request.caller)
        },
        .write(.post, "/v1/points/claims/{claim}/decisions", "Decide on an objection", takes: ClaimDecisionOrder.self) {
            request, order in
            try await request.services.points.decide(
                request.reference("claim"), order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/claims/{claim}/withdrawal", "Withdraw a claim before it is posted",
            takes: ClaimWithdrawalOrder.self
        ) { request, order in
            try await request.services.points.withdraw(
                request.reference("claim"), order, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/points/schemes/{scheme}/objections", "Objections without a decision, with the day they are due",
            PointsScope.self
        ) { request, query in
            try await request.services.points.objections(
                query, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/schemes/{scheme}/settlements",
            "Post what was published long enough; repeating it is harmless", takes: PointsScope.self
        ) { request, order in
            try await request.services.points.settle(
                order, scheme: request.path("scheme"), on: request.today, caller: request.caller)
        }.resumable,
    ]
}
