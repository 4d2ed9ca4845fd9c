import Civil
import Kernel
import Policy
import TestSupport
import Testing

@testable import Training

/// What published classes ask for beside attendance, each worked out by hand from its notice.
struct AssessmentRuleTests {
    private func rule(_ key: String) throws -> AttendanceRule {
        try TrainingRules(PolicyLoader().load("policy/training/training.yaml")).attendanceRule(key)
    }

    private func parsed(_ text: String) throws -> AssessmentRule {
        try AssessmentRule(try PolicyLoader.parse(text, file: "t.yaml"))
    }

    /// Scores as numbers, verdicts as words: `exam 86.5` or `essay failed`; a second sitting follows the first.
    private func sittings(_ words: [String]) throws -> AssessmentRule.Sittings {
        var sittings: AssessmentRule.Sittings = [:]
        for word in words {
            let parts = word.split(separator: " ").map(String.init)
            let result =
                try Amount(parts[1]).map(SittingResult.score) ?? .verdict(#require(ResultVerdict(rawValue: parts[1])))
            sittings[parts[0], default: [:]][(sittings[parts[0]]?.count ?? 0) + 1] = result
        }
        return sittings
    }

    private func judge(_ key: String, _ words: [String], attendance: Bool = true, points: Int = 100) throws
        -> AssessmentRule.Judgement
    {
        let assessment = try #require(try rule(key).assessment)
        return assessment.judge(
            try sittings(words), AssessmentRule.Attendance(holds: attendance, points: Amount(points)))
    }

    /// 湖南化工 2017: 60 % and 40 %; 100–85, 84–75, 74–60, below 60: the point below, the point and the point above.
    @Test(arguments: [
        ("exam 84.9", "usual 85", "84.94", "良好"), ("exam 85", "usual 85", "85", "优秀"),
        ("exam 85.1", "usual 85", "85.06", "优秀"), ("exam 75", "usual 74.9", "74.96", "合格"),
        ("exam 75", "usual 75", "75", "良好"), ("exam 60", "usual 59.9", "59.96", "不合格"),
        ("exam 60", "usual 60", "60", "合格"), ("exam missed", "usual 100", "40", "不合格"),
    ])
    func sixtyAndFortyHaveThreeGrades(exam: String, usual: String, total: String, grade: String) throws {
        let judgement = try judge("exam-60-usual-40", [exam, usual])
        #expect(judgement.total?.description == total && judgement.grade?.chinese == grade)
        #expect(judgement.passed == (grade != "不合格"))
    }

    @Test func whoFailsAttendanceHasNoExaminationAndNoneIsAskedOf() throws {
        let judgement = try judge("exam-60-usual-40", ["usual 90"], attendance: false)
        #expect(!judgement.passed && judgement.missing.isEmpty)
        #expect(judgement.failures.map(\.chinese) == ["不得参加结业考试：考勤不合格", "总评 36 分，不到 60 分"])
        #expect(try judge("exam-60-usual-40", ["usual 90"]).missing == ["exam"])
    }

    /// 中国海洋大学 2024: seventy.
    @Test(arguments: [("69.9", "70", false), ("70", "70", true), ("70.1", "70", true), ("100", "57.1", false)])
    func seventyAreNeeded(essay: String, exam: String, passes: Bool) throws {
        #expect(try judge("essay-30-exam-70", ["essay \(essay)", "exam \(exam)"]).passed == passes)
    }

    /// 贵州大学: the computer test has to be passed even where the total is.
    @Test func theTestHasToBePassedWhateverTheTotal() throws {
        let judgement = try judge("usual-10-essay-20-exam-70", ["usual 100", "essay 100", "exam 59.9"])
        #expect(judgement.total?.description == "71.93" && !judgement.passed)
        #expect(judgement.failures.map(\.chinese) == ["上机考试 59.9 分，不到 60 分"])
        #expect(try judge("usual-10-essay-20-exam-70", ["usual 60", "essay 60", "exam 60"]).passed)
    }

    /// 某学院 2013: 80/20, and two absences leave no result.
    @Test func eightyAndTwenty() throws {
        #expect(try judge("exam-80-usual-20", ["exam 55", "usual 80"]).total?.description == "60")
        #expect(try judge("exam-80-usual-20", ["exam 54.9", "usual 80"]).passed == false)
        let half = { (mark: Mark) in AttendanceRule.HalfDay(hours: Hours(tenths: 40), mark: mark) }
        #expect(try rule("exam-80-usual-20").judge([half(.absent), half(.present), half(.present)]).completed)
        #expect(!(try rule("exam-80-usual-20").judge([half(.absent), half(.absent), half(.present)]).completed))
    }

    /// 某校第59期: one absence, or two late arrivals, and the right to the examination is lost.
    @Test(arguments: [
        ([Mark.present, .present], true), ([.late, .present], true), ([.late, .leftEarly], false),
        ([.absent, .present], false),
    ])
    func theRightToTheExaminationIsLost(marks: [Mark], may: Bool) throws {
        let rule = try rule("exam-70-conduct-30")
        let halfDays = marks.map { AttendanceRule.HalfDay(hours: Hours(tenths: 40), mark: $0) }
        let attendance = AssessmentRule.Attendance(
            holds: rule.judge(halfDays).completed, points: rule.points(halfDays))
        let assessment = try #require(rule.assessment)
        let exam = try #require(assessment.part("exam"))
        let objection = assessment.objection(exam, sitting: 1, .score(Amount(80)), [:], attendance)
        #expect((objection == nil) == may, "\(objection?.chinese ?? "")")
    }

    /// 南宁市直机关 2011: 12.5 points off for a half-day; the examination and the essay both count.
    @Test func pointsForAttendanceThenExaminationAndEssay() throws {
        let rule = try rule("points-then-exam-and-essay")
        let halfDays = [Mark.absent, .present, .present].map {
            AttendanceRule.HalfDay(hours: Hours(tenths: 40), mark: $0)
        }
        #expect(rule.points(halfDays).description == "87.5" && rule.judge(halfDays).completed)
        #expect(try judge("points-then-exam-and-essay", ["exam 60", "essay passed"]).passed)
        #expect(try judge("points-then-exam-and-essay", ["exam 59.9", "essay passed"]).passed == false)
        let unwritten = try judge("points-then-exam-and-essay", ["exam 90", "essay missed"])
        #expect(unwritten.failures.map(\.chinese) == ["论文：缺考"] && unwritten.grade?.chinese == "不合格")
        #expect(try judge("points-then-exam-and-essay", ["exam 90"]).missing == ["essay"])
    }

    /// 第十一期预备党员班 2020: every module, and a report three times at most.
    @Test func aReportThatFailsThreeTimesFails() throws {
        let passed = ["lectures passed", "discussion passed"]
        #expect(try judge("three-modules", passed + ["report failed", "report failed", "report passed"]).passed)
        #expect(try !judge("three-modules", passed + ["report failed", "report failed", "report failed"]).passed)
        #expect(try judge("three-modules", passed).missing == ["report"])
        let assessment = try #require(try rule("three-modules").assessment)
        let (report, attendance) = (
            try #require(assessment.part("report")), AssessmentRule.Attendance(holds: true, points: .zero)
        )
        func objection(_ sitting: Int, after words: [String]) throws -> String? {
            assessment.objection(report, sitting: sitting, .verdict(.passed), try sittings(words), attendance)?.chinese
        }
        #expect(try objection(3, after: ["report failed", "report failed"]) == nil)
        #expect(try objection(4, after: ["report failed", "report failed", "report failed"]) == "学习报告最多补考 2 次")
        #expect(try objection(2, after: []) == "还没有学习报告第 1 次的成绩")
        #expect(try objection(2, after: ["report passed"]) == "学习报告已合格，不用补考")
    }

    /// 湖南某校化学系 2007: forty hours, and no examination for who fails the ordinary part.
    @Test func theOrdinaryPartComesFirst() throws {
        let failed = try judge("usual-then-exam", ["usual failed"])
        #expect(failed.missing.isEmpty && !failed.passed)
        #expect(failed.failures.map(\.chinese) == ["平时考核：不合格", "不得参加结业考试：平时考核：不合格"])
        #expect(try judge("usual-then-exam", ["usual passed", "exam 60"]).passed)
        let rule = try rule("usual-then-exam")
        for (hours, completes) in [(399, false), (400, true), (401, true)] {
            let whole = AttendanceRule.HalfDay(hours: Hours(tenths: hours), mark: .present)
            #expect(rule.judge([whole]).completed == completes, "\(hours)")
        }
    }

    /// A resit is worth the cap at most: 90 in the second sitting is a pass and no more.
    @Test func aResitCountsForTheCapAtMost() throws {
        let rule = try parsed(
            """
            pass: 60
            parts:
              - {key: exam, name: {zh: 考试, en: exam}, weight: 80, pass: 60, resits: 1, resit_at_most: 60}
              - {key: attendance, name: {zh: 考勤, en: attendance}, weight: 20, result: attendance}
            """)
        let attendance = AssessmentRule.Attendance(holds: true, points: Amount(90))
        let again = rule.judge(try sittings(["exam 40", "exam 90"]), attendance)
        #expect(again.passed && again.total?.description == "66")
        // The best sitting counts: a worse one takes nothing away.
        #expect(rule.judge(try sittings(["exam 50", "exam 40"]), attendance).total?.description == "58")
        let exam = try #require(rule.part("exam"))
        let early = rule.objection(exam, sitting: 2, .score(Amount(70)), try sittings(["exam 60"]), attendance)
        #expect(early?.chinese == "考试已合格，不用补考")
        let calculated = rule.objection(rule.parts[1], sitting: 1, .score(Amount(70)), [:], attendance)
        #expect(calculated?.chinese == "考勤由考勤计算，不用登记")
    }

    /// 分党校意见: 32 hours. 漳州师院: nobody meets, and the essay decides.
    @Test func hoursAloneAndAnEssayAlone() throws {
        let whole = { (tenths: Int) in AttendanceRule.HalfDay(hours: Hours(tenths: tenths), mark: .present) }
        #expect(try rule("hours-32").judge([whole(320)]).completed && !rule("hours-32").judge([whole(319)]).completed)
        #expect(try rule("essay-only").judge([]).completed)
        #expect(try judge("essay-only", ["essay failed", "essay passed"]).passed)
    }

    @Test(arguments: [
        "parts: []", "parts: [{key: a, name: {zh: 甲, en: a}, weight: 80}]",
        "parts: [{key: a, name: {zh: 甲, en: a}}]", "parts: [{key: attendance, name: {zh: 甲, en: a}, weight: 100}]",
        "parts: [{key: a, name: {zh: 甲, en: a}, result: verdict, pass: 60}]",
        "parts: [{key: a, name: {zh: 甲, en: a}, weight: 100, after: [b]}]",
        "{parts: [{key: a, name: {zh: 甲, en: a}, result: verdict}], pass: 60}",
        "parts: [{key: a, name: {zh: 甲, en: a}, weight: 100, pass: 60, resits: 1, resit_at_most: 50}]",
        "{parts: [{key: a, name: {zh: 甲, en: a}, weight: 100}], "
            + "grades: [{from: 60, name: {zh: 乙, en: b}}, {from: 85, name: {zh: 丙, en: c}}]}",
    ])
    func aRuleThatCannotBeIsRefused(text: String) throws {
        let error = #expect(throws: AppError.self) { try parsed(text) }
        #expect(error?.code == "policy.bad_value")
    }
}
