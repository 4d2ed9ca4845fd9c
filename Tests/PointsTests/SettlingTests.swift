import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Postgres
import Schemes
import TestSupport
import Testing

/// What becomes of claims with time, of objections, and who may claim for others.
struct SettlingTests {
    private func claim(
        _ fixture: PointsFixture, _ item: String = "C1", _ person: Int = 0, key: String? = "c1",
        claimant: Claimant? = nil, caller: Caller
    ) async throws -> ClaimOutcome {
        try await fixture.points.claim(
            ClaimOrder(
                subject: Reference(fixture.people[person]), scheme: "test", item: item, on: day("2026-02-10"),
                evidence: "照片1", claimant: claimant, key: key), on: PointsFixture.today, caller: caller)
    }

    private func publish(_ fixture: PointsFixture, _ person: Int, key: String) async throws -> Identifier<Claim> {
        let made = try await claim(
            fixture, "C1", person, key: key, caller: try await fixture.fixture.caller("6101", .clerk))
        for code in ["610116001001", "610116001"] {
            _ = try await fixture.points.review(made.id, by: try await fixture.fixture.caller(code, .reviewer))
        }
        return made.id
    }

    private func refused(_ code: String, _ body: () async throws -> Void) async {
        let error = await #expect(throws: AppError.self) { try await body() }
        #expect(error?.code == code && error?.hint != nil, "\(String(describing: error?.code))")
    }

    @Test func oneClaimThatIsRefusedStopsNoOther() async throws {
        try await PointsFixture.with { fixture in
            let moved = try await publish(fixture, 1, key: "moved")
            let good = try await publish(fixture, 0, key: "good")
            // Where this member went, the scheme is not in use: nothing is found there.
            let away = try await fixture.fixture.services.organisations.organisation(
                "610528100200", caller: Fixture.root)
            _ = try await fixture.fixture.services.members.move(
                Reference(fixture.person(1)), MoveOrder(organisation: Reference(away.code), on: day("2026-03-21")),
                on: day("2026-03-21"),
                caller: Fixture.root)
            // Five hundred and one of a day on which nobody took part, before the good one: more than a page.
            try await fixture.fixture.owner.script(
                """
                INSERT INTO points_claim (subject_id, id, scheme_id, path, item, happened_on, content, value, formula,
                    claimant,
                    claimed_by, claimed_on, state, level, published_from, published_through, key, audit_event_id)
                SELECT subject_id, gen_random_uuid(), scheme_id, path, item, '2024-06-01', content, value, formula,
                    claimant,
                    claimed_by, '2024-06-02', state, level, published_from, published_through, 'n' || n, audit_event_id
                FROM points_claim, generate_series(1, 501) AS n WHERE id = '\(good)'
                """)
            let settled = try await fixture.points.settle(on: "2026-04-10", by: Fixture.root)
            #expect(settled.posted.count == 1 && settled.refused.count == 502)
            #expect(settled.refused.first { $0.claim == moved }?.code == "points.scheme_missing")
            #expect(settled.refused.count { $0.code == "points.not_taking_part" } == 501)
            #expect(try await fixture.score().score == Amount(75))
            // The entry that a posted claim brought about is missed when the end of the chain is cut off.
            #expect(try await fixture.points.verify().faults.isEmpty)
            try await fixture.fixture.owner.script("DELETE FROM ledger_entry")
            let faults = try await fixture.points.verify().faults
            #expect(faults.map(\.kind) == [.unposted] && faults.first?.claim == good)
        }
    }

    @Test func claimsOnAVillagesOwnItemsLapseToo() async throws {
        let text = TestScheme.ledger.replacing(
            "  closed_period: next\n",
            with: """
                  closed_period: next
                  expires_after: {days: 30}
                  reviews:
                    - {key: branch, name: {zh: 党支部, en: branch}}

                """
        ).replacing(
            "roll_up:",
            with: "local: {bonus_items: 2, penalty_items: 0, value_at_most: 2, block: duty, place: 第六条}\nroll_up:")
        try await PointsFixture.with(text) { fixture in
            try await fixture.points.importLocal("{id: N1, block: duty, text: 清扫, value: 2}", for: "610116001001")
            let made = try await claim(fixture, "N1", caller: Fixture.root)
            #expect(made.state == .claimed)
            func settle(_ day: String) async throws -> Int { try await fixture.points.settle(on: day).expired }
            #expect(try await settle("2026-04-18") == 0)
            #expect(try await settle("2026-04-19") == 1)
            #expect(try await fixture.points.claim(made.id).state == .expired)
        }
    }

