import Foundation
import Kernel
import TestSupport
import Testing
import Workbooks

@testable import Sheets

private let columns = [
    SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
    SheetColumn("since", "入党日期", zh: "入党日期", en: "Joined", example: "2014-05-09"),
]

/// Sheets that come back with their errors, the limits of reading, and what an export adds that is no data.
struct HandedBackTests {
    private static func table(_ rows: [(number: Int, cells: [String])]) -> String {
        let xml = rows.map { row in
            "<row r=\"\(row.number)\">" + row.cells.map { "<c t=\"str\"><v>\($0)</v></c>" }.joined() + "</row>"
        }
        return "<sheetData>\(xml.joined())</sheetData>"
    }

    private func rows(_ bytes: [UInt8]) throws -> [(name: String, rows: [WorkbookRow])] {
        try Workbook.read(bytes) { workbook throws(AppError) in
            var all: [(name: String, rows: [WorkbookRow])] = []
            for tab in workbook.tabs where !tab.isHidden {
                let kept = Kept()
                try workbook.rows(of: tab) { row throws(AppError) in kept.rows.append(row) }
                all.append((tab.name, kept.rows))
            }
            return all
        }
    }

    private final class Kept { var rows: [WorkbookRow] = [] }

    /// Title rows, empty rows and further sheets stay, so that the row of an error is the row of the sheet.
    @Test func rowsKeepTheirNumbersAndOtherSheetsStay() throws {
        let bytes = WorkbookParts([
            (
                "名册",
                Self.table([
                    (1, ["××镇党员名册"]), (2, ["单位：××镇", "2026年2月"]), (4, ["姓名", "入党日期"]), (6, ["甲", "2014-13-01"]),
                    (9, ["乙", "2014-05-09"]),
                ])
            ), ("说明", Self.table([(2, ["请勿修改"]), (5, ["第二行"])])), ("!词表", Self.table([(1, ["男"])])),
        ]).bytes
        let error = CellError(row: 6, column: "入党日期", reason: Text(zh: "没有这一天", en: "no such day"))
        let marked = try MarkedSheet.write(bytes, as: .none, columns, [error], in: .chinese)
        let sheets = try rows(marked)
        #expect(sheets.map(\.name) == ["名册", "说明"])
        #expect(sheets[0].rows.map(\.number) == [1, 2, 4, 6, 9])
        #expect(sheets[0].rows.map { $0.cells[0] } == ["××镇党员名册", "单位：××镇", "姓名", "甲", "乙"])
        #expect(sheets[0].rows[3].cells.last == "「入党日期」没有这一天")
        #expect(sheets[1].rows.map(\.number) == [2, 5] && sheets[1].rows.map { $0.cells[0] } == ["请勿修改", "第二行"])
        #expect(try Sheet(marked, columns: columns).rows.map(\.line) == [6, 9])
    }

    /// A name that begins like a formula comes out of an export with an apostrophe, which is not read as part of it.
    @Test(arguments: ["=甲", "@乙", "+丙", "-丁", "\t戊", "'=己", "''@庚", "'990001198003150015", "-3.5"])
    func whatAnExportAddsIsNotRead(_ text: String) throws {
        let line = CSVText.line(["x", text])
        #expect(try CSVText.records(line + "\n").first?.fields == ["x", text])
    }

    /// What is beyond the format has its own words and is not called damaged.
    @Test(arguments: [
        ("<row r=\"1048577\"><c t=\"str\"><v>甲</v></c></row>", "sheet.rows"),
        ("<row r=\"1500000\"><c t=\"str\"><v>甲</v></c></row>", "sheet.rows"),
        ("<row r=\"1\"><c r=\"XFE1\" t=\"str\"><v>甲</v></c></row>", "sheet.fields"),
        ("<row r=\"1\"><c r=\"GU1\" t=\"str\"><v>甲</v></c></row>", "sheet.fields"),
        ("<row r=\"2\"/><row r=\"1\"><c t=\"str\"><v>甲</v></c></row>", "sheet.workbook"),
    ])
    func limitsOfTheFormatHaveTheirWords(_ xml: String, _ code: String) {
        let bytes = WorkbookParts([("S", "<sheetData>\(xml)</sheetData>")]).bytes
        let error = #expect(throws: AppError.self) { _ = try rows(bytes) }
        #expect(error?.code == code)
    }

    /// So many wrong rows are one mistake: the reading stops, and says so.
    @Test func theReadingStopsAfterManyErrors() throws {
        let text = "姓名,入党日期\n" + String(repeating: "甲,2014-13-01\n", count: CellReader.kept + 500)
        var reader = CellReader()
        var read = 0
        for row in try Sheet(Array(text.utf8), columns: columns).rows where !reader.isFull {
            _ = reader.day(row, "since")
            read += 1
        }
        #expect(read == CellReader.kept)
        let error = #expect(throws: AppError.self) { try reader.finish() }
        #expect(error?.cells.count == CellReader.kept && error?.message.chinese.contains("停止检查") == true)
    }

    /// Of very many rows that are no records the first are named and the rest counted.
    @Test func rowsThatWerePassedOverAreBounded() throws {
        let text = "姓名,入党日期\n甲,2014-05-09\n" + String(repeating: "合计,2\n", count: 100_000)
        let passed = try Sheet(Array(text.utf8), columns: columns).passed
        #expect(passed.count == 200 && passed.reduce(0) { $0 + $1.rows } == 100_000)
    }

    /// A column of codes that a spreadsheet took for amounts says so, whatever the column.
    @Test(arguments: ["6.10116E+11", "9.90001e+17", "1E+12", "６.１E+11"])
    func amountsInPlaceOfCodesHaveTheirAdvice(_ text: String) throws {
        var reader = CellReader()
        for row in try Sheet(Array("姓名\n\(text)\n".utf8), columns: columns).rows { _ = reader.text(row, "name") }
        #expect(reader.errors.first?.reason.chinese.contains("科学计数法") == true)
    }
}
