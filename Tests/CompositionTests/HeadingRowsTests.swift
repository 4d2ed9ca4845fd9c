import Civil
import Composition
import Kernel
import Members
import Sheets
import TestSupport
import Testing
import Wire

/// Heading rows of real sheets are read by the import that they belong to, with a choice besides the switch for
/// columns that nothing reads.
struct HeadingRowsTests {
    private func columns(_ fixture: Fixture, _ sheet: String) -> [SheetColumn] {
        fixture.services.imports.sheetColumns(of: sheet)
    }

    @Test func everyHeadingRowIsReadByItsSheet() async throws {
        try await Fixture.with { fixture in
            for kept in HeadingRow.all {
                #expect(kept.choices.map.count + kept.choices.fixed.count < 3, "\(kept)")
                do {
                    let sheet = try Sheet(
                        Array(kept.csv.utf8), columns: columns(fixture, kept.sheet), as: kept.choices,
                        keepsUnknown: kept.keepsColumns)
                    let row = try #require(sheet.rows.first, "\(kept)")
                    #expect(sheet.rows.count == 1, "\(kept)")
                    for (key, text) in kept.says { #expect(row[key] == text, "\(kept): \(key)") }
                } catch let error as AppError {
                    Issue.record("\(kept): \(error.message.chinese) \(error.cells.map(\.reason.chinese))")
                }
            }
        }
    }

    /// The same rows with `;`, with tabs, as UTF-16 and below `sep=`; stars, inner blanks and a line break in headings.
    @Test func otherFormsOfTheSameRowsAreRead() async throws {
        try await Fixture.with { fixture in
            for kept in HeadingRow.people {
                let known = columns(fixture, kept.sheet)
                for separator in [";", "\t"] {
                    let lines = (kept.above + [kept.headings, kept.row]).map {
                        $0.replacing("|", with: separator)
                    }
                    let plain = lines.joined(separator: "\n") + "\n"
                    let units = Array(plain.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
                    for bytes in [Array(plain.utf8), Array("sep=\(separator)\n\(plain)".utf8), [0xFF, 0xFE] + units] {
                        let sheet = try Sheet(bytes, columns: known, keepsUnknown: kept.keepsColumns)
                        #expect(sheet.rows.first?["since"] == kept.says["since"] ?? sheet.rows.first?["since"])
                    }
                }
                let starred = kept.headings.split(separator: "|", omittingEmptySubsequences: false).map { heading in
                    heading == "姓名" || heading == "姓名*" ? "\"* 姓\n 名（必填）\"" : String(heading)
                }
                let text = starred.joined(separator: ",") + "\n" + HeadingRow.line(kept.row)
                let read = try Sheet(Array(text.utf8), columns: known, keepsUnknown: kept.keepsColumns)
                let name = read.rows.first?["name"]
                #expect(name.map { kept.row.contains("|\($0)|") || kept.row.hasPrefix($0) } == true, "\(kept)")
            }
        }
    }

    /// A column for each post is a form that is not read, and the refusal says which one is.
    @Test func postsAsAMatrixAreRefusedInTheirOwnWords() async throws {
        try await Fixture.with { fixture in
            let text = "姓名|支部信息|政治面貌|党委书记|党委副书记|纪委书记|工会主席|党委委员|支部书记|支部副书记|组织委员|纪检委员|宣传委员|青年委员|生产委员"
            let table = HeadingRow.line(text) + HeadingRow.line("甲子安|第一支部|党员|||||是|是|||||||")
            for verb in [true, false] {
                let error = await #expect(throws: AppError.self) {
                    if verb {
                        _ = try await fixture.services.members.importTenures(Array(table.utf8), caller: Fixture.root)
                    } else {
                        _ = try await fixture.importPeople(table)
                    }
                }
                #expect(error?.code == "sheet.columns" && error?.message.chinese.contains("一行一个职务") == true)
            }
        }
    }

    @Test(arguments: [
        ("血型=name", "没有表头"), ("姓名=blood", "没有「blood」这一列"), ("姓名", "没有等号"), ("=name", "没有等号"),
        ("#9=name", "没有表头"),
    ])
    func aChoiceThatDoesNotFitIsRefused(_ choice: String, _ part: String) throws {
        let known = [SheetColumn("name", "姓名", zh: "", en: "", example: "")]
        let error = #expect(throws: AppError.self) {
            _ = try Sheet(Array("姓名,组织\n甲,乙\n".utf8), columns: known, as: SheetChoices(map: [choice]))
        }
        #expect(error?.code == "sheet.map" && error?.message.chinese.contains(part) == true, "\(choice)")
    }

