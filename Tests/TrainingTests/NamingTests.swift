import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

@testable import Training

private let villages = ["610116001001", "610116001002", "610116002200"]
private let today = ChinaTime.today()

/// Duties, classes and people are named as people know them; nobody has to know an identifier.
struct NamingTests {
    private func with(_ body: (Fixture, TrainingService) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            try await body(fixture, fixture.services.training)
        }
    }

    private func refusal(_ body: () async throws -> Void) async throws -> AppError {
        try #require(await #expect(throws: AppError.self) { try await body() })
    }

    private func runningClass(_ training: TrainingService, host: Reference<Organisation> = "610116") async throws
        -> TrainingClass
    {
        let made = try await training.createClass(
            ClassOrder(
                host: host, code: "A1", name: "轮训班", fields: [.rural, .community], starts: day("2014-09-01"),
                ends: day("2014-09-02"), capacity: 20, venue: "党校"), on: today, caller: Fixture.root)
        for state in [ClassMove.announced, .running] {
            _ = try await training.move(
                Reference(made.id), ClassMoveOrder(state: state, on: made.starts), expected: nil, on: today,
                caller: Fixture.root)
        }
        return made
    }

    /// Two extensions of one duty could be distinguished by their identifiers alone.
    @Test func aReliefIsNamedByItsDocument() async throws {
        try await with { fixture, training in
            for (document, expires) in [("县组发〔2014〕1号", "2016-07-01"), ("县组发〔2014〕2号", "2016-08-01")] {
                _ = try await training.grant(
                    ReliefOrder(
                        duties: ["测试0"], kind: .extension_, granted: day("2014-06-01"), expires: day(expires),
                        reason: "r", approver: "a", document: document), on: today, caller: Fixture.root)
            }
            func withdraw(_ document: String?) async throws -> ReliefWithdrawn {
                try await training.withdraw(
                    "测试0", ReliefWithdrawal(on: day("2015-01-01"), reason: "r", document: document), on: today,
                    caller: Fixture.root)
            }
            let ambiguous = try await refusal { _ = try await withdraw(nil) }
            #expect(ambiguous.code == "reference.ambiguous")
            // What distinguishes them is shown as it is typed.
            #expect(ambiguous.facts.contains { $0.value.contains("--document 县组发〔2014〕2号") })
            #expect(try await refusal { _ = try await withdraw("县组发〔2014〕3号") }.code == "not_found")
            #expect(try await withdraw("县组发〔2014〕2号").relief.expires == day("2016-08-01"))
            #expect(try await withdraw(nil).relief.document == "县组发〔2014〕1号")
        }
    }

    @Test func aDutyIsNamedByItsPersonWhenThereIsOne() async throws {
        try await with { fixture, training in
            let order = { (duties: [Reference<Duty>], kind: DutyKind?) in
                ReliefOrder(
                    duties: duties, dutyKind: kind, kind: .exemption, granted: day("2014-06-01"),
                    expires: day("2014-07-01"), reason: "病假", approver: "县委组织部", document: "1号")
            }
            let one = try await training.grant(order(["测试0"], nil), on: today, caller: Fixture.root)
            #expect(one.items.count == 1 && one.items[0].personName == "测试0")
            let number = Fixture.number(1)
            let byNumber = try await training.grant(order([Reference(number)], nil), on: today, caller: Fixture.root)
            #expect(byNumber.items[0].personName == "测试1")
            // With the yearly hours there are two, and the kind tells which.
            _ = try await training.openYear(YearOrder(year: 2014), on: ChinaTime.today(), caller: Fixture.root)
            let ambiguous = try await refusal {
                _ = try await training.grant(order(["测试0"], nil), on: today, caller: Fixture.root)
            }
            #expect(ambiguous.code == "reference.ambiguous" && ambiguous.facts.count == 2)
            let yearly = try await training.grant(order(["测试0"], .annual), on: today, caller: Fixture.root)
            let query = DutyQuery(asOf: day("2014-06-01"), kind: .annual)
            let explained = try await training.explain("测试0", query, on: today, caller: Fixture.root)
            #expect(explained.kind == .annual && explained.duty == yearly.items[0].duty)
            #expect(explained.standing == .exempt)
            let reliefs = try await training.reliefs(of: "测试0", query, on: today, caller: Fixture.root)
            #expect(reliefs.items.map(\.id) == yearly.items.map(\.id))
            let nothing = try await refusal {
                _ = try await training.explain(
                    "测试0", DutyQuery(asOf: day("2013-01-01")), on: today, caller: Fixture.root)
            }
            #expect(nothing.kind == .notFound)
        }
    }

    @Test func aClassIsNamedByItsCodeWhereThatIsUnique() async throws {
        try await with { fixture, training in
            let made = try await runningClass(training)
            #expect(try await training.trainingClass("A1", caller: Fixture.root).id == made.id)
            #expect(try await training.sessions(of: "A1", caller: Fixture.root).items.count == 4)
            let missing = try await refusal { _ = try await training.trainingClass("A2", caller: Fixture.root) }
            #expect(missing.kind == .notFound)
            _ = try await runningClass(training, host: "610102")
            let both = try await refusal { _ = try await training.trainingClass("A1", caller: Fixture.root) }
            #expect(both.code == "reference.ambiguous" && both.facts.count == 2)
            // A county sees its own alone.
            let county = try await fixture.caller("610116")
            #expect(try await training.trainingClass("A1", caller: county).id == made.id)
        }
    }

    @Test func peopleOfAClassAreNamedByNameOrNumber() async throws {
        try await with { fixture, training in
            _ = try await runningClass(training)
            _ = try await training.enrol(
                EnrolmentOrder(people: ["测试0", Reference(Fixture.number(1))]), in: "A1", caller: Fixture.root)
            func mark(_ order: MarksOrder, _ session: Int = 1) async throws -> Int {
                try await training.mark(order, session: session, of: "A1", caller: Fixture.root).count
            }
            #expect(
                try await mark(
                    MarksOrder(marks: [
                        MarkEntry(person: "测试0", mark: .late),
                        MarkEntry(person: Reference(Fixture.number(1)), mark: .onLeave, approver: "县委组织部"),
                    ])) == 2)
            #expect(
                try await mark(
                    MarksOrder(marks: [MarkEntry(person: "测试1", mark: .absent)], others: .present), 2) == 2)
            let stranger = try await refusal {
                _ = try await mark(MarksOrder(marks: [MarkEntry(person: "测试2", mark: .present)]))
            }
            #expect(stranger.code == "attendance.not_enrolled" && stranger.facts.first?.value == "测试2")
            for session in [0, 99] {
                let missing = try await refusal {
                    _ = try await mark(MarksOrder(marks: [MarkEntry(person: "测试0", mark: .late)]), session)
                }
                #expect(missing.kind == .notFound, "session \(session): \(missing.code)")
            }
            let marks = try await training.marks(of: "A1", caller: Fixture.root).items
            #expect(marks.map { $0.personName ?? "" }.filter { $0 == "测试1" }.count == 2)
            let table = "person,session,mark\n测试0,3,出勤\n\(Fixture.number(1)),3,absent\n"
            let dry = try await training.importMarks(
                Array(table.utf8), MarksImportOrder(dryRun: true), of: "A1", caller: Fixture.root)
            #expect(dry.rows == 2 && dry.added == 2 && dry.dryRun)
            #expect(try await training.marks(of: "A1", caller: Fixture.root).items.count == marks.count)
            let real = try await training.importMarks(
                Array(table.utf8), MarksImportOrder(), of: "A1", caller: Fixture.root)
            #expect(real.added == 2)
            let again = try await training.importMarks(
                Array(table.utf8), MarksImportOrder(again: true), of: "A1", caller: Fixture.root)
            #expect(again.added == 0 && again.unchanged == 2)
            let wrong = try await refusal {
                _ = try await training.importMarks(
                    Array("person,session,mark\n测试2,3,出勤\n无此人,3,出勤\n".utf8), MarksImportOrder(), of: "A1",
                    caller: Fixture.root)
            }
            #expect(wrong.cells.map(\.row) == [2, 3])
            let grid = "序号,姓名,3,4\n1,测试0,迟到,\n2,测试1,事假（王主任）,√\n"
            let hung = try await training.importMarks(
                Array(grid.utf8), MarksImportOrder(), of: "A1", caller: Fixture.root)
            #expect(hung.rows == 3 && hung.added == 3)
            let leave = try #require(
                try await training.marks(of: "A1", caller: Fixture.root).items.last { $0.mark == .onLeave })
            #expect(leave.approver == "王主任" && leave.reason == "事假")
            let alone = try await refusal {
                _ = try await training.importMarks(
                    Array("姓名,3\n测试0,√\n测试1,事假\n".utf8), MarksImportOrder(), of: "A1", caller: Fixture.root)
            }
            #expect(alone.cells.map(\.row) == [3] && alone.cells[0].column == "3")
            _ = try await training.importMarks(
                Array("姓名,3\n测试0,√\n测试1,病假\n".utf8), MarksImportOrder(approver: "李主任"), of: "A1",
                caller: Fixture.root)
            let later = try await training.marks(of: "A1", caller: Fixture.root).items.last { $0.mark == .onLeave }
            #expect(later?.approver == "李主任" && later?.reason == "病假")
        }
    }

    @Test func aNameOfTwoPeopleInAClassIsAmbiguous() async throws {
        try await with { fixture, training in
            let table = Fixture.secretaries(["610102001001", "610116001200"])
                .replacing(Fixture.number(0), with: Fixture.number(20))
                .replacing(Fixture.number(1), with: Fixture.number(21))
                .replacing("测试0", with: "测试2")
            _ = try await fixture.importPeople(table)
            let made = try await runningClass(training, host: "61")
            let people = [try await fixture.person(2).id, try await fixture.person(20).id]
            _ = try await training.enrol(
                EnrolmentOrder(people: people.map { Reference($0) }), in: "A1", caller: Fixture.root)
            let error = try await refusal {
                _ = try await training.mark(
                    MarksOrder(marks: [MarkEntry(person: "测试2", mark: .present)]), session: 1, of: Reference(made.id),
                    caller: Fixture.root)
            }
            #expect(error.code == "reference.ambiguous")
            #expect(Set(error.facts.map(\.name)) == Set(people.map(\.description)))
        }
    }
}
