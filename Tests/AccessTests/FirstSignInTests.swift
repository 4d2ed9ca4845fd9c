import Civil
import Composition
import Foundation
import Kernel
import Postgres
import Settings
import TestSupport
import Testing

@testable import Access

/// The first sign-in by a one-time secret: a link, one step, once.
struct FirstSignInTests {
    private func account(_ fixture: Fixture) async throws -> NewAccount {
        try await fixture.services.access.add(
            AccountOrder(name: "王芳", signInName: "wang.fang", role: .clerk, scope: "610116"), on: ChinaTime.today(),
            caller: Fixture.root)
    }

    private func first(
        _ fixture: Fixture, _ secret: String, _ password: String = Signer.password, name: String = "wang.fang"
    ) async throws -> NewSession {
        try await fixture.services.access.signInFirst(
            FirstSignInOrder(name: name, secret: secret, password: password), door: "api", from: .address("192.0.2.1"))
    }

    @Test func theSecretIsReplacedInOneStepAndWorksOnce() async throws {
        try await Fixture.with { fixture in
            let made = try await account(fixture)
            #expect(made.link == nil)
            let session = try await first(fixture, made.secret)
            #expect(!session.mustChangePassword)
            let caller = try await fixture.services.access.authenticate(
                session.secret, on: ChinaTime.today(), door: "api")
            #expect(caller.roles == [.clerk])
            #expect(try await refusal { try await first(fixture, made.secret) } == "access.sign_in_refused")
            let signer = Signer(fixture: fixture, account: made.account, name: "wang.fang", grant: nil)
            #expect(try await signer.signIn().mustChangePassword == false)
            // A password that lasts is no one-time secret, or it would be changed without the second factor's word.
            #expect(
                try await refusal { try await first(fixture, Signer.password, "ganz etwas anderes") }
                    == "access.sign_in_refused")
        }
    }

    @Test func aLinkHoldsNameAndSecretBehindTheMark() async throws {
        var settings = Settings()
        settings.http.publicAddress = "https://dangwu.example.internal/"
        try await Fixture.with(settings: settings) { fixture in
            let made = try await account(fixture)
            #expect(made.link == "https://dangwu.example.internal/sign-in#wang.fang:\(made.secret)")
            #expect(made.summary.english.contains(try #require(made.link)))
        }
    }

    @Test func aBadChoiceOfPasswordNeitherSpendsTheSecretNorLocksTheName() async throws {
        try await Fixture.with { fixture in
            let made = try await account(fixture)
            for _ in 0..<12 {
                #expect(try await refusal { try await first(fixture, made.secret, "short") } == "password.too_short")
            }
            #expect(try await refusal { try await first(fixture, made.secret, made.secret) } == "password.unchanged")
            #expect(
                try await refusal { try await first(fixture, made.secret, "wang.fang12") } == "password.holds_name")
            _ = try await first(fixture, made.secret)
        }
    }

    @Test func wrongSecretsLockTheNameAndSayNothingMore() async throws {
        try await Fixture.with { fixture in
            let made = try await account(fixture)
            for _ in 0..<5 {
                #expect(try await refusal { try await first(fixture, "wrong") } == "access.sign_in_refused")
                #expect(
                    try await refusal { try await first(fixture, "wrong", name: "nobody") } == "access.sign_in_refused")
            }
            for name in ["wang.fang", "nobody"] {
                #expect(
                    try await refusal { try await first(fixture, made.secret, name: name) } == "access.sign_in_locked")
            }
        }
    }

    @Test func anExpiredSecretIsRefused() async throws {
        try await Fixture.with { fixture in
            let made = try await account(fixture)
            try await fixture.owner.script("UPDATE account_password SET expires_at = now() - interval '1 minute'")
            #expect(try await refusal { try await first(fixture, made.secret) } == "access.secret_expired")
        }
    }

    @Test func ofTwoAtOnceOneGetsThrough() async throws {
        try await Fixture.with(poolMaximum: 4) { fixture in
            let made = try await account(fixture)
            let codes = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<4 { group.addTask { try await refusal { try await first(fixture, made.secret) } } }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(codes.filter { $0 == "done" }.count == 1, "\(codes)")
            // Who came while the first was under way finds it used; who came later finds another password.
            #expect(
                Set(codes).isSubset(of: ["done", "access.secret_expired", "access.sign_in_refused"]), "\(codes)")
            #expect(try await fixture.count("token WHERE kind = 'session'") == 1)
        }
    }
}
