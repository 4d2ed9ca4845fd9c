import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Settings
import TestSupport
import Testing
import Wire

/// Whose account is whose to change: what it reaches by substitutions and posts counts as what it was granted does.
struct AccountReachTests {
    private static let today = ChinaTime.today()
    private static let branch = "610116001001"

    private static func enter(_ fixture: Fixture, _ token: NewToken) async throws -> Caller {
        try await fixture.services.access.authenticate(token.secret, on: today, door: "api")
    }

    private static func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch let error as AppError { return error.code } catch { return "\(error)" }
    }

    /// A branch administrator issued a token for an account of the branch that a county clerk had named as substitute.
    @Test func aSubstituteOfTheCountyIsNotTheBranchesToChange() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let (branch, kid) = (
                try await fixture.token(Self.branch, .administrator), try await fixture.token(Self.branch, .viewer)
            )
            let clerk = try await fixture.token("610116", .clerk)
            let caller = try await Self.enter(fixture, branch)
            let order = LabelledTokenOrder(label: "x")
            #expect(await Self.code { _ = try await access.issue(order, for: kid.account, caller: caller) } == nil)
            let made = try await access.substitute(
                SubstitutionOrder(
                    account: clerk.account, substitute: kid.account, since: Self.today.adding(days: 3),
                    until: Self.today.adding(days: 10), reason: "休假"), on: Self.today, caller: Fixture.root)
            #expect(
                await Self.code { _ = try await access.issue(order, for: kid.account, caller: caller) }
                    == "access.account_beyond_scope")
            _ = try await access.endSubstitution(made.id, caller: Fixture.root)
            #expect(await Self.code { _ = try await access.issue(order, for: kid.account, caller: caller) } == nil)
        }
    }

    /// The same by a link: the account would get what the posts of the person give.
    @Test func somebodyWithAPostAboveIsNotLinkedFromBelow() async throws {
        try await Fixture.with { fixture in
            let (access, points) = (fixture.services.access, fixture.services.points)
            _ = try await fixture.importPeople(Fixture.secretaries([Self.branch, "610116001002"]))
            let branch = try await fixture.token(Self.branch, .administrator)
            let (one, two) = (
                try await fixture.token(Self.branch, .viewer), try await fixture.token(Self.branch, .viewer)
            )
            let caller = try await Self.enter(fixture, branch)
            let person = AccountPersonOrder(person: Reference(try await fixture.person(0).id))
            _ = try await points.link(one.account, person, caller: caller)
            // The post comes after the link.
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: person.person, organisation: "610116", title: .organisationCommissioner,
                    since: Self.today.adding(days: 5)), caller: Fixture.root)
            let order = LabelledTokenOrder(label: "x")
            #expect(
                await Self.code { _ = try await access.issue(order, for: one.account, caller: caller) }
                    == "access.account_beyond_scope")
            #expect(
                await Self.code { _ = try await points.link(two.account, person, caller: caller) }
                    == "access.person_beyond_scope")
        }
    }

    @Test func aTokenEndsWithTheOneItWasMadeWith() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let parent = try await fixture.token("610116", .clerk, lasting: 3600)
            let child = try await access.issueOwn(
                LabelledTokenOrder(label: "c", days: 3650), caller: Self.enter(fixture, parent))
            #expect(child.expires.description <= parent.expires.description)
            let grandchild = try await access.issueOwn(
                LabelledTokenOrder(label: "g", days: 3650), caller: Self.enter(fixture, child))
            let rotated = try await access.rotate(
                grandchild.id, RotationOrder(days: 3650), caller: Self.enter(fixture, child))
            #expect(rotated.expires.description <= parent.expires.description)
            _ = try await Self.enter(fixture, rotated)
            _ = try await access.revoke(parent.id, caller: Fixture.root)
            for token in [parent, child, rotated] {
                #expect(await Self.code { _ = try await Self.enter(fixture, token) }?.hasPrefix("access.token") == true)
            }
        }
    }

    @Test func aResetEndsTokensToo() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let made = try await access.add(
                AccountOrder(name: "王芳", signInName: "wang.fang", role: .clerk, scope: "610116"), on: Self.today,
                caller: Fixture.root)
            let token = try await access.issue(
                LabelledTokenOrder(label: "x"), for: made.account, caller: Fixture.root)
            _ = try await access.reset(made.account, ResetOrder(), caller: Fixture.root)
            #expect(await Self.code { _ = try await Self.enter(fixture, token) } == "access.token_revoked")
        }
    }

    /// With a second person's word nobody holds a key to somebody else's account, and who reset a password finds no
    /// second person in it.
    @Test(arguments: ["second", "officers"])
    func nobodyIssuesATokenForSomebodyWhoSignsIn(setting: String) async throws {
        var settings = Settings()
        if setting == "second" {
            settings.access.secondAdministrator = "on"
        } else {
            settings.access.threeOfficers = "on"
        }
        try await Fixture.with(settings: settings) { fixture in
            let access = fixture.services.access
            let made = try await access.add(
                AccountOrder(name: "王芳", signInName: "wang.fang", role: .clerk, scope: "610116"), on: Self.today,
                caller: Fixture.root)
            #expect(
                await Self.code {
                    _ = try await access.issue(
                        LabelledTokenOrder(label: "x"), for: made.account, caller: Fixture.root)
                } == "access.token_of_another")
        }
    }
}
