import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Schemes
import TestSupport
import Testing

/// Subjects, claims and periods are named as people know them, through every verb; an identifier is never required.
struct PointsReferenceTests {
    private func refused(_ code: String, _ body: () async throws -> Void) async {
        let error = await #expect(throws: AppError.self) { try await body() }
        #expect(error?.code == code && error?.hint != nil, "\(String(describing: error))")
    }

    @Test func aPersonIsNamedByIdentifierNumberOrName() async throws {
        try await PointsFixture.with { fixture in
            let names: [Reference<PointsSubject>] = [
                Reference(fixture.people[0]), Reference(Fixture.number(0)), "党员0", " 党员0",
            ]
            for (index, name) in names.enumerated() {
                let order = PostOrder(
                    subject: name, scheme: "test", item: "A2", on: day("2026-02-10"), key: "\(index)")
                let posted = try await fixture.points.post([order])[0]
                #expect(posted.subject == fixture.people[0] && posted.number == index + 1)
                let score = try await fixture.points.score(
                    ScoreQuery(scheme: "test"), of: name, on: PointsFixture.today, caller: Fixture.root)
                #expect(score.score == Amount(72 + 2 * index))
            }
            // One batch may name them in different ways.
            let mixed = try await fixture.points.post([
                PostOrder(subject: Reference(fixture.people[1]), scheme: "test", item: "A1", on: day("2026-02-10")),
                PostOrder(subject: "党员2", scheme: "test", item: "A1", on: day("2026-02-10")),
                PostOrder(subject: Reference(Fixture.number(1)), scheme: "test", item: "A1", on: day("2026-02-10")),
            ])
            #expect(mixed.map(\.subject) == [fixture.people[1], fixture.people[2], fixture.people[1]])
            await refused("not_found") {
                _ = try await fixture.points.post([
                    PostOrder(subject: "无此人", scheme: "test", item: "A1", on: day("2026-02-10"))
                ])
            }
        }
    }

    @Test func everyVerbTakesThem() async throws {
        try await PointsFixture.with { fixture in
            let (points, today, root) = (fixture.points, PointsFixture.today, Fixture.root)
            let (name, number): (Reference<PointsSubject>, Reference<PointsSubject>) = (
                "党员0", Reference(Fixture.number(1))
            )
            let moved = try await points.regroup(
                RegroupingOrder(subjects: [name, number], group: "official", on: day("2026-02-01")), scheme: "test",
                caller: root)
            #expect(moved.count == 2)
            let exempt = try await points.exempt(
                ExemptionOrder(
                    subjects: [name], exemption: "ill", since: day("2026-03-10"), reason: "病休", document: "决1"),
                scheme: "test", caller: root)
            #expect(exempt.items.map(\.subject) == [fixture.people[0]])
            #expect(try await points.exemptions(of: name, scheme: "test", caller: root).items.count == 1)
            _ = try await points.endExemption(
                ExemptionEndOrder(on: day("2026-03-12")), of: name, scheme: "test", caller: root)
            let facts = FactsOrder(facts: [
                FactOrder(subject: number, fact: .dues, outcome: "late", on: day("2026-02-01"), reference: "d1")
            ])
            #expect(try await points.record(facts, on: today, caller: root).count == 1)
            let claim = try await points.claim(
                ClaimOrder(subject: name, scheme: "test", item: "C1", on: day("2026-02-10"), evidence: "e"), on: today,
                caller: root)
            let about = try await points.claims(ClaimQuery(subject: name), PageRequest(), caller: root)
            #expect(about.items.map(\.id) == [claim.id])
            let left = try await points.regroup(
                RegroupingOrder(subjects: [number], on: day("2026-03-20"), leaves: true), scheme: "test", caller: root)
            #expect(left.left && left.count == 1)
            let entered = try await points.join(
                ParticipantsOrder(participants: [
                    ParticipantOrder(subject: number, group: "ordinary", since: day("2026-03-21"))
                ]), scheme: "test", on: today, caller: root)
            #expect(entered.count == 1)
        }
    }

