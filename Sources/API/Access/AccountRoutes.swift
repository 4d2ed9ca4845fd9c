import Access
import Composition
import HTTPTypes
import Kernel
import Points

/// The routes of accounts for who manages access.
enum AccountRoutes {
    static let all: [Endpoint] = [
        .list("/v1/accounts", "Accounts of the caller's scope") { request, page in
            try await request.services.access.accounts(page, caller: request.caller)
        },
        .write(
            .post, "/v1/accounts", "Make an account that signs in; its one-time secret is shown once", isSecret: true,
            takes: AccountOrder.self
        ) { request, order in
            try await request.services.access.add(order, on: request.today, caller: request.caller)
        },
        .write(
            .patch, "/v1/accounts/{account}", "Rename, deactivate or reactivate an account",
            takes: AccountChangeOrder.self
        ) { request, order in
            try await request.services.access.change(request.identifier("account"), order, caller: request.caller)
        },
        .write(
            .post, "/v1/accounts/{account}/reset", "Give an account a one-time secret; it is shown once",
            isSecret: true, takes: ResetOrder.self
        ) { request, order in
            try await request.services.access.reset(request.identifier("account"), order, caller: request.caller)
        },
        .write(
            .post, "/v1/accounts/{account}/tokens", "Issue a further token of an account; its secret is shown once",
            isSecret: true, takes: LabelledTokenOrder.self
        ) { request, order in
            try await request.services.access.issue(
                order, for: request.identifier("account"), caller: request.caller)
        },
        .delete("/v1/accounts/{account}/person", "End the link between an account and a person") { request in
            try await request.services.points.unlink(request.identifier("account"), caller: request.caller)
        },
        .write(
            .post, "/v1/tokens/{id}/rotation", "Replace the secret of a token; the new one is shown once",
            isSecret: true, takes: RotationOrder.self
        ) { request, order in
            try await request.services.access.rotate(request.identifier(), order, caller: request.caller)
        },
        .list("/v1/access/review", "Every grant of the caller's scope, with what speaks against it") {
            request, page in
            try await request.services.access.review(page, on: request.today, caller: request.caller)
        },
    ]
}
