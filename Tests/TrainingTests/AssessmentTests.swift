import Access
import Civil
import Foundation
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire
import Workbooks

@testable import Training

/// Results of a class on a real database: entered singly and by sheet, repeated, asked for at the closing, printed.
struct AssessmentTests {
    private func running(
        _ office: ClassOffice, _ code: String = "A1", starts: String = "2014-09-01", rule: String = "exam-60-usual-40"
    ) async throws -> Reference<TrainingClass> {
        let course = try await office.announced(code, starts: starts, rule: rule)
        try await office.enrol(0, 1, 2, in: course)
        try await office.move(course, .running)
        return course
    }

    private func attended(_ office: ClassOffice, _ course: Reference<TrainingClass>) async throws {
        for session in try await office.sessions(course) {
            try await office.mark(course, session.number, others: .present)
        }
    }

    @discardableResult
    private func assess(
        _ office: ClassOffice, _ course: Reference<TrainingClass>, _ person: String, _ part: String? = nil,
        _ score: String? = nil, verdict: ResultVerdict? = nil, sitting: Int? = nil, reason: String? = nil
    ) async throws -> ResultsWritten {
        try await office.training.assess(
            ResultsOrder(
                results: [
                    ResultEntry(
                        person: Reference(person), part: part, score: score.flatMap { Amount($0) }, verdict: verdict,
                        sitting: sitting)
                ], reason: reason), in: course, on: office.today, caller: Fixture.root)
    }

    private func sheet(
        _ office: ClassOffice, _ course: Reference<TrainingClass>, _ text: String, part: String? = nil,
        sitting: Int? = nil, dryRun: Bool? = nil
    ) async throws -> ImportOutcome {
        let order = ResultsImportOrder(part: part, sitting: sitting, dryRun: dryRun)
        // A workbook of the same table is the same.
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let sheet = WorkbookSheet(
            "成绩", columns: (lines.first ?? []).map { .init(String($0)) },
            rows: lines.dropFirst().map { .init($0.map(String.init)) })
        let bytes = try WorkbookWriter.write([sheet])
        let checked = ResultsImportOrder(part: part, sitting: sitting, dryRun: true)
        let dry = try? await office.training.importResults(
            bytes, checked, in: course, on: office.today, caller: Fixture.root)
        let outcome = try await office.training.importResults(
            Array(text.utf8), order, in: course, on: office.today, caller: Fixture.root)
        #expect(dry?.added == outcome.added && dry?.rows == outcome.rows)
        return outcome
    }

    private func lines(_ office: ClassOffice, _ course: Reference<TrainingClass>, caller: Caller = Fixture.root)
        async throws -> [String: AssessmentLine]
    {
        let lines = try await office.training.results(of: course, caller: caller).items
        return Dictionary(uniqueKeysWithValues: lines.map { ($0.personName ?? "", $0) })
    }

    private func close(
        _ office: ClassOffice, _ course: Reference<TrainingClass>, unassessed: UnassessedDecision? = nil,
        reason: String? = nil
    ) async throws -> [String: Completion] {
        let closed = try await office.training.closeClass(
            course, ClassClosing(on: day("2015-09-01"), unassessed: unassessed, reason: reason), expected: nil,
            on: office.today, caller: Fixture.root)
        return Dictionary(uniqueKeysWithValues: closed.items.map { ($0.personName ?? "", $0) })
    }