    @Test func namesakesAreDistinguishedAndANumberIsNeverRepeated() async throws {
        try await PointsFixture.with { fixture in
            _ = try await fixture.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + "610116001002,党员0,\(Fixture.number(9)),2005-07-01,full,true\n"
            )
            let order = PostOrder(subject: "党员0", scheme: "test", item: "A1", on: day("2026-02-10"))
            let error = await #expect(throws: AppError.self) { _ = try await fixture.points.post([order]) }
            #expect(error?.code == "reference.ambiguous" && error?.facts.count == 2)
            #expect(error?.facts.contains { $0.name == fixture.people[0].description } == true)
            // Within one branch the name is nobody else's.
            let branch = try await fixture.fixture.caller("610116001001", .clerk)
            #expect(try await fixture.points.post([order], caller: branch)[0].subject == fixture.people[0])
            let unknown = Fixture.number(30)
            let hidden = await #expect(throws: AppError.self) {
                _ = try await fixture.points.entries(
                    of: Reference(unknown), EntryQuery(), PageRequest(), caller: Fixture.root)
            }
            #expect(hidden?.code == "not_found" && hidden?.message.english.contains(unknown) == false)
        }
    }

    @Test func aSheetNamesThemTheSameWay() async throws {
        try await PointsFixture.with { fixture in
            func take(_ rows: String) async throws -> Int {
                try await fixture.points.importClaims(
                    Array(("对象,项目,日期,佐证\n" + rows).utf8), scheme: "test", on: PointsFixture.today,
                    caller: Fixture.root
                ).count
            }
            #expect(try await take("党员0,C1,2026-02-10,一\n\(fixture.people[1]),C1,2026-02-10,二\n") == 2)
            _ = try await fixture.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + "610116001002,党员0,\(Fixture.number(9)),2005-07-01,full,true\n"
            )
            let error = await #expect(throws: AppError.self) {
                _ = try await take("党员0,C1,2026-02-11,一\n无此人,C1,2026-02-11,二\n")
            }
            #expect(error?.cells.map(\.column) == ["对象", "对象"])
            #expect(error?.cells.first?.reason.chinese.contains("同名") == true)
        }
    }

    @Test func aClaimIsNamedByItsSubjectWhileOneIsUndecided() async throws {
        try await PointsFixture.with { fixture in
            let reviewer = try await fixture.fixture.caller("610116001001", .reviewer)
            func claim(_ day: String) async throws -> Identifier<Claim> {
                let order = ClaimOrder(
                    subject: "党员0", scheme: "test", item: "C1", on: TestSupport.day(day), evidence: "e")
                return try await fixture.points.claim(order, on: PointsFixture.today, caller: Fixture.root).id
            }
            let first = try await claim("2026-02-10")
            let reviewed = try await fixture.points.review(
                "党员0", ClaimReviewOrder(approves: true), on: PointsFixture.today, caller: reviewer)
            #expect(reviewed.id == first && reviewed.state == .claimed)
            let second = try await claim("2026-02-11")
            let error = await #expect(throws: AppError.self) {
                _ = try await fixture.points.claim("党员0", caller: Fixture.root)
            }
            #expect(error?.code == "reference.ambiguous")
            #expect(Set(error?.facts.map(\.name) ?? []) == [first.description, second.description])
            _ = try await fixture.points.withdraw(
                Reference(second), ClaimWithdrawalOrder(), on: PointsFixture.today, caller: Fixture.root)
            #expect(try await fixture.points.claim("党员0", caller: Fixture.root).id == first)
            await refused("not_found") { _ = try await fixture.points.claim("党员1", caller: Fixture.root) }
        }
    }

    @Test func aPeriodIsNamedBySchemeOrganisationAndDay() async throws {
        try await PointsFixture.with { fixture in
            let closed = try await fixture.points.close("2026-02-01", on: "2026-04-02")
            let listed = try await fixture.points.periods(PeriodQuery(), PageRequest(), caller: Fixture.root).items[0]
            #expect(listed.id == closed.period && listed.name == "test:610116:2026-01-01")
            let organisation = try #require(listed.organisation)
            for name in [listed.name, "test:\(organisation):2026-03-31", closed.period.description] {
                let page = try await fixture.points.sheet(
                    of: Reference(name), PointsScope(), PageRequest(), caller: Fixture.root)
                #expect(page.items.count == 4, "\(name)")
            }
            await refused("not_found") {
                _ = try await fixture.points.reopen(
                    "test:610116:2026-04-01", ReopeningOrder(decision: "d"), on: PointsFixture.today,
                    caller: Fixture.root)
            }
            let wrong = await #expect(throws: AppError.self) {
                _ = try await fixture.points.averages(of: "610116", PointsScope(), caller: Fixture.root)
            }
            #expect(wrong?.code == "value.invalid")
        }
    }

    // MARK: what is accepted is used

    @Test func entriesAndReversalsLookAtTheSchemeThatIsNamed() async throws {
        try await PointsFixture.with { fixture in
            let (points, person) = (fixture.points, fixture.people[0])
            let other = TestScheme.ledger.replacing("key: test", with: "key: other")
            try await points.importScheme(other, for: "6101")
            try await points.join([person], since: "2025-01-01", scheme: "other")
            for (index, scheme) in ["test", "other", "test"].enumerated() {
                let order = PostOrder(
                    subject: Reference(person), scheme: scheme, item: "A2", on: day("2026-02-10"), key: "\(index)")
                _ = try await points.post([order])
            }
            #expect(try await points.entries(of: person).map(\.scheme) == ["test", "other", "test"])
            #expect(try await points.entries(of: person, scheme: "test").map(\.number) == [1, 3])
            #expect(try await points.entries(of: person, scheme: "other").map(\.number) == [2])
            await refused("points.scheme_missing") { _ = try await points.entries(of: person, scheme: "none") }
            await refused("points.other_scheme") { try await points.reverse(2, of: person, scheme: "test") }
            #expect(try await points.entries(of: person).count == 3, "nothing was reversed")
            #expect(try await points.reverse(2, of: person, scheme: "other").isNew)
            #expect(try await points.reverse(1, of: person).reverses == 1, "without a scheme the number decides")
        }
    }

    @Test func theDefaultClaimantIsTheServicesAndTheSameForEverybody() async throws {
        try await PointsFixture.with { fixture in
            let clerk = try await fixture.fixture.caller("610116001001", .clerk)
            let order = ClaimOrder(subject: "党员0", scheme: "test", item: "C1", on: day("2026-02-10"), evidence: "e")
            let made = try await fixture.points.claim(order, on: PointsFixture.today, caller: clerk)
            let claim = try await fixture.points.claim(made.id)
            #expect(claim.claimant.rawValue == ClaimOrder.usualClaimant.rawValue)
            for language in [Language.chinese, .english] {
                let text = try #require(ClaimOrder.memberTexts["claimant"])
                let help = text(language)
                #expect(help.contains(ClaimOrder.usualClaimant.rawValue))
            }
            // What comes by a sheet or as a fact is not declared.
            #expect(Claimant.allCases.map(\.rawValue) == ["member", "branch", "department"])
        }
    }

    @Test func anOrderWithoutAKeyIsAnotherOne() async throws {
        try await PointsFixture.with { fixture in
            let (points, today) = (fixture.points, PointsFixture.today)
            let post = PostOrder(subject: "党员0", scheme: "test", item: "A2", on: day("2026-02-10"))
            #expect(try await points.post([post, post]).map(\.number) == [1, 2])
            let claim = ClaimOrder(subject: "党员0", scheme: "test", item: "C1", on: day("2026-02-10"), evidence: "e")
            let (first, second) = (
                try await points.claim(claim, on: today, caller: Fixture.root),
                try await points.claim(claim, on: today, caller: Fixture.root)
            )
            #expect(first.isNew && second.isNew && first.id != second.id)
            // An entry is reversed once, however often that is asked for.
            let back = try await points.reverse(1, of: fixture.people[0])
            let again = try await points.reverse(1, of: fixture.people[0])
            #expect(back.isNew && !again.isNew && back.number == again.number)
        }
    }

    @Test func ordersAreCheckedByTheirVerbs() async throws {
        try await PointsFixture.with { fixture in
            let (points, today) = (fixture.points, PointsFixture.today)
            func fact(on day: String, name: String = "会") -> FactsOrder {
                FactsOrder(facts: [
                    FactOrder(
                        subject: "党员0", fact: .attendance, name: name, outcome: "absent", on: TestSupport.day(day),
                        reference: "x")
                ])
            }
            for order in [
                fact(on: "2026-03-21"), fact(on: "2026-03-20", name: String(repeating: "会", count: 201)),
                FactsOrder(facts: []),
            ] {
                let error = await #expect(throws: AppError.self) {
                    _ = try await points.record(order, on: today, caller: Fixture.root)
                }
                #expect(error?.code == "value.invalid")
            }
            let marks = [SourceMark(source: "self", mark: Amount(90)), SourceMark(source: "self", mark: Amount(80))]
            let twice = await #expect(throws: AppError.self) {
                _ = try await points.post([
                    PostOrder(subject: "党员0", scheme: "test", item: "A2", on: day("2026-02-10"), marks: marks)
                ])
            }
            #expect(twice?.code == "value.invalid")
            let share = await #expect(throws: AppError.self) {
                try await points.close("2026-02-01", waived: [1], on: "2026-04-02")
            }
            #expect(share?.code == "value.invalid" && share?.message.english.contains("waived") == true)
            await refused("claim.reason_missing") {
                _ = try await points.close(
                    ClosingOrder(organisation: "610116", day: day("2026-02-01"), decision: ""), scheme: "test",
                    on: today, caller: Fixture.root)
            }
        }
    }
}
