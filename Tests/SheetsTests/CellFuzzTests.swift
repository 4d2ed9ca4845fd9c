import Foundation
import Kernel
import TestSupport
import Testing

@testable import Sheets

private let columns = [
    SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
    SheetColumn("since", "入党日期", zh: "入党日期", en: "Joined", example: "2014-05-09"),
]

/// Cells of any content, in sheets that are well formed: what is read of them, and what comes back.
struct CellFuzzTests {
    @Test func guardedFieldsOfAnyBytesReadBack() throws {
        var source = FuzzSource(
            seed: 23, valid: ["=1", "'=1", "@x", "''-x"], pieces: ["'", "=", "+", "@", "-", "1", "\""])
        for _ in 0..<FuzzSource.cases / 3 {
            let text = source.text().filter { !$0.isNewline && !$0.isWhitespace && $0 != "\u{FEFF}" && $0 != "\0" }
            let read = try CSVText.records(CSVText.line(["x", text]) + "\n").first?.fields
            #expect(read == ["x", text], "\(text.debugDescription)")
        }
    }

    /// Cells of any content below headings of any form: a sheet or an error, and no value lost below an empty heading.
    @Test func cellsOfAnyContent() throws {
        let pieces = [
            "姓名", "入党日期", "* 姓 名（必填）", "合计", "无", "—", "2014.5.9", "2014年1２月9日", "9.90001E+17", "'=1", "=\"甲\"",
            "留空默认为乙", "#2", "王\u{E863}", "买买提・阿不都", "41768", "2014-05-09 0:00",
        ]
        var source = FuzzSource(seed: 24, valid: pieces, pieces: pieces, longest: 60)
        var (random, read) = (SeededRandom(seed: 25), 0)
        let choices = [
            SheetChoices.none, SheetChoices(leavesColumns: true), SheetChoices(map: ["#1=name"]),
            SheetChoices(map: ["合计=-"], fixed: ["since=2014-05-09"]),
        ]
        for _ in 0..<FuzzSource.cases / 10 {
            let rows = (0...random.below(4)).map { index in
                (0...random.below(4)).map { place in
                    index == 0 && place < 2 && random.below(3) > 0 ? ["姓名", "入党日期"][place] : source.text()
                }
            }
            let bytes = Array(rows.map { CSVText.line($0) + "\n" }.joined().utf8)
            let choice = choices[random.below(choices.count)]
            guard let sheet = try? Sheet(bytes, columns: columns, as: choice) else { continue }
            read += 1
            var reader = CellReader()
            for row in sheet.rows {
                _ = (reader.name(row, "name"), reader.optionalDay(row, "since"), reader.optionalText(row, "since"))
            }
            let errors = reader.errors + [CellError(row: 2, column: "", reason: Text(zh: "", en: ""))]
            #expect(throws: Never.self) { _ = try MarkedSheet.write(bytes, as: .none, columns, errors, in: .chinese) }
        }
        #expect(read > 0)
    }
}
