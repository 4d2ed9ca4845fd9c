import Access
import Civil
import Composition
import Kernel
import Organisations
import TestSupport
import Testing
import Wire

private let today = ChinaTime.today()

/// Grants and revocations that twenty administrators make at once.
@Suite(.serialized) struct GrantRaceTests {
    private func order(_ account: Identifier<Account>, since: Day = today, until: Day? = nil) -> GrantOrder {
        GrantOrder(account: account, role: .reviewer, scope: "610116", since: since, until: until)
    }

    @Test func aRoleIsGrantedOnce() async throws {
        try await Fixture.with(poolMaximum: 20) { fixture in
            let access = fixture.services.access
            let account = try await fixture.token("610116", .clerk).account
            let race = await Race.run { _ in _ = try await access.grant(order(account), on: today, caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.refused == ["grant.held": 19])
            let found1 = try await fixture.count("access_grant WHERE role = 'reviewer'")
            #expect(found1 == 1)
        }
    }

    @Test func grantsOfOtherDaysAndAfterARevocationAreOthers() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let account = try await fixture.token("610116", .clerk).account
            let later = today.adding(days: 30)
            let first = try await access.grant(order(account, until: later), on: today, caller: Fixture.root)
            _ = try await access.grant(order(account, since: later), on: today, caller: Fixture.root)
            let between = try #require(
                await #expect(throws: AppError.self) {
                    _ = try await access.grant(
                        order(account, since: later.adding(days: -1)), on: today, caller: Fixture.root)
                })
            #expect(between.code == "grant.held")
            _ = try await access.revoke(Identifier(first.id.value), caller: Fixture.root)
            _ = try await access.grant(order(account, until: later), on: today, caller: Fixture.root)
        }
    }

    @Test func aGrantIsRevokedOnce() async throws {
        try await Fixture.with(poolMaximum: 20) { fixture in
            let access = fixture.services.access
            let account = try await fixture.token("610116", .clerk).account
            let grant = try await access.grant(order(account), on: today, caller: Fixture.root)
            let race = await Race.run { _ in
                _ = try await access.revoke(Identifier(grant.id.value), caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.refused == ["revocation_pk": 19])
        }
    }
}
