import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import TestSupport
import Testing

/// Organisations as what a scheme rates, from joining to the published sheet; and claims that the subject signs.
struct OrganisationPointsTests {
    private static let stars = """
        format: points-scheme/1
        key: stars
        version: "1"
        name: {zh: 评星, en: stars}
        source: {document: 测试, place: 全文}
        subject: organisation
        in_force: {from: 2020-01-01}
        period: {months: 24, from: 2024-01-01}
        places: 1
        total: {cap: 100, floor: 0}
        blocks: [{key: a, name: {zh: 指标, en: indicators}, cap: 90}]
        grades:
          - {key: five, name: {zh: 五星, en: five}, score: ">= 80"}
          - {key: none, name: {zh: 不定星, en: none}, score: "< 80"}
        process:
          claimants: [branch, department, import]
          reviews:
            - {key: township, name: {zh: 乡镇, en: township}, from: township}
            - {key: county, name: {zh: 县级, en: county}, from: county}
          publicity_working_days: 5
        proposals: [{text: {zh: 建议帮扶, en: help}, grades: [none], place: 第八条}]
        items:
          - {id: A1, block: a, text: 指标, value: {from: 0, to: 95, step: 0.5}, limits: [{times: 1}]}
          - {id: V1, block: a, text: 否决, veto: {score: 0, grade: none, until_corrected: true},
                process: {claimants: [department]}}
        """

    @Test func organisationsAreClaimedForRankedAndClosed() async throws {
        try await Fixture.with(poolMaximum: 4) { fixture in
            let points = fixture.services.points
            try await points.importScheme(Self.stars, for: "6101")
            func join(dryRun: Bool, statuses: [MembershipStatus]? = nil) async throws -> Int {
                let order = EverybodyOrder(
                    scope: "610116", statuses: statuses, since: day("2024-01-01"), dryRun: dryRun)
                return try await points.joinAll(
                    order, scheme: "stars", on: day("2024-01-01"), caller: Fixture.root
                ).count
            }
            // Organisations have no membership status: what is given is used, or refused.
            let refused = await #expect(throws: AppError.self) { _ = try await join(dryRun: true, statuses: [.full]) }
            #expect(refused?.code == "value.invalid")
            #expect(try await join(dryRun: true) == 4)
            #expect(try await fixture.count("points_participation") == 0)
            #expect(try await join(dryRun: false) == 4)

            // By code, as an office has it in its table.
            let table = "组织编码,项目,发生日期,分值,佐证\n610116001001,A1,2025-06-01,92.5,表1\n610116001002,A1,2025-06-02,85,表2\n"
            let taken = try await points.importClaims(
                Array(table.utf8), scheme: "stars", on: day("2025-06-10"), caller: Fixture.root)
            #expect(taken.count == 2)
            let claims = try await points.claims(
                ClaimQuery(scheme: "stars"), PageRequest(limit: 10), caller: Fixture.root
            ).items
            #expect(Set(claims.map(\.name)).count == 2)
            for claim in claims {
                for code in ["610116001", "610116"] {
                    _ = try await points.review(
                        claim.id, on: day("2025-06-11"), by: try await fixture.caller(code, .reviewer))
                }
            }
            let settled = try await points.settle("stars", on: "2025-06-25")
            #expect(settled.posted.map(\.score).sorted() == [Amount(85), Amount(90)])
            let live = try await points.liveRanking("stars", under: "610116", on: day("2025-07-01"))
            #expect(live.map(\.rank) == [1, 2, 3, 3] && live.map(\.score) == [90, 85, 0, 0].map { Amount($0) })

            let outcome = try await points.close("2025-03-01", scheme: "stars", on: "2026-01-08")
            // By what people know: the scheme, the organisation and any day.
            let ranking = try await points.ranking(
                of: "stars:610116:2025-08-01", PointsScope(), PageRequest(limit: 10), caller: Fixture.root
            ).items
            #expect(ranking.map(\.grade) == ["five", "five", "none", "none"])
            #expect(ranking.first?.gradeName?.chinese == "五星" && outcome.subjects == 4)
            #expect(ranking[0].name == "东社区" || ranking[0].name.contains("东社区"), "\(ranking[0].name)")
            #expect(ranking.allSatisfy { $0.rankInBranch == nil })
            let proposals = try await points.proposals("stars", on: "2025-12-31")
            #expect(proposals.count == 2)
            #expect(try await points.verify().faults.isEmpty)
        }
    }

    private static let signed = TestScheme.ledger.replacing(
        "  - {id: F1,",
        with: """
              - id: S1
                block: duty
                text: 须签字
                value: 2
                process:
                  direct: false
                  reviews:
                    - {key: signature, name: {zh: 本人签字, en: signature}, by: subject, refusal: noted}
                    - {key: branch, name: {zh: 党支部, en: branch}}
              - {id: F1,
            """)

    @Test func theSubjectSignsAndARefusalIsNoted() async throws {
        try await PointsFixture.with(Self.signed) { fixture in
            let services = fixture.fixture.services
            let branch = try await services.organisations.organisation("610116001001", caller: Fixture.root)
            let token = try await fixture.fixture.token("610116001001", .member)
            let member = Caller(account: token.account, name: "党员", roles: [.member], scope: branch.scope, door: "api")
            try await fixture.points.link(token.account, to: fixture.person(0))
            let clerk = try await fixture.fixture.caller("610116001001", .clerk)
            let reviewer = try await fixture.fixture.caller("610116001001", .reviewer)
            func claim(_ person: Int, _ key: String) async throws -> Identifier<Claim> {
                try await fixture.points.claim(
                    ClaimOrder(
                        subject: Reference(fixture.people[person]), scheme: "test", item: "S1",
                        on: day("2026-02-10"), evidence: "表", key: key), on: PointsFixture.today, caller: clerk
                ).id
            }
            func review(
                _ id: Identifier<Claim>, _ approves: Bool = true, _ reason: String? = nil, by caller: Caller
            ) async throws -> ClaimState {
                try await fixture.points.review(id, approves: approves, reason: reason, by: caller).state
            }
            let (own, other, refusedOne) = (
                try await claim(0, "a"), try await claim(1, "b"), try await claim(0, "c")
            )
            // Nobody signs for somebody else, and a reviewer gives the reference of the signed paper.
            for id in [own, other] {
                let error = await #expect(throws: AppError.self) { _ = try await review(id, by: reviewer) }
                #expect(error?.code == "claim.signature" && error?.hint != nil)
            }
            let foreign = await #expect(throws: AppError.self) { _ = try await review(other, by: member) }
            #expect(foreign?.code == "claim.signature")
            let (signedOwn, onPaper, noted) = (
                try await review(own, by: member), try await review(other, true, "卷宗3号", by: clerk),
                try await review(refusedOne, false, "不认可", by: member)
            )
            #expect([signedOwn, onPaper, noted].allSatisfy { $0 == .claimed }, "each goes on to the branch")
            let events = try await fixture.points.claim(refusedOne, by: clerk).events
            #expect(events?.last?.step == "review:signature" && events?.last?.reason == "拒签：不认可")
            for id in [own, other, refusedOne] {
                let state = try await review(id, by: reviewer)
                #expect(state == .posted, "posted by the review that completes it")
            }
            #expect(try await fixture.score(0).score == Amount(74))
            #expect(try await fixture.score(1).score == Amount(72))
        }
    }
}
