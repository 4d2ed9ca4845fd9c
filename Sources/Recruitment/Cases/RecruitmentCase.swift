import Organisations
package import Civil
package import Foundation
package import Kernel
import Postgres

/// How a case stands.
package enum CaseState: String, Choice {
    case open, admitted, refused, cancelled
    /// Ended by the person or by a decision before there was one about admission.
    case withdrawn
    /// An admission against the rules that is not recognised; it stays on file.
    case unrecognised
    /// The membership, or the way to it, ended by another decision: death, removal, withdrawal from the Party.
    case ended
}

extension CaseState {
    package var text: Text {
        switch self {
        case .open: Text(zh: "办理中", en: "open")
        case .admitted: Text(zh: "已转正", en: "full member")
        case .refused: Text(zh: "未批准", en: "refused")
        case .cancelled: Text(zh: "已取消资格", en: "cancelled")
        case .withdrawn: Text(zh: "已撤回", en: "withdrawn")
        case .unrecognised: Text(zh: "不予承认", en: "not recognised")
        case .ended: Text(zh: "已终止", en: "ended with the membership")
        }
    }
}

/// One person's way from application to full membership.
package struct RecruitmentCase: Sendable {
    package let id: Identifier<RecruitmentCase>
    package let person: UUID
    package let name: String
    package let path: String
    package let organisationCode: String?
    package let organisationName: String?
    package let openedOn: Day
    package let stage: Milestone.Stage
    package let state: CaseState
    package let leavesOn: Day?
    package let ruleSet: String
    package let version: Int
    package let ruling: Ruling?
    let born: Day

    package struct Ruling: Sendable {
        package let decidedOn: Day
        package let reason: String
        package let document: String
    }
}

/// A recorded step with what was found about it.
package struct RecordedStep: Sendable {
    package let number: Int
    package let step: CaseStep
    package let particulars: Particulars
    package let reason: String?
    /// Ids of the rules it broke, by the set in force on its day.
    package let broken: [String]
    package let ruleSet: String
    package let key: String
    package let isAnnulled: Bool
    package let recordedBy: String
    package let recordedAt: Date
}

/// Everything about a case: what was done, what comes next and when, what is due.
package struct CaseFile: Sendable {
    package let recruitment: RecruitmentCase
    package let steps: [RecordedStep]
    package let facts: CaseFacts
    package let outlook: [Outlook]
    package let deadlines: [Deadline]
    package let probationEnd: Day?
    /// Names of the steps that localities add, by key.
    package let extraNames: [String: Text]
}

extension Row {
    func recruitmentCase() throws -> RecruitmentCase {
        let stage: Int = try self["stage"]
        guard let stage = Milestone.Stage(number: stage) else { throw Row.unreadable("stage", "stage", "\(stage)") }
        let decided: Day? = try self["decided_on"]
        return RecruitmentCase(
            id: try self["id"], person: try self["person_id"], name: try self["name"], path: try self["path"],
            organisationCode: try self["organisation_code"], organisationName: try self["organisation_name"],
            openedOn: try self["opened_on"], stage: stage, state: try choice("state"), leavesOn: try self["leaves_on"],
            ruleSet: try self["rule_set"], version: try self["version"],
            ruling: try decided.map {
                RecruitmentCase.Ruling(
                    decidedOn: $0, reason: try self["ruling_reason"], document: try self["document"])
            }, born: try self["born_on"])
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
                try record.content(milestone.shape), evidence: Set(evidence), extra: record.extra,
                isIrregular: try self["irregular"]),
            particulars: record.particulars,
            reason: try self["reason"], broken: try self["broken"], ruleSet: try self["rule_set"],
            key: try self["key"], isAnnulled: try self["annulled"], recordedBy: try self["recorded_by"],
            recordedAt: try self["recorded_at"])
    }
}