    @Test func resultsAreEnteredByNameNumberOfTheListAndIDNumber() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            #expect(try await assess(office, course, "测试0", "exam", "86.5").count == 1)
            #expect(try await assess(office, course, "2", "结业考试", "70").count == 1)
            #expect(try await assess(office, course, Fixture.number(2), "ordinary marks", "91").count == 1)
            // The same again changes nothing; another one is a correction that says what was there.
            #expect(try await assess(office, course, "测试0", "exam", "86.5").count == 0)
            let corrected = try await assess(office, course, "测试0", "exam", "68.5", reason: "登分有误")
            #expect(corrected.count == 1 && corrected.replaced.map(\.before.chinese) == ["86.5 分"])
            let found = try await lines(office, course)
            #expect(found["测试0"]?.results.map(\.score?.description) == ["68.5"])
            #expect(found["测试0"]?.results.map(\.revision) == [2] && found["测试0"]?.results.map(\.reason) == ["登分有误"])
            #expect(found["测试1"]?.results.map(\.part) == ["exam"] && found["测试2"]?.results.map(\.part) == ["usual"])
            #expect(found["测试2"]?.missing.map(\.chinese) == ["结业考试"] && found["测试2"]?.grade == nil)
        }
    }

    @Test func whatCannotBeIsRefusedAndNothingIsWritten() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            func refused(
                _ person: String, _ part: String?, _ score: String?, _ verdict: ResultVerdict? = nil,
                sitting: Int? = nil
            )
                async throws -> String
            {
                try await office.refusal {
                    try await assess(office, course, person, part, score, verdict: verdict, sitting: sitting)
                }.code
            }
            #expect(try await refused("测试0", "essay", "80") == "assessment.refused")
            #expect(try await refused("测试0", nil, "80") == "assessment.refused")
            for score in ["100.1", "-1", "60.55"] {
                #expect(try await refused("测试0", "exam", score) == "assessment.refused", "\(score)")
            }
            #expect(try await refused("测试0", "exam", nil, .passed) == "assessment.refused")
            #expect(try await refused("测试0", "exam", nil) == "value.missing")
            #expect(try await refused("测试0", "exam", "80", .passed) == "value.invalid")
            #expect(try await refused("测试0", "exam", "80", sitting: 2) == "assessment.refused")
            #expect(try await refused("测试9", "exam", "80") == "attendance.not_enrolled")
            #expect(try await lines(office, course).values.allSatisfy { $0.results.isEmpty })
            let plain = try await running(office, "B1", starts: "2014-11-03", rule: "share-three-quarters")
            let none = try await office.refusal { try await assess(office, plain, "测试0", "exam", "80") }
            #expect(none.code == "assessment.none")
            #expect(try await lines(office, plain).isEmpty)
        }
    }

    @Test func aSheetIsReadWholeOrNotAtAll() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            let wrong = try await office.refusal {
                _ = try await sheet(
                    office, course, "姓名,成绩\n测试0,86\n测试1,一百\n测试8,70\n测试2,101\n测试2,70\n", part: "exam")
            }
            #expect(wrong.code == "import.rejected" && wrong.cells.map(\.row) == [3, 4])
            let second = try await office.refusal {
                _ = try await sheet(office, course, "序号,姓名,成绩\n1,测试0,86\n2,测试1,101\n3,测试0,70\n", part: "exam")
            }
            #expect(second.code == "import.rejected" && second.cells.map(\.row) == [3, 4])
            #expect(try await lines(office, course).values.allSatisfy { $0.results.isEmpty })
            let dry = try await sheet(office, course, "姓名,成绩\n测试0,86\n", part: "exam", dryRun: true)
            #expect(dry.dryRun && dry.added == 1)
            #expect(try await lines(office, course)["测试0"]?.results.isEmpty == true)
            let read = try await sheet(
                office, course, "名单序号,考试成绩,项目,考试日期\n1,86,,2014-09-03\n2,缺考,,\n3,92.5,平时成绩,\n", part: "exam")
            #expect(read.added == 3)
            let found = try await lines(office, course)
            #expect(found["测试0"]?.results.map(\.on) == [day("2014-09-03")])
            #expect(found["测试1"]?.results.map(\.verdict) == [.missed])
            #expect(found["测试2"]?.results.map(\.part) == ["usual"])
        }
    }

    @Test func closingAsksForMissingResultsLikeMissingMarks() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            try await attended(office, course)
            _ = try await sheet(office, course, "姓名,成绩\n测试0,90\n测试1,80\n测试2,50\n", part: "usual")
            try await assess(office, course, "测试0", "exam", "85")
            let asked = try await office.refusal { _ = try await close(office, course) }
            #expect(asked.code == "class.unassessed" && asked.facts.map(\.name) == ["测试1", "测试2"])
            #expect(asked.facts.allSatisfy { $0.value.contains("结业考试") })
            try await assess(office, course, "测试1", "exam", "60")
            let closed = try await close(office, course, unassessed: .missed, reason: "未参加考试")
            #expect(closed["测试0"]?.completed == true && closed["测试0"]?.score?.description == "87")
            #expect(closed["测试0"]?.grade?.chinese == "优秀" && closed["测试1"]?.grade?.chinese == "合格")
            #expect(closed["测试2"]?.completed == false && closed["测试2"]?.grade?.chinese == "不合格")
            #expect(closed["测试2"]?.failures.map(\.chinese) == ["总评 20 分，不到 60 分"])
            let kept = try await lines(office, course)["测试2"]?.results.first { $0.part == "exam" }
            #expect(kept?.verdict == .missed && kept?.reason == "未参加考试")
            // Nothing is entered in a class that is closed; reopened, a result is corrected and judged again.
            let late = try await office.refusal { try await assess(office, course, "测试2", "exam", "70") }
            #expect(late.code == "class.state")
            _ = try await office.training.reopenClass(
                course, ClassReopening(on: day("2015-09-02"), reason: "补考"), expected: nil, on: office.today,
                caller: Fixture.root)
            try await assess(office, course, "测试2", "exam", "70")
            let again = try await office.training.closeClass(
                course, ClassClosing(on: day("2015-09-03")), expected: nil, on: office.today, caller: Fixture.root)
            #expect(again.completed == 3)
        }
    }

    @Test func whoseAttendanceFailsIsNotAdmittedAndNotAskedFor() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office, rule: "exam-70-conduct-30")
            try await office.mark(course, 1, ["测试2": .absent], others: .present)
            let barred = try await office.refusal { try await assess(office, course, "测试2", "exam", "90") }
            #expect(barred.code == "assessment.refused" && barred.facts.first?.value.contains("考勤不合格") == true)
            for session in 2...6 { try await office.mark(course, session, others: .present) }
            for name in ["测试0", "测试1"] {
                try await assess(office, course, name, "exam", "70")
                try await assess(office, course, name, "conduct", "80")
            }
            let closed = try await close(office, course)
            #expect(closed.values.filter(\.completed).count == 2)
            // There is no result where attendance does not suffice.
            #expect(closed["测试2"]?.grade == nil && closed["测试2"]?.failures.count == 1)
        }
    }

    @Test func aResitFollowsAFailureAndCountsForTheCap() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office, rule: "usual-then-exam")
            let early = try await office.refusal { try await assess(office, course, "测试0", "exam", "80") }
            #expect(early.facts.first?.value.contains("还没有平时考核的成绩") == true)
            for name in ["测试0", "测试1"] { try await assess(office, course, name, "usual", verdict: .passed) }
            try await assess(office, course, "测试0", "exam", "59.9")
            try await assess(office, course, "测试1", "exam", "60")
            #expect(try await assess(office, course, "测试0", "exam", "95", sitting: 2).count == 1)
            let passed = try await office.refusal {
                try await assess(office, course, "测试1", "exam", "95", sitting: 2)
            }
            #expect(passed.facts.first?.value.contains("已合格") == true)
            let third = try await office.refusal { try await assess(office, course, "测试0", "exam", "95", sitting: 3) }
            #expect(third.facts.first?.value.contains("最多补考 1 次") == true)
            let found = try await lines(office, course)
            #expect(found["测试0"]?.results.filter { $0.part == "exam" }.map(\.sitting) == [1, 2])
            #expect(found["测试0"]?.failures.isEmpty == true && found["测试0"]?.grade?.chinese == "合格")
        }
    }

    @Test func theCompletionListShowsScoresGradesAndWhoFailed() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            try await attended(office, course)
            _ = try await sheet(office, course, "姓名,成绩\n测试0,90\n测试1,80\n测试2,50\n", part: "usual")
            _ = try await sheet(office, course, "姓名,成绩\n测试0,85\n测试1,60\n测试2,51\n", part: "exam")
            _ = try await close(office, course)
            let list = try await office.training.printed(
                .completion, of: course, .chinese, on: office.today, caller: Fixture.root)
            #expect(list.contains("<td>87</td><td>优秀</td>") && list.contains("<td>68</td><td>合格</td>"))
            #expect(list.contains("未结业（1 人）") && list.contains("总评 50.6 分，不到 60 分"))
            let certificates = try await office.training.printed(
                .certificates, of: course, .chinese, on: office.today, caller: Fixture.root)
            #expect(certificates.contains("考核优秀，准予结业") && !certificates.contains("测试2"))
        }
    }

    @Test func aTownshipSeesTheResultsOfItsOwnPeopleAndEntersNone() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            try await office.enrol(3, in: course)
            for name in ["测试0", "测试1", "测试3"] { try await assess(office, course, name, "exam", "70") }
            let township = try await office.fixture.caller("610116002", .clerk)
            let seen = try await lines(office, course, caller: township)
            #expect(seen.keys.sorted() == ["测试3"] && seen.values.allSatisfy { $0.results.count == 1 })
            let own = try #require(seen.values.first)
            let refused = try await office.refusal {
                _ = try await office.training.assess(
                    ResultsOrder(results: [ResultEntry(person: Reference(own.person), part: "exam", score: Amount(99))]
                    ),
                    in: course, on: office.today, caller: township)
            }
            #expect(refused.kind == .forbidden)
        }
    }
}
