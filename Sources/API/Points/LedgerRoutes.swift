import Composition
import HTTPTypes
import Points

/// The routes of the ledger: entries, scores and what a member sees of their own.
enum LedgerRoutes {
    static let all: [Endpoint] = [
        .write(
            .post, "/v1/points/entries",
            "Enter items that need no claim, all or nothing; a known key makes nothing twice", takes: PostsOrder.self
        ) { request, order in
            try await request.services.points.post(order, on: request.today, caller: request.caller)
        }.resumable,
        .list("/v1/points/subjects/{subject}/entries", "A subject's entries in their order", EntryQuery.self) {
            request, query, page in
            try await request.services.points.entries(
                of: request.reference("subject"), query, page, caller: request.caller)
        },
        .get("/v1/points/subjects/{subject}/score", "A score as of any day, line by line", ScoreQuery.self) {
            request, query in
            try await request.services.points.score(
                query, of: request.reference("subject"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/subjects/{subject}/reversals", "Reverse an entry by a decision",
            takes: ReversalOrder.self
        ) { request, order in
            try await request.services.points.reverse(
                order, of: request.reference("subject"), on: request.today, caller: request.caller)
        }.resumable,
        .get("/v1/points/me", "The person behind the account and the schemes they take part in") { request in
            try await request.services.points.ownPoints(caller: request.caller)
        },
        .list("/v1/points/me/entries", "One's own entries", EntryQuery.self) { request, query, page in
            try await request.services.points.entries(of: nil, query, page, caller: request.caller)
        },
        .get("/v1/points/me/score", "One's own score, line by line", ScoreQuery.self) { request, query in
            try await request.services.points.score(query, of: nil, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/points/verifications", "Check every chain and every published sheet", takes: PointsScope.self
        ) { request, order in try await request.services.points.verify(order, caller: request.caller) }.long,
        .write(
            .post, "/v1/accounts/{account}/person", "Link an account to the person it stands for",
            takes: AccountPersonOrder.self
        ) { request, order in
            try await request.services.points.link(request.identifier("account"), order, caller: request.caller)
        },
    ]
}
