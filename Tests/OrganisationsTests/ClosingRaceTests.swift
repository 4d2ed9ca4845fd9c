import Civil
import Composition
import Kernel
import Members
import TestSupport
import Testing
import Wire

@testable import Organisations

/// An organisation that is dissolved or moved while others add to it.
@Suite(.serialized) struct ClosingRaceTests {
    private static let code = "610116002200"

    private func close(_ fixture: Fixture, _ code: String = code) async throws {
        _ = try await fixture.services.organisations.close(
            Reference(code), OrganisationClosing(on: ChinaTime.today()), expected: nil, on: ChinaTime.today(),
            caller: Fixture.root)
    }

    private func child(_ fixture: Fixture, _ number: Int) async throws {
        let table =
            "code,parent_code,level,kind,name,since\nG\(number),\(Self.code),primary,group,小组\(number),2020-01-01\n"
        _ = try await fixture.services.organisations.importOrganisations(
            Array(table.utf8), on: ChinaTime.today(), caller: Fixture.root)
    }

    @Test(arguments: 0..<5) func nothingIsAddedBelowWhatIsDissolved(round: Int) async throws {
        try await Fixture.with(poolMaximum: 20) { fixture in
            let race = await Race.run { writer in
                if writer % 4 == round % 4 { try await close(fixture) } else { try await child(fixture, writer) }
            }
            #expect(race.isClean, "\(race.refused)")
            let (open, isClosed) = (
                try await fixture.count("organisation WHERE code LIKE 'G%'"),
                try await fixture.count("organisation WHERE code = '\(Self.code)' AND until IS NOT NULL") == 1
            )
            // Either the children came first and it stays, or it was dissolved and has none.
            #expect(isClosed ? open == 0 : open > 0, "closed: \(isClosed), children: \(open)")
        }
    }

    @Test(arguments: 0..<5) func nobodyIsAppointedToWhatIsDissolved(round: Int) async throws {
        try await Fixture.with(poolMaximum: 20) { fixture in
            _ = try await fixture.importPeople(
                Fixture.secretaries(Array(repeating: "610116001001", count: 1) + ["610116001002"]))
            let person = try await fixture.person(0)
            let race = await Race.run { writer in
                if writer == round * 3 {
                    try await close(fixture)
                } else {
                    _ = try await fixture.services.members.appoint(
                        AppointmentOrder(
                            person: Reference(person.id), organisation: Reference(Self.code), title: .deputySecretary,
                            seat: writer + 1, since: day("2024-01-01")), caller: Fixture.root)
                }
            }
            #expect(race.isClean, "\(race.refused)")
            let refused = race.refused["organisation.dissolved"] ?? 0
            #expect(
                try await fixture.count("tenure WHERE path = '61.6101.610116.610116002.\(Self.code).'") == 19 - refused)
            // Either it was dissolved first and has no new post, or the posts came first and keep it open.
            let isClosed =
                try await fixture.count("organisation WHERE code = '\(Self.code)' AND until IS NOT NULL") == 1
            guard isClosed else {
                #expect(race.refused == ["organisation.attached": 1])
                return
            }
            await #expect(throws: AppError.self) {
                _ = try await fixture.services.members.appoint(
                    AppointmentOrder(
                        person: Reference(person.id), organisation: Reference(Self.code), title: .deputySecretary,
                        seat: 40, since: day("2024-01-01")), caller: Fixture.root)
            }
        }
    }

    @Test func aTenureOfAClosedOrganisationEndsWithIt() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            try await close(fixture)
            func tenure(_ until: String) async -> String {
                let table =
                    "organisation,name,id_number,title,since,until\n"
                    + "\(Self.code),测试0,\(Fixture.number(0)),secretary,2015-01-01,\(until)\n"
                do {
                    _ = try await fixture.services.members.importTenures(
                        Array(table.utf8), ImportOrder(again: true), caller: Fixture.root)
                    return ""
                } catch { return (error as? AppError)?.cells.first?.reason.english ?? "\(error)" }
            }
            #expect(await tenure("").contains("was dissolved"))
            #expect(await tenure("2018-01-01") == "")
        }
    }

    /// The level of an organisation went with it below a lower parent, and so did the levels of its classes.
    @Test func anOrganisationIsNotMovedBelowALowerOne() async throws {
        try await Fixture.with { fixture in
            func move(_ code: String, _ parent: String) async throws {
                _ = try await fixture.services.organisations.change(
                    Reference(code), OrganisationChange(since: ChinaTime.today(), parent: Reference(parent)),
                    expected: nil, on: ChinaTime.today(), caller: Fixture.root)
            }
            for (code, parent) in [("610102", "610116001"), ("610116001", "610102001001"), ("6105", "610116")] {
                let error = await #expect(throws: AppError.self) { try await move(code, parent) }
                #expect(error?.code == "organisation.level", "\(code) below \(parent)")
            }
            try await move("610116001", "610102")
            try await move("610116002200", "610102001")
            try await close(fixture, "610528100200")
            let error = await #expect(throws: AppError.self) { try await move("610116001002", "610528100200") }
            #expect(error?.code == "organisation.dissolved")
        }
    }
}
