import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

private let villages = ["610116001001", "610116001002", "610116001200", "610116002200", "610102001001"]
private let today = ChinaTime.today()

/// Whatever happens to people, offices, cycles and classes, in whatever order: an office owes a cycle once, every state
/// is what a plain count of the facts says, and no list names somebody who owes nothing.
struct DutyHistoryTests {
    /// One history: random events on random days, each of which may be refused.
    private final class History {
        let fixture: Fixture
        var random: SeededRandom
        var classes = 0
        let base = day("2014-03-01").number
        var log: [String] = []

        init(_ fixture: Fixture, seed: UInt64) {
            self.fixture = fixture
            random = SeededRandom(seed: seed)
        }

        var training: TrainingService { fixture.services.training }
        var members: MembersService { fixture.services.members }

        func someDay() -> Day { Day(number: base + random.below(1300)) }

        func someone() async throws -> Reference<Person> {
            Reference(try await fixture.person(random.below(villages.count + 3)).id)
        }

        func step() async {
            let what = random.below(13)
            do {
                try await event(what)
                log.append("\(what)")
            } catch is AppError {
                // Not every event is possible at every time.
            } catch {
                Issue.record("\(what): \(error)")
            }
        }

        private func event(_ what: Int) async throws {
            let (on, person) = (someDay(), try await someone())
            switch what {
            case 0, 1:
                _ = try await members.appoint(
                    AppointmentOrder(
                        person: person, organisation: Reference(villages[random.below(villages.count)]),
                        nature: random.below(5) == 0 ? .acting : .substantive, since: on), caller: Fixture.root)
            case 2, 3:
                let held = try await members.tenures(of: person, caller: Fixture.root).items
                guard !held.isEmpty else { return }
                let tenure = held[random.below(held.count)]
                if what == 2 {
                    _ = try await members.end(
                        Reference(tenure.id), TenureEndOrder(until: on), caller: Fixture.root)
                } else {
                    _ = try await members.annul(
                        Reference(tenure.id), TenureAnnulment(reason: "误登"), caller: Fixture.root)
                }
            case 4:
                _ = try await members.move(
                    person, MoveOrder(organisation: Reference(villages[random.below(villages.count)]), on: on),
                    on: today, caller: Fixture.root)
            case 5:
                guard random.below(3) == 0 else { return }
                _ = try await members.decide(
                    DecisionOrder(
                        .die, ground: "death", groundSince: nil, on: on, document: "d", reason: "病故"), about: person,
                    on: today, caller: Fixture.root)
            case 6:
                let duties = try await training.duties(
                    of: person, AsOfQuery(asOf: on), on: today, caller: Fixture.root
                ).items
                guard !duties.isEmpty else { return }
                _ = try await training.grant(
                    ReliefOrder(
                        duties: [Reference(duties[random.below(duties.count)].id)],
                        kind: random.below(2) == 0 ? .extension_ : .exemption, granted: on,
                        expires: on.adding(days: random.below(300)), reason: "r", approver: "a", document: "d"),
                    on: today, caller: Fixture.root)
            case 7, 8: try await makeClass(on)
            case 9: try await runClass()
            case 10: try await category(person, on)
            case 11: try await cycle(on)
            default:
                let number = try await members.number(of: person, caller: Fixture.root).number
                let form = TrainingForm.allCases[random.below(4)].rawValue
                let table =
                    "id_number,class,level,form,ended_on,hours\n"
                    + "\(number),班\(on),\(Level.allCases[random.below(5)].rawValue),\(form),\(on),\(random.below(60) + 1)\n"
                _ = try await training.importPast(Array(table.utf8), ImportOrder(), on: today, caller: Fixture.root)
            }
        }

        private func makeClass(_ on: Day) async throws {
            classes += 1
            let made = try await training.createClass(
                ClassOrder(
                    host: "610116", code: "C\(classes)", name: "班\(classes)", fields: [.rural, .community],
                    kinds: [.rotation, .newlyAppointed], starts: on, ends: on.adding(days: 2), minimum: 0,
                    capacity: 2 + random.below(3), venue: "v", weekends: true), on: today, caller: Fixture.root)
            _ = try await training.move(
                Reference(made.id), ClassMoveOrder(state: .announced, on: on), expected: nil, on: today,
                caller: Fixture.root)
            for _ in 0..<4 {
                do {
                    _ = try await training.enrol(
                        EnrolmentOrder(people: [try await someone()]), in: Reference(made.id), caller: Fixture.root)
                } catch is AppError {}
            }
        }

