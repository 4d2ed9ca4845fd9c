package import Civil
package import Composition
import Foundation
package import Kernel
import Members
import Organisations
import Planning
import Sheets
package import Training
import Wire

/// The main job from end to end on the real tree of Shaanxi: import, cycle, classes, plan, attendance, credits,
/// overdue.
package struct DemoScenario: Sendable {
    /// What happened in one step, for the person who watches.
    package struct Step: Sendable {
        package let text: Text
        package let took: Duration
    }

    package struct Outcome: Sendable {
        package let counts: [OverdueCount]
        package let lines: [OverdueLine]
        package let explained: DutyExplanation?
        package let classClosed: TrainingClass
    }

    private let services: Services
    private let caller: Caller
    private let report: @Sendable (Step) -> Void

    package init(services: Services, caller: Caller, report: @escaping @Sendable (Step) -> Void) {
        self.services = services
        self.caller = caller
        self.report = report
    }

    /// The day as of which the demonstration asks who is overdue: after the soft end of 2016-05-09.
    package static let asOf = Day(number: 17_045)  // 2016-09-01

    private static let province: Reference<Organisation> = "61"
    private static let county: Reference<Organisation> = "610116"

    private var today: Day { services.today() }

    /// - Parameter divisions: the table of divisions (code, parent_code, level, name).
    package func run(divisions: [UInt8], seed: UInt64) async throws -> Outcome {
        let opens = services.training.rules.cycles[0].opens
        try await tree(divisions, founded: opens.adding(years: -10))
        let people = try await secretaries(seed, opens: opens)
        try await step { () -> Text in
            let opened = try await services.training.openCycle(
                CycleOrder(key: services.training.rules.cycles[0].key, organisation: Self.province), caller: caller)
            return Text(
                zh: "周期「\(opened.cycle.name.chinese)」开启，产生任务 \(opened.duties) 项",
                en: "Cycle “\(opened.cycle.name.english)” opened: \(opened.duties) duties")
        }
        try await calendar(opens: opens)
        try await plan(opens: opens)
        let closed = try await attendOneClass()
        try await importPast(people, opens: opens)
        let late = [OverdueLevel.overdue, .pastHard]
        let counts = try await services.training.countOverdue(
            OverdueCountQuery(filter: OverdueQuery(asOf: Self.asOf, level: late), by: .field), on: today,
            caller: caller
        ).items
        let lines = try await services.training.overdue(
            OverdueQuery(asOf: Self.asOf, scope: Self.county, level: late), PageRequest(limit: 15), on: today,
            caller: caller
        ).items
        var explained: DutyExplanation?
        if let first = lines.first {
            explained = try await services.training.explain(
                Reference(first.duty), DutyQuery(asOf: Self.asOf), on: today, caller: caller)
        }
        return Outcome(counts: counts, lines: lines, explained: explained, classClosed: closed)
    }

    private func step(_ body: () async throws -> Text) async throws {
        let start = ContinuousClock.now
        let text = try await body()
        report(Step(text: text, took: ContinuousClock.now - start))
    }

    private func tree(_ divisions: [UInt8], founded: Day) async throws {
        try await step {
            let outcome = try await services.organisations.importDivisions(
                divisions, DivisionOrder(since: founded), caller: caller)
            return Text(
                zh: "导入区划 \(outcome.rows) 行，建立党组织 \(outcome.added) 个",
                en: "\(outcome.rows) divisions imported: \(outcome.added) organisations")
        }
    }

    /// - Returns: the table that was imported.
    private func secretaries(_ seed: UInt64, opens: Day) async throws -> String {
        var people = ""
        try await step {
            var codes: [String] = []
            var after: String?
            repeat {
                let page = try await services.organisations.organisations(
                    OrganisationQuery(), PageRequest(limit: 500, after: after), caller: caller)
                codes += page.items.filter { $0.level == .primary }.map(\.code)
                after = page.next
            } while after != nil
            var maker = SyntheticPeople(seed: seed, today: opens)
            let table = maker.secretaries(
                of: codes, tenureFrom: opens.adding(years: -5), through: opens.adding(days: -1))
            let outcome = try await services.members.importPeople(Array(table.utf8), caller: caller)
            people = table
            return Text(zh: "导入书记 \(outcome.added) 人（合成数据）", en: "\(outcome.added) secretaries imported (synthetic)")
        }
        return people
    }

    /// What the counties trained in the meantime comes in as a table: four in ten completed a county class, one in
    /// twenty a township's, which does not count.
    private func importPast(_ people: String, opens: Day) async throws {
        try await step {
            var random = SeededRandom(seed: 2015)
            var lines = [CSVText.line(["id_number", "class", "level", "ended_on", "hours", "document"])]
            for record in try CSVText.records(people).dropFirst() {
                let pick = random.below(100)
                guard pick < 45 else { continue }
                let ended = opens.adding(days: 90 + random.below(600)).description
                let level = pick < 40 ? "county" : "township"
                let name = pick < 40 ? "县级党组织书记轮训班" : "乡镇党课培训"
                lines.append(CSVText.line([record.fields[2], name, level, ended, pick < 40 ? "40" : "8", "（合成）"]))
            }
            let table = lines.joined(separator: "\n") + "\n"
            let outcome = try await services.training.importPast(
                Array(table.utf8), ImportOrder(), on: today, caller: caller)
            return Text(zh: "导入以往培训 \(outcome.added) 条", en: "\(outcome.added) entries of past training imported")
        }
    }

    private func calendar(opens: Day) async throws {
        try await step {
            // Two years of classes with seats for six in ten: the list at the end is not empty.
            let calendar = try await services.training.draftCalendar(
                CalendarOrder(
                    scope: Self.province, from: opens.adding(days: 60), through: opens.adding(months: 24),
                    capacity: 80, length: 5, seatsPerHundred: 60, accept: true), on: today, caller: caller)
            return Text(zh: "起草班次 \(calendar.written) 个", en: "\(calendar.written) classes drafted")
        }
    }

    private func plan(opens: Day) async throws {
        try await step {
            let asOf = opens.adding(days: 30)
            let proposal = try await services.training.proposePlan(
                PlanOrder(asOf: asOf, seconds: 15), on: today, caller: caller
            ).proposal
            let accepted = try await services.training.acceptPlan(
                PlanAcceptance(name: "2014—2016", asOf: asOf, assignments: proposal.assignments), on: today,
                caller: caller)
            let share = proposal.demands == 0 ? 0 : accepted.assigned * 100 / proposal.demands
            let reference = proposal.firstCome.map { String($0.total) } ?? "–"
            return Text(
                zh: "排计划并采纳：安排 \(accepted.assigned) 人（\(share)%），代价 \(accepted.score)，先来先得为 \(reference)",
                en:
                    "Planned and accepted: \(accepted.assigned) people (\(share) %), cost \(accepted.score); "
                    + "first come costs \(reference)"
            )
        }
    }

    /// Runs one class through its half-days: most are present, some late or on leave, a few stay away.
    private func attendOneClass() async throws -> TrainingClass {
        let training = services.training
        let classes = try await training.classes(
            ClassQuery(state: .announced, scope: Self.county), PageRequest(limit: 500), caller: caller)
        guard let first = classes.items.min(by: { $0.starts < $1.starts }) else {
            throw AppError.notFound(Text(zh: "班次", en: "class"), Self.county.text)
        }
        let reference = Reference(first.id)
        try await step {
            _ = try await training.move(
                reference, ClassMoveOrder(state: .running, on: first.starts), expected: nil, on: today, caller: caller)
            let people = try await training.enrolments(of: reference, PageRequest(limit: 500), caller: caller).items
                .filter { $0.state == .enrolled }
            let sessions = try await training.sessions(of: reference, caller: caller).items
            var marks = 0
            for session in sessions {
                let order = MarksOrder(
                    marks: people.enumerated().map { index, person in
                        Self.entry(Reference(person.person), index: index, session: session.number)
                    })
                marks += try await training.mark(order, session: session.number, of: reference, caller: caller).count
            }
            let closed = try await training.closeClass(
                reference, ClassClosing(on: first.ends), expected: nil, on: today, caller: caller)
            return Text(
                zh:
                    "「\(first.name)」开班：\(sessions.count) 个半天、考勤 \(marks) 条，"
                    + "结业 \(closed.completed)/\(closed.items.count) 人",
                en:
                    "“\(first.name)” held: \(sessions.count) half-days, \(marks) marks, "
                    + "\(closed.completed) of \(closed.items.count) completed"
            )
        }
        return try await training.trainingClass(reference, caller: caller)
    }

    private static func entry(_ person: Reference<Person>, index: Int, session: Int) -> MarkEntry {
        if index % 17 == 3, session > 2 { return MarkEntry(person: person, mark: .absent) }
        if index % 11 == 5, session == 4 { return MarkEntry(person: person, mark: .onLeave, approver: "县委组织部") }
        if index % 7 == 2, session == 1 { return MarkEntry(person: person, mark: .late) }
        return MarkEntry(person: person, mark: .present)
    }
}
