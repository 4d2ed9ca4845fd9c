import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Postgres
import TestSupport
import Testing
import Training
import Wire

private let today = ChinaTime.today()

/// An office sees the people who hold its posts or will; who has left is history there, under the name of then.
struct SightTests {
    /// A member of a village in 长安区 who is secretary in 富平县, seen from there.
    private struct Office {
        let fixture: Fixture
        let person: Identifier<Person>
        let tenure: Identifier<Tenure>
        let caller: Caller

        var members: MembersService { fixture.services.members }

        func code(_ body: () async throws -> Void) async -> String {
            do {
                try await body()
                return ""
            } catch { return (error as? AppError)?.code ?? "\(error)" }
        }

        func isSeen(by caller: Caller? = nil) async -> Bool {
            await code { _ = try await members.person(person, caller: caller ?? self.caller) } == ""
        }

        func end(_ days: Int) async throws {
            _ = try await members.end(
                Reference(tenure), TenureEndOrder(until: today.adding(days: days)), caller: caller)
        }
    }

    private func with(since: Day = day("2015-01-01"), _ body: (Office) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,synthetic\n610116001001,王芳,\(Fixture.number(0)),2005-07-01,true\n")
            let person = try await fixture.person(0).id
            let appointed = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: Reference(person), organisation: "610528100200", since: since), caller: Fixture.root)
            try await body(
                Office(
                    fixture: fixture, person: person, tenure: appointed.tenure.id,
                    caller: fixture.caller("610528")))
        }
    }

    @Test(arguments: [(1, true), (0, false), (-1, false)])
    func theViewEndsWithTheOffice(endsIn days: Int, isSeen: Bool) async throws {
        try await with { office in
            #expect(await office.isSeen())
            try await office.end(days)
            #expect(await office.isSeen() == isSeen)
            // The person's own office sees them as before.
            #expect(await office.isSeen(by: try office.fixture.caller("610116")))
        }
    }

    @Test func anOfficeToComeIsSeen() async throws {
        try await with(since: today.adding(days: 30)) { office in #expect(await office.isSeen()) }
    }

    @Test func anAnnulledTenureShowsNobody() async throws {
        try await with { office in
            _ = try await office.members.annul(
                Reference(office.tenure), TenureAnnulment(reason: "误登"), caller: office.caller)
            #expect(await !office.isSeen())
        }
    }

    @Test func whatHappenedInTheOfficeStaysReadable() async throws {
        try await with { office in
            let training = office.fixture.services.training
            _ = try await training.openCycle(CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            try await office.end(-1)
            // The name changes elsewhere; the office keeps the one it knew.
            _ = try await office.fixture.owner.query("UPDATE person SET name = '王某'")
            let tenures = try await office.members.tenures(in: "610528100200", caller: office.caller).items
            #expect(tenures.map(\.personName) == ["王芳"])
            let duties = try await training.duties(
                of: Reference(office.person), AsOfQuery(), on: today, caller: office.caller
            ).items
            let duty = try #require(duties.first)
            let words = try await training.explain(Reference(duty.id), DutyQuery(), on: today, caller: office.caller)
            #expect(words.personName == "王芳")
            let past = try await training.overdue(
                OverdueQuery(asOf: day("2016-01-10")), PageRequest(), on: today, caller: office.caller
            ).items
            #expect(past.map(\.personName) == ["王芳"])
        }
    }

    /// What the old office may try.
    private enum Attempt: String, CaseIterable {
        case appoint, move, transfer, show, number, tenures, memberships, byNumber
    }

    private func make(_ attempt: Attempt, _ office: Office) async throws {
        let members = office.members
        let person = Reference(office.person)
        switch attempt {
        case .appoint:
            _ = try await members.appoint(
                AppointmentOrder(person: person, organisation: "610528100", title: .deputySecretary, since: today),
                caller: office.caller)
        case .move:
            _ = try await members.move(
                person, MoveOrder(organisation: "610528100200", on: today), on: today, caller: office.caller)
        case .transfer:
            _ = try await members.issueTransfer(
                LetterOrder(person: person, organisation: "610528100200"), on: today, caller: office.caller)
        case .show: _ = try await members.person(person, caller: office.caller)
        case .number: _ = try await members.number(of: person, caller: office.caller)
        case .tenures: _ = try await members.tenures(of: person, caller: office.caller)
        case .memberships: _ = try await members.memberships(of: person, caller: office.caller)
        case .byNumber: _ = try await members.person(Reference(Fixture.number(0)), caller: office.caller)
        }
    }

    @Test(arguments: Attempt.allCases)
    private func whoHasLeftIsOutOfReachOfTheOldOffice(attempt: Attempt) async throws {
        try await with { office in
            try await office.end(0)
            let refused = await office.code { try await make(attempt, office) }
            #expect(refused == "not_found")
        }
    }

    @Test func whoHasLeftIsNotEnrolledByTheOldOffice() async throws {
        try await with { office in
            let training = office.fixture.services.training
            let made = try await training.createClass(
                ClassOrder(
                    host: "610528", code: "A", name: "班", fields: [.rural], starts: today.adding(days: 5),
                    ends: today.adding(days: 6), capacity: 20, venue: "党校", weekends: true), on: today,
                caller: office.caller)
            _ = try await training.move(
                Reference(made.id), ClassMoveOrder(state: .announced, on: today), expected: nil, on: today,
                caller: office.caller)
            try await office.end(0)
            let order = EnrolmentOrder(people: [Reference(office.person)])
            let refused = await office.code {
                _ = try await training.enrol(order, in: Reference(made.id), caller: office.caller)
            }
            #expect(refused == "not_found")
        }
    }

    @Test func whoHasLeftIsNotAppointedByAnImport() async throws {
        try await with { office in
            try await office.end(0)
            let table =
                "organisation,name,id_number,title,since\n610528100,王芳,\(Fixture.number(0)),secretary,2026-01-01\n"
            let refused = await office.code {
                _ = try await office.members.importTenures(Array(table.utf8), caller: office.caller)
            }
            #expect(refused == "import.rejected")
        }
    }

    @Test func ofTwoOfficesTheOneThatRunsSeesThem() async throws {
        try await with { office in
            _ = try await office.members.appoint(
                AppointmentOrder(
                    person: Reference(office.person), organisation: "610102001001", nature: .concurrent,
                    since: day("2016-01-01")), caller: Fixture.root)
            let other = try await office.fixture.caller("610102")
            try await office.end(0)
            #expect(await !office.isSeen())
            #expect(await office.isSeen(by: other))
        }
    }

    @Test func aTransferChangesNothingForTheOfficeThatRuns() async throws {
        try await with { office in
            _ = try await office.members.move(
                Reference(office.person), MoveOrder(organisation: "610102001001", on: today), on: today,
                caller: Fixture.root)
            #expect(await office.isSeen())
            #expect(await !office.isSeen(by: try office.fixture.caller("610116")))
            try await office.end(0)
            #expect(await !office.isSeen())
            #expect(await office.isSeen(by: try office.fixture.caller("610102")))
        }
    }

    @Test func aDeathEndsTheView() async throws {
        try await with { office in
            _ = try await office.members.decide(
                DecisionOrder(.die, ground: "death", groundSince: nil, on: today, document: "d", reason: "病故"),
                about: Reference(office.person), on: today, caller: Fixture.root)
            #expect(await !office.isSeen())
            let tenures = try await office.members.tenures(in: "610528100200", caller: office.caller).items
            #expect(tenures.map(\.personName) == ["王芳"])
        }
    }
}
