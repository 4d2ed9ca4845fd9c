import ArgumentParser
import Foundation
import Kernel
import Planning

extension PlanCommand {
    /// Solves an instance file: afresh, from a plan of before, or to see what a change would do.
    struct Solve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "求解一个计划问题文件，不用数据库；也可从已有计划调整，或试算变更",
                en: "Solve an instance file, afresh or from a plan, or try a change; needs no database"))
        @OptionGroup var globals: Globals
        @OptionGroup var solving: Solving
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp("rotation-instance/1")) var instance: String
        @Option(help: ArgumentHelp(localized(zh: "写入的计划文件", en: "Plan file to write"))) var out: String?
        @Option(help: ArgumentHelp(localized(zh: "从这个计划调整：能不动的不动", en: "Adjust this plan: move only who must")))
        var replanFrom: String?
        @Option(help: ArgumentHelp(localized(zh: "退出的学员，可重复", en: "A trainee who dropped out; repeatable")))
        var drop: [String] = []
        @Option(help: ArgumentHelp(localized(zh: "取消的班次，可重复", en: "A class that was cancelled; repeatable")))
        var cancel: [String] = []
        @Option(
            parsing: .upToNextOption,
            help: ArgumentHelp(
                say(
                    zh: "试算变更：add-seats 班次=数、remove-class 班次、add-class 新编号=样板班次@日期、move-leave 学员=起..止",
                    en:
                        "Try changes: add-seats CLASS=N, remove-class CLASS, add-class NEW=LIKE@DAY, move-leave TRAINEE=FROM..THROUGH"
                )))
        var whatIf: [String] = []
        @Option(help: ArgumentHelp(localized(zh: "写入变更后的问题文件", en: "Instance file to write, with the changes made")))
        var changedInstance: String?

        func run() async throws {
            try globals.check()
            let limits = try solving.checked()
            let planFile = try out.map { try OutputFile($0, besides: [instance, replanFrom, changedInstance]) }
            let instanceFile = try changedInstance.map {
                try OutputFile($0, besides: [instance, replanFrom], option: "changed-instance")
            }
            func write(_ plan: Plan, _ changed: Instance) throws {
                try planFile?.write(plan)
                try instanceFile?.write(changed)
            }
            let original = try readInstance(instance)
            let changes =
                drop.map { Change.drop(trainee: $0) } + cancel.map { Change.cancel(course: $0) }
                + (try Change.parse(whatIf))
            var changed = try original.applying(changes)
            let base = try replanFrom.map { try Self.holding($0, original) }
            if !whatIf.isEmpty {
                let (after, difference, plans) = try await tryChanges(original, changed, base, limits)
                try write(after, changed)
                show(difference, plans, changed)
                return
            }
            let asGiven = changed
            if let base { changed = changed.following(base) }
            let planner = Planner(try Problem(changed))
            let plan = try await solving.watched { watch in
                guard let base else {
                    return try await planner.plan(limits, report: watch.report, progress: watch.clock)
                }
                return try await planner.replan(from: base, limits, report: watch.report, progress: watch.clock)
            }
            try write(plan, changed)
            if let base {
                // Both plans by the instance's own costs; the file counts moves from the plan of before besides.
                let counted = try Problem(asGiven).holding(plan)
                show(PlanDifference(from: base, original, to: counted, asGiven), [], asGiven)
                if let proof = plan.proof {
                    Terminal.talk(
                        Text(
                            zh: "计入改动（每项 \(changed.weights.moved)）：总代价 \(plan.score.total)。\(proof.chinese)",
                            en:
                                "With moves (\(changed.weights.moved) each) the score is \(plan.score.total). \(proof.english)"
                        ).localized)
                }
                return
            }
            var rows = [(Text(zh: "本计划", en: "this plan"), plan)]
            if let reference = planner.firstCome() { rows.append((Text(zh: "先来先得", en: "first come"), reference)) }
            shape.show(Listing.scores(rows, demands: changed.demands.count))
            if let proof = plan.proof { Terminal.talk(proof.localized) }
        }

        /// Solves the instance as it is (or takes its plan as given) and with the changes, and shows what differs.
        private func tryChanges(
            _ original: Instance, _ changed: Instance, _ given: Plan?, _ limits: Planner.Limits
        ) async throws -> (after: Plan, PlanDifference, [(String, Plan)]) {
            let before: Plan
            if let given {
                before = given
            } else {
                let planner = Planner(try Problem(original))
                before = try await solving.watched {
                    try await planner.plan(limits, report: $0.report, progress: $0.clock)
                }
            }
            let planner = Planner(try Problem(changed))
            let adjusted = try await solving.watched {
                try await planner.replan(from: before, limits, report: $0.report, progress: $0.clock)
            }
            let afresh = try await solving.watched {
                try await planner.plan(limits, report: $0.report, progress: $0.clock)
            }
            // The fewer moves of the adjusted plan count where it costs no more.
            let after = adjusted.score.total <= afresh.score.total ? adjusted : afresh
            let plans = [
                (Text(zh: "现在", en: "as it is").localized, before), (Text(zh: "变更后", en: "with the change").localized, after),
            ]
            return (after, PlanDifference(from: before, original, to: after, changed), plans)
        }

        /// The plan of a file as far as it holds, with a word about the rest.
        private static func holding(_ path: String, _ instance: Instance) throws -> Plan {
            let (given, problem) = (try readPlan(path), try Problem(instance))
            let violations = PlanCheck.violations(given, instance)
            if let first = violations.first {
                Terminal.talk(
                    Text(
                        zh: "\(path) 有 \(violations.count) 处不合规则（如 \(first.chinese)），不成立的席位重新安排。",
                        en:
                            "\(path) breaks \(violations.count) conditions (\(first.english)); seats that do not hold are planned anew."
                    ).localized)
            }
            return problem.holding(given)
        }

        private func show(_ difference: PlanDifference, _ plans: [(String, Plan)], _ changed: Instance) {
            var listing = Listing(columns: [
                .init(key: "demand", title: Text(zh: "任务", en: "Demand")),
                .init(key: "before", title: Text(zh: "原班次", en: "Before")),
                .init(key: "after", title: Text(zh: "新班次", en: "After")),
            ])
            listing.rows = difference.moves.map { [.text($0.demand), .text($0.before ?? ""), .text($0.after ?? "")] }
            shape.show(listing)
            let moved = Text(
                zh: "改动 \(difference.moves.count) 项，共 \(changed.demands.count) 项；总代价变化 \(difference.score)。",
                en:
                    "\(difference.moves.count) of \(changed.demands.count) demands change; the score changes by \(difference.score)."
            )
            Terminal.talk(moved.localized)
            for (name, plan) in plans { Terminal.talk("\(name): \(plan.score.total)") }
            if let proof = plans.last?.1.proof { Terminal.talk(proof.localized) }
        }
    }
}
