import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Planning
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

/// What a clerk reads of seats: one seat for two duties, what is still owed, what a decision does, what would help.
struct SeatAdviceTests {
    private func propose(_ office: ClassOffice, asOf: String = "2014-06-01") async throws -> PlanProposal {
        try await office.training.proposePlan(
            PlanOrder(scope: "610116", asOf: day(asOf), steps: 300), on: office.today, caller: Fixture.root,
            progress: { 0 }
        ).proposal
    }

    /// The secretary of two branches got a seat in each of two classes, though one of them settles both duties.
    @Test func twoDutiesOfOneCycleTakeOneSeat() async throws {
        try await ClassOffice.with(villages: ["610116001001"]) { office in
            _ = try await office.fixture.services.members.appoint(
                AppointmentOrder(
                    person: try await office.person(0), organisation: "610116001002", nature: .concurrent,
                    since: day("2013-01-01")), caller: Fixture.root)
            #expect(try await office.fixture.count("duty WHERE kind = 'rotation'") == 2)
            _ = try await office.announced("A", host: "610116")
            _ = try await office.announced("B", host: "610116", starts: "2014-09-15")
            let proposal = try await propose(office)
            #expect(proposal.demands == 1 && proposal.assignments.count == 1 && proposal.left.isEmpty)
            // With a seat in a class that the plan does not make, nothing more is planned.
            let outer = try await office.announced("P", host: "61", starts: "2014-08-04")
            try await office.enrol(0, in: outer)
            let seated = try await propose(office)
            #expect(seated.demands == 1 && seated.changes.isEmpty)
        }
    }

    /// Nor is a second seat given by hand without a reason, whichever of the duties each class is for.
    @Test func aSecondSeatThatSettlesNothingMoreIsRefused() async throws {
        try await ClassOffice.with(villages: ["610116001001"]) { office in
            _ = try await office.fixture.services.members.appoint(
                AppointmentOrder(
                    person: try await office.person(0), organisation: "610116001200", nature: .concurrent,
                    since: day("2013-01-01")), caller: Fixture.root)
            let fields: [Field] = try await office.fixture.owner.query(
                "SELECT field FROM duty WHERE kind = 'rotation' ORDER BY field"
            ).map {
                try #require(Field(rawValue: try $0["field"]))
            }
            #expect(fields == [.community, .rural])
            func announced(_ code: String, _ field: Field, in days: Int) async throws -> Reference<TrainingClass> {
                let starts = office.today.adding(days: days)
                let made = try await office.training.createClass(
                    ClassOrder(
                        host: "610116", code: code, name: code, fields: [field], starts: starts,
                        ends: starts.adding(days: 2), minimum: 1, capacity: 5, venue: "党校", weekends: true),
                    on: office.today, caller: Fixture.root)
                try await office.move(Reference(made.id), .announced)
                return Reference(made.id)
            }
            let one = try await announced("G", .community, in: 20)
            let other = try await announced("H", .rural, in: 40)
            try await office.enrol(0, in: one)
            let refused = try await office.refusal { try await office.enrol(0, in: other) }
            #expect(refused.code == "enrolment.not_admitted" && refused.message.english.contains("G"))
        }
    }

