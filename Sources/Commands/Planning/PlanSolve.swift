import ArgumentParser
import Kernel
import Planning
import Training

extension PlanCommand {
    /// Solves an instance file: from scratch, from an earlier plan, or to see what a change would do.
    struct Solve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "求解一个计划问题文件，不用数据库；也可从已有计划调整，或试算变更",
                en: "Solve an instance file, from scratch or from a plan, or try a change; needs no database"))
        @OptionGroup var solving: Solving
        @OptionGroup var shape: Shape
        @Argument(help: instanceHelp) var instance: String
        @Option(help: help(zh: "写入的计划文件", en: "Plan file to write")) var out: String?
        @Option(help: help(zh: "从这个计划调整：能不动的不动", en: "Adjust this plan: move only who must"))
        var replanFrom: String?
        @Option(help: help(zh: "退出的学员，可重复", en: "A trainee who dropped out; repeatable"))
        var drop: [String] = []
        @Option(help: help(zh: "取消的班次，可重复", en: "A class that was cancelled; repeatable"))
        var cancel: [String] = []
        @Option(
            parsing: .upToNextOption,
            help: help(
                zh: "试算变更：add-seats 班次=数、remove-class 班次、add-class 新编号=样板班次@日期、move-leave 学员=起..止",
                en:
                    "Try changes: add-seats CLASS=N, remove-class CLASS, add-class NEW=LIKE@DAY, "
                    + "move-leave TRAINEE=FROM..THROUGH"
            ))
        var whatIf: [String] = []
        @Option(help: help(zh: "写入变更后的问题文件", en: "Instance file to write, with the changes made"))
        var changedInstance: String?

        func run() async throws {
            try shape.globals.check()
            _ = try solving.order().search(isLocal: true)
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
                let (after, difference, plans) = try await tryChanges(original, changed, base)
                try write(after, changed)
                return try show(difference, plans, changed)
            }
            let asGiven = changed
            if let base { changed = changed.following(base) }
            let planner = Planner(try Problem(changed))
            let plan = try await solving.watched { limits, watch in
                guard let base else {
                    return try await planner.plan(limits, report: watch.report, progress: watch.clock)
                }
                return try await planner.replan(from: base, limits, report: watch.report, progress: watch.clock)
            }
            try write(plan, changed)
            if let base {
                // Both plans by the instance's own costs; the file also counts moves from the earlier plan.
                let counted = try Problem(asGiven).holding(plan)
                try show(PlanDifference(from: base, original, to: counted, asGiven), [], asGiven)
                if let proof = proof(plan, changed) {
                    Terminal.talk(
                        Text(
                            zh: "计入改动（每项 \(changed.weights.moved)）：总代价 \(plan.score.total)。\(proof.chinese)",
                            en:
                                "With moves (\(changed.weights.moved) each) the score is \(plan.score.total). "
                                + "\(proof.english)"
                        ).localized)
                }
                return
            }
            let solved = SolvedInstance(
                score: PlanScore(plan, demands: changed.demands.count), bound: plan.bound,
                firstCome: planner.firstCome().map { PlanScore($0, demands: changed.demands.count) })
            let scores = [NamedScore(Text(zh: "本计划", en: "this plan"), solved.score)]
            try shape.show(solved, parts: scores + (solved.firstCome.map { [.firstCome($0)] } ?? []))
            if let proof = proof(plan, changed) { Terminal.talk(proof.localized) }
        }

        /// What the plan of an instance costs.
        private struct SolvedInstance: Codable {
            let score: PlanScore
            let bound: Int?
            let firstCome: PlanScore?
        }

        private func proof(_ plan: Plan, _ instance: Instance) -> Text? {
            plan.bound.map { PlanScore(plan, demands: instance.demands.count).proof($0) }
        }

        /// Solves the instance as it is (or takes its plan as given) and with the changes, and shows what differs.
        private func tryChanges(
            _ original: Instance, _ changed: Instance, _ given: Plan?
        ) async throws -> (after: Plan, PlanDifference, [(String, Plan)]) {
            let before: Plan
            if let given {
                before = given
            } else {
                let planner = Planner(try Problem(original))
                before = try await solving.watched {
                    try await planner.plan($0, report: $1.report, progress: $1.clock)
                }
            }
            let planner = Planner(try Problem(changed))
            let adjusted = try await solving.watched {
                try await planner.replan(from: before, $0, report: $1.report, progress: $1.clock)
            }
            let fresh = try await solving.watched { try await planner.plan($0, report: $1.report, progress: $1.clock) }
            // The fewer moves of the adjusted plan count where it costs no more.
            let after = adjusted.score.total <= fresh.score.total ? adjusted : fresh
            let plans = [
                (Text(zh: "现在", en: "as it is").localized, before),
                (Text(zh: "变更后", en: "with the change").localized, after),
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
                            "\(path) breaks \(violations.count) conditions (\(first.english)); "
                            + "seats that do not hold are planned again."
                    ).localized)
            }
            return problem.holding(given)
        }

        private func show(_ difference: PlanDifference, _ plans: [(String, Plan)], _ changed: Instance) throws {
            try shape.show(difference, parts: difference.moves)
            let moved = Text(
                zh: "改动 \(difference.moves.count) 项，共 \(changed.demands.count) 项；总代价变化 \(difference.score)。",
                en:
                    "\(difference.moves.count) of \(changed.demands.count) demands change; "
                    + "the score changes by \(difference.score)."
            )
            Terminal.talk(moved.localized)
            for (name, plan) in plans { Terminal.talk("\(name): \(plan.score.total)") }
            if let plan = plans.last?.1, let proof = proof(plan, changed) { Terminal.talk(proof.localized) }
        }
    }
}
