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
        .get("/v1/accounts/{account}/certificates", "Client certificates of an account, the newest first") { request in
            Page(
                whole: try await request.services.access.certificates(
                    of: request.identifier("account"), caller: request.caller))
        },
        .write(
            .post, "/v1/accounts/{account}/certificates", "Let a client certificate sign in to an account",
            takes: CertificateOrder.self
        ) { request, order in
            try await request.services.access.bind(order, to: request.identifier("account"), caller: request.caller)
        },
        .delete(
            "/v1/accounts/{account}/certificates/{id}",
            "End what a client certificate can do, and the sessions of its account"
        ) { request in
            try await request.services.access.unbind(
                request.identifier(), of: request.identifier("account"), caller: request.caller)
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
        .list("/v1/substitutions", "Who acts in place of accounts of the caller's scope") { request, page in
            try await request.services.access.substitutions(page, caller: request.caller)
        },
        .write(
            .post, "/v1/substitutions", "Let an account act in the grants of another for some days",
            takes: SubstitutionOrder.self
        ) { request, order in
            try await request.services.access.substitute(order, on: request.today, caller: request.caller)
        },
        .delete("/v1/substitutions/{id}", "End a substitution before its time") { request in
            try await request.services.access.endSubstitution(request.identifier(), caller: request.caller)
        },
        .list("/v1/grants/waiting", "What waits for the word of a second administrator") { request, page in
            try await request.services.access.waiting(page, on: request.today, caller: request.caller)
        },
        .write(.post, "/v1/grants/{grant}/confirmation", "Put in force what another administrator decided") { request in
            try await request.services.access.confirm(request.identifier("grant"), caller: request.caller)
        },
        .write(
            .post, "/v1/grants/{grant}/refusal", "Refuse what another administrator decided", takes: RefusalOrder.self
        ) { request, order in
            try await request.services.access.refuse(request.identifier("grant"), order, caller: request.caller)
        },
        .write(
            .post, "/v1/tenures/{tenure}/suspension", "Suspend the access that goes with a post",
            takes: PostSuspensionOrder.self
        ) { request, order in
            try await request.services.access.suspend(request.identifier("tenure"), order, caller: request.caller)
        },
        .delete("/v1/suspensions/{id}", "End the suspension of the access that goes with a post") { request in
            try await request.services.access.resume(request.identifier(), caller: request.caller)
        },
        .list("/v1/access/review", "Every grant of the caller's scope, with what speaks against it") {
            request, page in
            try await request.services.access.review(page, on: request.today, caller: request.caller)
        },
        .list(
            "/v1/access/readings", "Who read ID numbers, exports and prints of the caller's people, by office",
            ReadingQuery.self
        ) { request, query, page in
            try await request.services.access.readings(query, page, caller: request.caller)
        },
    ]
}
