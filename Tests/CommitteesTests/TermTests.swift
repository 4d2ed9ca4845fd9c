import Civil
import Composition
import Foundation
import Kernel
import Organisations
import Policy
import TestSupport
import Testing
import Wire

@testable import Committees

/// Terms of committees: how long they last, who is due, and what moves an election.
struct TermTests {
    private let today = day("2026-01-01")

    private func organisation(_ kind: OrganisationKind, _ field: Field?, _ level: Level = .primary)
        -> ElectingOrganisation
    {
        ElectingOrganisation(
            id: .new(), path: "61.", name: "试验", kind: kind, level: level, field: field, since: day("1990-01-01"),
            until: nil)
    }

    @Test(arguments: [
        (OrganisationKind.branch, Field?.some(.rural), "2018-07-11", 36), (.branch, .rural, "2018-07-12", 60),
        (.branch, .community, "2018-07-13", 60), (.branch, .organ, "2021-06-01", 36),
        (.generalBranch, nil, "2021-06-01", 36),
        (.committee, nil, "2018-07-11", 36), (.committee, nil, "2018-07-12", 60),
        (.jointBranch, .rural, "2020-01-01", 60),
    ])
    func theLengthIsThatOfTheDay(_ kind: OrganisationKind, _ field: Field?, _ since: String, _ months: Int) throws {
        let rules = try TermRules(PolicyLoader().load("policy/organisations/terms.yaml"))
        #expect(rules.months(organisation(kind, field), since: day(since)) == months)
    }

    @Test func appointedLeadersHaveNoTerm() throws {
        let rules = try TermRules(PolicyLoader().load("policy/organisations/terms.yaml"))
        for kind in [OrganisationKind.temporaryBranch, .functionalBranch, .workingCommittee, .group] {
            #expect(!rules.elects(organisation(kind, .rural)))
        }
        #expect(!rules.elects(organisation(.committee, nil, .county)))
        #expect(rules.elects(organisation(.committee, nil, .township)))
    }

    private func with(_ body: (Fixture, TermService) async throws -> Void) async throws {
        try await Fixture.with { try await body($0, $0.services.terms) }
    }

    private func state(
        _ terms: TermService, _ code: String, _ on: String, caller: Caller = Fixture.root
    ) async throws -> CommitteeTerm? {
        try await terms.terms(
            TermQuery(scope: Reference(code), asOf: day(on)), PageRequest(), on: today, caller: caller
        ).items.first { $0.code == code }
    }

