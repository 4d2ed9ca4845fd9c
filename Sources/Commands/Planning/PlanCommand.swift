import Access
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
            Make.self, Preview.self, Accept.self, Show.self, List.self, Propose.self, Pin.self, Exclude.self,
            Unpin.self,
            Pins.self, Solve.self, Explain.self, Check.self,
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

    struct Make: SessionCommand, SensitiveCommand {
        static let route = "POST /v1/plans/proposals"
        static let sensitive = SensitiveRead.seats
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "从数据库的任务和班次排计划，只显示不写入", en: "Plan from the duties and classes on file; shows it and writes nothing")
        )
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @OptionGroup var solving: Solving
        @Option(help: member("scope", of: PlanOrder.self)) var scope: Reference<Organisation>?
        @Option(help: member("as_of", of: PlanOrder.self)) var asOf: Day?
        @Flag(help: member("yearly", of: PlanOrder.self)) var yearly = false
        @Option(help: help(zh: "写入计划文件，供 plan accept 使用", en: "Plan file to write, for plan accept"))
        var out: String?
        @Option(help: help(zh: "写入问题文件", en: "Instance file to write")) var instance: String?
        @Option(help: help(zh: "只列这一部分，不截短：\(PlanPart.listed)", en: "This part alone, in full: \(PlanPart.listed)"))
        var show: PlanPart?

        func run(_ session: Session) async throws {
            let planFile = try out.map { try OutputFile($0, besides: [instance]) }
            let instanceFile = try instance.map { try OutputFile($0, besides: []) }
            let order = solving.order(scope: scope, asOf: asOf, yearly: yearly)
            let draft = try await solving.watched { _, watch in
                try await session.services.training.proposePlan(
                    order, on: session.today, caller: session.caller, report: watch.report, progress: watch.clock)
            }
            try planFile?.write(draft.plan)
            try instanceFile?.write(draft.instance)
            try await show(draft.proposal, order, session)
        }

        /// Most of a county's classes and left-out people fit a screen; the rest is in JSON and with --show.
        private static let shown = 20

        private func show(_ proposal: PlanProposal, _ order: PlanOrder, _ session: Session) async throws {
            guard shape.format == .table, show == nil else {
                return try await list(show ?? .left, proposal, order, session)
            }
            var scores = [
                NamedScore(Text(zh: "本计划", en: "this plan"), proposal.score),
                NamedScore(Text(zh: "现行名单", en: "as enrolled now"), proposal.current),
            ]
            if let reference = proposal.firstCome { scores.append(.firstCome(reference)) }
            try shape.write(Table(scores))
            Terminal.write(proposal.score.proof(proposal.bound).localized + "\n\n")
            try shape.write(Table(Array(proposal.classes.prefix(Self.shown))))
            if !proposal.changes.isEmpty {
                Terminal.write("\n" + Self.changed(proposal.changes).localized + "\n")
                try shape.write(Table(Array(proposal.changes.prefix(Self.shown))))
            }
            if !proposal.left.isEmpty {
                Terminal.write("\n")
                try shape.write(Table(Array(proposal.left.prefix(Self.shown))))
                if let needed = proposal.needed { Terminal.write("\n" + needed.text.localized + "\n") }
            }
            if !proposal.short.isEmpty {
                Terminal.write("\n" + Self.short(proposal.short).localized + "\n")
                try shape.write(Table(Array(proposal.short.prefix(Self.shown))))
            }
            if let notice = proposal.notice { Terminal.write("\n" + notice.localized + "\n") }
        }

        private func list(
            _ part: PlanPart, _ proposal: PlanProposal, _ order: PlanOrder, _ session: Session
        ) async throws {
            switch part {
            case .classes: try shape.show(proposal, parts: proposal.classes)
            case .seats: try await shape.show(proposal, parts: proposal.seats, Self.sensitive, order, session)
            case .changes: try await shape.show(proposal, parts: proposal.changes, Self.sensitive, order, session)
            case .left: try await shape.show(proposal, parts: proposal.left, Self.sensitive, order, session)
            case .needed: try shape.show(proposal, parts: proposal.needed?.items ?? [])
            case .short: try await shape.show(proposal, parts: proposal.short, Self.sensitive, order, session)
            case .later: try shape.show(proposal, parts: proposal.later)
            }
        }

        private static func short(_ people: [ShortOfHours]) -> Text {
            Text(zh: "学时不足 \(people.count) 项：", en: "\(people.count) duties would lack hours:")
        }

        private static func changed(_ seats: [PlanSeat]) -> Text {
            Text(zh: "变动 \(seats.count) 人：", en: "\(seats.count) seats change:")
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
        @Flag(help: member("withdraw", of: PlanAcceptance.self)) var withdraw = false

        func run(_ session: Session) async throws {
            let order = PlanAcceptance(
                name: name, scope: scope, asOf: asOf, assignments: try readPlan(plan).assignments,
                withdraw: withdraw ? true : nil)
            try shape.report(
                try await session.services.training.acceptPlan(order, on: session.today, caller: session.caller))
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/plans"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "已采纳的计划", en: "Plans that were accepted"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) { try await session.services.training.plans($0, caller: session.caller) }
        }
    }
}

var instanceHelp: ArgumentHelp { help(zh: "问题文件（rotation-instance/1）", en: "Instance file (rotation-instance/1)") }
var planHelp: ArgumentHelp { help(zh: "计划文件（rotation-plan/1）", en: "Plan file (rotation-plan/1)") }

extension NamedScore {
    static func firstCome(_ score: PlanScore) -> NamedScore { NamedScore(Text(zh: "先来先得", en: "first come"), score) }
}
