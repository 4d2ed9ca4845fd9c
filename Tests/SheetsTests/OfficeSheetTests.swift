import Civil
import Kernel
import Sheets
import Testing

private let columns = [
    SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
    SheetColumn("id_number", "身份证号", zh: "身份证号", en: "ID number", example: "11010519491231002X"),
    SheetColumn("since", "入党日期", zh: "入党日期", en: "Joined", example: "2014-05-09"),
    SheetColumn("organisation", "组织编码", zh: "编码", en: "Code", example: "610116001001"),
]

/// Sheets as offices keep them: what they add to headings, rows that are no records, separators and encodings.
struct OfficeSheetTests {
    private func sheet(_ text: String) throws -> Sheet { try Sheet(Array(text.utf8), columns: columns) }

    private func error(_ text: String) throws -> AppError {
        try #require(#expect(throws: AppError.self) { try sheet(text) })
    }

    @Test(arguments: [
        "*姓名,身份证号码（必填）,入党时间", "姓 名,公民身份证号,加入党组织日期", "姓名*,身份证号*,接收预备党员日期",
        "党员姓名,居民身份证号码,入党年月", "\u{FEFF}*姓名,身份证号,入党时间（年月日）", "\"姓\n名\",公民身份号码,入党日期：",
        "参训人员姓名,证件号码,入党时间", "姓\u{3000}\u{3000}名,身份证,何时入党",
    ])
    func headingsOfOfficesAreUnderstood(_ heading: String) throws {
        let row = try #require(try sheet(heading + "\n甲子安,990001198003150015,2005-07-01\n").rows.first)
        #expect(row["name"] == "甲子安")
        #expect(row["id_number"] == "990001198003150015")
        #expect(row["since"] == "2005-07-01")
    }

    @Test func titleAndGroupRowsAboveTheHeadingsArePassedOver() throws {
        let text = "××镇党员名册,,\n单位：××镇,,2026年2月\n,基本情况,\n序号,姓名,身份证号\n1,甲子安,\n2,戊辰和,\n"
        #expect(try sheet(text).rows.map { $0["name"] } == ["甲子安", "戊辰和"])
        #expect(try sheet(text).rows.map(\.line) == [5, 6])
    }

    @Test(arguments: [
        "合计,,2,", ",合 计,2,", "小计,,,", "注：本表一式两份,,,", "填表人：李四,,,审核人：王五", "第一支部,,,", "姓名,身份证号,入党日期,组织编码",
    ])
    func rowsThatAreNoRecordsAreNamedAndPassedOver(_ line: String) throws {
        let read = try sheet("姓名,身份证号,入党日期,组织编码\n甲子安,,2005-07-01,1\n\(line)\n戊辰和,,2006-07-01,1\n")
        #expect(read.rows.map { $0["name"] } == ["甲子安", "戊辰和"])
        #expect(read.passed.map(\.line) == [3])
    }

    /// Notes belong to no column: they are named, and one that is empty says nothing. What is no note is refused.
    @Test(arguments: ["备注", "备  注", "备注（可不填）", "其他说明", "Remarks"])
    func columnsOfNotesAreNamedAndPassedOver(_ heading: String) throws {
        let read = try sheet("姓名,\(heading),入党日期\n甲子安,党员大会推荐,2005-07-01\n戊辰和,,2006-07-01\n")
        #expect(read.rows.map { $0["since"] } == ["2005-07-01", "2006-07-01"])
        #expect(read.passed.map(\.kind) == [.column] && read.passed.first?.line == 1)
        #expect(try sheet("姓名,\(heading)\n甲子安,\n").passed.isEmpty)
        let noted = [
            SheetColumn("name", "姓名", zh: "", en: "", example: ""),
            SheetColumn("note", "备注", "其他说明", "remarks", zh: "", en: "", example: ""),
        ]
        let own = try Sheet(Array("姓名,\(heading)\n甲子安,注\n".utf8), columns: noted)
        #expect(own.rows.first?["note"] == "注" && own.passed.isEmpty)
        let kept = try Sheet(Array("姓名,\(heading)\n甲子安,注\n".utf8), columns: columns, keepsUnknown: true)
        #expect(kept.rows.first?.keptFields == ["注"] && kept.passed.isEmpty)
    }

    /// All that is wrong with the headings comes in one error, each with what it may have meant.
    @Test func unknownHeadingsAreListedOnceWithTheNearest() throws {
        let error = try error("姓名,身份证号的后四位,血型,爱好\n甲,1,2,3\n")
        #expect(error.code == "sheet.columns")
        for word in ["身份证号的后四位", "血型", "爱好"] { #expect(error.message.chinese.contains("「\(word)」")) }
        #expect(error.message.chinese.contains("是否为「身份证号」"))
    }

    @Test func oneColumnUnderTwoNamesIsRefused() throws {
        let error = try error("姓名,入党时间,加入党组织日期\n甲,2005-07-01,2006-07-01\n")
        #expect(error.message.chinese.contains("「入党时间」和「加入党组织日期」是同一列"))
    }

    @Test(arguments: [
        "姓名,,身份证号\n甲子安,已转出,\n", "姓名,身份证号\n甲子安,,已转出\n", "姓名, ,身份证号\n甲子安,x,\n",
    ])
    func valuesWithoutAHeadingAreRefused(_ text: String) throws {
        let error = try error(text)
        #expect(error.code == "import.rejected")
        #expect(error.cells.first?.row == 2)
        #expect(error.cells.first?.reason.chinese.contains("表头是空的") == true)
    }

    @Test(arguments: [
        "姓名;入党日期\n甲子安;2005-07-01\n", "sep=;\n姓名;入党日期\n甲子安;2005-07-01\n",
        "姓名\t入党日期\n甲子安\t2005-07-01\n",
    ])
    func otherSeparatorsAreRead(_ text: String) throws {
        #expect(try sheet(text).rows.map { $0["since"] } == ["2005-07-01"])
    }

    /// “Unicode text” of a spreadsheet program: UTF-16 with tabs.
    @Test func sixteenBitTextIsRead() throws {
        let units = Array("姓名\t入党日期\r\n甲子安\t2005-07-01\r\n".utf16)
        let little: [UInt8] =
            [0xFF, 0xFE] + units.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        for bytes in [little, big] {
            let read = try Sheet(bytes, columns: columns)
            #expect(read.encoding == .utf16 && read.rows.map { $0["name"] } == ["甲子安"])
        }
        #expect(throws: AppError.self) { try Sheet([0xFF, 0xFE, 0x00, 0xD8, 0x41], columns: columns) }
    }

    /// FE9F is a character that GB 18030-2000 had in the private area.
    @Test func rareCharactersOfGB18030AreRead() throws {
        let text = Array("姓名\n张".utf8)
        let bytes =
            try #require(SheetEncoding.encodeGB18030(String(decoding: text, as: UTF8.self))) + [0xFE, 0x9F, 0x0A]
        var reader = CellReader()
        let row = try #require(try Sheet(bytes, columns: columns).rows.first)
        #expect(reader.name(row, "name") == "张\u{4DAE}")
    }

    /// One private character names its row instead of refusing the file.
    @Test func anUnknownCharacterNamesItsRow() throws {
        var reader = CellReader()
        for row in try sheet("姓名\n甲子安\n张\u{E001}\n").rows { _ = reader.name(row, "name") }
        #expect(reader.errors.map(\.row) == [3])
        #expect(reader.errors.first?.reason.chinese.contains("U+E001") == true)
    }
}
