import Civil
import Foundation
import Kernel
import Members
import TestSupport
import Testing
import Wire

@testable import Training

/// What a clerk found wrong with attendance, each fault with its test.
struct AttendanceFaultTests {
    private func running(
        _ office: ClassOffice, _ code: String = "A1", starts: String = "2014-09-01", rule: String? = nil
    ) async throws -> Reference<TrainingClass> {
        let course = try await office.announced(code, starts: starts, rule: rule)
        try await office.enrol(0, 1, 2, in: course)
        try await office.move(course, .running)
        return course
    }

    @Test func sessionNumbersThatDoNotExistAreNamed() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            for number in [-1, 0, 7, 9_999_999_999, Int.max] {
                let missing = try await office.refusal { try await office.mark(course, number, others: .present) }
                #expect(missing.code == "class.no_session" && missing.kind == .notFound)
                #expect(missing.message.english.contains("6 sessions"), "\(missing.message.english)")
                let table = "person,session,mark\n测试0,\(number),出勤\n"
                let imported = try await office.refusal {
                    _ = try await office.training.importMarks(
                        Array(table.utf8), MarksImportOrder(), of: course, caller: Fixture.root)
                }
                #expect(imported.code == "class.no_session")
            }
        }
    }

    @Test func aMakeUpIsWhereItCanBe() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            let other = try await office.announced("A2", starts: "2014-10-08", rule: nil)
            try await office.enrol(0, in: other)
            try await office.move(other, .running)
            for session in 1...5 { try await office.mark(course, session, ["测试0": session == 1 ? .absent : .present]) }
            let wrong = [
                "7", "1", "2", "A9/1", "A2/99", "2014-09-20", "2030-01-01 陕组训〔2030〕1号", "2014-09-02 别处", "第三课",
            ]
            for place in wrong {
                let refused = try await office.refusal {
                    try await office.mark(course, 1, ["测试0": .madeUp], madeUpIn: place)
                }
                #expect(refused.code == "attendance.make_up", "\(place): \(refused.code)")
            }
            // Nobody makes anything up in a class that they do not attend.
            let stranger = try await office.refusal {
                try await office.mark(course, 1, ["测试1": .madeUp], madeUpIn: "A2/1")
            }
            #expect(stranger.code == "attendance.make_up")
            #expect(try await office.mark(course, 1, ["测试0": .madeUp], madeUpIn: "A2/1").count == 1)
            #expect(try await office.mark(course, 6, ["测试0": .absent]).count == 1)
            let doubled = try await office.refusal {
                try await office.mark(course, 6, ["测试0": .madeUp], madeUpIn: "A2/1")
            }
            #expect(doubled.code == "attendance.make_up")
            #expect(try await office.mark(course, 6, ["测试0": .madeUp], madeUpIn: "2014-09-20 长组训〔2014〕3号").count == 1)
            let lines = try await office.training.marks(of: course, caller: Fixture.root).items
            #expect(lines.filter { $0.mark == .madeUp }.map(\.madeUpIn) == ["A2/1", "2014-09-20 长组训〔2014〕3号"])
        }
    }

    @Test func aHalfDayThatMadeUpAnotherDoesNotCountTwice() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            try await office.mark(course, 2, ["测试0": .absent])
            try await office.mark(course, 1, ["测试0": .madeUp], madeUpIn: "2")
            let twice = try await office.refusal { try await office.mark(course, 2, ["测试0": .present]) }
            #expect(twice.code == "attendance.made_up_here" && twice.facts.first?.value == "1")
        }
    }

    @Test func markAllKeepsALateArrival() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            try await office.mark(course, 1, ["测试0": .late])
            let all = try await office.mark(course, 1, others: .present)
            #expect(all.count == 2 && all.kept == 1 && all.replaced.isEmpty)
            let unexplained = try await office.refusal {
                try await office.mark(course, 1, others: .present, overwrite: true)
            }
            #expect(unexplained.code == "value.missing")
            let over = try await office.mark(course, 1, others: .present, overwrite: true, reason: "签到表补登")
            #expect(over.count == 1 && over.replaced.map(\.before) == [.late] && over.replaced[0].personName == "测试0")
            let lines = try await office.training.marks(of: course, caller: Fixture.root).items
            #expect(lines.filter { $0.revision == 2 }.map(\.reason) == ["签到表补登"])
        }
    }

    @Test func closingWithNothingMarkedAsksFirst() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            for session in 1...5 { try await office.mark(course, session, others: .present) }
            try await office.mark(course, 6, ["测试0": .present])
            let asked = try await office.refusal { _ = try await office.close(course) }
            #expect(asked.code == "class.unmarked")
            #expect(asked.facts.map(\.name) == ["测试1", "测试2"] && asked.facts.allSatisfy { $0.value == "6" })
            let closed = try await office.close(course, unmarked: .absent, reason: "未到")
            #expect(closed.completed == 3)
            let lines = try await office.training.marks(of: course, caller: Fixture.root).items
            #expect(lines.filter { $0.reason == "未到" }.map(\.mark) == [.absent, .absent])
            let empty = try await running(office, "B1", starts: "2014-11-03")
            let nothing = try await office.refusal { _ = try await office.close(empty) }
            #expect(nothing.facts.count { $0.name.hasPrefix("session ") } == 6)
            #expect(try await office.close(empty, unmarked: .present).completed == 3)
        }
    }

    @Test func whoJoinsLateHasMissedNothingBefore() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced(rule: "absent-once-or-late-twice")
            try await office.enrol(0, in: course)
            try await office.move(course, .running)
            try await office.enrol(1, in: course, since: "2014-09-02")
            let list = try await office.list(course)
            #expect(list["测试0"]?.joined == nil && list["测试1"]?.joined == day("2014-09-02"))
            for session in 1...6 { try await office.mark(course, session, others: .present) }
            let lines = try await office.training.marks(of: course, caller: Fixture.root).items
            #expect(lines.filter { $0.personName == "测试1" }.map(\.session).sorted() == [3, 4, 5, 6])
            let early = try await office.refusal { try await office.mark(course, 1, ["测试1": .absent]) }
            #expect(early.code == "attendance.before_joining")
            let closed = try await office.close(course)
            #expect(closed.items.allSatisfy { $0.completed } && closed.items.count == 2)
        }
    }

    @Test func theHoursOfSomebodyDroppedStay() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            for session in 1...2 { try await office.mark(course, session, others: .present) }
            _ = try await office.training.drop(
                "测试2", from: course, DropOrder(reason: "住院", on: day("2014-09-02")), expected: nil,
                caller: Fixture.root)
            for session in 3...6 { try await office.mark(course, session, others: .present) }
            let closed = try await office.close(course)
            let line = try #require(closed.items.first { $0.personName == "测试2" })
            #expect(!line.completed && line.attendedHours == Hours(tenths: 80))
            #expect(line.failures.first?.chinese.contains("住院") ?? false)
            let credits = try await office.training.credits(of: "测试2", caller: Fixture.root).items
            #expect(credits.map(\.hours) == [Hours(tenths: 80)] && credits[0].kinds == [.annual])
        }
    }

    /// Marks of somebody who left could be entered by identifier alone, and the closing did not ask for them.
    @Test func whoLeftIsMarkedForWhatWasHeldUntilThen() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced()
            try await office.enrol(0, 1, in: course)
            try await office.move(course, .running)
            _ = try await office.training.drop(
                Reference("测试0"), from: course, DropOrder(reason: "调离", on: day("2014-09-02")), expected: nil,
                caller: Fixture.root)
            #expect(try await office.mark(course, 1, ["测试0": .present, "测试1": .present]).count == 2)
            let late = try await office.refusal { try await office.mark(course, 3, ["测试0": .present]) }
            #expect(late.code == "attendance.not_enrolled")
            // Everybody who was there on the first day, and on the others those who stayed.
            #expect(try await office.mark(course, 2, others: .present).count == 2)
            for session in 3...6 { #expect(try await office.mark(course, session, others: .present).count == 1) }
            #expect(try await office.close(course).items.count == 2)
        }
        try await ClassOffice.with { office in
            let course = try await office.announced()
            try await office.enrol(0, 1, in: course)
            try await office.move(course, .running)
            for session in 1...6 { try await office.mark(course, session, ["测试1": .present]) }
            _ = try await office.training.drop(
                Reference("测试0"), from: course, DropOrder(reason: "调离", on: day("2014-09-02")), expected: nil,
                caller: Fixture.root)
            let asks = try await office.refusal { _ = try await office.close(course) }
            #expect(asks.code == "class.unmarked" && asks.facts.map(\.name) == ["测试0"])
            #expect(try await office.close(course, unmarked: .absent).completed == 1)
        }
    }

    @Test func somebodyDroppedByMistakeComesBack() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            _ = try await office.training.drop(
                "测试0", from: course, DropOrder(reason: "误操作"), expected: nil, caller: Fixture.root)
            let again = try await office.refusal { try await office.enrol(0, in: course) }
            #expect(again.code == "enrolment_once" && again.hint?.english.contains("class restore") ?? false)
            let back = try await office.training.restore(
                "测试0", to: course, RestoreOrder(reason: "误退"), expected: nil, caller: Fixture.root)
            #expect(back.state == .enrolled)
            let line = try await office.list(course)["测试0"]
            #expect(line?.state == .enrolled && line?.left == nil && line?.listNumber == 1)
            #expect(try await office.fixture.count("enrolment_event") == 5)
            let twice = try await office.refusal {
                _ = try await office.training.restore(
                    "测试0", to: course, RestoreOrder(reason: "误退"), expected: nil, caller: Fixture.root)
            }
            #expect(twice.code == "enrolment.on_list")
        }
    }

    @Test func peopleAreMarkedByTheirNumberOfTheList() async throws {
        try await ClassOffice.with { office in
            let course = try await running(office)
            #expect(try await office.mark(course, 1, ["2": .late, "测试0": .present]).count == 2)
            let lines = try await office.training.marks(of: course, caller: Fixture.root).items
            #expect(lines.first { $0.mark == .late }?.personName == "测试1")
            let stranger = try await office.refusal { try await office.mark(course, 1, ["17": .present]) }
            #expect(stranger.code == "attendance.not_enrolled")
        }
    }
}
