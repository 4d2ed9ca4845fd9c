import Civil
import Kernel
import Testing

/// Days, names and ID numbers as they come from offices and spreadsheets.
struct OfficeTextTests {
    @Test(arguments: [
        ("2014年1２月9日", "2014-12-09"), ("2014年5月1９日", "2014-05-19"), ("２０１４－０５－０９", "2014-05-09"),
        ("2014／5／9", "2014-05-09"), ("2014．5．9", "2014-05-09"), ("２０１４０５０９", "2014-05-09"),
        ("2014 年 5 月 9 日", "2014-05-09"), ("2014年5月9号", "2014-05-09"), ("2014年05月09", "2014-05-09"),
        ("\u{FEFF}2014-05-09", "2014-05-09"), ("2014-5-9\u{200B}", "2014-05-09"), (" 2014.05.09　", "2014-05-09"),
        ("19990710", "1999-07-10"), ("2000.6.7", "2000-06-07"),
    ])
    func daysLoseNoCharacter(_ text: String, _ day: String) throws {
        #expect(try Day.read(text).description == day)
    }

    @Test(arguments: [
        "2014年1五月9日", "2014年五月9日", "2014①-05-09", "2014-05-0⁹", "2014年5月9日左右", "约2014-05-09", "2014-05/09",
        "2014.5-9", "9/5/2014", "2014年5-9", "2014-05-09-01", "2014--05-09", "二〇一四年五月九日", "2014-٠٥-09", "",
    ])
    func nothingElseIsADay(_ text: String) { #expect(Day(text) == nil) }

    @Test func whatOnlyLooksLikeADayHasItsOwnWords() throws {
        func defect(_ text: String) throws -> Day.Defect {
            try #require(#expect(throws: Day.Defect.self) { try Day.read(text) })
        }
        let day = try #require(Day("2014-05-09"))
        #expect(try defect("41768") == .spreadsheetNumber(day))
        #expect(try defect("41768.5") == .spreadsheetNumber(day))
        #expect(try defect("2014/5/9 0:00") == .time(day))
        #expect(try defect("2014-05-09T08:30:00") == .time(day))
        for text in ["2014.9", "2014年9月", "2014-09", "2014/9", "201409", "２０１４．９"] {
            #expect(try defect(text) == .month(try #require(Month("2014-09"))))
        }
        #expect(try defect("2014") == .year(2014))
        #expect(try defect("2014年") == .year(2014))
        #expect(try defect("14.5.9") == .shortYear)
        #expect(try defect("2014-02-30") == .absent)
        #expect(try defect("20140230") == .absent)
        for text in ["无", "—", "/", "暂无", " ", "N/A"] { #expect(try defect(text) == .nothing) }
        #expect(try defect("明天") == .unknown)
    }

    @Test(arguments: [
        "'990001198003150015", "＝\"990001198003150015\"", "=\"990001198003150015\"", "９９０００１１９８００３１５００１５",
        "990001 19800315 0015", "990001198003150015\u{200B}", "\u{202D}990001198003150015\u{202C}",
        "’990001198003150015",
    ])
    func numbersFromSpreadsheetsAreTaken(_ text: String) throws {
        #expect(try IDNumber(text).characters == "990001198003150015")
    }

    @Test(arguments: [
        "11010519491231002x", "11010519491231002Х", "11010519491231002х", "11010519491231002×", "11010519491231002Ｘ",
    ])
    func theLastCharacterMayBeTypedOtherwise(_ text: String) throws {
        #expect(try IDNumber(text).characters == "11010519491231002X")
    }

    @Test(arguments: [
        ("9.90001E+17", IDNumber.Defect.exponent), ("9.90001198003E+17", .exponent), ("990001198003150000", .rounded),
        ("990001800315001", .old), ("99000119800315001", .length(17)), ("陕西西安", .length(4)),
        ("99000119800315001A", .character), ("990001198013150015", .birthDate), ("990001198003150016", .checkDigit),
        // Rounded, and with the right check digit all the same.
        ("990001198003040000", .sequence), ("110105198003180000", .sequence), ("990001198003150007", .sequence),
    ])
    func lostNumbersHaveTheirOwnAdvice(_ text: String, _ defect: IDNumber.Defect) {
        #expect(throws: defect) { try IDNumber(text) }
    }

    /// What was kept before sequences were looked at can still be read.
    @Test func aNumberThatWasKeptStaysReadable() {
        #expect(IDNumber(kept: "990001198003150007")?.characters == "990001198003150007")
        #expect(IDNumber(kept: "990001198003150008") == nil && IDNumber(kept: "") == nil)
        #expect(IDNumber.advice("990001198003040000")?.chinese.contains("文本格式") == true)
    }

    @Test(arguments: [
        "买买提・阿不都", "买买提·阿不都", "买买提•阿不都", "买买提‧阿不都", "买买提∙阿不都", "买买提．阿不都", "买买提.阿不都",
        "买买提 · 阿不都", "买买提･阿不都",
    ])
    func dotsAreOne(_ text: String) throws { #expect(try PersonName(text).text == "买买提·阿不都") }

    @Test(arguments: [
        ("王 伟", "王伟"), ("王　　伟", "王伟"), (" 王伟\u{200B}", "王伟"), ("张\u{E863}", "张\u{4DAE}"), ("李\u{E816}", "李\u{20087}"),
        ("𠮷田", "𠮷田"), ("Anna  Lee", "Anna Lee"), ("J. Smith", "J. Smith"), ("书记0", "书记0"),
    ])
    func namesHaveOneSpelling(_ text: String, _ name: String) throws { #expect(try PersonName(text).text == name) }

    @Test(arguments: ["合计", "合 计", "小计", "无", "—", "-", "12", "１２", "3.5", "", "  ", "空缺", "姓 名", "张\u{E001}"])
    func whatIsNoNameIsRefused(_ text: String) { #expect(throws: PersonName.Defect.self) { try PersonName(text) } }
}
