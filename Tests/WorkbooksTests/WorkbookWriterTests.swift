import Foundation
import Kernel
import TestSupport
import Testing

@testable import Workbooks

/// What is written reads back as it was, and nothing of it is a formula.
struct WorkbookWriterTests {
    private func read(_ bytes: [UInt8], _ index: Int = 0) throws -> [[String]] {
        try Workbook.read(bytes) { workbook throws(AppError) in
            let kept = Kept()
            try workbook.rows(of: workbook.tabs[index]) { row throws(AppError) in kept.rows.append(row.cells) }
            return kept.rows
        }
    }

    private final class Kept { var rows: [[String]] = [] }

    @Test func textsNumbersAndDays() throws {
        var number = WorkbookSheet.Column("学时")
        number.kind = .number
        var day = WorkbookSheet.Column("日期")
        day.kind = .day
        let rows = [
            ["00123", "24.5", "2014-05-09"], ["=1+1", "12345678901234567890", "1900-01-01"],
            ["@SUM(1)", "", "2014-05"],
            ["-2+3", "x", ""], ["多\n行", "-0.1", "9999-12-31"], ["990001198003150015", "0", "2000-02-29"],
        ]
        let sheet = WorkbookSheet("表", title: "标题", columns: [.init("编码"), number, day], rows: rows.map { .init($0) })
        let bytes = try WorkbookWriter.write([sheet])
        let back = try read(bytes)
        #expect(back.first == ["标题"] && back.dropFirst().first == ["编码", "学时", "日期"])
        let padded = back.dropFirst(2).map { $0 + [String](repeating: "", count: 3 - $0.count) }
        #expect(padded == rows)
    }

    @Test func whatXMLCannotHoldIsLeftOut() throws {
        let texts = ["a\u{0}b\u{1}c", "\u{FFFE}x", "_x0041_", "&<>\"'", "😀𠮷", String(repeating: "长", count: 40_000)]
        let back = try read(
            WorkbookWriter.write([WorkbookSheet("表", columns: [.init("列")], rows: texts.map { .init([$0]) })]))
        let read = back.dropFirst().compactMap(\.first)
        #expect(read.count == texts.count && Array(read.prefix(2)) == ["abc", "x"])
        #expect(Array(read[3...4]) == ["&<>\"'", "😀𠮷"] && read[5].hasSuffix("…"))
    }

    /// A long list is written in pieces and is the same file as at once; one that is given up leaves nothing behind.
    @Test func piecesMakeTheSameWorkbook() throws {
        let sheet = WorkbookSheet("表", title: "名册", columns: [.init("甲"), .init("乙")])
        let rows = (0..<1200).map { WorkbookSheet.Row(["甲\($0)", "\($0)"]) }
        var whole = sheet
        whole.rows = rows
        let stream = try WorkbookStream(sheet)
        for start in stride(from: 0, to: rows.count, by: 500) { try stream.add(Array(rows[start...].prefix(500))) }
        let file = try stream.close()
        #expect(try file.whole() == WorkbookWriter.write([whole]))
        #expect(try read(file.whole()).count == 1202)
        let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        for _ in 0..<50 {
            let abandoned = try WorkbookStream(sheet)
            try abandoned.add(rows)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count < before + 25)
    }

    @Test func piecesOfTextStayInOrder() throws {
        let file = try TemporaryFile()
        for piece in 0..<300 { try file.append("\(piece),".utf8) }
        let text = (0..<300).map { "\($0)," }.joined()
        #expect(try file.whole() == Array(text.utf8))
        #expect(try file.read(from: 3, most: 4) == Array(text.utf8)[3..<7].map { $0 })
        #expect(try file.read(from: text.utf8.count, most: 10).isEmpty)
    }

    /// Lists to choose from are on a hidden sheet; notes need the whole sheet at once.
    @Test func notesChoicesAndMarks() throws {
        var column = WorkbookSheet.Column("类型")
        column.note = "说明"
        column.isRequired = true
        column.choices = (0..<60).map { "很长的选项之\($0)" }
        let bytes = try WorkbookWriter.write([
            WorkbookSheet("数据", columns: [column], rows: [.init(["x"], marked: [0]), .init([""], marked: [0])]),
            WorkbookSheet("说明", columns: [.init("列")]),
        ])
        #expect(try read(bytes).map(\.first) == ["类型", "x"])
        let tabs = try Workbook.read(bytes) { workbook throws(AppError) in workbook.tabs }
        #expect(tabs.map(\.name) == ["数据", "说明", "词表"] && tabs.map(\.isHidden) == [false, false, true])
        #expect(try read(bytes, 2).count == 60)
    }
}
