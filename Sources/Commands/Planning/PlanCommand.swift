import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Planning
import Training
import Wire

/// Rotation plans.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: localized(zh: "轮训计划", en: "Rotation plans"),
        subcommands: [
            Make.self, Accept.self, Propose.self, Solve.self, Explain.self, Check.self, List.self,
        ])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "检查计划文件", en: "Check a plan file against its instance"))
        @OptionGroup var globals: Globals
        @Argument(help: instanceHelp) var instance: String
        @Argument(help: planHelp) var plan: String

        func run() async throws {
            try globals.check()
            let given = try readInstance(instance)
            try given.check()
            let violations = PlanCheck.violations(try readPlan(plan), given)
            guard violations.isEmpty else { throw AppError.planViolations(violations) }
            Terminal.write(Text(zh: "计划有效。", en: "The plan is valid.").localized + "\n")
        }
    }

    struct Make: SessionCommand {
        static let route = "POST /v1/plans/proposals"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "从数据库的任务和班次排计划，只显示不写入", en: "Plan from the duties and classes on file; shows it and writes nothing")
        )
        @OptionGroup var shape: Shape
        @OptionGroup var solving: Solving
        @Option(help: member("scope", of: PlanOrder.self)) var scope: Reference<Organisation>?
        @Option(help: member("as_of", of: PlanOrder.self)) var asOf: Day?
        @Option(help: help(zh: "写入计划文件，供 plan accept 使用", en: "Plan file to write, for plan accept"))
        var out: String?
        @Option(help: help(zh: "写入问题文件", en: "Instance file to write")) var instance: String?

        func run(_ session: Session) async throws {
            let planFile = try out.map { try OutputFile($0, besides: [instance]) }
            let instanceFile = try instance.map { try OutputFile($0, besides: []) }
            let order = solving.order(scope: scope, asOf: asOf)
            let draft = try await solving.watched { _, watch in
                try await session.services.training.proposePlan(
                    order, on: session.today, caller: session.caller, report: watch.report, progress: watch.clock)
            }
            try planFile?.write(draft.plan)
            try instanceFile?.write(draft.instance)
            try show(draft.proposal)
        }

        /// Most of a county's classes and left-out people fit a screen; the rest is in JSON.
        private static let shown = 20

        private func show(_ proposal: PlanProposal) throws {
            guard shape.format == .table else { return try shape.show(proposal, parts: proposal.left) }
            var scores = [
                NamedScore(Text(zh: "本计划", en: "this plan"), proposal.score),
                NamedScore(Text(zh: "现行名单", en: "as enrolled now"), proposal.current),
            ]
            if let reference = proposal.firstCome { scores.append(.firstCome(reference)) }
            shape.write(Table(scores))
            Terminal.write(proposal.score.proof(proposal.bound).localized + "\n\n")
            shape.write(Table(Array(proposal.classes.prefix(Self.shown))))
            guard !proposal.left.isEmpty else { return }
            Terminal.write("\n")
            shape.write(Table(Array(proposal.left.prefix(Self.shown))))
        }
    }

    struct Accept: SessionCommand {
        static let route = "POST /v1/plans"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "采纳计划文件，写入调训名单", en: "Accept a plan file: write its enrolments"))
        @OptionGroup var shape: Shape
        @Argument(help: planHelp) var plan: String
        @Option(help: member("scope", of: PlanAcceptance.self)) var scope: Reference<Organisation>?
        @Option(help: member("as_of", of: PlanAcceptance.self)) var asOf: Day?
        @Option(help: member("name", of: PlanAcceptance.self)) var name: String

        func run(_ session: Session) async throws {
            let order = PlanAcceptance(
                name: name, scope: scope, asOf: asOf, assignments: try readPlan(plan).assignments)
            try shape.report(
                try await session.services.training.acceptPlan(order, on: session.today, caller: session.caller))
        }
    }

    struct Propose: SessionCommand {
        static let route = "POST /v1/calendars"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "起草班次日程：办班单位、规模、工作日、农忙避让",
                en: "Draft the calendar of classes from hosts, sizes, working days and busy seasons"))
        @OptionGroup var shape: Shape
        @Option(help: member("scope", of: CalendarOrder.self)) var scope: Reference<Organisation>?
        @Option(help: member("from", of: CalendarOrder.self)) var from: Day
        @Option(help: member("through", of: CalendarOrder.self)) var through: Day
        @Option(help: member("host", of: CalendarOrder.self)) var host: Level?
        @Option(help: member("capacity", of: CalendarOrder.self)) var capacity: Int?
        @Option(help: member("length", of: CalendarOrder.self)) var length: Int?
        @Option(help: member("seats_per_hundred", of: CalendarOrder.self)) var seatsPerHundred: Int?
        @Flag(help: member("accept", of: CalendarOrder.self)) var accept = false

        func run(_ session: Session) async throws {
            let order = CalendarOrder(
                scope: scope, from: from, through: through, host: host, capacity: capacity, length: length,
                seatsPerHundred: seatsPerHundred, accept: accept)
            let calendar = try await session.services.training.draftCalendar(
                order, on: session.today, caller: session.caller)
            try shape.show(calendar, parts: calendar.classes)
            Terminal.talk(calendar.summary.localized)
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/plans"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "已采纳的计划", en: "Plans that were accepted"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try shape.show(try await session.services.training.plans(paging.request(), caller: session.caller))
        }
    }
}

var instanceHelp: ArgumentHelp { help(zh: "问题文件（rotation-instance/1）", en: "Instance file (rotation-instance/1)") }
var planHelp: ArgumentHelp { help(zh: "计划文件（rotation-plan/1）", en: "Plan file (rotation-plan/1)") }

extension NamedScore {
    static func firstCome(_ score: PlanScore) -> NamedScore { NamedScore(Text(zh: "先来先得", en: "first come"), score) }
}
