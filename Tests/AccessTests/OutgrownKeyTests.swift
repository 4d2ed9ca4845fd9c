import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Postgres
import SQLFiles
import Settings
import TestSupport
import Testing
import Wire

@testable import Access

/// What others can sign an account in with does not rise with the account.
struct OutgrownKeyTests {
    private static let today = ChinaTime.today()

    private static func enter(_ fixture: Fixture, _ secret: String) async throws -> Caller {
        try await fixture.services.access.authenticate(secret, on: today, door: "api")
    }

    private struct Scene {
        let fixture: Fixture
        /// The administrators of a city and of a county below it.
        let city: Caller
        let county: Caller
        let cityToken: NewToken
        let countyToken: NewToken
        /// An account that the county made, and its one-time secret.
        let made: NewAccount

        var access: AccessService { fixture.services.access }

        func raise(_ account: Identifier<Account>, by caller: Caller? = nil) async throws -> NewGrant {
            try await access.grant(
                GrantOrder(account: account, role: .administrator, scope: "6101"), on: today, caller: caller ?? city)
        }

        func first() async throws -> NewSession {
            try await access.signInFirst(
                FirstSignInOrder(name: made.signInName, secret: made.secret, password: Signer.password), door: "api",
                from: .address("192.0.2.1"))
        }
    }

    private static func with(posts: Bool = false, _ body: (Scene) async throws -> Void) async throws {
        var settings = Settings()
        if posts { settings.access.posts = "on" }
        try await Fixture.with(settings: settings) { fixture in
            let (cityToken, countyToken) = (
                try await fixture.token("6101", .administrator), try await fixture.token("610116", .administrator)
            )
            let city = try await enter(fixture, cityToken.secret)
            let county = try await enter(fixture, countyToken.secret)
            let made = try await fixture.services.access.add(
                AccountOrder(name: "王芳", signInName: "wang.fang", role: .viewer, scope: "610116"), on: today,
                caller: county)
            try await body(
                Scene(
                    fixture: fixture, city: city, county: county, cityToken: cityToken, countyToken: countyToken,
                    made: made))
        }
    }

    // MARK: the shown cases

