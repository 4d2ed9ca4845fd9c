import Access
import Composition
import HTTPTypes
import Kernel

/// The routes of tokens, grants, roles and the audit trail.
enum AccessRoutes {
    static let all: [Endpoint] = [
        .get("/v1/me", "Who the token says the caller is") { $0.services.access.caller($0.caller) },
        .get("/v1/roles", "The roles that a grant can give, with their permissions") { request in
            Page(whole: try await request.services.access.roles(on: request.today, caller: request.caller))
        },
        .list("/v1/tokens", "Tokens of the caller's scope") { request, page in
            try await request.services.access.tokens(page, caller: request.caller)
        },
        .write(.post, "/v1/tokens", "Issue a token; its secret is shown once", isSecret: true, takes: TokenOrder.self) {
            request, order in
            try await request.services.access.issue(order, on: request.today, caller: request.caller)
        },
        .list("/v1/grants", "Grants of the caller's scope") { request, page in
            try await request.services.access.grants(page, caller: request.caller)
        },
        .write(.post, "/v1/grants", "Give an account one more grant", takes: GrantOrder.self) { request, order in
            try await request.services.access.grant(order, on: request.today, caller: request.caller)
        },
        .delete("/v1/tokens/{id}", "Revoke a token or a grant at once") { request in
            try await request.services.access.revoke(request.identifier(), caller: request.caller)
        },
        .list("/v1/audit", "The audit trail, newest first", AuditQuery.self) { request, query, page in
            try await request.services.access.auditEvents(query, page, caller: request.caller)
        },
    ]
}
