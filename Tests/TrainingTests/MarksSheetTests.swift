import Civil
import Foundation
import Kernel
import TestSupport
import Testing

@testable import Training

/// Marks from a sheet as it hung in the classroom.
struct MarksSheetTests {
    private func session(_ number: Int, _ day: String, _ half: HalfDay) throws -> ClassSession {
        ClassSession(
            number: number, day: try #require(Day(day)), half: half, topic: .ideals, title: "课",
            hours: Hours(tenths: 40),
            teacher: "王老师")
    }

    private func sessions() throws -> [ClassSession] {
        [
            try session(1, "2026-03-04", .morning), try session(2, "2026-03-04", .afternoon),
            try session(3, "2026-03-04", .evening), try session(4, "2026-03-05", .morning),
        ]
    }

    private func read(_ text: String) throws -> [String] {
        try MarksSheet(Array(text.utf8), sessions()).lines.map {
            "\($0.person) \($0.session) \($0.mark.mark.rawValue) \($0.approver ?? $0.mark.detail ?? "-") \($0.mark.kind ?? "-")"
        }
    }

    @Test func aRowForEachPersonAndAColumnForEachHalfDay() throws {
        let sheet = """
            「支部书记轮训班」签到表,,,,,,
            序号,姓名,党组织,3月4日 上午 1,3月4日 下午 2,3月4日 晚上 3,3月5日 上午 4
            1,甲,东支部,√,迟到,事假（李部长）,缺
            2,乙,西支部,✓,,病假(李部长),—
            3,丙,西支部,到,早退,补训（4）,×
            """
        #expect(
            try read(sheet) == [
                "甲 1 present - -", "甲 2 late - -", "甲 3 on_leave 李部长 事假", "甲 4 absent - -",
                "乙 1 present - -", "乙 3 on_leave 李部长 病假",
                "丙 1 present - -", "丙 2 left_early - -", "丙 3 made_up 4 -", "丙 4 absent - -",
            ])
    }

    @Test(arguments: ["1,2,3,4", "第1次,第2次,第3次,第4次", "2026年3月4日上午,3月4日下午,3/4晚,3.5", "课次1,课次2,课次3,课次4"])
    func sessionsAreCalledInManyWays(_ headings: String) throws {
        #expect(
            try read("姓名,\(headings),备注\n甲,√,√,√,√,\n")
                == ["甲 1 present - -", "甲 2 present - -", "甲 3 present - -", "甲 4 present - -"])
    }

    /// The usual form on paper: days over half-days, as CSV and with cells of both rows filled.
    @Test(arguments: [
        "序号,姓名,3月4日,,,3月5日\n,,上午,下午,晚上,上午\n", "序号,姓名,3月4日,3月4日,3月4日,3月5日\n序号,姓名,上午,下午,晚上,上午\n",
    ])
    func headingsOfTwoRowsAreOne(_ headings: String) throws {
        #expect(
            try read("轮训班签到表,,,,,\n" + headings + "1,甲,√,迟到,√,缺\n")
                == ["甲 1 present - -", "甲 2 late - -", "甲 3 present - -", "甲 4 absent - -"])
    }

    @Test func whatIsNoSessionAndNoMarkIsNamed() throws {
        for (sheet, column) in [
            ("姓名,1,9\n甲,√,√\n", "9"), ("姓名,1,3月6日上午\n甲,√,√\n", "3月6日上午"), ("姓名,1,2\n甲,√,好\n", "2"),
            ("姓名,1,1\n甲,√,√\n", "1"), ("姓名,3月4日,1\n甲,√,√\n", "3月4日"), ("姓名,1,天气\n甲,√,晴\n", "天气"),
        ] {
            let error = #expect(throws: AppError.self) { try read(sheet) }
            #expect(
                error?.cells.first?.column == column || error?.code == "sheet.columns",
                "\(sheet): \(String(describing: error))")
        }
    }

    @Test func remarksThatAreNotKeptAreNamed() throws {
        let sheet = try MarksSheet(Array("姓名,1,备注\n甲,√,带病参加\n乙,√,\n".utf8), sessions())
        #expect(sheet.notes.map(\.row) == [2] && sheet.lines.count == 2)
    }

    @Test func theOtherFormTakesTheSameWords() throws {
        #expect(
            try read("姓名,课次,考勤,批准人\n甲,1,√,\n甲,2,病假,李部长\n") == ["甲 1 present - -", "甲 2 on_leave 李部长 病假"])
        for word in ["", "好", "（李部长）", "事假（李部长", "事假（李）部长"] { #expect(MarkWord(word) == nil, "\(word)") }
    }
}
