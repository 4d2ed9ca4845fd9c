import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Points
import Policy
import Postgres
import SQLFiles
import TestSupport
import Testing
import Wire

@testable import Training

private let villages = ["610116001001", "610116001002", "610116002200"]
private let today = ChinaTime.today()

/// Nobody gives themselves a level: a class is of its host's at most, and hours from above wait until they are
/// confirmed.
struct TrustedHoursTests {
    private func with(_ body: (Fixture, TrainingService) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            try await body(fixture, fixture.services.training)
        }
    }

    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return ""
        } catch let error as AppError { return error.code } catch { return "\(error)" }
    }

    private func order(_ host: Reference<Organisation>, _ level: Level?, code: String) -> ClassOrder {
        ClassOrder(
            host: host, code: code, name: "轮训班", level: level, fields: [.rural, .community],
            starts: day("2014-09-01"), ends: day("2014-09-02"), capacity: 20, venue: "党校")
    }

    private func past(_ level: String, _ document: String = "陕组发〔2014〕3号", person: Int = 0, name: String = "示范班")
        -> [UInt8]
    {
        Array(
            """
            id_number,class,level,ended_on,hours,document
            \(Fixture.number(person)),\(name),\(level),2014-06-20,24,\(document)

            """.utf8)
    }

    @Test(arguments: [
        ("610116001", Level.township, true), ("610116001", .county, false), ("610116001", .province, false),
        ("610116", .county, true), ("610116", .township, true), ("610116", .city, false), ("6101", .city, true),
        ("610116001001", .primary, true), ("610116001001", .township, false),
    ])
    func aClassIsOfItsHostsLevelAtMost(host: String, level: Level, isAllowed: Bool) async throws {
        try await Fixture.with { fixture in
            let caller = try await fixture.caller(host)
            let refused = await code {
                _ = try await fixture.services.training.createClass(
                    order(Reference(host), level, code: "A"), on: today, caller: caller)
            }
            #expect(refused == (isAllowed ? "" : "class.level"))
        }
    }

    @Test func anOldDraftIsNotAnnouncedAboveItsHost() async throws {
        try await with { fixture, training in
            let made = try await training.createClass(
                order("610116001", nil, code: "A"), on: today, caller: Fixture.root)
            _ = try await fixture.owner.query("UPDATE training_class SET level = 'province'")
            let refusal = try #require(
                await #expect(throws: AppError.self) {
                    _ = try await training.move(
                        Reference(made.id), ClassMoveOrder(state: .announced, on: made.starts), expected: nil,
                        on: today, caller: Fixture.root)
                })
            #expect(refusal.code == "class.level" && refusal.message.english.contains("township"))
            #expect(refusal.hint?.english.contains("province") == true)
        }
    }

    @Test func anOrganisationIsNotImportedAboveItsParent() async throws {
        try await Fixture.with { fixture in
            let township = try await fixture.caller("610116001")
            let table = "code,parent_code,level,kind,name,since\nX1,610116001,province,committee,省级,2010-01-01\n"
            let refused = await code {
                _ = try await fixture.services.organisations.importOrganisations(
                    Array(table.utf8), on: ChinaTime.today(), caller: township)
            }
            #expect(refused == "import.rejected")
        }
    }

    @Test(arguments: [
        ("610116001", "township", false), ("610116001", "county", true), ("610116001", "province", true),
        ("610116", "county", false), ("610116", "city", true), ("610116001001", "township", true),
    ])
    func hoursFromAboveTheImporterAreClaimed(office: String, level: String, isClaimed: Bool) async throws {
        try await with { fixture, training in
            let caller = try await fixture.caller(office)
            _ = try await training.importPast(past(level), ImportOrder(), on: today, caller: caller)
            let line = try #require(try await training.credits(of: "测试0", caller: caller).items.first)
            #expect(line.standing == (isClaimed ? .waiting : .counted))
            let waiting = try await training.waitingCredits(WaitingQuery(), PageRequest(), caller: caller).items
            #expect(waiting.map(\.id) == (isClaimed ? [line.id] : []))
        }
    }

    /// One person who may both enter and confirm was their own witness.
    @Test func whoEnteredHoursDoesNotConfirmThem() async throws {
        try await with { fixture, training in
            let township = try await fixture.caller("610116001")
            _ = try await training.importPast(past("county"), ImportOrder(), on: today, caller: township)
            let waiting = try #require(
                try await training.waitingCredits(WaitingQuery(), PageRequest(), caller: Fixture.root).items.first)
            // The same account with a wider scope, then another account of that scope.
            let county = try await fixture.caller("610116")
            let same = Caller(
                account: township.account, name: "test", roles: [.administrator], scope: county.scope, door: "api")
            let refusal = await #expect(throws: AppError.self) {
                _ = try await training.confirm(waiting.id, CreditConfirmation(), on: today, caller: same)
            }
            #expect(refusal?.code == "credit.own_entry" && refusal?.rule != nil)
            let decided = try await training.confirm(waiting.id, CreditConfirmation(), on: today, caller: county)
            #expect(decided.verdict == .confirmed)
        }
    }

    @Test func aWrongEntryIsRefusedByWhoMadeIt() async throws {
        try await with { fixture, training in
            let township = try await fixture.caller("610116001")
            _ = try await training.importPast(past("county"), ImportOrder(), on: today, caller: township)
            let waiting = try #require(
                try await training.waitingCredits(WaitingQuery(), PageRequest(), caller: Fixture.root).items.first)
            let county = try await fixture.caller("610116")
            let same = Caller(
                account: township.account, name: "test", roles: [.administrator], scope: county.scope, door: "api")
            let order = CreditRefusal(reason: "登记有误")
            #expect(try await training.refuse(waiting.id, order, on: today, caller: same).verdict == .refused)
        }
    }

    @Test func aClaimNeedsItsProof() async throws {
        try await with { fixture, training in
            let caller = try await fixture.caller("610116001")
            let refusal = try #require(
                await #expect(throws: AppError.self) {
                    _ = try await training.importPast(past("county", ""), ImportOrder(), on: today, caller: caller)
                })
            #expect(refusal.code == "import.rejected" && refusal.cells.map(\.column) == ["document"])
            let own = try await training.importPast(past("township", ""), ImportOrder(), on: today, caller: caller)
            #expect(own.added == 1)
        }
    }

    @Test(arguments: [
        ("610116001", "county", "credit.not_yours"), ("610116", "county", ""), ("610116", "province", ""),
        ("6101", "province", ""), ("61", "province", ""), ("610116001", "province", "credit.not_yours"),
        ("610116002", "county", "not_found"), ("610528", "county", "not_found"),
    ])
    func theOfficeOfTheLevelOrTheDepartmentDecides(office: String, level: String, expected: String) async throws {
        try await with { fixture, training in
            let township = try await fixture.caller("610116001")
            _ = try await training.importPast(past(level), ImportOrder(), on: today, caller: township)
            let credit = try #require(try await training.credits(of: "测试0", caller: township).items.first).id
            let deciding = try await fixture.caller(office, .reviewer)
            let refused = await code {
                _ = try await training.confirm(credit, CreditConfirmation(), on: today, caller: deciding)
            }
            #expect(refused == expected)
            let after = try #require(try await training.credits(of: "测试0", caller: township).items.first)
            #expect(after.standing == (expected.isEmpty ? .counted : .waiting))
        }
    }

    @Test func whoMayDecideIsAPermission() async throws {
        try await with { fixture, training in
            let township = try await fixture.caller("610116001")
            _ = try await training.importPast(past("county"), ImportOrder(), on: today, caller: township)
            let credit = try #require(try await training.credits(of: "测试0", caller: township).items.first).id
            let clerk = try await fixture.caller("610116", .clerk)
            #expect(
                await code { _ = try await training.confirm(credit, CreditConfirmation(), on: today, caller: clerk) }
                    == "access.forbidden")
            let own = try await training.importPast(
                past("township", name: "乡镇班"), ImportOrder(), on: today, caller: township)
            #expect(own.added == 1)
            let counted = try #require(
                try await training.credits(of: "测试0", caller: township).items.first { $0.className == "乡镇班" }
            ).id
            let county = try await fixture.caller("610116", .reviewer)
            #expect(
                await code { _ = try await training.confirm(counted, CreditConfirmation(), on: today, caller: county) }
                    == "credit.not_claimed")
        }
    }

    @Test func unconfirmedHoursAreShownApartAndSettleNothingBeforeTheDay() async throws {
        try await with { fixture, training in
            let (township, county) = (try await fixture.caller("610116001"), try await fixture.caller("610116"))
            _ = try await training.importPast(past("county"), ImportOrder(), on: today, caller: township)
            let person = try await fixture.person(0).id
            let duty = try #require(
                try await training.duties(of: Reference(person), AsOfQuery(), on: today, caller: county).items.first)
            func explained(_ asOf: Day) async throws -> DutyExplanation {
                try await training.explain(
                    Reference(duty.id), DutyQuery(asOf: asOf), on: today, caller: county)
            }
            func line(_ asOf: Day) async throws -> OverdueLine? {
                try await training.overdue(
                    OverdueQuery(asOf: asOf, kind: .rotation), PageRequest(), on: today, caller: county
                ).items.first { $0.person == person }
            }
            let before = try await explained(today)
            #expect(
                before.standing == .pastHard && before.hours == .zero && before.unconfirmedHours == Hours(tenths: 240))
            #expect(before.lines.contains { $0.topic == CreditStanding.waiting.text })
            let listed = try #require(try await line(today))
            #expect(listed.hours == .zero && listed.unconfirmedHours == Hours(tenths: 240))
            #expect(listed.reason.english.contains("24 hours unconfirmed"))
            let credit = try #require(try await training.credits(of: Reference(person), caller: county).items.first)
            let done = try await training.confirm(credit.id, CreditConfirmation(), on: today, caller: county)
            #expect(done.verdict == .confirmed && done.day == today)
            #expect(try await explained(today).standing == .settled)
            #expect(try await line(today) == nil)
            // The day before nobody had confirmed them.
            let eve = try await explained(today.adding(days: -1))
            #expect(eve.standing == .pastHard && eve.unconfirmedHours == Hours(tenths: 240))
            #expect(try await line(today.adding(days: -1))?.unconfirmedHours == Hours(tenths: 240))
            #expect(try await explained(today.adding(days: 1)).standing == .settled)
        }
    }

    @Test func refusedHoursCountNothing() async throws {
        try await with { fixture, training in
            let (township, county) = (try await fixture.caller("610116001"), try await fixture.caller("610116"))
            _ = try await training.importPast(past("county"), ImportOrder(), on: today, caller: township)
            let person = Reference(try await fixture.person(0).id)
            let credit = try #require(try await training.credits(of: person, caller: county).items.first)
            _ = try await training.refuse(credit.id, CreditRefusal(reason: "查无此班"), on: today, caller: county)
            let line = try #require(
                try await training.overdue(OverdueQuery(), PageRequest(), on: today, caller: county).items.first {
                    $0.person == person.identifier
                })
            #expect(line.hours == .zero && line.unconfirmedHours == .zero)
            let refused = try #require(try await training.credits(of: person, caller: township).items.first)
            #expect(refused.standing == .refused && refused.decision?.reason == "查无此班")
            #expect(refused.decision?.office == "长安区" || refused.decision?.office.contains("长安区") == true)
            let duty = try #require(
                try await training.duties(of: person, AsOfQuery(), on: today, caller: county).items.first)
            let words = try await training.explain(Reference(duty.id), DutyQuery(), on: today, caller: county)
            #expect(words.lines.contains { $0.text.chinese.contains("不予确认：查无此班") })
            #expect(try await training.waitingCredits(WaitingQuery(), PageRequest(), caller: county).items.isEmpty)
            #expect(
                await code {
                    _ = try await training.confirm(credit.id, CreditConfirmation(), on: today, caller: county)
                }
                    == "credit.decided")
        }
    }

    /// Points and recruitment ask for the hours of a person as well.
    @Test func otherFeaturesCountConfirmedHoursAlone() async throws {
        try await with { fixture, training in
            let (township, county) = (try await fixture.caller("610116001"), try await fixture.caller("610116"))
            _ = try await training.importPast(past("county"), ImportOrder(), on: today, caller: township)
            let person = try await fixture.person(0).id
            func hours() async throws -> [Amount] {
                try await training.database.snapshot(county) { transaction in
                    let credited = try await TrainingService.creditedHours(
                        transaction, person, day("2014-01-01")...day("2014-12-31"))
                    let facts = try await transaction.query(
                        .pointsFactsOf(
                            subjects: [Identifier<PointsSubject>(person)], first: day("2014-01-01"),
                            end: day("2015-01-01")))
                    return [credited] + (try facts.map { try $0["quantity"] })
                }
            }
            let before = try await hours()
            #expect(before == [.zero])
            let credit = try #require(try await training.credits(of: Reference(person), caller: county).items.first)
            _ = try await training.confirm(credit.id, CreditConfirmation(), on: today, caller: county)
            let after = try await hours()
            #expect(after == [Amount(24), Amount(24)])
        }
    }

    @Test func whatWasOnFileBeforeKeepsCounting() async throws {
        try await with { fixture, training in
            _ = try await training.importPast(past("province"), ImportOrder(), on: today, caller: Fixture.root)
            let line = try #require(try await training.credits(of: "测试0", caller: Fixture.root).items.first)
            #expect(line.standing == .counted && line.decision == nil)
        }
    }

    @Test func theRuleSaysWhoClaimsAndWhoDecides() {
        let rule = ConfirmationRule(department: .county, source: Citation(document: "d", place: "p", verified: true))
        #expect(!rule.isClaim(.county, enteredBy: .county) && rule.isClaim(.city, enteredBy: .county))
        #expect(!rule.isClaim(.primary, enteredBy: .township) && rule.isClaim(.township, enteredBy: .primary))
        #expect(rule.mayDecide(.county, about: .province) && !rule.mayDecide(.township, about: .county))
        #expect(rule.mayDecide(.township, about: .township) && rule.mayDecide(.province, about: .province))
        let strict = ConfirmationRule(department: .province, source: rule.source)
        #expect(!strict.mayDecide(.county, about: .city) && strict.mayDecide(.city, about: .city))
        #expect(strict.lowest(about: .county) == .county && rule.lowest(about: .province) == .county)
    }
}
