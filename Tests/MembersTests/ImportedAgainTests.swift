import Civil
import Composition
import Kernel
import Members
import TestSupport
import Testing
import Wire

/// A sheet that is imported again: what it says otherwise is named cell by cell, never "unchanged".
struct ImportedAgainTests {
    private let head = "organisation,name,id_number,人员类别,党籍状态,入党日期,转正日期,title,tenure_since,性别,synthetic\n"

    private func row(
        status: String = "正式党员", state: String = "正常", since: String = "2005-07-01", converted: String = "2006-07-01",
        title: String = "书记", tenure: String = "2012-01-01", name: String = "测试0", sex: String = ""
    ) -> String {
        "610116001001,\(name),\(Fixture.number(0)),\(status),\(state),\(since),\(converted),\(title),\(tenure),\(sex),true\n"
    }

    private func cells(_ second: String, after first: String? = nil) async throws -> [String: String] {
        let box = Cells()
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(head + (first ?? row()))
            do {
                let outcome = try await fixture.importPeople(head + second)
                #expect(outcome.unchanged == 1 && outcome.added == 0 && outcome.changed == 0)
            } catch let error as AppError {
                await box.set(error.cells)
            }
        }
        return await box.reasons
    }

    private actor Cells {
        private(set) var reasons: [String: String] = [:]
        func set(_ cells: [CellError]) {
            for cell in cells { reasons[cell.column] = cell.reason.chinese }
        }
    }

    @Test func theSameSheetIsUnchanged() async throws { #expect(try await cells(row()).isEmpty) }

    @Test func aChangedCategoryIsNamed() async throws {
        let probationary = row(status: "预备党员", converted: "", title: "", tenure: "")
        let cells = try await cells(row(title: "", tenure: ""), after: probationary)
        #expect(cells["status"]?.contains("预备党员」，自 2005-07-01") == true)
    }

    @Test func aChangedDayOfConversionIsNamed() async throws {
        #expect(try await cells(row(converted: "2006-08-01"))["since"]?.contains("2006-07-01") == true)
    }

    @Test func aSuspensionIsNamed() async throws {
        #expect(try await cells(row(state: "停止党籍"))["status"]?.contains("正式党员") == true)
    }

    @Test(arguments: [("支部副书记", "2012-01-01"), ("书记", "2013-01-01")])
    func aChangedPostIsNamedInsteadOfASecondOne(_ title: String, _ since: String) async throws {
        let cells = try await cells(row(title: title == "支部副书记" ? "副书记" : title, tenure: since))
        #expect(cells.values.contains { $0.contains("2012-01-01") })
    }

    @Test func aChangedNameAndBirthDayAreNamed() async throws {
        #expect(try await cells(row(name: "别人"))["name"]?.contains("测试0") == true)
    }

    /// 人员类别 and 党籍状态, 入党日期 and 转正日期 are two fields each.
    @Test func bothDaysOfAMemberAreKept() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(head + row(title: "", tenure: ""))
            let person = try await fixture.person(0)
            let standings = try await fixture.services.members.memberships(
                of: Reference(person.id), caller: Fixture.root
            )
            .items.map { "\($0.status.rawValue) \($0.since)" }.sorted()
            #expect(standings == ["full 2006-07-01", "probationary 2005-07-01"])
        }
    }

    private func refusal(_ text: String) async throws -> CellError {
        let box = Refusal()
        try await Fixture.with { fixture in
            do {
                _ = try await fixture.importPeople(text)
            } catch let error as AppError {
                await box.set(error.cells.first)
            }
        }
        return try #require(await box.cell)
    }

    private actor Refusal {
        private(set) var cell: CellError?
        func set(_ cell: CellError?) { self.cell = cell }
    }

    @Test func anEmptyCategoryMakesNobodyAFullMember() async throws {
        #expect(try await refusal(head + row(status: "", title: "", tenure: "")).column == "人员类别")
    }

    /// Probation is a year since 1977-08-11; from 1969 on there was none.
    @Test(arguments: [
        ("1977-08-10", "1977-08-10", true), ("1977-08-11", "1977-08-11", false), ("1970-07-01", "1970-07-01", true),
        ("2005-07-01", "2006-06-30", false), ("2005-07-01", "2006-07-01", true), ("2005-07-01", "2005-06-01", false),
    ])
    func theConstitutionOfTheTimeDecidesOnConversions(_ since: String, _ converted: String, _ isTaken: Bool)
        async throws
    {
        let text =
            "organisation,name,性别,出生日期,人员类别,入党日期,转正日期,synthetic\n"
            + "610116001001,测试甲,男,1950-01-01,正式,\(since),\(converted),true\n"
        guard isTaken else {
            #expect(try await refusal(text).column == "转正日期")
            return
        }
        try await Fixture.with { fixture in
            let outcome = try await fixture.importPeople(text)
            #expect(outcome.added == 1)
        }
    }
}
