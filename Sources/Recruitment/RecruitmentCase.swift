import Access
package import Civil
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
package struct RecruitmentCase: Codable, Placed, Sendable {
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
}
