import Postgres
import Organisations
import Access
import Composition
import Civil
import Foundation
import Kernel
import Points
import TestSupport
import Testing

/// The life of a claim, each step at its boundary.
struct ClaimTests {
    private func claim(
        _ fixture: PointsFixture, _ person: Int = 0, on day: String = "2026-02-10", evidence: String? = "照片1",
        claimant: ProcessRule.Claimant = .branch, key: String = "c1", caller: Caller, today: Day = PointsFixture.today
    ) async throws -> ClaimOutcome {
        try await fixture.points.claim(
            ClaimOrder(
                subject: fixture.people[person], scheme: "test", item: "C1", happened: TestSupport.day(day),
                content: ClaimContent(evidence: evidence), claimant: claimant, key: key), on: today, caller: caller)
    }

    private struct Cast {
        let clerk: Caller
        let branch: Caller
        let township: Caller
        let other: Caller
    }

    private func cast(_ fixture: PointsFixture) async throws -> Cast {
        Cast(
            clerk: try await fixture.fixture.caller("610116001001", .clerk),
            branch: try await fixture.fixture.caller("610116001001", .reviewer),
            township: try await fixture.fixture.caller("610116001", .reviewer),
            other: try await fixture.fixture.caller("610116001001", .reviewer))
    }

    @Test func fromTheClaimToTheLedger() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let made = try await claim(fixture, caller: cast.clerk)
            #expect(made.state == .claimed && made.isNew)
            #expect(try await claim(fixture, caller: cast.clerk).isNew == false)
            let first = try await fixture.points.review(
                made.id, approves: true, reason: nil, on: PointsFixture.today, caller: cast.branch)
            #expect(first.state == .claimed)
            // 2026-03-20 is a Friday: the fifth working day of the publicity is the Thursday after.
            let second = try await fixture.points.review(
                made.id, approves: true, reason: nil, on: PointsFixture.today, caller: cast.township)
            #expect(second.state == .published)
            let (found, events) = try await fixture.points.claim(made.id, caller: cast.clerk)
            #expect(found.publishedThrough == Day("2026-03-26") && !found.isProvisional)
            #expect(events.map(\.step) == ["claim", "review:branch", "review:township"])
            let early = try await fixture.points.settle(
                scheme: "test", under: nil, on: day("2026-03-26"), caller: cast.township)
            #expect(early.posted.isEmpty)
            #expect(try await fixture.score().score == Amount(70))
            let settled = try await fixture.points.settle(
                scheme: "test", under: nil, on: day("2026-03-27"), caller: cast.township)
            #expect(settled.posted.count == 1 && settled.posted[0].counted == Amount(5))
            #expect(try await fixture.score().score == Amount(75))
            let again = try await fixture.points.settle(
                scheme: "test", under: nil, on: day("2026-03-28"), caller: cast.township)
            #expect(again.posted.isEmpty)
            let entry = try await fixture.points.entries(of: fixture.people[0], PageRequest(), caller: cast.clerk)
                .items[0]
            #expect(entry.claim == made.id && entry.evidence == "照片1" && entry.happened == Day("2026-02-10"))
        }
    }

    @Test func nobodyReviewsTheirOwn() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let both = Caller(
                account: .new(), name: "both", roles: [.clerk, .reviewer], scope: cast.branch.scope, door: "api")
            let made = try await claim(fixture, caller: both)
            let own = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(
                    made.id, approves: true, reason: nil, on: PointsFixture.today, caller: both)
            }
            #expect(own?.code == "claim.own" && own?.rule?.contains("C1") == true)
            _ = try await fixture.points.review(
                made.id, approves: true, reason: nil, on: PointsFixture.today, caller: cast.branch)
            // One level each, and the second at the township.
            let twice = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(
                    made.id, approves: true, reason: nil, on: PointsFixture.today, caller: cast.branch)
            }
            #expect(twice?.code == "claim.reviewed_before")
            let low = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(
                    made.id, approves: true, reason: nil, on: PointsFixture.today, caller: cast.other)
            }
            #expect(low?.code == "claim.level")
            let clerk = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(
                    made.id, approves: true, reason: nil, on: PointsFixture.today, caller: cast.clerk)
            }
            #expect(clerk?.code == "access.forbidden")
        }
    }

    @Test func aClaimThatEverybodyAgreedToIsPublishedByTheNextSettlement() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let made = try await claim(fixture, caller: cast.clerk)
            // As after a stop between the last review and the publicity.
            _ = try await fixture.fixture.owner.query("UPDATE points_claim SET level = 2 WHERE id = \(made.id)")
            _ = try await fixture.points.settle(
                scheme: "test", under: nil, on: day("2026-03-21"), caller: cast.township)
            let found = try await fixture.points.claim(made.id, caller: cast.clerk).claim
            #expect(found.state == .published && found.publishedThrough == Day("2026-03-27"))
        }
    }

    @Test func aReviewerWhoIsTheSubjectIsRefused() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let services = fixture.fixture.services
            let token = try await services.access.issue(
                TokenOrder(name: "书记", role: .reviewer, scope: Reference(cast.branch.code)), on: day("2020-01-01"), lasting: 3600,
                caller: Fixture.root)
            try await fixture.points.link(account: token.account, to: fixture.people[0], caller: Fixture.root)
            let self0 = Caller(
                account: token.account, name: "书记", roles: [.reviewer], scope: cast.branch.scope, door: "api")
            let made = try await claim(fixture, caller: cast.clerk)
            let error = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(
                    made.id, approves: true, reason: nil, on: PointsFixture.today, caller: self0)
            }
            #expect(error?.code == "claim.own")
            // Nor can they take back what others claimed about them, or decide about their own points.
            let withdrawal = await #expect(throws: AppError.self) {
                _ = try await fixture.points.withdraw(
                    made.id, reason: nil, on: PointsFixture.today, caller: self0)
            }
            #expect(withdrawal?.code == "claim.withdraws_others")
            try await fixture.post("A2", 0)
            let reversal = await #expect(throws: AppError.self) {
                _ = try await fixture.points.reverse(
                    1, of: fixture.people[0], decision: "决定", key: "r", on: PointsFixture.today, caller: self0)
            }
            #expect(reversal?.code == "points.own_case")
        }
    }

    @Test func objectionsStopTheClockAndAreDecidedByOthers() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            func published(_ key: String) async throws -> UUID {
                let made = try await claim(fixture, key: key, caller: cast.clerk)
                for reviewer in [cast.branch, cast.township] {
                    _ = try await fixture.points.review(
                        made.id, approves: true, reason: nil, on: PointsFixture.today, caller: reviewer)
                }
                return made.id
            }
            let upheld = try await published("a")
            let dismissed = try await published("b")
            let late = await #expect(throws: AppError.self) {
                _ = try await fixture.points.object(upheld, reason: "r", on: day("2026-03-27"), caller: cast.other)
            }
            #expect(late?.code == "claim.publicity_over")
            for id in [upheld, dismissed] {
                _ = try await fixture.points.object(id, reason: "不属实", on: day("2026-03-26"), caller: cast.other)
            }
            let settled = try await fixture.points.settle(
                scheme: "test", under: nil, on: day("2026-04-10"), caller: cast.township)
            #expect(settled.posted.isEmpty)
            let own = await #expect(throws: AppError.self) {
                _ = try await fixture.points.decide(
                    upheld, upholds: true, reason: "r", on: day("2026-04-01"), caller: cast.other)
            }
            #expect(own?.code == "claim.own_objection")
            #expect(
                try await fixture.points.decide(
                    upheld, upholds: true, reason: "查实", on: day("2026-04-01"), caller: cast.township
                ).state == .rejected)
            #expect(
                try await fixture.points.decide(
                    dismissed, upholds: false, reason: "不成立", on: day("2026-04-01"), caller: cast.township
                ).state == .published)
            let after = try await fixture.points.settle(
                scheme: "test", under: nil, on: day("2026-04-10"), caller: cast.township)
            #expect(after.posted.count == 1)
            #expect(try await fixture.score().score == Amount(75))
        }
    }

    @Test func rejectedWithdrawnAndLapsedClaimsNeverCount() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let rejected = try await claim(fixture, key: "a", caller: cast.clerk)
            let silent = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(
                    rejected.id, approves: false, reason: nil, on: PointsFixture.today, caller: cast.branch)
            }
            #expect(silent?.code == "claim.reason_missing")
            _ = try await fixture.points.review(
                rejected.id, approves: false, reason: "证据不足", on: PointsFixture.today, caller: cast.branch)
            let withdrawn = try await claim(fixture, key: "b", caller: cast.clerk)
            _ = try await fixture.points.withdraw(
                withdrawn.id, reason: nil, on: PointsFixture.today, caller: cast.clerk)
            let lapsed = try await claim(fixture, key: "c", caller: cast.clerk)
            // Claimed on 20 March, it lapses after thirty days.
            #expect(
                try await fixture.points.settle(
                    scheme: "test", under: nil, on: day("2026-04-18"), caller: cast.township
                ).expired == 0)
            #expect(
                try await fixture.points.settle(
                    scheme: "test", under: nil, on: day("2026-04-19"), caller: cast.township
                ).expired == 1)
            for (id, state) in [(rejected.id, ClaimState.rejected), (withdrawn.id, .withdrawn), (lapsed.id, .expired)] {
                #expect(try await fixture.points.claim(id, caller: cast.clerk).claim.state == state)
                let error = await #expect(throws: AppError.self) {
                    _ = try await fixture.points.review(
                        id, approves: true, reason: nil, on: PointsFixture.today, caller: cast.branch)
                }
                #expect(error?.code == "claim.state")
            }
            #expect(try await fixture.fixture.count("ledger_entry") == 0)
        }
    }

    @Test func wrongClaimsAreRefusedByName() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            func refused(_ code: String, _ body: () async throws -> ClaimOutcome) async {
                let error = await #expect(throws: AppError.self) { _ = try await body() }
                #expect(error?.code == code, "\(code)")
            }
            await refused("points.evidence_missing") { try await claim(fixture, evidence: nil, caller: cast.clerk) }
            await refused("points.evidence_missing") { try await claim(fixture, evidence: "", caller: cast.clerk) }
            await refused("points.event_ahead") { try await claim(fixture, on: "2026-03-21", caller: cast.clerk) }
            await refused("claim.claimant") { try await claim(fixture, claimant: .department, caller: cast.clerk) }
            // Six months after 20 September the last day is 20 March.
            #expect(try await claim(fixture, on: "2025-09-20", key: "ok", caller: cast.clerk).isNew)
            await refused("points.claimed_late") { try await claim(fixture, on: "2025-09-19", caller: cast.clerk) }
            await refused("not_found") { try await claim(fixture, 4, caller: cast.clerk) }
        }
    }

    @Test func aMemberSeesAndClaimsTheirOwnAlone() async throws {
        try await PointsFixture.with { fixture in
            let branch = try await fixture.fixture.services.organisations.organisation(
                "610116001001", caller: Fixture.root)
            let token = try await fixture.fixture.services.access.issue(
                TokenOrder(name: "党员", role: .member, scope: Reference(branch.code)), on: day("2020-01-01"), lasting: 3600,
                caller: Fixture.root)
            let member = Caller(account: token.account, name: "党员", roles: [.member], scope: branch.scope, door: "api")
            let unlinked = await #expect(throws: AppError.self) {
                _ = try await fixture.points.ownPerson(caller: member)
            }
            #expect(unlinked?.code == "points.no_person")
            try await fixture.points.link(account: token.account, to: fixture.people[0], caller: Fixture.root)
            try await fixture.post("A2", 0)
            try await fixture.post("A2", 1)
            #expect(try await fixture.points.ownPerson(caller: member) == fixture.people[0])
            let own = try await fixture.points.score(
                of: fixture.people[0], scheme: "test", on: PointsFixture.today, known: PointsFixture.today,
                caller: member)
            #expect(own.sheet.score == Amount(72))
            #expect(
                try await fixture.points.entries(of: fixture.people[0], PageRequest(), caller: member).items.count == 1)
            func refused(_ body: () async throws -> Void) async {
                let error = await #expect(throws: AppError.self) { try await body() }
                #expect(error?.kind == .forbidden)
            }
            await refused {
                _ = try await fixture.points.score(
                    of: fixture.people[1], scheme: "test", on: PointsFixture.today, known: PointsFixture.today,
                    caller: member)
            }
            await refused { _ = try await fixture.points.entries(of: fixture.people[1], PageRequest(), caller: member) }
            await refused { _ = try await fixture.post("A2", 0, caller: member) }
            await refused { _ = try await claim(fixture, 1, claimant: .member, caller: member) }
            await refused { _ = try await claim(fixture, 0, claimant: .branch, caller: member) }
            await refused {
                _ = try await fixture.points.liveRanking(
                    scheme: "test", under: nil, on: PointsFixture.today, offset: 0, limit: 5, caller: member)
            }
            #expect(try await claim(fixture, 0, claimant: .member, caller: member).isNew)
        }
    }

    @Test func aKnownClaimIsFoundAndAnotherUnderItsKeyRefused() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let made = try await claim(fixture, caller: cast.clerk)
            for reviewer in [cast.branch, cast.township] {
                _ = try await fixture.points.review(
                    made.id, approves: true, reason: nil, on: PointsFixture.today, caller: reviewer)
            }
            let again = try await claim(fixture, caller: cast.clerk, today: day("2027-01-04"))
            #expect(again.id == made.id && again.state == .published && !again.isNew)
            for evidence in ["照片2", nil] {
                let error = await #expect(throws: AppError.self) {
                    _ = try await claim(fixture, evidence: evidence, caller: cast.clerk)
                }
                #expect(error?.code == "points.claim_key_reused")
            }
        }
    }

    @Test func theTermForClaimingEndsWithTheClaimAndNotWithThePosting() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            // The last day for it is the day of the claim; review and publicity come after.
            let made = try await claim(fixture, on: "2025-09-20", caller: cast.clerk)
            for reviewer in [cast.branch, cast.township] {
                _ = try await fixture.points.review(
                    made.id, approves: true, reason: nil, on: PointsFixture.today, caller: reviewer)
            }
            let settled = try await fixture.points.settle(
                scheme: "test", under: nil, on: day("2026-03-27"), caller: cast.township)
            #expect(settled.posted.count == 1 && settled.refused.isEmpty)
        }
    }

    @Test func onlyWhatCanBeCorrectedGoesOn() async throws {
        try await PointsFixture.with { fixture in
            let error = await #expect(throws: AppError.self) { try await fixture.post("P1", continuing: true) }
            #expect(error?.code == "points.cannot_continue")
            try await fixture.post("V1", continuing: true)
        }
    }

    @Test func nobodyDecidesAboutTheirOwnPoints() async throws {
        try await PointsFixture.with { fixture in
            let branch = try await fixture.fixture.services.organisations.organisation(
                "610116001001", caller: Fixture.root)
            let token = try await fixture.fixture.services.access.issue(
                TokenOrder(name: "审核员", role: .reviewer, scope: Reference(branch.code)), on: day("2020-01-01"), lasting: 3600,
                caller: Fixture.root)
            let reviewer = Caller(
                account: token.account, name: "审核员", roles: [.reviewer], scope: branch.scope, door: "api")
            let posted = try await fixture.post("A2", 0)
            try await fixture.points.link(account: reviewer.account, to: fixture.people[0], caller: Fixture.root)
            let ill = ExemptionOrder(key: "ill", since: day("2026-03-05"), until: nil, reason: "病休", document: "决1")
            func refused(_ body: () async throws -> Void) async {
                let error = await #expect(throws: AppError.self) { try await body() }
                #expect(error?.code == "points.own_case")
            }
            await refused {
                _ = try await fixture.points.reverse(
                    posted.number, of: fixture.people[0], decision: "d", key: "r", on: PointsFixture.today,
                    caller: reviewer)
            }
            await refused {
                _ = try await fixture.points.exempt(ill, [fixture.people[0]], scheme: "test", caller: reviewer)
            }
            let other = try await fixture.points.exempt(ill, [fixture.people[1]], scheme: "test", caller: reviewer)
            #expect(other.count == 1)
            let own = try await fixture.points.exempt(ill, [fixture.people[0]], scheme: "test", caller: Fixture.root)[0]
            await refused {
                try await fixture.points.endExemption(
                    own, of: fixture.people[0], on: day("2026-03-10"), caller: reviewer)
            }
        }
    }

    @Test func claimsComeAsTables() async throws {
        try await PointsFixture.with { fixture in
            let today = PointsFixture.today
            func take(_ text: String, dryRun: Bool = false) async throws -> Int {
                try await fixture.points.importClaims(
                    Array(text.utf8), scheme: "test", claimant: .import, on: today, dryRun: dryRun, caller: Fixture.root
                )
            }
            let head = "人员编号,项目,发生日期,佐证\n"
            let fine =
                head
                + "\(fixture.people[0].uuidString.lowercased()),C1,2026-02-10,文1\n\(Fixture.number(1)),C1,2026/2/11,文2\n"
            let checked = try await take(fine, dryRun: true)
            let none = try await fixture.fixture.count("points_claim")
            let taken = try await take(fine)
            let again = try await take(fine)
            #expect(checked == 2 && none == 0 && taken == 2 && again == 0)
            let error = await #expect(throws: AppError.self) {
                _ = try await take(
                    head
                        + "\(Fixture.number(0)),C1,2026-02-12,\n不存在,C1,2026-02-12,x\n\(Fixture.number(1)),ZZ,2026-02-30,x\n"
                )
            }
            #expect(error?.cells.map(\.row).sorted() == [3, 4, 4])
            let missing = await #expect(throws: AppError.self) {
                _ = try await take(head + "\(Fixture.number(0)),C1,2026-02-12,\n")
            }
            #expect(missing?.cells.first?.row == 2)
            let kept = try await fixture.fixture.count("points_claim")
            #expect(kept == 2)
        }
    }
}
