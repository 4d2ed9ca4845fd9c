import Civil
import Composition
import Kernel
import Members
import Organisations
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

/// Small things that stopped a clerk: each test is named after what was wrong.
struct ClerkFaultTests {
    private func grant(
        _ office: ClassOffice, _ kind: Relief.Kind, on: String, until: String
    ) async throws -> Identifier<Relief> {
        try await office.training.grant(
            ReliefOrder(
                duties: ["测试0"], dutyKind: .rotation, kind: kind, granted: day(on), expires: day(until), reason: "病",
                approver: "部务会", document: "1号"), on: office.today, caller: Fixture.root
        ).items[0].id
    }

    private func withdraw(
        _ office: ClassOffice, _ reference: Reference<Relief>, kind: Relief.Kind? = nil, dutyKind: DutyKind? = nil
    ) async throws -> ReliefWithdrawn {
        try await office.training.withdraw(
            reference, ReliefWithdrawal(on: day("2014-09-01"), reason: "误批", kind: kind, dutyKind: dutyKind),
            on: office.today, caller: Fixture.root)
    }

    @Test func aReliefWasWithdrawnByItsIdentifierAlone() async throws {
        try await ClassOffice.with { office in
            let first = try await grant(office, .extension_, on: "2014-06-01", until: "2016-12-31")
            #expect(try await withdraw(office, "测试0").relief.id == first)
            // What is withdrawn is no longer meant.
            let none = try await office.refusal { _ = try await withdraw(office, "测试0") }
            #expect(none.code == "not_found")
            let second = try await grant(office, .extension_, on: "2014-06-01", until: "2016-12-31")
            let third = try await grant(office, .exemption, on: "2014-06-01", until: "2015-12-31")
            let both = try await office.refusal { _ = try await withdraw(office, "测试0") }
            #expect(both.code == "reference.ambiguous" && both.facts.map(\.name).count == 2)
            #expect(try await withdraw(office, "测试0", kind: .exemption).relief.id == third)
            let other = try await office.refusal { _ = try await withdraw(office, "测试0", dutyKind: .newlyAppointed) }
            #expect(other.code == "not_found")
            #expect(try await withdraw(office, "测试0", dutyKind: .rotation).relief.id == second)
            _ = try await grant(office, .exemption, on: "2014-06-01", until: "2014-08-31")
            let over = try await office.refusal { _ = try await withdraw(office, "测试0") }
            #expect(over.code == "not_found")
        }
    }

