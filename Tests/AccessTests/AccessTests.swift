import Access
import Civil
import Composition
import Foundation
import Kernel
import Organisations
import Postgres
import TestSupport
import Testing

/// Tokens, grants and what the application's role may not do.
struct AccessTests {
    private func issue(_ fixture: Fixture, _ code: String, _ role: Role = .clerk, days: Double = 1) async throws
        -> NewToken
    {
        let organisation = try await fixture.services.organisations.organisation(Reference(code), caller: Fixture.root)
        return try await fixture.services.access.issue(
            TokenOrder(name: code, role: role, scope: Reference(organisation.code)), on: #require(Day("2020-01-01")),
            lasting: days * 86_400,
            caller: Fixture.root)
    }

    @Test func aTokenOpensItsSubtreeAndIsKeptAsAHash() async throws {
        try await Fixture.with { fixture in
            let token = try await issue(fixture, "610116")
            let caller = try await fixture.services.access.authenticate(
                token.secret, on: #require(Day("2026-01-01")), door: "api")
            #expect(caller.scope == Scope(path: "61.6101.610116.") && caller.roles == [.clerk])
            let stored: Bytes = try await fixture.owner.query("SELECT hash FROM token")[0]["hash"]
            #expect(stored == Token.hash(token.secret) && !token.secret.isEmpty)
        }
    }

    @Test(arguments: [("2019-12-31", false), ("2020-01-01", true), ("2020-01-02", true)])
    func grantsHoldFromTheirDay(day: String, holds: Bool) async throws {
        try await Fixture.with { fixture in
            let token = try await issue(fixture, "610116")
            let caller = try? await fixture.services.access.authenticate(
                token.secret, on: #require(Day(day)), door: "api")
            #expect((caller != nil) == holds)
        }
    }

    @Test func severalGrantsWorkTogether() async throws {
        try await Fixture.with { fixture in
            let token = try await issue(fixture, "610116")
            let other = try await fixture.services.organisations.organisation("610102", caller: Fixture.root)
            let since = try #require(Day("2020-01-01"))
            _ = try await fixture.services.access.grant(
                GrantOrder(account: token.account, role: .viewer, scope: Reference(other.code), since: since),
                on: since, caller: Fixture.root)
            func caller(_ wanted: String?) async throws -> Caller {
                try await fixture.services.access.authenticate(token.secret, wanted: wanted, on: since, door: "api")
            }
            let both = try await caller(nil)
            #expect(both.roles == [.viewer, .clerk] && both.ranges.map(\.low) == [other.path, "61.6101.610116."])
            #expect(try both.with(.writeRegistry).ranges.map(\.low) == ["61.6101.610116."])
            #expect(
                fixture.services.access.caller(both).places.map(\.roles) == [[.viewer], [.clerk]])
            let seen = try await fixture.services.organisations.organisations(
                OrganisationQuery(), PageRequest(limit: 500), caller: both
            ).items.map(\.path)
            #expect(seen.contains(other.path) && seen.contains("61.6101.610116."))
            #expect(seen.allSatisfy(both.covers) && !seen.isEmpty)
            let chosen = try await caller(other.path)
            #expect(chosen.roles == [.viewer] && chosen.scope == Scope(path: other.path))
            // A place above both leaves both.
            #expect(try await caller("61.6101.").ranges == both.ranges)
            for outside in ["61.6105.", "", "6", "!"] {
                await #expect(throws: AppError.self) { _ = try await caller(outside) }
            }
        }
    }

    @Test func nobodyGrantsBeyondTheirOwnScope() async throws {
        try await Fixture.with { fixture in
            let county = try await fixture.caller("610116")
            await #expect(throws: AppError.self) {
                try await fixture.services.access.issue(
                    TokenOrder(name: "n", role: .viewer, scope: "6101"), on: #require(Day("2020-01-01")), lasting: 60,
                    caller: county)
            }
        }
    }

    @Test(arguments: [
        "UPDATE credit SET hours = 1", "DELETE FROM tenure", "UPDATE audit_event SET action = 'x'",
        "DELETE FROM audit_event",
        "DELETE FROM attendance_mark",
        "UPDATE attendance_mark SET mark = 'present'", "UPDATE relief SET reason = 'x'", "DROP TABLE person",
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
        "UPDATE tenure SET since = '2000-01-01'", "TRUNCATE credit", "SET ROLE dangwu_owner",
    ])
    func theApplicationsRoleCannotRewriteFacts(sql: String) async throws {
        try await Fixture.with(tree: nil) { fixture in
            do {
                _ = try await fixture.services.pool.withConnection { try await $0.query(Statement(sql: sql)) }
                Issue.record("accepted: \(sql)")
            } catch let error as PostgresError { #expect(error.server?.state == .insufficientPrivilege, "\(error)") }
        }
    }

    @Test func everyWriteLeavesAnAct() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let acts = try await fixture.services.access.auditEvents(AuditQuery(), PageRequest(), caller: Fixture.root)
                .items
            #expect(acts.map(\.action).contains("people.import") && acts.map(\.action).contains("organisation.import"))
            #expect(acts.allSatisfy { $0.account == "operator" && $0.door == "cli" })
        }
    }
}
