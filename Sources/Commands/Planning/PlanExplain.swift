import ArgumentParser
import Kernel
import Planning
import Wire

extension PlanCommand {
    /// Says why demands are left out or late, what stops a class, and what would change it.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "说明未安排和迟训的原因、各班次的障碍和最省的变更",
                en: "Say why demands are left out or late, what stops each class and which change would cost least"))
        @OptionGroup var shape: Shape
        @Argument(help: instanceHelp) var instance: String
        @Argument(help: planHelp) var plan: String
        @Option(help: help(zh: "只说明这一项任务", en: "This demand alone")) var demand: String?
        @Option(help: help(zh: "为什么不在这个班次（与 --demand 同用）", en: "Why not this class (with --demand)"))
        var `class`: String?
        @Option(help: help(zh: "每类最多说明几项", en: "Maximum number of entries of each kind")) var most: Int = 200

        func run() async throws {
            try shape.globals.check()
            let given = try readInstance(instance)
            let problem = try Problem(given)
            let made = try readPlan(plan)
            // What is explained is this plan, not one like it.
            let violations = PlanCheck.violations(made, given)
            guard violations.isEmpty else { throw AppError.planViolations(violations) }
            guard let demand else {
                guard `class` == nil else { throw AppError.missingValue("demand") }
                let explanation = try Explanation.of(made, problem, most: most)
                return try shape.show(
                    Page(whole: (explanation.unassigned + explanation.late).map(ExplainedDemand.init)))
            }
            var explainer = Explainer(made, of: problem)
            if let `class` {
                guard given.classes.contains(where: { $0.id == `class` }) else {
                    throw AppError.planUnknown(Text(zh: "班次", en: "class"), `class`)
                }
                guard let obstacles = explainer.whyNot(demand, `class`) else {
                    throw AppError.planUnknown(Text(zh: "任务", en: "demand"), demand)
                }
                return try shape.show(Page(whole: [ExplainedClass(`class`, cost: nil, obstacles)]))
            }
            guard let entry = explainer.entry(demand) else {
                throw AppError.planUnknown(Text(zh: "任务", en: "demand"), demand)
            }
            let options = DemandOptions(
                classes: entry.candidates.map { ExplainedClass($0.course, cost: $0.cost, $0.obstacles) },
                changes: entry.remedies.map { SuggestedChange($0) })
            try shape.show(options, parts: options.classes)
            guard shape.format == .table else { return }
            for change in options.changes { Terminal.write(change.text.localized + "\n") }
        }
    }

    /// What keeps a demand out of each class, and what would change it.
    private struct DemandOptions: Codable {
        let classes: [ExplainedClass]
        let changes: [SuggestedChange]
    }
}

extension AppError {
    static func planViolations(_ violations: [Text]) -> AppError {
        AppError(
            .invalid, "plan.violations",
            Text(zh: "计划有 \(violations.count) 处不合规则。", en: "The plan breaks \(violations.count) conditions."),
            hint: Text(
                zh: "这份计划可能是为别的问题文件做的；可用 plan solve --replan-from 调整。",
                en: "It may have been made for another instance; plan solve --replan-from adjusts it."),
            facts: violations.prefix(20).map { .init("-", $0.localized) })
    }

    fileprivate static func planUnknown(_ what: Text, _ id: String) -> AppError {
        let id = id.quotable
        return AppError(
            .notFound, "not_found",
            Text(zh: "问题文件里没有\(what.chinese)「\(id)」。", en: "The instance has no \(what.english) “\(id)”."),
            hint: Text(zh: "请核对编号。", en: "Check the identifier."))
    }
}
