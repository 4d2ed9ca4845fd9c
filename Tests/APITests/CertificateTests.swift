import Access
import Civil
import Composition
import Demonstration
import Foundation
import Kernel
import Settings
import TestSupport
import Testing

/// Sign-in by a client certificate whose subject a trusted proxy passes on.
struct CertificateTests {
    private static func settings(_ proxies: String = "127.0.0.1") -> Settings {
        var settings = Settings()
        settings.http.trustedProxies = proxies
        settings.access.certificateHeader = "X-Client-Subject"
        return settings
    }

    private func account(_ served: ServedFixture) async throws -> NewAccount {
        let access = served.fixture.services.access
        let made = try await access.add(
            AccountOrder(name: "王芳", signInName: "wang.fang", role: .clerk, scope: "610116"), on: ChinaTime.today(),
            caller: Fixture.root)
        _ = try await access.bind(CertificateOrder(subject: "王芳 610116"), to: made.account, caller: Fixture.root)
        return made
    }

    private func signIn(_ served: ServedFixture, _ subject: String?, body: String = "{}") async throws
        -> LoopbackClient.Response
    {
        var headers: [String: String] = [:]
        headers["X-Client-Subject"] = subject
        return try await served.send("POST", "/v1/sessions/certificate", token: nil, headers: headers, body: body)
    }

    private static let subject = #"CN=\E7\8E\8B\E8\8A\B3 610116,O=County,C=CN"#

    @Test func aBoundCertificateOpensASession() async throws {
        try await ServedFixture.with(settings: Self.settings()) { served in
            let made = try await account(served)
            let answer = try await signIn(served, Self.subject)
            #expect(answer.status == 200, "\(answer.text)")
            let secret = try #require(answer.json["secret"] as? String)
            #expect(try await served.send("GET", "/v1/organisations", token: secret).status == 200)
            // The one-time secret that was never used ended with it.
            let first = try await served.send(
                "POST", "/v1/sessions", token: nil, body: #"{"name":"wang.fang","password":"\#(made.secret)"}"#)
            #expect(first.code == "access.sign_in_refused")
            // Unbound, neither certificate nor session goes on.
            let access = served.fixture.services.access
            let line = try #require(try await access.certificates(of: made.account, caller: Fixture.root).first)
            let ended = try await access.unbind(line.id, of: made.account, caller: Fixture.root)
            #expect(ended.endedSessions == 1)
            #expect(try await signIn(served, Self.subject).code == "access.certificate_refused")
            #expect(try await served.send("GET", "/v1/organisations", token: secret).code == "access.session_ended")
        }
    }

    @Test func aHeaderFromAnUntrustedPeerIsNoCertificate() async throws {
        try await ServedFixture.with(settings: Self.settings("10.0.0.0/8")) { served in
            _ = try await account(served)
            let answer = try await signIn(served, Self.subject)
            #expect(answer.status == 401 && answer.code == "access.certificate_missing", "\(answer.text)")
        }
    }

    @Test func withoutTheSettingNobodySignsInByCertificate() async throws {
        var settings = Self.settings()
        settings.access.certificateHeader = ""
        try await ServedFixture.with(settings: settings) { served in
            _ = try await account(served)
            #expect(try await signIn(served, Self.subject).code == "access.certificate_missing")
        }
    }

    /// A proxy that appends instead of replacing leaves the client's own header in the request.
    @Test func twoHeadersAreNone() async throws {
        try await ServedFixture.with(settings: Self.settings()) { served in
            _ = try await account(served)
            let raw = RawConnection(port: served.port)
            let answer = await raw.send(
                "POST /v1/sessions/certificate HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + "X-Client-Subject: \(Self.subject)\r\nX-Client-Subject: CN=other\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            #expect(answer.status == 401 && answer.code == "access.certificate_missing")
        }
    }

    @Test func unknownCertificatesAreCountedAndLocked() async throws {
        try await ServedFixture.with(settings: Self.settings()) { served in
            _ = try await account(served)
            #expect(try await signIn(served, nil).code == "access.certificate_missing")
            #expect(try await signIn(served, "no subject").code == "access.certificate_refused")
            for _ in 0..<5 {
                #expect(try await signIn(served, "CN=stranger").code == "access.certificate_refused")
            }
            #expect(try await signIn(served, "CN=stranger").code == "access.sign_in_locked")
            #expect(try await signIn(served, Self.subject).status == 200)
            #expect(try await served.fixture.count("audit_event WHERE action = 'session.refuse'") == 6)
        }
    }

    @Test func aDeactivatedAccountStaysOut() async throws {
        try await ServedFixture.with(settings: Self.settings()) { served in
            let made = try await account(served)
            _ = try await served.fixture.services.access.change(
                made.account, AccountChangeOrder(active: false), caller: Fixture.root)
            #expect(try await signIn(served, Self.subject).code == "access.certificate_refused")
        }
    }

    @Test func oneCertificateIsOnePersons() async throws {
        try await ServedFixture.with(settings: Self.settings()) { served in
            let made = try await account(served)
            let error = try await #require(throws: AppError.self) {
                try await served.fixture.services.access.bind(
                    CertificateOrder(subject: " 王芳 610116 "), to: made.account, caller: Fixture.root)
            }
            #expect(error.code == "account_certificate_subject_once")
        }
    }
}
