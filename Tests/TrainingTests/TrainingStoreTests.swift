import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Planning
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

private let villages = ["610116001001", "610116001002", "610116001200", "610116002200", "610102001001", "610528100200"]

private let today = ChinaTime.today()

/// The main job on a real database.
struct TrainingStoreTests {
    private func opened(_ fixture: Fixture) async throws {
        _ = try await fixture.importPeople(Fixture.secretaries(villages))
        let opened = try await fixture.services.training.openCycle(
            CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
        #expect(opened.duties == villages.count)
    }

    private func order(capacity: Int = 30) throws -> ClassOrder {
        ClassOrder(
            host: "610116", code: "A1", name: "轮训班", fields: [.rural, .community], kinds: [.rotation, .annual],
            starts: day("2014-09-01"), ends: day("2014-09-05"), minimum: 1, capacity: capacity, venue: "党校",
            teacher: "t")
    }

    private func makeClass(_ fixture: Fixture, capacity: Int = 30) async throws -> TrainingClass {
        let order = try order(capacity: capacity)
        let made = try await fixture.services.training.createClass(order, on: today, caller: Fixture.root)
        return try await move(fixture, made, to: .announced, expected: 1)
    }

    private func move(_ fixture: Fixture, _ made: TrainingClass, to state: ClassMove, expected: Int? = nil) async throws
        -> TrainingClass
    {
        try await fixture.services.training.move(
            Reference(made.id), ClassMoveOrder(state: state, on: made.starts), expected: expected, on: today,
            caller: Fixture.root)
    }

    private func states(_ fixture: Fixture, _ person: Identifier<Person>, _ asOf: String) async throws -> [DutyState] {
        // The yearly hours of this year open by themselves.
        try await fixture.services.training.judged(person, asOf: day(asOf), caller: Fixture.root).filter {
            $0.duty.kind != .annual
        }.map(\.state)
    }

    @Test func aDutyFollowsTheOffice() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let leaver = try await fixture.person(0)
            let tenure = try #require(
                try await fixture.services.members.tenures(of: Reference(leaver.id), caller: Fixture.root).items.first)
            _ = try await fixture.services.members.end(
                Reference(tenure.id), TenureEndOrder(until: day("2015-03-01")), caller: Fixture.root)
            let successor = try await fixture.person(1)
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: Reference(successor.id), organisation: Reference(villages[0]), nature: .concurrent,
                    since: day("2015-03-01")), caller: Fixture.root)
            #expect(try await states(fixture, leaver.id, "2016-09-01") == [.closed(on: day("2015-03-01"))])
            let new = try await fixture.services.training.judged(
                successor.id, asOf: day("2016-09-01"), caller: Fixture.root
            ).filter { $0.duty.kind != .annual }
            #expect(new.map(\.duty.kind) == [.rotation, .newlyAppointed])
            #expect(new.last?.duty.due == (day("2016-03-01")))
        }
    }

    @Test func aClassRunsFromDraftToCreditsAndBack() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let made = try await makeClass(fixture)
            let reference = Reference(made.id)
            let people = [try await fixture.person(0).id, try await fixture.person(1).id]
            let placed = try await training.enrol(
                EnrolmentOrder(people: people.map { Reference($0) }), in: reference, caller: Fixture.root)
            #expect(placed.enrolled == 2 && placed.waiting == 0)
            _ = try await move(fixture, made, to: .running)
            func mark(_ order: MarksOrder, _ session: Int) async throws -> Int {
                try await training.mark(order, session: session, of: reference, caller: Fixture.root).count
            }
            let all = MarksOrder(marks: [MarkEntry(person: Reference(people[1]), mark: .absent)], others: .present)
            for session in try await training.sessions(of: reference, caller: Fixture.root).items {
                #expect(try await mark(all, session.number) == 2)
            }
            // The same marks again change nothing; another mark is the next revision.
            #expect(try await mark(all, 1) == 0)
            #expect(
                try await mark(MarksOrder(marks: [MarkEntry(person: Reference(people[0]), mark: .late)]), 1) == 1)
            func close(_ on: Day) async throws -> ClassClosed {
                try await training.closeClass(
                    reference, ClassClosing(on: on), expected: nil, on: today, caller: Fixture.root)
            }
            let closed = try await close(made.ends)
            #expect(
                Dictionary(uniqueKeysWithValues: closed.items.map { ($0.person, $0.completed) }) == [
                    people[0]: true, people[1]: false,
                ])
            #expect(closed.completed == 1 && closed.items.allSatisfy { $0.personName != nil })
            let settled = DutyState.settled(on: made.ends)
            #expect(try await states(fixture, people[0], "2016-09-01") == [settled])
            #expect(try await states(fixture, people[1], "2016-09-01") == [.open(.overdue)])
            _ = try await training.reopenClass(
                reference, ClassReopening(on: day("2016-08-01"), reason: "误登"), expected: nil, on: today,
                caller: Fixture.root)
            #expect(try await states(fixture, people[0], "2016-09-01") == [.open(.overdue)])
            #expect(try await states(fixture, people[0], "2016-07-31") == [settled])
            _ = try await close(day("2016-08-02"))
            #expect(try await states(fixture, people[0], "2016-09-01") == [settled])
        }
    }

    @Test func whoDropsOutIsReplacedFromTheWaitingList() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let made = try await makeClass(fixture, capacity: 1)
            let people = [try await fixture.person(0), try await fixture.person(1)]
            let order = EnrolmentOrder(people: people.map { Reference($0.id) })
            let placed = try await training.enrol(order, in: "A1", caller: Fixture.root)
            #expect(placed.enrolled == 1 && placed.waiting == 1)
            let dropped = try await training.drop(
                Reference(people[0].name), from: "A1", DropOrder(reason: "病"), expected: 1, caller: Fixture.root)
            #expect(dropped.entered == people[1].id && dropped.enteredName == people[1].name)
            await #expect(throws: AppError.self) {
                try await training.enrol(
                    EnrolmentOrder(people: [Reference(people[0].id)]), in: Reference(made.id), caller: Fixture.root)
            }
        }
    }

    @Test func twoClassesAtOnceAreRefused() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let one = try await makeClass(fixture)
            let order = EnrolmentOrder(people: [Reference(try await fixture.person(0).id)])
            _ = try await training.enrol(order, in: Reference(one.id), caller: Fixture.root)
            let other = try await training.createClass(
                ClassOrder(
                    host: "610116", code: "B", name: "另一班", fields: [.rural], kinds: [.rotation], starts: one.ends,
                    ends: one.ends, minimum: 1, capacity: 9, venue: "v", sessions: []), on: today,
                caller: Fixture.root)
            _ = try await move(fixture, other, to: .announced)
            let error = try await refusal {
                _ = try await training.enrol(order, in: Reference(other.id), caller: Fixture.root)
            }
            #expect(error.code == "enrolment.overlap")
        }
    }

    private func refusal(_ body: () async throws -> Void) async throws -> AppError {
        try #require(await #expect(throws: AppError.self) { try await body() })
    }

    /// The list in SQL and the rule in Swift judge hundreds of random histories alike, on random days.
    @Test func theListAgreesWithTheRule() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            var random = SeededRandom(seed: 20_140_509)
            let base = day("2014-01-01").number
            var people: [Person] = []
            for index in villages.indices { people.append(try await fixture.person(index)) }
            let training = fixture.services.training
            for round in 0..<40 {
                let person = people[random.below(people.count)]
                let duty = try #require(
                    try await training.judged(person.id, asOf: Day(number: base), caller: Fixture.root).first?.duty)
                try await disturb(fixture, person, duty, round, &random, base)
                for _ in 0..<6 {
                    let asOf = Day(number: base + random.below(1500))
                    let listed = try await training.overdue(
                        OverdueQuery(asOf: asOf), PageRequest(limit: 500), on: today, caller: Fixture.root
                    ).items
                    for person in people {
                        for (duty, state) in try await training.judged(person.id, asOf: asOf, caller: Fixture.root) {
                            let line = listed.first { $0.duty == duty.id }
                            if case .open(let level) = state, level != .open {
                                #expect(line?.level == level, "round \(round), \(asOf)")
                            } else {
                                #expect(line == nil, "round \(round), \(asOf), \(state)")
                            }
                        }
                    }
                }
            }
        }
    }

    private func disturb(
        _ fixture: Fixture, _ person: Person, _ duty: Duty, _ round: Int, _ random: inout SeededRandom, _ base: Int
    ) async throws {
        let training = fixture.services.training
        let on = Day(number: base + random.below(1400))
        switch random.below(3) {
        case 0:
            let level = Level.allCases[random.below(5)]
            let number = try await fixture.services.members.number(of: Reference(person.id), caller: Fixture.root)
                .number.text
            let kind = random.below(2) == 0 ? DutyKind.rotation : .annual
            let hours = random.below(40) + 1
            let table =
                "id_number,class,level,kinds,ended_on,hours\n"
                + "\(number),班\(round),\(level.rawValue),\(kind.rawValue),\(on),\(hours)\n"
            _ = try await training.importPast(Array(table.utf8), ImportOrder(), on: today, caller: Fixture.root)
        case let kind:
            let order = ReliefOrder(
                duties: [Reference(duty.id)], kind: kind == 1 ? .extension_ : .exemption, granted: on,
                expires: on.adding(days: random.below(300)), reason: "r", approver: "a", document: "d")
            let granted = try await training.grant(order, on: today, caller: Fixture.root)
            if kind == 1, random.below(2) == 0 {
                let withdrawal = ReliefWithdrawal(on: on.adding(days: random.below(200)), reason: "r")
                _ = try await training.withdraw(
                    Reference(granted.items[0].id), withdrawal, on: today, caller: Fixture.root)
            }
        }
    }

    @Test func aPlanIsMadeShownAndWrittenOnlyWhenAccepted() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let made = try await makeClass(fixture)
            let asOf = day("2014-06-01")
            let proposal = try await training.proposePlan(
                PlanOrder(asOf: asOf, steps: 2000), on: today, caller: Fixture.root, progress: { 0 }
            ).proposal
            // That one of the three in a township should be away at a time is a wish; two more live in other counties.
            #expect(proposal.assignments.count == 4 && proposal.score.assigned == 4 && proposal.score.left == 2)
            #expect(proposal.score.away > 0)
            #expect(proposal.left.count == 2 && proposal.left.allSatisfy { !$0.personName.isEmpty })
            #expect(proposal.classes.map(\.code) == ["A1"])
            #expect(try await fixture.count("enrolment") == 0)
            let acceptance = PlanAcceptance(name: "p", asOf: asOf, assignments: proposal.assignments)
            let accepted = try await training.acceptPlan(acceptance, on: today, caller: Fixture.root)
            #expect(accepted.score == proposal.score.total && accepted.unassigned == 2)
            #expect(try await training.trainingClass(Reference(made.id), caller: Fixture.root).enrolled == 4)
            // Accepting it once more changes no enrolment.
            _ = try await training.acceptPlan(acceptance, on: today, caller: Fixture.root)
            #expect(try await fixture.count("enrolment") == 4)
            #expect(try await fixture.count("enrolment_event") == 4)
        }
    }

    @Test func theOldestDebtsAreStillPlanned() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let calendar = try await training.draftCalendar(
                CalendarOrder(
                    from: day("2026-03-02"), through: day("2026-06-30"), capacity: 2, length: 5, accept: true),
                on: today, caller: Fixture.root)
            #expect(calendar.written == calendar.classes.count && calendar.written > 0)
            let proposal = try await training.proposePlan(
                PlanOrder(asOf: day("2026-02-01"), steps: 4000), on: today, caller: Fixture.root, progress: { 0 }
            ).proposal
            #expect(proposal.assignments.count == villages.count)
        }
    }

    @Test func aCalendarKeepsToWorkingDaysAndOutOfTheHarvest() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let calendar = try await fixture.services.training.draftCalendar(
                CalendarOrder(from: day("2014-05-20"), through: day("2014-07-31"), capacity: 2, length: 5),
                on: today, caller: Fixture.root)
            #expect(!calendar.classes.isEmpty && calendar.unplaced == 0 && !calendar.provisional)
            #expect(calendar.written == 0)
            let (harvest, after) = (day("2014-06-01"), day("2014-06-20"))
            for drafted in calendar.classes {
                #expect(drafted.starts.weekday == 1 && drafted.sessions == 10)
                #expect(drafted.ends < harvest || drafted.starts > after)
            }
        }
    }

    @Test func anEditOfAnOldVersionIsRefused() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let made = try await makeClass(fixture)
            let error = try await refusal { _ = try await move(fixture, made, to: .running, expected: 1) }
            #expect(error.kind == .stale)
        }
    }
}
