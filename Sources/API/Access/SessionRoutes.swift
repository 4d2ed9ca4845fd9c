import Access
import Composition
import HTTPTypes
import Kernel

/// The routes of signing in, and of what a person does with their own account.
enum SessionRoutes {
    static let all: [Endpoint] = [
        .write(
            .post, "/v1/sessions", "Sign in; the secret of the session is shown once", isSecret: true,
            takes: SignInOrder.self
        ) { request, order in
            try await request.services.access.signIn(order, door: request.caller.door, from: .address(request.address))
        }.open,
        .write(
            .post, "/v1/sessions/first",
            "First sign-in: set the password by a one-time secret; the secret of the session is shown once",
            isSecret: true, takes: FirstSignInOrder.self
        ) { request, order in
            try await request.services.access.signInFirst(
                order, door: request.caller.door, from: .address(request.address))
        }.open,
        .write(
            .post, "/v1/sessions/certificate",
            "Sign in by the client certificate that the proxy checked; the secret of the session is shown once",
            isSecret: true, takes: CertificateSignInOrder.self
        ) { request, order in
            try await request.services.access.signIn(
                byCertificate: request.certificate, order, door: request.caller.door)
        }.open,
        .list("/v1/sessions", "Sessions of the caller's scope, or the caller's own") { request, page in
            try await request.services.access.sessions(page, caller: request.caller)
        }.personal,
        .delete("/v1/sessions/{id}", "End a session at once") { request in
            try await request.services.access.endSession(request.identifier(), caller: request.caller)
        }.personal,
        .write(
            .post, "/v1/me/password", "Change one's own password; other sessions end", takes: PasswordOrder.self
        ) { request, order in
            try await request.services.access.changePassword(order, caller: request.caller)
        }.personal,
        .write(
            .post, "/v1/me/second-factor", "Begin a second factor; its secret is shown once", isSecret: true,
            takes: FactorOrder.self
        ) { request, order in try await request.services.access.enrol(order, caller: request.caller) }.personal,
        .write(
            .post, "/v1/me/second-factor/confirmation", "Put a second factor in force by its first code",
            isSecret: true,
            takes: FactorConfirmation.self
        ) { request, order in try await request.services.access.confirm(order, caller: request.caller) }.personal,
        .write(
            .post, "/v1/me/second-factor/removal", "Remove one's own second factor", takes: FactorOrder.self
        ) { request, order in try await request.services.access.removeFactor(order, caller: request.caller) }.personal,
        .write(
            .post, "/v1/me/tokens", "Issue a token of one's own account; its secret is shown once", isSecret: true,
            takes: LabelledTokenOrder.self
        ) { request, order in try await request.services.access.issueOwn(order, caller: request.caller) },
    ]
}
