package import Civil
import Kernel
import Organisations
import Policy

/// What the hours of a duty must contain and may contain at most, by the form of training. Every duty may have one.
package struct FormRule: Codable, Sendable, Hashable {
    package let needs: [HoursNeed]
    package let caps: [TrainingForm: Hours]

    package init(needs: [HoursNeed] = [], caps: [TrainingForm: Hours] = [:]) {
        self.needs = needs
        self.caps = caps
    }

    /// The keys of a rule that may ask for forms of training.
    static func keys(beside own: Set<String>) -> Set<String> { own.union(["needs", "at_most"]) }
}

extension FormRule {
    /// The keys `needs` and `at_most` of a rule; nil where it has neither.
    static func read(_ node: RuleNode) throws(AppError) -> FormRule? {
        guard node.has("needs") || node.has("at_most") else { return nil }
        var needs: [HoursNeed] = []
        for element in try node.optional("needs")?.elements() ?? [] { needs.append(try HoursNeed(element)) }
        var caps: [TrainingForm: Hours] = [:]
        for (key, value) in try node.optional("at_most")?.entries() ?? [] {
            guard let form = TrainingForm(rawValue: key) else {
                throw value.problem(
                    Text(zh: "应为其中之一：\(TrainingForm.words)", en: "expected one of \(TrainingForm.words)"))
            }
            caps[form] = try value.hours()
        }
        return FormRule(needs: needs, caps: caps)
    }
}

extension HoursNeed {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(["forms", "levels", "times", "hours"])
        self.init(
            forms: try node.choices("forms", TrainingForm.self),
            levels: node.has("levels") ? try node.choices("levels", Level.self) : Level.allCases,
            times: try node.optional("times")?.integer(0...100) ?? 0,
            hours: try node.optional("hours")?.hours() ?? .zero)
        guard times > 0 || hours > .zero else {
            throw node.problem(Text(zh: "应写明 times 或 hours", en: "times or hours are missing"))
        }
    }
}
