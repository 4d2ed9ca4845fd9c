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

/// One history: random events on random days, each of which may be refused.
final class DutyHistory {
    static let villages = ["610116001001", "610116001002", "610116001200", "610116002200", "610102001001"]

    private var villages: [String] { Self.villages }
    private let today = ChinaTime.today()
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
        let what = random.below(19)
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
        case 12, 13: try await makePlan(on)
        case 14: try await changeClass(on)
        case 15: try await drop(person)
        case 16: try await quota()
        case 17: _ = try await training.openYear(YearOrder(year: on.year), on: today, caller: Fixture.root)
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
                kinds: random.below(2) == 0 ? [.rotation, .newlyAppointed] : DutyKind.allCases, starts: on,
                ends: on.adding(days: 2), minimum: 0,
                capacity: 2 + random.below(3), venue: "v", weekends: true), on: today, caller: Fixture.root)
        // Quotas come before people: people who sit there when one is set keep their seats.
        if random.below(2) == 0 {
            _ = try await training.setQuota(
                Reference(made.id),
                ClassQuotaOrder(
                    organisation: Reference(["610116001", "610116002"][random.below(2)]), seats: 1 + random.below(2)),
                caller: Fixture.root)
        }
        if random.below(3) == 0 { return }
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

    private func someClass() -> Reference<TrainingClass> {
        Reference("C\(1 + random.below(max(1, classes)))")
    }

    private func makePlan(_ on: Day) async throws {
        let scope = Reference<Organisation>(["61", "610116", "610116001"][random.below(3)])
        let yearly = random.below(2) == 0
        let proposal = try await training.proposePlan(
            PlanOrder(scope: scope, asOf: on, yearly: yearly, steps: 30), on: today, caller: Fixture.root,
            progress: { 0 }
        ).proposal
        // A plan that somebody shortened by hand is accepted as it is.
        let assignments = proposal.assignments.filter { _ in random.below(8) > 0 }
        let shown: PreviewedPlan
        do {
            shown = try await training.previewPlan(
                PlanPreview(scope: scope, asOf: on, assignments: assignments), on: today, caller: Fixture.root)
        } catch let error as AppError {
            return #expect(error.code != "plan.invalid", "a plan of this very moment: \(error.message.english)")
        }
        let accepted = try await training.acceptPlan(
            PlanAcceptance(
                name: "计划\(log.count)", scope: scope, asOf: on, assignments: assignments, withdraw: random.below(2) == 0
            ),
            on: today, caller: Fixture.root)
        #expect(accepted.movedUp?.map(\.person) == shown.movesUp.map(\.person))
        #expect(accepted.announced?.map(\.code) == shown.announces.map(\.code))
    }

    private func changeClass(_ on: Day) async throws {
        let code = someClass()
        switch random.below(3) {
        case 0:
            _ = try await training.shiftClass(
                code, ClassShiftOrder(to: on, reason: "r"), expected: nil, caller: Fixture.root)
        case 1:
            let found = try await training.trainingClass(code, caller: Fixture.root)
            _ = try await training.updateClass(
                code, ClassChange(capacity: found.capacity + 1, reason: "r"), expected: nil, caller: Fixture.root)
        default:
            _ = try await training.updateClass(
                code, ClassChange(kinds: [.rotation, .annual], reason: "r", anyway: true), expected: nil,
                caller: Fixture.root)
        }
    }

    private func drop(_ person: Reference<Person>) async throws {
        for _ in 0..<4 {
            do {
                _ = try await training.drop(
                    person, from: someClass(), DropOrder(reason: "r"), expected: nil, caller: Fixture.root)
                return
            } catch is AppError {}
        }
    }

    private func quota() async throws {
        _ = try await training.removeQuota(
            someClass(), ClassQuotaRemoval(organisation: Reference(["610116001", "610116002"][random.below(2)])),
            caller: Fixture.root)
    }
}

/// Who sits in which class: what no event may do to the lists.
struct SeatList {
    private struct Seat: Hashable {
        let course: String
        let person: String
    }

    private var seats: Set<Seat> = []

    init(_ fixture: Fixture) async throws {
        let rows = try await fixture.owner.query(
            "SELECT class_id::text AS class, person_id::text AS person FROM enrolment WHERE state = 'enrolled'")
        for row in rows { seats.insert(Seat(course: try row["class"], person: try row["person"])) }
    }

    /// The lists as they are now, held against those before.
    func checked(_ fixture: Fixture, _ what: String) async throws -> SeatList {
        let now = try await SeatList(fixture)
        // No class has more people than seats, and nobody is in two classes at once.
        let overfull = try await fixture.owner.query(
            """
            SELECT c.code FROM training_class c
            WHERE c.capacity < (SELECT count(*) FROM enrolment n WHERE n.class_id = c.id AND n.state = 'enrolled')
            """)
        #expect(overfull.isEmpty, "\(what)")
        let twice = try await fixture.owner.query(
            """
            SELECT n.person_id FROM enrolment n JOIN training_class c ON c.id = n.class_id
                JOIN enrolment m ON m.person_id = n.person_id AND m.id > n.id JOIN training_class d ON d.id = m.class_id
            WHERE n.state = 'enrolled' AND m.state = 'enrolled' AND c.state <> 'cancelled' AND d.state <> 'cancelled'
                AND c.form = 'concentrated' AND d.form = 'concentrated'
                AND (c.id = d.id OR c.starts_on <= d.ends_on AND d.starts_on <= c.ends_on)
            """)
        #expect(twice.isEmpty, "\(what): somebody is in two classes at once")
        // Who entered since has no seat that a quota keeps for others.
        let crowded = try await fixture.owner.query(
            """
            SELECT c.id::text AS class, n.person_id::text AS person
            FROM training_class c JOIN enrolment n ON n.class_id = c.id AND n.state = 'enrolled'
                CROSS JOIN LATERAL (SELECT coalesce(sum(q.seats), 0) AS kept,
                    coalesce(bool_or(starts_with(n.path, q.path)), false) AS inside FROM (
                    SELECT DISTINCT ON (l.path) l.path, l.seats FROM class_quota l WHERE l.class_id = c.id
                    ORDER BY l.path, l.revision DESC) AS q WHERE q.seats > 0) AS k
            WHERE NOT k.inside AND (SELECT count(*) FROM enrolment o WHERE o.class_id = c.id AND o.state = 'enrolled'
                AND NOT EXISTS (SELECT FROM (
                    SELECT DISTINCT ON (l.path) l.path, l.seats FROM class_quota l WHERE l.class_id = c.id
                    ORDER BY l.path, l.revision DESC) AS q WHERE q.seats > 0 AND starts_with(o.path, q.path)))
                > c.capacity - k.kept
            """)
        for row in crowded {
            let seat = Seat(course: try row["class"], person: try row["person"])
            #expect(seats.contains(seat), "\(what): a seat that a quota keeps was given to somebody else")
        }
        return now
    }
}