    @Test func aTermIsRunningThenSoonThenOver() async throws {
        try await with { _, terms in
            #expect(try await state(terms, "610116001001", "2026-01-01")?.state == .missing)
            let begun = try await terms.begin(
                TermOrder(organisation: "610116001001", since: day("2018-06-30"), name: "第五届委员会", document: "1号"),
                on: today, caller: Fixture.root)
            #expect(begun.due == day("2021-06-30") && begun.shiftedMonths == nil)
            for (on, state, over) in [
                ("2018-06-29", TermState.missing, Int?.none), ("2018-06-30", .running, nil),
                ("2020-12-29", .running, nil),
                ("2020-12-30", .soon, nil), ("2021-06-30", .soon, nil), ("2021-07-01", .overdue, 0),
                ("2023-01-29", .overdue, 18), ("2023-01-30", .overdue, 19),
            ] {
                let term = try #require(try await self.state(terms, "610116001001", on))
                #expect(term.state == state && term.monthsOver == over, "\(on): \(term)")
            }
            // A longer term after the opinions of July 2018; the election was late by more than a year.
            let late = TermOrder(organisation: "610116001001", since: day("2023-01-30"), document: "2号")
            let error = await #expect(throws: AppError.self) {
                _ = try await terms.begin(late, on: today, caller: Fixture.root)
            }
            #expect(error?.code == "term.shifted")
            let next = try await terms.begin(
                TermOrder(
                    organisation: "610116001001", since: day("2023-01-30"), document: "2号", reason: "疫情"), on: today,
                caller: Fixture.root)
            #expect(next.due == day("2028-01-30") && next.shiftedMonths == 19)
            #expect(try await state(terms, "610116001001", "2023-01-29")?.state == .overdue)
            #expect(try await state(terms, "610116001001", "2023-01-30")?.state == .running)
        }
    }

    @Test func anElectionIsMovedByTheSuperiorAndNotForever() async throws {
        try await with { _, terms in
            func extend(_ until: String, anyway: Bool? = nil) async throws -> TermExtended {
                try await terms.extend(
                    TermExtensionOrder(
                        organisation: "610116001001", until: day(until), document: "3号", reason: "村级并组", anyway: anyway),
                    caller: Fixture.root)
            }
            func code(_ body: () async throws -> Void) async -> String? {
                do { try await body() } catch { return (error as? AppError)?.code }
                return nil
            }
            #expect(await code { _ = try await extend("2027-01-01") } == "term.none")
            _ = try await terms.begin(
                TermOrder(organisation: "610116001001", since: day("2021-01-01"), document: "1号"), on: today,
                caller: Fixture.root)
            #expect(await code { _ = try await extend("2026-01-01") } == "term.extension")
            #expect(await code { _ = try await extend("2027-01-02") } == "term.extension_too_long")
            _ = try await extend("2027-01-01")
            #expect(try await state(terms, "610116001001", "2026-06-30")?.state == .running)
            #expect(try await state(terms, "610116001001", "2026-07-01")?.state == .soon)
            #expect(try await extend("2027-03-01", anyway: true).due == day("2026-01-01"))
            _ = try await terms.withdraw(
                TermWithdrawal(organisation: "610116001001", reason: "录错"), caller: Fixture.root)
            #expect(try await state(terms, "610116001001", "2026-06-30")?.state == .missing)
        }
    }

    @Test func whatCannotBeIsRefused() async throws {
        try await with { fixture, terms in
            func begin(_ order: TermOrder, caller: Caller = Fixture.root) async -> String? {
                do { _ = try await terms.begin(order, on: today, caller: caller) } catch {
                    return (error as? AppError)?.code
                }
                return nil
            }
            let order = TermOrder(organisation: "610116001001", since: day("2021-01-01"), document: "1号")
            #expect(await begin(order) == nil)
            #expect(await begin(order) == "term.order")
            #expect(
                await begin(TermOrder(organisation: "610116", since: day("2021-01-01"), document: "1号"))
                    == "term.no_election")
            #expect(
                await begin(
                    TermOrder(
                        organisation: "610116001002", since: day("2021-01-01"), due: day("2028-01-01"), document: "1号"))
                    == "term.due")
            #expect(
                await begin(TermOrder(organisation: "610116001002", since: day("2026-01-02"), document: "1号")) != nil)
            let neighbour = try await fixture.caller("610102", .clerk)
            #expect(await begin(order, caller: neighbour) == "not_found")
            #expect(try await state(terms, "610116001001", "2026-01-01", caller: Fixture.root)?.document == "1号")
        }
    }

    /// A term that begins or has ended is a fact of the past, by the sheet as by the verb; the next election is not.
    @Test(arguments: [
        ("第一届,东社区,2030-01-01,,", "任命时间"), ("第一届,东社区,2030年1月,2033年1月,", "任命时间"),
        ("第一届,东社区,2020-01-01,,2030-01-01", "实际换届时间"), ("第一届,东社区,2025-01-01,2028-01-01,", nil),
    ])
    func anElectionStillToComeIsNoTerm(_ row: String, _ column: String?) async throws {
        try await with { _, terms in
            let table = "支部委员会名称,所在党支部,任命时间,应换届时间,实际换届时间\n\(row)\n"
            do {
                let done = try await terms.importTerms(
                    Array(table.utf8), ImportOrder(), on: ChinaTime.today(), caller: Fixture.root)
                #expect(done.added == 1 && column == nil)
            } catch let error as AppError {
                #expect(error.cells.map(\.column) == [column ?? ""], "\(error)")
                #expect(error.cells.first?.reason.chinese.contains("不晚于今天") == true)
            }
        }
    }

    @Test func aSheetOfCommitteesIsReadAsOfficesKeepIt() async throws {
        try await with { _, terms in
            let sheet = """
                支部委员会名称,所在党支部,任命时间,应换届时间,实际换届时间
                第五届委员会,西社区,2021.6,2024.6,
                第四届委员会,西社区,2018.5.20,,2021.6.1
                第一届委员会,南村,2020年3月1日,2025年3月1日,
                """
            func importing(_ text: String, again: Bool? = nil) async throws -> ImportOutcome {
                try await terms.importTerms(
                    Array(text.utf8), ImportOrder(again: again), on: ChinaTime.today(), caller: Fixture.root)
            }
            let first = try await importing(sheet)
            #expect(first.added == 3 && first.notes.count == 2)
            let over = try #require(try await state(terms, "610116001002", "2026-01-01"))
            #expect(over.name == "第五届委员会" && over.since == day("2021-06-01") && over.due == day("2024-06-30"))
            #expect(over.state == .overdue && over.monthsOver == 18)
            #expect(try await importing(sheet, again: true).added == 0)
            // What differs from the file is named, and nothing is taken.
            let other = sheet.replacing("2024.6", with: "2026.6")
            let error = await #expect(throws: AppError.self) { _ = try await importing(other) }
            #expect(error?.cells.map(\.row) == [2] && error?.cells.first?.column == "应换届时间")
            for (row, column) in [
                ("第一届,无此支部,2021.6,2024.6,", "organisation_name"), ("第一届,东社区,2021.6,2031.6,", "since"),
                ("第一届,东社区,,2024.6,", "since"), ("第一届,东社区,2021.6,2024.6,2020.1.1", "ended"),
            ] {
                let problem = await #expect(throws: AppError.self) {
                    _ = try await importing("支部委员会名称,所在党支部,任命时间,应换届时间,实际换届时间\n\(row)\n")
                }
                let headings = ["organisation_name": "所在党支部", "since": "任命时间", "ended": "实际换届时间"]
                #expect(problem?.cells.first?.column == headings[column], "\(row): \(String(describing: problem))")
            }
        }
    }

    /// Names are those of the day asked for.
    @Test func aRenamedBranchKeepsItsOldNameInTheListOfAnOldDay() async throws {
        try await with { fixture, terms in
            _ = try await terms.begin(
                TermOrder(organisation: "610116001001", since: day("2021-01-01"), document: "1号"), on: today,
                caller: Fixture.root)
            let before = try #require(try await state(terms, "610116001001", "2024-01-01"))
            _ = try await fixture.services.organisations.change(
                "610116001001", OrganisationChange(since: day("2025-01-01"), name: "中共新社区支部委员会"), expected: nil,
                on: today, caller: Fixture.root)
            #expect(try await state(terms, "610116001001", "2024-01-01")?.organisationName == before.organisationName)
            #expect(try await state(terms, "610116001001", "2025-01-01")?.organisationName == "中共新社区支部委员会")
        }
    }
}

private func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("\(text) is no day") }
    return day
}
