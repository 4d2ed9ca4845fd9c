import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Policy
import Recruitment
import TestSupport
import Testing

/// What can become of a membership: each ground on the day before it may be used, on the day, and after.
struct LifeTests {
    private func rules() throws -> LifeRules {
        try LifeRules(PolicyLoader().load("policy/membership/life.yaml"))
    }

    private func order(_ change: LifeChange, _ ground: String, since: String? = nil, on day: String) -> DecisionOrder {
        DecisionOrder(
            change, ground: ground, groundSince: since.map { TestSupport.day($0) }, on: TestSupport.day(day),
            document: "d",
            reason: "r")
    }

    private func code(_ order: DecisionOrder, _ status: MembershipStatus, since: String) throws -> String {
        do {
            _ = try rules().judge(
                order, LifeStanding(status: status, since: day(since)), today: day("2030-01-01"))
            return "permitted"
        } catch { return (error as? AppError)?.code ?? "\(error)" }
    }

    @Test(arguments: [
        // Contact lost since the end of August: six months are full on the last day of February.
        ("2024-08-31", "2025-02-27", false), ("2024-08-31", "2025-02-28", true), ("2024-08-31", "2025-03-01", true),
        ("2023-08-31", "2024-02-28", false), ("2023-08-31", "2024-02-29", true),
    ]) func contactIsLostForSixMonthsBeforeASuspension(since: String, on: String, permitted: Bool) throws {
        let code = try code(order(.suspend, "lost_contact", since: since, on: on), .full, since: "2010-07-01")
        #expect(code == (permitted ? "permitted" : "membership.too_early"))
    }

    @Test(arguments: [
        ("2020-09-01", "2025-08-31", false), ("2020-09-01", "2025-09-01", false), ("2020-09-01", "2025-09-02", true),
    ]) func studiesAbroadLastMoreThanFiveYears(since: String, on: String, permitted: Bool) throws {
        let code = try code(order(.suspend, "studying_abroad", since: since, on: on), .full, since: "2010-07-01")
        #expect(code == (permitted ? "permitted" : "membership.too_early"))
    }

    @Test(arguments: [
        ("2024-02-29", "2026-02-27", false), ("2024-02-29", "2026-02-28", true), ("2024-02-29", "2026-03-01", true),
    ]) func theUnreachableAreRemovedTwoYearsAfterTheSuspension(suspended: String, on: String, permitted: Bool) throws {
        let code = try code(order(.remove, "unreachable", on: on), .suspended, since: suspended)
        #expect(code == (permitted ? "permitted" : "membership.too_early"))
    }

