import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Policy
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

private let villages = ["610116001001", "610116001002", "610116001200", "610116002200", "610102001001"]
private let today = ChinaTime.today()

/// Tables of progress and their names, monthly reports, and why somebody is on a list or not.
struct ProgressTests {
    private func with(_ body: (Fixture, TrainingService) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            try await body(fixture, fixture.services.training)
        }
    }

    /// Two townships that each opened the cycle made its progress unreadable for the county above them.
    @Test func severalOpeningsOfACycleAreOneCycle() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            for place in ["610116001", "610116002"] {
                _ = try await training.openCycle(
                    CycleOrder(key: "shaanxi-2014", organisation: Reference(place)), caller: Fixture.root)
            }
            try await complete(training, [0, 3], on: "2014-11-09")
            func due(_ scope: Reference<Organisation>?) async throws -> [Int] {
                let table = try await training.progress(
                    ProgressQuery(asOf: day("2014-12-01"), scope: scope, cycle: "shaanxi-2014"), on: today,
                    caller: Fixture.root)
                return [table.total.due, table.total.trained]
            }
            #expect(try await due("610116") == [4, 2])
            #expect(try await due(nil) == [4, 2])
            #expect(try await due("610116001") == [3, 1])
            let names = try await training.trainees(
                TraineeQuery(filter: ProgressQuery(asOf: day("2014-12-01"), scope: "610116", cycle: "shaanxi-2014")),
                PageRequest(), on: today, caller: Fixture.root
            ).items
            #expect(names.count == 2)
            // Where nobody opened it, nothing else is counted in its place.
            let refused = try #require(await #expect(throws: AppError.self) { _ = try await due("610102") })
            #expect(refused.code == "not_found")
        }
    }

    @Test func aReportCountsAllOpeningsOfACycleOnce() async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            _ = try await fixture.importPeople(Fixture.secretaries(villages))
            for place in ["610116001", "610116002"] {
                _ = try await training.openCycle(
                    CycleOrder(key: "shaanxi-2014", organisation: Reference(place)), caller: Fixture.root)
            }
            let sent = try await training.report(
                TrainingReportOrder(month: Month(of: day("2014-12-01")), document: "月报1号"), of: "610116", on: today,
                caller: Fixture.root)
            #expect(sent.report.cycles.map(\.key) == ["shaanxi-2014"])
            #expect(sent.report.cycles.first?.byChild.total.due == 4)
        }
    }

    private func complete(_ training: TrainingService, _ people: [Int], on: String) async throws {
        let rows = people.map { "\(Fixture.number($0)),示范班,county,\(on),24" }
        let table = "id_number,class,level,ended_on,hours\n" + rows.joined(separator: "\n") + "\n"
        _ = try await training.importPast(Array(table.utf8), ImportOrder(), on: today, caller: Fixture.root)
    }

    @Test func untrainedPeopleAreCountedLongBeforeTheyAreDue() async throws {
        try await with { fixture, training in
            try await complete(training, [0, 3], on: "2014-11-09")
            let asOf = day("2014-12-01")
            let nobody = try await training.overdue(
                OverdueQuery(asOf: asOf), PageRequest(), on: today, caller: Fixture.root
            ).items
            #expect(nobody.isEmpty)
            let open = try await training.overdue(
                OverdueQuery(asOf: asOf, level: [.open]), PageRequest(), on: today, caller: Fixture.root
            ).items
            #expect(open.count == 3 && open.allSatisfy { $0.level == .open })
            let table = try await training.progress(
                ProgressQuery(asOf: asOf, scope: "610116", by: .child, cycle: "shaanxi-2014"), on: today,
                caller: Fixture.root)
            #expect(table.items.map(\.part) == ["610116001", "610116002"])
            #expect(table.items.map(\.due) == [3, 1] && table.items.map(\.trained) == [1, 1])
            #expect(table.total.untrained == 2 && table.total.ratePerMille == 500)
            // 2 people in the 525 days to 2016-05-09: one a month is enough.
            #expect(table.total.perMonthToSoftEnd == 1 && table.total.softEnd == day("2016-05-09"))
            // 2 in 206 days: 7 in 731, and there are 4.
            #expect(table.total.forecast == 4)
            let names = try await training.trainees(
                TraineeQuery(filter: ProgressQuery(asOf: asOf, scope: "610116", cycle: "shaanxi-2014")), PageRequest(),
                on: today, caller: Fixture.root
            ).items
            #expect(names.map(\.personName).sorted() == ["测试1", "测试2"] && names.allSatisfy { $0.post == "secretary" })
            let trained = try await training.trainees(
                TraineeQuery(
                    filter: ProgressQuery(asOf: asOf, scope: "610116", cycle: "shaanxi-2014", post: "secretary"),
                    standing: [.trained]), PageRequest(), on: today, caller: Fixture.root
            ).items
            #expect(trained.map(\.personName).sorted() == ["测试0", "测试3"])
            for by in ProgressGrouping.allCases {
                let other = try await training.progress(
                    ProgressQuery(asOf: asOf, by: by, cycle: "shaanxi-2014"), on: today, caller: Fixture.root)
                #expect(other.total.due == villages.count && other.items.map(\.due).sum() == villages.count)
            }
        }
    }

    @Test func perMonthIsRoundedUpAndEndsWithTheDay() {
        func progress(_ left: Int, asOf: String) -> Progress {
            let count = Progress.Count(
                level: "open", count: left, seated: 0, opened: day("2014-05-09"), due: day("2016-05-09"),
                hard: day("2017-05-09"))
            return Progress(part: "p", name: .verbatim("p"), [count], asOf: day(asOf))
        }
        #expect(progress(290, asOf: "2015-05-09").perMonthToSoftEnd == 25)
        #expect(progress(290, asOf: "2016-05-08").perMonthToSoftEnd == 290)
        #expect(progress(290, asOf: "2016-05-09").perMonthToSoftEnd == nil)
        #expect(progress(290, asOf: "2016-05-09").perMonthToHardEnd == 25)
        #expect(progress(0, asOf: "2015-05-09").perMonthToSoftEnd == nil)
    }

    @Test func aReportStaysAsItWasSentAndSaysWhatChanged() async throws {
        try await with { fixture, training in
            func order(_ month: String, _ document: String) throws -> TrainingReportOrder {
                TrainingReportOrder(month: try #require(Month(month)), document: document)
            }
            let first = try await training.report(
                order("2014-11", "报1"), of: "610116", on: today, caller: Fixture.root)
            #expect(first.previous == nil && first.report.asOf == day("2014-11-30"))
            #expect(first.report.byKind.total.trained == 0)
            try await complete(training, [0], on: "2014-12-10")
            let second = try await training.report(
                order("2014-12", "报2"), of: "610116", on: today, caller: Fixture.root)
            #expect(second.previous == Month("2014-11"))
            let total = try #require(
                second.changed.first { $0.table == "kind" && $0.part == "total" && $0.measure == .trained })
            #expect(total.now == Amount(1) && total.before == .zero)
            // What was found out later changes no report that was sent.
            try await complete(training, [1], on: "2014-11-20")
            let kept = try await training.sentReport(
                of: "610116", TrainingReportQuery(month: try #require(Month("2014-11"))), caller: Fixture.root)
            #expect(kept.report == first.report && kept.document == "报1")
            #expect(
                try await training.sentReports(of: "610116", caller: Fixture.root).items.map(\.document) == [
                    "报2", "报1",
                ])
            let again = try await training.report(
                order("2014-11", "报1更正"), of: "610116", on: today, caller: Fixture.root)
            #expect(again.number == 2 && again.report.byKind.total.trained == 1)
            await #expect(throws: AppError.self) {
                _ = try await training.report(
                    TrainingReportOrder(month: Month(of: today.adding(months: 2)), document: "d"), of: "610116",
                    on: today, caller: Fixture.root)
            }
        }
    }

    @Test func reasonsNameTrueSeatsOnly() async throws {
        try await with { fixture, training in
            let made = try await training.createClass(
                ClassOrder(
                    host: "610116", code: "A", name: "秋季班", fields: [.rural, .community], kinds: [.rotation],
                    starts: day("2015-09-01"), ends: day("2015-09-02"), minimum: 1, capacity: 9, venue: "v"), on: today,
                caller: Fixture.root)
            _ = try await training.move(
                Reference(made.id), ClassMoveOrder(state: .announced, on: made.starts), expected: nil, on: today,
                caller: Fixture.root)
            let people = [try await fixture.person(0).id, try await fixture.person(1).id]
            _ = try await training.enrol(
                EnrolmentOrder(people: people.map { Reference($0) }), in: "A", caller: Fixture.root)
            _ = try await training.move(
                Reference(made.id), ClassMoveOrder(state: .running, on: made.starts), expected: nil, on: today,
                caller: Fixture.root)
            for session in try await training.sessions(of: "A", caller: Fixture.root).items {
                _ = try await training.mark(
                    MarksOrder(marks: [MarkEntry(person: Reference(people[1]), mark: .absent)], others: .present),
                    session: session.number, of: "A", caller: Fixture.root)
            }
            func line(_ person: Identifier<Person>, _ asOf: String) async throws -> OverdueLine? {
                try await training.overdue(
                    OverdueQuery(asOf: day(asOf), level: OverdueLevel.allCases, kind: .rotation), PageRequest(),
                    on: today, caller: Fixture.root
                ).items.first { $0.person == person }
            }
            #expect(try await line(people[0], "2015-08-01")?.reason.english.contains("has a seat in “秋季班”") == true)
            // It is over: who came waits for its closing, who did not has no seat.
            #expect(
                try await line(people[0], "2016-04-01")?.reason.english.contains("attended “秋季班”, not closed yet")
                    == true)
            #expect(try await line(people[0], "2016-04-01")?.level == .dueSoon)
            #expect(try await line(people[1], "2016-04-01")?.reason.english.contains("no seat in a class") == true)
            #expect(try await line(people[1], "2016-04-01")?.level == .forecastToMiss)
        }
    }

    @Test func whyNamesThoseWhoAreNotOnTheListToo() async throws {
        try await with { fixture, training in
            func why(_ person: Reference<Person>, _ asOf: String) async throws -> DutyReasons {
                try await training.reasons(for: person, AsOfQuery(asOf: day(asOf)), on: today, caller: Fixture.root)
            }
            let late = try await why("测试0", "2016-06-01")
            #expect(late.isListed && late.lines.contains { $0.text.english.contains("one rotation training") })
            try await complete(training, [0], on: "2016-03-01")
            let settled = try await why("测试0", "2016-06-01")
            #expect(!settled.isListed && settled.answer.english.contains("settled on 2016-03-01"))
            #expect(settled.answer.chinese.contains("不在名单上"))
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,synthetic\n610116001001,党员甲,\(Fixture.number(70)),2005-07-01,true\n")
            let member = try await why("党员甲", "2016-06-01")
            #expect(!member.isListed && member.answer.english.contains("nothing was ever owed"))
            #expect(member.lines.contains { $0.text.english.contains("Holds no post or category") })
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: "党员甲", organisation: Reference(villages[1]), title: .deputySecretary,
                    since: day("2015-01-01")), caller: Fixture.root)
            let deputy = try await why("党员甲", "2016-06-01")
            #expect(deputy.lines.contains { $0.text.english.contains("the cycle is for others: secretary") })
        }
    }

    /// Classes that nobody held and people who never came were counted, with their cost.
    @Test func statisticsCountWhoCame() async throws {
        try await ClassOffice.with { office in
            let held = try await office.announced()
            try await office.enrol(0, 1, 2, in: held)
            try await office.move(held, .running)
            for session in 1...6 { try await office.mark(held, session, ["测试0": .present], others: .absent) }
            _ = try await office.training.drop(
                Reference("测试1"), from: held, DropOrder(reason: "病", on: day("2014-09-02")), expected: nil,
                caller: Fixture.root)
            try await office.mark(held, 1, ["测试1": .late], reason: "更正")
            _ = try await office.close(held)
            let idle = try await office.announced("A2", starts: "2014-10-13")
            try await office.enrol(3, in: idle)
            let table = try await office.training.statistics(
                StatisticsQuery(from: day("2014-01-01"), through: day("2014-12-31"), scope: "61", by: .level),
                on: today, caller: Fixture.root
            ).items
            // Three days of one person and one of another.
            #expect(table.map(\.classes) == [1] && table.map(\.personTimes) == [2] && table.map(\.completed) == [1])
            #expect(table.map(\.personDays) == [4])
        }
    }

    @Test func statisticsCountPersonTimesHoursAndCost() async throws {
        try await with { fixture, training in
            let made = try await training.createClass(
                ClassOrder(
                    host: "610116", code: "A", name: "班", fields: [.rural, .community], kinds: [.rotation],
                    starts: day("2015-09-01"), ends: day("2015-09-02"), minimum: 1, capacity: 9, venue: "v"), on: today,
                caller: Fixture.root)
            _ = try await training.move(
                Reference(made.id), ClassMoveOrder(state: .announced, on: made.starts), expected: nil, on: today,
                caller: Fixture.root)
            let people = [try await fixture.person(0).id, try await fixture.person(1).id]
            _ = try await training.enrol(
                EnrolmentOrder(people: people.map { Reference($0) }), in: "A", caller: Fixture.root)
            _ = try await training.move(
                Reference(made.id), ClassMoveOrder(state: .running, on: made.starts), expected: nil, on: today,
                caller: Fixture.root)
            for session in try await training.sessions(of: "A", caller: Fixture.root).items {
                _ = try await training.mark(
                    MarksOrder(marks: [], others: .present), session: session.number, of: "A", caller: Fixture.root)
            }
            _ = try await training.closeClass(
                "A", ClassClosing(on: made.ends), expected: nil, on: today, caller: Fixture.root)
            for by in StatisticsGrouping.allCases {
                let table = try await training.statistics(
                    StatisticsQuery(from: day("2015-01-01"), through: day("2015-12-31"), scope: "610116", by: by),
                    on: today, caller: Fixture.root
                ).items
                #expect(table.map(\.classes) == [1] && table.map(\.personTimes) == [2] && table.map(\.completed) == [2])
                #expect(table.map(\.personDays) == [4] && table.map(\.cost.description) == ["2200"])
                #expect(table.map(\.hours.description) == ["32"])
            }
        }
    }
}