    @Test func aSecretThatTheCountySawEndsWithAGrantOfTheCity() async throws {
        try await Self.with { scene in
            let grant = try await scene.raise(scene.made.account)
            #expect(grant.ended == EndedKeys(secrets: 1, tokens: 0, certificates: 0))
            #expect(grant.summary.english.contains("new first sign-in link"))
            #expect(try await refusal { try await scene.first() } == "access.secret_expired")
            #expect(
                try await refusal {
                    try await scene.access.signIn(
                        SignInOrder(name: "wang.fang", password: scene.made.secret), door: "api",
                        from: .address("192.0.2.1"))
                } == "access.secret_expired")
            // The county resets it no more; the city does.
            #expect(
                try await refusal {
                    try await scene.access.reset(scene.made.account, ResetOrder(), caller: scene.county)
                } == "access.account_beyond_scope")
            let again = try await scene.access.reset(scene.made.account, ResetOrder(), caller: scene.city)
            _ = try await scene.access.signInFirst(
                FirstSignInOrder(name: "wang.fang", secret: again.secret, password: Signer.password), door: "api",
                from: .address("192.0.2.1"))
        }
    }

    /// Also one that was rotated with itself, or made with another: its maker's it stays.
    @Test func tokensThatTheCountyIssuedEndToo() async throws {
        try await Self.with { scene in
            let label = LabelledTokenOrder(label: "x")
            let issued = try await scene.access.issue(label, for: scene.made.account, caller: scene.county)
            let rotated = try await scene.access.rotate(
                issued.id, RotationOrder(), caller: Self.enter(scene.fixture, issued.secret))
            let child = try await scene.access.issueOwn(label, caller: Self.enter(scene.fixture, rotated.secret))
            let session = try await scene.first()
            let own = try await scene.access.issueOwn(label, caller: Self.enter(scene.fixture, session.secret))
            let grant = try await scene.raise(scene.made.account)
            #expect(grant.ended == EndedKeys(secrets: 0, tokens: 2, certificates: 0))
            for token in [issued, rotated, child] {
                #expect(
                    try await refusal { try await Self.enter(scene.fixture, token.secret) } == "access.token_revoked")
            }
            // What the person made goes on, and the session in which the secret was replaced.
            for secret in [own.secret, session.secret] {
                #expect(try await Self.enter(scene.fixture, secret).covers("61.6101.610102."))
            }
        }
    }

    // MARK: others of the kind

    @Test func aCertificateOfTheCountyAndASessionByItsSecretEnd() async throws {
        try await Self.with { scene in
            _ = try await scene.access.bind(
                CertificateOrder(subject: "CN=c"), to: scene.made.account, caller: scene.county)
            let session = try await scene.access.signIn(
                SignInOrder(name: "wang.fang", password: scene.made.secret), door: "api", from: .address("192.0.2.1"))
            #expect(session.mustChangePassword)
            let grant = try await scene.raise(scene.made.account)
            #expect(grant.ended == EndedKeys(secrets: 1, tokens: 0, certificates: 1))
            #expect(
                try await refusal {
                    try await scene.access.authenticate(
                        session.secret, isPersonal: true, on: Self.today, door: "api")
                } == "access.session_ended")
        }
    }

    @Test func aSubstitutionRaisesTheSubstituteAndAGrantTheSubstitutesOfItsAccount() async throws {
        try await Self.with { scene in
            let holder = try await scene.fixture.token("6101", .clerk)
            let passed = try await scene.access.substitute(
                SubstitutionOrder(
                    account: holder.account, substitute: scene.made.account, since: Self.today,
                    until: Self.today.adding(days: 5), reason: "x"), on: Self.today, caller: scene.city)
            #expect(passed.ended.secrets == 1)
            // Another, who acts for somebody of the county that rises later.
            let second = try await scene.access.add(
                AccountOrder(name: "李明", signInName: "li.ming", role: .viewer, scope: "610116"), on: Self.today,
                caller: scene.county)
            let token = try await scene.access.issue(
                LabelledTokenOrder(label: "x"), for: second.account, caller: scene.county)
            let local = try await scene.fixture.token("610116", .clerk)
            let near = try await scene.access.substitute(
                SubstitutionOrder(
                    account: local.account, substitute: second.account, since: Self.today,
                    until: Self.today.adding(days: 5), reason: "x"), on: Self.today, caller: scene.county)
            #expect(near.ended == .none)
            let grant = try await scene.raise(local.account)
            #expect(grant.ended == EndedKeys(secrets: 1, tokens: 1, certificates: 0))
            #expect(
                try await refusal { try await Self.enter(scene.fixture, token.secret) } == "access.token_revoked")
        }
    }

    /// A link gives what the posts of the person give; a post that is entered later is not of an old key.
    @Test func postsAreNotOfKeysThatTheCountyMade() async throws {
        try await Self.with(posts: true) { scene in
            let fixture = scene.fixture
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = Reference<Person>(try await fixture.person(0).id)
            let token = try await scene.access.issue(
                LabelledTokenOrder(label: "x"), for: scene.made.account, caller: scene.county)
            let linked = try await fixture.services.points.link(
                scene.made.account, AccountPersonOrder(person: person), caller: scene.city)
            #expect(linked.ended == .none)
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: person, organisation: "610102", title: .organisationCommissioner,
                    since: Self.today.adding(days: -1)), caller: scene.city)
            #expect(try await !Self.enter(fixture, token.secret).covers("61.6101.610102."))
            #expect(try await refusal { try await scene.first() } == "access.secret_expired")
            let again = try await scene.access.reset(scene.made.account, ResetOrder(), caller: scene.city)
            let session = try await scene.access.signInFirst(
                FirstSignInOrder(name: "wang.fang", secret: again.secret, password: Signer.password), door: "api",
                from: .address("192.0.2.1"))
            #expect(try await Self.enter(fixture, session.secret).covers("61.6101.610102."))
        }
    }

    @Test func aLinkEndsWhatTheCountySet() async throws {
        try await Self.with(posts: true) { scene in
            let fixture = scene.fixture
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = Reference<Person>(try await fixture.person(0).id)
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: person, organisation: "610102", title: .organisationCommissioner,
                    since: Self.today.adding(days: -1)), caller: scene.city)
            let linked = try await fixture.services.points.link(
                scene.made.account, AccountPersonOrder(person: person), caller: scene.city)
            #expect(linked.ended.secrets == 1 && linked.summary.english.contains("first sign-in link"))
        }
    }

    /// An officer of accounts, who may not set a password of an officer of grants, had set one before.
    @Test func aHigherRoleOverTheSameScopeIsMoreThanItsMakerAdministers() async throws {
        try await Self.with { scene in
            let officer = try await Self.enter(
                scene.fixture, try await scene.fixture.token("610116", Role("system_officer")).secret)
            let made = try await scene.access.add(
                AccountOrder(name: "李明", signInName: "li.ming", scope: "610116"), on: Self.today, caller: officer)
            func give(_ role: Role) async throws -> EndedKeys {
                try await scene.access.grant(
                    GrantOrder(account: made.account, role: role, scope: "610116"), on: Self.today,
                    caller: scene.county
                ).ended
            }
            #expect(try await give(.clerk) == .none)
            #expect(try await give(Role("security_officer")).secrets == 1)
        }
    }

    @Test func whatItsMakerAdministersGoesOn() async throws {
        try await Self.with { scene in
            let token = try await scene.access.issue(
                LabelledTokenOrder(label: "x"), for: scene.made.account, caller: scene.county)
            let below = try await scene.access.grant(
                GrantOrder(account: scene.made.account, role: .administrator, scope: "610116"), on: Self.today,
                caller: scene.city)
            #expect(below.ended == .none && !below.summary.english.contains("ended"))
            _ = try await Self.enter(scene.fixture, token.secret)
            _ = try await scene.first()
            // The operator of the machine may do everything.
            let other = try await scene.fixture.token("610116", .viewer)
            #expect(try await scene.raise(other.account).ended == .none)
        }
    }

    /// A secret of somebody who acts for the city for some days lasts as far as what was given for these days.
    @Test func aSubstituteAdministersAsLongAsTheSubstitution() async throws {
        try await Self.with { scene in
            _ = try await scene.access.substitute(
                SubstitutionOrder(
                    account: scene.cityToken.account, substitute: scene.countyToken.account, since: Self.today,
                    until: Self.today.adding(days: 5), reason: "x"), on: Self.today, caller: Fixture.root)
            let substitute = try await Self.enter(scene.fixture, scene.countyToken.secret)
            let given = try await scene.access.grant(
                GrantOrder(account: scene.made.account, role: .clerk, scope: "6101"), on: Self.today,
                caller: substitute)
            #expect(given.until == Self.today.adding(days: 5) && given.ended == .none)
            #expect(try await scene.raise(scene.made.account).ended.secrets == 1)
        }
    }
}
