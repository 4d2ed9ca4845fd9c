import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

private let today = ChinaTime.today()
private let villages = ["610116001001", "610116001002", "610116001200", "610116002200"]

/// Twenty writers at once give the answer that one after the other would have given.
@Suite(.serialized) struct TrainingRaceTests {
    private func with(_ body: (Fixture, TrainingService) async throws -> Void) async throws {
        try await Fixture.with(poolMaximum: 20) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            try await body(fixture, fixture.services.training)
        }
    }

    private func announced(
        _ training: TrainingService, _ code: String, starts: String = "2014-09-01", capacity: Int = 30
    ) async throws -> Reference<TrainingClass> {
        let made = try await training.createClass(
            ClassOrder(
                host: "610116", code: code, name: code, fields: [.rural, .community], starts: day(starts),
                ends: day(starts).adding(days: 1), capacity: capacity, venue: "党校", weekends: true), on: today,
            caller: Fixture.root)
        _ = try await training.move(
            Reference(made.id), ClassMoveOrder(state: .announced, on: made.starts), expected: nil, on: today,
            caller: Fixture.root)
        return Reference(made.id)
    }

    /// Members of one village besides the secretaries.
    private func members(_ fixture: Fixture, _ count: Int) async throws -> [Reference<Person>] {
        let table =
            "organisation,name,id_number,since,synthetic\n"
            + (0..<count).map { "610116001001,党员\($0),\(Fixture.number(100 + $0)),2005-07-01,true" }
            .joined(separator: "\n") + "\n"
        _ = try await fixture.importPeople(table)
        var people: [Reference<Person>] = []
        for index in 0..<count { people.append(Reference(try await fixture.person(100 + index).id)) }
        return people
    }

    @Test func onePersonIsInOneClassOfADay() async throws {
        try await with { fixture, training in
            var classes: [Reference<TrainingClass>] = []
            for index in 0..<20 { classes.append(try await announced(training, "A\(index)")) }
            let (all, person) = (classes, Reference(try await fixture.person(0).id))
            let race = await Race.run { writer in
                _ = try await training.enrol(
                    EnrolmentOrder(people: [person]), in: all[writer], caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.refused == ["enrolment.overlap": 19])
            #expect(try await fixture.count("enrolment") == 1)
        }
    }

    @Test func crossedListsOfPeopleDoNotWaitForEachOther() async throws {
        try await with { fixture, training in
            let people = try await members(fixture, 12)
            let classes = [try await announced(training, "A"), try await announced(training, "B")]
            let race = await Race.run { writer in
                let order = EnrolmentOrder(people: writer % 2 == 0 ? people : people.reversed())
                _ = try await training.enrol(order, in: classes[writer % 2], caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.isClean)
            #expect(try await fixture.count("enrolment") == 12)
        }
    }

    @Test func aClassHasAsManyPeopleAsSeats() async throws {
        try await with { fixture, training in
            let people = try await members(fixture, 20)
            let course = try await announced(training, "A", capacity: 7)
            let race = await Race.run { writer in
                _ = try await training.enrol(EnrolmentOrder(people: [people[writer]]), in: course, caller: Fixture.root)
            }
            #expect(race.succeeded == 20)
            #expect(try await fixture.count("enrolment WHERE state = 'enrolled'") == 7)
            #expect(try await fixture.count("enrolment WHERE state = 'waiting'") == 13)
        }
    }

    @Test func quotasStayWithinTheCapacity() async throws {
        try await with { fixture, training in
            let course = try await announced(training, "A", capacity: 10)
            let places = ["610116", "610116001", "610116002"] + villages
            let race = await Race.run { writer in
                _ = try await training.setQuota(
                    course, ClassQuotaOrder(organisation: Reference(places[writer % places.count]), seats: 3),
                    caller: Fixture.root)
            }
            // Three places get a quota; who asks for one of them again changes it to the same number.
            #expect(race.isClean)
            let quotas = try await training.quotas(of: course, caller: Fixture.root).items
            #expect(quotas.map(\.seats) == [3, 3, 3])
        }
    }

    @Test func aSeatThatIsLeftGoesToOnePerson() async throws {
        try await with { fixture, training in
            let people = try await members(fixture, 4)
            let course = try await announced(training, "A", capacity: 1)
            _ = try await training.enrol(EnrolmentOrder(people: people), in: course, caller: Fixture.root)
            let race = await Race.run { _ in
                _ = try await training.drop(
                    people[0], from: course, DropOrder(reason: "病"), expected: nil, caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.refused == ["enrolment.state": 19])
            #expect(try await fixture.count("enrolment WHERE state = 'enrolled'") == 1)
        }
    }

    @Test func aClassIsClosedOnceAndMarksAreBeforeOrRefused() async throws {
        try await with { fixture, training in
            let people = try await members(fixture, 2)
            let course = try await announced(training, "A")
            _ = try await training.enrol(EnrolmentOrder(people: people), in: course, caller: Fixture.root)
            _ = try await training.move(
                course, ClassMoveOrder(state: .running, on: day("2014-09-01")), expected: nil, on: today,
                caller: Fixture.root)
            let sessions = try await training.sessions(of: course, caller: Fixture.root).items
            for session in sessions {
                _ = try await training.mark(
                    MarksOrder(marks: [], others: .present), session: session.number, of: course, caller: Fixture.root)
            }
            let race = await Race.run { writer in
                if writer % 2 == 0 {
                    _ = try await training.closeClass(
                        course, ClassClosing(on: day("2014-09-02")), expected: nil, on: today, caller: Fixture.root)
                } else {
                    _ = try await training.mark(
                        MarksOrder(marks: [], others: writer % 4 == 1 ? .absent : .present), session: 1, of: course,
                        caller: Fixture.root)
                }
            }
            #expect(race.isClean && (race.refused["class.state"] ?? 0) >= 9)
            #expect(try await fixture.count("class_event WHERE state = 'closed'") == 1)
            // What was credited is what the last marks say: none came after the closing had read them.
            let wrong: Int = try await fixture.owner.query(
                """
                SELECT count(*) AS n FROM (
                    SELECT DISTINCT ON (person_id) person_id, mark FROM attendance_mark WHERE session_number = 1
                    ORDER BY person_id, revision DESC) AS m
                WHERE (SELECT sum(c.hours) FROM credit c WHERE c.person_id = m.person_id)
                    <> CASE m.mark WHEN 'absent' THEN 12 ELSE 16 END
                """)[0]["n"]
            #expect(wrong == 0)
        }
    }

    @Test func aDateIsMovedOnlyWhereNobodyHasAnotherClass() async throws {
        try await with { fixture, training in
            let person = Reference(try await fixture.person(0).id)
            var classes: [Reference<TrainingClass>] = []
            for index in 0..<10 {
                classes.append(try await announced(training, "A\(index)", starts: "2014-0\(index % 9 + 1)-1\(index)"))
            }
            for course in classes {
                _ = try await training.enrol(EnrolmentOrder(people: [person]), in: course, caller: Fixture.root)
            }
            let all = classes
            let race = await Race.run(10) { writer in
                _ = try await training.updateClass(
                    all[writer], ClassChange(starts: day("2015-03-02"), ends: day("2015-03-03")), expected: nil,
                    caller: Fixture.root)
            }
            #expect(race.succeeded <= 1 && race.isClean)
            let moved: Int = try await fixture.owner.query(
                "SELECT count(*) AS n FROM training_class WHERE starts_on = '2015-03-02'")[0]["n"]
            #expect(moved == race.succeeded)
        }
    }

    @Test func aCycleIsOpenedOnceAndMissesNoTenure() async throws {
        try await with { fixture, training in
            let people = try await members(fixture, 18)
            let race = await Race.run { writer in
                if writer < 2 {
                    _ = try await training.openCycle(
                        CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
                } else {
                    _ = try await fixture.services.members.appoint(
                        AppointmentOrder(
                            person: people[writer - 2], organisation: "610528100200", title: .secretary,
                            seat: writer, since: day("2013-01-01")), caller: Fixture.root)
                }
            }
            #expect(race.succeeded == 20)
            #expect(try await fixture.count("cycle") == 1)
            #expect(try await fixture.count("duty WHERE kind = 'rotation'") == villages.count + 18)
        }
    }

    @Test func aYearIsOpenedOnce() async throws {
        try await with { fixture, training in
            let race = await Race.run { _ in
                _ = try await training.openYear(YearOrder(year: 2020), on: ChinaTime.today(), caller: Fixture.root)
            }
            #expect(race.succeeded == 20)
            let duties = try await fixture.count("duty WHERE tenure_id IS NOT NULL AND year = 2020")
            #expect(duties == villages.count)
        }
    }

    @Test func hoursFromAboveAreDecidedAboutOnce() async throws {
        try await with { fixture, training in
            let township = try await fixture.caller("610116001")
            _ = try await training.importPast(
                Array(
                    """
                    id_number,class,level,ended_on,hours,document
                    \(Fixture.number(0)),省级示范班,province,2014-06-20,24,陕组发〔2014〕3号

                    """.utf8), ImportOrder(), on: today, caller: township)
            let waiting = try await training.waitingCredits(WaitingQuery(), PageRequest(), caller: Fixture.root).items
            let credit = try #require(waiting.first).id
            let race = await Race.run { writer in
                if writer % 2 == 0 {
                    _ = try await training.confirm(credit, CreditConfirmation(), on: today, caller: Fixture.root)
                } else {
                    _ = try await training.refuse(
                        credit, CreditRefusal(reason: "查无此班"), on: today, caller: Fixture.root)
                }
            }
            #expect(race.succeeded == 1 && race.refused == ["credit.decided": 19])
            #expect(try await fixture.count("credit_decision") == 1)
        }
    }

    @Test func thePastIsImportedOnce() async throws {
        try await with { fixture, training in
            let table = Array(
                """
                id_number,class,level,ended_on,hours,document
                \(Fixture.number(0)),示范班,county,2014-06-20,24,1号
                \(Fixture.number(1)),示范班,county,2014-06-20,24,1号

                """.utf8)
            let race = await Race.run { _ in
                _ = try await training.importPast(table, ImportOrder(), on: today, caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.refused == ["import.repeated": 19])
            #expect(try await fixture.count("credit") == 2)
            let again = await Race.run { _ in
                _ = try await training.importPast(
                    table, ImportOrder(again: true), on: today, caller: Fixture.root)
            }
            #expect(again.succeeded == 20)
            let after = try await fixture.count("credit")
            #expect(after == 2)
        }
    }
}
