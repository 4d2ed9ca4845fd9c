package import Civil
import Foundation
package import Kernel
package import Members
import Postgres
package import Procedures
package import Wire

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
package struct RecruitmentCase: Codable, Sendable {
    package let id: Identifier<RecruitmentCase>
    package let person: Identifier<Person>
    package let name: String
    package let path: String
    package let organisationCode: String?
    package let organisationName: String?
    package let openedOn: Day
    package let stage: Milestone.Stage
    package let state: CaseState
    /// Known to leave the unit on this day.
    package let leavesOn: Day?
    package let ruleSet: String
}

extension RecruitmentCase: Tabular {
    package static let columns: [Column<RecruitmentCase>] = [
        Column("name", zh: "姓名", en: "Name", \.name),
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("opened_on", zh: "立案", en: "Opened", \.openedOn),
        Column("stage", zh: "阶段", en: "Stage", \.stage),
        Column("state", zh: "状态", en: "State", \.state),
        Column("leaves_on", zh: "离开单位", en: "Leaves on", \.leavesOn),
        Column("rule_set", zh: "规则版本", en: "Rules", \.ruleSet),
        Column("id", zh: "案卷编号", en: "Case", \.id),
    ]
}

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
    func recruitmentCase() throws -> RecruitmentCase {
        RecruitmentCase(
            id: try self["id"], person: try self["person_id"], name: try self["name"], path: try self["path"],
            organisationCode: try self["organisation_code"], organisationName: try self["organisation_name"],
            openedOn: try self["opened_on"], stage: try stage(), state: try choice("state"),
            leavesOn: try self["leaves_on"], ruleSet: try self["rule_set"])
    }

    func stage() throws -> Milestone.Stage {
        let number: Int = try self["stage"]
        guard let stage = Milestone.Stage(number: number) else { throw Row.unreadable("stage", "stage", "\(number)") }
        return stage
    }

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