    @Test func theRosterWasNotInTheOrderOfItsNumbers() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced()
            try await office.enrol(3, 1, 4, 0, 2, in: course)
            var (numbers, names): ([Int], [String]) = ([], [])
            var after: String?
            repeat {
                let page = try await office.training.enrolments(
                    of: course, PageRequest(limit: 2, after: after), caller: Fixture.root)
                numbers += page.items.map(\.listNumber)
                names += page.items.map(\.personName)
                after = page.next
            } while after != nil
            #expect(numbers == [1, 2, 3, 4, 5])
            #expect(Set(names).count == 5)
            let wrong = try await office.refusal {
                _ = try await office.training.enrolments(
                    of: course, PageRequest(limit: 2, after: "x"), caller: Fixture.root)
            }
            #expect(wrong.code == "value.invalid")
        }
    }

    @Test func theReportWasFiledAgainForAnotherForm() async throws {
        try await ClassOffice.with { office in
            func report(_ document: String) async throws -> TrainingReportSent {
                try await office.training.report(
                    TrainingReportOrder(month: #require(Month("2014-11")), document: document), of: "610116",
                    on: office.today, caller: Fixture.root)
            }
            let first = try await report("报1")
            let again = try await report("报1")
            #expect(first.number == 1 && !first.wasOnFile && again.number == 1 && again.wasOnFile)
            #expect(again.report == first.report && again.summary.chinese.contains("没有另存"))
            #expect(try await office.fixture.count("training_report") == 1)
            // Another document is another report, and so are other figures.
            #expect(try await report("报1更正").number == 2)
            #expect(try await report("报1").number == 3)
        }
    }

    @Test func byChildWithoutAPlaceThereWasOneLineOfTheProvince() async throws {
        try await ClassOffice.with { office in
            func parts(_ scope: Reference<Organisation>?, _ caller: Caller) async throws -> [String] {
                try await office.training.countOverdue(
                    OverdueCountQuery(
                        filter: OverdueQuery(asOf: day("2017-06-01"), scope: scope), by: .child), on: office.today,
                    caller: caller
                ).items.map(\.part)
            }
            #expect(try await parts(nil, Fixture.root) == ["6101", "6105"])
            // The place that somebody names is the one whose parts are counted.
            #expect(try await parts("6105", Fixture.root) == ["610528"])
            // A township whose people are all in one village has no more than that.
            let township = try await office.fixture.caller("610116002")
            #expect(try await parts(nil, township) == ["610116002200"])
            let table = try await office.training.progress(
                ProgressQuery(asOf: day("2017-06-01")), on: office.today, caller: Fixture.root)
            #expect(table.items.map(\.part) == ["6101", "6105"])
        }
    }

    @Test func aReasonWithoutAnExceptionWasRefused() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced()
            _ = try await office.training.enrol(
                EnrolmentOrder(people: [try await office.person(0)], reason: "县委点名"), in: course,
                caller: Fixture.root)
            let kept: String = try await office.fixture.owner.query("SELECT reason FROM enrolment_event")[0]["reason"]
            #expect(kept == "县委点名")
            let missing = try await office.refusal {
                _ = try await office.training.enrol(
                    EnrolmentOrder(people: [try await office.person(1)], anyway: true), in: course,
                    caller: Fixture.root)
            }
            #expect(missing.code == "value.missing")
        }
    }

    @Test func refusalsNamedNobody() async throws {
        try await ClassOffice.with { office in
            let course = try await office.announced()
            try await office.enrol(0, in: course)
            func drop() async throws {
                _ = try await office.training.drop(
                    try await office.person(0), from: course, DropOrder(reason: "病"), expected: nil,
                    caller: Fixture.root)
            }
            try await drop()
            let left = try await office.refusal { try await drop() }
            #expect(left.code == "enrolment.state" && left.message.chinese == "测试0已不在名单。")
            // Somebody in another class of the days, by name and branch instead of an identifier.
            try await office.enrol(1, in: course)
            let other = try await office.announced("A2")
            let clash = try await office.refusal { try await office.enrol(1, in: other) }
            #expect(clash.code == "enrolment.overlap" && (clash.facts.first?.name.hasPrefix("测试1") ?? false))
            let admitted = try await office.announced("B1", host: "6105")
            let outside = try await office.refusal { try await office.enrol(2, in: admitted) }
            #expect(outside.message.chinese.contains("测试2"))
        }
    }

    @Test func aTickWithAWordAndADayWithoutItsMonthWereNotRead() throws {
        for (word, mark) in [
            ("√迟到", Mark.late), ("√ 迟到", .late), ("迟到√", .late), ("√，早退", .leftEarly), ("√", .present),
        ] {
            #expect(MarkWord(word)?.mark == mark, "\(word)")
        }
        // A tick beside an absence, and signs with a meaning of each office's own.
        for word in ["√缺勤", "√√", "√好", "○", "△"] { #expect(MarkWord(word) == nil, "\(word)") }
        #expect(MarkWord.problem("○").chinese.contains("各单位含义不同"))
        #expect(MarkWord.problem("好") == MarkWord.expected)
        let halves: [(String, HalfDay)] = [
            ("2014-09-18", .morning), ("2014-09-18", .afternoon), ("2014-09-19", .morning),
        ]
        let sessions = halves.enumerated().map { index, half in
            ClassSession(
                number: index + 1, day: day(half.0), half: half.1, topic: .ideals, title: "a",
                hours: Hours(tenths: 40), teacher: "b")
        }
        for (heading, number) in [
            ("18日下午", 2), ("18日上午", 1), ("19日", 3), ("19号上午", 3), ("18日", nil), ("20日上午", nil), ("18日说明", nil),
        ] as [(String, Int?)] {
            #expect(SessionHeading(heading).session(sessions) == number, "\(heading)")
        }
    }

    @Test func formsOfTrainingWereReadInOneWordEach() async throws {
        try await ClassOffice.with { office in
            let words = [("网络", TrainingForm.online), ("集中", .concentrated), ("线上", .online), ("自学", .selfStudy)]
            for (index, (word, form)) in words.enumerated() {
                let table =
                    "身份证号,班次,层级,形式,结业日期,学时\n"
                    + "\(Fixture.number(0)),班\(index),县级,\(word),2014-0\(index + 1)-20,8\n"
                _ = try await office.training.importPast(
                    Array(table.utf8), ImportOrder(), on: office.today, caller: Fixture.root)
                let count = try await office.fixture.count(
                    "credit WHERE class_name = '班\(index)' AND form = '\(form.rawValue)'")
                #expect(count == 1, "\(word)")
            }
            let unknown = try await office.refusal {
                let table = "身份证号,班次,层级,形式,结业日期,学时\n\(Fixture.number(0)),班,县级,电视,2014-06-20,8\n"
                _ = try await office.training.importPast(
                    Array(table.utf8), ImportOrder(), on: office.today, caller: Fixture.root)
            }
            #expect(unknown.cells.first?.column == "形式")
        }
    }
}
