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

/// Two clerks, three townships and a registrar work on one class at once: nothing is lost, and no seat is given twice.
@Suite(.serialized) struct ClassRaceTests {
    private static let townships = ["610116001", "610116002", "610116003"]

    /// Thirty members, ten of each township, and a class of twelve seats, three kept for each.
    private func prepared(_ office: ClassOffice) async throws -> (Reference<TrainingClass>, [[Reference<Person>]]) {
        _ = try await office.fixture.services.organisations.importDivisions(
            Array(
                """
                code,parent_code,level,name
                610116003,610116,township,第三街道
                610116003200,610116003,village,新村

                """.utf8), DivisionOrder(since: Day(number: 10_000)), on: ChinaTime.today(), caller: Fixture.root)
        let villages = ["610116001001", "610116002200", "610116003200"]
        var table = "organisation,name,id_number,since,synthetic\n"
        for (place, village) in villages.enumerated() {
            for index in 0..<10 {
                let number = Fixture.number(100 + place * 10 + index)
                table += "\(village),党员\(place)\(index),\(number),2005-07-01,true\n"
            }
        }
        _ = try await office.fixture.importPeople(table)
        var people: [[Reference<Person>]] = []
        for place in 0..<3 {
            var own: [Reference<Person>] = []
            for index in 0..<10 { own.append(try await office.person(100 + place * 10 + index)) }
            people.append(own)
        }
        let course = try await office.announced(host: "610116", capacity: 12)
        for township in Self.townships {
            _ = try await office.training.setQuota(
                course, ClassQuotaOrder(organisation: Reference(township), seats: 3), caller: Fixture.root)
        }
        return (course, people)
    }

