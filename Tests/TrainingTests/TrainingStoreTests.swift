import Composition
import Access
import Civil
import Foundation
import Kernel
import Members
import Organisations
import Planning
import Postgres
import TestSupport
import Testing

@testable import Training

private let villages = ["610116001001", "610116001002", "610116001200", "610116002200", "610102001001", "610528100200"]

private func day(_ text: String) throws -> Day { try #require(Day(text)) }

/// The main job on a real database.
struct TrainingStoreTests {
    private func opened(_ fixture: Fixture) async throws {
        _ = try await fixture.importPeople(Fixture.secretaries(villages))
        let root = try await fixture.services.organisations.organisation("61", caller: Fixture.root)
        let (_, duties) = try await fixture.services.training.openCycle("shaanxi-2014", for: root, caller: Fixture.root)
        #expect(duties == villages.count)
    }

    private func makeClass(_ fixture: Fixture, capacity: Int = 30, rule: String = "share-three-quarters") async throws
        -> TrainingClass
    {
        let host = try await fixture.services.organisations.organisation("610116", caller: Fixture.root)
        let (starts, ends) = (try day("2014-09-01"), try day("2014-09-05"))
        let draft = ClassDraft(
            code: "A1", name: "轮训班", level: .county, admits: nil, fields: [.rural, .community],
            kinds: [.rotation, .annual], starts: starts,
            ends: ends, minimum: 1, capacity: capacity, venue: "党校", costPerPersonDay: 400, attendanceRule: rule,
            sessions: fixture.services.training.halfDays(from: starts, through: ends, teacher: "t"))
        let made = try await fixture.services.training.createClass(draft, host: host, admits: nil, caller: Fixture.root)
        return try await fixture.services.training.move(
            made.id, to: .announced, on: starts, reason: nil, expected: 1, caller: Fixture.root)
    }

    @Test func aDutyFollowsTheOffice() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let leaver = try await fixture.person(0)
            let tenure = try #require(
                try await fixture.services.members.tenures(of: leaver.id, caller: Fixture.root).first)
            try await fixture.services.members.end(tenure.id, until: day("2015-03-01"), caller: Fixture.root)
            let organisation = try await fixture.services.organisations.organisation(villages[0], caller: Fixture.root)
            let successor = try await fixture.person(1)
            _ = try await fixture.services.members.appoint(
                successor.id, to: .secretary, of: organisation, nature: .concurrent, since: day("2015-03-01"),
                caller: Fixture.root)
            let old = try await fixture.services.training.duties(
                of: leaver.id.value, asOf: day("2016-09-01"), caller: Fixture.root)
            #expect(old.map(\.state) == [.closed(on: try day("2015-03-01"))])
            let new = try await fixture.services.training.duties(
                of: successor.id.value, asOf: day("2016-09-01"), caller: Fixture.root)
            #expect(new.map(\.duty.kind) == [.rotation, .newlyAppointed])
            #expect(new.last?.duty.due == (try day("2016-03-01")))
        }
    }

    @Test func aClassRunsFromDraftToCreditsAndBack() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let made = try await makeClass(fixture)
            let people = [try await fixture.person(0).id, try await fixture.person(1).id]
            let placed = try await training.enrol(people, in: made.id, caller: Fixture.root)
            #expect(placed.enrolled == 2 && placed.waiting == 0)
            _ = try await training.move(
                made.id, to: .running, on: made.starts, reason: nil, expected: nil, caller: Fixture.root)
            for session in try await training.sessions(of: made.id, caller: Fixture.root) {
                let absent = [MarkEntry(person: people[1], mark: .absent)]
                #expect(
                    try await training.markAll(
                        .present, except: absent, session: session.number, of: made.id, caller: Fixture.root) == 2)
            }
            // The same marks again change nothing; another mark is the next revision.
            #expect(
                try await training.markAll(
                    .present, except: [MarkEntry(person: people[1], mark: .absent)], session: 1, of: made.id,
                    caller: Fixture.root) == 0)
            #expect(
                try await training.mark(
                    [MarkEntry(person: people[0], mark: .late)], session: 1, of: made.id, caller: Fixture.root) == 1)
            let lines = try await training.closeClass(made.id, on: made.ends, expected: nil, caller: Fixture.root)
            #expect(
                Dictionary(uniqueKeysWithValues: lines.map { ($0.person, $0.judgement.completed) }) == [
                    people[0]: true, people[1]: false,
                ])
            let asOf = try day("2016-09-01")
            #expect(
                try await training.duties(of: people[0].value, asOf: asOf, caller: Fixture.root)[0].state
                    == .settled(on: made.ends))
            #expect(
                try await training.duties(of: people[1].value, asOf: asOf, caller: Fixture.root)[0].state
                    == .open(.overdue))
            _ = try await training.reopenClass(
                made.id, on: day("2016-08-01"), reason: "误登", expected: nil, caller: Fixture.root)
            #expect(
                try await training.duties(of: people[0].value, asOf: asOf, caller: Fixture.root)[0].state
                    == .open(.overdue))
            #expect(
                try await training.duties(of: people[0].value, asOf: day("2016-07-31"), caller: Fixture.root)[0].state
                    == .settled(on: made.ends))
            _ = try await training.closeClass(made.id, on: day("2016-08-02"), expected: nil, caller: Fixture.root)
            #expect(
                try await training.duties(of: people[0].value, asOf: asOf, caller: Fixture.root)[0].state
                    == .settled(on: made.ends))
        }
    }

    @Test func whoDropsOutIsReplacedFromTheWaitingList() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let made = try await makeClass(fixture, capacity: 1)
            let people = [try await fixture.person(0).id, try await fixture.person(1).id]
            let placed = try await training.enrol(people, in: made.id, caller: Fixture.root)
            #expect(placed.enrolled == 1 && placed.waiting == 1)
            let first = try #require(
                try await training.enrolments(of: made.id, PageRequest(), caller: Fixture.root).items.first {
                    $0.state == .enrolled
                })
            #expect(try await training.drop(first.id, reason: "病", expected: 1, caller: Fixture.root) == people[1])
            await #expect(throws: AppError.self) {
                try await training.enrol([people[0]], in: made.id, caller: Fixture.root)
            }
        }
    }

    @Test func twoClassesAtOnceAreRefused() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let one = try await makeClass(fixture)
            let person = try await fixture.person(0).id
            _ = try await training.enrol([person], in: one.id, caller: Fixture.root)
            let host = try await fixture.services.organisations.organisation("610116", caller: Fixture.root)
            let draft = ClassDraft(
                code: "B", name: "另一班", level: .county, admits: nil, fields: [.rural], kinds: [.rotation],
                starts: one.ends, ends: one.ends,
                minimum: 1, capacity: 9, venue: "v", costPerPersonDay: 0, attendanceRule: "share-three-quarters",
                sessions: [])
            let other = try await training.createClass(draft, host: host, admits: nil, caller: Fixture.root)
            _ = try await training.move(
                other.id, to: .announced, on: one.ends, reason: nil, expected: nil, caller: Fixture.root)
            do {
                _ = try await training.enrol([person], in: other.id, caller: Fixture.root)
                Issue.record("accepted")
            } catch let error as AppError { #expect(error.code == "enrolment.overlap") }
        }
    }

    /// The list in SQL and the rule in Swift judge hundreds of random histories alike, on random days.
    @Test func theListAgreesWithTheRule() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            var random = SeededRandom(seed: 20_140_509)
            let base = try day("2014-01-01").number
            var people: [Person] = []
            for index in villages.indices { people.append(try await fixture.person(index)) }
            let training = fixture.services.training
            for round in 0..<40 {
                let person = people[random.below(people.count)]
                let duty = try #require(
                    try await training.duties(of: person.id.value, asOf: Day(number: base), caller: Fixture.root).first?
                        .duty)
                try await disturb(fixture, person, duty, round, &random, base)
                for _ in 0..<6 {
                    let asOf = Day(number: base + random.below(1500))
                    let listed = try await training.overdue(
                        OverdueQuery(asOf: asOf), PageRequest(limit: 500), caller: Fixture.root
                    ).items
                    for person in people {
                        for (duty, state) in try await training.duties(
                            of: person.id.value, asOf: asOf, caller: Fixture.root)
                        {
                            let line = listed.first { $0.duty == duty.id }
                            if case .open(let level?) = state {
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
            let number = try await fixture.services.members.number(of: person.id, caller: Fixture.root)
            let table =
                "id_number,class,level,kinds,ended_on,hours\n\(number),班\(round),\(level.rawValue),\(random.below(2) == 0 ? "rotation" : "annual"),\(on),\(random.below(40) + 1)\n"
            _ = try await training.importPast(
                Array(table.utf8), members: fixture.services.members, dryRun: false, caller: Fixture.root)
        case 1:
            let order = ReliefOrder(
                kind: .extension_, granted: on, expires: on.adding(days: random.below(300)), reason: "r", approver: "a",
                document: "d")
            let ids = try await training.grant(order, to: [duty.id], caller: Fixture.root)
            if random.below(2) == 0 {
                try await training.withdraw(
                    relief: ids[0], on: on.adding(days: random.below(200)), reason: "r", caller: Fixture.root)
            }
        default:
            let order = ReliefOrder(
                kind: .exemption, granted: on, expires: on.adding(days: random.below(300)), reason: "r", approver: "a",
                document: "d")
            _ = try await training.grant(order, to: [duty.id], caller: Fixture.root)
        }
    }

    @Test func aPlanIsMadeShownAndWrittenOnlyWhenAccepted() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let made = try await makeClass(fixture)
            let asOf = try day("2014-06-01")
            let proposal = try await training.proposePlan(
                for: nil, asOf: asOf, limits: .init(steps: 2000), caller: Fixture.root, progress: { 0 })
            // Of the three in one township one may be away at a time; two more live in other counties.
            #expect(proposal.plan.assignments.count == 2)
            #expect(proposal.explanation.unassigned.count == 4)
            #expect(try await fixture.count("enrolment") == 0)
            let plan = proposal.plan
            _ = try await training.acceptPlan(plan, for: nil, asOf: asOf, name: "p", caller: Fixture.root)
            #expect(try await training.trainingClass(made.id, caller: Fixture.root).enrolled == 2)
            // Accepting it once more changes no enrolment.
            _ = try await training.acceptPlan(plan, for: nil, asOf: asOf, name: "p", caller: Fixture.root)
            #expect(try await fixture.count("enrolment") == 2)
            #expect(try await fixture.count("enrolment_event") == 2)
        }
    }

    @Test func theOldestDebtsAreStillPlanned() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let training = fixture.services.training
            let first = try day("2026-03-02")
            let (drafts, _, _) = try await training.proposeCalendar(
                for: nil, from: first, through: day("2026-06-30"), settings: .init(capacity: 2, length: 5),
                caller: Fixture.root)
            _ = try await training.acceptCalendar(drafts, caller: Fixture.root)
            let proposal = try await training.proposePlan(
                for: nil, asOf: day("2026-02-01"), limits: .init(steps: 4000), caller: Fixture.root, progress: { 0 })
            #expect(proposal.plan.assignments.count == villages.count)
        }
    }

    @Test func aCalendarKeepsToWorkingDaysAndOutOfTheHarvest() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let (drafts, short, provisional) = try await fixture.services.training.proposeCalendar(
                for: nil, from: day("2014-05-20"), through: day("2014-07-31"), settings: .init(capacity: 2, length: 5),
                caller: Fixture.root)
            #expect(!drafts.isEmpty && short == 0 && provisional)
            let (harvest, after) = (try day("2014-06-01"), try day("2014-06-20"))
            for (_, draft) in drafts {
                #expect(draft.starts.weekday == 1 && draft.sessions.count == 10)
                #expect(draft.ends < harvest || draft.starts > after)
            }
        }
    }

    @Test func anEditOfAnOldVersionIsRefused() async throws {
        try await Fixture.with { fixture in
            try await opened(fixture)
            let made = try await makeClass(fixture)
            do {
                _ = try await fixture.services.training.move(
                    made.id, to: .running, on: made.starts, reason: nil, expected: 1, caller: Fixture.root)
                Issue.record("accepted")
            } catch let error as AppError { #expect(error.kind == .stale) }
        }
    }
}
