import Civil
import Kernel
import TestSupport
import Testing
import Workbooks

@testable import Sheets

private enum Kind: String, Choice {
    case branch, group

    var text: Text {
        switch self {
        case .branch: Text(zh: "党支部", en: "branch")
        case .group: Text(zh: "党小组", en: "group")
        }
    }
}

private let columns = [
    SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
    SheetColumn("id_number", "身份证号", zh: "身份证号", en: "ID number", example: "11010519491231002X"),
    SheetColumn("since", "入党日期", zh: "入党日期", en: "Joined", example: "2014-05-09"),
    SheetColumn("kind", "类型", zh: "类型", en: "Kind", words: Kind.self),
]

/// A sheet is the same whether it comes as CSV or as a workbook.
struct WorkbookSheetTests {
    private func sheet(_ parts: WorkbookParts, named: String? = nil) throws -> Sheet {
        try Sheet(parts.bytes, columns: columns, as: SheetChoices(sheet: named))
    }

    private func error(_ parts: WorkbookParts, named: String? = nil) throws -> AppError {
        try #require(#expect(throws: AppError.self) { try sheet(parts, named: named) })
    }

    private static func table(_ rows: [[String]]) -> String {
        let xml = rows.map { "<row>" + $0.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>" }
        return "<sheetData>\(xml.joined())</sheetData>"
    }

    @Test func titlesNotesAndStarsAsInText() throws {
        let read = try sheet(
            WorkbookParts(rows: [
                ["××镇党员名册"], ["序号", "姓名*", "身份证号码"], ["1", " 甲子安 ", "990001198003150015"], ["合计", "1"],
            ]))
        #expect(read.rows.map { $0["name"] } == ["甲子安"] && read.rows.map(\.line) == [3])
        #expect(read.passed.map(\.line) == [4] && read.encoding == .workbook)
    }

    @Test func theSheetIsTheOneWithDataOrTheNamedOne() throws {
        let (data, notes) = (Self.table([["姓名"], ["甲子安"]]), Self.table([["列", "含义"], ["姓名", "全名"]]))
        let empty = "<sheetData/>"
        #expect(try sheet(WorkbookParts([("A", empty), ("B", data), ("C", empty)])).rows.count == 1)
        #expect(try sheet(WorkbookParts([("说明", notes), ("数据", data)])).rows.count == 1)
        #expect(try sheet(WorkbookParts([("数据", data), ("!旧", data)])).rows.count == 1)
        let two = WorkbookParts([("甲", data), ("乙", Self.table([["姓名"], ["丙"], ["丁"]]))])
        let several = try error(two)
        #expect(several.code == "sheet.several" && several.message.chinese.contains("甲, 乙"))
        #expect(try sheet(two, named: "乙").rows.count == 2)
        #expect(try error(two, named: "丙").code == "sheet.name")
        #expect(try sheet(WorkbookParts([("数据", data), ("!旧", data)]), named: "旧").rows.count == 1)
        #expect(throws: AppError.self) {
            try Sheet(Array("姓名\n甲\n".utf8), columns: columns, as: SheetChoices(sheet: "甲"))
        }
        #expect(try error(WorkbookParts([("A", empty)])).code == "sheet.columns")
    }

    /// What is merged downwards holds for every row that it spans.
    @Test func mergedCellsHoldForEachRow() throws {
        let xml =
            Self.table([["姓名", "入党日期"], ["甲", "2014-05-09"], ["乙"], ["丙"], ["丁", "2015-05-09"]])
            + "<mergeCells><mergeCell ref=\"B2:B3\"/></mergeCells>"
        #expect(
            try sheet(WorkbookParts([("S", xml)])).rows.map { $0["since"] } == [
                "2014-05-09", "2014-05-09", "", "2015-05-09",
            ])
    }

    @Test func hiddenRowsAreReadAndNamed() throws {
        let xml = Self.table([["姓名"], ["甲"]]).replacing(
            "</sheetData>", with: "<row hidden=\"1\"><c t=\"str\"><v>乙</v></c></row></sheetData>")
        let read = try sheet(WorkbookParts([("S", xml)]))
        #expect(read.rows.count == 2 && read.passed == [Sheet.Passed(line: 3, text: "乙", kind: .hiddenRow)])
    }

    @Test func faultsOfCellsThatAreReadAreNamedByRowAndColumn() throws {
        let xml =
            "<sheetData><row><c t=\"str\"><v>序号</v></c><c t=\"str\"><v>姓名</v></c><c t=\"str\"><v>身份证号</v></c></row>"
            + "<row><c><f>ROW()</f></c><c t=\"str\"><v>甲</v></c><c><v>990001198003150000</v></c></row>"
            + "<row><c><f>ROW()</f></c><c t=\"e\"><v>#N/A</v></c></row></sheetData>"
        let error = try error(WorkbookParts([("S", xml)]))
        #expect(error.code == "import.rejected")
        #expect(error.cells.map { "\($0.row) \($0.column)" } == ["2 身份证号", "3 姓名"])
    }

    @Test func theTemplateReadsBackAsEmptyAndFilledAsItIs() throws {
        for language in [Language.chinese, .english] {
            let bytes = try SheetTemplate.write(columns, in: language)
            let read = try Sheet(bytes, columns: columns)
            #expect(read.rows.isEmpty)
            let tabs = try Workbook.read(bytes) { workbook throws(AppError) in workbook.tabs }
            #expect(tabs.count == 3 && tabs.map(\.isHidden) == [false, false, true])
        }
    }

    /// What comes back marked is imported as it is once it is corrected: the column of errors says nothing.
    @Test func theMarkedSheetHasItsErrorsAndReadsBack() throws {
        let rows = [["名册"], ["姓名", "入党日期"], ["甲", "2014-13-01"], ["乙", "2014-05-09"]]
        let text = rows.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
        for bytes in [WorkbookParts(rows: rows).bytes, Array(text.utf8)] {
            let errors = [CellError(row: 3, column: "入党日期", reason: Text(zh: "没有这一天", en: "no such day"))]
            let marked = try MarkedSheet.write(bytes, as: .none, columns, errors, in: .chinese)
            let records = try SheetRecords(marked, columns: columns).records
            #expect(records.map(\.fields).first == ["名册"])
            #expect(records.map { $0.fields.last } == ["名册", "错误说明", "「入党日期」没有这一天", "2014-05-09"])
            let again = try MarkedSheet.write(marked, as: .none, columns, [], in: .chinese)
            #expect(try SheetRecords(again).records[1].fields == ["姓名", "入党日期", "错误说明"])
            #expect(try Sheet(marked, columns: columns).rows.map { $0["name"] } == ["甲", "乙"])
        }
    }
}
