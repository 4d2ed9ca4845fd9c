import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Planning
import TestSupport
import Testing
import Wire

@testable import Training

private let today = ChinaTime.today()

/// The service fills in from the rules what an order leaves out and checks the rest, whichever door was used.
struct DefaultsTests {
    private func order(
        starts: String = "2014-09-01", ends: String = "2014-09-02", capacity: Int = 30, cost: Amount? = nil,
        rule: String? = nil, minimum: Int? = nil, sessions: [ClassSession]? = nil
    ) throws -> ClassOrder {
        ClassOrder(
            host: "610116", code: "A1", name: "轮训班", fields: [.rural], starts: day(starts), ends: day(ends),
            minimum: minimum, capacity: capacity, venue: "党校", costPerPersonDay: cost, attendanceRule: rule,
            sessions: sessions)
    }

    private func refusal(_ body: () async throws -> Void) async throws -> AppError {
        try #require(await #expect(throws: AppError.self) { try await body() })
    }

    @Test func aClassIsGivenWhatTheRulesSay() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            let made = try await training.createClass(order(), on: today, caller: Fixture.root)
            let rules = try #require(try training.attendanceRules(caller: Fixture.root).items.first { $0.isDefault })
            #expect(made.attendanceRule == rules.key && rules.key == training.rules.attendance[0].key)
            #expect(made.costPerPersonDay == Amount(training.rules.classDefaults.costPerPersonDay))
            #expect(made.kinds == DutyKind.allCases && made.level == .county && made.minimum == 10)
            let sessions = try await training.sessions(of: "A1", caller: Fixture.root).items
            #expect(sessions.count == 4 && sessions.allSatisfy { $0.teacher == ClassOrder.unnamedTeacher })
            #expect(sessions.allSatisfy { $0.hours == training.rules.classDefaults.halfDayHours })
            let json = try WireEncoder.text(made)
            #expect(json.contains("\"cost_per_person_day\":\"\(made.costPerPersonDay)\""), "\(json)")
        }
    }

    @Test func aSmallClassNeedsNoMoreThanItHolds() async throws {
        try await Fixture.with { fixture in
            let made = try await fixture.services.training.createClass(
                order(capacity: 4), on: today, caller: Fixture.root)
            #expect(made.minimum == 4)
        }
    }

    @Test func rangesAreCheckedByTheService() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            let session = ClassSession(
                number: 1, day: day("2014-09-03"), half: .morning, topic: .ideals, title: "t",
                hours: Hours(tenths: 40), teacher: "t")
            let cases: [(ClassOrder, String)] = [
                (try order(capacity: 0), "value.invalid"), (try order(capacity: 5001), "value.invalid"),
                (try order(minimum: 31), "value.invalid"), (try order(cost: Amount(units: 1)), "value.invalid"),
                (try order(cost: Amount(-1)), "value.invalid"), (try order(rule: "none"), "value.invalid"),
                (try order(starts: "1900-01-01"), "value.invalid"),
                (try order(starts: "2014-09-03"), "training_class_dates"),
                (try order(sessions: [session]), "class_session.day"),
            ]
            for (order, code) in cases {
                let error = try await refusal {
                    _ = try await training.createClass(order, on: today, caller: Fixture.root)
                }
                #expect(error.code == code, "\(error)")
            }
            for settings in [(0, 5), (1001, 5), (80, 0), (80, 31)] {
                let order = CalendarOrder(
                    from: day("2014-05-20"), through: day("2014-07-31"), capacity: settings.0,
                    length: settings.1)
                let error = try await refusal {
                    _ = try await training.draftCalendar(order, on: today, caller: Fixture.root)
                }
                #expect(error.code == "value.invalid", "\(error)")
            }
        }
    }

    @Test func whatHasNotHappenedYetIsRefused() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            let made = try await training.createClass(order(), on: today, caller: Fixture.root)
            let tomorrow = today.adding(days: 1)
            let move = try await refusal {
                _ = try await training.move(
                    "A1", ClassMoveOrder(state: .announced, on: tomorrow), expected: nil, on: today,
                    caller: Fixture.root)
            }
            let close = try await refusal {
                _ = try await training.closeClass(
                    Reference(made.id), ClassClosing(on: tomorrow), expected: nil, on: today, caller: Fixture.root)
            }
            let grant = try await refusal {
                _ = try await training.grant(
                    ReliefOrder(
                        duties: [Reference(.new())], kind: .exemption, granted: tomorrow, expires: tomorrow,
                        reason: "r", approver: "a", document: "d"), on: today, caller: Fixture.root)
            }
            for error in [move, close, grant] { #expect(error.code == "value.invalid", "\(error)") }
            let table =
                "id_number,class,level,kinds,ended_on,hours\n\(Fixture.number(0)),班,county,annual,\(tomorrow),8\n"
            let past = try await refusal {
                _ = try await training.importPast(
                    Array(table.utf8), ImportOrder(), on: today, caller: Fixture.root)
            }
            #expect(past.cells.contains { $0.column == "ended_on" }, "\(past)")
        }
    }

    @Test func aChangeLeavesTheRestAsItWas() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            let made = try await training.createClass(order(), on: today, caller: Fixture.root)
            let changed = try await training.updateClass(
                "A1", ClassChange(venue: "县委党校", costPerPersonDay: Amount("380.50")), expected: made.version,
                caller: Fixture.root)
            #expect(changed.venue == "县委党校" && changed.costPerPersonDay.description == "380.5")
            #expect(changed.name == made.name && changed.capacity == made.capacity && changed.starts == made.starts)
            #expect(changed.attendanceRule == made.attendanceRule && changed.version == made.version + 1)
            let outside = try await refusal {
                _ = try await training.updateClass(
                    "A1", ClassChange(ends: day("2014-09-01")), expected: nil, caller: Fixture.root)
            }
            #expect(outside.code == "class_session.day")
        }
    }

    @Test func aClassIsClosedByItsOwnVerbAlone() throws {
        #expect(Set(ClassMove.allCases.map(\.state)) == [.announced, .running, .cancelled])
        #expect(throws: AppError.self) {
            try WireDecoder.decode(ClassMoveOrder.self, from: Array("{\"state\":\"closed\"}".utf8))
        }
    }

    @Test func searchesOverTheNetworkShareTheCores() throws {
        let usual = try PlanOrder().search(isLocal: false)
        #expect(usual.seconds == PlanOrder.usualSeconds && usual.limits.threads == PlanOrder.usualThreads)
        #expect(try PlanOrder().search(isLocal: true).limits.seed == usual.limits.seed)
        for order in [PlanOrder(seconds: 11), PlanOrder(threads: 3)] {
            #expect(throws: AppError.self) { try order.search(isLocal: false) }
            #expect(throws: Never.self) { try order.search(isLocal: true) }
        }
        for order in [
            PlanOrder(seconds: -1), PlanOrder(seconds: .nan), PlanOrder(threads: 0), PlanOrder(seed: -1),
            PlanOrder(steps: -1),
        ] { #expect(throws: AppError.self) { try order.search(isLocal: true) } }
    }

    /// A flag is a flag, an amount a text, and marks are read without their keys being converted.
    @Test func ordersAreReadByTheTypesOfTheirMembers() throws {
        func read<Order: Decodable>(_ type: Order.Type, _ text: String) throws -> Order {
            try WireDecoder.decode(type, from: Array(text.utf8))
        }
        let calendar = "{\"from\":\"2014-01-01\",\"through\":\"2014-02-01\",\"accept\":"
        #expect(try read(CalendarOrder.self, calendar + "true}").accept == true)
        #expect(throws: AppError.self) { try read(CalendarOrder.self, calendar + "\"true\"}") }
        #expect(throws: AppError.self) { try read(ClassChange.self, "{\"cost_per_person_day\":400}") }
        #expect(try read(ClassChange.self, "{\"cost_per_person_day\":\"400\"}").costPerPersonDay == Amount(400))
        let marks = try read(
            MarksOrder.self,
            "{\"marks\":[{\"person\":\"张三\",\"mark\":\"made_up\",\"made_up_in\":\"3\"}],\"others\":\"present\"}")
        #expect(marks.marks[0].madeUpIn == "3" && marks.marks[0].person.text == "张三" && marks.others == .present)
        #expect(throws: AppError.self) {
            try read(MarksOrder.self, "{\"marks\":[{\"person\":\"x\",\"mark\":\"here\"}]}")
        }
    }

    @Test func theRuleFileIsListed() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            let cycles = try training.definedCycles(caller: Fixture.root).items
            #expect(
                cycles.map(\.key) == training.rules.cycles.map(\.key) && cycles.contains { $0.key == "shaanxi-2014" })
            let rules = try training.attendanceRules(caller: Fixture.root).items
            #expect(rules.count == 16 && rules.allSatisfy { !$0.conditions.isEmpty })
            #expect(rules.filter(\.isDefault).count == 1)
        }
    }
}
