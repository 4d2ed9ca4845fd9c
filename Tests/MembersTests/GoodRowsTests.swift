/// Imports of the rows of a sheet that are right: the others are left out, named, and may come later.
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
private let heading = "organisation,name,id_number,status,since\n"

struct GoodRowsTests {
    private func row(_ index: Int, _ organisation: String = east, since: String = "2005-07-01") -> String {
        "\(organisation),测试\(index),\(Fixture.number(index)),full,\(since)\n"
    }

    private func take(
        _ fixture: Fixture, _ table: String, leave: [Int]? = nil, good: Bool = true, dryRun: Bool = false
    ) async throws -> (done: ImportOutcome, left: [CellError]) {
        var order = PeopleImportOrder(dryRun: dryRun)
        (order.goodRows, order.leaveRow) = (good, leave)
        return try await order.taking {
            try await fixture.services.members.importPeople(
                Array(table.utf8), $0, on: ChinaTime.today(), caller: Fixture.root)
        }
    }

    private func refusal(_ body: () async throws -> Void) async -> AppError? {
        do {
            try await body()
            return nil
        } catch { return error as? AppError }
    }

    /// Cells that cannot be read, an organisation that is not there, somebody on the register as something else.
    @Test func theOthersAreImportedAndTheWrongOnesNamed() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(heading + row(9, since: "2001-07-01"))
            let table = heading + row(1) + row(2, since: "2014-13-01") + row(3, "610199999999") + row(9) + row(4)
            let (done, left) = try await take(fixture, table)
            #expect(done.rows == 2 && done.added == 2, "\(done)")
            #expect(Set(left.map(\.row)) == [3, 4, 5], "\(left)")
            #expect(try await fixture.count("person") == 3)
            // What was wrong is corrected and comes alone; the rows that were taken are on the register.
            let corrected = heading + row(1) + row(2) + row(3) + row(4)
            let second = try await take(fixture, corrected).done
            #expect(second.rows == 4 && second.added == 2 && second.unchanged == 2)
        }
    }

    @Test func aSheetWithoutAGoodRowIsRefusedWithAllItsErrors() async throws {
        try await Fixture.with { fixture in
            let table = heading + row(1, since: "?") + row(2, "610199999999")
            let error = await refusal { _ = try await take(fixture, table) }
            #expect(error?.code == "import.rejected")
            #expect(error?.cells.map(\.row) == [2, 3])
            let people = try await fixture.count("person")
            #expect(people == 0)
        }
    }

    @Test func withoutTheChoiceTheSheetIsRefusedAsAWhole() async throws {
        try await Fixture.with { fixture in
            let table = heading + row(1) + row(2, since: "?")
            let error = await refusal { _ = try await take(fixture, table, good: false) }
            #expect(error?.code == "import.rejected")
            #expect(try await fixture.count("person") == 0)
            let dry = try await take(fixture, table, dryRun: true)
            #expect(dry.done.added == 1 && dry.done.dryRun && dry.left.map(\.row) == [3])
            #expect(try await fixture.count("person") == 0)
        }
    }

    @Test func rowsAreLeftOutByTheirNumbers() async throws {
        try await Fixture.with { fixture in
            let table = heading + row(1) + row(2, since: "?") + row(3)
            let (done, left) = try await take(fixture, table, leave: [3], good: false)
            #expect(done.rows == 2 && left.isEmpty)
            for wrong in [[1], [99], [3, 0]] {
                let error = await refusal { _ = try await take(fixture, table, leave: wrong, good: false) }
                #expect(error?.code == "value.invalid", "\(wrong)")
            }
            let error = await refusal { _ = try await take(fixture, table, leave: [2, 3, 4], good: false) }
            #expect(error?.code == "sheet.no_row_left")
        }
    }

    /// A row that rests on one that is wrong is wrong as well, down the whole tree.
    @Test func whatRestsOnAWrongRowIsLeftOutWithIt() async throws {
        try await Fixture.with { fixture in
            let since = "2005-07-01"
            let table = """
                code,name,parent_code,level,kind,field,since
                610116001101,测试甲党委,610116001,primary,committee,rural,2099-01-01
                610116001102,测试乙支部,610116001101,primary,branch,rural,\(since)
                610116001103,测试丙支部,610116001,primary,branch,rural,\(since)
                """
            let order = ImportOrder(goodRows: true)
            let (done, left) = try await order.taking {
                try await fixture.services.organisations.importOrganisations(
                    Array(table.utf8), $0, on: ChinaTime.today(), caller: Fixture.root)
            }
            #expect(done.added == 1 && Set(left.map(\.row)) == [2, 3], "\(left)")
        }
    }
}
