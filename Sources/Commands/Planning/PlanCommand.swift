import Composition
import Organisations
import ArgumentParser
import Civil
import Foundation
import Kernel
import Planning
import Training

/// Rotation plans.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: localized(zh: "轮训计划", en: "Rotation plans"),
        subcommands: [
            Make.self, Accept.self, Propose.self, Solve.self, Explain.self, Check.self, List.self,
        ])

    struct Solving: ParsableArguments {
        @Option(help: ArgumentHelp(localized(zh: "计算秒数", en: "Seconds to think"))) var seconds: Double = 10
        @Option(help: ArgumentHelp(localized(zh: "使用的处理器核数", en: "Cores to use"))) var threads: Int = 2
        @Option(help: ArgumentHelp(localized(zh: "随机种子", en: "Seed"))) var seed: UInt64 = 1
        @Option(
            help: ArgumentHelp(
                say(
                    zh: "每核最多试算次数；不到时限时同种子同结果",
                    en: "Most trials of a core; below the time limit the same seed gives the same plan")))
        var steps: Int?

        func checked() throws -> Planner.Limits {
            guard (1...64).contains(threads) else {
                throw AppError.invalidValue("threads", String(threads), expected: .verbatim("1…64"))
            }
            guard steps ?? 0 >= 0 else {
                throw AppError.invalidValue("steps", String(steps ?? 0), expected: .verbatim("≥ 0"))
            }
            guard seconds >= 0, seconds <= 86_400 else {
                throw AppError.invalidValue("seconds", String(seconds), expected: .verbatim("0…86400"))
            }
            return Planner.Limits(threads: threads, steps: steps ?? .max, seed: seed)
        }

        /// The share of the time that has gone since this call; shown while a person watches.
        func clock() -> @Sendable () -> Double {
            let start = ContinuousClock.now
            let seconds = max(seconds, 0.001)
            return { (ContinuousClock.now - start) / .seconds(1) / seconds }
        }

        /// Runs a planner while a person watches how much of its time has gone and how good its plan is by now.
        func watched<Value: Sendable>(_ body: (PlanWatch) async throws -> Value) async throws -> Value {
            StopSignals.listen()
            let watch = PlanWatch(clock: clock())
            let bar = ProgressBar(title: Text(zh: "排计划", en: "Planning"))
            let watcher = Task {
                while !Task.isCancelled {
                    bar.show(min(1, watch.clock()), note: watch.latest.map(\.localized))
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
            defer {
                watcher.cancel()
                bar.end()
                StopSignals.end()
            }
            return try await body(watch)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "检查计划文件", en: "Check a plan file against its instance"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp("rotation-instance/1")) var instance: String
        @Argument(help: ArgumentHelp("rotation-plan/1")) var plan: String

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
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "从数据库的任务和班次排计划，只显示不写入", en: "Plan from the duties and classes on file; shows it and writes nothing")
        )
        @OptionGroup var globals: Globals
        @OptionGroup var solving: Solving
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option var asOf: Day?
        @Option(help: ArgumentHelp(localized(zh: "写入计划文件，供 plan accept 使用", en: "Plan file to write, for plan accept")))
        var out: String?
        @Option(help: ArgumentHelp(localized(zh: "写入问题文件", en: "Instance file to write"))) var instance: String?

        func run(_ session: Session) async throws {
            let planFile = try out.map { try OutputFile($0, besides: [instance]) }
            let instanceFile = try instance.map { try OutputFile($0, besides: []) }
            let (limits, scope, day) = (try solving.checked(), try await session.scope(scope), asOf ?? session.today)
            let proposal = try await solving.watched { watch in
                try await session.services.training.proposePlan(
                    for: scope, asOf: day, limits: limits, caller: session.caller, report: watch.report,
                    progress: watch.clock)
            }
            try planFile?.write(proposal.plan)
            try instanceFile?.write(proposal.instance)
            proposal.show()
        }
    }

    struct Accept: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "采纳计划文件，写入调训名单", en: "Accept a plan file: write its enrolments"))
        @OptionGroup var globals: Globals
        @Argument var plan: String
        @Option var scope: String?
        @Option var asOf: Day?
        @Option var name: String

        func run(_ session: Session) async throws {
            let id = try await session.services.training.acceptPlan(
                readPlan(plan), for: session.scope(scope), asOf: asOf ?? session.today, name: name,
                caller: session.caller)
            Terminal.write(id.text + "\n")
        }
    }

    struct Propose: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "起草班次日程：办班单位、规模、工作日、农忙避让",
                en: "Draft the calendar of classes from hosts, sizes, working days and busy seasons"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Option var scope: String?
        @Option var from: Day
        @Option var through: Day
        @Option(help: ArgumentHelp(localized(zh: "办班层级", en: "Level of the hosts"))) var host: Level = .county
        @Option(help: ArgumentHelp(localized(zh: "每班人数", en: "Seats of a class"))) var capacity = 80
        @Option(help: ArgumentHelp(localized(zh: "每班工作日数", en: "Working days of a class"))) var length = 5
        @Flag(help: ArgumentHelp(localized(zh: "写入草案", en: "Write the drafts"))) var accept = false

        func run(_ session: Session) async throws {
            let training = session.services.training
            let (drafts, unplaced, provisional) = try await training.proposeCalendar(
                for: session.scope(scope), host: host, from: from, through: through,
                settings: CalendarProposal.Settings(capacity: capacity, length: length), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "code", title: Text(zh: "编号", en: "Code")),
                .init(key: "name", title: Text(zh: "名称", en: "Name")),
                .init(key: "host", title: Text(zh: "主办", en: "Host")),
                .init(key: "starts", title: Text(zh: "开班", en: "Starts")),
                .init(key: "ends", title: Text(zh: "结束", en: "Ends")),
                .init(key: "capacity", title: Text(zh: "容量", en: "Capacity"), right: true),
            ])
            listing.rows = drafts.map { host, draft in
                [
                    .text(draft.code), .text(draft.name), .text(host.name), .day(draft.starts), .day(draft.ends),
                    .number(draft.capacity),
                ]
            }
            shape.show(listing)
            if unplaced > 0 {
                Terminal.talk(Text(zh: "有 \(unplaced) 项任务没有合适的班次。", en: "\(unplaced) duties found no class.").localized)
            }
            if provisional {
                Terminal.talk(
                    Text(
                        zh: "有的年份没有放假通知，工作日为暂定。",
                        en: "Some year has no notice on holidays: working days are provisional."
                    ).localized)
            }
            if accept {
                let written = try await training.acceptCalendar(drafts, caller: session.caller)
                Terminal.talk(Text(zh: "写入 \(written) 个班次草案。", en: "\(written) drafts written.").localized)
            }
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "已采纳的计划", en: "Plans that were accepted"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            let page = try await session.services.training.plans(paging.request(), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
                .init(key: "name", title: Text(zh: "名称", en: "Name")),
                .init(key: "accepted", title: Text(zh: "采纳", en: "Accepted")),
                .init(key: "assigned", title: Text(zh: "安排", en: "Assigned"), right: true),
                .init(key: "unassigned", title: Text(zh: "未安排", en: "Left"), right: true),
                .init(key: "score", title: Text(zh: "代价", en: "Cost"), right: true),
            ])
            listing.rows = page.items.map {
                [
                    .text($0.id.text), .text($0.name), .day($0.accepted), .number($0.assigned),
                    .number($0.unassigned), .number($0.score),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }
}
