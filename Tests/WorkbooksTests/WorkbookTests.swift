import Kernel
import TestSupport
import Testing

@testable import Workbooks

/// Workbooks as programs write them: what a reader sees is what comes out.
struct WorkbookTests {
    private func rows(_ parts: WorkbookParts) throws -> (rows: [WorkbookRow], merges: [MergedCells]) {
        try Workbook.read(parts.bytes) { workbook throws(AppError) in
            let read = Kept()
            let tab = workbook.tabs[0]
            let merges = try workbook.rows(of: tab) { row throws(AppError) in read.rows.append(row) }
            return (read.rows, merges)
        }
    }

    private final class Kept { var rows: [WorkbookRow] = [] }

    private func cells(
        _ xml: String, strings: String = "", styles: [String] = [], since1904: Bool = false
    ) throws -> [String] {
        let data = "<sheetData><row r=\"1\">\(xml)</row></sheetData>"
        let read = try rows(WorkbookParts([("S", data)], strings: strings, styles: styles, since1904: since1904))
        return read.rows.first?.cells ?? []
    }

    @Test func textsAreSharedInlineAndOfFormulas() throws {
        let strings =
            "<si><t>甲</t></si><si><r><t>红</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 字</t></r></si>"
            + "<si><t>漢字</t><rPh sb=\"0\" eb=\"2\"><t>かんじ</t></rPh></si><si><t>a_x000D_\nb_x0041_</t></si>"
        let read = try cells(
            "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c>"
                + "<c t=\"inlineStr\"><is><t>乙</t><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></is></c>"
                + "<c t=\"str\"><f>A1&amp;\"\"</f><v>丙</v></c><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c>",
            strings: strings)
        #expect(read == ["甲", "红 字", "漢字", "a\nbA", "乙", "丙", "true", "false"])
    }

