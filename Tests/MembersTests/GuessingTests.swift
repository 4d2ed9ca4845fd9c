import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Postgres
import Settings
import TestSupport
import Testing
import Training
import Wire

private let village = "610116001001"
private let today = ChinaTime.today()

/// ID numbers are found out neither from what is shown nor by asking.
struct GuessingTests {
    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return ""
        } catch { return (error as? AppError)?.code ?? "\(error)" }
    }

    private func with(
        aDay: Int = 1000, aBirthDate: Int = 1000, _ body: (Fixture, Caller) async throws -> Void
    ) async throws {
        var settings = Settings()
        settings.identityLimits.lookupsPerDay = aDay
        settings.identityLimits.lookupsPerBirthDate = aBirthDate
        try await Fixture.with(settings: settings) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([village]))
            try await body(fixture, fixture.caller("610116", .clerk))
        }
    }

    /// Numbers of one birth date, as somebody would try them.
    private func numbers(_ count: Int, birth: Day = Day(number: 5000)) throws -> [String] {
        try (1...count).map { try IDNumber(region: "990001", birth: birth, sequence: $0).characters }
    }

    private func people(_ numbers: [String]) -> [UInt8] {
        Array(
            ("organisation,name,id_number,since,synthetic\n"
                + numbers.enumerated().map { "\(village),试\($0),\($1),2005-07-01,true" }.joined(separator: "\n") + "\n")
                .utf8)
    }

    @Test func theMaskHoldsNothingOfTheNumber() async throws {
        try await with { fixture, _ in
            let number = Fixture.number(0)
            let person = try await fixture.person(0)
            let masked = try #require(person.maskedNumber)
            #expect(masked == IDNumber.masked(reference: person.id.description.suffix(6)))
            #expect(masked.count == 11 && masked.hasPrefix("****#"))
            #expect(try IDNumber(number).description == "****")
            // With another number the mask is the same: it comes from the person.
            #expect(IDNumber.masked(reference: "abcdef") == "****#abcdef")
        }
    }

    @Test(arguments: ["10", "没有 110105194912310021 这个人", "110105194912310021", "编号11010519491231002X，"])
    func anErrorRepeatsNoNumber(text: String) {
        let error = AppError(
            .invalid, "value.invalid", .verbatim(text), hint: .verbatim(text), facts: [AppError.Fact(text, text)],
            cells: [])
        let cell = CellError(row: 2, column: "name", reason: .verbatim(text))
        for shown in [
            error.message.chinese, error.hint?.english ?? "", error.facts[0].name, error.facts[0].value,
            cell.reason.chinese,
        ] {
            #expect(!shown.contains("1101051949") && !shown.contains("02X") && !shown.contains("0021"))
            #expect(text.count > 2 ? shown.contains("****") : shown == text)
        }
    }

    @Test func aTestRunOfGuessesIsLimitedByBirthDate() async throws {
        try await with(aBirthDate: 20) { fixture, clerk in
            let members = fixture.services.members
            let guesses = try numbers(30)
            let dry = PeopleImportOrder(dryRun: true)
            #expect(
                await code {
                    _ = try await members.importPeople(
                        people(Array(guesses.prefix(20))), dry, on: ChinaTime.today(), caller: clerk)
                }
                    == "")
            // The same numbers again tell nothing new.
            #expect(
                await code {
                    _ = try await members.importPeople(
                        people(Array(guesses.prefix(20))), dry, on: ChinaTime.today(), caller: clerk)
                }
                    == "")
            #expect(
                await code {
                    _ = try await members.importPeople(people([guesses[20]]), dry, on: ChinaTime.today(), caller: clerk)
                }
                    == "identity.lookup_limit")
            // By another way it is the same account and day.
            #expect(
                await code { _ = try await members.person(Reference(guesses[21]), caller: clerk) }
                    == "identity.lookup_limit")
            // Other birth dates, and other accounts, go on.
            #expect(
                await code { _ = try await members.person(Reference(Fixture.number(0)), caller: clerk) } == "")
            let other = try await fixture.caller("610116", .clerk)
            #expect(await code { _ = try await members.person(Reference(guesses[22]), caller: other) } == "not_found")
            #expect(try await fixture.count("audit_event WHERE action = 'identity.lookup'") >= 4)
            let found1 = try await fixture.count("audit_event WHERE action = 'identity.lookup_refused'")
            #expect(found1 == 2)
        }
    }

    @Test func lookUpsAreLimitedByTheDay() async throws {
        try await with(aDay: 3) { fixture, clerk in
            let members = fixture.services.members
            var codes: [String] = []
            for index in 0..<5 {
                codes.append(
                    await code { _ = try await members.person(Reference(Fixture.number(50 + index)), caller: clerk) })
            }
            #expect(
                codes == Array(repeating: "not_found", count: 3) + ["identity.lookup_limit", "identity.lookup_limit"])
            let found2 = try await fixture.count("identity_lookup WHERE day < '\(today)'")
            #expect(found2 == 0)
            // The count of the next day begins at zero.
            _ = try await fixture.owner.query("UPDATE identity_lookup SET day = day - 1")
            #expect(
                await code { _ = try await members.person(Reference(Fixture.number(60)), caller: clerk) } == "not_found"
            )
        }
    }

    @Test func everyWayToAskIsCounted() async throws {
        try await with(aDay: 1) { fixture, clerk in
            let (members, training) = (fixture.services.members, fixture.services.training)
            _ = await code { _ = try await members.person(Reference(Fixture.number(70)), caller: clerk) }
            let number = Fixture.number(71)
            let tenures = "organisation,name,id_number,title,since\n\(village),某,\(number),secretary,2020-01-01\n"
            let past = "id_number,class,level,ended_on,hours\n\(number),班,primary,2020-01-01,8\n"
            var codes: [String] = []
            codes.append(
                await code {
                    _ = try await members.importPeople(people([number]), on: ChinaTime.today(), caller: clerk)
                })
            codes.append(
                await code {
                    _ = try await members.importTenures(
                        Array(tenures.utf8), ImportOrder(dryRun: true), caller: clerk)
                })
            codes.append(
                await code {
                    _ = try await training.importPast(
                        Array(past.utf8), ImportOrder(dryRun: true), on: today, caller: clerk)
                })
            codes.append(await code { _ = try await training.credits(of: Reference(number), caller: clerk) })
            codes.append(
                await code {
                    _ = try await members.receive(
                        ArrivalOrder(
                            organisation: Reference(village), name: "某", number: number, status: .full, from: "外地",
                            letter: "1", issuedOn: today), on: today, caller: clerk)
                })
            #expect(codes == Array(repeating: "identity.lookup_limit", count: 5))
        }
    }

    @Test func twentyAtOnceAreCountedOneByOne() async throws {
        try await with(aBirthDate: 7) { fixture, clerk in
            let guesses = try numbers(20)
            let race = await Race.run { writer in
                _ = try await fixture.services.members.person(Reference(guesses[writer]), caller: clerk)
            }
            #expect(race.refused == ["not_found": 7, "identity.lookup_limit": 13])
        }
    }
}
