import Access
import Civil
import Composition
import Kernel
import Members
import Policy
import TestSupport
import Testing
import Wire

@testable import Training

private let today = ChinaTime.today()

/// What hours must contain beside their sum, and how days are counted as hours.
struct CreditFormTests {
    private let rule = OverdueRule(dueSoonDays: 90, forecastDays: 60)

    private func year(_ needs: [HoursNeed], caps: [TrainingForm: Hours] = [:]) -> Duty {
        Duty(
            id: .new(), person: .new(), path: "61.", kind: .annual, field: .rural, cycle: nil, year: 2024,
            opened: day("2024-01-01"), due: day("2024-12-31"), hard: day("2024-12-31"), closed: nil,
            requiredHours: Hours(tenths: 560), accepts: Level.allCases, ruleSet: "x", needs: needs, caps: caps)
    }

    private func credit(_ on: String, _ level: Level, _ form: TrainingForm, hours: Int) -> Credit {
        Credit(
            id: .new(), className: "c", level: level, kinds: [.annual], earned: day(on), countsFrom: day(on),
            hours: Hours(tenths: hours * 10), completions: 1, form: form)
    }

    private func state(_ duty: Duty, _ credits: [Credit]) -> DutyState {
        rule.judge(duty, credits: credits, reliefs: [], seats: [], asOf: day("2025-02-01")).state
    }

