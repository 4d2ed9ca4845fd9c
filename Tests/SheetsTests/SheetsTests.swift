import Civil
import Kernel
import Sheets
import Testing

private let columns = [
    SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
    SheetColumn("day", "日期", zh: "日期", en: "Day", example: "2014-05-09"),
]

/// Office sheets as they come.
struct SheetsTests {
    @Test func threeEncodingsOfOneSheetReadAlike() throws {
        let text = "姓名,日期\n王芳,2014-05-09\n"
        let plain = try Sheet(Array(text.utf8), columns: columns)
        let marked = try Sheet([0xEF, 0xBB, 0xBF] + Array(text.utf8), columns: columns)
        let chinese = try Sheet(#require(SheetEncoding.encodeGB18030(text)), columns: columns)
        #expect(plain.encoding == .utf8 && marked.encoding == .utf8WithMark && chinese.encoding == .gb18030)
        for sheet in [plain, marked, chinese] { #expect(sheet.rows[0]["name"] == "王芳") }
    }

    /// A clerk who reads the error looks for the column in their own sheet.
    @Test(arguments: ["日期", "day", "Day"]) func anErrorNamesTheHeadingOfTheSheet(heading: String) throws {
        let sheet = try Sheet(Array("姓名,\(heading)\n王芳,x\n".utf8), columns: columns)
        var reader = CellReader()
        _ = reader.optionalDay(sheet.rows[0], "day")
        #expect(reader.errors.map(\.column) == [heading])
        reader.fail(sheet.rows[0], "absent", .verbatim("r"))
        #expect(reader.errors.map(\.column).contains("absent"))
    }

    @Test func bytesThatAreNoTextAreRefusedWithTheirLine() {
        do {
            _ = try Sheet(Array("姓名\n甲\n".utf8) + [0xFF, 0xFF, 0x00], columns: columns)
            Issue.record("accepted")
        } catch {
            #expect(error.code == "sheet.encoding")
            #expect(error.message.english.contains("line 3"))
        }
    }

    @Test func quotesCommasAndLineEndsInsideFields() throws {
        let records = try CSVText.records("a,b\r\n\"x,\"\"y\"\"\",\"two\nlines\"\r\nlast,1\r\n")
        #expect(records.map(\.fields) == [["a", "b"], ["x,\"y\"", "two\nlines"], ["last", "1"]])
        #expect(records.map(\.line) == [1, 2, 4])
    }

    @Test func whatIsWrittenReadsBack() throws {
        let fields = ["plain", "with,comma", "with \"quotes\"", "line\nbreak", ""]
        #expect(try CSVText.records(CSVText.line(fields) + "\n")[0].fields == fields)
    }

    @Test func formulasAreDefused() {
        #expect(CSVText.line(["=1+1"]) == "'=1+1")
        #expect(CSVText.line(["-5"]) == "-5")
    }

    @Test(arguments: [("", "empty"), ("名\n", "unknown"), ("日期\n", "missing"), ("姓名,name\n甲,乙\n", "twice")])
    func wrongColumnsAreNamed(text: String, word: String) {
        #expect(throws: AppError.self) { try Sheet(Array(text.utf8), columns: columns) }
        do { _ = try Sheet(Array(text.utf8), columns: columns) } catch {
            #expect(error.code == "sheet.columns")
            #expect(error.message.english.contains(word))
            #expect(!error.message.chinese.isEmpty)
        }
    }

    @Test func everyBadCellIsNamedAtOnce() throws {
        let sheet = try Sheet(Array("姓名,日期\n,2014-02-30\n甲,明天\n".utf8), columns: columns)
        var reader = CellReader()
        for row in sheet.rows {
            _ = reader.text(row, "name")
            _ = reader.optionalDay(row, "day")
        }
        #expect(reader.errors.map(\.row) == [2, 2, 3])
        #expect(throws: AppError.self) { try reader.finish() }
    }
}