    /// A choice goes before what the heading says; `#2` names a column without heading, `-` leaves one out.
    @Test func choicesGoBeforeHeadings() throws {
        let known = [
            SheetColumn("name", "姓名", zh: "", en: "", example: ""),
            SheetColumn("organisation", "组织", zh: "", en: "", example: ""),
        ]
        func row(_ text: String, _ choices: SheetChoices) throws -> Sheet {
            try Sheet(Array(text.utf8), columns: known, as: choices)
        }
        let renamed = try row("称呼,组织\n甲,乙\n", SheetChoices(map: ["称呼=姓名"]))
        #expect(renamed.rows.first?["name"] == "甲")
        let second = try row("姓名,\n甲,乙\n", SheetChoices(map: ["#2=organisation"]))
        #expect(second.rows.first?["organisation"] == "乙")
        let left = try row("姓名,组织,血型\n甲,乙,A\n", SheetChoices(map: ["血型=-"]))
        #expect(left.passed.map(\.text) == ["血型"] && left.passed.map(\.kind) == [.column])
        let fixed = try row("姓名\n甲\n", SheetChoices(fixed: ["organisation=丙"]))
        #expect(fixed.rows.first?["organisation"] == "丙")
        let doubled = #expect(throws: AppError.self) {
            _ = try row("姓名,组织\n甲,乙\n", SheetChoices(fixed: ["organisation=丙"]))
        }
        #expect(doubled?.code == "sheet.map")
    }

    /// One column that a register has twice is read where both say the same, and refused where they differ.
    @Test func aColumnThatComesTwiceIsReadWhereBothSayTheSame() throws {
        let known = [
            SheetColumn("name", "姓名", zh: "", en: "", example: ""),
            SheetColumn("on", "申请入党日期", zh: "", en: "", example: ""),
        ]
        func sheet(_ text: String) throws -> Sheet { try Sheet(Array(text.utf8), columns: known) }
        let head = "姓名,申请入党日期,申请入党日期\n"
        let both = try sheet(head + "甲,2023-03-01,2023-03-01\n乙,,2023-04-01\n")
        #expect(both.rows.map { $0["on"] } == ["2023-03-01", "2023-04-01"])
        #expect(throws: AppError.self) { _ = try sheet(head + "甲,2023-03-01,2023-03-02\n") }
    }

    /// The API takes the same choices, and errors of a later stage name the sheet's own headings.
    @Test func aPostWithoutADayIsNamedAndTheRestTaken() async throws {
        try await Fixture.with { fixture in
            let table =
                "姓名*,身份证号*,所属党组织名称*,政治面貌*,党内职务,接收预备党员日期,合成数据\n"
                + "测试0,\(Fixture.number(0)),东社区,中共党员,党支部书记,2005-07-01,是\n"
            let outcome = try await fixture.importPeople(table)
            #expect(outcome.added == 1 && outcome.notes.map(\.column) == ["党内职务"])
            #expect(try await fixture.count("tenure") == 0)
        }
    }

    @Test func errorsOfALaterStageNameTheHeadings() async throws {
        try await Fixture.with { fixture in
            let table = Array("所属党支部,姓名,身份证号,入党时间,合成数据\n没有,测试0,\(Fixture.number(0)),2005-07-01,是\n".utf8)
            let error = await #expect(throws: AppError.self) {
                _ = try await fixture.services.members.importPeople(table, on: ChinaTime.today(), caller: Fixture.root)
            }
            let plain = try #require(error)
            #expect(plain.cells.map(\.column) == ["organisation"])
            let named = MarkedSheet.named(plain, table, as: .none, columns(fixture, "people"))
            #expect(named.cells.map(\.column) == ["所属党支部"] && named.code == plain.code)
        }
    }
}