    @Test func selfStudyInTheBranchDoesNotSettleAYear() {
        let duty = year([
            HoursNeed(forms: [.concentrated], levels: [.county, .city, .province], times: 1, hours: .zero)
        ])
        let alone = credit("2024-05-01", .primary, .selfStudy, hours: 56)
        #expect(state(duty, [alone]) == .open(.pastHard))
        #expect(state(duty, [alone, credit("2024-06-01", .township, .concentrated, hours: 8)]) == .open(.pastHard))
        #expect(
            state(duty, [alone, credit("2024-06-01", .county, .concentrated, hours: 8)])
                == .settled(on: day("2024-06-01")))
    }

    @Test func aFormCountsUpToItsCap() {
        let duty = year([], caps: [.online: Hours(tenths: 200)])
        let online = credit("2024-05-01", .county, .online, hours: 50)
        #expect(state(duty, [online, credit("2024-06-01", .county, .concentrated, hours: 35)]) == .open(.pastHard))
        #expect(
            state(duty, [online, credit("2024-06-01", .county, .concentrated, hours: 36)])
                == .settled(on: day("2024-06-01")))
    }

    @Test(arguments: [
        ("days-8-4-1", 10, 0, "40"), ("days-8-4-1", 5, 2, "22"), ("days-8-4-1", 1, 0, "4"), ("days-6-3", 9, 0, "27"),
        ("days-6-3", 2, 5, "6"),
    ])
    func daysAreCountedAsTheTableSays(key: String, halfDays: Int, evenings: Int, hours: String) throws {
        let rules = try TrainingRules(PolicyLoader().load("policy/training/training.yaml"))
        let conversion = try #require(rules.conversions.first { $0.key == key })
        #expect(conversion.hours(halfDays: halfDays, evenings: evenings).description == hours)
    }

    @Test func pastTrainingInDaysIsSplitOverTheYears() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let training = fixture.services.training
            let table = """
                id_number,class,level,form,started_on,ended_on,days
                \(Fixture.number(0)),冬训班,county,集中培训,2023-12-29,2024-01-02,2.5
                \(Fixture.number(0)),网络班,county,online,,2024-03-02,1

                """
            let outcome = try await training.importPast(
                Array(table.utf8), ImportOrder(), on: today, caller: Fixture.root)
            #expect(outcome.rows == 2)
            let credits = try await training.credits(of: "测试0", caller: Fixture.root).items
            // Three of five days in 2023: 12 of 20 hours.
            #expect(credits.map(\.hours.description) == ["12", "8", "8"])
            #expect(credits.map(\.earned) == [day("2023-12-31"), day("2024-01-02"), day("2024-03-02")])
            #expect(credits.map(\.form) == [.concentrated, .concentrated, .online])
            let again = try await training.importPast(
                Array(table.utf8), ImportOrder(again: true), on: today, caller: Fixture.root)
            #expect(again.added == 0)
            let both = table.replacing(",days", with: ",days,hours").replacing(",2.5", with: ",2.5,20")
                .replacing(",1\n", with: ",1,\n")
            await #expect(throws: AppError.self) {
                _ = try await training.importPast(
                    Array(both.utf8), ImportOrder(again: true), on: today, caller: Fixture.root)
            }
        }
    }

    /// As many hours as a day has, and no more.
    @Test(arguments: [
        ("2024-03-04", "2024-03-08", "400", ""), ("2024-03-04", "2024-03-08", "60.1", ""),
        ("", "2024-03-08", "400", ""),
        ("2024年3月4日", "2024年3月8日", "", "6"), ("2024-03-08", "2024-03-08", "12.1", ""),
    ])
    func hoursThatNoDayHoldsAreRefused(_ started: String, _ ended: String, _ hours: String, _ days: String) async throws
    {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            func importing(_ hours: String, _ days: String) async throws -> ImportOutcome {
                let table =
                    "id_number,class,level,started_on,ended_on,hours,days\n"
                    + "\(Fixture.number(0)),研修班,county,\(started),\(ended),\(hours),\(days)\n"
                return try await fixture.services.training.importPast(
                    Array(table.utf8), ImportOrder(), on: today, caller: Fixture.root)
            }
            let error = await #expect(throws: AppError.self) { _ = try await importing(hours, days) }
            #expect(error?.cells.map(\.column) == [hours.isEmpty ? "days" : "hours"])
            #expect(try await importing("12", "").added == 1)
        }
    }

    /// The column was refused; the name is compared with the register now, however it is spaced, and notes are named.
    @Test func theNameBesideTheNumberIsTheOneOnTheRegister() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            let training = fixture.services.training
            func read(_ first: String, _ second: String, dryRun: Bool) async throws -> ImportOutcome {
                let table = """
                    序号,姓名,身份证号,培训班名称,办班层级,结业日期,学时,备注
                    1,\(first),\(Fixture.number(0)),示范班,county,2013-11-08,8,补录
                    2,\(second),\(Fixture.number(1)),示范班,county,2013-11-08,8,

                    """
                return try await training.importPast(
                    Array(table.utf8), ImportOrder(dryRun: dryRun), on: today, caller: Fixture.root)
            }
            let error = try #require(
                await #expect(throws: AppError.self) { _ = try await read("测试0", "测试0", dryRun: false) })
            #expect(error.code == "import.rejected" && error.cells.map { "\($0.row) \($0.column)" } == ["3 name"])
            #expect(error.cells.first?.reason.chinese.contains("测试1") == true)
            let outcome = try await read("测 试0", "", dryRun: false)
            #expect(outcome.added == 2 && outcome.passedColumns == ["备注"])
            #expect(outcome.summary.chinese.contains("没有导入的列：「备注」"))
        }
    }

    @Test func theDatabaseAsksForTheSameAsTheRule() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let training = fixture.services.training
            let first = try #require(Day(year: today.year, month: 1, day: 1))
            func importing(_ name: String, _ level: String, _ form: String, _ hours: Int) async throws {
                let table =
                    "id_number,class,level,form,ended_on,hours\n"
                    + "\(Fixture.number(0)),\(name),\(level),\(form),\(first),\(hours)\n"
                _ = try await training.importPast(Array(table.utf8), ImportOrder(), on: today, caller: Fixture.root)
            }
            func isListed() async throws -> Bool {
                let list = try await training.overdue(
                    OverdueQuery(level: OverdueLevel.allCases, kind: .annual), PageRequest(), on: today,
                    caller: Fixture.root)
                return !list.items.isEmpty
            }
            try await importing("自学", "primary", "self_study", 60)
            #expect(try await isListed())
            try await importing("集中", "county", "concentrated", 8)
            #expect(try await isListed() == false)
        }
    }

    /// Self-study of a rotation's hours settled the rotation.
    @Test func selfStudyCompletesNoRotation() async throws {
        try await ClassOffice.with { office in
            let training = office.training
            func draft(_ code: String, _ form: TrainingForm?, _ kinds: [DutyKind]?) async throws -> TrainingClass {
                try await training.createClass(
                    ClassOrder(
                        host: "610116", code: code, name: "班", fields: [.rural], kinds: kinds,
                        starts: day("2014-09-01"),
                        ends: day("2014-09-03"), minimum: 1, capacity: 9, venue: "v", form: form), on: office.today,
                    caller: Fixture.root)
            }
            #expect(try await draft("S", .selfStudy, nil).kinds == [.annual])
            #expect(try await draft("O", .online, nil).kinds == DutyKind.allCases)
            let refused = try await office.refusal { _ = try await draft("R", .selfStudy, [.rotation]) }
            #expect(refused.code == "value.invalid" && refused.message.english.contains("annual alone"))
            let changed = try await training.updateClass(
                "O", ClassChange(form: .selfStudy), expected: nil, caller: Fixture.root)
            #expect(changed.kinds == [.annual])
            for form in [nil, TrainingForm.online] {
                let none = try await office.refusal {
                    _ = try await training.updateClass(
                        "S", ClassChange(kinds: [], form: form), expected: nil, caller: Fixture.root)
                }
                #expect(none.code == "value.missing")
            }
            func past(_ form: String, _ kinds: String) async throws {
                let table =
                    "id_number,class,level,form,kinds,ended_on,hours\n"
                    + "\(Fixture.number(0)),\(form),county,\(form),\(kinds),2014-09-03,40\n"
                _ = try await training.importPast(
                    Array(table.utf8), ImportOrder(), on: office.today, caller: Fixture.root)
            }
            for form in ["self_study", "activity"] {
                let cell = try await office.refusal { try await past(form, "rotation") }
                #expect(cell.cells.map(\.column) == ["kinds"])
                try await past(form, "")
            }
            let credits = try await training.credits(of: try await office.person(0), caller: Fixture.root).items
            #expect(credits.count == 2 && credits.allSatisfy { $0.kinds == [.annual] })
        }
    }

    /// Nobody was trained, or belonged to a category, before they were born; before eighteen somebody may have been.
    @Test(arguments: [
        ("", "1977-05-01", ["ended_on"]), ("1977-05-01", "1990-05-02", ["started_on"]), ("", "1990-05-02", []),
        ("1978-03-20", "1978-03-20", []),
    ])
    func nobodyIsTrainedBeforeTheirBirth(_ started: String, _ ended: String, _ columns: [String]) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            #expect(try await fixture.person(0).born == day("1978-03-20"))
            let training = fixture.services.training
            for person in [("id_number", Fixture.number(0)), ("name", "测试0")] {
                let table =
                    "\(person.0),class,level,started_on,ended_on,hours\n\(person.1),班,county,\(started),\(ended),8\n"
                do {
                    let done = try await training.importPast(
                        Array(table.utf8), ImportOrder(dryRun: true), on: today, caller: Fixture.root)
                    #expect(done.added > 0 && columns.isEmpty)
                } catch let error as AppError {
                    #expect(error.cells.map(\.column) == columns, "\(error)")
                    #expect(error.cells.first?.reason.chinese.contains("1978-03-20") == true)
                }
            }
        }
    }

    @Test func nobodyBelongsToACategoryBeforeTheirBirth() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let training = fixture.services.training
            let key = try #require(training.rules.categories.first).key
            let table =
                "organisation,name,category,since,source\n610116001001,测试0,\(key),1977-05-01,名册\n"
            let sheet = await #expect(throws: AppError.self) {
                _ = try await training.importCategories(Array(table.utf8), ImportOrder(), caller: Fixture.root)
            }
            #expect(sheet?.cells.map(\.column) == ["since"])
            let single = await #expect(throws: AppError.self) {
                _ = try await training.categorise(
                    CategoryOrder(person: "测试0", category: key, since: day("1977-05-01"), source: "名册"),
                    caller: Fixture.root)
            }
            #expect(single?.code == "value.invalid")
        }
    }
}
