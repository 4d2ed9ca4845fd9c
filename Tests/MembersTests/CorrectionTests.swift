import Access
import Civil
import Composition
import Kernel
import Members
import TestSupport
import Testing
import Wire

/// One person entered by hand, and corrections that keep what was on file before.
struct CorrectionTests {
    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return ""
        } catch { return (error as? AppError)?.code ?? "\(error)" }
    }

    private let today = ChinaTime.today()

    private func order(
        name: String = "单人", number: String? = Fixture.number(3), since: String = "2005-07-01",
        converted: String? = "2006-07-01", attributes: [AttributeOrder] = []
    ) -> RegistrationOrder {
        RegistrationOrder(
            organisation: "610116001001", name: name, number: number, status: .full, since: day(since),
            converted: converted.map { day($0) }, synthetic: true, attributes: attributes)
    }

    @Test func onePersonIsEnteredWithTheChecksOfTheImport() async throws {
        try await Fixture.with { fixture in
            let members = fixture.services.members
            let done = try await members.register(
                order(attributes: [AttributeOrder(attribute: "education", value: "本科")]), on: ChinaTime.today(),
                caller: Fixture.root)
            #expect(done.person.name == "单人" && done.person.organisationCode == "610116001001")
            let standings = try await members.memberships(of: Reference(done.person.id), caller: Fixture.root).items
            #expect(standings.map(\.status) == [.probationary, .full])
            let facts = try await members.attributes(
                of: Reference(done.person.id), AttributesQuery(), on: today, caller: Fixture.root
            ).items
            #expect(facts.map(\.value) == ["20"])
            #expect(
                await code { _ = try await members.register(order(), on: ChinaTime.today(), caller: Fixture.root) }
                    == "person.exists")
            for wrong in [
                order(name: "合计", number: Fixture.number(4)), order(number: nil),
                order(number: Fixture.number(5), since: "1980-01-01"),
                order(number: Fixture.number(6), converted: "2006-01-01"), order(number: "990001199001011234"),
                order(number: Fixture.number(8), attributes: [AttributeOrder(attribute: "education", value: "高")]),
            ] {
                #expect(
                    await code { _ = try await members.register(wrong, on: ChinaTime.today(), caller: Fixture.root) }
                        == "person.invalid")
            }
            #expect(
                await code {
                    _ = try await members.register(
                        order(attributes: [AttributeOrder(attribute: "shoe_size", value: "42")]), on: ChinaTime.today(),
                        caller: Fixture.root)
                } == "value.invalid")
            #expect(try await fixture.count("person") == 1)
        }
    }

    private func corrected(
        _ field: String, _ value: String, since: String? = nil, _ fixture: Fixture, caller: Caller = Fixture.root
    ) async throws -> PersonCorrected {
        let person = try await fixture.person(0).id
        return try await fixture.services.members.correct(
            Reference(person), CorrectionOrder(field: field, value: value, reason: "笔误", since: since.map { day($0) }),
            on: today, caller: caller)
    }

    @Test func aNameIsCorrectedAndTheFormerOneStaysOnFile() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let done = try await corrected("name", "王·方", fixture)
            #expect(done.before?.chinese == "测试0" && done.after?.chinese == "王·方" && !done.waits)
            #expect(try await fixture.person(0).name == "王·方")
            let listed = try await fixture.services.members.corrections(
                CorrectionQuery(person: Reference(fixture.person(0).id)), PageRequest(), caller: Fixture.root
            ).items
            #expect(listed.map(\.state) == [.applied] && listed[0].before == "测试0" && listed[0].reason == "笔误")
            #expect(await code { _ = try await corrected("name", "王·方", fixture) } == "correction.unchanged")
            #expect(await code { _ = try await corrected("name", "无", fixture) } == "value.invalid")
            // Found by the new name.
            #expect(
                try await fixture.services.members.people(
                    PeopleQuery(name: "王方"), PageRequest(), caller: Fixture.root
                ).items.count == 1)
        }
    }

    @Test func aNumberIsCorrectedWithSexAndBirthDayAndFindsThePersonAlone() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            let (person, members) = (try await fixture.person(0), fixture.services.members)
            let number = Fixture.number(500)
            let done = try await corrected("number", number, fixture)
            #expect(done.before?.chinese == person.maskedNumber && done.after?.chinese.hasPrefix("****") == true)
            let found = try await members.person(number: IDNumber(number), caller: Fixture.root)
            #expect(found.id == person.id && found.born == Day(number: 3500))
            #expect(
                await code { _ = try await members.person(number: IDNumber(Fixture.number(0)), caller: Fixture.root) }
                    == "not_found")
            #expect(
                try await members.number(of: Reference(person.id), caller: Fixture.root).number.text == number)
            // Somebody else has this one.
            let taken = await code {
                _ = try await members.correct(
                    Reference(person.id), CorrectionOrder(field: "number", value: Fixture.number(1), reason: "r"),
                    on: today, caller: Fixture.root)
            }
            #expect(taken == "person_id_number_unique")
            #expect(try await fixture.count("audit_event WHERE after::text LIKE '%\(number)%'") == 0)
        }
    }

    @Test func aDayOfAdmissionIsCorrectedBetweenItsNeighbours() async throws {
        try await Fixture.with { fixture in
            let head = "organisation,name,id_number,人员类别,入党日期,转正日期,synthetic\n"
            _ = try await fixture.importPeople(
                head + "610116001001,测试0,\(Fixture.number(0)),正式党员,2005-07-01,2006-07-01,true\n")
            let person = try await fixture.person(0)
            #expect(try await corrected("joined", "2004-06-01", fixture).before?.chinese == "2005-07-01")
            #expect(try await corrected("converted", "2005.6.1", fixture).before?.chinese == "2006-07-01")
            let standings = try await fixture.services.members.memberships(
                of: Reference(person.id), caller: Fixture.root
            ).items
            #expect(standings.compactMap(\.countsFrom) == [day("2004-06-01"), day("2005-06-01")])
            #expect(await code { _ = try await corrected("joined", "2005-06-01", fixture) } == "correction.days")
            #expect(await code { _ = try await corrected("joined", "1990-01-01", fixture) } == "correction.days")
            #expect(await code { _ = try await corrected("joined", "2005年6月", fixture) } == "value.invalid")
            #expect(
                await code { _ = try await corrected("sex", "男", fixture) } == "arrival.contradicts_number")
        }
    }

    @Test func anAttributeWasWrongOrHasChanged() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            #expect(try await corrected("education", "大专", since: "2010-07-01", fixture).before == nil)
            _ = try await corrected("education", "本科", since: "2015-07-01", fixture)
            #expect(try await corrected("education", "研究生", fixture).before?.chinese == "大学本科教育")
            let (person, members) = (try await fixture.person(0).id, fixture.services.members)
            func value(_ asOf: String) async throws -> [String] {
                try await members.attributes(
                    of: Reference(person), AttributesQuery(asOf: day(asOf)), on: today, caller: Fixture.root
                ).items.map(\.value)
            }
            #expect(try await value("2010-06-30") == [])
            #expect(try await value("2014-01-01") == ["30"])
            #expect(try await value("2016-01-01") == ["10"])
            let history = try await members.attributes(
                of: Reference(person), AttributesQuery(history: true), on: today, caller: Fixture.root
            ).items
            #expect(history.count == 3 && history.filter(\.annulled).map(\.value) == ["20"])
            #expect(await code { _ = try await corrected("education", "研究生", fixture) } == "correction.unchanged")
            #expect(await code { _ = try await corrected("shoe_size", "42", fixture) } == "value.invalid")
            // What is personal is not repeated.
            let phone = try await corrected("mobile", "13800000000", fixture)
            #expect(phone.after == nil && !phone.summary.chinese.contains("138"))
        }
    }

    @Test func aKeyFieldWaitsForASecondPersonWhereTheSettingSaysSo() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            var members = fixture.services.members
            members.needsSecondPerson = true
            let (author, other) = (
                try await fixture.caller("610116", .clerk), try await fixture.caller("6101", .reviewer)
            )
            let person = try await fixture.person(0)
            func correct(_ field: String, _ value: String) async throws -> PersonCorrected {
                try await members.correct(
                    Reference(person.id), CorrectionOrder(field: field, value: value, reason: "笔误"), on: today,
                    caller: author)
            }
            let name = try await correct("name", "王方")
            #expect(name.waits && name.summary.chinese.contains("另一人"))
            #expect(try await fixture.person(0).name == "测试0")
            #expect(await code { _ = try await correct("name", "王芳") } == "person_correction_one_open")
            let waiting = try await members.corrections(
                CorrectionQuery(waiting: true), PageRequest(), caller: other
            ).items
            #expect(waiting.map(\.state) == [.waiting])
            let id = try #require(name.correction)
            let yes = CorrectionDecisionOrder(approves: true)
            #expect(await code { _ = try await members.decide(id, yes, on: today, caller: author) } == "correction.own")
            let neighbour = try await fixture.caller("610528", .reviewer)
            #expect(await code { _ = try await members.decide(id, yes, on: today, caller: neighbour) } == "not_found")
            #expect(try await members.decide(id, yes, on: today, caller: other).approved)
            #expect(try await fixture.person(0).name == "王方")
            #expect(
                await code { _ = try await members.decide(id, yes, on: today, caller: other) } == "correction.decided")
            // A number waits as well, sealed; refused, nothing changes.
            let number = try #require(try await correct("number", Fixture.number(500)).correction)
            let no = CorrectionDecisionOrder(approves: false)
            #expect(
                await code { _ = try await members.decide(number, no, on: today, caller: other) } == "value.missing")
            _ = try await members.decide(
                number, CorrectionDecisionOrder(approves: false, reason: "证件不符"), on: today, caller: other)
            #expect(try await fixture.person(0).id == person.id)
            #expect(
                try await members.corrections(CorrectionQuery(waiting: true), PageRequest(), caller: other).items
                    .isEmpty)
            // The sex is none of the key fields.
            #expect(try await correct("education", "本科").waits == false)
        }
    }
}
