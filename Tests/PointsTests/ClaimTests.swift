import Access
import Civil
import Composition
import Foundation
import Kernel
import Organisations
import Points
import Postgres
import TestSupport
import Testing
import Wire

/// The life of a claim, each step at its boundary.
struct ClaimTests {
    private func claim(
        _ fixture: PointsFixture, _ person: Int = 0, on day: String = "2026-02-10", evidence: String? = "照片1",
        claimant: Claimant? = nil, key: String? = "c1", caller: Caller, today: Day = PointsFixture.today
    ) async throws -> ClaimOutcome {
        try await fixture.points.claim(
            ClaimOrder(
                subject: Reference(fixture.people[person]), scheme: "test", item: "C1", on: TestSupport.day(day),
                evidence: evidence, claimant: claimant, key: key), on: today, caller: caller)
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
            let first = try await fixture.points.review(made.id, by: cast.branch)
            #expect(first.state == .claimed)
            // 2026-03-20 is a Friday: the fifth working day of the publicity is the Thursday after.
            let second = try await fixture.points.review(made.id, by: cast.township)
            #expect(second.state == .published)
            let found = try await fixture.points.claim(made.id, by: cast.clerk)
            #expect(found.publishedThrough == Day("2026-03-26") && !found.provisional)
            #expect(found.events?.map(\.step) == ["claim", "review:branch", "review:township"])
            let early = try await fixture.points.settle(on: "2026-03-26", by: cast.township)
            #expect(early.posted.isEmpty)
            #expect(try await fixture.score().score == Amount(70))
            let settled = try await fixture.points.settle(on: "2026-03-27", by: cast.township)
            #expect(settled.posted.count == 1 && settled.posted[0].counted == Amount(5))
            #expect(try await fixture.score().score == Amount(75))
            let again = try await fixture.points.settle(on: "2026-03-28", by: cast.township)
            #expect(again.posted.isEmpty)
            let entry = try await fixture.points.entries(of: fixture.people[0], caller: cast.clerk)[0]
            #expect(entry.claim == made.id && entry.evidence == "照片1" && entry.happenedOn == Day("2026-02-10"))
        }
    }

    @Test func nobodyReviewsTheirOwn() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let both = Caller(
                account: .new(), name: "both", roles: [.clerk, .reviewer], scope: cast.branch.scope, door: "api")
            let made = try await claim(fixture, caller: both)
            let own = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(made.id, by: both)
            }
            #expect(own?.code == "claim.own" && own?.rule?.contains("C1") == true)
            _ = try await fixture.points.review(made.id, by: cast.branch)
            // One level each, and the second at the township.
            let twice = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(made.id, by: cast.branch)
            }
            #expect(twice?.code == "claim.reviewed_before")
            let low = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(made.id, by: cast.other)
            }
            #expect(low?.code == "claim.level")
            let clerk = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(made.id, by: cast.clerk)
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
            _ = try await fixture.points.settle(on: "2026-03-21", by: cast.township)
            let found = try await fixture.points.claim(made.id, by: cast.clerk)
            #expect(found.state == .published && found.publishedThrough == Day("2026-03-27"))
        }
    }

    @Test func aReviewerWhoIsTheSubjectIsRefused() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let token = try await fixture.fixture.token("610116001001", .reviewer)
            try await fixture.points.link(token.account, to: fixture.person(0))
            let self0 = Caller(
                account: token.account, name: "书记", roles: [.reviewer], scope: cast.branch.scope, door: "api")
            let made = try await claim(fixture, caller: cast.clerk)
            let error = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(made.id, by: self0)
            }
            #expect(error?.code == "claim.own")
            // Nor can they take back what others claimed about them, or decide about their own points.
            let withdrawal = await #expect(throws: AppError.self) {
                _ = try await fixture.points.withdraw(
                    Reference(made.id), ClaimWithdrawalOrder(), on: PointsFixture.today, caller: self0)
            }
            #expect(withdrawal?.code == "claim.withdraws_others")
            try await fixture.post("A2", 0)
            let reversal = await #expect(throws: AppError.self) {
                _ = try await fixture.points.reverse(
                    1, of: fixture.people[0], key: "r", on: PointsFixture.today, caller: self0)
            }
            #expect(reversal?.code == "points.own_case")
        }
    }

    @Test func objectionsStopTheClockAndAreDecidedByOthers() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            func published(_ key: String) async throws -> Identifier<Claim> {
                let made = try await claim(fixture, key: key, caller: cast.clerk)
                for reviewer in [cast.branch, cast.township] {
                    _ = try await fixture.points.review(made.id, by: reviewer)
                }
                return made.id
            }
            let upheld = try await published("a")
            let dismissed = try await published("b")
            let late = await #expect(throws: AppError.self) {
                try await fixture.points.object(upheld, reason: "r", on: "2026-03-27", by: cast.other)
            }
            #expect(late?.code == "claim.publicity_over")
            for id in [upheld, dismissed] {
                try await fixture.points.object(id, reason: "不属实", on: "2026-03-26", by: cast.other)
            }
            let settled = try await fixture.points.settle(on: "2026-04-10", by: cast.township)
            #expect(settled.posted.isEmpty)
            let own = await #expect(throws: AppError.self) {
                _ = try await fixture.points.decide(
                    upheld, upholds: true, reason: "r", on: "2026-04-01", by: cast.other)
            }
            #expect(own?.code == "claim.own_objection")
            #expect(
                try await fixture.points.decide(
                    upheld, upholds: true, reason: "查实", on: "2026-04-01", by: cast.township) == .rejected)
            #expect(
                try await fixture.points.decide(
                    dismissed, upholds: false, reason: "不成立", on: "2026-04-01", by: cast.township) == .published)
            let after = try await fixture.points.settle(on: "2026-04-10", by: cast.township)
            #expect(after.posted.count == 1)
            #expect(try await fixture.score().score == Amount(75))
        }
    }

    @Test func rejectedWithdrawnAndLapsedClaimsNeverCount() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let rejected = try await claim(fixture, key: "a", caller: cast.clerk)
            let silent = await #expect(throws: AppError.self) {
                _ = try await fixture.points.review(rejected.id, approves: false, by: cast.branch)
            }
            #expect(silent?.code == "claim.reason_missing")
            _ = try await fixture.points.review(rejected.id, approves: false, reason: "证据不足", by: cast.branch)
            let withdrawn = try await claim(fixture, key: "b", caller: cast.clerk)
            _ = try await fixture.points.withdraw(
                Reference(withdrawn.id), ClaimWithdrawalOrder(), on: PointsFixture.today, caller: cast.clerk)
            let lapsed = try await claim(fixture, key: "c", caller: cast.clerk)
            // Claimed on 20 March, it lapses after thirty days.
            #expect(
                try await fixture.points.settle(on: "2026-04-18", by: cast.township).expired == 0)
            #expect(
                try await fixture.points.settle(on: "2026-04-19", by: cast.township).expired == 1)
            for (id, state) in [(rejected.id, ClaimState.rejected), (withdrawn.id, .withdrawn), (lapsed.id, .expired)] {
                #expect(try await fixture.points.claim(id, by: cast.clerk).state == state)
                let error = await #expect(throws: AppError.self) {
                    _ = try await fixture.points.review(id, by: cast.branch)
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
            let token = try await fixture.fixture.token("610116001001", .member)
            let member = Caller(account: token.account, name: "党员", roles: [.member], scope: branch.scope, door: "api")
            let unlinked = await #expect(throws: AppError.self) {
                _ = try await fixture.points.ownPerson(caller: member)
            }
            #expect(unlinked?.code == "points.no_person")
            try await fixture.points.link(token.account, to: fixture.person(0))
            try await fixture.post("A2", 0)
            try await fixture.post("A2", 1)
            #expect(try await fixture.points.ownPerson(caller: member) == fixture.person(0))
            let own = try await fixture.points.score(
                of: fixture.people[0], on: PointsFixture.today, known: PointsFixture.today, caller: member)
            #expect(own.score == Amount(72))
            #expect(try await fixture.points.entries(of: fixture.people[0], caller: member).count == 1)
            // Without a name it is one's own; by name, too, but nobody else's.
            let mine = try await fixture.points.score(
                ScoreQuery(scheme: "test"), of: nil, on: PointsFixture.today, caller: member)
            let named = try await fixture.points.score(
                ScoreQuery(scheme: "test"), of: "党员0", on: PointsFixture.today, caller: member)
            #expect(mine.score == Amount(72) && named.score == Amount(72))
            func refused(_ body: () async throws -> Void) async {
                let error = await #expect(throws: AppError.self) { try await body() }
                #expect(error?.kind == .forbidden)
            }
            await refused {
                _ = try await fixture.points.score(
                    of: fixture.people[1], on: PointsFixture.today, known: PointsFixture.today, caller: member)
            }
            await refused { _ = try await fixture.points.entries(of: fixture.people[1], caller: member) }
            await refused {
                _ = try await fixture.points.entries(of: "党员1", EntryQuery(), PageRequest(), caller: member)
            }
            await refused { _ = try await fixture.post("A2", 0, caller: member) }
            await refused { _ = try await claim(fixture, 1, claimant: .member, caller: member) }
            await refused { _ = try await claim(fixture, 0, claimant: .branch, caller: member) }
            await refused {
                _ = try await fixture.points.liveRanking(on: PointsFixture.today, caller: member)
            }
            #expect(try await claim(fixture, 0, claimant: .member, caller: member).isNew)
        }
    }

    @Test func aKnownClaimIsFoundAndAnotherUnderItsKeyRefused() async throws {
        try await PointsFixture.with { fixture in
            let cast = try await cast(fixture)
            let made = try await claim(fixture, caller: cast.clerk)
            for reviewer in [cast.branch, cast.township] {
                _ = try await fixture.points.review(made.id, by: reviewer)
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
                _ = try await fixture.points.review(made.id, by: reviewer)
            }
            let settled = try await fixture.points.settle(on: "2026-03-27", by: cast.township)
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
            let token = try await fixture.fixture.token("610116001001", .reviewer)
            let reviewer = Caller(
                account: token.account, name: "审核员", roles: [.reviewer], scope: branch.scope, door: "api")
            let posted = try await fixture.post("A2", 0)
            try await fixture.points.link(reviewer.account, to: fixture.person(0))
            func refused(_ body: () async throws -> Void) async {
                let error = await #expect(throws: AppError.self) { try await body() }
                #expect(error?.code == "points.own_case")
            }
            await refused {
                _ = try await fixture.points.reverse(
                    posted.number, of: fixture.people[0], key: "r", on: PointsFixture.today, caller: reviewer)
            }
            await refused {
                _ = try await fixture.points.exempt(fixture.people[0], since: "2026-03-05", caller: reviewer)
            }
            let other = try await fixture.points.exempt(fixture.people[1], since: "2026-03-05", caller: reviewer)
            #expect(other.count == 1)
            try await fixture.points.exempt(fixture.people[0], since: "2026-03-05")
            await refused {
                try await fixture.points.endExemption(of: fixture.people[0], on: "2026-03-10", caller: reviewer)
            }
        }
    }

    @Test func claimsComeAsTables() async throws {
        try await PointsFixture.with { fixture in
            let today = PointsFixture.today
            func take(_ text: String, dryRun: Bool = false) async throws -> Int {
                try await fixture.points.importClaims(
                    Array(text.utf8), ImportOrder(dryRun: dryRun, again: true), scheme: "test", on: today,
                    caller: Fixture.root
                ).count
            }
            let head = "人员编号,项目,发生日期,佐证\n"
            let fine =
                head
                + "\(fixture.people[0]),C1,2026-02-10,文1\n\(Fixture.number(1)),C1,2026/2/11,文2\n"
            let checked = try await take(fine, dryRun: true)
            let none = try await fixture.fixture.count("points_claim")
            let taken = try await take(fine)
            let again = try await take(fine)
            #expect(checked == 2 && none == 0 && taken == 2 && again == 0)
            let error = await #expect(throws: AppError.self) {
                _ = try await take(
                    head
                        + "\(Fixture.number(0)),C1,2026-02-12,\n不存在,C1,2026-02-12,x\n"
                        + "\(Fixture.number(1)),ZZ,2026-02-30,x\n"
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
