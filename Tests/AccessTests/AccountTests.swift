import Civil
import Composition
import Foundation
import Kernel
import Members
import Points
import Postgres
import TestSupport
import Testing

@testable import Access

/// Tokens of accounts, what administrators may change, and the review of access.
struct AccountTests {
    private func rotated(_ fixture: Fixture, _ token: NewToken, minutes: Int?, _ caller: Caller) async throws
        -> NewToken
    {
        try await fixture.services.access.rotate(token.id, RotationOrder(minutes: minutes), caller: caller)
    }

    @Test func aTokenIsRotatedAtOnceOrLater() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            func opens(_ secret: String) async throws -> String {
                access.cache.empty()
                return try await refusal { try await access.authenticate(secret, on: ChinaTime.today(), door: "api") }
            }
            let first = try await fixture.token("610116", .clerk)
            let me = try await access.authenticate(first.secret, on: ChinaTime.today(), door: "api")
            let second = try await rotated(fixture, first, minutes: 5, me)
            #expect(try await opens(first.secret) == "done")
            #expect(try await opens(second.secret) == "done")
            #expect(try await refusal { try await rotated(fixture, first, minutes: 0, me) } == "token_replacement_pk")
            _ = try await fixture.owner.query("UPDATE token_replacement SET ends_at = now()")
            #expect(try await opens(first.secret) == "access.token_revoked")
            let third = try await rotated(fixture, second, minutes: nil, me)
            #expect(try await opens(second.secret) == "access.token_revoked")
            #expect(try await opens(third.secret) == "done")
            #expect(third.account == first.account)
            #expect(
                try await refusal { try await rotated(fixture, third, minutes: 10_081, me) } == "value.invalid")
            // Another's, without the right to it.
            let other = try await fixture.token("610116", .viewer)
            #expect(try await refusal { try await rotated(fixture, other, minutes: 0, me) } == "access.forbidden")
            #expect(try await refusal { try await access.revoke(other.id, caller: me) } == "access.forbidden")
            #expect(try await access.tokens(PageRequest(), caller: me).items.count == 3)
            _ = try await access.revoke(third.id, caller: me)
            #expect(try await opens(third.secret) == "access.token_revoked")
        }
    }

    @Test func tokensHaveNamesAndLastUse() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let first = try await fixture.token("610116", .clerk)
            let me = try await access.authenticate(first.secret, on: ChinaTime.today(), door: "api")
            let second = try await access.issueOwn(LabelledTokenOrder(label: "报表程序", days: 3), caller: me)
            let listed = try await access.tokens(PageRequest(), caller: fixture.caller("610116")).items
            #expect(listed.first { $0.id == second.id }?.label == "报表程序")
            #expect(listed.first { $0.id == second.id }?.lastUsed == nil)
            #expect(listed.first { $0.id == first.id }?.lastUsed != nil)
            #expect(
                try await refusal { try await access.issueOwn(LabelledTokenOrder(label: " "), caller: me) }
                    == "value.missing")
            #expect(
                try await refusal { try await access.issueOwn(LabelledTokenOrder(label: "l", days: 0), caller: me) }
                    == "value.invalid")
        }
    }

    /// An account that is granted something elsewhere is not the county's to change: a reset would open the rest.
    @Test func anAccountWithAGrantOutsideIsNotChanged() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let access = fixture.services.access
            let signer = try await Signer.make(fixture)
            let county = try await fixture.caller("610116")
            let person = AccountPersonOrder(person: Reference(try await fixture.person(0).id))
            func attempts() async throws -> [String] {
                let token = try await access.issue(
                    LabelledTokenOrder(label: "l"), for: signer.account, caller: Fixture.root)
                return [
                    try await refusal {
                        try await access.change(signer.account, AccountChangeOrder(name: "新"), caller: county)
                    },
                    try await refusal {
                        try await access.issue(LabelledTokenOrder(label: "l"), for: signer.account, caller: county)
                    },
                    try await refusal { try await access.rotate(token.id, RotationOrder(), caller: county) },
                    try await refusal {
                        try await fixture.services.points.link(signer.account, person, caller: county)
                    },
                    try await refusal { try await fixture.services.points.unlink(signer.account, caller: county) },
                    // It ends the tokens.
                    try await refusal { try await access.reset(signer.account, ResetOrder(), caller: county) },
                ]
            }
            let grant = try await access.grant(
                GrantOrder(account: signer.account, role: .viewer, scope: "610102"), on: ChinaTime.today(),
                caller: Fixture.root)
            #expect(try await attempts() == Array(repeating: "access.account_beyond_scope", count: 6))
            _ = try await access.revoke(Identifier(grant.id.value), caller: Fixture.root)
            #expect(try await attempts() == Array(repeating: "done", count: 6))
            // Nor is one of another county, or the person.
            let other = try await fixture.caller("610102")
            #expect(
                try await refusal { try await fixture.services.points.link(signer.account, person, caller: other) }
                    == "not_found")
            let theirs = try await Signer.make(fixture, "li.na", scope: "610102")
            #expect(
                try await refusal { try await fixture.services.points.link(theirs.account, person, caller: other) }
                    == "not_found")
        }
    }

    @Test func aLinkEndsAndAnotherBegins() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            let (points, signer) = (fixture.services.points, try await Signer.make(fixture))
            func link(_ index: Int) async throws -> String {
                let person = AccountPersonOrder(person: Reference(try await fixture.person(index).id))
                return try await refusal { try await points.link(signer.account, person, caller: Fixture.root) }
            }
            #expect(try await refusal { try await points.unlink(signer.account, caller: Fixture.root) } == "not_found")
            #expect(try await link(0) == "done")
            #expect(try await link(1) == "account_person_pk")
            let ended = try await points.unlink(signer.account, caller: Fixture.root)
            #expect(ended.person == (try await fixture.person(0).id))
            #expect(try await link(1) == "done")
            #expect(try await fixture.count("account_person") == 2)
        }
    }

    @Test func accountsAreRenamedAndDeactivated() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let signer = try await Signer.make(fixture)
            let session = try await signer.signIn()
            let token = try await access.issue(
                LabelledTokenOrder(label: "l"), for: signer.account, caller: Fixture.root)
            func change(_ order: AccountChangeOrder) async throws -> String {
                try await refusal { try await access.change(signer.account, order, caller: Fixture.root) }
            }
            #expect(try await change(AccountChangeOrder()) == "value.missing")
            #expect(try await change(AccountChangeOrder(signInName: "with space")) == "value.invalid")
            let other = try await Signer.make(fixture, "li.na", scope: "610102")
            #expect(try await change(AccountChangeOrder(signInName: other.name)) == "account_sign_in_name_unique")
            #expect(try await change(AccountChangeOrder(active: false)) == "done")
            #expect(try await refusal { try await signer.caller(session.secret) } == "access.session_ended")
            #expect(try await refusal { try await signer.caller(token.secret) } == "access.account_inactive")
            #expect(try await change(AccountChangeOrder(name: "王芳芳", active: true)) == "done")
            #expect(try await signer.caller(token.secret).name == "王芳芳")
            let line = try await access.accounts(PageRequest(), caller: Fixture.root).items
                .first { $0.id == signer.account }
            #expect(line?.name == "王芳芳" && line?.signInName == "wang.fang" && line?.hasPassword == true)
            #expect(line?.lastUsed != nil && line?.grants == 1 && line?.isLocked == false)
        }
    }

    @Test func theReviewSaysWhatSpeaksAgainstAGrant() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"], since: "2024-01-01"))
            let access = fixture.services.access
            let signer = try await Signer.make(fixture, scope: "610116001001")
            func flags(_ today: Day = ChinaTime.today()) async throws -> [GrantFlag] {
                try await access.review(PageRequest(), on: today, caller: Fixture.root).items
                    .first { $0.account == signer.account }?.flags ?? []
            }
            #expect(try await flags() == [.noPerson, .neverUsed])
            _ = try await fixture.services.points.link(
                signer.account, AccountPersonOrder(person: Reference(fixture.person(0).id)), caller: Fixture.root)
            _ = try await signer.caller(signer.signIn().secret)
            #expect(try await flags() == [])
            for _ in 0..<5 { _ = try await refusal { try await signer.signIn("wrong wrong wrong") } }
            #expect(try await flags().contains(.accountLocked))
            _ = try await fixture.owner.query("UPDATE tenure SET until = '2025-01-01'")
            #expect(try await flags().contains(.personLeft))
            _ = try await fixture.owner.query("UPDATE access_use SET used_at = now() - interval '91 days'")
            #expect(try await flags().contains(.unused))
            _ = try await fixture.owner.query("UPDATE access_grant SET role = 'gone'")
            #expect(try await flags().contains(.roleUnknown))
            let county = try await fixture.caller("610102")
            #expect(try await access.review(PageRequest(), on: ChinaTime.today(), caller: county).items.isEmpty)
        }
    }

    @Test(arguments: [
        (["61.6101.610116.610116001."], "61.6101.610116.610116001.", [GrantFlag]()),
        (["61.6101.610116.610116001."], "61.6101.610116.", [.widerThanPost]),
        (["61.6101.610116."], "61.6101.610116.610116001.", []), (["61.6101.610102."], "61.6101.610116.", [.personLeft]),
        ([], "61.6101.610116.", [.personLeft]),
    ])
    func postsAreComparedWithTheScope(posts: [String], scope: String, flags: [GrantFlag]) {
        let facts = ReviewFacts(
            isKnownRole: true, needsSecondFactor: false, hasSecondFactor: false, isActive: true, isLocked: false,
            hasPerson: true, posts: posts, scope: scope, idleDays: 0, isWaiting: false,
            isSuspended: false)
        #expect(facts.flags(unusedDays: 90) == flags)
    }
}
