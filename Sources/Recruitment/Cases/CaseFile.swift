package import Civil
import Foundation
package import Kernel
import Postgres
package import Procedures

/// The decision that ended a case outside its steps.
package struct CaseRuling: Sendable {
    package let decidedOn: Day
    package let reason: String
    package let document: String
}

/// A recorded step with what was found about it.
package struct RecordedStep: Sendable {
    package let number: Int
    package let step: CaseStep
    /// What was stated about it.
    package let details: StepDetails
    package let reason: String?
    /// Ids of the rules it broke, by the set in force on its day.
    package let broken: [String]
    package let ruleSet: String
    package let key: String
    package let isAnnulled: Bool
    package let recordedBy: String

    package var particulars: Particulars { details.particulars }
}

/// A case as the rules see it, with what they say of it on a day: what documents and charts are filled from.
package struct CaseFile: Sendable {
    package let recruitment: RecruitmentCase
    package let born: Day
    package let ruling: CaseRuling?
    package let steps: [RecordedStep]
    package let facts: CaseFacts
    package let outlook: [Outlook]
    package let deadlines: [Deadline]
    package let probationEnd: Day?
    /// Names of the steps that localities add, by key.
    package let extraNames: [String: Text]

    /// The steps that were not annulled.
    var valid: [RecordedStep] { steps.filter { !$0.isAnnulled } }

    /// How far it has come in a template.
    /// - Parameter needed: the milestones on which rules rest.
    func progress(in template: Template, needed: Set<Milestone>) -> TemplateProgress {
        TemplateProgress(template, valid.map(\.step), facts, needed: needed)
    }
}

extension Row {
    func ruling() throws -> CaseRuling? {
        let decided: Day? = try self["decided_on"]
        return try decided.map {
            CaseRuling(decidedOn: $0, reason: try self["ruling_reason"], document: try self["document"])
        }
    }

    func recordedStep() throws -> RecordedStep {
        let milestone: Milestone = try choice("milestone")
        let content: JSONText = try self["content"]
        let evidence: [String] = try self["evidence"]
        let record = try JSONDecoder().decode(StepRecord.self, from: Data(content.text.utf8))
        return RecordedStep(
            number: try self["number"],
            step: CaseStep(
                milestone, StatedDate(first: try self["held_from"], last: try self["held_through"]),
                try record.content(milestone.shape), evidence: Set(evidence), extra: record.details.extra,
                isIrregular: try self["irregular"]),
            details: record.details, reason: try self["reason"], broken: try self["broken"],
            ruleSet: try self["rule_set"], key: try self["key"], isAnnulled: try self["annulled"],
            recordedBy: try self["recorded_by"])
    }
}
