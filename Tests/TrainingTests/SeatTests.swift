import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Planning
import Postgres
import SQLFiles
import TestSupport
import Testing
import Wire

@testable import Training

/// Seats are given by one definition: the verbs of a list, the events that free a seat, and plans.
struct SeatTests {
    /// A class of the county that admits its whole city.
    private func wide(_ office: ClassOffice, capacity: Int, code: String = "W") async throws
        -> Reference<TrainingClass>
    {
        let course = try await office.announced(code, host: "610116", capacity: capacity)
        _ = try await office.training.updateClass(
            course, ClassChange(admits: "6101"), expected: nil, caller: Fixture.root)
        return course
    }

    private func state(_ office: ClassOffice, _ course: Reference<TrainingClass>, _ index: Int) async throws
        -> EnrolmentState?
    {
        let person = try await office.fixture.person(index).id
        return try await office.list(course).values.first { $0.person == person }?.state
    }

    @Test func aHostCountsTheSeatsOfPeopleOutsideItsScope() async throws {
        try await ClassOffice.with { office in
            let course = try await wide(office, capacity: 2)
            // A secretary of the neighbouring county, unseen by the host.
            try await office.enrol(4, in: course)
            let county = try await office.fixture.caller("610116", .clerk)
            let people = [try await office.person(0), try await office.person(1)]
            let enrolled = try await office.training.enrol(
                EnrolmentOrder(people: people), in: course, caller: county)
            #expect(enrolled.enrolled == 1 && enrolled.waiting == 1)
            let smaller = try await office.refusal {
                _ = try await office.training.updateClass(
                    course, ClassChange(minimum: 1, capacity: 1), expected: nil, caller: county)
            }
            #expect(smaller.code == "value.invalid")
            // Nor does a plan of the county fill the seat: one seat is left to move, and one is not the plan's.
            let plannable = try await office.training.plannable(
                for: Scope(path: "61.6101.610116."), asOf: day("2014-08-01"), caller: county)
            #expect(plannable.courses.map(\.capacity) == [1])
        }
    }

    @Test func aHostCountsQuotasOfSubtreesItDoesNotSee() async throws {
        try await ClassOffice.with { office in
            let course = try await wide(office, capacity: 2)
            _ = try await office.training.setQuota(
                course, ClassQuotaOrder(organisation: "610102", seats: 1), caller: Fixture.root)
            let county = try await office.fixture.caller("610116", .clerk)
            let people = [try await office.person(0), try await office.person(1)]
            let enrolled = try await office.training.enrol(
                EnrolmentOrder(people: people), in: course, caller: county)
            #expect(enrolled.enrolled == 1 && enrolled.waiting == 1)
            #expect(try await office.training.quotas(of: course, caller: county).items.map(\.seats) == [1])
            let tooMany = try await office.refusal {
                _ = try await office.training.setQuota(
                    course, ClassQuotaOrder(organisation: "610116001", seats: 2), caller: county)
            }
            #expect(tooMany.code == "value.invalid")
        }
    }

    /// When somebody died, quotas that had ended still kept their seats.
    @Test func aQuotaThatEndedKeepsNoSeatAfterADeath() async throws {
        try await ClassOffice.with { office in
            let starts = office.today.adding(days: 10)
            let made = try await office.training.createClass(
                ClassOrder(
                    host: "610116", code: "Q", name: "Q", fields: [.rural, .community], starts: starts,
                    ends: starts.adding(days: 2), minimum: 1, capacity: 2, venue: "党校", weekends: true),
                on: office.today, caller: Fixture.root)
            let course = Reference(made.id)
            try await office.move(course, .announced)
            _ = try await office.training.setQuota(
                course, ClassQuotaOrder(organisation: "610116002", seats: 1), caller: Fixture.root)
            try await office.enrol(0, 1, in: course)
            #expect(try await state(office, course, 1) == .waiting)
            _ = try await office.training.removeQuota(
                course, ClassQuotaRemoval(organisation: "610116002"), caller: Fixture.root)
            _ = try await office.training.setQuota(
                course, ClassQuotaOrder(organisation: "610116002", seats: 1, release: office.today),
                caller: Fixture.root)
            _ = try await office.training.openYear(
                YearOrder(year: office.today.year), on: ChinaTime.today(), caller: Fixture.root)
            _ = try await office.fixture.services.members.decide(
                DecisionOrder(
                    .die, ground: "death", groundSince: nil, on: office.today, document: "d", reason: "病故"),
                about: try await office.person(0), on: office.today, caller: Fixture.root)
            #expect(try await state(office, course, 1) == .enrolled)
        }
    }

