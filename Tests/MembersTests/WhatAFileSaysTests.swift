import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

private let east = "610116001001"

/// What the file of a person says is taken or named; what it does not say is asked for.
struct WhatAFileSaysTests {
    private func refused(_ fixture: Fixture, _ table: String) async -> [CellError] {
        do {
            let done = try await fixture.importPeople(table)
            Issue.record("\(done.added) added: \(table)")
            return []
        } catch {
            #expect((error as? AppError)?.code == "import.rejected", "\(error)")
            return (error as? AppError)?.cells ?? []
        }
    }

    // MARK: the category

    /// The column decides once for all rows what it is about.
    @Test(arguments: [
        ("党籍状态", ["正式党员", ""], [3], "党籍状态"), ("党籍状态", ["", "预备党员"], [2], "党籍状态"),
        ("党籍状态", ["正常", "正常"], [2, 3], "党籍状态"), ("党籍状态", ["正常", "停止党籍"], [2, 3], "党籍状态"),
        ("党籍状态", ["正常", "预备党员"], [2], "党籍状态"), ("党籍", ["正式党员", ""], [3], "党籍"),
        ("人员类别", ["正式党员", ""], [3], "人员类别"), ("政治面貌", ["中共党员", ""], [3], "政治面貌"),
    ])
    func anEmptyCellMakesNobodyAFullMember(_ heading: String, _ cells: [String], _ rows: [Int], _ column: String)
        async throws
    {
        try await Fixture.with { fixture in
            let table =
                "organisation,name,id_number,\(heading),入党日期\n"
                + cells.enumerated().map { "\(east),试\($0),\(Fixture.number($0)),\($1),2005-07-01\n" }.joined()
            let errors = await refused(fixture, table)
            #expect(errors.map(\.row) == rows && Set(errors.map(\.column)) == [column], "\(errors)")
        }
    }

