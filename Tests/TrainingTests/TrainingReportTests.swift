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

private let villages = ["610116001001", "610116001002", "610116001200", "610116002200"]
private let today = ChinaTime.today()

/// Monthly reports: of one state, compared number by number, and the same each time they are read.
struct TrainingReportTests {
    private func with(
        poolMaximum: Int = 4, _ body: (Fixture, TrainingService) async throws -> Void
    ) async throws {
        try await Fixture.with(poolMaximum: poolMaximum) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            try await body(fixture, fixture.services.training)
        }
    }

    private func complete(_ training: TrainingService, _ people: [Int], on: String) async throws {
        let rows = people.map { "\(Fixture.number($0)),示范班,county,\(on),24" }
        let table = "id_number,class,level,ended_on,hours\n" + rows.joined(separator: "\n") + "\n"
        _ = try await training.importPast(Array(table.utf8), ImportOrder(), on: today, caller: Fixture.root)
    }

    private func order(_ month: String, _ document: String) throws -> TrainingReportOrder {
        TrainingReportOrder(month: try #require(Month(month)), document: document)
    }

    private func sent(_ training: TrainingService, _ month: String, number: Int? = nil) async throws
        -> TrainingReportSent
    {
        try await training.sentReport(
            of: "610116", TrainingReportQuery(month: try #require(Month(month)), number: number), caller: Fixture.root)
    }

    private func figure(_ sent: TrainingReportSent, _ table: String, _ part: String, _ measure: ReportMeasure)
        -> ReportFigure?
    {
        sent.figures.first { $0.table == table && $0.part == part && $0.measure == measure }
    }

    /// Each table was read for itself: what was written in between stood in one and not in the other.
    @Test func aReportContradictedItselfUnderWriters() async throws {
        try await with(poolMaximum: 8) { fixture, training in
            let organisation = try await fixture.services.organisations.organisation("610116", caller: Fixture.root)
            let asOf = day("2015-06-30")
            let people = ["测试0", "测试1", "测试2"]
            let month = try #require(Month("2015-06"))
            let reports = try await withThrowingTaskGroup(of: [TrainingReport].self) { group in
                group.addTask {
                    // Exempt, and not exempt any more, over and over.
                    while !Task.isCancelled {
                        for person in people {
                            _ = try await training.grant(
                                ReliefOrder(
                                    duties: [Reference(person)], dutyKind: .rotation, kind: .exemption,
                                    granted: day("2015-01-01"), expires: day("2016-01-01"), reason: "r", approver: "a",
                                    document: "d"), on: today, caller: Fixture.root)
                        }
                        for person in people {
                            _ = try await training.withdraw(
                                Reference(person),
                                ReliefWithdrawal(on: day("2015-01-01"), reason: "r", kind: .exemption), on: today,
                                caller: Fixture.root)
                        }
                    }
                    return []
                }
                group.addTask {
                    var reports: [TrainingReport] = []
                    for _ in 0..<40 {
                        reports.append(
                            try await training.content(month, asOf, organisation, today, Fixture.root))
                    }
                    return reports
                }
                var all: [TrainingReport] = []
                while all.isEmpty, let some = try await group.next() { all = some }
                group.cancelAll()
                return all
            }
            #expect(reports.count == 40)
            for report in reports {
                let cycle = try #require(report.cycles.first)
                let ofKind = try #require(report.byKind.items.first { $0.part == "rotation" })
                #expect(cycle.byChild.total.exempt == cycle.byField.total.exempt)
                #expect(cycle.byChild.total.exempt == ofKind.exempt)
            }
            // The writer came in between.
            #expect(Set(reports.map(\.byKind.total.exempt)).count > 1)
        }
    }

    @Test func aReportShowsEachNumberThenNowAndTheDifference() async throws {
        try await with { fixture, training in
            let first = try await training.report(order("2014-11", "报1"), of: "610116", on: today, caller: Fixture.root)
            #expect(first.previous == nil && first.figures.allSatisfy { $0.before == nil && $0.difference == nil })
            try await complete(training, [0, 3], on: "2014-12-10")
            let second = try await training.report(
                order("2014-12", "报2"), of: "610116", on: today, caller: Fixture.root)
            #expect(second.previous == Month("2014-11"))
            let trained = try #require(figure(second, "kind", "total", .trained))
            #expect(trained.before == .zero && trained.now == Amount(2) && trained.difference == Amount(2))
            let untrained = try #require(figure(second, "shaanxi-2014 child", "610116001", .untrained))
            #expect(untrained.before == Amount(3) && untrained.now == Amount(2) && untrained.difference == -Amount(1))
            let rate = try #require(figure(second, "shaanxi-2014 child", "total", .rate))
            #expect(rate.now == Amount(50) && rate.difference == Amount(50))
            // Every number of every table is there.
            let report = second.report
            let lines =
                [report.byKind] + report.cycles.flatMap { [$0.byChild, $0.byField] }
            #expect(second.figures.count == lines.map { $0.items.count + 1 }.sum() * 9)
            #expect(second.changed.count < second.figures.count && !second.changed.isEmpty)
            let html = try await training.printedReport(
                of: "610116", TrainingReportQuery(month: try #require(Month("2014-12"))), .chinese,
                caller: Fixture.root)
            #expect(html.contains("2（0，+2）") && html.contains("报2") && html.contains("2014-12-31"))
        }
    }

    /// A line that one of two reports lacks is a difference, too.
    @Test func linesThatCameOrWentAreCompared() async throws {
        func table(_ parts: [(String, Int)]) -> ProgressTable {
            let lines = parts.map { part, count in
                Progress(
                    part: part, name: .verbatim(part),
                    [
                        Progress.Count(
                            level: "open", count: count, seated: 0, opened: day("2014-05-09"), due: day("2016-05-09"),
                            hard: day("2017-05-09"))
                    ], asOf: day("2015-01-31"))
            }
            return ProgressTable(asOf: day("2015-01-31"), by: .kind, items: lines, total: lines[0])
        }
        func report(_ parts: [(String, Int)]) throws -> TrainingReport {
            TrainingReport(
                organisationCode: "1", organisationName: "n", month: try #require(Month("2015-01")),
                asOf: day("2015-01-31"), cycles: [], byKind: table(parts), classesOfMonth: [], classesOfYear: [])
        }
        let figures = try report([("a", 3), ("b", 2)]).figures(beside: report([("a", 1), ("c", 4)]))
        func due(_ part: String) -> ReportFigure? { figures.first { $0.part == part && $0.measure == .due } }
        #expect(due("a")?.before == Amount(1) && due("a")?.difference == Amount(2))
        #expect(due("b")?.before == nil && due("b")?.difference == Amount(2))
        #expect(due("c")?.now == nil && due("c")?.before == Amount(4) && due("c")?.difference == -Amount(4))
    }

    /// A report of the month before that was made again later changed the comparison of one that had been sent; and
    /// who wanted a workbook made another report.
    @Test func aFiledReportIsTheSameBytesAndReadingItFilesNone() async throws {
        try await with { fixture, training in
            _ = try await training.report(order("2014-11", "报1"), of: "610116", on: today, caller: Fixture.root)
            try await complete(training, [0], on: "2014-12-10")
            _ = try await training.report(order("2014-12", "报2"), of: "610116", on: today, caller: Fixture.root)
            func bytes() async throws -> [[UInt8]] {
                let sent = try await sent(training, "2014-12")
                let html = try await training.printedReport(
                    of: "610116", TrainingReportQuery(month: sent.report.month), .english, caller: Fixture.root)
                return [
                    Array(try WireEncoder.document(sent)), try Table(sent.figures).workbook(.title, in: .chinese),
                    Array(html.utf8), Array(sent.summary.both.utf8),
                ]
            }
            let before = try await bytes()
            // Facts that were found out later, a report of the month before made again, a name that changed.
            try await complete(training, [1, 2], on: "2014-11-20")
            _ = try await training.report(order("2014-11", "报1更正"), of: "610116", on: today, caller: Fixture.root)
            _ = try await fixture.services.organisations.change(
                "610116001", OrganisationChange(since: day("2020-01-01"), name: "中共新名街道工作委员会"), expected: nil,
                on: today, caller: Fixture.root)
            #expect(try await bytes() == before)
            #expect(try await fixture.count("training_report") == 3)
            // The next one is compared with what was on file then, and the first of a month can still be read.
            let third = try await training.report(order("2015-01", "报3"), of: "610116", on: today, caller: Fixture.root)
            #expect(third.previous == Month("2014-12"))
            #expect(try await sent(training, "2014-11", number: 1).document == "报1")
            #expect(try await sent(training, "2014-11").document == "报1更正")
        }
    }
}
