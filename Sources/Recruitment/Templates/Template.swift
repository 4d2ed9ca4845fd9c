package import Kernel
package import Policy

/// A chart or a chain of materials over the milestones: it names and groups them. What they need and when is defined in
/// the rules, which no template can shorten.
package struct Template: Sendable {
    package struct Material: Codable, Sendable, Hashable {
        package let key: String
        package let name: Text
    }

    package struct Step: Codable, Sendable {
        /// As the source counts: `7`, or `3-2` in a catalogue of forms.
        package let number: String
        package let stage: Milestone.Stage
        package let name: Text
        package let actor: Text
        package let milestones: [Milestone]
        package let materials: [Material]
    }

    package let key: String
    package let name: Text
    package let source: Citation
    package let steps: [Step]

    package func step(_ number: String) -> Step? { steps.first { $0.number == number } }
}

/// How far a case has come in a template's steps.
package struct TemplateProgress: Sendable {
    package enum State: String, Choice { case open, begun, done }

    package struct Line: Sendable {
        package let step: Template.Step
        package let state: State
        /// What was recorded under it, in the order of the days.
        package let recorded: [RecordedStep]
        /// Milestones of the step that rules ask for and that are not there yet.
        package let missing: [Milestone]
    }

    package let lines: [Line]

    /// - Parameter needed: the milestones on which rules rest; others belong to a step without being asked for.
    package init(_ template: Template, _ file: CaseFile, needed: Set<Milestone>) {
        lines = template.steps.map { step in
            let recorded = file.steps.filter { !$0.isAnnulled && step.milestones.contains($0.step.milestone) }
                .sorted { ($0.step.date.first, $0.number) < ($1.step.date.first, $1.number) }
            let asked = step.milestones.filter { needed.contains($0) }
            let missing = (asked.isEmpty ? step.milestones : asked).filter { !file.facts.has($0) }
            let state: State = missing.isEmpty ? .done : recorded.isEmpty ? .open : .begun
            return Line(step: step, state: state, recorded: recorded, missing: missing)
        }
    }
}

extension RecruitmentRules.RuleSet {
    /// The national nodes: milestones on which a gate of the set rests, and the two decisions that end a case.
    package var nodes: Set<Milestone> {
        var nodes: Set<Milestone> = [.fullApproval, .archive]
        for rule in rules where rule.kind == .gate && rule.isOn {
            switch rule.check {
            case .requires(let milestones): nodes.formUnion(milestones)
            case .after(let milestone, _, _), .notice(let milestone, _), .follows(let milestone):
                nodes.insert(milestone)
            default: continue
            }
        }
        return nodes
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
