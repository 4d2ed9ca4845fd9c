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

private let village = "610116001001"

/// The member registry on a real database.
struct MembersTests {
    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return ""
        } catch { return (error as? AppError)?.code ?? "\(error)" }
    }

    @Test func theSameFileTwiceChangesNothing() async throws {
        try await Fixture.with { fixture in
            let table = Fixture.secretaries([village, "610116001002"])
            #expect(try await fixture.importPeople(table).added == 2)
            let before = [
                try await fixture.count("person"), try await fixture.count("tenure"),
                try await fixture.count("membership"),
            ]
            #expect(
                try await fixture.importPeople(table) == ImportOutcome(rows: 2, added: 0, unchanged: 2, dryRun: false))
            #expect(
                [
                    try await fixture.count("person"), try await fixture.count("tenure"),
                    try await fixture.count("membership"),
                ] == before)
        }
    }

    @Test func aDryRunKeepsNothing() async throws {
        try await Fixture.with { fixture in
            let outcome = try await fixture.services.members.importPeople(
                Array(Fixture.secretaries([village]).utf8), PeopleImportOrder(dryRun: true), on: ChinaTime.today(),
                caller: Fixture.root)
            #expect(outcome.added == 1 && outcome.dryRun)
            #expect(try await fixture.count("person") == 0)
            #expect(try await fixture.count("audit_event WHERE action = 'people.import'") == 0)
            // That it was tried is on file all the same: a test run says which numbers there are.
            #expect(try await fixture.count("audit_event WHERE action = 'identity.lookup'") == 1)
        }
    }

    @Test func oneBadRowRefusesTheWholeFileAndEveryErrorIsNamed() async throws {
        try await Fixture.with { fixture in
            let table =
                Fixture.secretaries([village])
                + "999,乙,\(Fixture.number(5)),2010-01-01,,,true\n610116001002,丙,,2010-01-01,,,true\n"
            do {
                _ = try await fixture.importPeople(table)
                Issue.record("accepted")
            } catch let error as AppError {
                #expect(error.code == "import.rejected")
                #expect(Set(error.cells.map(\.row)) == [3, 4])
                #expect(Set(error.cells.map(\.column)) == ["organisation", "sex", "birth_date"])
            }
            #expect(try await fixture.count("person") == 0)
        }
    }

    @Test func idNumbersAreEncryptedMaskedAndTheirReadingIsAudited() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([village]))
            let person = try await fixture.person(0)
            #expect(person.maskedNumber == "****#" + person.id.description.suffix(6))
            let stored: String? = try await fixture.owner.query("SELECT encode(id_cipher, 'escape') AS c FROM person")[
                0
            ].text("c")
            #expect(stored?.contains(Fixture.number(0)) == false)
            let before = try await fixture.count("audit_event WHERE action = 'identity.read'")
            #expect(
                try await fixture.services.members.number(of: Reference(person.id), caller: Fixture.root).number.text
                    == Fixture.number(0))
            #expect(try await fixture.count("audit_event WHERE action = 'identity.read'") == before + 1)
            let viewer = try await fixture.caller("61", .viewer)
            #expect(
                await code { _ = try await fixture.services.members.number(of: Reference(person.id), caller: viewer) }
                    == "access.forbidden")
        }
    }

    @Test func aPostHasOneHolderAtATimeAndSomebodyMayActBesideThem() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([village, "610116001002"]))
            let other = try await fixture.person(1).id
            let members = fixture.services.members
            func appoint(_ nature: TenureNature, _ since: String) async throws {
                _ = try await members.appoint(
                    AppointmentOrder(
                        person: Reference(other), organisation: Reference(village), nature: nature, since: day(since)),
                    caller: Fixture.root)
            }
            #expect(await code { try await appoint(.substantive, "2014-01-01") } == "tenure_one_holder")
            #expect(await code { try await appoint(.concurrent, "2014-01-01") } == "tenure_one_holder")
            #expect(await code { try await appoint(.acting, "2014-01-01") } == "")
            #expect(await code { try await appoint(.acting, "2015-01-01") } == "tenure_one_acting")
            let first = try await fixture.person(0).id
            let tenure = try await members.tenures(of: Reference(first), caller: Fixture.root).items[0]
            #expect(
                await code {
                    _ = try await members.end(
                        Reference(tenure.id), TenureEndOrder(until: tenure.since), caller: Fixture.root)
                }
                    == "tenure_dates")
            _ = try await members.end(
                Reference(tenure.id), TenureEndOrder(until: day("2016-01-01")), caller: Fixture.root)
            #expect(await code { try await appoint(.concurrent, "2015-12-31") } == "tenure_one_holder")
            #expect(await code { try await appoint(.concurrent, "2016-01-01") } == "")
        }
    }

    @Test func overlappingTenuresInAFileAreNamedByRow() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([village, "610116001002"]))
            let table =
                "organisation,name,title,since,until\n\(village),测试0,deputy_secretary,2010-01-01,2012-01-01\n"
                + "\(village),测试0,deputy_secretary,2011-12-31,\n"
            do {
                _ = try await fixture.services.members.importTenures(
                    Array(table.utf8), caller: Fixture.root)
                Issue.record("accepted")
            } catch let error as AppError { #expect(error.cells.map(\.row) == [3] && error.cells[0].column == "since") }
            let fitting = table.replacing("2011-12-31", with: "2012-01-01")
            let outcome = try await fixture.services.members.importTenures(
                Array(fitting.utf8), caller: Fixture.root)
            #expect(outcome.added == 2)
        }
    }

    @Test func whoMovesTakesTheirHoursAlongAndIsSeenWhereTheyAre() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([village]))
            let person = try await fixture.person(0)
            let receiving = try await fixture.caller("610102")
            #expect(
                await code { _ = try await fixture.services.members.person(person.id, caller: receiving) }
                    == "not_found")
            let moved = try await fixture.services.members.move(
                Reference(person.id), MoveOrder(organisation: "610102001001", on: day("2016-01-01")),
                on: day("2016-02-01"), caller: Fixture.root)
            #expect(moved.fromCode == village && moved.toCode == "610102001001")
            #expect(
                try await fixture.services.members.person(person.id, caller: receiving).organisationCode
                    == "610102001001")
            #expect(
                try await fixture.services.members.memberships(of: Reference(person.id), caller: Fixture.root).items
                    .map(\.endedAs)
                    == [.transferred, nil])
        }
    }
}
