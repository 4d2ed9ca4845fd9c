import Kernel
import TestSupport
import Testing

@testable import Workbooks

/// Workbooks that are refused: each for its reason, before it costs anything.
struct WorkbookRefusalTests {
    private static let row = "<sheetData><row r=\"1\"><c><v>1</v></c></row></sheetData>"

    private func code(_ bytes: [UInt8], _ limits: WorkbookLimits = WorkbookLimits()) -> String? {
        do throws(AppError) {
            try Workbook.read(bytes, limits: limits) { (workbook: Workbook) throws(AppError) -> Void in
                for tab in workbook.tabs { try workbook.rows(of: tab) { _ throws(AppError) in } }
            }
            return nil
        } catch { return error.code }
    }

    private func code(_ xml: String) -> String? { code(WorkbookParts([("S", xml)]).bytes) }

    private func changed(_ change: (inout (name: String, text: String)) -> Void) -> [UInt8] {
        var parts = WorkbookParts([("S", Self.row)])
        for index in parts.parts.indices { change(&parts.parts[index]) }
        return parts.bytes
    }

    @Test func entitiesAreNotExpanded() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>"
        let outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
        for declaration in [bomb, outside, "<!DOCTYPE x>"] {
            let bytes = changed { if $0.name.contains("sheet1") { $0.text = declaration + $0.text } }
            #expect(code(bytes) == "sheet.workbook")
        }
        #expect(code("<sheetData><row><c t=\"str\"><v>&a;</v></c></row></sheetData>") == "sheet.workbook")
    }

    @Test func whatUnpacksToFarMoreIsRefused() {
        let spaces = WorkbookParts.deflated(repeating: 0x20, times: 40_000_000)
        #expect(spaces.count < 300_000)
        var parts = WorkbookParts([("S", Self.row)]).parts.map { ($0.name, Array($0.text.utf8), 0, nil as Int?) }
        let place = parts.firstIndex { $0.0.contains("sheet1") } ?? 0
        parts[place] = (parts[place].0, spaces, 8, 40_000_000)
        #expect(code(WorkbookParts.packed(parts)) == "sheet.size")
        // The same where the part claims to be small.
        parts[place] = (parts[place].0, spaces, 8, 100)
        #expect(["sheet.size", "sheet.workbook"].contains(code(WorkbookParts.packed(parts))))
        var few = WorkbookLimits()
        (few.unpackedBytes, few.smallPart) = (2000, 100)
        let long = String(repeating: "<row/>", count: 1000)
        #expect(code(WorkbookParts([("S", "<sheetData>\(long)</sheetData>")]).bytes, few) == "sheet.size")
    }

    @Test func limitsHoldWhileItIsRead() {
        #expect(code("<sheetData><row><c r=\"GS1\"><v>1</v></c></row></sheetData>") == "sheet.fields")
        #expect(code("<sheetData><row><c r=\"XFD1\"/></row></sheetData>") == nil)
        #expect(code("<sheetData><row><c r=\"XFE1\"/></row></sheetData>") == "sheet.fields")
        #expect(code("<sheetData><row r=\"1048577\"/></sheetData>") == "sheet.rows")
        let long = String(repeating: "x", count: 131_073)
        #expect(code("<sheetData><row><c t=\"str\"><v>\(long)</v></c></row></sheetData>") == "sheet.cell")
        #expect(code(String(repeating: "<a>", count: 100)) == "sheet.workbook")
        #expect(code("<a b=\"\(String(repeating: "x", count: 3_000_000))\"/>") == "sheet.workbook")
        var few = WorkbookLimits()
        (few.rows, few.parts) = (2, 100)
        let three = "<sheetData>" + String(repeating: "<row><c><v>1</v></c></row>", count: 3) + "</sheetData>"
        #expect(code(WorkbookParts([("S", three)]).bytes, few) == "sheet.rows")
        few = WorkbookLimits()
        few.parts = 3
        #expect(code(WorkbookParts([("S", Self.row)]).bytes, few) == "sheet.size")
    }

    @Test(arguments: [
        "<sheetData><row r=\"2\"/><row r=\"1\"/></sheetData>", "<sheetData><row r=\"0\"/></sheetData>",
        "<sheetData><row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row></sheetData>",
        "<sheetData><row r=\"1\"><c r=\"A2\"/></row></sheetData>", "<sheetData><row><c><v>x</v></c></row></sheetData>",
        "<sheetData><row><c t=\"s\"><v>5</v></c></row></sheetData>", "<sheetData><row><c t=\"s\"><v>-1</v></c></row>",
        "<c r=\"A1\"><v>1</v></c>", "<sheetData><row><c><v>1</v></c></sheetData>", "<sheetData>\u{1}</sheetData>",
    ])
    func whatNoProgramWritesIsDamage(_ xml: String) { #expect(code(xml) == "sheet.workbook", "\(xml)") }

    /// Nothing is written to a disk, and no part outside the file is asked for.
    @Test func pathsLeadNowhere() {
        for target in ["../../../etc/passwd", "/../xl/worksheets/sheet1.xml", "..\\..\\x", "missing.xml", "http://x/y"]
        {
            let bytes = changed {
                $0.text = $0.text.replacing("\"worksheets/sheet1.xml\"", with: "\"\(target)\"")
            }
            #expect(code(bytes) == nil || code(bytes) == "sheet.workbook", "\(target)")
        }
        let doubled = WorkbookParts([("S", Self.row)]).parts.map { ($0.name, Array($0.text.utf8), 0, nil as Int?) }
        #expect(code(WorkbookParts.packed(doubled + doubled.suffix(1))) == "sheet.workbook")
    }

    @Test func filesOfOtherFormsAreNamed() {
        #expect(
            Workbook.otherForm([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0])?.chinese.contains(".xls") == true)
        for text in ["<html><table>", "\u{FEFF}<?xml version=\"1.0\"?>", " \n<TABLE>", "<!DOCTYPE html>"] {
            #expect(Workbook.otherForm(Array(text.utf8)) != nil)
        }
        for text in ["姓名,日期\n", "", "<3,x\n", "PK,1\n"] { #expect(Workbook.otherForm(Array(text.utf8)) == nil) }
        #expect(code(WorkbookParts.packed([("content.xml", [], 0, nil)])) == "sheet.form")
        #expect(code(WorkbookParts.packed([("a.txt", [], 0, nil)])) == "sheet.form")
        #expect(code([0x50, 0x4B, 0x03, 0x04]) == "sheet.workbook")
    }
}