    @Test(arguments: [
        ("党籍状态", "预备党员", MembershipStatus.probationary), ("党籍状态", "停止党籍", .suspended),
        ("党籍状态", "正式", .full), ("政治面貌", "中共党员", .full), ("人员类别", "预备 党员", .probationary),
    ])
    func aSheetSaysItInOneColumn(_ heading: String, _ word: String, _ status: MembershipStatus) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(
                "organisation,name,id_number,\(heading),入党日期\n\(east),试,\(Fixture.number(1)),\(word),2005-07-01\n")
            #expect(try await fixture.person(1).status == status)
        }
    }

    /// One text for all rows says it, too.
    @Test func theCategoryMayBeStatedForTheWholeSheet() async throws {
        try await Fixture.with { fixture in
            var order = PeopleImportOrder()
            order.fill = ["status=预备党员"]
            let table = "organisation,name,id_number,党籍状态,入党日期\n\(east),试,\(Fixture.number(1)),正常,2005-07-01\n"
            _ = try await fixture.services.members.importPeople(
                Array(table.utf8), order, on: ChinaTime.today(), caller: Fixture.root)
            #expect(try await fixture.person(1).status == .probationary)
        }
    }

    // MARK: the birth day

    private let born = "organisation,name,id_number,出生日期,人员类别,入党日期,synthetic\n"

    /// 档案年龄: the day of the file is taken, and that the number says otherwise is named.
    @Test func theBirthDayOfTheFileMayDifferFromTheNumber() async throws {
        try await Fixture.with { fixture in
            let number = "990001198003150015"
            func row(_ day: String) -> String { "\(east),试甲,\(number),\(day),正式党员,2005-07-01,true\n" }
            let outcome = try await fixture.importPeople(born + row("1979-03-15"))
            #expect(outcome.added == 1 && outcome.notes.map(\.row) == [2] && outcome.notes[0].column == "出生日期")
            #expect(outcome.notes[0].text.chinese.contains("1980-03-15"))
            let person = try await fixture.services.members.person(number: IDNumber(number), caller: Fixture.root)
            #expect(person.born == day("1979-03-15"))
            // Again, and without the column, nothing changes; another day than the one on file is named.
            #expect(try await fixture.importPeople(born + row("1979-03-15")).unchanged == 1)
            #expect(
                try await fixture.importPeople(
                    "organisation,name,id_number,人员类别,入党日期,synthetic\n\(east),试甲,\(number),正式党员,2005-07-01,true\n"
                ).unchanged == 1)
            let errors = await refused(fixture, born + row("1980-03-15"))
            #expect(errors.map(\.reason.chinese) == ["登记的是「1979-03-15」"])
            // The sex that a number carries stays a refusal.
            let sex = await refused(
                fixture, "organisation,name,id_number,性别,人员类别,入党日期\n\(east),试甲,\(number),女,正式党员,2005-07-01\n")
            #expect(sex.contains { $0.column == "性别" })
        }
    }

    @Test func aSinglePersonAndAnArrivalKeepTheBirthDayOfTheFile() async throws {
        try await Fixture.with { fixture in
            let members = fixture.services.members
            let entered = try await members.register(
                RegistrationOrder(
                    organisation: Reference(east), name: "试甲", born: day("1979-03-15"), number: "990001198003150015",
                    status: .full, since: day("2005-07-01"), synthetic: true), on: ChinaTime.today(),
                caller: Fixture.root)
            #expect(entered.person.born == day("1979-03-15") && entered.notes.count == 1)
            #expect(entered.summary.chinese.contains("1980-03-15"))
            _ = try await members.receive(
                ArrivalOrder(
                    organisation: Reference(east), name: "试乙", born: day("1978-12-31"), number: "990001197903150016",
                    status: .probationary, synthetic: true, from: "外省", letter: "外-1", issuedOn: day("2026-01-05"),
                    on: day("2026-01-10")), on: day("2026-02-01"), caller: Fixture.root)
            let arrived = try await members.person(number: IDNumber("990001197903150016"), caller: Fixture.root)
            #expect(arrived.born == day("1978-12-31") && arrived.status == .probationary)
        }
    }

    @Test func aBirthDayIsCorrectedByTheFile() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries([east]))
            let (members, person) = (fixture.services.members, try await fixture.person(0))
            func correct(_ field: String, _ value: String) async throws -> PersonCorrected {
                try await members.correct(
                    Reference(person.id), CorrectionOrder(field: field, value: value, reason: "档案"),
                    on: ChinaTime.today(), caller: Fixture.root)
            }
            let done = try await correct("born", "1977-03-15")
            #expect(done.note != nil && done.summary.chinese.contains("档案"))
            #expect(try await members.person(person.id, caller: Fixture.root).born == day("1977-03-15"))
            // The number is corrected, the day of the file stays; one that came from the number follows it.
            _ = try await correct("number", Fixture.number(500))
            #expect(try await members.person(person.id, caller: Fixture.root).born == day("1977-03-15"))
            #expect(try await correct("born", "\(Day(number: 3500))").note == nil)
            _ = try await correct("number", Fixture.number(600))
            #expect(try await members.person(person.id, caller: Fixture.root).born == Day(number: 3600))
        }
    }

    // MARK: people whose membership lies elsewhere

    @Test(arguments: [
        ("预备党员", "2005-07-01", "status"), ("正式党员", "2004-01-01", "since"), ("正式党员", "2005-07-01", nil),
    ])
    func whatARowWithAPostSaysOfAMemberElsewhereIsNamed(_ status: String, _ since: String, _ column: String?)
        async throws
    {
        try await Fixture.with { fixture in
            let head = "organisation,name,id_number,人员类别,入党日期,职务,任职日期,synthetic\n"
            _ = try await fixture.importPeople(head + "\(east),试,\(Fixture.number(1)),正式党员,2005-07-01,,,true\n")
            let table = head + "610116001002,试,\(Fixture.number(1)),\(status),\(since),书记,2012-01-01,true\n"
            guard let column else {
                #expect(try await fixture.importPeople(table).changed == 1)
                return
            }
            #expect(await refused(fixture, table).map(\.column) == [column])
            #expect(try await fixture.count("tenure") == 0)
        }
    }
}