    /// Who left early kept the hours attended, and who stayed and failed lost them.
    @Test func whoDoesNotCompleteKeepsTheHoursAttended() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced()
            try await office.enrol(0, 1, in: course)
            try await office.move(course, .running)
            for session in try await office.sessions(course) {
                try await office.mark(
                    course, session.number, ["测试0": session.number == 1 ? .present : .absent], others: .present)
            }
            let closed = try await office.close(course)
            #expect(closed.completed == 1)
            let credits = try await office.fixture.owner.query(
                """
                SELECT c.hours, c.completions, c.kinds = '{annual}' AS yearly FROM credit c
                WHERE c.person_id = \(try await office.fixture.person(0).id)
                """)
            #expect(credits.count == 1)
            #expect(try credits[0]["completions"] == 0 && credits[0]["yearly"] == true)
            #expect(try credits[0]["hours"] as Hours > .zero)
        }
    }

    @Test func aDraftCountsDutiesThatAreStillOwed() async throws {
        try await ClassOffice.with { office in
            func settles(_ code: String) async throws -> String? {
                try await office.training.createClass(
                    ClassOrder(
                        host: "610116", code: code, name: code, fields: [.rural, .community], kinds: [.rotation],
                        starts: day("2015-10-12"), ends: day("2015-10-14"), minimum: 1, capacity: 30, venue: "v"),
                    on: office.today, caller: Fixture.root
                ).settles?.english
            }
            #expect(try await settles("X1")?.contains("settles 4 ×") == true)
            let course = try await office.announced()
            try await office.enrol(0, in: course)
            try await office.move(course, .running)
            for session in try await office.sessions(course) {
                try await office.mark(course, session.number, others: .present)
            }
            _ = try await office.close(course)
            #expect(try await settles("X2")?.contains("settles 3 ×") == true)
        }
    }

    @Test func aPlanSaysWhichDraftsItAnnounces() async throws {
        try await ClassOffice.with { office in
            _ = try await office.training.createClass(
                ClassOrder(
                    host: "610116", code: "D1", name: "草案", fields: [.rural, .community], starts: day("2014-09-01"),
                    ends: day("2014-09-03"), minimum: 1, capacity: 30, venue: "v"), on: office.today,
                caller: Fixture.root)
            let proposal = try await propose(office)
            let preview = try await office.training.previewPlan(
                PlanPreview(scope: "610116", asOf: day("2014-06-01"), assignments: proposal.assignments),
                on: office.today, caller: Fixture.root)
            #expect(preview.announces.map(\.code) == ["D1"])
            func accept(_ name: String) async throws -> AcceptedPlan {
                try await office.training.acceptPlan(
                    PlanAcceptance(
                        name: name, scope: "610116", asOf: day("2014-06-01"), assignments: proposal.assignments),
                    on: office.today, caller: Fixture.root)
            }
            let accepted = try await accept("一")
            #expect(accepted.announced?.map(\.code) == ["D1"] && accepted.summary.english.contains("D1"))
            let again = try await accept("二")
            #expect(again.announced?.isEmpty == true && !again.summary.english.contains("D1"))
        }
    }

    @Test func somebodyLeavesByNameOrByTheNumberOfTheList() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced()
            try await office.enrol(0, 1, in: course)
            let number = try #require(try await office.list(course)["测试1"]?.listNumber)
            for (reference, name) in [("测试0", "测试0"), (String(number), "测试1")] {
                let dropped = try await office.training.drop(
                    Reference(reference), from: course, DropOrder(reason: "r"), expected: nil, caller: Fixture.root)
                #expect(dropped.personName == name)
            }
            let nobody = try await office.refusal {
                _ = try await office.training.drop(
                    "77", from: course, DropOrder(reason: "r"), expected: nil, caller: Fixture.root)
            }
            #expect(nobody.code == "not_found")
        }
    }

    @Test func aTransferSaysWhichSeatItTakes() async throws {
        try await ClassOffice.with { office in
            let starts = office.today.adding(days: 10)
            let made = try await office.training.createClass(
                ClassOrder(
                    host: "61", code: "Q", name: "省班", fields: [.rural, .community], starts: starts,
                    ends: starts.adding(days: 2), minimum: 1, capacity: 1, venue: "党校", weekends: true),
                on: office.today, caller: Fixture.root)
            let course = Reference(made.id)
            try await office.move(course, .announced)
            try await office.enrol(0, 1, in: course)
            let moved = try await office.fixture.services.members.move(
                try await office.person(0), MoveOrder(organisation: "610528100200", on: office.today.adding(days: -1)),
                on: office.today, caller: Fixture.root)
            #expect(moved.seats.map(\.class) == ["省班"] && moved.seats.first?.entered == ["测试1"])
            #expect(moved.summary.english.contains("省班") && moved.summary.english.contains("测试1"))
            // The end of an office, too; nobody waits any more.
            let ended = try await office.fixture.services.members.end(
                "测试1", TenureEndOrder(until: office.today), caller: Fixture.root)
            #expect(ended.seats.map(\.class) == ["省班"] && ended.seats.first?.entered == [])
        }
    }

    @Test func aPinSaysWhatBecomesOfThePresentSeat() async throws {
        try await ClassOffice.with { office in
            var courses: [Reference<TrainingClass>] = []
            for (code, days) in [("E", 20), ("F", 40)] {
                let starts = office.today.adding(days: days)
                let made = try await office.training.createClass(
                    ClassOrder(
                        host: "610116", code: code, name: "班" + code, fields: [.rural, .community], starts: starts,
                        ends: starts.adding(days: 2), minimum: 1, capacity: 5, venue: "党校", weekends: true),
                    on: office.today, caller: Fixture.root)
                courses.append(Reference(made.id))
                try await office.move(Reference(made.id), .announced)
            }
            try await office.enrol(0, in: courses[0])
            func decide(_ index: Int, _ person: Int, _ kind: Seating.Kind) async throws -> String {
                try await office.training.decideSeating(
                    SeatingOrder(
                        person: try await office.person(person), class: courses[index], kind: kind, reason: "r"),
                    on: office.today, caller: Fixture.root
                ).summary.english
            }
            #expect(try await decide(1, 0, .pinned).contains("班E"))
            #expect(try await decide(0, 0, .excluded).contains("class drop"))
            #expect(try await !decide(0, 1, .pinned).contains("seat stays"))
        }
    }

    /// A seat that is late was answered with “a class is needed”; a seat that a quota kept for nobody was not named.
    @Test func adviceNamesTheSeatOrTheQuota() async throws {
        try await ClassOffice.with { office in
            let starts = office.today.adding(days: 20)
            let made = try await office.training.createClass(
                ClassOrder(
                    host: "610116", code: "K", name: "留名额班", fields: [.rural, .community], starts: starts,
                    ends: starts.adding(days: 2), minimum: 1, capacity: 1, venue: "党校", weekends: true),
                on: office.today, caller: Fixture.root)
            let course = Reference(made.id)
            try await office.move(course, .announced)
            _ = try await office.training.setQuota(
                course, ClassQuotaOrder(organisation: "610116002", seats: 1), caller: Fixture.root)
            func advice(_ person: Int) async throws -> String {
                let duties = try await office.training.duties(
                    of: try await office.person(person), AsOfQuery(), on: office.today, caller: Fixture.root
                ).items
                let duty = try #require(duties.first { $0.kind == .rotation })
                return try await office.training.explain(
                    Reference(duty.id), DutyQuery(), on: office.today, caller: Fixture.root
                ).lines.map(\.text.english).joined()
            }
            let kept = try await advice(0)
            #expect(kept.contains("留名额班") && kept.contains("kept for others"), "\(kept)")
            let own = try await advice(3)
            #expect(own.contains("留名额班") && own.contains("class enrol"), "\(own)")
            try await office.enrol(3, in: course)
            let late = try await advice(3)
            #expect(late.contains("Completing “留名额班” settles it") && late.contains("ends late"), "\(late)")
            #expect(!late.contains("Completing one"))
        }
    }
}