    @Test func anObjectionHasADayByWhichItIsAnswered() async throws {
        try await PointsFixture.with { fixture in
            let id = try await publish(fixture, 0, key: "a")
            let reader = try await fixture.fixture.caller("610116", .viewer)
            func objections(_ day: String, caller: Caller) async throws -> [OpenObjection] {
                try await fixture.points.objections(
                    PointsScope(), scheme: "test", on: TestSupport.day(day), caller: caller
                ).items
            }
            #expect(try await objections("2026-03-25", caller: reader).isEmpty)
            try await fixture.points.object(id, reason: "不属实", on: "2026-03-23", by: reader)
            // Seven working days, the Monday included: the Tuesday of the week after.
            let open = try await objections("2026-03-31", caller: reader)
            #expect(open.map(\.claim.id) == [id] && open[0].objectedOn == Day("2026-03-23"))
            #expect(open[0].dueOn == Day("2026-03-31") && !open[0].overdue)
            #expect(try await objections("2026-04-01", caller: reader).map(\.overdue) == [true])
            let elsewhere = try await fixture.fixture.caller("610102", .viewer)
            let none = try await objections("2026-04-01", caller: elsewhere)
            #expect(none.isEmpty)
        }
    }

    @Test(arguments: [
        ("owner: {level: county}", ["610116"], ["610116001", "610116001001"]),
        ("owner: {organisation: \"610116001\"}", ["610116", "610116001"], ["610116001001"]),
        ("", ["610116", "610116001"], ["610116001001"]),
    ])
    func aDepartmentClaimsWhatItOwns(owner: String, may: [String], mayNot: [String]) async throws {
        let text = TestScheme.ledger.replacing(
            "claimants: [member, branch, import]",
            with: "claimants: [member, branch, department]" + (owner.isEmpty ? "" : "\n      " + owner))
        try await PointsFixture.with(text) { fixture in
            for code in may {
                let clerk = try await fixture.fixture.caller(code, .clerk)
                #expect(try await claim(fixture, key: code, claimant: .department, caller: clerk).isNew, "\(code)")
            }
            for code in mayNot {
                let clerk = try await fixture.fixture.caller(code, .clerk)
                await refused("claim.not_owner") {
                    _ = try await claim(fixture, key: code, claimant: .department, caller: clerk)
                }
                #expect(try await claim(fixture, key: code, claimant: .branch, caller: clerk).isNew)
            }
        }
    }

