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

private let village = "610116001001"
private let today = ChinaTime.today()

/// Twenty writers at once give the answer that one after the other would have given.
@Suite(.serialized) struct MembersRaceTests {
    private func with(_ body: (Fixture, MembersService) async throws -> Void) async throws {
        try await Fixture.with(poolMaximum: 20) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([village]))
            try await body(fixture, fixture.services.members)
        }
    }

    private func table(_ count: Int, note: String = "") -> [UInt8] {
        Array(
            ("organisation,name,sex,birth_date,since,synthetic\n"
                + (0..<count).map {
                    "\($0 % 2 == 0 ? village : "610116001002"),党员\($0)\(note),female,1980-01-0\($0 % 9 + 1),2005-07-01,true"
                }.joined(separator: "\n") + "\n").utf8)
    }

    @Test func aFileWithoutNumbersIsImportedOnce() async throws {
        try await with { fixture, members in
            let file = table(300)
            let race = await Race.run { _ in
                _ = try await members.importPeople(file, on: ChinaTime.today(), caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.refused == ["import.repeated": 19])
            let found1 = try await fixture.count("person")
            #expect(found1 == 301)
        }
    }

    @Test func filesThatDifferMakeNobodyTwice() async throws {
        try await with { fixture, members in
            // The same people in another order, so that no two files are the same and rows cross.
            let lines = String(decoding: table(40), as: UTF8.self).split(separator: "\n")
            let race = await Race.run { writer in
                let rows = lines.dropFirst()
                let turned = Array(rows.dropFirst(writer) + rows.prefix(writer))
                let file = ([lines[0]] + turned).joined(separator: "\n") + "\n"
                _ = try await members.importPeople(Array(file.utf8), on: ChinaTime.today(), caller: Fixture.root)
            }
            #expect(race.succeeded == 20 && race.isClean, "\(race.refused)")
            let found2 = try await fixture.count("person")
            #expect(found2 == 41)
        }
    }

    @Test func aPostHasOneHolder() async throws {
        try await with { fixture, members in
            _ = try await members.importPeople(table(20), on: ChinaTime.today(), caller: Fixture.root)
            var people: [Reference<Person>] = []
            for index in 0..<20 {
                let query = PeopleQuery(name: "党员\(index)")
                let found = try await members.people(query, PageRequest(limit: 50, after: nil), caller: Fixture.root)
                people.append(Reference(try #require(found.items.first { $0.name == "党员\(index)" }).id))
            }
            let all = people
            let race = await Race.run { writer in
                _ = try await members.appoint(
                    AppointmentOrder(person: all[writer], organisation: "610116001200", since: day("2020-01-01")),
                    caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.refused == ["tenure_one_holder": 19])
        }
    }

    @Test func aTenureEndsOnceAndIsAnnulledOnce() async throws {
        try await with { fixture, members in
            let person = try await fixture.person(0).id
            let tenure = try await members.tenures(of: Reference(person), caller: Fixture.root).items[0].id
            let ends = await Race.run { writer in
                _ = try await members.end(
                    Reference(tenure), TenureEndOrder(until: day("2020-01-01").adding(days: writer)),
                    caller: Fixture.root)
            }
            #expect(ends.succeeded == 1 && ends.refused == ["tenure.ended": 19])
            let annuls = await Race.run { _ in
                _ = try await members.annul(
                    Reference(tenure), TenureAnnulment(reason: "误登"), caller: Fixture.root)
            }
            #expect(annuls.succeeded == 1 && annuls.refused == ["not_found": 19])
        }
    }

    @Test func aPersonHasOneOpenLetter() async throws {
        try await with { fixture, members in
            let person = Reference(try await fixture.person(0).id)
            let race = await Race.run { _ in
                _ = try await members.issueTransfer(
                    LetterOrder(person: person, organisation: "610528100200"), on: today, caller: Fixture.root)
            }
            #expect(race.succeeded == 1 && race.refused == ["membership.in_transfer": 19])
        }
    }

    @Test func aLetterIsAnsweredOnce() async throws {
        try await with { fixture, members in
            let person = try await fixture.person(0).id
            let letter = try await members.issueTransfer(
                LetterOrder(person: Reference(person), organisation: "610528100200", on: today), on: today,
                caller: Fixture.root
            ).transfer
            let race = await Race.run { writer in
                let reference = Reference<Transfer>(letter.letter)
                switch writer % 3 {
                case 0:
                    _ = try await members.acceptTransfer(
                        reference, ReceiptOrder(receipt: "回1"), on: today, caller: Fixture.root)
                case 1:
                    _ = try await members.returnTransfer(
                        reference, LetterReason(reason: "无此人"), on: today, caller: Fixture.root)
                default:
                    _ = try await members.cancelTransfer(
                        reference, LetterReason(reason: "误开"), on: today, caller: Fixture.root)
                }
            }
            #expect(race.succeeded == 1 && race.isClean)
            let found3 = try await fixture.count("membership_transfer_answer")
            #expect(found3 == 1)
            let found4 = try await fixture.count("membership WHERE until IS NULL")
            #expect(found4 == 1)
        }
    }

    @Test func aMoveAndADecisionAboutOnePersonFollowEachOther() async throws {
        try await with { fixture, members in
            let person = Reference(try await fixture.person(0).id)
            let places = ["610116001002", "610116001200", "610116002200", "610102001001"]
            let race = await Race.run { writer in
                if writer == 0 {
                    _ = try await members.decide(
                        DecisionOrder(.die, ground: "death", groundSince: nil, on: today, document: "d", reason: "病故"),
                        about: person, on: today, caller: Fixture.root)
                } else {
                    _ = try await members.move(
                        person, MoveOrder(organisation: Reference(places[writer % 4]), on: today), on: today,
                        caller: Fixture.root)
                }
            }
            #expect(race.succeeded >= 1 && race.isClean)
            let found5 = try await fixture.count("membership WHERE until IS NULL")
            #expect(found5 <= 1)
            let found6 = try await fixture.count("membership WHERE since = '\(today)'")
            #expect(found6 <= 1)
        }
    }
}
