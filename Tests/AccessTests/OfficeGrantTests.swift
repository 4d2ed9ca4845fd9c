import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Postgres
import Recruitment
import SQLFiles
import Settings
import TestSupport
import Testing

/// Grants as an office keeps them: substitutes, a second person's word, three officers, posts.
struct OfficeGrantTests {
    private static let today = ChinaTime.today()

    private static func enter(
        _ fixture: Fixture, _ token: NewToken, on day: Day = today, service: AccessService? = nil
    ) async throws -> Caller {
        try await (service ?? fixture.services.access).authenticate(token.secret, on: day, door: "api")
    }

    private static func order(_ holder: NewToken, _ substitute: NewToken, days: Int = 10) -> SubstitutionOrder {
        SubstitutionOrder(
            account: holder.account, substitute: substitute.account, since: today, until: today.adding(days: days),
            reason: "出差")
    }

    // MARK: substitutes

    @Test func aSubstituteActsInTheGrantsOfAnotherAndTheAuditNamesBoth() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let holder = try await fixture.token("610116", .clerk)
            let substitute = try await fixture.token("610102", .viewer)
            let made = try await access.substitute(
                Self.order(holder, substitute), on: Self.today, caller: Fixture.root)
            let caller = try await Self.enter(fixture, substitute)
            #expect(caller.ranges.map(\.low) == ["61.6101.610102.", "61.6101.610116."])
            let writer = try caller.with(.writeRegistry)
            #expect(
                writer.ranges.map(\.low) == ["61.6101.610116."] && writer.actsFor(at: "61.6101.610116.") == ["610116"])
            #expect(try caller.with(.readRegistry).actsFor(at: "61.6101.610102.").isEmpty)
            #expect(access.caller(caller).places.map(\.inPlaceOf) == [[], ["610116"]])
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]), caller: caller)
            let written = try await fixture.owner.query(
                """
                SELECT DISTINCT account_name, coalesce(on_behalf_of, '') AS behalf FROM audit_event
                WHERE account_id = \(substitute.account.value)
                """)
            #expect(try written.map { try $0["account_name"] as String } == ["610102"])
            #expect(try written.map { try $0["behalf"] as String } == ["610116"])
            let listed = try await access.substitutions(PageRequest(), caller: Fixture.root).items
            #expect(listed.map(\.inPlaceOf) == ["610116"] && listed.map(\.substituteName) == ["610102"])
            #expect(listed[0].lastUsed != nil && !listed[0].ended)
            // It ends by itself, and before its time.
            #expect(try await Self.enter(fixture, substitute, on: Self.today.adding(days: 10)).ranges.count == 1)
            _ = try await access.endSubstitution(made.id, caller: caller)
            #expect(try await Self.enter(fixture, substitute).ranges.map(\.low) == ["61.6101.610102."])
        }
    }

    @Test func aSubstitutePassesNothingOn() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let (holder, second) = (
                try await fixture.token("610116", .clerk), try await fixture.token("610102", .viewer)
            )
            let third = try await fixture.token("610102", .viewer)
            _ = try await access.substitute(Self.order(holder, second), on: Self.today, caller: Fixture.root)
            _ = try await access.substitute(Self.order(second, third), on: Self.today, caller: Fixture.root)
            #expect(try await Self.enter(fixture, third).ranges.map(\.low) == ["61.6101.610102."])
        }
    }

    @Test func aHolderNamesAColleagueAndNobodyElse() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let holder = try await fixture.token("610116", .clerk)
            let (colleague, stranger) = (
                try await fixture.token("610116", .viewer), try await fixture.token("610102", .viewer)
            )
            let caller = try await Self.enter(fixture, holder)
            func lend(to substitute: NewToken, days: Int = 5) async throws -> SubstitutionMade {
                try await access.substitute(
                    SubstitutionOrder(
                        substitute: substitute.account, since: Self.today, until: Self.today.adding(days: days),
                        reason: "休假"), on: Self.today, caller: caller)
            }
            _ = try await lend(to: colleague)
            #expect(try await Self.enter(fixture, colleague).mayAnywhere(.writeRegistry))
            for (substitute, days, code) in [
                (stranger, 5, "not_found"), (colleague, 61, "access.substitution_days"),
                (holder, 5, "grant_substitution_other"),
            ] {
                let error = await #expect(throws: AppError.self) { try await lend(to: substitute, days: days) }
                #expect(error?.code == code)
            }
            // Another's grants are not the holder's to lend.
            let error = await #expect(throws: AppError.self) {
                try await access.substitute(Self.order(colleague, holder), on: Self.today, caller: caller)
            }
            #expect(error?.code == "access.forbidden")
        }
    }

    // MARK: a second person

    @Test func whatOneAdministratorGivesWaitsForAnother() async throws {
        try await Fixture.with { fixture in
            var access = fixture.services.access
            access.grants.needsSecondPerson = true
            let (first, second) = (
                try await fixture.token("610116", .administrator), try await fixture.token("610116", .administrator)
            )
            let (one, two) = (try await Self.enter(fixture, first), try await Self.enter(fixture, second))
            let viewer = try await fixture.token("610116001", .viewer)
            func give(_ role: Role, to account: Identifier<Account>) async throws -> NewGrant {
                try await access.grant(
                    GrantOrder(account: account, role: role, scope: "610116001"), on: Self.today, caller: one)
            }
            let grant = try await give(.clerk, to: viewer.account)
            #expect(grant.waiting)
            #expect(try await !Self.enter(fixture, viewer).mayAnywhere(.writeRegistry))
            let waiting = try await access.waiting(PageRequest(), on: Self.today, caller: two).items
            #expect(waiting.map(\.id) == [grant.id] && waiting[0].madeBy == "610116" && waiting[0].role == .clerk)
            #expect(try await access.grants(PageRequest(), caller: two).items.filter(\.waiting).map(\.id) == [grant.id])
            let own = await #expect(throws: AppError.self) { try await access.confirm(grant.id, caller: one) }
            #expect(own?.code == "access.second_person")
            let gaining = try await give(.clerk, to: second.account)
            let error = await #expect(throws: AppError.self) { try await access.confirm(gaining.id, caller: two) }
            #expect(error?.code == "access.second_person")
            #expect(try await access.confirm(grant.id, caller: two).approved)
            #expect(try await Self.enter(fixture, viewer).mayAnywhere(.writeRegistry))
            let again = await #expect(throws: AppError.self) { try await access.confirm(grant.id, caller: two) }
            #expect(again?.code == "not_found")
            // Refused, it gives nothing, and can be asked for again.
            let refused = try await give(.reviewer, to: viewer.account)
            _ = try await access.refuse(refused.id, RefusalOrder(reason: "岗位不符"), caller: two)
            #expect(try await !Self.enter(fixture, viewer).mayAnywhere(.approveRecruitment))
            _ = try await give(.reviewer, to: viewer.account)
        }
    }

    @Test func aSubstitutionWaitsToo() async throws {
        try await Fixture.with { fixture in
            var access = fixture.services.access
            access.grants.needsSecondPerson = true
            let (first, second) = (
                try await fixture.token("610116", .administrator), try await fixture.token("610116", .administrator)
            )
            let (clerk, viewer) = (
                try await fixture.token("610116", .clerk), try await fixture.token("610116", .viewer)
            )
            let (one, two) = (try await Self.enter(fixture, first), try await Self.enter(fixture, second))
            let made = try await access.substitute(Self.order(clerk, viewer), on: Self.today, caller: one)
            #expect(made.waiting)
            #expect(try await !Self.enter(fixture, viewer).mayAnywhere(.writeRegistry))
            let review = try await access.review(PageRequest(), on: Self.today, caller: two).items
            #expect(
                review.contains { $0.kind == .substitution && $0.flags.contains(.waiting) && $0.inPlaceOf == "610116" })
            _ = try await access.confirm(Identifier(made.id.value), caller: two)
            #expect(try await Self.enter(fixture, viewer).mayAnywhere(.writeRegistry))
        }
    }

    // MARK: three officers

    @Test func theShippedOfficersHaveTheirDutyAndNothingElse() {
        #expect(DivisionRule.faults(of: .shipped).isEmpty)
        #expect(Set(RoleMatrix.shipped.entries.compactMap(\.officer)) == Set(Officer.allCases))
    }

    @Test(arguments: [
        (["system_officer"], true), (["audit_officer"], true), (["clerk", "reviewer"], true), ([], true),
        (["system_officer", "security_officer"], false), (["security_officer", "audit_officer"], false),
        (["system_officer", "clerk"], false), (["audit_officer", "viewer"], false), (["administrator"], false),
    ])
    func whatMayBeInOneHand(roles: [String], isAllowed: Bool) {
        let hand = Set(roles.map { Role($0) })
        #expect((DivisionRule.conflict(hand, in: .shipped) == nil) == isAllowed)
    }

    @Test func dividedDutiesAreNotGivenToOne() async throws {
        try await Fixture.with { fixture in
            var access = fixture.services.access
            access.grants.dividesDuties = true
            func issue(_ role: String) async throws -> NewToken {
                try await access.issue(
                    TokenOrder(name: role, role: Role(role), scope: "610116"), on: Self.today, lasting: 600,
                    caller: Fixture.root)
            }
            func code(_ body: () async throws -> Void) async -> String? {
                do { try await body() } catch { return (error as? AppError)?.code }
                return nil
            }
            func give(_ role: String, to token: NewToken) async -> String? {
                await code {
                    _ = try await access.grant(
                        GrantOrder(account: token.account, role: Role(role), scope: "610116"), on: Self.today,
                        caller: Fixture.root)
                }
            }
            #expect(await code { _ = try await issue("administrator") } == "access.duties_united")
            let (system, clerk) = (try await issue("system_officer"), try await issue("clerk"))
            let security = try await issue("security_officer")
            #expect(await give("audit_officer", to: system) == "access.duties_united")
            #expect(await give("viewer", to: system) == "access.duties_united")
            #expect(await give("security_officer", to: clerk) == "access.duties_united")
            #expect(await give("viewer", to: clerk) == nil)
            #expect(
                await code {
                    _ = try await access.substitute(Self.order(clerk, system), on: Self.today, caller: Fixture.root)
                } == "access.duties_united")
            // One makes accounts and grants nothing, the other grants and makes none.
            let (maker, giver) = (try await Self.enter(fixture, system), try await Self.enter(fixture, security))
            let account = try await access.add(
                AccountOrder(name: "新人", signInName: "xinren", scope: "610116"), on: Self.today, caller: maker)
            #expect(account.grant == nil)
            let wants = GrantOrder(account: account.account, role: .clerk, scope: "610116")
            #expect(
                await code { _ = try await access.grant(wants, on: Self.today, caller: maker) } == "access.forbidden")
            #expect(
                await code {
                    _ = try await access.add(
                        AccountOrder(name: "甲", signInName: "jia", role: .clerk, scope: "610116"), on: Self.today,
                        caller: maker)
                } == "access.forbidden")
            #expect(await code { _ = try await access.grant(wants, on: Self.today, caller: giver) } == nil)
            #expect(
                await code {
                    _ = try await access.add(
                        AccountOrder(name: "乙", signInName: "yi", scope: "610116"), on: Self.today, caller: giver)
                } == "access.forbidden")
            #expect(throws: AppError.self) { try giver.with(.readRegistry) }
        }
    }

    // MARK: posts

    @Test func accessFollowsThePost() async throws {
        var settings = Settings()
        settings.access.posts = "on"
        try await Fixture.with(settings: settings) { fixture in
            let services = fixture.services
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = try await fixture.person(0)
            let token = try await fixture.token("610102", .viewer)
            _ = try await services.points.link(
                token.account, AccountPersonOrder(person: Reference(person.id)), caller: Fixture.root)
            let branch = "61.6101.610116.610116001.610116001001."
            let caller = try await Self.enter(fixture, token)
            #expect(caller.ranges.map(\.low) == ["61.6101.610102.", branch])
            #expect(try caller.with(.writeRegistry).ranges.map(\.low) == [branch])
            let tenure = try await services.members.tenures(of: Reference(person.id), caller: Fixture.root).items[0]
            let review = try await services.access.review(PageRequest(), on: Self.today, caller: Fixture.root).items
            let line = try #require(review.first { $0.kind == .post })
            #expect(line.id == Identifier(tenure.id.value) && line.role == .clerk && line.lastUsed != nil)
            // It is not given, so it is not revoked; it can be kept from somebody.
            let suspended = try await services.access.suspend(
                Identifier(tenure.id.value), PostSuspensionOrder(account: token.account, reason: "调查"),
                caller: Fixture.root)
            #expect(try await Self.enter(fixture, token).ranges.map(\.low) == ["61.6101.610102."])
            let shown = try await services.access.review(PageRequest(), on: Self.today, caller: Fixture.root).items
            #expect(shown.contains { $0.kind == .post && $0.flags.contains(.suspended) })
            _ = try await services.access.resume(suspended.id, caller: Fixture.root)
            #expect(try await Self.enter(fixture, token).ranges.count == 2)
            // With the tenure it ends.
            _ = try await services.members.end(
                Reference(tenure.id), TenureEndOrder(until: Self.today), caller: Fixture.root)
            #expect(try await Self.enter(fixture, token, on: Self.today.adding(days: 1)).ranges.count == 1)
        }
    }

    /// Entering a tenure gives access as much as a grant does: it was a way past the second person.
    @Test func whereASecondPersonIsAskedForAPostNeedsOneToo() async throws {
        var settings = Settings()
        settings.access.posts = "on"
        settings.access.secondAdministrator = "on"
        try await Fixture.with(settings: settings) { fixture in
            let (access, members) = (fixture.services.access, fixture.services.members)
            let first = try await Self.enter(fixture, try await fixture.token("6101", .administrator))
            let second = try await Self.enter(fixture, try await fixture.token("6101", .administrator))
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]), caller: first)
            let person = try await fixture.person(0)
            let token = try await fixture.token("610102", .viewer)
            let link = AccountPersonOrder(person: Reference(person.id))
            // The same administrator appoints and links.
            _ = try await fixture.services.points.link(token.account, link, caller: first)
            #expect(try await Self.enter(fixture, token).ranges.count == 1)
            let waiting = try await access.waiting(PageRequest(), on: Self.today, caller: second).items
            #expect(waiting.map(\.kind) == [.post] && waiting[0].role == .clerk && waiting[0].account == token.account)
            let review = try await access.review(PageRequest(), on: Self.today, caller: Fixture.root).items
            #expect(review.filter { $0.flags.contains(.waiting) }.map(\.kind) == [.post])
            let alone = await #expect(throws: AppError.self) { try await access.confirm(waiting[0].id, caller: first) }
            #expect(alone?.code == "access.second_person")
            _ = try await access.confirm(waiting[0].id, caller: second)
            #expect(try await Self.enter(fixture, token).ranges.count == 2)
            // A post that comes later waits again; refused, it gives nothing.
            _ = try await members.appoint(
                AppointmentOrder(
                    person: Reference(person.id), organisation: Reference("610116002200"),
                    since: Self.today.adding(days: -1)), caller: first)
            #expect(try await Self.enter(fixture, token).ranges.count == 2)
            let later = try #require(
                try await access.waiting(PageRequest(), on: Self.today, caller: second).items.first)
            _ = try await access.refuse(later.id, RefusalOrder(reason: "未经研究"), caller: second)
            #expect(try await access.waiting(PageRequest(), on: Self.today, caller: second).items.isEmpty)
            #expect(try await Self.enter(fixture, token).ranges.count == 2)
        }
    }

    /// Who links an account after the tenure was entered has seen what it brings, and is the second person.
    @Test func aLinkByAnotherAfterTheTenureIsTheSecondWord() async throws {
        var settings = Settings()
        settings.access.posts = "on"
        settings.access.secondAdministrator = "on"
        try await Fixture.with(settings: settings) { fixture in
            let (one, two) = (
                try await fixture.token("6101", .administrator), try await fixture.token("6101", .administrator)
            )
            let (first, second) = (try await Self.enter(fixture, one), try await Self.enter(fixture, two))
            _ = try await fixture.importPeople(
                Fixture.secretaries(["610116001001", "610116001002", "610116001200"]), caller: first)
            for (index, linking, expected) in [(0, second, 2), (1, first, 1), (2, Fixture.root, 2)] {
                let token = try await fixture.token("610102", .viewer)
                _ = try await fixture.services.points.link(
                    token.account, AccountPersonOrder(person: Reference(try await fixture.person(index).id)),
                    caller: linking)
                #expect(try await Self.enter(fixture, token).ranges.count == expected, "\(index)")
            }
        }
    }

    /// Who can act as an account is one hand with it: by a token, a certificate or a reset, over others, in either
    /// order.
    @Test func whoCanActAsAnotherIsNoSecondPerson() async throws {
        try await Fixture.with { fixture in
            var access = fixture.services.access
            access.grants.needsSecondPerson = true
            let viewer = try await fixture.token("610116001", .viewer)
            func confirmed(by second: Caller, of first: Caller) async throws -> String? {
                let grant = try await access.grant(
                    GrantOrder(account: viewer.account, role: .clerk, scope: "610116001"), on: Self.today, caller: first
                )
                do { _ = try await access.confirm(grant.id, caller: second) } catch {
                    _ = try await access.revoke(Identifier(grant.id.value), caller: Fixture.root)
                    return (error as? AppError)?.code
                }
                _ = try await access.revoke(Identifier(grant.id.value), caller: Fixture.root)
                return nil
            }
            let tokens = try await [0, 1, 2, 3].asyncMap { _ in try await fixture.token("610116", .administrator) }
            let callers = try await tokens.asyncMap { try await Self.enter(fixture, $0) }
            let (one, two, three, four) = (callers[0], callers[1], callers[2], callers[3])
            #expect(try await confirmed(by: two, of: one) == nil)
            // A token for two, who does not sign in; then one of three, made by two.
            _ = try await access.issue(LabelledTokenOrder(label: "x"), for: tokens[1].account, caller: one)
            #expect(try await confirmed(by: two, of: one) == "access.second_person")
            #expect(try await confirmed(by: one, of: two) == "access.second_person")
            #expect(try await confirmed(by: three, of: one) == nil)
            _ = try await access.rotate(tokens[2].id, RotationOrder(), caller: two)
            #expect(try await confirmed(by: three, of: one) == "access.second_person")
            #expect(try await confirmed(by: two, of: three) == "access.second_person")
            #expect(try await confirmed(by: four, of: one) == nil)
            _ = try await access.bind(CertificateOrder(subject: "CN=4"), to: tokens[3].account, caller: three)
            #expect(try await confirmed(by: four, of: one) == "access.second_person")
        }
    }

    /// Who makes accounts alone, or grants alone, becomes nobody else by it.
    @Test func administratorsOfAccountsOrGrantsAreNotAdministrators() async throws {
        try await Fixture.with { fixture in
            let access = fixture.services.access
            let system = try await fixture.token("610116", Role("system_officer"))
            let security = try await fixture.token("610116", Role("security_officer"))
            let administrator = try await fixture.token("610116", .administrator)
            let clerk = try await fixture.token("610116", .clerk)
            let (accounts, grants) = (try await Self.enter(fixture, system), try await Self.enter(fixture, security))
            func code(_ body: () async throws -> Void) async -> String? {
                do { try await body() } catch { return (error as? AppError)?.code }
                return nil
            }
            let label = LabelledTokenOrder(label: "x")
            for target in [administrator, security] {
                #expect(
                    await code { _ = try await access.issue(label, for: target.account, caller: accounts) }
                        == "access.account_above")
                #expect(
                    await code { _ = try await access.rotate(target.id, RotationOrder(), caller: accounts) }
                        == "access.account_above")
                #expect(
                    await code {
                        _ = try await access.bind(
                            CertificateOrder(subject: "CN=s"), to: target.account, caller: accounts)
                    } == "access.account_above")
            }
            #expect(await code { _ = try await access.issue(label, for: clerk.account, caller: accounts) } == nil)
            func give(_ role: Role, to account: Identifier<Account>) async -> String? {
                await code {
                    _ = try await access.grant(
                        GrantOrder(account: account, role: role, scope: "610116"), on: Self.today, caller: grants)
                }
            }
            #expect(await give(.clerk, to: security.account) == "access.own_grant")
            #expect(await give(.administrator, to: clerk.account) == "access.account_above")
            #expect(await give(.viewer, to: clerk.account) == nil)
        }
    }

    @Test func rolesAreListedForAccountsInScopeAlone() async throws {
        try await Fixture.with { fixture in
            let token = try await fixture.token("610102", .clerk)
            func roles(_ scope: String) async throws -> [String] {
                let caller = try await Self.enter(fixture, try await fixture.token(scope, .administrator))
                return try await fixture.services.database.read(caller, .rolesOf(account: token.account))
                    .map { try $0["role"] }
            }
            #expect(try await roles("6101") == ["clerk"])
            #expect(try await roles("610116").isEmpty)
        }
    }

    @Test func withoutTheSettingAPostBringsNothing() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let token = try await fixture.token("610102", .viewer)
            _ = try await fixture.services.points.link(
                token.account, AccountPersonOrder(person: Reference(try await fixture.person(0).id)),
                caller: Fixture.root)
            #expect(try await Self.enter(fixture, token).ranges.map(\.low) == ["61.6101.610102."])
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