    /// Quotas that were set after others had the seats made more seats than there are, or none at all.
    @Test func quotasSetLateKeepWhatIsLeft() async throws {
        try await ClassOffice.with { office in
            let course = try await wide(office, capacity: 2)
            // The neighbouring county has one of two seats before two are kept for a township.
            try await office.enrol(4, in: course)
            _ = try await office.training.setQuota(
                course, ClassQuotaOrder(organisation: "610116001", seats: 2), caller: Fixture.root)
            let county = try await office.fixture.caller("610116", .clerk)
            let people = [try await office.person(0), try await office.person(1)]
            let plannable = try await office.training.plannable(
                for: Scope(path: "61.6101.610116."), asOf: day("2014-08-01"), caller: county)
            #expect(plannable.courses.map(\.capacity) == [1])
            let enrolled = try await office.training.enrol(EnrolmentOrder(people: people), in: course, caller: county)
            #expect(enrolled.enrolled == 1 && enrolled.waiting == 1)
        }
    }

    /// Who was trained elsewhere meanwhile took the free seat from those who still owe.
    @Test func whoIsTrainedMeanwhileDoesNotMoveUp() async throws {
        try await ClassOffice.with { office in
            let later = try await office.announced("L", host: "610116", starts: "2014-10-13", capacity: 1)
            try await office.enrol(0, 1, 2, in: later)
            let first = try await office.announced("F", host: "610116")
            try await office.enrol(1, in: first)
            try await office.move(first, .running)
            _ = try await office.close(first, unmarked: .present)
            func leave(_ index: Int) async throws {
                _ = try await office.training.drop(
                    try await office.person(index), from: later, DropOrder(reason: "r"), expected: nil,
                    caller: Fixture.root)
            }
            try await leave(0)
            #expect(try await state(office, later, 1) == .waiting)
            #expect(try await state(office, later, 2) == .enrolled)
            // The hours are taken back, and the next free seat goes to the first who waits.
            _ = try await office.training.reopenClass(
                first, ClassReopening(reason: "误登"), expected: nil, on: office.today, caller: Fixture.root)
            try await leave(2)
            #expect(try await state(office, later, 1) == .enrolled)
        }
    }

    @Test func whoSitsInAnotherClassOfTheDaysDoesNotMoveUp() async throws {
        try await ClassOffice.with { office in
            let one = try await office.announced("X", host: "610116", capacity: 1)
            let other = try await office.announced("Y", host: "610116", starts: "2014-09-15")
            try await office.enrol(0, 1, 2, in: one)
            try await office.enrol(1, in: other)
            // As a plan does that seats somebody who waits elsewhere.
            _ = try await office.fixture.owner.query(
                "UPDATE training_class SET starts_on = '2014-09-03', ends_on = '2014-09-05' WHERE code = 'Y'")
            let leaver = try await office.person(0)
            let dropped = try await office.training.drop(
                leaver, from: one, DropOrder(reason: "r"), expected: nil, caller: Fixture.root)
            let next = try await office.person(2)
            #expect(dropped.entered?.description == next.text)
            #expect(try await state(office, one, 1) == .waiting)
        }
    }