    @Test func daysComeOutAsDays() throws {
        let formats = [
            "yyyy\\-mm\\-dd", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "[$-804]yyyy/m/d dddd",
            "yyyy&quot;年&quot;m&quot;月&quot;", "h:mm", "yyyy/m/d h:mm", "[h]:mm:ss", "000000", "0.00E+00", "yyyy",
            "[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "#,##0.00;[Red]-#,##0.00",
        ]
        func one(_ value: String, _ style: Int, since1904: Bool = false) throws -> String? {
            try cells("<c s=\"\(style)\"><v>\(value)</v></c>", styles: formats, since1904: since1904).first
        }
        for style in [1, 2, 3, 11] { #expect(try one("41768", style) == "2014-05-09") }
        #expect(try one("40306", 1, since1904: true) == "2014-05-09")
        #expect(try one("41768.99999999", 1) == "2014-05-10" || one("41768.99999999", 1) == "2014-05-09")
        // A month is a month where nothing but a month is shown.
        #expect(try one("41760", 4) == "2014-05" && one("41768", 4) == "2014-05-09")
        #expect(try one("41640", 10) == "2014" && one("41768", 10) == "2014-05-09")
        #expect(try one("0.5", 5) == "12:00:00" && one("41768.75", 6) == "2014-05-09 18:00:00")
        #expect(try one("41768", 6) == "2014-05-09" && one("2.0625", 7) == "49:30:00")
        #expect(try one("123", 8) == "000123" && one("1234567", 8) == "1234567" && one("0.5", 9) == "0.5")
        #expect(try one("1234.5", 12) == "1234.5")
        // Day 60 of the calendar of spreadsheets never was, and day 0 is none.
        #expect(try one("60", 1) == "1900-02-29" && one("0", 1) == "1900-01-00")
        #expect(try one("59", 1) == "1900-02-28" && one("61", 1) == "1900-03-01" && one("1", 1) == "1900-01-01")
        #expect(try one("-1", 1) == "-1" && one("99999999", 1) == "99999999")
        #expect(try cells("<c t=\"d\"><v>2014-05-09T00:00:00</v></c>") == ["2014-05-09"])
    }

    @Test func everyBuiltInFormatOfDaysIsOne() {
        for number in [14, 15, 16, 17, 28, 29, 30, 31, 51, 53, 54, 58] { #expect(NumberFormat.builtIn(number) == .day) }
        for number in [27, 36, 50, 52, 57] { #expect(NumberFormat.builtIn(number) == .month) }
        for number in [18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56] {
            #expect(NumberFormat.builtIn(number) == .time)
        }
        #expect(NumberFormat.builtIn(22) == .moment && NumberFormat.builtIn(46) == .elapsed)
        for number in [0, 1, 2, 9, 10, 11, 37, 44, 48, 49, 59] { #expect(NumberFormat.builtIn(number) == .amount) }
        for code in ["General", "0.00", "@", "\"day\"0", "[Red]0", "0.00E+00", "# ?/?", "_(* #,##0_)", "\\d0"] {
            #expect(NumberFormat(code: code) == .amount, "\(code)")
        }
        for code in ["m/d/yy", "d-mmm", "m\"月\"d\"日\"", "e\"年\"m\"月\"d\"日\"", "yyyy.mm.dd;@", "mmm"] {
            #expect(NumberFormat(code: code) == .day, "\(code)")
        }
        for code in ["h:mm AM/PM", "上午/下午h\"时\"mm\"分\"", "mm:ss.0"] { #expect(NumberFormat(code: code) == .time) }
        #expect(NumberFormat(code: "mmm-yy") == .month && NumberFormat(code: "[mm]:ss") == .elapsed)
    }

    @Test func numbersAreWrittenInPlainDigits() throws {
        let cases = [
            ("24", "24"), ("24.5", "24.5"), ("0.10000000000000001", "0.1"), ("1.1E+3", "1100"), ("1E-3", "0.001"),
            ("-2.50", "-2.5"), ("13800000000", "13800000000"), ("610116001001", "610116001001"), ("0", "0"),
            ("-0", "0"),
            ("1.1010519491231E+17", "110105194912310000"), ("3.0000000000000004", "3"), ("1e300", "1e300"),
        ]
        for (written, shown) in cases { #expect(try cells("<c><v>\(written)</v></c>") == [shown], "\(written)") }
    }

    /// An ID number that was kept as an amount has lost its end, whatever is left of it.
    @Test func longNumbersErrorsAndFormulasWithoutResultAreFaults() throws {
        let xml =
            "<c><v>990001198003150000</v></c><c t=\"e\"><f>A9</f><v>#REF!</v></c><c><f>ROW()</f></c>"
            + "<c><f>ROW()</f><v></v></c><c t=\"str\"><f>T(1)</f><v></v></c><c><f>1+1</f><v>2</v></c>"
        let row = try #require(try rows(WorkbookParts([("S", "<sheetData><row>\(xml)</row></sheetData>")])).rows.first)
        #expect(row.faults.keys.sorted() == [0, 1, 2, 3])
        #expect(row.faults[0]?.chinese.contains("文本格式") == true)
        #expect(row.faults[1]?.english.contains("#REF!") == true)
        #expect(row.cells == ["990001198003150000", "#REF!", "", "", "", "2"])
    }

    @Test func placesHiddenRowsAndMergedCells() throws {
        let xml =
            "<sheetData><row r=\"2\"><c r=\"C2\"><v>1</v></c></row><row r=\"3\"/><row r=\"5\" hidden=\"1\">"
            + "<c r=\"A5\"/><c r=\"AB5\"><v>2</v></c></row></sheetData>"
            + "<mergeCells><mergeCell ref=\"A2:A5\"/><mergeCell ref=\"A1:H1\"/><mergeCell ref=\"B2:C9\"/></mergeCells>"
        let read = try rows(WorkbookParts([("S", xml)]))
        #expect(read.rows.map(\.number) == [2, 5] && read.rows.map(\.isHidden) == [false, true])
        #expect(read.rows[0].cells == ["", "", "1"] && read.rows[1].cells.count == 28)
        #expect(read.merges == [MergedCells(column: 0, rows: 2...5), MergedCells(column: 1, rows: 2...9)])
    }

    /// Prefixes of names, other folders and letter cases are the choice of the program that wrote the file.
    @Test func prefixesAndPathsOfOtherPrograms() throws {
        var parts = WorkbookParts([("S", "<x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>")])
        for index in parts.parts.indices {
            parts.parts[index].name = parts.parts[index].name.replacing("xl/", with: "XL\\")
            parts.parts[index].text = parts.parts[index].text.replacing("\"worksheets/", with: "\"/xl/./worksheets/")
        }
        #expect(try rows(parts).rows.map(\.cells) == [["7"]])
    }

    @Test func aMillionEmptyRowsAreNoRows() throws {
        let empty = (2...1_000_000).map { "<row r=\"\($0)\" s=\"1\" customFormat=\"1\"/>" }.joined()
        let xml =
            "<sheetData><row r=\"1\"><c><v>1</v></c></row>\(empty)"
            + "<row r=\"1048576\"><c><v>2</v></c></row></sheetData>"
        let start = ContinuousClock.now
        #expect(try rows(WorkbookParts([("S", xml)])).rows.map(\.number) == [1, 1_048_576])
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
