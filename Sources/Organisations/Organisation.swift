package import Civil
import Foundation
package import Kernel
package import Postgres
package import Wire

/// What sort of organisation it is (the forms of source document, section 3(1)).
package enum OrganisationKind: String, Choice {
    case committee
    case workingCommittee = "working_committee"
    case generalBranch = "general_branch"
    case branch
    case jointBranch = "joint_branch"
    case temporaryBranch = "temporary_branch"
    case functionalBranch = "functional_branch"
    case mobileBranch = "mobile_branch"
    case group

    /// A branch of any form; it has a field.
    var isBranch: Bool {
        switch self {
        case .branch, .jointBranch, .temporaryBranch, .functionalBranch, .mobileBranch: true
        case .committee, .workingCommittee, .generalBranch, .group: false
        }
    }

    /// Whose members a branch has says its name, not its kind.
    package var officeWords: [String] {
        switch self {
        case .committee: ["基层党委", "党的委员会"]
        case .workingCommittee: ["工委", "工作委员会"]
        case .generalBranch: ["总支", "党总支部", "总支部"]
        case .branch: ["支部", "教工党支部", "学生党支部", "离退休党支部", "机关党支部", "行政党支部", "单独党支部"]
        case .jointBranch: ["联合支部"]
        case .temporaryBranch: ["临时支部"]
        case .functionalBranch: ["功能型支部", "功能党支部", "功能性党支部"]
        case .mobileBranch: ["流动党支部", "流动支部"]
        case .group: ["小组"]
        }
    }

    package var text: Text {
        switch self {
        case .committee: Text(zh: "党委", en: "committee")
        case .workingCommittee: Text(zh: "党工委", en: "working committee")
        case .generalBranch: Text(zh: "党总支", en: "general branch")
        case .branch: Text(zh: "党支部", en: "branch")
        case .jointBranch: Text(zh: "联合党支部", en: "joint branch")
        case .temporaryBranch: Text(zh: "临时党支部", en: "temporary branch")
        case .functionalBranch: Text(zh: "功能型党支部", en: "functional branch")
        case .mobileBranch: Text(zh: "流动党员党支部", en: "branch of mobile members")
        case .group: Text(zh: "党小组", en: "group")
        }
    }
}

/// An organisation as it is today.
package struct Organisation: Codable, Sendable {
    package let id: Identifier<Organisation>
    package let code: String
    package let path: String
    package let parentId: Identifier<Organisation>?
    package let parentCode: String?
    package let level: Level
    package let kind: OrganisationKind
    package let field: Field?
    package let name: String
    package let since: Day
    package let until: Day?
    /// Counts changes; the value of `ETag`.
    package let version: Int

    package var scope: Scope { Scope(path: path) }

    /// The code of the parent, which the path ends in before the organisation's own.
    static func parentCode(of path: String) -> String? {
        path.split(separator: ".").dropLast().last.map(String.init)
    }
}

extension Organisation: Tabular {
    package static let columns: [Column<Organisation>] = [
        Column("code", zh: "编码", en: "Code", \.code),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("level", zh: "层级", en: "Level", \.level),
        Column("kind", zh: "类型", en: "Kind", \.kind),
        Column("field", zh: "领域", en: "Field", \.field),
        Column("parent_code", zh: "上级编码", en: "Parent", \.parentCode),
        Column("since", zh: "成立", en: "Since", \.since),
        Column("until", zh: "撤销", en: "Until", \.until),
        Column("version", zh: "版本", en: "Version", \.version),
    ]
}

/// What an organisation was between two days.
package struct OrganisationVersion: Codable, Sendable {
    package let version: Int
    package let since: Day
    package let until: Day?
    package let name: String
    package let code: String
    package let level: Level
    package let kind: OrganisationKind
    package let field: Field?
    package let parentCode: String?
}

extension OrganisationVersion: Tabular {
    package static let columns: [Column<OrganisationVersion>] = [
        Column("version", zh: "版本", en: "Version", \.version),
        Column("since", zh: "自", en: "Since", \.since),
        Column("until", zh: "至（不含）", en: "Until", \.until),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("code", zh: "编码", en: "Code", \.code),
        Column("level", zh: "层级", en: "Level", \.level),
        Column("kind", zh: "类型", en: "Kind", \.kind),
        Column("field", zh: "领域", en: "Field", \.field),
        Column("parent_code", zh: "上级编码", en: "Parent", \.parentCode),
    ]
}

extension Row {
    package func organisation() throws -> Organisation {
        let path: String = try self["path"]
        return Organisation(
            id: try self["id"], code: try self["code"], path: path, parentId: try self["parent_id"],
            parentCode: Organisation.parentCode(of: path), level: try choice("level"), kind: try choice("kind"),
            field: try choice("field"), name: try self["name"], since: try self["since"], until: try self["until"],
            version: try self["version"])
    }
}