    @Test func eachGroundIsForSomeStandingsOnly() throws {
        #expect(
            try code(order(.restore, "approved", on: "2026-01-01"), .full, since: "2010-01-01") == "membership.status")
        #expect(
            try code(order(.remove, "unreachable", on: "2026-01-01"), .full, since: "2010-01-01")
                == "membership.status")
        #expect(
            try code(order(.expel, "discipline", on: "2026-01-01"), .activist, since: "2010-01-01")
                == "membership.status")
        #expect(
            try code(order(.die, "death", on: "2026-01-01"), .activist, since: "2010-01-01") == "permitted")
    }

    @Test func aDecisionIsNeitherAheadNorBeforeTheStanding() throws {
        let ahead = order(.withdraw, "own_wish", on: "2030-01-02")
        #expect(try code(ahead, .full, since: "2010-01-01") == "membership.ahead")
        let early = order(.withdraw, "own_wish", on: "2010-01-01")
        #expect(try code(early, .full, since: "2010-01-01") == "membership.early")
        #expect(
            try code(order(.suspend, "lost_contact", on: "2026-01-01"), .full, since: "2010-01-01")
                == "membership.ground_since")
        #expect(try code(order(.suspend, "boredom", on: "2026-01-01"), .full, since: "2010-01-01") == "value.invalid")
    }

    @Test func theFirstPermittedDayIsNamedAndPermittedAndTheDayBeforeIsNot() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<300 {
            let since = Day(number: 15_000 + Int(random.next() % 4000))
            let order = DecisionOrder(
                .suspend, ground: "lost_contact", groundSince: since, on: since, document: "d", reason: "r")
            let standing = LifeStanding(status: .full, since: Day(number: 10_000))
            let rules = try rules()
            var first: Day?
            do { _ = try rules.judge(order, standing, today: Day(number: 40_000)) } catch {
                first = error.facts.first { $0.name == "first_permitted" }.flatMap { Day($0.value) }
            }
            let named = try #require(first)
            func at(_ day: Day) -> Bool {
                let order = DecisionOrder(
                    .suspend, ground: "lost_contact", groundSince: since, on: day, document: "d", reason: "r")
                return (try? rules.judge(order, standing, today: Day(number: 40_000))) != nil
            }
            #expect(at(named) && !at(named.adding(days: -1)))
        }
    }

    // MARK: on a database

    private func decide(
        _ fixture: Fixture, _ change: LifeChange, _ ground: String, since: String? = nil, on day: String,
        caller: Caller = Fixture.root
    ) async throws -> DecisionRecorded {
        let person = try await fixture.person(0)
        return try await fixture.services.members.decide(
            order(change, ground, since: since, on: day), about: Reference(person.id),
            on: TestSupport.day("2026-11-01"),
            caller: caller)
    }

    @Test func aSuspensionInterruptsAndARestorationGoesOnWithWhatWas() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            _ = try await decide(fixture, .suspend, "lost_contact", since: "2025-01-01", on: "2025-07-01")
            #expect(try await fixture.person(0).status == .suspended)
            _ = try await decide(fixture, .restore, "approved", on: "2026-01-10")
            let person = try await fixture.person(0)
            #expect(person.status == .full)
            let history = try await fixture.services.members.memberships(of: Reference(person.id), caller: Fixture.root)
                .items
            #expect(history.map(\.status) == [.full, .suspended, .full])
            #expect(history.map(\.endedAs) == [.suspended, .restored, nil])
            let decisions = try await fixture.services.members.decisions(
                about: Reference(person.id), caller: Fixture.root
            ).items
            #expect(decisions.map(\.change) == [.suspend, .restore])
        }
    }

    @Test func postsEndWithTheMembershipAndTheirDutiesFollow() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = try await fixture.person(0)
            let outcome = try await decide(fixture, .die, "death", on: "2026-03-05")
            #expect(outcome.postsEnded.map(\.title) == [.secretary])
            let tenures = try await fixture.services.members.tenures(of: Reference(person.id), caller: Fixture.root)
                .items
            #expect(tenures.map(\.until) == [day("2026-03-05")])
            #expect(try await fixture.person(0).status == nil)
            let history = try await fixture.services.members.memberships(of: Reference(person.id), caller: Fixture.root)
                .items
            #expect(history.map(\.endedAs) == [.died])
        }
    }

    @Test func onlyWhoMayDecideRecordsADecision() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let clerk = try await fixture.caller("610116", .clerk)
            await #expect(throws: AppError.self) {
                _ = try await decide(fixture, .withdraw, "own_wish", on: "2026-03-05", caller: clerk)
            }
            let neighbour = try await fixture.caller("610102", .reviewer)
            await #expect(throws: AppError.self) {
                _ = try await decide(fixture, .withdraw, "own_wish", on: "2026-03-05", caller: neighbour)
            }
            #expect(try await fixture.count("membership_decision") == 0)
            let reviewer = try await fixture.caller("610116", .reviewer)
            _ = try await decide(fixture, .withdraw, "own_wish", on: "2026-03-05", caller: reviewer)
            #expect(try await fixture.count("membership_decision") == 1)
        }
    }

    @Test func anOpenCaseEndsWithThePersonAndNothingIsDueAnyMore() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + "610116001001,甲,\(Fixture.number(0)),2024-01-01,applicant,true\n"
            )
            let person = try await fixture.person(0)
            let recruitment = try await fixture.services.recruitment.open(
                CaseOrder(person: Reference(person.id)), on: day("2024-01-02"), caller: Fixture.root)
            _ = try await decide(fixture, .die, "death", on: "2026-03-05")
            let file = try await fixture.services.recruitment.file(
                Reference(recruitment.id), on: day("2026-03-06"), caller: Fixture.root)
            #expect(file.recruitment.state == .ended && file.deadlines.isEmpty)
            #expect(file.ruling?.document == "d")
            #expect(try await fixture.count("recruitment_due") == 0)
        }
    }

    @Test func aDecisionByMistakeStaysOnFileAndTheMembershipGoesOn() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let outcome = try await decide(fixture, .die, "death", on: "2026-03-05")
            let person = try await fixture.person(0)
            let members = fixture.services.members
            let clerk = try await fixture.caller("610116", .clerk)
            await #expect(throws: AppError.self) {
                _ = try await members.annul(
                    decision: Reference(outcome.id), about: Reference(person.id),
                    DecisionAnnulment(reason: "同名误登", document: "d2"), caller: clerk)
            }
            // A decision is named by its document.
            let annulled = try await members.annul(
                decision: "d", about: Reference(person.id), DecisionAnnulment(reason: "同名误登", document: "d2"),
                caller: Fixture.root)
            #expect(annulled.id == outcome.id)
            #expect(try await fixture.person(0).status == .full)
            let history = try await members.memberships(of: Reference(person.id), caller: Fixture.root).items
            #expect(history.count == 1 && history[0].until == nil)
            let decisions = try await members.decisions(about: Reference(person.id), caller: Fixture.root).items
            #expect(decisions.map(\.annulledBecause) == ["同名误登"])
            // In the year's balance there is no trace of a death.
            let balance = try await members.balance(
                of: "610116", year: 2026, on: day("2026-11-01"), caller: Fixture.root)
            #expect(balance.decreases == 0 && balance.balanced)
            var refusal: AppError?
            do {
                _ = try await members.annul(
                    decision: Reference(outcome.id), about: Reference(person.id),
                    DecisionAnnulment(reason: "r", document: "d"), caller: Fixture.root)
            } catch let error as AppError { refusal = error }
            #expect(refusal?.code == "not_found")
            // A suspension is ended by a restoration.
            let suspended = try await decide(fixture, .suspend, "settled_abroad", on: "2026-05-01")
            do {
                _ = try await members.annul(
                    decision: Reference(suspended.id), about: Reference(person.id),
                    DecisionAnnulment(reason: "r", document: "d"), caller: Fixture.root)
            } catch let error as AppError { refusal = error }
            #expect(refusal?.code == "membership.cannot_annul" && refusal?.hint != nil)
            #expect(try await fixture.person(0).status == .suspended)
        }
    }

    @Test func whoWasPersuadedOrRemovedWaitsAsLong() throws {
        let rules = try rules()
        for (change, ground) in [
            (LifeChange.persuade, "unchanged"), (.remove, "lost_conviction"), (.expel, "discipline"),
        ] {
            #expect(rules.bar(after: change, ground: ground, on: day("2024-02-29"))?.first == day("2029-02-28"))
        }
        #expect(rules.bar(after: .withdraw, ground: "own_wish", on: day("2024-02-29")) == nil)
    }

    @Test func theExpelledApplyAgainAfterFiveYears() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = try await fixture.person(0)
            _ = try await decide(fixture, .expel, "discipline", on: "2020-02-29")
            func register(_ day: String) async throws {
                _ = try await fixture.importPeople(
                    "organisation,name,id_number,since,status,synthetic\n"
                        + "610116001001,测试0,\(Fixture.number(0)),\(day),applicant,true\n"
                )
            }
            var refusal: AppError?
            do { try await register("2025-02-27") } catch let error as AppError { refusal = error }
            let cell = try #require(refusal?.cells.first)
            #expect(cell.column == "since" && cell.row == 2 && cell.reason.english.contains("2025-02-28"), "\(cell)")
            #expect(try await fixture.person(0).status == nil)
            try await register("2025-02-28")
            // The same row again changes nothing and is refused nothing.
            try await register("2025-02-28")
            do {
                _ = try await fixture.services.recruitment.open(
                    CaseOrder(person: Reference(person.id)), on: day("2025-02-27"), caller: Fixture.root)
            } catch let error as AppError { refusal = error }
            #expect(refusal?.code == "membership.returns_too_early")
            #expect(
                refusal?.facts.first?.value == "2025-02-28" && refusal?.hint?.english.contains("2025-02-28") == true)
            _ = try await fixture.services.recruitment.open(
                CaseOrder(person: Reference(person.id)), on: day("2025-02-28"), caller: Fixture.root)
        }
    }

    @Test func ofDecisionsMadeAtOnceOneStands() async throws {
        try await Fixture.with(poolMaximum: 8) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = try await fixture.person(0).id
            let members = fixture.services.members
            let codes = await withTaskGroup(of: String.self) { group in
                for change in [LifeChange.withdraw, .die, .withdraw, .expel] {
                    let ground = change == .withdraw ? "own_wish" : change == .die ? "death" : "discipline"
                    let order = order(change, ground, on: "2026-05-01")
                    group.addTask {
                        do {
                            _ = try await members.decide(
                                order, about: Reference(person), on: day("2026-11-01"), caller: Fixture.root)
                            return "done"
                        } catch { return (error as? AppError)?.code ?? "\(error)" }
                    }
                }
                group.addTask {
                    do {
                        _ = try await members.issueTransfer(
                            LetterOrder(person: Reference(person), elsewhere: "外地", on: day("2026-05-01")),
                            on: day("2026-11-01"), caller: Fixture.root)
                        return "letter"
                    } catch { return (error as? AppError)?.code ?? "\(error)" }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let decisions = try await members.decisions(about: Reference(person), caller: Fixture.root).items
            #expect(decisions.count == codes.count { $0 == "done" } && decisions.count <= 1, "\(codes)")
            // A letter that came first keeps decisions but a death away; one that came after is refused.
            let open = try await members.transfers(
                TransferQuery(), PageRequest(), on: day("2026-11-01"), caller: Fixture.root)
            #expect(open.items.count + decisions.count == 1, "\(codes)")
        }
    }
}
