import Wire
import Composition
import Organisations
import HTTPTypes
import Access
import Civil
import Foundation
import Kernel
import Postgres

struct CallerBody: Codable, Sendable {
    let account: String
    let name: String
    let roles: [String]
    let scope: String
}

struct TokenOrderBody: Codable, Sendable {
    let name: String
    let role: String
    let scope: String
    let days: Int?
}

struct NewTokenBody: Codable, Sendable {
    let id: String
    let account: String
    /// Shown once.
    let secret: String
    let expires: String
}

struct TokenBody: Codable, Sendable {
    let id: String
    let account: String
    let scope: String
    let created: String
    let expires: String
    let revoked: Bool
}

struct GrantBody: Codable, Sendable {
    let account: String
    let role: String
    let scope: String
    let since: String?
    let until: String?
}

struct ActBody: Codable, Sendable {
    let id: String
    let at: String
    let account: String
    let door: String
    let action: String
    let subjectKind: String
    let subject: String?
    let path: String
    /// JSON as it was recorded.
    let before: String?
    let after: String?
}

/// The routes of tokens, grants and the audit trail.
enum AccessRoutes {
    private static let subject = QueryParameter(
        name: "subject", type: "string", summary: "Only what concerns this identifier")

    static let all: [Endpoint] = [
        .get("/v1/me", "Who the token says the caller is") { request in
            let caller = request.caller
            return CallerBody(
                account: caller.account.text, name: caller.name,
                roles: caller.roles.map(\.key).sorted(), scope: caller.scope.low)
        },
        .get("/v1/roles", "The roles that a grant can give, with their permissions") { request in
            Page(whole: try await request.services.access.roles(on: request.today, caller: request.caller))
        },
        .get("/v1/tokens", "Tokens of the caller's scope", query: [.limit, .after]) { request in
            PageBody(try await request.services.access.tokens(request.page(), caller: request.caller)) {
                TokenBody(
                    id: $0.id.text, account: $0.account, scope: $0.path,
                    created: Instant.text($0.created),
                    expires: Instant.text($0.expires), revoked: $0.revoked)
            }
        },
        .write(
            .post, "/v1/tokens", "Issue a token; its secret is shown once", isSecret: true, takes: TokenOrderBody.self
        ) { request, body in
            let days = body.days ?? 90
            guard (1...3650).contains(days) else {
                throw AppError.invalidValue("days", String(days), expected: .verbatim("1…3650"))
            }
            let organisation = try await request.services.organisations.organisation(body.scope, caller: request.caller)
            let token = try await request.services.access.issue(
                name: body.name, role: Role(body.role), path: organisation.path,
                since: request.today, until: nil,
                expires: Date().addingTimeInterval(Double(days) * 86_400), caller: request.caller)
            return NewTokenBody(
                id: token.id.text, account: token.account.text,
                secret: token.secret,
                expires: Instant.text(token.expires))
        },
        .write(.post, "/v1/grants", "Give an account one more grant", takes: GrantBody.self) { request, body in
            let organisation = try await request.services.organisations.organisation(body.scope, caller: request.caller)
            let account: Identifier<AccessService> = try APIRequest.identifier(body.account, "account")
            let id = try await request.services.access.grant(
                account: account.value, role: Role(body.role), path: organisation.path,
                since: APIRequest.day(body.since ?? request.today.description, "since"),
                until: body.until.map { text throws(AppError) in try APIRequest.day(text, "until") },
                caller: request.caller)
            return IdentifierBody(id: id.text)
        },
        Endpoint(
            method: .delete, path: "/v1/tokens/{id}", summary: "Revoke a token or a grant at once",
            answer: .json(.of(DoneBody.self))
        ) { request in
            let id: Identifier<AccessService> = try request.identifier()
            try await request.services.access.revoke(id.value, caller: request.caller)
            return .json(try request.encode(DoneBody(done: true)))
        },
        .get("/v1/audit", "The audit trail, newest first", query: [subject, .limit, .after]) { request in
            var wanted: Identifier<AccessService>?
            if let text = request.query["subject"] { wanted = try APIRequest.identifier(text, "subject") }
            return PageBody(
                try await request.services.access.auditEvents(subject: wanted?.value, request.page(), caller: request.caller)
            ) {
                ActBody(
                    id: $0.id.text, at: Instant.text($0.at), account: $0.account, door: $0.door,
                    action: $0.action,
                    subjectKind: $0.kind, subject: $0.subject?.text, path: $0.path,
                    before: $0.before?.text,
                    after: $0.after?.text)
            }
        },
    ]
}
