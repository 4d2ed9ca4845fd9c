package import Kernel
package import Policy

/// Reads templates and refuses those that leave a national node out.
package enum TemplateReader {
    /// - Parameter nodes: the milestones that every template has to hold.
    /// - Throws: `policy.bad_value` naming file, line and key.
    package static func read(_ node: RuleNode, nodes: Set<Milestone>) throws(AppError) -> Template {
        try node.only(["format", "key", "name", "source", "steps"])
        var steps: [Template.Step] = []
        for element in try node.list("steps") { steps.append(try step(element)) }
        let twice = Dictionary(grouping: steps, by: \.number).filter { $1.count > 1 }.keys.sorted()
        guard twice.isEmpty else {
            let numbers = twice.joined(separator: ", ")
            throw try node.node("steps").problem(Text(zh: "编号重复：\(numbers)", en: "numbers given twice: \(numbers)"))
        }
        let missing = nodes.subtracting(steps.flatMap(\.milestones)).sorted { $0.rawValue < $1.rawValue }
        guard missing.isEmpty else {
            let names = Text.list(missing.map(\.text))
            throw try node.node("steps").problem(
                Text(
                    zh: "缺少全国统一的节点：\(names.chinese)；模板只能增加，不能减少",
                    en: "national nodes are left out: \(names.english); a template can add and never take away"))
        }
        return Template(
            key: try node.text("key"), name: try node.bothLanguages("name"), source: try node.citation(),
            steps: steps)
    }

    private static func step(_ node: RuleNode) throws(AppError) -> Template.Step {
        try node.only(["number", "stage", "name", "actor", "milestones", "materials"])
        let word = try node.text("stage")
        guard let stage = Milestone.Stage(rawValue: word) else {
            throw try node.node("stage").problem(
                Text.listed(Milestone.Stage.allCases.map { ($0.rawValue, $0.text) }))
        }
        var materials: [Template.Material] = []
        for element in try node.has("materials") ? node.list("materials") : [] {
            try element.only(["key", "zh", "en"])
            materials.append(
                Template.Material(
                    key: try element.text("key"), name: Text(zh: try element.text("zh"), en: try element.text("en"))))
        }
        return Template.Step(
            number: try node.text("number"), stage: stage, name: try node.bothLanguages("name"),
            actor: try node.bothLanguages("actor"), milestones: try node.choices("milestones", Milestone.self),
            materials: materials)
    }
}
