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
