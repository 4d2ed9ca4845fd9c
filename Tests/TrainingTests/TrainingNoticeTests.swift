import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Notices
import Organisations
import Settings
import TestSupport
import Testing

@testable import Training

/// What people, offices and hosts are notified of, and what is not sent any more.
struct TrainingNoticeTests {
    private func with(_ body: (ClassOffice) async throws -> Void) async throws {
        var settings = Settings()
        settings.notices.folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("dangwu-training-notices-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: settings.notices.folder) }
        try await ClassOffice.with(settings: settings, body)
    }

    private func remind(_ office: ClassOffice, _ on: Day) async throws -> TrainingRemindersWritten {
        try await office.training.remind(TrainingReminderOrder(scope: "610116"), on: on, caller: Fixture.root)
    }

    private func subjects(_ office: ClassOffice, _ filter: NoticeFilter = .all) async throws -> [NoticeLine] {
        try await office.fixture.services.notices.notices(
            NoticeQuery(filter: filter), PageRequest(limit: 500), caller: Fixture.root
        ).items
    }

    private func deliver(_ office: ClassOffice) async throws -> NoticeReport {
        try await office.fixture.services.notices.deliver(
            at: Date().addingTimeInterval(5), caller: Fixture.root)
    }

    /// Nobody heard of leave that was decided.
    @Test func leaveThatWasDecidedIsNotified() async throws {
        try await with { office in
            let course = try await office.announced(host: "610116", starts: "2014-09-01")
            try await office.enrol(0, 1, in: course)
            try await office.move(course, .running)
            try await office.mark(course, 1, ["测试0": .onLeave], others: .present)
            #expect(try await remind(office, day("2014-09-01")).leaves == 1)
            #expect(try await remind(office, day("2014-09-02")).leaves == 0)
            let line = try #require(
                try await subjects(office).first { $0.subject.chinese.contains("请假已批准") })
            #expect(line.subject.chinese.contains("测试0") && line.subject.english.contains("session 1"))
            // Absences as well, when they are entered and when they are taken back.
            _ = try await office.training.recordAbsence(
                AbsenceOrder(person: "测试1", kind: .maternity, since: day("2014-10-01"), document: "d"),
                caller: Fixture.root)
            #expect(try await remind(office, day("2014-10-01")).leaves == 1)
            _ = try await office.training.withdrawAbsence(
                AbsenceWithdrawal(person: "测试1", on: day("2014-11-01"), reason: "r"), on: office.today,
                caller: Fixture.root)
            #expect(try await remind(office, day("2014-11-02")).leaves == 1)
            #expect(try await remind(office, day("2014-11-03")).leaves == 0)
            // What was decided long ago is no news.
            #expect(try await remind(office, day("2015-11-03")).leaves == 0)
        }
    }

    @Test func theNewlyAppointedAreNotified() async throws {
        try await with { office in
            _ = try await office.fixture.services.members.end(
                "测试0", TenureEndOrder(until: day("2015-03-01")), caller: Fixture.root)
            _ = try await office.fixture.importPeople(
                "organisation,name,id_number,since,synthetic\n"
                    + "610116001001,新书记,\(Fixture.number(60)),2005-07-01,true\n")
            _ = try await office.fixture.services.members.appoint(
                AppointmentOrder(person: "新书记", organisation: "610116001001", since: day("2015-03-02")),
                caller: Fixture.root)
            #expect(try await remind(office, day("2015-03-01")).appointed == 0)
            #expect(try await remind(office, day("2015-03-10")).appointed == 1)
            #expect(try await remind(office, day("2015-03-11")).appointed == 0)
            let line = try #require(try await subjects(office).first { $0.subject.chinese.hasPrefix("新任职") })
            #expect(line.subject.chinese.contains("新书记") && line.due == day("2016-03-02"))
        }
    }

    /// The township heard nothing of what its villages were written.
    @Test func theOfficeAboveGetsACopy() async throws {
        try await with { office in
            let course = try await office.announced(host: "610116", starts: "2014-09-01")
            try await office.enrol(0, in: course)
            #expect(try await remind(office, day("2014-08-20")).people == 1)
            let called = try await subjects(office).filter { $0.subject.chinese.hasPrefix("调训") }.map(\.path)
            #expect(called.count == 2 && called.contains { $0.hasSuffix("610116001.") })
            #expect(called.contains { $0.hasSuffix("610116001001.") })
            // A run that is repeated copies nothing twice, and one for a township writes nothing outside it.
            _ = try await remind(office, day("2014-08-21"))
            #expect(
                try await subjects(office).filter { $0.subject.chinese.hasPrefix("调训") }.count == 2)
            let village = try await office.fixture.caller("610116002200")
            _ = try await office.training.remind(
                TrainingReminderOrder(), on: day("2016-06-01"), caller: village)
            let own = try await subjects(office).filter { $0.path.hasSuffix("610116002.") }
            #expect(own.isEmpty)
        }
    }

    /// The dead and those who had left the class were still written to.
    @Test func noticesWithoutAPointAreNotSent() async throws {
        try await with { office in
            let course = try await office.announced(host: "610116", starts: "2014-09-01")
            try await office.enrol(0, 1, 2, in: course)
            #expect(try await remind(office, day("2014-08-20")).people == 3)
            _ = try await office.fixture.services.members.decide(
                DecisionOrder(
                    .die, ground: "death", groundSince: nil, on: day("2014-08-25"), document: "d", reason: "病故"),
                about: Reference("测试0"), on: office.today, caller: Fixture.root)
            _ = try await office.training.drop(
                Reference("测试1"), from: course, DropOrder(reason: "病", on: day("2014-08-26")), expected: nil,
                caller: Fixture.root)
            // Each with the copy for the township.
            let report = try await deliver(office)
            #expect(report.sent == 2 && report.void == 4 && report.failed == 0)
            #expect(try await deliver(office) == NoticeReport())
            let void = try await subjects(office, .void)
            #expect(void.filter { $0.void == .departed }.count == 2 && void.filter { $0.void == .unseated }.count == 2)
            #expect(void.allSatisfy { !$0.sent })
            #expect(try await subjects(office, .waiting).isEmpty)
        }
    }

    /// A duty that ended reminds nobody, while a host is reminded even after a death there.
    @Test func whatAHostIsRemindedOfStands() async throws {
        try await with { office in
            let duties = try await remind(office, day("2016-06-01")).duties
            #expect(duties > 0)
            _ = try await office.fixture.services.members.end(
                "测试3", TenureEndOrder(until: day("2016-06-02")), caller: Fixture.root)
            #expect(try await deliver(office).void == 2)
            #expect(try await subjects(office, .void).allSatisfy { $0.void == .notOwed })
            // The host is a village, whose secretary dies.
            let course = try await office.announced("A2", host: "610116", starts: "2016-09-05")
            try await office.enrol(0, in: course)
            #expect(try await remind(office, day("2016-09-07")).hosts == 1)
            _ = try await office.fixture.services.members.decide(
                DecisionOrder(
                    .die, ground: "death", groundSince: nil, on: day("2016-09-08"), document: "d", reason: "病故"),
                about: Reference("测试0"), on: office.today, caller: Fixture.root)
            let report = try await deliver(office)
            #expect(report.sent >= 1)
            let line = try #require(try await subjects(office).first { $0.subject.chinese.hasPrefix("班次未开班") })
            #expect(line.sent && line.void == nil)
        }
    }
}
