import Civil
import Kernel
import Members
import TestSupport
import Testing

@testable import Training

/// Marks from a list of those who were there: a pasted column, or the export of a meeting program.
struct SignInTests {
    private static let export = """
        会议主题,轮训班夜学
        会议号,123 456 789
        开始时间,2014-09-01 19:00:00

        用户昵称（入会昵称）,首次入会时间,最后退会时间,网络类型,累计参会时长
        测试0(一支部测试0),2014-09-01 18:55:11,2014-09-01 20:00:03,WiFi,01:04:52
        会议室iPad,2014-09-01 18:50:00,2014-09-01 21:00:00,有线,02:10:00
        测试1（测试1）,2014-09-01 19:02:11,2014-09-01 21:00:03,4G,01:57:52
        3-测试2,2014-09-01 19:30:00,2014-09-01 20:00:00,4G,00:30:00
        测试0,2014-09-01 20:01:00,2014-09-01 21:00:00,4G,00:59:00

        ,共 5 条
        ,导出时间
        """

    private func running(_ office: ClassOffice) async throws -> Reference<TrainingClass> {
        let course = try await office.announced()
        try await office.enrol(0, 1, 2, 3, in: course)
        try await office.move(course, .running)
        return course
    }

    private func signIn(
        _ office: ClassOffice, _ course: Reference<TrainingClass>, _ text: String,
        _ order: AttendanceListOrder = AttendanceListOrder(),
        session: Int = 1
    ) async throws -> SignInRead {
        try await office.training.signIn(
            Array(text.utf8), order, session: session, of: course, caller: Fixture.root)
    }

    private func marks(_ office: ClassOffice, _ course: Reference<TrainingClass>) async throws -> [String: Mark] {
        let lines = try await office.training.marks(of: course, caller: Fixture.root).items
        return Dictionary(lines.map { ($0.personName ?? "", $0.mark) }, uniquingKeysWith: { $1 })
    }

    @Test func aPastedColumnIsEnough() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            try await office.mark(course, 1, ["测试3": .onLeave])
            let read = try await signIn(
                office, course, "测试0\n2\n\(Fixture.number(2))\n测试0\n", AttendanceListOrder(others: .absent))
            #expect(read.people == 3 && read.repeated == ["测试0"] && read.written.kept == 1)
            #expect(
                try await marks(office, course) == [
                    "测试0": .present, "测试1": .present, "测试2": .present, "测试3": .onLeave,
                ])
        }
    }

    @Test func theExportOfAMeetingProgramIsRead() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            let limits = AttendanceListOrder(
                others: .absent, starts: "19:00", lateAfter: 1, atLeast: 90, ignore: ["会议室iPad"])
            let read = try await signIn(office, course, Self.export, limits)
            #expect(read.people == 3 && read.present == 1 && read.late == 1 && read.unread == ["网络类型"])
            #expect(read.short.map(\.name) == ["测试2"] && read.short.first?.minutes == 30)
            #expect(read.repeated == ["测试0"])
            #expect(
                try await marks(office, course) == [
                    "测试0": .present, "测试1": .late, "测试2": .absent, "测试3": .absent,
                ])
        }
    }

    @Test func whoIsUnknownOrAmbiguousIsListedAndNothingIsMarked() async throws {
        try await ClassOffice.with(villages: ["610116001001", "610116001002", "610116001200"]) { office in
            let table = Fixture.secretaries(["610116002200"]).replacing(Fixture.number(0), with: Fixture.number(20))
                .replacing("测试0", with: "测试2")
            _ = try await office.fixture.importPeople(table)
            let course = try await office.announced()
            try await office.enrol(0, 1, 2, 20, in: course)
            try await office.move(course, .running)
            let error = try await office.refusal {
                _ = try await signIn(office, course, "测试2\n一支部测试1\n无此人\n测试0\n")
            }
            #expect(error.code == "import.rejected" && error.cells.map(\.row) == [1, 2, 3])
            // A name inside another text is shown, never taken for it.
            #expect(error.cells[0].reason.english.contains("3 测试2") && error.cells[1].reason.english.contains("2 测试1"))
            #expect(try await office.fixture.count("attendance_mark") == 0)
            // The number of the list says which of the two.
            #expect(try await signIn(office, course, "4\n").people == 1)
        }
    }

    @Test func aDryRunMarksNothing() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            let read = try await signIn(office, course, "测试0\n", AttendanceListOrder(others: .absent, dryRun: true))
            #expect(read.dryRun && read.written.count == 4)
            #expect(try await office.fixture.count("attendance_mark") == 0)
        }
    }

    @Test func nobodyIsLateByAListWithoutTimes() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            let error = try await office.refusal {
                _ = try await signIn(office, course, "测试0\n", AttendanceListOrder(starts: "19:00", lateAfter: 5))
            }
            #expect(error.code == "attendance.no_times")
            let half = try await office.refusal {
                _ = try await signIn(office, course, Self.export, AttendanceListOrder(starts: "19:00"))
            }
            #expect(half.code == "value.missing")
        }
    }

    @Test(arguments: [
        ("19:02", 68_520), ("2026-03-04 19:02:11", 68_531), ("01:53:20", 6800), ("19：02", 68_520), ("24:61", nil),
        ("abc", nil), ("19", nil), ("", nil), ("99:00", nil),
    ])
    func timesAreReadAsSheetsWriteThem(text: String, seconds: Int?) { #expect(ClockText.seconds(text) == seconds) }
}
