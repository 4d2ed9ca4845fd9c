import Civil
import Composition
import Kernel
import Members
import TestSupport
import Testing
import Wire

@testable import Training

/// What a class says about itself when it is drafted or changed: whose duties its hours settle, and whether its days
/// off are certain.
struct ClassHoursTests {
    private static let cycle = """
          - key: hours-2025
            name: {zh: 按学时轮训, en: rotation by hours}
            opens: 2025-01-01
            soft_end: 2030-12-31
            hard_end: 2031-12-31
            audience:
              - {who: [secretary, first_secretary], hours: 24, accepts: [county, city]}
            source: {document: 公开报道, place: 正文}

        """

    private func create(
        _ office: PlanOffice, _ code: String, starts: String, days: Int, kinds: [DutyKind] = [.rotation]
    ) async throws -> TrainingClass {
        try await office.training.createClass(
            ClassOrder(
                host: "990101", code: code, name: code, fields: [.rural], kinds: kinds, starts: day(starts),
                ends: day(starts).adding(days: days - 1), minimum: 1, capacity: 30, venue: "v", weekends: true),
            on: day("2025-01-02"), caller: Fixture.root)
    }

    private func update(
        _ office: PlanOffice, _ code: String, _ change: ClassChange
    ) async throws -> TrainingClass {
        try await office.training.updateClass(Reference(code), change, expected: nil, caller: Fixture.root)
    }

    /// A class of one day claimed to settle duties that ask for 24 hours.
    @Test func oneDaySettled24Hours() async throws {
        try await PlanOffice.with(counties: [4], cycle: "hours-2025", entries: Self.cycle) { office in
            let short = try await create(office, "A", starts: "2025-03-03", days: 1)
            let words = try #require(short.settles)
            #expect(!words.english.contains("settles 4") && words.english.contains("gives its 8 hours to 4 × rotation"))
            #expect(words.chinese.contains("4 项所差学时多于本班 8 学时"))
            let long = try await create(office, "B", starts: "2025-03-10", days: 3)
            #expect(long.settles?.english == "settles 4 × rotation")
        }
    }

    /// Who has sixteen hours needs only eight more; who has none is only helped.
    @Test func whoLacksLessIsSettled() async throws {
        try await PlanOffice.with(counties: [4], cycle: "hours-2025", entries: Self.cycle) { office in
            _ = try await office.training.importPast(
                Array(
                    "id_number,class,level,kinds,ended_on,hours\n\(Fixture.number(0)),市班,city,rotation,2025-02-03,16\n"
                        .utf8), ImportOrder(), on: ChinaTime.today(), caller: Fixture.root)
            let words = try #require(try await create(office, "A", starts: "2025-03-03", days: 1).settles?.english)
            #expect(words.contains("settles 1 × rotation") && words.contains("to 3 × rotation"), "\(words)")
        }
    }

    @Test func aChangeOfTheSessionsSaysSo() async throws {
        try await PlanOffice.with(counties: [4], cycle: "hours-2025", entries: Self.cycle) { office in
            _ = try await create(office, "A", starts: "2025-03-03", days: 3)
            let fewer = try await office.training.removeSession(
                6, of: "A", SessionRemoval(reason: "r"), expected: nil, caller: Fixture.root)
            #expect(fewer.settles?.english.contains("gives its 20 hours to 4") ?? false)
            // What settles nothing else says nothing about it.
            #expect(try await update(office, "A", ClassChange(venue: "党校")).settles == nil)
        }
    }

    /// A year without a notice of the State Council was not mentioned when a class was drafted or moved into it.
    @Test func aYearWithoutANoticeIsProvisional() async throws {
        try await PlanOffice.with(counties: [4], cycle: "hours-2025", entries: Self.cycle) { office in
            let known = try await create(office, "A", starts: "2025-03-03", days: 3)
            #expect(known.provisional == false && !known.summary.english.contains("provisional"))
            let unknown = try await create(office, "B", starts: "2029-03-05", days: 3)
            #expect(unknown.provisional == true && unknown.summary.english.contains("days off are provisional"))
            #expect(unknown.summary.chinese.contains("暂定"))
            let sessions = try await office.training.sessions(of: "A", caller: Fixture.root).items
            let moved = try await update(
                office, "A",
                ClassChange(
                    starts: day("2029-03-05"), ends: day("2029-03-07"),
                    sessions: sessions.map { $0.on($0.day.adding(days: day("2029-03-05") - day("2025-03-03"))) }))
            #expect(moved.provisional == true && moved.summary.english.contains("provisional"))
            #expect(try await update(office, "A", ClassChange(capacity: 31)).provisional == nil)
            let back = try await update(
                office, "A", ClassChange(starts: day("2025-03-03"), ends: day("2025-03-05"), sessions: sessions))
            #expect(back.provisional == false)
        }
    }

    /// What was attended and what is budgeted are two figures with two names.
    @Test func theCostOfAttendanceIsNotTheBudget() async throws {
        let (attended, budget) = (
            ClassStatistics.columns.first { $0.key == "cost" }?.title,
            ClassBudget.columns.first { $0.key == "total" }?.title
        )
        #expect(attended?.chinese == "实到费用（元）" && budget?.chinese == "预算合计（元）")
        #expect(attended?.english == "Cost of days attended (yuan)" && budget?.english == "Budget (yuan)")
    }
}
