import Civil
import Composition
import Kernel
import Members
import TestSupport
import Testing
import Wire

@testable import Training

/// A calendar of a cycle is for that cycle alone, and a plan names those it is not made for.
struct PlanOfCycleTests {
    private static let cycle = """
          - key: own-2026
            name: {zh: 2026年轮训, en: Rotation 2026}
            opens: 2026-03-01
            soft_end: 2026-12-31
            hard_end: 2027-12-31
            levels: [primary]
            fields: [rural, community]
            source: {document: 本县通知, place: 正文}

        """

    private func with(_ body: (PlanOffice) async throws -> Void) async throws {
        try await PlanOffice.with(counties: [20], cycle: "own-2026", entries: Self.cycle) { office in
            // New members owe a training of their own, in whatever cycle the secretaries are.
            let rows = (0..<5).map { index in
                "\(office.villages[index]),新党员\(index),\(Fixture.number(6000 + index)),2026-01-10,probationary,true"
            }
            _ = try await office.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n" + rows.joined(separator: "\n") + "\n")
            try await body(office)
        }
    }

    private func draft(
        _ office: PlanOffice, cycle: String?, accept: Bool = false
    ) async throws -> DraftedCalendar {
        try await office.training.draftCalendar(
            CalendarOrder(
                scope: "990101", from: day("2026-03-02"), through: day("2026-12-31"), cycle: cycle, capacity: 40,
                length: 3, accept: accept), on: day("2026-02-01"), caller: Fixture.root)
    }

    @Test func aCalendarOfACycleAdmittedNewMembers() async throws {
        try await with { office in
            let calendar = try await draft(office, cycle: "own-2026", accept: true)
            #expect(calendar.duties == 20 && calendar.unplaced == 0)
            #expect(calendar.classes.allSatisfy { $0.kinds == [.rotation, .newlyAppointed, .annual] })
            let written = try await office.training.classes(ClassQuery(), PageRequest(), caller: Fixture.root).items
            #expect(!written.isEmpty && written.allSatisfy { !$0.kinds.contains(.newMember) })
        }
    }

    @Test func aCalendarOfEveryDutyAdmitsNewMembers() async throws {
        try await with { office in
            let calendar = try await draft(office, cycle: nil)
            #expect(calendar.duties == 25)
            #expect(calendar.classes.contains { $0.kinds.contains(.newMember) })
        }
    }

    @Test func aCalendarWithoutNewMembersDoesNotAdmitThem() async throws {
        try await PlanOffice.with(counties: [20], cycle: "own-2026", entries: Self.cycle) { office in
            let calendar = try await draft(office, cycle: nil)
            #expect(calendar.duties == 20)
            #expect(calendar.classes.allSatisfy { $0.kinds == [.rotation, .newlyAppointed, .annual] })
        }
    }

    @Test func aCycleOfAnotherCountyIsNotTheCalendars() async throws {
        try await PlanOffice.with(counties: [20, 20], cycle: "own-2026", entries: Self.cycle) { office in
            _ = try await office.training.withdrawCycle(
                "own-2026", CycleWithdrawal(organisation: "9901", on: day("2026-02-01"), document: "d", reason: "r"),
                on: day("2026-02-01"), caller: Fixture.root)
            _ = try await office.training.openCycle(
                CycleOrder(key: "own-2026", organisation: "990102"), caller: Fixture.root)
            let refused = try #require(
                await #expect(throws: AppError.self) { _ = try await draft(office, cycle: "own-2026") })
            #expect(refused.code == "not_found")
        }
    }

    @Test func aPlanBeforeACycleOpensHidItsPeople() async throws {
        try await with { office in
            let plan = try await office.plan("990101", asOf: "2026-02-01")
            // Five new members are planned for; the twenty of the cycle owe nothing before March.
            #expect(plan.demands == 5)
            #expect(plan.later.map(\.duties) == [20] && plan.later.map(\.cycle) == ["own-2026"])
            #expect(plan.later.first?.opens == day("2026-03-01"))
            let notice = try #require(plan.notice)
            #expect(notice.chinese.contains("20 项") && notice.chinese.contains("--as-of 2026-03-01"))
            #expect(notice.english.contains("20 duties") && notice.english.contains("2026-03-01"))
            // As of the day on which it opens everybody is in the plan.
            let opened = try await office.plan("990101", asOf: "2026-03-01")
            #expect(opened.demands == 25 && opened.later.isEmpty && opened.notice == nil)
        }
    }

    @Test func anEmptyPlanSaysThatNobodyOwesAnything() async throws {
        try await PlanOffice.with(counties: [20], cycle: "own-2026", entries: Self.cycle) { office in
            let before = try await office.plan("990101", asOf: "2025-06-01")
            #expect(before.demands == 0 && before.later.map(\.duties) == [20])
            #expect(before.notice?.chinese.hasPrefix("2025-06-01 范围内没有轮训或任职培训任务") ?? false)
            _ = try await office.training.withdrawCycle(
                "own-2026", CycleWithdrawal(organisation: "9901", on: day("2026-02-01"), document: "d", reason: "r"),
                on: day("2026-02-01"), caller: Fixture.root)
            let after = try await office.plan("990101", asOf: "2026-06-01")
            #expect(after.demands == 0 && after.later.isEmpty)
            #expect(after.notice?.english.contains("the plan is empty") ?? false)
        }
    }

    @Test func anEmptyPlanNamesTheCyclesThatAreNotOpen() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"], since: "2012-01-01"))
            let plan = try await fixture.services.training.proposePlan(
                PlanOrder(asOf: day("2014-06-01"), steps: 10), on: ChinaTime.today(), caller: Fixture.root,
                progress: { 0 }
            ).proposal
            #expect(plan.demands == 0)
            #expect(plan.notice?.chinese.contains("shaanxi-2014") ?? false)
        }
    }
}
