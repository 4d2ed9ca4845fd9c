package import Kernel

/// How far a case has come in a template's steps.
package struct TemplateProgress: Sendable {
    package enum State: String, Choice { case open, begun, done }

    package struct Line: Sendable {
        package let step: Template.Step
        package let state: State
        /// What was recorded under it: indices of the steps that were given, in the order of their days.
        package let recorded: [Int]
        /// Milestones of the step that rules ask for and that are not there yet.
        package let missing: [Milestone]
    }

    package let lines: [Line]

    /// - Parameters:
    ///   - steps: those of the case that were not annulled, as they were recorded.
    ///   - needed: the milestones on which rules rest; others belong to a step without being asked for.
    package init(_ template: Template, _ steps: [CaseStep], _ facts: CaseFacts, needed: Set<Milestone>) {
        lines = template.steps.map { step in
            let recorded = steps.indices.filter { step.milestones.contains(steps[$0].milestone) }
                .sorted { (steps[$0].date.first, $0) < (steps[$1].date.first, $1) }
            let asked = step.milestones.filter { needed.contains($0) }
            let missing = (asked.isEmpty ? step.milestones : asked).filter { !facts.has($0) }
            let state: State = missing.isEmpty ? .done : recorded.isEmpty ? .open : .begun
            return Line(step: step, state: state, recorded: recorded, missing: missing)
        }
    }
}

extension TemplateProgress.State {
    package var text: Text {
        switch self {
        case .open: Text(zh: "未办", en: "open")
        case .begun: Text(zh: "在办", en: "begun")
        case .done: Text(zh: "已办", en: "done")
        }
    }
}