        private func runClass() async throws {
            guard classes > 0 else { return }
            let code = Reference<TrainingClass>("C\(1 + random.below(classes))")
            let found = try await training.trainingClass(code, caller: Fixture.root)
            switch found.state {
            case .announced:
                let state: ClassMove = random.below(4) == 0 ? .cancelled : .running
                _ = try await training.move(
                    code, ClassMoveOrder(state: state, on: found.starts, reason: "r"), expected: nil, on: today,
                    caller: Fixture.root)
            case .running, .reopened:
                for session in try await training.sessions(of: code, caller: Fixture.root).items {
                    _ = try await training.mark(
                        MarksOrder(marks: [], others: .present), session: session.number, of: code,
                        caller: Fixture.root)
                }
                if random.below(2) == 0 {
                    _ = try await training.closeClass(
                        code, ClassClosing(on: found.ends), expected: nil, on: today, caller: Fixture.root)
                }
            case .closed:
                _ = try await training.reopenClass(
                    code, ClassReopening(on: found.ends.adding(days: 30), reason: "r"), expected: nil, on: today,
                    caller: Fixture.root)
            default: break
            }
        }

        private func category(_ person: Reference<Person>, _ on: Day) async throws {
            if random.below(3) == 0 {
                _ = try await training.endCategory(
                    CategoryEnd(
                        person: person, category: "village_director", until: random.below(2) == 0 ? on : nil,
                        wrong: nil, reason: "r"), caller: Fixture.root)
            } else {
                _ = try await training.categorise(
                    CategoryOrder(person: person, category: "village_director", since: on, source: "s"),
                    caller: Fixture.root)
            }
        }

        private func cycle(_ on: Day) async throws {
            let places = ["61", "610116", "610116001"]
            let place = places[random.below(3)]
            switch random.below(4) {
            case 0:
                _ = try await training.withdrawCycle(
                    "shaanxi-2014", CycleWithdrawal(organisation: place, on: on, document: "d", reason: "r"),
                    on: today, caller: Fixture.root)
            case 1:
                _ = try await training.extendCycle(
                    "shaanxi-2014",
                    CycleExtension(
                        organisation: place, softEnd: day("2016-05-09").adding(days: random.below(400)),
                        hardEnd: day("2017-05-09").adding(days: 1 + random.below(400)), document: "d", reason: "r"),
                    on: today, caller: Fixture.root)
            default:
                _ = try await training.openCycle(
                    CycleOrder(key: "shaanxi-2014", organisation: Reference(place), instead: true),
                    caller: Fixture.root)
            }
        }
    }

