import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

/// People, tenures, letters and decisions as people name them.
struct ReferenceTests {
    private static let (east, west, far) = ("610116001001", "610116001002", "610528100200")

    private func people(_ rows: [(organisation: String, name: String, number: Int)]) -> String {
        "organisation,name,id_number,since,status,synthetic\n"
            + rows.map { "\($0.organisation),\($0.name),\(Fixture.number($0.number)),2010-07-01,full,true\n" }.joined()
    }

    private func error(_ body: () async throws -> Void) async -> AppError? {
        do {
            try await body()
            return nil
        } catch { return error as? AppError }
    }

    /// Everything an error says.
    private func words(_ error: AppError?) -> String {
        guard let error else { return "" }
        return [error.code, error.message.both, error.hint?.both ?? ""].joined()
            + error.facts.map { $0.name + $0.value }.joined()
    }

    @Test func aPersonIsNamedByIdentifierNumberOrName() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                people([(Self.east, "王芳", 0), (Self.west, "李 明", 1), (Self.far, "王芳", 2)]))
            let members = fixture.services.members
            let county = try await fixture.caller("610116", .clerk)
            let person = try await fixture.person(0)
            for text in [person.id.description, Fixture.number(0), "王芳", " 王 芳"] {
                #expect(try await members.person(Reference(text), caller: county).id == person.id, "\(text)")
            }
            #expect(try await members.person("李明", caller: county).organisationCode == Self.west)
            #expect(await error { _ = try await members.person("无此人", caller: county) }?.code == "not_found")
            // Neither the name nor the number of somebody out of sight finds them.
            for text in [Fixture.number(2), try await fixture.person(2).id.description] {
                let refusal = await error { _ = try await members.person(Reference(text), caller: county) }
                #expect(refusal?.code == "not_found", "\(words(refusal))")
                #expect(!words(refusal).contains(Fixture.number(2)))
            }
        }
    }

    /// Under every role: what tells those of one name apart is their branch and the masked number, and nothing more.
    @Test(arguments: [Role.clerk, .viewer])
    func aNameThatSeveralHaveListsThem(role: Role) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                people([(Self.east, "王芳", 0), (Self.west, "王芳", 1), (Self.far, "王芳", 2)]))
            let members = fixture.services.members
            let caller = try await fixture.caller("610116", role)
            let refusal = await error { _ = try await members.person("王芳", caller: caller) }
            #expect(refusal?.code == "reference.ambiguous")
            let ids = [try await fixture.person(0).id.description, try await fixture.person(1).id.description]
            #expect(Set(refusal?.facts.map(\.name) ?? []) == Set(ids))
            for index in [0, 1] {
                let number = Fixture.number(index)
                let masked = IDNumber.masked(reference: ids[index].suffix(6))
                #expect(refusal?.facts.contains { $0.value.contains(masked) } == true)
                #expect(!words(refusal).contains(number))
            }
            #expect(refusal?.facts.contains { $0.value.contains("东社区") } == true)
            // One of the candidates is what is to be given instead.
            #expect(try await members.person(Reference(ids[0]), caller: caller).id.description == ids[0])
        }
    }

    @Test func whoMayNotReadIdentitiesNamesNobodyByNumber() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(people([(Self.east, "王芳", 0)]))
            let members = fixture.services.members
            let viewer = try await fixture.caller("610116", .viewer)
            let number = Fixture.number(0)
            let refusal = await error { _ = try await members.person(Reference(number), caller: viewer) }
            #expect(refusal?.code == "access.forbidden" && !words(refusal).contains(number))
            // Nor is it found out whether a number is on file.
            let unknown = await error { _ = try await members.person(Reference(Fixture.number(9)), caller: viewer) }
            #expect(words(unknown) == words(refusal))
            #expect(try await members.person("王芳", caller: viewer).name == "王芳")
        }
    }

    @Test func aMistypedNumberIsNotRepeated() async throws {
        try await Fixture.with { fixture in
            let members = fixture.services.members
            let number = Fixture.number(0)
            let wrong = number.dropLast() + (number.last == "1" ? "2" : "1")
            for text in [String(wrong), String(number.dropLast()), number + "1"] {
                let refusal = await error { _ = try await members.person(Reference(text), caller: Fixture.root) }
                #expect(refusal?.code == "arrival.id_number" && !words(refusal).contains(text), "\(words(refusal))")
            }
        }
    }

    /// Naming somebody by number shows no number; reading it in clear is audited, however the person was named.
    @Test func eachReadingOfANumberIsAudited() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(people([(Self.east, "王芳", 0)]))
            let members = fixture.services.members
            let id = try await fixture.person(0).id
            let before = try await fixture.count("audit_event WHERE action = 'identity.read'")
            #expect(before == 0)
            for text in [id.description, Fixture.number(0), "王芳"] {
                let read = try await members.number(of: Reference(text), caller: Fixture.root)
                #expect(read.number.text == Fixture.number(0))
            }
            #expect(try await fixture.count("audit_event WHERE action = 'identity.read' AND subject_id = '\(id)'") == 3)
        }
    }

    // MARK: search by name

    @Test func namesAreSearchedWithinTheScopeGiven() async throws {
        try await Fixture.with { fixture in
            let rows = [Self.east, Self.west, "610116001200", "610116002200", "610102001001", Self.far].enumerated()
                .map { (organisation: $0.element, name: "王\($0.offset % 3)", number: $0.offset) }
            _ = try await fixture.importPeople(people(rows + [(Self.east, "李明", 20)]))
            let members = fixture.services.members
            for scope in [nil, "61", "6101", "610116", "610116001", Self.east, Self.far] {
                for name in ["王", "王 0", "王1", "李", "赵"] {
                    let query = PeopleQuery(scope: scope.map { Reference($0) }, name: name)
                    let prefix = try await fixture.services.organisations.scope(query.scope, caller: Fixture.root)
                    let expected = try await members.people(
                        PeopleQuery(), PageRequest(limit: 500), caller: Fixture.root
                    ).items.filter {
                        prefix.contains($0.path) && $0.name.hasPrefix(name.replacing(" ", with: ""))
                    }.map(\.id)
                    // Page by page, each person once.
                    var (found, after): ([Person], String?) = ([], nil)
                    repeat {
                        let page = try await members.people(
                            query, PageRequest(limit: 2, after: after), caller: Fixture.root)
                        found += page.items
                        after = page.next
                    } while after != nil
                    #expect(
                        found.map(\.id).sorted() == expected.sorted(), "\(scope ?? "") \(name): \(found.map(\.name))")
                    #expect(found.map(\.name) == found.map(\.name).sorted())
                }
            }
            let own = try await members.people(
                PeopleQuery(name: "王"), PageRequest(), caller: fixture.caller("610102"))
            #expect(own.items.map(\.organisationCode) == ["610102001001"])
            let outside = await error {
                _ = try await members.people(
                    PeopleQuery(scope: "610116", name: "王"), PageRequest(), caller: fixture.caller("610102"))
            }
            #expect(outside?.code == "not_found")
            let blank = await error {
                _ = try await members.people(PeopleQuery(name: " · "), PageRequest(), caller: Fixture.root)
            }
            #expect(blank?.code == "value.missing")
        }
    }

    @Test func theKeyOfOneListIsRefusedByAnother() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(people([(Self.east, "王芳", 0), (Self.west, "王芳", 1)]))
            let members = fixture.services.members
            let all = try await members.people(PeopleQuery(), PageRequest(limit: 1), caller: Fixture.root)
            let refusal = await error {
                _ = try await members.people(
                    PeopleQuery(name: "王"), PageRequest(limit: 1, after: all.next), caller: Fixture.root)
            }
            #expect(all.next != nil && refusal?.code == "value.invalid")
        }
    }

    // MARK: tenures, letters, decisions

    @Test func aTenureIsNamedByItsHolder() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([Self.east]))
            let members = fixture.services.members
            let appointed = try await members.appoint(
                AppointmentOrder(
                    person: "测试0", organisation: Reference(Self.west), title: .committeeMember, since: day("2014-01-01")
                ),
                caller: Fixture.root)
            #expect(appointed.tenure.organisationCode == Self.west && appointed.tenure.nature == .substantive)
            let several = await error {
                _ = try await members.end("测试0", TenureEndOrder(until: day("2015-01-01")), caller: Fixture.root)
            }
            #expect(several?.code == "reference.ambiguous" && several?.facts.count == 2)
            let ended = try await members.end(
                "测试0", TenureEndOrder(until: day("2015-01-01"), title: .committeeMember), caller: Fixture.root)
            #expect(ended.tenure.id == appointed.tenure.id && ended.tenure.until == day("2015-01-01"))
            // One is held still.
            let last = try await members.end(
                Reference(Fixture.number(0)), TenureEndOrder(until: day("2016-01-01")), caller: Fixture.root)
            #expect(last.tenure.title == .secretary)
            let annulled = try await members.annul(
                "测试0", TenureAnnulment(reason: "误录", organisation: Reference(Self.west)), caller: Fixture.root)
            #expect(annulled.tenure.id == appointed.tenure.id)
            let rest = try await members.tenures(of: "测试0", caller: Fixture.root).items
            #expect(rest.map(\.id) == [last.tenure.id])
            let seat = await error {
                _ = try await members.appoint(
                    AppointmentOrder(
                        person: "测试0", organisation: Reference(Self.west), seat: 100, since: day("2016-01-01")),
                    caller: Fixture.root)
            }
            #expect(seat?.code == "value.invalid")
        }
    }

    @Test func lettersOfOneNumberAreListed() async throws {
        try await Fixture.with { fixture in
            let members = fixture.services.members
            func arrive(_ name: String, _ index: Int) async throws {
                _ = try await members.receive(
                    ArrivalOrder(
                        organisation: Reference(Self.east), name: name, number: Fixture.number(index), status: .full,
                        synthetic: true, from: "外省", letter: "外-1", issuedOn: day("2026-01-05"), on: day("2026-01-10")),
                    on: day("2026-02-01"), caller: Fixture.root)
            }
            try await arrive("王芳", 0)
            #expect(try await members.transfer("外-1", on: day("2026-02-01"), caller: Fixture.root).name == "王芳")
            try await arrive("李明", 1)
            let refusal = await error {
                _ = try await members.transfer("外-1", on: day("2026-02-01"), caller: Fixture.root)
            }
            #expect(refusal?.code == "reference.ambiguous" && refusal?.facts.count == 2)
            let hidden = await error {
                _ = try await members.transfer("外-1", on: day("2026-02-01"), caller: fixture.caller("610102"))
            }
            #expect(hidden?.code == "not_found")
        }
    }

    /// A letter leads to an organisation out of sight by its code, and to one in sight by its name, too.
    @Test func theReceiverOfALetterIsNamedByCodeOrName() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([Self.east]))
            let members = fixture.services.members
            let clerk = try await fixture.caller("610116", .clerk)
            let near = try await fixture.services.organisations.organisation(Reference(Self.west), caller: Fixture.root)
            let beyond = try await fixture.services.organisations.organisation(
                Reference(Self.far), caller: Fixture.root)
            func issue(_ order: LetterOrder) async throws -> Transfer {
                try await members.issueTransfer(order, on: day("2026-10-01"), caller: clerk).transfer
            }
            let letter = try await issue(LetterOrder(person: "测试0", organisation: Reference(near.name)))
            #expect(letter.to.code == Self.west && letter.direction == .inside)
            _ = try await members.cancelTransfer(
                Reference(letter.letter), LetterReason(reason: "r"), on: day("2026-10-01"), caller: clerk)
            let hidden = await error {
                _ = try await issue(LetterOrder(person: "测试0", organisation: Reference(beyond.name)))
            }
            #expect(hidden?.code == "not_found")
            #expect(try await issue(LetterOrder(person: "测试0", organisation: Reference(Self.far))).to.code == Self.far)
            for order in [
                LetterOrder(person: "测试0"), LetterOrder(person: "测试0", organisation: "610116", elsewhere: "外地"),
            ] {
                #expect(await error { _ = try await issue(order) }?.code == "value.invalid")
            }
        }
    }
}