    @Test func whoIsNewDoesNotPassThoseWhoWait() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced("P", host: "610116", capacity: 2)
            _ = try await office.training.setQuota(
                course, ClassQuotaOrder(organisation: "610116002", seats: 1), caller: Fixture.root)
            try await office.enrol(0, 1, in: course)
            _ = try await office.training.removeQuota(
                course, ClassQuotaRemoval(organisation: "610116002"), caller: Fixture.root)
            let late = try await office.enrol(2, in: course)
            #expect(late.waiting == 1)
            #expect(try await state(office, course, 1) == .enrolled)
        }
    }

    /// Two seats become free at once in classes that have come to lie in the same week.
    @Test func nobodyMovesUpIntoTwoClassesAtOnce() async throws {
        try await ClassOffice.with(poolMaximum: 12) { office in
            let weeks = [("2014-06-09", "2014-06-16"), ("2014-07-07", "2014-07-14"), ("2014-08-04", "2014-08-11")]
            for (round, week) in weeks.enumerated() {
                let one = try await office.announced("A\(round)", host: "610116", starts: week.0, capacity: 1)
                let other = try await office.announced("B\(round)", host: "610116", starts: week.1, capacity: 1)
                try await office.enrol(0, 2, in: one)
                try await office.enrol(1, 2, in: other)
                _ = try await office.fixture.owner.query(
                    """
                    UPDATE training_class o SET starts_on = a.starts_on, ends_on = a.ends_on FROM training_class a
                    WHERE a.code = \("A\(round)") AND o.code = \("B\(round)")
                    """)
                let leavers = [(one, try await office.person(0)), (other, try await office.person(1))]
                let race = await Race.run(2) { writer in
                    _ = try await office.training.drop(
                        leavers[writer].1, from: leavers[writer].0, DropOrder(reason: "r"), expected: nil,
                        caller: Fixture.root)
                }
                #expect(race.succeeded == 2 && race.isClean, "\(race.refused)")
                let states = [try await state(office, one, 2), try await state(office, other, 2)]
                #expect(Set(states) == [.enrolled, .waiting], "round \(round)")
            }
        }
    }

    /// A person of each township and open seats: what the database gives is what a plain count gives, and as many seats
    /// as the planner finds for the same people.
    @Test func listsAndPlansCountSeatsAlike() async throws {
        try await ClassOffice.with { office in
            let course = try await wide(office, capacity: 30)
            let id = try await office.training.trainingClass(course, caller: Fixture.root).id
            var random = SeededRandom(seed: 33)
            let places = ["610116", "610116001", "610116002", "610102"]
            let paths = [
                "61.6101.610116.", "61.6101.610116.610116001.", "61.6101.610116.610116002.", "61.6101.610102.",
                "61.6101.",
            ]
            for round in 0..<25 {
                let capacity = 4 + random.below(8)
                _ = try await office.training.updateClass(
                    course, ClassChange(capacity: 30), expected: nil, caller: Fixture.root)
                var left = capacity
                var quotas: [(scope: String, seats: Int)] = []
                for (place, path) in zip(places, paths) {
                    let seats = min(left, random.below(4))
                    if seats > 0 {
                        left -= seats
                        quotas.append((path, seats))
                        _ = try await office.training.setQuota(
                            course, ClassQuotaOrder(organisation: Reference(place), seats: seats), caller: Fixture.root)
                    } else if try await office.training.quotas(of: course, caller: Fixture.root).items.contains(
                        where: { $0.path == path })
                    {
                        _ = try await office.training.removeQuota(
                            course, ClassQuotaRemoval(organisation: Reference(place)), caller: Fixture.root)
                    }
                }
                _ = try await office.training.updateClass(
                    course, ClassChange(capacity: capacity), expected: nil, caller: Fixture.root)
                let wanted = (0..<12).map { _ in paths[random.below(paths.count)] }
                let people = wanted.map { (person: Identifier<Person>.new(), path: $0) }
                let given = try await office.fixture.services.database.write(Fixture.root) { transaction in
                    try await office.training.seats(in: id, for: people, transaction)
                }
                #expect(given == plain(capacity, quotas, wanted), "round \(round)")
                let planned = try await planned(capacity, quotas, wanted)
                #expect(planned == given.count { $0 }, "round \(round): \(quotas), \(wanted)")
            }
        }
    }

    private func plain(_ capacity: Int, _ quotas: [(scope: String, seats: Int)], _ wanted: [String]) -> [Bool] {
        var free = quotas
        var open = capacity - quotas.map(\.seats).reduce(0, +)
        return wanted.map { path in
            let fitting = free.indices.filter { path.hasPrefix(free[$0].scope) && free[$0].seats > 0 }
            if let best = fitting.max(by: { free[$0].scope.count < free[$1].scope.count }) {
                free[best].seats -= 1
                return true
            }
            open -= 1
            return open >= 0
        }
    }

    private func planned(_ capacity: Int, _ quotas: [(scope: String, seats: Int)], _ wanted: [String]) async throws
        -> Int
    {
        let (first, last) = (day("2014-09-01"), day("2014-09-03"))
        let instance = Instance(
            name: "", horizon: Instance.Span(start: first.adding(days: -1), end: last),
            weights: Instance.Weights(unassigned: 1000, latePerDay: 1, travel: [0, 1, 2, 3], moved: 1),
            trainees: wanted.enumerated().map { index, path in
                Instance.Trainee(id: "t\(index)", place: path, domain: "rural", unavailable: [], excluded: nil)
            },
            demands: wanted.indices.map { index in
                Instance.Demand(
                    id: "d\(index)", trainee: "t\(index)", kind: "rotation", earliest: first, due: last, hardDue: false,
                    priority: 1, pinned: nil, previous: nil, accepts: nil)
            },
            classes: [
                Instance.Course(
                    id: "c", host: "", scope: "", domains: ["rural"], kinds: ["rotation"], start: first, end: last,
                    minimum: 0, capacity: capacity, fixedCost: 0, committed: true, level: nil,
                    quotas: quotas.map { Instance.Quota(scope: $0.scope, seats: $0.seats) })
            ], covers: [])
        return try await Planner(Problem(instance)).plan(.init(threads: 1, steps: 50), progress: { 0 }).assignments
            .count
    }

    @Test func theAdmissionOfAClassCanBeChangedWhileItFits() async throws {
        try await ClassOffice.with { office in
            let course = try await wide(office, capacity: 5)
            try await office.enrol(4, in: course)
            let refused = try await office.refusal {
                _ = try await office.training.updateClass(
                    course, ClassChange(admits: "610116"), expected: nil, caller: Fixture.root)
            }
            #expect(refused.code == "class.admits")
            _ = try await office.training.drop(
                try await office.person(4), from: course, DropOrder(reason: "r"), expected: nil, caller: Fixture.root)
            let changed = try await office.training.updateClass(
                course, ClassChange(admits: "610116"), expected: nil, caller: Fixture.root)
            #expect(changed.admits == "61.6101.610116.")
            let line = try await office.training.changes(of: course, caller: Fixture.root).items.last
            #expect(line?.member == "admits" && line?.before == "6101" && line?.after == "610116")
            await #expect(throws: AppError.self) { try await office.enrol(4, in: course) }
        }
    }

    @Test func aDayOfJoiningThatWasEnteredWronglyIsCorrected() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(days: 3)
            try await office.move(course, .running)
            try await office.enrol(0, in: course, since: "2014-09-03")
            let person = try await office.person(0)
            let training = office.training
            let corrected = try await training.correctJoining(
                of: person, in: course, JoiningOrder(on: day("2014-09-02"), reason: "登记有误"), expected: nil,
                caller: Fixture.root)
            #expect(corrected.before == day("2014-09-03") && corrected.joined == day("2014-09-02"))
            try await office.mark(course, 3, others: .present)
            let refused = try await office.refusal {
                _ = try await training.correctJoining(
                    of: person, in: course, JoiningOrder(on: day("2014-09-03"), reason: "r"), expected: nil,
                    caller: Fixture.root)
            }
            #expect(refused.code == "enrolment.attended_before")
            _ = try await training.correctJoining(
                of: person, in: course, JoiningOrder(reason: "全程在班"), expected: nil, caller: Fixture.root)
            #expect(try await office.list(course).values.first?.joined == nil)
            #expect(try await office.fixture.count("enrolment_event WHERE joined_on = '2014-09-02'") == 1)
        }
    }

    @Test func aCalendarUsesWeekendsWhereItIsAskedTo() async throws {
        try await ClassOffice.with { office in
            func order(_ weekends: Bool?) -> CalendarOrder {
                CalendarOrder(
                    scope: "610116", from: day("2014-09-12"), through: day("2014-09-14"), host: .county, capacity: 10,
                    length: 3, smallest: 1, weekends: weekends)
            }
            let none = try await office.training.draftCalendar(order(nil), on: office.today, caller: Fixture.root)
            #expect(none.classes.isEmpty && none.unplaced == none.duties)
            let calendar = try await office.training.draftCalendar(
                order(true), on: office.today, caller: Fixture.root)
            #expect(calendar.classes.map(\.starts) == [day("2014-09-12")] && calendar.classes[0].sessions == 6)
            // The Mid-Autumn Festival of 2014, a Monday, stays off.
            let festival = try await office.training.draftCalendar(
                CalendarOrder(
                    scope: "610116", from: day("2014-09-08"), through: day("2014-09-08"), host: .county, length: 1,
                    smallest: 1, weekends: true), on: office.today, caller: Fixture.root)
            #expect(festival.classes.isEmpty)
        }
    }
}
