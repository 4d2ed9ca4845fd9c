import ArgumentParser
import Kernel
import Planning

extension PlanCommand {
    /// Says why demands are left out or late, what stops a class, and what would change it.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "说明未安排和迟训的原因、各班次的障碍和最省的变更",
                en: "Say why demands are left out or late, what stops each class and which change would cost least"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp("rotation-instance/1")) var instance: String
        @Argument(help: ArgumentHelp("rotation-plan/1")) var plan: String
        @Option(help: ArgumentHelp(localized(zh: "只说明这一项任务", en: "This demand alone"))) var demand: String?
        @Option(help: ArgumentHelp(localized(zh: "为什么不在这个班次（与 --demand 同用）", en: "Why not this class (with --demand)")))
        var `class`: String?
        @Option(help: ArgumentHelp(localized(zh: "每类最多说明几项", en: "Most entries of each kind"))) var most: Int = 200

        func run() async throws {
            try globals.check()
            let given = try readInstance(instance)
            let problem = try Problem(given)
            let made = try readPlan(plan)
            // What is explained is this plan, and none that is like it.
            let violations = PlanCheck.violations(made, given)
            guard violations.isEmpty else { throw AppError.planViolations(violations) }
            guard let demand else {
                guard `class` == nil else { throw AppError.missingValue("demand") }
                guard (0...1_000_000).contains(most) else {
                    throw AppError.invalidValue("most", String(most), expected: .verbatim("0…1000000"))
                }
                let explanation = Explanation(made, of: problem, most: most)
                shape.show(.entries(explanation.unassigned + explanation.late))
                return
            }
            var explainer = Explainer(made, of: problem)
            if let `class` {
                guard given.classes.contains(where: { $0.id == `class` }) else {
                    throw AppError.planUnknown(Text(zh: "班次", en: "class"), `class`)
                }
                guard let obstacles = explainer.whyNot(demand, `class`) else {
                    throw AppError.planUnknown(Text(zh: "任务", en: "demand"), demand)
                }
                shape.show(.obstacles([(`class`, nil, obstacles)]))
                return
            }
            guard let entry = explainer.entry(demand) else {
                throw AppError.planUnknown(Text(zh: "任务", en: "demand"), demand)
            }
            var listing = Listing.obstacles(entry.candidates.map { ($0.course, $0.cost, $0.obstacles) })
            guard shape.format == .table else {
                listing.add(entry.remedies)
                return shape.show(listing)
            }
            shape.show(listing)
            for remedy in entry.remedies { Terminal.write(remedy.localized([:]).localized + "\n") }
        }
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

extension Remedy {
    /// The change and its effect; classes by name where there is one.
    func said(_ names: [String: String]) -> Text {
        var localized = text
        if case .seat(let course) = step, let name = names[course] {
            said = Text(zh: "班次「\(name)」增加一个席位", en: "one more seat in class “\(name)”")
        } else if case .run(let course) = step, let name = names[course] {
            said = Text(zh: "开办班次「\(name)」", en: "run class “\(name)”")
        }
        let sign = effect > 0 ? "+" : ""
        return Text(zh: "\(said.chinese)（总代价 \(sign)\(effect)）", en: "\(said.english) (score \(sign)\(effect))")
    }
}

extension Listing {
    static func entries(_ entries: [Explanation.Entry]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "demand", title: Text(zh: "任务", en: "Demand")),
            .init(key: "trainee", title: Text(zh: "学员", en: "Trainee")),
            .init(key: "class", title: Text(zh: "班次", en: "Class")),
            .init(key: "late", title: Text(zh: "迟（天）", en: "Days late"), right: true),
            .init(key: "cost", title: Text(zh: "代价", en: "Cost"), right: true),
            .init(key: "why", title: Text(zh: "原因", en: "Why")),
            .init(key: "remedy", title: Text(zh: "最省的变更", en: "Cheapest change")),
        ])
        listing.rows = entries.map {
            [
                .text($0.demand), .text($0.trainee), .text($0.course ?? ""), .number($0.daysLate), .number($0.cost),
                .both($0.reason), .both($0.remedies.first?.localized([:]) ?? .verbatim("")),
            ]
        }
        return listing
    }

    /// For programs, what would help stands in the same list: `obstacles` is `remedy`, `cost` what the score changes by.
    fileprivate mutating func add(_ remedies: [Remedy]) {
        rows += remedies.map { [.text(""), .number($0.effect), .text("remedy"), .both($0.localized([:]))] }
    }

    static func obstacles(_ classes: [(course: String, cost: Int?, obstacles: [Obstacle])]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "class", title: Text(zh: "班次", en: "Class")),
            .init(key: "cost", title: Text(zh: "代价", en: "Cost"), right: true),
            .init(key: "obstacles", title: Text(zh: "障碍", en: "Obstacles")),
            .init(key: "why", title: Text(zh: "说明", en: "Why")),
        ])
        listing.rows = classes.map { item in
            [
                .text(item.course), item.cost.map { .number($0) } ?? .text(""),
                .text(item.obstacles.map(\.key).joined(separator: " ")), .both(.list(item.obstacles.map(\.text))),
            ]
        }
        return listing
    }
}