    @Test func nominationsOfThreeTownshipsStayWithinQuotaAndSeats() async throws {
        try await ClassOffice.with(poolMaximum: 20) { office in
            let (course, people) = try await prepared(office)
            var callers: [Caller] = []
            for township in Self.townships { callers.append(try await office.fixture.caller(township, .clerk)) }
            let (townships, all) = (callers, people)
            // Two clerks of each township nominate the same ten people one by one.
            let race = await Race.run(60) { writer in
                let (place, index) = (writer % 3, writer / 3 % 10)
                _ = try await office.training.nominate(
                    NominationOrder(people: [all[place][index]]), for: course, caller: townships[place])
            }
            #expect(race.succeeded == 9 && race.isClean)
            #expect(
                Set(race.refused.keys).isSubset(of: ["nomination.quota", "class_nomination_once"]), "\(race.refused)")
            // Two clerks of the county confirm every nomination, each of both.
            let county = try await office.fixture.caller("610116", .clerk)
            let open = try await office.training.nominations(for: course, PageRequest(), caller: county).items
            let confirming = await Race.run(18) { writer in
                _ = try await office.training.decideNomination(
                    of: Reference(open[writer / 2].person), for: course, NominationDecisionOrder(.confirmed),
                    caller: county)
            }
            #expect(confirming.succeeded == 9 && confirming.refused == ["nomination.missing": 9])
            #expect(try await office.fixture.count("enrolment WHERE state = 'enrolled'") == 9)
            #expect(try await office.fixture.count("class_nomination_decision") == 9)
            let numbers: Int = try await office.fixture.owner.query(
                "SELECT count(DISTINCT list_number) AS n FROM enrolment")[0]["n"]
            #expect(numbers == 9)
        }
    }

    /// A registrar of the Party school who marks and closes was missing among those who work at once.
    @Test func twoClerksThreeTownshipsAndARegistrarLoseNothing() async throws {
        try await ClassOffice.with(poolMaximum: 20) { office in
            let (course, people) = try await prepared(office)
            let listed = people.flatMap { $0.prefix(2) }
            _ = try await office.training.enrol(EnrolmentOrder(people: listed), in: course, caller: Fixture.root)
            let next = people
            var callers: [Caller] = []
            for township in Self.townships { callers.append(try await office.fixture.caller(township, .clerk)) }
            let townships = callers
            let clerks = [
                try await office.fixture.caller("610116", .clerk), try await office.fixture.caller("610116", .clerk),
            ]
            let registrar = try await office.fixture.caller("610116", .registrar)
            try await office.move(course, .running)
            let race = await Race.run(60) { writer in
                let step = writer / 6
                switch writer % 6 {
                case 0, 1, 2:
                    // Each township nominates the next of its own people, two more than its quota has seats for.
                    _ = try await office.training.nominate(
                        NominationOrder(people: [next[writer % 6][2 + step % 3]]), for: course,
                        caller: townships[writer % 6])
                case 3, 4:
                    let open = try await office.training.nominations(
                        for: course, PageRequest(), caller: clerks[writer % 6 - 3]
                    ).items.first { $0.verdict == nil }
                    guard let open else { return }
                    _ = try await office.training.decideNomination(
                        of: Reference(open.person), for: course, NominationDecisionOrder(.confirmed),
                        caller: clerks[writer % 6 - 3])
                default:
                    _ = try await office.training.mark(
                        MarksOrder(
                            marks: [MarkEntry(person: listed[step % listed.count], mark: .late)], others: .present),
                        session: step % 6 + 1, of: course, caller: registrar)
                }
            }
            #expect(race.isClean, "\(race.refused)")
            #expect(
                Set(race.refused.keys).isSubset(of: [
                    "nomination.quota", "class_nomination_once", "nomination.missing", "enrolment_once",
                ]), "\(race.refused)")
            // What is left open is decided; then the registrar closes, twice at once, while a clerk marks.
            for open in try await office.training.nominations(for: course, PageRequest(), caller: clerks[0]).items
            where open.verdict == nil {
                _ = try await office.training.decideNomination(
                    of: Reference(open.person), for: course, NominationDecisionOrder(.confirmed), caller: clerks[0])
            }
            for session in 1...6 {
                _ = try await office.training.mark(
                    MarksOrder(marks: [], others: .present), session: session, of: course, caller: registrar)
            }
            let closing = await Race.run(6) { writer in
                if writer % 3 == 0 {
                    _ = try await office.training.mark(
                        MarksOrder(
                            marks: [MarkEntry(person: listed[0], mark: .present)], reason: "更正"), session: 1,
                        of: course, caller: clerks[0])
                } else {
                    _ = try await office.training.closeClass(
                        course, ClassClosing(on: day("2014-09-03")), expected: nil, on: office.today,
                        caller: registrar)
                }
            }
            #expect(closing.isClean, "\(closing.refused)")
            #expect(try await office.fixture.count("class_event WHERE state = 'closed'") == 1)
            // No seat twice, no number twice, and nobody beyond the capacity or a quota.
            #expect(try await office.fixture.count("enrolment WHERE state = 'enrolled'") == 9)
            for township in Self.townships {
                let seated = "enrolment WHERE state = 'enrolled' AND path LIKE '%.\(township).%'"
                #expect(try await office.fixture.count(seated) == 3)
            }
            let twice = try await office.fixture.owner.query(
                "SELECT person_id FROM enrolment GROUP BY person_id, class_id HAVING count(*) > 1")
            #expect(twice.isEmpty)
            // Everybody was marked, and what was credited is what the marks say.
            let unmarked = try await office.fixture.count(
                """
                enrolment n, class_session s WHERE n.state = 'enrolled' AND s.class_id = n.class_id AND NOT EXISTS (
                    SELECT FROM attendance_mark m WHERE m.person_id = n.person_id AND m.session_number = s.number)
                """)
            #expect(unmarked == 0)
            let credited: Int = try await office.fixture.owner.query(
                "SELECT count(DISTINCT person_id) AS n FROM credit WHERE completions > 0")[0]["n"]
            #expect(credited == 9)
        }
    }

    @Test func marksClosingAndDeparturesAtOnceLoseNothing() async throws {
        try await ClassOffice.with(poolMaximum: 20) { office in
            let (course, people) = try await prepared(office)
            let listed = people.flatMap { $0.prefix(4) }
            _ = try await office.training.enrol(
                EnrolmentOrder(people: listed), in: course, caller: Fixture.root)
            try await office.move(course, .running)
            for session in 1...6 { try await office.mark(course, session, others: .present) }
            let enrolled = try await office.list(course).values.filter { $0.state == .enrolled }.map(\.person)
            let townships = people
            let county = try await office.fixture.caller("610116")
            let township = try await office.fixture.caller("610116001", .clerk)
            let race = await Race.run(24) { writer in
                switch writer % 4 {
                case 0:
                    _ = try await office.training.mark(
                        MarksOrder(
                            marks: [MarkEntry(person: Reference(enrolled[writer / 4]), mark: .late)], reason: "更正"),
                        session: 1, of: course, caller: county)
                case 1:
                    _ = try await office.training.mark(
                        MarksOrder(marks: [], others: .absent), session: 1, of: course, caller: county)
                case 2:
                    _ = try await office.training.nominate(
                        NominationOrder(people: [townships[0][4 + writer / 4]]), for: course, caller: township)
                default:
                    _ = try await office.training.closeClass(
                        course, ClassClosing(on: day("2014-09-03")), expected: nil, on: office.today, caller: county)
                }
            }
            #expect(race.isClean, "\(race.refused)")
            #expect(try await office.fixture.count("class_event WHERE state = 'closed'") == 1)
            // The others' marks never took the place of one on file.
            #expect(try await office.fixture.count("attendance_mark WHERE mark = 'absent'") == 0)
            // What was credited is what the last marks say, for everybody.
            let wrong: Int = try await office.fixture.owner.query(
                """
                SELECT count(*) AS n FROM enrolment n
                WHERE n.state = 'enrolled' AND (SELECT coalesce(sum(c.hours), 0) FROM credit c WHERE c.person_id = n.person_id)
                    <> (SELECT sum(s.hours) FROM class_session s WHERE s.class_id = n.class_id)
                """)[0]["n"]
            #expect(wrong == 0)
        }
    }
}
