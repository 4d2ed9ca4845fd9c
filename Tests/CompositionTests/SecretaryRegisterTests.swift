/// The register of secretaries: who is secretary where, whether trained, and where nobody is.
import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Training
import Wire

struct SecretaryRegisterTests {
    private func lines(
        _ fixture: Fixture, _ asOf: String?, phones: Bool? = nil, caller: Caller = Fixture.root
    ) async throws -> [String: SecretaryLine] {
        let page = try await fixture.services.secretaries(
            SecretaryQuery(level: .primary, asOf: asOf.flatMap(Day.init(iso:)), phones: phones),
            PageRequest(limit: 500),
            on: asOf == nil ? ChinaTime.today() : day("2015-06-01"), caller: caller)
        return Dictionary(uniqueKeysWithValues: page.items.map { ($0.code, $0) })
    }

    private func stock(_ fixture: Fixture) async throws {
        _ = try await fixture.importPeople(
            "organisation,name,id_number,since,title,tenure_since,education,mobile\n"
                + "610116001001,测试甲,\(Fixture.number(1)),2005-07-01,secretary,2012-01-01,大专,13900000001\n"
                + "610116001002,测试乙,\(Fixture.number(2)),2005-07-01,secretary,2015-01-01,,\n")
        let rules = fixture.services.training.rules.cycles[0]
        _ = try await fixture.services.training.openCycle(
            CycleOrder(key: rules.key, organisation: "61"), caller: Fixture.root)
    }

    @Test func everyOrganisationHasALineWithItsSecretaryOrSinceWhenThereIsNone() async throws {
        try await Fixture.with { fixture in
            try await stock(fixture)
            let table =
                "id_number,class,level,kinds,ended_on,hours,document\n"
                + "\(Fixture.number(1)),测试轮训班,county,rotation,2015-04-10,24,测试号\n"
            _ = try await fixture.services.training.importPast(
                Array(table.utf8), ImportOrder(), on: day("2015-06-01"), caller: Fixture.root)
            let all = try await lines(fixture, "2015-06-01")
            let (first, second, vacant) = (all["610116001001"], all["610116001002"], all["610116001200"])
            // What the file says holds from the day of the import on.
            let education = try await lines(fixture, nil)["610116001001"]?.education
            #expect(first?.name == "测试甲" && first?.education == nil && education?.chinese.contains("专科") == true)
            #expect(first?.since == day("2012-01-01") && first?.joined == day("2005-07-01"))
            #expect(first?.age == first?.born.map { day("2015-06-01").age(bornOn: $0) })
            #expect(first?.lastClass == "测试轮训班" && first?.lastOn == day("2015-04-10"))
            #expect(second?.training == .untrained && second?.dueOn != nil && second?.lastClass == nil)
            #expect(vacant?.name == nil && vacant?.training == nil && vacant?.vacantSince == Day(number: 10_000))
            #expect(all.values.allSatisfy { $0.mobile == nil })
            // As of a day before the second one took office there was nobody.
            #expect(try await lines(fixture, "2014-12-31")["610116001002"]?.name == nil)
        }
    }

    @Test func whatAReaderMayNotReadIsNotThere() async throws {
        try await Fixture.with { fixture in
            try await stock(fixture)
            let phones = try await lines(fixture, nil, phones: true)
            #expect(phones["610116001001"]?.mobile == "13900000001")
            let viewer = try await fixture.caller("610116001", .viewer)
            let seen = try await lines(fixture, "2015-06-01", caller: viewer)
            #expect(Set(seen.keys).isSubset(of: ["610116001001", "610116001002", "610116001200"]) && seen.count == 3)
            await #expect(throws: AppError.self) {
                _ = try await lines(fixture, "2015-06-01", phones: true, caller: viewer)
            }
        }
    }
}
