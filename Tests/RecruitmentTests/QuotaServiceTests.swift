import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import Procedures
import Recruitment
import TestSupport
import Testing

/// Seats down the tree, what uses them up, and what they are proposed from.
struct QuotaServiceTests {
    private func refused(_ code: String, _ body: () async throws -> Void) async {
        let error = await #expect(throws: AppError.self) { try await body() }
        #expect(error?.code == code && error?.hint != nil, "\(code)")
    }

    private func sheet(
        _ cases: CaseFixture, _ code: Reference<Organisation>, year: Int = 2026, caller: Caller = Fixture.root
    ) async throws -> QuotaSheet {
        try await cases.service.quota(of: code, QuotaQuery(year: year), on: CaseFixture.today, caller: caller)
    }

    private func give(
        _ cases: CaseFixture, _ code: String, _ seats: Int, year: Int = 2026, caller: Caller = Fixture.root
    ) async throws {
        let order = QuotaOrder(
            organisation: Reference(code), year: year, seats: seats, document: "组通〔2026〕1号", reason: "年度计划",
            on: day("2026-02-10"))
        _ = try await cases.service.changeQuota(order, on: CaseFixture.today, caller: caller)
    }

    @Test func seatsComeFromAboveAndNeverExceedWhatThereIs() async throws {
        try await CaseFixture.with { cases in
            try await give(cases, "610116", 10)
            try await give(cases, "610116001", 6)
            try await give(cases, "610116002", 4)
            await refused("quota.exceeds") { try await give(cases, "610116001", 1) }
            await refused("quota.below") { try await give(cases, "610116", -1) }
            await refused("quota.below") { try await give(cases, "610116001", -7) }
            try await give(cases, "610116002", -2)
            try await give(cases, "610116", -2)
            let county = try await cases.fixture.caller("610116", .reviewer)
            let township = try await cases.fixture.caller("610116001", .reviewer)
            // The county gives to its townships and nothing to itself; a township gives to its villages alone.
            await refused("quota.superior") { try await give(cases, "610116", 5, caller: county) }
            await refused("quota.superior") { try await give(cases, "610116001", 1, caller: township) }
            try await give(cases, "610116001001", 2, caller: township)
            let sheet = try await sheet(cases, "610116", year: 2026, caller: county)
            #expect(sheet.own.seats == 8 && sheet.given == 8 && sheet.units.map(\.seats) == [6, 2])
            #expect(sheet.changes.map(\.seats) == [10, -2])
            // Two clerks at once do not both get the last seat.
            try await give(cases, "610116", 1)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for code in ["610116001", "610116002"] {
                    group.addTask {
                        do {
                            try await give(cases, code, 1)
                            return true
                        } catch { return false }
                    }
                }
                var done: [Bool] = []
                for await outcome in group { done.append(outcome) }
                return done
            }
            #expect(outcomes.count { $0 } == 1)
        }
    }

    @Test func aSeatIsUsedWithTheApproval() async throws {
        try await CaseFixture.with { cases in
            try await give(cases, "610116", 3)
            let id = try await cases.open()
            try await cases.record(until: .approval, of: id)
            func used() async throws -> Int {
                try await sheet(cases, "610116", year: 2026, caller: Fixture.root).own.used
            }
            let before = try await used()
            _ = try await cases.service.record(
                CaseFixture.order(.approval, "2026-03-10"), of: id, on: CaseFixture.today, caller: Fixture.root)
            let after = try await used()
            #expect(before == 0 && after == 1)
            await refused("quota.below") { try await give(cases, "610116", -3) }
            // The day before the year begins belongs to another plan.
            let last = try await sheet(cases, "610116", year: 2025, caller: Fixture.root)
            #expect(last.own.used == 0)
        }
    }

    @Test func whatAdmittingSomebodyDoesToTheShares() async throws {
        try await CaseFixture.with { cases in
            try await give(cases, "610116", 5)
            for (least, document) in [(1, "d"), (2, "d2")] {
                _ = try await cases.service.setFloor(
                    FloorOrder(
                        organisation: "610116", year: 2026, group: .farmer, atLeast: least, document: document),
                    on: CaseFixture.today, caller: Fixture.root)
            }
            let id = try await cases.open()
            try await cases.record(until: .oath, of: id)
            let people = [try await cases.person(1), try await cases.person(2)]
            _ = try await cases.service.setGroups(
                GroupsOrder(groups: [.farmer, .frontLine], since: day("2025-01-01")), of: Reference(people[0]),
                on: CaseFixture.today,
                caller: Fixture.root)
            await refused("person.group_derived") {
                _ = try await cases.service.setGroups(
                    GroupsOrder(groups: [.women], since: day("2025-01-01")), of: Reference(people[0]),
                    on: CaseFixture.today,
                    caller: Fixture.root)
            }
            let order = ProjectionOrder(organisation: "610116", year: 2026, people: people.map { Reference($0) })
            let projection = try await cases.service.project(order, on: CaseFixture.today, caller: Fixture.root)
            #expect(projection.before == 1 && projection.after == 3 && projection.seats == 5)
            let farmers = try #require(projection.lines.first { $0.group == .farmer })
            #expect(farmers.before == 0 && farmers.after == 1 && farmers.floor == 2)
            // What ends is not counted any more, and stays on file.
            _ = try await cases.service.setGroups(
                GroupsOrder(groups: [.worker], since: day("2026-01-01")), of: Reference(people[0]),
                on: CaseFixture.today,
                caller: Fixture.root)
            let again = try await cases.service.project(order, on: CaseFixture.today, caller: Fixture.root)
            #expect(again.lines.first { $0.group == .farmer }?.after == 0)
            #expect(again.lines.first { $0.group == .worker }?.after == 1)
            #expect(try await cases.fixture.count("recruitment_trait") == 3)
        }
    }

    @Test func aProposalRestsOnTheCasesBelow() async throws {
        try await CaseFixture.with { cases in
            try await give(cases, "610116", 4)
            try await give(cases, "610116001", 3, year: 2025)
            try await give(cases, "610116002", 1, year: 2025)
            for person in 0...2 {
                let id = try await cases.open(person)
                try await cases.record(until: person == 2 ? .activistDecision : .contacts, of: id)
            }
            let activist = try await cases.person(0)
            _ = try await cases.service.setGroups(
                GroupsOrder(groups: [.farmer], since: day("2025-01-01")), of: Reference(activist),
                on: CaseFixture.today,
                caller: Fixture.root)
            func propose(_ floors: [StructureFloor], _ bounds: [UnitBound] = []) async throws -> AllocationProposal {
                try await cases.service.proposeAllocation(
                    AllocationOrder(
                        organisation: "610116", year: 2026, baseWeight: 100, applicantsWeight: 0, activistsWeight: 0,
                        bounds: bounds, floors: floors), on: CaseFixture.today, caller: Fixture.root)
            }
            let plain = try await propose([])
            #expect(plain.shares.map(\.seats) == [3, 1] && plain.shares.map(\.activists) == [2, 0])
            #expect(plain.shares.map(\.applicants) == [1, 0])
            let bound = try await propose(
                [StructureFloor(.farmer, atLeast: 2)], [UnitBound(code: "610116002", atLeast: 2, atMost: 4)])
            #expect(bound.shares.map(\.seats) == [2, 2] && bound.floors.map(\.attainable) == [1])
            await refused("not_found") { _ = try await propose([], [UnitBound(code: "610102", atLeast: 0, atMost: 1)]) }
            await refused("quota.nobody_below") {
                _ = try await cases.service.proposeAllocation(
                    AllocationOrder(organisation: "610116001001", year: 2026, total: 2), on: CaseFixture.today,
                    caller: Fixture.root)
            }
        }
    }

    @Test func branchesThatAdmittedNobodyAndPeopleWhoGrowTooOld() async throws {
        try await CaseFixture.with { cases in
            let id = try await cases.open()
            try await cases.record(until: .approval, of: id)
            func idle(_ day: String) async throws -> [String] {
                try await cases.service.idleBranches(
                    IdleQuery(scope: "610116001", years: 3), PageRequest(limit: 50), on: TestSupport.day(day),
                    caller: Fixture.root
                ).items.map(\.code)
            }
            let village = Self.village
            // The vote of 2026-01-10 counts until three years later.
            #expect(try await idle("2029-01-10").contains(village) == false)
            #expect(try await idle("2029-01-11").contains(village))
            #expect(try await idle("2027-01-01") == ["610116001002", "610116001200"])
            let born = try await cases.fixture.person(0).born
            let day = born.adding(years: 36).adding(months: -6)
            func ageing(_ months: Int) async throws -> [Day] {
                try await cases.service.ageing(
                    AgeingQuery(months: months), PageRequest(limit: 10), on: day, caller: Fixture.root
                ).items.map(\.leavesOn)
            }
            #expect(try await ageing(5).isEmpty)
            #expect(try await ageing(6) == [born.adding(years: 36)])
        }
    }

    @Test func whoIsOvertakenBeforeASeatIsFree() async throws {
        try await CaseFixture.with { cases in
            for index in 0...1 {
                let id = try await cases.open(index)
                try await cases.record(until: .contacts, of: id)
            }
            let born = try await cases.fixture.person(0).born
            let day = born.adding(years: 36).adding(months: -6)
            let all = try await cases.service.ageing(
                AgeingQuery(months: 12), PageRequest(limit: 10), on: day, caller: Fixture.root)
            #expect(all.items.allSatisfy { $0.seats == nil && !$0.overtaken })
            try await give(cases, "610116", 1, year: day.year)
            let seated = try await cases.service.ageing(
                AgeingQuery(months: 12), PageRequest(limit: 10), on: day, caller: Fixture.root)
            #expect(seated.items.allSatisfy { $0.seats == 1 })
            #expect(Set(seated.items.compactMap(\.ahead)).count == seated.items.count)
            // The one in front gets this year's seat; the next one waits until the next year.
            for candidate in seated.items {
                let waits = Day(year: day.year + (candidate.ahead ?? 0), month: 1, day: 1)
                #expect(candidate.overtaken == waits.map { candidate.leavesOn <= $0 })
            }
        }
    }

    @Test func guaranteesAndLimitsOnFileBindTheProposal() async throws {
        try await CaseFixture.with { cases in
            try await give(cases, "610116", 4)
            func bound(_ code: String, _ least: Int, _ most: Int?, caller: Caller = Fixture.root) async throws {
                let order = BoundOrder(
                    organisation: Reference(code), year: 2026, atLeast: least, atMost: most, document: "d")
                _ = try await cases.service.setBound(order, on: CaseFixture.today, caller: caller)
            }
            try await bound("610116001", 0, 3)
            try await bound("610116001", 0, 1)
            try await bound("610116002", 2, nil)
            let wrong = await #expect(throws: AppError.self) { try await bound("610116002", 3, 2) }
            #expect(wrong?.code == "value.invalid")
            let county = try await cases.fixture.caller("610116", .reviewer)
            await refused("quota.superior") { try await bound("610116", 1, nil, caller: county) }
            let proposal = try await cases.service.proposeAllocation(
                AllocationOrder(organisation: "610116", year: 2026, floors: []), on: CaseFixture.today,
                caller: county)
            #expect(proposal.shares.map(\.seats) == [1, 3])
        }
    }

    private static let village = "610116001001"
}