    @Test func nobodyPostsForThemselves() async throws {
        try await PointsFixture.with { fixture in
            let branch = try await fixture.fixture.services.organisations.organisation(
                "610116001001", caller: Fixture.root)
            let token = try await fixture.fixture.token("610116001001", .administrator)
            let keeper = Caller(
                account: token.account, name: "记账员", roles: [.administrator], scope: branch.scope, door: "api")
            try await fixture.post("A2", 0, caller: keeper)
            try await fixture.points.link(keeper.account, to: fixture.person(0))
            await refused("points.own_case") { try await fixture.post("A2", 0, caller: keeper) }
            // Together with others in one round, and in a large batch, too.
            let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
                for index in 0..<30 {
                    group.addTask {
                        (index % 2, (try? await fixture.post("A1", index % 2, key: "\(index)", caller: keeper)) != nil)
                    }
                }
                var all: [(Int, Bool)] = []
                for await outcome in group { all.append(outcome) }
                return all
            }
            #expect(outcomes.allSatisfy { $0.1 == ($0.0 == 1) } && outcomes.count == 30)
            let batch = (0..<30).map {
                PostOrder(
                    subject: Reference(fixture.people[$0 == 29 ? 0 : 1]), scheme: "test", item: "A1",
                    on: day("2026-02-10"), key: "b\($0)")
            }
            await refused("points.own_case") {
                _ = try await fixture.points.post(batch, caller: keeper)
            }
            #expect(try await fixture.fixture.count("ledger_entry") == 16)
        }
    }

    @Test func anOrganisationsHonourGoesToItsPrincipalAlone() async throws {
        let text = TestScheme.ledger.replacing(
            "  - {id: A4,",
            with: """
                  - {id: H1, block: duty, text: 组织获表彰, value: 4, cause: {by: organisation, posts: [secretary]}}
                  - {id: H2, block: duty, text: 家人缺席, value: -1, cause: {by: family},
                        automatic: [{fact: attendance, names: [家庭会], outcomes: [absent]}]}
                  - {id: A4,
                """)
        try await PointsFixture.with(text) { fixture in
            let number = 7
            _ = try await fixture.fixture.importPeople(
                "organisation,name,id_number,since,title,tenure_since,synthetic\n"
                    + "610116001001,书记,\(Fixture.number(number)),2005-07-01,secretary,2020-01-01,true\n"
            )
            let secretary = Identifier<PointsSubject>(try await fixture.fixture.person(number).id)
            try await fixture.points.join([secretary], since: "2025-01-01")
            func post(_ subject: Identifier<PointsSubject>, _ cause: String?) async throws -> Posted {
                let order = PostOrder(
                    subject: Reference(subject), scheme: "test", item: "H1", on: day("2026-02-10"), cause: cause)
                return try await fixture.points.post([order])[0]
            }
            await refused("claim.not_principal") { _ = try await post(fixture.people[0], "610116001001") }
            await refused("points.cause_missing") { _ = try await post(secretary, nil) }
            #expect(try await post(secretary, "610116001001").value == Amount(4))
            // A fact that is scored for somebody else's deed names it.
            let fact = FactOrder(
                subject: "党员0", fact: .attendance, name: "家庭会", outcome: "absent", on: day("2026-02-03"),
                reference: "f1")
            _ = try await fixture.points.record(
                FactsOrder(facts: [fact]), on: PointsFixture.today, caller: Fixture.root)
            let run = try await fixture.points.runAutomatic(asOf: "2026-03-01")
            #expect(run.made == 1 && run.refused.isEmpty)
            let entries = try await fixture.points.entries(of: fixture.people[0])
            #expect(entries.map(\.cause) == ["家庭会"])
        }
    }

    @Test func factsThatAreKnownOtherwiseAreRefused() async throws {
        try await PointsFixture.with { fixture in
            func record(_ outcome: String, _ references: [String] = ["m1"]) async throws -> Int {
                let facts = references.map {
                    FactOrder(
                        subject: Reference(fixture.people[0]), fact: .attendance, name: "党员大会", outcome: outcome,
                        on: day("2026-02-02"), reference: $0)
                }
                return try await fixture.points.record(
                    FactsOrder(facts: facts), on: PointsFixture.today, caller: Fixture.root
                ).count
            }
            let (first, again) = (try await record("absent"), try await record("absent"))
            #expect(first == 1 && again == 0)
            let error = await #expect(throws: AppError.self) { _ = try await record("present", ["m2", "m1"]) }
            #expect(error?.code == "points.fact_changed" && error?.facts.map(\.value) == ["attendance m1"])
            let kept = try await fixture.fixture.count("points_fact")
            #expect(kept == 1)
        }
    }

    @Test func aKeyIsOneOrderAndNoOther() async throws {
        try await PointsFixture.with { fixture in
            let first = try await fixture.post("A2")
            func post(
                _ item: String, _ key: String, points: String? = nil, follows: Int? = nil, act: String? = nil
            ) async throws -> Posted {
                let order = PostOrder(
                    subject: Reference(fixture.people[0]), scheme: "test", item: item, on: day("2026-02-11"),
                    points: points.flatMap { Amount($0) }, act: act, follows: follows, key: key)
                return try await fixture.points.post([order])[0]
            }
            #expect(try await post("A3", "k", points: "5", act: "x").isNew)
            #expect(try await post("A3", "k", points: "5", act: "x").isNew == false)
            for (points, act) in [("6", "x"), ("5", "y"), ("5", nil), (nil, "x")] {
                await refused("points.key_reused") { _ = try await post("A3", "k", points: points, act: act) }
            }
            #expect(try await post("M1", "m", follows: first.number).isNew)
            await refused("points.key_reused") { _ = try await post("M1", "m", follows: 2) }
            func reverse(_ number: Int, _ key: String) async throws -> EntryReversed {
                try await fixture.points.reverse(number, of: fixture.people[0], key: key)
            }
            await refused("points.key_reused") { _ = try await reverse(2, "k") }
            let back = try await reverse(2, "r")
            let again = try await reverse(2, "r")
            #expect(back.isNew && !again.isNew && again.score == back.score && again.number == back.number)
            #expect(try await fixture.fixture.count("ledger_entry") == 4)
        }
    }
}
