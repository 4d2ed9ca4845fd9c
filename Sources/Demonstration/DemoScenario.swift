package import Civil
package import Composition
import Foundation
package import Kernel
import Members
import Organisations
package import Training
import Wire

/// The main job from end to end on the real tree of Shaanxi: import, cycle, a calendar and a plan for everybody, a
/// class from its notice to its certificates, classes that fail, results, progress, overdue.
package struct DemoScenario: Sendable {
    /// What happened in one step, for the person who watches.
    package struct Step: Sendable {
        package let text: Text
        package let took: Duration
    }

    package struct Outcome: Sendable {
        package let progress: ProgressTable
        package let counts: [OverdueCount]
        package let lines: [OverdueLine]
        package let explained: DutyExplanation?
        package let classClosed: TrainingClass
    }

    let services: Services
    let caller: Caller
    /// How long the plan is searched for.
    let planSeconds: Double
    private let report: @Sendable (Step) -> Void

    package init(
        services: Services, caller: Caller, planSeconds: Double = 15, report: @escaping @Sendable (Step) -> Void
    ) {
        self.services = services
        self.caller = caller
        self.planSeconds = planSeconds
        self.report = report
    }

    /// The day as of which the demonstration asks who is overdue: after the soft end of 2016-05-09.
    package static let asOf = Day(number: 17_045)  // 2016-09-01

    static let province: Reference<Organisation> = "61"
    static let county: Reference<Organisation> = "610116"

    var today: Day { services.today() }

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
        let plan = try await plan(opens: opens)
        let closed = try await holdOneClass()
        let failed = try await cancelSome()
        try await importResults(people, plan, without: failed.union([closed.code]))
        let progress = try await services.training.progress(
            ProgressQuery(
                asOf: Self.asOf, scope: Self.province, cycle: Reference(services.training.rules.cycles[0].key)),
            on: today, caller: caller)
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
        return Outcome(
            progress: progress, counts: counts, lines: lines, explained: explained, classClosed: closed)
    }

    func step(_ body: () async throws -> Text) async throws {
        let start = ContinuousClock.now
        let text = try await body()
        report(Step(text: text, took: ContinuousClock.now - start))
    }

    private func tree(_ divisions: [UInt8], founded: Day) async throws {
        try await step {
            let outcome = try await services.organisations.importDivisions(
                divisions, DivisionOrder(since: founded), on: today, caller: caller)
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
            let outcome = try await services.members.importPeople(
                Array(table.utf8), on: today, caller: caller)
            people = table
            return Text(zh: "导入书记 \(outcome.added) 人（合成数据）", en: "\(outcome.added) secretaries imported (synthetic)")
        }
        return people
    }
}
