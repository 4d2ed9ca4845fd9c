package import Civil
import Foundation
package import Kernel
import Postgres

/// What sort of organisation it is (the forms of source document, section 3(1)).
package enum OrganisationKind: String, Sendable, CaseIterable, Codable {
    case committee
    case workingCommittee = "working_committee"
    case generalBranch = "general_branch"
    case branch, group

    package var text: Text {
        switch self {
        case .committee: Text(zh: "党委", en: "committee")
        case .workingCommittee: Text(zh: "党工委", en: "working committee")
        case .generalBranch: Text(zh: "党总支", en: "general branch")
        case .branch: Text(zh: "党支部", en: "branch")
        case .group: Text(zh: "党小组", en: "group")
        }
    }
}

/// An organisation as it is today.
package struct Organisation: Sendable {
    package let id: Identifier<Organisation>
    package let code: String
    package let path: String
    package let parent: Identifier<Organisation>?
    package let level: Level
    package let kind: OrganisationKind
    package let field: Field?
    package let name: String
    package let since: Day
    package let until: Day?
    /// Counts changes; the value of `ETag`.
    package let version: Int

    package var scope: Scope { Scope(path: path) }
}

/// What an organisation was between two days.
package struct OrganisationVersion: Sendable {
    package let version: Int
    package let since: Day
    package let until: Day?
    package let parentCode: String?
    package let level: Level
    package let kind: OrganisationKind
    package let field: Field?
    package let name: String
}

extension Row {
    package func organisation() throws -> Organisation {
        Organisation(
            id: try self["id"], code: try self["code"], path: try self["path"], parent: try self["parent_id"],
            level: try choice("level"), kind: try choice("kind"), field: try choice("field"),
            name: try self["name"],
            since: try self["since"], until: try self["until"], version: try self["version"])
    }
}