    @Test(arguments: [1, 20_140_509, 3] as [UInt64])
    func whateverHappensListsAreRight(seed: UInt64) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            let more = (0..<3).map { index in
                "\(villages[index]),党员\(index),\(Fixture.number(villages.count + index)),2005-07-01,true"
            }
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,synthetic\n" + more.joined(separator: "\n") + "\n")
            let history = History(fixture, seed: seed)
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            for round in 0..<14 {
                for _ in 0..<5 { await history.step() }
                let what = "seed \(seed), round \(round)"
                try await owesOnce(fixture, what)
                for _ in 0..<2 { try await agrees(fixture, asOf: history.someDay(), what) }
            }
            // The events were possible often enough to mean something.
            #expect(history.log.count > 25)
        }
    }

    private func owesOnce(_ fixture: Fixture, _ what: String) async throws {
        let twice = try await fixture.owner.query(
            """
            SELECT d.person_id FROM duty d WHERE d.annulled_on IS NULL AND d.cycle_id IS NOT NULL
            GROUP BY d.person_id, coalesce(d.tenure_id, d.category_id), d.cycle_id HAVING count(*) > 1
            UNION ALL
            -- Two cycles at once, neither of them withdrawn.
            SELECT d.person_id FROM duty d JOIN duty e ON e.person_id = d.person_id AND e.id > d.id
                AND coalesce(e.tenure_id, e.category_id) = coalesce(d.tenure_id, d.category_id)
                JOIN cycle y ON y.id = d.cycle_id JOIN cycle z ON z.id = e.cycle_id
            WHERE d.annulled_on IS NULL AND e.annulled_on IS NULL AND y.withdrawn_on IS NULL AND z.withdrawn_on IS NULL
            """)
        #expect(twice.isEmpty, "\(what)")
        let overfull = try await fixture.owner.query(
            """
            SELECT c.code FROM training_class c
            WHERE c.capacity < (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled')
            """)
        #expect(overfull.isEmpty, "\(what)")
    }

    /// Every duty that the database calls in force on a day against the facts, counted plainly.
    private func agrees(_ fixture: Fixture, asOf: Day, _ what: String) async throws {
        let rule = fixture.services.training.overdueRule
        let rows = try await fixture.owner.query(
            """
            SELECT j.id::text AS id, j.person_id::text AS person, j.level, d.kind, d.tenure_id IS NOT NULL AS office,
                d.category_id IS NOT NULL AS category,
                EXISTS (SELECT FROM tenure f JOIN tenure t ON t.person_id = f.person_id AND t.post_id = f.post_id
                    WHERE f.id = d.tenure_id AND t.annulled_audit_event_id IS NULL AND t.nature <> 'acting' AND t.since <= \(asOf) AND (t.until IS NULL OR t.until > \(asOf))) AS holds,
                EXISTS (SELECT FROM person_category c WHERE c.id = d.category_id AND c.annulled_audit_event_id IS NULL
                    AND c.since <= \(asOf) AND (c.until IS NULL OR c.until > \(asOf))) AS belongs,
                EXISTS (SELECT FROM membership m WHERE m.person_id = d.person_id AND m.since <= \(asOf)
                    AND (m.until IS NULL OR m.until > \(asOf))) AS lives,
                EXISTS (SELECT FROM cycle y WHERE y.id = d.cycle_id AND y.withdrawn_on <= \(asOf)) AS withdrawn,
                (SELECT count(*) FROM credit c WHERE c.person_id = d.person_id AND c.counts_from <= \(asOf)
                    AND d.kind = ANY (c.kinds) AND c.level = ANY (d.accepts) AND c.earned_on >= d.opened_on
                    AND c.completions = 1 AND (d.year IS NULL OR c.earned_on <= d.due_on)
                    AND NOT EXISTS (SELECT FROM credit r WHERE r.reverses = c.id AND r.counts_from <= \(asOf))) AS completed
            FROM duty_judgement(\(asOf), \(rule.dueSoonDays)::integer, \(rule.forecastDays)::integer) j JOIN duty d ON d.id = j.id
            """)
        let doubled = try await fixture.owner.query(
            """
            SELECT d.person_id FROM duty_judgement(\(asOf), 0, 0) j JOIN duty d ON d.id = j.id WHERE d.cycle_id IS NOT NULL
            GROUP BY d.person_id, coalesce(d.tenure_id, d.category_id) HAVING count(*) > 1
            """)
        #expect(doubled.isEmpty, "\(what), \(asOf): an office owes two cycles on one day")
        for row in rows {
            let (office, category): (Bool, Bool) = (try row["office"], try row["category"])
            let (holds, belongs, lives): (Bool, Bool, Bool) = (try row["holds"], try row["belongs"], try row["lives"])
            let word: String = try row["level"]
            #expect(lives, "\(what), \(asOf): somebody who has died or left is owed \(word)")
            #expect(!office || holds, "\(what), \(asOf): an office that is over owes \(word)")
            #expect(!category || belongs, "\(what), \(asOf): a category that is over owes \(word)")
            #expect(try row["withdrawn"] == false, "\(what), \(asOf): a withdrawn cycle is owed")
            // One completed class settles what asks for no hours.
            if try row["kind"] as String != "annual" {
                let completed: Int = try row["completed"]
                #expect((completed > 0) == (word == "settled"), "\(what), \(asOf): \(word) with \(completed) completed")
            }
        }
        let training = fixture.services.training
        let listed = try await training.overdue(
            OverdueQuery(asOf: asOf, level: OverdueLevel.allCases), PageRequest(limit: 500), on: today,
            caller: Fixture.root
        ).items
        // The list in the database and the rule in the program say the same of everybody.
        for index in 0..<(villages.count + 3) {
            let person = try await fixture.person(index).id
            for (duty, state) in try await training.judged(person, asOf: asOf, caller: Fixture.root) {
                let line = listed.first { $0.duty == duty.id }
                if case .open(let level) = state {
                    #expect(line?.level == level, "\(what), \(asOf), \(state)")
                } else {
                    #expect(line == nil, "\(what), \(asOf), \(state)")
                }
            }
        }
    }
}
